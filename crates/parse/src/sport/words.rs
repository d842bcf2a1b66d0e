//! Detection of the sport from words.

use super::vocabulary::{SPORTS, Vocabulary};
use recoup_model::Sport;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the sport that a `type` element names. Returns [`None`] for an unknown word or number.
pub(crate) fn of_type(text: &str) -> Option<(Sport, Option<&'static str>)> {
    let name = words(text).join("_");
    let known = match name.as_str() {
        "treadmill" | "treadmill_running" | "treadmill_run" => (Sport::Running, Some("treadmill")),
        "indoor_running" | "indoor_run" => (Sport::Running, Some("indoor_running")),
        "trail" | "trail_running" | "trail_run" | "trailrun" | "trailrunning" | "running_trail" => {
            (Sport::Running, Some("trail"))
        }
        "street_running" | "road_running" | "running_road" => (Sport::Running, Some("street")),
        "track_running" => (Sport::Running, Some("track")),
        "virtual_run" | "virtualrun" | "virtual_running" | "53" => {
            (Sport::Running, Some("virtual_activity"))
        }
        "indoor_walking" => (Sport::Walking, Some("indoor_walking")),
        "mountain_biking" | "mountain_bike" | "mountain_bike_ride" | "mountainbikeride" | "mtb" => {
            (Sport::Cycling, Some("mountain"))
        }
        "road_biking" | "road_cycling" => (Sport::Cycling, Some("road")),
        "indoor_cycling" => (Sport::Cycling, Some("indoor_cycling")),
        "virtual_ride" | "virtualride" | "17" => (Sport::Cycling, Some("virtual_activity")),
        "gravel_cycling" | "gravel_ride" | "gravelride" => (Sport::Cycling, Some("gravel_cycling")),
        "ebikeride" | "ebike" | "18" => (Sport::Cycling, Some("e_bike_fitness")),
        "other" | "generic" | "workout" => (Sport::from_name(&name), None),
        _ => match name.parse() {
            Ok(number) => (Sport::from_name(of_number(number)?), None),
            Err(_) => return of_words(text).or_else(|| of_words(&split_humps(text))),
        },
    };
    Some(known)
}

/// Returns the sport that Strava's GPX files name by a number, in FIT's spelling.
fn of_number(number: u16) -> Option<&'static str> {
    Some(match number {
        1 | 19 | 20 | 51 => "cycling",
        2 => "alpine_skiing",
        3 | 7 | 8 => "cross_country_skiing",
        4 => "hiking",
        5 => "ice_skating",
        6 => "inline_skating",
        9 => "running",
        10 => "walking",
        11 => "workout",
        12 => "snowboarding",
        13 => "snowshoeing",
        14 => "kitesurfing",
        15 => "windsurfing",
        16 => "swimming",
        21 | 22 => "paddling",
        23 => "rowing",
        24 => "stand_up_paddleboarding",
        25 => "surfing",
        26 | 27 | 29..=31 => "training",
        28 => "rock_climbing",
        52 => "wheelchair_push_walk",
        _ => return None,
    })
}

