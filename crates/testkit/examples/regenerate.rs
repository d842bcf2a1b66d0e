//! Writes the folders `testdata/` and `fuzz/seeds/` anew:
//! `cargo run -p recoup-testkit --example regenerate`.
//!
//! It overwrites and adds, and deletes nothing; a test points at files that no longer belong.

use std::fs;
use std::io;
use std::path::Path;

use recoup_testkit::{seeds, testdata};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (folder, files) in [("testdata", testdata::files()), ("fuzz/seeds", seeds::files())] {
        for (path, bytes) in files {
            let file = root.join(folder).join(path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(file, bytes)?;
        }
    }
    Ok(())
}
