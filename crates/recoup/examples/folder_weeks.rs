//! Prints the weeks of a folder or ZIP archive, and the answer for the last eight weeks.
//!
//! Ctrl-C, progress and a cache are left out; the documentation of the crate shows each.
//!
//!     cargo run -p recoup --example folder_weeks -- testdata

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use recoup::{Answer, Athlete, BatchOptions, ReadOptions};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        return Err("usage: folder_weeks PATH...".into());
    }
    let athlete = Athlete::default();
    let records =
        recoup::assess_paths(&paths, &athlete, &ReadOptions::new(), &BatchOptions::new())?;
    // Every file has a record. The detail says why a file was not read, or only in part.
    for record in records.iter().filter(|record| record.runs.is_empty()) {
        println!("{}: {}: {}", record.file, record.status.as_str(), record.detail());
    }
    let weeks = recoup::weeks(&records, &athlete);
    for week in &weeks {
        let (done, meant) = (week.recovery_runs, week.meant);
        println!("{}: {} runs, {done} recovery runs, {meant} meant", week.week, week.runs);
    }
    for answer in recoup::answers(&records, &weeks, &athlete.policy, Some(Answer::WEEKS)) {
        for sentence in answer.sentences() {
            println!("{}", sentence.text);
        }
    }
    Ok(())
}
