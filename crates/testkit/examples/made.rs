//! Writes made exports for trying the command:
//! `cargo run -p recoup-testkit --example made -- FOLDER [RUNS WEEKS]`.
//!
//! - `three-years.zip`: the archive of one athlete.
//! - `club/`: the archives of six athletes.
//! - `strava.zip` and `garmin.zip`: exports in the layouts of these services.
//! - `hostile.zip`: names that attack a page.
//! - `unknown-maximum.zip`: runs of a watch that does not state its maximum heart rate.
//!
//! With RUNS and WEEKS, only `many.zip` is written: RUNS runs in WEEKS weeks.

use recoup_testkit::athletes::{self, Habit};
use recoup_testkit::export::{garmin, strava};
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).map_or_else(|| PathBuf::from("made"), PathBuf::from);
    let numbers: Vec<usize> = env::args().skip(2).filter_map(|text| text.parse().ok()).collect();
    if let [runs, weeks] = numbers[..] {
        fs::create_dir_all(&folder)?;
        return fs::write(
            folder.join("many.zip"),
            athletes::export(athletes::many(runs, weeks)).pack(),
        );
    }
    fs::create_dir_all(folder.join("club"))?;
    let archive = athletes::export(athletes::three_years()).pack();
    fs::write(folder.join("three-years.zip"), archive)?;
    for (name, export) in athletes::club() {
        fs::write(folder.join("club").join(name).with_extension("zip"), export.pack())?;
    }
    fs::write(folder.join("strava.zip"), strava::export().pack())?;
    let unknown = athletes::runs(Habit::UnknownMaximum, athletes::MONDAY_S, 8);
    fs::write(folder.join("unknown-maximum.zip"), athletes::export(unknown).pack())?;
    fs::write(folder.join("hostile.zip"), athletes::hostile_names().pack())?;
    fs::write(folder.join("garmin.zip"), garmin::account(100).pack())
}
