//! The athlete, from the file and the options that win over it; and `recoup athlete init`, which
//! makes such a file.

use crate::args::{AthleteArgs, HeartRateArgs, InitArgs};
use crate::{Done, style};
use anyhow::{Context, bail};
use recoup::{Athlete, Plan};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The athlete that the arguments describe.
pub(crate) fn load(args: &AthleteArgs) -> anyhow::Result<Athlete> {
    let mut athlete = from_file(&args.heart_rate)?;
    set_options(&mut athlete, &args.heart_rate);
    if let Some(zone) = &args.time_zone {
        athlete.time_zone = Some(zone.clone());
    }
    athlete.zone()?;
    // A path in the athlete file begins at that file's folder.
    let beside_file =
        |plan: &PathBuf| args.heart_rate.file.as_ref().map(|file| file.with_file_name(plan));
    if let Some(path) = args.plan.clone().or_else(|| athlete.plan.as_ref().and_then(beside_file)) {
        let text = fs::read_to_string(&path)
            .with_context(|| format!("cannot read the plan {}", path.display()))?;
        athlete.planned = Plan::from_csv(&text, &athlete.policy)
            .with_context(|| format!("in {}", path.display()))?;
    }
    Ok(athlete)
}

/// The athlete of the athlete file, if one is named.
pub(crate) fn from_file(args: &HeartRateArgs) -> anyhow::Result<Athlete> {
    let Some(path) = &args.file else { return Ok(Athlete::default()) };
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the athlete file {}", path.display()))?;
    Athlete::from_toml(&text).with_context(|| format!("in {}", path.display()))
}

/// Options win over the athlete file.
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
