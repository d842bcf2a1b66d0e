//! Lines over time.

use super::tenth;
use jiff::civil::Date;
use maud::{Markup, html};
use std::fmt::Write;

/// Width of the picture.
const WIDTH: f64 = 340.0;
/// Height of the picture.
const HEIGHT: f64 = 112.0;
/// Room for the values on the left.
const LEFT: f64 = 40.0;
/// Room on the right.
const RIGHT: f64 = 6.0;
/// Room above.
const TOP: f64 = 8.0;
/// Room for the years below.
const BOTTOM: f64 = 18.0;
/// Maximum number of years that are named below.
const YEARS: i16 = 7;

/// The scales of a picture: dates across, values up.
pub(in crate::page) struct Scale {
    first: Date,
    days: f64,
    low: f64,
    high: f64,
}

impl Scale {
    /// Creates scales for a range of dates (first and last) and a range of values (lowest and
    /// highest).
    pub(in crate::page) fn new((first, last): (Date, Date), (low, high): (f64, f64)) -> Self {
        let days = (last - first).get_days().max(1);
        Self { first, days: f64::from(days), low, high: high.max(low + 1e-9) }
    }

    /// Returns the horizontal position of a date.
    pub(in crate::page) fn x(&self, date: Date) -> f64 {
        let days = f64::from((date - self.first).get_days());
        tenth(LEFT + (WIDTH - LEFT - RIGHT) * days / self.days)
    }

    /// Returns the vertical position of a value, limited to the picture.
    pub(in crate::page) fn y(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        tenth(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share)
    }

    /// Returns a line through values of weeks. The line breaks where a value is unknown.
    pub(in crate::page) fn path(&self, values: &[(Date, Option<f64>)]) -> String {
        let mut path = String::new();
        // Writing to a string does not fail.
        for known in values.split(|(_, value)| value.is_none()) {
            for (place, (date, value)) in known.iter().enumerate() {
                let command = if place == 0 { 'M' } else { 'L' };
                let (x, y) = (self.x(*date), self.y(value.unwrap_or_default()));
                let _ = write!(path, "{command}{x} {y}");
            }
            // A line without length is drawn as a dot.
            path.push_str(if known.len() == 1 { "h0" } else { "" });
        }
        path
    }

    /// Writes the picture: lines and names of years and values, and `inner` above them.
    pub(in crate::page) fn draw(
        &self,
        title: &str,
        values: &[(f64, String)],
        inner: &Markup,
    ) -> Markup {
        let last = self.first.saturating_add(jiff::Span::new().days(self.days as i64));
        let years: Vec<Date> = (self.first.year()..=last.year())
            .filter_map(|year| Date::new(year, 1, 1).ok())
            .filter(|date| *date > self.first)
            .collect();
        let every = (last.year() - self.first.year()) / YEARS + 1;
        let (right, foot) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        let view_box = format!("0 0 {WIDTH} {HEIGHT}");
        html! {
            svg.line viewBox=(view_box) role="img" aria-label=(title) {
                g.axis {
                    @for (value, text) in values {
                        @let y = self.y(*value);
                        path d={ "M" (LEFT) " " (y) "H" (right) } {}
                        text x=(LEFT - 4.0) y=(y + 3.0) text-anchor="end" { (text) }
                    }
                    @for date in &years {
                        @let x = self.x(*date);
                        path d={ "M" (x) " " (TOP) "V" (foot) } {}
                        @if date.year() % every == 0 {
                            @let end = x > right - 18.0;
                            text x=(if end { right } else { x }) y=(HEIGHT - 5.0)
                                text-anchor=[end.then_some("end")] { (date.year()) }
                        }
                    }
                    @if years.is_empty() {
                        text x=(LEFT) y=(HEIGHT - 5.0) { (self.first.strftime("%b %Y")) }
                    }
                }
                (inner)
            }
        }
    }
}
