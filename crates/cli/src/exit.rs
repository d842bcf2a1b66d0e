//! How a command ends, and the exit status that says so.

use crate::output::messages;
use std::io;
use std::process::ExitCode;

/// What a command came to, beyond an error.
pub(crate) enum Done {
    /// All well.
    Clean,
    /// Done, but some file was unreadable or partial.
    WithTrouble,
    /// A signal of this number asked to stop, and nothing was done.
    Interrupted(u8),
}

/// Returns the exit status of a command, and prints its error.
pub(crate) fn status(done: anyhow::Result<Done>) -> ExitCode {
    match done {
        Ok(Done::Clean) => ExitCode::SUCCESS,
        Ok(Done::WithTrouble) => ExitCode::from(1),
        // As shells have it.
        Ok(Done::Interrupted(signal)) => ExitCode::from(128 + signal),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            messages::error(format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Whoever reads standard output may stop when they have seen enough (`| head`).
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
