//! Fills a folder with made files, to time the command over many files.
//!
//! - `made_folder FOLDER COUNT`: only runs, in FIT.
//! - `made_folder FOLDER COUNT archive`: files like those of a runner's archive.
//! - `made_folder FOLDER COUNT gpx`: only runs, in GPX.

use benches::{made_archive, made_runs};
use recoup_testkit::{Run, fit, gpx};
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1);
    let (Some(folder), Some(count)) = (args.next().map(PathBuf::from), args.next()) else {
        return Err("a folder and a number of files are needed".into());
    };
    let count = count.to_str().unwrap_or_default().parse()?;
    let kind = args.next().unwrap_or_default();
    let (extension, files): (_, Box<dyn Iterator<Item = Vec<u8>>>) = match kind.to_str() {
        Some("archive") => ("fit", Box::new(made_archive(count))),
        Some("gpx") => {
            let styles = gpx::HeartRateStyle::ALL.into_iter().cycle();
            let encode = |(run, style): (Run, _)| gpx::encode(&run, style);
            ("gpx", Box::new(made_runs(count).into_iter().zip(styles).map(encode)))
        }
        _ => ("fit", Box::new(made_runs(count).into_iter().map(|run| fit::encode(&run)))),
    };
    for (number, file) in files.enumerate() {
        let year = folder.join(format!("{}", number / 365));
        fs::create_dir_all(&year)?;
        fs::write(year.join(format!("{number:05}.{extension}")), file)?;
    }
    Ok(())
}
