//! Results for real files compared with the numbers that the watches wrote.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_analysis::{Athlete, MaxSource, ZoneModel, ZoneTimes, assess};
use recoup_model::{Activity, DeviceZoneTimes};
use recoup_parse::{Limits, discover, read_file};
use recoup_testkit::corpus::{self, Row};
use std::collections::BTreeSet;

/// Least timer time of a compared file. Shorter recordings are fragments, which are not graded, and
/// one second is 1 % of some of them.
const SHORTEST_MS: i64 = 5 * 60_000;

/// Files whose watch counted other values than the file holds.
const NOT_COMPARABLE: [(&str, &str); 9] = [
    ("FR55-CoreTemp-Walk.fit", "the watch counted 897 s, the file holds a session of 588 s"),
    ("event_timestamp.fit", "counted before the strap's memory (hr messages) was read"),
    ("HRM-unbucle-resync.zip_activity_2677977976.fit", "the same"),
    ("garmin-fr935-cr.fit", "the same"),
    (
        "2024-10-14-070422-Pool_Swim-BingiWatch.fit",
        "the app counts nothing below Zone 1, where 482 s are; the zones agree to 18 s of 3,008",
    ),
    (
        "2019-09-07-11-22-19.zip_2019-09-07-11-22-19.fit",
        "the watch counted by bounds one beat lower than those that it wrote, all five of them: by \
         such all cumulated times agree to 9 s, by its own they are up to 218 s apart",
    ),
    (
        "23666429770_ACTIVITY.fit",
        "the heart rate was lost within 43 s without a record, of which the watch counted the first 16",
    ),
    (
        "sample_fit__core_from_watch.fit",
        "the watch counted 8 s of 316 in no zone, through which the file holds a heart rate",
    ),
    (
        "Garmin_Fenix_6S_Pro-Running.fit",
        "1.6 s of 314: the heart rate passed an edge within 4 s between two records",
    ),
];

/// Local times that the index rounds to a quarter of an hour. recoup does not accept them as a time
/// zone.
const ROUNDED_OFFSETS: [(&str, &str); 4] = [
    ("FR55-CoreTemp-Walk.fit", "225 s ahead of UTC"),
    ("garmin-vivosmart-hr.fit", "18 min ahead"),
    ("setup__initial_trace_data__2020-06-11-13-33-45.fit", "2 h and 14 s ahead"),
    ("hike_with_coordinates.fit", "2 h and 2 min ahead"),
];

/// Returns half the sum of the differences between our buckets and those of the watch, in percent
/// of the watch's sum.
fn misplaced_pct(ours: &ZoneTimes, watch: &DeviceZoneTimes) -> f64 {
    let lowest_ms = match watch.below_ms {
        Some(_) => [ours.below_ms, ours.zones_ms[0]],
        None => [0, ours.at_or_below_zone1_ms()],
    };
    let ours_ms = lowest_ms.iter().chain(&ours.zones_ms[1..]);
    let (below_ms, zone5_ms) = (watch.below_ms.unwrap_or(0), watch.at_or_above_zone5_ms());
    let theirs_ms = [&below_ms].into_iter().chain(&watch.zones_ms[..4]).chain([&zone5_ms]);
    let apart_ms: i64 = ours_ms.zip(theirs_ms).map(|(ours, theirs)| (ours - theirs).abs()).sum();
    apart_ms as f64 * 50.0 / watch.total_ms() as f64
}

/// Returns our time in the zones of the device.
fn zone_times(activity: &Activity) -> ZoneTimes {
    let athlete = Athlete::default().with(|athlete| athlete.zones = ZoneModel::Device);
    assess(activity, &athlete).unwrap().zone_times
}

