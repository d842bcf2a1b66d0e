//! FIT files, read by two readers: recoup's own reader, and the crate fitparser as the reference.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_model::{Activity, DiagnosticKind, Position};
use recoup_parse::reference::{differences, fit};
use recoup_parse::{Limits, read_bytes};
use recoup_testkit::fit::{Layout, NonActivity, encode, encode_as, encode_non_activity};
use recoup_testkit::{Run, corpus, runs};
use std::collections::BTreeSet;
use std::fs;

/// File on which the readers differ.
struct Exception {
    /// End of the file's name.
    file: &'static str,
    /// Index of the session, and the differing quantity.
    differs: &'static [(usize, &'static str)],
    /// The right reader, and the reason.
    why: &'static str,
}

const NO_TIME: &str = "recoup: the records have no time of their own, and are given that of the \
                       message before them; every decoder of the index counts them";

const DEVELOPERS: &str = "recoup: the only ones are a developer's fields that the file describes as \
                          standing for native ones";

/// All files on which the readers differ, except [`NO_TIME_AT_ALL`].
///
/// Files with `hr` messages contain a second series of heart rates, which the strap stored and sent
/// later. Garmin's SDK merges it into the records, and so does recoup. Both give the same highest
/// rate, and the same mean within 0.2 bpm. The reference leaves the records unchanged.
const EXCEPTIONS: &[Exception] = &[
    Exception {
        file: "activity-pool-swim-with-hr-mesgs.fit",
        differs: &[(0, "heart_rate_bpm")],
        why: "recoup: 491 hr messages; highest 150, as the session says",
    },
    Exception {
        file: "garmin-fr935-cr.fit",
        differs: &[(0, "heart_rate_bpm")],
        why: "recoup: 1,432 hr messages; highest 151, as the session says",
    },
    Exception {
        file: "Garmin945swimRRdata.fit",
        differs: &[(0, "heart_rate_bpm")],
        why: "recoup: 912 hr messages; mean 120 and highest 140, as the session says",
    },
    Exception {
        file: "GarminHRMswim.FIT",
        differs: &[(0, "heart_rate_bpm")],
        why: "recoup: 770 hr messages and no other heart rate; highest 156, as the session says",
    },
    Exception {
        file: "HRM-unbucle-resync.zip_activity_2677977976.fit",
        differs: &[(0, "heart_rate_bpm")],
        why: "recoup: 1,153 hr messages and no other heart rate; highest 160, as the session says",
    },
    Exception {
        file: "event_timestamp.fit",
        differs: &[(0, "heart_rate_bpm")],
        why: "recoup: 1,415 hr messages and no other heart rate; highest 161, as the session says",
    },
    Exception {
        file: "sample_mulitple_header.fit",
        differs: &[(0, "heart_rate_bpm"), (1, "heart_rate_bpm"), (2, "heart_rate_bpm")],
        why: "recoup: 1,161 hr messages; the only heart rates of the swim, with the mean 165 and the \
         highest 175 that its session says",
    },
    Exception {
        file: "compressed-speed-distance.fit",
        differs: &[(0, "distance_m"), (0, "samples"), (0, "speed_m_s"), (0, "start_ms")],
        why: "recoup: both are in compressed_speed_distance only, which it unpacks to 10,248.69 m, as \
              fitdecode does; the session says 10,248.67 m. And as the next two",
    },
    Exception {
        file: "antfs-dump.63.fit",
        differs: &[(0, "samples"), (0, "start_ms")],
        why: "recoup: one record has no field, and the times count from when the device was switched on, \
              with no date in the file",
    },
    Exception {
        file: "FIT-SDK-1.2-examples__Activity.fit",
        differs: &[(0, "distance_m"), (0, "samples"), (0, "speed_m_s")],
        why: "recoup: both are in compressed_speed_distance only, which it unpacks to 34.5 m, as \
              fitdecode does; two records have no field",
    },
    Exception {
        file: "ELEMNT_ROAM_Unterminated.fit",
        differs: &[(0, "samples")],
        why: "the reference: the header's size ends two bytes before the last record does, which is \
              whole, and which Garmin's SDK and python-fitparse read as well",
    },
    Exception {
        file: "garmin-virb-ultra-30.fit",
        differs: &[(0, "laps"), (0, "start_ms"), (0, "time_ms"), (0, "timer_events")],
        why: "recoup: the times count from when the device was switched on, and are moved to the date of \
              the file",
    },
    Exception {
        file: "swims__20160517-063148-1-1328-ANTFS-4-0.FIT",
        differs: &[(0, "samples")],
        why: NO_TIME,
    },
    Exception {
        file: "swims__AleV_Swim_2015-02-09-16-15.fit",
        differs: &[(0, "samples")],
        why: NO_TIME,
    },
    Exception { file: "demo__fit_files__swim.fit", differs: &[(0, "samples")], why: NO_TIME },
    Exception { file: "0137001239.fit", differs: &[(0, "power_w")], why: DEVELOPERS },
    Exception { file: "misc__mornindew-broken.fit", differs: &[(0, "power_w")], why: DEVELOPERS },
    Exception {
        file: "running-with-developer-data.fit",
        differs: &[(0, "power_w")],
        why: DEVELOPERS,
    },
    Exception { file: "samples__running.fit", differs: &[(0, "power_w")], why: DEVELOPERS },
    Exception {
        file: "rides__Garmin920_withFirstbeat.fit",
        differs: &[(0, "power_w")],
        why: DEVELOPERS,
    },
    Exception { file: "roundtrip__3386684871.fit", differs: &[(0, "power_w")], why: DEVELOPERS },
    Exception {
        file: "roundtrip__Fr955v19.28andStryd.fit",
        differs: &[(0, "power_w")],
        why: DEVELOPERS,
    },
    Exception { file: "rowing__RowingCIQspeed.FIT", differs: &[(0, "power_w")], why: DEVELOPERS },
    Exception {
        file: "runs__4077461142.zip_4077461142.fit",
        differs: &[(0, "power_w")],
        why: DEVELOPERS,
    },
    Exception {
        file: "runs__GarminFR955v18.zip_14211916346_ACTIVITY.fit",
        differs: &[(0, "power_w")],
        why: DEVELOPERS,
    },
    Exception { file: "fenix_outdoor_run_vo2.fit", differs: &[(0, "power_w")], why: DEVELOPERS },
    Exception {
        file: "20170518-191602-1740899583.fit",
        differs: &[(0, "power_w"), (0, "speed_m_s")],
        why: DEVELOPERS,
    },
    Exception {
        file: "rides__MultiSport-2019-11-24.fit",
        differs: &[(4, "cadence_rpm"), (4, "power_w")],
        why: DEVELOPERS,
    },
];

