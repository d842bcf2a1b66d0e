//! `summarizedActivities.json`, the list of activities in the export of a Garmin account.
//!
//! The list does not name the files. An activity is found by its start and its length.

use super::entry::ExportEntry;
use super::json::{self, Row, Rows, Value};
use crate::error::Error;
use crate::formats::xml::tidy;
use crate::sport;
use recoup_model::{Activity, Diagnostic, Tag};

/// Key of the array of activities.
pub(super) const KEY: &str = "summarizedActivitiesExport";
/// Largest difference between the starts of an activity and its row, in milliseconds. The list has
/// the start of the session. A track may begin with its second point.
const START_MS: i64 = 2_000;
/// Largest difference in length, in milliseconds, and as the divisor of a share.
const LENGTH_MS: i64 = 5_000;
const LENGTH_SHARE: i64 = 50;
/// Range of times, in milliseconds since the Unix epoch: the years 1970 to 2200.
const TIMES_MS: std::ops::Range<f64> = 1.0..7_258_118_400_000.0;
/// Longest length in milliseconds: a year.
const LENGTH_TOP_MS: f64 = 31_536_000_000.0;
/// Number of Garmin's event type for a race.
const RACE: f64 = 1.0;

/// List of the activities of a Garmin account.
///
/// ```
/// use recoup_model::{Activity, FileFormat};
/// use recoup_parse::ActivitySummaries;
/// let json = br#"[{"summarizedActivitiesExport": [{"name": "Recovery", "workoutRpe": 20,
///     "beginTimestamp": 1772429412000, "duration": 1800000.0, "distance": 420000.0}]}]"#;
/// let list = ActivitySummaries::from_json(json)?.unwrap();
/// let mut run = Activity::new(FileFormat::Fit);
/// run.start_ms = Some(1_772_429_412_000);
/// run.totals.timer_ms = Some(1_800_000);
/// assert_eq!(list.find(&run).and_then(|entry| entry.rpe), Some(2.0));
///
/// // The run of a neighbour a minute later.
/// run.start_ms = Some(1_772_429_472_000);
/// assert_eq!(list.find(&run), None);
/// # Ok::<(), recoup_parse::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ActivitySummaries {
    /// Activities in the order of their starts.
    summaries: Vec<Summary>,
    damage: Option<Diagnostic>,
}

/// One activity of the list.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Summary {
    start_ms: i64,
    /// Timer time and elapsed time in milliseconds, if known.
    lengths_ms: [Option<i64>; 2],
    distance_m: Option<f64>,
    entry: ExportEntry,
}

impl ActivitySummaries {
    /// Reads a list. Returns [`None`] if the JSON holds no activities of such a list.
    ///
    /// Activities without a start are skipped. A damaged list is read up to the damage.
    ///
    /// # Errors
    ///
    /// Fails if the JSON is damaged before the end of the first object.
    pub fn from_json(bytes: &[u8]) -> Result<Option<Self>, Error> {
        let Rows { rows: mut summaries, damage } = json::rows::<Fields>(bytes)?;
        if summaries.is_empty() {
            return Ok(None);
        }
        summaries.shrink_to_fit();
        summaries.sort_by_key(|summary| summary.start_ms);
        Ok(Some(Self { summaries, damage }))
    }

    /// Returns the number of activities.
    #[must_use]
    pub fn activities(&self) -> usize {
        self.summaries.len()
    }

    /// Returns the number of activities with a rating of perceived exertion.
    #[must_use]
    pub fn rated(&self) -> usize {
        self.summaries.iter().filter(|summary| summary.entry.rpe.is_some()).count()
    }

    /// Returns the damage that ended the list; [`None`] for a complete list.
    #[must_use]
    pub fn damage(&self) -> Option<&Diagnostic> {
        self.damage.as_ref()
    }

    /// Finds the entry of an activity: the start differs by at most 2 s, and the length by at most
    /// 5 s or 2 %. If several rows fit, the row with the most similar distance and length is taken.
    ///
    /// Returns [`None`] if no row fits, or if two rows fit equally well and say different things.
    #[must_use]
    pub fn find(&self, activity: &Activity) -> Option<&ExportEntry> {
        let start_ms = activity.start_ms?;
        let earliest_ms = start_ms.saturating_sub(START_MS);
        let from = self.summaries.partition_point(|summary| summary.start_ms < earliest_ms);
        let near = self.summaries.get(from..)?.iter();
        let near = near.take_while(|summary| summary.start_ms <= start_ms.saturating_add(START_MS));
        let lengths_ms = lengths_of(activity);
        let mut fitting: Vec<(Misfit, &Summary)> = near
            .filter_map(|summary| Some((summary.misfit(activity, start_ms, &lengths_ms)?, summary)))
            .collect();
        fitting.sort_by(|(left, _), (right, _)| left.total_cmp(right));
        let (best, found) = fitting.first()?;
        let says_other = |(misfit, other): &&(Misfit, &Summary)| {
            misfit.total_cmp(best).is_eq() && other.entry != found.entry
        };
        (!fitting.iter().any(|pair| says_other(&pair))).then_some(&found.entry)
    }
}

/// Differences between a row and an activity: of the distance (as a share), of the length and of
/// the start (in milliseconds).
#[derive(Debug, Clone, Copy)]
struct Misfit {
    distance: f64,
    length_ms: i64,
    start_ms: i64,
}

