//! All GPX files of the corpus, compared with counts of other programs.
//!
//! `gpx.csv` contains the counts of a third-party XML parser for each file: points, times,
//! elevations, heart rates.

use recoup_parse::{FileContents, Format, Limits, read_bytes, read_file};
use recoup_testkit::{Seeded, corpus};
use std::fs;

/// Counts samples, samples with an altitude, and samples with a heart rate.
fn counts(contents: &FileContents) -> [usize; 3] {
    let mut counts = [0; 3];
    for sample in contents.activities.iter().flat_map(|activity| activity.samples.iter()) {
        counts[0] += 1;
        counts[1] += usize::from(sample.altitude_m.is_some());
        counts[2] += usize::from(sample.heart_rate_bpm.is_some());
    }
    counts
}

/// Counts track points with or without a time. The number of points without a time is in a
/// diagnostic.
fn points(contents: &FileContents) -> usize {
    let [samples, ..] = counts(contents);
    let diagnostics = contents.activities.first().map_or(&[][..], |own| &own.diagnostics);
    let messages = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str());
    let number_before = |text: &str, words: &str| {
        text.split_once(words)?.0.rsplit([' ', '(']).next()?.parse::<usize>().ok()
    };
    messages
        .chain(contents.remark.as_deref())
        .find_map(|text| number_before(text, " points"))
        .or_else(|| number_before(contents.remark.as_deref()?, " point)"))
        .unwrap_or(samples)
}

/// Files whose counts differ for a reason: the expected counts and the reason.
const EXCEPTIONS: &[(&str, [usize; 3], &str)] = &[
    (
        "legacy_gpx_pause_resume.gpx",
        [4, 4, 0],
        "two of the six points are OpenTracks' marks of a pause, at latitudes 100 and 200",
    ),
    (
        "Mojstrovka.gpx",
        [0, 0, 0],
        "every time is 1901-12-13T20:45:52, the smallest 32-bit number: the device had no time",
    ),
    ("reference__track__fitwrite-track.gpx", [52, 11, 0], ELEVATIONS_WITHOUT_TIMES),
    ("test_files__cerknicko-without-times.gpx", [5, 5, 0], ELEVATIONS_WITHOUT_TIMES),
    ("test_files__korita-zbevnica_aea23d81.gpx", [513, 513, 0], ELEVATIONS_WITHOUT_TIMES),
];

/// Reason for files with elevations of points without times. The expected counts are lxml's counts
/// of points with both values.
const ELEVATIONS_WITHOUT_TIMES: &str =
    "the table counts elevations of points without times as well, which are left out here";

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn every_file_has_the_points_that_others_count() {
    let corpus = corpus::folder();
    let mut differing = Vec::new();
    let mut compared = 0;
    for row in corpus::index(&corpus.join("gpx.csv")).iter().filter(|row| row["kind"] == "gpx") {
        let path = corpus.join("gpx").join(&row["path"]);
        if row["notes"].contains("no-root") {
            assert_eq!(Format::detect(&fs::read(path).unwrap()), Format::Other);
            continue;
        }
        let contents = match read_file(&path, &Limits::default()) {
            Ok(contents) => contents,
            Err(error) => {
                differing.push(format!("{}: {error}", row["path"]));
                continue;
            }
        };
        assert_eq!(contents.format, Format::Gpx, "{}", row["path"]);
        // Routes of Apple Health hold activities and have a remark.
        let has_remark =
            contents.activities.is_empty() || row["path"].contains("apple_watch_route");
        assert_eq!(has_remark, contents.remark.is_some(), "{}", row["path"]);
        let number = |name: &str| row[name].parse::<usize>().unwrap();
        let [n_pts, n_time, n_ele, n_hr] = ["n_pts", "n_time", "n_ele", "n_hr"].map(number);
        let found = counts(&contents);
        let exception = EXCEPTIONS.iter().find(|(name, ..)| row["path"].ends_with(name));
        let expected = match exception {
            Some((_, expected, reason)) => {
                assert!(!reason.is_empty());
                *expected
            }
            None if n_time == 0 => [0; 3],
            None => [n_time, n_ele, n_hr],
        };
        if exception.is_none() && points(&contents) != n_pts {
            differing.push(format!("{}: {} points, not {n_pts}", row["path"], points(&contents)));
        }
        compared += 1;
        if found != expected {
            differing.push(format!("{}: {found:?}, expected {expected:?}", row["path"]));
        }
    }
    assert!(differing.is_empty(), "{compared} files compared\n{}", differing.join("\n"));
    assert!(compared > 300, "{compared}");
}

/// Checks that no cut and no flipped bit causes a panic or additional points.
#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn damaged_files_never_panic() {
    let corpus = corpus::folder();
    let mut random = Seeded::new(1);
    for row in corpus::index(&corpus.join("gpx.csv")).iter().filter(|row| row["kind"] == "gpx") {
        let bytes = fs::read(corpus.join("gpx").join(&row["path"])).unwrap();
        if bytes.len() > 30_000 || bytes.is_empty() {
            continue;
        }
        let whole = read_bytes(&bytes, &Limits::default()).map_or(0, |whole| counts(&whole)[0]);
        for _ in 0..8 {
            let cut = &bytes[..random.below(bytes.len())];
            if let Ok(part) = read_bytes(cut, &Limits::default()) {
                assert!(counts(&part)[0] <= whole, "{} cut at {}", row["path"], cut.len());
            }
            let mut flipped = bytes.clone();
            for _ in 0..=random.below(8) {
                let at = random.below(flipped.len());
                flipped[at] = random.below(256) as u8;
            }
            let _ = read_bytes(&flipped, &Limits::default());
        }
    }
}
