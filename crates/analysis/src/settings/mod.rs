//! What the athlete wants: heart rates, zones, the limits of the rules, a plan.
//!
//! Nothing here knows a run.

pub mod athlete;
mod athlete_file;
pub mod key;
pub mod kind;
pub mod plan;
pub mod policy;
pub mod roster_file;
mod title_words;
pub mod toml_keys;
pub mod zone_model;
