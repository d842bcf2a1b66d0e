//! Hostile files, names and environments: nothing hangs, no control character has an effect,
//! nothing is lost.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::{age, recoup, recoup_with_cache};
use recoup_testkit::raw_fit::RawFit;
use recoup_testkit::{fit, runs};
use serde_json::Value;
use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

/// A name that clears the screen, sets the title of the terminal, rings the bell, begins a new line
/// and reverses the direction of the words.
const NAME: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\n\u{202e}evil\u{9b}31m";
/// The same name in its displayed form.
const SHOWN: &str = "\\x1b[2J\\x1b]0;x\\x07\\n\\u{202e}evil\\x9b31m";

fn desk() -> TempDir {
    let desk = tempfile::tempdir().unwrap();
    fs::create_dir(desk.path().join("runs")).unwrap();
    fs::write(desk.path().join("runs/run.fit"), run()).unwrap();
    desk
}

fn run() -> Vec<u8> {
    fit::encode(&runs::recovery("2026-03-02T06:30:12+01:00", 30))
}

fn output(mut command: Command, desk: &TempDir) -> Output {
    command.current_dir(desk.path()).output().unwrap()
}

/// Checks that no byte of an output controls the terminal, and returns the text.
#[track_caller]
fn safe(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let is_command = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
    assert!(!text.contains(is_command), "{text:?}");
    text
}

/// A FIT file of half an hour whose workout has the hostile name.
fn named_fit() -> Vec<u8> {
    const START: u32 = 1_141_372_800;
    let mut file = RawFit::new()
        .file_id(Some(START))
        .message(26, &[(8, 7, &[NAME.as_bytes(), b"\0"].concat()), (4, 0, &[1])])
        .definition(1, 20, &[(253, 4, 0x86), (3, 1, 2)]);
    for second in 0..1800 {
        file = file.timed(1, START + second, &[125]);
    }
    file.session(0, START..START + 1800, 1).to_bytes()
}

#[test]
fn a_name_in_a_file_is_shown_as_escapes_and_kept_in_json() {
    let desk = desk();
    let gpx = format!(
        "<gpx version='1.1'><trk><name>&#27;[31m{}</name><type>running</type><trkseg>{}</trkseg>\
         </trk></gpx>",
        "\u{202e}evil",
        (0..1200).map(gpx_point).collect::<String>()
    );
    fs::write(desk.path().join("runs/run.fit"), named_fit()).unwrap();
    fs::write(desk.path().join("runs/broken.gpx"), format!("<gpx><{NAME}></gpx")).unwrap();
    fs::write(desk.path().join("runs/run.gpx"), gpx).unwrap();
    let report = output(recoup(&["report", "runs", "--out", "o", "--format", "csv,json"]), &desk);
    safe(&report.stdout);
    safe(&report.stderr);
    let runs = safe(&fs::read(desk.path().join("o/runs.csv")).unwrap());
    assert!(runs.contains(SHOWN), "{runs}");
    safe(&fs::read(desk.path().join("o/files.csv")).unwrap());
    let json: Value =
        serde_json::from_slice(&fs::read(desk.path().join("o/runs.json")).unwrap()).unwrap();
    let titles: Vec<&str> =
        json.as_array().unwrap().iter().filter_map(|run| run["title"].as_str()).collect();
    assert!(titles.contains(&NAME), "{titles:?}");

    for command in ["grade", "inspect"] {
        let shown = output(recoup(&[command, "runs/run.fit", "runs/run.gpx"]), &desk);
        let text = safe(&shown.stdout);
        safe(&shown.stderr);
        assert!(text.contains("\\x1b"), "{command}: {text}");
        safe(&output(recoup(&[command, "runs/broken.gpx"]), &desk).stderr);
    }
}

fn gpx_point(second: u32) -> String {
    let (minute, second) = (second / 60, second % 60);
    format!(
        "<trkpt lat='59.9' lon='10.7'><time>2026-03-02T06:{minute:02}:{second:02}Z</time></trkpt>"
    )
}

