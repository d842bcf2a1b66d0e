//! Members of archives as found files.

use super::archive::list;
use super::archive::listing::Listing;
use super::archive::member::{Archive, Origin};
use super::archive::open_archives::OpenArchives;
use super::found::{Content, FoundFile};
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::limits::Limits;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

/// File name extensions of ZIP-based formats that are not exports.
const DOCUMENTS: [&str; 12] =
    ["apk", "docx", "epub", "jar", "kmz", "numbers", "odp", "ods", "odt", "pages", "pptx", "xlsx"];

/// Lists archives and keeps the most recently used ones open.
///
/// ```
/// use recoup_parse::{Archives, FoundFile, Limits};
/// # use std::io::Write;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("export.zip");
/// # let mut zip = zip::ZipWriter::new(std::fs::File::create(&path)?);
/// # zip.start_file("activities/1.gpx", zip::write::SimpleFileOptions::default())?;
/// # zip.write_all(b"<gpx version='1.1'><trk><type>running</type><trkseg>
/// #     <trkpt lat='59.9' lon='10.7'><time>2026-03-02T06:00:00Z</time></trkpt>
/// #   </trkseg></trk></gpx>")?;
/// # zip.finish()?;
/// let (archives, limits) = (Archives::default(), Limits::default());
/// let found = FoundFile::new(&path, "export.zip");
/// let listing = archives.list(&found, &limits)?.expect("it is an archive");
/// let members = archives.members(&found, &listing);
/// assert_eq!(members[0].name, "export.zip!/activities/1.gpx");
/// assert_eq!(members[0].read(&limits)?.activities.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Archives {
    opened: Arc<OpenArchives>,
}

impl Archives {
    /// Lists the members of an archive. Returns [`None`] if the file is not an archive.
    ///
    /// # Errors
    ///
    /// Fails if the archive cannot be read, or exceeds the limits. The limits apply to the archive
    /// and all nested archives together.
    pub fn list(&self, found: &FoundFile, limits: &Limits) -> Result<Option<Listing>, Error> {
        if found.error.is_some() || found.aside.is_some() {
            return Ok(None);
        }
        let extension = Path::new(&found.name).extension().map(OsStr::to_ascii_lowercase);
        if DOCUMENTS.iter().any(|end| extension.as_ref().is_some_and(|own| own == end)) {
            return Ok(None);
        }
        let archive = self.archive(found);
        let has_zip_extension = extension.is_some_and(|own| own == "zip");
        list::list(&archive, has_zip_extension, found.name.len(), limits)
    }

    /// Returns the members of an archive in the order of its directory. The members of a nested
    /// archive follow the entry of that archive.
    #[must_use]
    pub fn members(&self, found: &FoundFile, listing: &Listing) -> Vec<FoundFile> {
        let mut members = Vec::new();
        add_members(&self.archive(found), found, listing, &mut members);
        members
    }

    fn archive(&self, found: &FoundFile) -> Arc<Archive> {
        let origin = match &found.content {
            Content::File => Origin::File(found.path.clone()),
            Content::Bytes(bytes) => Origin::Bytes(Arc::clone(bytes)),
            Content::Source(source) => Origin::Source(Arc::clone(source)),
            Content::Member(member) => Origin::Member(member.clone()),
        };
        Archive::new(origin, &self.opened)
    }
}

/// Appends the members of an archive. The members of a nested archive follow its entry.
fn add_members(
    archive: &Arc<Archive>,
    found: &FoundFile,
    listing: &Listing,
    members: &mut Vec<FoundFile>,
) {
    for (member, inner) in list::members(archive, listing) {
        let flaw = member.flaw().map(|flaw| {
            let format = if member.has_zip_extension() { Format::Zip } else { Format::Other };
            Error::new(ErrorKind::Unsupported, flaw).in_format(format)
        });
        let mut inside = FoundFile::member(found, member);
        if let Some((archive, inner)) = inner {
            inside.set_listed(inner);
            let at = members.len();
            add_members(&archive, &inside, inner, members);
            members.insert(at, inside);
        } else {
            inside.error = flaw;
            members.push(inside);
        }
    }
}
