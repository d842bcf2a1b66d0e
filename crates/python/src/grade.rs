//! Single runs: their grade and their samples.

use crate::athlete::Wanted;
use crate::errors::{UnreadableError, value_error};
use crate::interrupt::{Watch, watched};
use crate::report::CacheChoice;
use crate::run::Run;
use crate::source::{Source, contents};
use crate::table::Table;
use pyo3::prelude::*;
use recoup::analysis::run::sessions::{chosen, sessions};
use recoup::report::arrow::samples_batch;
use recoup::{
    Athlete, BatchOptions, Cache, Company, Locator, Measured, ReadOptions, Session, assess_paths,
    assess_session, athlete_root, nearest_athlete_file, run_samples,
};
use std::path::Path;

/// Options of grading a run.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Grading {
    /// Whether the other files in the folder are left out.
    alone: bool,
    cache: CacheChoice,
}

/// A file to grade, with the athlete and the cache.
struct Named<'a> {
    path: &'a Path,
    bytes: Option<&'a [u8]>,
    athlete: Athlete,
    alone: bool,
    cache: Option<Cache>,
}

impl<'a> Named<'a> {
    fn new(source: &'a Source<'_>, wanted: &Wanted, grading: &Grading) -> PyResult<Self> {
        let (path, bytes) = (source.path(), source.bytes());
        let file = if bytes.is_some() { None } else { nearest_athlete_file(path) };
        let athlete = wanted.or_of_file(file)?;
        let alone = grading.alone || bytes.is_some();
        let cache = if alone { None } else { grading.cache.open()? };
        Ok(Self { path, bytes, athlete, alone, cache })
    }

    fn reading(&self) -> ReadOptions<'_> {
        ReadOptions::new().stdin(self.bytes).cache(self.cache.as_ref())
    }

    /// Assesses the other runs in the file's folder or archive.
    fn company(&self, watch: &Watch<'_>) -> PyResult<Company> {
        let reading = self.reading();
        let file = Locator::new(&reading).file_on_disk(self.path);
        let root = file.filter(|_| !self.alone).and_then(|file| athlete_root(&file));
        let Some(root) = root else { return Ok(Company::default()) };
        let options = BatchOptions::new().progress(watch.progress).cancel(watch.cancel);
        let records = assess_paths(&[root], &self.athlete, &reading, &options);
        Ok(Company::new(records.map_err(value_error)?))
    }
}

/// Grades the runs of a file.
#[pyfunction]
pub(crate) fn grade(
    py: Python<'_>,
    source: Source<'_>,
    wanted: Wanted,
    grading: Grading,
) -> PyResult<Vec<Run>> {
    let mut named = Named::new(&source, &wanted, &grading)?;
    watched(py, None, |watch| {
        let read = contents(named.path, &named.reading())?;
        let company = named.company(watch)?;
        let policy = &named.athlete.policy;
        let mut measured: Vec<(String, Box<Measured>)> = Vec::new();
        for (file, contents) in &read {
            for activity in &sessions(&contents.activities, policy) {
                if let Session::Run(run) | Session::Undated(run, None) =
                    assess_session(activity, policy)
                {
                    measured.push((file.clone(), run));
                }
            }
        }
        let runs = measured.iter().map(|(_, run)| &**run);
        named.athlete.maxima = Some(company.maxima_or_of(runs, &named.athlete));
        let graded = |(file, run): (String, Box<Measured>)| {
            Run::new(file, company.grade(&run, &named.athlete))
        };
        Ok(measured.into_iter().map(graded).collect())
    })?
}

/// Makes the table of the samples of a run.
#[pyfunction]
pub(crate) fn samples(
    py: Python<'_>,
    source: Source<'_>,
    wanted: Wanted,
    grading: Grading,
    session: Option<u32>,
    positions: bool,
) -> PyResult<Table> {
    let mut named = Named::new(&source, &wanted, &grading)?;
    let batch = watched(py, None, |watch| {
        let read = contents(named.path, &named.reading())?;
        let policy = named.athlete.policy.clone();
        let [(file, contents)] = &read[..] else {
            let some: Vec<&str> = read.iter().map(|(file, _)| file.as_str()).take(3).collect();
            let some = some.join(", ");
            return Err(value_error(format!("an archive; name one file in it, such as {some}")));
        };
        let all = sessions(&contents.activities, &policy);
        let Some(activity) = chosen(&all, session, &policy) else {
            return Err(match session {
                Some(number) => value_error(format!(
                    "{file}: there is no session {number}; the file has {}, numbered from 0",
                    all.len()
                )),
                None => UnreadableError::new_err(format!(
                    "{file}: no run in it; `session` takes any session"
                )),
            });
        };
        named.athlete.maxima = named.company(watch)?.maxima();
        let run = recoup::assess(activity, &named.athlete).map_err(value_error)?;
        Ok(samples_batch(&run_samples(activity, &run, &policy), positions))
    })??;
    Table::new(batch)
}
