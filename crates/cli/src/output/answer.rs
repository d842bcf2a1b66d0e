//! Prints the answer in sentences, and the zones on which it is based.

use super::style::{FAINT, STRONG, WARNING, paint};
use super::terminal;
use super::weekly::shown_name;
use anstyle::Style;
use recoup::analysis::wording::counted;
use recoup::{Answer, AnswerPart, Assessment, MaxSource, ZoneModel, ZonesUnknown};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Maximum number of Zone 1 ranges to print, because the runs of many years have many ranges.
const RANGES_SHOWN: usize = 3;
/// Maximum number of doubts about maximum heart rates to print.
const DOUBTS_SHOWN: usize = 2;

/// Prints the answer for one athlete in sentences.
pub(crate) fn print(out: &mut terminal::Output, answer: &Answer) -> io::Result<()> {
    writeln!(out)?;
    for sentence in answer.sentences() {
        let style = match sentence.part {
            AnswerPart::Doubt | AnswerPart::Resting => WARNING,
            AnswerPart::Change => STRONG,
            _ => Style::new(),
        };
        writeln!(out, "{}", paint(style, &sentence.text))?;
    }
    Ok(())
}

/// Runs of an athlete, and the answer for them.
pub(crate) struct RunsOf<'a> {
    pub(crate) runs: Vec<&'a Assessment>,
    pub(crate) answer: &'a Answer,
}

/// Prints Zone 1 in bpm, the maximum heart rates with their sources, and the doubts about them that
/// the answers do not mention. Athletes with equal lines share a line. `is_several` adds their
/// names.
pub(crate) fn print_zones(
    out: &mut terminal::Output,
    all: &[RunsOf<'_>],
    is_several: bool,
) -> io::Result<()> {
    let mut lines: Vec<(String, Option<String>, Vec<&str>)> = Vec::new();
    for RunsOf { runs, answer } in all {
        let (zones, doubts) = (zones_line(runs), doubts_line(runs, answer));
        match lines.iter_mut().find(|line| line.0 == zones && line.1 == doubts) {
            Some((_, _, athletes)) => athletes.push(shown_name(&answer.athlete)),
            None => lines.push((zones, doubts, vec![shown_name(&answer.athlete)])),
        }
    }
    for (zones, doubts, athletes) in lines {
        let names = if is_several { format!("{}: ", athletes.join(", ")) } else { String::new() };
        writeln!(out, "{}", paint(FAINT, &format!(" {names}{zones}")))?;
        if let Some(doubts) = doubts {
            writeln!(out, "{}", paint(WARNING, &format!(" {names}{doubts}")))?;
        }
    }
    Ok(())
}

/// Describes the doubts about the maximum heart rates that the answer does not mention; [`None`]
/// without any.
fn doubts_line(runs: &[&Assessment], answer: &Answer) -> Option<String> {
    let said = answer.sentences();
    let mut doubts: Vec<(String, usize)> = max_doubts(runs).into_iter().collect();
    doubts.retain(|(doubt, _)| !said.iter().any(|sentence| sentence.text.contains(doubt)));
    doubts.sort_by_key(|(_, runs)| std::cmp::Reverse(*runs));
    let others = match doubts.len().saturating_sub(DOUBTS_SHOWN) {
        0 => String::new(),
        others => format!(" And {}.", counted(others, "more doubt")),
    };
    let shown = doubts.iter().take(DOUBTS_SHOWN);
    let shown = shown.map(|(doubt, runs)| format!("{doubt} ({})", counted(*runs, "run")));
    let shown: Vec<String> = shown.collect();
    (!shown.is_empty()).then(|| format!("Doubtful: {}.{others}", shown.join("; ")))
}

/// Returns the doubts about the maximum heart rates, each with the number of its runs.
fn max_doubts(runs: &[&Assessment]) -> BTreeMap<String, usize> {
    let mut doubts: BTreeMap<String, usize> = BTreeMap::new();
    for doubt in runs.iter().flat_map(|run| run.max_doubts()) {
        *doubts.entry(doubt.to_string()).or_default() += 1;
    }
    doubts
}

/// Describes the zone model, Zone 1 in bpm, and the maximum heart rates with their sources.
fn zones_line(runs: &[&Assessment]) -> String {
    let Some(first) = runs.first() else { return "No runs.".to_owned() };
    let mut sources: BTreeMap<(i32, i32, i64), BTreeSet<&str>> = BTreeMap::new();
    for run in runs {
        if let Some(zones) = run.zones {
            let (low, high) = zones.zone1_whole_bpm();
            let max = run.max_bpm.unwrap_or(0.0).round() as i64;
            sources.entry((low, high, max)).or_default().insert(run.max_source.in_words());
        }
    }
    let without: Vec<ZonesUnknown> = runs.iter().filter_map(|run| run.zones_unknown).collect();
    let is_of_max = first.zone_model.is_of_max();
    let mut parts: Vec<String> = match sources.len() {
        0..=RANGES_SHOWN => sources
            .iter()
            .map(|((low, high, max), sources)| {
                // A watch's value has the same source in its own run and in nearby runs.
                let nearby = MaxSource::WatchNearby.in_words();
                let has_watch = sources.contains(MaxSource::Watch.in_words());
                let sources = sources.iter().copied();
                let sources: Vec<&str> =
                    sources.filter(|&source| !(has_watch && source == nearby)).collect();
                let max = format!(" (maximum heart rate {max} from {})", sources.join(", "));
                format!("{low}-{high} bpm{}", if is_of_max { &max } else { "" })
            })
            .collect(),
        ranges => vec![format!("{ranges} different ranges; runs.csv has the range of each run")],
    };
    if let Some(cause) = without.first() {
        let runs = counted(without.len(), "run");
        parts.push(format!("unknown for {runs} ({})", cause.as_str()));
    }
    let model = match first.zone_model {
        ZoneModel::Fljuga => "of the coach's zones".to_owned(),
        other => format!("of the zones {other}"),
    };
    format!("Zone 1 {model}: {}.", parts.join("; "))
}
