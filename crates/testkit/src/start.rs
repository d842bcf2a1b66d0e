//! Start of a run: an instant, and the local clock of the runner.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::never_fails;

/// Second in which a run starts, with the offset of the local clock at that time.
///
/// Both are in one value, because a week belongs to the local date. Important tests have a local
/// date that differs from the date in UTC.
///
/// ```
/// use recoup_testkit::Start;
///
/// let start = Start::from("2026-03-30T00:20:05+02:00");
/// assert_eq!(start.unix_s(), 1_774_822_805);
/// assert_eq!(start.utc_offset_min(), 120);
/// assert_eq!(start.local(), "2026-03-30 00:20:05 +02:00");
/// assert_eq!(start.utc(), "2026-03-29T22:20:05Z");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    unix_s: i64,
    utc_offset_min: i16,
}

impl Start {
    /// Returns the seconds since 1970 in UTC.
    #[must_use]
    pub fn unix_s(self) -> i64 {
        self.unix_s
    }

    /// Returns the minutes by which the local clock is ahead of UTC.
    #[must_use]
    pub fn utc_offset_min(self) -> i16 {
        self.utc_offset_min
    }

    /// Returns the local date and time with the offset, as a person would write them.
    #[must_use]
    pub fn local(self) -> String {
        let local = utc(self.unix_s + i64::from(self.utc_offset_min) * 60);
        let (hours, minutes) = (self.utc_offset_min / 60, self.utc_offset_min % 60);
        format!("{} {} {hours:+03}:{:02}", local.date(), clock(local), minutes.abs())
    }

    /// Returns the instant in UTC in the spelling of GPX.
    #[must_use]
    pub fn utc(self) -> String {
        utc_text(self.unix_s)
    }
}

/// Reads an RFC 3339 time such as `2026-03-02T06:30:12+01:00`. Panics for any other text, because
/// the text is a literal in a test.
impl From<&str> for Start {
    fn from(text: &str) -> Self {
        let parsed = never_fails(OffsetDateTime::parse(text, &Rfc3339));
        Self { unix_s: parsed.unix_timestamp(), utc_offset_min: parsed.offset().whole_minutes() }
    }
}

/// Takes Unix seconds, for a runner whose clock shows UTC.
impl From<i64> for Start {
    fn from(unix_s: i64) -> Self {
        Self { unix_s, utc_offset_min: 0 }
    }
}

/// Returns the date and time in UTC of a Unix second.
pub(crate) fn utc(unix_s: i64) -> OffsetDateTime {
    never_fails(OffsetDateTime::from_unix_timestamp(unix_s))
}

/// Returns a time in the form `2026-03-02T05:30:12Z`.
pub(crate) fn utc_text(unix_s: i64) -> String {
    let time = utc(unix_s);
    format!("{}T{}Z", time.date(), clock(time))
}

/// Returns a time of day in the form `05:30:12`.
fn clock(time: OffsetDateTime) -> String {
    let (hour, minute, second) = time.to_hms();
    format!("{hour:02}:{minute:02}:{second:02}")
}
