//! Reads the bytes as a list in the export of an account, and applies it to activities.

#![no_main]

use libfuzzer_sys::fuzz_target;
use recoup::{Activity, ExportList, FileFormat};

fuzz_target!(|bytes: &[u8]| {
    let Ok(list) = ExportList::from_bytes(bytes) else { return };
    let mut run = Activity::new(FileFormat::Fit);
    run.start_ms = Some(1_772_429_412_000);
    run.totals.timer_ms = Some(60_000);
    match list {
        ExportList::Summaries(list) => {
            assert!(list.rated() <= list.activities());
            if let Some(entry) = list.find(&run) {
                let rpe = entry.rpe;
                entry.clone().apply(&mut run, "list.json");
                assert!(rpe.is_none_or(|rpe| (1.0..=10.0).contains(&rpe)));
            }
        }
        ExportList::Resting(days) => {
            assert!(days.days() > 0);
            assert!(days.on(2026, 3, 2).is_none_or(|bpm| (20.0..=130.0).contains(&bpm)));
        }
        _ => {}
    }
});
