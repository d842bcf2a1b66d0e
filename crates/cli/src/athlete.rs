//! The athlete, from the file and the options that win over it; and `recoup athlete init`, which
//! makes such a file.

use crate::args::{AthleteArgs, HeartRateArgs, InitArgs};
use crate::input::is_stdin;
use crate::{Done, messages, paths};
use anyhow::{Context, anyhow, bail};
use recoup::{ATHLETE_FILE, Athlete};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The athlete that the arguments describe.
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

/// Finds the athlete file of some runs where none is named: the nearest in or above the folder of
/// each, else that of the config file. In a report of several athletes, what lies about is no hint.
///
/// # Errors
///
/// If two of the paths have two files: then they are not one athlete's.
pub(crate) fn find_file(args: &mut HeartRateArgs, paths: &[PathBuf]) -> anyhow::Result<()> {
    if args.file.is_some() {
        return Ok(());
    }
    let nearest = |path: &PathBuf| {
        let path = std::path::absolute(path).ok().filter(|_| !is_stdin(path))?;
        path.ancestors().map(|folder| folder.join(ATHLETE_FILE)).find(|file| file.is_file())
    };
    let mut found: Vec<PathBuf> = paths.iter().filter_map(nearest).collect();
    found.dedup();
    if let [first, second, ..] = &found[..] {
        bail!(
            "{} and {} are the athlete files of what was named; name the one that counts with \
             --athlete, or report on each athlete's runs",
            first.display(),
            second.display()
        );
    }
    args.file = found.pop().or_else(|| args.usual.take());
    if let Some(file) = &args.file {
        messages::note(format!("athlete file {}", file.display()));
    }
    Ok(())
}

/// The athlete of the athlete file, if one is named.
pub(crate) fn from_file(args: &HeartRateArgs) -> anyhow::Result<Athlete> {
    let Some(path) = &args.file else { return Ok(Athlete::default()) };
    paths::must_be_there(path)
        .map_err(|error| anyhow!("{error}; recoup athlete init makes an athlete file"))?;
    Ok(recoup::read_athlete(path)?)
}

/// Options win over the athlete file.
pub(crate) fn set_all_options(athlete: &mut Athlete, args: &AthleteArgs) {
    set_options(athlete, &args.heart_rate);
    if let Some(zone) = &args.time_zone {
        athlete.time_zone = Some(zone.clone());
    }
    if let Some(plan) = &args.plan {
        athlete.plan = Some(plan.clone());
    }
}

/// The same for what heart-rate zones are made from.
pub(crate) fn set_options(athlete: &mut Athlete, args: &HeartRateArgs) {
    if let Some(max_bpm) = args.max_hr {
        athlete.set_max_hr(max_bpm);
    }
    if let Some(model) = args.zones {
        athlete.zones = model;
    }
}

/// The settings in use, in a line.
pub(crate) fn in_words(athlete: &Athlete) -> String {
    let mut parts = vec![format!("zones {}", athlete.zones)];
    for setting in &athlete.heart_rate {
        let from = setting.from.map(|from| format!(" from {from}")).unwrap_or_default();
        let rates = [
            ("HRmax", setting.max_bpm),
            ("resting", setting.resting_bpm),
            ("threshold", setting.threshold_bpm),
        ];
        let known = rates.into_iter().filter_map(|(name, bpm)| Some((name, bpm?)));
        parts.extend(known.map(|(name, bpm)| format!("{name} {bpm} bpm{from}")));
    }
    parts.extend(athlete.birth_year.map(|year| format!("born {year}")));
    parts.push(format!("time zone {}", athlete.time_zone.as_deref().unwrap_or("UTC")));
    parts.extend(athlete.plan.as_ref().map(|plan| format!("plan {}", plan.display())));
    let changes = athlete.policy.changes();
    parts.extend(changes.iter().map(|(name, value, _)| format!("{name} {value}")));
    parts.join(", ")
}

/// Writes an athlete file that explains itself.
pub(crate) fn init(args: &InitArgs) -> anyhow::Result<Done> {
    write_template(&Athlete::template(), &args.file, args.force)?;
    Ok(Done::Clean)
}

/// Writes a file that explains itself; to standard output if it is called `-`.
pub(crate) fn write_template(template: &str, file: &Path, force: bool) -> anyhow::Result<()> {
    if is_stdin(file) {
        return Ok(anstream::stdout().write_all(template.as_bytes())?);
    }
    let path = file.display();
    let file = if force { File::create(file) } else { File::create_new(file) };
    let mut file = match file {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{path} exists already; --force overwrites it")
        }
        file => file.with_context(|| format!("cannot make {path}"))?,
    };
    file.write_all(template.as_bytes()).with_context(|| format!("cannot write {path}"))?;
    messages::note(format!("wrote {path}"));
    Ok(())
}
