//! Reads the bytes as the list of a Strava export, and applies its entries to an activity.

#![no_main]

use libfuzzer_sys::fuzz_target;
use recoup::{Activity, ExportIndex, FileFormat};

fuzz_target!(|bytes: &[u8]| {
    let Ok(index) = ExportIndex::from_csv(bytes) else { return };
    let mut activities = vec![Activity::new(FileFormat::Fit)];
    for name in ["activities/1.fit.gz", "activities/2.gpx", ""] {
        index.apply(name, &mut activities, "activities.csv");
    }
});
