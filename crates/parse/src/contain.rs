//! Containment of panics: a file on which a reader panics is an error of that file and nothing more.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a job. Returns [`None`] if it panics.
///
/// The panic hook is still called. A hook that asks [`is_contained`] can leave such a panic to the
/// caller, who says which file caused it.
///
/// ```
/// assert_eq!(recoup_parse::contained(|| 2 + 2), Some(4));
/// # std::panic::set_hook(Box::new(|_| assert!(recoup_parse::is_contained())));
/// assert_eq!(recoup_parse::contained(|| panic!("a defect of a reader")), None::<u8>);
/// ```
pub fn contained<T>(job: impl FnOnce() -> T) -> Option<T> {
    let before = CONTAINED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(job));
    CONTAINED.set(before);
    result.ok()
}

/// Whether the current thread runs within [`contained`].
#[must_use]
pub fn is_contained() -> bool {
    CONTAINED.get()
}
