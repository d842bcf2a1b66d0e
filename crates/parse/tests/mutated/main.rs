//! Any bytes of a FIT, GPX or TCX file, of a list or of a plan are read without a panic, without hanging, and with no more
//! memory than the file's size explains.
//!
//! These tests are a separate program, because they count all allocations of the program.
//! `RECOUP_MUTATIONS` requests a long run. The value is the number of damaged files of each kind,
//! or a range of rounds.
//!
//! ```text
//! RECOUP_MUTATIONS=1000000 cargo test --release -p recoup-parse --test mutated
//! RECOUP_MUTATIONS=4711..4712 cargo test -p recoup-parse --test mutated
//! ```
//!
//! There is no time limit, because the machine may be busy. A reader that hangs does not end. With
//! `RECOUP_MUTATIONS` the time of the slowest file is shown.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod damage;
mod fit;
mod sound;
mod xml;

use fit::mutation::Seed;
use peak_alloc::PeakAlloc;
use recoup_parse::{ExportList, Limits, read_bytes};
use recoup_testkit::{corpus, seeds};
use std::fmt;
use std::io::Write;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe, UnwindSafe};
use std::sync::Mutex;
use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Allowed peak memory for each byte of the file.
const MEMORY_PER_BYTE: usize = 20;
/// Allowed peak memory for any file.
const MEMORY_FREE_BYTES: usize = 1 << 20;
/// Number of damaged files in a default run.
const ROUNDS: usize = 4000;
/// Number of messages, parts of a chain or elements in hostile files.
const HOSTILE_ELEMENTS: usize = 100_000;
/// Number of elements in hostile files of a long run: a million attributes, a text of 100 MB.
const HOSTILE_ELEMENTS_LONG: usize = 1_000_000;
/// Maximum size of damaged FIT files of the corpus. XML files are damaged up to half of it, hostile
/// FIT files up to a quarter.
const MAX_SEED_BYTES: usize = 64 << 10;

/// Last panic and its location.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// Result of reading one file.
#[derive(Clone)]
struct Outcome {
    /// Name of the hostile file, or the round.
    name: String,
    bytes: usize,
    peak_bytes: usize,
    time: Duration,
    panic: Option<String>,
}

impl Outcome {
    /// Reads one file under observation.
    fn of(name: String, bytes: &[u8]) -> Self {
        let read = || read_bytes(bytes, &Limits::default());
        Self::watched(name, bytes, read, |contents| {
            if let Ok(contents) = contents {
                sound::check(&contents);
            }
        })
    }

    /// Reads one file as the list of an export under observation.
    fn of_list(name: String, bytes: &[u8]) -> Self {
        let read = || ExportList::from_bytes(bytes);
        Self::watched(name, bytes, read, |list| {
            if let Ok(ExportList::Summaries(list)) = list {
                assert!(list.activities() > 0 && list.rated() <= list.activities());
            }
        })
    }

    /// Observes a reader, and checks its result afterwards.
    fn watched<T>(
        name: String,
        bytes: &[u8],
        read: impl FnOnce() -> T + UnwindSafe,
        check: impl FnOnce(T),
    ) -> Self {
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let began = Instant::now();
        let result = panic::catch_unwind(read);
        let time = began.elapsed();
        let peak_bytes = MEMORY.peak_usage().saturating_sub(before);
        let checked =
            result.and_then(|result| panic::catch_unwind(AssertUnwindSafe(|| check(result))));
        let panic = checked.is_err().then(|| PANIC.lock().unwrap().clone());
        Self { name, bytes: bytes.len(), peak_bytes, time, panic }
    }

    /// Returns the used share of the allowed memory. A share over 1 is too much.
    fn memory(&self) -> f64 {
        self.peak_bytes as f64 / (MEMORY_PER_BYTE * self.bytes + MEMORY_FREE_BYTES) as f64
    }

    /// Returns nanoseconds per byte. A smaller file counts as one KiB, because any file takes some
    /// time.
    fn ns_per_byte(&self) -> f64 {
        self.time.as_nanos() as f64 / self.bytes.max(1024) as f64
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, bytes, peak_bytes, .. } = self;
        let ratio = *peak_bytes as f64 / (*bytes).max(1) as f64;
        let (memory, ns) = (self.memory(), self.ns_per_byte());
        write!(
            f,
            "{name}: {bytes} bytes, memory {peak_bytes} ({ratio:.1} a byte, {memory:.2} of what is \
             allowed), {ns:.0} ns a byte"
        )?;
        self.panic.as_ref().map_or(Ok(()), |panic| write!(f, ", {panic}"))
    }
}

