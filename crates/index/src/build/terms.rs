//! The terms of a record: which words and numbers lead to it, and from which fields.
//! Not for how they are stored (see `gather`).

use bibliobus_catalog::{Identifier, IdentifierKind, Record, look_alike};

use crate::{
    analysis::Analyzer,
    format::dictionary::{TermKind, key},
    weights::RankField,
};

/// A text of a record and the field that it stands in.
type Text<'a> = (RankField, &'a str);

/// Every text of a record that search looks at.
pub(super) fn texts(record: &Record) -> Vec<Text<'_>> {
    let mut texts = title_texts(record);
    texts.extend(record.creators.iter().map(|c| (RankField::Creator, c.name.as_str())));
    texts
        .extend(record.subjects.iter().map(|s| (RankField::Subject, s.heading.as_str())));
    texts.extend(vernacular_texts(record));
    texts.extend(reference_texts(record));
    texts.extend(other_texts(record).map(|text| (RankField::Other, text)));
    texts
}

fn title_texts(record: &Record) -> Vec<Text<'_>> {
    let title = &record.title;
    let parts = [&title.remainder, &title.part].into_iter().flatten();
    let others = parts.chain(&record.uniform_title).chain(&record.other_titles);
    let others = others.map(String::as_str);
    let mut texts = vec![(RankField::Title, title.proper.as_str())];
    texts.extend(others.map(|text| (RankField::OtherTitle, text)));
    texts
}

fn vernacular_texts(record: &Record) -> impl Iterator<Item = Text<'_>> {
    record.vernacular.iter().map(|vernacular| {
        let text = vernacular.text.as_str();
        match vernacular.tag.as_str() {
            "245" => (RankField::OriginalTitle, title_proper(text)),
            "100" | "110" | "111" | "700" | "710" | "711" => (RankField::Creator, text),
            tag if tag.starts_with('6') => (RankField::Subject, text),
            tag if tag.starts_with('2') || tag.starts_with("74") => {
                (RankField::OtherTitle, text)
            }
            _ => (RankField::Other, text),
        }
    })
}

/// The forms under which authorities know the headings. Those of a creator are found as
/// creators (`author:clemens` gives the books of Mark Twain), behind records that have the form
/// themselves; those of a subject count as notes do, which is less than a subject.
fn reference_texts(record: &Record) -> impl Iterator<Item = Text<'_>> {
    record.references.iter().flat_map(|reference| {
        let is_creator = record.creators.iter().any(|c| c.name == reference.heading);
        let field = if is_creator { RankField::CreatorVariant } else { RankField::Other };
        let forms = reference.preferred.iter().chain(&reference.see_from);
        let forms = forms.chain(&reference.see_also);
        forms.map(move |form| (field, form.as_str()))
    })
}

/// A title without its remainder and statement of responsibility (ISBD 1.1).
fn title_proper(text: &str) -> &str {
    text.split([':', '/']).next().unwrap_or(text)
}

fn other_texts(record: &Record) -> impl Iterator<Item = &str> {
    let single = [
        &record.title.responsibility,
        &record.edition,
        &record.imprint.publisher,
        &record.imprint.place,
        &record.imprint.date,
    ];
    let many = record.summaries.iter().chain(&record.contents).chain(&record.notes);
    let series = record.series.iter().map(|series| series.title.as_str());
    single.into_iter().flatten().chain(many).map(String::as_str).chain(series)
}

