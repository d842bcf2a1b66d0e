//! Definitions without fields. Their messages have one byte each, so a small file can contain any
//! number of them. The memory for them must be bounded.

use crate::common::kinds;
use crate::made::{EVENT, RECORD, START, recording};
use recoup_model::{Activity, DiagnosticKind};
use recoup_parse::{Limits, read_bytes};
use recoup_testkit::raw_fit::Definition;

/// Number of sessions, laps or events beyond any recording, and the limit on samples.
const BOUND: usize = 10_000;

fn read_repeated(global: u16, count: usize) -> Vec<Activity> {
    let file = recording()
        .define(&Definition::new(1, global))
        .timed(0, START, &[121])
        .raw(&vec![1; count]);
    let limits = Limits::default().with_samples(BOUND);
    read_bytes(&file.to_bytes(), &limits).unwrap().activities
}

#[test]
fn records_are_dropped_or_limited() {
    let activities = read_repeated(RECORD, 1 << 20);
    let [activity] = &activities[..] else { panic!("{} activities", activities.len()) };
    assert_eq!(activity.samples.at(0).heart_rate_bpm, Some(121.0));
    let count = activity.samples.len();
    assert!(count <= BOUND, "{count} samples");
    assert!(count == 1 || kinds(activity).contains(&DiagnosticKind::LimitReached));
}

#[test]
fn sessions_are_dropped_or_limited() {
    let count = read_repeated(18, 100_000).len();
    assert!((1..=BOUND).contains(&count), "{count} activities");
}

#[test]
fn laps_and_events_are_dropped_or_limited() {
    for global in [19, EVENT] {
        let activities = read_repeated(global, 100_000);
        let [activity] = &activities[..] else { panic!("{} activities", activities.len()) };
        assert_eq!(activity.samples.at(0).heart_rate_bpm, Some(121.0));
        let (laps, events) = (activity.laps.len(), activity.timer_events.len());
        assert!(laps <= BOUND && events <= BOUND, "{laps} laps, {events} events");
    }
}
