//! Time of reading FIT on one thread. recoup is compared with three other decoders, each over the
//! files that the other decoder reads whole, and with reading the bytes alone.

use benches::{
    Subject, compare, corpus_files, corpus_paths, fill, folder_to_fill, is_asked_for, made_runs,
};
use fit_rust::Fit;
use fit_rust::protocol::message_type::MessageType;
use recoup::{Athlete, Limits, read_bytes, read_file};
use recoup_testkit::fit::{Layout, encode_as};
use recoup_testkit::{Seeded, corpus};
use rustyfit::{Decoder, DecoderEvent, StreamingIterator};
use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    if !is_asked_for("fit") {
        return Ok(());
    }
    if let Some(folder) = folder_to_fill() {
        return write_made_files(&folder);
    }
    let folder = tempfile::tempdir()?;
    fill(folder.path())?;
    let made = corpus::files(folder.path(), "fit");
    beside_reading("made files", &made);
    beside_reading("corpus files", &corpus_paths("fit", "fit"));
    beside_decoders("corpus files", &corpus_files("fit", "fit"));
    let made: Vec<Vec<u8>> = made.iter().map(fs::read).collect::<io::Result<_>>()?;
    beside_decoders("made files", &made);
    Ok(())
}

/// Writes files of different runs, most of them in the layout of a current watch.
fn write_made_files(folder: &Path) -> io::Result<()> {
    let mut random = Seeded::new(2);
    let mut layout = || match random.below(10) {
        0 => Layout::Narrow,
        1 => Layout::BigEndian,
        2 => Layout::CompressedTimestamps,
        _ => Layout::Current,
    };
    for (number, run) in made_runs(2000).iter().enumerate() {
        fs::write(folder.join(format!("{number}.fit")), encode_as(run, layout()))?;
    }
    Ok(())
}

fn beside_decoders(files_name: &str, files: &[Vec<u8>]) {
    let fitparser = |bytes: &Vec<u8>| Some(fitparser::from_bytes(bytes).ok()?.len());
    beside(Subject::new("fitparser `from_bytes`", fitparser), files_name, files);
    let mut decoder = Decoder::builder().expand_components(false).build();
    let rustyfit = |bytes: &Vec<u8>| messages(&mut decoder, bytes);
    beside(Subject::new("rustyfit `stream`", rustyfit), files_name, files);
    let known: Vec<Vec<u8>> = files.iter().filter(|bytes| is_known(bytes)).cloned().collect();
    let fit_rust = |bytes: &Vec<u8>| Some(Fit::read(bytes.clone()).ok()?.data.len());
    beside(Subject::new("fit-rust `Fit::read`", fit_rust), files_name, &known);
}

fn beside(decoder: Subject<'_, Vec<u8>>, files_name: &str, files: &[Vec<u8>]) {
    let athlete = Athlete::with_max_hr(190.0);
    let read = |bytes: &Vec<u8>| Some(read_bytes(bytes, &Limits::default()).ok()?.activities);
    let recoup =
        |bytes: &Vec<u8>| Some(read(bytes)?.iter().map(|activity| activity.samples.len()).sum());
    let assessed = |bytes: &Vec<u8>| {
        let assess =
            |activity| recoup::assess(activity, &athlete).map_or(0, |run| run.surges.len());
        Some(read(bytes)?.iter().map(assess).sum())
    };
    compare(
        &format!("FIT, {files_name}"),
        files,
        Vec::len,
        vec![
            decoder,
            Subject::new("recoup `read_bytes`", recoup),
            Subject::new("recoup, with the assessment", assessed),
        ],
    );
}

/// Counts the messages that rustyfit finds. No message is kept.
fn messages(decoder: &mut Decoder, bytes: &[u8]) -> Option<usize> {
    let mut stream = decoder.stream(bytes);
    let mut count = 0;
    while let Some(event) = stream.next() {
        count += usize::from(matches!(event.ok()?, DecoderEvent::Message(_)));
    }
    Some(count)
}

/// Whether fit-rust knows everything in a file. fit-rust reads only the first file of a chain, and
/// it skips unknown messages with a line on standard output for each.
fn is_known(bytes: &[u8]) -> bool {
    let mut decoder = Decoder::builder().expand_components(false).checksum(false).build();
    let mut stream = decoder.stream(bytes);
    let mut headers = 0;
    while let Some(event) = stream.next() {
        let is_known = match event {
            Ok(DecoderEvent::Message(message)) => {
                MessageType::from_primitive(message.num.0).is_some()
            }
            Ok(DecoderEvent::FileHeader(_)) => {
                headers += 1;
                true
            }
            Ok(_) => true,
            Err(_) => false,
        };
        if !is_known {
            return false;
        }
    }
    headers == 1
}

fn beside_reading(files_name: &str, paths: &[PathBuf]) {
    compare(
        &format!("FIT, {files_name} in the page cache"),
        paths,
        |path| fs::metadata(path).map_or(0, |metadata| metadata.len() as usize),
        vec![
            Subject::new("recoup `read_file`", |path: &PathBuf| {
                Some(read_file(path, &Limits::default()).ok()?.activities.len())
            }),
            Subject::new("`std::fs::read` alone", |path| Some(fs::read(path).ok()?.len())),
        ],
    );
}
