//! Unreadable files, and doubts about the runs.

use crate::columns::RunRow;
use crate::page::report::Report;
use crate::page::text::{file_name, sentence};
use maud::{Markup, html};
use recoup_analysis::calendar::LocalBasis;
use recoup_analysis::wording::counted;
use recoup_analysis::{Confidence, FileRecord, FileStatus, Reason};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Maximum number of files that are listed in one table.
const LISTED: usize = 100;

pub(in crate::page) fn section(report: &Report<'_>, runs: &[RunRow<'_>]) -> Markup {
    let troubled: Vec<&FileRecord> =
        report.files.iter().filter(|file| file.is_troubled()).collect();
    let has_remark = |file: &&FileRecord| {
        file.status == FileStatus::Graded && !file.is_partial && !file.reasons.is_empty()
    };
    let remarked: Vec<&FileRecord> = report.files.iter().filter(has_remark).collect();
    let doubts = doubts(runs);
    html! {
        section #doubts aria-labelledby="doubts-title" {
            h2 #doubts-title { "Files and doubts" }
            p { (statuses(report.files)) }
            @if !doubts.is_empty() {
                h3 { "Doubts" }
                ul {
                    @for doubt in &doubts { li { (doubt) } }
                }
            }
            @if !troubled.is_empty() {
                h3 { "Files that could not be read, or only in part" }
                (table(&troubled))
            }
            @if !remarked.is_empty() {
                details {
                    summary { "Remarks on " (counted(remarked.len(), "file")) " with runs" }
                    (table(&remarked))
                }
            }
        }
    }
}

/// Returns the reasons of a file in words. Names of other files are without their folders.
fn cause(file: &FileRecord) -> String {
    let words = |reason: &Reason| match reason {
        Reason::Duplicate(duplicate) => {
            let mut duplicate = duplicate.clone();
            duplicate.same_as = file_name(&duplicate.same_as).into_owned();
            duplicate.kept = duplicate.kept.map(|kept| file_name(&kept).into_owned());
            duplicate.to_string()
        }
        other => other.to_string(),
    };
    file.reasons.iter().map(words).collect::<Vec<_>>().join("; ")
}

/// Counts the files by their status.
fn statuses(files: &[FileRecord]) -> String {
    let mut counts: BTreeMap<FileStatus, usize> = BTreeMap::new();
    for file in files {
        *counts.entry(file.status).or_default() += 1;
    }
    let words = |status: FileStatus| match status {
        FileStatus::Graded => "with a run",
        FileStatus::NotARun => "without a run",
        FileStatus::Fragment => "with a run too short to grade",
        FileStatus::Duplicate => "with a copy of a run",
        FileStatus::Unreadable => "unreadable",
        FileStatus::Skipped => "skipped",
        _ => "of another status",
    };
    let parts: Vec<String> =
        counts.iter().map(|(status, number)| format!("{number} {}", words(*status))).collect();
    format!("{}: {}.", counted(files.len(), "file"), parts.join(", "))
}

/// Describes the doubts about the runs, the most frequent first.
fn doubts(runs: &[RunRow<'_>]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |doubt: String| *counts.entry(doubt).or_default() += 1;
    for run in runs.iter().map(|row| row.run) {
        run.max_doubts().iter().for_each(|doubt| count(doubt.to_string()));
        match run.confidence {
            Some(Confidence::DependsOnMax) => {
                count("another maximum heart rate near it would change the verdict".to_owned());
            }
            Some(Confidence::SuspectHeartRate) => {
                count("the verdict is another without the suspicious heart rate".to_owned());
            }
            _ => {}
        }
        if run.local_basis == LocalBasis::Utc {
            count("the local time is unknown, so UTC was used".to_owned());
        }
        if let Some(guess) = run.sport_guess() {
            count(format!("the file does not say the sport: {guess}"));
        }
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, number)| Reverse(*number));
    let line = |(doubt, number): (String, usize)| {
        format!("{}: {}.", counted(number, "run"), sentence(&doubt))
    };
    counts.into_iter().map(line).collect()
}

fn table(files: &[&FileRecord]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label="Files" {
            table.files {
                thead {
                    tr {
                        th scope="col" { "File" }
                        th scope="col" { "Cause" }
                    }
                }
                tbody {
                    @for file in files.iter().take(LISTED) {
                        tr {
                            td { bdi { (file_name(&file.file)) } }
                            td { (sentence(&cause(file))) }
                        }
                    }
                }
            }
        }
        @if files.len() > LISTED {
            p.note { "And " (files.len() - LISTED) " more; files.csv has all of them." }
        }
    }
}