/// Returns the times of an index cell in milliseconds; an empty list for an empty cell.
fn times_ms(cell: &str) -> Vec<i64> {
    let times = cell.trim_matches(['[', ']']).split(',').filter(|time| !time.is_empty());
    times.map(|seconds| (seconds.trim().parse::<f64>().unwrap() * 1000.0).round() as i64).collect()
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn time_in_zone_agrees_with_the_watch() {
    let corpus = corpus::folder();
    let mut misplaced = Vec::new();
    let (mut paused, mut left_out) = (0, 0);
    for row in corpus::index(&corpus.join("fit.csv")) {
        let watch_ms = times_ms(&row["tiz_hr_secs"]);
        if watch_ms.is_empty() || row["n_sessions"] != "1" {
            continue;
        }
        let path = corpus.join("fit").join(&row["path"]);
        let activity = &read_file(&path, &Limits::default()).unwrap().activities[0];
        if watch_ms.iter().sum::<i64>() == 0
            || activity.totals.timer_ms.unwrap() < SHORTEST_MS
            || NOT_COMPARABLE.iter().any(|(name, _)| row["path"].ends_with(name))
        {
            left_out += 1;
            continue;
        }
        // Index 0 is the time below Zone 1, index 6 the time above Zone 5.
        let watch = DeviceZoneTimes {
            below_ms: Some(watch_ms[0]),
            zones_ms: watch_ms[1..6].try_into().unwrap(),
            above_ms: watch_ms.get(6).copied(),
        };
        assert_eq!(activity.device_zones.as_ref().unwrap().times, Some(watch), "{}", row["path"]);
        let pct = misplaced_pct(&zone_times(activity), &watch);
        if row["pauses"].parse::<usize>().unwrap() > 0 {
            paused += 1;
            assert!(pct <= 0.5, "{}, with pauses: {pct} %", row["path"]);
        }
        misplaced.push((pct, row["path"].clone()));
    }
    misplaced.sort_by(|left, right| left.0.total_cmp(&right.0));
    let at = |share: f64| misplaced[(misplaced.len() as f64 * share) as usize].0;
    let worst = &misplaced[misplaced.len() - 8..];
    assert!(
        misplaced.len() >= 53 && paused >= 18,
        "{} compared, {paused} of them with pauses, {left_out} left out",
        misplaced.len()
    );
    assert!(at(0.5) <= 0.1, "median {}", at(0.5));
    assert!(at(0.9) <= 0.5, "p90 {}, worst {worst:#?}", at(0.9));
}

/// Older watches write times without bounds. The manufacturers' layouts differ by the number of
/// values. Garmin's layout begins below Zone 1. Suunto, Wahoo and iGPSPORT count the time below
/// Zone 1 in Zone 1. Stryd and the exporter of Peloton's rides write Garmin's layout without its
/// last value and never fill the first value. In Peloton's files, the second value is Zone 1 with
/// all time below it.
#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn times_without_bounds_mean_what_their_maker_means() {
    let corpus = corpus::folder();
    let mut compared = 0;
    for row in corpus::index(&corpus.join("fit.csv")) {
        let watch_ms = times_ms(&row["session_time_in_hr_zone"]);
        if watch_ms.is_empty() {
            continue;
        }
        let name = &row["path"];
        let (first, number) = match row["manufacturer"].as_str() {
            "garmin" => (1, 7),
            "stryd" | "development" => (1, 6),
            "suunto" | "wahoo_fitness" | "igpsport" => (0, 5),
            maker => panic!("{name}: {maker}"),
        };
        assert_eq!(watch_ms.len(), number, "{name}");
        let expected = DeviceZoneTimes {
            below_ms: (first == 1).then(|| watch_ms[0]),
            zones_ms: watch_ms[first..first + 5].try_into().unwrap(),
            above_ms: watch_ms.get(first + 5).copied(),
        };
        let path = corpus.join("fit").join(name);
        let activities = read_file(&path, &Limits::default()).unwrap().activities;
        // The index holds one of several sessions.
        let is_expected = |own: &Activity| {
            own.device_zones.as_ref().is_some_and(|own| own.times == Some(expected))
        };
        assert!(activities.iter().any(is_expected), "{name}: {expected:?}");
        assert!(number != 6 || expected.below_ms == Some(0), "{name}");
        compared += 1;
    }
    assert_eq!(compared, 29);
}

