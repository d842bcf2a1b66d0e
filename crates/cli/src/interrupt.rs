//! Ctrl-C and its kin. The first one ends the reading, so that the command can say that nothing was
//! written; a second one ends the process.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

static IS_ASKED_TO_STOP: AtomicBool = AtomicBool::new(false);
static SIGNAL: AtomicUsize = AtomicUsize::new(0);

/// From now on a signal only sets the flag that this gives, the first time.
pub(crate) fn watch() -> io::Result<&'static AtomicBool> {
    let mut signals = vec![SIGINT, SIGTERM];
    #[cfg(unix)]
    if io::IsTerminal::is_terminal(&io::stderr()) {
        // Without a terminal this may be below nohup, which had the signal ignored.
        signals.push(signal_hook::consts::SIGHUP);
    }
    for signal in signals {
        // In this order: the first signal is to find the flag not set yet.
        flag::register_conditional_shutdown(signal, 128 + signal, &IS_ASKED_TO_STOP)?;
        flag::register(signal, &IS_ASKED_TO_STOP)?;
        flag::register_usize(signal, &SIGNAL, signal as usize)?;
    }
    Ok(&IS_ASKED_TO_STOP)
}

/// The signal that asked to stop, if one did.
pub(crate) fn signal() -> Option<u8> {
    let is_asked = IS_ASKED_TO_STOP.load(Ordering::SeqCst);
    is_asked.then(|| SIGNAL.load(Ordering::SeqCst) as u8)
}
