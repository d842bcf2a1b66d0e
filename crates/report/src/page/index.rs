//! The page that lists several athletes.

use super::document::document;
use super::picture::band::place_of;
use super::picture::mark::{self, Mark, PITCH};
use super::text::{day, name};
use maud::{Markup, html};
use recoup_analysis::wording::{counted, range};
use recoup_analysis::{Answer, Week};

/// Number of weeks with runs for which recovery runs are drawn.
const WEEKS: usize = 12;
/// Maximum number of recovery runs that are drawn for a week.
const MOST_MARKS: usize = 4;

/// An athlete in the list.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Listed<'a> {
    /// Name of the athlete.
    pub name: &'a str,
    /// Weeks of the athlete, in order.
    pub weeks: &'a [Week],
    /// Answer; [`None`] without runs.
    pub answer: Option<&'a Answer>,
    /// Address of the athlete's page relative to the list, with escapes where an address needs
    /// them; [`None`] without a page.
    pub link: Option<&'a str>,
}

impl<'a> Listed<'a> {
    /// Puts the parts of a row together.
    #[must_use]
    pub fn new(
        name: &'a str,
        weeks: &'a [Week],
        answer: Option<&'a Answer>,
        link: Option<&'a str>,
    ) -> Self {
        Self { name, weeks, answer, link }
    }

    /// Returns the reason for a word of the coach; [`None`] if no word is needed.
    fn word(&self) -> Option<String> {
        match self.answer {
            Some(answer) => answer.needs_word(),
            None => Some("no runs".to_owned()),
        }
    }
}

/// Makes the page that lists athletes for a coach: a whole HTML document. Athletes who need a word
/// come first.
///
/// ```
/// use recoup_report::page::{Listed, index};
/// let html = index(&[Listed::new("Kari", &[], None, Some("Kari/report.html"))]);
/// assert!(html.contains("<a href=\"Kari/report.html\">Kari</a>"));
/// ```
#[must_use]
pub fn index(athletes: &[Listed<'_>]) -> String {
    let mut rows: Vec<(&Listed<'_>, Option<String>)> =
        athletes.iter().map(|athlete| (athlete, athlete.word())).collect();
    rows.sort_by_key(|(_, word)| word.is_none());
    let needy = rows.iter().filter(|(_, word)| word.is_some()).count();
    let shown = athletes.iter().flat_map(|athlete| last_weeks(athlete.weeks));
    let room = shown.map(mark::height).max().unwrap_or(1).clamp(1, MOST_MARKS);
    let answers = || athletes.iter().filter_map(|athlete| athlete.answer);
    let first = answers().map(|answer| answer.first);
    let last = answers().map(|answer| answer.last);
    let body = html! {
        header {
            h1 { "Recovery runs" }
            p.note {
                (counted(athletes.len(), "athlete")) "; " (needy) " to have a word with. "
                @if let Some((first, last)) = first.min().zip(last.max()) {
                    "Answers of weeks from " (day(first)) " to " (day(last)) "."
                }
            }
        }
        main {
            section aria-label="Athletes" {
                div.scroll tabindex="0" role="group" aria-label="Athletes" {
                    table.athletes {
                        thead {
                            tr {
                                th scope="col" { "Athlete" }
                                th scope="col" { "Last " (WEEKS) " weeks with runs" }
                                th scope="col" { "Recovery runs" }
                                th scope="col" { "Recovered after hard" }
                                th scope="col" { "A word" }
                            }
                        }
                        tbody {
                            @for (athlete, word) in &rows { (row(athlete, word.as_deref(), room)) }
                        }
                    }
                }
                (mark::legend(&[Mark::Recovery, Mark::Nearly, Mark::Missed, Mark::Untold]))
                p.note {
                    "Recovery runs of the coach’s range, and hard sessions that the athlete recovered "
                    "from, in the weeks of the answer on each page."
                }
            }
        }
    };
    document("Recovery runs", None, &body).into_string()
}

fn row(athlete: &Listed<'_>, word: Option<&str>, room: usize) -> Markup {
    let shown = match name(athlete.name) {
        name if !name.chars().any(is_visible) => "no name".into(),
        name => name,
    };
    html! {
        tr {
            th scope="row" {
                bdi {
                    @match athlete.link {
                        Some(link) => a href=(link) { (shown) },
                        None => (shown),
                    }
                }
            }
            td { (pips(&last_weeks(athlete.weeks), room)) }
            @match athlete.answer {
                None => { td {} td {} }
                Some(answer) => {
                    @let (recovery, after) = (&answer.recovery, &answer.after_hard);
                    td {
                        (recovery.done) " of " (range(recovery.range_low, recovery.range_high))
                        @if answer.unknown_runs > 0 {
                            ", " (counted(answer.unknown_runs, "run")) " cannot be told"
                        }
                    }
                    td { (after.recovered_in_words()) }
                }
            }
            td class=(if word.is_some() { "word" } else { "well" }) {
                @match (word, athlete.answer) {
                    (None, Some(answer)) => (answer.word()),
                    (word, _) => (name(word.unwrap_or_default())),
                }
            }
        }
    }
}

/// Whether a character is visible on the screen.
fn is_visible(letter: char) -> bool {
    !letter.is_whitespace() && !matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Returns the last weeks with runs.
fn last_weeks(weeks: &[Week]) -> Vec<&Week> {
    let mut last: Vec<&Week> =
        weeks.iter().rev().filter(|week| week.runs > 0).take(WEEKS).collect();
    last.reverse();
    last
}

/// Describes the recovery runs of a week: `1 and 1 nearly`.
fn in_words(week: &Week) -> String {
    let others = [
        (week.nearly_runs, "nearly"),
        (week.meant_missed, "missed"),
        (week.meant_unknown, "cannot be told"),
    ];
    let others = others.into_iter().filter(|(number, _)| *number > 0);
    let others = others.map(|(number, what)| format!(" and {number} {what}"));
    format!("{}{}", week.recovery_runs, others.collect::<Vec<_>>().concat())
}

/// Draws the recovery runs of some weeks. `room` is the number of runs that fit above each other.
fn pips(last: &[&Week], room: usize) -> Markup {
    let (width, height) = (last.len().max(1) as f64 * PITCH, room as f64 * PITCH);
    let numbers: Vec<String> = last.iter().map(|week| in_words(week)).collect();
    let label = match (last.first(), last.last()) {
        (Some(first), Some(newest)) => format!(
            "recovery runs by week, {} to {}: {}",
            first.week,
            newest.week,
            numbers.join(", ")
        ),
        _ => "no runs".to_owned(),
    };
    let mut before = None;
    html! {
        svg.pips viewBox={ "0 0 " (width) " " (height) } width=(width * 1.3) height=(height * 1.3)
            role="img" aria-label=(label) {
            @for (place, week) in last.iter().enumerate() {
                @let x = place as f64 * PITCH;
                @let year = place_of(week).0;
                @if before.replace(year).is_some_and(|before| before != year) {
                    path.new-year d={ "M" (x - 0.5) " 0V" (height) } {}
                }
                (mark::stack(week, x, height - 1.0, room))
            }
        }
    }
}
