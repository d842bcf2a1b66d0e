//! Reports of several athletes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod common;

use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Creates a folder with the same run of two athletes. One of the athletes has weeks without runs
/// between two weeks with runs. The folder also has a file that belongs to no athlete.
fn club() -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    let club = tree.path().join("club");
    for (run, names) in [
        ("activities/2026-03-02-063012.fit", vec!["kari-garmin/a.fit", "per/a.fit"]),
        ("activities/2026-03-15-100000.fit", vec!["kari-garmin/b.fit", "old/kari/b.fit"]),
        ("activities/2026-03-15-100000.fit", vec!["per/b.fit"]),
        ("activities/2026-04-02-064530.fit", vec!["per/c.fit", "guest/c.fit"]),
    ] {
        let run = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(run);
        for name in names {
            fs::create_dir_all(club.join(name).parent().unwrap()).unwrap();
            fs::copy(&run, club.join(name)).unwrap();
        }
    }
    fs::write(club.join("notes.txt"), "Training on Tuesdays").unwrap();
    let per = "name = \"Per\"\nplan = \"plan.csv\"\n[[heart_rate]]\nmax_bpm = 180\n";
    fs::write(club.join("per/athlete.toml"), per).unwrap();
    fs::write(club.join("per/plan.csv"), "date,type\n2026-03-15,recovery\n").unwrap();
    tree
}

const LIST: &str = "[[athlete]]\nname = \"Kari\"\nfolders = [\"kari-garmin\", \"old/kari\"]\n\
                    file = \"kari.toml\"\n\n[[athlete]]\nfolders = [\"per\"]\n";

fn with_list() -> TempDir {
    let tree = club();
    let kari = "zones = \"garmin\"\n[[heart_rate]]\nmax_bpm = 215\n";
    fs::write(tree.path().join("club/recoup.toml"), LIST).unwrap();
    fs::write(tree.path().join("club/kari.toml"), kari).unwrap();
    tree
}

struct Done {
    status: Option<i32>,
    printed: String,
    said: String,
}

