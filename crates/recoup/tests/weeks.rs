//! Weeks worked out by hand: the runs of each day and the expected row.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod made;

use made::{Clock, Made, gentle, intervals, made};
use recoup::analysis::calendar::WeekStart;
use recoup::frames::TableFormat;
use recoup::{Athlete, FileMeasured, FileRecord, FileStatus, Policy, Reason, frames};

fn records(name: &str, runs: &[Made], policy: Policy) -> Vec<FileRecord> {
    let athlete = Athlete::with_max_hr(200.0).with(|athlete| {
        name.clone_into(&mut athlete.name);
        athlete.policy = policy;
    });
    made::records(runs, &athlete)
}

/// Returns the cells of some columns of the weeks as in CSV.
fn weeks_of(records: &[FileRecord], columns: &[&str]) -> Vec<String> {
    let weeks = recoup::weeks(records, &Athlete::default());
    let weeks = frames::weeks_frame(&weeks).unwrap();
    let mut csv = Vec::new();
    let weeks = weeks.select(columns.iter().copied()).unwrap();
    frames::write_frame(&weeks, TableFormat::Csv, &mut csv).unwrap();
    String::from_utf8(csv).unwrap().lines().skip(1).map(str::to_owned).collect()
}

fn weeks(runs: &[Made], columns: &[&str]) -> Vec<String> {
    weeks_of(&records("", runs, Policy::default()), columns)
}

const COUNTS: [&str; 10] = [
    "week",
    "runs",
    "range_low",
    "range_high",
    "recovery_runs",
    "nearly_runs",
    "frequency",
    "hard_sessions",
    "filler",
    "load",
];
const PLACINGS: [&str; 5] =
    ["week", "placed_after_hard", "placed_between", "placed_before_hard", "placed_isolated"];

/// Tuesday hard, Wednesday recovery (13 h after, 34 h 30 min before the next), Thursday hard (Zone
/// 4 for 50 min: 200), Friday recovery, Sunday long (100 min in Zone 2: 200).
///
/// Loads by day: 0, 180, 30, 200, 30, 0, 200, in all 640. Their mean is 91.429, the mean of their
/// squares (32400 + 900 + 40000 + 900 + 40000) / 7 = 16314.286, so the variance is 16314.286 -
/// 8359.184 = 7955.102 and the deviation 89.191: a monotony of 1.0251 and a strain of 656.06.
#[test]
fn a_normal_week() {
    let runs = [
        intervals("2026-03-10T17:00"),
        gentle("2026-03-11T07:00"),
        made("2026-03-12T18:00", &[(50, 178.0)]),
        gentle("2026-03-13T07:00"),
        made("2026-03-15T09:00", &[(100, 150.0)]),
    ];
    assert_eq!(weeks(&runs, &COUNTS), ["2026-W11,5,1,2,2,0,within,3,0,640"]);
    assert_eq!(weeks(&runs, &PLACINGS), ["2026-W11,1,1,0,0"]);
    assert_eq!(weeks(&runs, &["monotony", "strain", "notes"]), ["1.03,656.1,"]);
    assert_eq!(
        weeks(&runs, &["run_time_s", "z1_s", "z2_s", "z4_s"]),
        ["16200.000,3600.000,7800.000,4800.000"]
    );
}

/// A sum over no run is 0. A ratio over no run is empty.
#[test]
fn a_week_without_a_run() {
    let runs = [gentle("2026-03-03T07:00"), gentle("2026-03-17T07:00")];
    let weeks = weeks(&runs, &COUNTS);
    assert_eq!(weeks[1], "2026-W11,0,0,0,0,0,none,0,0,0");
    assert_eq!(weeks.len(), 3);
    let nothing = ["run_time_s", "distance_m", "z1_s", "monotony", "strain", "resting_hr", "notes"];
    assert_eq!(self::weeks(&runs, &nothing)[1], "0.000,0.0,0.000,,,,");
}

