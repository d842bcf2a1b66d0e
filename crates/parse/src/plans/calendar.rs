//! Calendars (iCalendar, RFC 5545) of TrainingPeaks, Runna and others.
//!
//! A calendar can also hold appointments and the activities that were done. Appointments are left
//! out by the analysis, because they name no kind of run. Activities that were not planned are left
//! out here.

use super::{PlanContents, PlanFormat, clock_s, distance_m, length_ms, number, text};
use crate::formats::xml::decode;
use crate::sport;
use ical::component::{IcalComponent, IcalComponentKind, IcalComponentName};
use ical::recur::set::{IcalRecurOverride, IcalRecurSet};
use ical::recur::{IcalRecurDateTime, IcalRecurFreq, IcalRecurRule};
use ical::tree::cst::{IcalCst, IcalItem};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use recoup_model::{PlannedStart, PlannedWorkout, Sport};
use std::collections::HashMap;

/// Maximum number of dates of a repeated event: ten years of days.
const OCCURRENCES: usize = 3_653;
/// Maximum number of changed dates of a repeated event.
const CHANGES: usize = 300;
/// Maximum length of the used lines of an event in bytes; longer lines are left out.
const EVENT_BYTES: usize = 64 << 10;
/// Years within which a repeated event is planned, after its first date.
const YEARS: i32 = 10;
/// Maximum number of rules of an event, and of repeated events of a calendar; more are left out.
const RULES: usize = 2;
const REPEATED: usize = 1_000;
/// Maximum number of events of a calendar.
const EVENTS: usize = 200_000;

/// Reads a calendar. Damaged lines cost only themselves.
pub(super) fn read(bytes: &[u8]) -> PlanContents {
    let mut plan = PlanContents::new(PlanFormat::Calendar);
    let Content { events, zone } = content(&decode(bytes), &mut plan);
    let zone = zone.as_ref();
    let mut changes: HashMap<&str, Vec<&Event>> = HashMap::new();
    let mut repeated = 0;
    for event in events.iter().filter(|event| event.is_change) {
        let of_uid = changes.entry(event.uid.as_str()).or_default();
        if of_uid.len() < CHANGES {
            of_uid.push(event);
        }
    }
    for event in &events {
        // The plan is full.
        if plan.damage.is_some() {
            break;
        }
        let uid = event.uid.as_str();
        repeated = usize::saturating_add(repeated, usize::from(event.is_repeated));
        if event.is_repeated && repeated > REPEATED {
            let cause = format!("over the limit of {REPEATED} repeated events of a calendar");
            plan.leave_out(Some(event.line), cause);
            continue;
        }
        let parsed = IcalCst::parse(event.text.as_str()).map_err(|error| error.to_string());
        let workout = parsed.and_then(|parsed| Ok((workout(&parsed, uid, zone)?, parsed)));
        match workout {
            Ok((None, _)) => {}
            Ok((Some(workout), parsed)) if event.is_repeated => {
                // The changes belong to the first event of the series.
                let changes = changes.remove(uid).unwrap_or_default();
                for start in dates(&parsed, &changes, zone) {
                    let mut of_day = workout.clone();
                    of_day.start = Some(start);
                    plan.push(of_day);
                }
            }
            Ok((Some(workout), _)) => plan.push(workout),
            Err(cause) => plan.leave_out(Some(event.line), cause),
        }
    }
    plan
}

/// One event: the lines that are used, without folds and without the parts in it, such as alarms.
struct Event {
    /// Line of the file at which the event begins.
    line: u64,
    text: String,
    uid: String,
    /// Whether the event changes one date of a repeated event.
    is_change: bool,
    is_repeated: bool,
    /// Number of rules.
    rules: usize,
}

impl Event {
    fn new(line: u64) -> Self {
        let text = "BEGIN:VEVENT\r\n".to_owned();
        Self { line, text, uid: String::new(), is_change: false, is_repeated: false, rules: 0 }
    }

