//! From a folder to weekly tables.

use recoup::{Athlete, BatchOptions, ReadOptions, frames};
use std::path::Path;

/// Weeks of `testdata/`, counted by hand from its declarations.
#[test]
fn weeks_of_the_test_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let athlete = Athlete::with_max_hr(190.0).with(|athlete| athlete.name = "Kari".into());
    let options = BatchOptions::new();
    let records = recoup::assess_paths(&[folder], &athlete, &ReadOptions::new(), &options).unwrap();
    let weeks = frames::weeks_frame(&recoup::weeks(&records, &athlete)).unwrap();
    let counts = |name: &str| -> Vec<i64> {
        weeks.column(name).unwrap().i64().unwrap().iter().map(Option::unwrap).collect()
    };
    let names: Vec<Option<&str>> = weeks.column("week").unwrap().str().unwrap().iter().collect();
    let expected = ["2026-W10", "2026-W11", "2026-W12", "2026-W13", "2026-W14"];
    assert_eq!(names, expected.map(Some));
    assert_eq!(counts("runs"), [5, 4, 0, 4, 4]);
    assert_eq!(counts("recovery_runs"), [2, 1, 0, 2, 2]);
    assert_eq!(counts("nearly_runs"), [0, 1, 0, 1, 0]);
    assert_eq!(counts("meant"), [1, 1, 0, 3, 1]);
    assert_eq!(counts("meant_true"), [1, 0, 0, 2, 0]);
    assert_eq!(counts("meant_missed"), [0, 1, 0, 0, 1]);
    assert_eq!(counts("meant_unknown"), [0, 0, 0, 1, 0]);
    // Intervals, and a long run; intervals.
    assert_eq!(counts("hard_sessions"), [2, 0, 0, 0, 1]);
    // 4-5 runs: one or two recovery runs.
    assert_eq!(counts("range_low"), [1, 1, 0, 1, 1]);
    assert_eq!(counts("range_high"), [2, 2, 0, 2, 2]);
    let compliance: Vec<Option<f64>> =
        weeks.column("compliance_pct").unwrap().f64().unwrap().iter().collect();
    let third = 100.0 / 3.0;
    assert_eq!(compliance, [Some(100.0), Some(0.0), None, Some(2.0 * third), Some(0.0)]);
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
         hr_avg, hr_median, hr_first_5min, hr_last_5min, hr_peak, hr_coverage_pct, hr_suspect_s, \
         zone_model, hr_max, hr_max_source, hr_max_from, z1_low_bpm, z1_high_bpm, missing_s, \
         below_s, z1_s, z2_s, z3_s, z4_s, z5_s, at_or_below_pct, surges, surge_longest_s, \
         surge_total_s, hills, hill_s, steep_m, effort_spikes, rpe, feel, kind, intent, \
         kind_reason, intensity, duration, terrain, warmup_finish, effort_felt, grade, verdict, \
         basis, confidence, verdict_without_suspect, hr_max_holds_from, hr_max_holds_to, \
         main_reason, reasons, hard_session, hard_reason, followed_by, placing, filler_if_over, \
         load, resting_hr, resting_hr_usual, resting_hr_raised, partial, copies, \
         listed_in, planned_for"
    );
    assert_eq!(
        names(&frames::weeks_frame(&[]).unwrap()),
        "athlete, week, week_start, is_last, runs, run_time_s, distance_m, ascent_m, missing_s, \
         below_s, z1_s, z2_s, z3_s, z4_s, z5_s, ungradable_runs, range_low, range_high, \
         recovery_runs, nearly_runs, frequency, meant, meant_true, meant_nearly, meant_missed, \
         meant_unknown, compliance_pct, hard_sessions, hard_other_sports, after_recovery, \
         after_nearly, after_rest, after_too_hard, after_hard, after_unknown, recovered_pct, \
         main_reason, placed_after_hard, placed_between, placed_before_hard, placed_isolated, \
         filler, load, monotony, strain, resting_hr, resting_hr_flag, duplicates, unreadable, \
         notes, planned, planned_missed"
    );
    assert_eq!(
        names(&frames::files_frame(&[]).unwrap()),
        "file, bytes, format, status, sessions, partial, duplicate_of, detail, athlete, week, \
         sport, start_utc"
    );
}
