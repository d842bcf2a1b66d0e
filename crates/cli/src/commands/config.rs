//! `recoup config init`: writes a commented config file.

use crate::args::ConfigInitArgs;
use crate::config_file::{TEMPLATE, VARIABLE, named, usual};
use crate::exit::Done;
use crate::output::{messages, template};
use anyhow::{Context, bail};
use recoup::shown_path;
use std::fs;
use std::path::Path;

/// Writes a config file in which comments explain every key.
pub(crate) fn init(args: &ConfigInitArgs) -> anyhow::Result<Done> {
    let Some(file) = args.file.clone().or_else(named).or_else(usual) else {
        bail!("cannot determine the config folder; name a file: `recoup config init FILE`");
    };
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create the folder {}", shown_path(folder)))?;
    }
    template::write(TEMPLATE, &file, args.force)?;
    if args.file.is_some() && file != Path::new("-") {
        messages::note(format!("to use this file, set {VARIABLE}={}", shown_path(&file)));
    }
    Ok(Done::Clean)
}
