//! Columns of runs.csv.

use super::{Column, count, text};
use recoup_analysis::run::surges::Surge;
use recoup_analysis::run::terrain::ground::{hills_ms, steep_m};
use recoup_analysis::{Assessment, Confidence, FollowedBy, Grade, Placing};
use std::borrow::Cow;

/// A run and its file.
pub(crate) struct RunRow<'a> {
    pub(crate) athlete: &'a str,
    pub(crate) file: &'a str,
    pub(crate) run: &'a Assessment,
}

/// Lists the columns in order.
pub(crate) fn run_columns<'a>() -> Vec<Column<RunRow<'a>>> {
    let parts = [
        identity(),
        description(),
        totals(),
        zones(),
        surges_and_hills(),
        kind(),
        criteria(),
        verdict(),
        context(),
    ];
    parts.into_iter().flatten().collect()
}

/// Columns that identify the run and its time.
fn identity<'a>() -> Vec<Column<RunRow<'a>>> {
    vec![
        Column::text("athlete", |row| text(row.athlete), "name of the athlete"),
        Column::text("file", |row| text(row.file), "name of the file, as in files.csv"),
        Column::count(
            "session",
            |row| Some(i64::from(row.run.session)),
            "number of the session in its file, from 0",
        ),
        Column::instant("start_utc", |row| Some(row.run.start_ms), "start"),
        Column::local("start_local", |row| row.run.start_local, "start on the runner's clock"),
        Column::count(
            "utc_offset_min",
            |row| Some(i64::from(row.run.utc_offset_min)),
            "offset of local time from UTC in minutes",
        ),
        Column::text(
            "local_basis",
            |row| text(row.run.local_basis.as_str()),
            "source of local time: `file`, `coordinates`, `config` or `utc`",
        ),
        Column::text("week", |row| text(&row.run.week), "week of the local start"),
    ]
}

/// Columns that describe the run.
fn description<'a>() -> Vec<Column<RunRow<'a>>> {
    vec![
        Column::text("sport", |row| text(row.run.sport.as_str()), "sport"),
        Column::text(
            "sub_sport",
            |row| text(row.run.sub_sport.as_deref().unwrap_or_default()),
            "sub-sport in FIT's spelling",
        ),
        Column::text(
            "surface",
            |row| text(row.run.surface.as_str()),
            "`soft`, `hard` or `unknown`",
        ),
        Column::text(
            "title",
            |row| text(row.run.labels.title.as_deref().unwrap_or_default()),
            "title",
        ),
        Column::text("device", |row| text(row.run.device.as_deref().unwrap_or_default()), "device"),
    ]
}

/// Columns of time, distance and heart rate.
fn totals<'a>() -> Vec<Column<RunRow<'a>>> {
    vec![
        Column::seconds(
            "timer_s",
            |row| Some(row.run.timer_ms),
            "timer time: elapsed time less pauses",
        ),
        Column::seconds("elapsed_s", |row| Some(row.run.elapsed_ms), "elapsed time"),
        Column::metres("distance_m", |row| row.run.distance_m, "distance"),
        Column::metres("ascent_m", |row| row.run.ascent_m, "ascent"),
        Column::bpm("hr_avg", |row| row.run.heart_rate_avg_bpm, "time-weighted mean heart rate"),
        Column::bpm(
            "hr_median",
            |row| row.run.heart_rate_median_bpm,
            "time-weighted median heart rate",
        ),
        Column::bpm(
            "hr_first_5min",
            |row| row.run.heart_rate_first_bpm,
            "mean heart rate of the warm-up (`warmup_min`, 5 min by default)",
        ),
        Column::bpm(
            "hr_last_5min",
            |row| row.run.heart_rate_last_bpm,
            "mean heart rate of the finish (as long)",
        ),
        Column::bpm("hr_peak", |row| row.run.heart_rate_peak_bpm, "highest valid heart rate"),
        Column::percent(
            "hr_coverage_pct",
            |row| row.run.heart_rate_coverage_pct(),
            "share of timer time with a valid heart rate",
        ),
        Column::seconds(
            "hr_suspect_s",
            |row| {
                // A run without heart rate has nothing to doubt.
                let quality = &row.run.heart_rate_quality;
                (row.run.heart_rate_ms > 0).then_some(quality.suspicious_ms)
            },
            "timer time with a doubtful heart rate",
        ),
    ]
}

