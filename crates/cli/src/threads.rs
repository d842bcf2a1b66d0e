//! Threads where the system grants none, as under a limit of processes.

use std::sync::OnceLock;
use std::thread;

/// Whether the system grants one more thread. It is asked once.
pub(crate) fn can_start() -> bool {
    static CAN_START: OnceLock<bool> = OnceLock::new();
    *CAN_START.get_or_init(|| {
        let started = thread::Builder::new().spawn(|| ());
        started.is_ok_and(|thread| thread.join().is_ok())
    })
}

/// Makes the calling thread the only one of rayon where the system grants no others, because rayon
/// would panic there.
pub(crate) fn prepare() {
    if !can_start() {
        // An error means that the threads are there already.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    }
}
