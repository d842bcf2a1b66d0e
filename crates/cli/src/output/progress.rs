//! Shows the progress of reading on standard error, if that is a terminal.

use super::messages::{self, Level};
use crate::threads;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use recoup::Progress;
use std::fmt::Write;
use std::sync::Once;
use std::time::Duration;

/// Template of the bar.
const READING: &str = "Reading {bar:20} {human_pos} of {human_len} files, {rate}, {eta} left";

/// A spinner during the search for files, and a bar during the reading. Dropping it clears the
/// line.
pub(crate) struct Bar {
    bar: ProgressBar,
    has_begun: Once,
}

impl Bar {
    /// Shows the spinner, unless messages are quiet.
    pub(crate) fn new() -> Self {
        let is_shown = messages::level() > Level::Quiet && threads::can_start();
        let target =
            if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target).with_message("Looking for files");
        if is_shown {
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        Self { bar, has_begun: Once::new() }
    }

    /// Counts one more file. Can be called from any thread.
    pub(crate) fn update(&self, progress: Progress) {
        self.has_begun.call_once(|| {
            self.bar.set_length(progress.total as u64);
            if let Ok(style) = ProgressStyle::with_template(READING) {
                self.bar.set_style(style.with_key("rate", rate));
            }
            // The time of the search is not part of the rate.
            self.bar.reset_eta();
        });
        self.bar.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn rate(state: &ProgressState, out: &mut dyn Write) {
    // An error is ignored, because the bar is useful without the rate.
    let _ = write!(out, "{:.0} a second", state.per_sec());
}
