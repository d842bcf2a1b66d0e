//! The documentation of the columns is made from the columns.
//!
//! `UPDATE_GENERATED=1 cargo test -p recoup-report --test columns` updates the documentation.

use std::fs;
use std::path::Path;

#[test]
fn docs_list_the_columns_as_they_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/columns.md");
    let columns = recoup_report::columns_markdown();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&path, &columns).unwrap();
    }
    let listed = fs::read_to_string(&path).unwrap();
    let missing: Vec<&str> =
        columns.lines().filter(|line| !listed.lines().any(|known| known == *line)).collect();
    assert!(
        listed == columns,
        "UPDATE_GENERATED=1 cargo test -p recoup-report --test columns\nnew lines: {missing:#?}"
    );
}
