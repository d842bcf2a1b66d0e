//! Local time, compared with published facts about places and their clocks.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;
use recoup_analysis::calendar::{Coordinates, LocalBasis, local_time, zone_at};
use recoup_analysis::{Athlete, Measured, Policy, assess};
use recoup_model::{Activity, FileFormat, Sample};
use recoup_parse::{Limits, read_file};
use recoup_testkit::corpus;

const OSLO: (f64, f64) = (59.91, 10.75);
const HONOLULU: (f64, f64) = (21.31, -157.86);
const AUCKLAND: (f64, f64) = (-36.85, 174.76);
const APIA: (f64, f64) = (-13.83, -171.77);
const MOSCOW: (f64, f64) = (55.75, 37.62);

/// `2026-03-02T06:00Z` in milliseconds since the Unix epoch.
fn ms(utc: &str) -> i64 {
    utc.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

/// Returns local date and time at a place, and its offset from UTC in minutes.
fn at((latitude_deg, longitude_deg): (f64, f64), utc: &str) -> (DateTime, i32) {
    let place = Coordinates::new(latitude_deg, longitude_deg);
    let (local, basis) = local_time(ms(utc), None, place, None).unwrap();
    assert_eq!(basis, LocalBasis::Coordinates);
    (local.datetime(), local.offset().seconds() / 60)
}

#[test]
fn clocks_are_those_of_the_place() {
    for (place, utc, offset_min) in [
        (OSLO, "2026-01-15T12:00Z", 60),
        (OSLO, "2026-07-15T12:00Z", 120),
        ((27.7172, 85.324), "2026-01-15T12:00Z", 345), // Kathmandu
        ((-34.93, 138.6), "2026-07-15T12:00Z", 570),   // Adelaide, UTC+9:30
        ((-34.93, 138.6), "2026-01-15T12:00Z", 630),   // Adelaide in summer time
        ((-31.55, 159.08), "2026-07-15T12:00Z", 630),  // Lord Howe
        ((-31.55, 159.08), "2026-01-15T12:00Z", 660),  // Lord Howe in summer time: half an hour
        // Kanab in Utah changes its clocks. Fredonia in Arizona, 12 km away, does not.
        ((37.047, -112.526), "2026-07-15T12:00Z", -360),
        ((36.945, -112.526), "2026-07-15T12:00Z", -420),
        ((37.047, -112.526), "2026-01-15T12:00Z", -420),
        ((36.945, -112.526), "2026-01-15T12:00Z", -420),
        // The Navajo Nation in Arizona changes its clocks (Kayenta). The Hopi within it do not.
        ((36.728, -110.255), "2026-07-15T12:00Z", -360),
        ((35.83, -110.5), "2026-07-15T12:00Z", -420),
    ] {
        assert_eq!(at(place, utc).1, offset_min, "{place:?} {utc}");
    }
}

#[test]
fn one_moment_has_two_dates() {
    let day = |place| at(place, "2026-01-10T09:00Z").0.date();
    assert_eq!((day(HONOLULU), day(AUCKLAND)), (date(2026, 1, 9), date(2026, 1, 10)));
    let (_, honolulu_min) = at(HONOLULU, "2026-01-10T09:00Z");
    let (_, auckland_min) = at(AUCKLAND, "2026-01-10T09:00Z");
    assert_eq!((honolulu_min, auckland_min), (-600, 780));
}

#[test]
fn clocks_change_within_a_night() {
    for (utc, local, offset_min) in [
        // Clocks change at 01:00 UTC on the last Sunday of March …
        ("2026-03-29T00:50Z", "2026-03-29T01:50", 60),
        ("2026-03-29T01:10Z", "2026-03-29T03:10", 120),
        // … and on the last Sunday of October, when an hour comes twice.
        ("2026-10-25T00:30Z", "2026-10-25T02:30", 120),
        ("2026-10-25T01:30Z", "2026-10-25T02:30", 60),
        // Only summer time makes this Monday.
        ("2026-03-29T22:30Z", "2026-03-30T00:30", 120),
    ] {
        assert_eq!(at(OSLO, utc), (local.parse().unwrap(), offset_min), "{utc}");
    }
}

#[test]
fn clocks_are_those_of_the_time() {
    for (place, utc, offset_min) in [
        // Russia kept summer time from 2011 to 2014.
        (MOSCOW, "2010-12-15T12:00Z", 180),
        (MOSCOW, "2012-12-15T12:00Z", 240),
        (MOSCOW, "2015-12-15T12:00Z", 180),
        // Summer time has begun earlier in the United States since 2007 (New York).
        ((40.78, -73.97), "2006-03-20T12:00Z", -300),
        ((40.78, -73.97), "2007-03-20T12:00Z", -240),
        // Venezuela was at UTC-4:30 from 2007 to 2016 (Caracas).
        ((10.49, -66.88), "2012-06-15T12:00Z", -270),
        ((10.49, -66.88), "2018-06-15T12:00Z", -240),
        // Samoa went over the date line at the end of 29 December 2011.
        (APIA, "2011-12-30T09:59Z", -600),
        (APIA, "2011-12-30T10:01Z", 840),
    ] {
        assert_eq!(at(place, utc).1, offset_min, "{place:?} {utc}");
    }
    assert_eq!(at(APIA, "2011-12-30T10:01Z").0.date(), date(2011, 12, 31));
}

#[test]
fn every_place_on_earth_has_a_zone() {
    for latitude in -90..=90 {
        for longitude in (-180..=180).step_by(5) {
            let place = Coordinates::new(f64::from(latitude), f64::from(longitude));
            let is_null_island = (latitude, longitude) == (0, 0);
            assert_eq!(place.and_then(zone_at).is_some(), !is_null_island);
        }
    }
    let name = |latitude_deg, longitude_deg| {
        let zone = Coordinates::new(latitude_deg, longitude_deg).and_then(zone_at).unwrap();
        zone.iana_name().unwrap().to_owned()
    };
    assert_eq!(name(30.0, -40.0), "Etc/GMT+3"); // the Atlantic, three hours behind UTC
    assert_eq!(name(-90.0, 0.0), "Antarctica/McMurdo"); // the clock of the South Pole
    for (latitude_deg, longitude_deg) in
        [(0.0, 0.0), (-0.0, 0.0), (90.1, 0.0), (59.91, 180.1), (f64::NAN, 10.75), (1.0, f64::NAN)]
    {
        assert_eq!(Coordinates::new(latitude_deg, longitude_deg), None);
    }
}

#[test]
fn the_file_goes_before_the_place_before_the_configured_zone() {
    let time_ms = ms("2026-07-15T12:00Z");
    let oslo = Coordinates::new(OSLO.0, OSLO.1);
    let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
    let accra = Coordinates::new(5.6, -0.19); // at 0 all year
    for (own_min, place, configured, offset_min, basis) in [
        (Some(-300), oslo, Some(&tokyo), -300, LocalBasis::File),
        (None, oslo, Some(&tokyo), 120, LocalBasis::Coordinates),
        (None, None, Some(&tokyo), 540, LocalBasis::Config),
        (None, None, None, 0, LocalBasis::Utc),
        // An offset of 0 loses against a zone with another offset …
        (Some(0), oslo, Some(&tokyo), 120, LocalBasis::Coordinates),
        // … and counts like any other offset otherwise.
        (Some(0), accra, Some(&tokyo), 0, LocalBasis::File),
        (Some(0), None, Some(&tokyo), 540, LocalBasis::Config),
        (Some(0), None, None, 0, LocalBasis::File),
        // A value that is no plausible offset counts as absent.
        (Some(i32::MAX), None, Some(&tokyo), 540, LocalBasis::Config),
    ] {
        let (local, found) = local_time(time_ms, own_min, place, configured).unwrap();
        assert_eq!((local.offset().seconds() / 60, found), (offset_min, basis), "{own_min:?}");
    }
    assert_eq!(local_time(i64::MAX, None, oslo, None), None);
}

#[test]
fn a_run_begins_at_its_first_place() {
    let mut run = Activity::new(FileFormat::Gpx);
    // Values that devices write without a fix, then Auckland.
    for (minute, place) in [None, Some((0.0, 0.0)), Some((95.0, 10.0)), Some(AUCKLAND), Some(OSLO)]
        .into_iter()
        .enumerate()
    {
        run.samples.push(&Sample {
            time_ms: ms("2026-01-10T11:30Z") + minute as i64 * 60_000,
            latitude_deg: place.map(|(latitude_deg, _)| latitude_deg),
            longitude_deg: place.map(|(_, longitude_deg)| longitude_deg),
            ..Sample::default()
        });
    }
    let expected = Coordinates::new(AUCKLAND.0, AUCKLAND.1);
    assert_eq!(Measured::new(&run, &Policy::default()).start_place, expected);
    let assessed = assess(&run, &Athlete::default()).unwrap();
    assert_eq!(assessed.local_basis, LocalBasis::Coordinates);
    assert_eq!(assessed.start_local, date(2026, 1, 11).at(0, 30, 0, 0));
    assert_eq!(assessed.utc_offset_min, 780);
}

/// Files with an offset of 0 although the local offset differs, with the local offset in minutes.
/// The coordinates are right, because the date matches the place. The clock was not set at home,
/// because all offsets other than 0 agree. The start is at a likely hour with both offsets.
const WRITTEN_IN_UTC: [(&str, i32); 3] = [
    // Two models of TomTom near Heidelberg, in summer at 16:51 and in winter at 10:29.
    ("3cae1889-inst__extdata__Activities__tomtom-runner3-ride.fit", 120),
    ("/inst__extdata__Activities__tomtom-runner3-ride.fit", 60),
    // A COROS PACE 2 near Bogotá, half an hour after sunrise on a Sunday: 06:10.
    ("coros-pace-2-cycling-misaligned-fields.fit", -300),
];

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn coordinates_give_the_date_and_the_offset_of_the_watch() {
    let corpus = corpus::folder();
    let (mut checked, mut in_utc) = (0, Vec::new());
    for row in corpus::index(&corpus.join("fit.csv")) {
        let Ok(hours) = row["utc_offset_h"].parse::<f64>() else { continue };
        if hours.abs() > 14.0 || hours * 4.0 % 1.0 != 0.0 {
            continue;
        }
        let path = corpus.join("fit").join(&row["path"]);
        for activity in read_file(&path, &Limits::default()).unwrap().activities {
            let run = Measured::new(&activity, &Policy::default());
            if run.start_place.is_none() {
                continue;
            }
            let by = |offset_min, place| -> (Date, i32) {
                let (local, _) =
                    local_time(run.timeline.start_ms, offset_min, place, None).unwrap();
                (local.date(), local.offset().seconds() / 60)
            };
            let by_file = by(Some((hours * 60.0) as i32), None);
            let by_place = by(None, run.start_place);
            assert_eq!(by_file.0, by_place.0, "{}", row["path"]);
            if by_file.1 != by_place.1 {
                in_utc.push((by_file.1, by_place.1, row["path"].clone()));
            }
            checked += 1;
        }
    }
    for (offset_min, clock_min, path) in &in_utc {
        let mut known = WRITTEN_IN_UTC.iter();
        let is_known = known.any(|(name, own_min)| path.ends_with(name) && own_min == clock_min);
        assert!(is_known && *offset_min == 0, "{path}: {offset_min}, at the place {clock_min}");
    }
    assert!(checked >= 142 && in_utc.len() == 3, "{checked} checked, not alike: {in_utc:?}");
}
