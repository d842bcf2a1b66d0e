//! Marks of runs. Each kind has a shape of its own, so that no colour is needed to tell them apart.

use super::tenth;
use maud::{Markup, html};
use recoup_analysis::{Assessment, Kind, Verdict, Week};

/// Mark of a run in the bands and the legend. The order is that of a day's runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::page) enum Mark {
    /// A recovery run.
    Recovery,
    /// Nearly a recovery run.
    Nearly,
    /// A run that was meant as a recovery run and was none.
    Missed,
    /// A run that was meant as a recovery run and cannot be told.
    Untold,
    Race,
    Hard,
    Long,
    Steady,
    Easy,
    /// A run of unknown kind.
    Unknown,
}

impl Mark {
    /// All marks, in the order of the legend.
    pub(in crate::page) const ALL: [Self; 10] = [
        Self::Recovery,
        Self::Nearly,
        Self::Missed,
        Self::Untold,
        Self::Hard,
        Self::Race,
        Self::Long,
        Self::Steady,
        Self::Easy,
        Self::Unknown,
    ];

    pub(in crate::page) fn of(run: &Assessment) -> Self {
        match (run.verdict, run.classified.kind) {
            (Verdict::Recovery, _) => Self::Recovery,
            (Verdict::Borderline, Kind::Recovery) => Self::Nearly,
            (Verdict::NotRecovery, Kind::Recovery) => Self::Missed,
            (Verdict::Ungradable, Kind::Recovery) => Self::Untold,
            (_, Kind::Race) => Self::Race,
            (_, Kind::Hard) => Self::Hard,
            (_, Kind::Long) => Self::Long,
            (_, Kind::Steady) => Self::Steady,
            (_, Kind::Easy) => Self::Easy,
            _ => Self::Unknown,
        }
    }

