//! The route of a run as a few points, by which a copy with a wrong clock is recognised.

use crate::calendar::Coordinates;
use crate::run::timeline::{TimedSamples, Timeline};
use flat_projection::FlatProjection;
use serde::{Deserialize, Serialize};

/// Number of steps of equal time into which a track is divided.
const STEPS: i64 = 16;
/// Largest distance between the points of two copies, in metres. Exports cut a few seconds at the
/// ends, and satellite positions have errors.
const APART_M: f64 = 30.0;
/// Largest distance between the mean positions of two recordings of one place, in metres.
const NEAR_M: f64 = 500.0;
/// Distance from the start that a track must exceed to be compared, in metres. A treadmill run with
/// satellite positions stays within it.
const STANDS_M: f64 = 100.0;

/// Positions of a run at 17 moments, equally far apart in elapsed time; empty without positions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Track {
    /// Points in order of time.
    pub points: Vec<TrackPoint>,
}

/// A point of a [`Track`], to about a metre.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrackPoint {
    /// Latitude in degrees, WGS 84.
    pub latitude_deg: f32,
    /// Longitude in degrees, WGS 84.
    pub longitude_deg: f32,
}

impl TrackPoint {
    pub(crate) fn of(place: Coordinates) -> Self {
        let (latitude_deg, longitude_deg) =
            (place.latitude_deg() as f32, place.longitude_deg() as f32);
        Self { latitude_deg, longitude_deg }
    }

    /// Returns the distance to another point in metres.
    pub(crate) fn distance_m(self, other: Self) -> f64 {
        let degrees = |point: Self| (f64::from(point.longitude_deg), f64::from(point.latitude_deg));
        let (longitude, latitude) = degrees(self);
        let plane = FlatProjection::new(longitude, latitude);
        let (east_km, north_km) = {
            let (longitude, latitude) = degrees(other);
            let point = plane.project(longitude, latitude);
            (point.x, point.y)
        };
        east_km.hypot(north_km) * 1000.0
    }
}

/// A tangent plane of the Earth at a place. Near the place, its distances have an error of less
/// than 1 %.
pub(crate) struct Plane {
    at: TrackPoint,
    /// Metres per degree.
    east_m: f64,
    north_m: f64,
}

/// Largest latitude of a plane's place, north or south, in degrees. The tangent of 70 degrees is
/// 2.75. So the cosine changes by 2.75 times the change of latitude in radians, as a share.
const PLANE_TOP_DEG: f32 = 70.0;
/// Largest distance from a plane's place in latitude and in longitude, in degrees: 0.0035 radians.
const PLANE_NEAR_DEG: f32 = 0.2;

impl Plane {
    /// Makes the plane at a place; [`None`] near the poles.
    pub(crate) fn at(at: TrackPoint) -> Option<Self> {
        let plane = FlatProjection::new(f64::from(at.longitude_deg), f64::from(at.latitude_deg));
        let one =
            plane.project(f64::from(at.longitude_deg) + 1.0, f64::from(at.latitude_deg) + 1.0);
        (at.latitude_deg.abs() <= PLANE_TOP_DEG).then_some(Self {
            at,
            east_m: one.x * 1000.0,
            north_m: one.y * 1000.0,
        })
    }

    /// Whether a point is near enough to the plane's place for exact distances.
    pub(crate) fn is_near(&self, point: TrackPoint) -> bool {
        (point.latitude_deg - self.at.latitude_deg).abs() <= PLANE_NEAR_DEG
            && (point.longitude_deg - self.at.longitude_deg).abs() <= PLANE_NEAR_DEG
    }

    /// Returns the distance between two points near the plane's place, in metres.
    pub(crate) fn distance_m(&self, one: TrackPoint, other: TrackPoint) -> f64 {
        let apart = |from: f32, to: f32| f64::from(to) - f64::from(from);
        let east_m = apart(one.longitude_deg, other.longitude_deg) * self.east_m;
        let north_m = apart(one.latitude_deg, other.latitude_deg) * self.north_m;
        (east_m * east_m + north_m * north_m).sqrt()
    }
}

impl Track {
    /// Makes the track of a recording. The point of each moment is the last position until then.
    /// Before the first position, it is the first position.
    #[must_use]
    pub fn new(timed: &TimedSamples<'_>) -> Self {
        let point = |row| timed.place(row).map(TrackPoint::of);
        let times_ms = &timed.samples.time_ms;
        let Some(first) = (0..times_ms.len()).find(|&row| point(row).is_some()) else {
            return Self::default();
        };
        let Timeline { start_ms, end_ms, .. } = timed.timeline;
        let moments = (0..=STEPS).map(|step| start_ms + (end_ms - start_ms) * step / STEPS);
        let mut last = first;
        let points = moments.filter_map(|moment_ms| {
            let later = times_ms.partition_point(|&time_ms| time_ms <= moment_ms).max(last + 1);
            last = (last..later).rev().find(|&row| point(row).is_some())?;
            point(last)
        });
        Self { points: points.collect() }
    }

    /// Whether two recordings of equal length took the same route at the same speeds, so that they
    /// are within 30 m of each other at every moment. False without positions, and for a run that
    /// stays within 100 m of its start.
    ///
    /// ```
    /// use recoup_analysis::run::track::{Track, TrackPoint};
    /// let north = |start_deg: f32| Track {
    ///     points: (0..17)
    ///         .map(|step| TrackPoint {
    ///             latitude_deg: start_deg + 0.002 * step as f32,
    ///             longitude_deg: 10.0,
    ///         })
    ///         .collect(),
    /// };
    /// // A ten-thousandth of a degree is 11 m, a thousandth 111 m.
    /// assert!(north(60.0).is_same(&north(60.0001)));
    /// assert!(!north(60.0).is_same(&north(60.001)));
    /// assert!(!Track::default().is_same(&Track::default()));
    /// ```
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.goes_somewhere()
            && self.points.len() == other.points.len()
            && self
                .points
                .iter()
                .zip(&other.points)
                .all(|(one, two)| one.distance_m(*two) <= APART_M)
    }

    /// Whether two recordings can come from one place: their mean positions are within 500 m of
    /// each other, or one recording has no positions.
    #[must_use]
    pub(crate) fn is_near(&self, other: &Self) -> bool {
        match self.mean().zip(other.mean()) {
            Some((one, two)) => one.distance_m(two) <= NEAR_M,
            None => true,
        }
    }

    /// Returns the mean position; [`None`] without positions. For a track over the date line, the
    /// result is meaningless but equal for copies.
    fn mean(&self) -> Option<TrackPoint> {
        let number = self.points.len() as f32;
        let mean = |of: fn(&TrackPoint) -> f32| {
            // Differences from the first point keep the precision.
            let first = self.points.first().map(of)?;
            let sum: f32 = self.points.iter().map(|point| of(point) - first).sum();
            Some(first + sum / number)
        };
        let latitude_deg = mean(|point| point.latitude_deg)?;
        Some(TrackPoint { latitude_deg, longitude_deg: mean(|point| point.longitude_deg)? })
    }

    fn goes_somewhere(&self) -> bool {
        let first = self.points.first().copied();
        let is_away = |point: &TrackPoint| first.is_some_and(|at| at.distance_m(*point) > STANDS_M);
        self.points.iter().any(is_away)
    }
}
