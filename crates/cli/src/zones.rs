//! `recoup zones`: the heart rates of Zones 1-5 under every model, for who wonders which to take.

use crate::args::ZonesArgs;
use crate::style::{STRONG, paint};
use crate::{Done, athlete};
use jiff::civil::Date;
use recoup::zones::{ZONES, max_heart_rate};
use recoup::{
    Activity, Athlete, FileFormat, HeartRateSetting, HeartRateZones, MaxSource, ZoneBase, ZoneModel,
};
use std::io::{self, Write};

/// A heart rate in beats per minute, and in words where it comes from.
type Sourced = (f64, String);

pub(crate) fn run(args: &ZonesArgs) -> anyhow::Result<Done> {
    let mut athlete = athlete::from_file(&args.heart_rate)?;
    let mut models = ZoneModel::ALL.to_vec();
    let mut add_own = |model: ZoneModel| {
        if !models.contains(&model) {
            models.push(model);
        }
    };
    // Edges of the athlete's own are shown even where --zones wins over them.
    add_own(athlete.zones);
    athlete::set_options(&mut athlete, &args.heart_rate);
    add_own(athlete.zones);
    let date = args.date.unwrap_or_else(|| jiff::Zoned::now().date());
    let max = maximum(&athlete, date, args.heart_rate.max_hr.is_some());
    let mut out = anstream::stdout().lock();
    show(&mut out, &athlete, date, max, &models)?;
    out.flush()?;
    Ok(Done::Clean)
}

/// The maximum heart rate as far as it is known without a recording.
fn maximum(athlete: &Athlete, date: Date, is_option: bool) -> Option<Sourced> {
    let (max_bpm, source) = max_heart_rate(&Activity::new(FileFormat::Fit), athlete, date);
    let max_bpm = max_bpm?;
    match source {
        MaxSource::Athlete if is_option => Some((max_bpm, "--max-hr".to_owned())),
        MaxSource::Athlete => setting(athlete, date, |setting| setting.max_bpm),
        _ => Some((max_bpm, "208 - 0.7 x age, an estimate".to_owned())),
    }
}

/// A heart rate of the athlete file, and since when it is valid.
fn setting(
    athlete: &Athlete,
    date: Date,
    value: impl Fn(&HeartRateSetting) -> Option<f64>,
) -> Option<Sourced> {
    let (from, bpm) = athlete.setting_since(date, value)?;
    let from = from.map(|from| format!(", from {from}")).unwrap_or_default();
    Some((bpm, format!("athlete file{from}")))
}

/// Prints the heart rates that zones are made from, and the zones that each model makes of them.
fn show(
    out: &mut impl Write,
    athlete: &Athlete,
    date: Date,
    max: Option<Sourced>,
    models: &[ZoneModel],
) -> io::Result<()> {
    let max_bpm = max.as_ref().map(|&(bpm, _)| bpm);
    let resting = setting(athlete, date, |setting| setting.resting_bpm);
    let threshold = setting(athlete, date, |setting| setting.threshold_bpm);
    let is_known = [max.is_some(), resting.is_some(), threshold.is_some()];
    for (name, known) in [("HRmax", max), ("Resting", resting), ("Threshold", threshold)] {
        let known = known.map(|(bpm, source)| format!("{bpm} bpm ({source})"));
        writeln!(out, " {name:<10} {}", known.as_deref().unwrap_or("unknown"))?;
    }

    let names: Vec<String> = models.iter().map(ZoneModel::to_string).collect();
    let width = names.iter().map(String::len).max().unwrap_or_default() + 2;
    let header: [String; ZONES] = std::array::from_fn(|zone| format!("Zone {}", zone + 1));
    writeln!(out, "\n   {:<width$}{}", "Model", in_columns(header))?;
    let no_recording = Activity::new(FileFormat::Fit);
    for (model, name) in models.iter().zip(names) {
        let zones = HeartRateZones::resolve(*model, &no_recording, athlete, date, max_bpm);
        let cells = match zones {
            Ok(zones) => in_columns(zones.whole_bpm().map(range)),
            Err(cause) => missing(*model, is_known).unwrap_or_else(|| cause.to_owned()),
        };
        let is_used = *model == athlete.zones;
        let line = format!("{} {name:<width$}{cells}", if is_used { " *" } else { "  " });
        writeln!(out, "{}", if is_used { paint(STRONG, &line) } else { line })?;
    }
    writeln!(out, "\n * in use on {date}, in whole bpm")
}

fn range((low, high): (i32, Option<i32>)) -> String {
    format!("{low}-{}", high.map(|bpm| bpm.to_string()).unwrap_or_default())
}

fn in_columns(cells: [String; ZONES]) -> String {
    cells.map(|cell| format!("{cell:<9}")).concat().trim_end().to_owned()
}

/// What a model needs that is not known, of maximum, resting heart rate and that at threshold.
fn missing(model: ZoneModel, [max, resting, threshold]: [bool; 3]) -> Option<String> {
    let Some(edges) = model.edges() else {
        return Some("needs a recording that holds them: recoup grade --zones device".to_owned());
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
