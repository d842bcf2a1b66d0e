//! Finds the command that removes the greatest doubt of a report.

use crate::args::RunsArgs;
use crate::paths::quoted;
use recoup::{
    ATHLETE_FILE, Answer, AnswerDoubt, AthleteFiles, Change, MaxDoubt, Mixed, Remedy, Roster,
    shown_path,
};
use std::path::PathBuf;

/// Returns the command with its reason; [`None`] if no command helps.
pub(super) fn command(args: &RunsArgs, roster: &Roster, answers: &[Answer]) -> Option<String> {
    let is_settled = |remedy: Remedy| remedy != Remedy::TellMaximum;
    for answer in answers {
        let one = roster.athletes.iter().find(|one| one.athlete.name == answer.athlete);
        let doubt = answer.doubts.iter().find_map(|doubt| match doubt {
            AnswerDoubt::SeveralAthletes(mixed) if !args.athletes_from_folders => {
                let of_folders = match mixed {
                    Mixed::Overlap { files, .. } => are_in_different_folders(files),
                    Mixed::Folders(_) => true,
                    _ => false,
                };
                if !of_folders {
                    return None;
                }
                let command =
                    format!("recoup report {} --athletes-from-folders", paths(&args.paths));
                Some(format!("If each folder is an athlete: {command}"))
            }
            AnswerDoubt::Max(
                MaxDoubt::Exceeded(exceeded, _) | MaxDoubt::AboveSetting(exceeded, _),
                _,
            ) => tell_maximum(args, roster, one, &format!("{:.0}", exceeded.reached_bpm)),
            AnswerDoubt::MaxUnknown(_) | AnswerDoubt::Max(..) => {
                tell_maximum(args, roster, one, "BPM")
            }
            _ => None,
        });
        let change = answer.change.as_ref().filter(|change: &&Change| !is_settled(change.remedy));
        let change = || tell_maximum(args, roster, one, "BPM").filter(|_| change.is_some());
        if let Some(command) = doubt.or_else(change) {
            return Some(command);
        }
    }
    None
}

/// Returns how to set the maximum heart rate of an athlete: in the athlete file, in a new file, or
/// by an option. [`None`] for an athlete without a folder in a report of several athletes.
fn tell_maximum(
    args: &RunsArgs,
    roster: &Roster,
    one: Option<&AthleteFiles>,
    bpm: &str,
) -> Option<String> {
    let own = one.and_then(|one| one.file.as_ref());
    if let Some(file) = own.or(args.athlete.heart_rate.file.as_ref()) {
        return Some(format!("To set the maximum heart rate: set max_bpm in {}", shown_path(file)));
    }
    if let Some(from) = one.and_then(|one| one.folders.first()) {
        let file =
            if from.is_dir() { from.join(ATHLETE_FILE) } else { from.with_extension("toml") };
        let (file, from) = (quoted(&file), quoted(from));
        return Some(format!(
            "To set a maximum heart rate: recoup athlete init {file} --from {from}"
        ));
    }
    let paths = paths(&args.paths);
    (roster.athletes.len() == 1)
        .then(|| format!("To set your maximum heart rate: recoup report {paths} --max-hr {bpm}"))
}

/// Whether two names are in different top-level folders.
fn are_in_different_folders([one, two]: &[String; 2]) -> bool {
    let folder = |name: &str| name.split_once('/').map(|(folder, _)| folder.to_owned());
    folder(one).zip(folder(two)).is_some_and(|(one, two)| one != two)
}

fn paths(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| quoted(path)).collect::<Vec<_>>().join(" ")
}
