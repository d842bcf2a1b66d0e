//! Handles Ctrl-C and similar signals while files are read. The first signal ends the reading, so
//! that the command can report that nothing was written. If a file then takes longer than a moment,
//! the process ends at once. A second signal always ends the process.

use crate::output::messages;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

static IS_ASKED_TO_STOP: AtomicBool = AtomicBool::new(false);
static SIGNAL: AtomicUsize = AtomicUsize::new(0);
static IS_READING: AtomicBool = AtomicBool::new(false);

/// Interval at which the flag is checked.
const LOOK: Duration = Duration::from_millis(50);
/// Time that the files being read have after the first signal.
const PATIENCE: Duration = Duration::from_millis(700);

/// Watch for signals while files are read. Dropping it ends the watch.
pub(crate) struct Watch;

impl Watch {
    /// Installs the handlers.
    pub(crate) fn begin() -> io::Result<Self> {
        let mut signals = vec![SIGINT, SIGTERM];
        #[cfg(unix)]
        if io::IsTerminal::is_terminal(&io::stderr()) {
            // Without a terminal the command may run under nohup, which ignores this signal.
            signals.push(signal_hook::consts::SIGHUP);
        }
        for signal in signals {
            // The shutdown is registered first, so that the first signal finds the flag not yet
            // set.
            flag::register_conditional_shutdown(signal, 128 + signal, &IS_ASKED_TO_STOP)?;
            flag::register(signal, &IS_ASKED_TO_STOP)?;
            flag::register_usize(signal, &SIGNAL, signal as usize)?;
        }
        IS_READING.store(true, Ordering::SeqCst);
        // If no thread can be started, a file that takes long delays the end.
        let _ = thread::Builder::new().spawn(end_if_it_takes_long);
        Ok(Self)
    }

    /// Returns the flag that the first signal sets.
    #[expect(clippy::unused_self, reason = "the flag means something only during the watch")]
    pub(crate) fn flag(&self) -> &'static AtomicBool {
        &IS_ASKED_TO_STOP
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        IS_READING.store(false, Ordering::SeqCst);
    }
}

/// Ends the process if a file takes longer than [`PATIENCE`] after the first signal. Nothing has
/// been written during the reading.
fn end_if_it_takes_long() {
    while IS_READING.load(Ordering::SeqCst) {
        thread::sleep(LOOK);
        if let Some(signal) = signal() {
            thread::sleep(PATIENCE);
            if IS_READING.load(Ordering::SeqCst) {
                messages::error("interrupted: nothing written");
                std::process::exit(128 + i32::from(signal));
            }
        }
    }
}

/// Returns the signal that asked to stop, if any.
pub(crate) fn signal() -> Option<u8> {
    let is_asked = IS_ASKED_TO_STOP.load(Ordering::SeqCst);
    is_asked.then(|| SIGNAL.load(Ordering::SeqCst) as u8)
}
