//! Threads: rayon's with the feature `parallel`, else the caller's own.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Runs `job` on so many threads (0 for one per processor), which all that is parallel in it shares.
///
/// A job within another's, or within a pool of rayon's, uses the threads that are there.
#[cfg(feature = "parallel")]
pub(crate) fn on_threads<T: Send>(threads: usize, job: impl FnOnce() -> T + Send) -> T {
    if rayon::current_thread_index().is_some() {
        return job();
    }
    let pool = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads);
    // Where the system grants no more threads, the caller's own is a pool of one.
    match pool(threads).build().or_else(|_| pool(1).use_current_thread().build()) {
        Ok(pool) => pool.install(job),
        Err(_) => job(),
    }
}

#[cfg(not(feature = "parallel"))]
pub(crate) fn on_threads<T: Send>(_: usize, job: impl FnOnce() -> T + Send) -> T {
    job()
}

/// Runs `job` for each source, in their order on all threads: files that lie together, such as the
/// members of an archive, are then read at one time.
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

/// Collects an iterator from each thread.
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

/// Maps a list on all threads; the results keep its order.
///
/// Threads are begun for the list, unless the caller has some: rayon's global ones would be missing,
/// and waited for, in a process that was forked from one that had used them.
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
