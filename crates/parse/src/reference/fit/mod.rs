//! FIT files, read by the crate [`fitparser`].
//!
//! The crate decodes every message with FIT's complete profile, unlike the reader behind
//! [`read_bytes`](crate::read_bytes), so it also serves to inspect a file ([`FitDump::summary`]).
//! fitparser stops at problems that the first reader survives: a cut message, a developer field
//! without a description, and bytes behind the end.

mod reading;
mod summary;

pub use reading::{FitDump, read};
pub use recoup_model::reference::fit::{
    NotOneActivity, activities, device, file_type, fitparser, is_developer,
};
pub use summary::{FieldSummary, MessageSummary};
