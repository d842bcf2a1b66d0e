//! Distance along a track.
//!
//! Few GPX files contain the distance, so it is computed from the positions. Steps are measured on
//! the ellipsoid, because on a sphere they are off by up to half a percent, 50 m of a 10 km run.
//! The steps of a run are short. For a short step, a plane that touches the ellipsoid between both
//! ends is as exact as the geodesic, and much cheaper.

use flat_projection::FlatProjection;
use geographiclib_rs::{Geodesic, InverseGeodesic};
use recoup_model::Samples;
use std::sync::LazyLock;

static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// Largest step, and largest latitude, for which the plane is exact to a millionth.
const SHORT_DEG: f64 = 0.02;
const FAR_FROM_POLE_DEG: f64 = 85.0;

const METRES_PER_KM: f64 = 1000.0;

/// Largest decrease of a given distance that rounding can explain.
const ROUNDING_M: f64 = 1.0;

/// Fills the distance from the positions, unless the file contains a plausible one.
///
/// The step over a segment break adds nothing, because the watch was not recording.
pub(crate) fn fill(samples: &mut Samples) {
    if samples.latitude_deg.is_empty() || samples.longitude_deg.is_empty() {
        return;
    }
    if is_cumulative(&samples.distance_m) {
        return;
    }
    let mut distance_m = Vec::with_capacity(samples.len());
    let mut breaks = samples.segment_starts.iter().copied().peekable();
    let mut last: Option<(f64, f64)> = None;
    let mut total_m = 0.0;
    for (index, (&latitude, &longitude)) in
        samples.latitude_deg.iter().zip(&samples.longitude_deg).enumerate()
    {
        if breaks.next_if_eq(&index).is_some() {
            last = None;
        }
        if latitude.is_nan() || longitude.is_nan() {
            distance_m.push(f64::NAN);
            continue;
        }
        if let Some(from) = last {
            total_m += step_m(from, (latitude, longitude));
        }
        last = Some((latitude, longitude));
        distance_m.push(total_m);
    }
    samples.distance_m = distance_m;
}

/// Whether a given distance counts from the start and is present on at least half of the points.
///
/// Some exporters write the distance from the previous point under the same name.
fn is_cumulative(distance_m: &[f64]) -> bool {
    let mut highest = f64::NEG_INFINITY;
    let mut given = 0;
    for value in distance_m.iter().filter(|value| !value.is_nan()) {
        if *value < highest - ROUNDING_M {
            return false;
        }
        highest = highest.max(*value);
        given += 1;
    }
    given > 0 && given * 2 >= distance_m.len()
}

/// Returns the metres between two positions (latitude, longitude) in degrees.
fn step_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    let middle_deg = f64::midpoint(from.0, to.0);
    // A plane has no date line, so a step over that line looks long.
    if (to.0 - from.0).abs() > SHORT_DEG
        || (to.1 - from.1).abs() > SHORT_DEG
        || middle_deg.abs() > FAR_FROM_POLE_DEG
    {
        return WGS84.inverse(from.0, from.1, to.0, to.1);
    }
    let plane = FlatProjection::new(from.1, middle_deg);
    plane.project(from.1, from.0).distance(&plane.project(to.1, to.0)) * METRES_PER_KM
}

#[cfg(test)]
mod tests {
    use super::{WGS84, fill, step_m};
    use geographiclib_rs::InverseGeodesic;
    use recoup_model::{Sample, Samples};

    #[test]
    fn agrees_with_the_geodesic() {
        for latitude in [-84.9, -60.0, -33.3, 0.0, 0.001, 45.0, 59.91, 71.0, 84.9] {
            for (north, east) in
                [(0.0, 0.0), (1e-5, 0.0), (0.0, 1e-5), (3e-5, -7e-5), (0.002, 0.004), (-0.02, 0.02)]
            {
                let (from, to) = ((latitude, 179.995), (latitude + north, 179.995 + east));
                let geodesic: f64 = WGS84.inverse(from.0, from.1, to.0, to.1);
                let wrapped = (to.0, if to.1 > 180.0 { to.1 - 360.0 } else { to.1 });
                for to in [to, wrapped] {
                    let error = (step_m(from, to) - geodesic).abs();
                    assert!(error <= geodesic * 1e-6 + 1e-9, "{from:?} {to:?}: {error}");
                }
            }
        }
    }

    #[test]
    fn long_steps_are_geodesics() {
        // Example from the documentation of GeographicLib: `GeodSolve -i` from New York to London.
        let metres = step_m((40.6, -73.8), (51.6, -0.5));
        assert!((metres - 5_551_759.400).abs() < 0.001, "{metres}");
    }

    #[test]
    fn breaks_add_nothing_and_gaps_are_bridged() {
        let mut samples = Samples::default();
        for (at, latitude) in
            [Some(0.0), None, Some(0.001), Some(1.0), Some(1.001)].iter().enumerate()
        {
            samples.push(&Sample {
                time_ms: 1000 * i64::try_from(at).unwrap(),
                latitude_deg: *latitude,
                longitude_deg: latitude.map(|_| 10.0),
                ..Sample::default()
            });
        }
        samples.segment_starts.push(3);
        fill(&mut samples);
        // A thousandth of a degree of meridian near the equator is 110.574 m.
        assert_eq!(samples.distance_m[0], 0.0);
        assert!(samples.distance_m[1].is_nan());
        assert!((samples.distance_m[2] - 110.574).abs() < 0.001);
        assert_eq!(samples.distance_m[3], samples.distance_m[2]);
        assert!((samples.distance_m[4] - 2.0 * 110.574).abs() < 0.05);
    }

    #[test]
    fn a_distance_from_point_to_point_is_none() {
        let mut samples = Samples::default();
        for (at, given) in [5.0, 12.0, 7.0].into_iter().enumerate() {
            samples.push(&Sample {
                time_ms: 1000 * i64::try_from(at).unwrap(),
                distance_m: Some(given),
                latitude_deg: Some(0.0),
                longitude_deg: Some(0.0),
                ..Sample::default()
            });
        }
        fill(&mut samples);
        assert_eq!(samples.distance_m, [0.0, 0.0, 0.0]);
    }
}