#[test]
fn a_hostile_name_of_a_file_is_shown_as_escapes_and_found_again() {
    let desk = desk();
    let folder = desk.path().join("runs").join(NAME);
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("a\u{1b}[1m.fit"), run()).unwrap();
    fs::write(folder.join("broken\u{7}.fit"), "no FIT").unwrap();
    fs::remove_file(desk.path().join("runs/run.fit")).unwrap();
    let report = output(recoup(&["report", "runs", "--out", "o", "--verbose"]), &desk);
    safe(&report.stdout);
    safe(&report.stderr);
    let files = fs::read(desk.path().join("o/files.csv")).unwrap();
    safe(&files);
    let mut rows = csv::Reader::from_reader(files.as_slice());
    let names: Vec<String> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
    let name = format!("{SHOWN}/a\\x1b[1m.fit");
    assert!(names.contains(&name), "{names:?}");
    let grade = output(recoup(&["grade", &format!("runs/{name}")]), &desk);
    assert_eq!(grade.status.code(), Some(0), "{}", String::from_utf8_lossy(&grade.stderr));
    assert!(safe(&grade.stdout).contains(SHOWN));
    // A name that does not exist is still repeated in the message.
    let absent = output(recoup(&["grade", &format!("{NAME}.fit")]), &desk);
    assert_eq!(absent.status.code(), Some(1));
    assert!(safe(&absent.stderr).contains(SHOWN));
}

#[test]
fn no_output_holds_a_position_unless_it_is_asked_for() {
    let desk = desk();
    let points: String = (0..1200).map(gpx_point).collect();
    let gpx = format!(
        "<gpx version='1.1' creator='x'><trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>"
    );
    fs::write(desk.path().join("runs/place.gpx"), gpx).unwrap();
    let mut outputs = Vec::new();
    let format = ["--format", "csv,json,ndjson"];
    let report = [&["report", "runs", "--out", "o", "--verbose"][..], &format].concat();
    for arguments in
        [&report[..], &["grade", "runs/place.gpx"], &["grade", "--json", "runs/place.gpx"]]
    {
        let output = output(recoup(arguments), &desk);
        outputs.extend([output.stdout, output.stderr]);
    }
    outputs.push(output(recoup(&["inspect", "runs/place.gpx"]), &desk).stdout);
    for table in fs::read_dir(desk.path().join("o")).unwrap() {
        outputs.push(fs::read(table.unwrap().path()).unwrap());
    }
    for output in outputs {
        let text = String::from_utf8(output).unwrap();
        assert!(!text.contains("59.9") && !text.contains("10.7"), "{text}");
    }
    let asked = output(recoup(&["inspect", "--positions", "runs/place.gpx"]), &desk);
    assert!(String::from_utf8(asked.stdout).unwrap().contains("59.9"));
}

/// Name of a kind of file, and a function that makes one.
type Kind<'a> = (&'a str, &'a dyn Fn(&Path));

