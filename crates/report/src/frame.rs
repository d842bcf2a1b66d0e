//! The frames that are made from assessments: runs and files.

use crate::time;
use jiff::civil::DateTime;
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};
use recoup_analysis::surges::Surge;
use recoup_analysis::terrain::{hills_ms, steep_m};
use recoup_analysis::zones::ZONES;
use recoup_analysis::{Assessment, FileRecord, Grade, Placing};

/// Columns over one list of rows, in the order in which they are added.
struct Columns<'a, Row> {
    rows: &'a [Row],
    columns: Vec<Column>,
}

impl<'a, Row> Columns<'a, Row> {
    fn over(rows: &'a [Row]) -> Self {
        Self { rows, columns: Vec::new() }
    }

    fn add<T>(mut self, name: &str, value: impl Fn(&'a Row) -> Option<T>) -> Self
    where
        Series: NamedFrom<Vec<Option<T>>, [Option<T>]>,
    {
        let values: Vec<Option<T>> = self.rows.iter().map(value).collect();
        self.columns.push(Series::new(name.into(), values).into_column());
        self
    }

    fn text(self, name: &str, value: impl Fn(&'a Row) -> &'a str) -> Self {
        self.add(name, |row| Some(value(row)).filter(|text| !text.is_empty()))
    }

    /// Milliseconds, as seconds.
    fn seconds(self, name: &str, value: impl Fn(&'a Row) -> Option<i64>) -> Self {
        self.add(name, |row| value(row).map(|milliseconds| milliseconds as f64 / 1000.0))
    }

    fn count(self, name: &str, value: impl Fn(&'a Row) -> usize) -> Self {
        self.add(name, |row| Some(value(row) as i64))
    }

    fn instant(mut self, name: &str, value_ms: impl Fn(&'a Row) -> i64) -> Self {
        self.columns.push(time::instants(name, self.rows.iter().map(value_ms)));
        self
    }

    fn clock_time(mut self, name: &str, value: impl Fn(&'a Row) -> DateTime) -> Self {
        self.columns.push(time::clock_times(name, self.rows.iter().map(value)));
        self
    }

    fn finish(self) -> PolarsResult<DataFrame> {
        DataFrame::new(self.rows.len(), self.columns)
    }
}

/// A run and the file that it is from.
struct Run<'a> {
    athlete: &'a str,
    file: &'a str,
    assessed: &'a Assessment,
    reasons: String,
}

/// The runs of some files, one row each, sorted by athlete, start and file.
///
/// # Errors
///
/// If Polars cannot make the frame.
pub fn runs_frame(files: &[FileRecord]) -> PolarsResult<DataFrame> {
    let mut runs: Vec<Run<'_>> = files
        .iter()
        .flat_map(|record| record.runs.iter().map(move |run| (record, run)))
        .map(|(record, run)| Run {
            athlete: &record.athlete,
            file: &record.file,
            assessed: run,
            reasons: run.reasons.join("; "),
        })
        .collect();
    runs.sort_by_key(|run| (run.athlete, run.assessed.start_ms, run.file, run.assessed.session));
    let columns = Columns::over(&runs)
        .text("athlete", |row| row.athlete)
        .text("file", |row| row.file)
        .count("session", |row| row.assessed.session as usize)
        .instant("start_utc", |row| row.assessed.start_ms)
        .clock_time("start_local", |row| row.assessed.start_local)
        .add("utc_offset_min", |row| Some(i64::from(row.assessed.utc_offset_min)))
        .text("local_basis", |row| row.assessed.local_basis.as_str())
        .text("week", |row| &row.assessed.week)
        .text("sport", |row| row.assessed.sport.as_str())
        .text("sub_sport", |row| row.assessed.sub_sport.as_deref().unwrap_or_default())
        .text("surface", |row| row.assessed.surface.as_str())
        .text("title", |row| row.assessed.title.as_deref().unwrap_or_default())
        .text("device", |row| row.assessed.device.as_deref().unwrap_or_default())
        .seconds("timer_s", |row| Some(row.assessed.timer_ms))
        .seconds("elapsed_s", |row| Some(row.assessed.elapsed_ms))
        .add("distance_m", |row| row.assessed.distance_m)
        .add("ascent_m", |row| row.assessed.ascent_m)
        .add("hr_avg", |row| row.assessed.heart_rate_avg_bpm)
        .add("hr_peak", |row| row.assessed.heart_rate_peak_bpm)
        .add("hr_coverage_pct", |row| row.assessed.heart_rate_coverage_pct())
        .seconds("hr_suspect_s", |row| {
            // Of no heart rate nothing is known to be suspicious.
            let quality = &row.assessed.heart_rate_quality;
            (row.assessed.heart_rate_ms > 0).then_some(quality.suspicious_ms)
        })
        .add("zone_model", |row| Some(row.assessed.zone_model.to_string()))
        .add("hr_max", |row| row.assessed.max_bpm)
        .text("hr_max_source", |row| row.assessed.max_source.as_str())
        .add("z1_low_bpm", |row| {
            row.assessed.zones.map(|zones| i64::from(zones.zone1_whole_bpm().0))
        })
        .add("z1_high_bpm", |row| {
            row.assessed.zones.map(|zones| i64::from(zones.zone1_whole_bpm().1))
        })
        .seconds("missing_s", |row| Some(row.assessed.zone_times.missing_ms))
        .seconds("below_s", |row| Some(row.assessed.zone_times.below_ms));
    let columns = (0..ZONES).fold(columns, |columns, zone| {
        let name = format!("z{}_s", zone + 1);
        columns.seconds(&name, |row| Some(row.assessed.zone_times.zones_ms[zone]))
    });
    columns
        .add("at_or_below_pct", |row| row.assessed.zone_times.at_or_below_zone1_pct())
        .add("surges", |row| surges(row.assessed).map(|surges| surges.len() as i64))
        .seconds("surge_longest_s", |row| lengths_ms(row.assessed)?.max().or(Some(0)))
        .seconds("surge_total_s", |row| Some(lengths_ms(row.assessed)?.sum()))
        .add("hills", |row| row.assessed.ascent_m.map(|_| row.assessed.hills.len() as i64))
        .seconds("hill_s", |row| row.assessed.ascent_m.map(|_| hills_ms(&row.assessed.hills)))
        .add("steep_m", |row| row.assessed.ascent_m.map(|_| steep_m(&row.assessed.steep)))
        .add("effort_spikes", |row| {
            row.assessed.ascent_m.map(|_| row.assessed.effort_spikes.len() as i64)
        })
        .add("rpe", |row| row.assessed.rpe)
        .text("kind", |row| row.assessed.classified.kind.as_str())
        .text("intent", |row| row.assessed.classified.intent.as_str())
        .text("kind_reason", |row| &row.assessed.classified.reason)
        .text("intensity", |row| row.assessed.criteria.intensity.outcome.as_str())
        .text("duration", |row| row.assessed.criteria.duration.outcome.as_str())
        .text("terrain", |row| row.assessed.criteria.terrain.outcome.as_str())
        .text("warmup_finish", |row| row.assessed.criteria.warmup_finish.outcome.as_str())
        .text("effort_felt", |row| row.assessed.criteria.effort_felt.outcome.as_str())
        .text("grade", |row| row.assessed.grade.map_or("", Grade::as_str))
        .text("verdict", |row| row.assessed.verdict.as_str())
        .text("basis", |row| row.assessed.basis.as_str())
        .text("verdict_without_suspect", |row| row.assessed.verdict_without_suspect().as_str())
        .add("hr_max_holds_from", |row| row.assessed.margin.and_then(|margin| margin.from_bpm))
        .add("hr_max_holds_to", |row| row.assessed.margin.and_then(|margin| margin.to_bpm))
        .add("load", |row| row.assessed.load)
        .add("partial", |row| Some(row.assessed.is_partial))
        .text("reasons", |row| &row.reasons)
        .add("hard_session", |row| Some(row.assessed.classified.is_hard_session()))
        .text("placing", |row| row.assessed.context.placing.map_or("", Placing::as_str))
        .add("filler_if_over", |row| row.assessed.context.is_filler_if_over)
        .add("resting_hr", |row| row.assessed.resting_bpm)
        .add("resting_hr_usual", |row| row.assessed.context.usual_resting_bpm)
        .add("resting_hr_raised", |row| row.assessed.context.is_resting_raised)
        .count("copies", |row| row.assessed.copies)
        .finish()
}

/// All files found, one row each, sorted by athlete, start (those without one first) and name.
///
/// # Errors
///
/// If Polars cannot make the frame.
pub fn files_frame(files: &[FileRecord]) -> PolarsResult<DataFrame> {
    let mut files: Vec<&FileRecord> = files.iter().collect();
    files.sort_by(|left, right| {
        left.athlete
            .cmp(&right.athlete)
            .then(left.start_ms.cmp(&right.start_ms))
            .then_with(|| left.file.cmp(&right.file))
    });
    Columns::over(&files)
        .text("file", |row| &row.file)
        .add("bytes", |row| Some(row.bytes as i64))
        .text("format", |row| &row.format)
        .text("status", |row| row.status.as_str())
        .count("sessions", |row| row.sessions)
        .add("partial", |row| Some(row.is_partial))
        .text("duplicate_of", |row| row.duplicate_of.as_deref().unwrap_or_default())
        .text("detail", |row| &row.detail)
        .text("athlete", |row| &row.athlete)
        .text("week", |row| row.week.as_deref().unwrap_or_default())
        .finish()
}

/// The surges of a run, where they can be known.
fn surges(run: &Assessment) -> Option<&[Surge]> {
    run.has_zone_times().then_some(&run.surges)
}

fn lengths_ms(run: &Assessment) -> Option<impl Iterator<Item = i64>> {
    surges(run).map(|surges| surges.iter().map(|surge| surge.length_ms))
}
