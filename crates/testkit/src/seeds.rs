//! Small files for tests to damage and for fuzzers to mutate. Each file has another feature.
//!
//! The folder `fuzz/seeds/` holds these files. A fuzzer finds many inputs by itself, but rarely a
//! whole definition or the name of an element. A small file is tried more often, so the files are
//! many and small.

use crate::export::Export;
use crate::export::garmin::{Summary, daily_values, summarized_activities};
use crate::fit::{self, Layout, NonActivity};
use crate::gpx::{self, HeartRateStyle};
use crate::plans::{
    TrainingPeaksRow, fit_schedule, fit_workout, intervals_event, training_peaks,
    training_peaks_calendar, zwo,
};
use crate::raw_fit::{BYTE, ENUM, RawFit, STRING, UINT8, UINT16, UINT32};
use crate::{Leg, Run, Sport, runs, tcx};

/// Returns the folder `fuzz/seeds/`: paths with `/` between the parts, and bytes.
///
/// ```
/// let files = recoup_testkit::seeds::files();
/// assert!(files.iter().all(|(_, bytes)| bytes.len() < 8192));
/// assert!(files.iter().any(|(path, _)| path == "gpx/utf-16.gpx"));
/// ```
#[must_use]
pub fn files() -> Vec<(String, Vec<u8>)> {
    let folders = [
        ("fit", "fit", fit()),
        ("gpx", "gpx", gpx()),
        ("tcx", "tcx", tcx()),
        ("zip", "zip", zip()),
        ("athlete", "toml", athlete()),
        ("plan", "csv", plan()),
        ("activities", "csv", activities()),
        ("lists", "bin", lists()),
        ("plans", "bin", plans()),
    ];
    let of_folder = |(folder, extension, files): (&str, &str, Vec<(&str, Vec<u8>)>)| {
        let path = |(name, bytes)| (format!("{folder}/{name}.{extension}"), bytes);
        files.into_iter().map(path).collect::<Vec<_>>()
    };
    folders.into_iter().flat_map(of_folder).collect()
}

/// Returns archives, each with the name of its feature.
#[must_use]
pub fn zip() -> Vec<(&'static str, Vec<u8>)> {
    let run = || fit::encode(&run("2026-03-02T06:30:12+01:00"));
    let small = || Export::new().file("1.fit", run()).file("a/2.txt", "a note");
    let streamed = small().streamed().pack();
    let cut = streamed[..streamed.len() - 60].to_vec();
    vec![
        ("deflated", small().pack()),
        ("nested", Export::new().zip("in.zip", small()).stored_zip("stored.zip", small()).pack()),
        ("streamed", streamed),
        ("cut", cut),
    ]
}

/// Returns athlete files and lists of athletes, each with the name of its feature.
#[must_use]
pub fn athlete() -> Vec<(&'static str, Vec<u8>)> {
    const ATHLETE: &str = "name = 'Kari'\nbirth_year = 1986\nzones = 'reserve:50,62,72,82,90'\n\
        time_zone = 'Europe/Oslo'\nplan = 'plan.csv'\n[[heart_rate]]\nfrom = 2026-01-01\n\
        max_bpm = 190\nresting_bpm = 48\nthreshold_bpm = 171.5\n[policy]\nweek_start = 'sunday'\n\
        surge_pass_s = 90\nrecovery_words = ['rolig']\n";
    const LIST: &str = "[[athlete]]\nname = 'Kari'\nfolders = ['a', 'b/c']\nfile = 'kari.toml'\n\
        [[athlete]]\nfolders = ['d']\n";
    vec![("athlete", ATHLETE.into()), ("list", LIST.into())]
}

/// Returns plans, each with the name of its feature.
#[must_use]
pub fn plan() -> Vec<(&'static str, Vec<u8>)> {
    const COMMAS: &str = "date,type,min_minutes,max_minutes\n2026-03-02,Recovery jog,20,40\n\
        2026-03-03,6 x 800 m intervals,,\n2026-03-03,rest,,\n";
    const SEMICOLONS: &str = "\u{feff}Type;Date;notes\nlong;2026-03-08;\"by the lake; slowly\"\n";
    vec![("commas", COMMAS.into()), ("semicolons", SEMICOLONS.into())]
}

/// Returns lists of a Strava export.
#[must_use]
pub fn activities() -> Vec<(&'static str, Vec<u8>)> {
    const LIST: &str = "Activity ID,Activity Date,Activity Name,Activity Type,Filename,\
        Perceived Exertion\n1,\"Mar 2, 2026, 5:30:12 AM\",Morning Run,Run,activities/1.fit.gz,2\n\
        2,\"Mar 3, 2026, 5:30:12 AM\",\"A \"\"ride\"\"\",Ride,activities/2.gpx,\n";
    vec![("list", LIST.into())]
}