impl Misfit {
    fn total_cmp(&self, other: &Self) -> std::cmp::Ordering {
        let rest = |misfit: &Self| (misfit.length_ms, misfit.start_ms);
        self.distance.total_cmp(&other.distance).then_with(|| rest(self).cmp(&rest(other)))
    }
}

/// Returns the lengths of an activity in milliseconds: the device's timer time and elapsed time,
/// and the time between the first and the last sample.
fn lengths_of(activity: &Activity) -> Vec<i64> {
    let times = &activity.samples.time_ms;
    let span = times.first().zip(times.last()).map(|(first, last)| last.saturating_sub(*first));
    [activity.totals.timer_ms, activity.totals.elapsed_ms, span].into_iter().flatten().collect()
}

impl Summary {
    /// Returns the differences to an activity; [`None`] if the row is of another activity.
    fn misfit(&self, activity: &Activity, start_ms: i64, lengths_ms: &[i64]) -> Option<Misfit> {
        let rows_ms = self.lengths_ms.iter().flatten();
        let tolerated_ms = |row_ms: i64| (row_ms / LENGTH_SHARE).max(LENGTH_MS);
        let differences = rows_ms.flat_map(|&row_ms| {
            lengths_ms.iter().filter_map(move |&own_ms| {
                let difference_ms = row_ms.saturating_sub(own_ms);
                // A cut file is shorter than its row.
                let is_cut = activity.is_partial() && difference_ms > 0;
                let is_alike = difference_ms.abs() <= tolerated_ms(row_ms);
                (is_alike || is_cut).then_some(difference_ms.abs())
            })
        });
        // A row without a length, and a file without a length, are compared by the start alone.
        let has_none = lengths_ms.is_empty() || self.lengths_ms == [None; 2];
        let length_misfit_ms = differences.min().or(has_none.then_some(LENGTH_MS))?;
        let own_m = activity.totals.distance_m.or_else(|| {
            let reached_m = activity.samples.distance_m.iter().copied();
            reached_m.filter(|metres| metres.is_finite()).reduce(f64::max)
        });
        let distance = self.distance_m.zip(own_m).map_or(0.0, |(row_m, own_m)| {
            // Differences of less than a per cent are roundings.
            ((row_m - own_m).abs() / row_m.max(own_m).max(1.0) * 100.0).floor()
        });
        let start_misfit_ms = self.start_ms.abs_diff(start_ms) as i64;
        Some(Misfit { distance, length_ms: length_misfit_ms, start_ms: start_misfit_ms })
    }
}

/// Wanted fields of a row.
#[derive(Debug, Default)]
struct Fields {
    name: Value,
    activity_type: Value,
    begin_ms: Value,
    start_gmt_ms: Value,
    duration_ms: Value,
    elapsed_ms: Value,
    distance_cm: Value,
    rpe: Value,
    feel: Value,
    event_type_id: Value,
    event_type: Value,
}

impl Row for Fields {
    const LISTS: &'static [&'static str] = &[KEY];

    fn field(&mut self, key: &str) -> Option<&mut Value> {
        Some(match key {
            "name" | "activityName" => &mut self.name,
            "activityType" => &mut self.activity_type,
            "beginTimestamp" => &mut self.begin_ms,
            "startTimeGmt" | "startTimeGMT" => &mut self.start_gmt_ms,
            "duration" => &mut self.duration_ms,
            "elapsedDuration" => &mut self.elapsed_ms,
            "distance" => &mut self.distance_cm,
            "workoutRpe" | "directWorkoutRpe" => &mut self.rpe,
            "workoutFeel" | "directWorkoutFeel" => &mut self.feel,
            "eventTypeId" => &mut self.event_type_id,
            "eventType" => &mut self.event_type,
            _ => return None,
        })
    }

    type Result = Summary;

    fn finish(self) -> Option<Summary> {
        let time = |value: &Value| value.number().filter(|ms| TIMES_MS.contains(ms));
        let length = |value: &Value| {
            let length_ms = value.number().filter(|ms| (1.0..LENGTH_TOP_MS).contains(ms));
            length_ms.map(|ms| ms.round() as i64)
        };
        let start_ms = time(&self.begin_ms).or_else(|| time(&self.start_gmt_ms))?.round() as i64;
        let activity_type = self.activity_type.text().and_then(tidy);
        // A row of several sports contains rows of its parts.
        if activity_type.as_deref() == Some("multi_sport") {
            return None;
        }
        let sport = activity_type.as_deref().and_then(sport::of_type);
        let rating = self.rpe.number().map(|rpe| rpe / 10.0);
        let is_race = self.event_type_id.number() == Some(RACE)
            || self.event_type.text().is_some_and(|event| event.eq_ignore_ascii_case("race"));
        Some(Summary {
            start_ms,
            lengths_ms: [length(&self.duration_ms), length(&self.elapsed_ms)],
            distance_m: self.distance_cm.number().map(|cm| cm / 100.0).filter(|m| *m > 0.0),
            entry: ExportEntry {
                name: self.name.text().and_then(tidy),
                sub_sport: sport.as_ref().and_then(|(_, sub_sport)| sub_sport.map(str::to_owned)),
                sport: sport.map(|(sport, _)| sport),
                activity_type,
                tags: is_race.then_some(Tag::Race).into_iter().collect(),
                rpe: rating.filter(|rpe| (1.0..=10.0).contains(rpe)),
                feel: self.feel.number().filter(|feel| (0.0..=100.0).contains(feel)),
            },
        })
    }
}
