//! FIT files with declared contents, written by a third-party encoder, whole and damaged.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::{kinds, only, read};
use recoup_model::TimerEventKind::{Start, Stop};
use recoup_model::{DiagnosticKind, Position, Sport, TimerEventKind};
use recoup_parse::{ErrorKind, Format, Limits, peek, read_bytes};
use recoup_testkit::fit::{self, Layout, NonActivity};
use recoup_testkit::{Run, gzip, runs};

fn run() -> Run {
    runs::recovery("2026-03-02T06:30:12+01:00", 20).named("Recovery Run").rpe(2).feel(75)
}

/// Returns the offset of the checksum, the end of the messages.
fn data_end(bytes: &[u8]) -> usize {
    bytes.len() - 2
}

#[test]
fn every_layout_gives_what_was_declared() {
    let run = run();
    let declared = run.recorded().concat();
    for layout in [Layout::Current, Layout::Narrow, Layout::BigEndian, Layout::CompressedTimestamps]
    {
        let activity = only(&fit::encode_as(&run, layout));
        assert!(activity.diagnostics.is_empty(), "{layout:?}: {:?}", activity.diagnostics);
        assert_eq!(activity.samples.len(), declared.len(), "{layout:?}");
        for (sample, declared) in activity.samples.iter().zip(&declared) {
            assert_eq!(sample.time_ms, declared.unix_s * 1000, "{layout:?}");
            assert_eq!(sample.heart_rate_bpm, declared.heart_rate.map(f32::from), "{layout:?}");
            let near = |found: Option<f64>, declared: f64, step: f64| {
                assert!(
                    (found.unwrap() - declared).abs() <= step,
                    "{layout:?} {found:?} {declared}"
                );
            };
            near(sample.distance_m, f64::from(declared.distance_cm) / 100.0, 1e-9);
            // FIT stores fifths of a metre.
            near(sample.altitude_m, f64::from(declared.altitude_cm.unwrap()) / 100.0, 0.1001);
            near(sample.speed_m_s.map(f64::from), f64::from(declared.speed_mm_s) / 1000.0, 1e-6);
            let position = declared.position.unwrap();
            let degrees = |semicircles: i32| f64::from(semicircles) * 180.0 / 2_147_483_648.0;
            near(sample.latitude_deg, degrees(position.latitude), 1e-12);
            near(sample.longitude_deg, degrees(position.longitude), 1e-12);
        }
        let totals = run.totals();
        assert_eq!(activity.totals.timer_ms, Some(i64::from(totals.timer_s) * 1000));
        assert_eq!(activity.totals.ascent_m, Some(f64::from(totals.ascent_m)));
        assert_eq!(activity.sport, Sport::Running);
        assert_eq!(activity.labels.title.as_deref(), Some("Recovery Run"));
        assert_eq!(activity.utc_offset_min, Some(60));
        assert_eq!((activity.rpe, activity.feel), (Some(2.0), Some(75.0)));
        assert_eq!(activity.user.max_bpm, Some(190.0));
        let zones = activity.device_zones.unwrap();
        assert_eq!(zones.bounds_bpm, [95.0, 114.0, 133.0, 152.0, 171.0, 190.0]);
        assert_eq!(zones.times.unwrap().total_ms(), i64::from(totals.timer_s) * 1000);
    }
}

#[test]
fn pauses_are_timer_events() {
    let activity = only(&fit::encode(&run().with_pause(400, 75)));
    let start_s = activity.start_ms.unwrap() / 1000;
    let events: Vec<(i64, TimerEventKind)> = activity
        .timer_events
        .iter()
        .map(|event| (event.time_ms / 1000 - start_s, event.kind))
        .collect();
    assert_eq!(events, [(0, Start), (400, Stop), (475, Start), (1275, Stop)]);
}

#[test]
fn non_activities_are_named() {
    for (kind, name) in
        [(NonActivity::Settings, "settings"), (NonActivity::Monitoring, "monitoring_b")]
    {
        let contents = read(&fit::encode_non_activity(kind, "2026-03-02T05:00:00+01:00"));
        assert_eq!(contents.format, Format::Fit);
        assert!(contents.activities.is_empty());
        assert_eq!(contents.remark, Some(format!("a FIT file of type {name}")));
    }
}

