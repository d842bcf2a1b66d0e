//! Columns of weekly.csv.

use super::{Column, count, text};
use recoup_analysis::{RestingFlag, Week, WeekNote};
use std::borrow::Cow;

/// Lists the columns in order.
pub(crate) fn week_columns() -> Vec<Column<Week>> {
    let parts = [sums(), recovery(), placing(), strain()];
    parts.into_iter().flatten().collect()
}

/// Columns of the week and its sums.
fn sums() -> Vec<Column<Week>> {
    vec![
        Column::text("athlete", |week| text(&week.athlete), "name of the athlete"),
        Column::text(
            "week",
            |week| text(&week.week),
            "`2026-W07`, or the first day of a week from Sunday",
        ),
        Column::date("week_start", |week| week.start, "first day"),
        Column::count("runs", |week| count(week.runs), "runs"),
        Column::seconds("run_time_s", |week| Some(week.run_time_ms), "timer time of the runs"),
        Column::metres("distance_m", |week| metres(week.distance_mm), "distance"),
        Column::metres("ascent_m", |week| metres(week.ascent_mm), "ascent"),
        Column::seconds(
            "missing_s",
            |week| Some(week.missing_ms),
            "timer time without a heart rate or zones",
        ),
        Column::seconds("below_s", |week| Some(week.below_ms), "timer time below Zone 1"),
        Column::seconds("z1_s", |week| Some(week.zones_ms[0]), "timer time in Zone 1"),
        Column::seconds("z2_s", |week| Some(week.zones_ms[1]), "timer time in Zone 2"),
        Column::seconds("z3_s", |week| Some(week.zones_ms[2]), "timer time in Zone 3"),
        Column::seconds("z4_s", |week| Some(week.zones_ms[3]), "timer time in Zone 4"),
        Column::seconds("z5_s", |week| Some(week.zones_ms[4]), "timer time in Zone 5"),
    ]
}

/// Columns of the recovery runs.
fn recovery() -> Vec<Column<Week>> {
    vec![
        Column::count(
            "recovery_target",
            |week| count(week.recovery_target),
            "recovery runs that the coach asks for with so many runs",
        ),
        Column::count("recovery_meant", |week| count(week.recovery_meant), "runs of kind recovery"),
        Column::count(
            "recovery_true",
            |week| count(week.recovery_true),
            "of these, true recovery runs",
        ),
        Column::count(
            "recovery_borderline",
            |week| count(week.recovery_borderline),
            "of these, borderline",
        ),
        Column::count(
            "recovery_missed",
            |week| count(week.recovery_missed),
            "of these, no recovery runs",
        ),
        Column::count(
            "recovery_ungradable",
            |week| count(week.recovery_ungradable),
            "of these, ungradable",
        ),
        Column::percent(
            "compliance_pct",
            |week| week.compliance_pct,
            "recovery_true / recovery_meant",
        ),
        Column::text(
            "frequency",
            |week| text(week.frequency.as_str()),
            "recovery_meant against the target: `under`, `within`, `over`, or `none` without a run",
        ),
    ]
}

/// Columns of hard sessions and of recovery runs around them.
fn placing() -> Vec<Column<Week>> {
    vec![
        Column::count("hard_sessions", |week| count(week.hard_sessions), "hard sessions"),
        Column::count(
            "placed_after_hard",
            |week| count(week.placed_after_hard),
            "recovery runs soon after a hard session",
        ),
        Column::count(
            "placed_between",
            |week| count(week.placed_between),
            "recovery runs between two hard sessions",
        ),
        Column::count(
            "placed_before_hard",
            |week| count(week.placed_before_hard),
            "recovery runs shortly before a hard session",
        ),
        Column::count(
            "placed_isolated",
            |week| count(week.placed_isolated),
            "recovery runs near no hard session",
        ),
        Column::count(
            "filler",
            |week| count(week.filler),
            "recovery runs over the target that are filler",
        ),
    ]
}

/// Columns of load, resting heart rate and remarks.
fn strain() -> Vec<Column<Week>> {
    vec![
        Column::number("load", |week| week.load, "Edwards' training load of the runs"),
        Column::number("monotony", |week| week.monotony, "Foster's monotony"),
        Column::number("strain", |week| week.strain, "Foster's strain"),
        Column::bpm(
            "resting_hr",
            |week| week.resting_bpm,
            "mean resting heart rate that the device held at the runs",
        ),
        Column::text(
            "resting_hr_flag",
            |week| text(week.resting_flag.map_or("", RestingFlag::as_str)),
            "`usual` or `consider full rest`",
        ),
        Column::count(
            "duplicates",
            |week| count(week.duplicates),
            "copies of the runs that were set aside",
        ),
        Column::count(
            "unreadable",
            |week| count(week.unreadable),
            "unreadable files that are known to be of this week",
        ),
        Column::text("notes", |week| notes(&week.notes), "remarks"),
    ]
}

fn metres(millimetres: Option<i64>) -> Option<f64> {
    millimetres.map(|millimetres| millimetres as f64 / 1000.0)
}

fn notes(notes: &[WeekNote]) -> Cow<'_, str> {
    let notes: Vec<String> = notes.iter().map(WeekNote::to_string).collect();
    Cow::Owned(notes.join("; "))
}
