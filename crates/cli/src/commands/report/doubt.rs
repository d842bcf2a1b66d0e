//! The command that removes the greatest doubt of a report.

use crate::args::ReportArgs;
use crate::paths::quoted;
use recoup::{Answer, AnswerDoubt, AthleteFiles, Change, MaxDoubt, Mixed, Remedy, Roster};
use std::path::PathBuf;

/// Returns the command, and the reason for it; [`None`] if no command helps.
pub(super) fn command(args: &ReportArgs, roster: &Roster, answers: &[Answer]) -> Option<String> {
    let is_settled = |remedy: Remedy| remedy != Remedy::TellMaximum;
    for answer in answers {
        let one = roster.athletes.iter().find(|one| one.athlete.name == answer.athlete);
        let doubt = answer.doubts.iter().find_map(|doubt| match doubt {
            AnswerDoubt::SeveralAthletes(Mixed::Overlap { .. } | Mixed::Folders(_))
                if !args.athletes_from_folders =>
            {
                let command =
                    format!("recoup report {} --athletes-from-folders", paths(&args.paths));
                Some(format!("If each folder is an athlete: {command}"))
            }
            AnswerDoubt::Max(
                MaxDoubt::Exceeded(exceeded, _) | MaxDoubt::AboveSetting(exceeded, _),
                _,
            ) => Some(tell_maximum(args, one, &format!("{:.0}", exceeded.reached_bpm))),
            AnswerDoubt::MaxUnknown(_) | AnswerDoubt::Max(..) => {
                Some(tell_maximum(args, one, "BPM"))
            }
            _ => None,
        });
        let change = answer.change.as_ref().filter(|change: &&Change| !is_settled(change.remedy));
        if let Some(command) = doubt.or_else(|| change.map(|_| tell_maximum(args, one, "BPM"))) {
            return Some(command);
        }
    }
    None
}

/// Returns the command with which an athlete tells the maximum heart rate.
fn tell_maximum(args: &ReportArgs, one: Option<&AthleteFiles>, bpm: &str) -> String {
    let folder = one.filter(|_| args.athletes_from_folders).and_then(|one| one.folders.first());
    if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
        let file = quoted(&folder.join(recoup::ATHLETE_FILE));
        let from = quoted(folder);
        return format!("To tell a maximum heart rate: recoup athlete init {file} --from {from}");
    }
    format!("To tell your maximum heart rate: recoup report {} --max-hr {bpm}", paths(&args.paths))
}

fn paths(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| quoted(path)).collect::<Vec<_>>().join(" ")
}
