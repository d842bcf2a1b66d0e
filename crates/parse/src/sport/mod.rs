//! Which sport a recording is of, where no field of its format says so.
//!
//! GPX has one free-text field for it, which most exporters leave out, TCX tells running and cycling
//! from the rest, and a FIT file can be cut before its session. What can be said comes from that
//! field, else from words in the name that the athlete or the service gave, else from the speeds;
//! the activity says which, so that a report can.

mod speed;
mod words;

pub(crate) use words::{of_type, of_words};

use recoup_model::{Samples, Sport, SportBasis};
use speed::of_speed;

/// A sport of which a file says that it is none of those it knows; a title may know it.
const OTHER: &str = "other";

/// What a file says about a recording in words.
#[derive(Debug, Default)]
pub(crate) struct Words<'a> {
    /// `trk/type` or `Activity/@Sport`.
    pub(crate) kind: Option<&'a str>,
    /// Names and descriptions of the track and the file, the telling ones first.
    pub(crate) titles: Vec<&'a str>,
    /// The program that wrote the file; some are for one sport alone.
    pub(crate) creator: Option<&'a str>,
}

/// The sport and, where the words tell it, the sub-sport in FIT's spelling.
pub(crate) fn decide(
    words: &Words<'_>,
    samples: &Samples,
) -> (Sport, Option<&'static str>, SportBasis) {
    let stated = words.kind.and_then(of_type);
    let is_other = matches!(&stated, Some((Sport::Other(name), _)) if name == OTHER);
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
    match of_speed(samples) {
        Some(sport) => (sport, None, SportBasis::Speed),
        None => (Sport::Unknown, None, SportBasis::Nothing),
    }
}

/// Whether a sport says no more than that it is none of those that a format knows.
pub(crate) fn is_unspecific(sport: &Sport) -> bool {
    matches!(sport, Sport::Other(name) if name == OTHER || name == "generic")
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
