//! Columns of files.csv.

use super::{Column, count, text};
use recoup_analysis::FileRecord;
use recoup_model::Sport;
use std::borrow::Cow;

/// Lists the columns in order.
pub(crate) fn file_columns<'a>() -> Vec<Column<&'a FileRecord>> {
    vec![
        Column::text("file", |row| text(&row.file), "name, relative to the path that was searched"),
        Column::count("bytes", |row| i64::try_from(row.bytes).ok(), "size in bytes"),
        Column::text(
            "format",
            |row| text(&row.format),
            "`fit`, `gpx`, `tcx`, `zip`, `gz` or `other`",
        ),
        Column::text(
            "status",
            |row| text(row.status.as_str()),
            "`graded`, `not_a_run`, `fragment`, `duplicate`, `unreadable` or `skipped`",
        ),
        Column::count("sessions", |row| count(row.sessions), "sessions in the file"),
        Column::flag("partial", |row| Some(row.is_partial), "whether part of the file was lost"),
        Column::text(
            "duplicate_of",
            |row| text(row.duplicate_of.as_deref().unwrap_or_default()),
            "file that holds the same run and was kept",
        ),
        Column::text(
            "detail",
            |row| Cow::Owned(row.detail()),
            "reason: the rule, the position, the cause in words",
        ),
        Column::text("athlete", |row| text(&row.athlete), "name of the athlete"),
        Column::text(
            "week",
            |row| text(row.week.as_deref().unwrap_or_default()),
            "week of the start, else of the date in the name",
        ),
        Column::text(
            "sport",
            |row| Cow::Owned(row.sport.as_ref().map(Sport::to_string).unwrap_or_default()),
            "sport of the first activity",
        ),
        Column::instant("start_utc", |row| row.start_ms, "start of the first activity"),
    ]
}
