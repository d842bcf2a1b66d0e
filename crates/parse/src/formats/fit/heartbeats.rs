//! Heart rates that a strap stored out of the watch's reach (while swimming) and sent later.
//!
//! These heart rates are in `hr` messages, often in a FIT file chained behind the activity. The
//! first message has the full time and the strap's clock at that time. The following ones have the
//! last 12 bits of the clock for each beat. The beats are merged into the samples by time.

use super::budget::{Budget, Spent};
use super::epoch::to_unix_ms;
use super::message::Message;
use super::profile::hr;
use recoup_model::Samples;

/// Age in milliseconds beyond which a reading is not used for a sample.
const STALE_MS: i64 = 5000;
/// Ticks of the strap's clock per second.
const TICKS_PER_S: i64 = 1024;
/// Bits of the clock that are sent for each beat.
const ROLLING: i64 = 0xFFF;

/// Readings of one file, in file order.
#[derive(Debug, Default)]
pub(super) struct Heartbeats {
    /// Milliseconds since the Unix epoch, and beats per minute.
    readings: Vec<(i64, f32)>,
    clock: Option<StrapClock>,
}

/// Clock of the strap: its last reading in ticks, and the time of tick 0.
#[derive(Debug)]
struct StrapClock {
    ticks: i64,
    zero_ms: i64,
}

impl StrapClock {
    fn time_ms(&self) -> i64 {
        self.zero_ms + self.ticks * 1000 / TICKS_PER_S
    }
}

impl Heartbeats {
    pub(super) fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// Adds the readings of one `hr` message. Readings before the first full time are dropped,
    /// because their time is unknown.
    pub(super) fn take(&mut self, message: &Message<'_>, budget: &mut Budget) -> Result<(), Spent> {
        let fraction_ms = message.milliseconds(hr::FRACTIONAL_TIMESTAMP).unwrap_or(0);
        // The clock has 32 bits.
        let in_ticks = |seconds: f64| i64::from((seconds * TICKS_PER_S as f64) as u32);
        let mut ticks = message.list(hr::EVENT_TIMESTAMP).flatten().map(in_ticks).peekable();
        if let (Some(time_ms), Some(&ticks)) = (message.timestamp.map(to_unix_ms), ticks.peek()) {
            let zero_ms = time_ms + fraction_ms - ticks * 1000 / TICKS_PER_S;
            self.clock = Some(StrapClock { ticks, zero_ms });
        }
        let Some(clock) = &mut self.clock else { return Ok(()) };
        let mut rates = message.list(hr::FILTERED_BPM);
        let mut read = |clock: &StrapClock| -> Result<(), Spent> {
            if let Some(Some(rate)) = rates.next() {
                budget.spend_on_one::<(i64, f32)>()?;
                self.readings.push((clock.time_ms(), rate as f32));
            }
            Ok(())
        };
        for ticks in ticks {
            clock.ticks = ticks;
            read(clock)?;
        }
        // Three bytes hold two readings of 12 bits.
        for &[low, middle, high] in message.bytes(hr::EVENT_TIMESTAMP_12).as_chunks::<3>().0 {
            let [low, middle, high] = [low, middle, high].map(i64::from);
            for rolling in [low | (middle & 0xF) << 8, middle >> 4 | high << 4] {
                clock.ticks += (rolling - clock.ticks) & ROLLING;
                read(clock)?;
            }
        }
        Ok(())
    }

    /// Moves all times by `by_ms`.
    pub(super) fn shift(&mut self, by_ms: i64) {
        for (time_ms, _) in &mut self.readings {
            *time_ms += by_ms;
        }
    }

    /// Appends the readings of another file of the chain.
    pub(super) fn append(&mut self, mut other: Self) {
        self.readings.append(&mut other.readings);
    }

    /// Replaces the heart rate of each sample by the last reading before it.
    pub(super) fn merge_into<'a>(mut self, all: impl Iterator<Item = &'a mut Samples>) {
        self.readings.sort_by_key(|&(time_ms, _)| time_ms);
        for samples in all {
            // Index of the first reading that is later than the sample.
            let mut later = 0;
            let mut last_ms = i64::MIN;
            for (row, &time_ms) in samples.time_ms.iter().enumerate() {
                if time_ms < last_ms {
                    // The watch's clock went back.
                    later = self.readings.partition_point(|&(at_ms, _)| at_ms <= time_ms);
                }
                last_ms = time_ms;
                let is_past = |&(at_ms, _): &(i64, f32)| at_ms <= time_ms;
                while self.readings.get(later).is_some_and(is_past) {
                    later += 1;
                }
                let last = later.checked_sub(1).map(|index| self.readings[index]);
                if let Some((at_ms, rate)) = last
                    && time_ms - at_ms <= STALE_MS
                {
                    samples.heart_rate_bpm.resize(samples.time_ms.len(), f32::NAN);
                    samples.heart_rate_bpm[row] = rate;
                }
            }
        }
    }
}
