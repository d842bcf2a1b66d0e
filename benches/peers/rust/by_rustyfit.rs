//! FIT with rustyfit: message by message, and by decoding the whole file.

use crate::weeks::Activity;
use rustyfit::profile::mesgdef::{Record, Session};
use rustyfit::profile::typedef::{MesgNum, Sport};
use rustyfit::proto::{Message, Value};
use rustyfit::{Decoder, DecoderEvent, StreamingIterator};

/// Seconds from the Unix epoch to the FIT epoch.
const FIT_EPOCH_S: i64 = 631_065_600;
const TIMESTAMP: u8 = 253;

/// Reads message by message and keeps no message.
pub(crate) fn stream(bytes: &[u8]) -> Option<Activity> {
    let mut decoder = Decoder::builder().expand_components(false).build();
    let mut stream = decoder.stream(bytes);
    let mut activity = Activity::default();
    while let Some(event) = stream.next() {
        if let DecoderEvent::Message(message) = event.ok()? {
            add(&mut activity, message);
        }
    }
    Some(activity)
}

/// Reads all messages of the file into memory.
pub(crate) fn decode(mut bytes: &[u8]) -> Option<Activity> {
    let mut decoder = Decoder::builder().expand_components(false).build();
    let mut activity = Activity::default();
    while let Some(fit) = decoder.decode(&mut bytes).ok()? {
        for message in &fit.messages {
            add(&mut activity, message);
        }
    }
    Some(activity)
}

fn add(activity: &mut Activity, message: &Message) {
    match message.num {
        MesgNum::RECORD => {
            let (mut at_s, mut heart_rate_bpm) = (None, None);
            for field in &message.fields {
                match (field.num, &field.value) {
                    (TIMESTAMP, Value::Uint32(own)) => at_s = Some(i64::from(*own) + FIT_EPOCH_S),
                    (Record::HEART_RATE, Value::Uint8(bpm)) if *bpm != u8::MAX => {
                        heart_rate_bpm = Some(*bpm);
                    }
                    _ => {}
                }
            }
            if let Some(at_s) = at_s {
                activity.record(at_s, heart_rate_bpm);
            }
        }
        MesgNum::SESSION => {
            let session = Session::from(message);
            if session.sport == Sport::RUNNING {
                activity.is_run = true;
                activity.start_s = session.start_time.unix_timestamp().or(activity.start_s);
            }
        }
        _ => {}
    }
}
