//! `activities.csv`, the list that Strava's bulk export has of its files.
//!
//! A file of the export says what the watch knew. What the athlete made of it afterwards, the name,
//! the sport, the mark of a race or a recovery run, the effort felt, is in this list alone.
//!
//! The header is in the language of the account, and has grown from 10 to 104 columns over the
//! years. In each that is known a row begins with the number, date, name and type of the activity,
//! and names its file as `activities/…`, so rows are known by that in every language. Flags are
//! known by their headers, in the languages in which those are known for certain.

use crate::bytes::file::OpenFile;
use crate::error::{Error, ErrorKind};
use crate::formats::xml::{decode, tidy};
use crate::limits::Limits;
use crate::sport::{self, is_unspecific};
use csv::StringRecord;
use quick_xml::escape::unescape;
use recoup_model::{Activity, Sport, SportBasis, Tag};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;

/// Bytes of one list. That of twenty years has ten megabytes.
const LIST_BYTES: u64 = 64 << 20;

/// Where every row has the activity's number, name and type, …
const NUMBER: usize = 0;
const NAME: usize = 2;
const TYPE: usize = 3;
/// … and the column before which none names a file.
const FILE_FROM: usize = 4;

/// The first header of an English list, now and until 2019.
const ENGLISH: &[&str] = &["activity id", "id"];

/// Headers of the effort felt, 1-10, in English, German and Dutch.
const EXERTION: &[&str] = &["perceived exertion", "gefühlte anstrengung", "ervaren inspanning"];

/// Headers of the flags, in English, German, French and Dutch as far as they are known.
const FLAGS: [(Tag, &[&str]); 4] = [
    (Tag::Recovery, &["recovery", "regeneration"]),
    (Tag::Race, &["competition", "wettbewerb"]),
    (Tag::LongRun, &["long run", "langer lauf"]),
    (Tag::Commute, &["commute", "pendeln", "déplacement-transport", "forenzenrit"]),
];

/// What a list says of the export's files.
///
/// ```
/// use recoup_model::{Activity, FileFormat, Sport, Tag};
/// use recoup_parse::ExportIndex;
///
/// let list = "Activity ID,Activity Date,Activity Name,Activity Type,Filename,Recovery\n\
///             17,\"Mar 2, 2026, 5:30:12 AM\",Along the river,Run,activities/18.gpx.gz,1.0\n";
/// let index = ExportIndex::from_csv(list.as_bytes())?;
/// let mut run = Activity::new(FileFormat::Gpx);
/// run.title = Some("Morning Run".to_owned());
/// index.get("activities/18.gpx.gz")[0].apply(&mut run);
/// assert_eq!(run.names().collect::<Vec<_>>(), ["Along the river", "Morning Run"]);
/// assert_eq!((run.sport, run.tags), (Sport::Running, vec![Tag::Recovery]));
/// # Ok::<(), recoup_parse::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExportIndex {
    entries: HashMap<String, Vec<ExportEntry>>,
    unread_rows: usize,
}

/// What a list says of one file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExportEntry {
    /// The activity's name as plain text.
    pub name: Option<String>,
    /// The activity's type in the words of the list.
    pub activity_type: Option<String>,
    /// The sport that the type names, where that is known.
    pub sport: Option<Sport>,
    /// The sub-sport that the type names, in FIT's spelling.
    pub sub_sport: Option<String>,
    /// The flags that are set.
    pub tags: Vec<Tag>,
    /// Rating of perceived exertion, 1-10.
    pub rpe: Option<f64>,
}

impl ExportIndex {
    /// Reads a list from a file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is larger than 64 MiB or than [`Limits::input_bytes`], or is no
    /// such list.
    pub fn read_file(path: &Path, limits: &Limits) -> Result<Self, Error> {
        Self::from_csv(&OpenFile::open(path)?.read(&Self::limits(limits))?)
    }

    /// The limits for reading a list.
    pub(crate) fn limits(limits: &Limits) -> Limits {
        Limits { input_bytes: limits.input_bytes.min(LIST_BYTES), ..*limits }
    }

