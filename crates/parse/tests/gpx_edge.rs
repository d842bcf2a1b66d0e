//! Files with one oddity each (`tests/gpx-edge/`), and their expected results.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use recoup_model::{Activity, Sample};
use recoup_parse::{Limits, read_bytes};
use recoup_testkit::corpus;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gpx-edge")
}

fn read(file: &str) -> Vec<u8> {
    fs::read(folder().join(file)).unwrap()
}

/// Describes the result of reading.
fn outcome(bytes: &[u8]) -> String {
    let contents = match read_bytes(bytes, &Limits::default()) {
        Ok(contents) => contents,
        Err(error) => {
            let place = error.position().map(|place| format!(" at {place}")).unwrap_or_default();
            return format!("{:?}{place}", error.kind());
        }
    };
    let format = contents.format.as_str();
    let mut words = match &contents.remark {
        Some(remark) => format!("{format}: {remark}"),
        None => contents.activities.iter().map(samples).collect::<Vec<_>>().join(" / "),
    };
    for diagnostic in contents.activities.first().iter().flat_map(|first| &first.diagnostics) {
        let place = diagnostic.position.map(|place| format!(" at {place}")).unwrap_or_default();
        write!(words, "; {:?}{place}", diagnostic.kind).unwrap();
    }
    words
}

/// Describes an activity: the title, the values of a few samples, or the counts of many.
fn samples(activity: &Activity) -> String {
    let samples: Vec<Sample> = activity.samples.iter().collect();
    let title =
        activity.labels.title.as_ref().map(|title| format!("{title:?} ")).unwrap_or_default();
    if samples.len() <= 3 {
        let samples: Vec<String> = samples.iter().map(values).collect();
        return title + &samples.join(", ");
    }
    let count = |is: fn(&Sample) -> bool| samples.iter().filter(|sample| is(sample)).count();
    format!(
        "{title}{} samples, {} altitudes, {} rates",
        samples.len(),
        count(|sample| sample.altitude_m.is_some()),
        count(|sample| sample.heart_rate_bpm.is_some()),
    )
}

/// Describes a sample: the time since the first of January 2024, and every other value.
fn values(sample: &Sample) -> String {
    /// 2024-01-01T00:00:00Z.
    const NEW_YEAR_MS: i64 = 1_704_067_200_000;
    let mut words = format!("{} s", (sample.time_ms - NEW_YEAR_MS) as f64 / 1000.0);
    if let (Some(latitude), Some(longitude)) = (sample.latitude_deg, sample.longitude_deg) {
        write!(words, " ({latitude} {longitude})").unwrap();
    }
    let others = [
        ("ele", sample.altitude_m),
        ("hr", sample.heart_rate_bpm.map(f64::from)),
        ("v", sample.speed_m_s.map(f64::from)),
    ];
    for (name, value) in others {
        if let Some(value) = value {
            write!(words, " {name} {value}").unwrap();
        }
    }
    words
}

/// Result of most files: one point with a position, an elevation and a time.
const POINT: &str = "0 s (1.5 2.5) ele 10";

/// Result of a run of two minutes in the dialect of one exporter.
const RUN: &str = "\"synthetic\" 120 samples, 120 altitudes, 120 rates";

