//! Time in heart-rate zones, by week.

use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Lower limits of Zones 1 to 5: 68, 73, 80, 87 and 93 % of 190 bpm.
const LIMITS_BPM: [f64; 5] = [129.2, 138.7, 152.0, 165.3, 176.7];
/// Longest gap between two records in seconds. A longer gap is a pause.
const LONGEST_GAP_S: i64 = 10;

/// Activity of a file, as far as the job needs it.
#[derive(Default)]
pub(crate) struct Activity {
    pub(crate) is_run: bool,
    pub(crate) start_s: Option<i64>,
    last: Option<(i64, Option<u8>)>,
    /// Time below Zone 1 and in Zones 1 to 5.
    zones_s: [i64; 6],
}

impl Activity {
    /// Adds a record. The heart rate of the previous record holds until this record.
    pub(crate) fn record(&mut self, at_s: i64, heart_rate_bpm: Option<u8>) {
        self.start_s.get_or_insert(at_s);
        if let Some((since_s, Some(bpm))) = self.last.replace((at_s, heart_rate_bpm)) {
            let gap_s = at_s - since_s;
            if (0..=LONGEST_GAP_S).contains(&gap_s) {
                let zone = LIMITS_BPM.partition_point(|limit| *limit <= f64::from(bpm));
                self.zones_s[zone] += gap_s;
            }
        }
    }
}

#[derive(Default)]
struct Week {
    runs: u32,
    zones_s: [i64; 6],
}

#[derive(Default)]
pub(crate) struct Weeks(BTreeMap<String, Week>);

impl Weeks {
    pub(crate) fn add(&mut self, activity: &Activity) {
        let Some(start_s) = activity.start_s.filter(|_| activity.is_run) else { return };
        let Ok(start) = Timestamp::from_second(start_s) else { return };
        let iso = start.to_zoned_datetime(TimeZone::UTC).date().iso_week_date();
        let week = self.0.entry(format!("{:04}-W{:02}", iso.year(), iso.week())).or_default();
        week.runs += 1;
        for (total_s, zone_s) in week.zones_s.iter_mut().zip(activity.zones_s) {
            *total_s += zone_s;
        }
    }

    pub(crate) fn csv(&self) -> String {
        let mut csv = String::from("week,runs,below_s,z1_s,z2_s,z3_s,z4_s,z5_s\n");
        for (week, Week { runs, zones_s: [below, z1, z2, z3, z4, z5] }) in &self.0 {
            let _ = writeln!(csv, "{week},{runs},{below},{z1},{z2},{z3},{z4},{z5}");
        }
        csv
    }
}
