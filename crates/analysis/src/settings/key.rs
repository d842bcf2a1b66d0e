//! Hash keys of settings, for comparing the settings by which two files were measured or graded.

use crate::settings::athlete::{Athlete, HeartRateSetting};
use crate::settings::max_timeline::{MaxTimeline, WatchMax};
use crate::settings::policy::Policy;
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A hash of the settings by which a file is measured or its runs are graded.
///
/// Equal settings have equal keys within one build of this crate. Another build can give other
/// keys.
///
/// ```
/// use recoup_analysis::settings::key::SettingsKey;
/// use recoup_analysis::Athlete;
/// let key = |max_bpm| SettingsKey::of_athlete(&Athlete::with_max_hr(max_bpm));
/// assert_eq!(key(190.0), key(190.0));
/// assert_ne!(key(190.0), key(185.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsKey(u64);

impl SettingsKey {
    /// Hashes all settings of an athlete that can change a grade. The name, the path of the plan
    /// and the planned runs are not part of the key.
    #[must_use]
    pub fn of_athlete(athlete: &Athlete) -> Self {
        let Athlete {
            name: _,
            heart_rate,
            birth_year,
            zones,
            time_zone,
            plan: _,
            planned: _,
            policy,
            maxima,
        } = athlete;
        let mut hasher = DefaultHasher::new();
        for HeartRateSetting { from, max_bpm, resting_bpm, threshold_bpm } in heart_rate {
            let rates = [max_bpm, resting_bpm, threshold_bpm].map(|bpm| bpm.map(f64::to_bits));
            (from, rates).hash(&mut hasher);
        }
        (heart_rate.len(), birth_year, zones.to_string(), time_zone).hash(&mut hasher);
        maxima.is_some().hash(&mut hasher);
        if let Some(MaxTimeline { watch, history, believed_bpm }) = maxima {
            for WatchMax { start_ms, date, bpm } in watch {
                (start_ms, date, bpm.to_bits()).hash(&mut hasher);
            }
            history.map(|(bpm, date)| (bpm.to_bits(), date)).hash(&mut hasher);
            for bpm in believed_bpm {
                bpm.to_bits().hash(&mut hasher);
            }
        }
        policy.hash_into(&mut hasher);
        Self(hasher.finish())
    }

    /// Hashes the limits of the rules.
    #[must_use]
    pub fn of_policy(policy: &Policy) -> Self {
        let mut hasher = DefaultHasher::new();
        policy.hash_into(&mut hasher);
        Self(hasher.finish())
    }
}