    /// Reads a list.
    ///
    /// Rows without a file (activities entered by hand) are passed over, and so are those whose
    /// fields do not fit the header's, which [`ExportIndex::unread_rows`] counts. Of two columns of
    /// one name the first counts.
    ///
    /// # Errors
    ///
    /// If no row names a file of an export: it is some other CSV.
    pub fn from_csv(bytes: &[u8]) -> Result<Self, Error> {
        let text = decode(bytes);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().map(HeaderColumns::of).map_err(|_| other_csv())?;
        let mut index = Self { entries: HashMap::new(), unread_rows: 0 };
        let mut row = StringRecord::new();
        loop {
            match reader.read_record(&mut row) {
                Ok(false) => break,
                Ok(true) => {
                    if let Some(file) = file_of(&row) {
                        let entries = index.entries.entry(file.to_owned()).or_default();
                        entries.push(columns.entry(&row));
                    }
                }
                Err(_) => index.unread_rows += 1,
            }
        }
        if index.entries.is_empty() { Err(other_csv()) } else { Ok(index) }
    }

    /// What it says of a file, by the name that it has in the list: its path below the folder of
    /// the list, with `/` between the parts. Whether the file is compressed makes no difference,
    /// since many people unpack their export.
    ///
    /// A file of several sports has a row for each.
    #[must_use]
    pub fn get(&self, file_name: &str) -> &[ExportEntry] {
        let other = || match file_name.strip_suffix(".gz") {
            Some(unpacked) => self.entries.get(unpacked),
            None => self.entries.get(&format!("{file_name}.gz")),
        };
        self.entries.get(file_name).or_else(other).map_or(&[], Vec::as_slice)
    }

    /// Adds to the activities of a file what the list says of it: of a file of several activities,
    /// what it says of one of that sport. Whether it names the file at all is given back.
    pub fn apply(&self, file_name: &str, activities: &mut [Activity]) -> bool {
        let entries = self.get(file_name);
        match activities {
            [activity] => {
                if let Some(entry) = entries.first() {
                    entry.apply(activity);
                }
            }
            several => {
                for activity in several {
                    let is_its =
                        |entry: &&ExportEntry| entry.sport.as_ref() == Some(&activity.sport);
                    if let Some(entry) = entries.iter().find(is_its) {
                        entry.apply(activity);
                    }
                }
            }
        }
        !entries.is_empty()
    }

    /// How many files it names.
    #[must_use]
    pub fn files(&self) -> usize {
        self.entries.len()
    }

    /// How many of its rows could not be read.
    #[must_use]
    pub fn unread_rows(&self) -> usize {
        self.unread_rows
    }
}

impl ExportEntry {
    /// Adds to an activity of the file what the list says of it.
    ///
    /// The name becomes the title, since the athlete has seen it last; the file's own stays among
    /// the names. What the watch measured or was told goes before the list: the effort felt, and
    /// the sport, unless the file does not say it or only that it is another one.
    pub fn apply(&self, activity: &mut Activity) {
        if let Some(name) = &self.name {
            activity.retitle(name.clone());
        }
        for tag in &self.tags {
            if !activity.tags.contains(tag) {
                activity.tags.push(*tag);
            }
        }
        activity.rpe = activity.rpe.or(self.rpe);
        let Some(sport) = &self.sport else { return };
        if activity.sport_basis != SportBasis::File || is_unspecific(&activity.sport) {
            activity.sub_sport = activity.sub_sport.take().filter(|_| activity.sport == *sport);
            activity.sport = sport.clone();
            activity.sport_basis = SportBasis::Export;
        }
        if activity.sport == *sport
            && let Some(sub_sport) = &self.sub_sport
        {
            let own = activity.sub_sport.take().filter(|own| own != "generic");
            activity.sub_sport = own.or_else(|| Some(sub_sport.clone()));
        }
    }
}

fn other_csv() -> Error {
    Error::new(ErrorKind::Malformed, "it names no file of an export")
}

