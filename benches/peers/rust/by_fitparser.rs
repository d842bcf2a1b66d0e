//! FIT with fitparser, which reads the whole file into records with named fields.

use crate::weeks::Activity;
use fitparser::profile::MesgNum;
use fitparser::{FitDataField, FitDataRecord, Value};

pub(crate) fn read(bytes: &[u8]) -> Option<Activity> {
    let mut activity = Activity::default();
    for message in fitparser::from_bytes(bytes).ok()? {
        match message.kind() {
            MesgNum::Record => {
                let heart_rate_bpm = match field(&message, "heart_rate") {
                    Some(Value::UInt8(bpm)) => Some(*bpm),
                    _ => None,
                };
                if let Some(Value::Timestamp(at)) = field(&message, "timestamp") {
                    activity.record(at.timestamp(), heart_rate_bpm);
                }
            }
            MesgNum::Session => {
                let sport = field(&message, "sport");
                if matches!(sport, Some(Value::String(name)) if name == "running") {
                    activity.is_run = true;
                    if let Some(Value::Timestamp(start)) = field(&message, "start_time") {
                        activity.start_s = Some(start.timestamp());
                    }
                }
            }
            _ => {}
        }
    }
    Some(activity)
}

fn field<'a>(message: &'a FitDataRecord, name: &str) -> Option<&'a Value> {
    message.fields().iter().find(|field| field.name() == name).map(FitDataField::value)
}
