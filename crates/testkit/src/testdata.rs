//! Declaration of the folder `testdata/`: five weeks of one runner, as in an account's export.
//!
//! The folder has three uses. A first `recoup report testdata` reads it, the tests of the commands
//! run on it, and a reader of the project opens it to see what the verdicts mean. Each file
//! therefore shows one thing. The README of the folder, which is generated here as well, states the
//! expected results.
//!
//! The expectations are worked out by hand from the rules, with recoup's default zones (Zone 1 is
//! 68 to 73 % of the highest heart rate, 190: up to 138.7 beats a minute). The expectations are
//! prose for people. The tests of the analysis check the same rules in numbers.

use std::fmt::Write;

use crate::fit::{self, NonActivity};
use crate::gpx::{self, HeartRateStyle};
use crate::run::{Device, Leg, Recording, Run, Sport};
use crate::strava::{self, Row};
use crate::{gzip, never_fails, runs, tcx};

/// One file of the folder.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Path in the folder, with `/` between the parts.
    pub path: &'static str,
    /// Run in the file, if it holds one.
    pub run: Option<Run>,
    /// Description of the file.
    pub what: &'static str,
    /// Expected result.
    pub expect: &'static str,
    /// Bytes of the file.
    pub bytes: Vec<u8>,
}

impl Entry {
    fn run(path: &'static str, run: Run, what: &'static str, expect: &'static str) -> Self {
        let bytes = fit::encode(&run);
        Self { path, run: Some(run), what, expect, bytes }
    }

    fn other(path: &'static str, what: &'static str, expect: &'static str, bytes: Vec<u8>) -> Self {
        Self { path, run: None, what, expect, bytes }
    }

    /// Returns the same entry with other bytes than the plain FIT file of its run.
    fn holding(self, bytes: impl FnOnce(&Run) -> Vec<u8>) -> Self {
        let bytes = self.run.as_ref().map(bytes).unwrap_or_default();
        Self { bytes, ..self }
    }
}

/// Returns the whole folder with its README: paths with `/` between the parts, and bytes.
///
/// ```
/// let files = recoup_testkit::testdata::files();
/// assert!(files.iter().any(|(path, _)| path == "README.md"));
/// ```
#[must_use]
pub fn files() -> Vec<(String, Vec<u8>)> {
    let entries = entries();
    let readme = readme(&entries);
    let mut files = vec![("README.md".to_owned(), readme.into_bytes())];
    files.extend(entries.into_iter().map(|entry| (entry.path.to_owned(), entry.bytes)));
    files
}

/// Returns the entries of the folder in order of time, without the README.
///
/// ```
/// use recoup_testkit::testdata;
///
/// let entries = testdata::entries();
/// let first = entries.iter().find_map(|entry| entry.run.as_ref());
/// assert_eq!(first.map(|run| run.start().local()).as_deref(), Some("2026-03-02 06:30:12 +01:00"));
/// ```
#[must_use]
pub fn entries() -> Vec<Entry> {
    let mut entries = first_week();
    entries.extend(second_week());
    entries.extend(fourth_week());
    entries.extend(fifth_week());
    entries.extend(no_activities());
    entries
}

fn first_week() -> Vec<Entry> {
    vec![
        Entry::run(
            "activities/2026-03-02-063012.fit",
            runs::recovery("2026-03-02T06:30:12+01:00", 35).named("Recovery Run").rpe(2).feel(75),
            "A run with the name Recovery Run, and with ratings. One sample a second.",
            "A, recovery run, meant as recovery by its name. It is never above 135 bpm, on level \
             ground, with RPE 2.",
        ),
        Entry::run(
            "activities/2026-03-03-174500.fit",
            runs::intervals("2026-03-03T17:45:00+01:00", 5)
                .named("5 x 4 min")
                .recording(Recording::Smart)
                .training_effect_tenths(38, 21)
                .rpe(8)
                .feel(50),
            "Five times four minutes in Zone 4. Smart recording.",
            "F, not a recovery run, and not meant as one. A hard session: 18 min in Zone 4, \
             training effect 3.8, RPE 8. Intensity fails (20 % at or below Zone 1), effort felt \
             fails (RPE 8), duration is a warning (57 min).",
        ),
        Entry::run(
            "activities/2026-03-04-070533.fit.gz",
            runs::recovery("2026-03-04T07:05:33+01:00", 32),
            "A recovery run without a name, on the morning after a hard session. Compressed.",
            "A, recovery run, 12 hours after a hard session. It does not count as meant as \
             recovery, because it has no name.",
        )
        .holding(|run| gzip(&fit::encode(run))),
        Entry::run(
            "activities/2026-03-05-181020.fit",
            Run::starting("2026-03-05T18:10:20+01:00")
                .leg(Leg::minutes(5).heart_rate(136).speed_mm_s(2700))
                .leg(Leg::minutes(39).heart_rate(146).speed_mm_s(2900))
                .recording(Recording::Smart),
            "An easy run in Zone 2, as long as a recovery run. Smart recording.",
            "D, not a recovery run: 11 % at or below Zone 1. It was not meant as recovery.",
        ),
        Entry::run(
            "activities/2026-03-08-093005.fit",
            Run::starting("2026-03-08T09:30:05+01:00")
                .leg(Leg::minutes(10).heart_rate(134).speed_mm_s(2700))
                .leg(Leg::minutes(60).heart_rate(143).speed_mm_s(2800))
                .leg(Leg::minutes(30).heart_rate(148).speed_mm_s(2800))
                .recording(Recording::Smart),
            "The long run of the week. Smart recording.",
            "F, not a recovery run: 10 % at or below Zone 1, and 100 min. A long run is a hard \
             session.",
        ),
    ]
}

