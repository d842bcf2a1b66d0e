//! The command line.

use anyhow::bail;
use clap::{Args as ClapArgs, ColorChoice, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;
use recoup::analysis::calendar::{Period, WeekStart, written_date};
use recoup::analysis::settings::athlete::{LEAST_BPM, MOST_BPM};
use recoup::frames::{CsvDialect, InvalidTableFormat, TableFormat};
use recoup::{Answer, ZoneModel, shown_path};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::str::FromStr;

/// Was it a recovery run? Reads watch exports (FIT, GPX and TCX files, also gzipped or in ZIP
/// archives), grades every run and sums up every week.
#[derive(Debug, Parser)]
#[command(
    name = "recoup",
    version,
    max_term_width = 100,
    after_help = "Examples:
  recoup report export.zip
  recoup grade last export.zip
  recoup athlete init

Environment:
  NO_COLOR, CLICOLOR, CLICOLOR_FORCE  turn colours off or on if --color is auto
  COLUMNS                             width of output if it is not a terminal
  RECOUP_CONFIG                       config file, instead of the standard one
  RECOUP_CACHE_DIR                    cache folder, instead of the standard one

If a setting has several values, the first of these counts: option,
environment, athlete file, config file, the runs' own files, built-in default."
)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Messages and colours. Every command has these options, before or after its name.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Print no messages except errors; results are still printed
    #[arg(short, long, global = true, display_order = 100)]
    pub(crate) quiet: bool,
    /// Print more messages: the settings in use, and the reason for each ungraded file
    #[arg(short, long, global = true, display_order = 101)]
    pub(crate) verbose: bool,
    /// When to use colours; auto: only in a terminal
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 102)]
    pub(crate) color: ColorChoice,
    /// Ignore the config file
    #[arg(long, global = true, display_order = 103)]
    pub(crate) no_config: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Grades all runs, prints the last weeks and an answer, and writes weekly.csv, runs.csv and
    /// files.csv
    #[command(override_usage = "recoup report [OPTIONS] <PATH>...")]
    #[command(after_help = "Examples:
  recoup report ~/garmin-export
  recoup report strava.zip garmin.zip
  recoup report export/ --max-hr 188
  recoup report export/ --since 4w
  recoup report export/ --format csv,ndjson
  recoup report export/ --page
  recoup report --athletes-from-folders club/ --per-athlete --out monday

If a setting has several values, the first of these counts: option, athlete
file, config file, the runs' own files, built-in default.