#[test]
fn a_cut_anywhere_keeps_what_precedes_it() {
    let bytes = fit::encode(&run());
    let whole = only(&bytes).samples;
    let mut kept = 0;
    for end in (0..bytes.len()).step_by(997).chain([bytes.len() - 3]) {
        match read_bytes(&bytes[..end], &Limits::default()) {
            Ok(contents) => {
                let samples = contents.activities.first().map(|activity| {
                    assert!(activity.is_partial(), "cut at {end}");
                    assert_eq!(activity.diagnostics[0].kind, DiagnosticKind::Truncated);
                    activity.samples.clone()
                });
                let samples = samples.unwrap_or_default();
                assert!(samples.len() >= kept, "cut at {end}");
                kept = samples.len();
                assert!(samples.time_ms[..] == whole.time_ms[..kept], "cut at {end}");
                if kept > 0 {
                    assert_eq!(contents.activities[0].sport, Sport::Running);
                }
            }
            Err(error) => {
                assert_eq!(kept, 0, "cut at {end}: {error}");
                let expected = if end == 0 { ErrorKind::Empty } else { ErrorKind::Malformed };
                assert_eq!(error.kind(), expected, "cut at {end}: {error}");
            }
        }
    }
    assert_eq!(kept, whole.len());
}

#[test]
fn checksums_are_checked_and_forgiven() {
    let bytes = fit::encode(&run());
    let whole = only(&bytes);
    let mut wrong = bytes.clone();
    *wrong.last_mut().unwrap() ^= 0xFF;
    let activity = only(&wrong);
    assert_eq!(kinds(&activity), [DiagnosticKind::BadCrc]);
    let end = Position::Byte(data_end(&bytes) as u64);
    assert_eq!(activity.diagnostics[0].position, Some(end));
    assert_eq!(activity.samples, whole.samples);
    let activity = only(&bytes[..data_end(&bytes)]);
    assert_eq!(kinds(&activity), [DiagnosticKind::Truncated]);
    assert_eq!(activity.samples, whole.samples);
}

#[test]
fn a_size_that_was_never_written_or_is_too_large_is_no_loss() {
    let bytes = fit::encode(&run());
    let whole = only(&bytes).samples;
    let mut unsized_file = bytes.clone();
    unsized_file[4..8].fill(0);
    assert_eq!(only(&unsized_file).samples, whole);
    let mut oversized = bytes.clone();
    oversized[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    let activity = only(&oversized);
    assert_eq!(activity.samples, whole);
    assert!(activity.is_partial());
}

#[test]
fn what_follows_the_end_is_another_file_or_nothing() {
    let bytes = fit::encode(&run());
    let whole = only(&bytes);
    for garbage in [&[0; 100][..], b"garbage", &[0xFF; 15]] {
        let activity = only(&[&bytes, garbage].concat());
        assert_eq!(activity.samples, whole.samples);
        assert!(!activity.is_partial());
    }
    let other = fit::encode(&runs::steady("2026-03-03T06:30:12+01:00", 15, 125));
    let settings = fit::encode_non_activity(NonActivity::Settings, "2026-03-02T05:00:00+01:00");
    let chained = read(&[settings, bytes, other].concat()).activities;
    assert_eq!(chained.iter().map(|activity| activity.session).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(chained[0].samples, whole.samples);
    assert_eq!(chained[1].samples.len(), 15 * 60 + 1);
}

#[test]
fn limits_hold() {
    let limits = Limits::default().with_samples(100);
    let contents = read_bytes(&fit::encode(&run()), &limits).unwrap();
    assert_eq!(contents.activities[0].samples.len(), 100);
    assert_eq!(kinds(&contents.activities[0]), [DiagnosticKind::LimitReached]);
}

/// The first 2,000 bytes contain the device, the sport and the first records.
#[test]
fn a_peek_needs_the_first_bytes_only() {
    let run = run();
    let told = |bytes: &[u8]| {
        let peek = peek(bytes).unwrap();
        assert_eq!(peek.device.manufacturer.as_deref(), Some("garmin"));
        (peek.file_type, peek.is_activity, peek.sport, peek.start_ms)
    };
    let start_ms = run.start().unix_s() * 1000;
    let expected = (Some("activity".into()), Some(true), Some(Sport::Running), Some(start_ms));
    for layout in [Layout::Current, Layout::BigEndian, Layout::CompressedTimestamps] {
        let bytes = fit::encode_as(&run, layout);
        assert_eq!(told(&bytes[..2000]), expected, "{layout:?}");
        assert_eq!(told(&gzip(&bytes)[..1500]), expected, "{layout:?}, gzipped");
    }
    let monitoring = fit::encode_non_activity(NonActivity::Monitoring, "2026-03-02T05:00:00+01:00");
    let told = peek(&monitoring).unwrap();
    assert_eq!((told.file_type.as_deref(), told.is_activity), (Some("monitoring_b"), Some(false)));
    assert!(peek(b"").is_err());
    assert_eq!(peek(b"<html>").unwrap().is_activity, None);
}

#[test]
fn a_peek_at_gpx_tells_its_sport_and_start() {
    let run = run();
    let gpx = recoup_testkit::gpx::encode_plain(&run);
    let peek = peek(&gpx[..3000]).unwrap();
    assert_eq!(peek.format, Format::Gpx);
    assert_eq!((peek.is_activity, peek.sport), (Some(true), Some(Sport::Running)));
    assert_eq!(peek.start_ms, Some(run.start().unix_s() * 1000));
}
