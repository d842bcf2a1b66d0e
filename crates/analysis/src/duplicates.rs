//! The same run twice.
//!
//! Exports overlap: one run as FIT and as GPX, a file and its compressed copy, two watches on one
//! athlete. Counting both would double the week, so the copy richest in heart rate is kept (of
//! equals FIT before TCX before GPX) and the others are set aside, each naming the kept one and the
//! rule.
//!
//! Two runs are one recording if the device's serial number and the time of creation agree, or if
//! they overlap for 80 % of the shorter and their distances differ by 5 % at most. Two runs on one
//! day, or one route on two days, stay two.

use crate::assessment::Assessment;
use crate::batch::{FileRecord, FileStatus};
use recoup_model::FileFormat;
use std::cmp::Reverse;

/// Least share of the shorter run that both must cover.
const OVERLAP: f64 = 0.8;
/// Largest difference of distance, as a share of the longer.
const DISTANCE: f64 = 0.05;

/// A run and where its assessment is.
#[derive(Clone, Copy)]
struct Run<'a> {
    record: usize,
    place: usize,
    assessment: &'a Assessment,
    file: &'a str,
}

impl Run<'_> {
    fn end_ms(&self) -> i64 {
        self.assessment.start_ms + self.assessment.elapsed_ms
    }
}

/// A run that is another's copy: which, whose, by which rule.
struct Loser {
    record: usize,
    place: usize,
    winner: String,
    rule: &'static str,
}

/// Sets the runs aside that another file holds better: they leave their records, and a record that
/// keeps none becomes a duplicate.
///
/// The time is that of sorting the runs by start; only those that overlap are compared.
pub fn set_aside(records: &mut [FileRecord]) {
    let losers = find(records);
    // From the back, so that the places of those before stay true.
    for Loser { record, place, winner, rule } in losers.into_iter().rev() {
        let record = &mut records[record];
        record.runs.remove(place);
        let detail = format!("the same run as {winner}: {rule}");
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

/// The runs to set aside, in the order of the records and their runs.
fn find(records: &[FileRecord]) -> Vec<Loser> {
    let mut runs: Vec<Run<'_>> = records
        .iter()
        .enumerate()
        .flat_map(|(record, of)| {
            let runs = of.runs.iter().enumerate();
            runs.map(move |(place, assessment)| Run { record, place, assessment, file: &of.file })
        })
        .collect();
    runs.sort_by_key(|run| run.assessment.start_ms);
    let twins = twins(&runs);
    let mut best_first: Vec<usize> = (0..runs.len()).collect();
    best_first.sort_by_key(|&index| richness(&runs[index]));
    let mut is_kept = vec![false; runs.len()];
    let mut losers = Vec::new();
    for index in best_first {
        let better = twins[index].iter().find(|&&(other, _)| is_kept[other]);
        match better {
            None => is_kept[index] = true,
            Some(&(winner, rule)) => {
                let Run { record, place, .. } = runs[index];
                losers.push(Loser { record, place, winner: runs[winner].file.to_owned(), rule });
            }
        }
    }
    losers.sort_by_key(|loser| (loser.record, loser.place));
    losers
}

/// Sorts the copy to keep first.
fn richness<'a>(run: &Run<'a>) -> (Reverse<i64>, FileFormat, bool, &'a str, usize) {
    let assessment = run.assessment;
    (
        Reverse(assessment.heart_rate_ms),
        assessment.format,
        assessment.is_partial,
        run.file,
        run.place,
    )
}

/// For each run, the others that are the same and by which rule.
fn twins(runs: &[Run<'_>]) -> Vec<Vec<(usize, &'static str)>> {
    let mut twins = vec![Vec::new(); runs.len()];
    // Runs that have not ended when the next begins.
    let mut open: Vec<usize> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        open.retain(|&other| runs[other].end_ms() > run.assessment.start_ms);
        for &other in &open {
            if let Some(rule) = same(&runs[other], run) {
                twins[index].push((other, rule));
                twins[other].push((index, rule));
            }
        }
        open.push(index);
    }
    twins
}

/// The rule by which two overlapping runs are the same, if they are.
fn same(earlier: &Run<'_>, later: &Run<'_>) -> Option<&'static str> {
    if earlier.record == later.record {
        return None;
    }
    let (one, two) = (earlier.assessment, later.assessment);
    if one.recording_id.is_some() && one.recording_id == two.recording_id {
        return Some("same device and time of creation");
    }
    let overlap_ms = earlier.end_ms().min(later.end_ms()) - two.start_ms;
    let shorter_ms = one.elapsed_ms.min(two.elapsed_ms);
    let is_near = match (one.distance_m, two.distance_m) {
        (Some(one_m), Some(two_m)) => (one_m - two_m).abs() <= DISTANCE * one_m.max(two_m),
        _ => one.start_ms == two.start_ms,
    };
    (overlap_ms as f64 >= OVERLAP * shorter_ms as f64 && is_near && one.sport == two.sport)
        .then_some("same time and distance")
}
