//! The result of a command, and its exit status.

use crate::output::messages;
use std::io;
use std::process::ExitCode;

/// Result of a command that did not fail.
pub(crate) enum Done {
    /// Success.
    Clean,
    /// Success, but some file was unreadable or partial.
    WithTrouble,
    /// Stopped by the signal of this number, with nothing written.
    Interrupted(u8),
}

/// Prints the error of a command, if any, and returns the exit status.
pub(crate) fn status(done: anyhow::Result<Done>) -> ExitCode {
    match done {
        Ok(Done::Clean) => ExitCode::SUCCESS,
        Ok(Done::WithTrouble) => ExitCode::from(1),
        // Shells use the same numbers.
        Ok(Done::Interrupted(signal)) => ExitCode::from(128 + signal),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            messages::error(format!("{error:#}"));
            ExitCode::from(2)
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
