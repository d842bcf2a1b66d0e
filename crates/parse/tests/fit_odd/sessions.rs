//! Sessions and the data that belong to each.

use crate::common::{only, read};
use crate::made::{
    CYCLING, RUNNING, SPORT, START, START_MS, TIME_IN_ZONE, TIMESTAMP, WORKOUT, beating, recording,
    three_beats,
};
use recoup_model::TimerEventKind::{Start, Stop};
use recoup_model::{
    Activity, AltitudeSource, DeviceZoneTimes, HeartRateSensor, Sport, TimerEventKind,
};
use recoup_testkit::raw_fit::{ENUM, RawFit, STRING, UINT8, UINT16, UINT32};

/// Appends zones of the session `index`, which was `below_s` seconds below Zone 1.
fn zones(file: RawFit, index: u16, below_s: u32) -> RawFit {
    let (session, index) = (18_u16.to_le_bytes(), index.to_le_bytes());
    let times_ms = buckets(&[below_s * 1000, 2000, 3000, 0, 0, 0, 0]);
    file.message(
        TIME_IN_ZONE,
        &[
            (0, UINT16, &session),
            (1, UINT16, &index),
            (2, UINT32, &times_ms),
            (6, UINT8, &[95, 114, 133, 152, 171, 190]),
        ],
    )
}

fn buckets(times_ms: &[u32]) -> Vec<u8> {
    times_ms.iter().copied().flat_map(u32::to_le_bytes).collect()
}

fn summaries(file: RawFit) -> RawFit {
    let file = file
        .lap(START..START + 50)
        .lap(START + 50..START + 90)
        .lap(START + 100..START + 190)
        .session(0, START..START + 90, RUNNING)
        .session(1, START + 100..START + 190, CYCLING);
    // The order is reversed, so only the indices can assign the zones.
    zones(zones(file, 1, 11), 0, 10)
}

fn recorded(file: RawFit) -> RawFit {
    let file = beating(file.timer_start(START), 0, &[121, 122, 123]);
    let file = file.timer_stop(START + 90).timer_start(START + 100);
    beating(file, 100, &[131, 132]).timer_stop(START + 190)
}

#[test]
fn each_session_has_its_own() {
    for (file, order) in [
        (summaries(recorded(recording())), "summary last"),
        (recorded(summaries(recording())), "summary first"),
    ] {
        let [run, ride]: [Activity; 2] = read(&file.to_bytes()).activities.try_into().unwrap();
        assert_eq!([run.session, ride.session], [0, 1], "{order}");
        assert_eq!([run.start_ms, ride.start_ms], [0, 100_000].map(|ms| Some(START_MS + ms)));
        assert_eq!([run.sport, ride.sport], [Sport::Running, Sport::Cycling], "{order}");
        assert_eq!(run.totals.timer_ms, Some(90_000));

        assert_eq!(run.samples.heart_rate_bpm, [121.0, 122.0, 123.0], "{order}");
        assert_eq!(ride.samples.heart_rate_bpm, [131.0, 132.0], "{order}");

        let laps = |laps: &[recoup_model::Lap]| -> Vec<(i64, i64)> {
            laps.iter()
                .map(|lap| (lap.start_ms.unwrap() - START_MS, lap.timer_ms.unwrap()))
                .collect()
        };
        assert_eq!(laps(&run.laps), [(0, 50_000), (50_000, 40_000)], "{order}");
        assert_eq!(laps(&ride.laps), [(100_000, 90_000)], "{order}");

        let events = |events: &[recoup_model::TimerEvent]| -> Vec<(i64, TimerEventKind)> {
            events.iter().map(|event| (event.time_ms - START_MS, event.kind)).collect()
        };
        assert_eq!(events(&run.timer_events), [(0, Start), (90_000, Stop)], "{order}");
        assert_eq!(events(&ride.timer_events), [(100_000, Start), (190_000, Stop)], "{order}");

        let below_ms = [run.device_zones, ride.device_zones]
            .map(|zones| zones.unwrap().times.unwrap().below_ms);
        assert_eq!(below_ms, [Some(10_000), Some(11_000)], "{order}");
    }
}

