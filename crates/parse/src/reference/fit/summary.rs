//! Summary of a file's messages by kind.

use super::reading::FitDump;
use crate::reference::values::{Values, shown_number};
use fitparser::profile::MesgNum;
use fitparser::{FitDataField, Value};
use recoup_model::reference::fit::{DEGREES_PER_SEMICIRCLE, fitparser, is_developer, time_ms};
use std::collections::HashMap;

/// Prefix of fitparser's names for fields outside the profile.
const UNKNOWN_FIELD: &str = "unknown_field_";
/// Number of decimals in lists.
const DECIMALS: usize = 3;
/// FIT's unit of angle, shown as degrees.
const SEMICIRCLES: &str = "semicircles";

/// Summary of the messages of one kind.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MessageSummary {
    /// FIT's number of the kind.
    pub number: u16,
    /// FIT's name of the kind, if the profile has one.
    pub name: Option<String>,
    /// Number of messages.
    pub count: usize,
    /// Fields by number, developer fields last.
    pub fields: Vec<FieldSummary>,
}

/// Summary of one field in the messages of a kind.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FieldSummary {
    /// Number of the field by FIT's profile or by its developer.
    pub number: u8,
    /// Name of the field by FIT's profile or by its developer.
    pub name: Option<String>,
    /// Unit of the values, or an empty text.
    pub units: String,
    /// Whether the field is a developer field.
    pub is_developer: bool,
    /// Number of messages with a valid value.
    pub count: usize,
    /// Summary of the values. Names of enumerated values and lists are texts.
    pub values: Values,
}

impl FitDump {
    /// Returns a summary of the messages of all files of the chain, by kind, in order of first
    /// appearance.
    #[must_use]
    pub fn summary(&self) -> Vec<MessageSummary> {
        let mut kinds: Vec<MessageSummary> = Vec::new();
        let mut places: HashMap<u16, KindPlaces> = HashMap::new();
        let records = || self.files.iter().flatten();
        // Recognizing developer fields takes time, and a file without a description has no such
        // fields.
        let has_developer = records().any(|record| record.kind() == MesgNum::FieldDescription);
        for record in records() {
            let number = record.kind().as_u16();
            let known = places.entry(number).or_insert_with(|| {
                kinds.push(MessageSummary::new(record.kind()));
                KindPlaces { at: kinds.len() - 1, fields: HashMap::new() }
            });
            let kind = &mut kinds[known.at];
            kind.count += 1;
            for field in record.fields() {
                kind.take(field, has_developer && is_developer(field), &mut known.fields);
            }
        }
        for kind in &mut kinds {
            kind.fields.sort_by(|field, other| field.key().cmp(&other.key()));
        }
        kinds
    }
}

/// Index of a kind in the summary, and the indices of its fields by their keys.
struct KindPlaces {
    at: usize,
    fields: HashMap<FieldKey, usize>,
}

/// Identity of a field: whether it is a developer field, its number, name and unit. The meaning of
/// some FIT fields depends on another field, and fields of several developers can have the same
/// number.
type FieldKey = (bool, u8, Option<String>, String);

impl MessageSummary {
    fn new(kind: MesgNum) -> Self {
        let number = kind.as_u16();
        let name = MesgNum::is_named_variant(number.into()).then(|| kind.to_string());
        Self { number, name, count: 0, fields: Vec::new() }
    }

    fn take(
        &mut self,
        field: &FitDataField,
        is_developer: bool,
        places: &mut HashMap<FieldKey, usize>,
    ) {
        // An empty text is FIT's way to write no text.
        if matches!(field.value(), Value::String(text) if text.is_empty()) {
            return;
        }
        let is_named = is_developer || !field.name().starts_with(UNKNOWN_FIELD);
        let name = is_named.then(|| field.name());
        let key = (is_developer, field.number(), name.map(str::to_owned), units(field).to_owned());
        let at = *places.entry(key).or_insert_with(|| {
            self.fields.push(FieldSummary::new(field, name, is_developer));
            self.fields.len() - 1
        });
        self.fields[at].take(field);
    }
}

impl FieldSummary {
    fn new(field: &FitDataField, name: Option<&str>, is_developer: bool) -> Self {
        Self {
            number: field.number(),
            name: name.map(str::to_owned),
            units: units(field).to_owned(),
            is_developer,
            count: 0,
            values: Values::default(),
        }
    }

    /// Returns the identity of a field, by which the summary is sorted.
    fn key(&self) -> (bool, u8, Option<&str>, &str) {
        (self.is_developer, self.number, self.name.as_deref(), &self.units)
    }

    fn take(&mut self, field: &FitDataField) {
        self.count += 1;
        if let Some(ms) = time_ms(field) {
            self.values.take_time(ms);
        } else if let Some(number) = number(field.value()) {
            let is_angle = field.units() == SEMICIRCLES;
            let factor = if is_angle { DEGREES_PER_SEMICIRCLE } else { 1.0 };
            self.values.take_number(number * factor);
        } else {
            self.values.take_text(shown(field.value()));
        }
    }
}

fn units(field: &FitDataField) -> &str {
    if field.units() == SEMICIRCLES { "deg" } else { field.units() }
}

fn number(value: &Value) -> Option<f64> {
    value.clone().try_into().ok()
}

/// Formats a value as text. An invalid value in a list becomes a dash.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(values) => values.iter().map(shown).collect::<Vec<String>>().join(" "),
        Value::Invalid => "-".to_owned(),
        other => match number(other) {
            Some(number) => shown_number(number, DECIMALS),
            None => other.to_string(),
        },
    }
}
