//! Declaration of a run, before anything is recorded or encoded.

use crate::start::Start;

/// Sport and sub-sport, in the pairs that the tests need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sport {
    /// Run outdoors, on no surface in particular.
    Running,
    /// Run on a trail.
    TrailRunning,
    /// Run on a treadmill: no positions, no altitude.
    TreadmillRunning,
    /// Ride on a road.
    Cycling,
    /// Swim in a pool: no positions, no altitude.
    Swimming,
    /// Walk.
    Walking,
    /// Activity without a sport from the watch.
    Generic,
}

impl Sport {
    /// Whether positions and altitude are recorded.
    pub(crate) fn is_outdoors(self) -> bool {
        !matches!(self, Self::TreadmillRunning | Self::Swimming)
    }
}

/// Interval at which the watch writes samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recording {
    /// One sample a second.
    EverySecond,
    /// "Smart recording": one sample every 2 to 7 s, irregularly. Each holds until the next.
    Smart,
}

/// Watch in the terms of a FIT file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// FIT's number of the manufacturer.
    pub manufacturer: u16,
    /// The manufacturer's number of the model.
    pub product: u16,
    /// Serial number of the watch. Serial number and start together identify a file.
    pub serial_number: u32,
}

impl Device {
    /// Default watch of a run: a Garmin Forerunner 945.
    pub const WATCH: Self = Self { manufacturer: 1, product: 3113, serial_number: 3_912_045_678 };

    /// Another watch of the same runner: a Polar.
    pub const SECOND_WATCH: Self = Self { manufacturer: 123, product: 230, serial_number: 80_417 };
}

/// State of the chest strap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strap {
    /// Worn: heart rates are recorded.
    Worn,
    /// Left at home: there is no heart rate in the file.
    Left,
    /// Dead: every sample holds a heart rate of zero.
    Dead,
}

/// Part of a run with one duration, heart rate, speed and grade.
///
/// ```
/// use recoup_testkit::{Leg, Run};
///
/// let run = Run::starting("2026-03-15T09:00:00+01:00")
///     .leg(Leg::minutes(10).heart_rate(128))
///     .leg(Leg::seconds(90).heart_rate(154).speed_mm_s(2300).grade_permille(60))
///     .leg(Leg::minutes(10).heart_rate(128));
/// assert_eq!(run.totals().ascent_m, 13);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    pub(crate) seconds: u32,
    pub(crate) heart_rate: u8,
    pub(crate) wobble: u8,
    pub(crate) speed_mm_s: u32,
    pub(crate) grade_permille: i32,
    pub(crate) cadence: Option<u8>,
}

impl Leg {
    /// Returns a leg of a gentle jog in seconds: 130 beats a minute, 2.6 m/s, level.
    #[must_use]
    pub fn seconds(seconds: u32) -> Self {
        Self {
            seconds,
            heart_rate: 130,
            wobble: 3,
            speed_mm_s: 2600,
            grade_permille: 0,
            cadence: None,
        }
    }

    /// Returns a leg of a gentle jog in minutes.
    #[must_use]
    pub fn minutes(minutes: u32) -> Self {
        Self::seconds(minutes * 60)
    }

    /// Sets the heart rate that the leg reaches, in beats a minute. The rate moves from that of the
    /// previous leg by one beat every two seconds, like a real heart rate.
    #[must_use]
    pub fn heart_rate(self, heart_rate: u8) -> Self {
        Self { heart_rate, ..self }
    }

    /// Sets the deviation of the heart rate to either side in beats; the default is 3 beats.
    #[must_use]
    pub fn wobble(self, wobble: u8) -> Self {
        Self { wobble, ..self }
    }

    /// Sets the speed in millimetres a second, from the first second of the leg. Zero means
    /// standing still.
    #[must_use]
    pub fn speed_mm_s(self, speed_mm_s: u32) -> Self {
        Self { speed_mm_s, ..self }
    }

    /// Sets the grade: metres up per thousand metres forward.
    #[must_use]
    pub fn grade_permille(self, grade_permille: i32) -> Self {
        Self { grade_permille, ..self }
    }

    /// Sets the cadence in strides (of one leg) a minute; the default suits the speed.
    #[must_use]
    pub fn cadence(self, cadence: u8) -> Self {
        Self { cadence: Some(cadence), ..self }
    }
}

