//! Containment of panics. A panic of a reader only affects the file that caused the panic.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a job. Returns [`None`] if the job panics.
///
/// The panic hook is still called. A hook can call [`is_contained`] and stay silent, because the
/// caller reports the file that caused the panic.
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