/// Zones of a Wahoo or a Sigma: five upper ends, the last above all heart rates.
#[test]
fn zones_that_are_only_set_have_bounds_and_no_times() {
    let file = [123, 153, 163, 181, 254].iter().fold(three_beats(), |file, &top| {
        file.message(8, &[(1, UINT8, &[top]), (2, STRING, b"zone\0")])
    });
    let zones = only(&file.to_bytes()).device_zones.unwrap();
    assert_eq!(zones.bounds_bpm, [0.0, 123.0, 153.0, 163.0, 181.0]);
    assert_eq!(zones.times, None);
}

/// A message's heart rates are read even if it refers to a lap or has no bounds.
#[test]
fn a_maximum_is_kept_without_bounds() {
    for reference in [18_u16, 19] {
        let file = three_beats().message(
            TIME_IN_ZONE,
            &[
                (0, UINT16, &reference.to_le_bytes()),
                (1, UINT16, &[0, 0]),
                (11, UINT8, &[188]),
                (12, UINT8, &[48]),
            ],
        );
        let zones = only(&file.to_bytes()).device_zones.unwrap();
        assert_eq!((zones.max_bpm, zones.resting_bpm), (Some(188.0), Some(48.0)));
        assert!(zones.bounds_bpm.is_empty() && zones.times.is_none(), "{reference}");
    }
}

/// Upper ends that leave a zone empty (a Wahoo whose Zone 1 is unused), and sets that do not have
/// five ends. The lower ends of these zones are unknown.
#[test]
fn tops_that_make_no_five_zones_are_no_bounds() {
    for tops in [&[0, 135, 153, 171, 254][..], &[123, 153, 163, 181], &[90, 1, 2, 3, 4, 5]] {
        let file =
            tops.iter().fold(three_beats(), |file, &top| file.message(8, &[(1, UINT8, &[top])]));
        assert_eq!(only(&file.to_bytes()).device_zones, None, "{tops:?}");
    }
}

/// Reads a file with the session of three beats. Its summary has `values` as times in zones.
fn session_with_times(file: RawFit, values: &[u32]) -> Activity {
    let [start, end] = [START, START + 3].map(u32::to_le_bytes);
    let file = file.message(
        18,
        &[
            (254, UINT16, &[0, 0]),
            (TIMESTAMP, UINT32, &end),
            (2, UINT32, &start),
            (5, ENUM, &[RUNNING]),
            (7, UINT32, &3000_u32.to_le_bytes()),
            (8, UINT32, &3000_u32.to_le_bytes()),
            (65, UINT32, &buckets(values)),
        ],
    );
    only(&file.to_bytes())
}

fn times_of(values: &[u32]) -> Option<DeviceZoneTimes> {
    session_with_times(three_beats(), values).device_zones.and_then(|zones| zones.times)
}

/// Values of real files: a Forerunner 920XT, a running power meter and an Elemnt Bolt.
#[test]
fn times_of_a_session_mean_what_their_number_says() {
    assert_eq!(
        times_of(&[7038, 25_002, 61_001, 1_027_441, 2_851_611, 0, 0]),
        Some(DeviceZoneTimes {
            below_ms: Some(7038),
            zones_ms: [25_002, 61_001, 1_027_441, 2_851_611, 0],
            above_ms: Some(0),
        })
    );
    assert_eq!(
        times_of(&[0, 899_000, 3_342_000, 0, 0, 0]),
        Some(DeviceZoneTimes {
            below_ms: Some(0),
            zones_ms: [899_000, 3_342_000, 0, 0, 0],
            above_ms: None,
        })
    );
    assert_eq!(
        times_of(&[38_665, 967_361, 90_625, 0, 0]),
        Some(DeviceZoneTimes {
            below_ms: None,
            zones_ms: [38_665, 967_361, 90_625, 0, 0],
            above_ms: None,
        })
    );
}

