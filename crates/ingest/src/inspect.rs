//! One record seen through: raw, as mapped, with the rule behind every noun. Not for whole
//! files (see `Input`).

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::findings::Findings;
use crate::map::{self, Step, Steps};
use crate::marc::MarcRecord;
use crate::profile::Compiled;
use crate::{Entry, Input, InputError, Options};

/// A record of fields, seen through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// The profile that it was mapped by.
    pub profile: String,
    /// The leader; empty where the format has none.
    pub leader: String,
    /// The fields in the order of the file.
    pub fields: Vec<RawField>,
    /// What each rule made of them.
    pub steps: Vec<Step>,
    /// What stands in the file, of a format without fields of MARC (bytes without a meaning
    /// replaced): the JSON or XML of the record, or the cells of its row, each behind the heading of
    /// its column and the key that the column was taken for.
    pub text: String,
}

/// A field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawField {
    /// Its tag.
    pub tag: String,
    /// Its two indicators.
    pub indicators: String,
    /// Its subfields with their codes; a field without subfields has one without a code.
    pub subfields: Vec<(Option<char>, String)>,
}

/// The record with this number (from one) of a file: its entry, and what was seen of how it came
/// about: its text, or of a record of fields these and what each rule made of them. `None` if the
/// file has fewer.
pub fn inspect(
    path: &Path,
    options: &Options,
    number: u64,
) -> Result<Option<(Entry, Option<Inspection>)>, InputError> {
    let eye = Arc::new(Eye { number, seen: Mutex::new(None) });
    for entry in Input::watched(path, options, Arc::clone(&eye))? {
        let entry = entry?;
        if entry.number == number {
            return Ok(Some((entry, eye.take())));
        }
    }
    Ok(None)
}

/// Looks at one record when it comes by.
#[derive(Debug)]
pub(crate) struct Eye {
    number: u64,
    seen: Mutex<Option<Inspection>>,
}

impl Eye {
    /// Looks at a record, if it is the one.
    pub(crate) fn look(&self, number: u64, source: &MarcRecord, profile: &Compiled) {
        if number == self.number {
            let seen = inspection(source, profile);
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
        }
    }

    /// Looks at the text of a record, if it is the one.
    pub(crate) fn read(&self, number: u64, text: impl FnOnce() -> String) {
        if number == self.number {
            let seen = Inspection { text: text(), ..Inspection::default() };
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
        }
    }

    fn take(&self) -> Option<Inspection> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

fn inspection(source: &MarcRecord, profile: &Compiled) -> Inspection {
    let mut steps = Steps::default();
    // What is odd was noted when the record was read.
    map::watched(source, profile, None, &mut Findings::new(""), false, &mut steps);
    Inspection {
        profile: profile.name().to_owned(),
        leader: source.leader().text().trim_end().to_owned(),
        fields: source.fields().map(raw).collect(),
        steps: steps.into_steps(),
        text: String::new(),
    }
}

fn raw(field: crate::marc::Field<'_>) -> RawField {
    let text = field.text();
    let whole = (!text.is_empty()).then(|| (None, text.to_owned()));
    let subfields =
        field.subfields().map(|(code, text)| (Some(char::from(code)), text.to_owned()));
    RawField {
        tag: field.tag().to_string(),
        indicators: [field.first_indicator(), field.second_indicator()]
            .map(char::from)
            .iter()
            .collect(),
        subfields: whole.into_iter().chain(subfields).collect(),
    }
}
