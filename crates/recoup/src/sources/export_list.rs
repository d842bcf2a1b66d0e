//! Lists in the exports of accounts, and the activities that they describe.

use crate::cache::{Cache, bytes_of};
use crate::sources::display_names::without_addresses;
use crate::sources::{ReadOptions, Source};
use jiff::tz::TimeZone;
use recoup_analysis::calendar::{Coordinates, local_time};
use recoup_analysis::wording::counted;
use recoup_model::{Activity, Diagnostic, PlannedWorkout};
use recoup_parse::{
    ActivitySummaries, Error, ExportEntry, ExportIndex, ExportList, FoundFile, Limits,
    PlanContents, RestingHeartRates, WorkoutSchedule,
};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// File name of the list in a Strava export.
pub(crate) const NAME: &str = "activities.csv";
/// Folder in the export of a Garmin account that contains all others.
pub(crate) const GARMIN_FOLDER: &str = "DI_CONNECT";
/// Folders of the lists below [`GARMIN_FOLDER`].
const GARMIN_LISTS: [&str; 3] = ["DI-Connect-Fitness", "DI-Connect-Aggregator", "DI-Connect-User"];

/// Lists of exports.
///
/// Strava's list names files relative to its folder. The members of an archive lie in a folder
/// called `export.zip!`. Garmin's lists name activities by their start, and days by their date, so
/// they apply to all files of the athlete.
#[derive(Debug, Default)]
pub(crate) struct ExportLists {
    by_folder: HashMap<PathBuf, (PathBuf, NamedList<ExportIndex>)>,
    summaries: BTreeMap<PathBuf, NamedList<ActivitySummaries>>,
    resting: BTreeMap<PathBuf, NamedList<RestingHeartRates>>,
    schedules: BTreeMap<PathBuf, WorkoutSchedule>,
    /// Lists of which nothing could be read.
    damaged: BTreeMap<PathBuf, Error>,
}

/// A list, and the file name that reasons show.
#[derive(Debug)]
struct NamedList<L> {
    file: String,
    list: L,
}

impl ExportLists {
    /// Returns the paths of the lists for a single file on the disk: Strava's list one folder above
    /// the file, or Garmin's lists in the export that contains the file.
    pub(crate) fn places_for(file: &Path) -> Vec<PathBuf> {
        let strava = file.parent().and_then(Path::parent).map(|folder| folder.join(NAME));
        let mut places: Vec<PathBuf> = strava.into_iter().filter(|place| place.is_file()).collect();
        let is_export = |folder: &&Path| folder.file_name().is_some_and(|it| it == GARMIN_FOLDER);
        if let Some(export) = file.ancestors().skip(1).find(is_export) {
            for folder in GARMIN_LISTS {
                let entries = std::fs::read_dir(export.join(folder));
                places.extend(entries.into_iter().flatten().flatten().map(|entry| entry.path()));
            }
        }
        places
    }

    /// Reads the lists among some files.
    pub(crate) fn among(sources: &[Source], reading: &ReadOptions<'_>) -> Self {
        let mut lists = Self::default();
        lists.add(sources, reading.used_cache(), reading.keep_addresses, &reading.limits);
        lists
    }

    /// Adds the lists among some files. A list that cannot be read, or another CSV of that name,
    /// is later read like any other file, and its record has the reason.
    pub(crate) fn add(
        &mut self,
        sources: &[Source],
        cache: Option<&Cache>,
        keep_addresses: bool,
        limits: &Limits,
    ) {
        for source in sources {
            if source.found.error.is_some() || source.found.aside.is_some() {
                continue;
            }
            let place = source.found.place();
            let Some(file) = place.file_name().and_then(|name| name.to_str()) else { continue };
            let head = || head(&source.found);
            if !source.can_be_list() || !ExportList::could_be(&place, head) {
                continue;
            }
            let Some(folder) = place.parent().filter(|_| !self.has(&place)) else { continue };
            let file = if keep_addresses { file.to_owned() } else { without_addresses(file) };
            let list = match source.list(cache, limits) {
                Ok(list) => list,
                Err(error) => {
                    self.damaged.insert(place, error);
                    continue;
                }
            };
            match list {
                Some(ExportList::Files(list)) => {
                    let folder = folder.to_owned();
                    self.by_folder.entry(folder).or_insert((place, NamedList { file, list }));
                }
                Some(ExportList::Summaries(list)) => {
                    self.summaries.insert(place, NamedList { file, list });
                }
                Some(ExportList::Resting(list)) => {
                    self.resting.insert(place, NamedList { file, list });
                }
                Some(ExportList::Schedule(list)) => {
                    self.schedules.insert(place, list);
                }
                Some(_) | None => {}
            }
        }
    }

    fn has(&self, place: &Path) -> bool {
        self.summaries.contains_key(place)
            || self.resting.contains_key(place)
            || self.schedules.contains_key(place)
            || place.parent().is_some_and(|folder| self.by_folder.contains_key(folder))
                && place.file_name().is_some_and(|name| name.eq_ignore_ascii_case(NAME))
    }

