//! Reads the files below a folder into memory and decodes them, so many times over: something for a
//! profiler to look at. See `benches/README.md`.

#![expect(clippy::print_stdout, reason = "the counts show that the files were decoded")]

use recoup::{Limits, discover, read_bytes};
use std::fs;
use std::path::Path;

fn main() -> Result<(), &'static str> {
    const USAGE: &str = "usage: decode FOLDER [TIMES]";
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or(USAGE)?;
    let times: usize = arguments.next().map_or(Ok(1), |times| times.parse()).or(Err(USAGE))?;
    let found = discover(Path::new(&folder), None);
    let files: Vec<Vec<u8>> = found.iter().filter_map(|found| fs::read(&found.path).ok()).collect();
    let mut samples = 0;
    for bytes in std::iter::repeat_n(&files, times).flatten() {
        if let Ok(contents) = read_bytes(bytes, &Limits::default()) {
            samples += contents.activities.iter().map(|a| a.samples.len()).sum::<usize>();
        }
    }
    println!("{} files, {times} times: {samples} samples", files.len());
    Ok(())
}
