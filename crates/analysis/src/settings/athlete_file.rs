//! Reading of the athlete file (TOML). The error messages suggest the right key.
//!
//! An unknown key is an error, because a misspelt limit would silently keep its default. Values
//! that no athlete can have, and limits that contradict each other, are also errors.

use crate::settings::athlete::Athlete;
use crate::settings::athlete_checks::{InvalidSetting, policy_values};
use crate::settings::athlete_keys::{HEART_RATE, Section, TOP};
use crate::settings::policy::Policy;
use crate::settings::toml_keys::check_keys;
use crate::settings::toml_keys::{AthleteError, Wrong, syntax_error, tables_of, with_key};
use toml::de::DeTable;

impl Athlete {
    /// Reads an athlete file.
    ///
    /// # Errors
    ///
    /// Returns the first error with its line and column: invalid TOML, an unknown key (the message
    /// suggests a key), or a value out of its range.
    ///
    /// ```
    /// use recoup_analysis::Athlete;
    /// let athlete = Athlete::from_toml("name = 'Kari'\n[[heart_rate]]\nmax_bpm = 190\n")?;
    /// assert_eq!((athlete.name.as_str(), athlete.heart_rate[0].max_bpm), ("Kari", Some(190.0)));
    ///
    /// let error = Athlete::from_toml("name = 'Kari'\nmax_hr = 190\n").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "line 2: unknown key `max_hr`; did you mean `max_bpm` below [[heart_rate]]?"
    /// );
    /// # Ok::<(), recoup_analysis::AthleteError>(())
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, AthleteError> {
        let wrong = |wrong| AthleteError::new(text, wrong);
        let document = DeTable::parse(text).map_err(|error| wrong(syntax_error(text, &error)))?;
        let file = File::of(document.get_ref()).map_err(wrong)?;
        file.check_keys().map_err(wrong)?;
        let type_error = |error| wrong(with_key(&error, file.tables().map(|(_, table)| table)));
        let athlete = toml::from_str(text).map_err(type_error)?;
        file.check_values(&athlete).map_err(wrong)?;
        Ok(athlete)
    }

    /// Returns an athlete file with every key, its explanation and its default.
    ///
    /// Reading the template gives [`Athlete::default`], because each key is set to its default or
    /// is commented out with `#`. Remove the `#` to set a key. Lines of explanation begin with `#`
    /// and a blank.
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

/// Formats a value for the template. Arrays take several lines, each with a `#`.
fn in_lines(value: &toml::Value) -> String {
    const ON_A_LINE: usize = 5;
    let toml::Value::Array(items) = value else { return value.to_string() };
    let items: Vec<String> = items.iter().map(|item| format!("{item},")).collect();
    let lines: Vec<String> = items.chunks(ON_A_LINE).map(|line| line.join(" ")).collect();
    format!("[\n#{}\n#]", lines.join("\n#"))
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
        let in_table = |table: &DeTable<'_>, checked: Result<(), InvalidSetting>| {
            checked.map_err(|wrong| {
                let byte = table.get(wrong.key).map_or(0, |value| value.span().start);
                (byte, wrong.to_string())
            })
        };
        in_table(self.top, athlete.check_person())?;
        for (setting, table) in athlete.heart_rate.iter().zip(&self.heart_rate) {
            in_table(table, setting.check())?;
        }
        let Some(table) = self.policy else { return Ok(()) };
        in_table(table, athlete.policy.check_with(|key| table.contains_key(key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WeekStart;
    use crate::settings::athlete::HeartRateSetting;
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
        // The pattern has no `..`, so that a new field must be added to the template.
        let Athlete {
            name,
            heart_rate,
            birth_year,
            zones,
            time_zone,
            plan,
            policy,
            planned: _,
            maxima: _,
        } = athlete;
        let [HeartRateSetting { from, max_bpm, resting_bpm, threshold_bpm }] = heart_rate[..]
        else {
            panic!("one setting, not {heart_rate:?}");
        };
        assert_eq!((name.as_str(), zones, &policy), ("", ZoneModel::Fljuga, &Policy::default()));
        assert_eq!((birth_year, time_zone.as_deref()), (Some(1986), Some("Europe/Oslo")));
        assert_eq!(plan, [Path::new("plan.csv")]);
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
                "line 2: unknown key `max_hr`; did you mean `max_bpm` below [[heart_rate]]?",
            ),
            (
                "HRmax = 1",
                "line 1: unknown key `HRmax`; did you mean `max_bpm` below [[heart_rate]]?",
            ),
            ("[[heart_rate]]\nmax_hr = 1", "line 2: unknown key `max_hr`; did you mean `max_bpm`?"),
            (
                "max_bpm = 1",
                "line 1: unknown key `max_bpm`; did you mean `max_bpm` below [[heart_rate]]?",
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
                "line 1: write heart rates in double brackets: [[heart_rate]]",
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
        assert_eq!(
            heart_rate("max_bpm = \"190\""),
            "line 2: `max_bpm`: write the number without quotes: max_bpm = 190"
        );
        assert_eq!(
            error("# “Kari”\nname = “Kari”\n"),
            "line 2: curly quotes are not allowed; write straight quotes: \""
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
        let message = "line 1: invalid literal string, expected `'`; a line is written key = value";
        assert!(found.to_string().starts_with(message), "{found}");
    }
}
