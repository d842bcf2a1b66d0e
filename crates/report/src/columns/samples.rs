//! Columns of the samples of a run.

use super::Column;
use recoup_analysis::{RunSample, SampleZone};
use std::borrow::Cow;

/// Lists the columns in order, without positions.
pub(crate) fn sample_columns() -> Vec<Column<RunSample>> {
    vec![
        Column::seconds("timer_s", |row| Some(row.timer_ms), "timer time"),
        Column::instant("time_utc", |row| Some(row.time_ms), "time"),
        Column::local("time_local", |row| row.time_local, "time on the runner's clock"),
        Column::bpm(
            "heart_rate_bpm",
            |row| row.heart_rate_bpm,
            "heart rate that holds at that time",
        ),
        Column::text(
            "zone",
            |row| Cow::Borrowed(row.zone.map_or("", SampleZone::as_str)),
            "`missing`, `below` or 1-5",
        ),
        Column::flag(
            "is_suspect",
            |row| Some(row.is_suspect),
            "whether the heart rate is suspicious",
        ),
        Column::count("surge", |row| number(row.surge), "number of the surge above Zone 1, from 1"),
        Column::metres("altitude_m", |row| row.altitude_m, "altitude above sea level"),
        Column::percent("grade_pct", |row| row.grade_pct, "grade over some 60 m"),
        Column::count("hill", |row| number(row.hill), "number of the hill, from 1"),
        Column::speed("speed_m_s", |row| row.speed_m_s, "speed"),
        Column::number("cadence_spm", |row| row.cadence_spm, "steps a minute"),
        Column::metres("distance_m", |row| row.distance_m, "distance since the start"),
    ]
}

/// Lists the columns of positions. A table has them only on request.
pub(crate) fn position_columns() -> Vec<Column<RunSample>> {
    vec![
        Column::number("latitude_deg", |row| row.latitude_deg, "latitude, only with `--positions`"),
        Column::number(
            "longitude_deg",
            |row| row.longitude_deg,
            "longitude, only with `--positions`",
        ),
    ]
}

fn number(number: Option<usize>) -> Option<i64> {
    number.and_then(|number| i64::try_from(number).ok())
}