/// Four runs make a range of one to two, and three were recovery runs. The hard session ends on
/// Monday at 19:00. Tuesday 07:00 is 12 h after its end, and Wednesday 07:00 exactly 36 h. Sunday
/// 07:00 is 132 h after, which is more than 72 h, so that the one run over the range is filler.
#[test]
fn over_the_range_with_filler() {
    let runs = [
        intervals("2026-03-09T18:00"),
        gentle("2026-03-10T07:00"),
        gentle("2026-03-11T07:00"),
        gentle("2026-03-15T07:00"),
    ];
    assert_eq!(weeks(&runs, &COUNTS), ["2026-W11,4,1,2,3,0,over,1,1,270"]);
    assert_eq!(weeks(&runs, &PLACINGS), ["2026-W11,2,0,0,1"]);
    // Wednesday's run is isolated one minute later, but it is not filler, because filler takes
    // three days.
    let mut later = runs.to_vec();
    later[2].local = "2026-03-11T07:01";
    assert_eq!(weeks(&later, &PLACINGS), ["2026-W11,1,0,0,2"]);
    assert_eq!(weeks(&later, &COUNTS), ["2026-W11,4,1,2,3,0,over,1,1,270"]);
    // Three recovery runs and no hard one: the range of three runs is one, two are over it.
    let easy_only =
        [gentle("2026-03-09T07:00"), gentle("2026-03-11T07:00"), gentle("2026-03-13T07:00")];
    assert_eq!(weeks(&easy_only, &COUNTS), ["2026-W11,3,1,1,3,0,over,0,2,90"]);
    assert_eq!(weeks(&easy_only[..1], &COUNTS), ["2026-W11,1,0,1,1,0,within,0,0,30"]);
}

/// Three hard runs: under the range of one.
#[test]
fn a_week_all_hard() {
    let runs = [
        intervals("2026-03-09T18:00"),
        intervals("2026-03-11T18:00"),
        intervals("2026-03-13T18:00"),
    ];
    assert_eq!(weeks(&runs, &COUNTS), ["2026-W11,3,1,1,0,0,under,3,0,540"]);
    // 180 on three days of seven: mean 77.143, mean square 13885.714, variance 7934.694, deviation
    // 89.077, so a monotony of 0.866.
    assert_eq!(weeks(&runs, &["monotony", "strain"]), ["0.87,467.7"]);
}

/// The same load every day has no deviation, and so no monotony. Six of seven days have 2.45: mean
/// 6 / 7 of 30, deviation 30 x sqrt(6) / 7.
#[test]
fn days_that_are_alike() {
    let days = [
        "2026-03-09T07:00",
        "2026-03-10T07:00",
        "2026-03-11T07:00",
        "2026-03-12T07:00",
        "2026-03-13T07:00",
        "2026-03-14T07:00",
        "2026-03-15T07:00",
    ];
    let runs = days.map(gentle);
    assert_eq!(weeks(&runs, &["load", "monotony", "strain"]), ["210,,"]);
    assert_eq!(
        weeks(&runs[..6], &["load", "monotony", "strain", "notes"]),
        ["180,2.45,440.9,\"monotony 2.45, critical from 2\""]
    );
}

/// A run with an unknown load is no day of rest, so the monotony of the week is unknown, too.
#[test]
fn a_load_that_is_not_known() {
    let runs = [intervals("2026-03-09T18:00"), made("2026-03-10T07:00", &[(30, f32::NAN)])];
    let columns = ["load", "monotony", "ungradable_runs", "missing_s", "notes"];
    assert_eq!(weeks(&runs, &columns), ["180,,1,1800.000,1 run without a load"]);
}

