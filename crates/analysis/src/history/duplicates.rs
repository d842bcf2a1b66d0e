//! Duplicates: the same run in several files.
//!
//! Exports overlap: one run as FIT and as GPX, a file and its compressed copy, two watches on one
//! athlete. A run that counts twice would double the week. So the copy with the most heart rate is
//! kept. The others are set aside, each with the name of the kept file and the rule. Copies within
//! 5 % of the most heart rate are equally rich, because GPX counts short pauses as running. Among
//! equally rich copies, a complete copy comes before a cut copy, then FIT before TCX before GPX.
//! The kept copy takes over the names and tags of the others, because the poorest copy often names
//! the purpose of a run.
//!
//! | rule | two runs are the same if |
//! |---|---|
//! | the same bytes | their files have the same digest |
//! | the same recording | the device's serial number and the time of creation are equal, and they overlap for 80 % of the shorter run |
//! | the same time | they overlap for 80 % of the timer time of the shorter run, and their distances differ by at most 5 % (15 % on a treadmill, where a belt and a watch count differently). If both have positions and heart rates, their mean positions differ by at most 500 m and their mean heart rates by at most 6 bpm. If one run is cut or has no distance, they begin within a minute. |
//! | the same track | their lengths are equal (within 5 s), their heart rates are equal (within 1 bpm) if known, they took the same route at the same speeds ([`Track`](crate::run::track::Track)), and their clocks differ by a multiple of 15 min (within 5 s), up to 26 h |
//!
//! Two runs on one day, one route on two days, and two sessions of one file are different runs.
//! Duplicates are transitive: if A = B and B = C, then A = C. But two runs of one file are never
//! joined in this way.
//!
//! The cost is that of sorting. A run is compared only with runs that it overlaps, and with runs of
//! equal length that began at most 26 h earlier. Of each kind, only the last 64 are compared,
//! because nobody records more runs at once.

use crate::history::record::{Duplicate, DuplicateRule, FileRecord, FileStatus, Reason};
use crate::run::assessment::Assessment;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};

/// Least share of the shorter run that the overlap must cover.
const OVERLAP: f64 = 0.8;
/// Largest difference between the distances of copies, as a share of the longer distance.
const DISTANCE: f64 = 0.05;
/// Largest difference between the distances of copies on a treadmill, as a share of the longer
/// distance.
const TREADMILL_DISTANCE: f64 = 0.15;
/// Largest difference between the mean heart rates of copies by two sensors, in beats per minute.
const SENSORS_BPM: f64 = 6.0;
/// Share by which a copy may have less heart-rate time than the copy with the most, and still count
/// as equally rich.
const AS_RICH: f64 = 0.05;
/// Largest difference between the starts of copies whose distances cannot be compared, in
/// milliseconds.
const START_MS: i64 = 60_000;
/// Tolerance for equal lengths, and for clock shifts that are multiples of [`SHIFT_MS`], in
/// milliseconds.
const LENGTH_MS: i64 = 5_000;
/// Largest difference between the mean heart rates of copies, and between their highest, in beats
/// per minute.
const HEART_RATE_BPM: f64 = 1.0;
/// Unit of the shift between a right and a wrong clock, in milliseconds. Time zones differ by
/// multiples of this unit.
const SHIFT_MS: i64 = 15 * 60_000;
/// Largest shift between two clocks, in milliseconds: from the easternmost time zone to the
/// westernmost.
const SHIFT_MAX_MS: i64 = 26 * 3_600_000;

/// Number of runs of each kind with which a run is compared: the runs that began last.
const COMPARED: usize = 64;

/// A run, its record and its index in that record.
#[derive(Clone, Copy)]
struct Run<'a> {
    record: usize,
    place: usize,
    of: &'a FileRecord,
    assessment: &'a Assessment,
}

/// A run to set aside.
struct Loser {
    at: Place,
    winner: Place,
    /// Run that matched by `rule`: the winner, or another copy of the same run.
    same_as: Place,
    rule: DuplicateRule,
}

/// Index of a record, and index of the run in the record.
type Place = (usize, usize);

