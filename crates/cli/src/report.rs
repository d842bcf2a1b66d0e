//! `recoup report`: the weekly table, and the tables as files.

use crate::args::ReportArgs;
use crate::input::Input;
use crate::{Done, athlete, is_broken_pipe, style};
use anyhow::{Context, bail};
use comfy_table::{CellAlignment, ColumnConstraint, Table, presets};
use recoup::frames::{self, DataFrame};
use recoup::{
    Assessment, Athlete, BatchOptions, FileRecord, FileStatus, ROSTER_FILE, Reading, Roster,
    RosterOptions, Verdict, ZonesUnknown,
    criteria::{clock, counted},
};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;

/// Ranges of Zone 1 that the terminal shows; a folder of many athletes' files has too many.
const RANGES_SHOWN: usize = 3;
/// Weeks without a run that the terminal shows one by one.
const EMPTY_WEEKS_SHOWN: usize = 2;

/// The runs that are kept, by the athlete's name.
type RunsOf<'a> = BTreeMap<&'a str, Vec<&'a Assessment>>;

pub(crate) fn run(args: &ReportArgs) -> anyhow::Result<Done> {
    let set_week_start = |athlete: &mut Athlete| {
        if let Some(day) = args.week_start {
            athlete.policy.week_start = day.into();
        }
    };
    let set_options = |athlete: &mut Athlete| {
        athlete::set_all_options(athlete, &args.athlete);
        set_week_start(athlete);
    };
    let mut base = athlete::load(&args.athlete)?;
    set_week_start(&mut base);
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        bail!("--since {since} is after --until {until}");
    }
    let options = BatchOptions {
        threads: args.threads,
        since: args.since,
        until: args.until,
        ..Default::default()
    };
    let input = Input::open(&args.paths, &args.input)?;
    let reading = Reading { leave_out: Some(&args.out), ..input.reading() };
    let roster = Roster::of(
        &args.paths,
        &reading,
        &RosterOptions {
            base,
            from_folders: args.athletes_from_folders,
            adjust: Some(&set_options),
        },
    )?;
    tell_what_is_nobodys(&roster, args);
    let records = roster.assess(&reading, &options);
    if records.is_empty() {
        bail!(
            "there is no file in what was named (the folder of --out, {}, is not searched)",
            args.out.display()
        );
    }
    let troubled: Vec<&FileRecord> = records
        .iter()
        .filter(|record| record.status == FileStatus::Unreadable || record.is_partial)
        .collect();
    for record in &troubled {
        let what = if record.is_partial { "partial" } else { "unreadable" };
        style::message(&format!("{}: {what}: {}", record.file, record.detail));
    }
    if args.strict && !troubled.is_empty() {
        bail!(
            "nothing written: {} of {} files unreadable or partial",
            troubled.len(),
            records.len()
        );
    }

    let runs = frames::runs_frame(&records)?;
    let files = frames::files_frame(&records)?;
    let weeks = roster.weeks_frame(&runs, &files)?;
    let mut kept: RunsOf<'_> =
        roster.athletes.iter().map(|one| (one.athlete.name.as_str(), Vec::new())).collect();
    for record in &records {
        kept.entry(&record.athlete).or_default().extend(&record.runs);
    }

    fs::create_dir_all(&args.out)
        .with_context(|| format!("cannot make the folder {}", args.out.display()))?;
    let tables = [("weekly", &weeks), ("runs", &runs), ("files", &files)];
    let mut written = Vec::new();
    for &format in BTreeSet::from_iter(&args.formats) {
        for (name, frame) in tables {
            let path = args.out.join(name).with_extension(format.extension());
            if path.is_dir() {
                bail!("nothing written: {} is a folder", path.display());
            }
            written.push((path, format, frame));
        }
    }
    for (path, format, frame) in &written {
        frames::write_frame_file(frame, *format, path)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    // The tables are written by now: a reader that has seen enough costs only what it does not see.
    match print(&weeks, &kept) {
        Err(error) if !is_broken_pipe(&error) => return Err(error),
        _ => {}
    }
    style::message(&summary(&records));
    for (path, _, frame) in &written {
        style::message(&format!("wrote {} ({} rows)", path.display(), frame.height()));
    }
    Ok(if troubled.is_empty() { Done::Clean } else { Done::WithTrouble })
}

