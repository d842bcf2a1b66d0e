//! Runs work on rayon's threads with the feature `parallel`, otherwise on the caller's thread.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Runs `job` on a number of threads (0 means one per processor). All parallel work in the job
/// shares these threads.
///
/// A job that already runs in a thread pool of rayon uses the threads of that pool.
#[cfg(feature = "parallel")]
pub(crate) fn on_threads<T: Send>(threads: usize, job: impl FnOnce() -> T + Send) -> T {
    if rayon::current_thread_index().is_some() {
        return job();
    }
    let pool = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads);
    // If the system grants no more threads, the caller's thread becomes a pool of one.
    match pool(threads).build().or_else(|_| pool(1).use_current_thread().build()) {
        Ok(pool) => pool.install(job),
        Err(_) => job(),
    }
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn on_threads<T: Send>(_: usize, job: impl FnOnce() -> T + Send) -> T {
    job()
}

/// Runs `job` for each source on all threads. Threads take the sources in order, so that files that
/// lie together, such as the members of an archive, are read at the same time.
///
/// Returns the results with the indices of their sources, in order; fewer if `cancel` turns true.
pub(crate) fn in_order<S: Sync, T: Send>(
    sources: &[S],
    cancel: Option<&AtomicBool>,
    job: impl Fn(&S) -> T + Sync,
) -> Vec<(usize, T)> {
    let next = AtomicUsize::new(0);
    let take = || {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let is_cancelled = cancel.is_some_and(|cancel| cancel.load(Ordering::Relaxed));
        let source = sources.get(index).filter(|_| !is_cancelled)?;
        Some((index, job(source)))
    };
    let mut results = on_all_threads(|| std::iter::from_fn(take));
    results.sort_unstable_by_key(|&(index, _)| index);
    results
}

/// Runs one iterator on each thread, and collects the items of all.
#[cfg(feature = "parallel")]
fn on_all_threads<T: Send, I: Iterator<Item = T>>(iterator: impl Fn() -> I + Sync) -> Vec<T> {
    use rayon::prelude::*;
    let threads = 0..rayon::current_num_threads();
    threads.into_par_iter().flat_map_iter(|_| iterator()).collect()
}

#[cfg(not(feature = "parallel"))]
fn on_all_threads<T: Send, I: Iterator<Item = T>>(iterator: impl Fn() -> I + Sync) -> Vec<T> {
    iterator().collect()
}

/// Maps a list on all threads. The results are in the order of the list.
///
/// Starts new threads, unless the caller already runs in a thread pool. The global threads of rayon
/// are not used: they do not exist in a forked process, which would wait for them.
#[cfg(feature = "parallel")]
pub(crate) fn map<S: Send, T: Send>(list: Vec<S>, job: impl Fn(S) -> T + Sync + Send) -> Vec<T> {
    use rayon::prelude::*;
    if list.len() < 2 {
        return list.into_iter().map(job).collect();
    }
    on_threads(0, || list.into_par_iter().map(job).collect())
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn map<S: Send, T: Send>(list: Vec<S>, job: impl Fn(S) -> T + Sync + Send) -> Vec<T> {
    list.into_iter().map(job).collect()
}
