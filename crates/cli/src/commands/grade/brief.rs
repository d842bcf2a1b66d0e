//! The page that explains a run in 24 lines at most.
//!
//! The verdict comes first and last. If there is not enough room, the least important lines are
//! left out.

use super::strip;
use super::words::{margin_line, moment, verdict_line, when};
use crate::output::style::{FAINT, STRONG, of_outcome, paint};
use crate::output::terminal;
use recoup::analysis::wording::clock;
use recoup::{Assessment, HeartRateStrip, Outcome, Policy, shown};
use std::io::{self, Write};

/// Lines of a page, without the prompt after the page.
const LINES: usize = 23;
/// Width of the page if the width of the output is unknown.
const WIDTH: usize = 80;
/// Rows of the picture of the heart rate over time.
const STRIP_ROWS: i32 = 5;
/// Maximum number of printed changes that would have made the run pass.
const CLAUSES: usize = 3;

/// Lines that are printed or left out together.
struct Block {
    /// Blocks of the highest rank are left out first. Blocks of rank 0 stay.
    rank: u8,
    text: String,
}

fn block(rank: u8, text: impl Into<String>) -> Block {
    Block { rank, text: text.into() }
}

/// Writes the page of a run that was graded by a policy. `notes` are oddities of the recording.
pub(super) fn write(
    out: &mut terminal::Output,
    name: &str,
    (run, strip): (&Assessment, &HeartRateStrip),
    notes: &[String],
    policy: &Policy,
) -> io::Result<()> {
    let width = out.width().unwrap_or(WIDTH);
    let mut blocks = vec![block(0, verdict_line(run)), block(0, paint(STRONG, name))];
    let when = when(run).into_iter().map(|line| terminal::cut(&line, width));
    blocks.extend(when.zip([1, 4]).map(|(line, rank)| block(rank, line)));
    blocks.extend(notes.iter().map(|note| block(6, format!("  {}", paint(FAINT, note)))));
    blocks.push(block(2, zones(run)));
    blocks.extend(drawn(strip, run)?.map(|text| block(5, text)));
    if run.other_kind().is_none() {
        blocks.extend(criteria(run));
    }
    blocks.extend(doubts(run));
    blocks.extend(limits(policy).map(|text| block(3, text)));
    let kind_rank = if run.classified.is_meant() { 4 } else { 8 };
    blocks.extend(kind(run).map(|text| block(kind_rank, text)));
    blocks.push(block(0, verdict_line(run)));
    let height = |blocks: &[Block]| -> usize {
        blocks.iter().map(|block| terminal::height_of(&block.text, width)).sum()
    };
    while height(&blocks) > LINES
        && let Some(place) = least(&blocks)
    {
        blocks.remove(place);
    }
    for Block { text, .. } in blocks {
        writeln!(out, "{text}")?;
    }
    Ok(())
}

/// Returns the index of the least important block, the last of equal ones; [`None`] if all stay.
fn least(blocks: &[Block]) -> Option<usize> {
    let ranked = blocks.iter().enumerate().filter(|(_, block)| block.rank > 0);
    ranked.max_by_key(|(_, block)| block.rank).map(|(place, _)| place)
}

/// Describes Zone 1 and the shares of the time in the zones.
fn zones(run: &Assessment) -> String {
    let Some(zones) = run.zones else {
        return "  Zones unknown: no maximum heart rate; pass --max-hr".to_owned();
    };
    let (low, high) = zones.zone1_whole_bpm();
    let max = match run.max_bpm.filter(|_| run.zone_model.is_of_max()) {
        Some(bpm) => format!(" (maximum {bpm:.0} from {})", run.max_source.in_words()),
        None => String::new(),
    };
    let times = &run.zone_times;
    let percent = |time_ms: i64| time_ms as f64 * 100.0 / times.total_ms().max(1) as f64;
    let parts = [("no heart rate", times.missing_ms), ("below", times.below_ms)];
    let names = ["Zone 1", "Zone 2", "Zone 3", "Zone 4", "Zone 5"];
    let parts = parts.into_iter().chain(names.into_iter().zip(times.zones_ms));
    let parts: Vec<String> = parts
        .filter(|&(_, time_ms)| time_ms > 0)
        .map(|(name, time_ms)| format!("{name} {:.0} %", percent(time_ms)))
        .collect();
    format!("  Zone 1 is {low}-{high} bpm{max}\n  {}", parts.join(", "))
}