    /// Adds a line if it is used.
    fn add(&mut self, line: &str) {
        let end = line.find([':', ';']).unwrap_or(line.len());
        let name = line.get(..end).unwrap_or_default();
        if !USED.iter().any(|used| name.eq_ignore_ascii_case(used)) {
            return;
        }
        if name.eq_ignore_ascii_case("UID") {
            line.split_once(':').map_or("", |(_, uid)| uid.trim()).clone_into(&mut self.uid);
        }
        self.is_change |= name.eq_ignore_ascii_case("RECURRENCE-ID");
        let is_rule = name.eq_ignore_ascii_case("RRULE") || name.eq_ignore_ascii_case("EXRULE");
        self.rules = self.rules.saturating_add(usize::from(is_rule));
        if is_rule && self.rules > RULES {
            return;
        }
        self.is_repeated |=
            name.eq_ignore_ascii_case("RRULE") || name.eq_ignore_ascii_case("RDATE");
        if self.text.len().saturating_add(line.len()) <= EVENT_BYTES {
            self.text.push_str(line);
            self.text.push_str("\r\n");
        }
    }
}

/// Names of the lines that are used.
const USED: [&str; 13] = [
    "DTSTART",
    "DTEND",
    "DURATION",
    "SUMMARY",
    "DESCRIPTION",
    "STATUS",
    "UID",
    "RECURRENCE-ID",
    "RRULE",
    "RDATE",
    "EXRULE",
    "EXDATE",
    "X-WORKOUT-ESTIMATED-DURATION",
];

/// Events of a calendar, and the time zone in which it shows them.
struct Content {
    events: Vec<Event>,
    zone: Option<TimeZone>,
}

/// Line with the calendar's time zone, which Google, Apple and Microsoft write.
const ZONE: &str = "X-WR-TIMEZONE:";

/// Splits a calendar into its events, so that damage costs one event, and parts in an event cost
/// nothing. Counts what cannot be read.
fn content(text: &str, plan: &mut PlanContents) -> Content {
    let (mut events, mut zone) = (Vec::new(), None);
    let mut open: Option<Event> = None;
    let mut inner = 0_usize;
    let mut add = |number: u64, line: &str, plan: &mut PlanContents| {
        let rest_of = |name: &str| {
            let start = line.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name));
            start.and_then(|_| line.get(name.len()..)).map(str::trim)
        };
        let begins = rest_of("BEGIN:");
        if begins.is_some_and(|part| part.eq_ignore_ascii_case("VEVENT")) {
            if let Some(event) = open.replace(Event::new(number)) {
                plan.leave_out(Some(event.line), "an event without an end");
            }
            inner = 0;
            return;
        }
        let Some(event) = &mut open else {
            if zone.is_none()
                && let Some(name) = rest_of(ZONE)
            {
                zone = TimeZoneDatabase::bundled().get(name).ok();
            }
            return;
        };
        if begins.is_some() {
            inner = inner.saturating_add(1);
        } else if rest_of("END:").is_some() {
            if inner > 0 {
                inner = inner.saturating_sub(1);
            } else if let Some(mut event) = open.take()
                && events.len() < EVENTS
            {
                event.text.push_str("END:VEVENT\r\n");
                events.push(event);
            }
        } else if inner == 0 && line.contains(':') {
            event.add(line);
        } else if inner == 0 {
            plan.leave_out(Some(number), "a line without a colon");
        }
    };
    // A line that begins with a blank continues the line before it (RFC 5545, 3.1).
    let (mut start, mut logical) = (1, String::new());
    let line_end = if text.contains('\n') { '\n' } else { '\r' };
    for (number, line) in (1..).zip(text.split(line_end)) {
        let line = line.trim_end_matches('\r');
        match line.strip_prefix([' ', '\t']) {
            Some(more) => logical.push_str(more),
            None if line.is_empty() => {}
            None => {
                add(start, logical.trim(), plan);
                line.clone_into(&mut logical);
                start = number;
            }
        }
    }
    add(start, logical.trim(), plan);
    if let Some(event) = open {
        plan.leave_out(Some(event.line), "an event without an end");
    }
    Content { events, zone }
}

/// Returns the value of the first line of a name, as it is written.
fn raw_value(component: &IcalCst<'_>, name: &str) -> Option<String> {
    let mut lines = component.items.iter().filter_map(|item| match item {
        IcalItem::Prop(line) => Some(line),
        _ => None,
    });
    let line = lines.find(|line| line.name.get().eq_ignore_ascii_case(name))?;
    Some(line.raw_value_str().into())
}

