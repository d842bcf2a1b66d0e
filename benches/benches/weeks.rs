//! Time to compute weeks from 100,000 runs, compared with the time in which Polars reads the same
//! `runs.csv`.
//!
//! The processor time of the process is measured, because Polars works on several threads.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use benches::{is_asked_for, made_runs, process_time};
use jiff::civil::DateTime;
use jiff::{SignedDuration, ToSpan};
use polars::prelude::{CsvReader, DataFrame, PolarsResult, SerReader};
use recoup::analysis::calendar::week_of;
use recoup::analysis::history::{duplicates, neighbours};
use recoup::frames::TableFormat;
use recoup::{
    Assessment, Athlete, FileRecord, FoundFile, Limits, MaxTimeline, finish, frames, measure,
};
use recoup_testkit::fit;
use std::hint::black_box;
use std::io::Cursor;
use std::time::Duration;

const ATHLETES: usize = 20;
const RUNS_EACH: usize = 5_000;
const TURNS: usize = 5;

fn main() -> PolarsResult<()> {
    if !is_asked_for("weeks") {
        return Ok(());
    }
    let athlete = Athlete::with_max_hr(190.0);
    let mut athletes = athletes(&athlete);
    let copies = best(|| {
        for records in &mut athletes {
            duplicates::mark_duplicates(records);
        }
    });
    let context = best(|| {
        for records in &mut athletes {
            neighbours::place_runs(records, &athlete, &MaxTimeline::default());
        }
    });
    let records = athletes.concat();
    let kept: usize = records.iter().map(|record| record.runs.len()).sum();
    assert_eq!(kept, ATHLETES * RUNS_EACH, "no two of the runs are one");
    let mut csv = Vec::new();
    frames::write_frame(&frames::runs_frame(&records)?, TableFormat::Csv, &mut csv)?;
    let weeks = || recoup::weeks(&records, &athlete);
    let (rows, height) = (read(&csv)?.height(), weeks().len());
    let reading = best(|| drop(black_box(read(&csv))));
    let frame = best(|| drop(black_box(frames::runs_frame(&records))));
    let weeks = best(|| drop(black_box(weeks())));

    let megabytes = csv.len() as f64 / 1e6;
    println!("\n| {rows} runs to {height} weeks, runs.csv of {megabytes:.1} MB | ms | x reading |");
    println!("|---|---|---|");
    for (name, time) in [
        ("Polars reads runs.csv", reading),
        ("weeks", weeks),
        ("runs_frame of the assessments", frame),
        ("place_runs", context),
        ("mark_duplicates", copies),
    ] {
        let ratio = time.as_secs_f64() / reading.as_secs_f64();
        println!("| {name} | {:.0} | {ratio:.2} |", time.as_secs_f64() * 1e3);
    }
    Ok(())
}

fn read(csv: &[u8]) -> PolarsResult<DataFrame> {
    CsvReader::new(Cursor::new(csv)).finish()
}

/// Returns the shortest processor time of several turns.
fn best(mut job: impl FnMut()) -> Duration {
    let turn = |_| {
        let began = process_time();
        job();
        process_time().saturating_sub(began)
    };
    (0..TURNS).map(turn).min().unwrap_or_default()
}

/// Makes the records of athletes who ran on most days for about fourteen years, by repeating the
/// days of 200 made runs.
fn athletes(athlete: &Athlete) -> Vec<Vec<FileRecord>> {
    let files: Vec<Vec<u8>> = made_runs(200).iter().map(fit::encode).collect();
    let limits = Limits::default();
    let measured = |bytes: &Vec<u8>| measure(&FoundFile::bytes("made.fit", bytes), &limits);
    let made = finish(files.iter().map(measured).collect(), athlete).unwrap_or_default();
    let of = |number: usize| {
        let run = |day: usize| {
            let record = &made[day % made.len()];
            let days = (day / made.len() * made.len()) as i64;
            let mut later_record = record.clone();
            later_record.athlete = format!("athlete {number:02}");
            later_record.file = format!("activities/{day:05}.fit");
            later_record.runs = record.runs.iter().map(|run| later(run, days, athlete)).collect();
            later_record
        };
        (0..RUNS_EACH).map(run).collect()
    };
    (0..ATHLETES).map(of).collect()
}

/// Returns a run moved by a number of days.
fn later(run: &Assessment, days: i64, athlete: &Athlete) -> Assessment {
    let shift = SignedDuration::from_hours(24 * days);
    let start_local: DateTime = run.start_local.saturating_add(days.days());
    let (week, week_start) = week_of(start_local.date(), athlete.policy.week_start);
    let shift_ms = shift.as_millis() as i64;
    let mut later = run.clone();
    later.start_ms += shift_ms;
    later.recording_id = run.recording_id.map(|(serial, made_ms)| (serial, made_ms + shift_ms));
    (later.start_local, later.week, later.week_start) = (start_local, week, week_start);
    later
}
