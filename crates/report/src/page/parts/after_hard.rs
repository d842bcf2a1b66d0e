//! Runs and rest after hard sessions, month by month.

use crate::columns::RunRow;
use crate::page::report::{Report, date_of};
use jiff::civil::Date;
use maud::{Markup, html};
use recoup_analysis::FollowedBy;
use std::collections::BTreeMap;

/// Width of the picture of a month.
const WIDTH: usize = 30;

/// Numbers of hard sessions of a month, by their follow-up in the order of [`FollowedBy::ALL`].
type Counts = [usize; FollowedBy::ALL.len()];

pub(in crate::page) fn section(report: &Report<'_>, runs: &[RunRow<'_>]) -> Markup {
    let years = years(report, runs);
    html! {
        section #after-hard aria-labelledby="after-hard-title" {
            h2 #after-hard-title { "After hard sessions" }
            @if years.is_empty() {
                p { "There was no hard session to recover from." }
            } @else {
                p.note {
                    "How many hard sessions of each month a recovery run, nearly one or rest followed "
                    "within 48 h, of those that can be told."
                }
                ul.legend aria-label="Legend" {
                    @for followed in FollowedBy::ALL {
                        li {
                            svg viewBox="0 0 10 12" aria-hidden="true" {
                                path class={ "after-" (followed.as_str()) } d=(bar(followed, 0, 10)) {}
                            }
                            (followed.in_words())
                        }
                    }
                }
                div.scroll tabindex="0" role="group" aria-label="Months" {
                    table.months {
                        thead {
                            tr {
                                th scope="col" { "Year" }
                                @for month in 1..=12 {
                                    th scope="col" { (month_name(month)) }
                                }
                                th scope="col" { "All" }
                            }
                        }
                        tbody {
                            @for (year, months) in years.iter().rev() {
                                tr {
                                    th scope="row" { (year) }
                                    @for month in months { td { (cell(month)) } }
                                    td.sum { (cell(&sum(months))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Counts the hard sessions of all sports by year and month.
fn years(report: &Report<'_>, runs: &[RunRow<'_>]) -> BTreeMap<i16, [Counts; 12]> {
    let of_runs = runs.iter().map(|row| (date_of(row.run), row.run.context.followed_by));
    let others = report.files.iter().flat_map(|file| &file.others);
    let of_others = others.map(|other| (other.date, other.followed_by));
    let mut years: BTreeMap<i16, [Counts; 12]> = BTreeMap::new();
    for (date, followed) in of_runs.chain(of_others) {
        let place =
            followed.and_then(|followed| FollowedBy::ALL.iter().position(|one| *one == followed));
        if let Some(place) = place {
            let months = years.entry(date.year()).or_default();
            months[date.month() as usize - 1][place] += 1;
        }
    }
    years
}

fn sum(months: &[Counts; 12]) -> Counts {
    std::array::from_fn(|place| months.iter().map(|month| month[place]).sum())
}

/// Writes the share that recovered, and a bar of all sessions.
fn cell(counts: &Counts) -> Markup {
    let all: usize = counts.iter().sum();
    let recovered: usize = counts[..3].iter().sum();
    let told: usize = counts[..5].iter().sum();
    if all == 0 {
        return html! {};
    }
    let named = FollowedBy::ALL.iter().zip(counts).filter(|(_, number)| **number > 0);
    let words: Vec<String> = named
        .clone()
        .map(|(followed, number)| format!("{number} {}", followed.in_words()))
        .collect();
    let mut begin = 0;
    let bars = named.map(|(followed, number)| {
        let (from, to) = (begin * WIDTH / all, (begin + number) * WIDTH / all);
        begin += number;
        (followed.as_str(), bar(*followed, from, to))
    });
    let bars: Vec<(&str, String)> = bars.collect();
    html! {
        span title=(words.join(", ")) {
            @if told > 0 { (recovered) "/" (told) } @else { "?" }
        }
        svg viewBox={ "0 0 " (WIDTH) " 12" } role="img" aria-label=(words.join(", ")) {
            @for (followed, path) in bars {
                path class={ "after-" (followed) } d=(path) {}
            }
        }
    }
}

/// Returns the bar for a follow-up of hard sessions. It is above the middle for recovery, and below
/// the middle for more strain.
fn bar(followed: FollowedBy, from: usize, to: usize) -> String {
    let (top, foot) = match followed {
        FollowedBy::Recovery => (0, 6),
        FollowedBy::Nearly => (2, 6),
        FollowedBy::Rest => (4, 6),
        FollowedBy::TooHard => (6, 10),
        FollowedBy::Hard => (6, 12),
        _ => (5, 7),
    };
    format!("M{from} {top}H{to}V{foot}H{from}z")
}

fn month_name(month: i8) -> String {
    Date::new(2000, month, 1)
        .map_or_else(|_| month.to_string(), |date| date.strftime("%b").to_string())
}
