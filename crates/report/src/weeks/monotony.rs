//! How much the days of a week are alike.
//!
//! Foster's monotony (1998) is the mean of the seven daily loads over their standard deviation, days
//! without a run being loads of 0, and strain is the week's load times its monotony. The deviation is
//! that of the whole week, over seven and not six: the days are no sample of others.

use super::cells::{days, numbers, texts};
use super::grouped_sums;
use polars::prelude::{
    DataFrame, DataFrameJoinOps, IntoColumn, JoinArgs, JoinType, NamedFrom, PolarsResult, Series,
};

/// The column of [`with_squares`].
pub(super) const SQUARES: &str = "load_squares";
const DAYS: f64 = 7.0;

/// The weekly sums with the sum of the squares of the days' loads beside them.
pub(super) fn with_squares(sums: &DataFrame, runs: &DataFrame) -> PolarsResult<DataFrame> {
    let columns = vec![
        Series::new("athlete".into(), texts(runs, "athlete")?).into_column(),
        Series::new("week".into(), texts(runs, "week")?).into_column(),
        Series::new("day".into(), days(runs, "start_local")?).into_column(),
        numbers(runs, "load")?.with_name("load".into()),
    ];
    let by_run = DataFrame::new(runs.height(), columns)?;
    let mut by_day = grouped_sums(&by_run, &["athlete", "week", "day"], &["load"])?;
    let loads = by_day.column("load")?;
    let squares = (loads * loads)?.with_name(SQUARES.into());
    by_day.with_column(squares)?;
    let by_week = grouped_sums(&by_day, &["athlete", "week"], &[SQUARES])?;
    let keys = ["athlete", "week"];
    sums.join(&by_week, keys, keys, JoinArgs::new(JoinType::Left), None)
}

/// The monotony of a week with such a load and such a sum of squares of its days' loads; [`None`]
/// where all days are alike, or nothing was run.
pub(super) fn monotony(load: f64, squares: f64) -> Option<f64> {
    let mean = load / DAYS;
    let variance = squares / DAYS - mean * mean;
    // What is left of equal days by rounding is no deviation.
    (variance > 1e-9 * mean * mean && load > 0.0).then(|| mean / variance.sqrt())
}

#[cfg(test)]
mod tests {
    use super::monotony;

    /// Loads of 60, 0, 60, 0, 60, 0, 0: mean 180 / 7, mean square 10,800 / 7, and so a variance of
    /// 1542.857 - 661.224 = 881.633 and a deviation of 29.692.
    #[test]
    fn of_days_that_differ_and_days_that_do_not() {
        let monotony_of = |loads: &[f64]| {
            monotony(loads.iter().sum(), loads.iter().map(|load| load * load).sum())
        };
        let three = monotony_of(&[60.0, 60.0, 60.0]).unwrap();
        assert!((three - 25.714_285 / 29.692_3).abs() < 1e-5, "{three}");
        assert_eq!(monotony_of(&[33.3; 7]), None);
        assert_eq!(monotony_of(&[]), None);
    }
}
