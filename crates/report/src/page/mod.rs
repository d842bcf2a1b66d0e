//! One HTML page of an athlete's runs and weeks, with pictures.
//!
//! [`page`] makes the page of one athlete, [`index`] the page that lists several athletes. A page
//! is a single file with pictures in SVG, a style sheet, a script, and the compressed data of the
//! runs. It makes no request, and holds no coordinates, no serial numbers and no paths. The same
//! report gives the same bytes. The page has a strict Content-Security-Policy, and every text of a
//! file is data, never markup. The sentences, the bands of the years, the trends and the tables
//! work without the script.
//!
//! - [`report`]: the data of a page.
//! - `text`: names and numbers in the form in which people see them.
//! - `data`, `pack`: the runs and weeks for the script, compressed.
//! - `picture`: marks of runs, bands of years, lines over time.
//! - `parts`: the sections of the page.
//! - `document`, `index`: the whole pages.
//! - `look/page.css`, `script/*.js`: the style sheet and the script.
//!
//! ```
//! use recoup_analysis::{Answer, Athlete, FileRecord, answers, weeks};
//! use recoup_report::page::{Report, page};
//! let files: Vec<FileRecord> = Vec::new();
//! let athlete = Athlete::default();
//! let weeks = weeks(&files, &athlete);
//! let answers = answers(&files, &weeks, &athlete.policy, Some(Answer::WEEKS));
//! let html = page(&Report::new(&athlete, &files, &weeks, answers.first()));
//! assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"));
//! assert!(html.contains("No runs to grade."));
//! ```

mod data;
mod document;
mod index;
mod pack;
mod parts;
mod picture;
pub mod report;
mod text;

pub use document::{PolicySources, page, policy_sources};
pub use index::{Listed, index};
pub use report::Report;