/// An effort rating that only a discarded copy of a run holds.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Rating {
    /// Index of the kept run's record.
    pub record: usize,
    /// Session of the kept run.
    pub session: u32,
    /// Rating of perceived exertion, 1-10.
    pub rpe: f64,
    /// Feeling of the athlete, 0 (very weak) to 100 (very strong); [`None`] if the copy has no
    /// feeling.
    pub feel: Option<f64>,
}

/// Sets aside the runs of one athlete of which another file holds a better copy. These runs are
/// removed from their records. A record that loses its last run becomes a duplicate.
///
/// Returns the effort ratings that only discarded copies hold. A rating changes the verdict, so
/// those runs must be graded again.
pub fn mark_duplicates(records: &mut [FileRecord]) -> Vec<Rating> {
    let losers = find(records);
    let mut ratings = Vec::new();
    let mut rated = HashSet::new();
    for loser in &losers {
        let lost = &records[loser.at.0].runs[loser.at.1];
        let (labels, rpe, feel) = (lost.labels.clone(), lost.rpe, lost.feel);
        let record = loser.winner.0;
        let winner = &mut records[record].runs[loser.winner.1];
        winner.copies += 1;
        winner.labels.add(&labels);
        let session = winner.session;
        if let (Some(rpe), None) = (rpe, winner.rpe)
            && rated.insert((record, session))
        {
            ratings.push(Rating { record, session, rpe, feel });
        }
    }
    let files: Vec<String> = records.iter().map(|record| record.file.clone()).collect();
    for loser in &losers {
        let (same_as, winner) = (&files[loser.same_as.0], &files[loser.winner.0]);
        let reason = Reason::Duplicate(Duplicate {
            same_as: same_as.clone(),
            rule: loser.rule,
            kept: (loser.same_as != loser.winner).then(|| winner.clone()),
        });
        let record = &mut records[loser.at.0];
        // Copies of several sessions share one reason.
        if record.reasons.last() != Some(&reason) {
            record.reasons.push(reason);
        }
        record.duplicate_of.get_or_insert_with(|| winner.clone());
    }
    // From the back, so that the indices of earlier runs stay valid.
    for loser in losers.iter().rev() {
        let record = &mut records[loser.at.0];
        let lost = record.runs.remove(loser.at.1);
        // The heart rate of a copy must not confirm the heart rate of the kept run.
        let of_copy = record.maxima.iter_mut().filter(|run| run.start_ms == lost.start_ms);
        of_copy.for_each(|run| run.peak_bpm = None);
    }
    for record in losers.iter().map(|loser| loser.at.0) {
        let record = &mut records[record];
        if record.runs.is_empty() {
            record.status = FileStatus::Duplicate;
        } else {
            // One run of the file is a copy, but the file as a whole is not.
            record.duplicate_of = None;
        }
    }
    ratings
}

/// Finds the runs to set aside, in the order of the records and their runs.
fn find(records: &[FileRecord]) -> Vec<Loser> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for (record, of) in records.iter().enumerate() {
        for (place, assessment) in of.runs.iter().enumerate() {
            runs.push(Run { record, place, of, assessment });
        }
    }
    runs.sort_by_key(|run| run.assessment.start_ms);
    let (groups, links) = groups(&runs);
    let at = |index: usize| (runs[index].record, runs[index].place);
    let mut losers = Vec::new();
    for group in groups.into_iter().filter(|group| group.len() > 1) {
        let Some(winner) = richest(&runs, &group) else { continue };
        for index in group.into_iter().filter(|&index| index != winner) {
            let direct = || {
                let (earlier, later) = (index.min(winner), index.max(winner));
                Some((winner, same(&runs[earlier], &runs[later])?))
            };
            if let Some((other, rule)) = direct().or(links[index]) {
                let (at, same_as, winner) = (at(index), at(other), at(winner));
                losers.push(Loser { at, winner, same_as, rule });
            }
        }
    }
    losers.sort_by_key(|loser| loser.at);
    losers
}

