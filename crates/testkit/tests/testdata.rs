//! The committed folders equal the declarations, and the files hold the declared values.
#![expect(clippy::expect_used, reason = "helpers of tests stop the test, as tests do")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use embedded_io_adapters::std::FromStd;
use recoup_testkit::fit::Layout;
use recoup_testkit::testdata::{self, Entry, entries};
use recoup_testkit::{Run, Sport, fit, gpx as testkit_gpx, gunzip, runs, seeds};
use rustyfit::Decoder;
use rustyfit::profile::{mesgdef, typedef};
use rustyfit::proto::Message;

const REGENERATE: &str = "run `cargo run -p recoup-testkit --example regenerate`, \
                          then look at what changed before committing it";

/// Reads every file of a folder of the repository. The keys are the paths in the folder.
fn committed(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut found = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let parts = path.strip_prefix(&root).expect("it is in the folder").components();
            let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
            found.insert(parts.join("/"), fs::read(&path).expect("a file can be read"));
        }
    }
    found
}

/// Returns the content of a file, unzipped if it is gzip. Only the content counts, because
/// compressed bytes differ between versions of the compressor.
fn content(path: &str, bytes: &[u8]) -> Vec<u8> {
    let is_gzip = Path::new(path).extension().is_some_and(|extension| extension == "gz");
    if is_gzip { gunzip(bytes) } else { bytes.to_vec() }
}

/// Entries, made once because encoding a megabyte is slow in a debug build.
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(entries);

fn entry(path: &str) -> &'static Entry {
    ENTRIES.iter().find(|entry| entry.path == path).expect("it is declared")
}

fn decode(bytes: &[u8]) -> Vec<Message> {
    let decoded = Decoder::new().decode(&mut FromStd::new(bytes));
    decoded.expect("it decodes").expect("it is not empty").messages
}

fn every(messages: &[Message], number: typedef::MesgNum) -> Vec<&Message> {
    messages.iter().filter(|message| message.num == number).collect()
}

fn session(messages: &[Message]) -> mesgdef::Session {
    let sessions = every(messages, typedef::MesgNum::SESSION);
    assert_eq!(sessions.len(), 1);
    mesgdef::Session::from(sessions[0])
}

#[test]
fn the_folders_are_what_the_declarations_give() {
    for (folder, files) in [("testdata", testdata::files()), ("fuzz/seeds", seeds::files())] {
        let mut committed = committed(folder);
        for (path, bytes) in files {
            let there = committed.remove(&path);
            let Some(there) = there else { panic!("no {folder}/{path}: {REGENERATE}") };
            let same = content(&path, &there) == content(&path, &bytes);
            assert!(same, "{folder}/{path} is not what its declaration gives: {REGENERATE}");
        }
        let extra: Vec<_> = committed.keys().collect();
        assert!(extra.is_empty(), "no declaration gives these of {folder}: {extra:?}: delete them");
    }
}

#[test]
fn the_folder_stays_small() {
    let total: usize = testdata::files().iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(total < 700_000, "{total} bytes");
}

#[test]
fn each_fit_file_says_what_was_declared() {
    let mut seen = 0;
    for Entry { path, run, bytes, .. } in ENTRIES.iter() {
        let Some(run) = run else { continue };
        let bytes = content(path, bytes);
        if &bytes[8..12] != b".FIT" || path.contains("2026-04-04") {
            continue;
        }
        let messages = decode(&bytes);
        let totals = run.totals();
        let session = session(&messages);
        let recorded: usize = run.recorded().iter().map(Vec::len).sum();
        assert_eq!(every(&messages, typedef::MesgNum::RECORD).len(), recorded, "{path}");
        assert_eq!(session.total_timer_time, totals.timer_s * 1000, "{path}");
        assert_eq!(session.total_elapsed_time, totals.elapsed_s * 1000, "{path}");
        assert_eq!(session.total_distance, totals.distance_cm, "{path}");
        assert_eq!(session.start_time.unix_timestamp(), Some(run.start().unix_s()), "{path}");

        let laps = every(&messages, typedef::MesgNum::LAP);
        let laps: Vec<_> = laps.into_iter().map(mesgdef::Lap::from).collect();
        let lap_ms: u32 = laps.iter().map(|lap| lap.total_timer_time).sum();
        let lap_cm: u32 = laps.iter().map(|lap| lap.total_distance).sum();
        assert_eq!((lap_ms, lap_cm), (totals.timer_s * 1000, totals.distance_cm), "{path}");
        assert_eq!(usize::from(session.num_laps), laps.len(), "{path}");
        seen += 1;
    }
    assert_eq!(seen, 16);
}