/// Two runs on the same Sunday, the last day of week 10: in Auckland (UTC+13) and then in Honolulu
/// (UTC-10). The second run begins on Monday in UTC, but both begin on Sunday by the local clocks.
#[test]
fn a_week_across_the_date_line() {
    let auckland = Clock::Place(-36.85, 174.76, 13);
    let honolulu = Clock::Place(21.31, -157.86, -10);
    let runs = [
        gentle("2026-03-08T18:00").clock(auckland), // Sunday 05:00 UTC
        gentle("2026-03-08T17:00").clock(honolulu), // Monday 03:00 UTC
        gentle("2026-03-09T06:00").clock(honolulu),
    ];
    let records = records("", &runs, Policy::default());
    let dates: Vec<String> =
        records.iter().map(|record| record.runs[0].start_local.to_string()).collect();
    assert_eq!(dates, ["2026-03-08T18:00:00", "2026-03-08T17:00:00", "2026-03-09T06:00:00"]);
    assert_eq!(weeks_of(&records, &["week", "runs"]), ["2026-W10,2", "2026-W11,1"]);
}

/// The clocks of Oslo go from 02:00 to 03:00 in the night to 29 March 2026. A run at 00:30 on
/// Monday is at 22:30 on Sunday in UTC. With the offset of the day before, it would be at 23:30 on
/// Sunday.
#[test]
fn the_night_when_clocks_change() {
    let oslo = |hours| Clock::Place(59.91, 10.75, hours);
    let runs = [
        gentle("2026-03-28T23:45").clock(oslo(1)),
        gentle("2026-03-29T03:15").clock(oslo(2)),
        gentle("2026-03-30T00:30").clock(oslo(2)),
    ];
    assert_eq!(weeks(&runs, &["week", "runs"]), ["2026-W13,2", "2026-W14,1"]);
}

/// ISO weeks belong to the year of their Thursday.
#[test]
fn weeks_at_new_year() {
    let of = |local| weeks(&[gentle(local)], &["week", "week_start"]).remove(0);
    assert_eq!(of("2019-12-30T07:00"), "2020-W01,2019-12-30");
    assert_eq!(of("2020-12-31T07:00"), "2020-W53,2020-12-28");
    assert_eq!(of("2021-01-03T23:59"), "2020-W53,2020-12-28");
    assert_eq!(of("2021-01-04T00:00"), "2021-W01,2021-01-04");
    assert_eq!(of("2025-12-29T07:00"), "2026-W01,2025-12-29");
    assert_eq!(of("2016-01-03T07:00"), "2015-W53,2015-12-28");
    // No week is skipped or doubled between two years.
    let across = [gentle("2020-12-22T07:00"), gentle("2021-01-12T07:00")];
    assert_eq!(
        weeks(&across, &["week", "runs"]),
        ["2020-W52,1", "2020-W53,0", "2021-W01,0", "2021-W02,1"]
    );
}

#[test]
fn weeks_from_sunday() {
    let policy = Policy::default().with(|policy| policy.week_start = WeekStart::Sunday);
    // Saturday, Sunday, and a Saturday after a week without a run.
    let runs = ["2026-03-07T23:30", "2026-03-08T00:30", "2026-03-28T07:00"].map(gentle);
    let records = records("", &runs, policy);
    assert_eq!(
        weeks_of(&records, &["week", "week_start", "runs"]),
        [
            "2026-03-01,2026-03-01,1",
            "2026-03-08,2026-03-08,1",
            "2026-03-15,2026-03-15,0",
            "2026-03-22,2026-03-22,1"
        ]
    );
}

/// The weeks of two athletes stand one after the other. Neither athlete fills gaps of the other.
#[test]
fn two_athletes() {
    let mut both = records("Ola", &[gentle("2026-03-24T07:00")], Policy::default());
    let kari = [gentle("2026-03-03T07:00"), intervals("2026-03-11T07:00")];
    both.extend(records("Kari", &kari, Policy::default()));
    assert_eq!(
        weeks_of(&both, &["athlete", "week", "runs", "hard_sessions"]),
        ["Kari,2026-W10,1,0", "Kari,2026-W11,1,1", "Ola,2026-W13,1,0"]
    );
}

