//! The page with everything about a run.

use super::json::SessionReport;
use super::strip;
use super::words::{margin_line, moment, when};
use crate::output::format::zone_range;
use crate::output::style::{FAINT, of_outcome, paint};
use recoup::analysis::wording::clock;
use recoup::{Assessment, FollowedBy, Policy, SuspectStretch, ZoneModel, shown};
use std::io::{self, Write};

/// Maximum number of surges, hills or stretches in a list.
const SHOWN: usize = 8;
/// Indent of the lines below a criterion.
const INDENT: &str = "                              ";

/// Writes everything about a run, except the verdict and the name. `bar` is the width of the
/// longest bar.
pub(super) fn explain(
    out: &mut impl Write,
    session: &SessionReport,
    policy: &Policy,
    bar: usize,
) -> io::Result<()> {
    let SessionReport { run: Some(run), strip: Some(strip), .. } = session else { return Ok(()) };
    for line in when(run) {
        writeln!(out, "{line}")?;
    }
    buckets(out, run, bar)?;
    writeln!(out, "\n  Heart rate over time")?;
    strip::draw(out, strip, run, strip::ROWS)?;
    criteria(out, run)?;
    surges(out, run)?;
    doubts(out, run)?;
    if let Some(line) = margin_line(run) {
        writeln!(out, "{line}")?;
    }
    changed_limits(out, policy)?;
    let reason = shown(&run.classified.reason);
    writeln!(out, "  Kind: {} ({reason})", run.classified.kind.as_str())?;
    if let Some(reason) = run.classified.hard_session_reason() {
        writeln!(out, "  A hard session: {}.", shown(reason))?;
        let after =
            run.context.followed_by.map_or("not over yet, or not known", FollowedBy::in_words);
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

/// Writes the time in each zone as a bar.
fn buckets(out: &mut impl Write, run: &Assessment, bar: usize) -> io::Result<()> {
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
        // In some devices and models, Zone 1 begins at 0 bpm.
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
        let bar = "█".repeat((share * bar as f64).round() as usize);
        let line = format!(
            "  {name:<13} {range:>7} {:>8} {:>4.0} %  {bar}",
            clock(time_ms),
            share * 100.0
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
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
        for clause in criterion.to_pass.iter().filter(|_| run.helps_to_pass()) {
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

/// Writes the limits that differ from the defaults.
fn changed_limits(out: &mut impl Write, policy: &Policy) -> io::Result<()> {
    for (name, value, default) in policy.changes() {
        writeln!(out, "  Custom limit: {name} = {value} (default {default})")?;
    }
    Ok(())
}

/// Writes the number of items of a list that were not shown.
fn more(out: &mut impl Write, number: usize) -> io::Result<()> {
    match number.checked_sub(SHOWN) {
        Some(rest @ 1..) => writeln!(out, "{INDENT}and {rest} more"),
        _ => Ok(()),
    }
}
