//! The same run twice.
//!
//! Exports overlap: one run as FIT and as GPX, a file and its compressed copy, two watches on one
//! athlete. Counting both would double the week, so the copy richest in heart rate is kept (of
//! equals FIT before TCX before GPX) and the others are set aside, each naming the kept one and the
//! rule. The kept one takes over the names and tags of the others: what a run was meant as often
//! stands in the poorest copy.
//!
//! | two runs are one | if |
//! |---|---|
//! | the same bytes | their files have one digest |
//! | the same recording | the device's serial number and the time of creation agree, and they overlap or are of one length |
//! | the same time | they overlap for 80 % of the shorter, with the same sport, and their distances differ by 5 % at most |
//! | the same track | they are of one length (within 5 s) and went the same way at the same speeds ([`Track`](crate::track::Track)), their clocks a multiple of 15 min apart (within 5 s), up to 26 h |
//!
//! Two runs on one day, or one route on two days, stay two. What is the same as a copy is the same
//! as what that is a copy of.
//!
//! The time is that of sorting: runs are compared only with those that they overlap, and with those of
//! their length that began at most 26 h before.

use crate::assessment::Assessment;
use crate::batch::{FileRecord, FileStatus};
use recoup_model::FileFormat;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Least share of the shorter run that both must cover.
const OVERLAP: f64 = 0.8;
/// Largest difference of distance, as a share of the longer.
const DISTANCE: f64 = 0.05;
/// Runs are of one length, and shifted by a multiple, within this.
const LENGTH_MS: i64 = 5_000;
/// Clocks are set wrong by multiples of this, as time zones differ by them, …
const SHIFT_MS: i64 = 15 * 60_000;
/// … by at most so much: from the farthest zone in the east to that in the west.
const SHIFT_MAX_MS: i64 = 26 * 3_600_000;

/// Why two runs are one, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    Bytes,
    Recording,
    Overlap,
    /// The same track, by a clock that is so many minutes later.
    Track(i64),
}

impl Rule {
    fn in_words(self) -> String {
        match self {
            Self::Bytes => "same bytes".to_owned(),
            Self::Recording => "same device and time of creation".to_owned(),
            Self::Overlap => "same time and distance".to_owned(),
            Self::Track(0) => "same time and track".to_owned(),
            Self::Track(minutes) => {
                let (hours, minutes) = (minutes / 60, minutes % 60);
                format!("same track and length, their clocks {hours}:{minutes:02} h apart")
            }
        }
    }
}

/// A run and where its assessment is.
#[derive(Clone, Copy)]
struct Run<'a> {
    record: usize,
    place: usize,
    of: &'a FileRecord,
    assessment: &'a Assessment,
}

/// A run that is another's copy: which, whose, by which rule.
struct Loser {
    at: (usize, usize),
    winner: (usize, usize),
    rule: Rule,
}

/// Sets the runs of one athlete aside that another file holds better: they leave their records, and
/// a record that keeps none becomes a duplicate.
pub fn set_aside(records: &mut [FileRecord]) {
    let losers = find(records);
    for loser in &losers {
        let lost = run_at(records, loser.at);
        let names: Vec<String> = lost.names().map(str::to_owned).collect();
        let tags = lost.tags.clone();
        let winner = &mut records[loser.winner.0].runs[loser.winner.1];
        winner.copies += 1;
        for name in names {
            if winner.title.is_none() {
                winner.title = Some(name);
            } else if winner.names().all(|known| known != name) {
                winner.other_names.push(name);
            }
        }
        for tag in tags {
            if !winner.tags.contains(&tag) {
                winner.tags.push(tag);
            }
        }
    }
    // From the back, so that the places of those before stay true.
    for Loser { at: (record, place), winner, rule } in losers.into_iter().rev() {
        let winner = records[winner.0].file.clone();
        let record = &mut records[record];
        let lost = record.runs.remove(place);
        // What a copy shows says no more of the athlete's maximum than the run itself.
        record.peaks.retain(|peak| peak.start_ms != lost.start_ms);
        let detail = format!("the same run as {winner}: {}", rule.in_words());
        record.detail = match record.detail.as_str() {
            "" => detail,
            other => format!("{other}; {detail}"),
        };
        record.duplicate_of = Some(winner);
        if record.runs.is_empty() {
            record.status = FileStatus::Duplicate;
        }
    }
}

fn run_at(records: &[FileRecord], (record, place): (usize, usize)) -> &Assessment {
    &records[record].runs[place]
}

