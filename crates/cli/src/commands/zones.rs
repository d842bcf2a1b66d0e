//! `recoup zones`: shows the heart rates of Zones 1-5 in every model, so that users can choose one.

use crate::args::ZonesArgs;
use crate::commands::assessed::assessed;
use crate::commands::company::warn_mixed;
use crate::exit::Done;
use crate::input::Input;
use crate::options;
use crate::output::format::{self, zone_range};
use crate::output::style::{STRONG, WARNING, paint};
use crate::output::{messages, terminal};
use crate::paths::shown_paths;
use anyhow::bail;
use jiff::civil::Date;
use recoup::analysis::history::maximum::{max_exceeded, max_timeline_of};
use recoup::analysis::settings::zone_model::ZONES;
use recoup::shown_path;
use recoup::{
    Assessment, Athlete, FileRecord, FileStatus, HeartRateSetting, HeartRateZones, KnownHeartRates,
    MaxDoubt, MaxSource, MaxTimeline, ROSTER_FILE, ReadOptions, Roster, RosterOptions, ZoneBase,
    ZoneModel,
};
use std::io::{self, Write};
use std::path::PathBuf;

/// A heart rate in beats per minute, and a description of its source.
type Sourced = (f64, String);

/// Getter of a heart rate that a run's file may hold.
type Value = fn(&KnownHeartRates) -> Option<f64>;

pub(crate) fn run(mut args: ZonesArgs) -> anyhow::Result<Done> {
    refuse_several_athletes(&args.paths)?;
    options::find_file(&mut args.heart_rate, &args.paths)?;
    let args = &args;
    let mut athlete = options::from_file(&args.heart_rate)?;
    let mut models = ZoneModel::ALL.to_vec();
    let mut add_own = |model: ZoneModel| {
        if !models.contains(&model) {
            models.push(model);
        }
    };
    // Custom edges in the athlete file are shown even if --zones wins over them.
    add_own(athlete.zones);
    options::set_options(&mut athlete, &args.heart_rate);
    add_own(athlete.zones);
    messages::detail(format!("settings: {}", format::settings(&athlete)));
    let date = args.date.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
    let runs = Runs::below(args, &athlete)?;
    let known = Known::of(&athlete, &runs, date, args.heart_rate.max_hr.is_some());
    let mut out = terminal::stdout();
    show(&mut out, &athlete, &runs.known, date, &known, &models)?;
    out.flush()?;
    Ok(if runs.is_clean { Done::Clean } else { Done::WithTrouble })
}

/// Fails if a path has a list of athletes, because zones belong to one athlete.
fn refuse_several_athletes(paths: &[PathBuf]) -> anyhow::Result<()> {
    let Some(root) = paths.iter().find(|path| path.join(ROSTER_FILE).is_file()) else {
        return Ok(());
    };
    let roster =
        Roster::new(std::slice::from_ref(root), &ReadOptions::new(), &RosterOptions::default())?;
    let choice = roster.athletes.iter().filter(|one| !one.folders.is_empty()).map(|one| {
        let folders = one.folders.iter().map(|folder| format!(" {}", shown_path(folder)));
        let file = one.file.iter().map(|file| format!(" --athlete {}", shown_path(file)));
        format!("\n  recoup zones{}", folders.chain(file).collect::<String>())
    });
    bail!(
        "{}: lists several athletes, but zones are for one athlete; choose one:{}",
        shown_path(&root.join(ROSTER_FILE)),
        choice.collect::<String>()
    );
}

/// Heart rates in the files of some runs.
struct Runs {
    /// The latest known value of each heart rate.
    known: KnownHeartRates,
    /// Date of each run and the heart rates in its file, latest first.
    latest_first: Vec<(Date, KnownHeartRates)>,
    /// Maximum heart rates from all files.
    maxima: MaxTimeline,
    /// Whether all files could be read.
    is_clean: bool,
}

impl Runs {
    /// Reads the runs below some paths.
    fn below(args: &ZonesArgs, athlete: &Athlete) -> anyhow::Result<Self> {
        let input = Input::open(&args.paths, &args.input)?;
        let records = assessed(&args.paths, &input.reading(), athlete)?;
        let unreadable: Vec<&FileRecord> =
            records.iter().filter(|record| record.status == FileStatus::Unreadable).collect();
        for record in &unreadable {
            messages::warning(format!("{}: unreadable: {}", record.file, record.detail()));
        }
        warn_mixed(&records, &shown_paths(&args.paths));
        let mut runs: Vec<&Assessment> = records.iter().flat_map(|record| &record.runs).collect();
        runs.sort_by_key(|run| std::cmp::Reverse(run.start_ms));
        let maxima = max_timeline_of(&records);
        let latest_first: Vec<(Date, KnownHeartRates)> =
            runs.into_iter().map(|run| (run.start_local.date(), run.into())).collect();
        let first = |value: Value| latest_first.iter().find_map(|(_, own)| value(own));
        let mut known = KnownHeartRates::default();
        known.resting_bpm = first(|own| own.resting_bpm);
        known.threshold_bpm = first(|own| own.threshold_bpm);
        known.zones = latest_first.iter().find_map(|(_, own)| own.zones);
        Ok(Self { known, latest_first, maxima, is_clean: unreadable.is_empty() })
    }

    /// Returns a heart rate from the latest file that holds it.
    fn latest(&self, value: Value, what: &str) -> Option<Sourced> {
        let known = |(date, own): &(Date, KnownHeartRates)| Some((*date, value(own)?));
        let (date, bpm) = self.latest_first.iter().find_map(known)?;
        Some((bpm, format!("{what} in the run of {date}")))
    }
}

