//! What the benchmarks share: files to read, and a table of ratios.
//!
//! Machines differ and are shared, so a time says little; the ratio of two times from one run says
//! more. Each subject reads all files, the subjects take turns, and the best of the rounds counts.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use recoup_testkit::{Run, corpus};
use std::fs;
use std::time::{Duration, Instant};

/// Rounds of which the best counts.
const ROUNDS: usize = 5;

/// One way of doing the job: its name, and the job, which gives a number that keeps it from being
/// optimised away.
pub struct Subject<'a> {
    /// Its name in the table.
    pub name: &'static str,
    /// The job.
    pub job: Box<dyn Fn() -> usize + 'a>,
}

impl<'a> Subject<'a> {
    /// A subject.
    pub fn new(name: &'static str, job: impl Fn() -> usize + 'a) -> Self {
        Self { name, job: Box::new(job) }
    }
}

/// Prints a table of the subjects' throughput over `bytes` and of their ratios to the first.
pub fn compare(title: &str, bytes: usize, subjects: &[Subject<'_>]) {
    let mut best = vec![Duration::MAX; subjects.len()];
    for _ in 0..ROUNDS {
        for (subject, best) in subjects.iter().zip(&mut best) {
            let began = Instant::now();
            std::hint::black_box((subject.job)());
            *best = began.elapsed().min(*best);
        }
    }
    println!("\n{title}, {:.1} MB\n", bytes as f64 / 1e6);
    println!("| | MB/s | x {} |\n|---|---|---|", subjects.first().map_or("", |first| first.name));
    for (subject, time) in subjects.iter().zip(&best) {
        let seconds = time.as_secs_f64();
        let ratio = best[0].as_secs_f64() / seconds;
        println!("| {} | {:.1} | {ratio:.2} |", subject.name, bytes as f64 / 1e6 / seconds);
    }
}

/// Runs of half an hour each, one day apart.
#[must_use]
pub fn made_runs(count: i64) -> Vec<Run> {
    let first_s = 1_772_431_200;
    (0..count).map(|day| recoup_testkit::runs::recovery(first_s + day * 86_400, 30)).collect()
}

/// The files of a corpus folder whose names end so; empty, with a message, without the corpus.
#[must_use]
pub fn corpus_files(folder: &str, extension: &str) -> Vec<Vec<u8>> {
    let Some(corpus) = corpus::folder() else { return Vec::new() };
    let paths = corpus::files(&corpus.join(folder), extension);
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}
