//! `recoup inspect`: shows the contents of a file, and whether a second reader agrees.

mod fit;
mod sections;
mod values;
mod xml;

use crate::args::InspectArgs;
use crate::exit::Done;
use crate::input::{Input, print_not_located};
use crate::output::style::{STRONG, paint};
use crate::output::{messages, terminal};
use recoup::{Activity, Error, FileContents, Format, FoundFile, Limits, Locator};
use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

pub(crate) fn run(args: &InspectArgs) -> anyhow::Result<Done> {
    let input = Input::of_files(&args.files)?;
    let reading = input.reading();
    let mut locator = Locator::new(&reading);
    let mut out = terminal::stdout();
    let mut is_clean = true;
    for path in &args.files {
        is_clean &= inspect_all(&mut out, path, &mut locator, args.all)?;
    }
    out.flush()?;
    Ok(if is_clean { Done::Clean } else { Done::WithTrouble })
}

/// Shows the file that a path names. An archive gives the members that hold an activity or are
/// broken, or else all members.
///
/// Returns `false` if any file was unreadable or partial.
fn inspect_all(
    out: &mut impl Write,
    path: &Path,
    locator: &mut Locator<'_>,
    all: bool,
) -> io::Result<bool> {
    let located = match locator.locate(path) {
        Ok(located) => located,
        Err(error) => {
            print_not_located(path, &error);
            return Ok(false);
        }
    };
    let mut is_clean = true;
    let mut others = Vec::new();
    let number = located.len();
    for found in located {
        let file = Inspected::read(found);
        if file.contents.as_ref().is_ok_and(|contents| contents.activities.is_empty()) {
            others.push(file);
        } else {
            is_clean &= inspect(out, &file, all)?;
        }
    }
    if others.len() == number {
        for file in &others {
            is_clean &= inspect(out, file, all)?;
        }
    }
    Ok(is_clean)
}

/// A file that was read once, for both readers.
struct Inspected {
    found: FoundFile,
    contents: Result<FileContents, Error>,
    /// All bytes, unpacked; [`None`] if the first bytes were enough for the contents.
    bytes: Option<Vec<u8>>,
}

impl Inspected {
    fn read(found: FoundFile) -> Self {
        let limits = Limits::default();
        if found.error.is_some() || found.aside.is_some() {
            return Self { contents: found.read(&limits), found, bytes: None };
        }
        let loaded = match found.load(&limits) {
            Ok(loaded) => loaded,
            Err(error) => return Self { found, contents: Err(error), bytes: None },
        };
        let bytes = loaded.unpacked(&limits).ok().flatten();
        Self { found, contents: loaded.contents(&limits), bytes }
    }
}

/// Shows one file. Returns `false` if it was unreadable or partial.
fn inspect(out: &mut impl Write, file: &Inspected, all: bool) -> io::Result<bool> {
    let Inspected { found, contents, bytes } = file;
    let name = &found.name;
    if let Err(error) = contents {
        messages::error(format!("{name}: {error}"));
    }
    let bytes = match bytes {
        Some(bytes) => Cow::Borrowed(bytes.as_slice()),
        None => Cow::Owned(found.unpacked(&Limits::default()).unwrap_or_default()),
    };
    let format = Format::detect(&bytes);
    match format {
        Format::Fit | Format::Gpx | Format::Tcx => {
            writeln!(out, "{}", paint(STRONG, name))?;
            if format == Format::Fit {
                fit::inspect(out, &bytes, contents.as_ref().ok(), all)?;
            } else {
                xml::inspect(out, &bytes, format, contents.as_ref().ok())?;
            }
            writeln!(out)?;
        }
        _ => {
            if let Ok(Some(remark)) = contents.as_ref().map(|contents| &contents.remark) {
                writeln!(out, "{name}: {remark}")?;
            }
        }
    }
    let is_whole = |contents: &FileContents| !contents.activities.iter().any(Activity::is_partial);
    Ok(contents.as_ref().is_ok_and(is_whole))
}
