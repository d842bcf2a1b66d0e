//! The page and the tables of graded files, and the facts that are shown beside them.

use recoup::analysis::wording::counted;
use recoup::report::page::{self, page};
use recoup::report::{CsvDialect, TableRows, write_csv};
use recoup::{Answer, AnswerDoubt, Assessment, Athlete, FileRecord, Remedy};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;
use wasm_bindgen::prelude::wasm_bindgen;

/// Number of maxima that are listed.
const USED_SHOWN: usize = 6;

/// The page, the tables and some facts.
#[wasm_bindgen(getter_with_clone)]
pub struct Report {
    /// Page with pictures, the same as `report.html` of the command.
    pub page: String,
    /// `weekly.csv`.
    pub weekly: String,
    /// `runs.csv`.
    pub runs: String,
    /// `files.csv`.
    pub files: String,
    /// Facts that the page shows beside the report, as JSON.
    pub facts: String,
}

/// Facts that are shown beside the page.
#[derive(Serialize)]
struct Facts {
    /// Number of files and runs, in words.
    summary: String,
    /// Remarks on the settings.
    remarks: Vec<String>,
    maximum: Maximum,
}

/// The maximum heart rate, as far as the files say.
#[derive(Serialize)]
struct Maximum {
    /// Whether verdicts depend on an answer of the runner.
    matters: bool,
    /// Maxima that the runs were graded by: value and source in words, with the number of runs.
    used: Vec<String>,
    /// Highest setting of a watch or of the athlete in beats per minute, as a proposal.
    proposed_bpm: Option<f64>,
}

impl Report {
    pub(crate) fn new(
        athlete: &Athlete,
        records: &[FileRecord],
        remarks: Vec<String>,
    ) -> io::Result<Self> {
        let weeks = recoup::weeks(records, athlete);
        let answers = recoup::answers(records, &weeks, &athlete.policy, Some(Answer::WEEKS));
        let runs: Vec<&Assessment> = records.iter().flat_map(|record| &record.runs).collect();
        let summary =
            format!("{} in {}", counted(runs.len(), "run"), counted(records.len(), "file"));
        let facts = Facts { summary, remarks, maximum: Maximum::new(&runs, answers.first()) };
        Ok(Self {
            page: page(&page::Report::of_athlete(athlete, records, &weeks, &answers)),
            weekly: csv(TableRows::Weeks(&weeks))?,
            runs: csv(TableRows::Runs(records))?,
            files: csv(TableRows::Files(records))?,
            facts: serde_json::to_string(&facts)?,
        })
    }
}

impl Maximum {
    fn new(runs: &[&Assessment], answer: Option<&Answer>) -> Self {
        let mut used: BTreeMap<(i64, &str), usize> = BTreeMap::new();
        for run in runs {
            if let Some(bpm) = run.max_bpm {
                *used.entry((bpm.round() as i64, run.max_source.in_words())).or_default() += 1;
            }
        }
        let unknown = runs.iter().filter(|run| run.max_bpm.is_none()).count();
        let settings = runs.iter().filter(|run| run.max_source.is_setting());
        let proposed_bpm = settings.filter_map(|run| run.max_bpm).reduce(f64::max);
        let mut used: Vec<((i64, &str), usize)> = used.into_iter().collect();
        used.sort_by_key(|(_, runs)| std::cmp::Reverse(*runs));
        let others = used.split_off(used.len().min(USED_SHOWN)).len();
        let mut words: Vec<String> = used
            .into_iter()
            .map(|((bpm, source), runs)| format!("{bpm} from {source}: {}", counted(runs, "run")))
            .collect();
        if others > 0 {
            words.push(format!("{} more", counted(others, "maximum")));
        }
        if unknown > 0 && !words.is_empty() {
            words.push(format!("unknown: {}", counted(unknown, "run")));
        }
        let is_of_max = |doubt: &AnswerDoubt| {
            matches!(doubt, AnswerDoubt::MaxUnknown(_) | AnswerDoubt::Max(..))
        };
        let is_doubtful = answer.is_some_and(|answer| answer.doubts.iter().any(is_of_max));
        let change = answer.and_then(|answer| answer.change.as_ref());
        let is_asked = change.is_some_and(|change| change.remedy == Remedy::TellMaximum);
        Self { matters: is_asked || is_doubtful, used: words, proposed_bpm }
    }
}

fn csv(rows: TableRows<'_>) -> io::Result<String> {
    let mut bytes = Vec::new();
    write_csv(rows, CsvDialect::Standard, &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}
