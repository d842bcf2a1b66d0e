//! Phrases that messages, pages and tables share.

/// The name most like `given`; [`None`] where none is at all.
pub fn nearest<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// What clap asks of the names of options that it suggests.
    const ALIKE: f64 = 0.7;
    let given = given.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro(&given, &name.to_lowercase()), name))
        .filter(|&(alike, _)| alike > ALIKE)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, name)| name)
}

/// The hint of a message: `; did you mean fljuga?`, or nothing.
#[must_use]
pub fn did_you_mean(name: Option<&str>) -> String {
    name.map(|name| format!("; did you mean {name}?")).unwrap_or_default()
}

/// Milliseconds as `m:ss`, or `h:mm:ss` from an hour.
///
/// ```
/// assert_eq!(recoup_analysis::wording::clock(61_000), "1:01");
/// assert_eq!(recoup_analysis::wording::clock(3_600_000), "1:00:00");
/// ```
#[must_use]
pub fn clock(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// A number with its noun, of one or several.
///
/// ```
/// use recoup_analysis::wording::counted;
/// assert_eq!((counted(1, "run"), counted(2, "run")), ("1 run".to_owned(), "2 runs".to_owned()));
/// ```
#[must_use]
pub fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