/// File without any time. Only recoup reads its three records.
const NO_TIME_AT_ALL: &str = "DeveloperData.fit";

/// Returns differences that also affect a verdict but are not compared by [`differences`].
fn other_differences(a: &Activity, b: &Activity) -> impl Iterator<Item = &'static str> {
    let equal = [
        // The second reader leaves generic sports unchanged.
        (
            "sport",
            b.sport.as_str() == "generic" || (a.sport == b.sport && a.sub_sport == b.sub_sport),
        ),
        ("start_ms", a.start_ms == b.start_ms),
        ("utc_offset_min", a.utc_offset_min == b.utc_offset_min),
        ("timer_events", a.timer_events == b.timer_events),
        ("laps", a.laps == b.laps),
        ("device_zones", a.device_zones == b.device_zones),
        ("user", a.user == b.user),
        ("altitude_source", a.altitude_source == b.altitude_source),
        ("rpe", a.rpe == b.rpe && a.feel == b.feel),
        ("serial", a.device.serial == b.device.serial),
        ("time_created_ms", a.device.time_created_ms == b.device.time_created_ms),
    ];
    equal.into_iter().filter(|(_, is_equal)| !is_equal).map(|(what, _)| what)
}

fn read(bytes: &[u8]) -> (Vec<Activity>, fit::FitDump) {
    let limits = Limits::default();
    (read_bytes(bytes, &limits).unwrap().activities, fit::read(bytes, &limits))
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn the_readers_agree_on_every_file_that_fitparser_accepts() {
    let folder = corpus::folder();
    let (mut files, mut samples, mut excepted) = (0, 0, 0);
    let mut unexpected = Vec::new();
    for path in corpus::files(&folder.join("fit"), "fit") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let reading = fit::read(&bytes, &Limits::default());
        if reading.stopped.is_some() {
            continue;
        }
        let ours = match read_bytes(&bytes, &Limits::default()) {
            Ok(contents) => contents.activities,
            Err(error) => panic!("{name}: {error}"),
        };
        let theirs = reading.activities();
        if name.ends_with(NO_TIME_AT_ALL) {
            assert_eq!((ours.len(), theirs.len()), (1, 0));
            assert_eq!((ours[0].samples.len(), ours[0].start_ms), (3, None));
            continue;
        }
        let differences = differences(&ours, &theirs);
        let mut found: BTreeSet<(Option<usize>, &str)> =
            differences.iter().map(|found| (found.session, found.what)).collect();
        for (session, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            let others = other_differences(ours, theirs);
            found.extend(others.map(|what| (Some(session), what)));
        }
        let exception = EXCEPTIONS.iter().find(|exception| name.ends_with(exception.file));
        let expected: BTreeSet<(Option<usize>, &str)> = exception
            .iter()
            .flat_map(|exception| exception.differs.iter())
            .map(|&(session, what)| (Some(session), what))
            .collect();
        if found != expected {
            let shown = differences.iter().map(|difference| format!("  {difference}"));
            let why = exception.map_or("", |exception| exception.why);
            unexpected.push(format!("{name}: {found:?}, expected {expected:?} {why}"));
            unexpected.extend(shown);
        }
        files += 1;
        samples += theirs.iter().map(|activity| activity.samples.len()).sum::<usize>();
        excepted += usize::from(exception.is_some());
    }
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    assert_eq!(excepted, EXCEPTIONS.len(), "a file of the list was not compared");
    assert!(files > 250 && samples > 700_000, "{files} files, {samples} samples");
}

