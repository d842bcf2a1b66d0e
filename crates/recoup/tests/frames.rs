//! From a folder to weekly tables.
#![cfg(feature = "frames")]

use recoup::{Athlete, BatchOptions, ReadOptions, frames};
use std::path::Path;

/// Weeks of `testdata/`, counted by hand from its declarations.
#[test]
fn weeks_of_the_test_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let athlete = Athlete::with_max_hr(190.0).with(|athlete| athlete.name = "Kari".into());
    let options = BatchOptions::new();
    let records = recoup::assess_paths(&[folder], &athlete, &ReadOptions::new(), &options).unwrap();
    let weeks = frames::weeks_frame(&recoup::weeks(&records, &athlete.policy)).unwrap();
    let counts = |name: &str| -> Vec<i64> {
        weeks.column(name).unwrap().i64().unwrap().iter().map(Option::unwrap).collect()
    };
    let names: Vec<Option<&str>> = weeks.column("week").unwrap().str().unwrap().iter().collect();
    let expected = ["2026-W10", "2026-W11", "2026-W12", "2026-W13", "2026-W14"];
    assert_eq!(names, expected.map(Some));
    assert_eq!(counts("runs"), [5, 4, 0, 4, 4]);
    assert_eq!(counts("recovery_meant"), [2, 3, 0, 4, 3]);
    assert_eq!(counts("recovery_true"), [2, 1, 0, 2, 2]);
    assert_eq!(counts("recovery_borderline"), [0, 1, 0, 1, 0]);
    assert_eq!(counts("recovery_missed"), [0, 1, 0, 0, 1]);
    assert_eq!(counts("recovery_ungradable"), [0, 0, 0, 1, 0]);
    assert_eq!(counts("hard_sessions"), [1, 0, 0, 0, 1]);
    // 4-5 runs: two recovery runs.
    assert_eq!(counts("recovery_target"), [2, 2, 0, 2, 2]);
    let compliance: Vec<Option<f64>> =
        weeks.column("compliance_pct").unwrap().f64().unwrap().iter().collect();
    let third = 100.0 / 3.0;
    assert_eq!(compliance, [Some(100.0), Some(third), None, Some(50.0), Some(2.0 * third)]);
    let time: Vec<Option<f64>> =
        weeks.column("run_time_s").unwrap().f64().unwrap().iter().collect();
    // 2100 + 3420 + 1920 + 2640 + 6000 and so on; the treadmill, hard, rated and cut run last.
    assert_eq!(time, [Some(16080.0), Some(9600.0), Some(0.0), Some(7380.0), Some(7568.0)]);
}

/// The columns are a contract: names and order.
#[test]
fn columns_are_those_of_the_contract() {
    let runs = frames::runs_frame(&[]).unwrap();
    let names = |frame: &frames::DataFrame| {
        frame.get_column_names().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        names(&runs),
        "athlete, file, session, start_utc, start_local, utc_offset_min, local_basis, week, \
         sport, sub_sport, surface, title, device, timer_s, elapsed_s, distance_m, ascent_m, \
         hr_avg, hr_peak, hr_coverage_pct, hr_suspect_s, zone_model, hr_max, hr_max_source, \
         z1_low_bpm, z1_high_bpm, missing_s, below_s, z1_s, z2_s, z3_s, z4_s, z5_s, \
         at_or_below_pct, surges, surge_longest_s, surge_total_s, hills, hill_s, steep_m, \
         effort_spikes, rpe, kind, intent, kind_reason, intensity, duration, terrain, \
         warmup_finish, effort_felt, grade, verdict, basis, verdict_without_suspect, \
         hr_max_holds_from, hr_max_holds_to, load, partial, reasons, hard_session, placing, \
         filler_if_over, resting_hr, resting_hr_usual, resting_hr_raised, copies"
    );
    assert_eq!(
        names(&frames::weeks_frame(&[]).unwrap()),
        "athlete, week, week_start, runs, run_time_s, distance_m, ascent_m, missing_s, below_s, \
         z1_s, z2_s, z3_s, z4_s, z5_s, recovery_target, recovery_meant, recovery_true, \
         recovery_borderline, recovery_missed, recovery_ungradable, compliance_pct, frequency, \
         hard_sessions, placed_after_hard, placed_between, placed_before_hard, placed_isolated, \
         filler, load, monotony, strain, resting_hr, resting_hr_flag, duplicates, unreadable, \
         notes"
    );
    assert_eq!(
        names(&frames::files_frame(&[]).unwrap()),
        "file, bytes, format, status, sessions, partial, duplicate_of, detail, athlete, week"
    );
}
