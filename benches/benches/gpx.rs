//! Time of reading GPX and TCX on one thread. recoup is compared with the gpx crate, over the files
//! that the gpx crate reads, and with quick-xml's bare event loop. There is no other crate to
//! compare with for TCX.

use benches::{Subject, compare, corpus_files, is_asked_for, made_runs};
use quick_xml::Reader;
use quick_xml::events::Event;
use recoup::{Limits, read_bytes};
use recoup_testkit::gpx::{HeartRateStyle, encode};

fn main() {
    if !is_asked_for("gpx") {
        return;
    }
    table("corpus files", &corpus_files("gpx", "gpx"));
    let made: Vec<Vec<u8>> =
        made_runs(40).iter().map(|run| encode(run, HeartRateStyle::Gpxtpx)).collect();
    table("made files", &made);
    let tcx = corpus_files("gpx", "tcx");
    compare("TCX, corpus files", &tcx, Vec::len, vec![bare_events(), recoup()]);
}

fn table(files_name: &str, files: &[Vec<u8>]) {
    compare(
        &format!("GPX, {files_name}"),
        files,
        Vec::len,
        vec![
            Subject::new("gpx", |bytes: &Vec<u8>| {
                Some(gpx::read(bytes.as_slice()).ok()?.tracks.len())
            }),
            recoup(),
            bare_events(),
        ],
    );
}

fn recoup<'a>() -> Subject<'a, Vec<u8>> {
    Subject::new("recoup `read_bytes`", |bytes: &Vec<u8>| {
        Some(read_bytes(bytes, &Limits::default()).ok()?.activities.len())
    })
}

/// Returns the lower bound for readers that read by events: the event loop alone.
fn bare_events<'a>() -> Subject<'a, Vec<u8>> {
    Subject::new("quick-xml, events only", |bytes: &Vec<u8>| events(bytes))
}

fn events(bytes: &[u8]) -> Option<usize> {
    let mut reader = Reader::from_str(std::str::from_utf8(bytes).ok()?);
    let mut count = 0;
    while !matches!(reader.read_event().ok()?, Event::Eof) {
        count += 1;
    }
    Some(count)
}
