//! Grades a file by the coach's limits and by limits of one's own, and prints each criterion.
//!
//!     cargo run -p recoup --example own_policy -- testdata/activities/2026-03-15-100000.fit 190

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use recoup::{Athlete, Policy};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: own_policy FILE MAXIMUM_HEART_RATE";
    let path = arguments.next().ok_or(usage)?;
    let max_bpm = arguments.next().ok_or(usage)?.parse()?;
    // A coach who allows an hour, and hills that force efforts.
    let gentle = Policy::default().with(|policy| {
        policy.duration_pass_max_min = 60.0;
        policy.duration_warn_max_min = 75.0;
        policy.effort_spikes_warn = 5.0;
    });
    for (name, policy) in [("the coach's limits", Policy::default()), ("own limits", gentle)] {
        let athlete = Athlete::with_max_hr(max_bpm).with(|athlete| athlete.policy = policy);
        for activity in recoup::read(&path)? {
            let run = recoup::assess(&activity, &athlete)?;
            println!("{name}: {} (grade {:?})", run.verdict, run.grade);
            for (criterion, judged) in run.criteria.named() {
                let (outcome, measured, limit) =
                    (judged.outcome.as_str(), &judged.measured, &judged.limit);
                println!("  {outcome:<7} {criterion}: {measured} (limit: {limit})");
            }
        }
    }
    Ok(())
}
