//! Which sport a recording is of, where no field of its format says so.
//!
//! GPX has one free-text field for it, which most exporters leave out, TCX tells running and cycling
//! from the rest, and a FIT file can be cut before its session. What can be said comes from that
//! field, else from words in the name that the athlete or the service gave, else from the speeds;
//! the activity says which, so that a report can.

use recoup_model::{Samples, Sport, SportBasis};

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
    let told = words.kind.and_then(of_type);
    let is_other = matches!(&told, Some((Sport::Other(name), _)) if name == OTHER);
    if told.is_none() || is_other {
        let creator = words.creator.filter(|_| !is_other);
        for text in words.titles.iter().copied().chain(creator) {
            if let Some((sport, sub_sport)) = of_words(text) {
                return (sport, sub_sport, SportBasis::Title);
            }
        }
    }
    if let Some((sport, sub_sport)) = told {
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

/// The sport that a `type` names, [`None`] where it names none.
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
        // A number that is not known here names nothing.
        _ if name.bytes().all(|byte| byte.is_ascii_digit()) => return None,
        _ => of_words(text).unwrap_or((Sport::Other(name), None)),
    };
    Some(known)
}

/// Words that name a sport by themselves, in the languages of the services.
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

/// Ends of the compounds of the Germanic languages: Morgenlauf, kveldsløp, söndagslöpning.
const RUNNING_ENDINGS: [&str; 5] = ["lauf", "løp", "løpetur", "löpning", "löprunda"];

/// Names in scripts that put no blanks between words.
const RUNNING_UNSPACED: [&str; 4] = ["ランニング", "ジョギング", "跑步", "달리기"];