/// Result of a run.
#[derive(Default)]
struct Tally {
    files: usize,
    bytes: usize,
    hungriest: Option<Outcome>,
    slowest: Option<Outcome>,
    violations: Vec<Outcome>,
}

impl Tally {
    fn add(&mut self, outcome: Outcome) {
        self.files += 1;
        self.bytes += outcome.bytes;
        let exceeds = |worst: &Option<Outcome>, measure: fn(&Outcome) -> f64| {
            worst.as_ref().is_none_or(|worst| measure(&outcome) > measure(worst))
        };
        if exceeds(&self.hungriest, Outcome::memory) {
            self.hungriest = Some(outcome.clone());
        }
        if exceeds(&self.slowest, Outcome::ns_per_byte) {
            self.slowest = Some(outcome.clone());
        }
        if outcome.panic.is_some() || outcome.memory() > 1.0 {
            self.violations.push(outcome);
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, bytes, hungriest, slowest, violations } = self;
        write!(f, "{files} files, {bytes} bytes, {} violations", violations.len())?;
        for (what, worst) in [("most memory", hungriest), ("slowest", slowest)] {
            worst.as_ref().map_or(Ok(()), |worst| write!(f, "\n{what}: {worst}"))?;
        }
        Ok(())
    }
}

/// Returns made FIT files to damage: small ones of every layout, and hostile ones.
fn made_fit_seeds() -> Vec<Seed> {
    let made = seeds::fit().into_iter().map(|(_, bytes)| bytes);
    let hostile = fit::hostile::files(100).into_iter().map(|(_, bytes)| bytes);
    made.chain(hostile.filter(|bytes| bytes.len() <= MAX_SEED_BYTES / 4)).map(Seed::new).collect()
}

/// Returns real FIT files to damage: the activities of the corpus.
fn real_fit_seeds() -> Vec<Seed> {
    let folder = corpus::folder().join("fit");
    let rows = corpus::index(&folder.with_extension("csv")).into_iter();
    rows.filter(|row| row["file_type"] == "activity")
        .map(|row| std::fs::read(folder.join(&row["path"])).unwrap())
        .filter(|bytes| bytes.len() <= MAX_SEED_BYTES)
        .map(Seed::new)
        .collect()
}

/// Returns made GPX and TCX files to damage: small ones and hostile ones.
fn made_xml_seeds() -> Vec<Vec<u8>> {
    let made = seeds::gpx().into_iter().chain(seeds::tcx()).map(|(_, bytes)| bytes);
    let hostile = xml::hostile::files(100).into_iter().map(|(_, bytes)| bytes);
    made.chain(hostile).filter(|bytes| bytes.len() <= MAX_SEED_BYTES / 2).collect()
}

/// Returns real GPX and TCX files to damage: the files of the corpus.
fn real_xml_seeds() -> Vec<Vec<u8>> {
    let folder = corpus::folder().join("gpx");
    let files = ["gpx", "tcx"].map(|extension| corpus::files(&folder, extension)).concat();
    let read = files.into_iter().map(|path| std::fs::read(path).unwrap());
    read.filter(|bytes| bytes.len() <= MAX_SEED_BYTES / 2).collect()
}

/// Bytes with a meaning in JSON, CSV, XML or a calendar.
const TEXT_BYTES: &[u8] = b"{}[]:,;\"'\\\n\r <>/&=-.0123456789TZ\t\0\xff";

/// Returns lists and plans that cost more than their bytes in a careless reader.
fn hostile_texts(elements: usize) -> Vec<(&'static str, Vec<u8>)> {
    let json = |row: &str| format!("[{}{row}]", format!("{row},").repeat(elements)).into_bytes();
    let calendar = |line: &str| {
        let lines = line.repeat(elements);
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260302\n{lines}END:VEVENT\n").into_bytes()
    };
    vec![
        ("rows of one key", json("{\"type\":1}")),
        ("events", json("{\"category\":\"WORKOUT\",\"start_date_local\":\"2026-03-02\"}")),
        ("starts", json("{\"beginTimestamp\":1772429412000}")),
        ("days", json("{\"calendarDate\":\"2026-03-02\",\"restingHeartRate\":47}")),
        ("open brackets", b"[".repeat(elements)),
        ("lines of one letter", calendar("A:\n")),
        ("repeated dates", calendar("RDATE:20260302\n")),
        ("rules", calendar("RRULE:FREQ=DAILY\n")),
        ("lines without a colon", calendar("A\n")),
        ("events in events", calendar("BEGIN:VEVENT\n")),
        ("parts in events", calendar("BEGIN:X\n")),
        (
            "rows",
            format!("Title,WorkoutDay,PlannedDuration\n{}", "a,b,1\n".repeat(elements)).into(),
        ),
        (
            "steps",
            format!("<workout_file><workout>{}", "<a Duration=\"1\"/>".repeat(elements)).into(),
        ),
    ]
}

