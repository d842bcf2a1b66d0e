//! List of a Strava export, with the oddities of real lists.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_model::{Activity, FileFormat, Sport, SportBasis, Tag};
use recoup_parse::{ErrorKind, ExportEntry, ExportIndex, ExportList, FoundFile, Limits};
use recoup_testkit::strava::{ENGLISH, GERMAN, Row, activities_csv};

const RUN: Row<'_> = Row {
    number: 13_801_447_720,
    date: "Mar 26, 2026, 5:25:00 AM",
    name: "Along the river",
    activity_type: "Run",
    description: "",
    elapsed_s: 1800,
    distance_m: 5120,
    file: "activities/14736.gpx.gz",
    exertion: None,
    media: "",
    flags: &[],
};

/// File name of the list.
const LIST: &str = "activities.csv";

fn index(csv: &[u8]) -> ExportIndex {
    ExportIndex::from_csv(csv).unwrap()
}

/// Returns the entry of a list with one row.
fn entry(row: Row<'_>) -> ExportEntry {
    index(&activities_csv(&ENGLISH, &[row])).get(row.file)[0].clone()
}

#[test]
fn a_row_by_hand() {
    let list = "Activity ID,Activity Date,Activity Name,Activity Type,Filename,Perceived Exertion\n\
                1,\"Mar 2, 2026, 5:30:12 AM\",Easy,Trail Run,activities/2.fit.gz,3.0\n";
    let index = index(list.as_bytes());
    assert_eq!((index.files(), index.unread_rows()), (1, 0));
    let mut expected = ExportEntry::default();
    expected.name = Some("Easy".to_owned());
    expected.activity_type = Some("Trail Run".to_owned());
    expected.sport = Some(Sport::Running);
    expected.sub_sport = Some("trail".to_owned());
    expected.rpe = Some(3.0);
    assert_eq!(index.get("activities/2.fit.gz"), std::slice::from_ref(&expected));
    // The decompressed file is the same file.
    assert_eq!(index.get("activities/2.fit"), [expected]);
    // A file has a single name in the list.
    assert_eq!(index.get("2.fit.gz"), []);
    assert_eq!(index.get("activities/1.fit.gz"), []);
}

#[test]
fn flags_by_their_headers() {
    assert_eq!(entry(RUN).tags, []);
    assert_eq!(entry(Row { flags: &["Commute"], ..RUN }).tags, [Tag::Commute]);
    assert_eq!(entry(Row { flags: &["Competition", "With Pet"], ..RUN }).tags, [Tag::Race]);
    let both = Row { flags: &["Long Run", "Recovery"], ..RUN };
    assert_eq!(entry(both).tags, [Tag::Recovery, Tag::LongRun]);
    let german = index(&activities_csv(&GERMAN, &[both]));
    assert_eq!(german.get(RUN.file)[0].tags, [Tag::Recovery, Tag::LongRun]);
    // The first of two columns with the same name is read.
    let twice = "Activity ID,Date,Name,Type,Filename,Commute,Commute\n\
                 1,,,Run,activities/1.fit,true,0.0\n2,,,Run,activities/2.fit,false,1.0\n";
    let twice = index(twice.as_bytes());
    assert_eq!(twice.get("activities/1.fit")[0].tags, [Tag::Commute]);
    assert_eq!(twice.get("activities/2.fit")[0].tags, []);
    // Header without a translation.
    let bare = "id,date,name,type,filename,<span title=\"missing: recovery\">Recovery</span>\n\
                1,,,Run,activities/1.fit,1.0\n";
    assert_eq!(index(bare.as_bytes()).get("activities/1.fit")[0].tags, [Tag::Recovery]);
}

#[test]
fn effort_felt_within_its_scale() {
    let rpe = |exertion| entry(Row { exertion, ..RUN }).rpe;
    assert_eq!(rpe(None), None);
    assert_eq!(rpe(Some(0)), None);
    assert_eq!(rpe(Some(1)), Some(1.0));
    assert_eq!(rpe(Some(10)), Some(10.0));
    assert_eq!(rpe(Some(11)), None);
}

