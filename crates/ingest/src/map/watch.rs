//! How a record grew: after each rule, what it added. For a librarian who asks why a record is
//! as it is; nobody watches when a file is read.

use bibliobus_catalog::Record;
use serde_json::Value;

use super::{Draft, Watch};
use crate::marc::Field;
use crate::profile::Rule;

/// One step from fields to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The field that was read; `None` for what only the whole record can tell.
    pub field: Option<String>,
    /// The rule: the entry of the profile and its line, or the name of the step.
    pub rule: String,
    /// What changed: the noun and what is new in it.
    pub changes: Vec<(String, String)>,
}

/// Notes every step.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    before: Record,
    steps: Vec<Step>,
}

impl Steps {
    /// The steps that changed something.
    pub(crate) fn into_steps(self) -> Vec<Step> {
        self.steps
    }

    fn note(&mut self, draft: &Draft<'_>, field: Option<String>, rule: String) {
        let after = draft.so_far();
        let changes = changes(&self.before, &after);
        if !changes.is_empty() {
            self.steps.push(Step { field, rule, changes });
            self.before = after;
        }
    }
}

impl Watch for Steps {
    fn after_rule(&mut self, draft: &Draft<'_>, field: Field<'_>, rule: &Rule) {
        let noun = rule.says.noun();
        let name = format!("[[{noun}]] of {}, line {}", rule.profile, rule.line);
        self.note(draft, Some(field.tag().to_string()), name);
    }

    fn after_step(&mut self, draft: &Draft<'_>, step: &'static str) {
        self.note(draft, None, format!("the whole record: {step}"));
    }
}

/// What is new in the second record, by its nouns.
fn changes(before: &Record, after: &Record) -> Vec<(String, String)> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    for (noun, new) in &after {
        match (before.get(noun), new) {
            (Some(old), new) if old == new => {}
            (Some(Value::Array(old)), Value::Array(new)) => {
                in_list(noun, old, new, &mut changes);
            }
            (Some(Value::Object(old)), Value::Object(new)) => {
                let changed =
                    new.iter().filter(|(key, value)| old.get(*key) != Some(*value));
                changes.extend(
                    changed
                        .map(|(key, value)| (format!("{noun}.{key}"), in_words(value))),
                );
            }
            (_, new) => changes.push((noun.clone(), in_words(new))),
        }
    }
    changes
}

fn in_list(
    noun: &str,
    old: &[Value],
    new: &[Value],
    changes: &mut Vec<(String, String)>,
) {
    let before = changes.len();
    let added = new.iter().filter(|value| !old.contains(value));
    changes.extend(added.map(|value| (noun.to_owned(), in_words(value))));
    if changes.len() == before {
        let words = if new.len() < old.len() { "one less" } else { "in another order" };
        changes.push((noun.to_owned(), words.to_owned()));
    }
}

/// A value as a person would write it down; what is empty is left out.
fn in_words(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            format!("[{}]", values.iter().map(in_words).collect::<Vec<_>>().join("; "))
        }
        Value::Object(object) => {
            let pairs = object.iter().filter(|(_, value)| !is_empty(value));
            let pairs = pairs.map(|(key, value)| format!("{key}: {}", in_words(value)));
            pairs.collect::<Vec<_>>().join(", ")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}
