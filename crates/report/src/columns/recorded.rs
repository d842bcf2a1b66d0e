//! Columns of the samples as a file holds them.

use super::Column;
use recoup_model::Sample;

/// Lists the columns in order.
pub(crate) fn recorded_columns() -> Vec<Column<Sample>> {
    vec![
        Column::instant("time_utc", |row| Some(row.time_ms), "time"),
        Column::bpm(
            "heart_rate_bpm",
            |row| row.heart_rate_bpm.map(wide),
            "heart rate; 0 if the file holds 0",
        ),
        Column::metres("altitude_m", |row| row.altitude_m, "altitude above sea level"),
        Column::metres("distance_m", |row| row.distance_m, "distance since the start"),
        Column::speed("speed_m_s", |row| row.speed_m_s.map(wide), "speed"),
        Column::number(
            "cadence_rpm",
            |row| row.cadence_rpm.map(wide),
            "cadence as the file holds it; most devices write strides (two steps) a minute in running",
        ),
        Column::number("power_w", |row| row.power_w.map(wide), "power in watts"),
        Column::number(
            "temperature_c",
            |row| row.temperature_c.map(wide),
            "temperature in degrees Celsius",
        ),
        Column::number("latitude_deg", |row| row.latitude_deg, "latitude in degrees, WGS 84"),
        Column::number("longitude_deg", |row| row.longitude_deg, "longitude in degrees, WGS 84"),
    ]
}

/// Widens a number to the one with the same decimals, so that 2.6 stays 2.6.
fn wide(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| number.into())
}
