//! Reads the bytes as a plan, and looks up every day of a year for runs of several lengths.

#![no_main]

use libfuzzer_sys::fuzz_target;
use recoup::analysis::settings::plan::RunOfDay;
use recoup::{Plan, Policy};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(plan) = Plan::from_csv(text, &Policy::default()) else { return };
    let run = |minutes: i64, bpm| RunOfDay {
        timer_ms: minutes * 60_000,
        mean_bpm: bpm,
        distance_m: bpm.map(|bpm| bpm * 50.0),
    };
    let runs = [run(30, Some(120.0)), run(0, None), run(600, Some(180.0))];
    let first: jiff::civil::Date = jiff::civil::date(2026, 1, 1);
    for date in first.series(jiff::ToSpan::days(1)).take(365) {
        assert_eq!(plan.on_day(date, &runs).len(), runs.len());
        assert!(plan.on(date, i64::MAX).is_none_or(|planned| planned.date == date));
    }
});
