//! Rounding of numbers to the decimals of their unit.

/// Returns the decimals of the unit of a column; [`None`] for a number without a unit, which has at
/// most one.
pub(crate) fn decimals(name: &str) -> Option<usize> {
    match name.rsplit_once('_') {
        _ if name == "monotony" => Some(2),
        Some((_, "s")) => Some(3),
        Some((_, "m")) => Some(1),
        Some((_, "pct")) => Some(2),
        // A centimetre on the ground.
        Some((_, "deg")) => Some(7),
        _ => None,
    }
}

/// Rounds a number; [`None`] if it is not finite.
pub(crate) fn rounded(number: f64, decimals: Option<usize>) -> Option<f64> {
    let power = 10_f64.powi(decimals.unwrap_or(1) as i32);
    // Adding 0 takes the sign off a negative zero.
    Some((number * power).round() / power + 0.0).filter(|number| number.is_finite())
}
