//! One recorded session and all that a file says about it.

use crate::{AltitudeSource, Device, Diagnostic, HeartRateSensor, Samples, Sport, SportBasis, Tag};
use serde::{Deserialize, Serialize};

/// The format that an activity was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// Garmin FIT.
    Fit,
    /// Garmin Training Center XML.
    Tcx,
    /// GPX 1.0 or 1.1.
    Gpx,
}

impl FileFormat {
    /// `fit`, `tcx` or `gpx`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Tcx => "tcx",
            Self::Gpx => "gpx",
        }
    }
}

/// One recorded session. A file can hold several; each has its own samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// The format it was read from.
    pub format: FileFormat,
    /// Number of the session in its file, from 0.
    pub session: u32,
    /// The sport, and …
    pub sport: Sport,
    /// … what it was decided from.
    pub sport_basis: SportBasis,
    /// The sub-sport in FIT's spelling (`treadmill`, `trail`, …).
    pub sub_sport: Option<String>,
    /// The name that it is shown by: that of the activity, track or workout.
    pub title: Option<String>,
    /// What else it is called: the workout that was followed, the track or the file, where the
    /// title is another.
    pub other_names: Vec<String>,
    /// What the athlete or the device marked it as.
    pub tags: Vec<Tag>,
    /// The device that recorded it.
    pub device: Device,
    /// Where the heart rates were measured, where the file says so.
    pub heart_rate_sensor: Option<HeartRateSensor>,
    /// What altitude was measured with, where the file lists the device's own sensors (FIT
    /// `device_info`; old devices do not, nor do GPX and TCX).
    pub altitude_source: Option<AltitudeSource>,
    /// When it started, milliseconds since the Unix epoch: the session's own start where the file
    /// holds one, else the first sample's. [`None`] where no time is known at all.
    pub start_ms: Option<i64>,
    /// The file's own offset from UTC in minutes, where it holds a sane one.
    pub utc_offset_min: Option<i32>,
    /// The samples.
    pub samples: Samples,
    /// Starts and stops of the timer, in file order (FIT).
    pub timer_events: Vec<TimerEvent>,
    /// The laps.
    pub laps: Vec<Lap>,
    /// The structured workout that was followed, if any.
    pub workout: Option<Workout>,
    /// What the device itself says of the session as a whole.
    pub totals: SessionTotals,
    /// Heart-rate zones and times in them, as the device counted them.
    pub device_zones: Option<DeviceZones>,
    /// What the device knows of its user.
    pub user: UserSettings,
    /// Rating of perceived exertion, 1-10, where the athlete gave one.
    pub rpe: Option<f64>,
    /// How the athlete felt, 0 (very weak) to 100 (very strong), where given.
    pub feel: Option<f64>,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
}

impl Activity {
    /// An activity that holds nothing yet: what readers and tests start from.
    ///
    /// ```
    /// use recoup_model::{Activity, FileFormat};
    /// let activity = Activity::new(FileFormat::Gpx);
    /// assert!(activity.samples.is_empty());
    /// assert!(!activity.is_partial());
    /// ```
    #[must_use]
    pub fn new(format: FileFormat) -> Self {
        Self {
            format,
            session: 0,
            sport: Sport::Unknown,
            sport_basis: SportBasis::Nothing,
            sub_sport: None,
            title: None,
            other_names: Vec::new(),
            tags: Vec::new(),
            device: Device::default(),
            heart_rate_sensor: None,
            altitude_source: None,
            start_ms: None,
            utc_offset_min: None,
            samples: Samples::default(),
            timer_events: Vec::new(),
            laps: Vec::new(),
            workout: None,
            totals: SessionTotals::default(),
            device_zones: None,
            user: UserSettings::default(),
            rpe: None,
            feel: None,
            diagnostics: Vec::new(),
        }
    }

    /// What it says of the session as a whole: the same without samples, timer events, laps and
    /// workout.
    #[must_use]
    pub fn without_samples(&self) -> Self {
        Self {
            format: self.format,
            session: self.session,
            sport: self.sport.clone(),
            sport_basis: self.sport_basis,
            sub_sport: self.sub_sport.clone(),
            title: self.title.clone(),
            other_names: self.other_names.clone(),
            tags: self.tags.clone(),
            device: self.device.clone(),
            heart_rate_sensor: self.heart_rate_sensor,
            altitude_source: self.altitude_source,
            start_ms: self.start_ms,
            utc_offset_min: self.utc_offset_min,
            samples: Samples::default(),
            timer_events: Vec::new(),
            laps: Vec::new(),
            workout: None,
            totals: self.totals,
            device_zones: self.device_zones.clone(),
            user: self.user,
            rpe: self.rpe,
            feel: self.feel,
            diagnostics: self.diagnostics.clone(),
        }
    }

