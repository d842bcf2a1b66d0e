//! The config file: what a user would otherwise give with every command.
//!
//! Only what belongs to this machine and its user stands in it; what belongs to an athlete stands in
//! the athlete file, which can lie with the runs.

use crate::args::{Args, Command, InputArgs, OutputArgs, ReportArgs};
use anyhow::Context;
use clap::parser::ValueSource;
use clap::{ArgMatches, ColorChoice, ValueEnum};
use etcetera::BaseStrategy;
use recoup::frames::TableFormat;
use recoup::nearest::{did_you_mean, nearest};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::{env, fs};
use toml::Spanned;

/// In place of the file in the user's folder for settings.
pub(crate) const VARIABLE: &str = "RECOUP_CONFIG";

/// What the file can hold, with what it means, as `recoup config init` writes it.
pub(crate) const TEMPLATE: &str = r#"# What recoup does unless an option says otherwise (--no-config leaves this file out).
# Remove the # before a key to set it. Athletes have files of their own: recoup athlete init.

# The athlete file where no other is named or lies in or above the folder of the runs; beside this
# file, or from ~/.
#athlete = "athlete.toml"

# Folder to write the tables to, from where the command is run or from ~/.
#out = "recoup-report"

# Formats of the tables: csv, json, ndjson, parquet, ipc.
#format = ["csv"]

# Write nothing if any file is unreadable or partial.
#strict = false

# Take each folder directly below a PATH for an athlete.
#athletes_from_folders = false

# Threads; 0 for one per processor.
#threads = 0

# Whether to keep what was made of files, so that unchanged ones are not read again, ...
#cache = true

# ... and where, instead of the system's folder for caches. From ~/, or beside this file.
#cache_folder = "~/.cache/recoup"

# Show e-mail addresses in the names of files.
#keep_addresses = false

# When to colour: auto, always, never.
#color = "auto"

# Say nothing but errors, or say more.
#quiet = false
#verbose = false
"#;

/// What the file holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    athlete: Option<PathBuf>,
    out: Option<PathBuf>,
    format: Option<Vec<Spanned<String>>>,
    strict: Option<bool>,
    athletes_from_folders: Option<bool>,
    threads: Option<usize>,
    cache: Option<bool>,
    cache_folder: Option<PathBuf>,
    keep_addresses: Option<bool>,
    color: Option<Spanned<String>>,
    quiet: Option<bool>,
    verbose: Option<bool>,
}

const KEYS: [&str; 12] = [
    "athlete",
    "out",
    "format",
    "strict",
    "athletes_from_folders",
    "threads",
    "cache",
    "cache_folder",
    "keep_addresses",
    "color",
    "quiet",
    "verbose",
];

/// Where the file is that a variable names.
pub(crate) fn named() -> Option<PathBuf> {
    env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Where the file usually is; [`None`] where no folder for settings is known.
pub(crate) fn usual() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("recoup/config.toml"))
}

/// Completes the arguments by what the config file says, if there is one.
///
/// # Errors
///
/// If it is wrong, or was named and cannot be read. Whoever has no home of their own, as a service, has
/// no config file there.
pub(crate) fn complete(args: &mut Args, matches: &ArgMatches) -> anyhow::Result<()> {
    let reads = matches!(
        args.command,
        Command::Report(_) | Command::Grade(_) | Command::Zones(_) | Command::Inspect(_)
    );
    // What makes or explains settings has to work where they are wrong.
    let named = named();
    let path = named.clone().or_else(usual).filter(|_| reads && !args.output.no_config);
    let Some(path) = path else { return Ok(()) };
    let text = match fs::read_to_string(&path) {
        Err(_) if named.is_none() => return Ok(()),
        text => {
            text.with_context(|| format!("cannot read {}, which {VARIABLE} names", path.display()))?
        }
    };
    let own = matches.subcommand().map_or(matches, |(_, own)| own);
    Config::from_toml(&text)
        .and_then(|config| config.fill(args, own, &text, path.parent().unwrap_or(&path)))
        .map_err(|message| anyhow::anyhow!("{}: {message}", path.display()))
}

impl Config {
    fn from_toml(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            let given = text.get(span.clone()).unwrap_or_default();
            let message = if error.message().starts_with("unknown field") {
                let meant = nearest(given, KEYS).map(|key| format!("`{key}`"));
                format!("unknown key `{given}`{}", did_you_mean(meant.as_deref()))
            } else {
                error.message().trim_end().replace('\n', "; ")
            };
            at_line(text, span.start, &message)
        })
    }

    /// Sets what no option has set. `folder` is that of the file.
    fn fill(
        &self,
        args: &mut Args,
        matches: &ArgMatches,
        text: &str,
        folder: &Path,
    ) -> Result<(), String> {
        self.fill_output(&mut args.output, matches, text)?;
        let athlete = self.athlete.as_deref().map(|path| in_folder(path, folder));
        match &mut args.command {
            Command::Report(args) => {
                self.fill_input(&mut args.input, folder);
                self.fill_report(args, matches, text)?;
                args.athlete.heart_rate.usual = athlete;
            }
            Command::Grade(args) => args.athlete.heart_rate.usual = athlete,
            Command::Zones(args) => {
                self.fill_input(&mut args.input, folder);
                args.heart_rate.usual = athlete;
            }
            _ => {}
        }
        Ok(())
    }

    fn fill_output(
        &self,
        output: &mut OutputArgs,
        matches: &ArgMatches,
        text: &str,
    ) -> Result<(), String> {
        if let Some(color) = self.color.as_ref().filter(|_| !is_given(matches, "color")) {
            output.color = ColorChoice::from_str(color.get_ref(), true).map_err(|_| {
                let message = "`color` is auto, always or never";
                at_line(text, color.span().start, message)
            })?;
        }
        if !output.quiet && !output.verbose {
            output.quiet = self.quiet.unwrap_or(false);
            output.verbose = self.verbose.unwrap_or(false);
        }
        Ok(())
    }

    fn fill_input(&self, input: &mut InputArgs, folder: &Path) {
        input.no_cache |= self.cache == Some(false);
        input.keep_addresses |= self.keep_addresses == Some(true);
        input.cache_folder = self.cache_folder.as_deref().map(|path| in_folder(path, folder));
    }

    fn fill_report(
        &self,
        args: &mut ReportArgs,
        matches: &ArgMatches,
        text: &str,
    ) -> Result<(), String> {
        args.strict |= self.strict == Some(true);
        args.athletes_from_folders |= self.athletes_from_folders == Some(true);
        if let Some(threads) = self.threads.filter(|_| !is_given(matches, "threads")) {
            args.threads = threads;
        }
        if let Some(out) = self.out.as_ref().filter(|_| !is_given(matches, "out")) {
            args.out = from_home(out).unwrap_or_else(|| out.clone());
        }
        if let Some(formats) = self.format.as_ref().filter(|_| !is_given(matches, "formats")) {
            let parsed = formats.iter().map(|format| {
                let parsed = format.get_ref().parse::<TableFormat>();
                parsed.map_err(|error| at_line(text, format.span().start, &error.to_string()))
            });
            args.formats = parsed.collect::<Result<_, _>>()?;
        }
        Ok(())
    }
}

