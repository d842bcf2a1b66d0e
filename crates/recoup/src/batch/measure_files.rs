//! Measures a file, or all files in an archive, for a caller that grades them elsewhere.

use crate::batch::file_set::FileSet;
use crate::batch::options::BatchOptions;
use crate::sources::ReadOptions;
use crate::sources::display_names::make_distinct;
use recoup_analysis::{Athlete, FileMeasured, InvalidSetting, Policy};
use recoup_parse::FoundFile;

/// Reads a file and measures its sessions by a policy. [`measure`](crate::measure) uses the default
/// policy.
///
/// For an archive, returns the archive and all files in it. The list of a Strava export in the
/// archive (`activities.csv`) adds its entries to these files.
///
/// [`finish`](crate::finish) accepts the results for athletes with the same policy. The cache of
/// `reading` is not used. With [`BatchOptions::cancel`], fewer files may be returned.
///
/// ```
/// use recoup::{BatchOptions, FoundFile, Policy, ReadOptions};
/// let export = recoup_testkit::export::strava::export().pack();
/// let (reading, options) = (ReadOptions::new(), BatchOptions::new().threads(1));
/// let file = FoundFile::bytes("kari.zip", &export);
/// let files = recoup::measure_files(file, &Policy::default(), &reading, &options);
/// assert_eq!(files[0].file, "kari.zip");
/// assert!(files[1].file.starts_with("kari.zip!/"));
/// ```
#[must_use]
pub fn measure_files(
    file: FoundFile,
    policy: &Policy,
    reading: &ReadOptions<'_>,
    options: &BatchOptions<'_>,
) -> Vec<FileMeasured> {
    let athlete = Athlete::default().with(|athlete| athlete.policy = policy.clone());
    measured(file, &athlete, false, reading, options)
}

/// Reads and measures like [`measure_files`], but by an athlete's policy. Also grades like
/// [`measure_for`](crate::measure_for), which makes the results much smaller.
/// [`finish`](crate::finish) accepts the results only for the same settings of the athlete.
///
/// # Errors
///
/// Returns the first setting that no athlete can have ([`Athlete::check`]).
pub fn measure_files_for(
    file: FoundFile,
    athlete: &Athlete,
    reading: &ReadOptions<'_>,
    options: &BatchOptions<'_>,
) -> Result<Vec<FileMeasured>, InvalidSetting> {
    athlete.check()?;
    Ok(measured(file, athlete, true, reading, options))
}

fn measured(
    file: FoundFile,
    athlete: &Athlete,
    is_graded: bool,
    reading: &ReadOptions<'_>,
    options: &BatchOptions<'_>,
) -> Vec<FileMeasured> {
    let set = FileSet::new(vec![(file.path.clone(), vec![file])], reading);
    set.measure_all(athlete, is_graded, options)
}

/// Puts the measured files of one athlete into the order of a report, for
/// [`finish`](crate::finish). `measured` has one entry for each call of [`measure_files`], in any
/// order.
///
/// Files are sorted by name, and files in an archive follow the archive. Equal names get numbers.
///
/// ```
/// use recoup::{BatchOptions, FoundFile, Policy, ReadOptions};
/// let (reading, options) = (ReadOptions::new(), BatchOptions::new().threads(1));
/// let measured = ["b.fit", "a.fit", "b.fit"].map(|name| {
///     let file = FoundFile::bytes(name, b"broken");
///     recoup::measure_files(file, &Policy::default(), &reading, &options)
/// });
/// let files = recoup::in_report_order(measured.into());
/// let names = files.iter().map(|file| file.file.as_str());
/// assert_eq!(names.collect::<Vec<_>>(), ["a.fit", "b.fit", "b.fit (2)"]);
/// ```
#[must_use]
pub fn in_report_order(mut measured: Vec<Vec<FileMeasured>>) -> Vec<FileMeasured> {
    let first = |files: &Vec<FileMeasured>| files.first().map(|file| file.file.clone());
    // Files of equal names are sorted by content, so that the order of `measured` does not matter.
    let digest = |files: &Vec<FileMeasured>| files.first().and_then(|file| file.digest);
    measured.sort_by_cached_key(|files| (first(files), digest(files)));
    let mut files: Vec<FileMeasured> = measured.into_iter().flatten().collect();
    make_distinct(files.iter_mut().map(|file| &mut file.file));
    files
}
