//! `recoup inspect`: shows the contents of a file, and whether a second reader agrees.

mod fit;
mod sections;
mod values;
mod xml;

use crate::args::InspectArgs;
use crate::exit::Done;
use crate::input::{Input, found_by_name, print_not_located};
use crate::output::style::{STRONG, paint};
use crate::output::{messages, terminal};
use recoup::{Activity, Error, FileContents, Format, FoundFile, Limits, Locator};
use std::io::{self, Write};
use std::path::Path;
use values::plain;

pub(crate) fn run(args: &InspectArgs) -> anyhow::Result<Done> {
    let input = Input::of_files(&args.files, None)?;
    let reading = input.reading();
    let mut locator = Locator::new(&reading);
    let mut out = terminal::stdout();
    let mut is_clean = true;
    for path in &args.files {
        let path = found_by_name(path, &locator).path;
        is_clean &= inspect_all(&mut out, &path, &mut locator, args)?;
    }
    out.flush()?;
    Ok(if is_clean { Done::Clean } else { Done::WithTrouble })
}

/// Shows the file that a path names. For an archive, shows the members that hold an activity or are
/// broken. If there are none, shows all members.
///
/// Returns `false` if any file was unreadable or partial.
fn inspect_all(
    out: &mut impl Write,
    path: &Path,
    locator: &mut Locator<'_>,
    args: &InspectArgs,
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
            is_clean &= inspect(out, &file, args)?;
        }
    }
    if others.len() == number {
        for file in &others {
            is_clean &= inspect(out, file, args)?;
        }
    }
    Ok(is_clean)
}

/// A file that was read once, for both readers.
struct Inspected {
    found: FoundFile,
    contents: Result<FileContents, Error>,
    /// All bytes, unpacked; [`None`] if they cannot be read.
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
        let contents = loaded.contents(&limits);
        let is_whole = loaded.bytes().is_some();
        let bytes = loaded.into_unpacked(&limits).ok().flatten();
        // The bytes of a file without an activity are shown, too.
        let bytes = match bytes {
            None if !is_whole && contents.is_ok() => found.unpacked(&limits).ok(),
            bytes => bytes,
        };
        Self { found, contents, bytes }
    }
}

/// Page of a file with a limited number of lines.
struct Page<'a, W> {
    out: &'a mut W,
    most: usize,
    lines: usize,
}

impl<'a, W: Write> Page<'a, W> {
    fn new(out: &'a mut W, most: usize) -> Self {
        Self { out, most, lines: 0 }
    }

    /// Ends the page, and writes the number of lines that were left out.
    fn finish(self) -> io::Result<()> {
        if let Some(more @ 1..) = self.lines.checked_sub(self.most) {
            let most = self.most;
            writeln!(self.out, "  {more} more lines, over the limit of {most} (inspect_lines)")?;
        }
        writeln!(self.out)
    }
}

impl<W: Write> Write for Page<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            if self.lines < self.most {
                self.out.write_all(line)?;
            }
            self.lines += usize::from(line.ends_with(b"\n"));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Shows one file. Returns `false` if it was unreadable or partial.
fn inspect(out: &mut impl Write, file: &Inspected, args: &InspectArgs) -> io::Result<bool> {
    let Inspected { found, contents, bytes } = file;
    let name = &found.name;
    if let Err(error) = contents {
        messages::error(format!("{name}: {error}"));
    }
    let bytes = bytes.as_deref().unwrap_or_default();
    let format = Format::detect(bytes);
    match format {
        Format::Fit | Format::Gpx | Format::Tcx => {
            writeln!(out, "{}", paint(STRONG, &plain(name)))?;
            let mut page = Page::new(out, Limits::default().inspect_lines);
            if format == Format::Fit {
                fit::inspect(&mut page, bytes, contents.as_ref().ok(), args)?;
            } else {
                xml::inspect(&mut page, bytes, format, contents.as_ref().ok(), args)?;
            }
            page.finish()?;
        }
        _ => {
            if let Ok(Some(remark)) = contents.as_ref().map(|contents| &contents.remark) {
                writeln!(out, "{}: {}", plain(name), plain(remark))?;
            }
        }
    }
    let is_whole = |contents: &FileContents| !contents.activities.iter().any(Activity::is_partial);
    Ok(contents.as_ref().is_ok_and(is_whole))
}