/// Files and their expected results.
const FILES: &[(&str, &str)] = &[
    ("edge_baseline.gpx", POINT),
    ("edge_no_xml_decl.gpx", POINT),
    ("edge_utf8_BOM.gpx", POINT),
    ("edge_leading_newline_before_decl.gpx", POINT),
    ("edge_leading_junk_gp_real_amazfit.gpx", POINT),
    ("edge_BOM_blank_line_no_decl.gpx", POINT),
    ("edge_utf_16le_BOM.gpx", POINT),
    ("edge_latin1_decl_0xE9_in_name.gpx", "\"café\" 0 s (1.5 2.5) ele 10"),
    ("edge_utf8_decl_but_0xE9_in_name.gpx", "\"café\" 0 s (1.5 2.5) ele 10"),
    ("edge_windows_1252_decl.gpx", "\"x\" 0 s (1.5 2.5) ele 10"),
    ("edge_NUL_byte_in_name.gpx", "\"a b\" 0 s (1.5 2.5) ele 10"),
    ("edge_control_char_0x0b_in_name.gpx", "\"a b\" 0 s (1.5 2.5) ele 10"),
    ("edge_html_entity_nbsp_in_name.gpx", "\"a b\" 0 s (1.5 2.5) ele 10"),
    ("edge_bare_in_name.gpx", "\"run & gym\" 0 s (1.5 2.5) ele 10"),
    ("edge_no_version_attr_Coros_like.gpx", POINT),
    ("edge_version_1_2.gpx", POINT),
    ("edge_version_1_1.gpx", POINT),
    ("edge_no_namespace.gpx", POINT),
    ("edge_prefixed_gpx_gpx_root.gpx", "0 s (1 2) ele 3"),
    ("edge_uppercase_GPX.gpx", POINT),
    ("edge_trk_time_Runkeeper.gpx", POINT),
    ("edge_trk_color.gpx", POINT),
    ("edge_trkseg_extensions_valid_in_schema.gpx", POINT),
    ("edge_trkseg_extensions_after_pts.gpx", POINT),
    ("edge_metadata_in_1_0.gpx", POINT),
    ("edge_name_in_gpx_1_1_root.gpx", "\"x\" 0 s (1.5 2.5) ele 10"),
    ("edge_metadata_empty_name_link.gpx", POINT),
    ("edge_metadata_author_empty_name_real_Strava_mapstogpx.gpx", POINT),
    ("edge_metadata_bounds_swapped.gpx", POINT),
    ("edge_metadata_bounds_antimeridian.gpx", POINT),
    ("edge_metadata_time_empty.gpx", POINT),
    ("edge_metadata_time_bad.gpx", POINT),
    ("edge_trk_type_empty.gpx", POINT),
    ("edge_time_no_Z.gpx", "0 s (1.5 2.5)"),
    ("edge_time_offset.gpx", "0 s (1.5 2.5)"),
    ("edge_time_offset_no_colon.gpx", "0 s (1.5 2.5)"),
    ("edge_time_space_sep.gpx", "0 s (1.5 2.5)"),
    ("edge_time_lower_t_z.gpx", "0 s (1.5 2.5)"),
    ("edge_time_whitespace_around.gpx", "0 s (1.5 2.5)"),
    ("edge_time_newline_around.gpx", "0 s (1.5 2.5)"),
    ("edge_time_fraction_9_digits.gpx", "0.123 s (1.5 2.5)"),
    ("edge_time_fraction_comma.gpx", "0.5 s (1.5 2.5)"),
    ("edge_time_leap_second_60.gpx", "-220838400.001 s (1.5 2.5)"),
    ("edge_time_24_00_00.gpx", "86400 s (1.5 2.5)"),
    ("edge_time_basic_20240101T000000Z.gpx", "0 s (1.5 2.5)"),
    ("edge_time_week_date_2024_W01_1T00_00_00Z.gpx", "0 s (1.5 2.5)"),
    ("edge_time_epoch_1970.gpx", "-1704067200 s (1.5 2.5)"),
    ("edge_time_with_UTC_word.gpx", "0 s (1.5 2.5)"),
    ("edge_time_split_by_comment.gpx", "0 s (1.5 2.5)"),
    ("edge_lat_100_real_OpenTracks_pause.gpx", POINT),
    ("edge_lat_90.gpx", "0 s (90 2.5) ele 10"),
    ("edge_lon_180_legal_place_real_GPSBabel.gpx", "0 s (1.5 180) ele 10, 0 s (1.5 2.5) ele 10"),
    ("edge_lon_180.gpx", "0 s (1.5 -180) ele 10"),
    ("edge_lon_180_0000001.gpx", "0 s ele 10; BadValue at line 2"),
    ("edge_lat_missing_real_Wahoo_eTrex.gpx", "0 s (1.5 2.5) ele 10; BadValue at line 2"),
    ("edge_lat_empty.gpx", "0 s ele 10"),
    ("edge_lat_NaN.gpx", "0 s ele 10; BadValue at line 2"),
    ("edge_lat_1_5.gpx", POINT),
    ("edge_lat_comma_1_5.gpx", POINT),
    ("edge_lat_1e1.gpx", "0 s (10 2.5) ele 10"),
    ("edge_undeclared_xsi_attr.gpx", POINT),
    ("edge_truncated_mid_tag.gpx", "4 samples, 4 altitudes, 0 rates; Truncated at line 2"),
    (
        "edge_truncated_after_trkpt.gpx",
        "0 s (1.5 2.5) ele 10, 0 s (1.5 2.5) ele 10, 0 s (1.5 2.5) ele 10; Truncated at line 2",
    ),
    ("edge_truncated_mid_time.gpx", "0 s (1.5 2.5) ele 10; Truncated at line 2"),
    ("edge_trailing_junk_after_root.gpx", "0 s (1.5 2.5) ele 10; Damaged at line 2"),
    ("edge_trailing_NULs_after_root.gpx", POINT),
    (
        "edge_trailing_second_doc.gpx",
        "0 s (1.5 2.5) ele 10, 0 s (1.5 2.5) ele 10; Damaged at line 2",
    ),
    ("edge_trailing_comment.gpx", POINT),
    ("edge_comment_before_root.gpx", POINT),
    ("edge_PI_before_root.gpx", POINT),
    ("edge_doctype_simple.gpx", POINT),
    ("edge_doctype_SYSTEM.gpx", POINT),
    ("edge_external_entity_file_etc_passwd.gpx", "\"&e;\" 0 s (1.5 2.5) ele 10"),
    ("edge_billion_laughs_in_name.gpx", "\"&a10;\" 0 s (1.5 2.5) ele 10"),
    ("edge_empty_file.gpx", "Empty"),
    ("edge_whitespace_only.gpx", "other: not a FIT, GPX or TCX file by its content"),
    (
        "edge_html_error_page.gpx",
        "other: a web page (HTML) in place of the file; log in to the service and download it again",
    ),
    ("edge_tcx_named_gpx.gpx", "tcx: no recorded activity in it"),
    ("edge_empty_gpx_self_closed.gpx", "gpx: no recorded track in it"),
    ("edge_trk_without_seg.gpx", "gpx: no recorded track in it"),
    ("edge_empty_trkseg_self_closed.gpx", "gpx: no recorded track in it"),
    ("edge_trkpt_outside_trkseg.gpx", POINT),
    ("edge_1_0_ok_w_speed.gpx", "0 s (1.5 2.5) ele 1 v 2"),
    ("var_tissot_bare_heartrate.gpx", RUN),
    ("var_osmand_hr_direct.gpx", RUN),
    ("var_tpx_hr_without_wrapper.gpx", RUN),
    ("var_zepp_decimal_hr.gpx", RUN),
    ("var_coros_no_version_gpxdata.gpx", RUN),
    ("var_coros_legacy_cog_heartrate.gpx", RUN),
    ("var_sportstracker_local_time_no_tz.gpx", RUN),
    ("var_velohero_power_in_tpx.gpx", RUN),
    ("var_garmin_atemp_before_hr_ns3.gpx", RUN),
    ("var_mytourbook_xmlns_on_every_element.gpx", RUN),
    (
        "var_apple_health_no_hr_oneline_points.gpx",
        "\"synthetic\" 120 samples, 120 altitudes, 0 rates",
    ),
    ("var_holux_ext_ele_shadow.gpx", RUN),
    ("var_samsung_tpx.gpx", RUN),
    ("var_hr_zero_means_no_sensor.gpx", RUN),
    ("var_runkeeper_trk_time.gpx", RUN),
];

