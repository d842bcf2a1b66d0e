//! Planned runs compared with actual runs.

use crate::columns::RunRow;
use crate::page::report::{Report, date_of};
use crate::page::text::{self, day};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use recoup_analysis::{Assessment, Kind, PlannedRun, Verdict, plan_of};
use std::collections::BTreeMap;

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
        let kind = match planned.kind {
            Kind::Unknown => "kind not named",
            kind => kind.as_str(),
        };
        let [all, done, recovery] = sums.entry(kind).or_default();
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
                            td { (in_words(planned)) }
                            td {
                                @match run {
                                    None => "not run",
                                    Some(run) => a href={ "#" (run.start_local.strftime("%Y-%m-%dT%H:%M:%S")) } {
                                        (done(planned, run))
                                        @if date_of(run) != planned.date { ", on " (day(date_of(run))) }
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

/// Describes a planned run by its kind and minutes. Shows the title of a run whose kind the plan
/// does not show.
fn in_words(planned: &PlannedRun) -> String {
    let kind = match (planned.kind, &planned.title) {
        (Kind::Unknown, Some(title)) => text::name(title),
        (kind, _) => kind.as_str().into(),
    };
    format!("{kind} {}", minutes(planned)).trim_end().to_owned()
}

/// Formats the minutes of a planned run; empty if the plan has none.
pub(in crate::page) fn minutes(planned: &PlannedRun) -> String {
    match (planned.min_minutes, planned.max_minutes) {
        (Some(least), Some(most)) if least == most => format!("{least:.0} min"),
        (Some(least), Some(most)) => format!("{least}-{most} min"),
        (Some(least), None) => format!("from {least} min"),
        (None, Some(most)) => format!("up to {most} min"),
        (None, None) => String::new(),
    }
}

/// Returns the planned runs of the days that the weeks cover.
pub(in crate::page) fn covered(report: &Report<'_>) -> Vec<PlannedRun> {
    let first = report.weeks.first().map_or(Date::MAX, |week| week.start);
    let last = report.weeks.last().map_or(Date::MIN, |week| week.start.saturating_add(6.days()));
    let plan = plan_of(report.files, report.athlete);
    plan.runs().filter(|planned| (first..=last).contains(&planned.date)).cloned().collect()
}

/// Finds the actual run of each planned run.
fn matched<'a>(
    report: &Report<'a>,
    runs: &[RunRow<'a>],
) -> Vec<(PlannedRun, Option<&'a Assessment>)> {
    let mut done: Vec<(&PlannedRun, &'a Assessment)> =
        runs.iter().filter_map(|row| Some((row.run.planned.as_ref()?, row.run))).collect();
    let mut run_of = |planned: &PlannedRun| {
        let place = done.iter().position(|(of_run, _)| *of_run == planned)?;
        Some(done.remove(place).1)
    };
    let planned = covered(report).into_iter();
    planned.map(|planned| (planned.clone(), run_of(&planned))).collect()
}
