//! Completions and manual pages.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::fs;
use std::process::Command;

fn printed(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recoup"));
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_shell_completes_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        for word in ["recoup", "report", "inspect", "max-hr", "athletes-from-folders"] {
            assert!(script.contains(word), "{word} is missing for {shell}");
        }
    }
}

#[test]
fn manual_pages_are_printed_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    let mut command = Command::new(env!("CARGO_BIN_EXE_recoup"));
    let status = command.args(["-q", "man", "--out"]).arg(&pages).status().unwrap();
    assert!(status.success());
    let mut names: Vec<String> = fs::read_dir(&pages)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "recoup-athlete-init.1",
            "recoup-athlete.1",
            "recoup-completions.1",
            "recoup-config-init.1",
            "recoup-config.1",
            "recoup-grade.1",
            "recoup-inspect.1",
            "recoup-man.1",
            "recoup-page.1",
            "recoup-report.1",
            "recoup-samples.1",
            "recoup-schema.1",
            "recoup-zones.1",
            "recoup.1",
        ]
    );
    let page = |name: &str| fs::read_to_string(pages.join(name)).unwrap();
    assert_eq!(printed(&["man"]), page("recoup.1"));
    assert_eq!(printed(&["man", "report"]), page("recoup-report.1"));
    assert_eq!(printed(&["man", "athlete", "init"]), page("recoup-athlete-init.1"));
    assert!(page("recoup-report.1").contains("recoup report ~/garmin\\-export"));
}
