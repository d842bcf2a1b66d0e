//! Marks of runs. Each kind has a shape of its own, so that no colour is needed to tell them apart.

use super::tenth;
use maud::{Markup, Render, html};
use recoup_analysis::{Assessment, Kind, Verdict, Week};

/// Mark of a run in the bands and the legend, in the order in which the runs of a day are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::page) enum Mark {
    /// A recovery run.
    Recovery,
    /// Nearly a recovery run.
    Nearly,
    /// A run that was meant as a recovery run, but was not one.
    Missed,
    /// A run that was meant as a recovery run and is ungradable.
    Untold,
    Race,
    Hard,
    Long,
    Steady,
    Easy,
    /// A run of unknown kind.
    Unknown,
    /// A hard session of another sport.
    Other,
}

impl Mark {
    /// All marks, in the order of the legend.
    pub(in crate::page) const ALL: [Self; 11] = [
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
        Self::Other,
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

    /// Returns the class in the style sheet.
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
            Self::Other => "other",
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
            Self::Other => "hard session of another sport",
        }
    }

    /// Returns the shape as a path, in a cell of a given width and of height [`CELL`].
    pub(in crate::page) fn path(self, x: f64, y: f64, width: f64) -> String {
        let (x, y, width) = (tenth(x), tenth(y), tenth(width));
        let (middle_x, middle_y) = (tenth(x + width / 2.0), y + CELL / 2.0);
        // Many runs of one day leave little room, but the shape never disappears.
        let radius = tenth(width.min(CELL) / 2.0 - 0.5).max(0.3);
        let circle = |radius: f64| circle(tenth(middle_x - radius), middle_y, radius);
        let bar = |height: f64| {
            let top = y + CELL - height;
            format!("M{x} {top}h{width}v{height}h-{width}z")
        };
        match self {
            Self::Recovery => circle(radius),
            Self::Untold => {
                let dot = tenth(radius / 3.0).max(0.1);
                let inner = self::circle(tenth(middle_x - dot), middle_y, dot);
                format!("{}{inner}", circle(radius))
            }
            Self::Nearly => {
                let (top, across) = (tenth(middle_y - radius), tenth(2.0 * radius));
                let half = format!("M{middle_x} {top}a{radius} {radius} 0 0 0 0 {across}z");
                format!("{}{half}", circle(radius))
            }
            Self::Missed => {
                let half = (radius - 0.5).max(0.2);
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
                // The hole is drawn in the other direction, so that it stays empty.
                let hole = format!("M{left} {top}v{hole}h{inner}v-{hole}z");
                if inner > 0.0 { format!("{}{hole}", bar(CELL)) } else { bar(CELL) }
            }
            Self::Steady => bar(6.5),
            Self::Easy => bar(3.5),
            Self::Other => {
                let (top, foot) = (y + 1.0, y + CELL - 1.0);
                format!("M{middle_x} {top}L{} {foot}H{x}z", tenth(x + width))
            }
            Self::Unknown => {
                let (left, top) = (tenth(middle_x - 1.5), tenth(middle_y - 1.5));
                format!("M{left} {top}h3v3h-3z")
            }
        }
    }
}

/// Side of a cell in the units of the pictures.
pub(in crate::page) const CELL: f64 = 10.0;
/// Distance from one cell to the next.
pub(in crate::page) const PITCH: f64 = CELL + 1.0;

/// Shapes of some marks: one path for each class.
#[derive(Debug, Default)]
pub(in crate::page) struct Paths(Vec<(&'static str, String)>);

impl Paths {
    pub(in crate::page) fn add(&mut self, class: &'static str, shape: &str) {
        match self.0.iter_mut().find(|(own, _)| *own == class) {
            Some((_, path)) => path.push_str(shape),
            None => self.0.push((class, shape.to_owned())),
        }
    }
}

impl Render for Paths {
    fn render(&self) -> Markup {
        html! { @for (class, path) in &self.0 { path class=(class) d=(path) {} } }
    }
}

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
            (key("asked", &slot(0.0, 0.0), "still asked for by the coach"))
            (key("allowed", &slot(0.0, 0.0), "one more would be within the range"))
            (key("cap", "M0 5h10", "above this line: more than the range"))
        }
    }
}

fn key(class: &str, path: &str, meaning: &str) -> Markup {
    html! {
        li {
            svg viewBox="0 0 10 10" aria-hidden="true" { path class=(class) d=(path) {} }
            (meaning)
        }
    }
}

/// Returns the outline of an empty place for a recovery run.
pub(in crate::page) fn slot(x: f64, y: f64) -> String {
    circle(x + 0.5, y + CELL / 2.0, CELL / 2.0 - 0.5)
}

/// Returns the path of a circle, from its leftmost point.
fn circle(left: f64, middle: f64, radius: f64) -> String {
    let across = tenth(2.0 * radius);
    // Unnecessary separators are left out, because a page has thousands of these paths.
    format!("M{left} {middle}a{radius} {radius} 0 10{across} 0a{radius} {radius} 0 10-{across} 0z")
}

/// Recovery runs of a week from the bottom up, with the places that the coach's range leaves empty.
struct Stack {
    /// Recovery runs.
    recovery: usize,
    /// Empty places that the coach's range asks for.
    asked: usize,
    /// Runs that were nearly recovery runs, or were meant as recovery runs.
    others: Vec<Mark>,
    /// Empty places within the range, above all of these.
    allowed: usize,
}

impl Stack {
    fn of(week: &Week) -> Self {
        let counts = [
            (Mark::Nearly, week.nearly_runs),
            (Mark::Untold, week.meant_unknown),
            (Mark::Missed, week.meant_missed),
        ];
        let repeated = |(mark, number)| std::iter::repeat_n(mark, number);
        let others: Vec<Mark> = counts.into_iter().flat_map(repeated).collect();
        let recovery = week.recovery_runs;
        let asked = week.range_low.saturating_sub(recovery);
        let is_alone = others.is_empty();
        let allowed = if is_alone { week.range_high.saturating_sub(recovery + asked) } else { 0 };
        Self { recovery, asked, others, allowed }
    }

    fn height(&self) -> usize {
        self.recovery + self.asked + self.others.len() + self.allowed
    }
}

/// Returns the number of places above each other that a week needs.
pub(in crate::page) fn height(week: &Week) -> usize {
    Stack::of(week).height()
}

/// Returns a week's recovery runs above each other, the first at `bottom`. Draws at most `room` of
/// them.
pub(in crate::page) fn stack(week: &Week, x: f64, bottom: f64, room: usize) -> Paths {
    let y = |place: usize| bottom - (place + 1) as f64 * PITCH + 1.0;
    let mut paths = Paths::default();
    let Stack { recovery, asked, others, allowed } = Stack::of(week);
    let marks = std::iter::repeat_n(Some(Mark::Recovery), recovery)
        .chain(std::iter::repeat_n(None, asked))
        .chain(others.into_iter().map(Some))
        .chain(std::iter::repeat_n(None, allowed));
    for (place, mark) in marks.enumerate().take(room) {
        match mark {
            Some(mark) => paths.add(mark.class(), &mark.path(x, y(place), CELL)),
            None if place < recovery + asked => paths.add("asked", &slot(x, y(place))),
            None => paths.add("allowed", &slot(x, y(place))),
        }
    }
    if recovery > week.range_high && week.range_high < room {
        paths.add("cap", &format!("M{x} {}h{CELL}", y(week.range_high) + CELL + 0.5));
    }
    paths
}
