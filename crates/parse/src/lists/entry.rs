//! Values of one activity in a list.

use crate::sport::is_unspecific;
use recoup_model::{Activity, Listed, Sport, SportBasis, Tag};

/// Values of one activity in a list.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ExportEntry {
    /// Name of the activity as plain text.
    pub name: Option<String>,
    /// Type of the activity in the list's own words.
    pub activity_type: Option<String>,
    /// Sport that the type names, if the type is known.
    pub sport: Option<Sport>,
    /// Sub-sport that the type names, in FIT's spelling.
    pub sub_sport: Option<String>,
    /// Flags that are set.
    pub tags: Vec<Tag>,
    /// Rating of perceived exertion, 1-10.
    pub rpe: Option<f64>,
    /// Feeling of the athlete, 0 (very weak) to 100 (very strong).
    pub feel: Option<f64>,
}

impl ExportEntry {
    /// Adds the entry to its activity. `list` is the file name of the list, which reasons name.
    ///
    /// The entry's name becomes the title, because the athlete saw this name last. The file's own
    /// title stays among the names. The watch takes precedence for the perceived exertion. The list
    /// takes precedence for the sport, because the athlete corrects it there, unless the list's
    /// type says nothing ("Workout").
    pub fn apply(&self, activity: &mut Activity, list: &str) {
        let mut listed = Listed::new(list);
        if let Some(name) = &self.name {
            activity.labels.retitle(name.clone());
            listed.has_title = true;
        }
        for &tag in &self.tags {
            listed.has_tags |= !activity.labels.tags.contains(&tag);
            activity.labels.add_tag(tag);
        }
        listed.has_rpe = activity.rpe.is_none() && self.rpe.is_some();
        activity.rpe = activity.rpe.or(self.rpe);
        activity.feel = activity.feel.or(self.feel);
        activity.listed = Some(listed);
        let Some(sport) = self.sport.as_ref().filter(|sport| !is_unspecific(sport)) else { return };
        let is_guess = !matches!(activity.sport_basis, SportBasis::File | SportBasis::SubSport);
        if is_guess || activity.sport != *sport {
            activity.sub_sport = activity.sub_sport.take().filter(|_| activity.sport == *sport);
            activity.sport = sport.clone();
            activity.sport_basis = SportBasis::Export;
        }
        if activity.sport == *sport
            && let Some(sub_sport) = &self.sub_sport
        {
            let own = activity.sub_sport.take().filter(|own| own != "generic");
            activity.sub_sport = own.or_else(|| Some(sub_sport.clone()));
        }
    }
}