/// Returns a made list or plan that is damaged up to four times.
fn damaged_text(round: usize, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut random = damage::random(round);
    let [mut bytes, other] = [(); 2].map(|()| seeds[random.below(seeds.len())].clone());
    for _ in 0..=random.below(4) {
        damage::damage(&mut bytes, &other, TEXT_BYTES, &mut random);
    }
    bytes.truncate(damage::MAX_LEN);
    bytes
}

/// Parses the rounds in `RECOUP_MUTATIONS`: `1000000`, or `4711..4712`.
fn rounds(asked: &str) -> Range<usize> {
    let (from, to) = asked.split_once("..").unwrap_or(("0", asked));
    from.parse().unwrap()..to.parse().unwrap()
}

#[test]
fn no_bytes_panic_or_cost_more_memory_than_their_number_explains() {
    check(&made_fit_seeds(), &made_xml_seeds());
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn no_bytes_of_real_files_panic_or_cost_more_memory_than_their_number_explains() {
    check(&real_fit_seeds(), &real_xml_seeds());
}

/// Lock of the tests, because memory and the panic hook belong to the whole process.
static TURN: Mutex<()> = Mutex::new(());

fn check(fit_seeds: &[Seed], xml_seeds: &[Vec<u8>]) {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let asked = std::env::var("RECOUP_MUTATIONS").ok();
    let rounds = asked.as_deref().map_or(0..ROUNDS, rounds);
    let mut tallies = [Tally::default(), Tally::default(), Tally::default()];
    let text_seeds: Vec<Vec<u8>> =
        seeds::lists().into_iter().chain(seeds::plans()).map(|(_, bytes)| bytes).collect();
    // Panics are reported at the end, because printing one would allocate.
    panic::set_hook(Box::new(|panic| {
        *PANIC.lock().unwrap() = panic.to_string().replace('\n', " ");
    }));
    let elements = if asked.is_some() { HOSTILE_ELEMENTS_LONG } else { HOSTILE_ELEMENTS };
    let [fit, xml, texts] = &mut tallies;
    for (name, bytes) in hostile_texts(HOSTILE_ELEMENTS) {
        texts.add(Outcome::of(name.to_owned(), &bytes));
        texts.add(Outcome::of_list(format!("{name} as a list"), &bytes));
    }
    for (name, bytes) in fit::hostile::files(HOSTILE_ELEMENTS) {
        fit.add(Outcome::of(name, &bytes));
    }
    for (name, text) in xml::hostile::files(elements) {
        xml.add(Outcome::of(name, &text));
    }
    for round in rounds {
        let bytes = fit::mutation::mutated(round, fit_seeds);
        fit.add(Outcome::of(format!("round {round} of {} FIT seeds", fit_seeds.len()), &bytes));
        let bytes = xml::mutation::mutated(round, xml_seeds);
        xml.add(Outcome::of(format!("round {round} of {} XML seeds", xml_seeds.len()), &bytes));
        let bytes = damaged_text(round, &text_seeds);
        texts.add(Outcome::of(format!("round {round} of lists and plans"), &bytes));
        texts.add(Outcome::of_list(format!("round {round} as a list"), &bytes));
    }
    drop(panic::take_hook());
    for (kind, tally) in ["FIT", "XML", "lists and plans"].into_iter().zip(&mut tallies) {
        if asked.is_some() {
            // The test harness hides the output of passing tests, so the result is written to
            // standard error directly.
            let mut standard_error = std::io::stderr().lock();
            writeln!(standard_error, "{kind}: {tally}").unwrap();
        }
        tally.violations.sort_by(|a, b| {
            b.panic.is_some().cmp(&a.panic.is_some()).then(b.memory().total_cmp(&a.memory()))
        });
        let worst = tally.violations.iter().take(40).map(Outcome::to_string);
        let worst = worst.collect::<Vec<_>>().join("\n");
        assert!(tally.violations.is_empty(), "{kind}: {tally}\nthe worst:\n{worst}");
    }
}
