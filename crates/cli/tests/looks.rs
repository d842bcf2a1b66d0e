//! Snapshots of every command: help, output and messages, at several widths.
//!
//! A changed text appears here in every place where it is printed. Update the snapshots with
//! `INSTA_UPDATE=always cargo test -p recoup-cli`, and review them with `git diff`.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::recoup_with_cache;
use insta::assert_snapshot;
use recoup_testkit::athletes;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use tempfile::TempDir;

/// Creates a folder with the export on which the commands run.
fn desk() -> TempDir {
    let desk = tempfile::tempdir().unwrap();
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    symlink(testdata.canonicalize().unwrap(), desk.path().join("export")).unwrap();
    desk
}

/// Adds the archive of three years and the archives of a club to the folder.
fn add_made(desk: &TempDir) {
    let archive = athletes::export(athletes::three_years()).pack();
    fs::write(desk.path().join("three-years.zip"), archive).unwrap();
    fs::create_dir(desk.path().join("club")).unwrap();
    for (name, export) in athletes::club() {
        let path = desk.path().join("club").join(name).with_extension("zip");
        fs::write(path, export.pack()).unwrap();
    }
}

/// Returns the number of lines of a terminal of this width, if the width is one of two.
fn lines_of(width: usize) -> Option<usize> {
    [(120, 40), (80, 24)].into_iter().find(|&(of, _)| of == width).map(|(_, lines)| lines)
}

/// Returns the command line, its output, exit status and messages. `width` is the width of the
/// output, [`None`] for a pipe.
fn looks(desk: &TempDir, width: Option<usize>, command: &str) -> String {
    let arguments: Vec<&str> = command.split_whitespace().collect();
    let mut recoup = recoup_with_cache(&desk.path().join("cache"), &arguments);
    recoup.current_dir(desk.path());
    for name in ["COLUMNS", "LINES", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        recoup.env_remove(name);
    }
    recoup.envs(width.map(|width| ("COLUMNS", width.to_string())));
    recoup.envs(width.and_then(lines_of).map(|lines| ("LINES", lines.to_string())));
    let output = recoup.output().unwrap();
    let [printed, said] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    if let Some(width) = width {
        for line in printed.lines() {
            let plain = anstream::adapter::strip_str(line).to_string();
            let is_one_word = !plain.trim().contains(' ');
            assert!(plain.chars().count() <= width || is_one_word, "too wide: {line}");
        }
    }
    let status = output.status.code().unwrap();
    let said: Vec<&str> = said.lines().map(without_time).collect();
    format!("$ recoup {command}\n{printed}[status {status}]\n{}", said.join("\n"))
        .replace('\u{1b}', "␛")
}

/// Cuts the duration off a message.
fn without_time(line: &str) -> &str {
    line.rsplit_once(", in ")
        .filter(|(_, time)| time.ends_with(" s"))
        .map_or(line, |(what, _)| what)
}

#[test]
fn help() {
    let desk = desk();
    let commands = [
        "",
        "report",
        "grade",
        "zones",
        "athlete",
        "athlete init",
        "inspect",
        "completions",
        "man",
    ];
    for command in commands {
        let name = format!("help {command}").trim_end().replace(' ', "_");
        assert_snapshot!(name, looks(&desk, Some(80), &format!("{command} --help")));
    }
}

#[test]
fn report() {
    let desk = desk();
    let report = "report export --max-hr 190";
    assert_snapshot!("report_in_a_pipe", looks(&desk, None, report));
    for width in [120, 80, 60, 40] {
        assert_snapshot!(format!("report_at_{width}"), looks(&desk, Some(width), report));
    }
    let colours = looks(&desk, Some(80), &format!("{report} --color always"));
    assert_snapshot!("report_in_colours", colours);
    assert_snapshot!("report_quiet", looks(&desk, Some(80), &format!("-q {report}")));
    let few = "report export/activities --since 2026-03-12 --until 2026-03-15 --verbose";
    assert_snapshot!("report_verbose", looks(&desk, Some(80), few));
}

/// Reports of three years and of a club of six, and the next questions of a runner.
#[test]
fn archives_and_clubs() {
    let desk = desk();
    add_made(&desk);
    for width in [120, 80, 60] {
        let shown = looks(&desk, Some(width), "report three-years.zip");
        assert_snapshot!(format!("three_years_at_{width}"), shown);
        let shown = looks(&desk, Some(width), "report club --athletes-from-folders --out monday");
        assert_snapshot!(format!("club_at_{width}"), shown);
    }
    let all =
        looks(&desk, Some(80), "report three-years.zip --since 2024-01 --until 2024-06 --all");
    assert_snapshot!("three_years_narrowed", all);
    let asked = [
        "grade last three-years.zip",
        "grade --date 2026-02-25 three-years.zip",
        "grade three-years.zip/2023-03-08T173000Z.fit",
        "grade --date 2026-02-26 three-years.zip",
        "report club --athletes-from-folders --per-athlete --weeks 1 --out sent",
        "athlete init - --from club/Anna.zip",
    ];
    let shown: Vec<String> =
        asked.iter().map(|command| looks(&desk, Some(80), command).trim_end().to_owned()).collect();
    assert_snapshot!("asked", shown.join("\n\n"));
}

