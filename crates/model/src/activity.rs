//! One recorded session with all its values from the file.

use crate::{
    AltitudeSource, Device, Diagnostic, HeartRateSensor, Labels, Listed, Samples, Sport, SportBasis,
};

/// File format of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum FileFormat {
    /// Garmin FIT.
    Fit,
    /// Garmin Training Center XML.
    Tcx,
    /// GPX 1.0 or 1.1.
    Gpx,
}

impl FileFormat {
    /// Returns the name as in JSON: `fit`, `tcx` or `gpx`.
    ///
    /// ```
    /// assert_eq!(recoup_model::FileFormat::Tcx.as_str(), "tcx");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Tcx => "tcx",
            Self::Gpx => "gpx",
        }
    }
}

/// One recorded session of a file. A file can hold several sessions, each with its own samples.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Activity {
    /// Format of the file.
    pub format: FileFormat,
    /// Number of the session in its file, from 0.
    pub session: u32,
    /// Sport of the session.
    pub sport: Sport,
    /// Source of [`Activity::sport`].
    pub sport_basis: SportBasis,
    /// Sub-sport in FIT's spelling (`treadmill`, `trail`, …).
    pub sub_sport: Option<String>,
    /// Names and tags.
    pub labels: Labels,
    /// Device that recorded the session.
    pub device: Device,
    /// Kind of the heart-rate sensor; [`None`] if the file does not name it.
    pub heart_rate_sensor: Option<HeartRateSensor>,
    /// Sensor that measured the altitude; [`None`] if the file does not list the device's own
    /// sensors. FIT lists them in `device_info` messages. Old devices, GPX and TCX do not list
    /// them.
    pub altitude_source: Option<AltitudeSource>,
    /// Start in milliseconds since the Unix epoch, UTC; [`None`] if the date is unknown.
    ///
    /// - FIT: the session's own start, otherwise the earliest sample.
    /// - GPX and TCX: the first sample. TCX without samples: the first lap's start, otherwise the
    ///   `Id`.
    pub start_ms: Option<i64>,
    /// Offset of local time from UTC in minutes, positive east of Greenwich; [`None`] if the file
    /// holds no plausible offset.
    pub utc_offset_min: Option<i32>,
    /// Whether all times are local times of the runner's clock, which the program wrote as UTC.
    pub are_times_local: bool,
    /// Samples of the session.
    pub samples: Samples,
    /// Starts and stops of the timer in file order (FIT only).
    pub timer_events: Vec<TimerEvent>,
    /// Laps of the session in file order.
    pub laps: Vec<Lap>,
    /// Structured workout that was followed; [`None`] if the file holds none.
    pub workout: Option<Workout>,
    /// Totals of the session as the device counted them.
    pub totals: SessionTotals,
    /// Heart-rate zones of the device, with the times in them as the device counted them.
    pub device_zones: Option<DeviceZones>,
    /// Settings of the device's user.
    pub user: UserSettings,
    /// Rating of perceived exertion, 1-10; [`None`] if the athlete gave none.
    pub rpe: Option<f64>,
    /// Feeling of the athlete, 0 (very weak) to 100 (very strong); [`None`] if not given.
    pub feel: Option<f64>,
    /// Resting heart rate that the watch measured on the day of the session, in beats per minute;
    /// [`None`] if no file of the account's export has one. The setting of the watch is
    /// [`UserSettings::resting_bpm`].
    pub measured_resting_bpm: Option<f64>,
    /// Values that come from a list in the export of the account; [`None`] if no list names the
    /// session.
    pub listed: Option<Listed>,
    /// Oddities that the reader found in the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Activity {
    /// Returns an activity without content: session 0, an unknown sport and no samples. Readers and
    /// tests start from it.
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
            labels: Labels::default(),
            device: Device::default(),
            heart_rate_sensor: None,
            altitude_source: None,
            start_ms: None,
            utc_offset_min: None,
            are_times_local: false,
            samples: Samples::default(),
            timer_events: Vec::new(),
            laps: Vec::new(),
            workout: None,
            totals: SessionTotals::default(),
            device_zones: None,
            user: UserSettings::default(),
            rpe: None,
            feel: None,
            measured_resting_bpm: None,
            listed: None,
            diagnostics: Vec::new(),
        }
    }

    /// Returns a copy without samples, timer events, laps and workout. The copy is small and still
    /// holds everything that describes the session as a whole.
    ///
    /// ```
    /// use recoup_model::{Activity, FileFormat, Sample};
    /// let mut run = Activity::new(FileFormat::Fit);
    /// run.labels.title = Some("Around the lake".to_owned());
    /// run.samples.push(&Sample::default());
    /// let summary = run.without_samples();
    /// assert_eq!(summary.labels, run.labels);
    /// assert!(summary.samples.is_empty());
    /// ```
    #[must_use]
    pub fn without_samples(&self) -> Self {
        Self {
            format: self.format,
            session: self.session,
            sport: self.sport.clone(),
            sport_basis: self.sport_basis,
            sub_sport: self.sub_sport.clone(),
            labels: self.labels.clone(),
            device: self.device.clone(),
            heart_rate_sensor: self.heart_rate_sensor,
            altitude_source: self.altitude_source,
            start_ms: self.start_ms,
            utc_offset_min: self.utc_offset_min,
            are_times_local: self.are_times_local,
            samples: Samples::default(),
            timer_events: Vec::new(),
            laps: Vec::new(),
            workout: None,
            totals: self.totals,
            device_zones: self.device_zones.clone(),
            user: self.user,
            rpe: self.rpe,
            feel: self.feel,
            measured_resting_bpm: self.measured_resting_bpm,
            listed: self.listed.clone(),
            diagnostics: self.diagnostics.clone(),
        }
    }

    /// Whether content of the file was lost or may be wrong, so that results describe only a part
    /// of the session. See [`DiagnosticKind::is_partial`](crate::DiagnosticKind::is_partial).
    ///
    /// ```
    /// use recoup_model::{Activity, Diagnostic, DiagnosticKind, FileFormat};
    /// let mut run = Activity::new(FileFormat::Fit);
    /// run.diagnostics.push(Diagnostic::whole(DiagnosticKind::Truncated, "the file is cut"));
    /// assert!(run.is_partial());
    /// ```
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.kind.is_partial())
    }

    /// Whether the session took place on a treadmill or indoors, so that there is no terrain. The
    /// sub-sport decides: `treadmill`, `indoor_running`, `indoor_walking` or `virtual_activity`.
    ///
    /// ```
    /// use recoup_model::{Activity, FileFormat};
    /// let mut run = Activity::new(FileFormat::Fit);
    /// run.sub_sport = Some("treadmill".to_owned());
    /// assert!(run.is_indoor());
    /// ```
    #[must_use]
    pub fn is_indoor(&self) -> bool {
        self.sub_sport.as_deref().is_some_and(is_indoor_sub_sport)
    }
}

