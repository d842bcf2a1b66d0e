//! The config file: defaults for options, so that a user need not repeat them with every command.
//!
//! The file only holds settings of this machine and its user. The settings of an athlete are in the
//! athlete file, which can lie with the runs.

use crate::args::{Args, Command, InputArgs, OutputArgs, ReportArgs, ReportFormat, RunsArgs};
use anyhow::Context;
use clap::parser::ValueSource;
use clap::{ArgMatches, ColorChoice, ValueEnum};
use etcetera::BaseStrategy;
use recoup::analysis::wording::{did_you_mean, nearest};
use recoup::shown_path;
use serde::Deserialize;
use std::env;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// Maximum size of the config file in bytes.
const CONFIG_BYTES: u64 = 1 << 20;
/// Environment variable with the path of the config file.
pub(crate) const VARIABLE: &str = "RECOUP_CONFIG";

/// The file that `recoup config init` writes: every key, with its meaning.
pub(crate) const TEMPLATE: &str = r#"# Defaults for recoup's options (--no-config ignores them).
# Remove the # before a key to set it. Athletes have files of their own: recoup athlete init.

# Athlete file to use if no option names one and none lies in or above the folder of the runs.
# Relative to the folder of this file, or below ~/.
#athlete = "athlete.toml"

# Folder for the tables. Relative to the folder in which the command is run, or below ~/.
#out = "recoup-report"

# Formats of the tables: csv, json, ndjson; with the build feature columnar also parquet and ipc;
# and page, which writes report.html beside them.
#format = ["csv"]

# Dialect of CSV: standard, or excel for a spreadsheet with a decimal comma.
#csv_dialect = "standard"

# Write nothing if any file is unreadable or partial.
#strict = false

# Treat each folder directly below a PATH as one athlete.
#athletes_from_folders = false

# Number of threads; 0 means one per processor.
#threads = 0

# Whether to keep results in a cache, so that unchanged files are not read again.
#cache = true

# Folder of the cache, if not the system's folder for caches. Relative to the folder of this file,
# or below ~/.
#cache_folder = "~/.cache/recoup"

# Show e-mail addresses in file names.
#keep_addresses = false

# When to use colours: auto (only in a terminal), always, never.
#color = "auto"

# Print fewer messages (errors only), or more.
#quiet = false
#verbose = false
"#;

/// Contents of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    athlete: Option<PathBuf>,
    out: Option<PathBuf>,
    format: Option<Vec<Spanned<String>>>,
    csv_dialect: Option<Spanned<String>>,
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

const KEYS: [&str; 13] = [
    "athlete",
    "out",
    "format",
    "csv_dialect",
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

/// Returns the path in the environment variable, if it is set.
pub(crate) fn named() -> Option<PathBuf> {
    env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Returns the standard path, or [`None`] if the user has no config folder.
pub(crate) fn usual() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("recoup/config.toml"))
}

/// Completes the arguments with the config file, if there is one.
///
/// # Errors
///
/// Fails if the file is invalid, or if the environment variable names a file that cannot be read. A
/// file at the standard path may be unreadable, because a service may have no home.
pub(crate) fn complete(args: &mut Args, matches: &ArgMatches) -> anyhow::Result<()> {
    let reads = matches!(
        args.command,
        Command::Report(_)
            | Command::Page(_)
            | Command::Grade(_)
            | Command::Samples(_)
            | Command::Zones(_)
            | Command::Inspect(_)
    );
    // Commands that create or explain settings must work even if the settings are invalid.
    let named = named();
    let path = named.clone().or_else(usual).filter(|_| reads && !args.output.no_config);
    let Some(path) = path else { return Ok(()) };
    let text = match recoup::read_text(&path, CONFIG_BYTES) {
        Err(_) if named.is_none() => return Ok(()),
        text => text.with_context(|| {
            format!("{}: {VARIABLE} names this file, but it cannot be read", shown_path(&path))
        })?,
    };
    let own = matches.subcommand().map_or(matches, |(_, own)| own);
    Config::from_toml(&text)
        .and_then(|config| config.fill(args, own, &text, path.parent().unwrap_or(&path)))
        .map_err(|message| anyhow::anyhow!("{}: {message}", shown_path(&path)))
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

    /// Sets the arguments that no option sets. `folder` is the folder of the file.
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
                self.fill_runs(&mut args.runs, matches, folder, athlete);
                self.fill_report(args, matches, text)?;
            }
            Command::Page(args) => {
                self.fill_runs(&mut args.runs, matches, folder, athlete);
                args.folder = self.out.as_ref().map(|out| from_home(out).unwrap_or(out.clone()));
            }
            Command::Grade(args) => {
                self.fill_input(&mut args.input, folder);
                args.athlete.heart_rate.usual = athlete;
            }
            Command::Samples(args) => {
                self.fill_input(&mut args.input, folder);
                args.athlete.heart_rate.usual = athlete;
            }
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
                let message = "`color` must be auto, always or never";
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

    fn fill_runs(
        &self,
        args: &mut RunsArgs,
        matches: &ArgMatches,
        folder: &Path,
        athlete: Option<PathBuf>,
    ) {
        self.fill_input(&mut args.input, folder);
        args.athlete.heart_rate.usual = athlete;
        args.athletes_from_folders |= self.athletes_from_folders == Some(true);
        if let Some(threads) = self.threads.filter(|_| !is_given(matches, "threads")) {
            args.threads = threads;
        }
    }

    fn fill_report(
        &self,
        args: &mut ReportArgs,
        matches: &ArgMatches,
        text: &str,
    ) -> Result<(), String> {
        args.tables.strict |= self.strict == Some(true);
        if let Some(out) = self.out.as_ref().filter(|_| !is_given(matches, "out")) {
            args.tables.out = Some(from_home(out).unwrap_or_else(|| out.clone()));
        }
        if let Some(formats) = self.format.as_ref().filter(|_| !is_given(matches, "formats")) {
            let parsed = formats.iter().map(|format| {
                let parsed = format.get_ref().parse::<ReportFormat>();
                parsed.map_err(|error| at_line(text, format.span().start, &error))
            });
            args.tables.formats = parsed.collect::<Result<_, _>>()?;
        }
        if let Some(dialect) =
            self.csv_dialect.as_ref().filter(|_| !is_given(matches, "csv_dialect"))
        {
            let parsed = dialect.get_ref().parse();
            args.tables.csv_dialect =
                parsed.map_err(|error: String| at_line(text, dialect.span().start, &error))?;
        }
        Ok(())
    }
}

