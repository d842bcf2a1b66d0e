//! The main reasons why runs were no recovery runs.

use crate::page::report::Report;
use maud::{Markup, html};
use recoup_analysis::{Answer, ReasonCode, answers};

/// Width of the longest bar.
const WIDTH: usize = 200;

pub(in crate::page) fn section(report: &Report<'_>) -> Markup {
    let all = answers(report.files, report.weeks, &report.athlete.policy, None);
    let Some(all) = all.first() else { return html! {} };
    let codes = codes(all);
    let last = |code| report.answer.map_or(0, |answer| number(answer, code));
    let most = codes.iter().map(|code| number(all, *code)).max().unwrap_or(1).max(1);
    let meant = &all.meant;
    html! {
        section #reasons aria-labelledby="reasons-title" {
            h2 #reasons-title { "Why runs were no recovery runs" }
            @if codes.is_empty() {
                p { "No run was meant as recovery, or came near it, and can be told to have failed." }
            } @else {
                p.note {
                    "Main reasons of the runs that were meant as recovery and did not hold ("
                    (meant.nearly + meant.missed) " of " (meant.meant)
                    "), and of those that nobody meant so and that came near ("
                    (meant.near_others.iter().map(|(_, number)| number).sum::<usize>()) ")."
                }
                table.bars {
                    thead {
                        tr {
                            th scope="col" { "Reason" }
                            th scope="col" { "All weeks" }
                            @if let Some(answer) = report.answer {
                                th.number scope="col" { "Last " (answer.weeks) }
                            }
                        }
                    }
                    tbody {
                        @for code in codes {
                            @let number = number(all, code);
                            @let width = (number * WIDTH).div_ceil(most);
                            tr {
                                th scope="row" { (code.in_words()) }
                                td {
                                    svg viewBox={ "0 0 " (WIDTH) " 10" } aria-hidden="true" {
                                        path.bar d={ "M0 0h" (width) "v10h-" (width) "z" } {}
                                    }
                                    " " (number)
                                }
                                @if report.answer.is_some() { td.number { (last(code)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Lists the reasons, the most frequent first.
fn codes(answer: &Answer) -> Vec<ReasonCode> {
    let meant = &answer.meant;
    let all = meant.broken_by.iter().chain(&meant.near_others).map(|(code, _)| *code);
    let mut codes: Vec<ReasonCode> = all.collect();
    codes.sort_by_key(|code| (std::cmp::Reverse(number(answer, *code)), *code));
    codes.dedup();
    codes
}

/// Returns the number of runs whose main reason is `code`.
fn number(answer: &Answer, code: ReasonCode) -> usize {
    let meant = &answer.meant;
    let all = meant.broken_by.iter().chain(&meant.near_others);
    all.filter(|(own, _)| *own == code).map(|(_, number)| number).sum()
}
