//! Records that seem to say the same: the same ISBN, or the same title, creator and year. A
//! suspicion for a person to look at; what is merged when a catalogue is built, ingest decides.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use bibliobus_catalog::{IdentifierKind, Record};

use super::issue::Issue;

/// Which record was the first: the number of its file, and its own in it.
type First = (u32, u64);

/// The records that came before, by hashes of what makes them the same.
#[derive(Debug, Default)]
pub(super) struct Twins {
    isbns: HashMap<u64, First>,
    titles: HashMap<u64, First>,
}

impl Twins {
    /// Compares a record with those before it.
    pub(super) fn compare(
        &mut self,
        file: usize,
        number: u64,
        record: &Record,
        add: &mut dyn FnMut(Issue, String),
    ) {
        let here = (u32::try_from(file).unwrap_or(u32::MAX), number);
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

/// Letters and digits in small, ё as е.
fn folded(text: &str) -> String {
    let signs = text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric());
    signs.map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
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
        let records = [
            record("Чайка: комедия", "Чехов, А. П.", Some("9780306406157")),
            record("Огни", "Чехов, А. П.", None),
            record("ЧАЙКА : комедия", "Чехов А.П.", Some("0-306-40615-2")),
        ];
        for (number, record) in (1..).zip(&records) {
            twins
                .compare(0, number, record, &mut |issue, what| found.push((issue, what)));
        }
        let expected = [
            (Issue::SameIsbn, "9780306406157: № 1".to_owned()),
            (Issue::SameTitle, "№ 1".to_owned()),
        ];
        assert_eq!(found, expected);
    }
}