/// Five runs with readings of 50, then a reading of 55: five over the median. A reading of 54 is
/// four over, which is less than 5 bpm and less than 10 %. With a usual reading of 40, 44 is 10 %
/// over.
#[test]
fn a_raised_resting_heart_rate() {
    let days = ["2026-03-02T07:00", "2026-03-03T07:00", "2026-03-04T07:00", "2026-03-05T07:00"];
    let flag = |usual: f64, last: f64| {
        let mut runs = days.map(gentle).to_vec();
        runs.push(gentle("2026-03-06T07:00"));
        runs.push(gentle("2026-03-09T07:00"));
        for run in &mut runs {
            run.resting_bpm = Some(usual);
        }
        runs[5].resting_bpm = Some(last);
        weeks(&runs, &["resting_hr", "resting_hr_flag", "notes"]).remove(1)
    };
    assert_eq!(flag(50.0, 55.0), "55,consider full rest,1 run with a raised resting heart rate");
    assert_eq!(flag(50.0, 54.0), "54,usual,");
    assert_eq!(flag(40.0, 44.0), "44,consider full rest,1 run with a raised resting heart rate");
    // Four readings are too few for a usual value.
    let mut few = days.map(gentle);
    for run in &mut few {
        run.resting_bpm = Some(50.0);
    }
    assert_eq!(weeks(&few, &["resting_hr", "resting_hr_flag"]), ["50,"]);
}

/// A run that is named a recovery run and became too hard is a missed recovery run. It is no hard
/// session.
#[test]
fn a_recovery_run_that_was_missed() {
    let named = Made { title: Some("Recovery jog"), ..intervals("2026-03-10T07:00") };
    let columns = ["meant", "meant_true", "meant_missed", "hard_sessions"];
    assert_eq!(weeks(&[named], &columns), ["1,0,1,0"]);
}

const AFTER: [&str; 10] = [
    "week",
    "hard_sessions",
    "hard_other_sports",
    "after_recovery",
    "after_nearly",
    "after_rest",
    "after_too_hard",
    "after_hard",
    "after_unknown",
    "recovered_pct",
];

/// Three weeks, and a run in the fourth week, so that the time after all sessions is over.
///
/// Week 11: a recovery run follows Tuesday's intervals. Saturday's run in Zone 2 at 09:00 follows
/// Thursday's intervals, 38 h after their end at 19:00. 1 of 2. Week 12: Tuesday's intervals follow
/// Monday's, and nothing follows Tuesday's within 48 h. 1 of 2. Week 13: a recovery run follows a
/// ride of three hours. A run without heart rate follows Thursday's intervals, and is ungradable. 1
/// of 1.
#[test]
fn what_came_after_hard_sessions() {
    let ride = Made { is_ride: true, ..made("2026-03-23T09:00", &[(180, 120.0)]) };
    let runs = [
        intervals("2026-03-10T17:00"),
        gentle("2026-03-11T07:00"),
        intervals("2026-03-12T18:00"),
        made("2026-03-14T09:00", &[(30, 150.0)]),
        intervals("2026-03-16T17:00"),
        intervals("2026-03-17T17:00"),
        gentle("2026-03-20T07:00"),
        ride,
        gentle("2026-03-24T07:00"),
        intervals("2026-03-26T18:00"),
        made("2026-03-27T07:00", &[(30, f32::NAN)]),
        gentle("2026-03-31T07:00"),
    ];
    assert_eq!(
        weeks(&runs, &AFTER)[..3],
        [
            "2026-W11,2,0,1,0,0,1,0,0,50.00",
            "2026-W12,2,0,0,0,1,0,1,0,50.00",
            "2026-W13,1,1,1,0,0,0,0,1,100.00",
        ]
    );
    let records = records("", &runs, Policy::default());
    let after = |record: usize| records[record].runs[0].context.followed_by;
    assert_eq!(after(2), Some(recoup::FollowedBy::TooHard));
    assert_eq!(after(1), None);
    let of_ride = &records[7];
    assert_eq!(
        of_ride.detail(),
        "cycling; cycling counts as a hard session: 180 min (hard from 120 on)"
    );
    assert_eq!(records[8].runs[0].context.since_hard_ms, Some(19 * 3_600_000));
    // A session whose 48 h are not over has no answer. A cool-down within the hour is part of its
    // session.
    let last = [intervals("2026-03-30T17:00"), made("2026-03-30T18:10", &[(10, 120.0)])];
    assert_eq!(weeks(&last, &AFTER), ["2026-W14,1,0,0,0,0,0,0,0,"]);
}

