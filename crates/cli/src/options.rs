//! Reads the athlete that the options and the athlete file describe. Options win over the file.

use crate::args::{AthleteArgs, HeartRateArgs};
use crate::output::messages;
use crate::paths;
use anyhow::{anyhow, bail};
use recoup::{Athlete, common_athlete_file, shown_path};
use std::path::PathBuf;

/// Returns the athlete that the athlete file and the options describe, with the plan.
pub(crate) fn load(args: &AthleteArgs) -> anyhow::Result<Athlete> {
    let mut athlete = from_file(&args.heart_rate)?;
    args.plan.iter().try_for_each(|plan| paths::must_be_there(plan))?;
    set_all_options(&mut athlete, args);
    athlete.zone()?;
    recoup::read_plan(&mut athlete)?.into_iter().for_each(messages::warning);
    Ok(athlete)
}

/// Finds the athlete file of some runs, unless an option names one. Takes the nearest file of each
/// path, or otherwise the file in the config file. Do not call this for several athletes, because
/// each of them has a file.
///
/// # Errors
///
/// Fails if two paths have different athlete files, because the runs then belong to different
/// athletes.
pub(crate) fn find_file(args: &mut HeartRateArgs, paths: &[PathBuf]) -> anyhow::Result<()> {
    if args.file.is_some() {
        return Ok(());
    }
    match common_athlete_file(paths) {
        Ok(found) => args.file = found.or_else(|| args.usual.take()),
        Err([first, second]) => bail!(
            "found two athlete files, {} and {}; choose one with --athlete, or run recoup once for \
             each athlete",
            shown_path(&first),
            shown_path(&second)
        ),
    }
    if let Some(file) = &args.file {
        messages::note(format!("using the athlete file {}", shown_path(file)));
    }
    Ok(())
}

/// Reads the athlete file. Without one, returns the default athlete.
pub(crate) fn from_file(args: &HeartRateArgs) -> anyhow::Result<Athlete> {
    let Some(path) = &args.file else { return Ok(Athlete::default()) };
    paths::must_be_there(path)
        .map_err(|error| anyhow!("{error}; `recoup athlete init` creates an athlete file"))?;
    Ok(recoup::read_athlete(path)?)
}

/// Applies all options, which win over the athlete file.
pub(crate) fn set_all_options(athlete: &mut Athlete, args: &AthleteArgs) {
    set_options(athlete, &args.heart_rate);
    if let Some(zone) = &args.time_zone {
        athlete.time_zone = Some(zone.clone());
    }
    if !args.plan.is_empty() {
        athlete.plan.clone_from(&args.plan);
    }
}

/// Applies the options for heart-rate zones, which win over the athlete file.
pub(crate) fn set_options(athlete: &mut Athlete, args: &HeartRateArgs) {
    if let Some(max_bpm) = args.max_hr {
        athlete.set_max_hr(max_bpm);
    }
    if let Some(model) = args.zones {
        athlete.zones = model;
    }
}
