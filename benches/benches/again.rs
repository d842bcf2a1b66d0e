//! Reports on 10,000 files, from finding them to tables on the disk: the first report, and further
//! reports that find all or nearly all files in the cache.
//!
//! Wall-clock time is measured, because a report that reads nothing waits for the disk more than it
//! computes.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use benches::{fill, folder_to_fill, is_asked_for, made_runs};
use recoup::frames::{self, ReportFile, TableFormat, TableRows};
use recoup::report::page::{Report, page};
use recoup::{Answer, Athlete, BatchOptions, Cache, ReadOptions, Roster, RosterOptions};
use recoup_testkit::export::Export;
use recoup_testkit::{Run, fit};
use std::error::Error;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

const RUNS: usize = 10_000;
const TURNS: usize = 3;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Name of a measurement, and its times.
type Row<'a> = (&'a str, Vec<Duration>);

fn main() -> Outcome<()> {
    if !is_asked_for("again") {
        return Ok(());
    }
    if let Some(folder) = folder_to_fill() {
        return write_made_files(&folder);
    }
    let folder = tempfile::tempdir()?;
    fill(folder.path())?;
    settle();
    let desk = Desk(folder.path());
    desk.over_files()?;
    desk.over_an_archive()
}

/// Writes files of different runs, an archive of the same files, and one more file.
fn write_made_files(folder: &Path) -> Outcome<()> {
    let mut files = encoded(&made_runs(RUNS + 1));
    fs::write(folder.join("more.fit"), files.pop().unwrap_or_default())?;
    let name = |number: usize| format!("{}/{number:05}.fit", number / 365);
    for (number, file) in files.iter().enumerate() {
        let path = folder.join("files").join(name(number));
        fs::create_dir_all(path.with_file_name(""))?;
        fs::write(path, file)?;
    }
    let named = files.into_iter().enumerate().map(|(number, file)| (name(number), file));
    fs::write(folder.join("export.zip"), Export::new().with_files(named).pack())?;
    fs::create_dir(folder.join("out"))?;
    Ok(())
}

/// Encodes runs on all threads, because encoding takes longer than everything that is measured.
fn encoded(runs: &[Run]) -> Vec<Vec<u8>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let encode = |runs: &[Run]| -> Vec<Vec<u8>> { runs.iter().map(fit::encode).collect() };
    thread::scope(|scope| {
        let parts = runs.chunks(runs.len().div_ceil(threads));
        let started: Vec<_> = parts.map(|part| scope.spawn(move || encode(part))).collect();
        started.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    })
}

/// Waits, because the cache stores nothing about a file that changed a moment ago.
fn settle() {
    sleep(Duration::from_millis(100));
}

/// Folder with all files of the benchmark.
struct Desk<'a>(&'a Path);

impl Desk<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn over_files(&self) -> Outcome<()> {
        let [mut first, mut again, mut more, mut without] = [const { Vec::new() }; 4];
        let (cache, added) = (self.path("cache"), self.path("files/more.fit"));
        for _ in 0..TURNS {
            first.push(self.report("files", Some(&cache), 0)?);
            again.push(self.report("files", Some(&cache), RUNS)?);
            fs::copy(self.path("more.fit"), &added)?;
            settle();
            more.push(self.report("files", Some(&cache), RUNS)?);
            fs::remove_file(&added)?;
            without.push(self.report("files", None, 0)?);
            fs::remove_dir_all(&cache)?;
        }
        print(
            &format!("{RUNS} files"),
            [
                ("the first report", first),
                ("again", again),
                ("again, with one file more", more),
                ("without a cache", without),
            ],
        );
        Ok(())
    }

    fn over_an_archive(&self) -> Outcome<()> {
        let [mut first, mut again, mut page] = [const { Vec::new() }; 3];
        let cache = self.path("cache");
        for _ in 0..TURNS {
            first.push(self.report("export.zip", Some(&cache), 0)?);
            again.push(self.report("export.zip", Some(&cache), RUNS)?);
            page.push(self.page("export.zip", &cache)?);
            fs::remove_dir_all(&cache)?;
        }
        print(
            &format!("{RUNS} files in one archive"),
            [("the first report", first), ("again", again), ("the page alone", page)],
        );
        Ok(())
    }

    /// Measures the time to create the page from cached results.
    fn page(&self, what: &str, cache: &Path) -> Outcome<Duration> {
        let cache = Cache::open(cache)?;
        let reading = ReadOptions::new().cache(&cache);
        let options = RosterOptions::new(Athlete::with_max_hr(190.0));
        let roster = Roster::new(&[self.path(what)], &reading, &options)?;
        let records = roster.assess(&reading, &BatchOptions::new());
        let weeks = roster.weeks(&records);
        let answers = roster.answers(&records, &weeks, Some(Answer::WEEKS));
        let athlete = Athlete::with_max_hr(190.0);
        let report = Report::new(&athlete, &records, &weeks, answers.first());
        let began = Instant::now();
        let html = page(&report);
        let took = began.elapsed();
        assert!(html.len() > 100 * RUNS, "every run is on the page");
        Ok(took)
    }

    /// Measures a report that finds `known` files in the cache.
    fn report(&self, what: &str, cache: Option<&Path>, known: usize) -> Outcome<Duration> {
        let began = Instant::now();
        let cache = cache.map(Cache::open).transpose()?;
        let reading = ReadOptions::new().cache(cache.as_ref());
        let options = RosterOptions::new(Athlete::with_max_hr(190.0));
        let roster = Roster::new(&[self.path(what)], &reading, &options)?;
        let records = roster.assess(&reading, &BatchOptions::new());
        let weeks = roster.weeks(&records);
        let tables = [
            ("weekly", TableRows::Weeks(&weeks)),
            ("runs", TableRows::Runs(&records)),
            ("files", TableRows::Files(&records)),
        ];
        frames::write_report_files(&tables.map(|(name, rows)| {
            let path = self.path("out").join(name).with_extension("csv");
            ReportFile::rows(rows, TableFormat::Csv, path)
        }))?;
        assert_eq!(cache.as_ref().map_or(0, Cache::found), known, "files are known or not");
        assert!(TableRows::Runs(&records).len() >= RUNS, "every file is a run");
        drop(cache);
        Ok(began.elapsed())
    }
}

/// Prints a table of times and of their ratios to the first.
fn print<const N: usize>(title: &str, rows: [Row<'_>; N]) {
    println!("\n| {title} | ms, best | ms, median | times as fast as the first |");
    println!("|---|---|---|---|");
    let mut first = None;
    for (name, mut times) in rows {
        times.sort_unstable();
        let [best, median] = [0, times.len() / 2].map(|place| times[place].as_secs_f64());
        let ratio = *first.get_or_insert(best) / best;
        println!("| {name} | {:.0} | {:.0} | {ratio:.2} |", best * 1e3, median * 1e3);
    }
}