/// Whether a sub-sport in FIT's spelling takes place on the spot, as on a treadmill.
#[must_use]
pub fn is_indoor_sub_sport(sub_sport: &str) -> bool {
    matches!(sub_sport, "treadmill" | "indoor_running" | "virtual_activity" | "indoor_walking")
}

/// Start or stop of the timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TimerEvent {
    /// Time in milliseconds since the Unix epoch, UTC.
    pub time_ms: i64,
    /// Kind of the event.
    pub kind: TimerEventKind,
}

/// Kind of a timer event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum TimerEventKind {
    /// Start: the timer runs from this time on.
    Start,
    /// Stop: the timer stands still from this time on (FIT: stop, `stop_all`, `stop_disable`,
    /// `stop_disable_all`).
    Stop,
}

/// One lap as the device counted it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lap {
    /// Start in milliseconds since the Unix epoch, UTC.
    pub start_ms: Option<i64>,
    /// Timer time in milliseconds.
    pub timer_ms: Option<i64>,
    /// Elapsed time in milliseconds.
    pub elapsed_ms: Option<i64>,
    /// Distance in metres.
    pub distance_m: Option<f64>,
}

/// Structured workout as it was planned.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Workout {
    /// Name of the workout.
    pub name: Option<String>,
    /// Steps in order.
    pub steps: Vec<WorkoutStep>,
}

impl Workout {
    /// Whether the workout is a recovery run by its steps: there is a step of the purpose
    /// `recovery`, and all other steps are warm-up, cool-down or rest. The `recovery` steps of
    /// intervals are pauses between `active` steps, so intervals are no recovery run.
    ///
    /// ```
    /// use recoup_model::{Workout, WorkoutStep};
    /// let workout = |purposes: &[&str]| Workout {
    ///     name: None,
    ///     steps: purposes
    ///         .iter()
    ///         .map(|purpose| WorkoutStep {
    ///             intensity: Some((*purpose).to_owned()),
    ///             duration_ms: Some(600_000),
    ///             ..WorkoutStep::default()
    ///         })
    ///         .collect(),
    /// };
    /// assert!(workout(&["warmup", "recovery", "cooldown"]).is_recovery());
    /// assert!(!workout(&["warmup", "active", "recovery", "active"]).is_recovery());
    /// assert!(!workout(&["warmup", "rest"]).is_recovery());
    /// ```
    #[must_use]
    pub fn is_recovery(&self) -> bool {
        // A step without a purpose, a duration and a distance repeats the steps before it.
        let is_repeat = |step: &&WorkoutStep| {
            step.intensity.is_none() && step.duration_ms.is_none() && step.distance_m.is_none()
        };
        let mut has_recovery = false;
        for step in self.steps.iter().filter(|step| !is_repeat(step)) {
            match step.intensity.as_deref() {
                Some("recovery") => has_recovery = true,
                Some("warmup" | "cooldown" | "rest") => {}
                _ => return false,
            }
        }
        has_recovery
    }
}

