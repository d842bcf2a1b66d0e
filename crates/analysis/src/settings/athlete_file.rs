//! The athlete file: TOML, read with messages that lead to the right key.
//!
//! An unknown key is an error, because a misspelt limit would silently keep its default. Values
//! that no athlete has, and limits that contradict each other, are errors too.

use crate::settings::athlete::{Athlete, HeartRateSetting, LEAST_BPM, MOST_BPM};
use crate::settings::policy::Policy;
use crate::settings::toml_keys::check_keys;
use crate::settings::toml_keys::{AthleteError, Wrong, name_fault, place_of, tables_of, with_key};
use crate::wording::nearest;
use std::ops::RangeInclusive;
use toml::de::DeTable;

/// A key of the file: its name, its explanation and its line in the template. The line begins with
/// `#` where the key has no default and the value is an example.
type Key = (&'static str, &'static [&'static str], &'static str);

/// The keys at the top of the file.
const TOP: &[Key] = &[
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
            "Training plan: a CSV file, looked for beside this one, with the columns date and",
            "type (recovery, easy, steady, hard, long, race or rest), and, to tell the runs of one",
            "day apart, min_minutes and max_minutes.",
        ],
        "#plan = \"plan.csv\"",
    ),
];

/// The keys of each `[[heart_rate]]`.
const HEART_RATE: &[Key] = &[
    ("from", &["First day of validity; without it, always."], "#from = \"2026-01-01\""),
    ("max_bpm", &["Maximum heart rate, 100-240 bpm."], "#max_bpm = 190"),
    ("resting_bpm", &["Resting heart rate, 25-110 bpm."], "#resting_bpm = 48"),
    ("threshold_bpm", &["Heart rate at lactate threshold, 80-230 bpm."], "#threshold_bpm = 171"),
];

/// Other names that people try, without case and underscores, each with the key that is meant.
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

/// Maximum heart rates that athletes have, in beats per minute.
const MAX_BPM: RangeInclusive<f64> = LEAST_BPM as f64..=MOST_BPM as f64;
/// Resting heart rates that athletes have, in beats per minute.
const RESTING_BPM: RangeInclusive<f64> = 25.0..=110.0;
/// Heart rates at threshold that athletes have, in beats per minute.
const THRESHOLD_BPM: RangeInclusive<f64> = 80.0..=230.0;
/// Earliest year of birth that is accepted.
const BIRTH_YEAR_MIN: i16 = 1900;

/// Limits that are shares in percent, and so at most 100.
const SHARES: &[&str] = &[
    "coverage_min_pct",
    "cadence_lock_share_pct",
    "intensity_pass_pct",
    "intensity_warn_pct",
    "walking_share_pct",
    "long_share_pct",
    "inferred_easiest_pct",
];

/// Limits that must be greater than 0, because 0 would be no limit.
const POSITIVE: &[&str] = &[
    "heart_rate_step_bpm",
    "cadence_lock_window_s",
    "steep_length_m",
    "hard_z4_min",
    "hard_load_ratio",
    "long_min",
    "usual_runs_min",
    "resting_rise_bpm",
    "resting_rise_pct",
];

/// Upper bound of all limits, whatever their unit.
const LARGEST: f64 = 1e6;

/// Pairs of limits: the first must not be greater than the second.
const ORDERED: &[(&str, &str)] = &[
    ("intensity_warn_pct", "intensity_pass_pct"),
    ("surge_pass_s", "surge_warn_s"),
    ("duration_warn_min_min", "duration_pass_min_min"),
    ("duration_pass_min_min", "duration_pass_max_min"),
    ("duration_pass_max_min", "duration_warn_max_min"),
    ("rpe_pass", "rpe_fail"),
    ("inferred_min_min", "inferred_max_min"),
    ("two_recovery_runs_from", "three_recovery_runs_from"),
    ("monotony_warn", "monotony_critical"),
];

