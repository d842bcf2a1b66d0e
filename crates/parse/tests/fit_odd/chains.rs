//! Several FIT files in a chain.

use crate::common::{only, read};
use crate::made::{
    HEART_RATE, OF_A_MAKER, RECORD, START, THREE_BEATS, beating, heart_rates, recording, seconds,
    three_beats,
};
use recoup_model::{Activity, DiagnosticKind, Position};
use recoup_testkit::raw_fit::{BYTE, Checksum, Definition, ENUM, RawFit, UINT8};

/// Returns a file of two seconds at 131 and 132 beats a minute, an hour later.
fn later_beats() -> RawFit {
    beating(recording(), 3600, &[131, 132])
}

const LATER_BEATS: [Option<f32>; 2] = [Some(131.0), Some(132.0)];

/// Checks that a chain contains [`three_beats`] and [`later_beats`], and returns both activities.
fn assert_both(bytes: &[u8]) -> [Activity; 2] {
    let activities = read(bytes).activities;
    let found: Vec<_> = activities.iter().map(heart_rates).collect();
    assert_eq!(found, [THREE_BEATS.to_vec(), LATER_BEATS.to_vec()]);
    assert_eq!(seconds(&activities[1]), [3600, 3601]);
    activities.try_into().unwrap()
}

#[test]
fn chained_activities_are_numbered_in_order() {
    let both = assert_both(&[three_beats().to_bytes(), later_beats().to_bytes()].concat());
    assert_eq!(both.each_ref().map(|activity| activity.session), [0, 1]);
    assert_eq!(both.each_ref().map(Activity::is_partial), [false, false]);
}

#[test]
fn settings_before_an_activity_are_passed_over() {
    let settings = RawFit::new().message(0, &[(0, ENUM, &[2])]).message(7, &[(1, UINT8, &[190])]);
    let activity = only(&[settings.to_bytes(), three_beats().to_bytes()].concat());
    assert_eq!(heart_rates(&activity), THREE_BEATS);
    assert_eq!(activity.session, 0);
    assert!(!activity.is_partial(), "{:?}", activity.diagnostics);
}

#[test]
fn damage_in_one_part_leaves_the_other_whole() {
    let first = three_beats().to_bytes();
    let damaged = later_beats().data(9, &[1, 2, 3]);
    let [whole, partial] = assert_both(&[&first[..], &damaged.to_bytes()].concat());
    assert!(!whole.is_partial(), "{:?}", whole.diagnostics);
    let damage = &partial.diagnostics[0];
    assert_eq!(damage.kind, DiagnosticKind::Damaged);
    let position = (first.len() + later_beats().position()) as u64;
    assert_eq!(damage.position, Some(Position::Byte(position)));

    let second = later_beats().checksum(Checksum::Wrong).to_bytes();
    let [whole, partial] = assert_both(&[&first[..], &second].concat());
    assert_eq!((whole.is_partial(), partial.is_partial()), (false, true));

    let cut = &later_beats().to_bytes()[..later_beats().position() - 3];
    let activities = read(&[&first[..], cut].concat()).activities;
    let found: Vec<_> = activities.iter().map(heart_rates).collect();
    assert_eq!(found, [THREE_BEATS.to_vec(), vec![Some(131.0)]]);
    assert!(!activities[0].is_partial(), "{:?}", activities[0].diagnostics);
    assert_eq!(activities[1].diagnostics[0].kind, DiagnosticKind::Truncated);
}

#[test]
fn neither_definitions_nor_times_carry_over_to_the_next_part() {
    let undefined = RawFit::new().file_id(None).timed(0, START, &[140]);
    let activity = only(&[three_beats().to_bytes(), undefined.to_bytes()].concat());
    assert_eq!(heart_rates(&activity), THREE_BEATS);

    let definition = Definition::new(0, RECORD).field(HEART_RATE, 1, UINT8);
    let timeless = RawFit::new().file_id(None).define(&definition).data(0, &[140]);
    let activities = read(&[three_beats().to_bytes(), timeless.to_bytes()].concat()).activities;
    assert_eq!(activities.len(), 2);
    assert_eq!(heart_rates(&activities[1]), [Some(140.0)]);
    assert_eq!(activities[1].start_ms, None);
}

#[test]
fn a_first_part_of_unknown_size_ends_where_the_second_begins() {
    let second = later_beats().to_bytes();
    for checksum in [Checksum::Right, Checksum::Wrong, Checksum::Zero] {
        let first = three_beats().data_size(0).checksum(checksum).to_bytes();
        assert_both(&[&first[..], &second].concat());
    }
}

#[test]
fn a_first_part_that_claims_the_second_ends_where_the_second_begins() {
    let second = later_beats().to_bytes();
    let data_size = three_beats().position() as u32 - 14;
    for too_many in [3, 14, 40, 10_000] {
        let first = three_beats().data_size(data_size + too_many).to_bytes();
        assert_both(&[&first[..], &second].concat());
    }
}

/// The bytes of a whole file, header included, are in a field of the first file.
#[test]
fn a_header_inside_a_message_begins_no_file() {
    let inner = later_beats().to_bytes();
    let file = recording().message(OF_A_MAKER, &[(0, BYTE, &inner)]);
    let activity = only(&beating(file, 0, &[121, 122, 123]).to_bytes());
    assert_eq!(heart_rates(&activity), THREE_BEATS);
    assert!(!activity.is_partial(), "{:?}", activity.diagnostics);
}
