//! Reading FIT: recoup beside fitparser, one thread, the same files.

use benches::{Subject, compare, corpus_files, made_runs};
use recoup::{Athlete, Limits};
use std::panic::catch_unwind;

fn main() {
    let made: Vec<Vec<u8>> = made_runs(40).iter().map(recoup_testkit::fit::encode).collect();
    table("made files", &made);
    let is_read = |bytes: &Vec<u8>| catch_unwind(|| fitparser::from_bytes(bytes).is_ok());
    let mut files = corpus_files("fit", "fit");
    files.retain(|bytes| matches!(is_read(bytes), Ok(true)));
    if !files.is_empty() {
        table("corpus files that fitparser reads", &files);
    }
}

fn table(title: &str, files: &[Vec<u8>]) {
    let athlete = Athlete::with_max_hr(190.0);
    let read = |bytes: &Vec<u8>| {
        recoup::read_bytes(bytes, &Limits::default())
            .map_or(Vec::new(), |contents| contents.activities)
    };
    let bytes = files.iter().map(Vec::len).sum();
    compare(
        &format!("FIT, {title}"),
        bytes,
        &[
            Subject::new("fitparser", || {
                files
                    .iter()
                    .map(|bytes| fitparser::from_bytes(bytes).map_or(0, |all| all.len()))
                    .sum()
            }),
            Subject::new("recoup", || {
                files.iter().flat_map(read).map(|activity| activity.samples.len()).sum()
            }),
            Subject::new("recoup, with the assessment", || {
                let assess = |activity| recoup::assess(&activity, &athlete).surges.len();
                files.iter().flat_map(read).map(assess).sum()
            }),
        ],
    );
}