impl Athlete {
    /// Reads an athlete file.
    ///
    /// # Errors
    ///
    /// Returns the first error with its line and column: invalid TOML, an unknown key (the message
    /// names the key that was probably meant), or a value out of its range.
    ///
    /// ```
    /// use recoup_analysis::Athlete;
    /// let athlete = Athlete::from_toml("name = 'Kari'\n[[heart_rate]]\nmax_bpm = 190\n")?;
    /// assert_eq!((athlete.name.as_str(), athlete.heart_rate[0].max_bpm), ("Kari", Some(190.0)));
    ///
    /// let error = Athlete::from_toml("name = 'Kari'\nmax_hr = 190\n").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "line 2: unknown key `max_hr`; did you mean `max_bpm` in [[heart_rate]]?"
    /// );
    /// # Ok::<(), recoup_analysis::AthleteError>(())
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, AthleteError> {
        let wrong = |wrong| AthleteError::new(text, wrong);
        let document = DeTable::parse(text).map_err(|error| wrong(place_of(&error)))?;
        let file = File::of(document.get_ref()).map_err(wrong)?;
        file.check_keys().map_err(wrong)?;
        let type_error = |error| wrong(with_key(&error, file.tables().map(|(_, table)| table)));
        let athlete = toml::from_str(text).map_err(type_error)?;
        file.check_values(&athlete).map_err(wrong)?;
        Ok(athlete)
    }

    /// Returns an athlete file with every key, its explanation and its default.
    ///
    /// Reading the template gives [`Athlete::default`]: each key is set to its default or begins
    /// with `#`. Remove the `#` to set a key. Lines of explanation begin with `#` and a blank.
    ///
    /// ```
    /// use recoup_analysis::Athlete;
    /// let template = Athlete::template();
    /// assert!(template.contains("\n#duration_pass_max_min = 45.0\n"));
    /// assert_eq!(Athlete::from_toml(&template), Ok(Athlete::default()));
    /// ```
    #[must_use]
    pub fn template() -> String {
        let mut lines = vec![
            "# Settings of one athlete, and the limits by which the runs are judged.".to_owned(),
            "# Remove the # before a key to set it. Options of the command win over this file."
                .to_owned(),
        ];
        let mut explain = |doc: &[&str], setting: String| {
            lines.push(String::new());
            lines.extend(doc.iter().map(|line| format!("# {}", line.trim())));
            lines.push(setting);
        };
        for &(_, doc, setting) in TOP {
            explain(doc, setting.to_owned());
        }
        explain(
            &[
                "Heart rates, valid from a date until the next date. Repeat the table for each",
                "change.",
            ],
            "#[[heart_rate]]".to_owned(),
        );
        for &(_, doc, setting) in HEART_RATE {
            explain(doc, setting.to_owned());
        }
        explain(
            &[
                "The limits of the rules. Each names its origin: the coach's article, a",
                "measurement on real recordings, or a proposal.",
            ],
            "[policy]".to_owned(),
        );
        let values = policy_values(&Policy::default());
        for (name, doc) in Policy::KEYS {
            let value = values.get(*name).map(in_lines).unwrap_or_default();
            explain(doc, format!("#{name} = {value}"));
        }
        lines.join("\n") + "\n"
    }
}

/// Returns a value as the template shows it: arrays over several lines, each behind a `#`.
fn in_lines(value: &toml::Value) -> String {
    const ON_A_LINE: usize = 5;
    let toml::Value::Array(items) = value else { return value.to_string() };
    let items: Vec<String> = items.iter().map(|item| format!("{item},")).collect();
    let lines: Vec<String> = items.chunks(ON_A_LINE).map(|line| line.join(" ")).collect();
    format!("[\n#{}\n#]", lines.join("\n#"))
}

/// Returns the key of an athlete file that was probably meant, and its place in that file.
pub(crate) fn meant_in_athlete_file(given: &str) -> Option<String> {
    Some(Section::Top.meant_by(given)? + " of the athlete file")
}

/// The tables of an athlete file, with the byte positions of all keys.
struct File<'a> {
    top: &'a DeTable<'a>,
    heart_rate: Vec<&'a DeTable<'a>>,
    policy: Option<&'a DeTable<'a>>,
}

impl<'a> File<'a> {
    fn of(top: &'a DeTable<'a>) -> Result<Self, Wrong> {
        let heart_rate = tables_of(top, "heart_rate", "heart rates")?;
        let policy = top.get("policy").and_then(|value| value.get_ref().as_table());
        Ok(Self { top, heart_rate, policy })
    }

    /// Returns all tables, the innermost first.
    fn tables(&self) -> impl Iterator<Item = (Section, &'a DeTable<'a>)> {
        let policy = self.policy.map(|table| (Section::Policy, table));
        let settings = self.heart_rate.iter().map(|&table| (Section::HeartRate, table));
        settings.chain(policy).chain([(Section::Top, self.top)])
    }

