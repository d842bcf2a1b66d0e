//! Differences between two readings of a file.

use super::values::shown_number;
use recoup_model::{Activity, Sample, Samples, SessionTotals};
use std::cmp::Ordering;
use std::fmt;

/// Difference between two readings of one session.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// Index of the session. [`None`] if the number of sessions differs, or if all sessions of a
    /// file were compared as one.
    pub session: Option<usize>,
    /// Compared quantity: a column of [`Samples`] or a field of [`SessionTotals`] by its name with
    /// its unit, or the number of `sessions` or `samples`.
    pub what: &'static str,
    /// Differing samples, if a column differs.
    pub samples: Option<DifferentSamples>,
    /// Value of the first reading, for a column in the first differing sample.
    pub ours: Option<f64>,
    /// Value of the second reading.
    pub theirs: Option<f64>,
}

/// Samples in which a column differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DifferentSamples {
    /// Number of differing samples.
    pub number: usize,
    /// Number of compared samples.
    pub of: usize,
    /// Time of the first differing sample in the first reading, in milliseconds since the Unix
    /// epoch.
    pub first_ms: i64,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { session, what, samples, ours, theirs } = self;
        if let Some(session) = session {
            write!(f, "session {session}, ")?;
        }
        write!(f, "{what}: ")?;
        if let Some(DifferentSamples { number, of, first_ms }) = samples {
            let time = shown_time(*first_ms);
            write!(f, "{number} of {of} samples differ, the first at {time}: ")?;
        }
        let shown = |value: &Option<f64>| match value {
            None => "none".to_owned(),
            Some(ms) if *what == "time_ms" => shown_time(*ms as i64),
            // FIT counts degrees in steps of 8e-8; GPX is compared to the last bit.
            Some(value) if session.is_none() => value.to_string(),
            Some(value) => shown_number(*value, 7),
        };
        write!(f, "recoup reads {}, the reference {}", shown(ours), shown(theirs))
    }
}

fn shown_time(unix_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(unix_ms)
        .map_or_else(|_| unix_ms.to_string(), |time| time.to_string())
}

/// Returns the differences between two readings of one file, session by session.
///
/// The compared quantities are the numbers of sessions and samples, the device's totals, and the
/// times, heart rates, altitudes, distances, speeds, cadences, powers and positions of the samples.
/// Values are equal if they differ only by the rounding of their conversion: by one unit in the
/// last place for `f32`, and by less than a hundredth of FIT's step for the others.
///
/// If the numbers of samples differ, samples with equal times are compared.
///
/// ```
/// use recoup_model::{Activity, FileFormat, Sample};
/// use recoup_parse::reference::differences;
///
/// let mut ours = Activity::new(FileFormat::Fit);
/// ours.samples.push(&Sample { time_ms: 0, heart_rate_bpm: Some(121.0), ..Sample::default() });
/// let mut theirs = ours.clone();
/// assert!(differences(&[ours.clone()], &[theirs.clone()]).is_empty());
///
/// theirs.samples.heart_rate_bpm[0] = 112.0;
/// let differences = differences(&[ours], &[theirs]);
/// assert_eq!(
///     differences[0].to_string(),
///     "session 0, heart_rate_bpm: 1 of 1 samples differ, the first at 1970-01-01T00:00:00Z: \
///      recoup reads 121, the reference 112"
/// );
/// ```
#[must_use]
pub fn differences(ours: &[Activity], theirs: &[Activity]) -> Vec<Difference> {
    let mut found = Vec::new();
    if ours.len() != theirs.len() {
        let [ours, theirs] = [ours.len(), theirs.len()].map(|number| Some(number as f64));
        found.push(Difference { session: None, what: "sessions", samples: None, ours, theirs });
    }
    for (session, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        let session = Some(session);
        let totals = totals(&ours.totals).into_iter().zip(totals(&theirs.totals));
        let different = totals.filter(|((_, ours), (_, theirs))| !WIDE.equal(*ours, *theirs));
        found.extend(different.map(|((what, ours), (_, theirs))| Difference {
            session,
            what,
            samples: None,
            ours,
            theirs,
        }));
        found.extend(sample_differences(&ours.samples, &theirs.samples, &COLUMNS, session));
    }
    found
}

/// Returns the differences between two readings of the same samples: in their number and in
/// `columns`.
pub(super) fn sample_differences(
    ours: &Samples,
    theirs: &Samples,
    columns: &[ComparedColumn],
    session: Option<usize>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    if ours.len() != theirs.len() {
        let [ours, theirs] = [ours.len(), theirs.len()].map(|number| Some(number as f64));
        found.push(Difference { session, what: "samples", samples: None, ours, theirs });
    }
    let pairs = pairs(ours, theirs);
    found.extend(columns.iter().filter_map(|column| column.compare(&pairs, session)));
    found
}