/// The runs to set aside, in the order of the records and their runs.
fn find(records: &[FileRecord]) -> Vec<Loser> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for (record, of) in records.iter().enumerate() {
        for (place, assessment) in of.runs.iter().enumerate() {
            runs.push(Run { record, place, of, assessment });
        }
    }
    runs.sort_by_key(|run| run.assessment.start_ms);
    let pairs = pairs(&runs);
    let mut groups = Groups::new(runs.len());
    for &(one, two, _) in &pairs {
        groups.join(one, two);
    }
    // The best of each group, and by which rule each other is its copy or a copy of its copy.
    let mut best: HashMap<usize, usize> = HashMap::new();
    for index in 0..runs.len() {
        let best = best.entry(groups.of(index)).or_insert(index);
        if richness(&runs[index]) < richness(&runs[*best]) {
            *best = index;
        }
    }
    let mut rules: HashMap<usize, (bool, Rule)> = HashMap::new();
    for &(one, two, rule) in &pairs {
        let winner = best[&groups.of(one)];
        for (index, other) in [(one, two), (two, one)] {
            let found = (other != winner, rule);
            rules.entry(index).and_modify(|known| *known = found.min(*known)).or_insert(found);
        }
    }
    let at = |index: usize| (runs[index].record, runs[index].place);
    let mut losers: Vec<Loser> = rules
        .into_iter()
        .map(|(index, (_, rule))| (index, best[&groups.of(index)], rule))
        .filter(|&(index, winner, _)| index != winner)
        .map(|(index, winner, rule)| Loser { at: at(index), winner: at(winner), rule })
        .collect();
    losers.sort_by_key(|loser| loser.at);
    losers
}

/// Sorts the copy to keep first.
fn richness<'a>(run: &Run<'a>) -> (Reverse<i64>, FileFormat, bool, &'a str, usize) {
    let assessment = run.assessment;
    (
        Reverse(assessment.heart_rate_ms),
        assessment.format,
        assessment.is_partial,
        &run.of.file,
        run.place,
    )
}

/// Pairs of runs (by their places in `runs`, which is sorted by start) that are one, each with a
/// rule.
fn pairs(runs: &[Run<'_>]) -> Vec<(usize, usize, Rule)> {
    let mut pairs = Vec::new();
    // Copies of the same bytes are represented by the first of them from here on.
    let mut by_digest: HashMap<([u8; 32], u32), usize> = HashMap::new();
    let mut by_length: HashMap<i64, Vec<usize>> = HashMap::new();
    // Runs that have not ended when the next begins.
    let mut open: Vec<usize> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let assessment = run.assessment;
        if let Some(digest) = run.of.digest {
            let first = *by_digest.entry((digest, assessment.session)).or_insert(index);
            if first != index {
                pairs.push((first, index, Rule::Bytes));
                continue;
            }
        }
        let mut compare = |other: usize| {
            let rule = same(&runs[other], run);
            pairs.extend(rule.map(|rule| (other, index, rule)));
        };
        open.retain(|&other| runs[other].assessment.end_ms() > assessment.start_ms);
        open.iter().copied().for_each(&mut compare);
        let since_ms = assessment.start_ms - SHIFT_MAX_MS - LENGTH_MS;
        let step = assessment.elapsed_ms / LENGTH_MS;
        for step in step - 1..=step + 1 {
            let others = by_length.get(&step).into_iter().flatten().rev().copied();
            others
                .take_while(|&other| runs[other].assessment.start_ms >= since_ms)
                .for_each(&mut compare);
        }
        open.push(index);
        by_length.entry(step).or_default().push(index);
    }
    pairs
}

/// The rule by which two runs are one, of which the second began later.
fn same(earlier: &Run<'_>, later: &Run<'_>) -> Option<Rule> {
    if earlier.record == later.record {
        return None;
    }
    let (one, two) = (earlier.assessment, later.assessment);
    let overlap_ms = one.end_ms().min(two.end_ms()) - two.start_ms;
    let is_of_one_length = (one.elapsed_ms - two.elapsed_ms).abs() <= LENGTH_MS;
    // A file that is made once for several runs, or by a clock that stands still, makes no copies.
    if one.recording_id.is_some()
        && one.recording_id == two.recording_id
        && (overlap_ms > 0 || is_of_one_length)
    {
        return Some(Rule::Recording);
    }
    let shorter_ms = one.elapsed_ms.min(two.elapsed_ms);
    let is_near = match (one.distance_m, two.distance_m) {
        (Some(one_m), Some(two_m)) => (one_m - two_m).abs() <= DISTANCE * one_m.max(two_m),
        _ => one.start_ms == two.start_ms,
    };
    if overlap_ms as f64 >= OVERLAP * shorter_ms as f64 && is_near && one.sport == two.sport {
        return Some(Rule::Overlap);
    }
    let shift_ms = two.start_ms - one.start_ms;
    let shifts = (shift_ms + SHIFT_MS / 2).div_euclid(SHIFT_MS);
    let is_shifted = (shift_ms - shifts * SHIFT_MS).abs() <= LENGTH_MS;
    (is_shifted && is_of_one_length && one.track.is_same(&two.track))
        .then_some(Rule::Track(shifts * SHIFT_MS / 60_000))
}

/// Runs that are joined to groups.
struct Groups {
    /// Of each run another of its group, or itself.
    parents: Vec<usize>,
}

impl Groups {
    fn new(len: usize) -> Self {
        Self { parents: (0..len).collect() }
    }

    /// The run that stands for a run's group.
    fn of(&mut self, mut index: usize) -> usize {
        while self.parents[index] != index {
            self.parents[index] = self.parents[self.parents[index]];
            index = self.parents[index];
        }
        index
    }

    fn join(&mut self, one: usize, two: usize) {
        let (one, two) = (self.of(one), self.of(two));
        self.parents[one.max(two)] = one.min(two);
    }
}
