//! The athlete, from the file and the options that win over it; and `recoup athlete init`, which
//! makes such a file.

use crate::args::{AthleteArgs, HeartRateArgs, InitArgs};
use crate::{Done, messages, paths};
use anyhow::{Context, anyhow, bail};
use recoup::Athlete;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

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
    messages::note(format!("wrote {path}"));
    Ok(Done::Clean)
}