/// Returns the value of the first line of a name without blanks around it.
fn value(component: &IcalCst<'_>, name: &str) -> Option<String> {
    raw_value(component, name).map(|value| value.trim().to_owned())
}

/// Returns the text of the first line of a name, with its escapes decoded.
fn decoded(component: &IcalCst<'_>, name: &str) -> Option<String> {
    raw_value(component, name).map(|value| unescaped(&value))
}

/// Decodes the escapes of a text (RFC 5545, 3.3.11).
fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut letters = raw.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            other => text.push(other),
        }
    }
    text
}

/// Returns the workout of an event; [`None`] for an event that was cancelled or not planned.
fn workout(
    event: &IcalCst<'_>,
    uid: &str,
    zone: Option<&TimeZone>,
) -> Result<Option<PlannedWorkout>, String> {
    let is_cancelled =
        value(event, "STATUS").is_some_and(|it| it.eq_ignore_ascii_case("CANCELLED"));
    let description = decoded(event, "DESCRIPTION").unwrap_or_default();
    let has_line =
        |start: &str| description.lines().any(|line| line.trim_start().starts_with(start));
    let is_planned = has_line("Planned Time:") || has_line("Distance Planned:");
    // TrainingPeaks and Runna also list what was done without a plan.
    let is_unplanned =
        (has_line("Actual Time:") && !is_planned) || uid.starts_with("COMPLETED_ACTIVITY");
    if is_cancelled || is_unplanned {
        return Ok(None);
    }
    let summary = decoded(event, "SUMMARY").unwrap_or_default();
    let written = value(event, "DTSTART").unwrap_or_default();
    let start = start(&written, zone).ok_or_else(|| {
        format!("DTSTART {written:?} of the event {:?} is no date", summary.trim())
    })?;
    let (workout_type, title) = match summary.split_once(':') {
        Some((before, after)) if is_type(before) => (Some(before.trim()), after),
        _ => (None, &*summary),
    };
    let mut workout = PlannedWorkout::new(Some(start));
    workout.title = text(title);
    workout.sport = match workout_type {
        Some(named) => sport::of_type(named)
            .map(|(sport, _)| sport)
            .or_else(|| Some(Sport::from_name(&named.to_lowercase()))),
        None => sport::of_words(title).map(|(sport, _)| sport),
    };
    // Values of what was done say nothing about the plan.
    let is_note = |line: &&str| !DONE.iter().any(|done| line.trim_start().starts_with(done));
    let notes: Vec<&str> = description.lines().filter(is_note).collect();
    workout.notes = text(&notes.join("\n")).into_iter().collect();
    workout.duration_ms = planned_s(event, &description).and_then(length_ms);
    workout.distance_m = planned_m(&description);
    Ok(Some(workout))
}

/// Beginnings of lines of a description that say what was done, or name the sport.
const DONE: [&str; 5] = ["Actual ", "Speed:", "Pace:", "Workout type:", "Completed"];
/// Types of TrainingPeaks before the title, as in "Run: easy".
const TYPES: [&str; 14] = [
    "swim", "bike", "run", "walk", "mtb", "xc-ski", "rowing", "brick", "x-train", "race",
    "day off", "strength", "custom", "other",
];

fn is_type(text: &str) -> bool {
    TYPES.iter().any(|known| text.trim().eq_ignore_ascii_case(known))
}

/// Reads a start: a date, a local time, or a time in UTC. A time in UTC is a date in `zone`, and a
/// moment without one.
fn start(written: &str, zone: Option<&TimeZone>) -> Option<PlannedStart> {
    let time = IcalRecurDateTime::parse(written).ok()?;
    started(time, written.ends_with(['Z', 'z']), zone)
}

fn started(time: IcalRecurDateTime, is_utc: bool, zone: Option<&TimeZone>) -> Option<PlannedStart> {
    let year = i16::try_from(time.year).ok()?;
    let (month, day) = (i8::try_from(time.month).ok()?, i8::try_from(time.day).ok()?);
    let mut date = jiff::civil::Date::new(year, month, day).ok()?;
    if is_utc {
        let moment = Timestamp::from_second(time.seconds()).ok()?;
        let Some(zone) = zone else {
            return Some(PlannedStart::Time(moment.as_millisecond()));
        };
        date = zone.to_datetime(moment).date();
    }
    Some(PlannedStart::Date(date.year(), date.month(), date.day()))
}

