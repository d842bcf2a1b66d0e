//! Options of a batch: threads, dates, progress, cancellation.

use jiff::civil::Date;
use std::fmt;
use std::sync::atomic::AtomicBool;

/// Options of a batch of files.
///
/// ```
/// use recoup::BatchOptions;
/// let progress = |progress: recoup::Progress| eprintln!("{} of {}", progress.done, progress.total);
/// let options = BatchOptions::new().threads(4).progress(&progress);
/// ```
#[derive(Clone, Copy, Default)]
pub struct BatchOptions<'a> {
    pub(crate) threads: usize,
    pub(crate) since: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) progress: Option<&'a (dyn Fn(Progress) + Sync)>,
    pub(crate) cancel: Option<&'a AtomicBool>,
}

impl<'a> BatchOptions<'a> {
    /// Creates options with one thread per processor and all dates.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the number of threads; 0 for one per processor.
    ///
    /// Within a thread pool of rayon's the batch uses the threads of that pool. In a build without
    /// the feature `parallel` there is one thread.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Leaves out runs before a local date.
    #[must_use]
    pub fn since(mut self, since: impl Into<Option<Date>>) -> Self {
        self.since = since.into();
        self
    }

    /// Leaves out runs after a local date.
    #[must_use]
    pub fn until(mut self, until: impl Into<Option<Date>>) -> Self {
        self.until = until.into();
        self
    }

    /// Sets a function that is called after each file, from any thread.
    #[must_use]
    pub fn progress(mut self, progress: &'a (dyn Fn(Progress) + Sync)) -> Self {
        self.progress = Some(progress);
        self
    }

    /// Sets a flag that stops the batch when the flag becomes true. Files not yet begun are left
    /// out.
    #[must_use]
    pub fn cancel(mut self, cancel: &'a AtomicBool) -> Self {
        self.cancel = Some(cancel);
        self
    }

    /// Returns the number of threads for a number of files; 0 means one per processor.
    pub(crate) fn threads_for(&self, files: usize) -> usize {
        self.threads.min(files.max(1))
    }
}

impl fmt::Debug for BatchOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchOptions")
            .field("threads", &self.threads)
            .field("since", &self.since)
            .field("until", &self.until)
            .field("progress", &self.progress.is_some())
            .field("cancel", &self.cancel)
            .finish()
    }
}

/// Progress of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Number of files done so far.
    pub done: usize,
    /// Number of all files.
    pub total: usize,
}
