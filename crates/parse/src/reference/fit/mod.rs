//! FIT files as the crate [`fitparser`] reads them.
//!
//! It decodes every message with FIT's whole profile, which the reader behind
//! [`read_bytes`](crate::read_bytes) does not, so it also serves to look into a file
//! ([`Reading::summary`]). It gives up where that reader goes on: in a message that is cut, at a
//! developer field without a description, at bytes behind the end.

mod reading;
mod summary;

pub use reading::{Reading, read};
pub use recoup_model::reference::fit::{
    NotOneActivity, activities, device, file_type, fitparser, is_developer,
};
pub use summary::{FieldSummary, MessageSummary};