fn recoup(tree: &TempDir, arguments: &[&str]) -> Done {
    let output = common::recoup(arguments).current_dir(tree.path()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Done { status: output.status.code(), printed: text(output.stdout), said: text(output.stderr) }
}

/// Reads weekly.csv, runs.csv and files.csv.
fn tables(folder: &Path) -> [String; 3] {
    ["weekly.csv", "runs.csv", "files.csv"]
        .map(|name| fs::read_to_string(folder.join(name)).unwrap())
}

/// Returns the first cells of each row, without the header.
fn cells(table: &str, columns: usize) -> Vec<String> {
    let cells = |line: &str| line.split(',').take(columns).collect::<Vec<_>>().join(",");
    table.lines().skip(1).map(cells).collect()
}

#[test]
fn folders_are_athletes_if_asked() {
    let tree = club();
    let Done { status, printed, said } =
        recoup(&tree, &["report", "club", "--athletes-from-folders"]);
    assert_eq!(status, Some(0), "{said}");
    let [weekly, runs, files] = tables(&tree.path().join("recoup-report"));
    // Sorted by name: capitals first.
    assert_eq!(
        cells(&runs, 2),
        [
            "Per,per/a.fit",
            "Per,per/b.fit",
            "Per,per/c.fit",
            "guest,guest/c.fit",
            "kari-garmin,kari-garmin/a.fit",
            "kari-garmin,kari-garmin/b.fit",
            "old,old/kari/b.fit",
        ]
    );
    assert_eq!(files.lines().count(), 1 + 10);
    assert!(!files.contains("duplicate,"), "{files}");
    // Week, first day, whether it is the last, runs.
    assert_eq!(
        cells(&weekly, 5),
        [
            "Per,2026-W10,2026-03-02,false,1",
            "Per,2026-W11,2026-03-09,false,1",
            "Per,2026-W12,2026-03-16,false,0",
            "Per,2026-W13,2026-03-23,false,0",
            "Per,2026-W14,2026-03-30,true,1",
            "guest,2026-W14,2026-03-30,true,1",
            "kari-garmin,2026-W10,2026-03-02,false,1",
            "kari-garmin,2026-W11,2026-03-09,true,1",
            "old,2026-W11,2026-03-09,true,1",
        ]
    );
    // Columns of the printed table are aligned, so words are compared.
    let lines: Vec<String> = printed
        .lines()
        .map(|line| line.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
        .collect();
    let table = lines.iter().position(|line| line == "Athlete Week Runs").unwrap();
    assert_eq!(lines[table + 1..][..2], ["Per 2026-W10 1", "Per 2026-W11 1"]);
    for line in [
        " Per: Zone 1 of the coach's zones: 123-131 bpm (maximum heart rate 180 from the athlete's \
         setting).",
        " guest, kari-garmin, old: Zone 1 of the coach's zones: 130-138 bpm (maximum heart rate 190 \
         from the watch).",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{printed}");
    }
    let summary = "recoup: 10 files, 7 runs, 1 recovery run, 3 skipped, in ";
    assert!(said.starts_with(summary), "{said}");
}

#[test]
fn weeks_without_a_run_are_of_one_athlete() {
    let tree = club();
    fs::remove_file(tree.path().join("club/per/b.fit")).unwrap();
    let Done { printed, .. } = recoup(&tree, &["report", "club", "--athletes-from-folders"]);
    let lines: Vec<&str> = printed.lines().skip_while(|line| !line.contains("Week")).collect();
    assert!(lines[1].contains("Per") && lines[1].contains("2026-W10"), "{printed}");
    assert!(lines[2].contains("Per") && lines[2].contains("no run in 3 weeks"), "{printed}");
    assert!(lines[3].contains("Per") && lines[3].contains("2026-W14"), "{printed}");
    assert!(lines[4].contains("guest") && lines[4].contains("2026-W14"), "{printed}");
    // An athlete without runs has a line. The default athlete without runs has no line.
    let until = ["report", "club", "--athletes-from-folders", "--until", "2026-03-29"];
    let Done { printed, .. } = recoup(&tree, &until);
    let guest = printed.lines().find(|line| line.starts_with(" guest")).unwrap();
    assert!(guest.ends_with("no runs"), "{printed}");
    assert!(printed.contains("A word for guest (no runs).\n"), "{printed}");
    assert!(!printed.contains("(no name)"), "{printed}");
}

#[test]
fn a_list_is_heeded_without_a_flag() {
    let tree = with_list();
    let Done { status, printed, said } = recoup(&tree, &["report", "club"]);
    assert_eq!(status, Some(0), "{said}");
    let [weekly, runs, files] = tables(&tree.path().join("recoup-report"));
    assert_eq!(
        cells(&runs, 2),
        [
            ",guest/c.fit",
            "Kari,kari-garmin/a.fit",
            "Kari,kari-garmin/b.fit",
            "Per,per/a.fit",
            "Per,per/b.fit",
            "Per,per/c.fit",
        ]
    );
    assert!(files.contains("old/kari/b.fit,"), "{files}");
    assert!(files.contains(",duplicate,1,false,kari-garmin/b.fit,"), "{files}");
    assert_eq!(files.lines().count(), 1 + 12);
    assert_eq!(weekly.lines().count(), 1 + 1 + 2 + 5);
    // Kari's Zone 1 is 50-60 % of 215, and Per's is 68-73 % of 180. Per's plan applies only to Per.
    let row = |file: &str| runs.lines().find(|line| line.contains(file)).unwrap();
    assert!(row("Kari,kari-garmin/b.fit").contains(",garmin,215,athlete,,108,128,"));
    assert!(!row("Kari,kari-garmin/b.fit").contains("planned"));
    assert!(row("Per,per/b.fit").contains(",fljuga,180,athlete,,123,131,"));
    assert!(row("Per,per/b.fit").contains(",recovery,planned,planned for 2026-03-15 in "));
    assert_eq!(
        said.lines().next().unwrap(),
        "recoup: club/guest: not listed in recoup.toml; its runs are assigned to the default \
         athlete"
    );
    assert!(printed.contains("\n (no name) "), "{printed}");
    assert!(printed.contains("\n (no name): Zone 1 of the coach's zones: 130-138"), "{printed}");

    let more = ["report", "club", "--athletes-from-folders", "--out", "folders-too"];
    assert!(!recoup(&tree, &more).said.contains("default athlete"));
    let [_, runs, _] = tables(&tree.path().join("folders-too"));
    assert!(runs.contains("\nguest,guest/c.fit,"), "{runs}");
}

#[test]
fn weeks_go_by_each_athletes_own_policy() {
    let tree = club();
    let per = "name = \"Per\"\n[policy]\none_recovery_run_from = 1\ntwo_recovery_runs_from = 1\nweek_start = \"sunday\"\n";
    fs::write(tree.path().join("club/per/athlete.toml"), per).unwrap();
    recoup(&tree, &["report", "club", "--athletes-from-folders"]);
    let [weekly, ..] = tables(&tree.path().join("recoup-report"));
    // The upper end of the range for a week of one run.
    let target = |athlete_and_week: &str| {
        let row = weekly.lines().find(|line| line.starts_with(athlete_and_week)).unwrap();
        row.split(',').nth(17).unwrap().to_owned()
    };
    assert_eq!(target("Per,2026-03-01,"), "2");
    assert_eq!(target("kari-garmin,2026-W10,"), "1");
}

#[test]
fn options_win_over_every_athletes_file() {
    let tree = with_list();
    fs::write(tree.path().join("all.csv"), "date,type\n2026-03-15,long\n").unwrap();
    fs::write(tree.path().join("ola.toml"), "name = \"Ola\"\nbirth_year = 1986\n").unwrap();
    fs::remove_file(tree.path().join("club/per/plan.csv")).unwrap();
    let more =
        ["--max-hr", "200", "--zones", "fljuga", "--plan", "all.csv", "--week-start", "sunday"];
    let arguments = [&["report", "club", "--athlete", "ola.toml"], &more[..]].concat();
    let Done { status, said, .. } = recoup(&tree, &arguments);
    assert_eq!(status, Some(0), "{said}");
    let [weekly, runs, _] = tables(&tree.path().join("recoup-report"));
    assert_eq!(runs.matches(",fljuga,200,athlete,").count(), 6, "{runs}");
    assert_eq!(runs.matches(",long,none,planned for 2026-03-15 in all.csv,").count(), 2, "{runs}");
    assert!(runs.contains("\nOla,guest/c.fit,"), "{runs}");
    assert!(weekly.contains("\nKari,2026-03-01,2026-03-01,false,1,"), "{weekly}");
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_threads() {
    let tree = with_list();
    let of = |threads: &str| {
        let report = ["report", "club", "--athletes-from-folders", "-j", threads, "--out"];
        let Done { printed, .. } = recoup(&tree, &[&report[..], &[threads]].concat());
        (tables(&tree.path().join(threads)), printed)
    };
    let first = of("1");
    // The output folders of earlier reports are outside of the club's folder.
    assert_eq!(first, of("2"));
    assert_eq!(first, of("7"));
}

#[test]
fn wrong_lists_and_names_end_with_2() {
    let tree = with_list();
    let report = |more: &[&str]| {
        let said = recoup(&tree, &[&["report", "club"], more].concat());
        assert_eq!((said.status, said.printed.as_str()), (Some(2), ""), "{}", said.said);
        assert!(!tree.path().join("recoup-report").exists());
        said.said
    };
    let list = tree.path().join("club/recoup.toml");
    for (wrong, message) in [
        (
            LIST.replace("old/kari", "odl/kari"),
            "club/recoup.toml: line 3: there is no folder `odl/kari`; did you mean old/kari?",
        ),
        (
            LIST.replace("kari.toml", "kari.tml"),
            "club/recoup.toml: line 4: there is no athlete file `kari.tml`; did you mean kari.toml?",
        ),
        (
            LIST.replace("file =", "max_hr ="),
            "club/recoup.toml: line 4: unknown key `max_hr`; did you mean `max_bpm` below \
             [[heart_rate]] of the athlete file?",
        ),
        (
            LIST.replace("\"per\"", "\"per\", \"old/kari/\""),
            "club/recoup.toml: line 7: the folder `old/kari/` is given in line 3 already",
        ),
    ] {
        fs::write(&list, wrong).unwrap();
        assert_eq!(report(&[]), format!("recoup: {message}\n"));
    }
    fs::write(&list, LIST).unwrap();
    fs::write(tree.path().join("club/kari.toml"), "max_hr = 190\n").unwrap();
    let message =
        "recoup: club/kari.toml: line 1: unknown key `max_hr`; did you mean `max_bpm` below";
    assert!(report(&[]).starts_with(message));
    fs::remove_file(tree.path().join("club/per/plan.csv")).unwrap();
    fs::write(tree.path().join("club/kari.toml"), "").unwrap();
    let message = "recoup: club/per/plan.csv: the plan cannot be read: ";
    assert!(report(&[]).starts_with(message));
    fs::remove_file(&list).unwrap();
    fs::write(tree.path().join("club/per/athlete.toml"), "name = \"guest\"\n").unwrap();
    let message = "recoup: club/per: the athlete of this folder and the athlete of club/guest have \
                   the same name, \"guest\"; set another `name`";
    assert!(report(&["--athletes-from-folders"]).starts_with(message));
}

#[test]
fn zones_of_a_list_ask_for_one_athlete() {
    let tree = with_list();
    let Done { status, printed, said } = recoup(&tree, &["zones", "club"]);
    assert_eq!((status, printed.as_str()), (Some(2), ""));
    assert_eq!(
        said,
        "recoup: club/recoup.toml: lists several athletes, but zones are for one athlete; \
         choose one:\n  \
         recoup zones club/kari-garmin club/old/kari --athlete club/kari.toml\n  \
         recoup zones club/per --athlete club/per/athlete.toml\n"
    );
    let chosen = ["zones", "club/per", "--athlete", "club/per/athlete.toml"];
    assert!(recoup(&tree, &chosen).printed.contains("180 bpm (athlete file)"));
}