/// Returns the dates of a repeated event, with its changed dates.
fn dates(event: &IcalCst<'_>, changes: &[&Event], zone: Option<&TimeZone>) -> Vec<PlannedStart> {
    let is_utc = value(event, "DTSTART").is_some_and(|start| start.ends_with(['Z', 'z']));
    let mut set = IcalRecurSet::of_component(&as_component(event));
    // A changed date is an event of its own, and a cancelled one is none.
    for change in changes {
        if let Ok(change) = IcalCst::parse(change.text.as_str()) {
            let id = value(&change, "RECURRENCE-ID");
            let written = id.and_then(|id| IcalRecurDateTime::parse(&id).ok());
            let component = as_component(&change);
            let told = IcalRecurOverride::of_component(&component, &set.zone, &[]);
            set.exdates.extend(told.map(|told| told.id).or(written));
        }
    }
    set.exdates.sort_unstable();
    let Some(first) = set.start else { return Vec::new() };
    let last_year = first.year.saturating_add(YEARS);
    // Only days matter, and smaller steps would cost much.
    set.rules.retain(is_of_days);
    set.exrules.retain(is_of_days);
    // The expansion ends with the rule, so that a rule without a date costs little.
    for rule in set.rules.iter_mut().chain(&mut set.exrules) {
        (rule.by_hour, rule.by_minute, rule.by_second) = (Vec::new(), Vec::new(), Vec::new());
        let last = IcalRecurDateTime::date(last_year, 12, 31);
        rule.until = Some(rule.until.map_or(last, |until| until.min(last)));
    }
    let starts = set.expand().take(OCCURRENCES).map(|occurrence| occurrence.start);
    starts
        .take_while(|start| start.year <= last_year)
        .filter_map(|start| started(start, is_utc, zone))
        .collect()
}

/// Whether a rule repeats an event after days or more.
fn is_of_days(rule: &IcalRecurRule) -> bool {
    use IcalRecurFreq::{Hourly, Minutely, Secondly};
    !matches!(rule.freq, Hourly | Minutely | Secondly)
}

/// Decodes an event.
fn as_component<'c>(event: &'c IcalCst<'_>) -> IcalComponent<'c> {
    let name = IcalComponentName::Kind(IcalComponentKind::VEvent);
    IcalComponent { name, props: event.decode().props, components: Vec::new() }
}

/// Returns the planned length in seconds: by a line of the description, by the app's own estimate,
/// by `DURATION`, or by the times of the event.
fn planned_s(event: &IcalCst<'_>, description: &str) -> Option<f64> {
    /// Longest workout whose length the times of an event give. Longer events are whole days.
    const LONGEST_S: i64 = 43_200;
    let of_line =
        description.lines().find_map(|line| clock_s(line.trim().strip_prefix("Planned Time:")?));
    let estimate = || value(event, "X-WORKOUT-ESTIMATED-DURATION")?.parse().ok();
    let of_duration = || {
        let span: jiff::Span = value(event, "DURATION")?.parse().ok()?;
        span.total((jiff::Unit::Second, jiff::civil::date(2026, 1, 1))).ok()
    };
    let of_times = || {
        let time = |name| {
            let written = value(event, name)?;
            let has_time = written.contains(['T', 't']);
            IcalRecurDateTime::parse(&written).ok().filter(|_| has_time)
        };
        let (start, end) = (time("DTSTART")?, time("DTEND")?);
        let length_s = end.seconds().checked_sub(start.seconds())?;
        (1..=LONGEST_S).contains(&length_s).then_some(length_s as f64)
    };
    of_line.or_else(estimate).or_else(of_duration).or_else(of_times)
}

/// Returns the planned distance in metres by a line of the description.
fn planned_m(description: &str) -> Option<f64> {
    let line =
        description.lines().find_map(|line| line.trim().strip_prefix("Distance Planned:"))?;
    let (distance, unit) = line.trim().split_once(' ')?;
    let distance = number(distance)?;
    distance_m(match unit.trim() {
        "m" => distance,
        "km" => distance * 1000.0,
        "mi" => distance * 1609.344,
        _ => return None,
    })
}
