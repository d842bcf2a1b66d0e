//! Reads the files below a folder into memory and decodes them several times, for a profiler to
//! look at or for another program to time. See `benches/README.md`.

#![expect(clippy::print_stdout, reason = "the counts show that the files were decoded")]

use recoup::{Limits, discover, read_bytes};
use std::fs;
use std::path::Path;

fn main() -> Result<(), &'static str> {
    const USAGE: &str = "usage: decode FOLDER [TIMES [recoup|gpx]]";
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or(USAGE)?;
    let times: usize = arguments.next().map_or(Ok(1), |times| times.parse()).or(Err(USAGE))?;
    let samples_of = match arguments.next().as_deref() {
        None | Some("recoup") => by_recoup,
        Some("gpx") => by_gpx,
        Some(_) => return Err(USAGE),
    };
    let found = discover(Path::new(&folder));
    let files: Vec<Vec<u8>> = found.iter().filter_map(|found| fs::read(&found.path).ok()).collect();
    let samples: usize =
        std::iter::repeat_n(&files, times).flatten().map(|bytes| samples_of(bytes)).sum();
    println!("{} files, {times} times: {samples} samples", files.len());
    Ok(())
}

fn by_recoup(bytes: &[u8]) -> usize {
    let contents = read_bytes(bytes, &Limits::default());
    contents.map_or(0, |contents| contents.activities.iter().map(|own| own.samples.len()).sum())
}

fn by_gpx(bytes: &[u8]) -> usize {
    let tracks = gpx::read(bytes).map_or(Vec::new(), |file| file.tracks);
    tracks.iter().flat_map(|track| &track.segments).map(|segment| segment.points.len()).sum()
}
