//! Behaviour of the command that users see: output, messages, written files and exit status.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use common::recoup;
use recoup::Athlete;
use recoup_testkit::export::Export;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Reports on the test folder. Returns the output and the three tables.
fn report(out: &Path, more: &[&str], time_zone: &str) -> (Output, [String; 3]) {
    let folder = testdata();
    let output = recoup(&["report", folder.to_str().unwrap(), "--out", out.to_str().unwrap()])
        .args(more)
        .env("TZ", time_zone)
        .output()
        .unwrap();
    let tables = ["weekly.csv", "runs.csv", "files.csv"];
    (output, tables.map(|table| fs::read_to_string(out.join(table)).unwrap()))
}

#[test]
fn report_prints_weeks_and_writes_three_tables() {
    let out = tempfile::tempdir().unwrap();
    let (output, [weekly, runs, files]) = report(out.path(), &["--max-hr", "190"], "UTC");
    // One of the files is cut.
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    assert!(printed.contains("2026-W12"), "{printed}");
    assert!(
        printed.contains("130-138 bpm (maximum heart rate 190 from the athlete's setting)"),
        "{printed}"
    );
    assert!(!printed.contains('\u{1b}'), "colours in a pipe");
    let messages = text(&output.stderr);
    assert!(messages.contains("2026-04-04-073020.fit: partial: byte 39346"), "{messages}");
    assert!(messages.contains("weekly.csv (5 rows)"), "{messages}");
    assert_eq!(weekly.lines().count(), 1 + 5);
    assert_eq!(runs.lines().count(), 1 + 17);
    let found = walk(&testdata());
    assert_eq!(files.lines().count(), 1 + found, "a row for every file found");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 3, "nothing else is left there");
}

fn walk(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}

#[test]
fn the_bytes_depend_on_neither_threads_nor_the_hosts_time_zone() {
    let out = tempfile::tempdir().unwrap();
    let of = |name: &str, threads: &str, zone: &str| {
        let (_, tables) = report(&out.path().join(name), &["-j", threads], zone);
        tables
    };
    let first = of("a", "1", "UTC");
    assert_eq!(first, of("b", "2", "America/Los_Angeles"));
    assert_eq!(first, of("c", "4", "Asia/Kathmandu"));
}

#[test]
fn tables_are_written_in_every_format_asked_for() {
    let mut formats = vec![("json", "json"), ("csv", "csv"), ("ndjson", "ndjson")];
    if cfg!(feature = "columnar") {
        formats.extend([("parquet", "parquet"), ("ipc", "arrow")]);
    }
    let list: Vec<&str> = formats.iter().map(|(name, _)| *name).collect();
    let out = tempfile::tempdir().unwrap();
    let of = |threads: &str| {
        let target = out.path().join(threads);
        let list = list.join(",");
        let (output, [weekly, ..]) = report(&target, &["--format", &list, "-j", threads], "UTC");
        (text(&output.stderr), weekly, target)
    };
    let (messages, weekly, first) = of("1");
    let (_, _, second) = of("2");
    for table in ["weekly", "runs", "files"] {
        for (_, extension) in &formats {
            let name = format!("{table}.{extension}");
            let bytes = fs::read(first.join(&name)).unwrap();
            assert!(bytes == fs::read(second.join(&name)).unwrap(), "{name} differs");
            assert_eq!(messages.matches(&format!("/{name} (")).count(), 1, "{messages}");
        }
    }
    assert_eq!(fs::read_dir(&first).unwrap().count(), 3 * formats.len());
    let rows = weekly.lines().count() - 1;
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(first.join("weekly.json")).unwrap()).unwrap();
    assert_eq!(json.as_array().unwrap().len(), rows);
    assert_eq!(fs::read_to_string(first.join("weekly.ndjson")).unwrap().lines().count(), rows);
}

#[test]
fn strict_writes_nothing_when_a_file_is_partial() {
    let out = tempfile::tempdir().unwrap();
    let target = out.path().join("report");
    let folder = testdata();
    let output = recoup(&["report", folder.to_str().unwrap(), "--strict", "--out"])
        .arg(&target)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(!target.exists());
}