/// Times counted in reconstructed bounds agree with the times of the watch.
#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn times_without_bounds_agree_where_the_bounds_can_be_told() {
    let corpus = corpus::folder();
    for (name, max_bpm, most_pct) in [
        // Garmin's default zones, from the maximum heart rate in the file.
        ("goldencheetah/rides__Garmin1000_withFirstbeat.fit", Some(197.0), 0.1),
        ("sweatpy/fixtures__fit__2018-03-13-18-17-02.fit", Some(192.0), 0.2),
        ("sweatpy/sweat__examples__data__4078723797.fit", Some(185.0), 0.1),
        // Tops of the zones set in a Wahoo. Half of the time is at exactly 124 bpm. This is a top,
        // so the time can be in either zone. 54 s with a heart rate are in no zone.
        ("python-fitparse/2019-02-17-062644-ELEMNT-297E-195-0.fit", None, 2.0),
        // 32 s; the last one has no record.
        ("fit/misc__unterminated-strings.fit", None, 2.0),
    ] {
        let path = corpus.join("fit").join(name);
        let mut activity = read_file(&path, &Limits::default()).unwrap().activities.remove(0);
        let zones = activity.device_zones.as_mut().unwrap();
        if let Some(max_bpm) = max_bpm {
            // The watch holds the bounds in whole beats.
            zones.bounds_bpm =
                [0.5, 0.6, 0.7, 0.8, 0.9].map(|share: f64| (share * max_bpm).round()).to_vec();
        }
        let watch = zones.times.unwrap();
        let pct = misplaced_pct(&zone_times(&activity), &watch);
        assert!(pct <= most_pct, "{name}: {pct} %");
    }
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn no_second_without_heart_rate_is_in_a_zone_and_all_buckets_sum_to_timer_time() {
    let corpus = corpus::folder();
    let athlete = Athlete::with_max_hr(190.0);
    let mut assessed = 0;
    for found in discover(&corpus) {
        let Ok(contents) = read_file(&found.path, &Limits::default()) else { continue };
        for mut activity in contents.activities {
            let whole = assess(&activity, &athlete).unwrap();
            assert_eq!(whole.zone_times.total_ms(), whole.timer_ms, "{}", found.name);
            assert!(whole.zone_times.missing_ms >= 0, "{}", found.name);
            // Without any valid reading, no zone may hold time.
            for rate in &mut activity.samples.heart_rate_bpm {
                if (30.0..=230.0).contains(rate) {
                    *rate = 0.0;
                }
            }
            let without = assess(&activity, &athlete).unwrap();
            assert_eq!(without.zone_times.missing_ms, whole.timer_ms, "{}", found.name);
            assessed += 1;
        }
    }
    assert!(assessed > 500, "{assessed}");
}

