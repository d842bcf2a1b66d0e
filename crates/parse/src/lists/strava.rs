//! `activities.csv`, the list of activities in Strava's bulk export.
//!
//! An exported file contains only data of the watch. Only this list contains the athlete's later
//! edits: the name, the sport, the marks of races and recovery runs, and the perceived exertion.
//!
//! The header is in the language of the account and has grown from 10 to 104 columns over the
//! years. In every known version a row begins with number, date, name and type of the activity and
//! names its file as `activities/…`. Rows are recognized by these values, so they are read in every
//! language. Columns of flags are recognized by their headers, in the languages whose headers are
//! known.

use super::entry::ExportEntry;
use crate::error::{Error, ErrorKind};
use crate::formats::xml::{decode, tidy};
use crate::sport;
use csv::StringRecord;
use quick_xml::escape::unescape;
use recoup_model::{Activity, Tag};
use std::borrow::Cow;
use std::collections::HashMap;

/// Indices of the columns with the activity's number, name and type. Every version has the same.
const NUMBER: usize = 0;
const NAME: usize = 2;
const TYPE: usize = 3;
/// First column that can name the file.
const FILE_FROM: usize = 4;

/// Headers of the perceived exertion (1-10) in English, German and Dutch.
const EXERTION: &[&str] = &["perceived exertion", "gefühlte anstrengung", "ervaren inspanning"];

/// Headers of the flags in English, German, French and Dutch, as far as they are known.
const FLAGS: [(Tag, &[&str]); 4] = [
    (Tag::Recovery, &["recovery", "regeneration"]),
    (Tag::Race, &["competition", "wettbewerb"]),
    (Tag::LongRun, &["long run", "langer lauf"]),
    (Tag::Commute, &["commute", "pendeln", "déplacement-transport", "forenzenrit"]),
];

/// Strava's list of activities, by file name.
///
/// ```
/// use recoup_model::{Activity, FileFormat, Sport, Tag};
/// use recoup_parse::ExportIndex;
///
/// let list = "Activity ID,Activity Date,Activity Name,Activity Type,Filename,Recovery\n\
///             17,\"Mar 2, 2026, 5:30:12 AM\",Along the river,Run,activities/18.gpx.gz,1.0\n";
/// let index = ExportIndex::from_csv(list.as_bytes())?;
/// let mut run = Activity::new(FileFormat::Gpx);
/// run.labels.title = Some("Morning Run".to_owned());
/// index.get("activities/18.gpx.gz")[0].apply(&mut run, "activities.csv");
/// assert_eq!(run.labels.names().collect::<Vec<_>>(), ["Along the river", "Morning Run"]);
/// assert_eq!((run.sport, run.labels.tags), (Sport::Running, vec![Tag::Recovery]));
/// # Ok::<(), recoup_parse::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ExportIndex {
    entries: HashMap<String, Vec<ExportEntry>>,
    unread_rows: usize,
}

impl ExportIndex {
    /// Reads a list.
    ///
    /// Rows without a file (activities entered by hand) are skipped. A row with too many fields is
    /// read if a known type follows the name, because the name then contains commas without quotes.
    /// Other rows whose number of fields differs from the header's are skipped, and
    /// [`ExportIndex::unread_rows`] counts them. If two columns have the same header, the first one
    /// is read.
    ///
    /// # Errors
    ///
    /// Fails if no row names a file of an export, because the CSV is then not Strava's list.
    pub fn from_csv(bytes: &[u8]) -> Result<Self, Error> {
        let text = decode(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|_| other_csv())?;
        let (columns, fields) = (HeaderColumns::of(headers), headers.len());
        let mut index = Self { entries: HashMap::new(), unread_rows: 0 };
        let mut row = StringRecord::new();
        loop {
            match reader.read_record(&mut row) {
                Ok(false) => break,
                Ok(true) => match with_whole_name(&row, fields) {
                    Some(row) => {
                        if let Some(file) = file_of(&row) {
                            let entries = index.entries.entry(file.to_owned()).or_default();
                            entries.push(columns.entry(&row));
                        }
                    }
                    None => index.unread_rows = index.unread_rows.saturating_add(1),
                },
                Err(_) => index.unread_rows = index.unread_rows.saturating_add(1),
            }
        }
        if index.entries.is_empty() { Err(other_csv()) } else { Ok(index) }
    }

    /// Returns the entries of a file.
    ///
    /// `file_name` is the path below the folder of the list, with `/` between the parts. A missing
    /// or additional `.gz` makes no difference, because many people decompress their export.
    ///
    /// A file with several sports has one entry for each.
    #[must_use]
    pub fn get(&self, file_name: &str) -> &[ExportEntry] {
        let other = || match file_name.strip_suffix(".gz") {
            Some(unpacked) => self.entries.get(unpacked),
            None => self.entries.get(&format!("{file_name}.gz")),
        };
        self.entries.get(file_name).or_else(other).map_or(&[], Vec::as_slice)
    }

