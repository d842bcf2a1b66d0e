//! The command line.

use clap::{Args as ClapArgs, ColorChoice, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;
use recoup::ZoneModel;
use recoup::frames::TableFormat;
use recoup::margin::{LEAST_BPM, MOST_BPM};
use recoup::policy::WeekStart;
use std::path::PathBuf;

/// Was it a true recovery run? Reads watch exports (FIT, GPX, TCX, .gz of them, ZIP archives as they
/// were sent), grades every run and sums up every week.
#[derive(Debug, Parser)]
#[command(
    name = "recoup",
    version,
    max_term_width = 100,
    after_help = "Examples:
  recoup report export.zip
  recoup grade 'export.zip!/activities/18611200708.fit.gz'
  recoup athlete init

Environment:
  NO_COLOR, CLICOLOR, CLICOLOR_FORCE  whether auto means colours
  COLUMNS                             width of what is not printed to a terminal
  RECOUP_CONFIG                       config file, if not in the usual place
  RECOUP_CACHE_DIR                    folder of the cache, if not the usual one

An option wins over the environment, that over the athlete file, that over the
config file, and that over what the runs' own files say."
)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What is said, and how it looks: for every command, before or after its name.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Say nothing but errors; data is printed, and the exit status tells the rest
    #[arg(short, long, global = true, display_order = 100)]
    pub(crate) quiet: bool,
    /// Say more: the settings in use, and of each file that was not graded why
    #[arg(short, long, global = true, display_order = 101)]
    pub(crate) verbose: bool,
    /// When to colour; auto: in a terminal
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 102)]
    pub(crate) color: ColorChoice,
    /// Leave the config file out
    #[arg(long, global = true, display_order = 103)]
    pub(crate) no_config: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Prints the weekly table and writes the tables weekly.csv, runs.csv and files.csv
    #[command(after_help = "Examples:
  recoup report ~/garmin-export
  recoup report strava.zip garmin.zip
  recoup report export/ --max-hr 188 --out march --since 2026-03-01
  recoup report export/ --format csv,ndjson
  recoup report --athletes-from-folders club/

An option wins over the athlete file, that over the config file, and that over
what the runs' own files say. Where none says anything, the default holds.