/// The maximum comes from the file, as other decoders read it. It never comes from the default of
/// `user_profile`, which is often the factory setting of 185.
#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn the_maximum_heart_rate_comes_from_the_zones() {
    let corpus = corpus::folder();
    let mut sources = Vec::new();
    let mut unused_defaults = 0;
    for row in corpus::index(&corpus.join("fit.csv")) {
        if row["file_type"] != "activity" || row["n_sessions"] != "1" {
            continue;
        }
        let path = corpus.join("fit").join(&row["path"]);
        let activity = &read_file(&path, &Limits::default()).unwrap().activities[0];
        let run = assess(activity, &Athlete::default()).unwrap();
        let bpm = |column: &str| row[column].parse::<f64>().ok().filter(|&bpm| bpm > 0.0);
        let (expected, source) = if let Some(bpm) = bpm("tiz_max_hr") {
            (Some(bpm), MaxSource::Watch)
        } else if let Some(bpm) = bpm("zones_max_hr") {
            (Some(bpm), MaxSource::Watch)
        } else {
            (None, MaxSource::None)
        };
        assert_eq!((run.max_bpm, run.max_source), (expected, source), "{}", row["path"]);
        sources.push(source);
        let default = bpm("user_max_hr");
        unused_defaults += usize::from(default.is_some() && default != expected);
    }
    for source in [MaxSource::Watch, MaxSource::None] {
        assert!(sources.iter().filter(|&&own| own == source).count() >= 20, "{source:?}");
    }
    assert!(unused_defaults > 20, "{unused_defaults}");
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn samples_and_sessions_are_those_that_others_count() {
    let corpus = corpus::folder();
    let mut compared = 0;
    for row in corpus::index(&corpus.join("fit.csv")) {
        let number = |name: &str| row[name].parse::<usize>().unwrap();
        // Files without a certain count are left out, because other decoders disagree on their
        // records.
        let is_plain = row["file_type"] == "activity"
            && row["n_hr_msgs"] == "0"
            && row["crc"] == "ok"
            && row["compressed_ts"] == "0"
            && number("n_sessions") == 1;
        if !is_plain {
            continue;
        }
        let path = corpus.join("fit").join(&row["path"]);
        let activity = &read_file(&path, &Limits::default()).unwrap().activities[0];
        let known = activity.samples.heart_rate_bpm.iter().filter(|rate| !rate.is_nan()).count();
        if number("n_records") > 0 && row["record_span_s"].is_empty() {
            // Records without a time.
            continue;
        }
        assert_eq!(activity.samples.len(), number("n_records"), "{}", row["path"]);
        assert_eq!(known, number("n_records_with_hr"), "{}", row["path"]);
        if let Ok(seconds) = row["total_timer_time"].parse::<f64>() {
            let timer_ms = activity.totals.timer_ms.unwrap();
            assert_eq!(timer_ms, (seconds * 1000.0).round() as i64, "{}", row["path"]);
        }
        if let Ok(metres) = row["total_distance_m"].parse::<f64>() {
            assert!(
                (activity.totals.distance_m.unwrap() - metres).abs() < 0.006,
                "{}",
                row["path"]
            );
        }
        let is_rounded = ROUNDED_OFFSETS.iter().any(|(name, _)| row["path"].ends_with(name));
        if let Ok(hours) = row["utc_offset_h"].parse::<f64>()
            && !is_rounded
        {
            assert_eq!(activity.utc_offset_min, Some((hours * 60.0) as i32), "{}", row["path"]);
        }
        compared += 1;
    }
    assert!(compared > 180, "{compared}");
}

/// Runs whose device counted another ascent than the altitudes in the file give.
const ASCENT_NOT_COMPARABLE: [(&str, &str); 5] = [
    (
        "runpandas__tests__io__data__fit__run.fit",
        "234 m, where all steps upwards are 219 m, with leaps of 12 m in 2 s",
    ),
    (
        "initial_trace_data__2019-09-18-16-02-35.fit",
        "leaps of up to 9.8 m in 1 s, of which the watch counted all",
    ),
    (
        "Garmin_Forerunner_910XT-Running.fit",
        "69 m up and 68 m down, which is what all steps sum to",
    ),
    (
        "outdoor_marathon.FIT",
        "629 m up and 654 m down, where the run ends 7 m higher than it began",
    ),
    ("garmin_rust/data__test.fit", "18 m up and 15 m down, where all steps sum to 17 m and 14 m"),
];

