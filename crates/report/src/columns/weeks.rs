//! Columns of weekly.csv.

use super::{Column, count, text};
use recoup_analysis::{ReasonCode, RestingFlag, Week, WeekNote};
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
        Column::date("week_start", |week| Some(week.start), "first day"),
        Column::flag(
            "is_last",
            |week| Some(week.is_last),
            "whether it is the athlete's last week, which may not be over",
        ),
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
        Column::count("ungradable_runs", |week| count(week.ungradable_runs), "ungradable runs"),
        Column::count(
            "range_low",
            |week| count(week.range_low),
            "lower end of the coach's range of recovery runs for this number of runs",
        ),
        Column::count("range_high", |week| count(week.range_high), "upper end of the range"),
        Column::count(
            "recovery_runs",
            |week| count(week.recovery_runs),
            "runs with the verdict recovery",
        ),
        Column::count(
            "nearly_runs",
            |week| count(week.nearly_runs),
            "runs of kind recovery with the verdict borderline",
        ),
        Column::text(
            "frequency",
            |week| text(week.frequency.as_str()),
            "recovery_runs against the range: `under`, `within`, `over`, `unknown` where ungradable runs can change it, or `none` without a run",
        ),
        Column::count(
            "meant",
            |week| count(week.meant),
            "runs that were planned or named as recovery runs",
        ),
        Column::count(
            "meant_true",
            |week| count(week.meant_true),
            "runs meant as recovery that were recovery runs",
        ),
        Column::count(
            "meant_nearly",
            |week| count(week.meant_nearly),
            "runs meant as recovery that were nearly recovery runs",
        ),
        Column::count(
            "meant_missed",
            |week| count(week.meant_missed),
            "runs meant as recovery that were no recovery runs",
        ),
        Column::count(
            "meant_unknown",
            |week| count(week.meant_unknown),
            "runs meant as recovery that cannot be graded",
        ),
        Column::percent("compliance_pct", |week| week.compliance_pct, "meant_true / meant"),
    ]
}

/// Columns of hard sessions, of the 48 hours after them, and of the placing of recovery runs.
fn placing() -> Vec<Column<Week>> {
    vec![
        Column::count(
            "hard_sessions",
            |week| count(week.hard_sessions),
            "runs that were hard, long or races",
        ),
        Column::count(
            "hard_other_sports",
            |week| count(week.hard_other_sports),
            "activities of other sports that were hard sessions",
        ),
        Column::count(
            "after_recovery",
            |week| count(week.after_recovery),
            "hard sessions of any sport after which a recovery run came within 48 h",
        ),
        Column::count(
            "after_nearly",
            |week| count(week.after_nearly),
            "the same for nearly a recovery run",
        ),
        Column::count("after_rest", |week| count(week.after_rest), "the same for rest"),
        Column::count(
            "after_too_hard",
            |week| count(week.after_too_hard),
            "the same for an easy run that was too hard, too long or forced up hills",
        ),
        Column::count(
            "after_hard",
            |week| count(week.after_hard),
            "the same for another hard session",
        ),
        Column::count(
            "after_unknown",
            |week| count(week.after_unknown),
            "the same for an ungradable run",
        ),
        Column::percent(
            "recovered_pct",
            |week| week.recovered_pct,
            "(after_recovery + after_nearly + after_rest) / hard sessions whose 48 h are known",
        ),
        Column::text(
            "main_reason",
            |week| text(week.main_reason.map_or("", ReasonCode::as_str)),
            "most frequent main reason of the runs that were meant as recovery or nearly recovery runs, and did not pass",
        ),
        Column::count(
            "placed_after_hard",
            |week| count(week.placed_after_hard),
            "recovery runs and nearly ones soon after a hard session",
        ),
        Column::count(
            "placed_between",
            |week| count(week.placed_between),
            "the same between two hard sessions",
        ),
        Column::count(
            "placed_before_hard",
            |week| count(week.placed_before_hard),
            "the same shortly before a hard session",
        ),
        Column::count(
            "placed_isolated",
            |week| count(week.placed_isolated),
            "the same near no hard session",
        ),
        Column::count(
            "filler",
            |week| count(week.filler),
            "recovery runs over the range that are filler",
        ),
    ]
}

/// Columns of load, resting heart rate and remarks.
fn strain() -> Vec<Column<Week>> {
    vec![
        Column::number(
            "load",
            |week| week.load,
            "Edwards' training load of the runs and other activities",
        ),
        Column::number("monotony", |week| week.monotony, "Foster's monotony"),
        Column::number("strain", |week| week.strain, "Foster's strain"),
        Column::bpm(
            "resting_hr",
            |week| week.resting_bpm,
            "mean resting heart rate at the runs, unless it never changes",
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
        Column::count("planned", |week| count(week.planned), "planned runs of all kinds"),
        Column::count(
            "planned_missed",
            |week| count(week.planned_missed),
            "planned runs before the athlete's last activity that were not run, neither on their day nor moved within the week",
        ),
    ]
}

fn metres(millimetres: Option<i64>) -> Option<f64> {
    millimetres.map(|millimetres| millimetres as f64 / 1000.0)
}

fn notes(notes: &[WeekNote]) -> Cow<'_, str> {
    let notes: Vec<String> = notes.iter().map(WeekNote::to_string).collect();
    Cow::Owned(notes.join("; "))
}
