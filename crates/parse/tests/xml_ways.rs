//! Fast and slow reading of points must give the same result.
//!
//! A processing instruction has no meaning, but makes a plainly written point unsuitable for the
//! fast path.

use recoup_model::Samples;
use recoup_parse::{FileContents, Limits, read_bytes};
use recoup_testkit::{Seeded, corpus};
use std::fs;

const INSTRUCTION: &str = "<?x?>";

/// Inserts a processing instruction behind the start tag of every point.
fn interrupted(text: &str) -> String {
    let tag = if text.contains("<trkpt") { "<trkpt" } else { "<Trackpoint" };
    let mut interrupted = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(start) = rest.find(tag) {
        let Some(end) = rest[start..].find('>') else { break };
        let (before, after) = rest.split_at(start + end + 1);
        interrupted += before;
        if !before.ends_with("/>") {
            interrupted += INSTRUCTION;
        }
        rest = after;
    }
    interrupted + rest
}

/// Reads a text. Returns the samples of each activity, and everything else as text.
fn outcome(text: &str) -> (Vec<Samples>, String) {
    let mut contents = read_bytes(text.as_bytes(), &Limits::default());
    let mut samples = Vec::new();
    if let Ok(FileContents { activities, .. }) = &mut contents {
        for activity in activities {
            samples.push(std::mem::take(&mut activity.samples));
            // Inside a damaged tag an instruction can become part of a value, which a message
            // quotes.
            for diagnostic in &mut activity.diagnostics {
                let quoted = diagnostic.message.find('"');
                diagnostic.message.truncate(quoted.unwrap_or(diagnostic.message.len()));
            }
        }
    }
    (samples, format!("{contents:?}"))
}

fn is_read_alike(text: &str) -> bool {
    let ((quick, quick_words), (slow, slow_words)) = (outcome(text), outcome(&interrupted(text)));
    // Columns hold NaN, which is not equal to itself. Rows have `None` instead.
    let are_alike = |(quick, slow): (&Samples, &Samples)| {
        quick.segment_starts == slow.segment_starts && quick.iter().eq(slow.iter())
    };
    quick_words == slow_words && quick.len() == slow.len() && quick.iter().zip(&slow).all(are_alike)
}

#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn both_ways_give_the_same() {
    let corpus = corpus::folder();
    let mut random = Seeded::new(1);
    let (mut files, mut points) = (0, 0);
    for extension in ["gpx", "tcx"] {
        for path in corpus::files(&corpus.join("gpx"), extension) {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            points += (interrupted(&text).len() - text.len()) / INSTRUCTION.len();
            assert!(is_read_alike(&text), "{}", path.display());
            files += 1;
            if text.is_empty() || text.len() > 30_000 {
                continue;
            }
            for round in 0..10 {
                let mut bytes = text.clone().into_bytes();
                for _ in 0..=random.below(4) {
                    let at = random.below(bytes.len());
                    bytes[at] = b"<>/&\"' ;:xX09.-\n"[random.below(16)];
                }
                let Ok(damaged) = String::from_utf8(bytes) else { continue };
                assert!(is_read_alike(&damaged), "{}, round {round}:\n{damaged}", path.display());
            }
        }
    }
    assert!(files > 300 && points > 200_000, "{files} files, {points} points");
}