fn second_week() -> Vec<Entry> {
    vec![
        Entry::run(
            "activities/2026-03-09-064041.fit",
            runs::recovery("2026-03-09T06:40:41+01:00", 50).recording(Recording::Smart),
            "A run as gentle as a recovery run, but longer. Smart recording.",
            "B, nearly: 50 min is over 45 min.",
        ),
        Entry::run(
            "activities/2026-03-11-063510.fit",
            Run::starting("2026-03-11T06:35:10+01:00")
                .leg(Leg::minutes(5).heart_rate(136).speed_mm_s(2700))
                .leg(Leg::minutes(17).heart_rate(149).speed_mm_s(2900))
                .leg(Leg::minutes(18).heart_rate(156).speed_mm_s(3000).cadence(84))
                .named("Recovery jog")
                .recording(Recording::Smart),
            "A run in Zones 2 and 3 with the name recovery jog. Smart recording.",
            "D, not a recovery run, but meant as recovery by its name: 13 % at or below Zone 1.",
        ),
        Entry::run(
            "activities/2026-03-12-180000.fit",
            runs::recovery("2026-03-12T18:00:00+01:00", 30)
                .with_no_heart_rate()
                .recording(Recording::Smart)
                .rpe(2),
            "A gentle run without a heart-rate strap, rated afterwards. Smart recording.",
            "A, recovery run by the effort felt alone (RPE 2, basis `rpe`), because there is no \
             heart rate.",
        ),
        Entry::run(
            "activities/2026-03-14-100230.fit",
            Run::starting("2026-03-14T10:02:30+01:00")
                .leg(Leg::minutes(60).heart_rate(126).speed_mm_s(6900))
                .sport(Sport::Cycling)
                .recording(Recording::Smart),
            "A ride. Smart recording.",
            "Not a run: recoup lists it and does not grade it.",
        ),
        Entry::run(
            "activities/2026-03-15-100000.fit",
            runs::hilly("2026-03-15T10:00:00+01:00", 3).sport(Sport::TrailRunning),
            "A trail run with three hills of 12 m at 6 %. Each hill drives the heart rate to 157 \
             bpm.",
            "D, not a recovery run. Terrain fails (three effort spikes). Intensity is a warning \
             (87 % at or below Zone 1, longest surge 103 s).",
        ),
    ]
}

