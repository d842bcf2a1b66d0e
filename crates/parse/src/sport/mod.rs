//! Sport of a recording whose format has no certain field for it.
//!
//! GPX has one free-text field for the sport, which most exporters leave empty. TCX distinguishes
//! only running, cycling and other sports. A FIT file can be cut before its session. The field
//! decides first, then words in the titles, then the speeds. The activity holds the basis of the
//! decision, so that a report can show it.

mod speed;
mod vocabulary;
mod words;

pub(crate) use words::{of_type, of_words};

use recoup_model::{Samples, Sport, SportBasis};
use speed::of_speed;

/// Name of a sport that is not among the sports of the format. A title may be more specific.
const OTHER: &str = "other";

/// Words in a file that describe the recording.
#[derive(Debug, Default)]
pub(crate) struct Words<'a> {
    /// `trk/type` or `Activity/@Sport`.
    pub(crate) kind: Option<&'a str>,
    /// Names and descriptions of the track and the file, the most reliable first.
    pub(crate) titles: Vec<&'a str>,
    /// Program that wrote the file. Some programs record only one sport.
    pub(crate) creator: Option<&'a str>,
}

/// Decides the sport and, if the words name it, the sub-sport in FIT's spelling.
pub(crate) fn decide(
    words: &Words<'_>,
    samples: &Samples,
) -> (Sport, Option<&'static str>, SportBasis) {
    let stated = words.kind.and_then(of_type);
    let is_other = stated.as_ref().is_some_and(|(sport, _)| is_unspecific(sport));
    if stated.is_none() || is_other {
        let creator = words.creator.filter(|_| !is_other);
        for text in words.titles.iter().copied().chain(creator) {
            if let Some((sport, sub_sport)) = of_words(text) {
                return (sport, sub_sport, SportBasis::Title);
            }
        }
    }
    if let Some((sport, sub_sport)) = stated {
        return (sport, sub_sport, SportBasis::File);
    }
    match (of_speed(samples), words.kind) {
        (Some(sport), _) => (sport, None, SportBasis::Speed),
        // The unknown word is the only name of the sport.
        (None, Some(kind)) if names_a_sport(kind) => {
            (Sport::from_name(&kind.to_lowercase()), None, SportBasis::File)
        }
        _ => (Sport::Unknown, None, SportBasis::Nothing),
    }
}

/// Whether a type is a word that does not mean "no type".
fn names_a_sport(kind: &str) -> bool {
    const NO_TYPES: [&str; 7] =
        ["unknown", "uncategorized", "unspecified", "none", "default", "activity", "track"];
    let is_none = NO_TYPES.iter().any(|none| kind.trim().eq_ignore_ascii_case(none));
    kind.chars().any(char::is_alphabetic) && !is_none
}

/// Whether a sport only means "not among the sports of the format".
pub(crate) fn is_unspecific(sport: &Sport) -> bool {
    matches!(sport, Sport::Other(name) if [OTHER, "generic", "workout"].contains(&name.as_str()))
}

/// Whether a sub-sport of FIT belongs to running.
pub(crate) fn is_of_running(sub_sport: &str) -> bool {
    matches!(sub_sport, "treadmill" | "street" | "trail" | "track" | "indoor_running" | "ultra")
}

#[cfg(test)]
mod tests {
    use super::speed::at_speeds;
    use super::{Words, decide};
    use recoup_model::{Samples, Sport, SportBasis};

    #[test]
    fn the_file_is_asked_first_then_the_title_then_the_speed() {
        let slow = at_speeds(&[1.4; 300], None);
        let mut words = Words {
            kind: Some("running"),
            titles: vec!["Morning Ride"],
            creator: Some("Nike Run Club"),
        };
        assert_eq!(decide(&words, &slow), (Sport::Running, None, SportBasis::File));
        words.kind = Some("other");
        assert_eq!(decide(&words, &slow), (Sport::Cycling, None, SportBasis::Title));
        words.titles = vec!["Lunch outside"];
        let other = (Sport::Other("other".into()), None, SportBasis::File);
        assert_eq!(decide(&words, &slow), other);
        words.titles = vec!["Morning Ride"];
        words.kind = None;
        assert_eq!(decide(&words, &slow), (Sport::Cycling, None, SportBasis::Title));
        words.titles.clear();
        assert_eq!(decide(&words, &slow), (Sport::Running, None, SportBasis::Title));
        words.creator = None;
        assert_eq!(decide(&words, &slow), (Sport::Walking, None, SportBasis::Speed));
        let nothing = (Sport::Unknown, None, SportBasis::Nothing);
        assert_eq!(decide(&words, &Samples::default()), nothing);
    }
}
