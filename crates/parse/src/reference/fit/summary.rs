//! What the messages of a file hold, kind by kind.

use super::reading::Reading;
use crate::reference::values::{Values, shown_number};
use fitparser::profile::MesgNum;
use fitparser::{FitDataField, Value};
use recoup_model::reference::fit::{DEGREES_PER_SEMICIRCLE, fitparser, is_developer, time_ms};

/// How fitparser begins the name of a field that the profile does not have.
const UNKNOWN_FIELD: &str = "unknown_field_";
/// Decimals of the numbers in a list.
const DECIMALS: usize = 3;
/// FIT's unit of angle, shown as degrees.
const SEMICIRCLES: &str = "semicircles";

/// What the messages of one kind hold.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MessageSummary {
    /// FIT's number of the kind.
    pub number: u16,
    /// FIT's name of the kind, if the profile has it.
    pub name: Option<String>,
    /// How many messages there are.
    pub count: usize,
    /// Their fields by number, developer fields last.
    pub fields: Vec<FieldSummary>,
}

/// What a field holds in the messages of one kind.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FieldSummary {
    /// FIT's number of the field, or the developer's.
    pub number: u8,
    /// FIT's name of the field, if the profile has it, or the developer's.
    pub name: Option<String>,
    /// The unit of its values; empty if it has none.
    pub units: String,
    /// Whether it is a developer field.
    pub is_developer: bool,
    /// How many messages hold a valid value.
    pub count: usize,
    /// What they come to; names of enumerated values and lists are texts.
    pub values: Values,
}

impl Reading {
    /// What the messages of all files of the chain hold, by kind, in order of first appearance.
    #[must_use]
    pub fn summary(&self) -> Vec<MessageSummary> {
        let mut kinds: Vec<MessageSummary> = Vec::new();
        let records = || self.files.iter().flatten();
        // Telling developer fields takes time, and without a description there is none.
        let has_developer = records().any(|record| record.kind() == MesgNum::FieldDescription);
        for record in records() {
            let number = record.kind().as_u16();
            let at = kinds.iter().position(|kind| kind.number == number).unwrap_or_else(|| {
                kinds.push(MessageSummary::new(record.kind()));
                kinds.len() - 1
            });
            kinds[at].count += 1;
            for field in record.fields() {
                kinds[at].take(field, has_developer && is_developer(field));
            }
        }
        for kind in &mut kinds {
            kind.fields.sort_by(|field, other| field.key().cmp(&other.key()));
        }
        kinds
    }
}

impl MessageSummary {
    fn new(kind: MesgNum) -> Self {
        let number = kind.as_u16();
        let name = MesgNum::is_named_variant(number.into()).then(|| kind.to_string());
        Self { number, name, count: 0, fields: Vec::new() }
    }

    fn take(&mut self, field: &FitDataField, is_developer: bool) {
        // FIT's way of writing no text, which fitparser takes for one.
        if matches!(field.value(), Value::String(text) if text.is_empty()) {
            return;
        }
        let is_named = is_developer || !field.name().starts_with(UNKNOWN_FIELD);
        let name = is_named.then(|| field.name());
        let key = (is_developer, field.number(), name, units(field));
        let known = self.fields.iter().position(|known| key == known.key());
        let at = known.unwrap_or_else(|| {
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

    /// What a field is known by. FIT has numbers whose meaning depends on another field, and the
    /// fields of several developers can have one number.
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

/// A value as text; a dash for an invalid one in a list.
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