/// The load of a ride counts towards the load of the day, and so towards monotony.
#[test]
fn the_load_of_other_sports() {
    let ride = Made { is_ride: true, ..made("2026-03-11T09:00", &[(60, 150.0)]) };
    // 30 on Tuesday, 60 x 2 on Wednesday: 150.
    let runs = [gentle("2026-03-10T07:00"), ride];
    assert_eq!(weeks(&runs, &["runs", "hard_other_sports", "load"]), ["1,0,150"]);
}

#[test]
fn a_week_that_cannot_be_told_is_unknown() {
    let of = |runs: &[Made]| weeks(runs, &["runs", "ungradable_runs", "frequency"]).remove(0);
    let unknown = |local| made(local, &[(30, f32::NAN)]);
    assert_eq!(of(&[unknown("2026-03-10T07:00")]), "1,1,unknown");
    // One recovery run of three is within 1-1. Two would be over, if the unknown run is one.
    let three =
        [gentle("2026-03-10T07:00"), unknown("2026-03-11T07:00"), intervals("2026-03-12T07:00")];
    assert_eq!(of(&three), "3,1,unknown");
    // One more cannot change 0 of 0-1.
    let two = [made("2026-03-10T07:00", &[(30, 160.0)]), unknown("2026-03-11T07:00")];
    assert_eq!(of(&two), "2,1,within");
}

/// The coach's range by the number of runs.
#[test]
fn the_range_grows_with_the_number_of_runs() {
    let days = ["09", "10", "11", "12", "13", "14", "15"];
    let local: Vec<String> = days
        .iter()
        .flat_map(|day| ["07", "17"].map(|hour| format!("2026-03-{day}T{hour}:00")))
        .collect();
    let range = |number: usize| {
        let runs: Vec<Made> = local[..number]
            .iter()
            .map(|local| gentle(Box::leak(local.clone().into_boxed_str())))
            .collect();
        weeks(&runs, &["range_low", "range_high"]).remove(0)
    };
    let expected = ["0,1", "0,1", "1,1", "1,2", "1,2", "1,3", "1,3", "1,4", "1,4"];
    assert_eq!((1..=9).map(range).collect::<Vec<_>>(), expected);
}

/// A recovery run that was planned or named as one counts as meant, whatever its verdict. The
/// verdict alone does not make a run meant.
#[test]
fn meant_is_what_somebody_said() {
    let named = |local, bpm| Made { title: Some("Recovery"), ..made(local, &[(30, bpm)]) };
    let runs = [
        named("2026-03-09T07:00", 140.0),
        named("2026-03-10T07:00", 165.0),
        named("2026-03-11T07:00", f32::NAN),
        gentle("2026-03-12T07:00"),
    ];
    let columns = ["meant", "meant_true", "meant_nearly", "meant_missed", "meant_unknown"];
    assert_eq!(weeks(&runs, &columns), ["3,1,0,1,1"]);
    let columns = ["compliance_pct", "main_reason", "recovery_runs"];
    assert_eq!(weeks(&runs, &columns), ["33.33,too_hard,2"]);
    // Another maximum changes the verdicts, but not the intended kinds.
    for max_bpm in [150.0, 180.0, 230.0] {
        let records = made::records(&runs, &Athlete::with_max_hr(max_bpm));
        assert_eq!(weeks_of(&records, &["meant"]), ["3"], "{max_bpm}");
    }
}

