//! Signs that the files of one athlete belong to several athletes.
//!
//! | sign | rule | from |
//! |---|---|---|
//! | overlap | two or more runs overlap another run for half of their time without being its copies | proposed |
//! | folders | two folders or archives with at least three runs each have no watch in common, and their runs take turns at least four times | proposed |
//! | watches | two watches with maxima over 5 bpm apart are used in turn at least four times | proposed |

use crate::history::record::FileRecord;
use crate::run::assessment::Assessment;
use crate::run::zones::KnownHeartRates;
use crate::wording::counted;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Least number of overlapping pairs that is a sign.
const OVERLAPS: usize = 2;
/// Difference between the maxima of two watches above which the watches are a sign, in beats per
/// minute.
const MAXIMA_APART_BPM: f64 = 5.0;
/// Least number of changes between two watches or folders that is a sign.
const CHANGES: usize = 4;
/// Least number of runs of a folder that is compared with others.
const FOLDER_RUNS: usize = 3;
/// Number of earlier runs that are searched for an overlap with a run.
const COMPARED: usize = 16;

/// A sign that files belong to several athletes. The [`Display`](fmt::Display) form is what users
/// see.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub enum Mixed {
    /// Different runs at the same time.
    Overlap {
        /// Number of pairs.
        pairs: usize,
        /// Names of the files of the last pair.
        files: [String; 2],
        /// Local date of the last pair.
        date: Date,
    },
    /// Names of two folders or archives with different watches, whose runs take turns.
    Folders([String; 2]),
    /// Maxima of two watches that are used in turn, in beats per minute, the lower first.
    Watches([f64; 2]),
}

impl fmt::Display for Mixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overlap { pairs, files: [one, two], date } => {
                let pairs = counted(*pairs, "pair");
                write!(
                    f,
                    "{pairs} of different runs at one time, such as {one} and {two} on {date}"
                )
            }
            Self::Folders([one, two]) => {
                write!(f, "{one} and {two} have runs of the same weeks from different watches")
            }
            Self::Watches([low_bpm, high_bpm]) => write!(
                f,
                "two watches used in turn, set to a maximum of {low_bpm:.0} and of {high_bpm:.0} bpm"
            ),
        }
    }
}

/// Returns the strongest sign that the files of one athlete belong to several; [`None`] without a
/// sign.
#[must_use]
pub fn mixed<'a>(files: impl Iterator<Item = &'a FileRecord>) -> Option<Mixed> {
    let mut runs: Vec<(&str, &Assessment)> =
        files.flat_map(|file| file.runs.iter().map(|run| (file.file.as_str(), run))).collect();
    runs.sort_by_key(|(file, run)| (run.start_ms, *file, run.session));
    overlap(&runs).or_else(|| folders(&runs)).or_else(|| watches(&runs))
}

fn overlap(runs: &[(&str, &Assessment)]) -> Option<Mixed> {
    let mut pairs = 0;
    let mut last = None;
    for (place, &(file, run)) in runs.iter().enumerate() {
        let before = &runs[place.saturating_sub(COMPARED)..place];
        let other = before.iter().find(|(other_file, other)| {
            let overlap_ms = other.end_ms().min(run.end_ms()).saturating_sub(run.start_ms);
            *other_file != file && overlap_ms.saturating_mul(2) >= run.timer_ms.min(other.timer_ms)
        });
        if let Some((other, _)) = other {
            pairs += 1;
            last = Some(([(*other).to_owned(), file.to_owned()], run.start_local.date()));
        }
    }
    let (files, date) = last.filter(|_| pairs >= OVERLAPS)?;
    Some(Mixed::Overlap { pairs, files, date })
}

/// Returns the name of the folder or archive that holds a file; [`None`] for a file outside of
/// folders.
fn folder_of(file: &str) -> Option<&str> {
    file.split_once('/').map(|(folder, _)| folder.trim_end_matches('!'))
}

fn folders(runs: &[(&str, &Assessment)]) -> Option<Mixed> {
    // Folder and watch of each run with both, in order of time.
    let of: Vec<(&str, u32)> = runs
        .iter()
        .filter_map(|(file, run)| Some((folder_of(file)?, run.recording_id?.0)))
        .collect();
    let mut watches: BTreeMap<&str, (usize, BTreeSet<u32>)> = BTreeMap::new();
    for &(folder, serial) in &of {
        let (number, serials) = watches.entry(folder).or_default();
        *number += 1;
        serials.insert(serial);
    }
    watches.retain(|_, (number, _)| *number >= FOLDER_RUNS);
    let are_apart = |one: &str, two: &str| {
        let both = watches.get(one).zip(watches.get(two));
        both.is_some_and(|((_, one), (_, two))| one.is_disjoint(two))
    };
    let (one, two) = taking_turns(of.iter().map(|&(folder, _)| folder), are_apart)?;
    Some(Mixed::Folders([one.to_owned(), two.to_owned()]))
}

fn watches(runs: &[(&str, &Assessment)]) -> Option<Mixed> {
    // Watch and maximum of each run with both, in order of time.
    let set: Vec<(u32, f64)> = runs
        .iter()
        .filter_map(|(_, run)| {
            let (serial, _) = run.recording_id?;
            Some((serial, KnownHeartRates::from(*run).watch_max_bpm()?))
        })
        .collect();
    let last_maximum: BTreeMap<u32, f64> = set.iter().copied().collect();
    let are_apart = |one, two| (last_maximum[&one] - last_maximum[&two]).abs() > MAXIMA_APART_BPM;
    let (one, two) = taking_turns(set.iter().map(|&(serial, _)| serial), are_apart)?;
    let (one_bpm, two_bpm) = (last_maximum[&one], last_maximum[&two]);
    Some(Mixed::Watches([one_bpm.min(two_bpm), one_bpm.max(two_bpm)]))
}

/// Returns the pair of different values that follow each other most often and at least [`CHANGES`]
/// times. Only pairs for which `are_apart` returns true count.
fn taking_turns<T: Copy + Ord>(
    values: impl Iterator<Item = T>,
    are_apart: impl Fn(T, T) -> bool,
) -> Option<(T, T)> {
    let mut changes: BTreeMap<(T, T), usize> = BTreeMap::new();
    let mut last = None;
    for value in values {
        if let Some(last) = last.replace(value).filter(|last| *last != value) {
            *changes.entry((value.min(last), value.max(last))).or_default() += 1;
        }
    }
    changes.retain(|&(one, two), changes| *changes >= CHANGES && are_apart(one, two));
    let (pair, _) = changes.into_iter().max_by_key(|&(_, changes)| changes)?;
    Some(pair)
}
