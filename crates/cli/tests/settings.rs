//! Settings without options: athlete files beside the runs, and the config file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// The athlete file is beside the runs, or the config file names it.
#[test]
fn an_athlete_file_is_found_where_it_lies() {
    let tree = tempfile::tempdir().unwrap();
    let runs = tree.path().join("runs/2026");
    fs::create_dir_all(&runs).unwrap();
    fs::copy(testdata().join("activities/2026-03-02-063012.fit"), runs.join("run.fit")).unwrap();
    let config = tree.path().join("config.toml");
    let zones = |arguments: &[&str]| {
        let out = tree.path().join("out");
        let output = Command::new(env!("CARGO_BIN_EXE_recoup"))
            .args(["report", runs.to_str().unwrap(), "--no-cache", "--out", out.to_str().unwrap()])
            .args(arguments)
            .env("RECOUP_CONFIG", &config)
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        printed.lines().find(|line| line.starts_with(" Zone 1")).unwrap().to_owned()
    };
    let of = |bpm: f64| format!("(maximum heart rate {bpm} from the athlete's setting).");
    let file = |name: &str, max_bpm: f64| {
        let path = tree.path().join(name);
        fs::write(path, format!("[[heart_rate]]\nmax_bpm = {max_bpm}\n")).unwrap();
    };
    fs::write(&config, "").unwrap();
    assert!(zones(&[]).ends_with("(maximum heart rate 190 from the watch)."), "{}", zones(&[]));
    file("kari.toml", 181.0);
    fs::write(&config, "athlete = 'kari.toml'\n").unwrap();
    assert!(zones(&[]).ends_with(&of(181.0)), "{}", zones(&[]));
    assert!(!zones(&["--no-config"]).ends_with(&of(181.0)));
    // The nearest file counts: first a file above the folder of the runs, then a file in it.
    file("runs/athlete.toml", 182.0);
    assert!(zones(&[]).ends_with(&of(182.0)), "{}", zones(&[]));
    file("runs/2026/athlete.toml", 183.0);
    assert!(zones(&[]).ends_with(&of(183.0)), "{}", zones(&[]));
    // A named file wins over a found file, and options win over both.
    let named = tree.path().join("kari.toml");
    assert!(zones(&["--athlete", named.to_str().unwrap()]).ends_with(&of(181.0)));
    assert!(zones(&["--max-hr", "184"]).ends_with(&of(184.0)));
}

#[test]
fn a_config_file_is_made_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("settings/config.toml");
    let recoup = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recoup"));
        command.args(arguments).env("RECOUP_CONFIG", &config).current_dir(folder.path());
        command.output().unwrap()
    };
    assert_eq!(recoup(&["config", "init"]).status.code(), Some(0));
    let text = fs::read_to_string(&config).unwrap();
    // The template does not change anything.
    let run = testdata().join("activities/2026-03-02-063012.fit");
    let run = run.to_str().unwrap();
    assert_eq!(recoup(&["report", "--no-cache", run]).status.code(), Some(0));
    assert!(folder.path().join("recoup-report/weekly.csv").is_file());
    // The file is not overwritten, and its settings are used.
    assert_eq!(recoup(&["config", "init"]).status.code(), Some(2));
    fs::write(&config, text.replace("#out = \"recoup-report\"", "out = \"march\"")).unwrap();
    assert_eq!(recoup(&["report", "--no-cache", run]).status.code(), Some(0));
    assert!(folder.path().join("march/weekly.csv").is_file());
    fs::write(&config, "\n\nouts = 'x'\n").unwrap();
    let output = recoup(&["report", "--no-cache", run]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.ends_with("line 3: unknown key `outs`; did you mean `out`?\n"), "{message}");
    // An invalid file can be replaced. A file that the environment variable names must exist.
    assert_eq!(recoup(&["config", "init", "--force"]).status.code(), Some(0));
    fs::remove_file(&config).unwrap();
    let output = recoup(&["report", "--no-cache", run]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("config.toml: RECOUP_CONFIG names this file, but it cannot be read"),
        "{message}"
    );
}
