//! The distance of a run, from sources that agree.

use super::profile::{ESTIMATE_ERROR, Profile};
use crate::run::timeline::TimedSamples;
use recoup_model::Activity;

/// Least difference between two distances that disagree, as a share of the second distance.
const APART: f64 = 1.0 / 3.0;
/// Metres in the units that devices write by mistake instead of metres: kilometres and miles.
const UNITS_M: [f64; 2] = [1000.0, 1609.344];
/// Largest difference between a ratio of distances and a ratio of units, as a share.
const UNIT_ERROR: f64 = 0.05;

/// The distance of a run, and the wrong distance that was set aside.
#[derive(Debug, Default)]
pub(super) struct Distance {
    pub(super) profile: Option<Profile>,
    /// Distance that is used, in metres.
    pub(super) total_m: Option<f64>,
    /// Wrong distance of the device, in metres.
    pub(super) set_aside_m: Option<f64>,
}

impl Distance {
    /// Chooses between the distance of the samples, the positions and the total. The positions are
    /// used if the device's distance disagrees with them.
    pub(super) fn new(activity: &Activity, timed: &TimedSamples<'_>) -> Self {
        let stated_m = activity.totals.distance_m.filter(|_| !timed.is_a_part());
        let own = Profile::new(timed);
        let covered_m = |profile: &Option<Profile>| profile.as_ref().and_then(Profile::total_m);
        let own_m = covered_m(&own);
        // The distances of most runs clearly agree with the positions. Then the exact sum is not
        // needed.
        if !activity.is_indoor()
            && let Some(own_m) = own_m
            && let Some(positions_m) = Profile::estimate_of_positions_m(timed)
            && agrees(own_m, positions_m)
            && stated_m.is_none_or(|stated_m| agrees(stated_m, positions_m))
        {
            return Self { profile: own, total_m: stated_m.or(Some(own_m)), set_aside_m: None };
        }
        let by_positions = if activity.is_indoor() { None } else { Profile::of_positions(timed) };
        let positions_m = covered_m(&by_positions);
        let disagrees = |metres: Option<f64>| {
            metres.zip(positions_m).is_some_and(|(metres, right_m)| are_apart(metres, right_m))
        };
        // The totals of a cut file describe the whole run.
        let is_whole = |profile: &Profile| profile.end_ms() * 10 >= timed.timeline.timer_ms * 9;
        let is_whole = by_positions.as_ref().is_some_and(is_whole);
        let is_wrong = |metres: Option<f64>| is_whole && disagrees(metres);
        if disagrees(own_m) || (own.is_none() && by_positions.is_some()) {
            let total_m = stated_m.filter(|_| !is_wrong(stated_m)).or(positions_m);
            return Self { profile: by_positions, total_m, set_aside_m: own_m };
        }
        if is_wrong(stated_m) {
            return Self { profile: own, total_m: own_m.or(positions_m), set_aside_m: stated_m };
        }
        if let Some((own_m, stated_m)) = own_m.zip(stated_m)
            && positions_m.is_none()
        {
            if let Some(unit_m) = unit(stated_m / own_m) {
                let profile = own.map(|own| own.times(unit_m));
                return Self { profile, total_m: Some(stated_m), set_aside_m: Some(own_m) };
            }
            if unit(own_m / stated_m).is_some() {
                return Self { profile: own, total_m: Some(own_m), set_aside_m: Some(stated_m) };
            }
        }
        Self { profile: own, total_m: stated_m.or(own_m), set_aside_m: None }
    }
}

/// Whether a distance cannot be [apart](are_apart) from the exact distance behind an estimate.
fn agrees(metres: f64, estimate_m: f64) -> bool {
    (metres - estimate_m).abs() <= (APART - 2.0 * ESTIMATE_ERROR) * estimate_m
}

fn are_apart(metres: f64, right_m: f64) -> bool {
    (metres - right_m).abs() > APART * right_m
}

/// Returns the unit whose length in metres is nearly the ratio of two distances.
fn unit(ratio: f64) -> Option<f64> {
    UNITS_M.into_iter().find(|unit_m| (ratio / unit_m - 1.0).abs() <= UNIT_ERROR)
}
