//! The athlete file among the files.

use crate::files::Below;
use recoup::{
    ATHLETE_FILE, Athlete, FoundFile, Limits, PlanBytes, ROSTER_FILE, SETTINGS_BYTES, add_plans,
};

/// The athlete's settings, and remarks on the files that they come from.
pub(crate) struct Settings {
    pub(crate) athlete: Athlete,
    pub(crate) remarks: Vec<String>,
}

impl Settings {
    /// Reads `athlete.toml` at the top of the files, with the plans that it names.
    ///
    /// # Errors
    ///
    /// Returns the error in the athlete file or in a plan, and fails for two athlete files.
    pub(crate) fn among(below: &[Below]) -> Result<Self, String> {
        let mut remarks = Vec::new();
        let all = || below.iter().flat_map(|(_, files)| files);
        if let Some(roster) = at_top(below, ROSTER_FILE).next() {
            remarks.push(format!(
                "{} lists several athletes. This page takes all files for one athlete's; the \
                 command `recoup report` tells athletes apart.",
                shown(roster)
            ));
        }
        let mut athlete_files = at_top(below, ATHLETE_FILE);
        let Some(file) = athlete_files.next() else {
            return Ok(Self { athlete: Athlete::default(), remarks });
        };
        if let Some(other) = athlete_files.next() {
            return Err(format!(
                "found two athlete files, {} and {}; drop the files of one athlete",
                shown(file),
                shown(other)
            ));
        }
        let at = |error: &dyn std::fmt::Display| format!("{}: {error}", shown(file));
        let limits = Limits::default().with_input_bytes(SETTINGS_BYTES);
        let bytes = file.unpacked(&limits).map_err(|error| at(&error))?;
        let text = String::from_utf8(bytes).map_err(|error| at(&error))?;
        let text = text.trim_start_matches('\u{feff}');
        let mut athlete = Athlete::from_toml(text).map_err(|error| at(&error))?;
        remarks.push(format!("Settings from {}.", shown(file)));
        let mut plans: Vec<PlanBytes> = Vec::new();
        for plan in &athlete.plan {
            let path = file.path.with_file_name(plan);
            let before = plans.len();
            for found in all().filter(|found| found.path.starts_with(&path)) {
                let bytes = found
                    .unpacked(&limits)
                    .map_err(|error| format!("{}: {error}", shown(found)))?;
                plans.push((shown(found), bytes));
            }
            if plans.len() == before {
                let plan = plan.display();
                return Err(at(&format!("the plan {plan} is not among the files")));
            }
        }
        remarks.extend(add_plans(&mut athlete, &plans).map_err(|error| error.to_string())?);
        Ok(Self { athlete, remarks })
    }
}

/// Finds files of a name that lie directly in a dropped folder, or were dropped themselves.
fn at_top<'a>(below: &'a [Below], name: &'a str) -> impl Iterator<Item = &'a FoundFile> {
    below.iter().flat_map(|(_, files)| files).filter(move |found| found.name == name)
}

fn shown(file: &FoundFile) -> String {
    recoup::shown_path(&file.path)
}
