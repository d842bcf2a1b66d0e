//! Fills a folder with made runs, to time the command over many files: `made_folder FOLDER COUNT`.

use benches::made_runs;
use recoup_testkit::fit;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1);
    let (Some(folder), Some(count)) = (args.next().map(PathBuf::from), args.next()) else {
        return Err("a folder and a number of files are needed".into());
    };
    let count = count.to_str().unwrap_or_default().parse()?;
    for (number, run) in made_runs(count).iter().enumerate() {
        let year = folder.join(format!("{}", number / 365));
        fs::create_dir_all(&year)?;
        fs::write(year.join(format!("{number:05}.fit")), fit::encode(run))?;
    }
    Ok(())
}
