//! Files on the disk and in archives: finding, opening and reading them.

mod archive;
mod archives;
mod bin;
mod discover;
mod found;
mod peek;
mod placeholder;
mod read_file;
mod text;

pub use archive::listing::Listing;
pub use archives::Archives;
pub use discover::discover;
pub use found::{Aside, FileBytes, FoundFile};
pub use peek::{peek, peek_file};
pub use placeholder::is_unfinished_download;
pub use read_file::read_file;
pub use text::read_text;
