//! Records that seem to say the same: the same ISBN, or the same title, creator and year. A
//! suspicion for a person to look at. Those of two sources that `build` makes one of are told
//! apart: see `same`.

use std::collections::HashMap;

use bibliobus_catalog::{IdentifierKind, Record};
use bibliobus_ingest::Entry;

use super::issue::Issue;
use crate::same::{folded, hash, keys};

/// Which record was the first: the number of its file, and its own in it.
type First = (u32, u64);

/// The records that came before, by hashes of what makes them the same.
#[derive(Debug, Default)]
pub(super) struct Twins {
    keys: HashMap<u64, First>,
    isbns: HashMap<u64, First>,
    titles: HashMap<u64, First>,
}

impl Twins {
    /// Compares a record out of the last of `files` with those before it.
    pub(super) fn compare(
        &mut self,
        files: &[String],
        entry: &Entry,
        record: &Record,
        add: &mut dyn FnMut(Issue, String),
    ) {
        let file = u32::try_from(files.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let here = (file, entry.number);
        let mut elsewhere = None;
        keys(entry, &mut |_, key| {
            let first = *self.keys.entry(key).or_insert(here);
            if first.0 != here.0 {
                elsewhere = Some(first);
            } else if first != here {
                add(Issue::SameTitle, said("", first));
            }
        });
        if let Some((file, number)) = elsewhere {
            let name = files.get(file as usize).map(String::as_str).unwrap_or_default();
            return add(Issue::SameElsewhere, format!("{name}: № {number}"));
        }
        let isbns = record.identifiers.iter().filter(|i| i.kind == IdentifierKind::Isbn);
        for isbn in isbns {
            let first = *self.isbns.entry(hash(&isbn.value)).or_insert(here);
            if first != here {
                add(Issue::SameIsbn, said(&isbn.value, first));
            }
        }
        let Some(key) = key(record) else { return };
        let first = *self.titles.entry(hash(&key)).or_insert(here);
        if first != here {
            add(Issue::SameTitle, said("", first));
        }
    }
}

fn said(what: &str, (_, number): First) -> String {
    if what.is_empty() {
        format!("№ {number}")
    } else {
        format!("{what}: № {number}")
    }
}

/// What makes two records the same: the whole title, the first creator, the year. Short titles
/// without a creator are too common to say anything.
fn key(record: &Record) -> Option<(String, String, Option<i16>)> {
    let title = folded(&record.title.full());
    let creator = record.creators.first().map(|c| folded(&c.name)).unwrap_or_default();
    let is_telling =
        title.chars().count() > 3 && (!creator.is_empty() || title.len() > 40);
    is_telling.then(|| (title, creator, record.year()))
}

#[cfg(test)]
mod tests {
    use bibliobus_catalog::{Creator, Identifier, Title};

    use super::*;

    fn record(title: &str, creator: &str, isbn: Option<&str>) -> Record {
        let identifiers = isbn.and_then(|i| Identifier::new(IdentifierKind::Isbn, i));
        Record {
            title: Title { proper: title.into(), ..Title::default() },
            creators: vec![Creator { name: creator.into(), ..Creator::default() }],
            identifiers: identifiers.into_iter().collect(),
            ..Record::default()
        }
    }

    #[test]
    fn the_second_of_two_is_told_with_the_number_of_the_first() {
        let mut twins = Twins::default();
        let mut found = Vec::new();
        let files = ["a.mrc".to_owned()];
        let records = [
            record("Чайка: комедия", "Чехов, А. П.", Some("9780306406157")),
            record("Огни", "Чехов, А. П.", None),
            record("ЧАЙКА : комедия", "Чехов А.П.", Some("0-306-40615-2")),
        ];
        for (number, record) in (1..).zip(records) {
            let entry = Entry { record: Some(record), number, ..Entry::default() };
            let record = entry.record.as_ref().unwrap();
            let mut add = |issue, what| found.push((issue, what));
            twins.compare(&files, &entry, record, &mut add);
        }
        let expected = [
            (Issue::SameIsbn, "9780306406157: № 1".to_owned()),
            (Issue::SameTitle, "№ 1".to_owned()),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_another_file_has_too_is_no_suspicion() {
        let mut twins = Twins::default();
        let mut found = Vec::new();
        let mut files = Vec::new();
        for (file, number) in [("a.mrc", 7), ("b.mrc", 2)] {
            files.push(file.to_owned());
            let mut record = record("Чайка: комедия", "Чехов", Some("9780306406157"));
            record.imprint.year = Some(1999);
            let entry = Entry { record: Some(record), number, ..Entry::default() };
            let record = entry.record.as_ref().unwrap();
            let mut add = |issue, what| found.push((issue, what));
            twins.compare(&files, &entry, record, &mut add);
        }
        assert_eq!(found, [(Issue::SameElsewhere, "a.mrc: № 7".to_owned())]);
    }
}