#[test]
fn the_first_recovery_run_holds_values_known_by_hand() {
    let messages = decode(&entry("activities/2026-03-02-063012.fit").bytes);

    let file_id = mesgdef::FileId::from(&messages[0]);
    assert_eq!(file_id.r#type, typedef::File::ACTIVITY);
    assert_eq!(file_id.manufacturer, typedef::Manufacturer::GARMIN);

    // Records once a second for 35 minutes, both ends included, from 06:30:12 in Oslo.
    let records = every(&messages, typedef::MesgNum::RECORD);
    assert_eq!(records.len(), 2101);
    let first = mesgdef::Record::from(records[0]);
    assert_eq!(first.timestamp.unix_timestamp(), Some(1_772_429_412));
    assert_eq!(first.heart_rate, 120);
    assert_eq!(first.enhanced_altitude_scaled(), Some(20.0));
    assert_eq!(
        first.position_lat_degrees().map(|degrees| (degrees * 1e4).round()),
        Some(599_270.0)
    );

    let session = session(&messages);
    assert_eq!(session.total_timer_time, 2_100_000);
    assert_eq!((session.avg_heart_rate, session.max_heart_rate), (130, 135));
    assert_eq!((session.workout_rpe, session.workout_feel), (20, 75));
    assert_eq!(session.sport, typedef::Sport::RUNNING);
    assert_eq!(session.total_ascent, 0);

    let workouts = every(&messages, typedef::MesgNum::WORKOUT);
    assert_eq!(&*mesgdef::Workout::from(workouts[0]).wkt_name, "Recovery Run");
    let zones = every(&messages, typedef::MesgNum::ZONES_TARGET);
    assert_eq!(mesgdef::ZonesTarget::from(zones[0]).max_heart_rate, 190);

    let times = every(&messages, typedef::MesgNum::TIME_IN_ZONE);
    let times = mesgdef::TimeInZone::from(times[0]);
    assert_eq!(&*times.hr_zone_high_boundary, [95, 114, 133, 152, 171, 190]);
    assert_eq!(times.time_in_hr_zone.iter().sum::<u32>(), 2_100_000);
    assert_eq!(times.max_heart_rate, 190);

    let activities = every(&messages, typedef::MesgNum::ACTIVITY);
    let activity = mesgdef::Activity::from(activities[0]);
    assert_eq!(activity.local_timestamp.0 - activity.timestamp.0, 3600);
}

#[test]
fn pauses_stand_between_a_stop_and_a_start() {
    let messages = decode(&entry("activities/2026-03-24-063040.fit").bytes);
    let start = 1_774_330_240;
    let timer: Vec<_> = every(&messages, typedef::MesgNum::EVENT)
        .into_iter()
        .map(mesgdef::Event::from)
        .filter(|event| event.event == typedef::Event::TIMER)
        .map(|event| (event.timestamp.unix_timestamp().unwrap() - start, event.event_type.0))
        .collect();
    // 0 is a start, 4 a `stop_all`: 400 s, a pause of 75 s, 730 s, a pause of 140 s, 670 s.
    assert_eq!(timer, [(0, 0), (400, 4), (475, 0), (1205, 4), (1345, 0), (2015, 4)]);
    let session = session(&messages);
    assert_eq!((session.total_timer_time, session.total_elapsed_time), (1_800_000, 2_015_000));
}

#[test]
fn heart_rates_are_missing_or_zero_where_they_should_be() {
    let heart_rates = |path: &str| {
        let messages = decode(&entry(path).bytes);
        let records = every(&messages, typedef::MesgNum::RECORD);
        records.into_iter().map(|record| mesgdef::Record::from(record).heart_rate).collect()
    };
    let without: Vec<u8> = heart_rates("activities/2026-03-12-180000.fit");
    assert!(without.iter().all(|rate| *rate == 255));
    let dead: Vec<u8> = heart_rates("activities/2026-03-28-090015.fit");
    assert!(dead.iter().all(|rate| *rate == 0));
}

#[test]
fn midnight_on_the_treadmill_is_monday_only_in_oslo() {
    let messages = decode(&entry("activities/2026-03-30-002005.fit").bytes);
    let session = session(&messages);
    assert_eq!(session.start_time.unix_timestamp(), Some(1_774_822_805));
    assert_eq!(session.sub_sport, typedef::SubSport::TREADMILL);
    let activities = every(&messages, typedef::MesgNum::ACTIVITY);
    let activity = mesgdef::Activity::from(activities[0]);
    assert_eq!(activity.local_timestamp.0 - activity.timestamp.0, 7200);
    let records = every(&messages, typedef::MesgNum::RECORD);
    assert!(records.iter().all(|record| {
        let record = mesgdef::Record::from(*record);
        record.position_lat == i32::MAX && record.enhanced_altitude == u32::MAX
    }));
}

#[test]
fn the_cut_file_does_not_decode_to_its_end() {
    let bytes = &entry("activities/2026-04-04-073020.fit").bytes;
    assert!(Decoder::new().decode(&mut FromStd::new(&bytes[..])).is_err());
}

#[test]
fn the_seed_written_by_hand_says_what_its_comments_say() {
    let seeds = seeds::fit();
    let (_, bytes) = seeds.iter().find(|(name, _)| *name == "by-hand").expect("it is declared");
    let messages = decode(bytes);
    let records = every(&messages, typedef::MesgNum::RECORD);
    let times: Vec<_> = records
        .iter()
        .map(|record| mesgdef::Record::from(*record).timestamp.unix_timestamp().unwrap())
        .map(|unix_s| unix_s - 1_772_429_412)
        .collect();
    assert_eq!(times, [0, 1, 2, 3, 20]);
    assert_eq!(mesgdef::Record::from(records[1]).heart_rate, 121);
    let sports = every(&messages, typedef::MesgNum::SESSION).into_iter();
    let sports: Vec<_> = sports.map(|session| mesgdef::Session::from(session).sport).collect();
    assert_eq!(sports, [typedef::Sport::RUNNING, typedef::Sport::CYCLING]);
    assert_eq!(every(&messages, typedef::MesgNum::HR).len(), 2);
}

#[test]
fn files_that_are_no_activity_say_so() {
    for (path, kind) in [
        ("settings/Settings.fit", typedef::File::SETTINGS),
        ("monitoring/M3250000.fit", typedef::File::MONITORING_B),
    ] {
        let messages = decode(&entry(path).bytes);
        assert_eq!(mesgdef::FileId::from(&messages[0]).r#type, kind, "{path}");
        assert!(every(&messages, typedef::MesgNum::RECORD).is_empty(), "{path}");
    }
}

#[test]
fn every_layout_holds_the_same_records() {
    let values = |layout| -> Vec<_> {
        let run = runs::hilly("2026-03-15T10:00:00+01:00", 1).with_pause(700, 100);
        let messages = decode(&fit::encode_as(&run, layout));
        every(&messages, typedef::MesgNum::RECORD)
            .into_iter()
            .map(mesgdef::Record::from)
            .map(|r| {
                // The decoder fills the enhanced fields from the narrow ones.
                let values = (r.heart_rate, r.cadence, r.enhanced_altitude, r.enhanced_speed);
                (r.timestamp.0, r.distance, values, r.position_lat, r.position_long)
            })
            .collect()
    };
    let current = values(Layout::Current);
    assert_eq!(current.len(), 1082);
    for layout in [Layout::Narrow, Layout::BigEndian, Layout::CompressedTimestamps] {
        assert_eq!(values(layout), current, "{layout:?}");
    }
}

#[test]
fn the_gpx_twin_holds_the_run_of_the_fit_file() {
    let Entry { path, bytes, run, .. } = entry("strava/activities/13780021934.gpx.gz");
    let bytes = content(path, bytes);
    let file = gpx::read(&bytes[..]).expect("the gpx crate reads it");
    let track = &file.tracks[0];
    let points: Vec<usize> = track.segments.iter().map(|segment| segment.points.len()).collect();
    assert_eq!(points, [401, 731, 671]);
    assert_eq!(track.name.as_deref(), Some("Morning recovery"));
    let text = String::from_utf8(bytes).expect("it is UTF-8");
    assert_eq!(text.matches("<gpxtpx:hr>").count(), 1803);
    assert_eq!(run, &entry("activities/2026-03-24-063040.fit").run);
}

#[test]
fn each_style_of_heart_rate_is_well_formed() {
    use testkit_gpx::HeartRateStyle::{Bare, Gpxdata, Gpxtpx, Ns3};
    let run = runs::steady("2026-03-26T06:25:00+01:00", 2, 124);
    for (style, element) in
        [(Gpxtpx, "<gpxtpx:hr>"), (Ns3, "<ns3:hr>"), (Gpxdata, "<gpxdata:hr>"), (Bare, "<hr>")]
    {
        let bytes = testkit_gpx::encode(&run, style);
        let file = gpx::read(&bytes[..]).expect("the gpx crate reads it");
        assert_eq!(file.tracks[0].segments[0].points.len(), 121);
        assert_eq!(String::from_utf8_lossy(&bytes).matches(element).count(), 121, "{style:?}");
    }
}

#[test]
fn indoors_gpx_has_no_points() {
    let run: Run = runs::steady(0, 2, 124).sport(Sport::TreadmillRunning);
    let file = gpx::read(&testkit_gpx::encode_plain(&run)[..]).expect("the gpx crate reads it");
    assert!(file.tracks[0].segments[0].points.is_empty());
}