fn fourth_week() -> Vec<Entry> {
    let crossings = runs::recovery("2026-03-24T06:30:40+01:00", 30)
        .named("Morning recovery")
        .with_pause(400, 75)
        .with_pause(1130, 140);
    let hurry = Leg::seconds(80).heart_rate(146).speed_mm_s(3300);
    let hurried = Run::starting("2026-03-27T06:33:00+01:00")
        .leg(Leg::minutes(4).heart_rate(120).speed_mm_s(2400))
        .leg(Leg::minutes(8))
        .leg(hurry)
        .leg(Leg::minutes(12))
        .leg(hurry)
        .leg(Leg::seconds(260))
        .leg(Leg::minutes(5).heart_rate(127).speed_mm_s(2500))
        .recording(Recording::Smart);
    vec![
        Entry::run(
            "activities/2026-03-24-063040.fit",
            crossings.clone(),
            "A recovery run with two pauses at crossings, of 75 and 140 s. The elapsed time is \
             33:35.",
            "A, recovery run, meant as recovery by its name. 30:00 of timer time in three \
             stretches.",
        ),
        Entry::run(
            "strava/activities/13780021934.gpx.gz",
            crossings,
            "The same run, as another service exports it. Compressed GPX.",
            "A duplicate of the FIT file: the same time and distance. FIT comes before GPX.",
        )
        .holding(|run| gzip(&gpx::encode(run, HeartRateStyle::Gpxtpx))),
        Entry::run(
            "strava/activities/13801447720.gpx",
            Run::starting("2026-03-26T06:25:00+01:00")
                .leg(Leg::minutes(4).heart_rate(116).speed_mm_s(2300))
                .leg(Leg::minutes(16).heart_rate(123).speed_mm_s(2500))
                .leg(Leg::minutes(4).heart_rate(119).speed_mm_s(2400))
                .named("Morning Run")
                .recording(Recording::Smart),
            "A recovery run that exists only as GPX, with the heart rate in an extension. Smart \
             recording.",
            "A, recovery run, meant as recovery by the name that the athlete gave it in the \
             service. It is never above 126 bpm. Alone and without `--max-hr`, recoup cannot tell, \
             because GPX has no maximum heart rate.",
        )
        .holding(|run| gpx::encode(run, HeartRateStyle::Gpxtpx)),
        Entry::run(
            "activities/2026-03-27-063300.fit",
            hurried.clone(),
            "A recovery run in which the runner hurries twice, for 80 s. Smart recording.",
            "B, nearly: 93 % at or below Zone 1, longest surge about 80 s. A faster pace causes \
             both surges.",
        ),
        Entry::run(
            "strava/activities/13814460127.tcx.gz",
            hurried,
            "The same run, as another service exports it. Compressed TCX.",
            "A duplicate of the FIT file.",
        )
        .holding(|run| gzip(&tcx::encode(run))),
        Entry::run(
            "activities/2026-03-28-090015.fit",
            runs::recovery("2026-03-28T09:00:15+01:00", 33)
                .named("Recovery Run")
                .with_dead_strap()
                .recording(Recording::Smart),
            "A run called a recovery run, with a dead strap: the heart rate is 0 in every sample. \
             Smart recording.",
            "Cannot tell, because there is no heart rate and no rating. Meant as recovery by its \
             name. A heart rate of 0 is not a perfect recovery.",
        ),
    ]
}

fn fifth_week() -> Vec<Entry> {
    vec![
        Entry::run(
            "activities/2026-03-30-002005.fit",
            runs::treadmill("2026-03-30T00:20:05+02:00", 30).rpe(1),
            "A recovery run on a treadmill that starts at 00:20 on a Monday.",
            "A, recovery run: indoors there is no terrain to judge, and RPE is 1. It belongs to \
             the week of that Monday, although the start is on Sunday in UTC.",
        ),
        Entry::run(
            "activities/2026-04-01-180012.fit",
            Run::starting("2026-04-01T18:00:12+02:00")
                .leg(Leg::minutes(12).heart_rate(134).speed_mm_s(2800))
                .leg(Leg::minutes(20).heart_rate(173).wobble(2).speed_mm_s(4000).cadence(93))
                .leg(Leg::minutes(10).heart_rate(132))
                .named("Tempo 20 min")
                .recording(Recording::Smart)
                .training_effect_tenths(36, 4)
                .rpe(7),
            "Twenty minutes at threshold. Smart recording.",
            "F, not a recovery run, and not meant as one. A hard session: 19 min in Zone 4, \
             training effect 3.6, RPE 7. Intensity fails (50 % at or below Zone 1), effort felt \
             fails (RPE 7).",
        ),
        Entry::run(
            "activities/2026-04-02-064530.fit",
            runs::recovery("2026-04-02T06:45:30+02:00", 30)
                .named("Recovery Run")
                .device(Device::SECOND_WATCH)
                .recording(Recording::Smart)
                .rpe(5)
                .feel(25),
            "A run with a gentle heart rate that felt hard. Another watch, 16-bit fields, smart \
             recording.",
            "D, not a recovery run, but meant as recovery by its name: effort felt fails (RPE 5). \
             With a feel of 25, the advice is full rest.",
        )
        .holding(|run| fit::encode_as(run, fit::Layout::Narrow)),
        Entry::run(
            "activities/2026-04-04-073020.fit",
            runs::recovery("2026-04-04T07:30:20+02:00", 40),
            "A recovery run of 40 min. Its file is cut after three fifths.",
            "A, recovery run, marked partial: the file has the first 24 min and no totals of the \
             session.",
        )
        .holding(|run| {
            let mut bytes = fit::encode(run);
            bytes.truncate(bytes.len() * 3 / 5);
            bytes
        }),
    ]
}

