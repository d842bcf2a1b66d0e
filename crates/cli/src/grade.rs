//! `recoup grade`: one run explained.

use crate::args::GradeArgs;
use crate::style::{FAINT, STRONG, of_outcome, of_verdict, paint};
use crate::{Done, athlete, style};
use recoup::criteria::clock;
use recoup::{Assessment, Athlete, Basis, Limits, Outcome, Verdict};
use std::io::{self, Write};
use std::path::Path;

/// Width of the longest bar, in characters.
const BAR: usize = 40;
/// Surges, hills and stretches shown at most, each.
const SHOWN: usize = 8;

pub(crate) fn run(args: &GradeArgs) -> anyhow::Result<Done> {
    let athlete = athlete::load(&args.athlete)?;
    let mut out = anstream::stdout().lock();
    let mut is_clean = true;
    for path in &args.files {
        is_clean &= explain(&mut out, path, &athlete)?;
    }
    out.flush()?;
    Ok(if is_clean { Done::Clean } else { Done::WithTrouble })
}

/// Explains the runs of one file; false if it was unreadable or partial.
fn explain(out: &mut impl Write, path: &Path, athlete: &Athlete) -> anyhow::Result<bool> {
    let contents = match recoup::read_file(path, &Limits::default()) {
        Ok(contents) => contents,
        Err(error) => {
            style::message(&format!("{}: {error}", path.display()));
            return Ok(false);
        }
    };
    if let Some(remark) = contents.remark {
        writeln!(out, "{}: {remark}", path.display())?;
    }
    let mut is_whole = true;
    for activity in &contents.activities {
        writeln!(out, "{}", paint(STRONG, &path.display().to_string()))?;
        for diagnostic in &activity.diagnostics {
            writeln!(out, "  {}", paint(FAINT, &format!("note: {diagnostic}")))?;
        }
        is_whole &= !activity.is_partial();
        match recoup::kind::is_run(activity) {
            Ok(()) => show(out, &recoup::assess(activity, athlete))?,
            Err(other) => writeln!(out, "  not a run: {other}")?,
        }
        writeln!(out)?;
    }
    Ok(is_whole)
}

fn show(out: &mut impl Write, run: &Assessment) -> io::Result<()> {
    let verdict = match run.verdict {
        Verdict::Recovery => "a true recovery run",
        Verdict::Borderline => "nearly a recovery run",
        Verdict::NotRecovery => "not a recovery run",
        Verdict::Ungradable => "ungradable",
    };
    let grade = run.grade.map_or_else(String::new, |grade| format!(", grade {grade}"));
    let basis = match run.basis {
        Basis::Rpe => " by the athlete's own rating, for want of heart rate",
        Basis::HeartRate | Basis::None => "",
    };
    writeln!(out, "  {}{basis}", paint(of_verdict(run.verdict), &format!("{verdict}{grade}")))?;
    heading(out, run)?;
    buckets(out, run)?;
    criteria(out, run)?;
    surges(out, run)?;
    writeln!(out, "  Taken for: {} ({})", run.classified.kind.as_str(), run.classified.reason)?;
    if run.misplaced_samples > 0 {
        writeln!(out, "  Left out: {} samples whose time cannot be right.", run.misplaced_samples)?;
    }
    if run.is_mostly_walking {
        writeln!(out, "  Mostly walked, which is allowed.")?;
    }
    if let Some(advice) = &run.advice {
        writeln!(out, "  Note: {advice}.")?;
    }
    Ok(())
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
    let names = [run.title.as_deref(), sub_sport, guess.as_deref(), run.device.as_deref()];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    if !names.is_empty() {
        writeln!(out, "  {}", paint(FAINT, &names.join(", ")))?;
    }
    Ok(())
}

/// Time in each bucket as a bar.
fn buckets(out: &mut impl Write, run: &Assessment) -> io::Result<()> {
    let times = &run.zone_times;
    let limits = run.zones.map(|zones| zones.low_bpm.map(|bpm| bpm.ceil() as i32));
    let max = run.max_bpm.map_or_else(
        || "HRmax unknown, pass --max-hr".to_owned(),
        |bpm| format!("HRmax {bpm:.0}, {}", run.max_source.as_str()),
    );
    writeln!(out, "\n  Time in zones, model {} ({max})", run.zone_model)?;
    let mut rows = Vec::new();
    if let Some([z1, z2, z3, z4, z5]) = limits {
        rows.push(("no heart rate", String::new(), times.missing_ms));
        rows.push(("below", format!("-{}", z1 - 1), times.below_ms));
        let ranges = [
            format!("{z1}-{}", z2 - 1),
            format!("{z2}-{}", z3 - 1),
            format!("{z3}-{}", z4 - 1),
            format!("{z4}-{}", z5 - 1),
            format!("{z5}-"),
        ];
        let names = ["Zone 1", "Zone 2", "Zone 3", "Zone 4", "Zone 5"];
        for ((name, range), time_ms) in names.into_iter().zip(ranges).zip(times.zones_ms) {
            rows.push((name, range, time_ms));
        }
    } else {
        rows.push(("no heart rate", String::new(), run.timer_ms - run.heart_rate_ms));
        rows.push(("zone unknown", String::new(), run.heart_rate_ms));
    }
    let total_ms = times.total_ms().max(1);
    for (name, range, time_ms) in rows {
        let share = time_ms as f64 / total_ms as f64;
        let bar = "█".repeat((share * BAR as f64).round() as usize);
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
        if matches!(criterion.outcome, Outcome::Warn | Outcome::Fail) {
            writeln!(out, "  {:<27} limit: {}", "", criterion.limit)?;
        }
        for place in criterion.evidence.iter().take(SHOWN) {
            writeln!(out, "  {:<27} {}", "", paint(FAINT, place))?;
        }
        more(out, criterion.evidence.len())?;
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
            clock(surge.start_timer_ms),
            clock(surge.length_ms),
            surge.peak_bpm,
            surge.cause.as_str()
        )?;
    }
    more(out, run.surges.len())?;
    writeln!(out)
}

/// Says how many of a list were not shown.
fn more(out: &mut impl Write, number: usize) -> io::Result<()> {
    match number.checked_sub(SHOWN) {
        Some(rest @ 1..) => writeln!(out, "  {:<27} and {rest} more", ""),
        _ => Ok(()),
    }
}
