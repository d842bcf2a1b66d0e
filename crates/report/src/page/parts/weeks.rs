//! Every week, as a band for each year.

use crate::columns::RunRow;
use crate::page::picture::band;
use crate::page::picture::mark::{self, Mark};
use crate::page::report::Report;
use maud::{Markup, html};
use recoup_analysis::Week;
use std::collections::BTreeMap;

/// Number of years that the style sheet prints.
const PRINTED_YEARS: usize = 3;

pub(in crate::page) fn section(report: &Report<'_>, runs: &[RunRow<'_>]) -> Markup {
    let days = band::days(report, runs);
    let mut years: BTreeMap<i16, Vec<&Week>> = BTreeMap::new();
    for week in report.weeks {
        years.entry(band::place_of(week).0).or_default().push(week);
    }
    years.retain(|_, weeks| weeks.iter().any(|week| band::is_shown(week)));
    html! {
        section #weeks aria-labelledby="weeks-title" {
            h2 #weeks-title { "Every week" }
            p.note {
                "Above, the recovery runs of each week against the coach’s range; below, what was run "
                "on each day. A week is a link to its runs."
            }
            (mark::legend(&Mark::ALL))
            div #bands {
                @for (year, weeks) in years.iter().rev() {
                    (band::year(*year, weeks, &days))
                }
            }
            @if years.len() > PRINTED_YEARS {
                p.note.on-paper { "On paper only the last " (PRINTED_YEARS) " years are shown." }
            }
        }
    }
}
