//! A report: the graded runs of some files, with their weeks and the answer.

use crate::answer::Answer;
use crate::athlete::Wanted;
use crate::errors::{config_error, io_cause, os_error, value_error};
use crate::interrupt::{Watch, watched};
use crate::source::Source;
use crate::table::Table;
use maud::{Markup, html};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use recoup::analysis::calendar::{Period, WeekStart};
use recoup::analysis::wording::{did_you_mean, nearest, range};
use recoup::jiff::ZonedDateTime;
use recoup::jiff::civil::Date;
use recoup::report::arrow::{files_batch, runs_batch, weeks_batch};
use recoup::report::page::{self, page};
use recoup::{
    Athlete, BatchOptions, Cache, ConfigError, FileRecord, ROSTER_FILE, ReadOptions, Roster,
    RosterOptions, Week, common_athlete_file, no_runs_in_period, shown_path,
};
use std::fs;
use std::path::{Path, PathBuf};

/// Number of weeks that a notebook shows.
const WEEKS_SHOWN: usize = 12;

/// Graded runs with their weeks, files and answer.
///
/// `print(report)` sums up the last weeks, or says why there is no run. `report.runs`,
/// `report.weeks` and `report.files` are tables with the columns of runs.csv, weekly.csv and
/// files.csv. `report.page()` is the page with pictures, as HTML.
#[pyclass(module = "recoup", frozen)]
pub(crate) struct Report {
    graded: Graded,
    runs: PyOnceLock<Py<Table>>,
    weeks: PyOnceLock<Py<Table>>,
    files: PyOnceLock<Py<Table>>,
}

/// Records of the files of some athletes, with the weeks and the answers.
struct Graded {
    athletes: Vec<Athlete>,
    records: Vec<FileRecord>,
    weeks: Vec<Week>,
    answers: Vec<recoup::Answer>,
}

/// Days of a report as the caller wrote them, and number of weeks of the answer.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Range {
    since: Option<String>,
    until: Option<String>,
    /// Number of weeks with runs to answer for; [`None`] means all.
    last_weeks: Option<usize>,
}

impl Range {
    /// Returns the first and the last day.
    fn days(&self, week_start: WeekStart) -> PyResult<(Option<Date>, Option<Date>)> {
        let today = ZonedDateTime::now().date();
        let days = |name: &str, text: &Option<String>| {
            let period = text.as_ref().map(|text| text.parse::<Period>()).transpose();
            let written = text.as_deref().unwrap_or_default();
            let wrong = |error| value_error(format!("{name}={written:?}: {error}"));
            Ok::<_, PyErr>(period.map_err(wrong)?.map(|period| period.days(today, week_start)))
        };
        let since = days("since", &self.since)?.map(|days| days.0);
        let until = days("until", &self.until)?.map(|days| days.1);
        if since.zip(until).is_some_and(|(since, until)| since > until) {
            return Err(value_error("`since` is after `until`"));
        }
        Ok((since, until))
    }
}

/// Options of reading.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Reading {
    athletes_from_folders: bool,
    keep_addresses: bool,
    threads: usize,
    /// Folder of the cache, or whether to use the usual one.
    cache: CacheChoice,
}

/// The cache that a caller wants.
#[derive(FromPyObject)]
pub(crate) enum CacheChoice {
    #[pyo3(annotation = "bool")]
    Usual(bool),
    #[pyo3(annotation = "str or os.PathLike")]
    Folder(PathBuf),
}

impl CacheChoice {
    /// Opens the cache. Returns [`None`] if the usual folder cannot be used. Fails if a folder that
    /// the caller named cannot be used.
    pub(crate) fn open(&self) -> PyResult<Option<Cache>> {
        match self {
            Self::Usual(false) => Ok(None),
            Self::Usual(true) => {
                Ok(Cache::usual_folder(None).and_then(|folder| Cache::open(&folder).ok()))
            }
            Self::Folder(folder) => Cache::open(folder).map(Some).map_err(|error| {
                io_cause(&error)
                    .map_or_else(|| value_error(&error), |cause| os_error(folder, cause))
            }),
        }
    }
}