/// The file that a row names.
fn file_of(row: &StringRecord) -> Option<&str> {
    const ENDINGS: [&str; 3] = [".fit", ".gpx", ".tcx"];
    let is_file = |field: &&str| {
        let name = field.strip_suffix(".gz").unwrap_or(field);
        name.starts_with("activities/") && ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    row.get(NUMBER)?.parse::<u64>().ok()?;
    row.iter().skip(FILE_FROM).find(is_file)
}

/// Where a list has what is known by its header.
struct HeaderColumns {
    is_english: bool,
    exertion: Option<usize>,
    flags: Vec<(Tag, usize)>,
}

impl HeaderColumns {
    fn of(headers: &StringRecord) -> Self {
        let names: Vec<String> = headers
            .iter()
            .map(|header| plain(header).unwrap_or_default().to_lowercase().replace('\u{2019}', "'"))
            .collect();
        let column = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        Self {
            is_english: column(ENGLISH) == Some(NUMBER),
            exertion: column(EXERTION),
            flags: FLAGS.iter().filter_map(|(tag, known)| Some((*tag, column(known)?))).collect(),
        }
    }

    fn entry(&self, row: &StringRecord) -> ExportEntry {
        let text = |column| row.get(column).and_then(plain);
        let number = |column| row.get(column)?.trim().parse::<f64>().ok();
        // `true` at first, `1.0` in newer columns.
        let is_set = |column| {
            let is_true = |field: &str| field.trim().eq_ignore_ascii_case("true");
            row.get(column).is_some_and(is_true) || number(column).is_some_and(|flag| flag > 0.0)
        };
        let activity_type = text(TYPE);
        let sport = activity_type.as_deref().and_then(|name| self.sport(name));
        ExportEntry {
            name: text(NAME),
            sub_sport: sport.as_ref().and_then(|(_, sub_sport)| sub_sport.map(str::to_owned)),
            sport: sport.map(|(sport, _)| sport),
            activity_type,
            tags: self.flags.iter().filter(|flag| is_set(flag.1)).map(|flag| flag.0).collect(),
            rpe: self.exertion.and_then(number).filter(|rpe| (1.0..=10.0).contains(rpe)),
        }
    }

    /// The sport of a type. A word that is not known is another sport in English only: elsewhere it
    /// may well be running.
    fn sport(&self, name: &str) -> Option<(Sport, Option<&'static str>)> {
        if self.is_english { sport::of_type(name) } else { sport::of_words(name) }
    }
}

/// A field as plain text on one line: without HTML's tags, its entities as characters.
fn plain(field: &str) -> Option<String> {
    /// More than is shown of any name, with its tags.
    const FIELD_BYTES: usize = 4096;
    let field = &field[..field.floor_char_boundary(FIELD_BYTES)];
    tidy(&without_entities(&without_tags(field)))
}

/// The text with a blank in the place of each tag.
fn without_tags(text: &str) -> String {
    /// Strava's own, around headers without a translation, have 150.
    const TAG_BYTES: usize = 256;
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let inside = rest[1..].trim_start_matches('/');
        let is_tag = inside.starts_with(|letter: char| letter.is_ascii_alphabetic());
        let end = rest.bytes().take(TAG_BYTES).position(|byte| byte == b'>');
        let (shown, len) = match end {
            Some(end) if is_tag => (' ', end + 1),
            _ => ('<', 1),
        };
        plain.push(shown);
        rest = &rest[len..];
    }
    plain + rest
}

/// The text with the characters that entities stand for; what is none stays as it is.
fn without_entities(text: &str) -> String {
    const ENTITY_BYTES: usize = 10;
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.bytes().take(ENTITY_BYTES).position(|byte| byte == b';').unwrap_or(0);
        let entity = &rest[..=end];
        plain.push_str(unescape(entity).as_deref().unwrap_or(entity));
        rest = &rest[entity.len()..];
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn html_to_plain_text() {
        let cases = [
            ("Morning Run", Some("Morning Run")),
            ("  two \n lines\t", Some("two lines")),
            ("<b>Recovery</b> run<br/>easy", Some("Recovery run easy")),
            ("<span class=\"translation_missing\" title=\"a.b.type\">Type</span>", Some("Type")),
            ("Tom &amp; Jerry &#39;s 5 &lt; 10 &#x1F3C3;", Some("Tom & Jerry 's 5 < 10 🏃")),
            // Escaped once more than needed, it is a text about tags.
            ("&lt;b&gt;", Some("<b>")),
            // What only looks like HTML.
            ("I <3 hills, 4 < 5 & 5 > 4", Some("I <3 hills, 4 < 5 & 5 > 4")),
            ("R&D; Q&A &unknown; &", Some("R&D; Q&A &unknown; &")),
            ("<", Some("<")),
            ("a <b", Some("a <b")),
            ("<é>&é;", Some("<é>&é;")),
            ("", None),
            (" <br> ", None),
        ];
        for (html, expected) in cases {
            assert_eq!(plain(html).as_deref(), expected, "{html:?}");
        }
    }
}
