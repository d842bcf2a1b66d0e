//! `recoup athlete init`: writes an athlete file, filled in from the user's files.

use crate::args::InitArgs;
use crate::commands::assessed::assessed;
use crate::exit::Done;
use crate::input::Input;
use crate::output::{messages, template};
use crate::paths::{is_standard_stream, shown_paths};
use anyhow::bail;
use recoup::analysis::calendar::{Coordinates, zone_at};
use recoup::analysis::history::maximum::{max_exceeded, max_timeline_of};
use recoup::{ATHLETE_FILE, Assessment, Athlete, MaxDoubt, MaxHeartRate, MaxSource};
use std::path::Path;
use toml::Value;

/// Writes the six settings that matter most, or all.
pub(crate) fn init(args: &InitArgs) -> anyhow::Result<Done> {
    let mut settings = Settings::new(name_of(&args.file));
    if !args.from.is_empty() {
        settings.fill(args)?;
    }
    let lines = settings.lines();
    let text = if args.all { in_template(&lines) } else { lines.join("\n") + "\n" };
    template::write(&text, &args.file, args.force)?;
    if !is_standard_stream(&args.file) {
        messages::note(if args.all {
            "lines that begin with # are not used"
        } else {
            "lines that begin with # are not used; `recoup athlete init - --all` prints every setting"
        });
    }
    Ok(Done::Clean)
}

/// Returns the athlete's name that a file's name suggests: `kari` for `kari.toml`, `Anna` for
/// `Anna/athlete.toml`.
fn name_of(file: &Path) -> Option<String> {
    let part = if file.file_name()?.to_str()? == ATHLETE_FILE {
        file.parent()?.file_name()?
    } else {
        file.file_stem()?
    };
    let is_name = |name: &String| name != "-" && !name.contains(char::is_control);
    Some(part.to_str()?.to_owned()).filter(is_name)
}

/// A setting, and the source of its value.
struct Setting {
    key: &'static str,
    value: Value,
    /// Whether the value is the athlete's. Other values are examples and are written behind a `#`.
    is_known: bool,
    note: String,
}

impl Setting {
    fn line(&self) -> String {
        let off = if self.is_known { "" } else { "#" };
        format!("{:<26} # {}", format!("{off}{} = {}", self.key, self.value), self.note)
    }
}

/// The settings that matter most.
struct Settings {
    name: Setting,
    zones: Setting,
    time_zone: Setting,
    max_bpm: Setting,
    resting_bpm: Setting,
}

impl Settings {
    /// Creates settings with examples as values.
    fn new(name: Option<String>) -> Self {
        let setting = |key, value: Value, note: &str| Setting {
            key,
            value,
            is_known: false,
            note: note.to_owned(),
        };
        let is_named = name.is_some();
        let name = name.unwrap_or_else(|| "Kari".to_owned());
        let zones = Athlete::default().zones.to_string();
        let name = setting("name", name.into(), "the name in reports");
        let zones =
            setting("zones", zones.into(), "the coach's zones; `recoup zones` shows others");
        let time_zone = "for recordings without local time and coordinates";
        Self {
            name: Setting { is_known: is_named, ..name },
            zones: Setting { is_known: true, ..zones },
            time_zone: setting("time_zone", "Europe/Oslo".into(), time_zone),
            max_bpm: setting(
                "max_bpm",
                190.into(),
                "your maximum heart rate, from a race or a test",
            ),
            resting_bpm: setting("resting_bpm", 48.into(), "your resting heart rate"),
        }
    }

    /// Fills in the settings that the files below the paths show.
    fn fill(&mut self, args: &InitArgs) -> anyhow::Result<()> {
        let input = Input::open(&args.from, &args.input)?;
        let records = assessed(&args.from, &input.reading(), &Athlete::default())?;
        let runs = || records.iter().flat_map(|record| &record.runs);
        let Some(last) = runs().max_by_key(|run| run.start_ms) else {
            bail!("--from {}: no runs there to learn from", shown_paths(&args.from));
        };
        let maxima = max_timeline_of(&records);
        if let Some(found) = maxima.near(last.start_ms) {
            let source = if found.is_watch { MaxSource::Watch } else { MaxSource::History };
            let max = MaxHeartRate { bpm: Some(found.bpm), source, from: Some(found.date) };
            let exceeded = max_exceeded(&maxima, max);
            let doubts = MaxDoubt::of(found.bpm, source, exceeded);
            let bpm = exceeded.map_or(found.bpm, |exceeded| exceeded.reached_bpm);
            self.max_bpm.value = whole(bpm);
            self.max_bpm.is_known = doubts.is_empty();
            self.max_bpm.note = match doubts.first() {
                None => format!("from your watch, in the run of {}", found.date),
                Some(doubt) => format!("{doubt}; remove the # if it is right"),
            };
        }
        let known = |run: &&Assessment| run.measured_resting_bpm().is_some();
        if let Some(run) = runs().filter(known).max_by_key(|run| run.start_ms)
            && let Some(bpm) = run.measured_resting_bpm()
        {
            self.resting_bpm.value = whole(bpm);
            self.resting_bpm.is_known = true;
            self.resting_bpm.note =
                format!("from your watch in the run of {}", run.start_local.date());
        }
        let mut places = records.iter().flat_map(|record| &record.runs).filter_map(place_of);
        if let Some(zone) = places.find_map(|place| zone_at(place)?.iana_name().map(str::to_owned))
        {
            self.time_zone.value = zone.into();
            self.time_zone.is_known = true;
        }
        Ok(())
    }

    /// Returns the lines of the file.
    fn lines(&self) -> [String; 6] {
        [
            self.name.line(),
            self.zones.line(),
            self.time_zone.line(),
            "[[heart_rate]]".to_owned(),
            self.max_bpm.line(),
            self.resting_bpm.line(),
        ]
    }
}

/// Converts a heart rate to a value in whole beats.
fn whole(bpm: f64) -> Value {
    Value::Integer(bpm.round() as i64)
}

fn place_of(run: &Assessment) -> Option<Coordinates> {
    let point = run.track.points.first()?;
    Coordinates::new(point.latitude_deg.into(), point.longitude_deg.into())
}

/// Returns the file with every setting. Each line in `lines` replaces the line with the same key.
fn in_template(lines: &[String]) -> String {
    let key = |line: &str| {
        let line = line.trim_start_matches('#');
        let end = line.find(" = ").unwrap_or(line.len());
        line[..end].to_owned()
    };
    let template = Athlete::template();
    let is_setting = |line: &str| !line.starts_with("# ") && !line.is_empty();
    let replaced = template.lines().map(|line| {
        let own = lines.iter().find(|own| is_setting(line) && key(own) == key(line));
        own.map_or(line, String::as_str)
    });
    replaced.collect::<Vec<_>>().join("\n") + "\n"
}
