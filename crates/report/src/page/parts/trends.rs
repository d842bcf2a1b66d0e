//! Trends over all weeks, as means of twelve weeks.

use crate::page::picture::line::Scale;
use crate::page::report::Report;
use jiff::civil::Date;
use maud::{Markup, html};
use recoup_analysis::{AfterHard, Week};

/// Number of weeks of a mean.
const MEAN_WEEKS: usize = 12;
/// Least number of hard sessions for which the share that recovered is shown.
const LEAST_SESSIONS: f64 = 3.0;
/// Longest distance between successive weeks of one mean, in days.
const GAP_DAYS: i32 = 7;

/// A part and its whole in a week. A mean is the sum of the parts over some weeks, divided by the
/// sum of the wholes.
type Ratio = fn(&Week) -> (f64, f64);

/// Means at the first days of weeks.
type Means = Vec<(Date, Option<f64>)>;

pub(in crate::page) fn section(report: &Report<'_>) -> Markup {
    let weeks = report.weeks;
    if weeks.len() < 2 {
        return html! {};
    }
    let recovery = means(weeks, |week| (week.recovery_runs as f64, 1.0), 1.0);
    let low = means(weeks, |week| (week.range_low as f64, 1.0), 1.0);
    let high = means(weeks, |week| (week.range_high as f64, 1.0), 1.0);
    let recovered = means(
        weeks,
        |week| {
            let after_hard = AfterHard::of_weeks(&[week]);
            (after_hard.recovered() as f64, after_hard.told() as f64)
        },
        LEAST_SESSIONS,
    );
    let easy = means(
        weeks,
        |week| {
            let low_ms = week.below_ms + week.zones_ms[0];
            (low_ms as f64, (low_ms + week.zones_ms[1..].iter().sum::<i64>()) as f64)
        },
        1.0,
    );
    let hours = means(weeks, |week| (week.run_time_ms as f64 / 3_600_000.0, 1.0), 1.0);
    html! {
        section #trends aria-labelledby="trends-title" {
            h2 #trends-title { "Trends" }
            p.note { "Means of up to " (MEAN_WEEKS) " weeks, those without a run included." }
            div.trends {
                (of_recovery_runs(&recovery, &low, &high))
                (of_share("Recovered after hard sessions", "of those that can be told", &recovered))
                (of_share("Time at or below Zone 1", "of the time with a heart rate", &easy))
                (of_hours(&hours))
            }
        }
    }
}

/// Returns the mean of the weeks up to each week. Unknown if the whole is less than `least`, and in
/// gaps of the list of weeks.
fn means(weeks: &[Week], ratio: Ratio, least: f64) -> Means {
    let mut begin = 0;
    let mut means = Vec::with_capacity(weeks.len());
    for (place, week) in weeks.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| weeks[before].start);
        if before.is_some_and(|before| (week.start - before).get_days() > GAP_DAYS) {
            begin = place;
            means.push((week.start, None));
        }
        let first = begin.max((place + 1).saturating_sub(MEAN_WEEKS));
        let ratios = weeks[first..=place].iter().map(ratio);
        let (part, whole) =
            ratios.fold((0.0, 0.0), |(part, whole), (more, of)| (part + more, whole + of));
        means.push((week.start, (whole >= least).then(|| part / whole)));
    }
    means
}

/// Returns the first and the last date.
fn span(means: &Means) -> (Date, Date) {
    let first = means.first().map_or(Date::ZERO, |(date, _)| *date);
    (first, means.last().map_or(first, |(date, _)| *date))
}

fn last(means: &Means) -> Option<f64> {
    means.last().and_then(|(_, mean)| *mean)
}

fn highest(means: &Means) -> f64 {
    means.iter().filter_map(|(_, mean)| *mean).fold(0.0, f64::max)
}

fn of_recovery_runs(recovery: &Means, low: &Means, high: &Means) -> Markup {
    let top = highest(recovery).max(highest(high)).max(1.0).ceil();
    let scale = Scale::new(span(recovery), (0.0, top));
    let back: Means = low.iter().rev().copied().collect();
    let band = format!("{}{}z", scale.path(high), scale.path(&back).replacen('M', "L", 1));
    // A band with gaps cannot be drawn as one closed shape.
    let is_whole = high.iter().all(|(_, mean)| mean.is_some());
    let now = last(recovery).map_or_else(String::new, |mean| format!("now {mean:.1}"));
    let inner = html! {
        @if is_whole { path.range d=(band) {} }
        path.trend d=(scale.path(recovery)) {}
    };
    let values: Vec<(f64, String)> =
        [0.0, top / 2.0, top].map(|value| (value, format!("{value}"))).into();
    let title = "Recovery runs a week";
    figure(
        title,
        &if is_whole { format!("{now}; the band is the coach’s range") } else { now },
        &scale.draw(title, &values, &inner),
    )
}

fn of_share(title: &str, whole: &str, means: &Means) -> Markup {
    let scale = Scale::new(span(means), (0.0, 1.0));
    let values = [0.0, 0.5, 1.0].map(|share| (share, format!("{:.0} %", share * 100.0)));
    let now = match last(means) {
        Some(mean) => format!("now {:.0} %, {whole}", mean * 100.0),
        None => whole.to_owned(),
    };
    let inner = html! { path.trend d=(scale.path(means)) {} };
    figure(title, &now, &scale.draw(title, &values, &inner))
}

fn of_hours(hours: &Means) -> Markup {
    let top = highest(hours).max(1.0).ceil();
    let scale = Scale::new(span(hours), (0.0, top));
    let values = [0.0, top / 2.0, top].map(|value| (value, format!("{value} h")));
    let now = last(hours).map_or_else(String::new, |mean| format!("now {mean:.1} h"));
    let inner = html! { path.trend d=(scale.path(hours)) {} };
    let title = "Hours of running a week";
    figure(title, &now, &scale.draw(title, &values, &inner))
}

fn figure(title: &str, note: &str, picture: &Markup) -> Markup {
    html! {
        figure {
            figcaption { b { (title) } " " (note) }
            (picture)
        }
    }
}
