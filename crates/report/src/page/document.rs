//! The whole page of one athlete.

use super::data;
use super::pack::{Bytes, pack, source_hash};
use super::parts::{after_hard, answer, doubts, lists, maxima, plan, reasons, trends, weeks};
use super::report::{Report, date_of};
use super::text::day;
use crate::columns::RunRow;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style sheet of all pages.
const STYLE: &str = include_str!("look/page.css");

/// The script. Each part comes after the parts that it needs.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("script/text.js"),
    include_str!("script/data.js"),
    include_str!("script/dom.js"),
    include_str!("script/strip.js"),
    include_str!("script/run.js"),
    include_str!("script/week.js"),
    include_str!("script/list.js"),
    include_str!("script/start.js"),
    "})();\n"
);

/// Makes the page of one athlete: a whole HTML document.
///
/// The same report gives the same bytes. See [the module](crate::page) for an example.
#[must_use]
pub fn page(report: &Report<'_>) -> String {
    let runs = report.runs();
    let (json, strips) = data::of_report(report, &runs);
    let body = html! {
        header {
            h1 { bdi { (report.title()) } }
            (dates(&runs))
        }
        main {
            (answer::section(report))
            @if !runs.is_empty() {
                section #week aria-label="The runs of a week" {
                    noscript {
                        p.note { "The details of each week need JavaScript. Everything else works without it." }
                    }
                }
                (weeks::section(report, &runs))
                (plan::section(report, &runs))
                (after_hard::section(report, &runs))
                (reasons::section(report))
                (trends::section(report))
                (maxima::section(&runs))
                (lists::section(report, &runs))
            }
            (doubts::section(report, &runs))
        }
        (footer())
        script #data type="application/octet-stream" { (PreEscaped(pack(&json, Bytes::Text))) }
        script #strips type="application/octet-stream" { (PreEscaped(pack(&strips, Bytes::Differences))) }
        script { (PreEscaped(SCRIPT)) }
    };
    document(&report.title(), Some(SCRIPT), &body).into_string()
}

fn dates(runs: &[RunRow<'_>]) -> Markup {
    html! {
        @if let [first, .., last] = runs {
            p.note {
                (runs.len()) " runs, " (day(date_of(first.run))) " to " (day(date_of(last.run)))
            }
        }
    }
}

fn footer() -> Markup {
    html! {
        footer {
            p {
                "recoup " (env!("CARGO_PKG_VERSION")) ". This page is one file; it fetched nothing and "
                "sends nothing. It holds no positions."
            }
        }
    }
}

/// Sources that a Content-Security-Policy must allow for [`page`], in the form of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicySources {
    /// The script, by its hash.
    pub script: String,
    /// The style sheet, by its hash.
    pub style: String,
}

/// Returns the sources of a page, for a document that shows pages in a frame. A frame obeys the
/// policy of the document around it as well as its own.
///
/// ```
/// let sources = recoup_report::page::policy_sources();
/// assert!(sources.script.starts_with("'sha256-") && sources.style.ends_with("='"));
/// ```
#[must_use]
pub fn policy_sources() -> PolicySources {
    PolicySources { script: source_hash(SCRIPT), style: source_hash(STYLE) }
}

/// Writes a document with the style sheet and a strict Content-Security-Policy, which allows one
/// script at most.
pub(super) fn document(title: &str, script: Option<&str>, body: &Markup) -> Markup {
    let scripts = script.map_or_else(|| "'none'".to_owned(), source_hash);
    let policy = format!(
        "default-src 'none'; script-src {scripts}; style-src {}; img-src data:; base-uri 'none'; \
         form-action 'none'",
        source_hash(STYLE)
    );
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content={ "recoup " (env!("CARGO_PKG_VERSION")) };
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    }
}