/// Reads and grades all runs below some paths, or in bytes.
#[pyfunction]
pub(crate) fn report(
    py: Python<'_>,
    sources: Vec<Source<'_>>,
    wanted: Wanted,
    range: Range,
    reading: Reading,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Report> {
    let paths: Vec<PathBuf> = sources.iter().map(|source| source.path().to_owned()).collect();
    let mut in_memory = sources.iter().filter_map(Source::bytes);
    let bytes = in_memory.next();
    if in_memory.next().is_some() {
        return Err(value_error(
            "bytes of several files: put them into a ZIP, or call measure and finish",
        ));
    }
    for path in sources.iter().filter(|source| source.bytes().is_none()).map(Source::path) {
        fs::metadata(path).map_err(|error| os_error(path, &error))?;
    }
    let file =
        if wanted.is_named() { None } else { own_file(&paths, reading.athletes_from_folders)? };
    let base = wanted.or_of_file(file)?;
    let adjust = |athlete: &mut Athlete| wanted.apply(athlete);
    let (since, until) = range.days(base.policy.week_start)?;
    let cache = reading.cache.open()?;
    let options = ReadOptions::new()
        .stdin(bytes)
        .cache(cache.as_ref())
        .keep_addresses(reading.keep_addresses)
        // Tables and pages of earlier reports are no input.
        .tables_folder(Path::new(recoup::REPORT_FOLDER));
    let graded = watched(py, progress.as_ref(), |watch: &Watch<'_>| {
        let roster_options =
            RosterOptions::new(base).from_folders(reading.athletes_from_folders).adjust(&adjust);
        let roster = Roster::new(&paths, &options, &roster_options)?;
        let batch = BatchOptions::new()
            .threads(reading.threads)
            .since(since)
            .until(until)
            .progress(watch.progress)
            .cancel(watch.cancel);
        let records = roster.assess(&options, &batch);
        Ok::<_, ConfigError>(Graded::of_roster(roster, records, range.last_weeks))
    })?;
    Ok(Report::new(graded.map_err(|error| config_error(&error))?))
}

/// Finds the athlete file of some paths like the command; [`None`] if there is none, and for
/// several athletes.
fn own_file(paths: &[PathBuf], from_folders: bool) -> PyResult<Option<PathBuf>> {
    if from_folders || paths.iter().any(|path| path.join(ROSTER_FILE).is_file()) {
        return Ok(None);
    }
    common_athlete_file(paths).map_err(|[first, second]| {
        value_error(format!(
            "found two athlete files, {} and {}; pass one as athlete=Athlete.from_file(...), or make a \
             report for each",
            shown_path(&first),
            shown_path(&second)
        ))
    })
}

impl Graded {
    /// Sums up the records of a roster.
    fn of_roster(roster: Roster, records: Vec<FileRecord>, last_weeks: Option<usize>) -> Self {
        let weeks = roster.weeks(&records);
        let answers = roster.answers(&records, &weeks, last_weeks);
        let athletes = roster.athletes.into_iter().map(|one| one.athlete).collect();
        Self { athletes, records, weeks, answers }
    }

    /// Returns the athletes with files.
    fn athletes_with_files(&self) -> Vec<&Athlete> {
        let has_files = |one: &&Athlete| self.records.iter().any(|file| file.athlete == one.name);
        self.athletes.iter().filter(has_files).collect()
    }
}

impl Report {
    fn new(graded: Graded) -> Self {
        let (runs, weeks, files) = (PyOnceLock::new(), PyOnceLock::new(), PyOnceLock::new());
        Self { graded, runs, weeks, files }
    }

    /// Makes the report of one athlete's records.
    pub(crate) fn of_one(
        athlete: Athlete,
        mut records: Vec<FileRecord>,
        range: &Range,
    ) -> PyResult<Self> {
        let (since, until) = range.days(athlete.policy.week_start)?;
        if since.is_some() || until.is_some() {
            for record in &mut records {
                record.retain_dates(since, until);
            }
        }
        let weeks = recoup::weeks(&records, &athlete);
        let answers = recoup::answers(&records, &weeks, &athlete.policy, range.last_weeks);
        Ok(Self::new(Graded { athletes: vec![athlete], records, weeks, answers }))
    }
}

#[pymethods]
impl Report {
    /// Runs: a row for each run, sorted by athlete, start and file, with the columns of runs.csv.
    /// `file` is relative to the searched path.
    #[getter]
    fn runs(&self, py: Python<'_>) -> PyResult<Py<Table>> {
        let made = || Py::new(py, Table::new(runs_batch(&self.graded.records))?);
        Ok(self.runs.get_or_try_init(py, made)?.clone_ref(py))
    }

    /// Weeks: a row for each athlete and week, sorted, with the columns of weekly.csv.
    #[getter]
    fn weeks(&self, py: Python<'_>) -> PyResult<Py<Table>> {
        let made = || Py::new(py, Table::new(weeks_batch(&self.graded.weeks))?);
        Ok(self.weeks.get_or_try_init(py, made)?.clone_ref(py))
    }

    /// Files: a row for each file and each member of an archive, with its status and the reason.
    /// The columns are those of files.csv.
    #[getter]
    fn files(&self, py: Python<'_>) -> PyResult<Py<Table>> {
        let made = || Py::new(py, Table::new(files_batch(&self.graded.records))?);
        Ok(self.files.get_or_try_init(py, made)?.clone_ref(py))
    }

