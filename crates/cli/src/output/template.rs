//! Files that explain themselves, as `recoup athlete init` and `recoup config init` write them.

use super::messages;
use crate::paths::is_standard_stream;
use anyhow::{Context, bail};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Writes a file that explains itself; to standard output if it is called `-`.
pub(crate) fn write(template: &str, file: &Path, force: bool) -> anyhow::Result<()> {
    if is_standard_stream(file) {
        return Ok(anstream::stdout().write_all(template.as_bytes())?);
    }
    let path = file.display();
    let file = if force { File::create(file) } else { File::create_new(file) };
    let mut file = match file {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{path} exists already; --force overwrites it")
        }
        file => file.with_context(|| format!("cannot make {path}"))?,
    };
    file.write_all(template.as_bytes()).with_context(|| format!("cannot write {path}"))?;
    messages::note(format!("wrote {path}"));
    Ok(())
}