/// Files whose only point has no time, and their expected results with a time.
const UNTIMED: &[(&str, &str)] = &[
    ("edge_trkpt_speed_in_1_1.gpx", "0 s (1.5 2.5) ele 1 v 2"),
    ("edge_trkpt_course_in_1_0.gpx", "0 s (1.5 2.5) ele 1 v 1"),
    ("edge_trkpt_magvar_valid_in_schema.gpx", "0 s (1.5 2.5)"),
    ("edge_trkpt_url_in_1_0_valid_in_schema.gpx", "0 s (1.5 2.5)"),
    ("edge_trkpt_foreign_child_1_0_hr.gpx", "0 s (1.5 2.5) ele 1 hr 99"),
    ("edge_missing_time.gpx", "0 s (1.5 2.5) ele 1"),
    ("edge_empty_time.gpx", "0 s (1.5 2.5) ele 1"),
    ("edge_empty_time_self_closed.gpx", "0 s (1.5 2.5) ele 1"),
    ("edge_time_date_only.gpx", "0 s (1.5 2.5); BadValue at line 2"),
    ("edge_time_year_0000.gpx", "0 s (1.5 2.5); BadValue at line 2"),
    ("edge_ele_whitespace_12_0.gpx", "0 s (1.5 2.5) ele 12"),
    ("edge_ele_newline.gpx", "0 s (1.5 2.5) ele 12"),
    ("edge_ele_decimal_comma.gpx", "0 s (1.5 2.5) ele 12.5"),
    ("edge_ele_empty.gpx", "0 s (1.5 2.5)"),
    ("edge_ele_self_closed.gpx", "0 s (1.5 2.5)"),
    ("edge_ele_NaN.gpx", "0 s (1.5 2.5); BadValue at line 2"),
    ("edge_ele_inf.gpx", "0 s (1.5 2.5); BadValue at line 2"),
    ("edge_ele_null.gpx", "0 s (1.5 2.5); BadValue at line 2"),
    ("edge_ele_1e308.gpx", "0 s (1.5 2.5); BadValue at line 2"),
    ("edge_ele_1e999.gpx", "0 s (1.5 2.5); BadValue at line 2"),
    ("edge_ele_99999.gpx", "0 s (1.5 2.5); BadValue at line 2"),
    ("edge_ele_147573952589676412928.gpx", "0 s (1.5 2.5); BadValue at line 2"),
    ("edge_ele_12_m.gpx", "0 s (1.5 2.5); BadValue at line 2"),
    ("edge_ele_split_by_comment_12_3.gpx", "0 s (1.5 2.5) ele 123"),
    ("edge_ele_split_by_CDATA_12_CDATA_3.gpx", "0 s (1.5 2.5) ele 123"),
    ("edge_ele_charref_49_2.gpx", "0 s (1.5 2.5) ele 12"),
    ("edge_two_ele.gpx", "0 s (1.5 2.5) ele 1"),
    ("edge_ele_with_nested_element.gpx", "0 s (1.5 2.5) ele 1"),
    ("edge_lat_single_quotes.gpx", "0 s (1.5 2.5)"),
    ("edge_dup_attr_lat.gpx", "0 s (1 3)"),
    ("edge_attr_lt_char_lat_1.gpx", "0 s (1 2)"),
    ("edge_sat_float_7_0.gpx", "0 s (1.5 2.5)"),
    ("edge_sat_1.gpx", "0 s (1.5 2.5)"),
    ("edge_hdop_empty.gpx", "0 s (1.5 2.5)"),
    ("edge_fix_empty.gpx", "0 s (1.5 2.5)"),
    ("edge_sym_empty.gpx", "0 s (1.5 2.5)"),
    ("edge_dgpsid_70000.gpx", "0 s (1.5 2.5)"),
    ("edge_hr_ext.gpx", "0 s (1.5 2.5) ele 1 hr 99"),
    ("edge_undeclared_prefix_in_ext.gpx", "0 s (1.5 2.5) hr 99"),
    ("edge_ext_nested_extensions_in_foreign_ns.gpx", "0 s (1.5 2.5) hr 9"),
    ("edge_ext_unclosed_child.gpx", "0 s (1.5 2.5); Damaged at line 2"),
    ("edge_internal_entity_in_ele.gpx", "0 s (1.5 2.5) ele 42"),
    ("edge_deep_nesting_1e4_in_ext.gpx", "0 s (1.5 2.5); LimitReached at line 2"),
];