/// Whether an option was given on the command line.
fn is_given(matches: &ArgMatches, id: &str) -> bool {
    let is_known = matches.ids().any(|known| known.as_str() == id);
    is_known && matches.value_source(id) == Some(ValueSource::CommandLine)
}

/// Prefixes a message with the line of a byte.
fn at_line(text: &str, byte: usize, message: &str) -> String {
    let line = text.get(..byte).unwrap_or(text).matches('\n').count() + 1;
    format!("line {line}: {message}")
}

/// Resolves a path relative to `folder`. `~` is the user's home.
fn in_folder(path: &Path, folder: &Path) -> PathBuf {
    from_home(path).unwrap_or_else(|| folder.join(path))
}

/// Returns the path below the user's home, if `path` begins with `~`.
fn from_home(path: &Path) -> Option<PathBuf> {
    let below = path.strip_prefix("~").ok()?;
    Some(etcetera::home_dir().ok()?.join(below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, FromArgMatches};

    /// Returns the arguments of a command line that a config file completes.
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
            Command::Report(report) => (
                report.tables.out.clone().unwrap(),
                report.tables.formats.len(),
                report.runs.threads,
            ),
            _ => unreachable!(),
        };
        let by_file = args(&["recoup", "report", "runs"]);
        assert_eq!(of(&by_file), ("march".into(), 2, 3));
        assert_eq!(by_file.output.color, ColorChoice::Never);
        assert!(by_file.output.verbose);
        let Command::Report(report) = by_file.command else { unreachable!() };
        assert!(report.tables.strict && report.runs.input.no_cache);
        let usual = report.runs.athlete.heart_rate.usual.unwrap();
        assert_eq!(usual, Path::new("/etc/recoup/kari.toml"));

        let line = ["recoup", "report", "runs", "--out", "x", "--format", "csv", "-j", "0", "-q"];
        let by_option = args(&[&line[..], &["--color", "auto"]].concat());
        assert_eq!(of(&by_option), ("x".into(), 1, 0));
        assert_eq!(by_option.output.color, ColorChoice::Auto);
        assert!(by_option.output.quiet && !by_option.output.verbose);
    }

    #[test]
    fn grade_heeds_the_cache_like_report() {
        let args = args("cache = false\nkeep_addresses = true\n", &["recoup", "grade", "run.fit"]);
        let Command::Grade(grade) = args.unwrap().command else { unreachable!() };
        assert!(grade.input.no_cache && grade.input.keep_addresses);
    }

    #[test]
    fn errors_name_the_line() {
        let line = ["recoup", "report", "runs"];
        for (config, message) in [
            ("\nfromat = ['csv']", "line 2: unknown key `fromat`; did you mean `format`?"),
            ("threads = 'all'", "line 1: invalid type: string \"all\", expected usize"),
            ("\n\ncolor = 'yes'", "line 3: `color` must be auto, always or never"),
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
        // Paths in the template are examples.
        report.runs.athlete.heart_rate.usual = None;
        report.runs.input.cache_folder = None;
        report.tables.out = None;
        assert_eq!(format!("{plain:?}"), format!("{templated:?}"));
    }
}