/// Returns lists of a Garmin account, each with the name of its feature.
#[must_use]
pub fn lists() -> Vec<(&'static str, Vec<u8>)> {
    let run = run("2026-03-02T06:30:12+01:00");
    let rated = Summary { rpe: Some(2), feel: Some(75), ..Summary::of(&run, "A \"run\"") };
    let race = Summary { begin_s: 1, event_type_id: Some(1), ..rated };
    vec![
        ("activities", summarized_activities(&[rated, race]).into()),
        ("days", daily_values(&[("2026-03-02", 47), ("2026-03-03", 48)]).into()),
        ("days-2023", daily_values(&[("Mar 2, 2023", 47)]).into()),
        ("schedule", fit_schedule(&["2026-03-02T00:00:00+01:00"])),
    ]
}

/// Returns plans of services, each with the name of its feature.
#[must_use]
pub fn plans() -> Vec<(&'static str, Vec<u8>)> {
    const REPEATED: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260302T063000Z\r\n\
        RRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=5\r\nEXDATE:20260305T063000Z\r\nDURATION:PT30M\r\n\
        SUMMARY:Recovery\r\n  run\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\n\
        RECURRENCE-ID:20260309T063000Z\r\nDTSTART:20260310T063000Z\r\nEND:VEVENT\r\n\
        END:VCALENDAR\r\n";
    let row = TrainingPeaksRow {
        title: "Recovery",
        workout_type: "Run",
        planned_h: "0.5",
        day: "2026-03-02",
        ..TrainingPeaksRow::default()
    };
    let event = intervals_event("2026-03-02", "WORKOUT", "\"Run\"", "Easy", ",\"moving_time\":9");
    vec![
        ("training-peaks", training_peaks(&[row])),
        ("intervals", format!("[{event}]").into_bytes()),
        ("calendar", training_peaks_calendar(&[("20260302", "Run: Easy", "Planned Time: 0:40")])),
        ("repeated", REPEATED.into()),
        ("zwo", zwo("Recovery", "run", 1800)),
        ("fit", fit_workout("Jog", 4, 1800)),
    ]
}

/// Returns FIT files, each with the name of its feature.
///
/// ```
/// assert!(recoup_testkit::seeds::fit().iter().any(|(name, _)| *name == "big-endian"));
/// ```
#[must_use]
pub fn fit() -> Vec<(&'static str, Vec<u8>)> {
    let run = run("2026-03-02T06:30:12+01:00");
    let file = fit::encode(&run);
    let indoors = runs::steady("2026-03-30T00:20:05+02:00", 1, 130)
        .sport(Sport::TreadmillRunning)
        .with_no_heart_rate();
    let settings = fit::encode_non_activity(NonActivity::Settings, "2026-03-02T05:00:00+01:00");
    let next = fit::encode(&self::run("2026-03-03T06:30:12+01:00"));
    let chained = [&settings[..], &file, &next].concat();
    vec![
        ("current", file.clone()),
        ("narrow", fit::encode_as(&run, Layout::Narrow)),
        ("big-endian", fit::encode_as(&run, Layout::BigEndian)),
        ("compressed-timestamps", fit::encode_as(&run, Layout::CompressedTimestamps)),
        ("indoors", fit::encode(&indoors)),
        ("settings", settings),
        (
            "monitoring",
            fit::encode_non_activity(NonActivity::Monitoring, "2026-03-02T05:00:00+01:00"),
        ),
        ("chained", chained),
        ("by-hand", by_hand()),
        ("cut", file[..file.len() * 3 / 5].to_vec()),
        ("unsized", unsized_file(&file)),
        ("wrong-checksum", altered(&file, file.len() - 1)),
        ("damaged", altered(&file, file.len() / 2)),
    ]
}

/// Returns GPX files, each with the name of its feature.
///
/// ```
/// assert!(recoup_testkit::seeds::gpx().iter().any(|(name, _)| *name == "cut"));
/// ```
#[must_use]
pub fn gpx() -> Vec<(&'static str, Vec<u8>)> {
    let run = seconds();
    let file = gpx::encode(&run, HeartRateStyle::Gpxtpx);
    let text = String::from_utf8_lossy(&file);
    let utf16 = std::iter::once('\u{feff}').chain(text.chars());
    let utf16 = utf16.collect::<String>().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin1 = text.replace("UTF-8", "ISO-8859-1").replace("Recovery", "L\u{f8}petur");
    vec![
        ("gpxtpx", file.clone()),
        ("ns3", gpx::encode(&run, HeartRateStyle::Ns3)),
        ("gpxdata", gpx::encode(&run, HeartRateStyle::Gpxdata)),
        ("bare", gpx::encode(&run, HeartRateStyle::Bare)),
        ("plain", gpx::encode_plain(&run)),
        ("utf-16", utf16),
        ("latin-1", latin1.chars().map(|c| c as u32 as u8).collect()),
        ("by-hand", GPX_BY_HAND.as_bytes().to_vec()),
        ("cut", file[..file.len() * 3 / 5].to_vec()),
        ("damaged", altered(&file, file.len() / 2)),
    ]
}