#[test]
fn names_as_plain_text() {
    let name = |name| entry(Row { name, ..RUN }).name;
    assert_eq!(name("Rolig, \"nesten\" gåtur").as_deref(), Some("Rolig, \"nesten\" gåtur"));
    assert_eq!(name("<b>Tom &amp; Jerry</b>\nrun").as_deref(), Some("Tom & Jerry run"));
    assert_eq!(name(""), None);
    assert_eq!(name(&"ø".repeat(5000)).unwrap().chars().count(), 500);
}

#[test]
fn rows_without_a_file_are_passed_over() {
    let rows = [
        Row { number: 1, file: "", ..RUN },
        Row { number: 2, file: "#error#", ..RUN },
        Row { description: "Two lines,\nactivities/9.fit\n\n", ..RUN },
    ];
    let index = index(&activities_csv(&ENGLISH, &rows));
    assert_eq!((index.files(), index.unread_rows()), (1, 0));
    assert_eq!(index.get(RUN.file).len(), 1);
}

#[test]
fn a_broken_row_costs_itself() {
    let rows = [RUN, Row { file: "activities/2.fit", ..RUN }, Row { file: "", ..RUN }];
    let mut list = activities_csv(&ENGLISH, &rows[..1]);
    list.extend_from_slice(b"3,too,few,fields\n\n");
    let whole = activities_csv(&ENGLISH, &rows[1..]);
    let rest = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    list.extend_from_slice(&whole[rest..]);
    let index = index(&list);
    assert_eq!((index.files(), index.unread_rows()), (2, 1));
    assert_eq!(index.get("activities/2.fit").len(), 1);
}

/// A triathlon has a row for each sport. A file with one session gets the first row.
#[test]
fn a_file_of_several_sports_has_several_rows() {
    let rows = [Row { name: "Lake", activity_type: "Swim", ..RUN }, RUN];
    let index = index(&activities_csv(&ENGLISH, &rows));
    let session = |sport: Sport| {
        let mut session = Activity::new(FileFormat::Fit);
        session.sport = sport;
        session.sport_basis = SportBasis::File;
        session
    };
    let mut race = [session(Sport::Swimming), session(Sport::Cycling), session(Sport::Running)];
    index.apply(RUN.file, &mut race, LIST);
    let titles = race.each_ref().map(|session| session.labels.title.as_deref());
    assert_eq!(titles, [Some("Lake"), None, Some("Along the river")]);
    let mut one = [session(Sport::Running)];
    index.apply(RUN.file, &mut one, LIST);
    assert_eq!(one[0].labels.title.as_deref(), Some("Lake"));
}

