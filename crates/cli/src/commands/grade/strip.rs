//! The heart rate over time, drawn with block characters: what is above Zone 1 stands above a line.

use crate::output::style::{FAINT, of_outcome, paint};
use recoup::criteria::clock;
use recoup::{Assessment, HeartRateStrip, Outcome};
use std::io::{self, Write};

/// Rows of the picture at most.
const ROWS: i32 = 9;
/// Beats per minute that a row may stand for.
const STEPS_BPM: [i32; 9] = [1, 2, 3, 4, 5, 8, 10, 15, 20];
/// A cell, filled from below in eighths.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Columns between two times on the axis.
const TICK: usize = 16;
/// What is written behind the line that is the top of Zone 1.
const LINE_LABEL: &str = "  above Zone 1";
/// Columns beside the steps: before them, and for the label.
pub(super) const MARGINS: usize = 7 + LINE_LABEL.len();

/// Draws the strip, with the top of Zone 1 as a line and marks below for surges, suspicious and
/// missing heart rate.
pub(super) fn draw(
    out: &mut impl Write,
    strip: &HeartRateStrip,
    run: &Assessment,
) -> io::Result<()> {
    let known = || strip.bpm.iter().flatten().copied();
    let (Some(low), Some(high)) = (known().reduce(f64::min), known().reduce(f64::max)) else {
        return Ok(());
    };
    // Without zones there is no line: the rows then begin at the lowest value.
    let top = run.zones.map(|zones| zones.zone1_top_bpm().ceil() as i32);
    let line = top.unwrap_or(low.floor() as i32);
    let rows = |step: i32| {
        let above = ((high - f64::from(line)) / f64::from(step)).ceil().max(0.0) as i32;
        let below = ((f64::from(line) - low) / f64::from(step)).floor().max(0.0) as i32 + 1;
        // The line itself is the floor of the first row above.
        (above.max(1), below)
    };
    let step = STEPS_BPM.into_iter().find(|&step| rows(step).0 + rows(step).1 <= ROWS);
    let step = step.unwrap_or(40);
    let (above, below) = rows(step);
    writeln!(out, "\n  Heart rate over time")?;
    for row in (-below..above).rev() {
        let floor = f64::from(line + row * step);
        let cells: String = strip
            .bpm
            .iter()
            .map(|bpm| {
                let eighths = bpm.map_or(0.0, |bpm| (bpm - floor) * 8.0 / f64::from(step));
                // A heart rate at the floor of the lowest row shows all the same.
                let least = i32::from(bpm.is_some() && row == -below);
                match (eighths.ceil() as i32).clamp(least, 8) {
                    0 if row == 0 && top.is_some() => '┄',
                    eighths => EIGHTHS[eighths as usize],
                }
            })
            .collect();
        let outcome = if row >= 0 && top.is_some() { Outcome::Warn } else { Outcome::Pass };
        let label = if row == 0 && top.is_some() { LINE_LABEL } else { "" };
        let style = if run.zones.is_some() { of_outcome(outcome) } else { FAINT };
        writeln!(out, "  {:>4} {}{label}", line + row * step, paint(style, cells.trim_end()))?;
    }
    let marks = marks(strip, run);
    if !marks.trim().is_empty() {
        writeln!(out, "       {}", marks.trim_end())?;
    }
    let ticks: Vec<String> = (0..strip.bpm.len())
        .step_by(TICK)
        .map(|column| format!("{:<TICK$}", clock(column as i64 * strip.step_ms)))
        .collect();
    writeln!(out, "       {}", paint(FAINT, ticks.concat().trim_end()))?;
    let legend = [('▲', "surge"), ('?', "suspicious"), ('×', "no heart rate")];
    let used: Vec<String> = legend
        .iter()
        .filter(|(mark, _)| marks.contains(*mark))
        .map(|(mark, meaning)| format!("{mark} {meaning}"))
        .collect();
    if !used.is_empty() {
        writeln!(out, "       {}", paint(FAINT, &used.join("   ")))?;
    }
    Ok(())
}

/// One mark for each step: nothing, or what is most worth knowing of it.
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
