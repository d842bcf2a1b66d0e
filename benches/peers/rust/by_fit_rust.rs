//! FIT with fit-rust, which reads the whole file into messages.

use crate::weeks::Activity;
use fit_rust::Fit;
use fit_rust::protocol::message_type::MessageType;
use fit_rust::protocol::value::Value;
use fit_rust::protocol::{DataMessage, FitMessage};

// Numbers of fields. The crate has no names for them.
const TIMESTAMP: u8 = 253;
const RECORD_HEART_RATE: u8 = 3;
const SESSION_START_TIME: u8 = 2;
const SESSION_SPORT: u8 = 5;

pub(crate) fn read(bytes: &[u8]) -> Option<Activity> {
    let mut activity = Activity::default();
    for message in Fit::read(bytes.to_vec()).ok()?.data {
        let FitMessage::Data(message) = message else { continue };
        match message.data.message_type {
            MessageType::Record => {
                let heart_rate_bpm = match field(&message.data, RECORD_HEART_RATE) {
                    Some(Value::U8(bpm)) if *bpm != u8::MAX => Some(*bpm),
                    _ => None,
                };
                if let Some(Value::Time(at_s)) = field(&message.data, TIMESTAMP) {
                    activity.record(i64::from(*at_s), heart_rate_bpm);
                }
            }
            MessageType::Session
                if field(&message.data, SESSION_SPORT) == Some(&Value::Enum("running")) =>
            {
                activity.is_run = true;
                if let Some(Value::Time(start_s)) = field(&message.data, SESSION_START_TIME) {
                    activity.start_s = Some(i64::from(*start_s));
                }
            }
            _ => {}
        }
    }
    Some(activity)
}

fn field(message: &DataMessage, number: u8) -> Option<&Value> {
    message.values.iter().find(|field| field.field_num == number).map(|field| &field.value)
}
