//! Zone 1 over time, and the source of each maximum heart rate.

use crate::columns::RunRow;
use crate::page::picture::line::Scale;
use crate::page::report::date_of;
use crate::page::text::day;
use jiff::civil::Date;
use maud::{Markup, html};
use recoup_analysis::{MaxSource, ZonesUnknown};

/// Number of stretches that the table shows at once.
const SHOWN: usize = 8;
/// Room above and below Zone 1 in the picture, in beats per minute.
const ROOM_BPM: i32 = 6;

/// Successive runs with the same Zone 1 from the same source.
struct Stretch {
    first: Date,
    last: Date,
    runs: usize,
    zone1: Option<(i32, i32)>,
    unknown: Option<ZonesUnknown>,
    max_bpm: Option<f64>,
    source: MaxSource,
}

pub(in crate::page) fn section(runs: &[RunRow<'_>]) -> Markup {
    let stretches = stretches(runs);
    if stretches.is_empty() {
        return html! {};
    }
    let newest: Vec<&Stretch> = stretches.iter().rev().collect();
    let (shown, rest) = newest.split_at(newest.len().min(SHOWN));
    html! {
        section #maxima aria-labelledby="maxima-title" {
            h2 #maxima-title { "Zone 1 over time" }
            p.note {
                "Zone 1 rests on the maximum heart rate. A wrong maximum shows as a step that no change "
                "of the runner explains."
            }
            (picture(&stretches))
            (table(shown))
            @if !rest.is_empty() {
                details {
                    summary { (rest.len()) " earlier" }
                    (table(rest))
                }
            }
        }
    }
}

fn stretches(runs: &[RunRow<'_>]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for run in runs.iter().map(|row| row.run) {
        let zone1 = run.zones.map(|zones| zones.zone1_whole_bpm());
        let max_bpm = run.max_bpm.filter(|_| run.zone_model.is_of_max());
        let is_same = |last: &Stretch| {
            (last.zone1, last.max_bpm, last.source) == (zone1, max_bpm, run.max_source)
        };
        match stretches.last_mut().filter(|last| is_same(last)) {
            Some(last) => {
                last.last = date_of(run);
                last.runs += 1;
            }
            None => stretches.push(Stretch {
                first: date_of(run),
                last: date_of(run),
                runs: 1,
                zone1,
                unknown: run.zones_unknown,
                max_bpm,
                source: run.max_source,
            }),
        }
    }
    stretches
}

fn picture(stretches: &[Stretch]) -> Markup {
    let known = || stretches.iter().filter_map(|stretch| stretch.zone1);
    let lowest = known().map(|(low, _)| low).min();
    let Some((lowest, highest)) = lowest.zip(known().map(|(_, high)| high).max()) else {
        return html! {};
    };
    let (low, high) = (f64::from(lowest - ROOM_BPM), f64::from(highest + ROOM_BPM));
    let first = stretches.first().map_or(Date::ZERO, |stretch| stretch.first);
    let last = stretches.last().map_or(first, |stretch| stretch.last);
    let scale = Scale::new((first, last), (low, high));
    let values: Vec<(f64, String)> =
        [lowest, highest].map(|bpm| (f64::from(bpm), bpm.to_string())).into();
    let inner = html! {
        @for stretch in stretches {
            @if let Some((zone_low, zone_high)) = stretch.zone1 {
                @let (left, top) = (scale.x(stretch.first), scale.y(f64::from(zone_high)));
                @let width = (scale.x(stretch.last) - left).max(1.5);
                @let height = (scale.y(f64::from(zone_low)) - top).max(1.0);
                rect class=(if stretch.source.is_setting() { "zone" } else { "zone guess" })
                    x=(left) y=(top) width=(width) height=(height) {}
            }
        }
    };
    html! {
        figure.wide {
            figcaption { b { "Zone 1" } " in beats a minute; dashed where the maximum is a guess" }
            (scale.draw("Zone 1 over time", &values, &inner))
        }
    }
}

fn table(stretches: &[&Stretch]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label="Maximum heart rates" {
            table {
                thead {
                    tr {
                        th scope="col" { "From" }
                        th scope="col" { "To" }
                        th.number scope="col" { "Runs" }
                        th.number scope="col" { "Zone 1" }
                        th.number scope="col" { "Maximum" }
                        th scope="col" { "Taken from" }
                    }
                }
                tbody {
                    @for stretch in stretches {
                        tr {
                            td { (day(stretch.first)) }
                            td { (day(stretch.last)) }
                            td.number { (stretch.runs) }
                            td.number {
                                @match stretch.zone1 {
                                    Some((low, high)) => { (low) "-" (high) },
                                    None => "unknown",
                                }
                            }
                            td.number {
                                @if let Some(bpm) = stretch.max_bpm { (format!("{bpm:.0}")) }
                            }
                            td {
                                @match stretch.unknown {
                                    Some(cause) => (cause.as_str()),
                                    None => (stretch.source.in_words()),
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
