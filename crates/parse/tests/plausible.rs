//! Implausible values are left out and reported, and messages about limits state the name and the
//! figure of the limit.

use recoup_model::{Activity, DiagnosticKind};
use recoup_parse::{Limits, read_bytes};
use recoup_testkit::raw_fit::RawFit;

/// 2026-03-02, in seconds since FIT's epoch.
const START: u32 = 1_141_372_800;

fn read(file: &RawFit, limits: &Limits) -> Result<Activity, recoup_parse::Error> {
    let mut contents = read_bytes(&file.to_bytes(), limits)?;
    Ok(contents.activities.remove(0))
}

/// Returns a run of ten minutes.
fn run() -> RawFit {
    let mut file =
        RawFit::new().file_id(Some(START)).definition(1, 20, &[(253, 4, 0x86), (3, 1, 2)]);
    for second in 0..600 {
        file = file.timed(1, START + second, &[125]);
    }
    file
}

fn said(activity: &Activity, kind: DiagnosticKind) -> Vec<&str> {
    let noted = activity.diagnostics.iter().filter(|noted| noted.kind == kind);
    noted.map(|noted| noted.message.as_str()).collect()
}

#[test]
fn a_maximum_heart_rate_outside_100_to_240_is_none() -> Result<(), recoup_parse::Error> {
    // `zones_target` (7) declares its maximum (1) as a number of 32 bits.
    let of = |bpm: u32| {
        run().message(7, &[(1, 0x86, &bpm.to_le_bytes())]).session(0, START..START + 600, 1)
    };
    for (bpm, is_taken) in
        [(2_000_000_000, false), (252, false), (60, false), (3, false), (185, true)]
    {
        let activity = read(&of(bpm), &Limits::default())?;
        assert_eq!(activity.user.max_bpm, is_taken.then_some(f64::from(bpm)));
        let said = said(&activity, DiagnosticKind::Implausible);
        assert_eq!(said.is_empty(), is_taken, "{said:?}");
        assert!(is_taken || said[0].contains("maximum heart rate"), "{said:?}");
    }
    Ok(())
}

#[test]
fn totals_that_no_run_has_are_left_out() -> Result<(), recoup_parse::Error> {
    // Session: start 2, elapsed time 7, timer time 8 (milliseconds), distance 9 (centimetres).
    let of = |elapsed_ms: u32, distance_cm: u32| {
        run().message(
            18,
            &[
                (2, 0x86, &START.to_le_bytes()),
                (7, 0x86, &elapsed_ms.to_le_bytes()),
                (8, 0x86, &600_000_u32.to_le_bytes()),
                (9, 0x86, &distance_cm.to_le_bytes()),
                (5, 0, &[1]),
            ],
        )
    };
    // 49 days; 32,000 km.
    let activity = read(&of(4_200_000_000, 3_200_000_000), &Limits::default())?;
    assert_eq!((activity.totals.elapsed_ms, activity.totals.distance_m), (None, None));
    assert_eq!(activity.totals.timer_ms, Some(600_000));
    let said = said(&activity, DiagnosticKind::Implausible);
    assert!(said[0].contains("elapsed time") && said[1].contains("distance"), "{said:?}");
    let activity = read(&of(600_000, 200_000), &Limits::default())?;
    assert_eq!(activity.totals.distance_m, Some(2000.0));
    Ok(())
}

#[test]
fn records_hours_apart_are_over_the_limit_of_time() -> Result<(), recoup_parse::Error> {
    // 2,000 records 3,599 s apart: 1,998 h.
    let mut file =
        RawFit::new().file_id(Some(START)).definition(1, 20, &[(253, 4, 0x86), (3, 1, 2)]);
    for step in 0..2000 {
        file = file.timed(1, START + step * 3599, &[125]);
    }
    let activity = read(&file, &Limits::default())?;
    assert!(activity.samples.is_empty());
    let said = said(&activity, DiagnosticKind::LimitReached);
    assert!(said[0].contains("1998 h") && said[0].contains("336 h (recorded_h)"), "{said:?}");
    let long = read(&file, &Limits::default().with_recorded_h(3000))?;
    assert_eq!(long.samples.len(), 2000);
    Ok(())
}

#[test]
fn every_limit_of_a_file_is_named() -> Result<(), recoup_parse::Error> {
    let mut sessions = run();
    for index in 0..20_u16 {
        sessions = sessions.session(index, START + u32::from(index)..START + 600, 1);
    }
    let limits = Limits::default().with_sessions(5).with_samples(100);
    let contents = read_bytes(&sessions.to_bytes(), &limits)?;
    assert!(contents.activities.len() <= 5);
    let first = &contents.activities[0];
    let said = said(first, DiagnosticKind::LimitReached).join("; ");
    assert!(said.contains("(samples)"), "{said}");
    let named = |error: recoup_parse::Error, name: &str| {
        assert!(error.to_string().contains(name), "{error}");
    };
    let gzip = recoup_testkit::gzip(&vec![b' '; 4 << 20]);
    let few = Limits::default().with_expanded_bytes(1 << 20);
    let Err(error) = read_bytes(&gzip, &few) else { panic!("over the limit") };
    named(error, "expanded_bytes");
    Ok(())
}