/// Returns the device's ascent and distance of a row in metres, if the file holds one run.
fn device_ascent(row: &Row) -> Option<(f64, f64)> {
    let is_run =
        row["file_type"] == "activity" && row["sport"] == "running" && row["n_sessions"] == "1";
    Some((row["total_ascent_m"].parse().ok()?, row["total_distance_m"].parse().ok()?))
        .filter(|_| is_run)
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn ascent_is_the_devices_and_flat_runs_are_not_steep() {
    let corpus = corpus::folder();
    let mut runs = BTreeSet::new();
    let (mut ratios, mut flat, mut flat_but_steep) = (Vec::new(), 0, Vec::new());
    for row in corpus::index(&corpus.join("fit.csv")) {
        let name = &row["path"];
        let Some((device_m, distance_m)) = device_ascent(&row) else { continue };
        // Some runs are in two repositories, and one copy has changed bytes.
        if !runs.insert((row["start_time"].clone(), row["total_distance_m"].clone())) {
            continue;
        }
        let contents = read_file(&corpus.join("fit").join(name), &Limits::default()).unwrap();
        let run = assess(&contents.activities[0], &Athlete::default()).unwrap();
        let Some(ascent_m) = run.ascent_m else { continue };
        if device_m * 1000.0 <= 5.0 * distance_m {
            flat += 1;
            flat_but_steep.extend((!run.steep.is_empty()).then(|| name.clone()));
        }
        if device_m >= 10.0 && !ASCENT_NOT_COMPARABLE.iter().any(|(own, _)| name.ends_with(own)) {
            ratios.push((ascent_m / device_m, name.clone()));
        }
    }
    ratios.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut errors: Vec<f64> = ratios.iter().map(|(ratio, _)| (ratio - 1.0).abs()).collect();
    errors.sort_by(f64::total_cmp);
    let place = |share: f64| ((ratios.len() - 1) as f64 * share).round() as usize;
    let (median, low, high) = (errors[place(0.5)], ratios[place(0.1)].0, ratios[place(0.9)].0);
    assert!(ratios.len() >= 20, "{} compared", ratios.len());
    assert!(median <= 0.05, "median error {median}: {ratios:#?}");
    assert!(low >= 0.85 && high <= 1.15, "p10 {low}, p90 {high}: {ratios:#?}");
    assert!(flat >= 10 && flat_but_steep.len() * 5 <= flat, "of {flat}: {flat_but_steep:?}");
}

/// TCX files whose device counted other points than the file holds.
const TCX_NOT_COMPARABLE: [(&str, &str); 9] = [
    ("togeojson/test__data__bad.tcx", "four points of a file of 76 min"),
    ("togeojson/test__data__sample.tcx", "19 points of a file of 39 min"),
    ("leaflet-elevation/examples__demo.tcx", "cut by hand: 8 of 38 min"),
    ("Edge705-Running-Heartrate-2Laps", "two laps eight hours apart, of which the longer is kept"),
    ("garmin_rust/tests__data__test.tcx", "68 s at a standstill that the lap counts as well"),
    ("togeojson/test__data__garmin_connect.tcx", "66 min at a standstill that the lap counts"),
    (
        "activity_5039744860.tcx",
        "32 s at a standstill that the laps count and its FIT file does not",
    ),
    ("activity-merged.tcx", "four points, two hours apart"),
    ("argmac_Garmin_FR910XT_2015_01_31_10_17_02.tcx", "in the pool: the last length has no point"),
];

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn timer_time_of_tcx_is_that_of_its_laps() {
    let corpus = corpus::folder();
    let (mut compared, mut paused) = (0, 0);
    for row in corpus::index(&corpus.join("gpx.csv")).iter().filter(|row| row["kind"] == "tcx") {
        let path = &row["path"];
        if TCX_NOT_COMPARABLE.iter().any(|(name, _)| path.contains(name)) {
            continue;
        }
        let contents = read_file(&corpus.join("gpx").join(path), &Limits::default()).unwrap();
        for activity in contents.activities.iter().filter(|own| own.samples.len() > 1) {
            let Some(laps_ms) = activity.totals.timer_ms else { continue };
            let timer_ms = assess(activity, &Athlete::default()).unwrap().timer_ms;
            let apart_ms = (timer_ms - laps_ms).abs();
            assert!(apart_ms <= 12_000.max(laps_ms / 200), "{path}: {timer_ms}, laps {laps_ms}");
            compared += 1;
            let elapsed_ms = row["duration_s"].parse::<f64>().unwrap() * 1000.0;
            paused += usize::from(elapsed_ms > 1.01 * laps_ms as f64);
        }
    }
    assert!(compared >= 59 && paused > 15, "{compared} compared, {paused} paused");
}
