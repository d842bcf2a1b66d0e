//! Every file that the crate `gpx` accepts, compared point by point.

use recoup_parse::reference::gpx::{Conformance, differences, read};
use recoup_parse::{Limits, read_bytes};
use recoup_testkit::corpus;
use std::fs;

/// Files on which the readers differ in the number of points or in a value, with the right reader.
const EXCEPTIONS: &[(&str, &str)] = &[(
    "edge_trailing_second_doc.gpx",
    "recoup: the second document has a point as well; the file is marked as damaged",
)];

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn points_are_those_of_the_gpx_crate() {
    let folder = corpus::folder();
    let (mut accepted, mut refused, mut points) = (0, 0, 0);
    let mut differing = Vec::new();
    for folder in ["gpx", "gpx-edge"].map(|name| folder.join(name)) {
        for path in corpus::files(&folder, "gpx") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = fs::read(&path).unwrap();
            let theirs = match read(&bytes, &Limits::default()) {
                Conformance::Accepted(theirs) => theirs,
                Conformance::TooDeep(depth) => {
                    assert_eq!((&*name, depth), ("edge_deep_nesting_1e4_in_ext.gpx", 10_005));
                    continue;
                }
                _ => {
                    refused += 1;
                    continue;
                }
            };
            accepted += 1;
            let ours = read_bytes(&bytes, &Limits::default());
            let ours = ours.map_or_else(|error| panic!("{name}: {error}"), |own| own.activities);
            points += ours.iter().map(|activity| activity.samples.len()).sum::<usize>();
            let differences = differences(&ours, &theirs);
            let is_known = EXCEPTIONS.iter().any(|(file, _)| *file == name);
            if is_known == differences.is_empty() {
                differing.push(format!("{name}: {differences:?}"));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(accepted > 300 && points > 100_000, "{accepted} files, {points} points");
    assert!(refused > 50, "{refused}");
}
