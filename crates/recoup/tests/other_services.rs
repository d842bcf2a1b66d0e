//! Files of services that hold no activity that can be read: the report says what to do.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test, as tests do")]

use recoup::{Athlete, BatchOptions, FileRecord, FileStatus, ReadOptions, Verdict};
use recoup_testkit::export::Export;
use recoup_testkit::{gpx, runs};
use std::fs;

fn records(files: &[(&str, Vec<u8>)]) -> Vec<FileRecord> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let athlete = Athlete::with_max_hr(190.0);
    let paths = [folder.path().to_owned()];
    recoup::assess_paths(&paths, &athlete, &ReadOptions::new(), &BatchOptions::new()).unwrap()
}

/// Apple Health: the export has no file of a workout, and its routes have no heart rate.
#[test]
fn apple_health() {
    let run = runs::recovery("2026-03-02T06:30:12+01:00", 30);
    let route = String::from_utf8(gpx::encode_plain(&run)).unwrap();
    let creator = route.split("creator=\"").nth(1).unwrap().split('"').next().unwrap();
    let route = route.replace(creator, "Apple Health Export");
    let dtd = "<!ELEMENT Record (Value*)>\n".repeat(300);
    let health = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n{dtd}]>\n\
         <HealthData locale=\"en_NO\"><Record/></HealthData>"
    );
    let export = Export::new()
        .file("apple_health_export/Exportieren.xml", health)
        .file("apple_health_export/export_cda.xml", "<?xml version='1.0'?><ClinicalDocument/>")
        .file("apple_health_export/workout-routes/route_2026-03-02_7.05am.gpx", route);
    let records = records(&[("export.zip", export.pack())]);
    let row = |part: &str| records.iter().find(|record| record.file.contains(part)).unwrap();
    let health = row("Exportieren.xml");
    assert_eq!(health.status, FileStatus::Skipped);
    assert!(health.detail().contains("HealthFit or RunGap"), "{}", health.detail());
    assert!(row("export_cda.xml").detail().contains("clinical document"));
    let route = row("route_2026-03-02");
    assert_eq!(route.status, FileStatus::Graded);
    assert_eq!(route.runs[0].verdict, Verdict::Ungradable);
    assert!(route.detail().contains("a route of Apple Health without heart rate"));
}

#[test]
fn maps_and_spreadsheets() {
    let kmz = Export::new().file("doc.kml", "<kml/>").pack();
    let xlsx = Export::new()
        .file("[Content_Types].xml", "<Types/>")
        .file("xl/workbook.xml", "<workbook/>")
        .pack();
    let records = records(&[("a.kmz", kmz), ("plan.xlsx", xlsx)]);
    let [map, sheet] = &records[..] else { panic!("{records:?}") };
    assert!(map.detail().starts_with("KMZ, a map without times"), "{}", map.detail());
    assert!(sheet.detail().starts_with("XLSX, a spreadsheet"), "{}", sheet.detail());
    assert_eq!((map.status, sheet.status), (FileStatus::Skipped, FileStatus::Skipped));
}
