//! Runs long work without the GIL, and handles Ctrl-C and progress meanwhile.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyAny;
use recoup::Progress;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Interval at which Ctrl-C is checked and progress is reported.
const LOOK: Duration = Duration::from_millis(50);

/// The flag that stops the work, and the function that reports progress.
pub(crate) struct Watch<'a> {
    pub(crate) cancel: &'a AtomicBool,
    pub(crate) progress: &'a (dyn Fn(Progress) + Sync),
}

/// Runs `work` in another thread, without the GIL. Calls the Python function `progress` in this
/// thread, with the number of files done and the number of all files.
///
/// If a signal handler or `progress` raises an exception, asks the work to stop. Returns the
/// exception when the work has stopped.
pub(crate) fn watched<T: Send>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Watch<'_>) -> T + Send,
) -> PyResult<T> {
    let (cancel, done, total) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let count = |progress: Progress| {
        total.store(progress.total, Ordering::Relaxed);
        done.fetch_max(progress.done, Ordering::Relaxed);
    };
    let watch = Watch { cancel: &cancel, progress: &count };
    let mut told = None;
    let mut tell = || {
        let now = (done.load(Ordering::Relaxed), total.load(Ordering::Relaxed));
        if let Some(progress) = progress
            && now.1 > 0
            && told.replace(now) != Some(now)
        {
            progress.call1(now)?;
        }
        py.check_signals()
    };
    let (finished, ended) = channel::<()>();
    // If no thread can be started, for example under a limit of processes, the work runs in this
    // thread without reports of progress.
    let work = Mutex::new(Some(work));
    let take = || work.lock().unwrap_or_else(PoisonError::into_inner).take();
    thread::scope(|scope| {
        let in_thread = || {
            let _finished = finished;
            take().map(|work| work(&watch))
        };
        let Ok(worker) = thread::Builder::new().spawn_scoped(scope, in_thread) else {
            let result = py.detach(|| take().map(|work| work(&watch)));
            return result.ok_or_else(nothing_done);
        };
        // The receiver moves into and out of the closure, because it must not be shared.
        let mut ended = ended;
        let mut stopped = Ok(());
        loop {
            let (waited, receiver) = py.detach(move || (ended.recv_timeout(LOOK), ended));
            ended = receiver;
            if stopped.is_ok() {
                stopped = tell();
                cancel.store(stopped.is_err(), Ordering::Relaxed);
            }
            if waited == Err(RecvTimeoutError::Disconnected) {
                break;
            }
        }
        let result = py.detach(|| worker.join()).unwrap_or_else(|panic| resume_unwind(panic));
        stopped.and_then(|()| result.ok_or_else(nothing_done))
    })
}

fn nothing_done() -> PyErr {
    PyRuntimeError::new_err("the work was not done")
}
