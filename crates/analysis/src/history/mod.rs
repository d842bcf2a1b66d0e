//! All runs of one athlete: from measured files to records and weeks.
//!
//! [`measured_file`] is one file, read and measured. [`finish`](finish::finish) makes records of all
//! files of an athlete: it grades the runs, sets duplicates aside ([`duplicates`]), finds the highest
//! heart rate ([`highest`]) and places the runs among each other ([`neighbours`]). [`weeks`](weeks::weeks)
//! sums up the records.

pub mod duplicates;
pub mod finish;
pub mod highest;
pub mod measured_file;
pub mod neighbours;
pub mod record;
pub mod weeks;