    fn check_keys(&self) -> Result<(), Wrong> {
        self.tables().try_for_each(|(section, table)| {
            check_keys(table, &section.keys(), |given| section.meant_by(given))
        })
    }

    fn check_values(&self, athlete: &Athlete) -> Result<(), Wrong> {
        if let Some(fault) = name_fault(&athlete.name) {
            return wrong_in(self.top, "name", fault);
        }
        let this_year = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).year();
        if let Some(year) = athlete.birth_year
            && !(BIRTH_YEAR_MIN..=this_year).contains(&year)
        {
            let allowed = format!("it must be from {BIRTH_YEAR_MIN} to {this_year}");
            return wrong_in(self.top, "birth_year", &format!("is {year}: {allowed}"));
        }
        if let Err(error) = athlete.zone() {
            return wrong_in(self.top, "time_zone", &format!("is not known: {error}"));
        }
        for (setting, table) in athlete.heart_rate.iter().zip(&self.heart_rate) {
            check_heart_rates(setting, table)?;
        }
        self.policy.map_or(Ok(()), |table| check_policy(&athlete.policy, table))
    }
}

fn check_heart_rates(setting: &HeartRateSetting, table: &DeTable<'_>) -> Result<(), Wrong> {
    let ascending = [
        ("resting_bpm", setting.resting_bpm, RESTING_BPM),
        ("threshold_bpm", setting.threshold_bpm, THRESHOLD_BPM),
        ("max_bpm", setting.max_bpm, MAX_BPM),
    ];
    let mut lower: Option<(&str, f64)> = None;
    for (key, bpm, allowed) in ascending {
        let Some(bpm) = bpm else { continue };
        if !allowed.contains(&bpm) {
            let (least, most) = allowed.into_inner();
            return wrong_in(
                table,
                key,
                &format!("is {bpm}: it must be from {least} to {most} bpm"),
            );
        }
        if let Some((other, other_bpm)) = lower.filter(|&(_, other_bpm)| other_bpm >= bpm) {
            return wrong_in(
                table,
                key,
                &format!("is {bpm}: it must be higher than `{other}`, {other_bpm}"),
            );
        }
        lower = Some((key, bpm));
    }
    Ok(())
}

fn check_policy(policy: &Policy, table: &DeTable<'_>) -> Result<(), Wrong> {
    let values = policy_values(policy);
    let number = |key: &str| values.get(key).and_then(toml::Value::as_float);
    for (key, _) in Policy::KEYS {
        let Some(value) = number(key) else { continue };
        if !(0.0..=LARGEST).contains(&value) {
            return wrong_in(table, key, &format!("is {value}: it must be from 0 to {LARGEST}"));
        }
        if value == 0.0 && POSITIVE.contains(key) {
            return wrong_in(table, key, "is 0: it must be greater than 0");
        }
        if SHARES.contains(key) && value > 100.0 {
            return wrong_in(table, key, &format!("is {value}: it must be from 0 to 100 percent"));
        }
    }
    for (low, high) in ORDERED {
        if let Some((low_value, high_value)) = number(low).zip(number(high))
            && low_value > high_value
        {
            // If only one of the two is in the file, the message is about that one.
            return if table.contains_key(*low) {
                let order = format!("is {low_value}: it must not be over `{high}`, {high_value}");
                wrong_in(table, low, &order)
            } else {
                let order = format!("is {high_value}: it must not be under `{low}`, {low_value}");
                wrong_in(table, high, &order)
            };
        }
    }
    Ok(())
}

/// Returns the limits as a table by name.
fn policy_values(policy: &Policy) -> toml::Table {
    toml::Table::try_from(policy).unwrap_or_default()
}

fn wrong_in(table: &DeTable<'_>, key: &str, what: &str) -> Result<(), Wrong> {
    let byte = table.get(key).map_or(0, |value| value.span().start);
    Err((byte, format!("`{key}` {what}")))
}

/// A kind of table in an athlete file.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    Top,
    HeartRate,
    Policy,
}

impl Section {
    const ALL: [Self; 3] = [Self::Top, Self::HeartRate, Self::Policy];

