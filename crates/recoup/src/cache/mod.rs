//! Cache of results of earlier batches.
//!
//! [`disabled`] stands in for [`enabled`] in a build without the feature `cache`, so that the
//! callers need no conditional code.

#[cfg(not(feature = "cache"))]
mod disabled;
#[cfg(feature = "cache")]
mod enabled;

#[cfg(not(feature = "cache"))]
pub(crate) use disabled::{Cache, bytes_of};
#[cfg(feature = "cache")]
pub(crate) use enabled::bytes_of;
#[cfg(feature = "cache")]
pub use enabled::{Cache, CacheError};

/// Cache key: a digest of everything that an entry depends on.
pub(crate) type Key = [u8; 32];