/// Halt of the timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pause {
    /// Second of timer time after which the timer stops.
    pub(crate) at_s: u32,
    pub(crate) seconds: u32,
}

/// Hill in the course: evenly up, and down again over three times the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "units stand in names")]
pub(crate) struct Hill {
    pub(crate) at_m: u32,
    pub(crate) gain_m: u32,
    pub(crate) length_m: u32,
}

/// Stretch of too much effort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Surge {
    pub(crate) at_s: u32,
    pub(crate) seconds: u32,
    pub(crate) heart_rate: u8,
}

/// Declared run. See the [crate's page](crate) for an example.
///
/// All seconds are timer time, so that a pause only moves the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub(crate) start: Start,
    pub(crate) sport: Sport,
    pub(crate) name: Option<String>,
    pub(crate) device: Device,
    pub(crate) recording: Recording,
    pub(crate) strap: Strap,
    pub(crate) legs: Vec<Leg>,
    pub(crate) pauses: Vec<Pause>,
    pub(crate) hills: Vec<Hill>,
    pub(crate) surges: Vec<Surge>,
    pub(crate) max_heart_rate: Option<u8>,
    pub(crate) rpe: Option<u8>,
    pub(crate) feel: Option<u8>,
    pub(crate) training_effect_tenths: Option<(u8, u8)>,
}

impl Run {
    /// Returns a run outdoors with this start and without a leg, recorded once a second by
    /// [`Device::WATCH`], with a highest heart rate of 190 in the settings of the watch.
    ///
    /// ```
    /// use recoup_testkit::{Leg, Run};
    ///
    /// let run = Run::starting("2026-03-02T06:30:12+01:00").leg(Leg::minutes(30));
    /// assert_eq!(run.totals().timer_s, 1800);
    /// // Unix seconds are accepted too. The local clock then shows UTC.
    /// let same_instant = Run::starting(1_772_429_412).leg(Leg::minutes(30));
    /// assert_eq!(same_instant.start().unix_s(), run.start().unix_s());
    /// ```
    #[must_use]
    pub fn starting(start: impl Into<Start>) -> Self {
        Self {
            start: start.into(),
            sport: Sport::Running,
            name: None,
            device: Device::WATCH,
            recording: Recording::EverySecond,
            strap: Strap::Worn,
            legs: Vec::new(),
            pauses: Vec::new(),
            hills: Vec::new(),
            surges: Vec::new(),
            max_heart_rate: Some(190),
            rpe: None,
            feel: None,
            training_effect_tenths: None,
        }
    }

    /// Adds a leg.
    #[must_use]
    pub fn leg(mut self, leg: Leg) -> Self {
        self.legs.push(leg);
        self
    }

    /// Adds the same legs several times.
    ///
    /// ```
    /// use recoup_testkit::{Leg, Run};
    ///
    /// let intervals = Run::starting("2026-03-03T17:45:00+01:00")
    ///     .leg(Leg::minutes(12).heart_rate(140))
    ///     .repeat(5, &[Leg::minutes(4).heart_rate(172), Leg::minutes(3).heart_rate(145)])
    ///     .leg(Leg::minutes(10).heart_rate(136));
    /// assert_eq!(intervals.totals().timer_s, (12 + 5 * 7 + 10) * 60);
    /// ```
    #[must_use]
    pub fn repeat(mut self, times: usize, legs: &[Leg]) -> Self {
        for _ in 0..times {
            self.legs.extend_from_slice(legs);
        }
        self
    }

    /// Stops the timer after `at_s` seconds of timer time, for `seconds` on the clock.
    ///
    /// ```
    /// use recoup_testkit::runs;
    ///
    /// let run = runs::steady("2026-03-24T06:30:40+01:00", 30, 130).with_pause(400, 75);
    /// assert_eq!((run.totals().timer_s, run.totals().elapsed_s), (1800, 1875));
    /// assert_eq!(run.stretches().len(), 2);
    /// ```
    #[must_use]
    pub fn with_pause(mut self, at_s: u32, seconds: u32) -> Self {
        self.pauses.push(Pause { at_s, seconds });
        self.pauses.sort_unstable();
        self
    }

