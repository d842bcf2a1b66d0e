//! Fills a folder with made files, to time the command over many of them: `made_folder FOLDER COUNT`
//! for runs alone, `made_folder FOLDER COUNT archive` for files like those of a runner's archive.

use benches::{made_archive, made_runs};
use recoup_testkit::fit;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1);
    let (Some(folder), Some(count)) = (args.next().map(PathBuf::from), args.next()) else {
        return Err("a folder and a number of files are needed".into());
    };
    let count = count.to_str().unwrap_or_default().parse()?;
    let files: Box<dyn Iterator<Item = Vec<u8>>> = match args.next() {
        Some(kind) if kind == "archive" => Box::new(made_archive(count)),
        _ => Box::new(made_runs(count).into_iter().map(|run| fit::encode(&run))),
    };
    for (number, file) in files.enumerate() {
        let year = folder.join(format!("{}", number / 365));
        fs::create_dir_all(&year)?;
        fs::write(year.join(format!("{number:05}.fit")), file)?;
    }
    Ok(())
}
