//! The page that explains a run to the runner.

use super::json::{FileReport, SessionReport};
use super::strip;
use crate::output::format::zone_range;
use crate::output::style::{FAINT, STRONG, of_outcome, of_verdict, paint};
use recoup::analysis::wording::clock;
use recoup::{
    Assessment, Basis, Confidence, FollowedBy, Kind, Margin, Outcome, Policy, SuspectStretch,
    Verdict, ZoneModel, shown,
};
use std::io::{self, Write};

/// Width of the longest bar, in characters, if there is room.
const BAR: usize = 40;
/// Maximum number of surges, hills or stretches in a list.
const SHOWN: usize = 8;
/// Indent of the lines below a criterion.
const INDENT: &str = "                              ";

/// Widths of the drawn parts. Lines of words are wrapped instead.
pub(super) struct Room {
    bar: usize,
    /// Width of the heart rate over time.
    pub(super) strip: usize,
}

impl Room {
    /// Divides the width of the terminal. 41 columns stand beside a bar.
    pub(super) fn of(width: Option<usize>) -> Self {
        let width = width.unwrap_or(usize::MAX);
        Self {
            bar: BAR.min(width.saturating_sub(41)),
            strip: width.saturating_sub(strip::MARGINS).max(1),
        }
    }
}

pub(super) fn write(
    out: &mut impl Write,
    file: &FileReport,
    policy: &Policy,
    room: &Room,
) -> io::Result<()> {
    let name = shown(&file.file);
    if let Some(remark) = &file.remark {
        writeln!(out, "{name}: {}", shown(remark))?;
    }
    for session in &file.sessions {
        writeln!(out, "{}", paint(STRONG, &name))?;
        for note in &session.notes {
            let note = format!("note: {note}");
            writeln!(out, "  {}", paint(FAINT, &shown(&note)))?;
        }
        if let Some(reason) = &session.not_graded {
            writeln!(out, "  {reason}")?;
        }
        explain(out, session, policy, room)?;
        writeln!(out)?;
    }
    Ok(())
}

fn explain(
    out: &mut impl Write,
    session: &SessionReport,
    policy: &Policy,
    room: &Room,
) -> io::Result<()> {
    let SessionReport { run: Some(run), strip: Some(strip), .. } = session else { return Ok(()) };
    verdict(out, run)?;
    heading(out, run)?;
    buckets(out, run, room)?;
    strip::draw(out, strip, run)?;
    criteria(out, run)?;
    surges(out, run)?;
    doubts(out, run)?;
    margin(out, run)?;
    changed_limits(out, policy)?;
    let reason = shown(&run.classified.reason);
    writeln!(out, "  Classified as: {} ({reason})", run.classified.kind.as_str())?;
    if let Some(reason) = run.classified.hard_session_reason() {
        writeln!(out, "  A hard session: {}.", shown(reason))?;
        let after = match run.context.followed_by {
            Some(FollowedBy::Recovery) => "a recovery run",
            Some(FollowedBy::Nearly) => "nearly a recovery run",
            Some(FollowedBy::Rest) => "rest",
            Some(FollowedBy::TooHard) => "an easy run that was no recovery",
            Some(FollowedBy::Hard) => "another hard session",
            Some(FollowedBy::Unknown) => "a run without enough heart rate to tell",
            _ => "not over yet, or not known",
        };
        writeln!(out, "  The 48 hours after it: {after}.")?;
    }
    if let Some(own_m) = run.distance_set_aside_m {
        writeln!(out, "  Set aside: the device's distance of {own_m:.0} m.")?;
    }
    if run.misplaced_samples > 0 {
        writeln!(out, "  Left out: {} samples with an impossible time.", run.misplaced_samples)?;
    }
    if run.is_mostly_walking {
        writeln!(out, "  Mostly walked, which is allowed.")?;
    }
    if let Some(advice) = &run.advice {
        writeln!(out, "  Note: {advice}.")?;
    }
    Ok(())
}

/// Writes the verdict in one line, with the criteria that failed or warned.
fn verdict(out: &mut impl Write, run: &Assessment) -> io::Result<()> {
    let grade = run.grade.map_or_else(String::new, |grade| format!(", grade {grade}"));
    let basis = match run.basis {
        Basis::Rpe => " by the athlete's own rating, because heart rate is missing",
        Basis::HeartRate | Basis::None => "",
    };
    let blamed = |wanted: Outcome| {
        let named = run.criteria.named().into_iter();
        named.filter(move |(_, criterion)| criterion.outcome == wanted).map(|(name, _)| name)
    };
    let fails = blamed(Outcome::Fail).map(|name| format!("{name} fails"));
    let warns = blamed(Outcome::Warn).map(|name| format!("{name} warns"));
    let mut causes: Vec<String> = fails.chain(warns).collect();
    if run.verdict == Verdict::Ungradable {
        causes.clear();
    }
    if let Some(reason) = &run.main_reason {
        causes.insert(0, reason.measure.clone());
    }
    let causes = if causes.is_empty() { String::new() } else { format!(": {}", causes.join(", ")) };
    let sure = match run.confidence {
        Some(Confidence::DependsOnMax) => " (another maximum heart rate would change this)",
        Some(Confidence::SuspectHeartRate) => " (without the suspicious heart rate it is another)",
        _ => "",
    };
    let causes = format!("{causes}{sure}");
    let line = format!("{}{grade}", run.verdict.in_words());
    writeln!(out, "  {}{basis}{causes}", paint(of_verdict(run.verdict), &line))
}

