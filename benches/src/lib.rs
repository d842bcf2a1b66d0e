//! Shared parts of the benchmarks: files to read, and a table of ratios.
//!
//! Absolute times say little, because machines differ and are shared. The ratio of two times from
//! one run says more. A benchmark measures the processor time of the thread, so that waiting for a
//! processor does not count.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use recoup_testkit::fit::{self, Layout};
use recoup_testkit::{Run, Seeded, Sport, corpus, runs};
use rustix::time::{ClockId, clock_gettime};
use std::hint::black_box;
use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fs, io};

/// Bytes of the files that a subject reads in one turn: more than the processor's caches hold, like
/// a real folder.
const BATCH_BYTES: usize = 35_000_000;
/// Number of turns of a subject at each batch. Turns go on within this range until `TURNS_TIME` is
/// over, and the best turn counts.
const TURNS: RangeInclusive<usize> = 2..=10;
const TURNS_TIME: Duration = Duration::from_secs(1);
/// Time limit of a table, checked after each batch.
const TABLE_TIME: Duration = Duration::from_secs(35);

type Job<'a, F> = Box<dyn FnMut(&F) -> Option<usize> + 'a>;

/// One way of reading a file: its name and the job.
pub struct Subject<'a, F> {
    name: &'static str,
    job: Job<'a, F>,
}

impl<'a, F> Subject<'a, F> {
    /// Returns a subject. The job returns a number, so that the compiler cannot optimise the work
    /// away, and [`None`] for a file that it does not read whole.
    pub fn new(name: &'static str, job: impl FnMut(&F) -> Option<usize> + 'a) -> Self {
        Self { name, job: Box::new(job) }
    }

    /// Whether the job reads the file whole, without a panic.
    fn reads(&mut self, file: &F) -> bool {
        catch_unwind(AssertUnwindSafe(|| (self.job)(file).is_some())).unwrap_or(false)
    }

    /// Measures the processor time of the job over the files.
    fn time(&mut self, files: &[&F]) -> Duration {
        let began = thread_time();
        for file in files {
            black_box((self.job)(file));
        }
        thread_time().saturating_sub(began)
    }
}

/// Prints a table of the subjects' throughput and of their ratios to the first subject. Only files
/// that the first subject reads whole count. `len` returns the length of a file in bytes.
///
/// The files are dealt out to batches like cards, so that a table that ends early is based on a
/// fair sample. Nothing is printed without files.
pub fn compare<F>(
    title: &str,
    files: &[F],
    len: impl Fn(&F) -> usize,
    mut subjects: Vec<Subject<'_, F>>,
) {
    if files.is_empty() {
        return;
    }
    let began = Instant::now();
    let batches = files.iter().map(&len).sum::<usize>().div_ceil(BATCH_BYTES);
    let (mut asked, mut read, mut bytes) = (0, 0, 0);
    let mut times = vec![Duration::ZERO; subjects.len()];
    for number in 0..batches {
        let mut batch: Vec<&F> = files.iter().skip(number).step_by(batches).collect();
        asked += batch.len();
        quietly(|| batch.retain(|file| subjects[0].reads(file)));
        read += batch.len();
        bytes += batch.iter().map(|file| len(file)).sum::<usize>();
        for (time, best) in times.iter_mut().zip(best_of_turns(&mut subjects, &batch)) {
            *time += best;
        }
        if began.elapsed() > TABLE_TIME {
            break;
        }
    }
    let megabytes = bytes as f64 / 1e6;
    println!(
        "\n| {title}: {read} of {asked} files, {megabytes:.1} MB | MB/s | x {} |\n|---|---|---|",
        subjects[0].name
    );
    for (subject, time) in subjects.iter().zip(&times) {
        let throughput = megabytes / time.as_secs_f64();
        let ratio = times[0].as_secs_f64() / time.as_secs_f64();
        println!("| {} | {throughput:.1} | {ratio:.2} |", subject.name);
    }
}

/// Returns the shortest time of each subject over the files. Each subject takes its turns in a row,
/// so that its own state is in the caches and in the allocator, as over a folder of files.
fn best_of_turns<F>(subjects: &mut [Subject<'_, F>], files: &[&F]) -> Vec<Duration> {
    let best = |subject: &mut Subject<'_, F>| {
        let began = Instant::now();
        let mut best = Duration::MAX;
        for turn in 0..*TURNS.end() {
            if turn >= *TURNS.start() && began.elapsed() > TURNS_TIME {
                break;
            }
            best = best.min(subject.time(files));
        }
        best
    };
    subjects.iter_mut().map(best).collect()
}