/// Draws the heart rate over time; [`None`] without a heart rate.
fn drawn(strip: &HeartRateStrip, run: &Assessment) -> io::Result<Option<String>> {
    let mut drawn = Vec::new();
    strip::draw(&mut drawn, strip, run, STRIP_ROWS)?;
    let text = String::from_utf8_lossy(&drawn).trim_end().to_owned();
    Ok((!text.is_empty()).then_some(text))
}

/// Returns the criteria that did not pass, the names of the others, and the changes that would have
/// made the run pass.
fn criteria(run: &Assessment) -> Vec<Block> {
    let mut blocks = Vec::new();
    let all = run.criteria.named();
    let with = |outcome: Outcome| {
        let those = all.iter().filter(move |(_, criterion)| criterion.outcome == outcome);
        those.map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    };
    for (name, criterion) in all {
        if matches!(criterion.outcome, Outcome::Fail | Outcome::Warn) {
            let outcome = format!("{:<4}", criterion.outcome.as_str());
            let outcome = paint(of_outcome(criterion.outcome), &outcome);
            blocks.push(block(1, format!("  {outcome}  {name}: {}", criterion.measured)));
        }
    }
    for (outcome, rank) in [(Outcome::Pass, 3), (Outcome::Unknown, 7)] {
        let names = with(outcome);
        if !names.is_empty() {
            let word = paint(of_outcome(outcome), outcome.as_str());
            blocks.push(block(rank, format!("  {word}  {names}")));
        }
    }
    if run.helps_to_pass() {
        let clauses = all.iter().flat_map(|(_, criterion)| &criterion.to_pass);
        let clauses: Vec<&str> = clauses.map(String::as_str).take(CLAUSES).collect();
        if !clauses.is_empty() {
            blocks.push(block(2, format!("  to pass: {}", clauses.join(", and "))));
        }
    }
    blocks
}

/// Describes the doubts about the maximum and the heart rate, and the margin of the verdict.
fn doubts(run: &Assessment) -> Vec<Block> {
    let mut blocks = Vec::new();
    let doubts: Vec<String> = run.max_doubts().iter().map(ToString::to_string).collect();
    if !doubts.is_empty() {
        blocks.push(block(2, format!("  Doubtful: {}.", doubts.join("; "))));
    }
    if let Some(without) = run.without_suspect {
        let same = without.verdict == run.verdict;
        let suspicious = clock(run.heart_rate_quality.suspicious_ms);
        let places = run.heart_rate_quality.stretches.first();
        let place = places.map(|first| format!(", first at {}", moment(run, first.start_timer_ms)));
        let then = if same { "the same verdict" } else { without.verdict.in_words() };
        let text = format!(
            "  Suspicious heart rate for {suspicious}{}; without it: {then}",
            place.unwrap_or_default()
        );
        blocks.push(block(if same { 7 } else { 2 }, text));
    }
    let margin = margin_line(run).filter(|_| run.other_kind().is_none());
    blocks.extend(margin.map(|text| block(6, text)));
    blocks
}

/// Lists the limits that differ from the defaults; [`None`] without any.
fn limits(policy: &Policy) -> Option<String> {
    let changes = policy.changes();
    let changes = changes.iter().map(|(name, value, _)| format!("{name} = {value}"));
    let changes: Vec<String> = changes.collect();
    (!changes.is_empty()).then(|| format!("  Custom limits: {}", changes.join(", ")))
}

/// Describes a hard session and what came after it. For other runs, describes the kind and the
/// reason.
fn kind(run: &Assessment) -> Option<String> {
    if let Some(reason) = run.classified.hard_session_reason() {
        let after =
            run.context.followed_by.map(|what| format!("; within 48 h came {}", what.in_words()));
        return Some(format!("  A hard session: {}{}", shown(reason), after.unwrap_or_default()));
    }
    let reason = shown(&run.classified.reason);
    (!reason.is_empty()).then(|| format!("  Kind: {} ({reason})", run.classified.kind.as_str()))
}
