//! Keys of the athlete file, and suggestions for misspelt keys.

use crate::settings::policy::Policy;
use crate::wording::nearest;

/// A key of the file: its name, its explanation and its line in the template. The line begins with
/// `#` if the key has no default and the value is an example.
pub(super) type Key = (&'static str, &'static [&'static str], &'static str);

/// The keys at the top of the file.
pub(super) const TOP: &[Key] = &[
    ("name", &["The name that reports show."], "name = \"\""),
    (
        "birth_year",
        &[
            "Year of birth. The maximum heart rate is estimated from it, 208 - 0.7 x age, where",
            "neither this file nor the recording knows better.",
        ],
        "#birth_year = 1986",
    ),
    (
        "zones",
        &[
            "Zone model: fljuga, garmin, karvonen, olympiatoppen, friel, 80-20, device (the limits",
            "in each recording), or the lowest edge of each of five zones, in percent of the",
            "maximum heart rate, of the reserve or of the heart rate at threshold, or in bpm:",
            "max:68,73,80,87,93   reserve:...   threshold:...   bpm:120,135,150,165,180",
        ],
        "zones = \"fljuga\"",
    ),
    (
        "time_zone",
        &["Time zone of recordings without coordinates that do not hold their offset from UTC."],
        "#time_zone = \"Europe/Oslo\"",
    ),
    (
        "plan",
        &[
            "Training plan, looked for beside this file: a CSV file with the columns date and type",
            "(recovery, easy, steady, hard, long, race or rest), and, to tell the runs of one day",
            "apart, min_minutes and max_minutes; or workouts of TrainingPeaks (CSV), events of",
            "intervals.icu (JSON), or a calendar (ICS). Several: plan = [\"a.csv\", \"b.ics\"].",
        ],
        "#plan = \"plan.csv\"",
    ),
];

/// The keys of each `[[heart_rate]]`.
pub(super) const HEART_RATE: &[Key] = &[
    ("from", &["First day of validity; without it, always."], "#from = \"2026-01-01\""),
    ("max_bpm", &["Maximum heart rate, 100-240 bpm."], "#max_bpm = 190"),
    ("resting_bpm", &["Resting heart rate, 25-110 bpm."], "#resting_bpm = 48"),
    ("threshold_bpm", &["Heart rate at lactate threshold, 80-230 bpm."], "#threshold_bpm = 171"),
];

/// Other names that people try, without case and underscores, each with the correct key.
const SYNONYMS: &[(&str, &str)] = &[
    ("athlete", "name"),
    ("birthyear", "birth_year"),
    ("born", "birth_year"),
    ("yearofbirth", "birth_year"),
    ("model", "zones"),
    ("zonemodel", "zones"),
    ("hrzones", "zones"),
    ("timezone", "time_zone"),
    ("tz", "time_zone"),
    ("heartrates", "heart_rate"),
    ("hr", "heart_rate"),
    ("trainingplan", "plan"),
    ("planfile", "plan"),
    ("limits", "policy"),
    ("date", "from"),
    ("since", "from"),
    ("validfrom", "from"),
    ("hrmax", "max_bpm"),
    ("maxhr", "max_bpm"),
    ("maxheartrate", "max_bpm"),
    ("maximumheartrate", "max_bpm"),
    ("hrrest", "resting_bpm"),
    ("hrresting", "resting_bpm"),
    ("resthr", "resting_bpm"),
    ("restinghr", "resting_bpm"),
    ("restingheartrate", "resting_bpm"),
    ("rhr", "resting_bpm"),
    ("lthr", "threshold_bpm"),
    ("hrthreshold", "threshold_bpm"),
    ("thresholdhr", "threshold_bpm"),
    ("thresholdheartrate", "threshold_bpm"),
    ("lactatethreshold", "threshold_bpm"),
    ("firstday", "week_start"),
];

/// Suggests a key of the athlete file for an unknown key, with its place in that file.
pub(super) fn meant_in_athlete_file(given: &str) -> Option<String> {
    Some(Section::Top.meant_by(given)? + " of the athlete file")
}

/// A kind of table in an athlete file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The keys at the top.
    Top,
    /// The keys of each `[[heart_rate]]`.
    HeartRate,
    /// The limits in `[policy]`.
    Policy,
}

impl Section {
    pub(super) const ALL: [Self; 3] = [Self::Top, Self::HeartRate, Self::Policy];

    fn place(self) -> &'static str {
        match self {
            Self::Top => "at the top",
            Self::HeartRate => "below [[heart_rate]]",
            Self::Policy => "in [policy]",
        }
    }

    /// Returns the names of the keys.
    #[must_use]
    pub fn keys(self) -> Vec<&'static str> {
        let names = |keys: &[Key]| keys.iter().map(|&(name, ..)| name).collect();
        match self {
            Self::Top => [names(TOP), vec!["heart_rate", "policy"]].concat(),
            Self::HeartRate => names(HEART_RATE),
            Self::Policy => Policy::KEYS.iter().map(|&(name, _)| name).collect(),
        }
    }

    /// Suggests a key for an unknown key of this section, with its place in the file.
    pub(super) fn meant_by(self, given: &str) -> Option<String> {
        let (section, name) = meant(given, self)?;
        let place = if section == self { String::new() } else { format!(" {}", section.place()) };
        Some(format!("`{name}`{place}"))
    }
}

/// Suggests a key for an unknown key of a section, and returns the suggested key's section. An
/// equal name or synonym in any section comes before a similar name. The given section comes before
/// the others.
///
/// ```
/// use recoup_analysis::settings::athlete_keys::{Section, meant};
/// assert_eq!(meant("maxHR", Section::Top), Some((Section::HeartRate, "max_bpm")));
/// ```
#[must_use]
pub fn meant(given: &str, section: Section) -> Option<(Section, &'static str)> {
    let plain = |name: &str| name.to_lowercase().replace(['_', '-', ' '], "");
    let given_plain = plain(given);
    let synonym = SYNONYMS.iter().find(|(other, _)| *other == given_plain);
    let sought = synonym.map_or(given_plain, |(_, name)| plain(name));
    let mut sections = Section::ALL;
    sections.sort_by_key(|&other| other != section);
    let exact = |section: Section| section.keys().into_iter().find(|name| plain(name) == sought);
    let alike = |section: Section| nearest(given, section.keys());
    let in_any = |find: &dyn Fn(Section) -> Option<&'static str>| {
        sections.into_iter().find_map(|section| Some((section, find(section)?)))
    };
    in_any(&exact).or_else(|| in_any(&alike))
}