fn heading(out: &mut impl Write, run: &Assessment) -> io::Result<()> {
    let start = run.start_local.strftime("%a %Y-%m-%d %H:%M");
    write!(out, "  {start} ({}), {}", run.local_basis.as_str(), clock(run.timer_ms))?;
    if run.elapsed_ms - run.timer_ms >= 1000 {
        write!(out, " and {} of pauses", clock(run.elapsed_ms - run.timer_ms))?;
    }
    if let Some(distance_m) = run.distance_m {
        write!(out, ", {:.2} km", distance_m / 1000.0)?;
    }
    if let Some(ascent_m) = run.ascent_m {
        write!(out, ", {ascent_m:.0} m up")?;
    }
    if let Some(bpm) = run.heart_rate_avg_bpm {
        write!(out, ", mean {bpm:.0} bpm")?;
    }
    if let Some(bpm) = run.heart_rate_peak_bpm {
        write!(out, ", peak {bpm:.0}")?;
    }
    writeln!(out)?;
    let sub_sport = run.sub_sport.as_deref().filter(|&name| name != "generic");
    let guess = run.sport_guess();
    let names = [run.labels.title.as_deref(), sub_sport, guess.as_deref(), run.device.as_deref()];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    if !names.is_empty() {
        writeln!(out, "  {}", paint(FAINT, &shown(&names.join(", "))))?;
    }
    Ok(())
}

