//! Distance, ascent, hills and steep stretches.
//!
//! Raw altitude overstates ascent several times, and a grade over a few metres is noise. So steps
//! that no runner makes are dropped first. The rest is interpolated on a grid of 10 m of distance
//! and smoothed, over 3 cells if a barometer is known to have measured it, otherwise over 5. Ascent
//! is summed between turning points of 2 m. Grades are measured over 50 m, or over 100 m if the
//! altitude comes from GPS, as it mostly does in GPX and TCX. On 23 real runs, the ascent differs
//! from the devices' own totals by 4 % in the median. Five other runs are not compared, because
//! their devices counted other values than the file holds.
//!
//! | rule | default | from |
//! |---|---|---|
//! | the device's distance is replaced by the positions, or by another total of the device in another unit (kilometres, miles) | over a third apart | measured: one app writes kilometres for metres |
//! | a step of altitude that is too fast is dropped | 5 m/s | measured: real files jump 86 m and 791 m in a second |
//! | ascent is summed between turning points | 2 m | measured: the median error against watches is 4 %, and 28 % for the raw sum |
//! | a grade is measured over a length | 50 m, from GPS twice that | measured: over 10 m, 11 of 14 flat runs show a climb of 8 % |
//! | a hill is a net gain at a mean grade over a length, with bridged dips | 10 m, 4 %, 100 m, dips of 3 m | proposed |
//! | a stretch is steep | 8 % | proposed |
//! | an effort spike is a surge that begins on a hill or steep stretch, or shortly after its top | within 60 s | the article; the time is proposed |
//! | without heart rate, an effort spike is an effort (speed times the cost of the grade, Minetti et al. 2002) above the run's median | 1.3 times, for 30 s | proposed |
//! | a treadmill or indoor run has no terrain to judge | - | - |

mod distance;
mod grid;
mod hills;

pub mod effort;
pub mod ground;
pub mod profile;

use crate::run::timeline::TimedSamples;
use crate::settings::policy::{Policy, seconds_to_ms};
use distance::Distance;
use grid::{CELL_M, Grid};
use ground::{Ground, Hill, SteepStretch};
use hills::{ascent_m, hills, steep_stretches};
use profile::{PROFILE_MAX_M, Profile};
use recoup_model::{Activity, AltitudeSource, FileFormat};
use serde::{Deserialize, Serialize};

/// Window of the moving mean in cells, for altitude from GPS or of unknown source.
const SMOOTH_CELLS: usize = 5;
/// Window of the moving mean in cells, for altitude from a barometer. Its noise is hardly more than
/// its resolution of 0.2 m.
const SMOOTH_CELLS_BAROMETER: usize = 3;
/// Ratio of the length for grades from GPS to the length for grades from a barometer.
const GPS_LENGTH: f64 = 2.0;

/// The terrain of a run.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Terrain {
    /// Distance covered in metres: the device's total, otherwise the distance of the samples;
    /// [`None`] if neither is known.
    pub distance_m: Option<f64>,
    /// Distance of the device in metres that was set aside, because the positions or the laps give
    /// another distance; [`None`] for most runs.
    pub set_aside_m: Option<f64>,
    /// Ascent in metres; [`None`] indoors and without altitude or distance.
    pub ascent_m: Option<f64>,
    /// Hills, in order.
    pub hills: Vec<Hill>,
    /// Steep stretches, in order.
    pub steep: Vec<SteepStretch>,
    /// Distance over time; [`None`] without distance.
    pub profile: Option<Profile>,
    /// Altitude along the way; [`None`] indoors and without altitude or distance.
    #[serde(skip)]
    grid: Option<Grid>,
}

impl Terrain {
    /// Finds the terrain of a run: distance, ascent, hills and steep stretches.
    #[must_use]
    pub fn new(activity: &Activity, timed: &TimedSamples<'_>, policy: &Policy) -> Self {
        let Distance { profile, total_m: distance_m, set_aside_m } = Distance::new(activity, timed);
        let mut terrain = Self { distance_m, set_aside_m, profile, ..Self::default() };
        if activity.is_indoor() {
            return terrain;
        }
        let smooth_cells = match activity.altitude_source {
            Some(AltitudeSource::Barometer) => SMOOTH_CELLS_BAROMETER,
            Some(AltitudeSource::Gps) | None => SMOOTH_CELLS,
        };
        let profile = terrain.profile.as_ref();
        let grid = |profile| Grid::new(timed, profile, smooth_cells);
        let Some(grid) = profile.and_then(grid) else {
            return terrain;
        };
        terrain.ascent_m = Some(ascent_m(&grid.altitude_m));
        terrain.hills = hills(&grid, policy);
        let length_m = match (activity.altitude_source, activity.format) {
            (Some(AltitudeSource::Barometer), _) | (None, FileFormat::Fit) => policy.steep_length_m,
            // GPX and TCX do not name the source of the altitude.
            (Some(AltitudeSource::Gps) | None, _) => policy.steep_length_m * GPS_LENGTH,
        };
        let cells = (length_m / CELL_M).round().clamp(1.0, PROFILE_MAX_M) as usize;
        terrain.steep = steep_stretches(&grid, cells, policy.steep_grade_pct);
        terrain.grid = Some(grid);
        terrain
    }

    /// Drops the altitude and thins the distance, so that the result can be kept with the run. Only
    /// efforts by speed and grade ([`effort`]) need the dropped values.
    #[must_use]
    pub fn into_compact(self) -> Self {
        let profile = self.profile.as_ref().map(Profile::thinned);
        Self { profile, grid: None, ..self }
    }

    /// Returns the grade over about 60 m at a moment of timer time (milliseconds), in percent;
    /// [`None`] without altitude or distance, and for a compact terrain.
    #[must_use]
    pub fn grade_pct_at(&self, timer_ms: i64) -> Option<f64> {
        let (grid, profile) = self.grid.as_ref().zip(self.profile.as_ref())?;
        Some(grid.grade_at(profile.distance_at(timer_ms)) * 100.0)
    }

    /// Returns the hill or steep stretch at a moment of timer time (milliseconds). A moment up to
    /// `effort_spike_after_s` after the top still belongs to the hill or stretch. A hill comes
    /// before a steep stretch.
    #[must_use]
    pub fn ground_at(&self, timer_ms: i64, policy: &Policy) -> Option<Ground> {
        let since_ms = timer_ms - seconds_to_ms(policy.effort_spike_after_s);
        // Both lists are in order and without overlap. So only the last element that has begun can
        // match.
        let hills = self.hills.partition_point(|hill| hill.start_timer_ms <= timer_ms);
        let hill = self.hills[..hills].last().filter(|hill| hill.end_timer_ms >= since_ms);
        let steep = self.steep.partition_point(|steep| steep.start_timer_ms <= timer_ms);
        let steep = self.steep[..steep].last().filter(|steep| steep.end_timer_ms >= since_ms);
        hill.map(|&hill| Ground::Hill(hill)).or(steep.map(|&steep| Ground::Steep(steep)))
    }
}