#[test]
fn times_whose_meaning_is_not_known_are_none() {
    let none = u32::MAX;
    assert_eq!(times_of(&[3000]), None);
    assert_eq!(times_of(&[1000, 1000, 1000, 0]), None);
    assert_eq!(times_of(&[0, 0, 0, 0, 0, 0, 0, 3000]), None);
    assert_eq!(times_of(&[none; 7]), None);
    // Five times in an array of seven. The buckets of these times are unknown.
    assert_eq!(times_of(&[1000, 1000, 1000, 0, 0, none, none]), None);
}

#[test]
fn a_session_s_times_need_no_bounds_and_yield_to_those_that_have_them() {
    let times = [1000, 2000, 0, 0, 0, 0, 0];
    let alone = session_with_times(three_beats(), &times).device_zones.unwrap();
    assert!(alone.bounds_bpm.is_empty());
    assert_eq!(alone.times.unwrap().below_ms, Some(1000));

    let both = session_with_times(zones(three_beats(), 0, 10), &times).device_zones.unwrap();
    assert_eq!(both.bounds_bpm, [95.0, 114.0, 133.0, 152.0, 171.0, 190.0]);
    assert_eq!(both.times.unwrap().below_ms, Some(10_000));

    // Zones of the settings, and times that were counted in them.
    let file = [123, 153, 163, 181, 254]
        .iter()
        .fold(three_beats(), |file, &top| file.message(8, &[(1, UINT8, &[top])]));
    let wahoo = session_with_times(file, &[1000, 2000, 0, 0, 0]).device_zones.unwrap();
    assert_eq!(wahoo.bounds_bpm, [0.0, 123.0, 153.0, 163.0, 181.0]);
    assert_eq!(wahoo.times.unwrap().at_or_below_zone1_ms(), 1000);
}

/// The bounds belong to the athlete, but the times belong to the other session.
#[test]
fn zones_of_another_session_lend_their_bounds_only() {
    let zones = session_with_times(zones(three_beats(), 1, 10), &[u32::MAX; 7]).device_zones;
    let zones = zones.unwrap();
    assert_eq!(zones.bounds_bpm.len(), 6);
    assert_eq!(zones.times, None);
}

/// Two steps: ten minutes of warm-up, and a kilometre.
#[test]
fn a_workout_has_a_name_and_steps() {
    let step = |index: u8, kind: u8, value: u32, intensity: u8| {
        let (index, value) = ([index, 0], value.to_le_bytes());
        move |file: RawFit| {
            file.message(
                27,
                &[
                    (254, UINT16, &index),
                    (1, ENUM, &[kind]),
                    (2, UINT32, &value),
                    (7, ENUM, &[intensity]),
                ],
            )
        }
    };
    let file = three_beats().message(WORKOUT, &[(8, STRING, b"Kilometre\0")]);
    let file = step(1, 1, 100_000, 0)(step(0, 0, 600_000, 2)(file));
    let activity = only(&file.to_bytes());
    assert_eq!(activity.labels.title.as_deref(), Some("Kilometre"));
    let workout = activity.workout.unwrap();
    assert_eq!(workout.name.as_deref(), Some("Kilometre"));
    let [warmup, active] = workout.steps.as_slice() else { panic!("{:?}", workout.steps) };
    assert_eq!(warmup.intensity.as_deref(), Some("warmup"));
    assert_eq!((warmup.duration_ms, warmup.distance_m), (Some(600_000), None));
    assert_eq!(active.intensity.as_deref(), Some("active"));
    assert_eq!((active.duration_ms, active.distance_m), (None, Some(1000.0)));
}