/// Returns TCX files, each with the name of its feature.
///
/// ```
/// assert!(recoup_testkit::seeds::tcx().iter().any(|(name, _)| *name == "by-hand"));
/// ```
#[must_use]
pub fn tcx() -> Vec<(&'static str, Vec<u8>)> {
    let file = tcx::encode(&seconds());
    vec![
        ("current", file.clone()),
        ("by-hand", TCX_BY_HAND.as_bytes().to_vec()),
        ("cut", file[..file.len() * 3 / 5].to_vec()),
    ]
}

/// Returns a run of five seconds, a pause, and five seconds.
fn seconds() -> Run {
    Run::starting("2026-03-02T06:30:12+01:00")
        .leg(Leg::seconds(10))
        .with_pause(5, 40)
        .named("Recovery Run")
}

/// GPX that no encoder writes: entities, sections, comments, marks of a pause, times and numbers in
/// all spellings, tracks of two sports, routes.
const GPX_BY_HAND: &str = r#"gp<?xml version='1.0'?>
<!DOCTYPE gpx [<!ENTITY e "42"> <!ENTITY f "&e;&e;"> <!ENTITY x SYSTEM "file:///dev/null">]>
<!-- <trk> -->
<g:GPX version='1.0' creator='a &amp; b' xmlns:g='u'>
<metadata><name>of the <![CDATA[<file>]]></name><desc>Evening run</desc><time>2026-03-02</time></metadata>
<wpt lat='1' lon='2'><name>here</name></wpt><rte><rtept lat='1' lon='2'/></rte>
<trk><name>Tom & Jerry &#x1F3C3; &e; &f; &x; &nbsp;</name><type>9</type><time>2026-03-02T06:00:00Z</time>
<trkseg>
<trkpt lat='59.9' lon="10.7"><ele>1<!-- -->2</ele><time> 2026-03-02T06:00:00 </time><hr>121</hr><bpm>80</bpm></trkpt>
<trkpt lon='10,7' lat=' +59.9 ' lat='1'><ele>&e;.5</ele><time>2026-03-02T07:00:01.25+01:00</time>
 <extensions><x:y><HeartRateBpm><Value>&#49;22</Value></HeartRateBpm></x:y><ele>9999</ele><power>250</power></extensions></trkpt>
<trkpt lat="100" lon="0"><time>2026-03-02T06:00:02Z</time></trkpt>
<trkpt lat="200" lon="0"><time>2026-03-02T06:00:20Z</time></trkpt>
<trkpt lat="NaN" lon="181"><ele>12 m</ele><time>20260302T060021Z</time><extensions><hr>100.00</hr><cad>84</cad><atemp>-3</atemp></extensions></trkpt>
<trkpt lat="59.91" lon="10.7"><ele/><time>2026-W10-1T06:00:22Z</time><speed>2,5</speed></trkpt>
</trkseg><trkseg/><trkseg><trkpt lat="59.92" lon="10.7"><time>2026-03-02T05:59:60Z</time><extensions><a></extensions></trkpt>
<trkpt><time>0001-01-01T00:00:00Z</time></trkpt></trkseg></trk>
<trk><type>cycling</type><trkseg><trkpt lat="59.9" lon="10.7"><time>2026-03-02T23:00:00Z</time><distance>1e3</distance></trkpt></trkseg></trk>
</g:GPX>
more<?xml version='1.0'?><gpx><trk><trkseg><trkpt lat="1" lon="2"><time>2026-03-02T06:30:00Z</time></trkpt></trkseg></trk></gpx>
"#;

