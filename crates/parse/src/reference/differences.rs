//! In what two readings of a file differ.

use super::values::shown_number;
use recoup_model::{Activity, Sample, Samples, SessionTotals};
use std::cmp::Ordering;
use std::fmt;

/// In what two readings of one session differ.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// Number of the session, from 0; [`None`] if it is the number of sessions that differs, or if
    /// the sessions of a file were compared as one.
    pub session: Option<usize>,
    /// What differs: a column of [`Samples`] or a field of [`SessionTotals`] by its name, with its
    /// unit; or the number of `sessions` or `samples`.
    pub what: &'static str,
    /// The samples that differ, if it is a column.
    pub samples: Option<DifferentSamples>,
    /// The value of the first reading, of the first sample that differs.
    pub ours: Option<f64>,
    /// The value of the second reading.
    pub theirs: Option<f64>,
}

/// The samples in which a column differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DifferentSamples {
    /// How many they are, …
    pub number: usize,
    /// … of how many that were compared.
    pub of: usize,
    /// The time of the first one in the first reading, milliseconds since the Unix epoch.
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

/// The differences between two readings of one file, session by session.
///
/// Compared are the numbers of sessions and samples, the times, heart rates, altitudes, distances,
/// speeds, cadences, powers and positions of the samples, and the device's totals. Values that
/// differ by no more than the rounding of their conversion are equal: for those held as `f32` by one
/// unit in the last place, for the others by less than a hundredth of the steps that FIT counts in.
///
/// Where the numbers of samples differ, those of equal times are compared.
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

/// The differences between two readings of some samples: in their number, and in these columns.
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

/// How far apart equal values can be.
#[derive(Clone, Copy)]
pub(super) struct Rounding {
    absolute: f64,
    relative: f64,
}

/// Values held as `f64`. The finest steps are those of degrees, 8e-8; altitudes are counted from
/// -500 m, so that the error of one near the sea is not small beside it.
const WIDE: Rounding = Rounding { absolute: 1e-10, relative: 1e-12 };
/// Values that two readers take from the same text.
pub(super) const EXACT: Rounding = Rounding { absolute: 0.0, relative: 0.0 };
/// Values held as `f32`.
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

/// A column of samples.
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

/// The samples to compare: one by one, or those of equal times where their numbers differ.
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
