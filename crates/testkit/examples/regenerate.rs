//! Regenerates the folders `testdata/` and `fuzz/seeds/`:
//! `cargo run -p recoup-testkit --example regenerate`.
//!
//! Files are overwritten and added, but never deleted. A test reports files that no longer belong
//! to a folder.

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