All files belong to one athlete, unless --athletes-from-folders is given or
PATH has a file recoup.toml that lists athletes:
  [[athlete]]
  name = \"Kari\"                          # optional if the athlete file has it
  folders = [\"kari-garmin\", \"old/kari\"]  # relative to PATH
  file = \"kari.toml\"                     # default: athlete.toml in a folder
All other files belong to the default athlete, whom the options and --athlete
describe.

Exit status:
  0  success
  1  tables written, but some file was unreadable or partial
  2  error, or no file that could hold a run; nothing written
  130  interrupted, nothing written (143 if by SIGTERM)")]
    Report(ReportArgs),
    /// Writes a page with pictures of all runs and weeks, and prints its path
    #[command(override_usage = "recoup page [OPTIONS] <PATH>...")]
    #[command(after_help = "Examples:
  recoup page export.zip
  xdg-open \"$(recoup page export.zip)\"
  recoup page --athletes-from-folders club/ --out monday.html

Exit status:
  0  success
  1  page written, but some file was unreadable or partial
  2  error, or no file that could hold a run; nothing written")]
    Page(PageArgs),
    /// Explains the verdict on each run in some files
    #[command(after_help = "Examples:
  recoup grade last
  recoup grade --date 2026-05-12 export.zip
  recoup grade --max-hr 188 2026-03-02-063012.fit
  recoup grade --full --athlete kari.toml *.fit | less
  recoup grade export.zip/activities/18611200101.fit.gz
  gpg -d run.fit.gpg | recoup grade -
  recoup grade --json run.fit | jq '.files[].sessions[].run.verdict'

If a setting has several values, the first of these counts: option, athlete
file, the runs' own files, built-in default.

Exit status: 0 success; 1 some file was unreadable or partial; 2 error.")]
    Grade(GradeArgs),
    /// Prints the samples of a run as a table, with the zone, surge, hill and grade of each sample
    #[command(after_help = "Examples:
  recoup samples 2026-03-02-063012.fit > samples.csv
  recoup samples --format ndjson export.zip/activities/18611200101.fit.gz")]
    Samples(SamplesArgs),
    /// Prints the columns of a table as a JSON Table Schema: name, type, unit and meaning
    Schema(SchemaArgs),
    /// Shows the heart rates of Zones 1-5 in every zone model, and the values behind them
    #[command(after_help = "Examples:
  recoup zones ~/garmin-export
  recoup zones --max-hr 188
  recoup zones --athlete kari.toml --date 2026-03-02
  recoup zones --max-hr 188 --zones max:60,72,82,89,94

If a setting has several values, the first of these counts: option, athlete
file, the files of the runs in PATH, built-in default.")]
    Zones(ZonesArgs),
    /// Creates an athlete file
    #[command(after_help = "Example:
  recoup athlete init kari.toml")]
    Athlete(AthleteFileArgs),
    /// Creates a config file
    #[command(after_help = "Example:
  recoup config init")]
    Config(ConfigArgs),
    /// Shows the contents of some files, and whether a second reader agrees
    #[command(after_help = "Examples:
  recoup inspect 2026-03-02-063012.fit
  recoup inspect --all 13801447720.gpx
  recoup inspect export.zip/activities/18611200101.fit.gz
  gpg -d run.fit.gpg | recoup inspect -")]
    Inspect(InspectArgs),
    /// Prints the script with which a shell completes commands and options
    #[command(after_help = "Examples:
  recoup completions bash > ~/.local/share/bash-completion/completions/recoup
  recoup completions zsh > ~/.zfunc/_recoup
  recoup completions fish > ~/.config/fish/completions/recoup.fish")]
    Completions(CompletionsArgs),
    /// Prints the manual page of recoup or of one of its commands
    #[command(after_help = "Examples:
  recoup man report | man -l -
  recoup man athlete init | man -l -
  recoup man --out ~/.local/share/man/man1")]
    Man(ManArgs),
}

/// Runs for a report or a page.
#[derive(Debug, ClapArgs)]
pub(crate) struct RunsArgs {
    /// Files, folders and ZIP archives to read; - reads a file from standard input
    // A PATH can follow --page, so a missing PATH is reported only after the parsing.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Treat each folder and each ZIP archive directly below a PATH as one athlete. The athlete
    /// file is athlete.toml in the folder, or Anna.toml beside Anna.zip, if there is one. The
    /// athlete has the name in this file, or otherwise the name of the folder or archive
    #[arg(long, help_heading = "Athlete")]
    pub(crate) athletes_from_folders: bool,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) athlete: AthleteArgs,
    /// Leave out the weeks before DATE: a date (2026-03-02), a week (2026-W10), a month (2026-05),
    /// this-week, last-week, or a number of weeks up to today (4w). Weeks are always whole
    #[arg(long, value_name = "DATE", help_heading = "Reading")]
    pub(crate) since: Option<Period>,
    /// Leave out the weeks after DATE, written in the same way
    #[arg(long, value_name = "DATE", help_heading = "Reading")]
    pub(crate) until: Option<Period>,
    /// First day of the week [default: from the athlete file, else monday]
    #[arg(long, value_enum, value_name = "DAY", help_heading = "Athlete")]
    pub(crate) week_start: Option<FirstDay>,
    /// Number of threads; 0 means one per processor
    #[arg(short = 'j', long = "threads", value_name = "N", default_value_t = 0)]
    #[arg(help_heading = "Reading")]
    pub(crate) threads: usize,
}

