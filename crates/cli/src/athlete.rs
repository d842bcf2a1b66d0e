//! The athlete, from the file and the options that win over it.

use crate::args::AthleteArgs;
use anyhow::Context;
use recoup::{Athlete, Plan};
use std::fs;
use std::path::PathBuf;

/// The athlete that the arguments describe.
pub(crate) fn load(args: &AthleteArgs) -> anyhow::Result<Athlete> {
    let mut athlete = match &args.file {
        None => Athlete::default(),
        Some(path) => {
            let text = fs::read_to_string(path)
                .with_context(|| format!("cannot read the athlete file {}", path.display()))?;
            Athlete::from_toml(&text).with_context(|| format!("in {}", path.display()))?
        }
    };
    if let Some(max_bpm) = args.max_hr {
        athlete.set_max_hr(max_bpm);
    }
    if let Some(model) = args.zones {
        athlete.zones = model;
    }
    if let Some(zone) = &args.time_zone {
        athlete.time_zone = Some(zone.clone());
    }
    athlete.zone()?;
    // A path in the athlete file begins at that file's folder.
    let beside_file = |plan: &PathBuf| args.file.as_ref().map(|file| file.with_file_name(plan));
    if let Some(path) = args.plan.clone().or_else(|| athlete.plan.as_ref().and_then(beside_file)) {
        let text = fs::read_to_string(&path)
            .with_context(|| format!("cannot read the plan {}", path.display()))?;
        athlete.planned = Plan::from_csv(&text, &athlete.policy)
            .with_context(|| format!("in {}", path.display()))?;
    }
    Ok(athlete)
}
