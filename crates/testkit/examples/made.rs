//! Writes made exports to try the command on: `cargo run -p recoup-testkit --example made -- FOLDER`.
//!
//! `three-years.zip` is one athlete's archive, `club/` has six athletes' archives, `strava.zip` and
//! `garmin.zip` have the layouts of these services' exports, `hostile.zip` has names made to harm a
//! page, `unknown-maximum.zip` is of a watch that does not tell its maximum heart rate. With a number
//! of runs and a number of weeks behind FOLDER, `many.zip` alone is written, with so many runs in so many weeks.

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
