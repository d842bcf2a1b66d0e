//! Checks whether the system grants threads. A limit of processes can forbid them.

use std::sync::OnceLock;
use std::thread;

/// Whether the system grants one more thread. Only the first call asks the system.
pub(crate) fn can_start() -> bool {
    static CAN_START: OnceLock<bool> = OnceLock::new();
    *CAN_START.get_or_init(|| {
        let started = thread::Builder::new().spawn(|| ());
        started.is_ok_and(|thread| thread.join().is_ok())
    })
}

/// Makes the calling thread the only thread of rayon if the system grants no other threads, because
/// rayon would panic.
pub(crate) fn prepare() {
    if !can_start() {
        // An error means that rayon already has its threads.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    }
}
