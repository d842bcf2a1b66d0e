//! The athlete, from the file and the options that win over it; and `recoup athlete init`, which
//! makes such a file.

use crate::args::{AthleteArgs, HeartRateArgs, InitArgs};
use crate::{Done, style};
use anyhow::{Context, bail};
use recoup::Athlete;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// The athlete that the arguments describe.
pub(crate) fn load(args: &AthleteArgs) -> anyhow::Result<Athlete> {
    let mut athlete = from_file(&args.heart_rate)?;
    set_all_options(&mut athlete, args);
    athlete.zone()?;
    recoup::read_plan(&mut athlete)?;
    Ok(athlete)
}

/// The athlete of the athlete file, if one is named.
pub(crate) fn from_file(args: &HeartRateArgs) -> anyhow::Result<Athlete> {
    let Some(path) = &args.file else { return Ok(Athlete::default()) };
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

/// Writes an athlete file that explains itself.
pub(crate) fn init(args: &InitArgs) -> anyhow::Result<Done> {
    let template = Athlete::template();
    if args.file == Path::new("-") {
        anstream::stdout().write_all(template.as_bytes())?;
        return Ok(Done::Clean);
    }
    let path = args.file.display();
    let file = if args.force { File::create(&args.file) } else { File::create_new(&args.file) };
    let mut file = match file {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{path} exists already; --force overwrites it")
        }
        file => file.with_context(|| format!("cannot make {path}"))?,
    };
    file.write_all(template.as_bytes()).with_context(|| format!("cannot write {path}"))?;
    style::message(&format!("wrote {path}"));
    Ok(Done::Clean)
}
