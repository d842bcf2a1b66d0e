//! Runs the bytes through all steps: they are read, measured, serialized, graded, summed up by
//! weeks and written as tables.

#![no_main]

use libfuzzer_sys::fuzz_target;
use recoup::frames::{TableFormat, files_frame, runs_frame, weeks_frame, write_frame};
use recoup::{Athlete, FileMeasured, FileStatus, FoundFile, Limits, finish, measure, weeks};

fuzz_target!(|bytes: &[u8]| {
    let file = FoundFile::bytes("upload", bytes);
    let measured = measure(&file, &Limits::default());
    let stored = rmp_serde::to_vec(&measured).expect("measured files can be stored");
    let again: FileMeasured = rmp_serde::from_slice(&stored).expect("and read again");
    let athlete = Athlete::with_max_hr(190.0);
    // The second copy tests the search for duplicates.
    let records = finish(vec![measured, again], &athlete).expect("of the same policy");
    assert_eq!(records.len(), 2);
    for run in records.iter().flat_map(|record| &record.runs) {
        assert_eq!(run.zone_times.total_ms(), run.timer_ms);
        assert!(run.timer_ms <= run.elapsed_ms, "{} > {}", run.timer_ms, run.elapsed_ms);
        assert!(run.timer_ms >= 0 && run.distance_m.is_none_or(|metres| metres >= 0.0));
    }
    let is_copy = records[1].status == FileStatus::Duplicate;
    assert!(is_copy || records[1].runs.is_empty(), "{:?}", records[1].detail());
    let weeks = weeks(&records, &athlete);
    for frame in [runs_frame(&records), files_frame(&records), weeks_frame(&weeks)] {
        let frame = frame.expect("a frame");
        for format in [TableFormat::Csv, TableFormat::Json] {
            let mut table = Vec::new();
            write_frame(&frame, format, &mut table).expect("a table");
            assert!(!table.contains(&0x1b), "a control character");
        }
    }
});