/// Whether an option was given on the command line.
fn is_given(matches: &ArgMatches, id: &str) -> bool {
    let is_known = matches.ids().any(|known| known.as_str() == id);
    is_known && matches.value_source(id) == Some(ValueSource::CommandLine)
}

fn at_line(text: &str, byte: usize, message: &str) -> String {
    let line = text.get(..byte).unwrap_or(text).matches('\n').count() + 1;
    format!("line {line}: {message}")
}

/// Resolves a path in the file: `~` is the user's home, other relative paths start at `folder`.
fn in_folder(path: &Path, folder: &Path) -> PathBuf {
    from_home(path).unwrap_or_else(|| folder.join(path))
}

/// A path below the user's home, if it is written so.
fn from_home(path: &Path) -> Option<PathBuf> {
    let below = path.strip_prefix("~").ok()?;
    Some(etcetera::home_dir().ok()?.join(below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, FromArgMatches};

    /// The arguments of a command line with a config file.
    fn args(config: &str, line: &[&str]) -> Result<Args, String> {
        let matches = Args::command().try_get_matches_from(line).unwrap();
        let mut args = Args::from_arg_matches(&matches).unwrap();
        let own = matches.subcommand().unwrap().1;
        Config::from_toml(config)?.fill(&mut args, own, config, Path::new("/etc/recoup"))?;
        Ok(args)
    }

    #[test]
    fn options_win_over_the_file() {
        let config = "out = 'march'\nformat = ['json', 'csv']\nthreads = 3\nstrict = true\n\
                      cache = false\nathlete = 'kari.toml'\ncolor = 'never'\nverbose = true\n";
        let args = |line: &[&str]| args(config, line).unwrap();
        let of = |args: &Args| match &args.command {
            Command::Report(report) => (report.out.clone(), report.formats.len(), report.threads),
            _ => unreachable!(),
        };
        let by_file = args(&["recoup", "report", "runs"]);
        assert_eq!(of(&by_file), ("march".into(), 2, 3));
        assert_eq!(by_file.output.color, ColorChoice::Never);
        assert!(by_file.output.verbose);
        let Command::Report(report) = by_file.command else { unreachable!() };
        assert!(report.strict && report.input.no_cache);
        let usual = report.athlete.heart_rate.usual.unwrap();
        assert_eq!(usual, Path::new("/etc/recoup/kari.toml"));

        let line = ["recoup", "report", "runs", "--out", "x", "--format", "csv", "-j", "0", "-q"];
        let by_option = args(&[&line[..], &["--color", "auto"]].concat());
        assert_eq!(of(&by_option), ("x".into(), 1, 0));
        assert_eq!(by_option.output.color, ColorChoice::Auto);
        assert!(by_option.output.quiet && !by_option.output.verbose);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let line = ["recoup", "report", "runs"];
        for (config, message) in [
            ("\nfromat = ['csv']", "line 2: unknown key `fromat`; did you mean `format`?"),
            ("threads = 'all'", "line 1: invalid type: string \"all\", expected usize"),
            ("\n\ncolor = 'yes'", "line 3: `color` is auto, always or never"),
        ] {
            assert_eq!(args(config, &line).unwrap_err(), message);
        }
        let error = args("format = ['csv', 'josn']", &line).unwrap_err();
        assert!(error.starts_with("line 1: ") && error.contains("did you mean json?"), "{error}");
    }

    #[test]
    fn the_template_has_every_key_and_changes_nothing() {
        let set: String = TEMPLATE
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(setting) if !setting.starts_with(' ') => format!("{setting}\n"),
                _ => String::new(),
            })
            .collect();
        let keys: toml::Table = toml::from_str(&set).unwrap();
        assert_eq!(keys.len(), KEYS.len());
        assert!(KEYS.iter().all(|key| keys.contains_key(*key)));
        let line = ["recoup", "report", "runs"];
        let plain = args("", &line).unwrap();
        let mut templated = args(&set, &line).unwrap();
        let Command::Report(report) = &mut templated.command else { unreachable!() };
        // The places of files are examples.
        report.athlete.heart_rate.usual = None;
        report.input.cache_folder = None;
        assert_eq!(format!("{plain:?}"), format!("{templated:?}"));
    }
}
