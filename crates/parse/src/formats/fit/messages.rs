//! Content of one FIT file's messages, before it is divided into sessions.

use super::budget::{Budget, Spent};
use super::developer::Description;
use super::epoch::to_unix_ms;
use super::heartbeats::Heartbeats;
use super::message::Message;
use super::names;
use super::profile::{
    ProfileField, activity, device_info, event, field_description, file_id, hr, hr_zone, lap,
    schedule, session, sport, time_in_zone, user_profile, values, workout, workout_step,
    zones_target,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use recoup_model::{
    AltitudeSource, Device, DeviceZoneTimes, DeviceZones, Diagnostic, HeartRateSensor, Lap,
    Samples, SessionTotals, TimerEvent, TimerEventKind, UserSettings, Workout, WorkoutId,
    WorkoutStep,
};

/// Maximum number of zones in a set. Real devices have seven.
const MOST_ZONES: usize = 16;

/// Messages of one FIT file (one part of a chain). Messages of the same kind are in file order.
#[derive(Debug, Default)]
pub(super) struct Messages {
    /// Value of `file_id.type`, if the file has one.
    pub(super) file_type: Option<u16>,
    /// First time of any message, in seconds since the FIT epoch.
    pub(super) first_time_s: Option<u32>,
    pub(super) device: Device,
    pub(super) heart_rate_sensor: Option<HeartRateSensor>,
    pub(super) altitude_source: Option<AltitudeSource>,
    pub(super) records: Samples,
    /// Number of records without a time of their own.
    pub(super) untimed_records: usize,
    pub(super) heartbeats: Heartbeats,
    pub(super) timer_events: Vec<TimerEvent>,
    pub(super) laps: Vec<Lap>,
    pub(super) sessions: Vec<SessionMessage>,
    pub(super) time_in_zones: Vec<TimeInZone>,
    /// Heart rates from `time_in_zone` messages, on which the device based its zones. The first
    /// value of each kind is kept.
    pub(super) counted_with: UserSettings,
    pub(super) sport: Option<SportMessage>,
    pub(super) workout: Option<Workout>,
    pub(super) workout_sport: Option<u16>,
    /// Days of workouts: the workout, and the local date.
    pub(super) schedule: Vec<(WorkoutId, Date)>,
    pub(super) user: UserSettings,
    /// Upper ends of the device's zones, from `hr_zone` messages.
    pub(super) zone_tops_bpm: Vec<f64>,
    /// Local time minus UTC in seconds, from the `activity` message, unchecked.
    pub(super) local_offset_s: Option<i64>,
    /// Developer fields of records that replace native ones.
    pub(super) descriptions: Vec<Description>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Content of a `session` message.
#[derive(Debug, Default)]
pub(super) struct SessionMessage {
    pub(super) index: Option<i64>,
    pub(super) start_ms: Option<i64>,
    pub(super) sport: SportMessage,
    pub(super) totals: SessionTotals,
    pub(super) zone_times: Option<DeviceZoneTimes>,
    pub(super) rpe: Option<f64>,
    pub(super) feel: Option<f64>,
}

/// Sport, sub-sport and the user's name for them, from a `session` or `sport` message.
#[derive(Debug, Default, Clone)]
pub(super) struct SportMessage {
    pub(super) sport: Option<u16>,
    pub(super) sub_sport: Option<u16>,
    pub(super) name: Option<String>,
}

/// Content of a `time_in_zone` message of a session.
#[derive(Debug)]
pub(super) struct TimeInZone {
    /// Index of the session.
    pub(super) reference_index: Option<i64>,
    pub(super) zones: DeviceZones,
}

impl Messages {
    /// Whether messages with this global number are used.
    pub(super) fn are_taken(number: u16) -> bool {
        matches!(
            number,
            file_id::MESSAGE
                | user_profile::MESSAGE
                | zones_target::MESSAGE
                | hr_zone::MESSAGE
                | sport::MESSAGE
                | session::MESSAGE
                | lap::MESSAGE
                | event::MESSAGE
                | device_info::MESSAGE
                | workout::MESSAGE
                | workout_step::MESSAGE
                | schedule::MESSAGE
                | activity::MESSAGE
                | hr::MESSAGE
                | field_description::MESSAGE
                | time_in_zone::MESSAGE
        )
    }

    /// Adds the content of a message. This function is not called for records.
    pub(super) fn take(
        &mut self,
        number: u16,
        message: &Message<'_>,
        budget: &mut Budget,
    ) -> Result<(), Spent> {
        match number {
            file_id::MESSAGE => self.take_file_id(message),
            session::MESSAGE => {
                budget.spend(Budget::SESSION)?;
                self.sessions.push(SessionMessage::of(message));
            }
            lap::MESSAGE => {
                budget.spend_on_one::<Lap>()?;
                self.laps.push(Lap {
                    start_ms: message.time_ms(lap::START_TIME),
                    timer_ms: message.milliseconds(lap::TOTAL_TIMER_TIME),
                    elapsed_ms: message.milliseconds(lap::TOTAL_ELAPSED_TIME),
                    distance_m: message.number(lap::TOTAL_DISTANCE),
                });
            }
            event::MESSAGE => {
                if let Some(event) = timer_event(message) {
                    budget.spend_on_one::<TimerEvent>()?;
                    self.timer_events.push(event);
                }
            }
            hr::MESSAGE => self.heartbeats.take(message, budget)?,
            time_in_zone::MESSAGE => {
                let known = &mut self.counted_with;
                let heart_rate = |field| message.heart_rate(field);
                known.max_bpm = known.max_bpm.or(heart_rate(time_in_zone::MAX_HEART_RATE));
                known.resting_bpm =
                    known.resting_bpm.or(heart_rate(time_in_zone::RESTING_HEART_RATE));
                known.threshold_bpm =
                    known.threshold_bpm.or(heart_rate(time_in_zone::THRESHOLD_HEART_RATE));
                if let Some(zones) = TimeInZone::of(message) {
                    budget.spend_on_one::<TimeInZone>()?;
                    budget.spend(2 * MOST_ZONES * size_of::<f64>())?;
                    self.time_in_zones.push(zones);
                }
            }
            workout_step::MESSAGE => {
                budget.spend_on_one::<WorkoutStep>()?;
                self.workout.get_or_insert_default().steps.push(workout_step(message));
            }
            schedule::MESSAGE => {
                if let Some(day) = scheduled(message) {
                    budget.spend_on_one::<(WorkoutId, Date)>()?;
                    self.schedule.push(day);
                }
            }
            hr_zone::MESSAGE => {
                let bpm = message.heart_rate(hr_zone::HIGH_BPM);
                self.zone_tops_bpm.extend(bpm.filter(|_| self.zone_tops_bpm.len() < MOST_ZONES));
            }
            sport::MESSAGE => {
                self.sport =
                    Some(SportMessage::of(message, sport::SPORT, sport::SUB_SPORT, sport::NAME));
            }
            workout::MESSAGE => {
                let workout = self.workout.get_or_insert_default();
                workout.name = message.text(workout::NAME).or(workout.name.take());
                self.workout_sport = message.variant(workout::SPORT).or(self.workout_sport);
            }
            activity::MESSAGE => {
                let local_s = message.integer(activity::LOCAL_TIMESTAMP);
                let utc_s = message.timestamp.map(i64::from);
                self.local_offset_s = local_s.zip(utc_s).map(|(local_s, utc_s)| local_s - utc_s);
            }
            user_profile::MESSAGE => {
                let resting_bpm = message.heart_rate(user_profile::RESTING_HEART_RATE);
                self.user.resting_bpm = resting_bpm.or(self.user.resting_bpm);
            }
            zones_target::MESSAGE => {
                let user = &mut self.user;
                user.max_bpm = message.heart_rate(zones_target::MAX_HEART_RATE).or(user.max_bpm);
                let threshold_bpm = message.heart_rate(zones_target::THRESHOLD_HEART_RATE);
                user.threshold_bpm = threshold_bpm.or(user.threshold_bpm);
            }
            device_info::MESSAGE => self.take_device_info(message),
            field_description::MESSAGE => Description::take(message, &mut self.descriptions),
            _ => {}
        }
        Ok(())
    }

    /// Whether the file states a type other than an activity.
    pub(super) fn is_no_activity(&self) -> bool {
        self.file_type.is_some_and(|file_type| file_type != values::FILE_ACTIVITY)
    }

    /// Whether the file is neither an activity nor of a plan, so that no more messages are needed.
    pub(super) fn are_not_needed(&self) -> bool {
        let is_of_plan = [names::WORKOUT_FILE, names::SCHEDULE_FILE].map(Some);
        self.is_no_activity() && !is_of_plan.contains(&self.file_type)
    }

    /// Returns the identity of a workout file; [`None`] if the file does not hold it.
    pub(super) fn workout_id(&self) -> Option<WorkoutId> {
        self.device.serial.zip(self.device.time_created_ms)
    }

    /// Takes the first `file_id`. Later ones are ignored, because a file end that was lost to zeros
    /// decodes as `file_id` messages.
    fn take_file_id(&mut self, message: &Message<'_>) {
        if self.file_type.is_some() {
            return;
        }
        self.device = Device {
            time_created_ms: message.time_ms(file_id::TIME_CREATED),
            ..device(
                message.variant(file_id::MANUFACTURER),
                message.variant(file_id::PRODUCT),
                message.text(file_id::PRODUCT_NAME),
                message.integer(file_id::SERIAL_NUMBER),
            )
        };
        self.file_type = message.variant(file_id::TYPE);
    }

    /// Adds a device. The recording device replaces a device from `file_id` without a manufacturer.
    /// Sensors of heart rate and altitude are noted, and all other devices are ignored.
    fn take_device_info(&mut self, message: &Message<'_>) {
        let source = message.integer(device_info::SOURCE_TYPE);
        let kind = message.integer(device_info::DEVICE_TYPE);
        if let Some(sensor) = source.zip(kind) {
            // If both exist, the watch uses the strap instead of its own sensor.
            if values::HEART_RATE_STRAPS.contains(&sensor) {
                self.heart_rate_sensor = Some(HeartRateSensor::Strap);
            } else if sensor == values::HEART_RATE_WRIST {
                self.heart_rate_sensor.get_or_insert(HeartRateSensor::Wrist);
            } else if sensor == values::BAROMETER {
                self.altitude_source = Some(AltitudeSource::Barometer);
            } else if values::GPS.contains(&sensor) {
                // Watches with a barometer list barometer and GPS, in either order.
                self.altitude_source.get_or_insert(AltitudeSource::Gps);
            }
        }
        if message.integer(device_info::DEVICE_INDEX) == Some(values::DEVICE_CREATOR)
            && self.device.manufacturer.is_none()
        {
            let time_created_ms = self.device.time_created_ms;
            self.device = Device {
                time_created_ms,
                ..device(
                    message.variant(device_info::MANUFACTURER),
                    message.variant(device_info::PRODUCT),
                    message.text(device_info::PRODUCT_NAME),
                    message.integer(device_info::SERIAL_NUMBER),
                )
            };
        }
    }

    /// Moves all times by `by_ms`.
    pub(super) fn shift(&mut self, by_ms: i64) {
        let starts = self.sessions.iter_mut().filter_map(|session| session.start_ms.as_mut());
        let laps = self.laps.iter_mut().filter_map(|lap| lap.start_ms.as_mut());
        let events = self.timer_events.iter_mut().map(|event| &mut event.time_ms);
        for time_ms in starts.chain(laps).chain(events).chain(&mut self.records.time_ms) {
            *time_ms += by_ms;
        }
        self.heartbeats.shift(by_ms);
    }
}

/// Creates a device from the fields of `file_id` or `device_info`. Only Garmin's products have
/// names.
fn device(
    manufacturer: Option<u16>,
    product: Option<u16>,
    product_name: Option<String>,
    serial: Option<i64>,
) -> Device {
    let product = product.map(|number| match manufacturer {
        Some(values::MANUFACTURER_GARMIN) => names::garmin_product(number),
        _ => number.to_string(),
    });
    Device {
        manufacturer: manufacturer.map(names::manufacturer),
        product: product_name.or(product),
        serial: serial.and_then(|serial| u32::try_from(serial).ok()),
        time_created_ms: None,
    }
}

fn timer_event(message: &Message<'_>) -> Option<TimerEvent> {
    if message.integer(event::EVENT) != Some(values::EVENT_TIMER) {
        return None;
    }
    let kind = match message.integer(event::EVENT_TYPE)? {
        values::EVENT_START => TimerEventKind::Start,
        kind if values::EVENT_STOPS.contains(&kind) => TimerEventKind::Stop,
        _ => return None,
    };
    Some(TimerEvent { time_ms: to_unix_ms(message.timestamp?), kind })
}

/// Returns the times of a field with one value per bucket. Returns [`None`] if any value is
/// invalid, because then the number of buckets and the meaning of all values are unknown.
fn zone_times(message: &Message<'_>, field: ProfileField) -> Option<DeviceZoneTimes> {
    let values = message.list(field).take(MOST_ZONES);
    let buckets_ms: Option<Vec<i64>> =
        values.map(|seconds| seconds.map(super::message::seconds_to_ms)).collect();
    DeviceZoneTimes::of_buckets(&buckets_ms?)
}

/// Returns the workout and the local date of a day in the calendar of a watch.
fn scheduled(message: &Message<'_>) -> Option<(WorkoutId, Date)> {
    /// Number of a workout; a course has another number.
    const WORKOUT: i64 = 0;
    if message.integer(schedule::TYPE).is_some_and(|kind| kind != WORKOUT) {
        return None;
    }
    let serial = u32::try_from(message.integer(schedule::SERIAL_NUMBER)?).ok()?;
    let created_ms = message.time_ms(schedule::TIME_CREATED)?;
    // The time of the runner's clock, counted as if it were UTC.
    let local_ms = message.time_ms(schedule::SCHEDULED_TIME)?;
    let local = Timestamp::from_millisecond(local_ms).ok()?.to_zoned_datetime(TimeZone::UTC);
    Some(((serial, created_ms), local.date()))
}

fn workout_step(message: &Message<'_>) -> WorkoutStep {
    let duration = message.integer(workout_step::DURATION_VALUE);
    let of_type =
        |wanted| duration.filter(|_| message.integer(workout_step::DURATION_TYPE) == Some(wanted));
    WorkoutStep {
        name: message.text(workout_step::NAME),
        intensity: message.variant(workout_step::INTENSITY).map(names::intensity),
        duration_ms: of_type(values::DURATION_TIME),
        distance_m: of_type(values::DURATION_DISTANCE).map(|cm| cm as f64 / 100.0),
    }
}

impl SessionMessage {
    fn of(message: &Message<'_>) -> Self {
        Self {
            index: message.index(),
            start_ms: message.time_ms(session::START_TIME),
            sport: SportMessage::of(
                message,
                session::SPORT,
                session::SUB_SPORT,
                session::SPORT_PROFILE_NAME,
            ),
            totals: SessionTotals {
                timer_ms: message.milliseconds(session::TOTAL_TIMER_TIME),
                elapsed_ms: message.milliseconds(session::TOTAL_ELAPSED_TIME),
                distance_m: message.number(session::TOTAL_DISTANCE),
                ascent_m: message.number(session::TOTAL_ASCENT),
                descent_m: message.number(session::TOTAL_DESCENT),
                heart_rate_avg_bpm: message.heart_rate(session::AVG_HEART_RATE),
                heart_rate_max_bpm: message.heart_rate(session::MAX_HEART_RATE),
                training_effect_aerobic: message.number(session::TOTAL_TRAINING_EFFECT),
                training_effect_anaerobic: message.number(session::TOTAL_ANAEROBIC_TRAINING_EFFECT),
            },
            zone_times: zone_times(message, session::TIME_IN_HR_ZONE),
            // 0 means "not rated", like the invalid value 255.
            rpe: message.number(session::WORKOUT_RPE).filter(|&rpe| rpe > 0.0),
            feel: message.number(session::WORKOUT_FEEL),
        }
    }
}

impl SportMessage {
    fn of(
        message: &Message<'_>,
        sport: ProfileField,
        sub_sport: ProfileField,
        name: ProfileField,
    ) -> Self {
        Self {
            sport: message.variant(sport),
            sub_sport: message.variant(sub_sport),
            name: message.text(name),
        }
    }
}

impl TimeInZone {
    /// Returns the zones of a message that refers to a session and has bounds. Laps have zones of
    /// their own.
    fn of(message: &Message<'_>) -> Option<Self> {
        if message.variant(time_in_zone::REFERENCE_MESG) != Some(session::MESSAGE) {
            return None;
        }
        let bounds_bpm = message.list(time_in_zone::HR_ZONE_HIGH_BOUNDARY);
        let bounds_bpm: Vec<f64> = bounds_bpm.map_while(|value| value).take(MOST_ZONES).collect();
        if bounds_bpm.len() < 2 {
            return None;
        }
        Some(Self {
            reference_index: message.integer(time_in_zone::REFERENCE_INDEX),
            zones: DeviceZones {
                bounds_bpm,
                times: zone_times(message, time_in_zone::TIME_IN_HR_ZONE),
                max_bpm: message.heart_rate(time_in_zone::MAX_HEART_RATE),
                resting_bpm: message.heart_rate(time_in_zone::RESTING_HEART_RATE),
                threshold_bpm: message.heart_rate(time_in_zone::THRESHOLD_HEART_RATE),
            },
        })
    }
}