/// One step of a [`Workout`].
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct WorkoutStep {
    /// Name of the step.
    pub name: Option<String>,
    /// Purpose in FIT's spelling (`warmup`, `active`, `rest`, `recovery`, `cooldown`, …).
    pub intensity: Option<String>,
    /// Duration in milliseconds, if the step ends by time.
    pub duration_ms: Option<i64>,
    /// Length in metres, if the step ends by distance.
    pub distance_m: Option<f64>,
}

/// Totals of a session as the device counted them.
///
/// FIT holds them in the session. TCX holds totals of laps only, so the reader adds up the times
/// and the distances of the laps, if every lap has them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SessionTotals {
    /// Timer time (elapsed time without pauses) in milliseconds.
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
/// Many devices write the times without the bounds (FIT `session.time_in_hr_zone`). Some write the
/// bounds that are set without the times (`hr_zone`, message 8). Newer devices write both
/// (`time_in_zone`, message 216).
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceZones {
    /// Bounds in beats per minute, ascending: the bottom of Zone 1, the top of Zone 1, and so on.
    /// The first bound is 0 if the device counts everything below Zone 1 to Zone 1. Empty if the
    /// file does not hold the bounds.
    pub bounds_bpm: Vec<f64>,
    /// Time in the zones as the device counted it; [`None`] if the device did not count it, or not
    /// in five zones.
    pub times: Option<DeviceZoneTimes>,
    /// Maximum heart rate of the user in beats per minute, as set in the device.
    pub max_bpm: Option<f64>,
    /// Resting heart rate in beats per minute, as set in the device.
    pub resting_bpm: Option<f64>,
    /// Threshold heart rate in beats per minute, as set in the device.
    pub threshold_bpm: Option<f64>,
}

/// Time in heart-rate zones as a device counted it.
///
/// Devices write five, six or seven buckets. A bucket that a device does not have is [`None`]
/// rather than 0, because its time is in the zone beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceZoneTimes {
    /// Time below Zone 1 in milliseconds; [`None`] if the device counts that time to Zone 1.
    pub below_ms: Option<i64>,
    /// Time in Zones 1-5 in milliseconds.
    pub zones_ms: [i64; 5],
    /// Time above the top of Zone 5 in milliseconds; [`None`] if Zone 5 has no top.
    pub above_ms: Option<i64>,
}

impl DeviceZoneTimes {
    /// Assigns the buckets of a device, in milliseconds, to zones by the number of buckets. Returns
    /// [`None`] for any other number, because its meaning is not known.
    ///
    /// - Seven buckets: below Zone 1, the five zones, above Zone 5 (Garmin).
    /// - Six buckets: below Zone 1, the five zones (Stryd, and programs that write Garmin's
    ///   layout).
    /// - Five buckets: the five zones (Suunto, Wahoo and iGPSPORT).
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

    /// Returns the time at or below the top of Zone 1 in milliseconds. The result is the same
    /// whether or not the device counts the time below Zone 1 to Zone 1.
    #[must_use]
    pub fn at_or_below_zone1_ms(&self) -> i64 {
        self.below_ms.unwrap_or(0) + self.zones_ms[0]
    }

    /// Returns the time in Zone 5 and above in milliseconds.
    #[must_use]
    pub fn at_or_above_zone5_ms(&self) -> i64 {
        self.zones_ms[4] + self.above_ms.unwrap_or(0)
    }

    /// Returns the sum of all buckets in milliseconds: the time for which the device had a heart
    /// rate.
    #[must_use]
    pub fn total_ms(&self) -> i64 {
        self.at_or_below_zone1_ms()
            + self.zones_ms[1..4].iter().sum::<i64>()
            + self.at_or_above_zone5_ms()
    }
}

/// Settings of a device's user.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UserSettings {
    /// Resting heart rate in beats per minute (FIT `user_profile`).
    pub resting_bpm: Option<f64>,
    /// Maximum heart rate in beats per minute (FIT `zones_target`).
    pub max_bpm: Option<f64>,
    /// Threshold heart rate in beats per minute (FIT `zones_target`).
    pub threshold_bpm: Option<f64>,
}
