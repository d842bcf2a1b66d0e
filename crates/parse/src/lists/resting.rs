//! `UDSFile.json`, the daily values in the export of a Garmin account.

use super::json::{self, Row, Rows, Value};
use crate::error::Error;
use jiff::civil::Date;
use recoup_model::Diagnostic;
use recoup_model::plausible::RESTING_HEART_RATES_BPM;
use std::collections::BTreeMap;

/// Resting heart rates that a watch measured, by local date.
///
/// ```
/// use recoup_parse::RestingHeartRates;
/// let json = br#"[{"calendarDate": {"date": "2026-03-02"}, "restingHeartRate": 47},
///     {"calendarDate": "2026-03-03", "currentDayRestingHeartRate": 49}]"#;
/// let rates = RestingHeartRates::from_json(json)?.unwrap();
/// assert_eq!(rates.on(2026, 3, 2), Some(47.0));
/// assert_eq!(rates.on(2026, 3, 3), Some(49.0));
/// # Ok::<(), recoup_parse::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RestingHeartRates {
    days: BTreeMap<Date, f64>,
    damage: Option<Diagnostic>,
}

impl RestingHeartRates {
    /// Reads daily values. Returns [`None`] if the JSON holds no resting heart rate of a day.
    ///
    /// Values that no athlete has are skipped. A damaged file is read up to the damage.
    ///
    /// # Errors
    ///
    /// Fails if the JSON is damaged before the end of the first object.
    pub fn from_json(bytes: &[u8]) -> Result<Option<Self>, Error> {
        let Rows { rows, damage } = json::rows::<Fields>(bytes)?;
        let days: BTreeMap<Date, f64> = rows.into_iter().collect();
        Ok((!days.is_empty()).then_some(Self { days, damage }))
    }

    /// Returns the resting heart rate of a local date in beats per minute; [`None`] if the watch
    /// measured none on that day.
    #[must_use]
    pub fn on(&self, year: i16, month: i8, day: i8) -> Option<f64> {
        self.days.get(&Date::new(year, month, day).ok()?).copied()
    }

    /// Returns the number of days.
    #[must_use]
    pub fn days(&self) -> usize {
        self.days.len()
    }

    /// Returns the damage that ended the file; [`None`] for a complete file.
    #[must_use]
    pub fn damage(&self) -> Option<&Diagnostic> {
        self.damage.as_ref()
    }
}

/// Wanted fields of a day.
#[derive(Debug, Default)]
struct Fields {
    date: Value,
    resting_bpm: Value,
    of_day_bpm: Value,
}

impl Row for Fields {
    const LISTS: &'static [&'static str] = &[];

    fn field(&mut self, key: &str) -> Option<&mut Value> {
        Some(match key {
            "calendarDate" => &mut self.date,
            "restingHeartRate" => &mut self.resting_bpm,
            "currentDayRestingHeartRate" => &mut self.of_day_bpm,
            _ => return None,
        })
    }

    type Result = (Date, f64);

    fn finish(self) -> Option<(Date, f64)> {
        let bpm =
            |value: &Value| value.number().filter(|bpm| RESTING_HEART_RATES_BPM.contains(bpm));
        Some((date(self.date.text()?)?, bpm(&self.resting_bpm).or_else(|| bpm(&self.of_day_bpm))?))
    }
}

/// Reads a date as `2026-03-02`, which a time may follow, or as `Mar 2, 2026 12:00:00 AM`.
fn date(text: &str) -> Option<Date> {
    let iso = text.get(..10).and_then(|date| date.parse().ok());
    iso.or_else(|| {
        let end = text.match_indices(' ').nth(2).map_or(text.len(), |(at, _)| at);
        Date::strptime("%b %d, %Y", text.get(..end)?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_of_all_layouts() {
        for text in
            ["2026-03-02", "2026-03-02T00:00:00.0", "Mar 2, 2026 12:00:00 AM", "Mar 2, 2026"]
        {
            assert_eq!(date(text), Some(jiff::civil::date(2026, 3, 2)), "{text}");
        }
        assert_eq!(date("2 March"), None);
    }
}