#[test]
fn wrong_use_ends_with_2_and_says_why() {
    let out = tempfile::tempdir().unwrap();
    let empty = out.path().to_str().unwrap();
    for (arguments, message) in [
        (vec!["report", "/no/such/folder"], "/no/such/folder"),
        (vec!["report", empty], "no files found"),
        (vec!["report", empty, "--zones", "fjuga"], "there are fljuga, garmin"),
        (vec!["report", empty, "--max-hr", "19"], "between 100 and 240"),
        (vec!["report", empty, "--tz", "Oslo"], "no time zone is called \"Oslo\""),
        (vec!["report", empty, "--since", "01.04.2026"], "write a date (2026-03-02)"),
        (
            vec!["report", empty, "--since", "2026-04-02", "--until", "2026-04-01"],
            "--since 2026-04-02 is after --until 2026-04-01",
        ),
        (vec!["report", empty, "--out", empty], "no files found in "),
        (vec!["report", empty, "--athletes-from-folders"], "name the folder that holds"),
        (vec!["report", empty, "--format", "csv,xlsx"], "there are csv, json, ndjson, parquet"),
        #[cfg(not(feature = "columnar"))]
        (vec!["report", empty, "--format", "ipc"], "build with `--features columnar`"),
    ] {
        let output = recoup(&arguments).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(message), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty());
    }
}

/// If one table cannot be written, no table is written, and the files in the folder stay.
#[test]
fn nothing_is_written_where_a_folder_has_a_tables_name() {
    let out = tempfile::tempdir().unwrap();
    fs::create_dir(out.path().join("files.csv")).unwrap();
    let folder = testdata();
    let output =
        recoup(&["report", folder.to_str().unwrap(), "--out"]).arg(out.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("nothing written: "));
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
}

/// Two folders have files of the same name. Below them is an athlete file that no option names.
#[test]
fn rows_of_several_paths_are_told_apart_and_unused_settings_are_said() {
    let tree = tempfile::tempdir().unwrap();
    let activities = testdata().join("activities");
    for (folder, run) in [("a", "2026-03-02-063012.fit"), ("b", "2026-03-15-100000.fit")] {
        fs::create_dir(tree.path().join(folder)).unwrap();
        fs::copy(activities.join(run), tree.path().join(folder).join("run.fit")).unwrap();
    }
    fs::create_dir(tree.path().join("a/old")).unwrap();
    fs::write(tree.path().join("a/old/athlete.toml"), "name = 'Kari'\n").unwrap();
    let out = tree.path().join("out");
    let command = |more: &[&str]| {
        let mut command = recoup(&["report", "a", "b", "--out", out.to_str().unwrap()]);
        command.args(more).current_dir(tree.path()).output().unwrap()
    };
    let hint = "a/old/athlete.toml: not used; to use it, pass --athlete a/old/athlete.toml";
    assert!(text(&command(&[]).stderr).contains(hint));
    let files = fs::read_to_string(out.join("files.csv")).unwrap();
    let rows: Vec<&str> = files.lines().filter_map(|line| line.split(',').next()).collect();
    assert_eq!(rows, ["file", "a/old/athlete.toml", "a/run.fit", "b/run.fit"]);
    assert!(files.contains("an athlete file"), "{files}");
    let named = command(&["--athlete", "a/old/athlete.toml"]);
    assert!(!text(&named.stderr).contains("not used"));
}

