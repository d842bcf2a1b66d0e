//! Writes commented template files, for `recoup athlete init` and `recoup config init`.

use super::messages;
use crate::paths::is_standard_stream;
use anyhow::{Context, bail};
use recoup::shown_path;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Writes a template to a new file, or to standard output if the file is `-`.
pub(crate) fn write(template: &str, file: &Path, force: bool) -> anyhow::Result<()> {
    if is_standard_stream(file) {
        return Ok(anstream::stdout().write_all(template.as_bytes())?);
    }
    let path = shown_path(file);
    let file = if force { File::create(file) } else { File::create_new(file) };
    let mut file = match file {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{path}: already exists; --force overwrites it")
        }
        file => file.with_context(|| format!("cannot create {path}"))?,
    };
    file.write_all(template.as_bytes()).with_context(|| format!("cannot write {path}"))?;
    messages::note(format!("wrote {path}"));
    Ok(())
}