/// The keys of the numbers that lead to a record: standard numbers, its own id and those of the
/// records that became one with it, barcodes and inventory numbers, call numbers.
pub(super) fn number_keys(record: &Record, analyzer: &Analyzer) -> Vec<Vec<u8>> {
    let items = || record.holdings.iter().flat_map(|holding| &holding.items);
    let barcodes = items().flat_map(|item| [&item.barcode, &item.inventory]).flatten();
    let marks = record.holdings.iter().filter_map(|holding| holding.call_number.as_ref());
    let mut keys: Vec<Vec<u8>> = record.identifiers.iter().map(identifier_key).collect();
    keys.extend(barcodes.map(|number| key(TermKind::Number, &analyzer.squeezed(number))));
    keys.extend(marks.map(|mark| call_number_key(&mark.label(), analyzer)));
    keys.push(id_key(&record.id, analyzer));
    keys.extend(record.merged.iter().map(|merged| id_key(&merged.id, analyzer)));
    keys.retain(|key| key.len() > 1);
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The key under which a record is found by its id.
pub(crate) fn id_key(id: &str, analyzer: &Analyzer) -> Vec<u8> {
    key(TermKind::Number, &id_text(id, analyzer))
}

/// An id as it is typed in many ways, or as it is where nothing of it is left.
fn id_text(id: &str, analyzer: &Analyzer) -> String {
    let squeezed = analyzer.squeezed(id);
    if squeezed.is_empty() { id.to_owned() } else { squeezed }
}

/// The key under which a record is found by its id where too many others have that number, as a
/// barcode say, to look through them. No number that a reader types begins so.
pub(crate) fn own_key(id: &str, analyzer: &Analyzer) -> Vec<u8> {
    key(TermKind::Number, &format!("\0{}", id_text(id, analyzer)))
}

/// The part of a standard number that tells it from others. The last sign of an ISBN or ISSN
/// only checks the others, and is wrong in many a book and many a query.
fn telling(identifier: &Identifier) -> String {
    let value = identifier.value.as_str();
    let checked = || value.get(..value.len().saturating_sub(1)).unwrap_or_default();
    match identifier.kind {
        IdentifierKind::Isbn if value.len() == 10 => format!("978{}", checked()),
        IdentifierKind::Isbn | IdentifierKind::Issn => checked().to_owned(),
        IdentifierKind::Lccn | IdentifierKind::Oclc | IdentifierKind::Doi => value.into(),
    }
}

/// The key of a standard number.
pub(crate) fn identifier_key(identifier: &Identifier) -> Vec<u8> {
    let system = match identifier.kind {
        IdentifierKind::Isbn => 'b',
        IdentifierKind::Issn => 's',
        IdentifierKind::Lccn => 'l',
        IdentifierKind::Oclc => 'o',
        IdentifierKind::Doi => 'd',
    };
    key(TermKind::Identifier, &format!("{system}{}", telling(identifier)))
}

/// The key of a call number: letters and digits only, and a Cyrillic letter that looks like a
/// Latin one is one with it, because labels are typed on either keyboard.
pub(crate) fn call_number_key(label: &str, analyzer: &Analyzer) -> Vec<u8> {
    let squeezed: String = analyzer.squeezed(label).chars().map(look_alike).collect();
    key(TermKind::CallNumber, &squeezed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bibliobus_catalog::Vernacular;

    #[test]
    fn the_original_title_counts_without_remainder_and_responsibility() {
        let vernacular = Vernacular {
            tag: "245".into(),
            text: "فيض الإله : شرح / عمر بركات".into(),
        };
        let record = Record { vernacular: vec![vernacular], ..Record::default() };
        assert!(texts(&record).contains(&(RankField::OriginalTitle, "فيض الإله ")));
    }

    #[test]
    fn an_isbn_is_one_in_every_form_whatever_its_check_digit() {
        let isbn = |text: &str| {
            let kind = IdentifierKind::Isbn;
            let number = Identifier::new(kind, text)
                .or_else(|| Identifier::misprinted(kind, text))
                .unwrap();
            identifier_key(&number)
        };
        let key = isbn("0-306-40615-2");
        for text in ["9780306406157", "0306406153", "978-0-306-40615-0", "030640615X"] {
            assert_eq!(isbn(text), key, "{text}");
        }
        assert_ne!(isbn("9790306406156"), key);
    }

    #[test]
    fn call_numbers_are_one_however_they_are_typed() {
        let analyzer = Analyzer::new();
        let key = |label: &str| call_number_key(label, &analyzer);
        assert_eq!(key("94(47) Б 20"), key("94 (47)Б20"));
        assert_eq!(key("В 24"), key("B-24"));
        assert_eq!(key("QA76.73 .R87"), key("qa 76.73 r87"));
    }
}
