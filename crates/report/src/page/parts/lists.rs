//! Runs and weeks as tables.
//!
//! The script writes the table of runs itself, a part at a time. Without the script, a browser
//! shows the newest runs from `noscript`. A browser that runs the script creates no elements for
//! `noscript`.

use crate::columns::RunRow;
use crate::page::picture::mark::Mark;
use crate::page::report::Report;
use crate::page::text::{hours, name};
use maud::{Markup, html};
use recoup_analysis::wording::range;
use recoup_analysis::{AfterHard, Week};

/// Number of the newest runs that are shown without the script.
const PLAIN_RUNS: usize = 300;

pub(in crate::page) fn section(report: &Report<'_>, runs: &[RunRow<'_>]) -> Markup {
    html! {
        section #runs aria-labelledby="runs-title" {
            h2 #runs-title { "Runs" }
            div #run-list {}
            noscript {
                (runs_table(runs))
                @if runs.len() > PLAIN_RUNS {
                    p.note {
                        "These are the newest " (PLAIN_RUNS) " runs; JavaScript, or runs.csv, shows all."
                    }
                }
            }
        }
        section #week-list aria-labelledby="week-list-title" {
            h2 #week-list-title { "Weeks" }
            div #week-filter {}
            (weeks_table(report.weeks))
        }
    }
}

fn runs_table(runs: &[RunRow<'_>]) -> Markup {
    html! {
        table {
            thead {
                tr {
                    th scope="col" { "Start" }
                    th scope="col" { "Kind" }
                    th scope="col" { "Grade" }
                    th scope="col" { "h:mm" }
                    th scope="col" { "km" }
                    th scope="col" { "bpm" }
                    th scope="col" { "Title" }
                }
            }
            tbody {
                @for run in runs.iter().rev().take(PLAIN_RUNS).map(|row| row.run) {
                    tr {
                        td { (run.start_local.strftime("%Y-%m-%d %H:%M")) }
                        td { (Mark::of(run).class()) }
                        td { @if let Some(grade) = run.grade { (grade) } }
                        td { (hours(run.timer_ms)) }
                        td { @if let Some(metres) = run.distance_m { (format!("{:.1}", metres / 1000.0)) } }
                        td { @if let Some(bpm) = run.heart_rate_avg_bpm { (format!("{bpm:.0}")) } }
                        td { @if let Some(title) = &run.labels.title { (name(title)) } }
                    }
                }
            }
        }
    }
}

fn weeks_table(weeks: &[Week]) -> Markup {
    let with_runs = || weeks.iter().rev().filter(|week| week.runs > 0);
    html! {
        div.scroll.tall tabindex="0" role="group" aria-label="Weeks" {
            table #week-table {
                thead {
                    tr {
                        th scope="col" { "Week" }
                        th scope="col" { "From" }
                        th.number scope="col" { "Runs" }
                        th.number scope="col" { "h:mm" }
                        th.number scope="col" { "km" }
                        th.number scope="col" { "Recovery" }
                        th.number scope="col" { "Nearly" }
                        th scope="col" { "Range" }
                        th scope="col" { "Against it" }
                        th scope="col" { "Meant, held" }
                        th.number scope="col" { "Hard" }
                        th scope="col" { "Recovered after" }
                        th scope="col" { "Remarks" }
                    }
                }
                tbody {
                    @for week in with_runs() { (row(week)) }
                }
            }
        }
    }
}

fn row(week: &Week) -> Markup {
    let notes: Vec<String> = week.notes.iter().map(ToString::to_string).collect();
    html! {
        tr id=(week.week) {
            td { (week.week) }
            td { (week.start) }
            td { (week.runs) }
            td { (hours(week.run_time_ms)) }
            td {
                @if let Some(millimetres) = week.distance_mm {
                    (format!("{:.1}", millimetres as f64 / 1_000_000.0))
                }
            }
            td { (week.recovery_runs) }
            td { (week.nearly_runs) }
            td { (range(week.range_low, week.range_high)) }
            td { (week.frequency.as_str()) }
            td { @if week.meant > 0 { (week.meant_true) " of " (week.meant) } }
            td { (week.hard_sessions + week.hard_other_sports) }
            td { (AfterHard::of_weeks(&[week]).recovered_in_words()) }
            td { (notes.join("; ")) }
        }
    }
}