    /// Describes the list at a path for the report, with its damage; [`None`] if there is no list.
    pub(crate) fn at(&self, place: &Path) -> Option<(String, Option<&Diagnostic>)> {
        if let Some(NamedList { list, .. }) = self.summaries.get(place) {
            let (listed, rated) = (list.activities(), list.rated());
            let text =
                format!("Garmin's list of activities: {listed} listed, {rated} with a rating");
            return Some((text, list.damage()));
        }
        if let Some(NamedList { list, .. }) = self.resting.get(place) {
            let text = format!("Garmin's resting heart rates of {}", counted(list.days(), "day"));
            return Some((text, list.damage()));
        }
        if let Some(list) = self.schedules.get(place) {
            let text = format!("the calendar of a watch: {}", counted(list.days(), "workout"));
            return Some((text, None));
        }
        let (own_place, NamedList { list, .. }) = self.by_folder.get(place.parent()?)?;
        if own_place != place {
            return None;
        }
        let unread = match list.unread_rows() {
            0 => String::new(),
            rows => format!(", {} could not be read", counted(rows, "row")),
        };
        let files = counted(list.files(), "file");
        Some((format!("Strava's list of activities: {files} named{unread}"), None))
    }

    /// Returns the error of a list of which nothing could be read.
    pub(crate) fn error_at(&self, place: &Path) -> Option<&Error> {
        self.damaged.get(place)
    }

    /// Returns the nearest list that names a file, and the name in that list.
    fn of(&self, place: &Path) -> Option<(String, &NamedList<ExportIndex>)> {
        if self.by_folder.is_empty() {
            return None;
        }
        place.ancestors().skip(1).find_map(|folder| {
            let (_, named) = self.by_folder.get(folder)?;
            let parts = place.strip_prefix(folder).ok()?.iter().map(|part| part.to_str());
            let name = parts.collect::<Option<Vec<_>>>()?.join("/");
            (!named.list.get(&name).is_empty()).then_some((name, named))
        })
    }

    /// Returns everything in the lists that the result of a file can depend on, for the key of a
    /// cache.
    pub(crate) fn key_of(&self, place: &Path) -> Vec<u8> {
        let entries = self.of(place).map(|(name, named)| bytes_of(&named.list.get(&name)));
        entries.unwrap_or_default()
    }

    /// Returns the lists that apply to all files, for the key of a cache; empty without such lists.
    pub(crate) fn shared_key(&self) -> Vec<u8> {
        if self.summaries.is_empty() && self.resting.is_empty() && self.schedules.is_empty() {
            return Vec::new();
        }
        let summaries = self.summaries.values().map(|named| (&named.file, &named.list));
        let resting = self.resting.values().map(|named| &named.list);
        let schedules: Vec<&WorkoutSchedule> = self.schedules.values().collect();
        bytes_of(&(summaries.collect::<Vec<_>>(), resting.collect::<Vec<_>>(), schedules))
    }

    /// Gives FIT workouts the days that the calendar of a watch has for them.
    pub(crate) fn date(&self, plan: Option<&mut PlanContents>) {
        let Some(plan) = plan.filter(|_| !self.schedules.is_empty()) else { return };
        let dated = |workout: &PlannedWorkout| -> Vec<PlannedWorkout> {
            self.schedules.values().flat_map(|schedule| schedule.dated(workout)).collect()
        };
        let days: Vec<PlannedWorkout> = plan.workouts.iter().flat_map(dated).collect();
        if !days.is_empty() {
            plan.workouts = days;
        }
    }

    /// Adds the values in the lists to the activities of a file.
    ///
    /// An activity that no list names by its file gets the values of Garmin's list, if a row has its
    /// start and length. `zone` is the athlete's time zone, for activities whose local time nothing
    /// else shows.
    pub(crate) fn apply(&self, place: &Path, activities: &mut [Activity], zone: Option<&TimeZone>) {
        if let Some((name, named)) = self.of(place) {
            named.list.apply(&name, activities, &named.file);
        }
        for activity in activities {
            if activity.listed.is_none()
                && let Some((entry, file)) = self.summary(place, activity)
            {
                entry.apply(activity, &file);
            }
            if !self.resting.is_empty() {
                activity.measured_resting_bpm = self.resting_bpm(activity, zone);
            }
        }
    }

    /// Finds the entry of an activity in Garmin's lists: in the list with the most folders in common
    /// with the file. [`None`] if two such lists say different things.
    fn summary(&self, place: &Path, activity: &Activity) -> Option<(ExportEntry, String)> {
        let in_common = |list: &Path| {
            list.components().zip(place.components()).take_while(|(one, two)| one == two).count()
        };
        let found = self.summaries.iter().filter_map(|(list, named)| {
            Some((in_common(list), named.list.find(activity)?, &named.file))
        });
        let found: Vec<(usize, &ExportEntry, &String)> = found.collect();
        let nearest = found.iter().map(|(common, ..)| *common).max()?;
        let mut near = found.into_iter().filter(|(common, ..)| *common == nearest);
        let (_, entry, file) = near.next()?;
        near.all(|(_, other, _)| other == entry).then(|| (entry.clone(), file.clone()))
    }

    /// Returns the measured resting heart rate of the local day on which an activity starts.
    fn resting_bpm(&self, activity: &Activity, zone: Option<&TimeZone>) -> Option<f64> {
        let place = Coordinates::first_of(&activity.samples);
        let offset_min = activity.utc_offset_min;
        let (local, _) = local_time(activity.start_ms?, offset_min, place, zone)?;
        let date = local.date();
        self.resting
            .values()
            .rev()
            .find_map(|named| named.list.on(date.year(), date.month(), date.day()))
    }
}

fn head(found: &FoundFile) -> Option<Vec<u8>> {
    recoup_parse::contained(|| found.head(ExportList::HEAD_BYTES)).and_then(Result::ok)
}