/// Returns the copy to keep.
fn richest(runs: &[Run<'_>], group: &[usize]) -> Option<usize> {
    let heart_rate_ms = |index: usize| runs[index].assessment.heart_rate_ms;
    let most_ms = group.iter().map(|&index| heart_rate_ms(index)).max()?;
    let is_rich = |index: usize| heart_rate_ms(index) as f64 >= (1.0 - AS_RICH) * most_ms as f64;
    let order = |index: usize| {
        let Run { assessment, of, place, .. } = runs[index];
        (
            assessment.is_partial,
            assessment.format,
            assessment.rpe.is_none(),
            Reverse(assessment.heart_rate_ms),
            of.file.as_str(),
            place,
        )
    };
    group.iter().copied().filter(|&index| is_rich(index)).min_by_key(|&index| order(index))
}

/// For each run: the index of a duplicate, if any, and the rule that matched.
type Links = Vec<Option<(usize, DuplicateRule)>>;

/// Groups the equal runs by their indices in `runs`, which must be sorted by start.
fn groups(runs: &[Run<'_>]) -> (Vec<Vec<usize>>, Links) {
    let mut groups = Groups::new(runs);
    let mut by_digest: HashMap<([u8; 32], u32), usize> = HashMap::new();
    let mut by_length: HashMap<i64, VecDeque<usize>> = HashMap::new();
    // Runs that have not ended before the start of the current run.
    let mut open: VecDeque<usize> = VecDeque::new();
    for (index, run) in runs.iter().enumerate() {
        let assessment = run.assessment;
        if let Some(digest) = run.of.digest {
            let first = *by_digest.entry((digest, assessment.session)).or_insert(index);
            if first != index && groups.join(first, index, DuplicateRule::Bytes) {
                // The first run with these bytes represents the others.
                continue;
            }
        }
        let mut compare = |other: usize| {
            if groups.of(other) != groups.of(index)
                && let Some(rule) = same(&runs[other], run)
            {
                groups.join(other, index, rule);
            }
        };
        open.retain(|&other| runs[other].assessment.end_ms() > assessment.start_ms);
        open.iter().copied().for_each(&mut compare);
        let since_ms = assessment.start_ms.saturating_sub(SHIFT_MAX_MS + LENGTH_MS);
        let step = assessment.elapsed_ms / LENGTH_MS;
        for step in step.saturating_sub(1)..=step.saturating_add(1) {
            let others = by_length.get(&step).into_iter().flatten().rev().copied();
            others
                .take_while(|&other| runs[other].assessment.start_ms >= since_ms)
                .for_each(&mut compare);
        }
        push_last(&mut open, index);
        push_last(by_length.entry(step).or_default(), index);
    }
    groups.finish()
}

/// Appends a run to the list of the [`COMPARED`] runs that began last.
fn push_last(runs: &mut VecDeque<usize>, index: usize) {
    if runs.len() == COMPARED {
        runs.pop_front();
    }
    runs.push_back(index);
}

/// Returns the rule by which two runs are equal; [`None`] if they are different. `later` must not
/// begin before `earlier`.
fn same(earlier: &Run<'_>, later: &Run<'_>) -> Option<DuplicateRule> {
    if earlier.record == later.record {
        return None;
    }
    let (one, two) = (earlier.assessment, later.assessment);
    if earlier.of.digest.is_some()
        && (earlier.of.digest, one.session) == (later.of.digest, two.session)
    {
        return Some(DuplicateRule::Bytes);
    }
    let overlap_ms = one.end_ms().min(two.end_ms()).saturating_sub(two.start_ms);
    // Elapsed time is not compared, because a watch can be left on for hours.
    let shorter_ms = one.timer_ms.min(two.timer_ms);
    let has_one = |are_same: fn(f64, f64) -> bool, one: Option<f64>, two: Option<f64>| {
        one.zip(two).is_none_or(|(one, two)| are_same(one, two))
    };
    if overlap_ms as f64 >= OVERLAP * shorter_ms as f64 {
        // The overlap is required, because a recording id can come from a file made once for
        // several runs, or from a clock that stands still.
        if one.recording_id.is_some() && one.recording_id == two.recording_id {
            return Some(DuplicateRule::Recording);
        }
        // A treadmill without a foot pod counts no metres.
        let distance_m = |run: &Assessment| run.distance_m.filter(|&metres| metres > 0.0);
        let is_cut = one.is_partial || two.is_partial;
        let is_treadmill = one.is_indoor() || two.is_indoor();
        let is_near = match (distance_m(one), distance_m(two)) {
            (Some(one_m), Some(two_m)) if !is_cut => {
                let share = if is_treadmill { TREADMILL_DISTANCE } else { DISTANCE };
                are_within(share, one_m, two_m)
            }
            _ => two.start_ms.saturating_sub(one.start_ms) <= START_MS,
        };
        let is_one_heart = has_one(
            |one, two| (one - two).abs() <= SENSORS_BPM,
            one.heart_rate_avg_bpm,
            two.heart_rate_avg_bpm,
        );
        if is_near && is_one_heart && one.track.is_near(&two.track) {
            return Some(DuplicateRule::Overlap);
        }
    }
    let shift_ms = two.start_ms.saturating_sub(one.start_ms);
    let shifts = shift_ms.saturating_add(SHIFT_MS / 2).div_euclid(SHIFT_MS);
    let is_shifted = shift_ms.saturating_sub(shifts.saturating_mul(SHIFT_MS)).abs() <= LENGTH_MS;
    let is_of_one_length = (one.elapsed_ms - two.elapsed_ms).abs() <= LENGTH_MS;
    (is_shifted
        && is_of_one_length
        && has_one(|one, two| are_within(DISTANCE, one, two), one.distance_m, two.distance_m)
        && has_one(are_near_bpm, one.heart_rate_avg_bpm, two.heart_rate_avg_bpm)
        && has_one(are_near_bpm, one.heart_rate_peak_bpm, two.heart_rate_peak_bpm)
        && one.track.is_same(&two.track))
    .then_some(DuplicateRule::Track(shifts * SHIFT_MS / 60_000))
}

/// Whether two distances differ by at most a share of the longer distance.
fn are_within(share: f64, one_m: f64, two_m: f64) -> bool {
    (one_m - two_m).abs() <= share * one_m.max(two_m)
}

fn are_near_bpm(one_bpm: f64, two_bpm: f64) -> bool {
    (one_bpm - two_bpm).abs() <= HEART_RATE_BPM
}

/// The groups of equal runs, as a union-find structure.
struct Groups {
    /// Union-find parent of each run; a representative is its own parent.
    parents: Vec<usize>,
    /// Members of each group, at the index of its representative.
    members: Vec<Vec<usize>>,
    /// Indices of the records of each group's runs, at the index of its representative.
    records: Vec<HashSet<usize>>,
    links: Links,
}

impl Groups {
    fn new(runs: &[Run<'_>]) -> Self {
        Self {
            parents: (0..runs.len()).collect(),
            members: (0..runs.len()).map(|index| vec![index]).collect(),
            records: runs.iter().map(|run| HashSet::from([run.record])).collect(),
            links: vec![None; runs.len()],
        }
    }

    /// Returns the representative of a run's group.
    fn of(&mut self, mut index: usize) -> usize {
        while self.parents[index] != index {
            self.parents[index] = self.parents[self.parents[index]];
            index = self.parents[index];
        }
        index
    }

    /// Joins the groups of two runs, unless two runs of one file would then be in one group.
    /// Returns whether the groups were joined.
    fn join(&mut self, one: usize, two: usize, rule: DuplicateRule) -> bool {
        let (mut large, mut small) = (self.of(one), self.of(two));
        if self.members[large].len() < self.members[small].len() {
            std::mem::swap(&mut large, &mut small);
        }
        if !self.records[small].is_disjoint(&self.records[large]) {
            return false;
        }
        self.links[one].get_or_insert((two, rule));
        self.links[two].get_or_insert((one, rule));
        let joined = std::mem::take(&mut self.members[small]);
        self.members[large].extend(joined);
        let records = std::mem::take(&mut self.records[small]);
        self.records[large].extend(records);
        self.parents[small] = large;
        true
    }

    fn finish(self) -> (Vec<Vec<usize>>, Links) {
        (self.members, self.links)
    }
}
