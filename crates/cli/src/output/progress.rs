//! How far the reading is, on standard error while it lasts, if that is a terminal.

use super::messages::{self, Level};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use recoup::Progress;
use std::fmt::Write;
use std::sync::Once;
use std::time::Duration;

/// The bar, and what stands around it.
const READING: &str = "Reading {bar:20} {human_pos} of {human_len} files, {rate}, {eta} left";

/// A spinner while files are looked for, a bar once they are read; gone when dropped.
pub(crate) struct Bar {
    bar: ProgressBar,
    has_begun: Once,
}

impl Bar {
    pub(crate) fn new() -> Self {
        let target = match messages::level() {
            Level::Quiet => ProgressDrawTarget::hidden(),
            Level::Usual | Level::Verbose => ProgressDrawTarget::stderr(),
        };
        let bar = ProgressBar::with_draw_target(None, target).with_message("Looking for files");
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar, has_begun: Once::new() }
    }

    /// Takes note of one more file, from any thread.
    pub(crate) fn update(&self, progress: Progress) {
        self.has_begun.call_once(|| {
            self.bar.set_length(progress.total as u64);
            if let Ok(style) = ProgressStyle::with_template(READING) {
                self.bar.set_style(style.with_key("rate", rate));
            }
            // The looking does not count to the rate.
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
    // A bar without its rate is still a bar.
    let _ = write!(out, "{:.0} a second", state.per_sec());
}
