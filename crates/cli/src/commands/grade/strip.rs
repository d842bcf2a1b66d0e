//! The heart rate over time, drawn with block characters. A line marks the top of Zone 1.

use crate::output::style::{FAINT, GOOD, WARNING, paint};
use recoup::analysis::wording::clock;
use recoup::{Assessment, HeartRateStrip};
use std::io::{self, Write};

/// Number of rows of the full picture.
pub(super) const ROWS: i32 = 9;
/// Possible heights of a row, in beats per minute.
const STEPS_BPM: [i32; 9] = [1, 2, 3, 4, 5, 8, 10, 15, 20];
/// Height of a row if all possible heights give too many rows, in beats per minute.
const WIDEST_STEP_BPM: i32 = 40;
/// Characters that fill a cell from below, in eighths.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Minimum number of columns between two times on the axis.
const TICK: usize = 12;
/// Possible distances between two times on the axis, in minutes.
const TICKS_MIN: [i64; 9] = [1, 2, 5, 10, 15, 20, 30, 60, 120];
/// Distance between two times on the axis if all possible distances are too short, in minutes.
const TICK_LONGEST_MIN: i64 = 600;
const MINUTE_MS: i64 = 60_000;
/// Label behind the line at the top of Zone 1.
const LINE_LABEL: &str = "  above Zone 1";
/// Columns beside the strip: the heart rate on the left and the label on the right.
pub(super) const MARGINS: usize = 7 + LINE_LABEL.len();

/// Draws the strip in at most `rows` rows, with the top of Zone 1 as a line and marks below for
/// surges, suspicious and missing heart rate.
pub(super) fn draw(
    out: &mut impl Write,
    strip: &HeartRateStrip,
    run: &Assessment,
    rows: i32,
) -> io::Result<()> {
    let Some(scale) = Scale::new(strip, run, rows) else { return Ok(()) };
    for row in (-scale.below..scale.above).rev() {
        scale.draw_row(out, strip, row)?;
    }
    let marks = marks(strip, run);
    if !marks.trim().is_empty() {
        writeln!(out, "       {}", marks.trim_end())?;
    }
    axis(out, strip)?;
    legend(out, &marks)
}

/// Heart rates of the rows. Row 0 begins at the line. Rows below the line are negative.
struct Scale {
    /// Heart rate at the bottom of row 0: the top of Zone 1, or the lowest value without zones.
    line_bpm: i32,
    /// Whether the line is the top of Zone 1.
    has_zones: bool,
    /// Height of a row in beats per minute.
    step_bpm: i32,
    /// Number of rows at and above the line.
    above: i32,
    /// Number of rows below the line.
    below: i32,
}

impl Scale {
    /// Returns the finest scale with at most `most` rows; [`None`] without a heart rate.
    fn new(strip: &HeartRateStrip, run: &Assessment, most: i32) -> Option<Self> {
        let known = || strip.bpm.iter().flatten().copied();
        let (low, high) = (known().reduce(f64::min)?, known().reduce(f64::max)?);
        let top = run.zones.map(|zones| zones.zone1_top_bpm().ceil() as i32);
        let line_bpm = top.unwrap_or(low.floor() as i32);
        let rows = |step_bpm: i32| {
            let (line, step) = (f64::from(line_bpm), f64::from(step_bpm));
            let above = ((high - line) / step).ceil().max(0.0) as i32;
            let below = ((line - low) / step).floor().max(0.0) as i32 + 1;
            // The line is the floor of the first row above.
            (above.max(1), below)
        };
        let fits = |&step_bpm: &i32| rows(step_bpm).0 + rows(step_bpm).1 <= most;
        let step_bpm = STEPS_BPM.into_iter().find(fits).unwrap_or(WIDEST_STEP_BPM);
        let (above, below) = rows(step_bpm);
        Some(Self { line_bpm, has_zones: top.is_some(), step_bpm, above, below })
    }

    fn draw_row(&self, out: &mut impl Write, strip: &HeartRateStrip, row: i32) -> io::Result<()> {
        let floor_bpm = self.line_bpm + row * self.step_bpm;
        let cells: String = strip.bpm.iter().map(|&bpm| self.cell(bpm, row)).collect();
        let style = match (self.has_zones, row >= 0) {
            (false, _) => FAINT,
            (true, false) => GOOD,
            (true, true) => WARNING,
        };
        let label = if row == 0 && self.has_zones { LINE_LABEL } else { "" };
        writeln!(out, "  {floor_bpm:>4} {}{label}", paint(style, cells.trim_end()))
    }

    fn cell(&self, bpm: Option<f64>, row: i32) -> char {
        let floor_bpm = f64::from(self.line_bpm + row * self.step_bpm);
        let eighths = bpm.map_or(0.0, |bpm| (bpm - floor_bpm) * 8.0 / f64::from(self.step_bpm));
        // A heart rate at the floor of the lowest row is still visible.
        let least = i32::from(bpm.is_some() && row == -self.below);
        match (eighths.ceil() as i32).clamp(least, 8) {
            0 if row == 0 && self.has_zones => '┄',
            eighths => EIGHTHS[eighths as usize],
        }
    }
}

/// Writes the times below the picture.
fn axis(out: &mut impl Write, strip: &HeartRateStrip) -> io::Result<()> {
    let is_wide = |minutes: &&i64| **minutes * MINUTE_MS >= TICK as i64 * strip.step_ms;
    let minutes = TICKS_MIN.iter().find(is_wide).copied().unwrap_or(TICK_LONGEST_MIN);
    let mut line = String::new();
    for tick in 0.. {
        let time_ms = tick * minutes * MINUTE_MS;
        let column = (time_ms / strip.step_ms.max(1)) as usize;
        if column >= strip.bpm.len() {
            break;
        }
        line = format!("{line:<column$}{}", clock(time_ms));
    }
    writeln!(out, "       {}", paint(FAINT, &line))
}

/// Explains the marks that are drawn.
fn legend(out: &mut impl Write, marks: &str) -> io::Result<()> {
    let legend = [('▲', "surge"), ('?', "suspicious"), ('×', "no heart rate")];
    let used: Vec<String> = legend
        .iter()
        .filter(|(mark, _)| marks.contains(*mark))
        .map(|(mark, meaning)| format!("{mark} {meaning}"))
        .collect();
    if used.is_empty() {
        return Ok(());
    }
    writeln!(out, "       {}", paint(FAINT, &used.join("   ")))
}

/// Returns one mark for each step: the most important one, or a blank.
fn marks(strip: &HeartRateStrip, run: &Assessment) -> String {
    let suspicious = run.heart_rate_quality.suspicious();
    let column = |(column, bpm): (usize, &Option<f64>)| {
        let (from_ms, to_ms) = (column as i64 * strip.step_ms, (column as i64 + 1) * strip.step_ms);
        let reaches = |start_ms: i64, end_ms: i64| start_ms < to_ms && end_ms > from_ms;
        if bpm.is_none() {
            '×'
        } else if suspicious.iter().any(|&(start_ms, end_ms)| reaches(start_ms, end_ms)) {
            '?'
        } else if run.surges.iter().any(|surge| reaches(surge.start_timer_ms, surge.end_timer_ms()))
        {
            '▲'
        } else {
            ' '
        }
    };
    strip.bpm.iter().enumerate().map(column).collect()
}