/// Heart rates from which zones are computed.
struct Known {
    max: Option<Sourced>,
    /// Reasons to doubt the maximum.
    doubts: Vec<MaxDoubt>,
    resting: Option<Sourced>,
    threshold: Option<Sourced>,
}

impl Known {
    fn of(athlete: &Athlete, runs: &Runs, date: Date, is_option: bool) -> Self {
        let max = runs.known.max_heart_rate(athlete, runs.maxima.on(date), date);
        let from = max.from.map(|from| format!(", {from}")).unwrap_or_default();
        let source = match max.source {
            MaxSource::Athlete if is_option => "--max-hr".to_owned(),
            MaxSource::Athlete => {
                let from = max.from.map(|from| format!(", from {from}")).unwrap_or_default();
                format!("athlete file{from}")
            }
            MaxSource::WatchNearby => format!("watch{from}"),
            MaxSource::History => {
                format!("held for 10 s{from}, and two other runs came within 3 bpm; a lower bound")
            }
            MaxSource::Age => "208 - 0.7 x age, an estimate".to_owned(),
            other => other.in_words().to_owned(),
        };
        let doubts = max.bpm.map_or_else(Vec::new, |bpm| {
            MaxDoubt::of(bpm, max.source, max_exceeded(&runs.maxima, max))
        });
        let max = max.bpm.map(|bpm| (bpm, source));
        let resting = setting(athlete, date, |setting| setting.resting_bpm);
        let threshold = setting(athlete, date, |setting| setting.threshold_bpm);
        Self {
            max,
            doubts,
            resting: resting.or_else(|| runs.latest(|own| own.resting_bpm, "from the watch")),
            threshold: threshold.or_else(|| runs.latest(|own| own.threshold_bpm, "from the watch")),
        }
    }
}

/// Returns a heart rate from the athlete file, with the date from which it is valid.
fn setting(
    athlete: &Athlete,
    date: Date,
    value: impl Fn(&HeartRateSetting) -> Option<f64>,
) -> Option<Sourced> {
    let (from, bpm) = athlete.setting_since(date, value)?;
    let from = from.map(|from| format!(", from {from}")).unwrap_or_default();
    Some((bpm, format!("athlete file{from}")))
}

/// Prints the known heart rates, and the zones in each model.
fn show(
    out: &mut impl Write,
    athlete: &Athlete,
    recording: &KnownHeartRates,
    date: Date,
    known: &Known,
    models: &[ZoneModel],
) -> io::Result<()> {
    let Known { max, doubts, resting, threshold } = known;
    let max_bpm = max.as_ref().map(|&(bpm, _)| bpm);
    let is_known = [max.is_some(), resting.is_some(), threshold.is_some()];
    for (name, known) in [("HRmax", max), ("Resting", resting), ("Threshold", threshold)] {
        let known = known.as_ref().map(|(bpm, source)| format!("{bpm} bpm ({source})"));
        writeln!(out, " {name:<10} {}", known.as_deref().unwrap_or("unknown"))?;
    }

    for doubt in doubts {
        writeln!(out, " {}", paint(WARNING, &format!("Doubtful: {doubt}.")))?;
    }
    let names: Vec<String> = models.iter().map(ZoneModel::to_string).collect();
    let width = names.iter().map(String::len).max().unwrap_or_default() + 2;
    let header: [String; ZONES] = std::array::from_fn(|zone| format!("Zone {}", zone + 1));
    writeln!(out, "\n   {:<width$}{}", "Model", in_columns(header))?;
    for (model, name) in models.iter().zip(names) {
        let zones = HeartRateZones::resolve(*model, recording, athlete, date, max_bpm);
        let cells = match zones {
            Ok(zones) => in_columns(zones.whole_bpm().map(zone_range)),
            Err(cause) => missing(*model, is_known).unwrap_or_else(|| cause.as_str().to_owned()),
        };
        let is_used = *model == athlete.zones;
        let line = format!("{} {name:<width$}{cells}", if is_used { " *" } else { "  " });
        writeln!(out, "{}", if is_used { paint(STRONG, &line) } else { line })?;
    }
    writeln!(out, "\n * in use on {date}, in whole bpm")
}

fn in_columns(cells: [String; ZONES]) -> String {
    cells.map(|cell| format!("{cell:<9}")).concat().trim_end().to_owned()
}

/// Names the heart rates that `model` needs but that are unknown.
fn missing(model: ZoneModel, [max, resting, threshold]: [bool; 3]) -> Option<String> {
    let Some(edges) = model.edges() else {
        return Some("needs a recording with the watch's zones: `recoup zones FILE`".to_owned());
    };
    let (needs_max, needs_resting, needs_threshold) = match edges.of {
        ZoneBase::Max => (true, false, false),
        ZoneBase::Reserve => (true, true, false),
        ZoneBase::Threshold => (false, false, true),
        ZoneBase::Bpm => (false, false, false),
    };
    let missing: Vec<&str> = [
        (needs_max && !max, "a maximum heart rate: --max-hr, or max_bpm in the athlete file"),
        (needs_resting && !resting, "a resting heart rate: resting_bpm in the athlete file"),
        (
            needs_threshold && !threshold,
            "a heart rate at threshold: threshold_bpm in the athlete file",
        ),
    ]
    .into_iter()
    .filter_map(|(is_missing, what)| is_missing.then_some(what))
    .collect();
    (!missing.is_empty()).then(|| format!("needs {}", missing.join("; and ")))
}
