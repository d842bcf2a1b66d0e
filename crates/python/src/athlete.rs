//! Settings of an athlete, from Python's values or from a file.
//!
//! Settings are the text of an athlete file, which the library reads and checks. Therefore they can
//! be pickled, and applied over another file.

use crate::errors::{config_error, os_error, value_error};
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyList, PyString, PyTuple};
use recoup::analysis::settings::athlete_keys::{Section, meant};
use recoup::{Athlete, PlanBytes, Policy, SETTINGS_BYTES, read_text};
use std::path::PathBuf;
use toml::{Table, Value};

/// Checked settings of an athlete: the text of an athlete file, and the plans as names and bytes.
#[pyclass(module = "recoup._recoup", frozen, eq, from_py_object)]
#[derive(Clone)]
pub(crate) struct Settings {
    #[pyo3(get)]
    toml: String,
    plans: Vec<PlanBytes>,
    athlete: Athlete,
}

impl PartialEq for Settings {
    fn eq(&self, other: &Self) -> bool {
        self.athlete == other.athlete
    }
}

#[pymethods]
impl Settings {
    /// Reads the text of an athlete file and some plans, each with its name and its bytes.
    #[new]
    fn new(toml: String, plans: Vec<PlanBytes>) -> PyResult<Self> {
        let mut athlete =
            Athlete::from_toml(&toml).map_err(|error| value_error(error.message()))?;
        athlete.plan.clear();
        recoup::add_plans(&mut athlete, &plans).map_err(|error| config_error(&error))?;
        Ok(Self { toml, plans, athlete })
    }

    /// Plans, each with its name and its bytes.
    #[getter]
    fn plans<'py>(&self, py: Python<'py>) -> Vec<(&str, Bound<'py, PyBytes>)> {
        let plans = self.plans.iter();
        plans.map(|(name, bytes)| (name.as_str(), PyBytes::new(py, bytes))).collect()
    }

    /// Name that reports show.
    #[getter]
    fn name(&self) -> &str {
        &self.athlete.name
    }
}

impl Settings {
    /// Returns the athlete that the settings describe.
    pub(crate) fn athlete(&self) -> Athlete {
        self.athlete.clone()
    }

    /// Applies the settings to an athlete. They win over the athlete file, like the options of the
    /// command. Heart rates without a date apply to all dates.
    pub(crate) fn apply(&self, athlete: &mut Athlete) {
        let own = &self.athlete;
        let Ok(set) = self.toml.parse::<Table>() else { return };
        if set.contains_key("name") {
            athlete.name.clone_from(&own.name);
        }
        if set.contains_key("birth_year") {
            athlete.birth_year = own.birth_year;
        }
        if set.contains_key("zones") {
            athlete.zones = own.zones;
        }
        if set.contains_key("time_zone") {
            athlete.time_zone.clone_from(&own.time_zone);
        }
        for rates in &own.heart_rate {
            let replaced = if rates.from.is_none() { &mut athlete.heart_rate[..] } else { &mut [] };
            for other in replaced {
                other.max_bpm = other.max_bpm.filter(|_| rates.max_bpm.is_none());
                other.resting_bpm = other.resting_bpm.filter(|_| rates.resting_bpm.is_none());
                other.threshold_bpm = other.threshold_bpm.filter(|_| rates.threshold_bpm.is_none());
            }
            athlete.heart_rate.push(*rates);
        }
        if let Some(Value::Table(limits)) = set.get("policy")
            && let Ok(mut policy) = Table::try_from(&athlete.policy)
        {
            policy.extend(limits.clone());
            if let Ok(policy) = policy.try_into() {
                athlete.policy = policy;
            }
        }
        if !self.plans.is_empty() {
            athlete.plan.clear();
            athlete.planned.clone_from(&own.planned);
        }
    }
}

/// Athlete that a caller names, and the settings that win over every athlete file.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Wanted {
    athlete: Option<Settings>,
    settings: Option<Settings>,
}

impl Wanted {
    /// Applies the settings that win over an athlete file.
    pub(crate) fn apply(&self, athlete: &mut Athlete) {
        self.settings.iter().for_each(|settings| settings.apply(athlete));
    }

    /// Returns the athlete that the caller names, or otherwise the athlete of a file or the default
    /// athlete. Applies the settings that win.
    pub(crate) fn or_of_file(&self, file: Option<PathBuf>) -> PyResult<Athlete> {
        let mut athlete = match (&self.athlete, file) {
            (Some(settings), _) => settings.athlete(),
            (None, Some(file)) => {
                recoup::read_athlete(&file).map_err(|error| config_error(&error))?
            }
            (None, None) => Athlete::default(),
        };
        self.apply(&mut athlete);
        recoup::read_plan(&mut athlete).map_err(|error| config_error(&error))?;
        athlete.check().map_err(value_error)?;
        Ok(athlete)
    }

    /// Whether the caller names an athlete.
    pub(crate) fn is_named(&self) -> bool {
        self.athlete.is_some()
    }
}