#[test]
fn every_file_has_its_outcome() {
    let mut differing = Vec::new();
    for (file, expected) in FILES {
        let found = outcome(&read(file));
        if found != *expected {
            differing.push(format!("{file}: {found}, expected {expected}"));
        }
    }
    for (file, expected) in UNTIMED {
        let text = String::from_utf8(read(file)).unwrap();
        let without = outcome(text.as_bytes());
        let timed = text
            .replace("/></trkseg>", "></trkpt></trkseg>")
            .replace("</trkpt>", "<time>2024-01-01T00:00:00Z</time></trkpt>");
        let found = outcome(timed.as_bytes());
        if !without.starts_with("gpx: a track without times (1 point)") || found != *expected {
            differing.push(format!("{file}: {without}, with a time {found}, expected {expected}"));
        }
    }
    assert!(differing.is_empty(), "\n{}", differing.join("\n"));
}

#[test]
fn every_file_is_in_the_table() {
    let mut listed: Vec<_> = FILES.iter().chain(UNTIMED).map(|(file, _)| *file).collect();
    listed.sort_unstable();
    let entries = fs::read_dir(folder()).unwrap();
    let mut there: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    there.retain(|name| name.starts_with("edge_") || name.starts_with("var_"));
    there.sort_unstable();
    assert_eq!(listed, there);
    assert_eq!(there.len(), 141);
}

