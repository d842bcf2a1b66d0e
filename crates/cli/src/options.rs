//! The athlete that the options and the athlete file describe. Options win over the file.

use crate::args::{AthleteArgs, HeartRateArgs};
use crate::output::messages;
use crate::paths::{self, is_standard_stream};
use anyhow::{anyhow, bail};
use recoup::shown_path;
use recoup::{ATHLETE_FILE, Athlete};
use std::path::{Path, PathBuf};

/// Returns the athlete that the athlete file and the options describe, with the plan.
pub(crate) fn load(args: &AthleteArgs) -> anyhow::Result<Athlete> {
    let mut athlete = from_file(&args.heart_rate)?;
    if let Some(plan) = &args.plan {
        paths::must_be_there(plan)?;
    }
    set_all_options(&mut athlete, args);
    athlete.zone()?;
    recoup::read_plan(&mut athlete)?;
    Ok(athlete)
}

/// Finds the athlete file of some runs, unless an option names one.
///
/// The file is `Anna.toml` beside `Anna.zip`, else the nearest `athlete.toml` in or above the folder of
/// each path, else the one in the config file. Do not call this for several athletes, because each of them has a file.
///
/// # Errors
///
/// If two paths have different athlete files, because the runs then belong to different athletes.
pub(crate) fn find_file(args: &mut HeartRateArgs, paths: &[PathBuf]) -> anyhow::Result<()> {
    if args.file.is_some() {
        return Ok(());
    }
    let nearest = |path: &PathBuf| {
        let path = std::path::absolute(path).ok().filter(|_| !is_standard_stream(path))?;
        // A member's path goes on behind its archive.
        let outer = path.to_str().and_then(|text| text.split_once("!/"));
        let outer = outer.map_or(&*path, |(archive, _)| Path::new(archive));
        let is_archive = |path: &&Path| {
            path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
                && path.is_file()
        };
        let archive = outer.ancestors().find(is_archive);
        let beside = archive.map(|archive| archive.with_extension("toml"));
        let above = path.ancestors().map(|folder| folder.join(ATHLETE_FILE));
        beside.into_iter().chain(above).find(|file| file.is_file())
    };
    let mut found: Vec<PathBuf> = paths.iter().filter_map(nearest).collect();
    found.dedup();
    if let [first, second, ..] = &found[..] {
        bail!(
            "found two athlete files, {} and {}; choose one with --athlete, or run recoup once for \
             each athlete",
            shown_path(first),
            shown_path(second)
        );
    }
    args.file = found.pop().or_else(|| args.usual.take());
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
    if let Some(plan) = &args.plan {
        athlete.plan = Some(plan.clone());
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