/// Returns the text of an athlete file with some settings: a dict of settings at the top, a list of
/// dicts of heart rates, and a dict of limits. Fails for an unknown name, and suggests the nearest
/// name.
#[pyfunction]
pub(crate) fn athlete_toml(
    top: &Bound<'_, PyDict>,
    heart_rate: Vec<Bound<'_, PyDict>>,
    policy: &Bound<'_, PyDict>,
) -> PyResult<String> {
    let mut file = table(top, Section::Top)?;
    let rates: PyResult<Vec<Value>> = heart_rate
        .iter()
        .map(|rates| Ok(Value::Table(table(rates, Section::HeartRate)?)))
        .collect();
    file.insert("heart_rate".to_owned(), Value::Array(rates?));
    file.insert("policy".to_owned(), Value::Table(table(policy, Section::Policy)?));
    toml::to_string(&file).map_err(value_error)
}

/// Reads an athlete file: its text, and the paths of the plans that it names.
#[pyfunction]
pub(crate) fn read_athlete(path: PathBuf) -> PyResult<(String, Vec<PathBuf>)> {
    let athlete = recoup::read_athlete(&path).map_err(|error| config_error(&error))?;
    let text = read_text(&path, SETTINGS_BYTES).map_err(|error| os_error(&path, &error))?;
    Ok((text, athlete.plan))
}

/// Reads the plans at some paths: their names and bytes.
#[pyfunction]
pub(crate) fn read_plans(
    py: Python<'_>,
    paths: Vec<PathBuf>,
) -> PyResult<Vec<(String, Bound<'_, PyBytes>)>> {
    let plans = recoup::plan_files(&paths).map_err(|error| config_error(&error))?;
    let bytes = |(name, bytes): PlanBytes| (name, PyBytes::new(py, &bytes));
    Ok(plans.into_iter().map(bytes).collect())
}

/// Lists the limits of a policy: name, documentation and default.
#[pyfunction]
pub(crate) fn policy_limits(py: Python<'_>) -> PyResult<Vec<(&str, String, Bound<'_, PyAny>)>> {
    let defaults = crate::values::plain(py, &Policy::default())?;
    let limits = Policy::KEYS.iter().map(|(name, doc)| {
        let doc: Vec<&str> = doc.iter().map(|line| line.trim()).collect();
        Ok((*name, doc.join(" "), defaults.get_item(name)?))
    });
    limits.collect()
}

/// Converts a dict to a table of a section of the athlete file.
fn table(settings: &Bound<'_, PyDict>, section: Section) -> PyResult<Table> {
    let mut table = Table::new();
    for (key, setting) in settings {
        let key: String = key.extract()?;
        if !section.keys().contains(&key.as_str()) {
            return Err(unknown(&key, section));
        }
        if !setting.is_none() {
            table.insert(key.clone(), value(&key, &setting)?);
        }
    }
    Ok(table)
}

fn unknown(given: &str, section: Section) -> PyErr {
    let meant = match meant(given, section) {
        None => String::new(),
        Some((Section::Policy, name)) if section != Section::Policy => {
            format!("; did you mean policy=Policy({name}=...)?")
        }
        Some((other, name)) if section == Section::Policy && other != section => {
            format!("; did you mean `{name}` of Athlete?")
        }
        Some((_, name)) => format!("; did you mean `{name}`?"),
    };
    value_error(format!("no setting is called `{given}`{meant}"))
}

fn value(key: &str, setting: &Bound<'_, PyAny>) -> PyResult<Value> {
    if setting.is_instance_of::<PyList>() || setting.is_instance_of::<PyTuple>() {
        let items: PyResult<Vec<Value>> =
            setting.try_iter()?.map(|item| single_value(key, &item?)).collect();
        return Ok(Value::Array(items?));
    }
    single_value(key, setting)
}

/// Converts a number or a text.
fn single_value(key: &str, setting: &Bound<'_, PyAny>) -> PyResult<Value> {
    if setting.is_instance_of::<PyBool>() {
        return Ok(Value::Boolean(setting.extract()?));
    }
    if setting.is_instance_of::<PyFloat>() {
        return Ok(Value::Float(setting.extract()?));
    }
    if setting.is_instance_of::<PyString>() {
        return Ok(Value::String(setting.extract()?));
    }
    // Whole numbers first, then other numbers. Numbers of other libraries, such as numpy, are
    // accepted.
    match setting.extract::<i64>() {
        Ok(number) => return Ok(Value::Integer(number)),
        Err(error) if error.is_instance_of::<PyOverflowError>(setting.py()) => {
            return Err(value_error(format!("`{key}` is out of range")));
        }
        Err(_) => {}
    }
    if let Ok(number) = setting.extract::<f64>() {
        return Ok(Value::Float(number));
    }
    let kind = setting.get_type();
    Err(PyTypeError::new_err(format!("`{key}`: a number, a text or a list of texts, not {kind}")))
}