fn no_activities() -> Vec<Entry> {
    let written = "2026-03-02T05:00:00+01:00";
    vec![
        Entry::other(
            "strava/activities.csv",
            "The service's list of its files, with the athlete's edits: the GPX run has the name \
             and the mark of a recovery run.",
            "Skipped as a file. Its edits count for the files that it names.",
            strava::activities_csv(&strava::ENGLISH, &STRAVA),
        ),
        Entry::other(
            "settings/Settings.fit",
            "The watch's settings.",
            "Not an activity.",
            fit::encode_non_activity(NonActivity::Settings, written),
        ),
        Entry::other(
            "monitoring/M3250000.fit",
            "Heart rates of a night.",
            "Not an activity.",
            fit::encode_non_activity(NonActivity::Monitoring, written),
        ),
        Entry::other(
            "notes.txt",
            "The runner's notes.",
            "Skipped: not a FIT, GPX or TCX file.",
            NOTES.as_bytes().to_vec(),
        ),
    ]
}

/// Rows of the Strava list: the athlete's edits of the files. The last row was entered by hand.
const STRAVA: [Row<'_>; 4] = [
    Row {
        number: 17_804_553_101,
        date: "Mar 24, 2026, 5:30:40 AM",
        name: "Morning recovery",
        activity_type: "Run",
        description: "",
        elapsed_s: 2015,
        distance_m: 4600,
        file: "activities/13780021934.gpx.gz",
        exertion: None,
        media: "",
        flags: &["Recovery"],
    },
    Row {
        number: 17_826_119_847,
        date: "Mar 26, 2026, 5:25:00 AM",
        name: "Recovery along Akerselva, nothing more",
        activity_type: "Run",
        description: "Legs still heavy.\nShoes: the old \"grey\" ones",
        elapsed_s: 1440,
        distance_m: 3530,
        file: "activities/13801447720.gpx",
        exertion: None,
        media: "",
        flags: &["Recovery"],
    },
    Row {
        number: 17_839_204_466,
        date: "Mar 27, 2026, 5:33:00 AM",
        name: "Morning Run",
        activity_type: "Run",
        description: "",
        elapsed_s: 2160,
        distance_m: 5650,
        file: "activities/13814460127.tcx.gz",
        exertion: None,
        media: "",
        flags: &[],
    },
    Row {
        number: 17_840_733_915,
        date: "Mar 27, 2026, 5:00:00 PM",
        name: "Evening Yoga",
        activity_type: "Yoga",
        description: "",
        elapsed_s: 1800,
        distance_m: 0,
        file: "",
        exertion: None,
        media: "",
        flags: &[],
    },
];

const NOTES: &str = "\
2 March   New plan: three recovery runs a week, no more chasing numbers on them.
16 March  A cold. No running this week.
28 March  The strap shows nothing. New battery.
";

const INTRODUCTION: &str = "\
# testdata

The folder holds five weeks of one runner in Oslo, in the form of an account's export: 2 March to
5 April 2026. Summer time begins on 29 March. The maximum heart rate in the watch is 190 bpm. Nobody
ran these runs. `crates/testkit` makes the files. It declares runs, and encodes them with libraries
that are not part of recoup. To make the files again:

    cargo run -p recoup-testkit --example regenerate

The expected results are worked out by hand from the rules, with `--max-hr 190` and the default
zones. Zone 1 is 68 to 73 % of the maximum heart rate, 129.2 to 138.7 bpm, and only its top counts.
A to F are recoup's grades. Timer time and distance are the watch's own.

| file | start | timer time | km | content | expected result |
|---|---|---|---|---|---|
";

const WEEKS: &str = "
| ISO week | runs | recovery runs | others |
|---|---|---|---|
| 2026-W10 | 5 | 2 | 1 easy run, 1 long run, 1 hard run |
| 2026-W11 | 4 | 1, by the effort felt | 1 nearly, 1 missed, 1 over hills; the ride is not a run |
| 2026-W12 | 0 | 0 | no files; the week still has a row |
| 2026-W13 | 4 | 2 | 1 nearly, 1 cannot tell; the two duplicates do not count |
| 2026-W14 | 4 | 2 | 1 missed, 1 hard run |
";

fn readme(entries: &[Entry]) -> String {
    let mut text = INTRODUCTION.to_owned();
    for Entry { path, run, what, expect, .. } in entries {
        let (started, timer, km) = run.as_ref().map(facts).unwrap_or_default();
        let row = format_args!("| `{path}` | {started} | {timer} | {km} | {what} | {expect} |");
        never_fails(writeln!(text, "{row}"));
    }
    text + WEEKS
}

/// Returns the start of the run, the timer time and the distance, as text.
fn facts(run: &Run) -> (String, String, String) {
    let totals = run.totals();
    let (minutes, seconds) = (totals.timer_s / 60, totals.timer_s % 60);
    let decametres = (totals.distance_cm + 500) / 1000;
    (
        run.start().local(),
        format!("{minutes}:{seconds:02}"),
        format!("{}.{:02}", decametres / 100, decametres % 100),
    )
}
