//! All runs of one athlete: from measured files to records and weeks.
//!
//! There are two steps. The first step makes a [`FileMeasured`](measured_file::FileMeasured) of
//! each file, which the caller can store or send. The second step, [`finish`](finish::finish),
//! makes the records of all files of an athlete.
//!
//! - [`measured_file`]: one file with its measured sessions.
//! - [`record`]: the record of one file with its runs, which becomes a row in files.csv.
//! - [`duplicates`]: copies of a run. One copy is kept.
//! - [`maximum`]: the maximum heart rate over time, from all files of an athlete.
//! - `after_hard`: the next run, or rest, after each hard session.
//! - [`neighbours`]: the kind and the placing of each run, by the runs before and after it.
//! - [`planned`]: the plan, and the runs that were done for it.
//! - [`finish`](mod@finish): all these steps for the files of one athlete.
//! - [`weeks`](mod@weeks): sums and counts of each week.
//! - [`company`]: the other runs, which are needed to grade one run.

mod after_hard;
pub mod company;
pub mod duplicates;
pub mod finish;
pub mod maximum;
pub mod measured_file;
pub mod neighbours;
pub mod planned;
pub mod record;
pub mod week;
pub mod weeks;