#[test]
fn settings_that_never_end_are_refused() {
    let huge = |path: &Path| {
        let mut file = File::create(path).unwrap();
        file.seek(SeekFrom::Start(2 << 30)).unwrap();
        file.write_all(b"\n").unwrap();
    };
    let pipe = |path: &Path| {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    };
    let endless = |path: &Path| std::os::unix::fs::symlink("/dev/zero", path).unwrap();
    let kinds: [Kind<'_>; 3] = [("huge", &huge), ("pipe", &pipe), ("endless", &endless)];
    for (kind, make) in kinds {
        for name in ["athlete.toml", "recoup.toml", "plan.csv"] {
            let desk = desk();
            make(&desk.path().join("runs").join(name));
            if name == "plan.csv" {
                fs::write(desk.path().join("runs/athlete.toml"), "plan = 'plan.csv'\n").unwrap();
            }
            let refused = output(recoup(&["report", "runs", "--out", "o"]), &desk);
            let said = String::from_utf8(refused.stderr).unwrap();
            // A pipe or device with this name beside the runs is not an athlete file.
            let is_none = name == "athlete.toml" && kind != "huge";
            let expected = if is_none { Some(0) } else { Some(2) };
            assert_eq!(refused.status.code(), expected, "{kind} {name}: {said}");
            let cause = match kind {
                "huge" => "limit of",
                // A link that leads out of the folder is refused before it is opened.
                "endless" if name == "plan.csv" => "--plan",
                _ => "not a regular file",
            };
            assert!(is_none || said.contains(name) && said.contains(cause), "{kind}: {said}");
        }
        let desk = desk();
        make(&desk.path().join("config.toml"));
        let mut report = Command::new(env!("CARGO_BIN_EXE_recoup"));
        report.args(["report", "runs", "--out", "o"]).env("RECOUP_CONFIG", "config.toml");
        assert_eq!(output(report, &desk).status.code(), Some(2), "{kind} config");
    }
}

#[test]
fn a_plan_lies_below_the_athlete_file_unless_the_user_names_it() {
    let desk = desk();
    fs::write(desk.path().join("plan.csv"), "date,type\n2026-03-02,recovery\n").unwrap();
    let athlete = desk.path().join("runs/athlete.toml");
    let absolute = desk.path().join("plan.csv");
    std::os::unix::fs::symlink(&absolute, desk.path().join("runs/link.csv")).unwrap();
    for plan in
        [absolute.to_str().unwrap(), "../plan.csv", "link.csv", "/etc/passwd", "../none.csv"]
    {
        fs::write(&athlete, format!("plan = '{plan}'\n")).unwrap();
        let refused = output(recoup(&["report", "runs", "--out", "o"]), &desk);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{plan}: {said}");
        assert!(said.contains("--plan"), "{said}");
        assert!(!said.contains("root:"), "{said}");
    }
    fs::write(&athlete, "name = 'Kari'\n").unwrap();
    let named = output(recoup(&["report", "runs", "--out", "o", "--plan", "plan.csv"]), &desk);
    assert_eq!(named.status.code(), Some(0));
}

/// Runs the command in a shell with a limit, as a user for whom limits of processes apply.
fn limited(desk: &TempDir, limit: &str) -> Output {
    let shell = format!(
        "{limit}; exec {} report runs --out o --no-cache --no-config",
        env!("CARGO_BIN_EXE_recoup")
    );
    let is_root = fs::metadata("/proc/self").is_ok_and(|metadata| {
        use std::os::unix::fs::MetadataExt;
        metadata.uid() == 0
    });
    let mut command = if is_root && limit.contains("-u") {
        // Limits of processes do not apply to root.
        let chmod = Command::new("chmod").args(["-R", "a+rwX"]).arg(desk.path()).status();
        assert!(chmod.unwrap().success());
        let binary = desk.path().join("recoup");
        fs::copy(env!("CARGO_BIN_EXE_recoup"), binary).unwrap();
        let mut command = Command::new("setpriv");
        command.args(["--reuid=12345", "--regid=12345", "--clear-groups", "bash", "-c"]);
        command.arg(format!("{limit}; exec ./recoup report runs --out o --no-cache --no-config"));
        command
    } else {
        let mut command = Command::new("bash");
        command.args(["-c", &shell]);
        command
    };
    command.env("HOME", desk.path()).env("LC_ALL", "C");
    output(command, desk)
}

#[test]
fn without_more_threads_the_report_goes_on_with_one() {
    let desk = desk();
    let report = limited(&desk, "ulimit -u 1");
    let said = String::from_utf8_lossy(&report.stderr).into_owned();
    assert_eq!(report.status.code(), Some(0), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(desk.path().join("o/weekly.csv").is_file());
}

#[test]
fn without_more_open_files_each_file_is_a_row() {
    let desk = desk();
    for day in 0..30 {
        let run = runs::recovery(1_772_000_000 + day * 86_400, 10);
        fs::write(desk.path().join(format!("runs/{day}.fit")), fit::encode(&run)).unwrap();
    }
    let report = limited(&desk, "ulimit -n 9");
    let said = String::from_utf8_lossy(&report.stderr).into_owned();
    assert!(matches!(report.status.code(), Some(0..=2)), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    if let Ok(files) = fs::read_to_string(desk.path().join("o/files.csv")) {
        assert_eq!(files.lines().count(), 32);
    }
}

#[test]
fn a_full_disk_leaves_the_old_tables() {
    let desk = desk();
    assert_eq!(limited(&desk, "true").status.code(), Some(0));
    let before = fs::read(desk.path().join("o/runs.csv")).unwrap();
    fs::write(desk.path().join("runs/other.fit"), run()).unwrap();
    // No file may grow, as on a full disk. The signal is ignored, so that the writing fails.
    let report = limited(&desk, "trap '' XFSZ; ulimit -f 0");
    let said = String::from_utf8_lossy(&report.stderr).into_owned();
    assert_eq!(report.status.code(), Some(2), "{said}");
    assert!(said.contains("runs.csv") || said.contains("weekly.csv"), "{said}");
    assert_eq!(fs::read(desk.path().join("o/runs.csv")).unwrap(), before);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_before_the_reading() {
    let desk = desk();
    for out in ["/proc/recoup", "/dev/null/o", "runs/run.fit"] {
        let report = output(recoup(&["report", "runs", "--out", out]), &desk);
        assert_eq!(report.status.code(), Some(2), "{out}");
        let said = String::from_utf8_lossy(&report.stderr).into_owned();
        assert!(said.contains(out), "{said}");
    }
}

#[test]
fn neither_the_locale_nor_the_clock_zone_changes_a_byte() {
    let desk = desk();
    let tables = |locale: &str, zone: &str| {
        let mut report = recoup(&["report", "runs", "--out", "o"]);
        report.env("LC_ALL", locale).env("LANG", locale).env("TZ", zone);
        assert_eq!(output(report, &desk).status.code(), Some(0));
        ["weekly.csv", "runs.csv", "files.csv"]
            .map(|name| fs::read(desk.path().join("o").join(name)).unwrap())
    };
    let expected = tables("C", "UTC");
    for (locale, zone) in [("tr_TR.UTF-8", "Asia/Tokyo"), ("no_such", "No/Where"), ("", "")] {
        assert_eq!(tables(locale, zone), expected, "{locale} {zone}");
    }
}

/// Stops the changes of files, even if an assertion fails.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn files_that_come_grow_and_go_during_a_report_are_no_end() {
    let desk = desk();
    for day in 0..40 {
        let run = runs::recovery(1_772_000_000 + day * 86_400, 10);
        fs::write(desk.path().join(format!("runs/stable{day}.fit")), fit::encode(&run)).unwrap();
    }
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let _stop = Stop(&stop);
        scope.spawn(|| {
            let bytes = run();
            let mut turn = 0_usize;
            while !stop.load(Ordering::Relaxed) {
                let path = desk.path().join(format!("runs/churn{}.fit", turn % 20));
                match turn % 3 {
                    0 => drop(fs::write(&path, &bytes[..turn * 97 % bytes.len()])),
                    1 => drop(fs::remove_file(&path)),
                    _ => drop(File::options().append(true).open(&path).map(|mut file| {
                        let _ = file.write_all(&bytes);
                    })),
                }
                turn += 1;
            }
        });
        for _ in 0..15 {
            let report = output(recoup(&["report", "runs", "--out", "o"]), &desk);
            let said = String::from_utf8_lossy(&report.stderr).into_owned();
            assert!(matches!(report.status.code(), Some(0 | 1)), "{said}");
            assert!(!said.contains("panicked"), "{said}");
            let files = fs::read_to_string(desk.path().join("o/files.csv")).unwrap();
            let is_read = |line: &&str| {
                let was_read = line.contains(",graded,") || line.contains(",duplicate,");
                line.starts_with("stable") && was_read
            };
            assert_eq!(files.lines().filter(is_read).count(), 40);
        }
    });
}

#[test]
fn names_that_are_not_unicode_have_a_row_and_are_graded() {
    let desk = desk();
    let name = std::ffi::OsStr::from_bytes(b"l\xf8p.fit");
    fs::rename(desk.path().join("runs/run.fit"), desk.path().join("runs").join(name)).unwrap();
    let report = output(recoup(&["report", "runs", "--out", "o"]), &desk);
    assert_eq!(report.status.code(), Some(0));
    let files = fs::read_to_string(desk.path().join("o/files.csv")).unwrap();
    assert!(files.contains("l\u{fffd}p.fit") && files.contains(",graded,"), "{files}");
    let graded = output(recoup(&["grade", "runs/l\u{fffd}p.fit"]), &desk);
    assert_eq!(graded.status.code(), Some(0));
}

#[test]
fn a_cache_that_cannot_be_used_is_done_without() {
    let desk = desk();
    age(&desk.path().join("runs"));
    let cache = desk.path().join("cache");
    fs::create_dir(&cache).unwrap();
    assert!(
        Command::new("mkfifo").arg(cache.join("assessments.sqlite")).status().unwrap().success()
    );
    let report = output(recoup_with_cache(&cache, &["report", "runs", "--out", "o"]), &desk);
    assert_eq!(report.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&report.stderr).contains("without a cache"));
}