/// TCX that no encoder writes: two sports, a lap without a point, a course, heart rates in all
/// spellings.
const TCX_BY_HAND: &str = r#"<TrainingCenterDatabase><Folders/>
<Activities><MultiSportSession><Id>2026-03-02T06:00:00Z</Id><FirstSport><Activity Sport="Biking"><Id>2026-03-02T06:00:00Z</Id>
<Lap StartTime="2026-03-02T06:00:00Z"><TotalTimeSeconds>1.5</TotalTimeSeconds><DistanceMeters>10,5</DistanceMeters></Lap>
</Activity></FirstSport><NextSport><Transition StartTime="2026-03-02T06:10:00Z"/><Activity Sport="Other"><Notes>Morning &amp; run</Notes>
<Lap StartTime="x"><TotalTimeSeconds>-1</TotalTimeSeconds><MaximumHeartRateBpm><Value>150</Value></MaximumHeartRateBpm>
<Track><Trackpoint><Time>2026-03-02T06:11:00Z</Time><HeartRateBpm><Value> 121 </Value></HeartRateBpm><Cadence>84</Cadence></Trackpoint>
<Trackpoint><Time>2026-03-02T06:11:01Z</Time><HeartRateBpm>122</HeartRateBpm><Position><LatitudeDegrees>180</LatitudeDegrees><LongitudeDegrees>180</LongitudeDegrees></Position></Trackpoint>
</Track><Track><Trackpoint><AltitudeMeters>5</AltitudeMeters></Trackpoint>
<Trackpoint><Time>2026-03-02T06:12:00Z</Time><Extensions><TPX xmlns="u"><Speed>2.5</Speed><RunCadence>85</RunCadence><Watts>200</Watts></TPX></Extensions></Trackpoint>
</Track></Lap><Training><Plan><Name>Recovery</Name></Plan></Training><Creator><Name>a watch</Name><UnitId>1</UnitId></Creator></Activity></NextSport></MultiSportSession></Activities>
<Courses><Course><Lap><TotalTimeSeconds>9</TotalTimeSeconds></Lap><Track><Trackpoint><Time>2026-03-02T06:00:00Z</Time></Trackpoint></Track></Course></Courses>
</TrainingCenterDatabase>
"#;

/// Returns a run of half a minute, a pause, and half a minute.
fn run(start: &str) -> Run {
    Run::starting(start)
        .leg(Leg::minutes(1))
        .with_pause(30, 40)
        .named("Recovery Run")
        .rpe(2)
        .feel(75)
}

/// Returns a file whose writer lost power before it wrote the size and the checksum.
fn unsized_file(file: &[u8]) -> Vec<u8> {
    let mut bytes = file[..file.len() - 2].to_vec();
    bytes[4..8].fill(0);
    bytes
}

fn altered(file: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = file.to_vec();
    bytes[at] ^= 0xFF;
    bytes
}

/// Returns a FIT file that the encoder does not write: two sessions, developer fields, speed and
/// distance in three bytes, beats that a strap stored.
fn by_hand() -> Vec<u8> {
    /// 2026-03-02T05:30:12Z, in seconds since the FIT epoch.
    const START: u32 = 1_141_363_812;
    let at = |seconds: u32| (START + seconds).to_le_bytes();
    let session = |start: u32, index: u8, sport: u8| {
        [&at(start + 10)[..], &[index, 0], &at(start), &[sport], &10_000_u32.to_le_bytes()].concat()
    };
    RawFit::new()
        .definition(0, 0, &[(0, 1, ENUM), (1, 2, UINT16), (8, 6, STRING)])
        .data(0, &[&[4, 1, 0][..], b"watch\0"].concat())
        // developer_data_id and field_description: "watts" of type uint16.
        .definition(1, 207, &[(3, 1, UINT8)])
        .data(1, &[0])
        .definition(1, 206, &[(0, 1, UINT8), (1, 1, UINT8), (2, 1, UINT8), (3, 6, STRING)])
        .data(1, &[&[0, 7, UINT16][..], b"watts\0"].concat())
        // Records of timestamp, heart rate and packed speed and distance, with a developer field.
        .raw(&[0x60 | 2, 0, 0, 20, 0, 3, 253, 4, UINT32, 3, 1, UINT8, 8, 3, BYTE, 1, 7, 2, 0])
        .data(2, &[&at(0)[..], &[120, 0x04, 0x81, 0x02, 200, 0]].concat())
        .data(2, &[&at(1)[..], &[121, 0x04, 0xB1, 0x02, 210, 0]].concat())
        // Records without a field, with the time in the header: 5 bits of the time, and local
        // message 3.
        .definition(3, 20, &[])
        .raw(&[0x80 | 3 << 5 | 6, 0x80 | 3 << 5 | 7])
        .data(2, &[&at(20)[..], &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]].concat())
        // hr: the full time and the strap's clock, then two beats in three bytes.
        .definition(4, 132, &[(253, 4, UINT32), (9, 4, UINT32), (6, 1, UINT8)])
        .data(4, &[&at(20)[..], &4096_u32.to_le_bytes(), &[122]].concat())
        .definition(4, 132, &[(10, 3, BYTE), (6, 2, UINT8)])
        .data(4, &[0x00, 0x04, 0x80, 123, 124])
        // Sessions: end, index, start, sport (running, cycling), elapsed ms.
        .definition(
            5,
            18,
            &[(253, 4, UINT32), (254, 2, UINT16), (2, 4, UINT32), (5, 1, ENUM), (7, 4, UINT32)],
        )
        .data(5, &session(0, 0, 1))
        .data(5, &session(15, 1, 2))
        .to_bytes()
}
