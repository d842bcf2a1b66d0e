//! What the values of a field or element come to.

/// How many distinct texts are kept.
const TEXTS: usize = 4;

/// What the values of one field or element come to, over a whole file.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Values {
    /// Least and greatest of the numbers.
    pub numbers: Option<(f64, f64)>,
    /// Earliest and latest of the times, milliseconds since the Unix epoch; local times as though
    /// the clock that showed them had been on UTC.
    pub times_ms: Option<(i64, i64)>,
    /// The first of the distinct texts.
    pub texts: Vec<String>,
    /// Whether there are more of those.
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

/// A number with so many decimals at most.
pub(super) fn shown_number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