All files are of one athlete, unless --athletes-from-folders or the file
recoup.toml in PATH says otherwise:
  [[athlete]]
  name = \"Kari\"                          # unless an athlete file gives it
  folders = [\"kari-garmin\", \"old/kari\"]  # below PATH
  file = \"kari.toml\"                     # else athlete.toml in a folder
What nobody is given is run by the athlete whom the options describe.

Exit status:
  0  all well
  1  written, but some file was unreadable or partial
  2  nothing written
  130  interrupted, and nothing written (143 by SIGTERM)")]
    Report(ReportArgs),
    /// Explains the verdict on the runs of some files
    #[command(after_help = "Examples:
  recoup grade --max-hr 188 2026-03-02-063012.fit
  recoup grade --athlete kari.toml *.fit | less
  recoup grade 'export.zip!/activities/18611200101.fit.gz'
  gpg -d run.fit.gpg | recoup grade -
  recoup grade --json run.fit | jq '.files[].sessions[].run.verdict'

An option wins over the athlete file, and that over what FILE says.

Exit status: 0 all well; 1 some file was unreadable or partial; 2 wrong use.")]
    Grade(GradeArgs),
    /// Shows the heart rates of Zones 1-5 under every zone model, and what they are made from
    #[command(after_help = "Examples:
  recoup zones ~/garmin-export
  recoup zones --max-hr 188
  recoup zones --athlete kari.toml --date 2026-03-02
  recoup zones --max-hr 188 --zones max:60,72,82,89,94

An option wins over the athlete file, and that over what the runs in PATH say.")]
    Zones(ZonesArgs),
    /// Makes an athlete file
    #[command(after_help = "Example:
  recoup athlete init kari.toml")]
    Athlete(AthleteFileArgs),
    /// Makes a config file
    #[command(after_help = "Example:
  recoup config init")]
    Config(ConfigArgs),
    /// Shows what is in some files, and whether a second reader reads the same
    #[command(after_help = "Examples:
  recoup inspect 2026-03-02-063012.fit
  recoup inspect --all 13801447720.gpx
  recoup inspect 'export.zip!/activities/18611200101.fit.gz'
  gpg -d run.fit.gpg | recoup inspect -")]
    Inspect(InspectArgs),
    /// Prints what a shell needs to complete commands and options
    #[command(after_help = "Examples:
  recoup completions bash > ~/.local/share/bash-completion/completions/recoup
  recoup completions zsh > ~/.zfunc/_recoup
  recoup completions fish > ~/.config/fish/completions/recoup.fish")]
    Completions(CompletionsArgs),
    /// Prints the manual page of recoup or one of its commands
    #[command(after_help = "Examples:
  recoup man report | man -l -
  recoup man athlete init | man -l -
  recoup man --out ~/.local/share/man/man1")]
    Man(ManArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ReportArgs {
    /// Files, folders and ZIP archives to read; - for a file on standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Folder to write the tables to
    #[arg(long, value_name = "DIR", default_value = "recoup-report", help_heading = "Tables")]
    pub(crate) out: PathBuf,
    /// Take each folder directly below a PATH for an athlete, called as the folder, with the athlete
    /// file athlete.toml in it, if there is one
    #[arg(long, help_heading = "Athlete")]
    pub(crate) athletes_from_folders: bool,
    /// Formats of the tables, separated by commas: csv, json, ndjson, and in a build with the
    /// feature columnar parquet and ipc (Arrow, .arrow)
    #[arg(long = "format", value_name = "FORMATS", value_delimiter = ',', default_value = "csv")]
    #[arg(help_heading = "Tables")]
    pub(crate) formats: Vec<TableFormat>,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) athlete: AthleteArgs,
    /// Leave out runs before this local date; a week that it cuts is counted without them
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Reading")]
    pub(crate) since: Option<Date>,
    /// Leave out runs after this local date
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Reading")]
    pub(crate) until: Option<Date>,
    /// First day of the week [default: the athlete file's, else monday]
    #[arg(long, value_enum, value_name = "DAY", help_heading = "Athlete")]
    pub(crate) week_start: Option<FirstDay>,
    /// Threads; 0 for one per processor
    #[arg(short = 'j', long = "threads", value_name = "N", default_value_t = 0)]
    #[arg(help_heading = "Reading")]
    pub(crate) threads: usize,
    /// Write nothing if any file is unreadable or partial
    #[arg(long, help_heading = "Tables")]
    pub(crate) strict: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GradeArgs {
    /// Files to explain; a ZIP archive for all activities in it, export.zip!/run.fit for one of
    /// them, as reports name it; - for a file on standard input
    #[arg(required_unless_present = "schema", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Print all that is known as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the JSON Schema of what --json prints
    #[arg(long)]
    pub(crate) schema: bool,
    #[command(flatten)]
    pub(crate) athlete: AthleteArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ZonesArgs {
    /// Files and folders whose runs tell heart rates that the athlete file does not
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) heart_rate: HeartRateArgs,
    /// Day on which to look at the athlete file's heart rates [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct AthleteFileArgs {
    #[command(subcommand)]
    pub(crate) command: AthleteFileCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AthleteFileCommand {
    /// Writes an athlete file with every key, what it means and its default
    #[command(after_help = "Examples:
  recoup athlete init
  recoup athlete init kari.toml
  recoup athlete init - | grep -B 1 duration")]
    Init(InitArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InitArgs {
    /// File to write; - for standard output
    #[arg(value_name = "FILE", default_value = "athlete.toml")]
    pub(crate) file: PathBuf,
    /// Overwrite the file if there is one
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Writes a config file with every key, what it means and its default
    #[command(after_help = "Examples:
  recoup config init
  recoup config init - | less")]
    Init(ConfigInitArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ConfigInitArgs {
    /// File to write; - for standard output [default: where recoup looks for it, such as
    /// ~/.config/recoup/config.toml]
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Overwrite the file if there is one
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InspectArgs {
    /// Files to look into (FIT, GPX, TCX, .gz of them); a ZIP archive for all activities in it,
    /// export.zip!/run.fit for one of them, as reports name it; - for a file on standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Show the values of fields, too, that FIT's public profile does not name
    #[arg(short, long)]
    pub(crate) all: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ManArgs {
    /// A command, such as report or athlete init; none for recoup itself
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
    /// Write all pages into this folder instead: recoup.1, recoup-report.1, ...
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub(crate) out: Option<PathBuf>,
}

/// How files are read.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Reading")]
pub(crate) struct InputArgs {
    /// Read every file, whatever is known of it from before, and keep nothing
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// Show e-mail addresses in the names of files
    #[arg(long)]
    pub(crate) keep_addresses: bool,
    /// By the config file: where the cache is.
    #[arg(skip)]
    pub(crate) cache_folder: Option<PathBuf>,
}

/// What is known of the athlete; each option wins over every athlete file.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Athlete")]
pub(crate) struct AthleteArgs {
    #[command(flatten)]
    pub(crate) heart_rate: HeartRateArgs,
    /// What was planned: CSV with the columns date and type [default: the athlete file's]
    #[arg(long, value_name = "FILE")]
    pub(crate) plan: Option<PathBuf>,
    /// Time zone of recordings that hold neither local time nor coordinates, such as Europe/Oslo
    /// [default: the athlete file's, else UTC]
    #[arg(long = "tz", value_name = "ZONE")]
    pub(crate) time_zone: Option<String>,
}

/// What heart-rate zones are made from.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Athlete")]
pub(crate) struct HeartRateArgs {
    /// Maximum heart rate [default: the athlete file's, else what the files say]
    #[arg(long, value_name = "BPM", value_parser = heart_rate)]
    pub(crate) max_hr: Option<f64>,
    /// Zone model: fljuga, garmin, karvonen, olympiatoppen, friel, 80-20, device, or the lowest
    /// edges of five zones, such as max:68,73,80,87,93 (reserve:, threshold:, bpm:) [default:
    /// the athlete file's, else fljuga]
    #[arg(long, value_name = "MODEL")]
    pub(crate) zones: Option<ZoneModel>,
    /// Athlete file (TOML); in a report of several athletes, for those who have none of their own
    /// [default: the nearest athlete.toml in or above the folder of the runs, else the config
    /// file's]
    #[arg(long = "athlete", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// By the config file: the athlete file where no other is found.
    #[arg(skip)]
    pub(crate) usual: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FirstDay {
    Monday,
    Sunday,
}

impl From<FirstDay> for WeekStart {
    fn from(day: FirstDay) -> Self {
        match day {
            FirstDay::Monday => Self::Monday,
            FirstDay::Sunday => Self::Sunday,
        }
    }
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| {
        let is_written_so = text.split('-').map(str::len).eq([4, 2, 2]);
        let cause = if is_written_so { "there is no such day; " } else { "" };
        format!("{cause}dates are written 2026-03-02, year first")
    })
}

fn heart_rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(bpm) if (f64::from(LEAST_BPM)..=f64::from(MOST_BPM)).contains(&bpm) => Ok(bpm),
        _ => Err(format!(
            "a maximum heart rate is between {LEAST_BPM} and {MOST_BPM} beats a minute; without the \
             option it is what the athlete file or the runs' own files say"
        )),
    }
}