    /// Adds the entries of a file to its activities. Returns whether the list names the file. `list`
    /// is the file name of the list, which reasons name.
    ///
    /// If the file has several activities, each activity gets the entry of its own sport.
    pub fn apply(&self, file_name: &str, activities: &mut [Activity], list: &str) -> bool {
        let entries = self.get(file_name);
        match activities {
            [activity] => {
                if let Some(entry) = entries.first() {
                    entry.apply(activity, list);
                }
            }
            several => {
                for activity in several {
                    let is_its =
                        |entry: &&ExportEntry| entry.sport.as_ref() == Some(&activity.sport);
                    if let Some(entry) = entries.iter().find(is_its) {
                        entry.apply(activity, list);
                    }
                }
            }
        }
        !entries.is_empty()
    }

    /// Returns the number of files in the list.
    #[must_use]
    pub fn files(&self) -> usize {
        self.entries.len()
    }

    /// Returns the number of rows that could not be read.
    #[must_use]
    pub fn unread_rows(&self) -> usize {
        self.unread_rows
    }
}

fn other_csv() -> Error {
    Error::new(ErrorKind::Malformed, "not a Strava activities.csv: no column with file names")
}

/// Returns a row of `fields` fields. If the commas of the name are not quoted, the parts of the
/// name are joined. Returns [`None`] if the row is too short, or if no known type follows the
/// joined name.
fn with_whole_name(row: &StringRecord, fields: usize) -> Option<Cow<'_, StringRecord>> {
    let more = row.len().checked_sub(fields)?;
    if more == 0 {
        return Some(Cow::Borrowed(row));
    }
    let name_end = NAME.checked_add(more)?;
    sport::of_type(row.get(name_end.checked_add(1)?)?)?;
    let name: Vec<&str> = row.iter().skip(NAME).take(more.checked_add(1)?).collect();
    let name = name.join(",");
    let before = row.iter().take(NAME);
    let after = row.iter().skip(name_end.checked_add(1)?);
    Some(Cow::Owned(before.chain([name.as_str()]).chain(after).collect()))
}

/// Returns the file that a row names.
fn file_of(row: &StringRecord) -> Option<&str> {
    const ENDINGS: [&str; 3] = [".fit", ".gpx", ".tcx"];
    let is_file = |field: &&str| {
        let name = field.strip_suffix(".gz").unwrap_or(field);
        name.starts_with("activities/") && ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    row.get(NUMBER)?.parse::<u64>().ok()?;
    row.iter().skip(FILE_FROM).find(is_file)
}

/// Columns that are found by their headers.
struct HeaderColumns {
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
            exertion: column(EXERTION),
            flags: FLAGS.iter().filter_map(|(tag, known)| Some((*tag, column(known)?))).collect(),
        }
    }

    fn entry(&self, row: &StringRecord) -> ExportEntry {
        let text = |column| row.get(column).and_then(plain);
        let number = |column| row.get(column)?.trim().parse::<f64>().ok();
        // Older columns hold `true`, newer ones `1.0`.
        let is_set = |column| {
            let is_true = |field: &str| field.trim().eq_ignore_ascii_case("true");
            row.get(column).is_some_and(is_true) || number(column).is_some_and(|flag| flag > 0.0)
        };
        let activity_type = text(TYPE);
        let sport = activity_type.as_deref().and_then(sport::of_type);
        ExportEntry {
            name: text(NAME),
            sub_sport: sport.as_ref().and_then(|(_, sub_sport)| sub_sport.map(str::to_owned)),
            sport: sport.map(|(sport, _)| sport),
            activity_type,
            tags: self.flags.iter().filter(|flag| is_set(flag.1)).map(|flag| flag.0).collect(),
            rpe: self.exertion.and_then(number).filter(|rpe| (1.0..=10.0).contains(rpe)),
            feel: None,
        }
    }
}

/// Returns a field as plain text on one line, without HTML tags and with entities decoded.
fn plain(field: &str) -> Option<String> {
    /// Maximum length of a field with its tags. Reports show less of any name.
    const FIELD_BYTES: usize = 4096;
    let field = &field[..field.floor_char_boundary(FIELD_BYTES)];
    tidy(&without_entities(&without_tags(field)))
}

/// Replaces each tag by a blank.
fn without_tags(text: &str) -> String {
    /// Maximum length of a tag. Strava's own tags around untranslated headers have 150 bytes.
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
            Some(end) if is_tag => (' ', end.saturating_add(1)),
            _ => ('<', 1),
        };
        plain.push(shown);
        rest = &rest[len..];
    }
    plain + rest
}

/// Decodes entities. Text that only looks like an entity stays unchanged.
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
            // Text about tags, escaped twice.
            ("&lt;b&gt;", Some("<b>")),
            // Text that only looks like HTML.
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
