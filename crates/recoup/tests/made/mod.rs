//! Runs made for cases that are worked by hand: their start, heart rates, and labels.

#![allow(dead_code, reason = "each test binary uses some of it")]

use jiff::civil::DateTime;
use jiff::tz::Offset;
use recoup::{
    Activity, Athlete, FileFormat, FileMeasured, FileRecord, Sample, Sport, SportBasis, Tag,
};

/// Treadmill run: its start by the runner's clock, and minutes at heart rates.
///
/// Zone 1 is 136 to just under 146 bpm with a maximum of 200, Zone 2 from 146, Zone 3 from 160,
/// Zone 4 from 174.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) local: &'static str,
    pub(crate) clock: Clock,
    pub(crate) legs: Vec<(i64, f32)>,
    pub(crate) title: Option<&'static str>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) resting_bpm: Option<f64>,
    pub(crate) is_ride: bool,
}

/// Source of local time in the file.
#[derive(Clone, Copy)]
pub(crate) enum Clock {
    /// Own offset of the file from UTC, in hours.
    Offset(i32),
    /// Coordinates `(latitude, longitude)`, and the offset there in hours.
    Place(f64, f64, i32),
}

pub(crate) const OSLO_WINTER: Clock = Clock::Offset(1);

pub(crate) fn made(local: &'static str, legs: &[(i64, f32)]) -> Made {
    Made {
        local,
        clock: OSLO_WINTER,
        legs: legs.to_vec(),
        title: None,
        tags: Vec::new(),
        resting_bpm: None,
        is_ride: false,
    }
}

/// Returns 30 min in Zone 1: grade A, a load of 30.
pub(crate) fn gentle(local: &'static str) -> Made {
    made(local, &[(30, 140.0)])
}

/// Returns 30 min in Zone 2, 30 min in Zone 4: a load of 30 x 2 + 30 x 4 = 180.
pub(crate) fn intervals(local: &'static str) -> Made {
    made(local, &[(30, 150.0), (30, 180.0)])
}

impl Made {
    pub(crate) fn clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    pub(crate) fn activity(&self) -> Activity {
        let (hours, place) = match self.clock {
            Clock::Offset(hours) => (hours, None),
            Clock::Place(latitude, longitude, hours) => (hours, Some((latitude, longitude))),
        };
        let local: DateTime = self.local.parse().unwrap();
        let start = Offset::from_seconds(hours * 3600).unwrap().to_timestamp(local).unwrap();
        let mut activity = Activity::new(FileFormat::Fit);
        activity.sport = Sport::Running;
        activity.sport_basis = SportBasis::File;
        activity.sub_sport = Some("treadmill".to_owned());
        if self.is_ride {
            (activity.sport, activity.sub_sport) = (Sport::Cycling, None);
        }
        activity.labels.title = self.title.map(str::to_owned);
        activity.labels.tags.clone_from(&self.tags);
        activity.utc_offset_min = place.is_none().then_some(hours * 60);
        activity.start_ms = Some(start.as_millisecond());
        activity.user.resting_bpm = self.resting_bpm;
        let mut time_ms = start.as_millisecond();
        let mut push = |heart_rate_bpm| {
            activity.samples.push(&Sample {
                time_ms,
                heart_rate_bpm,
                latitude_deg: place.map(|(latitude, _)| latitude),
                longitude_deg: place.map(|(_, longitude)| longitude),
                ..Sample::default()
            });
            time_ms += 10_000;
        };
        for &(minutes, bpm) in &self.legs {
            // One value for two minutes would be a flat line.
            (0..minutes * 6).for_each(|step| push(Some(bpm + (step % 2) as f32)));
        }
        push(None);
        activity
    }
}

/// Returns the records of an athlete's runs. Each file is named by the local start.
pub(crate) fn records(runs: &[Made], athlete: &Athlete) -> Vec<FileRecord> {
    let measured = |run: &Made| measured(run, athlete);
    recoup::finish(runs.iter().map(measured).collect(), athlete).unwrap()
}

/// Returns the measured file of a run, named by the local start.
pub(crate) fn measured(run: &Made, athlete: &Athlete) -> FileMeasured {
    FileMeasured::new(run.local, 1, "fit", &[run.activity()], athlete)
}