#[test]
fn reports_of_several_athletes() {
    let desk = desk();
    for (athlete, run) in [
        ("Kari-Anne-Margrethe", "2026-03-02-063012.fit"),
        ("Kari-Anne-Margrethe", "2026-04-02-064530.fit"),
        ("Per", "2026-03-15-100000.fit"),
    ] {
        let folder = desk.path().join("club").join(athlete);
        fs::create_dir_all(&folder).unwrap();
        fs::copy(desk.path().join("export/activities").join(run), folder.join(run)).unwrap();
    }
    for width in [80, 50] {
        let shown = looks(&desk, Some(width), "report club --athletes-from-folders");
        assert_snapshot!(format!("report_of_several_at_{width}"), shown);
    }
}

#[test]
fn grade() {
    let desk = desk();
    let grade = "grade --max-hr 190 export/activities/2026-03-15-100000.fit";
    for width in [80, 60] {
        assert_snapshot!(format!("grade_at_{width}"), looks(&desk, Some(width), grade));
    }
    for width in [80, 50] {
        let shown = looks(&desk, Some(width), &format!("{grade} --full"));
        assert_snapshot!(format!("grade_full_at_{width}"), shown);
    }
    let hard = looks(&desk, Some(80), "grade export/activities/2026-03-03-174500.fit");
    assert_snapshot!("grade_of_a_hard_run", hard);
    let damaged = "grade export/activities/2026-04-04-073020.fit export/notes.txt";
    assert_snapshot!("grade_of_what_is_cut", looks(&desk, Some(80), damaged));
}

#[test]
fn zones_inspect_and_athlete_init() {
    let desk = desk();
    let zones = "zones export --date 2026-04-05 --zones reserve:50,62,72,82,90";
    assert_snapshot!("zones", looks(&desk, Some(80), zones));
    let inspect = "inspect export/strava/activities/13801447720.gpx";
    assert_snapshot!("inspect", looks(&desk, Some(60), inspect));
    let init = "athlete init kari.toml";
    assert_snapshot!("athlete_init", [init, init].map(|init| looks(&desk, None, init)).join("\n"));
}

/// The page of every run fits a terminal of 24 lines. The last line is for the prompt.
#[test]
fn a_graded_run_fits_24_lines() {
    let desk = desk();
    let files = fs::read_dir(desk.path().join("export/activities")).unwrap();
    let mut pages = 0;
    for file in files {
        let name = file.unwrap().file_name().into_string().unwrap();
        for width in [80, 60] {
            let shown = looks(&desk, Some(width), &format!("-q grade export/activities/{name}"));
            let page = shown.lines().skip(1).take_while(|line| !line.starts_with("[status"));
            let page: Vec<&str> = page.collect();
            assert!(page.len() <= 24, "{name}: {} lines\n{shown}", page.len());
            pages += usize::from(page.len() > 10);
        }
    }
    assert!(pages > 20, "{pages}");
}

/// Every error names the problem and the remedy, and suggests a similar name.
#[test]
fn errors() {
    let desk = desk();
    fs::write(desk.path().join("a-file"), "").unwrap();
    fs::create_dir(desk.path().join("no-runs")).unwrap();
    fs::write(desk.path().join("no-runs/notes.txt"), "Training on Tuesdays").unwrap();
    let unknown_max = "export/strava/activities/13801447720.gpx";
    let no_max = format!("report {unknown_max}");
    let commands = [
        "export",
        "export/notes.txt",
        "reprot export",
        "report",
        "report exprt",
        "report exprt/activities",
        "report export --athlete kari.toml",
        "report export --plan exports/plan.csv",
        "report export --out a-file",
        "report export --out a-file/out",
        "report export --max-hr 20",
        "report export --zones fluja",
        "report export --format josn",
        "report export --tz Europe/Olso",
        "report export --tz Oslo",
        "report export --since 2.3.2026",
        "report export --until 2026-02-30",
        "report export --since 2026-03-02 --until 2026-03-01",
        "report no-runs",
        &no_max,
        "grade export/activities/2026-03-15-10000.fit",
        "grade export",
        "inspect export/note.txt",
        "zones exprt",
        "man reprot",
        "completions tcsh",
        "-q report export -v",
    ];
    let shown: Vec<String> =
        commands.iter().map(|command| looks(&desk, None, command).trim_end().to_owned()).collect();
    assert_snapshot!("errors", shown.join("\n\n"));
}
