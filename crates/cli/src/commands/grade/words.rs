//! Words that the brief and the full page of a run share.

use crate::output::style::{FAINT, of_verdict, paint};
use recoup::analysis::calendar::LocalBasis;
use recoup::analysis::wording::clock;
use recoup::{Assessment, Basis, Confidence, FollowedBy, Kind, Margin, Verdict, shown};

/// Returns the verdict and the main reason in one line. A hard, long or race run that nobody meant as
/// a recovery run is told as one, and not judged.
pub(super) fn verdict_line(run: &Assessment) -> String {
    if let Some(kind) = other_kind(run) {
        let reason = run.classified.hard_session_reason().unwrap_or(&run.classified.reason);
        return format!("{kind}, not judged as a recovery run: {}", shown(reason));
    }
    let grade = run.grade.map_or_else(String::new, |grade| format!(" (grade {grade})"));
    let basis = match run.basis {
        Basis::Rpe => " by the athlete's own rating, because heart rate is missing",
        Basis::HeartRate | Basis::None => "",
    };
    let reason = run.main_reason.as_ref().map(|reason| format!(": {}", reason.measure));
    let sure = match run.confidence {
        Some(Confidence::DependsOnMax) => "; another maximum heart rate would change this",
        Some(Confidence::SuspectHeartRate) => "; without the suspicious heart rate it is another",
        _ => "",
    };
    // Nobody is accused of missing what nobody asked for.
    let meant = if run.verdict == Verdict::NotRecovery && !run.classified.is_meant() {
        ", nor meant as one"
    } else {
        ""
    };
    let verdict = capital(run.verdict.in_words());
    let verdict = paint(of_verdict(run.verdict), &format!("{verdict}{grade}"));
    format!("{verdict}{meant}{basis}{}{sure}", reason.unwrap_or_default())
}

/// Returns what a hard, long or race run is; [`None`] for other runs, and for one that was meant as a
/// recovery run.
pub(super) fn other_kind(run: &Assessment) -> Option<&'static str> {
    if run.classified.is_meant() || run.verdict == Verdict::Recovery {
        return None;
    }
    match run.classified.kind {
        Kind::Hard => Some("A hard run"),
        Kind::Long => Some("A long run"),
        Kind::Race => Some("A race"),
        _ => None,
    }
}

/// Returns a text with a capital letter at its start.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether it helps to know what would have made the run pass: it was meant as a recovery run or came
/// near one, or the recording cannot tell.
pub(super) fn helps_to_pass(run: &Assessment) -> bool {
    let is_near = matches!(run.verdict, Verdict::Borderline | Verdict::Ungradable);
    let is_other = matches!(run.classified.kind, Kind::Hard | Kind::Long | Kind::Race);
    run.classified.is_meant() || (is_near && !is_other)
}

/// Formats a moment in timer time, with the time on the clock.
pub(super) fn moment(run: &Assessment, timer_ms: i64) -> String {
    format!("{} ({})", clock(timer_ms), run.clock_at(timer_ms).strftime("%H:%M:%S"))
}

/// Returns the time and the totals of a run, and the names that its file has.
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
    let Margin { from_bpm, below, to_bpm, above, .. } = run.margin?;
    let range = match (from_bpm, to_bpm) {
        (Some(from), Some(to)) => format!("a maximum heart rate of {from:.0} to {to:.0}"),
        (Some(from), None) => format!("any maximum heart rate from {from:.0} up"),
        (None, Some(to)) => format!("any maximum heart rate up to {to:.0}"),
        (None, None) => "any maximum heart rate".to_owned(),
    };
    let outside: Vec<String> = [("below", below), ("above", above)]
        .into_iter()
        .filter_map(|(side, verdict)| Some(format!("{} {side}", verdict?.in_words())))
        .collect();
    let outside =
        if outside.is_empty() { String::new() } else { format!("; {}", outside.join(", ")) };
    Some(format!("  The verdict holds for {range}{outside}."))
}

/// Describes what came after a hard session; [`None`] where it is not over yet, or not known.
pub(super) fn after_hard(run: &Assessment) -> Option<&'static str> {
    Some(match run.context.followed_by? {
        FollowedBy::Recovery => "a recovery run",
        FollowedBy::Nearly => "nearly a recovery run",
        FollowedBy::Rest => "rest",
        FollowedBy::TooHard => "an easy run that was no recovery run",
        FollowedBy::Hard => "another hard session",
        FollowedBy::Unknown => "a run that cannot be told",
        _ => return None,
    })
}