/// Largest difference of two values that count as equal.
#[derive(Clone, Copy)]
pub(super) struct Rounding {
    absolute: f64,
    relative: f64,
}

/// Rounding of `f64` values. Degrees have the finest steps, 8e-8. Altitudes count from -500 m, so
/// the error near sea level is not relative to the altitude.
const WIDE: Rounding = Rounding { absolute: 1e-10, relative: 1e-12 };
/// Rounding of values that both readers take from the same text.
pub(super) const EXACT: Rounding = Rounding { absolute: 0.0, relative: 0.0 };
/// Rounding of `f32` values.
const NARROW: Rounding = Rounding { absolute: 0.0, relative: f32::EPSILON as f64 };

impl Rounding {
    fn equal(self, ours: Option<f64>, theirs: Option<f64>) -> bool {
        match (ours, theirs) {
            (Some(a), Some(b)) => (a - b).abs() <= self.absolute + self.relative * a.abs(),
            (ours, theirs) => ours == theirs,
        }
    }
}

fn totals(totals: &SessionTotals) -> [(&'static str, Option<f64>); 7] {
    let whole = |ms: Option<i64>| ms.map(|ms| ms as f64);
    [
        ("timer_ms", whole(totals.timer_ms)),
        ("elapsed_ms", whole(totals.elapsed_ms)),
        ("distance_m", totals.distance_m),
        ("ascent_m", totals.ascent_m),
        ("descent_m", totals.descent_m),
        ("heart_rate_avg_bpm", totals.heart_rate_avg_bpm),
        ("heart_rate_max_bpm", totals.heart_rate_max_bpm),
    ]
}

/// Compared column of samples.
pub(super) struct ComparedColumn {
    name: &'static str,
    rounding: Rounding,
    value: fn(&Sample) -> Option<f64>,
}

const COLUMNS: [ComparedColumn; 9] = [
    ComparedColumn::new("time_ms", WIDE, |sample| Some(sample.time_ms as f64)),
    ComparedColumn::new("heart_rate_bpm", NARROW, |sample| sample.heart_rate_bpm.map(f64::from)),
    ComparedColumn::new("altitude_m", WIDE, |sample| sample.altitude_m),
    ComparedColumn::new("distance_m", WIDE, |sample| sample.distance_m),
    ComparedColumn::new("speed_m_s", NARROW, |sample| sample.speed_m_s.map(f64::from)),
    ComparedColumn::new("cadence_rpm", NARROW, |sample| sample.cadence_rpm.map(f64::from)),
    ComparedColumn::new("power_w", NARROW, |sample| sample.power_w.map(f64::from)),
    ComparedColumn::new("latitude_deg", WIDE, |sample| sample.latitude_deg),
    ComparedColumn::new("longitude_deg", WIDE, |sample| sample.longitude_deg),
];

impl ComparedColumn {
    pub(super) const fn new(
        name: &'static str,
        rounding: Rounding,
        value: fn(&Sample) -> Option<f64>,
    ) -> Self {
        Self { name, rounding, value }
    }

    fn compare(&self, pairs: &[(Sample, Sample)], session: Option<usize>) -> Option<Difference> {
        let mut different = pairs.iter().filter(|(ours, theirs)| {
            !self.rounding.equal((self.value)(ours), (self.value)(theirs))
        });
        let (ours, theirs) = different.next()?;
        Some(Difference {
            session,
            what: self.name,
            samples: Some(DifferentSamples {
                number: 1 + different.count(),
                of: pairs.len(),
                first_ms: ours.time_ms,
            }),
            ours: (self.value)(ours),
            theirs: (self.value)(theirs),
        })
    }
}

/// Returns the pairs of samples to compare: by index, or by time if their numbers differ.
fn pairs(ours: &Samples, theirs: &Samples) -> Vec<(Sample, Sample)> {
    if ours.len() == theirs.len() {
        return ours.iter().zip(theirs.iter()).collect();
    }
    let (mut ours, mut theirs) = (ours.iter().peekable(), theirs.iter().peekable());
    let mut pairs = Vec::new();
    while let (Some(our), Some(their)) = (ours.peek(), theirs.peek()) {
        match our.time_ms.cmp(&their.time_ms) {
            Ordering::Less => drop(ours.next()),
            Ordering::Greater => drop(theirs.next()),
            Ordering::Equal => pairs.extend(ours.next().zip(theirs.next())),
        }
    }
    pairs
}
