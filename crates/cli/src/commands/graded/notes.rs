//! Messages of a report or a page: settings in use, unreadable files, and the numbers of files and
//! runs.

use crate::args::RunsArgs;
use crate::output::{format, messages};
use recoup::analysis::wording::counted;
use recoup::{
    ATHLETE_FILE, FileRecord, FileStatus, ROSTER_FILE, Roster, Verdict, no_runs_in_period, shown,
    shown_path,
};
use std::collections::BTreeMap;
use std::fs;

/// Maximum number of kinds of files in the error of a report without activities.
const KINDS_SHOWN: usize = 4;

/// Prints the settings of each athlete, with `--verbose` only.
pub(super) fn print_settings(roster: &Roster) {
    for one in &roster.athletes {
        let name = if one.athlete.name.is_empty() { "" } else { " of " };
        let file = one.file.as_ref().map(|file| format!(" ({})", shown_path(file)));
        messages::detail(format!(
            "settings{name}{}{}: {}; {}",
            one.athlete.name,
            file.unwrap_or_default(),
            format::settings(&one.athlete),
            counted(one.files.len(), "file"),
        ));
    }
}

/// Warns of each file that is unreadable or partial, and counts them.
pub(super) fn warn_troubled(records: &[FileRecord]) -> usize {
    let mut troubled = 0;
    for record in records.iter().filter(|record| record.is_troubled()) {
        let what = if record.is_partial { "partial" } else { "unreadable" };
        let line = format!("{}: {what}: {}", record.file, record.detail());
        messages::warning(shown(&line));
        troubled += 1;
    }
    troubled
}

/// Prints the reason for each ungraded file, with `--verbose` only.
///
/// Leaves out unreadable and partial files, because [`warn_troubled`] reports them.
pub(super) fn print_ungraded(records: &[FileRecord]) {
    for record in records {
        if record.status == FileStatus::Graded || record.is_troubled() {
            continue;
        }
        let status = record.status.as_str().replace('_', " ");
        messages::detail(shown(&format!("{}: {status}: {}", record.file, record.detail())));
    }
}

/// Warns of folders that no athlete claims, of unused settings files, and of plans of which
/// something could not be read.
pub(super) fn warn_unassigned(roster: &Roster, args: &RunsArgs) {
    for folder in &roster.unassigned {
        messages::warning(format!(
            "{}: not listed in {ROSTER_FILE}; its runs are assigned to the default athlete",
            shown_path(folder)
        ));
    }
    roster.plan_remarks.iter().for_each(messages::warning);
    for path in &roster.unused {
        let used = args.athlete.heart_rate.file.as_ref();
        if used.is_some_and(|used| fs::canonicalize(used).ok() == fs::canonicalize(path).ok()) {
            continue;
        }
        let hint = if path.ends_with(ROSTER_FILE) {
            format!("{ROSTER_FILE} is only read at the top of a PATH")
        } else if path.ends_with(ATHLETE_FILE) {
            format!("to use it, pass --athlete {}", shown_path(path))
        } else {
            format!("to use it, rename it to {ATHLETE_FILE}")
        };
        messages::warning(format!("{}: not used; {hint}", shown_path(path)));
    }
}

/// Returns the advice for a report without runs.
pub(crate) fn without_runs(records: &[FileRecord]) -> String {
    no_runs_in_period(records).unwrap_or_else(|| {
        "No runs to grade. files.csv has the reason for each file; --verbose prints it.".to_owned()
    })
}

/// Describes the files if none of them could hold a run, the most frequent kinds first. Returns
/// [`None`] if one could.
pub(super) fn without_activities(records: &[FileRecord]) -> Option<String> {
    let could_hold_run = |record: &FileRecord| record.sessions > 0 || record.is_troubled();
    if records.iter().any(could_hold_run) {
        return None;
    }
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for record in records {
        *kinds.entry(record.detail()).or_default() += 1;
    }
    let mut kinds: Vec<(String, usize)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let others = kinds.len().saturating_sub(KINDS_SHOWN);
    let shown = kinds.into_iter().take(KINDS_SHOWN);
    let mut shown: Vec<String> = shown.map(|(kind, number)| format!("{number} × {kind}")).collect();
    shown.extend((others > 0).then(|| format!("{} more", counted(others, "kind"))));
    Some(format!("{} ({})", counted(records.len(), "file"), shown.join("; ")))
}

/// Returns one line with the numbers of files and runs.
pub(crate) fn summary(records: &[FileRecord]) -> String {
    let with = |status| records.iter().filter(|record| record.status == status).count();
    let runs = || records.iter().flat_map(|record| &record.runs);
    let recovery = runs().filter(|run| run.verdict == Verdict::Recovery).count();
    let mut parts = vec![
        counted(records.len(), "file"),
        counted(runs().count(), "run"),
        counted(recovery, "recovery run"),
    ];
    let others = [
        (with(FileStatus::Duplicate), "duplicate"),
        (with(FileStatus::NotARun), "without a run"),
        (with(FileStatus::Fragment), "fragment"),
        (with(FileStatus::Skipped), "skipped"),
        (with(FileStatus::Unreadable), "unreadable"),
        (records.iter().filter(|record| record.is_partial).count(), "partial"),
    ];
    parts.extend(
        others
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}")),
    );
    parts.join(", ")
}