/// Returns the processor time of this thread, system time included.
fn thread_time() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap_or_default()
}

/// Returns the processor time of all threads of this process, system time included.
#[must_use]
pub fn process_time() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap_or_default()
}

/// Runs a job without printing a message if it panics.
fn quietly(job: impl FnOnce()) {
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    job();
    set_hook(hook);
}

/// Whether the command line selects this benchmark, by a part of its name or by naming no
/// benchmark.
#[must_use]
pub fn is_asked_for(name: &str) -> bool {
    let mut names =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).peekable();
    names.peek().is_none() || names.any(|part| name.contains(&part))
}

const DAY_S: usize = 86_400;
/// 2010-01-01 in seconds since the Unix epoch.
const START_UNIX_S: usize = 1_262_304_000;

/// Makes `count` runs of 20 to 90 minutes from 2010 on, one a day. If the runs do not fit into 15
/// years, they are closer together. All runs differ. Two in three have pauses, half go over a hill,
/// and half have a surge.
///
/// ```
/// let runs = benches::made_runs(50);
/// assert!(runs.iter().all(|run| (20 * 60..=90 * 60).contains(&run.totals().timer_s)));
/// assert!(runs.iter().any(|run| run.totals().elapsed_s > run.totals().timer_s));
/// ```
#[must_use]
pub fn made_runs(count: usize) -> Vec<Run> {
    let mut random = Seeded::new(1);
    let mut between = |from: usize, to: usize| (from + random.below(to - from)) as u32;
    let step_s = (15 * 365 * DAY_S / count.max(1)).clamp(4, DAY_S);
    (0..count)
        .map(|number| {
            let start_s = START_UNIX_S + number * step_s + between(0, step_s / 4) as usize;
            let start_s = start_s as i64;
            let minutes = between(20, 91);
            let mut run = match between(0, 3) {
                0 => runs::steady(start_s, minutes, between(125, 160) as u8),
                _ => runs::recovery(start_s, minutes),
            };
            for _ in 0..between(0, 3) {
                run = run.with_pause(between(60, 1100), between(10, 600));
            }
            if between(0, 2) == 0 {
                run = run.with_hill(between(200, 2000), between(5, 40), 300);
            }
            if between(0, 2) == 0 {
                run = run.with_surge(between(300, 1000), between(20, 180), 150);
            }
            run
        })
        .collect()
}

/// Makes the bytes of `count` files like those of a runner's archive. Two in three are the runs of
/// [`made_runs`], and the others are rides and walks. The files have some 100 bytes for each
/// second, and no developer fields.
///
/// ```
/// let files: Vec<Vec<u8>> = benches::made_archive(3).collect();
/// assert!(files.iter().all(|file| &file[8..12] == b".FIT"));
/// ```
pub fn made_archive(count: usize) -> impl Iterator<Item = Vec<u8>> {
    made_runs(count).into_iter().enumerate().map(|(number, run)| {
        let sport = match number % 6 {
            2 => Sport::Cycling,
            5 => Sport::Walking,
            _ => Sport::Running,
        };
        fit::encode_as(&run.sport(sport), Layout::AllSensors)
    })
}

/// Environment variable with the folder that a benchmark fills with its files.
const MADE_FILES: &str = "RECOUP_MADE_FILES";

/// Returns the folder to fill, if this process was started only for that; see [`fill`].
#[must_use]
pub fn folder_to_fill() -> Option<PathBuf> {
    std::env::var_os(MADE_FILES).map(PathBuf::from)
}

/// Fills a folder with the files of this benchmark in a separate process, because making them
/// leaves traces in the heap that would change the measurement.
///
/// # Errors
///
/// Returns an error if the process cannot be started or fails.
pub fn fill(folder: &Path) -> io::Result<()> {
    let made = Command::new(std::env::current_exe()?).env(MADE_FILES, folder).status()?;
    if made.success() {
        Ok(())
    } else {
        Err(io::Error::other("the files to read could not be made"))
    }
}

/// Returns the paths of the files of a corpus folder with this extension, in any case. Returns no
/// paths if the corpus is absent.
#[must_use]
pub fn corpus_paths(folder: &str, extension: &str) -> Vec<PathBuf> {
    corpus::find().map_or(Vec::new(), |corpus| corpus::files(&corpus.join(folder), extension))
}

/// Reads the files of a corpus folder with this extension, in any case.
#[must_use]
pub fn corpus_files(folder: &str, extension: &str) -> Vec<Vec<u8>> {
    corpus_paths(folder, extension).iter().filter_map(|path| fs::read(path).ok()).collect()
}
