//! Holdings: where the thing stands, and its copies.

use bibliobus_catalog::{CallNumber, Item, Location, Status};

use super::shelf::Loose;
use super::{Draft, classes, iso_date, links};
use crate::findings::quote;
use crate::marc::Field;
use crate::profile::{Codes, HoldingEntry, ItemEntry, MarkEntry, MarkPart, StatusIs};
use crate::text::{joined, without_joint};
use crate::{FindingKind, Severity};

/// A field about a holding, a copy, or both. One that should name a branch, and names neither that
/// nor a place, says nothing to a reader and is passed over.
pub(super) fn holding(draft: &mut Draft<'_>, field: Field<'_>, entry: &HoldingEntry) {
    let library = entry.library.first_in(field).map(without_joint);
    let library = library.or(entry.library_or.as_deref());
    let is_code = |code: &str| {
        entry.library_at_most.is_none_or(|most| code.chars().count() <= most)
    };
    let belongs = entry.belongs_to.is_some();
    let place = entry.place.first_in(field).map(|place| without_joint(place).to_owned());
    let names_no_place = library.is_none() && place.is_none() && !belongs;
    if library.is_some_and(|code| !is_code(code))
        || (names_no_place && !entry.library.is_empty())
    {
        return;
    }
    let Copy::Told(item) = copy(draft, field, entry.item.as_ref()) else { return };
    let location =
        Location { library: library.unwrap_or_default().to_owned(), sublocation: place };
    let loose = Loose {
        rank: entry.rank,
        location,
        call_number: call_number(draft, field, entry),
        item,
        notes: notes(field, entry),
        held: joined(field.all(&entry.held), "; "),
    };
    let text = |code: Option<crate::profile::Code>| {
        code.and_then(|code| field.first(code.0)).map(number_in)
    };
    if belongs {
        draft.shelf.add_loose(text(entry.belongs_to), loose);
    } else if !loose.is_empty() {
        draft.shelf.put(text(entry.number), loose);
    }
    links::of_copy(draft, field, &entry.link);
}

/// The notes that are for readers.
fn notes(field: Field<'_>, entry: &HoldingEntry) -> Vec<String> {
    let notes = field.all(&entry.note);
    let notes = notes.filter_map(|note| note.strip_prefix(entry.note_begins.as_str()));
    notes.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty()).collect()
}

/// The number of a holding, without the sequence after its full stop (852 $8).
fn number_in(text: &str) -> &str {
    text.split(['.', '\\']).next().unwrap_or(text)
}

/// The mark on the spine: class, then item part.
fn call_number(
    draft: &Draft<'_>,
    field: Field<'_>,
    entry: &HoldingEntry,
) -> Option<CallNumber> {
    let class = joined(field.all(&entry.mark), " ")?;
    let scheme = classes::scheme(draft.profile, field, &entry.scheme);
    Some(CallNumber { scheme, class, item: joined(field.all(&entry.mark_item), " ") })
}

/// What a field says of a copy.
enum Copy {
    /// Perhaps one copy.
    Told(Option<Item>),
    /// A copy of which nothing is to be told: it was written off.
    Hidden,
}

fn copy(draft: &mut Draft<'_>, field: Field<'_>, entry: Option<&ItemEntry>) -> Copy {
    let Some(entry) = entry else { return Copy::Told(None) };
    if !entry.needs.is_empty() && entry.needs.first_in(field).is_none() {
        return Copy::Told(None);
    }
    let Some(status) = status(draft, field, entry) else { return Copy::Hidden };
    // Where a copy has no number some write so: "б/н".
    let has_digit = |text: &&str| text.contains(|c: char| c.is_ascii_digit());
    let number =
        |codes: &Codes| codes.first_in(field).filter(has_digit).map(str::to_owned);
    let text = |codes: &Codes| codes.first_in(field).map(str::to_owned);
    Copy::Told(Some(Item {
        barcode: number(&entry.barcode),
        inventory: number(&entry.inventory),
        copy: text(&entry.copy),
        enumeration: joined(field.all(&entry.enumeration), " "),
        status,
    }))
}

/// What the export said of the copy; `None` if it is not to be told at all.
fn status(draft: &mut Draft<'_>, field: Field<'_>, entry: &ItemEntry) -> Option<Status> {
    let source = draft.source;
    let mut lines = entry.status.iter();
    let line = lines.find(|line| line.filter.admits(source, Some(field)));
    match line.map_or(StatusIs::Available, |line| line.is) {
        StatusIs::Available => Some(Status::Available),
        StatusIs::OnLoan => {
            let due = entry.until.first_in(field);
            let until = due.and_then(|due| due_date(draft, field, entry, due));
            Some(Status::OnLoan { until })
        }
        StatusIs::Reference => Some(Status::Reference),
        StatusIs::Missing => Some(Status::Missing),
        StatusIs::OnOrder => Some(Status::OnOrder),
        StatusIs::Hidden => None,
    }
}

fn due_date(
    draft: &mut Draft<'_>,
    field: Field<'_>,
    entry: &ItemEntry,
    due: &str,
) -> Option<String> {
    let until = iso_date(due);
    if until.is_none() {
        let expected = "a day as yyyy-mm-dd";
        let (kind, severity) = (FindingKind::Date, Severity::Note);
        let code = entry.until.code_in(field);
        draft.note(field, code, kind, severity, (expected, quote(due)));
    }
    until
}

/// The holdings of the highest rank, as items of a system win over what a record of another
/// library says; copies without a mark get that of the record.
pub(super) fn settle(draft: &mut Draft<'_>) {
    let mut holdings = std::mem::take(&mut draft.shelf).into_holdings();
    if holdings.iter().any(|holding| holding.call_number.is_none())
        && let Some(mark) = record_mark(draft)
    {
        let open = holdings.iter_mut().filter(|holding| holding.call_number.is_none());
        open.for_each(|holding| holding.call_number = Some(mark.clone()));
    }
    draft.record.holdings = holdings;
}

/// The mark that the record gives for all of its copies.
fn record_mark(draft: &Draft<'_>) -> Option<CallNumber> {
    let mut mark: Option<CallNumber> = None;
    let mut author: Option<String> = None;
    for entry in &draft.profile.marks {
        let Some((class, item)) =
            entry.at.all(draft.source).find_map(|text| parts(entry, text))
        else {
            continue;
        };
        match entry.part {
            MarkPart::Item => author = author.or(class),
            MarkPart::Class if mark.is_none() => {
                let scheme = entry.scheme.0;
                mark = class.map(|class| CallNumber { scheme, class, item: None });
                author = item.or(author);
            }
            MarkPart::Class => {}
        }
    }
    let author_only =
        |item: &String| CallNumber { class: item.clone(), ..CallNumber::default() };
    match mark {
        Some(mark) => Some(CallNumber { item: author, ..mark }),
        None => author.as_ref().map(author_only),
    }
}

/// The one or two parts of a mark in a text, or nothing if the text is none.
fn parts(entry: &MarkEntry, text: &str) -> Option<(Option<String>, Option<String>)> {
    let until = entry.until.as_deref().filter(|sign| !sign.is_empty());
    let text =
        until.and_then(|sign| text.rsplit_once(sign)).map_or(text, |(before, _)| before);
    let split = entry.split.as_deref().filter(|sign| !sign.is_empty());
    let (class, item) = match split.and_then(|sign| text.rsplit_once(sign)) {
        Some((class, item)) => (class, crate::text::non_empty(item.trim())),
        None => (text, None),
    };
    let class = crate::text::non_empty(class.trim());
    class.is_some().then_some((class, item))
}