    /// All that it is called, the title first.
    ///
    /// ```
    /// use recoup_model::{Activity, FileFormat};
    /// let mut run = Activity::new(FileFormat::Fit);
    /// run.title = Some("Around the lake".to_owned());
    /// run.other_names.push("Recovery 40 min".to_owned());
    /// assert_eq!(run.names().collect::<Vec<_>>(), ["Around the lake", "Recovery 40 min"]);
    /// ```
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.title.iter().chain(&self.other_names).map(String::as_str)
    }

    /// Notes a name: the first is the title, and what it already goes by is not noted again.
    ///
    /// ```
    /// use recoup_model::{Activity, FileFormat};
    /// let mut run = Activity::new(FileFormat::Tcx);
    /// for name in ["Recovery", "Along the river", "Recovery"] {
    ///     run.add_name(name.to_owned());
    /// }
    /// assert_eq!(run.title.as_deref(), Some("Recovery"));
    /// assert_eq!(run.other_names, ["Along the river"]);
    /// ```
    pub fn add_name(&mut self, name: String) {
        if self.title.is_none() {
            self.title = Some(name);
        } else if self.names().all(|own| own != name) {
            self.other_names.push(name);
        }
    }

    /// Gives it another title; the one that it had stays among its names.
    ///
    /// ```
    /// use recoup_model::{Activity, FileFormat};
    /// let mut run = Activity::new(FileFormat::Gpx);
    /// run.title = Some("Morning Run".to_owned());
    /// run.retitle("Around the lake".to_owned());
    /// assert_eq!(run.names().collect::<Vec<_>>(), ["Around the lake", "Morning Run"]);
    /// ```
    pub fn retitle(&mut self, title: String) {
        self.other_names.retain(|name| *name != title);
        if let Some(own) = self.title.replace(title) {
            self.add_name(own);
        }
    }

    /// Whether something of the file was lost, so that all that is said of it is said of a part.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.kind.is_partial())
    }

    /// Whether it took place on a treadmill or indoors, where there is no terrain.
    #[must_use]
    pub fn is_indoor(&self) -> bool {
        matches!(
            self.sub_sport.as_deref(),
            Some("treadmill" | "indoor_running" | "virtual_activity" | "indoor_walking")
        )
    }
}

/// A start or stop of the timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerEvent {
    /// Milliseconds since the Unix epoch.
    pub time_ms: i64,
    /// Start or stop.
    pub kind: TimerEventKind,
}

/// Whether the timer starts or stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerEventKind {
    /// The timer runs from here.
    Start,
    /// The timer stands still from here (FIT: stop, `stop_all`, `stop_disable`, `stop_disable_all`).
    Stop,
}

/// One lap, as the device counted it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Lap {
    /// Start, milliseconds since the Unix epoch.
    pub start_ms: Option<i64>,
    /// Timer time in milliseconds.
    pub timer_ms: Option<i64>,
    /// Elapsed time in milliseconds.
    pub elapsed_ms: Option<i64>,
    /// Distance in metres.
    pub distance_m: Option<f64>,
}

/// A structured workout, as it was planned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Workout {
    /// Its name.
    pub name: Option<String>,
    /// Its steps, in order.
    pub steps: Vec<WorkoutStep>,
}

/// One step of a [`Workout`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WorkoutStep {
    /// Its name.
    pub name: Option<String>,
    /// What it is for, in FIT's spelling (`warmup`, `active`, `rest`, `recovery`, `cooldown`, …).
    pub intensity: Option<String>,
    /// How long it lasts in milliseconds, where it ends by time.
    pub duration_ms: Option<i64>,
    /// How far it goes in metres, where it ends by distance.
    pub distance_m: Option<f64>,
}

/// The device's own totals of a session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionTotals {
    /// Timer time (elapsed less pauses) in milliseconds.
    pub timer_ms: Option<i64>,
    /// Elapsed time in milliseconds.
    pub elapsed_ms: Option<i64>,
    /// Distance in metres.
    pub distance_m: Option<f64>,
    /// Ascent in metres.
    pub ascent_m: Option<f64>,
    /// Descent in metres.
    pub descent_m: Option<f64>,
    /// Mean heart rate in beats per minute.
    pub heart_rate_avg_bpm: Option<f64>,
    /// Highest heart rate in beats per minute.
    pub heart_rate_max_bpm: Option<f64>,
    /// Aerobic training effect, 0-5.
    pub training_effect_aerobic: Option<f64>,
    /// Anaerobic training effect, 0-5.
    pub training_effect_anaerobic: Option<f64>,
}

