//! Holdings: where the thing stands (MARC 852, 866; Koha 952).

use std::collections::BTreeMap;

use bibliobus_catalog::{CallNumber, Holding, Item, Link, Location, Scheme, Status};

use super::classes::scheme_called;
use super::{Draft, iso_date, link_address, links, terms_of_host};
use crate::findings::quote;
use crate::marc::Field;
use crate::text::{joined, without_joint};
use crate::{FindingKind, Severity};

/// Holdings in the order of the record; one for each place and mark.
#[derive(Default)]
pub(crate) struct Shelf {
    holdings: Vec<Holding>,
    places: BTreeMap<String, usize>,
}

impl Shelf {
    /// The holding at this place with this mark, a new one if there was none.
    pub(crate) fn holding(
        &mut self,
        location: Location,
        call_number: Option<CallNumber>,
    ) -> &mut Holding {
        let mark = call_number.as_ref().map(CallNumber::label).unwrap_or_default();
        let place = location.sublocation.as_deref().unwrap_or_default();
        let key = format!("{}\u{1f}{place}\u{1f}{mark}", location.library);
        let number = *self.places.entry(key).or_insert(self.holdings.len());
        if number == self.holdings.len() {
            self.holdings.push(Holding { location, call_number, ..Holding::default() });
        }
        // The number was taken from the length before the push or from an earlier one.
        &mut self.holdings[number]
    }

    /// The holdings.
    pub(crate) fn into_holdings(self) -> Vec<Holding> {
        self.holdings
    }
}

/// A holdings statement (852). One without a place says nothing to a reader and is passed
/// over. A further $b names a place within the first and is passed over as well.
pub(super) fn statement(draft: &mut Draft<'_>, field: Field<'_>) {
    let Some(library) = field.first(b'b').or_else(|| field.first(b'a')) else { return };
    let location = Location {
        library: without_joint(library).to_owned(),
        sublocation: field.first(b'c').map(|c| without_joint(c).to_owned()),
    };
    let holding = draft.holdings.holding(location, call_number(field));
    add_notes(holding, field.all(b"z"));
    let item = Item {
        barcode: field.first(b'p').map(str::to_owned),
        copy: field.first(b't').map(str::to_owned),
        enumeration: field.first(b'3').map(str::to_owned),
        ..Item::default()
    };
    if item.barcode.is_some() || item.copy.is_some() {
        holding.items.push(item);
    }
}

fn add_notes<'t>(holding: &mut Holding, notes: impl Iterator<Item = &'t str>) {
    for note in notes.filter(|note| !is_known(&holding.notes, note)).collect::<Vec<_>>() {
        holding.notes.push(note.to_owned());
    }
}

/// Whether the note is there. Only the last ones are compared: copies that repeat a note stand
/// together, and a long list must not be walked for each of its members.
fn is_known(notes: &[String], note: &str) -> bool {
    notes.iter().rev().take(8).any(|known| known == note)
}

/// The mark on the spine: prefix and class ($k $h, or the shelving control number $j), item
/// part and suffix ($i $m). A title as a mark ($l) is none.
fn call_number(field: Field<'_>) -> Option<CallNumber> {
    let class = joined(field.all(b"khj"), " ")?;
    let scheme = match field.first_indicator() {
        b'0' => Scheme::Lcc,
        b'1' => Scheme::Ddc,
        b'2' => Scheme::Nlm,
        b'3' => Scheme::SuDoc,
        b'4' | b'5' | b'6' => Scheme::Fixed,
        b'7' => field.first(b'2').map_or(Scheme::Local, scheme_called),
        _ => Scheme::Local,
    };
    Some(CallNumber { scheme, class, item: joined(field.all(b"im"), " ") })
}

/// What the library has of a serial or set (866 $a).
pub(super) fn extent(draft: &mut Draft<'_>, field: Field<'_>) {
    draft.extents.extend(field.all(b"a").map(str::to_owned));
}

/// One item of Koha (952). Other systems use the tag for other things, so there must be a
/// branch code as Koha has them (at most ten characters) and a subfield that Koha writes.
pub(super) fn koha(draft: &mut Draft<'_>, field: Field<'_>) {
    let library = field.first(b'b').or_else(|| field.first(b'a'));
    let is_item = field.all(b"opy79").next().is_some();
    let is_code = |code: &&str| is_item && code.chars().count() <= 10;
    let Some(library) = library.filter(is_code) else { return };
    let location = Location {
        library: library.to_owned(),
        sublocation: field.first(b'c').map(str::to_owned),
    };
    let call_number = field.first(b'o').map(|mark| CallNumber {
        scheme: field.first(b'2').map_or(Scheme::Local, scheme_called),
        class: mark.to_owned(),
        item: None,
    });
    let item = koha_item(draft, field);
    let holding = draft.koha.holding(location, call_number);
    add_notes(holding, field.all(b"z"));
    holding.items.push(item);
    for address in field.all(b"u") {
        let url = link_address(address).into_owned();
        let terms = terms_of_host(&url);
        links::add(draft, field, Link { url, terms, ..Link::default() });
    }
}

fn koha_item(draft: &mut Draft<'_>, field: Field<'_>) -> Item {
    let text = |code| field.first(code).map(str::to_owned);
    Item {
        barcode: text(b'p'),
        inventory: text(b'i'),
        copy: text(b't'),
        enumeration: text(b'h'),
        status: koha_status(draft, field),
    }
}

/// What Koha says of an item: withdrawn ($0), lost ($1) or damaged ($4) is missing; with a
/// due date ($q) it is lent; "not for loan" ($7) is for use here, below zero it is on order.
fn koha_status(draft: &mut Draft<'_>, field: Field<'_>) -> Status {
    let value = |code| field.first(code).and_then(|text| text.trim().parse::<i64>().ok());
    if [b'0', b'1', b'4'].into_iter().any(|code| value(code).unwrap_or(0) != 0) {
        return Status::Missing;
    }
    if let Some(due) = field.first(b'q') {
        return Status::OnLoan { until: due_date(draft, field, due) };
    }
    match value(b'7').unwrap_or(0) {
        0 => Status::Available,
        1.. => Status::Reference,
        _ => Status::OnOrder,
    }
}

fn due_date(draft: &mut Draft<'_>, field: Field<'_>, due: &str) -> Option<String> {
    let until = iso_date(due);
    if until.is_none() {
        let expected = "a day as yyyy-mm-dd";
        let (kind, severity) = (FindingKind::Date, Severity::Note);
        draft.note(field, Some(b'q'), kind, severity, (expected, quote(due)));
    }
    until
}

/// Items of Koha win over 852: a record that has both was exported from Koha, and its 852 are
/// another library's. An extent belongs to a holding only if there is just one.
pub(super) fn settle(draft: &mut Draft<'_>) {
    let koha = std::mem::take(&mut draft.koha).into_holdings();
    let stated = std::mem::take(&mut draft.holdings).into_holdings();
    draft.record.holdings = if koha.is_empty() { stated } else { koha };
    if let [holding] = draft.record.holdings.as_mut_slice() {
        holding.extent = joined(draft.extents.iter().map(String::as_str), "; ");
    }
}