fn run() -> Run {
    runs::recovery("2026-03-02T06:30:12+01:00", 20).with_pause(400, 75).rpe(2).feel(75)
}

#[test]
fn the_readers_agree_on_every_layout_and_on_chains() {
    let settings = encode_non_activity(NonActivity::Settings, "2026-03-02T05:00:00+01:00");
    let chain = [settings, encode(&run()), encode(&run())].concat();
    let layouts =
        [Layout::Current, Layout::Narrow, Layout::BigEndian, Layout::CompressedTimestamps]
            .map(|layout| encode_as(&run(), layout));
    for (bytes, activities) in layouts.iter().map(|layout| (layout, 1)).chain([(&chain, 2)]) {
        let (ours, reading) = read(bytes);
        let theirs = reading.activities();
        assert_eq!(reading.stopped, None);
        assert_eq!(theirs.len(), activities);
        assert_eq!(theirs[0].samples.len(), run().recorded().concat().len());
        assert_eq!(ours, theirs);
    }
}

#[test]
fn the_reference_says_where_it_stopped() {
    let bytes = encode(&run());
    let stopped = |bytes: &[u8]| fit::read(bytes, &Limits::default()).stopped.unwrap();
    // A header must follow the checksum.
    let behind = stopped(&[&bytes[..], b"no header"].concat());
    assert_eq!(behind.position, Some(Position::Byte(bytes.len() as u64)));
    assert_eq!(behind.kind, DiagnosticKind::Damaged);
    // The last message, `activity`, is cut.
    let cut = stopped(&bytes[..bytes.len() - 3]);
    assert_eq!(cut.kind, DiagnosticKind::Truncated);
    let limits = Limits::default().with_reference_values(10);
    let limited = fit::read(&bytes, &limits);
    assert_eq!(limited.stopped.unwrap().kind, DiagnosticKind::LimitReached);
    // Each message counts as one value, and each of its fields as one more.
    let values = limited.files[0].iter().map(|message| 1 + message.fields().len());
    assert!((10..30).contains(&values.sum::<usize>()));
}
