//! Reads the bytes as a file, and plans the runs of the plan in it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use recoup::{Athlete, Limits, Plan, PlanFile, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    let Ok(contents) = read_bytes(bytes, &Limits::default()) else { return };
    let Some(plan) = contents.plan else { return };
    assert!(plan.workouts.len() <= 50_000);
    let athlete = Athlete::default();
    let Ok(file) = PlanFile::new(&plan, "2026-03-02.plan", &athlete) else { return };
    let mut whole = Plan::default();
    whole.add(&file.runs);
    let planned = whole.runs().count();
    // The same file again adds nothing.
    whole.add(&file.runs);
    assert_eq!(whole.runs().count(), planned);
});
