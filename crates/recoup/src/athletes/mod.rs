//! Athletes: their settings files, and the assignment of runs to athletes.

pub(crate) mod files;
pub(crate) mod options;
pub(crate) mod plans;
pub(crate) mod roster;
