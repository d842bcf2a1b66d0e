//! All runs of one athlete: from measured files to records and weeks.
//!
//! There are two steps. [`FileMeasured`](measured_file::FileMeasured) is the result of the first:
//! one file, read and measured, for any caller that stores or sends it. [`finish`](finish::finish)
//! is the second: it makes the records of all files of an athlete.
//!
//! - [`measured_file`]: one file, read, and its sessions measured.
//! - [`record`]: the record of one file, which becomes its row in files.csv, with its runs.
//! - [`duplicates`]: copies of a run, of which one is kept.
//! - [`maximum`]: the maximum heart rate over time, from all files of an athlete.
//! - `after_hard`: what came after each hard session.
//! - [`neighbours`]: the kind and the placing of each run, by the runs before and after it.
//! - [`finish`](mod@finish): all of these for the files of one athlete.
//! - [`weeks`](mod@weeks): sums and counts of each week.
//! - [`company`]: the other runs, among which one run is graded.

mod after_hard;
pub mod company;
pub mod duplicates;
pub mod finish;
pub mod maximum;
pub mod measured_file;
pub mod neighbours;
pub mod record;
pub mod week;
pub mod weeks;