/// Weeks of an answer.
#[derive(Debug, ClapArgs)]
pub(crate) struct AnswerArgs {
    /// Number of weeks with runs in the printed table and in the answer [default: 12 in the table,
    /// 8 in the answer]. The tables in files and the page have all weeks
    #[arg(long, value_name = "N", conflicts_with = "all", value_parser = number_of_weeks)]
    #[arg(help_heading = "Printing")]
    pub(crate) weeks: Option<usize>,
    /// Use all weeks in the printed table and in the answer
    #[arg(long, help_heading = "Printing")]
    pub(crate) all: bool,
}

impl AnswerArgs {
    /// Returns the number of weeks to answer for; [`None`] for all.
    pub(crate) fn last_weeks(&self) -> Option<usize> {
        if self.all { None } else { Some(self.weeks.unwrap_or(Answer::WEEKS)) }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) runs: RunsArgs,
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
    #[command(flatten)]
    pub(crate) tables: TableArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PageArgs {
    #[command(flatten)]
    pub(crate) runs: RunsArgs,
    #[command(flatten)]
    pub(crate) answer: AnswerArgs,
    /// File to write. For several athletes, this file lists them, and each athlete has a page
    /// beside it [default: report.html in the folder in which `recoup report` writes its tables]
    #[arg(long, value_name = "FILE", value_parser = page_file, help_heading = "Page")]
    pub(crate) out: Option<PathBuf>,
    /// Folder of the tables, from the config file.
    #[arg(skip)]
    pub(crate) folder: Option<PathBuf>,
}

/// Tables that a report writes.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Tables")]
pub(crate) struct TableArgs {
    /// Folder for the tables; it is created if missing [default: recoup-report; --since and --until
    /// add the weeks to the name, such as recoup-report-2026-W10]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write the tables of each athlete into a separate folder below the folder for the tables, so
    /// that you can send them without the tables of other athletes
    #[arg(long)]
    pub(crate) per_athlete: bool,
    /// Also write a page with pictures: report.html beside the tables, or FILE. For several
    /// athletes, this page lists them, and each athlete has a page beside it
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "")]
    #[arg(value_parser = |text: &str| Ok::<_, String>(page_place(text)))]
    pub(crate) page: Option<PagePlace>,
    /// Formats of the tables, separated by commas: csv, json, ndjson; with the build feature
    /// columnar also parquet and ipc (Arrow, files end with .arrow); page is the same as --page
    #[arg(long = "format", value_name = "FORMATS", value_delimiter = ',', default_value = "csv")]
    pub(crate) formats: Vec<ReportFormat>,
    /// Dialect of CSV: standard, or excel for a spreadsheet in German, French and other languages
    /// with a decimal comma (semicolons, decimal commas, a byte order mark)
    #[arg(long, value_name = "DIALECT", default_value = "standard")]
    pub(crate) csv_dialect: CsvDialect,
    /// Write nothing if any file is unreadable or partial
    #[arg(long)]
    pub(crate) strict: bool,
}

impl TableArgs {
    /// Returns the formats of the tables, each once.
    pub(crate) fn table_formats(&self) -> BTreeSet<TableFormat> {
        let tables = self.formats.iter().filter_map(|format| match format {
            ReportFormat::Table(format) => Some(*format),
            ReportFormat::Page => None,
        });
        tables.collect()
    }

    pub(crate) fn wants_page(&self) -> bool {
        self.page.is_some() || self.formats.contains(&ReportFormat::Page)
    }
}

/// Place of the page of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PagePlace {
    BesideTables,
    File(PathBuf),
    /// Beside the tables. The text after the option does not name a page, so it is a PATH to read.
    BeforePath(PathBuf),
}

impl ReportArgs {
    /// Moves a PATH that follows `--page` to the other paths.
    pub(crate) fn settle(&mut self) -> anyhow::Result<()> {
        if let Some(PagePlace::BeforePath(path)) = &self.tables.page {
            if !path.exists() && path.as_os_str() != "-" {
                let path = shown_path(path);
                bail!(
                    "--page {path}: the name of a page must end in .html, and there is no {path} to read"
                );
            }
            self.runs.paths.insert(0, path.clone());
            self.tables.page = Some(PagePlace::BesideTables);
        }
        Ok(())
    }
}

