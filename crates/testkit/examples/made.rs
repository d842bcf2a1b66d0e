//! Writes made exports to try the command on: `cargo run -p recoup-testkit --example made -- FOLDER`.
//!
//! `three-years.zip` is one athlete's archive, `club/` has six athletes' archives, `strava.zip` and
//! `garmin.zip` have the layouts of these services' exports.

use recoup_testkit::athletes;
use recoup_testkit::export::{garmin, strava};
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).map_or_else(|| PathBuf::from("made"), PathBuf::from);
    fs::create_dir_all(folder.join("club"))?;
    let archive = athletes::export(athletes::three_years()).pack();
    fs::write(folder.join("three-years.zip"), archive)?;
    for (name, export) in athletes::club() {
        fs::write(folder.join("club").join(name).with_extension("zip"), export.pack())?;
    }
    fs::write(folder.join("strava.zip"), strava::export().pack())?;
    fs::write(folder.join("garmin.zip"), garmin::account(100).pack())
}
