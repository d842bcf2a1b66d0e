//! Settings that no athlete can have are an error in every function, and are never used.

use recoup_analysis::{
    Athlete, FileMeasured, FinishError, HeartRateSetting, KnownHeartRates, MaxSource, MaxTimeline,
    Policy, assess, finish,
};
use recoup_model::{Activity, DeviceZones, FileFormat, UserSettings};

const ABSURD: [f64; 9] =
    [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 2e9, 1e18, 1e-300, 252.0, 60.0, 3.0];

fn nothing() -> Activity {
    Activity::new(FileFormat::Fit)
}

#[test]
fn an_absurd_maximum_is_refused() {
    for max_bpm in ABSURD {
        let athlete = Athlete::with_max_hr(max_bpm);
        assert_eq!(assess(&nothing(), &athlete).unwrap_err().key, "max_bpm", "{max_bpm}");
        let file = FileMeasured::new("a.fit", 0, "fit", &[nothing()], &Athlete::default());
        let error = finish(vec![file], &athlete).unwrap_err();
        assert!(matches!(error, FinishError::Setting(_)), "{error}");
    }
}

#[test]
fn every_limit_is_checked() {
    for (key, _) in Policy::KEYS {
        for value in ["nan", "inf", "-1.0", "1e9"] {
            let mut table = toml::Table::try_from(Policy::default()).unwrap();
            if !table[*key].is_float() {
                continue;
            }
            table.insert((*key).to_owned(), value.parse::<toml::Value>().unwrap());
            let policy: Policy = table.try_into().unwrap();
            let athlete = Athlete::default().with(|athlete| athlete.policy = policy);
            assert_eq!(athlete.check().unwrap_err().key, *key, "{value}");
        }
    }
    assert_eq!(Policy::default().check(), Ok(()));
}

#[test]
fn other_settings_are_checked() {
    let with = |change: fn(&mut Athlete)| Athlete::default().with(change).check();
    let setting = |change: fn(&mut HeartRateSetting)| {
        let setting = HeartRateSetting::default().with(change);
        Athlete::default().with(|athlete| athlete.heart_rate.push(setting)).check()
    };
    for (checked, key) in [
        (with(|athlete| athlete.birth_year = Some(-32768)), "birth_year"),
        (with(|athlete| athlete.time_zone = Some("Atlantis".into())), "time_zone"),
        (with(|athlete| athlete.name = "\u{1b}[31m".into()), "name"),
        (
            with(|athlete| {
                let mut maxima = MaxTimeline::default();
                maxima.history = Some((f64::NAN, jiff::civil::date(2026, 3, 2)));
                athlete.maxima = Some(maxima);
            }),
            "maxima",
        ),
        (setting(|setting| setting.resting_bpm = Some(f64::INFINITY)), "resting_bpm"),
        (setting(|setting| setting.threshold_bpm = Some(1e9)), "threshold_bpm"),
    ] {
        assert_eq!(checked.unwrap_err().key, key);
    }
}

/// Hostile files state a maximum of 2,000,000,000 or of 60 beats per minute.
#[test]
fn an_absurd_maximum_of_the_file_is_not_used() {
    for max_bpm in ABSURD {
        let zones = DeviceZones { max_bpm: Some(max_bpm), ..DeviceZones::default() };
        let user = UserSettings { max_bpm: Some(max_bpm), ..UserSettings::default() };
        let known = KnownHeartRates::new(Some(&zones), &user);
        let date = jiff::civil::date(2026, 3, 2);
        let found = known.max_heart_rate(&Athlete::default(), None, date);
        assert_eq!((found.bpm, found.source), (None, MaxSource::None), "{max_bpm}");
    }
}
