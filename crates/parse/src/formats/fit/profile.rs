//! Used part of the FIT profile: messages, their fields, and the conversion of a field's raw value
//! to its unit.

/// Field of a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct ProfileField {
    pub(super) number: u8,
    /// Divisor and subtrahend of the conversion: the value in the field's unit is `raw / scale -
    /// offset`.
    pub(super) scale: f64,
    pub(super) offset: f64,
}

impl ProfileField {
    /// Converts a raw value to the field's unit.
    #[inline(always)]
    pub(super) fn in_unit(self, raw: f64) -> f64 {
        raw / self.scale - self.offset
    }
}

/// Row of the table below, for the test against another reader's profile.
#[cfg(test)]
pub(super) struct ProfileRow {
    pub(super) message: u16,
    pub(super) field: ProfileField,
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
}

/// Creates a module for each message, with a constant for its number and for each of its fields.
macro_rules! messages {
    ($($(#[$doc:meta])* $message:ident = $message_number:literal {
        $($field:ident: $number:literal, $name:literal, $scale:expr, $offset:expr, $unit:literal;)*
    })*) => {
        $(
            $(#[$doc])*
            pub(super) mod $message {
                use super::*;
                pub(crate) const MESSAGE: u16 = $message_number;
                $(
                    #[doc = concat!("`", $name, "`")]
                    pub(crate) const $field: ProfileField =
                        ProfileField { number: $number, scale: $scale, offset: $offset };
                )*
            }
        )*

        #[cfg(test)]
        pub(super) const TABLE: &[ProfileRow] = &[$($(ProfileRow {
            message: $message_number,
            field: $message::$field,
            name: $name,
            unit: $unit,
        },)*)*];
    };
}

/// Semicircles per degree; half a turn is 2^31 semicircles.
const SEMICIRCLES_PER_DEGREE: f64 = 2_147_483_648.0 / 180.0;

/// Number of the timestamp field in every message: seconds since [`super::epoch::EPOCH_S`].
pub(super) const TIMESTAMP: u8 = 253;
/// Field for the index of a message in its series.
pub(super) const MESSAGE_INDEX: ProfileField =
    ProfileField { number: 254, scale: 1.0, offset: 0.0 };

// Number, name, scale, offset, unit. Enumerations, indices and texts have no unit.
messages! {
    /// Creator and type of the file.
    file_id = 0 {
        TYPE: 0, "type", 1.0, 0.0, "";
        MANUFACTURER: 1, "manufacturer", 1.0, 0.0, "";
        PRODUCT: 2, "product", 1.0, 0.0, "";
        SERIAL_NUMBER: 3, "serial_number", 1.0, 0.0, "";
        TIME_CREATED: 4, "time_created", 1.0, 0.0, "s";
        PRODUCT_NAME: 8, "product_name", 1.0, 0.0, "";
    }
    /// Data about the user of the device.
    user_profile = 3 {
        RESTING_HEART_RATE: 8, "resting_heart_rate", 1.0, 0.0, "bpm";
    }
    /// Heart rates from which zones are computed.
    zones_target = 7 {
        MAX_HEART_RATE: 1, "max_heart_rate", 1.0, 0.0, "bpm";
        THRESHOLD_HEART_RATE: 2, "threshold_heart_rate", 1.0, 0.0, "bpm";
    }
    /// Single heart-rate zone. The messages are in the order of the zones.
    hr_zone = 8 {
        HIGH_BPM: 1, "high_bpm", 1.0, 0.0, "bpm";
    }
    /// Chosen sport profile.
    sport = 12 {
        SPORT: 0, "sport", 1.0, 0.0, "";
        SUB_SPORT: 1, "sub_sport", 1.0, 0.0, "";
        NAME: 3, "name", 1.0, 0.0, "";
    }
    /// Sums of one session.
    session = 18 {
        START_TIME: 2, "start_time", 1.0, 0.0, "s";
        SPORT: 5, "sport", 1.0, 0.0, "";
        SUB_SPORT: 6, "sub_sport", 1.0, 0.0, "";
        TOTAL_ELAPSED_TIME: 7, "total_elapsed_time", 1000.0, 0.0, "s";
        TOTAL_TIMER_TIME: 8, "total_timer_time", 1000.0, 0.0, "s";
        TOTAL_DISTANCE: 9, "total_distance", 100.0, 0.0, "m";
        AVG_HEART_RATE: 16, "avg_heart_rate", 1.0, 0.0, "bpm";
        MAX_HEART_RATE: 17, "max_heart_rate", 1.0, 0.0, "bpm";
        TOTAL_ASCENT: 22, "total_ascent", 1.0, 0.0, "m";
        TOTAL_DESCENT: 23, "total_descent", 1.0, 0.0, "m";
        TOTAL_TRAINING_EFFECT: 24, "total_training_effect", 10.0, 0.0, "";
        TIME_IN_HR_ZONE: 65, "time_in_hr_zone", 1000.0, 0.0, "s";
        SPORT_PROFILE_NAME: 110, "sport_profile_name", 1.0, 0.0, "";
        TOTAL_ANAEROBIC_TRAINING_EFFECT: 137, "total_anaerobic_training_effect", 10.0, 0.0, "";
        WORKOUT_FEEL: 192, "workout_feel", 1.0, 0.0, "";
        WORKOUT_RPE: 193, "workout_rpe", 10.0, 0.0, "";
    }
    /// Sums of one lap.
    lap = 19 {
        START_TIME: 2, "start_time", 1.0, 0.0, "s";
        TOTAL_ELAPSED_TIME: 7, "total_elapsed_time", 1000.0, 0.0, "s";
        TOTAL_TIMER_TIME: 8, "total_timer_time", 1000.0, 0.0, "s";
        TOTAL_DISTANCE: 9, "total_distance", 100.0, 0.0, "m";
    }
    /// Single sample.
    record = 20 {
        POSITION_LAT: 0, "position_lat", SEMICIRCLES_PER_DEGREE, 0.0, "deg";
        POSITION_LONG: 1, "position_long", SEMICIRCLES_PER_DEGREE, 0.0, "deg";
        ALTITUDE: 2, "altitude", 5.0, 500.0, "m";
        HEART_RATE: 3, "heart_rate", 1.0, 0.0, "bpm";
        CADENCE: 4, "cadence", 1.0, 0.0, "rpm";
        DISTANCE: 5, "distance", 100.0, 0.0, "m";
        SPEED: 6, "speed", 1000.0, 0.0, "m/s";
        POWER: 7, "power", 1.0, 0.0, "watts";
        COMPRESSED_SPEED_DISTANCE: 8, "compressed_speed_distance", 1.0, 0.0, "";
        TEMPERATURE: 13, "temperature", 1.0, 0.0, "C";
        FRACTIONAL_CADENCE: 53, "fractional_cadence", 128.0, 0.0, "rpm";
        ENHANCED_SPEED: 73, "enhanced_speed", 1000.0, 0.0, "m/s";
        ENHANCED_ALTITUDE: 78, "enhanced_altitude", 5.0, 500.0, "m";
    }
    /// Event, such as a start or stop of the timer.
    event = 21 {
        EVENT: 0, "event", 1.0, 0.0, "";
        EVENT_TYPE: 1, "event_type", 1.0, 0.0, "";
    }
    /// Recording device, or a sensor that it uses.
    device_info = 23 {
        DEVICE_INDEX: 0, "device_index", 1.0, 0.0, "";
        DEVICE_TYPE: 1, "device_type", 1.0, 0.0, "";
        MANUFACTURER: 2, "manufacturer", 1.0, 0.0, "";
        SERIAL_NUMBER: 3, "serial_number", 1.0, 0.0, "";
        PRODUCT: 4, "product", 1.0, 0.0, "";
        SOURCE_TYPE: 25, "source_type", 1.0, 0.0, "";
        PRODUCT_NAME: 27, "product_name", 1.0, 0.0, "";
    }
    /// Workout of the activity.
    workout = 26 {
        SPORT: 4, "sport", 1.0, 0.0, "";
        NAME: 8, "wkt_name", 1.0, 0.0, "";
    }
    /// Single step of the workout.
    workout_step = 27 {
        NAME: 0, "wkt_step_name", 1.0, 0.0, "";
        DURATION_TYPE: 1, "duration_type", 1.0, 0.0, "";
        DURATION_VALUE: 2, "duration_value", 1.0, 0.0, "";
        INTENSITY: 7, "intensity", 1.0, 0.0, "";
    }
    /// Day of a workout in the calendar of the watch.
    schedule = 28 {
        SERIAL_NUMBER: 2, "serial_number", 1.0, 0.0, "";
        TIME_CREATED: 3, "time_created", 1.0, 0.0, "s";
        TYPE: 5, "type", 1.0, 0.0, "";
        SCHEDULED_TIME: 6, "scheduled_time", 1.0, 0.0, "s";
    }
    /// Sums of the file.
    activity = 34 {
        LOCAL_TIMESTAMP: 5, "local_timestamp", 1.0, 0.0, "s";
    }
    /// Heart rates that a strap stored and sent later.
    hr = 132 {
        FRACTIONAL_TIMESTAMP: 0, "fractional_timestamp", 32768.0, 0.0, "s";
        FILTERED_BPM: 6, "filtered_bpm", 1.0, 0.0, "bpm";
        EVENT_TIMESTAMP: 9, "event_timestamp", 1024.0, 0.0, "s";
        EVENT_TIMESTAMP_12: 10, "event_timestamp_12", 1.0, 0.0, "";
    }
    /// Description of a developer field.
    field_description = 206 {
        DEVELOPER_DATA_INDEX: 0, "developer_data_index", 1.0, 0.0, "";
        FIELD_DEFINITION_NUMBER: 1, "field_definition_number", 1.0, 0.0, "";
        FIT_BASE_TYPE_ID: 2, "fit_base_type_id", 1.0, 0.0, "";
        SCALE: 6, "scale", 1.0, 0.0, "";
        OFFSET: 7, "offset", 1.0, 0.0, "";
        UNITS: 8, "units", 1.0, 0.0, "";
        NATIVE_MESG_NUM: 14, "native_mesg_num", 1.0, 0.0, "";
        NATIVE_FIELD_NUM: 15, "native_field_num", 1.0, 0.0, "";
    }
    /// Times in zones, counted by the device.
    time_in_zone = 216 {
        REFERENCE_MESG: 0, "reference_mesg", 1.0, 0.0, "";
        REFERENCE_INDEX: 1, "reference_index", 1.0, 0.0, "";
        TIME_IN_HR_ZONE: 2, "time_in_hr_zone", 1000.0, 0.0, "s";
        HR_ZONE_HIGH_BOUNDARY: 6, "hr_zone_high_boundary", 1.0, 0.0, "bpm";
        MAX_HEART_RATE: 11, "max_heart_rate", 1.0, 0.0, "bpm";
        RESTING_HEART_RATE: 12, "resting_heart_rate", 1.0, 0.0, "bpm";
        THRESHOLD_HEART_RATE: 13, "threshold_heart_rate", 1.0, 0.0, "bpm";
    }
}

/// Values of enumerated fields that the reader compares.
pub(super) mod values {
    /// `file_id.type`: activity.
    pub(crate) const FILE_ACTIVITY: u16 = 4;
    /// `manufacturer`: Garmin, whose products have names.
    pub(crate) const MANUFACTURER_GARMIN: u16 = 1;
    /// `event`: timer.
    pub(crate) const EVENT_TIMER: i64 = 0;
    /// `event_type`: start.
    pub(crate) const EVENT_START: i64 = 0;
    /// `event_type`: `stop`, `stop_all`, `stop_disable`, `stop_disable_all`.
    pub(crate) const EVENT_STOPS: [i64; 4] = [1, 4, 8, 9];
    /// `device_index`: recording device.
    pub(crate) const DEVICE_CREATOR: i64 = 0;
    /// `source_type` and `device_type` of a heart-rate strap, for each kind of radio.
    pub(crate) const HEART_RATE_STRAPS: [(i64, i64); 2] = [(1, 120), (3, 1)];
    /// `source_type` and `device_type` of a heart-rate sensor in the watch.
    pub(crate) const HEART_RATE_WRIST: (i64, i64) = (5, 10);
    /// `source_type` and `device_type` of a barometer in the device.
    pub(crate) const BAROMETER: (i64, i64) = (5, 4);
    /// `source_type` and `device_type` of a satellite receiver in the device, for each satellite
    /// system.
    pub(crate) const GPS: [(i64, i64); 3] = [(5, 0), (5, 1), (5, 2)];
    /// `duration_type` of a workout's step: `time` in milliseconds, `distance` in centimetres.
    pub(crate) const DURATION_TIME: i64 = 0;
    pub(crate) const DURATION_DISTANCE: i64 = 1;
}

#[cfg(test)]
mod tests {
    use super::{TABLE, field_description};
    use fitparser::Value;
    use fitparser::de::{DecodeOption, FitObject, FitStreamProcessor};
    use recoup_testkit::raw_fit::{Definition, RawFit, UINT32};

    /// Returns fitparser's name, value and unit of a field with the raw value 100.
    fn reference(message: u16, number: u8) -> (String, f64, String) {
        let (kind, raw) = (UINT32, 100_u32.to_le_bytes());
        let definition = Definition::new(0, message).field(number, 4, kind);
        let bytes = RawFit::new().define(&definition).data(0, &raw).to_bytes();
        let mut processor = FitStreamProcessor::new();
        processor.add_option(DecodeOption::ReturnNumericEnumValues);
        processor.add_option(DecodeOption::UseGenericSubFieldName);
        processor.add_option(DecodeOption::KeepCompositeFields);
        let mut rest = bytes.as_slice();
        loop {
            let (left, object) = processor.deserialize_next(rest).unwrap();
            rest = left;
            if let FitObject::DataMessage(message) = object {
                let message = processor.decode_message(message).unwrap();
                let field = message.fields().iter().find(|field| field.number() == number).unwrap();
                let value = match field.value() {
                    Value::Timestamp(time) => (time.timestamp() - 631_065_600) as f64,
                    value => value.clone().try_into().unwrap(),
                };
                return (field.name().to_owned(), value, field.units().to_owned());
            }
        }
    }

    /// Checks the table against fitparser's profile. Some units differ, because other units are
    /// handier here. Descriptions of developer fields are left out, because fitparser does not
    /// decode one alone.
    #[test]
    fn the_table_is_fitparsers_profile() {
        for row in TABLE.iter().filter(|row| row.message != field_description::MESSAGE) {
            let (name, value, units) = reference(row.message, row.field.number);
            let own = row.field.in_unit(100.0);
            let label = format!("{} of message {}: {own} {}", row.name, row.message, row.unit);
            assert_eq!(row.name, name, "{label}");
            if units == "semicircles" {
                assert_eq!((row.unit, own), ("deg", 100.0 * 180.0 / 2_147_483_648.0), "{label}");
            } else if ["compressed_speed_distance", "event_timestamp_12"].contains(&row.name) {
                // Several values are packed into the bytes.
            } else if row.name == "workout_rpe" {
                // A rating from 1 to 10, stored tenfold.
                assert_eq!((own, value), (10.0, 100.0));
            } else {
                assert!((own - value).abs() < 1e-9, "{label}, not {value} {units}");
                assert!(row.unit == units || units.is_empty(), "{label}, not {units}");
            }
        }
    }
}
