//! FIT with fit-sdk-rust, read with its iterator over messages. The values are not scaled.

use crate::weeks::Activity;
use fit::{Decoder, RawMessage};

/// Seconds from the Unix epoch to the FIT epoch.
const FIT_EPOCH_S: i64 = 631_065_600;

// Numbers of messages, fields and values.
const SESSION: u16 = 18;
const RECORD: u16 = 20;
const TIMESTAMP: u8 = 253;
const RECORD_HEART_RATE: u8 = 3;
const SESSION_START_TIME: u8 = 2;
const SESSION_SPORT: u8 = 5;
const RUNNING: u8 = 1;

pub(crate) fn read(bytes: &[u8]) -> Option<Activity> {
    let mut activity = Activity::default();
    for message in Decoder::new(bytes) {
        let message = message.ok()?;
        match message.global_mesg_num {
            RECORD => {
                let heart_rate = message.field(RECORD_HEART_RATE);
                if let Some(at_s) = unix_s(&message, TIMESTAMP) {
                    activity.record(at_s, heart_rate.and_then(|field| field.value.as_u8()));
                }
            }
            SESSION => {
                let sport = message.field(SESSION_SPORT);
                if sport.and_then(|field| field.value.as_u8()) == Some(RUNNING) {
                    activity.is_run = true;
                    activity.start_s = unix_s(&message, SESSION_START_TIME).or(activity.start_s);
                }
            }
            _ => {}
        }
    }
    Some(activity)
}

fn unix_s(message: &RawMessage<'_>, number: u8) -> Option<i64> {
    message.field(number)?.value.as_u32().map(|fit_s| i64::from(fit_s) + FIT_EPOCH_S)
}
