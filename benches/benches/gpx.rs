//! Reading GPX: recoup beside the gpx crate and quick-xml's bare event loop, one thread, the same
//! files.

use benches::{Subject, compare, corpus_files, made_runs};
use quick_xml::Reader;
use quick_xml::events::Event;
use recoup::Limits;
use recoup_testkit::gpx::{HeartRateStyle, encode};

fn main() {
    let made: Vec<Vec<u8>> =
        made_runs(40).iter().map(|run| encode(run, HeartRateStyle::Gpxtpx)).collect();
    table("made files", &made);
    let mut files = corpus_files("gpx", "gpx");
    files.retain(|bytes| gpx::read(bytes.as_slice()).is_ok());
    if !files.is_empty() {
        table("corpus files that the gpx crate reads", &files);
    }
}

fn table(title: &str, files: &[Vec<u8>]) {
    let bytes = files.iter().map(Vec::len).sum();
    compare(
        &format!("GPX, {title}"),
        bytes,
        &[
            Subject::new("gpx", || {
                files
                    .iter()
                    .map(|bytes| gpx::read(bytes.as_slice()).map_or(0, |gpx| gpx.tracks.len()))
                    .sum()
            }),
            Subject::new("recoup", || {
                let read = |bytes: &Vec<u8>| recoup::read_bytes(bytes, &Limits::default());
                files.iter().flat_map(read).map(|contents| contents.activities.len()).sum()
            }),
            Subject::new("quick-xml, events only", || {
                files.iter().map(|bytes| events(bytes)).sum()
            }),
        ],
    );
}

fn events(bytes: &[u8]) -> usize {
    let Ok(text) = std::str::from_utf8(bytes) else { return 0 };
    let mut reader = Reader::from_str(text);
    let mut count = 0;
    while let Ok(event) = reader.read_event() {
        if matches!(event, Event::Eof) {
            break;
        }
        count += 1;
    }
    count
}
