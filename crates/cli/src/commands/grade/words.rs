//! Words that the brief and the full page of a run share.

use crate::output::style::{FAINT, of_verdict, paint};
use recoup::analysis::calendar::LocalBasis;
use recoup::analysis::wording::clock;
use recoup::{Assessment, shown};

/// Returns one line with the verdict and the main reason.
pub(super) fn verdict_line(run: &Assessment) -> String {
    let words = run.verdict_in_words();
    let verdict = match run.other_kind() {
        Some(_) => words.verdict,
        None => paint(of_verdict(run.verdict), &words.verdict),
    };
    format!("{verdict}{}", shown(&words.rest))
}

/// Formats a moment in timer time, followed by the time on the clock.
pub(super) fn moment(run: &Assessment, timer_ms: i64) -> String {
    format!("{} ({})", clock(timer_ms), run.clock_at(timer_ms).strftime("%H:%M:%S"))
}

/// Returns the time, the totals and the names of a run.
pub(super) fn when(run: &Assessment) -> Vec<String> {
    let start = run.start_local.strftime("%a %-d %b %Y %H:%M");
    let basis = match run.local_basis {
        LocalBasis::File | LocalBasis::Coordinates => "",
        LocalBasis::Config => " (your time zone)",
        _ => " (UTC)",
    };
    let mut line = format!("  {start}{basis}, {}", clock(run.timer_ms));
    if run.elapsed_ms - run.timer_ms >= 1000 {
        line = format!("{line} and {} of pauses", clock(run.elapsed_ms - run.timer_ms));
    }
    let parts = [
        run.distance_m.map(|distance_m| format!("{:.2} km", distance_m / 1000.0)),
        run.ascent_m.map(|ascent_m| format!("{ascent_m:.0} m up")),
        run.heart_rate_avg_bpm.map(|bpm| format!("mean {bpm:.0} bpm")),
        run.heart_rate_peak_bpm.map(|bpm| format!("peak {bpm:.0}")),
    ];
    let mut lines =
        vec![[line].into_iter().chain(parts.into_iter().flatten()).collect::<Vec<_>>().join(", ")];
    let sub_sport = run.sub_sport.as_deref().filter(|&name| name != "generic");
    let guess = run.sport_guess();
    let names = [run.labels.title.as_deref(), sub_sport, guess.as_deref(), run.device.as_deref()];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    if !names.is_empty() {
        lines.push(format!("  {}", paint(FAINT, &shown(&names.join(", ")))));
    }
    lines
}

/// Describes the range of maximum heart rates in which the verdict holds; [`None`] if it does not
/// depend on one.
pub(super) fn margin_line(run: &Assessment) -> Option<String> {
    run.margin.map(|margin| format!("  The verdict holds for {margin}."))
}