/// The one sport that a text names, if it names one and no other.
pub(crate) fn of_words(text: &str) -> Option<(Sport, Option<&'static str>)> {
    let words = format!(" {} ", joined(text, ' '));
    let names = |word: &str| {
        words
            .match_indices(word)
            .any(|(at, _)| words[..at].ends_with(' ') && words[at + word.len()..].starts_with(' '))
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
            // "Ride to the run club": the speeds know better.
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

/// The words of a text in lower case with `between` between them.
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

/// Slower than this is standing.
const MOVING_M_S: f64 = 0.5;
/// Between these a median is a run: 1.9 m/s is the walk that turns into one, 6 m/s is 2:47 a km.
const RUNNING_M_S: std::ops::Range<f64> = 1.9..6.0;
/// No sport done with one's own muscles has a higher median.
const CYCLING_TOP_M_S: f64 = 14.0;
/// Runners are not this fast for a twentieth of the time; riders who roll downhill are.
const RIDING_P95_M_S: f64 = 7.5;
/// Few runners hold this (4:00 a km) for so long; riders do without an effort.
const LONG_RUN_TOP_M_S: f64 = 4.17;
const LONG_S: f64 = 45.0 * 60.0;
/// Moving time that a judgement takes.
const JUDGED_S: f64 = 60.0;
/// Steps longer than this say nothing of the speed within them.
const STEP_TOP_S: f64 = 60.0;

/// The sport that the speeds show.
fn of_speed(samples: &Samples) -> Option<Sport> {
    let mut moving = moving_speeds(samples);
    let moving_s: f64 = moving.iter().map(|(_, seconds)| seconds).sum();
    if moving_s < JUDGED_S {
        return None;
    }
    moving.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let median = quantile(&moving, moving_s * 0.5);
    let p95 = quantile(&moving, moving_s * 0.95);
    // Steps a minute, not strides, are beyond what pedals do.
    let steps_per_min = median_cadence(samples).filter(|cadence| (140.0..230.0).contains(cadence));
    match median {
        m if m > CYCLING_TOP_M_S => None,
        m if m >= RUNNING_M_S.end => Some(Sport::Cycling),
        m if m >= RUNNING_M_S.start && steps_per_min.is_some() => Some(Sport::Running),
        m if m >= RUNNING_M_S.start
            && (p95 > RIDING_P95_M_S || (m > LONG_RUN_TOP_M_S && moving_s > LONG_S)) =>
        {
            Some(Sport::Cycling)
        }
        m if m >= RUNNING_M_S.start => Some(Sport::Running),
        _ => Some(Sport::Walking),
    }
}

/// Speeds above a standstill, each with the seconds it was held.
fn moving_speeds(samples: &Samples) -> Vec<(f64, f64)> {
    let mut speeds = Vec::new();
    let mut breaks = samples.segment_starts.iter().copied().peekable();
    let mut last: Option<usize> = None;
    for index in 0..samples.len() {
        if breaks.next_if_eq(&index).is_some() {
            last = None;
        }
        let distance_m = samples.distance_m.get(index).copied();
        if distance_m.is_some_and(f64::is_nan) {
            continue;
        }
        if let Some(from) = last {
            let seconds = (samples.time_ms[index] - samples.time_ms[from]) as f64 / 1000.0;
            let speed = match distance_m {
                Some(distance_m) => (distance_m - samples.distance_m[from]) / seconds,
                None => samples.speed_m_s.get(index).map_or(f64::NAN, |speed| f64::from(*speed)),
            };
            if seconds > 0.0 && seconds <= STEP_TOP_S && speed >= MOVING_M_S {
                speeds.push((speed, seconds));
            }
        }
        last = Some(index);
    }
    speeds
}

/// The speed up to which `target_s` of the sorted `speeds` lie.
fn quantile(speeds: &[(f64, f64)], target_s: f64) -> f64 {
    let mut seconds = 0.0;
    for (speed, held) in speeds {
        seconds += held;
        if seconds >= target_s {
            return *speed;
        }
    }
    speeds.last().map_or(0.0, |(speed, _)| *speed)
}

fn median_cadence(samples: &Samples) -> Option<f32> {
    let mut turning: Vec<f32> =
        samples.cadence_rpm.iter().copied().filter(|cadence| *cadence > 0.0).collect();
    let middle = turning.len() / 2;
    (!turning.is_empty()).then(|| *turning.select_nth_unstable_by(middle, f32::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::{Words, decide, of_speed, of_type, of_words};
    use recoup_model::{Sample, Samples, Sport, SportBasis};

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
            // Words within words name nothing, two sports name none.
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

    fn at_speeds(speeds: &[f64], cadence_rpm: Option<f32>) -> Samples {
        let mut samples = Samples::default();
        let mut distance_m = 0.0;
        for (at, speed) in speeds.iter().enumerate() {
            distance_m += speed;
            samples.push(&Sample {
                time_ms: 1000 * i64::try_from(at).unwrap(),
                distance_m: Some(distance_m),
                cadence_rpm,
                ..Sample::default()
            });
        }
        samples
    }

    #[test]
    fn speeds() {
        let downhill = [vec![5.0; 200], vec![9.0; 30]].concat();
        let with_stops = [vec![0.0; 500], vec![2.8; 200]].concat();
        let cases = [
            (at_speeds(&[2.6; 300], None), Some(Sport::Running)),
            (at_speeds(&with_stops, None), Some(Sport::Running)),
            (at_speeds(&[1.4; 300], None), Some(Sport::Walking)),
            (at_speeds(&[7.5; 300], None), Some(Sport::Cycling)),
            (at_speeds(&downhill, None), Some(Sport::Cycling)),
            (at_speeds(&[4.4; 1200], None), Some(Sport::Running)),
            (at_speeds(&vec![4.4; 5400], None), Some(Sport::Cycling)),
            (at_speeds(&downhill, Some(170.0)), Some(Sport::Running)),
            (at_speeds(&[30.0; 300], None), None),
            (at_speeds(&[2.6; 20], None), None),
            (at_speeds(&[0.0; 300], None), None),
            (Samples::default(), None),
        ];
        for (samples, expected) in cases {
            assert_eq!(of_speed(&samples), expected);
        }
    }

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