#[test]
fn lists_of_every_language_and_age() {
    // Number, date, name and type come first in every language. The other columns move.
    let cases = [
        (
            "id,date,name,type,description,elapsed_time,distance,commute,gear,filename",
            "1,2018-09-12 15:02:23,Tur,Ride,,783,3681.0,true,Merida,activities/1.gpx",
            Some(Sport::Cycling),
        ),
        (
            "ID de l\u{2019}activité,Date,Nom de l'activité,Type d'activité,Déplacement-transport,\
          Nom du fichier",
            "1,x,Tur,Course à pied,true,activities/1.gpx",
            Some(Sport::Running),
        ),
        (
            "Activiteits-ID,Datum van activiteit,Naam activiteit,Activiteitstype,Forenzenrit,\
          Bestandsnaam",
            "1,x,Tur,Hardloopsessie,true,activities/1.gpx",
            Some(Sport::Running),
        ),
        (
            "\u{feff}Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Aktivitätsart,Pendeln,Dateiname",
            "1,\"26.03.2026, 05:25:00\",Tur,Lauf,true,activities/1.gpx",
            Some(Sport::Running),
        ),
    ];
    for (header, row, sport) in cases {
        for newline in ["\n", "\r\n"] {
            let index = index(format!("{header}{newline}{row}{newline}").as_bytes());
            let entry = &index.get("activities/1.gpx")[0];
            assert_eq!(entry.name.as_deref(), Some("Tur"), "{header}");
            assert_eq!(entry.sport, sport, "{header}");
            assert_eq!(entry.tags, [Tag::Commute], "{header}");
        }
    }
    // Neither the headers of this list nor its word for running are known.
    let unknown = index("a,b,c,d,e\n1,x,Tur,Lenkkeily,activities/1.gpx\n".as_bytes());
    let entry = &unknown.get("activities/1.gpx")[0];
    assert_eq!((entry.name.as_deref(), &entry.sport), (Some("Tur"), &None));
    assert_eq!(entry.activity_type.as_deref(), Some("Lenkkeily"));
    let skis = self::entry(Row { activity_type: "Nordic Ski", ..RUN });
    assert_eq!(skis.sport, Some(Sport::Other("cross_country_skiing".to_owned())));
}

#[test]
fn what_is_no_such_list() {
    for other in [
        "",
        "\n",
        "date,type\n2026-03-02,recovery\n",
        "Activity ID,Activity Date,Activity Name,Activity Type,Filename\n",
        "Activity Type,Date,Favorite,Title,Distance\nRunning,2026-03-02,false,Oslo Running,5.38\n",
        "a,b,c,d,e\nx,x,x,x,activities/1.gpx\n",
        "a,b,c,d,e\n1,x,x,x,activities/notes.txt\n",
        "a,b\n1,activities/1.gpx\n",
        "\"",
        "<gpx><trk></trk></gpx>",
        "\0\0\0\u{1f3c3}",
    ] {
        let error = ExportIndex::from_csv(other.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{other:?}");
    }
    let error = ExportIndex::from_csv(&[0xff, 0xfe, b'"', 0xd8, 0x00]).unwrap_err();
    assert_eq!(error.to_string(), "not a Strava activities.csv: no column with file names");
}

#[test]
fn any_cut_or_damage_is_survived() {
    let list = activities_csv(
        &ENGLISH,
        &[Row {
            name: "<b>R&amp;R</b>, æ",
            description: "a\n\"b\"",
            flags: &["Competition"],
            ..RUN
        }; 3],
    );
    for end in 0..list.len() {
        let _ = ExportIndex::from_csv(&list[..end]);
        let mut damaged = list.clone();
        for byte in [b'"', b'<', b'&', b'\n', 0xff] {
            damaged[end] = byte;
            let _ = ExportIndex::from_csv(&damaged);
        }
    }
}

#[test]
fn a_file_under_limits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("activities.csv");
    std::fs::write(&path, activities_csv(&ENGLISH, &[RUN])).unwrap();
    let limits = Limits::default();
    let list = FoundFile::new(&path, "").list(&limits).unwrap();
    assert!(matches!(list, ExportList::Files(index) if index.files() == 1));
    let small = limits.with_input_bytes(100);
    let error = FoundFile::new(&path, "").list(&small).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    let missing = FoundFile::new(&folder.path().join("none.csv"), "").list(&limits);
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::Io);
}

fn activity(sport: Sport, sport_basis: SportBasis, sub_sport: Option<&str>) -> Activity {
    let mut activity = Activity::new(FileFormat::Tcx);
    activity.sport = sport;
    activity.sport_basis = sport_basis;
    activity.sub_sport = sub_sport.map(str::to_owned);
    activity
}

