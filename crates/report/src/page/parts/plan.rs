//! Planned runs compared with actual runs.

use crate::columns::RunRow;
use crate::page::report::{Report, date_of};
use crate::page::text::day;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use recoup_analysis::settings::plan::RunOfDay;
use recoup_analysis::{Assessment, Kind, PlannedRun, Verdict};
use std::collections::{BTreeMap, HashMap};

/// Number of weeks whose planned runs are listed.
const LISTED_WEEKS: usize = 4;

pub(in crate::page) fn section(report: &Report<'_>, runs: &[RunRow<'_>]) -> Markup {
    let planned = matched(report, runs);
    if planned.is_empty() {
        return html! {};
    }
    let first = report.weeks.len().saturating_sub(LISTED_WEEKS);
    let since = report.weeks.get(first).map_or(Date::MIN, |week| week.start);
    let listed = planned.iter().rev().filter(|(planned, _)| planned.date >= since);
    let mut sums: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (planned, run) in &planned {
        let [all, done, recovery] = sums.entry(planned.kind.as_str()).or_default();
        *all += 1;
        *done += usize::from(run.is_some());
        *recovery += usize::from(run.is_some_and(|run| run.verdict == Verdict::Recovery));
    }
    html! {
        section #plan aria-labelledby="plan-title" {
            h2 #plan-title { "Planned and done" }
            table {
                thead {
                    tr {
                        th scope="col" { "Kind" }
                        th.number scope="col" { "Planned" }
                        th.number scope="col" { "Run" }
                        th.number scope="col" { "Recovery runs of these" }
                    }
                }
                tbody {
                    @for (kind, [all, done, recovery]) in &sums {
                        tr {
                            th scope="row" { (kind) }
                            td.number { (all) }
                            td.number { (done) }
                            td.number { (recovery) }
                        }
                    }
                }
            }
            h3 { "The last " (LISTED_WEEKS) " weeks" }
            table {
                thead {
                    tr {
                        th scope="col" { "Day" }
                        th scope="col" { "Planned" }
                        th scope="col" { "Done" }
                        th scope="col" { "Difference" }
                    }
                }
                tbody {
                    @for (planned, run) in listed {
                        tr {
                            td { (day(planned.date)) }
                            td { (planned.kind.as_str()) " " (minutes(planned)) }
                            td {
                                @match run {
                                    None => "not run",
                                    Some(run) => a href={ "#" (run.start_local.strftime("%Y-%m-%dT%H:%M:%S")) } {
                                        (done(planned, run))
                                    },
                                }
                            }
                            td { @if let Some(run) = run { (difference(planned, run)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Describes the run that was done.
fn done(planned: &PlannedRun, run: &Assessment) -> String {
    let minutes = run.timer_ms / 60_000;
    match planned.kind {
        Kind::Recovery => {
            let words = run.verdict_in_words();
            format!("{minutes} min: {}{}", words.verdict, words.rest)
        }
        _ => match run.heart_rate_avg_bpm {
            Some(bpm) => format!("{minutes} min, mean {bpm:.0} bpm"),
            None => format!("{minutes} min"),
        },
    }
}

/// Describes by how much a run was shorter or longer than planned.
fn difference(planned: &PlannedRun, run: &Assessment) -> String {
    let minutes = run.timer_ms as f64 / 60_000.0;
    let short = planned.min_minutes.map(|least| least - minutes).filter(|short| *short >= 1.0);
    let long = planned.max_minutes.map(|most| minutes - most).filter(|long| *long >= 1.0);
    match (short, long) {
        (Some(short), _) => format!("{short:.0} min shorter"),
        (_, Some(long)) => format!("{long:.0} min longer"),
        _ => String::new(),
    }
}

/// Formats the minutes of a planned run; empty if the plan has none.
pub(in crate::page) fn minutes(planned: &PlannedRun) -> String {
    match (planned.min_minutes, planned.max_minutes) {
        (Some(least), Some(most)) if least == most => format!("{least} min"),
        (Some(least), Some(most)) => format!("{least}-{most} min"),
        (Some(least), None) => format!("from {least} min"),
        (None, Some(most)) => format!("up to {most} min"),
        (None, None) => String::new(),
    }
}

/// Returns the planned runs of the days that the weeks cover.
pub(in crate::page) fn covered<'a>(
    report: &Report<'a>,
) -> impl Iterator<Item = &'a PlannedRun> + use<'a> {
    let first = report.weeks.first().map_or(Date::MAX, |week| week.start);
    let last = report.weeks.last().map_or(Date::MIN, |week| week.start.saturating_add(6.days()));
    let is_covered = move |planned: &&PlannedRun| (first..=last).contains(&planned.date);
    report.athlete.planned.runs().filter(is_covered)
}

/// Finds the actual run of each planned run, by the same rule as the grading.
fn matched<'a>(
    report: &Report<'a>,
    runs: &[RunRow<'a>],
) -> Vec<(&'a PlannedRun, Option<&'a Assessment>)> {
    let mut days: BTreeMap<Date, Vec<&'a Assessment>> = BTreeMap::new();
    for row in runs {
        days.entry(date_of(row.run)).or_default().push(row.run);
    }
    // Planned runs have no names, so they are identified by their addresses in memory.
    let mut done: HashMap<*const PlannedRun, &'a Assessment> = HashMap::new();
    for (date, runs) in &days {
        let of_day = |run: &&Assessment| RunOfDay {
            timer_ms: run.timer_ms,
            mean_bpm: run.heart_rate_avg_bpm,
        };
        let of_day: Vec<RunOfDay> = runs.iter().map(of_day).collect();
        let planned = report.athlete.planned.on_day(*date, &of_day);
        let pairs = planned.into_iter().zip(runs);
        done.extend(pairs.filter_map(|(planned, run)| Some((std::ptr::from_ref(planned?), *run))));
    }
    covered(report)
        .map(|planned| (planned, done.get(&std::ptr::from_ref(planned)).copied()))
        .collect()
}
