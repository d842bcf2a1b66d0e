//! GPX with quick-xml's events.

use crate::weeks::Activity;
use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Element whose text is used.
#[derive(Clone, Copy)]
enum Wanted {
    Sport,
    Time,
    HeartRate,
}

pub(crate) fn read(bytes: &[u8]) -> Option<Activity> {
    let mut reader = Reader::from_str(std::str::from_utf8(bytes).ok()?);
    let mut activity = Activity::default();
    let (mut is_in_point, mut wanted) = (false, None);
    let (mut at_s, mut heart_rate_bpm) = (None, None);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "trkpt" => {
                    is_in_point = true;
                    (at_s, heart_rate_bpm) = (None, None);
                }
                "time" if is_in_point => wanted = Some(Wanted::Time),
                "hr" if is_in_point => wanted = Some(Wanted::HeartRate),
                "type" if !is_in_point => wanted = Some(Wanted::Sport),
                _ => {}
            },
            Event::Text(text) => {
                let Some(wanted) = wanted else { continue };
                match wanted {
                    Wanted::Sport => activity.is_run |= text.contains("running"),
                    Wanted::Time => at_s = text.parse().ok().map(Timestamp::as_second),
                    Wanted::HeartRate => heart_rate_bpm = text.parse().ok(),
                }
            }
            Event::End(tag) => {
                wanted = None;
                if tag.local_name().as_ref() == "trkpt" {
                    is_in_point = false;
                    if let Some(at_s) = at_s {
                        activity.record(at_s, heart_rate_bpm);
                    }
                }
            }
            Event::Eof => return Some(activity),
            _ => {}
        }
    }
}
