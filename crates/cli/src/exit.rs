//! The result of a command, and its exit status.

use crate::output::messages;
use std::io;

/// Result of a command that did not fail.
pub(crate) enum Done {
    /// Success.
    Clean,
    /// Success, but some file was unreadable or partial.
    WithTrouble,
    /// Stopped by the signal with this number. Nothing was written.
    Interrupted(u8),
}

/// Prints the error of a command, if any, and returns the exit status.
pub(crate) fn status(done: anyhow::Result<Done>) -> u8 {
    match done {
        Ok(Done::Clean) => 0,
        Ok(Done::WithTrouble) => 1,
        // Shells use the same numbers.
        Ok(Done::Interrupted(signal)) => 128 + signal,
        Err(error) if is_broken_pipe(&error) => 0,
        Err(error) => {
            messages::error(format!("{error:#}"));
            2
        }
    }
}

/// Whether the reader of standard output stopped early, as `| head` does.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
