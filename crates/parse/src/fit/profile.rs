//! The part of the FIT profile that is taken: message and field numbers, scales and offsets.
//!
//! Values are `raw / scale - offset`; those without a scale are taken as they are.

/// Global message numbers.
pub(super) mod message {
    pub(crate) const FILE_ID: u16 = 0;
    pub(crate) const USER_PROFILE: u16 = 3;
    pub(crate) const ZONES_TARGET: u16 = 7;
    pub(crate) const SPORT: u16 = 12;
    pub(crate) const SESSION: u16 = 18;
    pub(crate) const LAP: u16 = 19;
    pub(crate) const RECORD: u16 = 20;
    pub(crate) const EVENT: u16 = 21;
    pub(crate) const WORKOUT: u16 = 26;
    pub(crate) const ACTIVITY: u16 = 34;
    pub(crate) const HR: u16 = 132;
    pub(crate) const TIME_IN_ZONE: u16 = 216;
}

/// A numeric field: number, scale, offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) number: u8,
    pub(super) scale: f64,
    pub(super) offset: f64,
}

const fn plain(number: u8) -> Field {
    scaled(number, 1.0)
}

const fn scaled(number: u8, scale: f64) -> Field {
    Field { number, scale, offset: 0.0 }
}

/// Degrees in a semicircle unit: half a turn is 2^31.
const SEMICIRCLES_PER_DEGREE: f64 = 2_147_483_648.0 / 180.0;

/// In every message: seconds since [`super::EPOCH_S`].
pub(super) const TIMESTAMP: u8 = 253;
/// In messages that come in series: which of them.
pub(super) const MESSAGE_INDEX: u8 = 254;

pub(super) mod file_id {
    pub(crate) const TYPE: u8 = 0;
    pub(crate) const MANUFACTURER: u8 = 1;
    pub(crate) const PRODUCT: u8 = 2;
    pub(crate) const SERIAL_NUMBER: u8 = 3;
    pub(crate) const TIME_CREATED: u8 = 4;
    pub(crate) const PRODUCT_NAME: u8 = 8;
    /// The type of an activity file.
    pub(crate) const TYPE_ACTIVITY: i64 = 4;
}

pub(super) mod record {
    use super::{Field, SEMICIRCLES_PER_DEGREE, plain, scaled};
    pub(crate) const LATITUDE: Field = scaled(0, SEMICIRCLES_PER_DEGREE);
    pub(crate) const LONGITUDE: Field = scaled(1, SEMICIRCLES_PER_DEGREE);
    pub(crate) const ALTITUDE: Field = Field { number: 2, scale: 5.0, offset: 500.0 };
    pub(crate) const HEART_RATE: Field = plain(3);
    pub(crate) const CADENCE: Field = plain(4);
    pub(crate) const DISTANCE: Field = scaled(5, 100.0);
    pub(crate) const SPEED: Field = scaled(6, 1000.0);
    pub(crate) const POWER: Field = plain(7);
    /// Three bytes: 12 bits of speed in cm/s, 12 bits of distance in 1/16 m that roll over.
    pub(crate) const COMPRESSED_SPEED_DISTANCE: u8 = 8;
    pub(crate) const TEMPERATURE: Field = plain(13);
    pub(crate) const FRACTIONAL_CADENCE: Field = scaled(53, 128.0);
    pub(crate) const ENHANCED_SPEED: Field = scaled(73, 1000.0);
    pub(crate) const ENHANCED_ALTITUDE: Field = Field { number: 78, scale: 5.0, offset: 500.0 };
}

pub(super) mod session {
    use super::{Field, plain, scaled};
    pub(crate) const START_TIME: u8 = 2;
    pub(crate) const SPORT: u8 = 5;
    pub(crate) const SUB_SPORT: u8 = 6;
    pub(crate) const TOTAL_ELAPSED_S: Field = scaled(7, 1000.0);
    pub(crate) const TOTAL_TIMER_S: Field = scaled(8, 1000.0);
    pub(crate) const TOTAL_DISTANCE: Field = scaled(9, 100.0);
    pub(crate) const AVG_HEART_RATE: Field = plain(16);
    pub(crate) const MAX_HEART_RATE: Field = plain(17);
    pub(crate) const TOTAL_ASCENT: Field = plain(22);
    pub(crate) const TOTAL_DESCENT: Field = plain(23);
    pub(crate) const TRAINING_EFFECT: Field = scaled(24, 10.0);
    pub(crate) const SPORT_PROFILE_NAME: u8 = 110;
    pub(crate) const ANAEROBIC_TRAINING_EFFECT: Field = scaled(137, 10.0);
    pub(crate) const WORKOUT_FEEL: Field = plain(192);
    pub(crate) const WORKOUT_RPE: Field = scaled(193, 10.0);
}

pub(super) mod lap {
    use super::{Field, scaled};
    pub(crate) const START_TIME: u8 = 2;
    pub(crate) const TOTAL_ELAPSED_S: Field = scaled(7, 1000.0);
    pub(crate) const TOTAL_TIMER_S: Field = scaled(8, 1000.0);
    pub(crate) const TOTAL_DISTANCE: Field = scaled(9, 100.0);
}

pub(super) mod event {
    pub(crate) const EVENT: u8 = 0;
    pub(crate) const EVENT_TYPE: u8 = 1;
    /// The event that starts and stops the timer.
    pub(crate) const TIMER: i64 = 0;
    pub(crate) const START: i64 = 0;
    /// `stop`, `stop_all`, `stop_disable`, `stop_disable_all`.
    pub(crate) const STOPS: [i64; 4] = [1, 4, 8, 9];
}

pub(super) mod activity {
    pub(crate) const LOCAL_TIMESTAMP: u8 = 5;
}

pub(super) mod sport {
    pub(crate) const SPORT: u8 = 0;
    pub(crate) const SUB_SPORT: u8 = 1;
    pub(crate) const NAME: u8 = 3;
}

pub(super) mod workout {
    pub(crate) const NAME: u8 = 8;
}

/// The fields of `hr` messages.
pub(super) mod heart_rate {
    use super::{Field, plain, scaled};
    pub(crate) const FRACTIONAL_TIMESTAMP_S: Field = scaled(0, 32768.0);
    pub(crate) const FILTERED_BPM: Field = plain(6);
    /// The strap's clock, in 1/1024 s.
    pub(crate) const EVENT_TIMESTAMP: u8 = 9;
    /// The last 12 bits of it, two to three bytes.
    pub(crate) const EVENT_TIMESTAMP_12: u8 = 10;
    /// The 12 bits.
    pub(crate) const PACKED_MASK: i64 = 0xFFF;
}

pub(super) mod user_profile {
    use super::{Field, plain};
    pub(crate) const RESTING_HEART_RATE: Field = plain(8);
}

pub(super) mod zones_target {
    use super::{Field, plain};
    pub(crate) const MAX_HEART_RATE: Field = plain(1);
    pub(crate) const THRESHOLD_HEART_RATE: Field = plain(2);
}

pub(super) mod time_in_zone {
    use super::{Field, plain};
    pub(crate) const REFERENCE_MESSAGE: u8 = 0;
    pub(crate) const REFERENCE_INDEX: u8 = 1;
    /// Milliseconds in each bucket.
    pub(crate) const TIME_IN_HR_ZONE: u8 = 2;
    pub(crate) const HR_ZONE_HIGH_BOUNDARY: u8 = 6;
    pub(crate) const MAX_HEART_RATE: Field = plain(11);
    pub(crate) const RESTING_HEART_RATE: Field = plain(12);
    pub(crate) const THRESHOLD_HEART_RATE: Field = plain(13);
}