/// Says which folders and settings are nobody's.
fn tell_what_is_nobodys(roster: &Roster, args: &ReportArgs) {
    for folder in &roster.unassigned {
        style::message(&format!(
            "{}: {ROSTER_FILE} gives this folder to nobody; runs in it are taken for those of the \
             athlete whom the options describe",
            folder.display()
        ));
    }
    for path in &roster.unused {
        if args.athlete.heart_rate.file.as_ref() == Some(path) {
            continue;
        }
        let hint = if path.ends_with(ROSTER_FILE) {
            "it is read in a PATH itself".to_owned()
        } else {
            format!("--athlete {} takes it", path.display())
        };
        style::message(&format!("{} is not used: {hint}", path.display()));
    }
}

/// Prints the weeks and zones; where there are several athletes, whose each of them is.
fn print(weeks: &DataFrame, runs: &RunsOf<'_>) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    let is_one = runs.len() == 1;
    let mut table = weekly_table(weeks)?;
    if is_one && let Some(athletes) = table.column_mut(0) {
        athletes.set_constraint(ColumnConstraint::Hidden);
    }
    writeln!(out, "{}", table.trim_fmt())?;
    for (&athlete, runs) in runs {
        if is_one {
            writeln!(out, "{}", zones_line(runs, ", pass --max-hr"))?;
        } else if !(athlete.is_empty() && runs.is_empty()) {
            let hint = ", give max_bpm in an athlete file";
            writeln!(out, "{}: {}", shown(athlete), zones_line(runs, hint))?;
        }
    }
    Ok(out.flush()?)
}

/// The name of one of several athletes.
fn shown(athlete: &str) -> &str {
    if athlete.is_empty() { "(no name)" } else { athlete }
}

/// The weekly frame as a table for people.
fn weekly_table(weeks: &DataFrame) -> anyhow::Result<Table> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        "Athlete",
        "Week",
        "Runs",
        "Time",
        "km",
        "≤ Z1",
        "Hard",
        "Recovery runs",
        "Compliance",
        "Against target",
        "Placed",
    ]);
    for column in [2, 3, 4, 5, 6, 8] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let runs: Vec<i64> =
        weeks.column("runs")?.i64()?.iter().map(Option::unwrap_or_default).collect();
    let athletes = weeks.column("athlete")?.str()?;
    let mut row = 0;
    while row < runs.len() {
        // An athlete's first and last weeks have runs: empty weeks one after another are of one.
        let empty = runs[row..].iter().take_while(|&&runs| runs == 0).count();
        if empty > EMPTY_WEEKS_SHOWN {
            let athlete = shown(athletes.get(row).unwrap_or_default());
            let gap = format!("no run in {empty} weeks");
            table.add_row([athlete, "…", "0", "", "", "", "", &gap]);
            row += empty;
        } else {
            table.add_row(week_cells(weeks, row)?);
            row += 1;
        }
    }
    Ok(table)
}

