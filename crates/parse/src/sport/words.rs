//! Detection of the sport from words.

use recoup_model::Sport;

/// Returns the sport that a `type` element names, or [`None`] if it names none.
pub(crate) fn of_type(text: &str) -> Option<(Sport, Option<&'static str>)> {
    let name = joined(text, '_');
    let known = match name.as_str() {
        "" | "unknown" | "uncategorized" | "unspecified" | "none" | "default" | "activity"
        | "track" => return None,
        // Strava writes numbers.
        "9" => (Sport::Running, None),
        "1" => (Sport::Cycling, None),
        "treadmill" | "treadmill_running" | "treadmill_run" => (Sport::Running, Some("treadmill")),
        "indoor_running" | "indoor_run" => (Sport::Running, Some("indoor_running")),
        "trail" | "trail_running" | "trail_run" | "trailrun" | "trailrunning" | "running_trail" => {
            (Sport::Running, Some("trail"))
        }
        "street_running" | "road_running" | "running_road" => (Sport::Running, Some("street")),
        "track_running" => (Sport::Running, Some("track")),
        "virtual_run" | "virtualrun" | "virtual_running" => {
            (Sport::Running, Some("virtual_activity"))
        }
        "indoor_walking" => (Sport::Walking, Some("indoor_walking")),
        "mountain_biking" | "mountain_bike" | "mountain_bike_ride" | "mountainbikeride" | "mtb" => {
            (Sport::Cycling, Some("mountain"))
        }
        "road_biking" | "road_cycling" => (Sport::Cycling, Some("road")),
        "indoor_cycling" => (Sport::Cycling, Some("indoor_cycling")),
        "virtual_ride" | "virtualride" => (Sport::Cycling, Some("virtual_activity")),
        "gravel_cycling" | "gravel_ride" | "gravelride" => (Sport::Cycling, Some("gravel_cycling")),
        "ebikeride" | "ebike" => (Sport::Cycling, Some("e_bike_fitness")),
        // An unknown number names no sport.
        _ if name.bytes().all(|byte| byte.is_ascii_digit()) => return None,
        _ => of_words(text).unwrap_or((Sport::Other(name), None)),
    };
    Some(known)
}

/// Words that name a sport on their own, in the languages of the services.
const WORDS: [(Sport, &[&str]); 5] = [
    (
        Sport::Running,
        &[
            "run",
            "runs",
            "running",
            "runner",
            "jog",
            "jogging",
            "parkrun",
            "marathon",
            "lauf",
            "laufen",
            "laufrunde",
            "joggen",
            "løp",
            "løping",
            "løpetur",
            "løpe",
            "joggetur",
            "løb",
            "løbetur",
            "löpning",
            "löprunda",
            "löpa",
            "löppass",
            "juoksu",
            "juoksulenkki",
            "lenkki",
            "hardlopen",
            "hardloop",
            "hardlooprondje",
            "hardloopsessie",
            "loopje",
            "course à pied",
            "footing",
            "correr",
            "carrera",
            "corrida",
            "corsa",
            "bieg",
            "bieganie",
            "běh",
            "běhání",
            "futás",
            "alergare",
            "koşu",
            "бег",
            "пробежка",
        ],
    ),
    (
        Sport::Walking,
        &[
            "walk",
            "walks",
            "walking",
            "spaziergang",
            "gehen",
            "gåtur",
            "promenad",
            "kävely",
            "wandeling",
            "wandelen",
            "marche",
            "caminata",
            "paseo",
            "caminhada",
            "camminata",
            "passeggiata",
            "procházka",
            "прогулка",
            "ходьба",
        ],
    ),
    (
        Sport::Hiking,
        &[
            "hike",
            "hikes",
            "hiking",
            "trek",
            "trekking",
            "wanderung",
            "wandern",
            "fottur",
            "vandring",
            "vaellus",
            "randonnée",
            "rando",
            "senderismo",
            "escursione",
            "поход",
        ],
    ),
    (
        Sport::Cycling,
        &[
            "ride",
            "rides",
            "riding",
            "bike",
            "biking",
            "cycle",
            "cycling",
            "bicycle",
            "mtb",
            "cyclocross",
            "radfahrt",
            "radfahren",
            "radtour",
            "fahrradtour",
            "sykkel",
            "sykling",
            "sykkeltur",
            "cykling",
            "cykeltur",
            "pyöräily",
            "pyörälenkki",
            "fietsen",
            "fietsrit",
            "fietstocht",
            "vélo",
            "cyclisme",
            "ciclismo",
            "bicicleta",
            "bici",
            "cyklistika",
            "велосипед",
        ],
    ),
    (
        Sport::Swimming,
        &[
            "swim",
            "swims",
            "swimming",
            "schwimmen",
            "svømming",
            "svømmetur",
            "simning",
            "uinti",
            "zwemmen",
            "natation",
            "natación",
            "natação",
            "nuoto",
            "pływanie",
            "плавание",
        ],
    ),
];

/// Endings of compounds in Germanic languages, as in Morgenlauf, kveldsløp and söndagslöpning.
const RUNNING_ENDINGS: [&str; 5] = ["lauf", "løp", "løpetur", "löpning", "löprunda"];

/// Names in scripts without blanks between words.
const RUNNING_UNSPACED: [&str; 4] = ["ランニング", "ジョギング", "跑步", "달리기"];

/// Returns the sport that a text names. A text that names two sports decides nothing.
pub(crate) fn of_words(text: &str) -> Option<(Sport, Option<&'static str>)> {
    let words = format!(" {} ", joined(text, ' '));
    let names = |word: &str| {
        words.match_indices(word).map(|(at, _)| words.split_at(at)).any(|(before, rest)| {
            let after = rest.strip_prefix(word).is_some_and(|after| after.starts_with(' '));
            before.ends_with(' ') && after
        })
    };
    let mut found = None;
    for (sport, of_sport) in &WORDS {
        let is_named = of_sport.iter().any(|word| names(word))
            || (*sport == Sport::Running
                && (RUNNING_UNSPACED.iter().any(|word| words.contains(word))
                    || words
                        .split(' ')
                        .any(|word| RUNNING_ENDINGS.iter().any(|end| word.ends_with(end)))));
        if is_named {
            // "Ride to the run club" names two sports, so the speeds decide.
            if found.is_some() {
                return None;
            }
            found = Some(sport.clone());
        }
    }
    let sport = found?;
    let sub_sport = match sport {
        Sport::Running if names("treadmill") => Some("treadmill"),
        Sport::Running if names("trail") => Some("trail"),
        _ => None,
    };
    Some((sport, sub_sport))
}

/// Returns the words of a text in lower case, joined by `between`.
fn joined(text: &str, between: char) -> String {
    let mut words = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(between);
        }
        words.extend(word.chars().flat_map(char::to_lowercase));
    }
    words
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
            ("52", None),
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
            ("alpineTour", Some((Sport::Other("alpinetour".into()), None))),
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
            // Parts of words name no sport, and neither do two sports together.
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
