//! What makes two records the same: the keys by which they are compared.

use std::hash::{DefaultHasher, Hash, Hasher};

use bibliobus_catalog::{Identifier, IdentifierKind, Record, Sameness};
use bibliobus_ingest::Entry;

/// Gives each key of a record to `add`: what it says, and its hash. Two records that share one
/// are the same edition (or the same record, by its control number).
pub(crate) fn keys(entry: &Entry, add: &mut dyn FnMut(Sameness, u64)) {
    let Some(record) = &entry.record else { return };
    let mut numbers: Vec<String> = entry
        .control_numbers
        .iter()
        .filter_map(|number| control_number(number))
        .collect();
    numbers.extend(record.identifiers.iter().filter_map(
        |identifier| match identifier.kind {
            IdentifierKind::Oclc => Some(format!("ocolc/{}", identifier.value)),
            IdentifierKind::Lccn => Some(format!("dlc/{}", identifier.value)),
            _ => None,
        },
    ));
    numbers.sort_unstable();
    numbers.dedup();
    for number in &numbers {
        add(Sameness::ControlNumber, hash(&(0, number)));
    }
    for key in isbn_title_year(record) {
        add(Sameness::IsbnTitleYear, key);
    }
}

/// The number with its agency, as `(OCoLC)ocm00012345` and `(OCoLC)12345` agree on it.
fn control_number(text: &str) -> Option<String> {
    let (agency, number) = text.strip_prefix('(')?.split_once(')')?;
    let mut agency = folded(agency);
    // Knowledge bases number works and titles in 035 as well: `(PQKBWorkID)10291908`.
    if agency.ends_with("workid") || agency.ends_with("titlecode") {
        return None;
    }
    let number = match agency.as_str() {
        "ocolc" => Identifier::new(IdentifierKind::Oclc, number)?.value,
        "dlc" => Identifier::new(IdentifierKind::Lccn, number)?.value,
        _ => folded(number),
    };
    agency.push('/');
    agency.push_str(&number);
    (!number.is_empty()).then_some(agency)
}

/// A key for each ISBN of a record with a title and a year. The parts of a set share the set's
/// ISBN, so number and name of the part count; a recording of a book may carry the book's.
fn isbn_title_year(record: &Record) -> Vec<u64> {
    let Some(year) = record.year() else { return Vec::new() };
    if record.identifiers.iter().all(|i| i.kind != IdentifierKind::Isbn) {
        return Vec::new();
    }
    let title = folded(&record.title.proper);
    let part = record.title.part.as_deref().map(folded).unwrap_or_default();
    let isbns = record.identifiers.iter().filter(|i| i.kind == IdentifierKind::Isbn);
    let key =
        |isbn: &Identifier| hash(&(1, &isbn.value, &title, &part, year, record.material));
    let mut keys: Vec<u64> =
        if title.is_empty() { Vec::new() } else { isbns.map(key).collect() };
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether two records that share a control number can be one: numbers of other systems are
/// copied with the record when another edition is described after it; its own number is not, nor
/// are its title and year.
pub(crate) fn agree(one: &Record, other: &Record) -> bool {
    let own = |record: &Record| {
        record.id.rsplit(':').next().map(folded).filter(|own| own.len() > 3)
    };
    let years_agree = match (one.year(), other.year()) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    (own(one).is_some() && own(one) == own(other))
        || (years_agree && titles_agree(one, other))
}

fn titles_agree(one: &Record, other: &Record) -> bool {
    let titles = |record: &Record| {
        let more = [record.original_title(), record.uniform_title.as_deref()];
        let more = more.into_iter().flatten();
        let all = more.chain(record.other_titles.iter().map(String::as_str));
        let mut all: Vec<String> = all.map(folded).collect();
        all.push(folded(&record.title.full()));
        all.push(folded(&record.title.proper));
        all.retain(|title| !title.is_empty());
        all
    };
    let parts_agree = match (&one.title.part, &other.title.part) {
        (Some(one), Some(other)) => folded(one) == folded(other),
        _ => true,
    };
    let (ones, others) = (titles(one), titles(other));
    let begins =
        |a: &String, b: &String| a.starts_with(b.as_str()) || b.starts_with(a.as_str());
    parts_agree && ones.iter().any(|a| others.iter().any(|b| begins(a, b)))
}

/// Letters and digits in small, ё as е.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        let signs = text.bytes().filter(u8::is_ascii_alphanumeric);
        let mut folded = String::with_capacity(text.len());
        folded.extend(signs.map(|sign| char::from(sign.to_ascii_lowercase())));
        return folded;
    }
    let signs = text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric());
    signs.map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

pub(crate) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use bibliobus_catalog::{Imprint, Title};

    use super::*;

    fn record(id: &str, title: &str, year: i16) -> Record {
        Record {
            id: id.into(),
            title: Title { proper: title.into(), ..Title::default() },
            imprint: Imprint { year: Some(year), ..Imprint::default() },
            ..Record::default()
        }
    }

    #[test]
    fn a_number_is_one_in_every_form_and_that_of_a_work_is_none_of_a_record() {
        let number = |text| control_number(text);
        assert_eq!(number("(OCoLC)ocm00012345"), number("(OCoLC) 12345"));
        assert_ne!(number("(OCoLC)12345"), number("(DLC)12345"));
        assert_ne!(number("(A)17"), number("(B)17"));
        for none in ["ocm12345", "(PQKBWorkID)10291908", "(PQKBTitleCode)TC1", "(A)"] {
            assert_eq!(number(none), None, "{none}");
        }
    }

    #[test]
    fn a_number_that_was_copied_to_another_edition_does_not_make_it_the_same() {
        let first = record("a1", "Evolutionary bioinformatics", 2006);
        let later = record("a2", "Evolutionary bioinformatics", 2011);
        let longer = record("b7", "Evolutionary bioinformatics : an introduction", 2006);
        assert!(!agree(&first, &later));
        assert!(agree(&first, &longer));
        // Its own number is its own, whatever a conversion made of the title.
        let broken = record("c:001074263", "Temperature interconversion p6", 2006);
        let sound = record("001074263", "Temperature interconversion ⁶", 2007);
        assert!(agree(&broken, &sound));
    }
}
