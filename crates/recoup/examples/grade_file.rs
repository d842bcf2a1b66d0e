//! Prints the verdict on each run in a file, with the reasons.
//!
//! The second argument is the maximum heart rate. Without it, the value that the watch wrote into
//! the file counts.
//!
//!     cargo run -p recoup --example grade_file -- testdata/activities/2026-03-15-100000.fit 190

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use recoup::{Athlete, Session, assess_session};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: grade_file FILE [MAXIMUM_HEART_RATE]")?;
    let athlete = match arguments.next() {
        Some(max_bpm) => Athlete::with_max_hr(max_bpm.parse()?),
        None => Athlete::default(),
    };
    athlete.check()?;
    // A file can hold several sessions, and not all of them have to be runs.
    for activity in recoup::read(path)? {
        match assess_session(&activity, &athlete.policy) {
            Session::Run(measured) | Session::Undated(measured, None) => {
                let run = measured.assess(&athlete);
                println!("{}: {}", run.start_local, run.verdict_in_words());
                run.reasons.iter().for_each(|reason| println!("  {reason}"));
            }
            Session::Fragment(_, fragment) => println!("not graded: {fragment}"),
            Session::NotARun(other) => println!("not a run: {other}"),
            _ => println!("not graded: a fragment without a date"),
        }
    }
    Ok(())
}