/// A gap of over a year ends the list of weeks, and only the athlete's last week is the last.
#[test]
fn a_gap_over_a_year_is_not_filled() {
    let runs = [gentle("2024-03-05T07:00"), gentle("2025-03-11T07:00"), gentle("2025-03-25T07:00")];
    assert_eq!(
        weeks(&runs, &["week", "is_last"]),
        ["2024-W10,false", "2025-W11,false", "2025-W12,false", "2025-W13,true"]
    );
}

/// A resting heart rate that is the same in every run is a setting.
#[test]
fn a_resting_heart_rate_that_never_changes() {
    let days = ["2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13"];
    let mut runs: Vec<Made> = days
        .into_iter()
        .map(|day| gentle(Box::leak(format!("{day}T07:00").into_boxed_str())))
        .collect();
    for run in &mut runs {
        run.resting_bpm = Some(50.0);
    }
    assert_eq!(weeks(&runs, &["resting_hr", "resting_hr_flag"]), [","]);
    runs[4].resting_bpm = Some(51.0);
    assert_eq!(weeks(&runs, &["resting_hr"]), ["50.2"]);
}

/// Unreadable files count in the week of their name or header, if that week has a row.
#[test]
fn files_that_are_no_runs() {
    let mut records = records("", &[gentle("2026-03-10T07:00")], Policy::default());
    let unreadable = |name: &str| {
        let reason = Reason::Unreadable("nothing in it".to_owned());
        FileMeasured::nothing(name, 1, "fit", FileStatus::Unreadable, reason)
    };
    let files = ["2026-03-12-063000.fit", "2026-04-12.fit", "17.fit"].map(unreadable);
    records.extend(recoup::finish(files.into(), &Athlete::default()).unwrap());
    assert_eq!(weeks_of(&records, &["week", "runs", "unreadable"]), ["2026-W11,1,1"]);
}

fn assert_parts_sum(folder: &std::path::Path) {
    let mut meant = Vec::new();
    for max_bpm in [150.0, 190.0, 230.0] {
        let athlete = Athlete::with_max_hr(max_bpm);
        let (reading, options) = (recoup::ReadOptions::new(), recoup::BatchOptions::new());
        let records = recoup::assess_paths(&[folder.into()], &athlete, &reading, &options).unwrap();
        let weeks = recoup::weeks(&records, &athlete);
        for week in &weeks {
            let parts =
                week.meant_true + week.meant_nearly + week.meant_missed + week.meant_unknown;
            assert_eq!(parts, week.meant, "{}", week.week);
            let after = [
                week.after_recovery,
                week.after_nearly,
                week.after_rest,
                week.after_too_hard,
                week.after_hard,
                week.after_unknown,
            ];
            let sessions = week.hard_sessions + week.hard_other_sports;
            let after: usize = after.iter().sum();
            // The 48 h of the last session are not over.
            assert!(after == sessions || (week.is_last && after < sessions), "{}", week.week);
            let judged = week.recovery_runs + week.nearly_runs + week.ungradable_runs;
            assert!(judged <= week.runs && week.range_low <= week.range_high, "{}", week.week);
            let zones_ms: i64 = week.zones_ms.iter().sum();
            assert_eq!(week.missing_ms + week.below_ms + zones_ms, week.run_time_ms);
        }
        meant.push(weeks.iter().map(|week| week.meant).collect::<Vec<_>>());
    }
    // Another maximum changes the verdicts, but not the intended kinds.
    assert!(meant.iter().all(|other| *other == meant[0]), "{meant:?}");
}

#[test]
fn the_parts_of_each_week_sum() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    assert_parts_sum(&folder);
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn the_parts_of_each_week_of_the_corpus_sum() {
    assert_parts_sum(&recoup_testkit::corpus::folder());
}