    /// Adds a hill `at_m` metres from the start: up by `gain_m` over `length_m`, and down again
    /// over three times the length. The heart rate does not change; see
    /// [`with_surge`](Self::with_surge).
    ///
    /// ```
    /// use recoup_testkit::runs;
    ///
    /// let run = runs::steady("2026-03-15T09:00:00+01:00", 30, 130).with_hill(1500, 12, 200);
    /// assert!((11..=14).contains(&run.totals().ascent_m));
    /// ```
    #[must_use]
    pub fn with_hill(mut self, at_m: u32, gain_m: u32, length_m: u32) -> Self {
        self.hills.push(Hill { at_m, gain_m, length_m });
        self
    }

    /// Holds the heart rate at `heart_rate` or one above for exactly `seconds`, from `at_s` on.
    ///
    /// The heart rate rises before and falls after by two beats a second, so that no step looks
    /// like a fault of the strap. A test that needs the exact length above a limit must choose a
    /// heart rate just above it.
    ///
    /// ```
    /// use recoup_testkit::runs;
    ///
    /// let run = runs::steady("2026-03-27T06:30:00+01:00", 30, 130).with_surge(900, 45, 140);
    /// let above = run.seconds().iter().filter(|sample| sample.heart_rate >= Some(139)).count();
    /// assert_eq!(above, 45);
    /// ```
    #[must_use]
    pub fn with_surge(mut self, at_s: u32, seconds: u32, heart_rate: u8) -> Self {
        self.surges.push(Surge { at_s, seconds, heart_rate });
        self
    }

    /// Leaves the strap at home: no heart rate is recorded.
    ///
    /// ```
    /// use recoup_testkit::runs;
    ///
    /// let run = runs::steady("2026-03-12T18:00:00+01:00", 30, 130).with_no_heart_rate();
    /// assert!(run.seconds().iter().all(|sample| sample.heart_rate.is_none()));
    /// ```
    #[must_use]
    pub fn with_no_heart_rate(mut self) -> Self {
        self.strap = Strap::Left;
        self
    }

    /// Empties the strap's battery: a heart rate of 0 is recorded, throughout.
    ///
    /// ```
    /// use recoup_testkit::runs;
    ///
    /// let run = runs::steady("2026-03-28T09:00:00+01:00", 30, 130).with_dead_strap();
    /// assert!(run.seconds().iter().all(|sample| sample.heart_rate == Some(0)));
    /// ```
    #[must_use]
    pub fn with_dead_strap(mut self) -> Self {
        self.strap = Strap::Dead;
        self
    }

    /// Sets the name of the workout in FIT, and of the track in GPX.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// Sets the sport; the default is a run outdoors.
    #[must_use]
    pub fn sport(mut self, sport: Sport) -> Self {
        self.sport = sport;
        self
    }

    /// Sets the watch.
    #[must_use]
    pub fn device(mut self, device: Device) -> Self {
        self.device = device;
        self
    }

    /// Sets the interval of the samples.
    #[must_use]
    pub fn recording(mut self, recording: Recording) -> Self {
        self.recording = recording;
        self
    }

    /// Sets the highest heart rate in the watch's settings; `None` omits the settings.
    #[must_use]
    pub fn max_heart_rate(mut self, max_heart_rate: Option<u8>) -> Self {
        self.max_heart_rate = max_heart_rate;
        self
    }

    /// Sets the athlete's rating of perceived exertion, 1 to 10.
    #[must_use]
    pub fn rpe(mut self, rpe: u8) -> Self {
        self.rpe = Some(rpe);
        self
    }

    /// Sets the athlete's feeling, from 0 (very weak) to 100 (very strong).
    #[must_use]
    pub fn feel(mut self, feel: u8) -> Self {
        self.feel = Some(feel);
        self
    }

    /// Sets the watch's training effect, aerobic and anaerobic, in tenths.
    #[must_use]
    pub fn training_effect_tenths(mut self, aerobic: u8, anaerobic: u8) -> Self {
        self.training_effect_tenths = Some((aerobic, anaerobic));
        self
    }

    /// Returns the start.
    #[must_use]
    pub fn start(&self) -> Start {
        self.start
    }
}