/// Format of a report: a format of its tables, or a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    Table(TableFormat),
    Page,
}

impl FromStr for ReportFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if ["page", "html"].iter().any(|name| text.eq_ignore_ascii_case(name)) {
            return Ok(Self::Page);
        }
        let table = text.parse().map(Self::Table);
        table.map_err(|error: InvalidTableFormat| format!("{error}; page writes a page"))
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GradeArgs {
    /// Files to explain. export.zip means all activities in the archive, export.zip/run.fit one of
    /// them. Names from the tables work in the searched folder and in any folder below it. - reads
    /// a file from standard input. last means the last run in the current folder, or in the folder
    /// or archive that follows it
    #[arg(required_unless_present_any = ["schema", "date"], value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Explain the runs of a day; FILE is then the folder or archive that is searched [default: the
    /// current folder]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,
    /// Print everything, instead of at most 24 lines
    #[arg(long)]
    pub(crate) full: bool,
    #[command(flatten)]
    pub(crate) json: JsonArgs,
    /// Grade each file without the other files in its folder or archive
    #[arg(long)]
    pub(crate) alone: bool,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) athlete: AthleteArgs,
}

/// JSON instead of a page.
#[derive(Debug, ClapArgs)]
pub(crate) struct JsonArgs {
    /// Print all results as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the JSON Schema of the output of --json
    #[arg(long)]
    pub(crate) schema: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SchemaArgs {
    /// Table: runs, weekly, files or samples
    #[arg(value_name = "TABLE", value_parser = ["runs", "weekly", "files", "samples"])]
    pub(crate) table: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SamplesArgs {
    /// File with the run. export.zip/run.fit is a file in an archive. - reads a file from standard
    /// input
    #[arg(value_name = "FILE")]
    pub(crate) run: PathBuf,
    /// Number of the session in the file, from 0 [default: the first run]
    #[arg(long, value_name = "N")]
    pub(crate) session: Option<u32>,
    /// Also print the positions, which tell where the athlete lives
    #[arg(long)]
    pub(crate) positions: bool,
    /// Format of the table: csv, json or ndjson; with the build feature columnar also parquet and
    /// ipc
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    pub(crate) format: TableFormat,
    /// Dialect of CSV: standard, or excel for a spreadsheet with a decimal comma
    #[arg(long, value_name = "DIALECT", default_value = "standard")]
    pub(crate) csv_dialect: CsvDialect,
    /// Grade the run without the other files in its folder or archive
    #[arg(long)]
    pub(crate) alone: bool,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) athlete: AthleteArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ZonesArgs {
    /// Files and folders with runs; they supply heart rates that the athlete file does not have
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) heart_rate: HeartRateArgs,
    /// Date for which the athlete file's heart rates are taken [default: today]
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
    /// Writes an athlete file with the six settings that matter most
    #[command(after_help = "Examples:
  recoup athlete init --from export.zip
  recoup athlete init kari.toml
  recoup athlete init --all - | grep -B 1 duration")]
    Init(InitArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InitArgs {
    /// File to write; - prints to standard output
    #[arg(value_name = "FILE", default_value = "athlete.toml")]
    pub(crate) file: PathBuf,
    /// Files, folders or archives with runs, from which the settings are filled in
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Vec<PathBuf>,
    /// Write every setting, with its meaning and its default
    #[arg(long)]
    pub(crate) all: bool,
    /// Overwrite the file if there is one
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) input: InputArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Writes a config file with every key, its meaning and its default
    #[command(after_help = "Examples:
  recoup config init
  recoup config init - | less")]
    Init(ConfigInitArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ConfigInitArgs {
    /// File to write; - prints to standard output [default: the file that recoup reads, such as
    /// ~/.config/recoup/config.toml]
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Overwrite the file if there is one
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InspectArgs {
    /// Files to show (FIT, GPX or TCX, also gzipped); export.zip means all activities in it,
    /// export.zip!/run.fit one of them (use the names in files.csv); - reads a file from standard
    /// input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Also show the values of fields that FIT's public profile does not name
    #[arg(short, long)]
    pub(crate) all: bool,
    /// Also show the positions, which tell where the athlete lives
    #[arg(long)]
    pub(crate) positions: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CompletionsArgs {
    /// Shell that reads the script
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ManArgs {
    /// Command, such as report or athlete init [default: recoup itself]
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
    /// Write all pages to this folder instead: recoup.1, recoup-report.1, ...
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub(crate) out: Option<PathBuf>,
}

/// Options for reading files.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Reading")]
pub(crate) struct InputArgs {
    /// Read every file again; neither use nor fill the cache of earlier results
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// Show e-mail addresses in file names, instead of (address)
    #[arg(long)]
    pub(crate) keep_addresses: bool,
    /// Folder of the cache, from the config file.
    #[arg(skip)]
    pub(crate) cache_folder: Option<PathBuf>,
}

/// Settings of the athlete. Each option wins over every athlete file.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Athlete")]
pub(crate) struct AthleteArgs {
    #[command(flatten)]
    pub(crate) heart_rate: HeartRateArgs,
    /// Training plan: a file or a folder. A plan is a CSV file with the columns date and type,
    /// workouts of TrainingPeaks (CSV), events of intervals.icu (JSON) or a calendar (ICS). Repeat
    /// the option for several [default: from the athlete file]
    #[arg(long, value_name = "PATH")]
    pub(crate) plan: Vec<PathBuf>,
    /// Time zone of recordings with neither local time nor coordinates, such as Europe/Oslo
    /// [default: from the athlete file, else UTC]
    #[arg(long = "tz", value_name = "ZONE")]
    pub(crate) time_zone: Option<String>,
}

/// Settings of the heart-rate zones.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Athlete")]
pub(crate) struct HeartRateArgs {
    /// Maximum heart rate [default: from the athlete file, else from the runs' own files]
    #[arg(long, value_name = "BPM", value_parser = heart_rate)]
    pub(crate) max_hr: Option<f64>,
    /// Zone model: fljuga, garmin, karvonen, olympiatoppen, friel, 80-20, device, or the lower
    /// edges of your own Zones 1-5, such as max:68,73,80,87,93 (percent of max:, reserve: or
    /// threshold:, or in bpm:) [default: from the athlete file, else fljuga]
    #[arg(long, value_name = "MODEL")]
    pub(crate) zones: Option<ZoneModel>,
    /// Athlete file (TOML); in a report of several athletes, for those without a file of their own
    /// [default: the nearest athlete.toml in or above the folder of the runs, else the one in the
    /// config file]
    #[arg(long = "athlete", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Athlete file if no other is found, from the config file.
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

/// Reads the place of a page; an empty text means beside the tables.
fn page_place(text: &str) -> PagePlace {
    match page_file(text) {
        _ if text.is_empty() => PagePlace::BesideTables,
        Ok(file) => PagePlace::File(file),
        Err(_) => PagePlace::BeforePath(PathBuf::from(text)),
    }
}

/// Reads the name of a page.
fn page_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let is_page = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"));
    if is_page {
        return Ok(path);
    }
    Err("the name of a page must end in .html".to_owned())
}

fn number_of_weeks(text: &str) -> Result<usize, String> {
    let weeks = text.parse().ok().filter(|&weeks| weeks > 0);
    weeks.ok_or_else(|| "give a whole number from 1 on; --all prints all weeks".to_owned())
}

fn date(text: &str) -> Result<Date, String> {
    written_date(text).map_err(|cause| {
        let cause = cause.map(|cause| format!("{cause}; ")).unwrap_or_default();
        format!("{cause}dates are written 2026-03-02: year, month, day")
    })
}

fn heart_rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(bpm) if (f64::from(LEAST_BPM)..=f64::from(MOST_BPM)).contains(&bpm) => Ok(bpm),
        _ => Err(format!(
            "a maximum heart rate is between {LEAST_BPM} and {MOST_BPM} bpm; without this option, \
             the value in the athlete file or the runs' own files is used"
        )),
    }
}