/// Words of all sports, normalized for the search.
struct Index {
    /// Sports by word or phrase.
    words: HashMap<String, &'static str>,
    /// Ends of compound words and their sports, the longest first.
    endings: Vec<(String, &'static str)>,
    /// Words in scripts without blanks and their sports, the longest first.
    unspaced: Vec<(String, &'static str)>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let list = |of: fn(&Vocabulary) -> &'static [&'static str]| {
        let all = SPORTS.iter().flat_map(|known| of(known).iter().map(|word| (word, known.sport)));
        let mut all: Vec<(String, &'static str)> =
            all.map(|(word, sport)| (words(word).join(" "), sport)).collect();
        all.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        all
    };
    Index {
        words: list(|known| known.words).into_iter().collect(),
        endings: list(|known| known.endings),
        unspaced: list(|known| known.unspaced),
    }
});

/// Sports that only count if the text names no other sport.
const BESIDE: [&str; 2] = ["training", "ball_sport"];
/// Maximum number of words in a phrase.
const PHRASE_WORDS: usize = 4;
/// Maximum number of words that are read of a text. A title has a few words.
const TEXT_WORDS: usize = 64;

/// Returns the sport that a text names. A text that names two sports decides nothing.
pub(crate) fn of_words(text: &str) -> Option<(Sport, Option<&'static str>)> {
    let all = words(text);
    let mut found = None;
    let mut rest = all.get(..TEXT_WORDS).unwrap_or(&all);
    while let [first, ..] = rest {
        let longest = rest.len().min(PHRASE_WORDS);
        let phrase = (1..=longest).rev().find_map(|length| {
            let sport = INDEX.words.get(&rest.get(..length)?.join(" "))?;
            Some((length, *sport))
        });
        let (length, sport) = match phrase {
            Some((length, sport)) => (length, Some(sport)),
            None => (1, of_part(first)),
        };
        rest = rest.get(length..).unwrap_or_default();
        match sport {
            // "Run + strength" is a run, because such a second sport does not change the first.
            Some(sport) if BESIDE.contains(&sport) && found.is_some() => {}
            Some(sport) if found.is_some_and(|other| BESIDE.contains(&other)) => {
                found = Some(sport);
            }
            // "Ride to the run club" names two sports, so the speeds decide.
            Some(sport) if found.is_some_and(|other| other != sport) => return None,
            Some(sport) => found = Some(sport),
            None => {}
        }
    }
    let names = |word: &str| all.iter().any(|other| other == word);
    let sport = Sport::from_name(found?);
    let sub_sport = match sport {
        Sport::Running if names("treadmill") => Some("treadmill"),
        Sport::Running if names("trail") => Some("trail"),
        _ => None,
    };
    Some((sport, sub_sport))
}

/// Returns the sport that the end of a compound word names, or a part of a word in a script without
/// blanks.
fn of_part(word: &str) -> Option<&'static str> {
    let ends = INDEX.endings.iter().find(|(ending, _)| word.ends_with(ending.as_str()));
    let part = || INDEX.unspaced.iter().find(|(part, _)| word.contains(part.as_str()));
    ends.or_else(part).map(|(_, sport)| *sport)
}

/// Returns the words of a text in lower case, in one Unicode form.
///
/// Marks without a composed form (Hindi, Thai, Arabic vowels) and joiners are left out, because
/// texts spell them differently.
fn words(text: &str) -> Vec<String> {
    let is_left_out = |c: &char| {
        let is_mark = is_combining_mark(*c) && !c.is_alphanumeric();
        is_mark || matches!(c, '\u{64b}'..='\u{65f}' | '\u{200b}'..='\u{200d}')
    };
    let normal: String = text.nfkc().filter(|c| !is_left_out(c)).collect();
    normal
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Separates the parts of a name in camel case, as in `NordicSki`.
fn split_humps(name: &str) -> String {
    let mut parts = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_uppercase() {
            parts.push(' ');
        }
        parts.push(letter);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{of_type, of_words};
    use recoup_model::Sport;

    #[test]
    fn types() {
        let cases = [
            ("running", Some((Sport::Running, None))),
            ("Run", Some((Sport::Running, None))),
            (" RUNNING ", Some((Sport::Running, None))),
            ("9", Some((Sport::Running, None))),
            ("1", Some((Sport::Cycling, None))),
            ("53", Some((Sport::Running, Some("virtual_activity")))),
            ("4", Some((Sport::Hiking, None))),
            ("7", Some((Sport::Other("cross_country_skiing".into()), None))),
            ("99", None),
            ("trail_running", Some((Sport::Running, Some("trail")))),
            ("Trail Run", Some((Sport::Running, Some("trail")))),
            ("TrailRun", Some((Sport::Running, Some("trail")))),
            ("treadmill_running", Some((Sport::Running, Some("treadmill")))),
            ("VirtualRun", Some((Sport::Running, Some("virtual_activity")))),
            ("Laufen", Some((Sport::Running, None))),
            ("walking", Some((Sport::Walking, None))),
            ("HIKING", Some((Sport::Hiking, None))),
            ("Cycling", Some((Sport::Cycling, None))),
            ("mountain biking", Some((Sport::Cycling, Some("mountain")))),
            ("road_biking", Some((Sport::Cycling, Some("road")))),
            ("open_water_swimming", Some((Sport::Swimming, None))),
            ("NordicSki", Some((Sport::Other("cross_country_skiing".into()), None))),
            ("alpineTour", Some((Sport::Other("cross_country_skiing".into()), None))),
            ("quidditch", None),
            ("Other", Some((Sport::Other("other".into()), None))),
            ("unknown", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(of_type(text), expected, "{text:?}");
        }
    }

    #[test]
    fn words_in_titles() {
        let cases = [
            ("Morning Run", Some(Sport::Running)),
            ("Lunch run!", Some(Sport::Running)),
            ("Oslo Løpetur", Some(Sport::Running)),
            ("Morgenlauf am See", Some(Sport::Running)),
            ("Course à pied le midi", Some(Sport::Running)),
            ("朝のランニング", Some(Sport::Running)),
            ("Afternoon Ride", Some(Sport::Cycling)),
            ("Evening walk", Some(Sport::Walking)),
            ("Wanderung zum Gipfel", Some(Sport::Hiking)),
            ("Laufen (Straßenuntergrund)", Some(Sport::Running)),
            ("chạy theo đường mòn", Some(Sport::Running)),
            ("पगडंडी दौड़", Some(Sport::Running)),
            ("วิ่งผจญภัย", Some(Sport::Running)),
            ("越野跑", Some(Sport::Running)),
            ("đi xe đạp", Some(Sport::Cycling)),
            ("مَشْي", Some(Sport::Walking)),
            ("Run & gym", Some(Sport::Running)),
            ("Strength, then a run", Some(Sport::Running)),
            // A compound is read to its end, and a phrase before its words.
            ("Langlauf in Seefeld", Some(Sport::Other("cross_country_skiing".into()))),
            ("Skilanglauf", Some(Sport::Other("cross_country_skiing".into()))),
            ("běh na lyžích", Some(Sport::Other("cross_country_skiing".into()))),
            ("Rulleskiløp", Some(Sport::Other("cross_country_skiing".into()))),
            ("Eislauf am Abend", Some(Sport::Other("ice_skating".into()))),
            ("Ski run Zermatt", Some(Sport::Other("alpine_skiing".into()))),
            ("Langer Lauf", Some(Sport::Running)),
            ("Morgenløb", Some(Sport::Running)),
            // Letters and their accents, composed or not.
            ("Cafe\u{301}, ve\u{301}lo", Some(Sport::Cycling)),
            // Parts of words name no sport, and two sports together decide nothing.
            ("Brunch in Trunkville", None),
            ("RunKeeper", None),
            ("Ride to the run club", None),
            ("2026-03-02", None),
        ];
        for (text, expected) in cases {
            assert_eq!(of_words(text).map(|(sport, _)| sport), expected, "{text:?}");
        }
        assert_eq!(of_words("Sunday Trail Run"), Some((Sport::Running, Some("trail"))));
    }
}