/// The index also contains the results of five other readers, such as `OK 1 …`.
#[test]
fn no_other_reader_finds_more_points() {
    for row in corpus::index(&folder().join("index.csv")) {
        let number_after = |cell: &str, words: &str| -> usize {
            let rest = cell.split_once(words).map_or("", |(_, rest)| rest);
            rest.split(' ').next().unwrap().parse().unwrap_or(0)
        };
        let theirs = [
            number_after(&row["gpx_crate"], "pts "),
            number_after(&row["quick_xml_reader"], "own pts "),
            number_after(&row["gpxpy"], "OK "),
            number_after(&row["fastgpx"], "OK "),
        ];
        let file = &row["file"];
        let contents = read_bytes(&read(file), &Limits::default());
        let ours = contents.map_or(0, |contents| {
            let samples = contents.activities.iter().map(|own| own.samples.len()).sum::<usize>();
            let untimed = contents.remark.is_some_and(|remark| remark.contains("(1 point)"));
            samples + usize::from(untimed)
        });
        let pauses = usize::from(file == "edge_lat_100_real_OpenTracks_pause.gpx");
        let untimed = usize::from(file == "edge_lat_missing_real_Wahoo_eTrex.gpx");
        assert!(theirs.iter().all(|points| *points <= ours + pauses + untimed), "{file}: {ours}");
    }
}

/// The same run in the dialects of many exporters.
#[test]
fn every_dialect_gives_its_values() {
    for (file, _) in FILES.iter().filter(|(file, _)| file.starts_with("var_")) {
        let contents = read_bytes(&read(file), &Limits::default()).unwrap();
        for (at, sample) in contents.activities[0].samples.iter().enumerate() {
            let rate = match *file {
                "var_apple_health_no_hr_oneline_points.gpx" => None,
                "var_hr_zero_means_no_sensor.gpx" => Some(0.0),
                _ => Some(110.0 + (at % 9) as f32),
            };
            assert_eq!(sample.heart_rate_bpm, rate, "{file} {at}");
            let altitude_m = sample.altitude_m.unwrap();
            assert!((altitude_m - (300.0 + 0.1 * at as f64)).abs() < 1e-9, "{file} {at}");
            assert!(sample.latitude_deg.is_some() && sample.distance_m.is_some(), "{file} {at}");
        }
    }
}