/// Columns of the zones and the time in them.
fn zones<'a>() -> Vec<Column<RunRow<'a>>> {
    vec![
        Column::text("zone_model", |row| Cow::Owned(row.run.zone_model.to_string()), "zone model"),
        Column::bpm("hr_max", |row| row.run.max_bpm, "maximum heart rate"),
        Column::text(
            "hr_max_source",
            |row| text(row.run.max_source.as_str()),
            "source of the maximum: `athlete`, `watch`, `watch_nearby` (the watch's in the nearest run that has one), `history` (the highest that the runs show, a lower bound), `age` or `none`",
        ),
        Column::date(
            "hr_max_from",
            |row| row.run.max_from,
            "first day of the athlete's setting, or date of the run whose value it is",
        ),
        Column::count(
            "z1_low_bpm",
            |row| row.run.zones.map(|zones| i64::from(zones.zone1_whole_bpm().0)),
            "lowest whole beat of Zone 1",
        ),
        Column::count(
            "z1_high_bpm",
            |row| row.run.zones.map(|zones| i64::from(zones.zone1_whole_bpm().1)),
            "highest whole beat of Zone 1",
        ),
        Column::seconds(
            "missing_s",
            |row| Some(row.run.zone_times.missing_ms),
            "timer time without a heart rate or zones",
        ),
        Column::seconds(
            "below_s",
            |row| Some(row.run.zone_times.below_ms),
            "timer time below Zone 1",
        ),
        Column::seconds("z1_s", |row| Some(row.run.zone_times.zones_ms[0]), "timer time in Zone 1"),
        Column::seconds("z2_s", |row| Some(row.run.zone_times.zones_ms[1]), "timer time in Zone 2"),
        Column::seconds("z3_s", |row| Some(row.run.zone_times.zones_ms[2]), "timer time in Zone 3"),
        Column::seconds("z4_s", |row| Some(row.run.zone_times.zones_ms[3]), "timer time in Zone 4"),
        Column::seconds("z5_s", |row| Some(row.run.zone_times.zones_ms[4]), "timer time in Zone 5"),
    ]
}

/// Columns of surges, hills and efforts.
fn surges_and_hills<'a>() -> Vec<Column<RunRow<'a>>> {
    vec![
        Column::percent(
            "at_or_below_pct",
            |row| row.run.zone_times.at_or_below_zone1_pct(),
            "share of heart-rate time at or below the top of Zone 1",
        ),
        Column::count("surges", |row| count(surges(row.run)?.len()), "surges above Zone 1"),
        Column::seconds(
            "surge_longest_s",
            |row| lengths_ms(row.run)?.max().or(Some(0)),
            "longest surge",
        ),
        Column::seconds("surge_total_s", |row| Some(lengths_ms(row.run)?.sum()), "all surges"),
        Column::count(
            "hills",
            |row| row.run.ascent_m.and_then(|_| count(row.run.hills.len())),
            "hills",
        ),
        Column::seconds(
            "hill_s",
            |row| row.run.ascent_m.map(|_| hills_ms(&row.run.hills)),
            "timer time on hills",
        ),
        Column::metres(
            "steep_m",
            |row| row.run.ascent_m.map(|_| steep_m(&row.run.steep)),
            "length of steep stretches",
        ),
        Column::count(
            "effort_spikes",
            |row| row.run.ascent_m.and_then(|_| count(row.run.effort_spikes.len())),
            "efforts that hills or steep stretches forced",
        ),
    ]
}

/// Columns of the kind of run that was meant, and of the felt effort.
fn kind<'a>() -> Vec<Column<RunRow<'a>>> {
    vec![
        Column::number("rpe", |row| row.run.rpe, "rating of perceived exertion, 1-10"),
        Column::number("feel", |row| row.run.feel, "feeling, 0 (very weak) to 100 (very strong)"),
        Column::text(
            "kind",
            |row| text(row.run.classified.kind.as_str()),
            "kind of the run: `recovery`, `easy`, `steady`, `hard`, `long`, `race` or `unknown`",
        ),
        Column::text(
            "intent",
            |row| text(row.run.classified.intent.as_str()),
            "who said that it was meant as a recovery run: `planned`, `named` (a name or a tag) or `none`",
        ),
        Column::text("kind_reason", |row| text(&row.run.classified.reason), "reason for the kind"),
    ]
}

/// Columns of the criteria and the grade.
fn criteria<'a>() -> Vec<Column<RunRow<'a>>> {
    vec![
        Column::text(
            "intensity",
            |row| text(row.run.criteria.intensity.outcome.as_str()),
            "`pass`, `warn`, `fail` or `unknown`",
        ),
        Column::text(
            "duration",
            |row| text(row.run.criteria.duration.outcome.as_str()),
            "as `intensity`",
        ),
        Column::text(
            "terrain",
            |row| text(row.run.criteria.terrain.outcome.as_str()),
            "as `intensity`",
        ),
        Column::text(
            "warmup_finish",
            |row| text(row.run.criteria.warmup_finish.outcome.as_str()),
            "as `intensity`",
        ),
        Column::text(
            "effort_felt",
            |row| text(row.run.criteria.effort_felt.outcome.as_str()),
            "as `intensity`",
        ),
        Column::text(
            "grade",
            |row| text(row.run.grade.map_or("", Grade::as_str)),
            "`A` to `D`, or `F`",
        ),
    ]
}