/// Writes the time in each zone as a bar.
fn buckets(out: &mut impl Write, run: &Assessment, room: &Room) -> io::Result<()> {
    let times = &run.zone_times;
    let max = match run.max_bpm {
        _ if !run.zone_model.is_of_max() => String::new(),
        None => " (HRmax unknown; pass --max-hr)".to_owned(),
        Some(bpm) => {
            let from = run.max_from.map(|from| format!(", {from}")).unwrap_or_default();
            format!(" (HRmax {bpm:.0} from {}{from})", run.max_source.in_words())
        }
    };
    writeln!(out, "\n  Time in zones, model {}{max}", run.zone_model)?;
    for doubt in run.max_doubts() {
        writeln!(out, "  Doubtful: {doubt}.")?;
    }
    let mut rows = Vec::new();
    if let Some(zones) = run.zones {
        let ranges = zones.whole_bpm();
        rows.push(("no heart rate", String::new(), times.missing_ms));
        // In some devices and models, Zone 1 includes everything below it.
        let (bottom, _) = ranges[0];
        let below = if bottom > 0 { format!("-{}", bottom - 1) } else { String::new() };
        rows.push(("below", below, times.below_ms));
        let names = ["Zone 1", "Zone 2", "Zone 3", "Zone 4", "Zone 5"];
        for ((name, zone), time_ms) in names.into_iter().zip(ranges).zip(times.zones_ms) {
            rows.push((name, zone_range(zone), time_ms));
        }
    } else {
        rows.push(("no heart rate", String::new(), run.timer_ms - run.heart_rate_ms));
        rows.push(("zone unknown", String::new(), run.heart_rate_ms));
    }
    if let Some(counted) = run.device_zones.as_ref().and_then(|zones| zones.times)
        && run.zone_model == ZoneModel::Device
    {
        let [z1, z2, z3, z4, _] = counted.zones_ms.map(clock);
        let below = counted.below_ms.map(|ms| format!("{} below, ", clock(ms))).unwrap_or_default();
        let z5 = clock(counted.at_or_above_zone5_ms());
        writeln!(out, "  The watch counted {below}{z1}, {z2}, {z3}, {z4} and {z5} in Zones 1-5.")?;
    }
    let total_ms = times.total_ms().max(1);
    for (name, range, time_ms) in rows {
        let share = time_ms as f64 / total_ms as f64;
        let bar = "█".repeat((share * room.bar as f64).round() as usize);
        let line = format!(
            "  {name:<13} {range:>7} {:>8} {:>4.0} %  {bar}",
            clock(time_ms),
            share * 100.0
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Whether it helps to know what would have made the run pass: it was meant as a recovery run or came
/// near one, or the recording cannot tell.
fn helps_to_pass(run: &Assessment) -> bool {
    let is_near = matches!(run.verdict, Verdict::Borderline | Verdict::Ungradable);
    let is_other = matches!(run.classified.kind, Kind::Hard | Kind::Long | Kind::Race);
    run.classified.is_meant() || (is_near && !is_other)
}

/// Formats a moment in timer time, with the time on the clock.
fn moment(run: &Assessment, timer_ms: i64) -> String {
    format!("{} ({})", clock(timer_ms), run.clock_at(timer_ms).strftime("%H:%M:%S"))
}

fn criteria(out: &mut impl Write, run: &Assessment) -> io::Result<()> {
    writeln!(out, "\n  Criteria")?;
    for (name, criterion) in run.criteria.named() {
        let outcome = format!("{:<7}", criterion.outcome.as_str());
        let outcome = paint(of_outcome(criterion.outcome), &outcome);
        writeln!(out, "  {outcome} {name:<19} {}", criterion.measured)?;
        let limit = format!("limit: {}", criterion.limit);
        writeln!(out, "{INDENT}{}", paint(FAINT, &limit))?;
        for place in criterion.evidence.iter().take(SHOWN) {
            let place = place.in_words(|timer_ms| moment(run, timer_ms));
            writeln!(out, "{INDENT}{}", paint(FAINT, &place))?;
        }
        more(out, criterion.evidence.len())?;
        for clause in criterion.to_pass.iter().filter(|_| helps_to_pass(run)) {
            writeln!(out, "{INDENT}to pass: {clause}")?;
        }
    }
    writeln!(out)
}

fn surges(out: &mut impl Write, run: &Assessment) -> io::Result<()> {
    if run.surges.is_empty() {
        return Ok(());
    }
    let total_ms = run.surges.iter().map(|surge| surge.length_ms).sum();
    writeln!(out, "  Surges above Zone 1: {}, {} in all", run.surges.len(), clock(total_ms))?;
    for surge in run.surges.iter().take(SHOWN) {
        let distance = surge.distance_m.map(|m| format!(", {m:.0} m")).unwrap_or_default();
        writeln!(
            out,
            "    at {} for {}, peak {:.0} bpm{distance}, cause: {}",
            moment(run, surge.start_timer_ms),
            clock(surge.length_ms),
            surge.peak_bpm,
            surge.cause.as_str()
        )?;
    }
    more(out, run.surges.len())?;
    writeln!(out)
}

/// Writes the suspicious heart rates, and the verdict without them.
fn doubts(out: &mut impl Write, run: &Assessment) -> io::Result<()> {
    let quality = &run.heart_rate_quality;
    let Some(without) = run.without_suspect else { return Ok(()) };
    let consequence = if without.verdict == run.verdict {
        "the verdict is the same without it".to_owned()
    } else {
        let grade = without.grade.map_or_else(String::new, |grade| format!(", grade {grade}"));
        format!("without it: {}{grade}", without.verdict.in_words())
    };
    let doubtful = clock(quality.suspicious_ms);
    writeln!(out, "  Suspicious heart rate: {doubtful}; {consequence}")?;
    let mut longest: Vec<&SuspectStretch> = quality.stretches.iter().collect();
    longest.sort_by_key(|stretch| std::cmp::Reverse(stretch.length_ms));
    for stretch in longest.iter().take(SHOWN) {
        writeln!(
            out,
            "    {} at {} for {}",
            stretch.kind.as_str(),
            moment(run, stretch.start_timer_ms),
            clock(stretch.length_ms)
        )?;
    }
    more(out, longest.len())?;
    writeln!(out)
}

/// Writes the range of maximum heart rates in which the verdict holds.
fn margin(out: &mut impl Write, run: &Assessment) -> io::Result<()> {
    let Some(Margin { from_bpm, below, to_bpm, above, .. }) = run.margin else { return Ok(()) };
    let range = match (from_bpm, to_bpm) {
        (Some(from), Some(to)) => format!("an HRmax of {from:.0} to {to:.0}"),
        (Some(from), None) => format!("any HRmax from {from:.0} up"),
        (None, Some(to)) => format!("any HRmax up to {to:.0}"),
        (None, None) => "any HRmax".to_owned(),
    };
    let outside: Vec<String> = [("below", below), ("above", above)]
        .into_iter()
        .filter_map(|(side, verdict)| Some(format!("{} {side}", verdict?.in_words())))
        .collect();
    let outside =
        if outside.is_empty() { String::new() } else { format!("; {}", outside.join(", ")) };
    writeln!(out, "  The verdict holds for {range}{outside}.")
}

/// Writes the limits that differ from the defaults.
fn changed_limits(out: &mut impl Write, policy: &Policy) -> io::Result<()> {
    for (name, value, default) in policy.changes() {
        writeln!(out, "  Custom limit: {name} = {value} (default {default})")?;
    }
    Ok(())
}

/// Writes how many items of a list were not shown.
fn more(out: &mut impl Write, number: usize) -> io::Result<()> {
    match number.checked_sub(SHOWN) {
        Some(rest @ 1..) => writeln!(out, "{INDENT}and {rest} more"),
        _ => Ok(()),
    }
}
