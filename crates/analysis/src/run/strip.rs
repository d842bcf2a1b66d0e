//! The heart rate of a run in equal steps, for pictures.

use crate::run::trace::HeartRateTrace;
use serde::{Deserialize, Serialize};

/// The mean heart rate over timer time, in steps of equal length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct HeartRateStrip {
    /// Length of a step in milliseconds.
    pub step_ms: i64,
    /// Mean heart rate of each step in beats per minute; [`None`] for a step without a heart rate.
    pub bpm: Vec<Option<f64>>,
}

impl HeartRateStrip {
    /// Divides a run of `timer_ms` milliseconds of timer time into at most `columns` steps. The
    /// last step may end after the run.
    #[must_use]
    pub fn new(heart_rate: &HeartRateTrace, timer_ms: i64, columns: usize) -> Self {
        let columns = columns.max(1) as i64;
        let step_ms = (timer_ms + columns - 1) / columns;
        let starts = (0..columns).map(|column| column * step_ms);
        let starts = starts.take_while(|&start_ms| start_ms < timer_ms);
        let mean_bpm = |start_ms| heart_rate.mean_bpm(start_ms, start_ms + step_ms);
        Self { step_ms, bpm: starts.map(mean_bpm).collect() }
    }
}

/// A [`HeartRateStrip`] of at most [`CompactStrip::STEPS`] steps in whole beats per minute. Every
/// assessment holds one, so that a picture can be drawn without reading the file again.
///
/// ```
/// use recoup_analysis::assess;
/// # use recoup_analysis::Athlete;
/// # use recoup_model::{Activity, FileFormat, Sample};
/// # let mut run = Activity::new(FileFormat::Fit);
/// # for second in 0..=1800 {
/// #     let (time_ms, heart_rate_bpm) = (1_772_000_000_000 + second * 1000, Some(125.4));
/// #     run.samples.push(&Sample { time_ms, heart_rate_bpm, ..Default::default() });
/// # }
/// // Half an hour at 125.4 bpm: 120 steps of 15 s.
/// let strip = assess(&run, &Athlete::default())?.strip;
/// assert_eq!(strip.step_ms, 15_000);
/// assert_eq!(strip.bpm().collect::<Vec<_>>(), [Some(125); 120]);
/// # Ok::<(), recoup_analysis::InvalidSetting>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompactStrip {
    /// Length of a step in milliseconds.
    pub step_ms: i64,
    /// Mean heart rate of each step in beats per minute; 0 for a step without a heart rate.
    #[serde(with = "bytes")]
    bpm: Vec<u8>,
}

impl CompactStrip {
    /// Largest number of steps.
    pub const STEPS: usize = 120;

    /// Divides a run of `timer_ms` milliseconds of timer time into steps.
    #[must_use]
    pub fn new(heart_rate: &HeartRateTrace, timer_ms: i64) -> Self {
        let HeartRateStrip { step_ms, bpm } =
            HeartRateStrip::new(heart_rate, timer_ms, Self::STEPS);
        let whole = |bpm: Option<f64>| bpm.map_or(0, |bpm| bpm.round().clamp(1.0, 255.0) as u8);
        Self { step_ms, bpm: bpm.into_iter().map(whole).collect() }
    }

    /// Returns the mean heart rate of each step in whole beats per minute; [`None`] for a step
    /// without a heart rate.
    pub fn bpm(&self) -> impl Iterator<Item = Option<u8>> {
        self.bpm.iter().map(|&bpm| Some(bpm).filter(|&bpm| bpm > 0))
    }

    /// Whether the strip has no steps.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bpm.is_empty()
    }
}

/// Serialization of bytes as one value, which is smaller than a list in binary formats.
mod bytes {
    use serde::de::{SeqAccess, Visitor};
    use serde::{Deserializer, Serializer};
    use std::fmt;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        from.deserialize_byte_buf(Bytes)
    }

    struct Bytes;

    impl<'de> Visitor<'de> for Bytes {
        type Value = Vec<u8>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("bytes")
        }

        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Self::Value, E> {
            Ok(bytes.to_vec())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut bytes = Vec::new();
            while let Some(byte) = list.next_element()? {
                bytes.push(byte);
            }
            Ok(bytes)
        }
    }
}
