//! Watch for files that a program opens, by inotify.

use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};
use rustix::io::Errno;
use std::collections::BTreeSet;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::{fs, io};

/// Watch over a folder and all folders below it.
#[derive(Debug)]
pub struct OpenedFiles {
    events: OwnedFd,
}

impl OpenedFiles {
    /// Begins to watch a folder.
    ///
    /// # Errors
    ///
    /// Fails if the folder cannot be read or watched.
    pub fn watch(folder: &Path) -> io::Result<Self> {
        let events = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            inotify::add_watch(&events, &folder, WatchFlags::OPEN | WatchFlags::ONLYDIR)?;
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                }
            }
        }
        let mut watch = Self { events };
        // The search opened folders, so its events are discarded.
        watch.names()?;
        Ok(watch)
    }

    /// Returns the names of the files that were opened since the last call, without folders.
    ///
    /// # Errors
    ///
    /// Fails if the events cannot be read.
    pub fn names(&mut self) -> io::Result<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        let mut buffer = [MaybeUninit::uninit(); 16 << 10];
        let mut reader = inotify::Reader::new(&self.events, &mut buffer);
        loop {
            match reader.next() {
                Ok(event) if event.events().contains(ReadFlags::ISDIR) => {}
                Ok(event) => {
                    names.extend(event.file_name().map(|name| name.to_string_lossy().into_owned()));
                }
                Err(Errno::AGAIN) => return Ok(names),
                Err(error) => return Err(error.into()),
            }
        }
    }
}