/// Heart-rate zones of a device: their bounds, the time in them, or both.
///
/// Many devices write the times without the bounds (FIT `session.time_in_hr_zone`), some the bounds
/// that they are set to without the times (`hr_zone`, message 8), newer ones both (`time_in_zone`,
/// message 216).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceZones {
    /// Bounds in beats per minute, ascending: the bottom of Zone 1, the top of Zone 1, and so on.
    /// The first is 0 where the device counts to Zone 1 all that is below it; empty where the file
    /// does not tell them.
    pub bounds_bpm: Vec<f64>,
    /// Time in the zones as the device counted it; [`None`] where it did not, or not in five zones.
    pub times: Option<DeviceZoneTimes>,
    /// Maximum heart rate that the device holds for its user in beats per minute.
    pub max_bpm: Option<f64>,
    /// Resting heart rate in beats per minute.
    pub resting_bpm: Option<f64>,
    /// Threshold heart rate in beats per minute.
    pub threshold_bpm: Option<f64>,
}

/// Time in heart-rate zones as a device counted it.
///
/// Devices write five, six or seven values. Here each is where its meaning is, and a bucket that a
/// device does not have is [`None`] rather than 0: its time is then in the zone beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceZoneTimes {
    /// Below Zone 1, in milliseconds; [`None`] where the device counts that to Zone 1.
    pub below_ms: Option<i64>,
    /// In Zones 1-5, in milliseconds.
    pub zones_ms: [i64; 5],
    /// Above the top of Zone 5, in milliseconds; [`None`] where Zone 5 has no top.
    pub above_ms: Option<i64>,
}

impl DeviceZoneTimes {
    /// The times of a device's buckets in milliseconds, told apart by their number.
    ///
    /// Garmin writes seven: below Zone 1, the five zones, above Zone 5. Stryd and programs that
    /// write Garmin's layout leave out the last. Suunto, Wahoo and iGPSPORT write the five zones
    /// alone. [`None`] for any other number, whose meaning is not known.
    ///
    /// ```
    /// use recoup_model::DeviceZoneTimes;
    ///
    /// let garmin = DeviceZoneTimes::of_buckets(&[7, 25, 61, 1027, 2851, 0, 0]).unwrap();
    /// assert_eq!((garmin.below_ms, garmin.zones_ms[0]), (Some(7), 25));
    /// let wahoo = DeviceZoneTimes::of_buckets(&[38, 967, 90, 0, 0]).unwrap();
    /// assert_eq!((wahoo.below_ms, wahoo.zones_ms[0]), (None, 38));
    /// assert_eq!(wahoo.at_or_below_zone1_ms(), 38);
    /// assert_eq!(DeviceZoneTimes::of_buckets(&[38, 967, 90]), None);
    /// ```
    #[must_use]
    pub fn of_buckets(buckets_ms: &[i64]) -> Option<Self> {
        match *buckets_ms {
            [z1, z2, z3, z4, z5] => {
                Some(Self { below_ms: None, zones_ms: [z1, z2, z3, z4, z5], above_ms: None })
            }
            [below, z1, z2, z3, z4, z5] => {
                Some(Self { below_ms: Some(below), zones_ms: [z1, z2, z3, z4, z5], above_ms: None })
            }
            [below, z1, z2, z3, z4, z5, above] => Some(Self {
                below_ms: Some(below),
                zones_ms: [z1, z2, z3, z4, z5],
                above_ms: Some(above),
            }),
            _ => None,
        }
    }

    /// Time at or below the top of Zone 1 in milliseconds: the same whether or not the device
    /// counts to Zone 1 what is below it.
    #[must_use]
    pub fn at_or_below_zone1_ms(&self) -> i64 {
        self.below_ms.unwrap_or(0) + self.zones_ms[0]
    }

    /// Time in Zone 5 without a top, in milliseconds.
    #[must_use]
    pub fn at_or_above_zone5_ms(&self) -> i64 {
        self.zones_ms[4] + self.above_ms.unwrap_or(0)
    }

    /// All of it in milliseconds: the time for which the device had a heart rate.
    #[must_use]
    pub fn total_ms(&self) -> i64 {
        self.at_or_below_zone1_ms()
            + self.zones_ms[1..4].iter().sum::<i64>()
            + self.at_or_above_zone5_ms()
    }
}

/// What a device knows of its user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UserSettings {
    /// Resting heart rate (FIT `user_profile`).
    pub resting_bpm: Option<f64>,
    /// Maximum heart rate (FIT `zones_target`).
    pub max_bpm: Option<f64>,
    /// Threshold heart rate (FIT `zones_target`).
    pub threshold_bpm: Option<f64>,
}