fn week_cells(weeks: &DataFrame, row: usize) -> anyhow::Result<[String; 11]> {
    let text = |name: &str| -> anyhow::Result<&str> {
        Ok(weeks.column(name)?.str()?.get(row).unwrap_or_default())
    };
    let count = |name: &str| -> anyhow::Result<i64> {
        Ok(weeks.column(name)?.i64()?.get(row).unwrap_or_default())
    };
    let number =
        |name: &str| -> anyhow::Result<Option<f64>> { Ok(weeks.column(name)?.f64()?.get(row)) };
    let percent =
        |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.0} %"));

    let easy_s = number("below_s")?.unwrap_or(0.0) + number("z1_s")?.unwrap_or(0.0);
    let mut with_heart_rate_s = easy_s;
    for zone in 2..=5 {
        with_heart_rate_s += number(&format!("z{zone}_s"))?.unwrap_or(0.0);
    }
    // The counts that are not 0, each with its name.
    let counts = |prefix: &str, names: &[&str]| -> anyhow::Result<Vec<String>> {
        let mut told = Vec::new();
        for name in names {
            match count(&format!("{prefix}{name}"))? {
                0 => {}
                number => told.push(format!("{number} {}", name.replace("_hard", ""))),
            }
        }
        Ok(told)
    };
    let outcomes = counts("recovery_", &["true", "borderline", "missed", "ungradable"])?;
    let placings = counts("placed_", &["after_hard", "between", "before_hard", "isolated"])?;
    let target = match text("frequency")? {
        "none" => Vec::new(),
        frequency => vec![format!("{frequency} ({})", count("recovery_target")?)],
    };
    let target = [target, counts("", &["filler"])?].concat();
    Ok([
        shown(text("athlete")?).to_owned(),
        text("week")?.to_owned(),
        count("runs")?.to_string(),
        clock((number("run_time_s")?.unwrap_or(0.0) * 1000.0) as i64),
        number("distance_m")?.map_or_else(String::new, |m| format!("{:.1}", m / 1000.0)),
        percent((with_heart_rate_s > 0.0).then(|| easy_s * 100.0 / with_heart_rate_s)),
        match count("hard_sessions")? {
            0 => String::new(),
            sessions => sessions.to_string(),
        },
        outcomes.join(", "),
        percent(number("compliance_pct")?),
        target.join(", "),
        placings.join(", "),
    ])
}

/// The zone model, the maximum heart rates with their sources, and Zone 1 in bpm; `hint` says how to
/// give one where none is known.
fn zones_line(runs: &[&Assessment], hint: &str) -> String {
    let Some(first) = runs.first() else { return "No runs.".to_owned() };
    let mut sources: BTreeMap<(i32, i32, i64), BTreeSet<&str>> = BTreeMap::new();
    for run in runs {
        if let Some(zones) = run.zones {
            let (low, high) = zones.zone1_whole_bpm();
            let max = run.max_bpm.unwrap_or(0.0).round() as i64;
            sources.entry((low, high, max)).or_default().insert(run.max_source.in_words());
        }
    }
    let without: Vec<ZonesUnknown> = runs.iter().filter_map(|run| run.zones_unknown).collect();
    let mut parts: Vec<String> = match sources.len() {
        0..=RANGES_SHOWN => sources
            .iter()
            .map(|((low, high, max), sources)| {
                let sources: Vec<&str> = sources.iter().copied().collect();
                format!("{low}-{high} bpm (HRmax {max} from {})", sources.join(", "))
            })
            .collect(),
        ranges => vec![format!("{ranges} different ranges, each in runs.csv")],
    };
    if let Some(cause) = without.first() {
        let hint = if *cause == ZonesUnknown::Max { hint } else { "" };
        let runs = counted(without.len(), "run");
        parts.push(format!("unknown for {runs} ({}{hint})", cause.as_str()));
    }
    format!("Zone 1, model {}: {}", first.zone_model, parts.join("; "))
}

fn summary(records: &[FileRecord]) -> String {
    let with = |status| records.iter().filter(|record| record.status == status).count();
    let runs = || records.iter().flat_map(|record| &record.runs);
    let recovery = runs().filter(|run| run.verdict == Verdict::Recovery).count();
    let mut parts = vec![
        counted(records.len(), "file"),
        counted(runs().count(), "run"),
        counted(recovery, "true recovery run"),
    ];
    let others = [
        (with(FileStatus::Duplicate), "duplicate"),
        (with(FileStatus::NotARun), "without a run"),
        (with(FileStatus::Fragment), "fragment"),
        (with(FileStatus::Skipped), "skipped"),
        (with(FileStatus::Unreadable), "unreadable"),
        (records.iter().filter(|record| record.is_partial).count(), "partial"),
    ];
    parts.extend(
        others
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}")),
    );
    parts.join(", ")
}