    /// Names of the athletes with files, sorted. The name of an athlete without a name is "" here,
    /// and None in tables.
    #[getter]
    fn athletes(&self) -> Vec<&str> {
        self.graded.athletes_with_files().into_iter().map(|one| one.name.as_str()).collect()
    }

    /// The answer for the only athlete; None without a run. Raises ValueError for several athletes;
    /// use `answers` for these.
    #[getter]
    fn answer(&self) -> PyResult<Option<Answer>> {
        match &self.graded.answers[..] {
            [] => Ok(None),
            [only] => Ok(Some(Answer(only.clone()))),
            several => {
                let athletes = several.len();
                Err(value_error(format!("a report of {athletes} athletes: use `answers`")))
            }
        }
    }

    /// The answers: one for each athlete with runs, in the order of their names.
    #[getter]
    fn answers(&self) -> Vec<Answer> {
        self.graded.answers.iter().cloned().map(Answer).collect()
    }

    /// Returns the page with pictures of an athlete: one HTML document that needs no other file and
    /// no network. `athlete` is a name in `athletes`, and is required if there are several. Write
    /// it as UTF-8: `pathlib.Path("report.html").write_text(report.page(), encoding="utf-8")`.
    #[pyo3(signature = (athlete = None))]
    fn page(&self, py: Python<'_>, athlete: Option<&str>) -> PyResult<String> {
        let athletes = self.graded.athletes_with_files();
        let default = Athlete::default();
        let one: &Athlete = match (athlete, &athletes[..]) {
            (None, []) => &default,
            (None, [only]) => only,
            (None, several) => {
                let names: Vec<&str> = several.iter().map(|one| one.name.as_str()).collect();
                return Err(value_error(format!("name one of the athletes: {names:?}")));
            }
            (Some(name), all) => {
                all.iter().find(|one| one.name == name).copied().ok_or_else(|| {
                    let hint = did_you_mean(nearest(name, all.iter().map(|one| one.name.as_str())));
                    PyKeyError::new_err(format!("no athlete is called {name:?}{hint}"))
                })?
            }
        };
        let Graded { records, weeks, answers, .. } = &self.graded;
        Ok(py.detach(|| page(&page::Report::of_athlete(one, records, weeks, answers))))
    }

    fn __str__(&self) -> String {
        let Graded { answers, .. } = &self.graded;
        let texts = answers.iter().map(|answer| {
            let sentences = answer.sentences().into_iter().map(|sentence| sentence.text);
            let name = (answers.len() > 1).then(|| format!("{}:", answer.athlete));
            name.into_iter().chain(sentences).collect::<Vec<_>>().join("\n")
        });
        if answers.is_empty() {
            self.without_runs()
        } else {
            texts.collect::<Vec<_>>().join("\n\n")
        }
    }

    fn __repr__(&self) -> String {
        let Graded { records, weeks, .. } = &self.graded;
        let runs: usize = records.iter().map(|record| record.runs.len()).sum();
        let (files, weeks) = (records.len(), weeks.len());
        format!("<recoup.Report: {runs} runs of {files} files in {weeks} weeks>")
    }

    fn _repr_html_(&self) -> String {
        let answers = &self.graded.answers;
        if answers.is_empty() {
            return html! { p { (self.without_runs()) } }.into_string();
        }
        html! {
            @for answer in answers {
                @if answers.len() > 1 { h3 { (answer.athlete) } }
                @for sentence in answer.sentences() { p { (sentence.text) } }
                (self.last_weeks(&answer.athlete))
            }
        }
        .into_string()
    }
}

impl Report {
    /// Returns the advice for a report without runs.
    fn without_runs(&self) -> String {
        no_runs_in_period(&self.graded.records).unwrap_or_else(|| {
            "No runs to grade; report.files has the reason for each file.".to_owned()
        })
    }

    /// Shows the last weeks of an athlete.
    fn last_weeks(&self, athlete: &str) -> Markup {
        let weeks: Vec<&Week> =
            self.graded.weeks.iter().filter(|week| week.athlete == athlete).collect();
        let last = &weeks[weeks.len().saturating_sub(WEEKS_SHOWN)..];
        html! {
            table {
                thead { tr {
                    @for head in ["Week", "Runs", "Recovery runs", "Nearly", "Asked for", "Hard sessions"] {
                        th { (head) }
                    }
                } }
                tbody { @for week in last { tr {
                    td { (week.week) }
                    td { (week.runs) }
                    td { (week.recovery_runs) }
                    td { (week.nearly_runs) }
                    td { (range(week.range_low, week.range_high)) }
                    td { (week.hard_sessions) }
                } } }
            }
        }
    }
}