#[test]
fn an_athlete_file_is_read_and_options_win_over_it() {
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("kari.toml");
    fs::write(
        &file,
        "name = \"Kari\"\nzones = \"garmin\"\n[[heart_rate]]\nmax_bpm = 180\n\
         [[heart_rate]]\nfrom = \"2026-04-01\"\nmax_bpm = 178\n[policy]\nweek_start = \"sunday\"\n",
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let (_, [weekly, runs, _]) = report(&out.path().join("a"), &["--athlete", file], "UTC");
    assert!(weekly.contains("Kari,2026-03-01,2026-03-01,"), "{weekly}");
    assert!(runs.contains(",garmin,180,athlete,,90,107,"), "{runs}");
    assert!(runs.contains(",garmin,178,athlete,2026-04-01,89,106,"), "{runs}");
    let more =
        ["--athlete", file, "--zones", "fljuga", "--max-hr", "190", "--week-start", "monday"];
    let (_, [weekly, runs, _]) = report(&out.path().join("b"), &more, "UTC");
    assert!(weekly.contains("Kari,2026-W10,2026-03-02,"), "{weekly}");
    assert!(runs.contains(",fljuga,190,athlete,,130,138,"), "{runs}");

    fs::write(file, "max_hr = 180\n").unwrap();
    let output =
        recoup(&["report", testdata().to_str().unwrap(), "--athlete", file]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    let message = "kari.toml: line 1: unknown key `max_hr`; did you mean `max_bpm` below";
    assert!(said.contains(message), "{said}");
}

#[test]
fn a_plan_is_read_from_beside_the_athlete_file_and_the_option_wins() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let write = |name: &str, content: &str| fs::write(path(name), content).unwrap();
    write("kari.toml", "plan = \"spring.csv\"\n[[heart_rate]]\nmax_bpm = 190\n");
    write("spring.csv", "date,type\n2026-03-15,recovery\n");
    write("other.csv", "date,type\n2026-03-15,long\n");
    write("wrong.csv", "date,type\n15.3.2026,long\n");
    let run = testdata().join("activities/2026-03-15-100000.fit");
    let grade = |more: &[&str]| {
        let file = path("kari.toml");
        let arguments = ["grade", "--full", run.to_str().unwrap(), "--athlete", &file];
        let output = recoup(&arguments).args(more).output().unwrap();
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    let (_, said) = grade(&[]);
    assert!(said.contains("Kind: recovery (planned for 2026-03-15 in spring.csv)"), "{said}");
    let (_, said) = grade(&["--plan", &path("other.csv")]);
    assert!(said.contains("Kind: long (planned for 2026-03-15 in other.csv)"), "{said}");
    let (status, said) = grade(&["--plan", &path("wrong.csv")]);
    assert_eq!(status, Some(2));
    assert!(said.contains("wrong.csv: line 2: \"15.3.2026\" is no date"), "{said}");
}

#[test]
fn zones_of_a_folder_come_from_its_latest_files() {
    let output =
        recoup(&["zones", testdata().to_str().unwrap(), "--date", "2026-04-05"]).output().unwrap();
    let printed = text(&output.stdout);
    for line in [
        // The watch writes its user's maximum after every run. The cut run of 4 April has the
        // maximum of its zones.
        "HRmax 190 bpm (watch, 2026-04-04)",
        "* fljuga 130-138 139-151 152-165 166-176 177-",
        // Limits of the device: 95, 114, 133, 152 and 171.
        "device 95-113 114-132 133-151 152-170 171-",
    ] {
        assert!(has_line(&printed, line), "{line:?} is missing from\n{printed}");
    }
}

#[test]
fn zones_shows_every_model_and_what_is_missing() {
    let zones = |arguments: &[&str]| {
        let output = recoup(&["zones"]).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    // 68 % of 190 is 129.2, 73 % 138.7, 80 % 152, 87 % 165.3, 93 % 176.7.
    let printed = zones(&["--max-hr", "190"]);
    for line in [
        "HRmax 190 bpm (--max-hr)",
        "Resting unknown",
        "* fljuga 130-138 139-151 152-165 166-176 177-",
        "garmin 95-113 114-132 133-151 152-170 171-",
        "karvonen needs a resting heart rate: resting_bpm in the athlete file",
        "80-20 needs a heart rate at threshold: threshold_bpm in the athlete file",
        "device needs a recording with the watch's zones: `recoup zones FILE`",
    ] {
        assert!(has_line(&printed, line), "{line:?} is missing from\n{printed}");
    }
    let printed = zones(&[]);
    let line = "* fljuga needs a maximum heart rate: --max-hr, or max_bpm in the athlete file";
    assert!(has_line(&printed, line), "{printed}");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kari.toml");
    fs::write(
        &file,
        "zones = \"reserve:50,62,72,82,90\"\nbirth_year = 1986\n[[heart_rate]]\n\
         resting_bpm = 50\n[[heart_rate]]\nfrom = 2026-03-01\nmax_bpm = 190\n",
    )
    .unwrap();
    let file = file.to_str().unwrap();
    // A reserve of 140 above 50: 50 % is 120, 62 % 136.8, 72 % 150.8, 82 % 164.8, 90 % 176.
    let printed = zones(&["--athlete", file, "--date", "2026-03-02"]);
    for line in [
        "HRmax 190 bpm (athlete file, from 2026-03-01)",
        "Resting 50 bpm (athlete file)",
        "fljuga 130-138 139-151 152-165 166-176 177-",
        "* reserve:50,62,72,82,90 120-136 137-150 151-164 165-175 176-",
    ] {
        assert!(has_line(&printed, line), "{line:?} is missing from\n{printed}");
    }
    // Before the first setting: 208 - 0.7 x 40. Custom edges stay in the table.
    let printed = zones(&["--athlete", file, "--date", "2026-02-28", "--zones", "garmin"]);
    for line in [
        "HRmax 180 bpm (208 - 0.7 x age, an estimate)",
        "* garmin 90-107 108-125 126-143 144-161 162-",
        "reserve:50,62,72,82,90 115-130 131-143 144-156 157-166 167-",
    ] {
        assert!(has_line(&printed, line), "{line:?} is missing from\n{printed}");
    }
}

#[test]
fn athlete_init_writes_a_file_that_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let init = |arguments: &[&str]| {
        let mut command = recoup(&["athlete", "init"]);
        let output = command.args(arguments).current_dir(folder.path()).output().unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (status, _, said) = init(&["--all"]);
    assert_eq!(status, Some(0), "{said}");
    let file = folder.path().join("athlete.toml");
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.contains("#duration_pass_max_min = 45.0\n"), "{written}");
    let (status, printed, said) = init(&["--force"]);
    assert_eq!((status, printed.as_str()), (Some(0), ""));
    assert!(said.starts_with("recoup: wrote athlete.toml\n"), "{said}");
    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(written.lines().count(), 6, "{written}");
    let output = recoup(&["zones", "--athlete", file.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));

    fs::write(&file, "name = \"Kari\"\n").unwrap();
    let refused = "recoup: athlete.toml: already exists; --force overwrites it\n".to_owned();
    assert_eq!(init(&[]), (Some(2), String::new(), refused));
    assert_eq!(fs::read_to_string(&file).unwrap(), "name = \"Kari\"\n");
    assert_eq!(init(&["--force"]), (Some(0), String::new(), said));
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
    let printed = init(&["-"]);
    assert_eq!(printed, (Some(0), written, String::new()));
    // Values from the files: the watch's maximum and resting heart rate, and the time zone of the
    // place.
    let from = testdata().join("activities/2026-03-02-063012.fit");
    let (_, printed, _) = init(&["-", "--no-cache", "--from", from.to_str().unwrap()]);
    let athlete = Athlete::from_toml(&printed).unwrap();
    assert_eq!(athlete.time_zone.as_deref(), Some("Europe/Oslo"));
    let heart_rate = &athlete.heart_rate[0];
    assert_eq!((heart_rate.max_bpm, heart_rate.resting_bpm), (Some(190.0), Some(50.0)));
}

#[test]
fn grade_of_a_file_that_is_cut_ends_with_1() {
    let path = testdata().join("activities/2026-04-04-073020.fit");
    let output = recoup(&["grade", path.to_str().unwrap(), "--max-hr", "190"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("note: byte 39346"));
}

/// Inspects a path in the test folder. Returns the exit status, the output and the messages.
fn inspect(path: &str) -> (Option<i32>, String, String) {
    let output = recoup(&["inspect", testdata().join(path).to_str().unwrap()]).output().unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Whether a line has these words, with any number of blanks between them.
fn has_line(printed: &str, words: &str) -> bool {
    printed.lines().any(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") == words)
}

#[test]
fn inspect_shows_what_is_in_a_fit_file() {
    let (status, printed, said) = inspect("activities/2026-03-15-100000.fit");
    assert_eq!((status, said.as_str()), (Some(0), ""));
    for line in [
        "activity by garmin fr945, serial number 3912045678, created 2026-03-15 09:00:00 UTC",
        "session 0: running (trail), 2026-03-15 09:00:00 UTC, 2401 samples",
        "record 20 2401",
        // 40 minutes, a sample every second.
        "timestamp 253 2401 2026-03-15 09:00:00 to 09:40:00",
        "event_type 1 2 start, stop_all",
        "total_timer_time 8 1 2400 s",
        "hr_zone_high_boundary 6 1 95 114 133 152 171 190",
        // Oslo's clock, independent of the host's time zone.
        "local_timestamp 5 1 2026-03-15 10:40:00",
        "The readers agree: 1 session, 2401 samples.",
    ] {
        assert!(has_line(&printed, line), "{line:?} is missing from\n{printed}");
    }
}

#[test]
fn inspect_says_what_else_a_file_is() {
    let (status, settings, _) = inspect("settings/Settings.fit");
    assert_eq!(status, Some(0));
    assert!(has_line(&settings, "max_heart_rate 1 1 190"), "{settings}");
    assert!(has_line(&settings, "Neither reader finds an activity."), "{settings}");
    let (status, packed, _) = inspect("activities/2026-03-04-070533.fit.gz");
    assert_eq!(status, Some(0));
    assert!(packed.contains("The readers agree: 1 session"), "{packed}");
    let (status, notes, said) = inspect("notes.txt");
    assert_eq!((status, said.as_str()), (Some(0), ""));
    assert!(notes.ends_with("notes.txt: not a FIT, GPX or TCX file by its content\n"), "{notes}");

    let (status, cut, said) = inspect("activities/2026-04-04-073020.fit");
    assert_eq!((status, said.as_str()), (Some(1), ""));
    assert!(has_line(&cut, "note: byte 39346: the file is cut here; what precedes it was kept"));
    let (status, printed, said) = inspect("no-such-file.fit");
    assert_eq!((status, printed.as_str()), (Some(1), ""));
    assert!(said.starts_with("recoup: "), "{said}");
}

#[test]
fn inspect_shows_the_elements_of_xml_and_whether_gpx_conforms() {
    let (status, printed, said) = inspect("strava/activities/13801447720.gpx");
    assert_eq!((status, said.as_str()), (Some(0), ""));
    for line in [
        "GPX by recoup-testkit",
        "session 0: running, 2026-03-26 05:25:00 UTC, 330 samples",
        "name 1 Morning Run",
        "trkpt 330",
        // 24 minutes from 6:25 in Oslo.
        "time 330 2026-03-26 05:25:00 to 05:49:00",
        "It conforms to GPX according to the gpx crate: 1 track, 0 routes, 0 waypoints.",
        "The readers agree: 1 session, 330 samples.",
    ] {
        assert!(has_line(&printed, line), "{line:?} is missing from\n{printed}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.xml");
    let show = |content: &str| {
        fs::write(&path, content).unwrap();
        text(&recoup(&["inspect", path.to_str().unwrap()]).output().unwrap().stdout)
    };
    // Runkeeper writes a time into the track, which the schema does not allow.
    let runkeeper = show("<gpx version='1.1'><trk><time>2026-03-26T05:25:00Z</time></trk></gpx>");
    let verdict = "It does not conform to GPX according to the gpx crate: invalid child element \
                   `time` in `track`.";
    assert!(has_line(&runkeeper, verdict), "{runkeeper}");
    assert!(has_line(&runkeeper, "GPX: no recorded track in it"), "{runkeeper}");
    let tcx = show(
        "<TrainingCenterDatabase><Activity Sport='Running'><Lap><Track><Trackpoint>\
         <Time>2026-03-26T05:25:00Z</Time><HeartRateBpm><Value>121</Value></HeartRateBpm>\
         </Trackpoint></Track></Lap></Activity></TrainingCenterDatabase>",
    );
    for line in [
        "session 0: running, 2026-03-26 05:25:00 UTC, 1 sample",
        "Value 1 121",
        "There is no second reader for TCX.",
    ] {
        assert!(has_line(&tcx, line), "{line:?} is missing from\n{tcx}");
    }
}

#[test]
fn inspect_shows_a_member_as_it_shows_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("export.zip");
    let bytes = fs::read(testdata().join("activities/2026-03-04-070533.fit.gz")).unwrap();
    let export = Export::new().file("profile.jpg", b"\xFF\xD8\xFF").file("a/1.fit.gz", bytes);
    fs::write(&zip, export.pack()).unwrap();
    let (_, plain, _) = inspect("activities/2026-03-04-070533.fit.gz");
    let below_name = |printed: &str| printed.split_once('\n').unwrap().1.to_owned();
    let member = format!("{}!/a/1.fit.gz", zip.display());
    for path in [member.as_str(), zip.to_str().unwrap()] {
        let (status, printed, said) = inspect(path);
        assert_eq!((status, said.as_str()), (Some(0), ""));
        assert_eq!(printed.lines().next(), Some(&*member));
        assert_eq!(below_name(&printed), below_name(&plain));
    }
    let mut command = recoup(&["inspect", "-"]);
    let output = command.stdin(fs::File::open(&zip).unwrap()).output().unwrap();
    let printed = text(&output.stdout);
    assert!(printed.starts_with("-!/a/1.fit.gz\n"), "{printed}");
    assert_eq!(below_name(&printed), below_name(&plain));
    let (status, _, said) = inspect(&format!("{}!/1.fit.gz", zip.display()));
    assert_eq!(status, Some(1));
    assert!(said.ends_with(&format!("; did you mean {member}?\n")), "{said}");
}

/// A record with a 64-bit number as its time is too late for chrono, which panics.
#[test]
fn inspect_reports_a_panic_of_the_reference_reader_in_one_line() {
    let file = b"\x0c\x20\x00\x00\x12\x00\x00\x00.FIT\
        \x40\x00\x00\x14\x00\x01\xfd\x08\x8f\
        \x00\x00\x00\x00\x00\x00\x00\x00\x70\
        \x00\x00";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("late.fit");
    fs::write(&path, file).unwrap();
    let output = recoup(&["inspect", path.to_str().unwrap()]).output().unwrap();
    let (printed, said) = (text(&output.stdout), text(&output.stderr));
    // The definition begins after the header, at byte 12, and has nine bytes.
    assert!(printed.contains("the reference reader stopped at byte 21"), "{printed}");
    assert!(said.lines().all(|line| line.starts_with("recoup: ")), "{said}");
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    let path = testdata().join("activities/2026-03-15-100000.fit");
    let mut child = recoup(&["grade", "--alone", path.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(output.stderr.is_empty());
}

#[test]
fn a_report_that_nobody_reads_is_written_all_the_same() {
    let out = tempfile::tempdir().unwrap();
    let mut child = recoup(&["report", testdata().to_str().unwrap(), "--out"])
        .arg(out.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    // The exit status is the usual one of this report, because one of the files is cut.
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 3);
}

/// Only the command writes to standard error. The output does not depend on the host's time zone,
/// or on the order in which fitparser happens to return fields.
#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn the_corpus_is_inspected() {
    const BYTES_MAX: u64 = 30_000;
    let corpus = recoup_testkit::corpus::folder();
    let mut files = recoup_testkit::corpus::files(&corpus.join("fit"), "fit");
    for extension in ["gpx", "tcx"] {
        files.extend(recoup_testkit::corpus::files(&corpus.join("gpx"), extension));
    }
    files.extend(recoup_testkit::corpus::files(&corpus.join("gpx-edge"), "gpx"));
    files.retain(|path| {
        path.to_string_lossy().contains("misaligned")
            || fs::metadata(path).unwrap().len() < BYTES_MAX
    });
    assert!(files.len() > 100, "{}", files.len());
    let [first, second] = ["America/St_Johns", "Pacific/Auckland"].map(|zone| {
        let output = recoup(&["inspect", "--all"]).args(&files).env("TZ", zone).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.lines().all(|line| line.starts_with("recoup: ")), "{said}");
        output.stdout
    });
    assert!(first == second);
}

/// Every file of the corpus has a row, nothing panics, and the bytes do not depend on the number of
/// threads or the time zone.
#[test]
#[ignore = "reads the corpus, which is not part of this repository"]
fn the_corpus_is_reported_whole() {
    let corpus = recoup_testkit::corpus::folder();
    let out = tempfile::tempdir().unwrap();
    let run = |name: &str, threads: &str, zone: &str| {
        let target = out.path().join(name);
        let output = recoup(&["report", corpus.to_str().unwrap(), "--max-hr", "190", "--out"])
            .arg(&target)
            .args(["-j", threads])
            .env("TZ", zone)
            .output()
            .unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        let is_ours = |line: &str| line.starts_with("recoup: ");
        assert!(said.lines().all(is_ours), "somebody else prints: {said}");
        ["weekly.csv", "runs.csv", "files.csv"]
            .map(|table| fs::read_to_string(target.join(table)).unwrap())
    };
    let first = run("a", "1", "UTC");
    assert_eq!(first[2].lines().count(), 1 + walk(&corpus));
    assert!(!first[2].contains("defect"), "a panic was caught");
    assert!(first == run("b", "2", "America/St_Johns"));
    assert!(first == run("c", "2", "Pacific/Auckland"));
}

/// The schema of each table names the columns of its CSV in order.
#[test]
fn schemas_are_those_of_the_tables() {
    let out = tempfile::tempdir().unwrap();
    let (_, tables) = report(out.path(), &[], "UTC");
    for (name, table) in ["weekly", "runs", "files"].into_iter().zip(tables) {
        let output = recoup(&["schema", name]).output().unwrap();
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let fields = schema["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(names.join(","), table.lines().next().unwrap());
        let types = ["string", "integer", "number", "boolean", "date", "datetime"];
        assert!(fields.iter().all(|field| types.contains(&field["type"].as_str().unwrap())));
    }
    assert_eq!(recoup(&["schema", "laps"]).output().unwrap().status.code(), Some(2));
}
