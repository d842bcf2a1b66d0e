//! The answer in sentences.

use crate::page::report::Report;
use crate::page::text::file_name;
use maud::{Markup, html};
use recoup_analysis::{Answer, AnswerDoubt, AnswerPart, Mixed, no_runs_in_period};
use recoup_model::shown;

pub(in crate::page) fn section(report: &Report<'_>) -> Markup {
    let without =
        || no_runs_in_period(report.files).unwrap_or_else(|| "No runs to grade.".to_owned());
    html! {
        section #answer aria-label="The answer" {
            @match report.answer {
                None => p { (without()) },
                Some(answer) => {
                    @for sentence in without_folders(answer).sentences() {
                        p class=(class_of(sentence.part)) { (shown(&sentence.text)) }
                    }
                }
            }
        }
    }
}

fn class_of(part: AnswerPart) -> &'static str {
    match part {
        AnswerPart::Doubt | AnswerPart::Resting => "doubt",
        AnswerPart::Change => "change",
        AnswerPart::Recovery => "first",
        _ => "more",
    }
}

/// Returns the answer without names of folders, in doubts that name files or folders.
fn without_folders(answer: &Answer) -> Answer {
    let mut answer = answer.clone();
    for doubt in &mut answer.doubts {
        match doubt {
            AnswerDoubt::SeveralAthletes(Mixed::Overlap { files, .. }) => {
                for file in files {
                    *file = file_name(file).into_owned();
                }
            }
            AnswerDoubt::SeveralAthletes(Mixed::Folders(folders)) => {
                *folders = ["one folder", "another one"].map(str::to_owned);
            }
            _ => {}
        }
    }
    answer
}
