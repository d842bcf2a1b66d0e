//! Summary of the values of a field or element.

/// Maximum number of distinct texts.
const TEXTS: usize = 4;

/// Summary of the values of one field or element in a file.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Values {
    /// Smallest and largest number.
    pub numbers: Option<(f64, f64)>,
    /// Earliest and latest time in milliseconds since the Unix epoch. Local times are treated as
    /// UTC.
    pub times_ms: Option<(i64, i64)>,
    /// First distinct texts.
    pub texts: Vec<String>,
    /// Whether there are more distinct texts.
    pub has_more_texts: bool,
}

impl Values {
    pub(super) fn take_number(&mut self, number: f64) {
        let (least, greatest) = self.numbers.unwrap_or((number, number));
        self.numbers = Some((least.min(number), greatest.max(number)));
    }

    pub(super) fn take_time(&mut self, ms: i64) {
        let (first, last) = self.times_ms.unwrap_or((ms, ms));
        self.times_ms = Some((first.min(ms), last.max(ms)));
    }

    pub(super) fn take_text(&mut self, text: String) {
        let is_new = !self.texts.contains(&text);
        if is_new && self.texts.len() < TEXTS {
            self.texts.push(text);
        } else {
            self.has_more_texts |= is_new;
        }
    }
}

/// Formats a number with at most `decimals` decimals.
pub(super) fn shown_number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
