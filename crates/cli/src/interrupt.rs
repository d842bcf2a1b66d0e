//! Handling of Ctrl-C and similar signals. The first signal ends the reading, so that the command
//! can report that nothing was written. A second signal ends the process.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

static IS_ASKED_TO_STOP: AtomicBool = AtomicBool::new(false);
static SIGNAL: AtomicUsize = AtomicUsize::new(0);

/// Installs the handlers, and returns the flag that the first signal sets.
pub(crate) fn watch() -> io::Result<&'static AtomicBool> {
    let mut signals = vec![SIGINT, SIGTERM];
    #[cfg(unix)]
    if io::IsTerminal::is_terminal(&io::stderr()) {
        // Without a terminal the command may run under nohup, which ignores this signal.
        signals.push(signal_hook::consts::SIGHUP);
    }
    for signal in signals {
        // The shutdown comes first, so that the first signal finds the flag not yet set.
        flag::register_conditional_shutdown(signal, 128 + signal, &IS_ASKED_TO_STOP)?;
        flag::register(signal, &IS_ASKED_TO_STOP)?;
        flag::register_usize(signal, &SIGNAL, signal as usize)?;
    }
    Ok(&IS_ASKED_TO_STOP)
}

/// Returns the signal that asked to stop, if any.
pub(crate) fn signal() -> Option<u8> {
    let is_asked = IS_ASKED_TO_STOP.load(Ordering::SeqCst);
    is_asked.then(|| SIGNAL.load(Ordering::SeqCst) as u8)
}
