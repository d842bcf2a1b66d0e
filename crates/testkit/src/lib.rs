//! Runs for tests: declared in a few readable lines, equal on every machine, and encoded by
//! third-party crates.
//!
//! A test with files from recoup's own writer would share the misunderstandings of recoup's reader.
//! This crate therefore depends on none of recoup's crates. FIT files come from `rustyfit`'s
//! encoder. GPX files come from the `gpx` crate's writer. TCX files, and GPX files with heart rate,
//! which the `gpx` crate cannot write, come from `quick-xml`'s writer. Archives come from the `zip`
//! crate.
//!
//! - [`Run`] and [`Leg`] declare a run: the seconds of each part, its heart rate, speed and grade.
//! - [`runs`] holds the declarations that tests use most.
//! - [`fit`], [`gpx`] and [`tcx`] turn a declaration into the bytes of a file.
//! - [`strava`] writes `activities.csv`, the index of Strava's bulk export.
//! - [`export`] declares whole exports, to be packed as a zip or unpacked into a folder.
//! - [`plans`] makes training plans as services write them.
//! - [`raw_fit`] and [`raw_zip`] build files byte by byte that no encoder writes.
//! - [`seeds`] holds small files, whole and damaged, for tests to damage further.
//! - [`odd_zips`] holds odd and broken zips with the expected content of each.
//! - [`apple_double`] makes the `AppleDouble` files that macOS writes beside other files.
//! - [`corpus`] finds the real files that some tests run over.
//! - [`athletes`] makes weeks of athletes with one habit each, an archive and a club.
//! - [`testdata`] declares the folder `testdata/`, file by file, with the expected result of each.
//!
//! Everything is integer arithmetic at the resolution of a watch, without a random number or a call
//! into the platform's mathematics, so that the bytes are equal everywhere.
//!
//! ```
//! use recoup_testkit::{fit, runs};
//!
//! // 35 minutes at 130 beats a minute, with a wait of 90 s at a crossing after ten minutes and
//! // half a minute too hard after twenty.
//! let run = runs::steady("2026-03-02T06:30:12+01:00", 35, 130)
//!     .with_pause(600, 90)
//!     .with_surge(1200, 30, 145);
//! let bytes = fit::encode(&run);
//! assert_eq!(&bytes[8..12], b".FIT");
//! assert_eq!(run.totals().timer_s, 35 * 60);
//! assert_eq!(run.totals().elapsed_s, 35 * 60 + 90);
//! ```

pub mod apple_double;
pub mod athletes;
pub mod corpus;
pub mod export;
pub mod fit;
pub mod gpx;
mod gzip;
pub mod odd_zips;
#[cfg(target_os = "linux")]
pub mod opened;
pub mod plans;
pub mod raw_fit;
pub mod raw_zip;
mod run;
pub mod runs;
mod seeded;
pub mod seeds;
mod start;
pub mod strava;
pub mod tcx;
pub mod testdata;
mod track;
mod xml;

pub use gzip::{gunzip, gzip};
pub use run::{Device, Leg, Recording, Run, Sport};
pub use seeded::Seeded;
pub use start::Start;
pub use track::{Position, Sample, Totals};

/// Returns the value of a result. An error means that this crate has a mistake or that the corpus
/// cannot be read.
///
/// Writing to memory does not fail, and the declarations belong to this crate. If an encoder
/// refuses a declaration, the test must stop with the encoder's message.
#[expect(clippy::expect_used, reason = "a refused declaration is a bug, and its test must stop")]
fn never_fails<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    result.expect("what this crate holds cannot be read or encoded")
}