    /// Class in the style sheet.
    pub(in crate::page) fn class(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::Nearly => "nearly",
            Self::Missed => "missed",
            Self::Untold => "untold",
            Self::Race => "race",
            Self::Hard => "hard",
            Self::Long => "long",
            Self::Steady => "steady",
            Self::Easy => "easy",
            Self::Unknown => "unknown",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Recovery => "recovery run",
            Self::Nearly => "nearly",
            Self::Missed => "meant, and not",
            Self::Untold => "meant, cannot tell",
            Self::Race => "race",
            Self::Hard => "hard",
            Self::Long => "long",
            Self::Steady => "steady",
            Self::Easy => "easy",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the shape as a path in a cell of a width and [`CELL`] high.
    pub(in crate::page) fn path(self, x: f64, y: f64, width: f64) -> String {
        let (x, y, width) = (tenth(x), tenth(y), tenth(width));
        let (middle_x, middle_y) = (tenth(x + width / 2.0), y + CELL / 2.0);
        let radius = tenth(width.min(CELL) / 2.0 - 0.5);
        let circle = |radius: f64| circle(tenth(middle_x - radius), middle_y, radius);
        let bar = |height: f64| {
            let top = y + CELL - height;
            format!("M{x} {top}h{width}v{height}h-{width}z")
        };
        match self {
            Self::Recovery | Self::Untold => circle(radius),
            Self::Nearly => {
                let (top, across) = (tenth(middle_y - radius), tenth(2.0 * radius));
                let half = format!("M{middle_x} {top}a{radius} {radius} 0 0 0 0 {across}z");
                format!("{}{half}", circle(radius))
            }
            Self::Missed => {
                let half = radius - 0.5;
                let (left, top) = (tenth(middle_x - half), tenth(middle_y - half));
                let side = tenth(2.0 * half);
                format!("M{left} {top}l{side} {side}m0 -{side}l-{side} {side}")
            }
            Self::Hard => bar(CELL),
            Self::Race => {
                let half = tenth(width.min(CELL) / 2.0);
                let top = tenth(middle_y - half);
                format!("M{middle_x} {top}l{half} {half}l-{half} {half}l-{half} -{half}z")
            }
            Self::Long => {
                let (inner, hole) = (tenth(width - 4.0), CELL - 4.0);
                let (left, top) = (tenth(x + 2.0), tenth(y + 2.0));
                // The hole is drawn the other way round, so that it stays empty.
                let hole = format!("M{left} {top}v{hole}h{inner}v-{hole}z");
                if inner > 0.0 { format!("{}{hole}", bar(CELL)) } else { bar(CELL) }
            }
            Self::Steady => bar(6.5),
            Self::Easy => bar(3.5),
            Self::Unknown => {
                let (left, top) = (tenth(middle_x - 1.5), tenth(middle_y - 1.5));
                format!("M{left} {top}h3v3h-3z")
            }
        }
    }
}

/// Side of a cell in the units of the pictures.
pub(in crate::page) const CELL: f64 = 10.0;

/// Writes the legend of some marks.
pub(in crate::page) fn legend(marks: &[Mark]) -> Markup {
    html! {
        ul.legend aria-label="Legend" {
            @for mark in marks {
                li {
                    svg viewBox="0 0 10 10" aria-hidden="true" {
                        path class=(mark.class()) d=(mark.path(0.0, 0.0, CELL)) {}
                    }
                    (mark.meaning())
                }
            }
            li {
                svg viewBox="0 0 10 10" aria-hidden="true" { path.asked d=(slot(0.0, 0.0)) {} }
                "asked for by the coach"
            }
            li {
                svg viewBox="0 0 10 10" aria-hidden="true" { path.allowed d=(slot(0.0, 0.0)) {} }
                "one more is within the range"
            }
        }
    }
}

/// Returns the outline of a place for a recovery run.
pub(in crate::page) fn slot(x: f64, y: f64) -> String {
    circle(x + 0.5, y + CELL / 2.0, CELL / 2.0 - 0.5)
}

/// Returns a circle from its leftmost point.
fn circle(left: f64, middle: f64, radius: f64) -> String {
    let across = tenth(2.0 * radius);
    // No separator stands where none is needed, because a page has thousands of these.
    format!("M{left} {middle}a{radius} {radius} 0 10{across} 0a{radius} {radius} 0 10-{across} 0z")
}

/// Returns the marks of a week's recovery runs, and of the runs that were meant so, from the bottom
/// up.
pub(in crate::page) fn of_week(week: &Week) -> Vec<Mark> {
    let counts = [
        (Mark::Recovery, week.recovery_runs),
        (Mark::Nearly, week.nearly_runs),
        (Mark::Untold, week.meant_unknown),
        (Mark::Missed, week.meant_missed),
    ];
    counts.into_iter().flat_map(|(mark, number)| std::iter::repeat_n(mark, number)).collect()
}

/// Returns the paths of marks above each other, the first at `bottom`, and of the coach's range
/// behind them: class and shape. At most `room` marks are drawn.
pub(in crate::page) fn stack(
    week: &Week,
    x: f64,
    bottom: f64,
    room: usize,
) -> Vec<(&'static str, String)> {
    let y = |place: usize| bottom - (place + 1) as f64 * (CELL + 1.0) + 1.0;
    let mut paths: Vec<(&'static str, String)> = Vec::new();
    let mut add = |class: &'static str, shape: String| match paths
        .iter_mut()
        .find(|(own, _)| *own == class)
    {
        Some((_, path)) => path.push_str(&shape),
        None => paths.push((class, shape)),
    };
    let marks = of_week(week);
    for place in 0..week.range_high.min(room) {
        // A full circle hides the place behind it.
        if marks.get(place) != Some(&Mark::Recovery) {
            let class = if place < week.range_low { "asked" } else { "allowed" };
            add(class, slot(x, y(place)));
        }
    }
    for (place, mark) in marks.into_iter().enumerate().take(room) {
        add(mark.class(), mark.path(x, y(place), CELL));
    }
    paths
}
