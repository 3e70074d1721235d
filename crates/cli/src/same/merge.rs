//! One record out of two that describe the same edition.

use bibliobus_catalog::{Holding, Merged, Record, Sameness};

use super::keys::folded;

/// Puts what `other` has more than `record` into it. The description of `record` stays; copies,
/// links, numbers and subjects of both are in it afterwards, and what it says nothing of.
pub(super) fn merge(
    record: &mut Record,
    mut other: Record,
    source: &str,
    reason: Sameness,
) {
    record.merged.push(Merged {
        id: other.id.clone(),
        source: source.to_owned(),
        reason,
    });
    record.merged.append(&mut other.merged);
    fill(record, &mut other);
    add_titles(record, &other);
    add_new(&mut record.identifiers, other.identifiers, |identifier| {
        (identifier.kind, identifier.value.clone())
    });
    add_new(&mut record.links, other.links, |link| link.url.clone());
    add_new(&mut record.loans, other.loans, |loan| loan.url.clone());
    add_new(&mut record.subjects, other.subjects, |subject| folded(&subject.heading));
    add_new(&mut record.classes, other.classes, |class| {
        (class.scheme, folded(&class.notation))
    });
    add_new(&mut record.references, other.references, |r| r.heading.clone());
    for holding in other.holdings {
        if !record.holdings.iter().any(|known| is_same(known, &holding)) {
            record.holdings.push(holding);
        }
    }
}

/// Takes what the record says nothing of.
fn fill(record: &mut Record, other: &mut Record) {
    let optional = [
        (&mut record.uniform_title, &mut other.uniform_title),
        (&mut record.edition, &mut other.edition),
        (&mut record.extent, &mut other.extent),
        (&mut record.added, &mut other.added),
        (&mut record.imprint.place, &mut other.imprint.place),
        (&mut record.imprint.publisher, &mut other.imprint.publisher),
        (&mut record.imprint.date, &mut other.imprint.date),
        (&mut record.title.remainder, &mut other.title.remainder),
        (&mut record.title.responsibility, &mut other.title.responsibility),
    ];
    for (own, theirs) in optional {
        if own.is_none() {
            *own = theirs.take();
        }
    }
    record.imprint.year = record.imprint.year.or(other.imprint.year);
    take_if_none(&mut record.creators, &mut other.creators);
    take_if_none(&mut record.languages, &mut other.languages);
    take_if_none(&mut record.series, &mut other.series);
    take_if_none(&mut record.summaries, &mut other.summaries);
    take_if_none(&mut record.contents, &mut other.contents);
    take_if_none(&mut record.notes, &mut other.notes);
    take_if_none(&mut record.vernacular, &mut other.vernacular);
}

fn take_if_none<T>(own: &mut Vec<T>, theirs: &mut Vec<T>) {
    if own.is_empty() {
        own.append(theirs);
    }
}

/// Readers may know the thing by the title that the other source gives it.
fn add_titles(record: &mut Record, other: &Record) {
    let whole = folded(&record.title.full());
    let theirs = other.other_titles.iter().chain([&other.title.proper]);
    for title in theirs {
        let key = folded(title);
        let is_known = whole.starts_with(&key)
            || record.other_titles.iter().any(|known| folded(known) == key)
            || record.uniform_title.as_deref().is_some_and(|known| folded(known) == key);
        if !is_known {
            record.other_titles.push(title.clone());
        }
    }
}

fn add_new<T, K: PartialEq>(own: &mut Vec<T>, theirs: Vec<T>, key: impl Fn(&T) -> K) {
    for one in theirs {
        let wanted = key(&one);
        if !own.iter().any(|known| key(known) == wanted) {
            own.push(one);
        }
    }
}

/// Whether two statements are about the same copies: the same place and mark, and the same
/// barcodes or numbers where there are any.
fn is_same(one: &Holding, other: &Holding) -> bool {
    let mark = |holding: &Holding| {
        holding.call_number.as_ref().map(|mark| folded(&mark.label()))
    };
    let items = |holding: &Holding| {
        let number = |item: &bibliobus_catalog::Item| {
            item.barcode
                .clone()
                .or_else(|| item.inventory.clone())
                .or_else(|| item.copy.clone())
        };
        let mut numbers: Vec<_> = holding.items.iter().map(number).collect();
        numbers.sort();
        numbers
    };
    one.location == other.location
        && mark(one) == mark(other)
        && items(one) == items(other)
        && one.extent == other.extent
}

#[cfg(test)]
mod tests {
    use bibliobus_catalog::{
        Identifier, IdentifierKind, Item, Link, Location, Subject, Title,
    };

    use super::*;

    fn record(id: &str, title: &str) -> Record {
        let title = Title { proper: title.into(), ..Title::default() };
        Record { id: id.into(), title, ..Record::default() }
    }

    fn copy(library: &str, barcode: &str) -> Holding {
        Holding {
            location: Location { library: library.into(), sublocation: None },
            items: vec![Item { barcode: Some(barcode.into()), ..Item::default() }],
            ..Holding::default()
        }
    }

    fn heading(heading: &str) -> Subject {
        Subject { heading: heading.into(), ..Subject::default() }
    }

    #[test]
    fn the_first_description_stays_and_copies_links_numbers_and_subjects_join_it() {
        let mut first = record("c:1", "Чайка");
        first.holdings = vec![copy("C", "1")];
        first.subjects = vec![heading("Театр")];
        let mut second = record("b:7", "Чайка, комедия");
        second.edition = Some("2-е изд.".into());
        second.holdings = vec![copy("C", "1"), copy("B", "2")];
        second.subjects = vec![heading("ТЕАТР"), heading("Пьесы")];
        second.links = vec![Link { url: "https://a.example".into(), ..Link::default() }];
        let isbn = Identifier::new(IdentifierKind::Isbn, "9780306406157");
        second.identifiers = isbn.into_iter().collect();
        merge(&mut first, second, "bus.csv", Sameness::IsbnTitleYear);
        assert_eq!((first.id.as_str(), first.title.proper.as_str()), ("c:1", "Чайка"));
        assert_eq!(first.other_titles, ["Чайка, комедия"]);
        assert_eq!(first.edition.as_deref(), Some("2-е изд."));
        assert_eq!(first.holdings, [copy("C", "1"), copy("B", "2")]);
        assert_eq!(first.subjects, [heading("Театр"), heading("Пьесы")]);
        assert_eq!((first.links.len(), first.identifiers.len()), (1, 1));
        let merged = Merged {
            id: "b:7".into(),
            source: "bus.csv".into(),
            reason: Sameness::IsbnTitleYear,
        };
        assert_eq!(first.merged, [merged]);
    }
}
