//! Heart rate that a strap stored while the watch could not hear it (swimming), and sent later.
//!
//! It comes in `hr` messages of its own, often in a FIT file chained behind the activity: first one
//! with the full time and the strap's clock at that moment, then some with the clock's last 12 bits
//! for each beat. The beats are merged into the samples by time.

use super::profile::heart_rate as field;
use recoup_model::Samples;

/// A reading older than this says nothing of a sample, in milliseconds.
const STALE_MS: i64 = 5000;
/// Ticks of the strap's clock in a second.
const TICKS_PER_S: i64 = 1024;

/// The readings of one file, in file order.
#[derive(Debug, Default)]
pub(super) struct Heartbeats {
    /// Milliseconds since the Unix epoch, and beats per minute.
    readings: Vec<(i64, f32)>,
    clock: Option<Clock>,
}

/// The strap's clock: its last reading in ticks, and the time at tick 0.
#[derive(Debug)]
struct Clock {
    ticks: i64,
    zero_ms: i64,
}

/// The fields of one `hr` message.
#[derive(Debug)]
pub(super) struct Message {
    /// The full time, where the message holds it, milliseconds since the Unix epoch.
    pub(super) time_ms: Option<i64>,
    /// The strap's clock in full, in ticks.
    pub(super) ticks: Vec<i64>,
    /// The bytes that pack two 12-bit readings of the clock into three.
    pub(super) packed_ticks: Vec<u8>,
    /// Heart rates, one per reading of the clock.
    pub(super) rates_bpm: Vec<Option<f32>>,
}

impl Heartbeats {
    pub(super) fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// Takes the readings of one message; those before any full time can be placed nowhere.
    pub(super) fn take(&mut self, message: &Message) {
        if let (Some(time_ms), Some(&ticks)) = (message.time_ms, message.ticks.first()) {
            let zero_ms = time_ms - ticks * 1000 / TICKS_PER_S;
            self.clock = Some(Clock { ticks, zero_ms });
        }
        let Some(clock) = &mut self.clock else { return };
        let mut rates = message.rates_bpm.iter();
        let mut read = |clock: &Clock| {
            let time_ms = clock.zero_ms + clock.ticks * 1000 / TICKS_PER_S;
            if let Some(Some(rate)) = rates.next() {
                self.readings.push((time_ms, *rate));
            }
        };
        for &ticks in &message.ticks {
            clock.ticks = ticks;
            read(clock);
        }
        for packed in message.packed_ticks.chunks_exact(3) {
            let [low, middle, high] = [packed[0], packed[1], packed[2]].map(i64::from);
            for rolling in [low | (middle & 0xF) << 8, middle >> 4 | high << 4] {
                clock.ticks += (rolling - clock.ticks) & field::PACKED_MASK;
                read(clock);
            }
        }
    }

    /// Gives each sample the last reading before it, in place of what the watch wrote.
    pub(super) fn merge_into(&mut self, samples: &mut Samples) {
        self.readings.sort_by_key(|&(time_ms, _)| time_ms);
        for row in 0..samples.len() {
            let time_ms = samples.time_ms[row];
            let later = self.readings.partition_point(|&(at_ms, _)| at_ms <= time_ms);
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

#[cfg(test)]
mod tests {
    use super::*;
    use recoup_model::Sample;

    /// The first messages of a swim: at tick 4,096 the time is 100 s; then 1.5 s, 2.5 s and, over
    /// the roll of the 12 bits, 4.25 s later.
    #[test]
    fn beats_follow_the_straps_clock() {
        let mut beats = Heartbeats::default();
        beats.take(&Message {
            time_ms: Some(100_000),
            ticks: vec![4096],
            packed_ticks: vec![],
            rates_bpm: vec![Some(70.0)],
        });
        // 4096 + 1536 = 0x1600, + 1024 = 0x1A00, + 1792 = 0x2100, and a filler.
        beats.take(&Message {
            time_ms: None,
            ticks: vec![],
            packed_ticks: vec![0x00, 0x06, 0xA0, 0x00, 0x01, 0x10],
            rates_bpm: vec![Some(71.0), Some(72.0), Some(73.0), None],
        });
        assert_eq!(
            beats.readings,
            [(100_000, 70.0), (101_500, 71.0), (102_500, 72.0), (104_250, 73.0)]
        );

        let mut samples = Samples::default();
        for (time_ms, heart_rate_bpm) in
            [(99_000, None), (101_000, None), (103_000, Some(0.0)), (120_000, Some(90.0))]
        {
            samples.push(&Sample { time_ms, heart_rate_bpm, ..Sample::default() });
        }
        beats.merge_into(&mut samples);
        let merged: Vec<Option<f32>> = samples.iter().map(|sample| sample.heart_rate_bpm).collect();
        assert_eq!(merged, [None, Some(70.0), Some(72.0), Some(90.0)]);
    }
}
