//! `recoup samples`: prints the samples of a run as a table.

use crate::args::SamplesArgs;
use crate::commands::company::company_of;
use crate::exit::Done;
use crate::input::{Input, found_by_name};
use crate::{options, paths};
use anyhow::{anyhow, bail};
use recoup::analysis::run::sessions::{chosen, sessions};
use recoup::{Locator, frames, run_samples, shown_path};
use std::io::Write;
use std::slice;

pub(crate) fn run(mut args: SamplesArgs) -> anyhow::Result<Done> {
    options::find_file(&mut args.athlete.heart_rate, slice::from_ref(&args.run))?;
    let mut athlete = options::load(&args.athlete)?;
    let input = Input::of_files(slice::from_ref(&args.run), Some(&args.input))?;
    let reading = input.reading();
    let mut locator = Locator::new(&reading);
    let named = found_by_name(&args.run, &locator);
    let path = &*named.path;
    let shown = shown_path(path);
    let located =
        locator.locate(path).map_err(|error| anyhow!("{shown}: {error}{}", paths::hint(path)))?;
    let [found] = &located[..] else {
        bail!("{shown}: an archive; name one file in it, such as {}", located[1].name);
    };
    let contents = locator.read(found).map_err(|error| anyhow!("{shown}: {error}"))?;
    let all = sessions(&contents.activities, &athlete.policy);
    let Some(activity) = chosen(&all, args.session, &athlete.policy) else {
        match args.session {
            Some(number) => bail!(
                "{shown}: there is no session {number}; the file has {}, numbered from 0",
                all.len()
            ),
            None => bail!("{shown}: no run in it; --session N prints another session"),
        }
    };
    if !args.alone {
        let root = named.athlete_root(&locator);
        athlete.maxima = company_of(root.as_slice(), &reading, &athlete)?.maxima();
    }
    let run = recoup::assess(activity, &athlete)?;
    let samples = run_samples(activity, &run, &athlete.policy);
    let frame = frames::samples_frame(&samples, args.positions)?;
    // The table is made in memory first, so that a failure to make it is not confused with a reader
    // that stops early.
    let mut table = Vec::new();
    frames::write_in_dialect(&frame, args.format, args.csv_dialect, &mut table)?;
    let mut out = std::io::stdout().lock();
    out.write_all(&table)?;
    out.flush()?;
    Ok(Done::Clean)
}
