//! Writes the folder `testdata/` anew: `cargo run -p recoup-testkit --example regenerate`.
//!
//! It overwrites and adds, and deletes nothing; a test points at files that no longer belong.

use std::fs;
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    for (path, bytes) in recoup_testkit::testdata::files() {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, bytes)?;
    }
    Ok(())
}
