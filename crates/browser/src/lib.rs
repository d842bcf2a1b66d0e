//! The engine of `recoup.html`: reads and grades watch exports inside a browser.
//!
//! Each web worker has its own [`Engine`] over the same files. The workers measure the files one by
//! one ([`Engine::measure`]), and one of them collects the results and makes the [`Report`]
//! ([`Engine::finish`]). Files are read in parts when they are needed, so that an export can be
//! larger than the memory.
//!
//! - `files`: the browser's files as sources of bytes.
//! - `settings`: the athlete file among the files.
//! - `engine`: from the files to the report.
//! - `report`: the page, the tables, and the facts that the page shows beside them.
//!
//! The page around the engine is in the folder `page`. The program `assemble` puts it and the
//! compiled engine into one HTML file.

mod engine;
mod files;
mod report;
mod settings;

pub use engine::Engine;
pub use report::Report;