/// Columns of the verdict and its basis.
fn verdict<'a>() -> Vec<Column<RunRow<'a>>> {
    vec![
        Column::text(
            "verdict",
            |row| text(row.run.verdict.as_str()),
            "`recovery`, `borderline`, `not_recovery` or `ungradable`",
        ),
        Column::text(
            "basis",
            |row| text(row.run.basis.as_str()),
            "basis of the verdict: `heart_rate`, `rpe` or `none`",
        ),
        Column::text(
            "confidence",
            |row| text(row.run.confidence.map_or("", Confidence::as_str)),
            "`firm`, `depends_on_max` (another maximum near a guessed one changes the verdict) or `suspect_heart_rate` (the verdict changes without doubtful heart rates)",
        ),
        Column::text(
            "verdict_without_suspect",
            |row| text(row.run.verdict_without_suspect().as_str()),
            "verdict if doubtful heart rates count as missing",
        ),
        Column::bpm(
            "hr_max_holds_from",
            |row| row.run.margin.and_then(|margin| margin.from_bpm),
            "lowest maximum heart rate with the same verdict",
        ),
        Column::bpm(
            "hr_max_holds_to",
            |row| row.run.margin.and_then(|margin| margin.to_bpm),
            "highest maximum heart rate with the same verdict",
        ),
        Column::text(
            "main_reason",
            |row| text(row.run.main_reason.as_ref().map_or("", |reason| reason.code.as_str())),
            "main reason why the run was no recovery run: `too_hard`, `too_long`, `too_short`, `effort_on_hills`, `hard_start`, `hard_finish`, `felt_hard`, `no_heart_rate` or `no_maximum`; empty for a recovery run",
        ),
        Column::text(
            "reasons",
            |row| Cow::Owned(row.run.reasons.join("; ")),
            "a sentence for each criterion that warned or failed",
        ),
    ]
}

/// Columns that depend on the athlete's other runs.
fn context<'a>() -> Vec<Column<RunRow<'a>>> {
    vec![
        Column::flag(
            "hard_session",
            |row| Some(row.run.classified.is_hard_session()),
            "whether the run counts as a hard session",
        ),
        Column::text(
            "hard_reason",
            |row| text(row.run.classified.hard_session_reason().unwrap_or_default()),
            "reason why the run is a hard session",
        ),
        Column::text(
            "followed_by",
            |row| text(row.run.context.followed_by.map_or("", FollowedBy::as_str)),
            "what came within 48 h after a hard session: `recovery`, `nearly`, `rest`, `too_hard`, `hard` or `unknown`; empty if the 48 h are not over",
        ),
        Column::text(
            "placing",
            |row| text(row.run.context.placing.map_or("", Placing::as_str)),
            "place of a recovery run, or nearly one, among the hard sessions: `after_hard`, `between`, `before_hard` or `isolated`",
        ),
        Column::flag(
            "filler_if_over",
            |row| row.run.context.is_filler_if_over,
            "whether a recovery run is filler in a week over the coach's range",
        ),
        Column::number("load", |row| row.run.load, "Edwards' training load"),
        Column::bpm(
            "resting_hr",
            |row| row.run.measured_resting_bpm(),
            "resting heart rate: measured on the day where the export of the account has it, otherwise the value that the device held, unless it never changes",
        ),
        Column::bpm(
            "resting_hr_usual",
            |row| row.run.context.usual_resting_bpm,
            "median of the earlier resting heart rates",
        ),
        Column::flag(
            "resting_hr_raised",
            |row| row.run.context.is_resting_raised,
            "whether the resting heart rate is so much higher than usual that the coach advises rest",
        ),
        Column::flag(
            "partial",
            |row| Some(row.run.is_partial),
            "whether part of the file was lost",
        ),
        Column::count(
            "copies",
            |row| count(row.run.copies),
            "copies of the run that were set aside",
        ),
        Column::text(
            "listed_in",
            |row| text(row.run.listed.as_ref().map_or("", |listed| &listed.file)),
            "list in the export of the account that names the run, such as `activities.csv`",
        ),
        Column::text(
            "planned_for",
            |row| Cow::Owned(planned_for(row.run)),
            "date of the planned run that this run was; another date than the run's own if it was moved",
        ),
    ]
}

fn planned_for(run: &Assessment) -> String {
    run.planned.as_ref().map_or_else(String::new, |planned| planned.date.to_string())
}

/// Returns the surges of a run; [`None`] if they are unknown.
fn surges(run: &Assessment) -> Option<&[Surge]> {
    run.has_zone_times().then_some(&run.surges)
}

fn lengths_ms(run: &Assessment) -> Option<impl Iterator<Item = i64>> {
    surges(run).map(|surges| surges.iter().map(|surge| surge.length_ms))
}
