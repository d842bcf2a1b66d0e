//! One run: from its samples to its assessment.
//!
//! Nothing here knows another run. The steps build on each other: [`timeline`] (timer time),
//! [`trace`] (heart rate over timer time), [`track`] (positions), [`terrain`] (ascent, hills, steep
//! stretches), [`quality`] (doubtful heart rates), [`peak`] (the highest heart rate), [`measured`]
//! (the sum of these), [`session`] (runs and other sessions), [`zones`] (heart-rate zones and time
//! in them), [`strip`] (pictures), [`surges`], [`criteria`], [`margin`] (how sure the verdict is), [`assessment`] (the
//! result), [`classify`] (kinds of runs) and [`grade`].

pub mod assessment;
pub mod classify;
pub mod criteria;
pub mod grade;
pub mod margin;
pub mod measured;
pub mod peak;
pub mod quality;
pub mod session;
pub mod strip;
pub mod surges;
pub mod terrain;
pub mod timeline;
pub mod trace;
pub mod track;
pub mod zones;
