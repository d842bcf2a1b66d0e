//! Output that commands share: messages, progress, tables and text. No module here depends on a
//! command.

pub(crate) mod answer;
pub(crate) mod athletes;
pub(crate) mod format;
pub(crate) mod messages;
pub(crate) mod progress;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod template;
pub(crate) mod terminal;
pub(crate) mod weekly;
