//! Exports of accounts: files and folders in one zip, sometimes with zips in it.
//!
//! A reader must read the same from an archive and from its unpacked folder. An export is therefore
//! declared once and written in both forms: [`Export::pack`] gives the archive,
//! [`Export::write_to`] the folder. Athletes unpack zips within zips or leave them packed.
//! [`Nested`] selects one of the two.
//!
//! The `zip` crate writes the archives. [`crate::raw_zip`] builds archives that no writer writes.
//!
//! ```
//! use recoup_testkit::export::{Export, Nested};
//!
//! let part = Export::new().file("1.fit", b"a run");
//! let export = Export::new().folder("clubs/").file("notes.txt", b"").zip("runs/Part1.zip", part);
//! assert!(export.pack().starts_with(b"PK\x03\x04"));
//!
//! let paths = |nested| -> Vec<_> {
//!     export.files(nested).into_iter().map(|(path, _)| path).collect()
//! };
//! assert_eq!(paths(Nested::Packed), ["notes.txt", "runs/Part1.zip"]);
//! assert_eq!(paths(Nested::Unpacked), ["notes.txt", "runs/Part1/1.fit"]);
//! ```

pub mod garmin;
pub mod strava;

use std::io::{self, Cursor, Seek, Write};
use std::path::Path;
use std::{fs, iter};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::never_fails;

/// Treatment of zips within an export that is unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nested {
    /// Zips stay zips.
    Packed,
    /// Zips become folders with their names without `.zip`, and so do zips in these zips.
    Unpacked,
}

/// Export: files, folders and zips in the order of the archive, with `/` between the parts of a
/// path.
#[derive(Debug, Clone, Default)]
pub struct Export {
    entries: Vec<(String, Content)>,
    streamed: bool,
}

#[derive(Debug, Clone)]
enum Content {
    Folder,
    File(Vec<u8>),
    Zip(CompressionMethod, Export),
}

impl Export {
    /// Returns an empty export.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a separate entry for a folder, as many writers do. The path ends in `/`. The unpacked
    /// export has the folder even if it is empty.
    #[must_use]
    pub fn folder(self, path: &str) -> Self {
        self.with(path, Content::Folder)
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.with(path, Content::File(bytes.into()))
    }

    /// Adds several files.
    #[must_use]
    pub fn with_files(self, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        files.into_iter().fold(self, |export, (path, bytes)| export.file(&path, bytes))
    }

    /// Adds a zip, compressed like any file. The path ends in `.zip`.
    #[must_use]
    pub fn zip(self, path: &str, inner: Self) -> Self {
        self.with(path, Content::Zip(CompressionMethod::Deflated, inner))
    }

    /// Adds a zip without compressing it again. The path ends in `.zip`.
    #[must_use]
    pub fn stored_zip(self, path: &str, inner: Self) -> Self {
        self.with(path, Content::Zip(CompressionMethod::Stored, inner))
    }

    /// Packs the export like writers that cannot seek back, Java's `ZipOutputStream` among them.
    /// Sizes and checksums are in a data descriptor after the data of each member, and the local
    /// header holds zeros.
    #[must_use]
    pub fn streamed(self) -> Self {
        Self { streamed: true, ..self }
    }

    fn with(mut self, path: &str, content: Content) -> Self {
        self.entries.push((path.to_owned(), content));
        self
    }

    /// Returns the archive. The bytes are the same every time for one version of the compressor.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        if self.streamed {
            never_fails(self.write(ZipWriter::new_stream(Vec::new()))).into_inner()
        } else {
            never_fails(self.write(ZipWriter::new(Cursor::new(Vec::new())))).into_inner()
        }
    }

    fn write<W: Write + Seek>(&self, mut zip: ZipWriter<W>) -> io::Result<W> {
        let time = never_fails(DateTime::from_date_and_time(2026, 4, 6, 8, 15, 30));
        // System and time are fixed, because the machine and the clock would fill them in
        // otherwise.
        let options = SimpleFileOptions::default()
            .system(System::Unix)
            .last_modified_time(time)
            .compression_method(CompressionMethod::Deflated);
        for (path, content) in &self.entries {
            match content {
                Content::Folder => zip.add_directory(path.as_str(), options)?,
                Content::File(bytes) => {
                    zip.start_file(path, options)?;
                    zip.write_all(bytes)?;
                }
                Content::Zip(method, inner) => {
                    zip.start_file(path, options.compression_method(*method))?;
                    zip.write_all(&inner.pack())?;
                }
            }
        }
        Ok(zip.finish()?)
    }

    /// Returns the files of the unpacked export: paths with `/` between the parts, and bytes.
    #[must_use]
    pub fn files(&self, nested: Nested) -> Vec<(String, Vec<u8>)> {
        self.entries
            .iter()
            .flat_map(|(path, content)| match (content, nested) {
                (Content::Folder, _) => Vec::new(),
                (Content::File(bytes), _) => vec![(path.clone(), bytes.clone())],
                (Content::Zip(_, inner), Nested::Packed) => vec![(path.clone(), inner.pack())],
                (Content::Zip(_, inner), Nested::Unpacked) => {
                    let below = |(name, bytes)| (format!("{}/{name}", stem(path)), bytes);
                    inner.files(nested).into_iter().map(below).collect()
                }
            })
            .collect()
    }

    /// Unpacks the export into a folder, which is created if it is missing.
    ///
    /// # Errors
    ///
    /// Returns an error if a file or folder cannot be written.
    pub fn write_to(&self, folder: &Path, nested: Nested) -> io::Result<()> {
        for path in self.folders(nested) {
            fs::create_dir_all(folder.join(path))?;
        }
        for (path, bytes) in self.files(nested) {
            let file = folder.join(path);
            file.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(file, bytes)?;
        }
        Ok(())
    }

    /// Returns the folders that exist even if they are empty, the export's own first.
    fn folders(&self, nested: Nested) -> Vec<String> {
        let below = self.entries.iter().flat_map(|(path, content)| match (content, nested) {
            (Content::Folder, _) => vec![path.clone()],
            (Content::Zip(_, inner), Nested::Unpacked) => {
                let below = |name| format!("{}/{name}", stem(path));
                inner.folders(nested).into_iter().map(below).collect()
            }
            _ => Vec::new(),
        });
        iter::once(String::new()).chain(below).collect()
    }
}

/// Returns the name of the folder that a zip unpacks to.
fn stem(path: &str) -> &str {
    path.strip_suffix(".zip").unwrap_or(path)
}
