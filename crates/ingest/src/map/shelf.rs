//! The shelf: holdings in the order of the record, gathered by place and mark, with the copies
//! and statements that other fields add to them.

use std::collections::BTreeMap;

use bibliobus_catalog::{CallNumber, Holding, Item, Location};

use crate::text::joined;

/// What one field says: perhaps a place, a mark, a copy, notes, what the library has.
#[derive(Debug, Default)]
pub(super) struct Loose {
    pub(super) rank: u8,
    pub(super) location: Location,
    pub(super) call_number: Option<CallNumber>,
    pub(super) item: Option<Item>,
    pub(super) notes: Vec<String>,
    pub(super) held: Option<String>,
}

impl Loose {
    /// Whether it says nothing that a reader could use.
    pub(super) fn is_empty(&self) -> bool {
        self.location == Location::default()
            && self.call_number.is_none()
            && self.item.is_none()
            && self.held.is_none()
    }

    fn has_place(&self) -> bool {
        self.location != Location::default() || self.call_number.is_some()
    }
}

/// Holdings in the order of the record; one for each place and mark.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    holdings: Vec<(u8, Holding)>,
    places: BTreeMap<String, usize>,
    /// Holdings by the numbers that other fields call them by.
    numbers: BTreeMap<String, usize>,
    /// What belongs to holdings that may come later in the record.
    loose: Vec<(Option<String>, Loose)>,
}

impl Shelf {
    /// Puts what a field says in its place.
    pub(super) fn put(&mut self, number: Option<&str>, loose: Loose) {
        let place =
            self.place_of(loose.rank, &loose.location, loose.call_number.as_ref());
        if let Some(number) = number {
            self.numbers.entry(number.to_owned()).or_insert(place);
        }
        self.add_to(place, loose);
    }

    /// Keeps what belongs to the holding with this number until all were seen.
    pub(super) fn add_loose(&mut self, number: Option<&str>, loose: Loose) {
        self.loose.push((number.map(str::to_owned), loose));
    }

    /// The number of the holding at this place with this mark, a new one if there was none.
    fn place_of(
        &mut self,
        rank: u8,
        location: &Location,
        call_number: Option<&CallNumber>,
    ) -> usize {
        let mark = call_number.map(CallNumber::label).unwrap_or_default();
        let place = location.sublocation.as_deref().unwrap_or_default();
        let key = format!("{rank}\u{1f}{}\u{1f}{place}\u{1f}{mark}", location.library);
        let number = *self.places.entry(key).or_insert(self.holdings.len());
        if number == self.holdings.len() {
            let (location, call_number) = (location.clone(), call_number.cloned());
            let holding = Holding { location, call_number, ..Holding::default() };
            self.holdings.push((rank, holding));
        }
        number
    }

    /// Adds copy, notes and statement to a holding.
    fn add_to(&mut self, number: usize, loose: Loose) {
        let Some((_, holding)) = self.holdings.get_mut(number) else { return };
        for note in loose.notes {
            // Only the last ones are compared: copies that repeat a note stand together, and
            // a long list must not be walked for each of its members.
            if !holding.notes.iter().rev().take(8).any(|known| *known == note) {
                holding.notes.push(note);
            }
        }
        holding.items.extend(loose.item);
        if holding.call_number.is_none() {
            holding.call_number = loose.call_number;
        }
        if loose.held.is_some() {
            let pieces = [holding.extent.take(), loose.held];
            holding.extent = joined(pieces.iter().flatten().map(String::as_str), "; ");
        }
    }

    /// What belongs to a holding by its number goes there. The rest makes a holding of its own
    /// if it names a place; without one it belongs to the only holding, or to none.
    fn settle(&mut self) {
        for (number, loose) in std::mem::take(&mut self.loose) {
            let known = number.and_then(|number| self.numbers.get(&number).copied());
            match known {
                Some(place) if is_same_place(&self.holdings, place, &loose) => {
                    self.add_to(place, loose);
                }
                _ if loose.has_place() => self.put(None, loose),
                Some(place) => self.add_to(place, loose),
                None if self.holdings.len() == 1 => self.add_to(0, loose),
                None if self.holdings.is_empty() && loose.item.is_some() => {
                    self.put(None, loose);
                }
                None => {}
            }
        }
    }

    /// The holdings of the highest rank.
    pub(super) fn into_holdings(mut self) -> Vec<Holding> {
        self.settle();
        let highest = self.holdings.iter().map(|(rank, _)| *rank).max();
        let kept = self.holdings.into_iter().filter(|(rank, _)| Some(*rank) == highest);
        kept.map(|(_, holding)| holding).collect()
    }

    /// The holdings as they are now.
    pub(super) fn so_far(&self) -> Vec<Holding> {
        self.holdings.iter().map(|(_, holding)| holding.clone()).collect()
    }
}

/// Whether a copy that names a place stands where its holding does; one that was moved has a
/// place of its own.
fn is_same_place(holdings: &[(u8, Holding)], place: usize, loose: &Loose) -> bool {
    let Some((_, holding)) = holdings.get(place) else { return false };
    let (own, its) = (&loose.location, &holding.location);
    let same_library = own.library.is_empty() || own.library == its.library;
    let same_place = own.sublocation.is_none() || own.sublocation == its.sublocation;
    let mark = |mark: &Option<CallNumber>| {
        mark.as_ref().map(|mark| crate::text::folded(&mark.label()))
    };
    let same_mark = loose.call_number.is_none()
        || holding.call_number.is_none()
        || mark(&loose.call_number) == mark(&holding.call_number);
    same_library && same_place && same_mark
}