/// Garmin's watches also list the wrist sensor while they use a strap.
#[test]
fn the_heart_rate_sensor_is_known() {
    let sensor = |file: RawFit, source: u8, kind: u8| {
        file.message(23, &[(0, UINT8, &[5]), (1, UINT8, &[kind]), (25, ENUM, &[source])])
    };
    let of = |file: RawFit| only(&file.to_bytes()).heart_rate_sensor;
    assert_eq!(of(three_beats()), None);
    // Barometer (local type 4) and heart-rate sensor at the wrist (10).
    let wrist = sensor(sensor(three_beats(), 5, 4), 5, 10);
    assert_eq!(of(wrist.clone()), Some(HeartRateSensor::Wrist));
    assert_eq!(of(sensor(wrist.clone(), 1, 120)), Some(HeartRateSensor::Strap));
    assert_eq!(of(sensor(wrist, 3, 1)), Some(HeartRateSensor::Strap));
}

/// Watches with a barometer list the barometer beside the receiver. An external receiver is
/// ignored.
#[test]
fn the_source_of_altitude_is_known() {
    let sensor = |file: RawFit, source: u8, kind: u8| {
        file.message(23, &[(0, UINT8, &[1]), (1, UINT8, &[kind]), (25, ENUM, &[source])])
    };
    let of = |file: RawFit| only(&file.to_bytes()).altitude_source;
    assert_eq!(of(three_beats()), None);
    // Heart-rate sensor (local type 10), and type 4 of another source.
    assert_eq!(of(sensor(sensor(three_beats(), 5, 10), 1, 4)), None);
    let receiver = sensor(three_beats(), 5, 0);
    assert_eq!(of(receiver.clone()), Some(AltitudeSource::Gps));
    assert_eq!(of(sensor(receiver, 5, 4)), Some(AltitudeSource::Barometer));
    let barometer = sensor(three_beats(), 5, 4);
    assert_eq!(of(sensor(barometer, 5, 2)), Some(AltitudeSource::Barometer));
}

#[test]
fn zones_and_settings_of_the_device_are_kept() {
    let session = 18_u16.to_le_bytes();
    let lap = 19_u16.to_le_bytes();
    let times_ms =
        [60_000, 120_500, 240_000, 0, 1000, 2000, 3000_u32].map(u32::to_le_bytes).concat();
    let file = three_beats()
        .message(3, &[(8, UINT8, &[48])])
        .message(7, &[(1, UINT8, &[191]), (2, UINT8, &[171])])
        // This message of a lap is ignored.
        .message(
            TIME_IN_ZONE,
            &[
                (0, UINT16, &lap),
                (1, UINT16, &[0, 0]),
                (2, UINT32, &[1; 8]),
                (6, UINT8, &[99, 100]),
            ],
        )
        .message(
            TIME_IN_ZONE,
            &[
                (0, UINT16, &session),
                (1, UINT16, &[0, 0]),
                (2, UINT32, &times_ms),
                (6, UINT8, &[95, 114, 133, 152, 171, 190]),
                (11, UINT8, &[190]),
                (12, UINT8, &[50]),
                (13, UINT8, &[172]),
            ],
        )
        .session(0, START..START + 3, RUNNING);
    let activity = only(&file.to_bytes());
    assert_eq!(activity.user.resting_bpm, Some(48.0));
    assert_eq!(activity.user.max_bpm, Some(191.0));
    assert_eq!(activity.user.threshold_bpm, Some(171.0));
    let zones = activity.device_zones.unwrap();
    assert_eq!(zones.bounds_bpm, [95.0, 114.0, 133.0, 152.0, 171.0, 190.0]);
    assert_eq!(
        zones.times,
        Some(DeviceZoneTimes {
            below_ms: Some(60_000),
            zones_ms: [120_500, 240_000, 0, 1000, 2000],
            above_ms: Some(3000),
        })
    );
    assert_eq!(zones.max_bpm, Some(190.0));
    assert_eq!(zones.resting_bpm, Some(50.0));
    assert_eq!(zones.threshold_bpm, Some(172.0));
}

#[test]
fn a_sport_message_stands_in_for_a_session_that_is_not_there() {
    let file = three_beats().message(SPORT, &[(0, ENUM, &[RUNNING]), (1, ENUM, &[3])]);
    let activity = only(&file.to_bytes());
    assert_eq!(activity.sport, Sport::Running);
    assert_eq!(activity.sub_sport.as_deref(), Some("trail"));
}