#[test]
fn the_athlete_s_name_is_the_title_and_the_watch_s_values_stand() {
    let entry = entry(Row { exertion: Some(3), flags: &["Recovery"], ..RUN });
    let mut run = activity(Sport::Running, SportBasis::File, None);
    run.labels.add_name("Recovery 40 min".to_owned());
    run.labels.add_name("Along the river".to_owned());
    run.labels.tags = vec![Tag::Recovery];
    entry.apply(&mut run, LIST);
    assert_eq!(run.labels.names().collect::<Vec<_>>(), ["Along the river", "Recovery 40 min"]);
    assert_eq!((&*run.labels.tags, run.rpe), (&[Tag::Recovery][..], Some(3.0)));
    assert_eq!(run.sport_basis, SportBasis::File);
    let mut rated = activity(Sport::Running, SportBasis::File, None);
    rated.rpe = Some(2.0);
    entry.apply(&mut rated, LIST);
    assert_eq!(rated.rpe, Some(2.0));
    assert!(!rated.listed.as_ref().unwrap().has_rpe);
    let mut named = rated.clone();
    ExportEntry::default().apply(&mut named, LIST);
    assert_eq!(named.listed.take().map(|listed| listed.file).as_deref(), Some(LIST));
    rated.listed = None;
    assert_eq!(named, rated);
}

#[test]
fn the_sport_where_the_file_does_not_say_it() {
    use SportBasis::{Export, File, Nothing, Speed, Title};
    let other = |name: &str| Sport::Other(name.to_owned());
    let run = Sport::Running;
    let cases = [
        // Sport of the file, type in the list, and the result.
        ((run.clone(), Speed, None), "Run", (run.clone(), Export, None)),
        ((run.clone(), Speed, None), "Ride", (Sport::Cycling, Export, None)),
        ((run.clone(), Title, Some("treadmill")), "Run", (run.clone(), Export, Some("treadmill"))),
        ((run.clone(), Title, Some("treadmill")), "Walk", (Sport::Walking, Export, None)),
        (
            (Sport::Unknown, Nothing, None),
            "Virtual Run",
            (run.clone(), Export, Some("virtual_activity")),
        ),
        ((other("other"), File, None), "Hike", (Sport::Hiking, Export, None)),
        ((other("generic"), File, None), "Run", (run.clone(), Export, None)),
        ((run.clone(), Speed, None), "", (run.clone(), Speed, None)),
        // The athlete's correction in the list has precedence over the file. "Workout" corrects
        // nothing.
        ((Sport::Cycling, File, None), "Run", (run.clone(), Export, None)),
        ((run.clone(), File, Some("street")), "Hike", (Sport::Hiking, Export, None)),
        ((run.clone(), File, None), "Workout", (run.clone(), File, None)),
        // The list can add a sub-sport.
        ((run.clone(), File, Some("street")), "Trail Run", (run.clone(), File, Some("street"))),
        ((run.clone(), File, Some("generic")), "Trail Run", (run.clone(), File, Some("trail"))),
        ((run.clone(), File, None), "Trail Run", (run.clone(), File, Some("trail"))),
    ];
    for ((sport, basis, sub_sport), activity_type, expected) in cases {
        let mut activity = activity(sport, basis, sub_sport);
        entry(Row { activity_type, ..RUN }).apply(&mut activity, LIST);
        let (sport, basis, sub_sport) = expected;
        assert_eq!(
            (&activity.sport, activity.sport_basis, activity.sub_sport.as_deref()),
            (&sport, basis, sub_sport),
            "{activity_type}"
        );
    }
    assert_eq!(Export.in_words(), " by the export's list");
}

/// A name with a comma and without quotes.
#[test]
fn a_name_with_bare_commas_is_joined() {
    let list = "Activity ID,Activity Date,Activity Name,Activity Type,Filename\n\
                1,x,Slow, slower, slowest,Run,activities/1.fit\n\
                2,x,Slow, slower,no such sport,activities/2.fit\n";
    let index = index(list.as_bytes());
    assert_eq!(index.get("activities/1.fit")[0].name.as_deref(), Some("Slow, slower, slowest"));
    assert_eq!((index.files(), index.unread_rows()), (1, 1));
}