    fn place(self) -> &'static str {
        match self {
            Self::Top => "at the top",
            Self::HeartRate => "in [[heart_rate]]",
            Self::Policy => "in [policy]",
        }
    }

    fn keys(self) -> Vec<&'static str> {
        let names = |keys: &[Key]| keys.iter().map(|&(name, ..)| name).collect();
        match self {
            Self::Top => [names(TOP), vec!["heart_rate", "policy"]].concat(),
            Self::HeartRate => names(HEART_RATE),
            Self::Policy => Policy::KEYS.iter().map(|&(name, _)| name).collect(),
        }
    }

    /// Returns the key that was probably meant by one that this section lacks. An equal name or
    /// synonym in any section comes before a similar name, and this section comes before the
    /// others.
    fn meant_by(self, given: &str) -> Option<String> {
        let plain = |name: &str| name.to_lowercase().replace(['_', '-', ' '], "");
        let given_plain = plain(given);
        let synonym = SYNONYMS.iter().find(|(other, _)| *other == given_plain);
        let sought = synonym.map_or(given_plain, |(_, name)| plain(name));
        let mut sections = Self::ALL;
        sections.sort_by_key(|&section| section != self);
        let exact = |section: Self| section.keys().into_iter().find(|name| plain(name) == sought);
        let alike = |section: Self| nearest(given, section.keys());
        let in_any = |find: &dyn Fn(Self) -> Option<&'static str>| {
            sections.into_iter().find_map(|section| Some((section, find(section)?)))
        };
        let (section, name) = in_any(&exact).or_else(|| in_any(&alike))?;
        let place = if section == self { String::new() } else { format!(" {}", section.place()) };
        Some(format!("`{name}`{place}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WeekStart;
    use crate::settings::zone_model::ZoneModel;
    use jiff::civil::date;
    use std::path::Path;

    fn error(text: &str) -> String {
        Athlete::from_toml(text).unwrap_err().to_string()
    }

    #[test]
    fn every_key_of_the_template_is_one_and_holds_its_default() {
        let lines = Athlete::template();
        let lines: Vec<&str> = lines
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(setting) if !setting.starts_with(' ') => setting,
                _ => line,
            })
            .collect();
        let athlete = Athlete::from_toml(&lines.join("\n")).unwrap();
        // No `..`: a field that is added has to be added to the template.
        let Athlete {
            name,
            heart_rate,
            birth_year,
            zones,
            time_zone,
            plan,
            policy,
            planned: _,
            observed_max_bpm: _,
        } = athlete;
        let [HeartRateSetting { from, max_bpm, resting_bpm, threshold_bpm }] = heart_rate[..]
        else {
            panic!("one setting, not {heart_rate:?}");
        };
        assert_eq!((name.as_str(), zones, &policy), ("", ZoneModel::Fljuga, &Policy::default()));
        assert_eq!((birth_year, time_zone.as_deref()), (Some(1986), Some("Europe/Oslo")));
        assert_eq!(plan.as_deref(), Some(Path::new("plan.csv")));
        assert_eq!(from, Some(date(2026, 1, 1)));
        assert_eq!((resting_bpm, threshold_bpm, max_bpm), (Some(48.0), Some(171.0), Some(190.0)));
        for section in Section::ALL {
            for key in section.keys() {
                let is_in = |line: &&str| {
                    line.starts_with(&format!("{key} = ")) || line.trim_matches(['[', ']']) == key
                };
                assert_eq!(lines.iter().filter(|line| is_in(line)).count(), 1, "{key}");
            }
        }
    }

    #[test]
    fn a_file_is_read() {
        let athlete = Athlete::from_toml(
            "name = 'Kari'\nzones = 'bpm:120,135,150,165,180'\n\
             [[heart_rate]]\nmax_bpm = 190\n\
             [[heart_rate]]\nfrom = 2026-01-01\nmax_bpm = 188.5\n\
             [policy]\nweek_start = 'sunday'\nsurge_pass_s = 90\n",
        )
        .unwrap();
        let on = |year| athlete.setting_on(date(year, 6, 1), |setting| setting.max_bpm);
        assert_eq!((on(2025), on(2026)), (Some(190.0), Some(188.5)));
        assert_eq!(athlete.zones.to_string(), "bpm:120,135,150,165,180");
        assert_eq!(athlete.policy.week_start, WeekStart::Sunday);
        assert_eq!(athlete.policy.surge_pass_s, 90.0);
        assert_eq!(Athlete::from_toml(""), Ok(Athlete::default()));
    }

    #[test]
    fn an_unknown_key_is_answered_with_the_right_one() {
        for (text, message) in [
            (
                "\nmax_hr = 1",
                "line 2: unknown key `max_hr`; did you mean `max_bpm` in [[heart_rate]]?",
            ),
            ("HRmax = 1", "line 1: unknown key `HRmax`; did you mean `max_bpm` in [[heart_rate]]?"),
            ("[[heart_rate]]\nmax_hr = 1", "line 2: unknown key `max_hr`; did you mean `max_bpm`?"),
            (
                "max_bpm = 1",
                "line 1: unknown key `max_bpm`; did you mean `max_bpm` in [[heart_rate]]?",
            ),
            (
                "week_start = 1",
                "line 1: unknown key `week_start`; did you mean `week_start` in [policy]?",
            ),
            ("[policy]\ntz = 1", "line 2: unknown key `tz`; did you mean `time_zone` at the top?"),
            ("brith_year = 1", "line 1: unknown key `brith_year`; did you mean `birth_year`?"),
            (
                "[policy]\nduration_max_min = 1",
                "line 2: unknown key `duration_max_min`; did you mean `duration_pass_max_min`?",
            ),
            ("[policy]\nxyzzy = 1", "line 2: unknown key `xyzzy`"),
            (
                "[heart_rate]\nmax_bpm = 1",
                "line 1: heart rates stand in double brackets: [[heart_rate]]",
            ),
        ] {
            assert_eq!(error(text), message);
        }
    }

    #[test]
    fn a_value_that_cannot_be_is_an_error() {
        let heart_rate = |lines: &str| error(&format!("[[heart_rate]]\n{lines}\n"));
        let policy = |lines: &str| error(&format!("[policy]\n{lines}\n"));
        for (said, message) in [
            (heart_rate("max_bpm = 99"), "line 2: `max_bpm` is 99: it must be from 100 to 240 bpm"),
            (
                heart_rate("resting_bpm = 24"),
                "line 2: `resting_bpm` is 24: it must be from 25 to 110 bpm",
            ),
            (
                heart_rate("threshold_bpm = nan"),
                "line 2: `threshold_bpm` is NaN: it must be from 80 to 230 bpm",
            ),
            (
                heart_rate("max_bpm = 170\nthreshold_bpm = 170"),
                "line 2: `max_bpm` is 170: it must be higher than `threshold_bpm`, 170",
            ),
            (
                heart_rate("max_bpm = 105\nresting_bpm = 110"),
                "line 2: `max_bpm` is 105: it must be higher than `resting_bpm`, 110",
            ),
            (
                heart_rate("from = 'May'"),
                "line 2: `from`: \"May\" is no date; dates are written 2026-03-02",
            ),
            (
                error("time_zone = 'Oslo'"),
                "line 1: `time_zone` is not known: no time zone is called \"Oslo\"; did you mean \
                 Europe/Oslo?",
            ),
            (
                policy("surge_pass_s = -1"),
                "line 2: `surge_pass_s` is -1: it must be from 0 to 1000000",
            ),
            (
                policy("\nhill_gain_m = inf"),
                "line 3: `hill_gain_m` is inf: it must be from 0 to 1000000",
            ),
            (
                policy("intensity_pass_pct = 101"),
                "line 2: `intensity_pass_pct` is 101: it must be from 0 to 100 percent",
            ),
            (
                policy("duration_pass_max_min = 75"),
                "line 2: `duration_pass_max_min` is 75: it must not be over \
                 `duration_warn_max_min`, 60",
            ),
            (
                policy("surge_warn_s = 50"),
                "line 2: `surge_warn_s` is 50: it must not be under `surge_pass_s`, 60",
            ),
        ] {
            assert_eq!(said, message);
        }
        assert!(
            error("birth_year = 1899")
                .starts_with("line 1: `birth_year` is 1899: it must be from 1900 to 20")
        );
        assert_eq!(
            policy("surge_pass_s = 'x'"),
            "line 2: `surge_pass_s`: invalid type: string \"x\", expected f64"
        );
        assert!(error("birth_year = 3000").contains("`birth_year` is 3000"));
        assert!(error("zones = 'fjuga'").starts_with(
            "line 1: `zones`: no zone model is called \"fjuga\"; did you mean fljuga?"
        ));
    }

    #[test]
    fn an_error_knows_its_place() {
        let found = Athlete::from_toml("# å\n  name = 7\n").unwrap_err();
        assert_eq!((found.line(), found.column()), (2, 10));
        let found = Athlete::from_toml("name = 'Kari").unwrap_err();
        assert_eq!(found.to_string(), "line 1: invalid literal string, expected `'`");
    }
}
