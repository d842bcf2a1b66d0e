//! `recoup config init`: a config file that explains itself.

use crate::args::ConfigInitArgs;
use crate::config_file::{TEMPLATE, VARIABLE, named, usual};
use crate::exit::Done;
use crate::output::{messages, template};
use anyhow::{Context, bail};
use std::fs;
use std::path::Path;

/// Writes a config file that explains itself.
pub(crate) fn init(args: &ConfigInitArgs) -> anyhow::Result<Done> {
    let Some(file) = args.file.clone().or_else(named).or_else(usual) else {
        bail!("no folder for settings is known here: recoup config init FILE");
    };
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    template::write(TEMPLATE, &file, args.force)?;
    if args.file.is_some() && file != Path::new("-") {
        messages::note(format!("{VARIABLE}={} makes recoup use it", file.display()));
    }
    Ok(Done::Clean)
}
