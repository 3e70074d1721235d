//! From a mark to its shelf. Not for the way there (see `graph`).

use serde::{Deserialize, Serialize};

use super::{Places, Shelf, ShelfScheme};
use crate::{CallNumber, Library, Location, PlaceAccess, Scheme, lower};

/// With this begin the filing keys of a library's own schemes: it comes behind the letters that
/// [`CallNumber::shelf_key`] has for the others.
const OWN: char = 'z';

/// Where a copy stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved<'p> {
    /// The shelves on which it may stand, in the order of the shelves: one; several where the
    /// ranges of the settings meet in the very mark or overlap.
    pub shelves: Vec<&'p Shelf>,
    /// Whether its mark lies behind the last mark of that shelf and before the first of the
    /// next: it may stand at either end.
    pub is_between: bool,
}

/// Why no shelf can be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unshelved {
    /// Readers do not walk up to that place: they ask.
    Closed,
    /// Nothing is known of the shelves of that place.
    NoShelves,
    /// There is no mark, or it cannot be read by the rules of those shelves.
    Unreadable,
    /// The mark comes before the first of those shelves, or behind the last.
    Outside,
}

impl Places {
    /// The key by which a mark files on a shelf of this scheme; `None` where it cannot be read
    /// so. A mark of a known scheme is no mark of another one.
    pub fn key(&self, scheme: ShelfScheme, mark: &CallNumber) -> Option<String> {
        let label = self.without_prefix(&mark.label()).to_owned();
        match scheme {
            ShelfScheme::Own(at) => self.schemes.get(usize::from(at))?.key(&label),
            ShelfScheme::Known(scheme) => {
                let is_other = mark.scheme != scheme && mark.scheme != Scheme::Local;
                let mark = CallNumber { scheme, class: label, item: None };
                mark.read().filter(|_| !is_other).map(|(_, key)| key)
            }
        }
    }

    /// The key that puts marks of all places into one order, compared as bytes: that of
    /// [`CallNumber::shelf_key`], but a mark follows the rules of the shelves of its place, as in
    /// [`shelved`](Self::shelved), and what stands before it for other reasons does not count.
    /// Marks of a library's own schemes stand behind all others, scheme by scheme.
    pub fn filing(&self, location: &Location, mark: &CallNumber) -> String {
        let class = self.without_prefix(&mark.label()).to_owned();
        let bare = |scheme| CallNumber { scheme, class: class.clone(), item: None };
        match self.scheme_of(location, mark) {
            Some((ShelfScheme::Own(at), key)) => format!("{OWN}{at:05}{key}"),
            Some((ShelfScheme::Known(scheme), _)) => bare(scheme).shelf_key(),
            None => bare(mark.scheme).shelf_key(),
        }
    }

    /// The scheme by which the shelves of a place read a mark, and its key there: that of the
    /// shelf where it stands; where no shelf has it, the first that can read it.
    fn scheme_of(
        &self,
        location: &Location,
        mark: &CallNumber,
    ) -> Option<(ShelfScheme, String)> {
        let here = self.shelves_at(location);
        let schemes = schemes_of(&here).into_iter();
        let read: Vec<(ShelfScheme, String)> = schemes
            .filter_map(|scheme| Some((scheme, self.key(scheme, mark)?)))
            .collect();
        let stands = |(scheme, key): &&(ShelfScheme, String)| {
            let of_scheme = here.iter().copied().filter(|shelf| shelf.scheme == *scheme);
            within(of_scheme, key).is_some()
        };
        read.iter().find(stands).or(read.first()).cloned()
    }

    /// The shelves of a place, in the order of the settings.
    fn shelves_at(&self, location: &Location) -> Vec<&Shelf> {
        let place = location.sublocation.as_deref().unwrap_or_default();
        let is_here =
            |shelf: &&Shelf| shelf.branch == location.library && shelf.place == place;
        self.shelves.iter().filter(is_here).collect()
    }

    /// A mark without what stands before it for other reasons than its place.
    fn without_prefix<'l>(&self, label: &'l str) -> &'l str {
        let label = label.trim();
        let behind = |prefix: &String| {
            let (start, rest) = label.split_at_checked(prefix.len())?;
            let is_it = lower(start) == lower(prefix);
            let ends = rest.starts_with(|c: char| !c.is_alphabetic());
            (is_it && ends && !prefix.is_empty()).then(|| rest.trim_start())
        };
        self.prefixes.iter().find_map(behind).unwrap_or(label)
    }

    /// The shelf of a mark at a place.
    ///
    /// A shelf goes from its first mark to the next shelf of its sequence (the shelves of one
    /// place and scheme, by first marks). Where the settings give last marks too, the mark is
    /// looked for within them first.
    ///
    /// # Errors
    /// No shelf can be named: [`Unshelved`] says why. Never is one named for closed stacks.
    pub fn shelved(
        &self,
        library: &Library,
        location: &Location,
        mark: Option<&CallNumber>,
    ) -> Result<Shelved<'_>, Unshelved> {
        match library.access(location) {
            PlaceAccess::Closed => return Err(Unshelved::Closed),
            PlaceAccess::Bookmobile => return Err(Unshelved::NoShelves),
            PlaceAccess::Open | PlaceAccess::ReadingRoom | PlaceAccess::Unstated => {}
        }
        let here = self.shelves_at(location);
        if here.is_empty() {
            return Err(Unshelved::NoShelves);
        }
        let mark = mark.ok_or(Unshelved::Unreadable)?;
        let mut why = Unshelved::Unreadable;
        for scheme in schemes_of(&here) {
            let Some(key) = self.key(scheme, mark) else { continue };
            let of_scheme = here.iter().copied().filter(|shelf| shelf.scheme == scheme);
            match within(of_scheme, &key) {
                Some(found) => return Ok(found),
                None => why = Unshelved::Outside,
            }
        }
        Err(why)
    }
}

/// Whose rules the marks of some shelves follow, each once.
fn schemes_of(shelves: &[&Shelf]) -> Vec<ShelfScheme> {
    let mut schemes: Vec<ShelfScheme> = Vec::new();
    for shelf in shelves {
        if let Err(place) = schemes.binary_search(&shelf.scheme) {
            schemes.insert(place, shelf.scheme);
        }
    }
    schemes
}

/// Where a key stands among the shelves of one sequence.
fn within<'p>(
    shelves: impl Iterator<Item = &'p Shelf> + Clone,
    key: &str,
) -> Option<Shelved<'p>> {
    let covers = |shelf: &&Shelf| {
        let is_behind = |to: &String| key > to.as_str() && !key.starts_with(to.as_str());
        shelf.from.as_str() <= key && shelf.to.as_ref().is_some_and(|to| !is_behind(to))
    };
    let covering: Vec<&Shelf> = shelves.clone().filter(covers).collect();
    if !covering.is_empty() {
        return Some(Shelved { shelves: covering, is_between: false });
    }
    // The last one that begins before the key; among equal beginnings all of them.
    let before = shelves.clone().filter(|shelf| shelf.from.as_str() <= key);
    let from = before.map(|shelf| shelf.from.as_str()).max()?;
    let begins = |shelf: &&Shelf| shelf.from == from;
    let last: Vec<&Shelf> = shelves.clone().filter(begins).collect();
    let is_open = last.iter().any(|shelf| shelf.to.is_none());
    let has_next = shelves.clone().any(|shelf| shelf.from.as_str() > key);
    // Behind the last mark of the last shelf nothing is said to stand.
    (is_open || has_next).then_some(Shelved { shelves: last, is_between: !is_open })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LocalScheme, Part};

    /// A house whose place `OWN` has shelves of its own scheme, and `UDC` of one of the known.
    fn places() -> Places {
        let shelf = |place: &str, scheme| Shelf {
            place: place.into(),
            scheme,
            from: String::new(),
            ..Shelf::default()
        };
        let parts = vec![Part::Decimal];
        Places {
            schemes: vec![LocalScheme {
                code: "own".into(),
                parts,
                ..LocalScheme::default()
            }],
            shelves: vec![
                shelf("OWN", ShelfScheme::Own(0)),
                shelf("UDC", ShelfScheme::Known(Scheme::Udc)),
            ],
            prefixes: vec!["Oversize".into()],
            ..Places::default()
        }
    }

    #[test]
    fn a_mark_files_by_the_rules_of_the_shelves_of_its_place() {
        let filing = |place: &str, scheme, mark: &str| {
            let sublocation = Some(place.to_owned());
            let location = Location { sublocation, ..Location::default() };
            let mark = CallNumber { scheme, class: mark.into(), item: None };
            places().filing(&location, &mark)
        };
        let local = Scheme::Local;
        // Decimals there, whole numbers elsewhere.
        assert!(filing("OWN", local, "0.15") < filing("OWN", local, "0.2"));
        assert_eq!(filing("OWN", local, "Oversize 0.2"), filing("OWN", local, "0.2"));
        let plain =
            |mark: &str| CallNumber { class: mark.into(), ..CallNumber::default() };
        assert_eq!(filing("", local, "oversize 7"), plain("7").shelf_key());
        // A mark of which nothing is known is read as the shelf reads it.
        let known = filing("UDC", Scheme::Udc, "94(47)");
        assert_eq!(filing("UDC", local, "94(47)"), known);
        // One that the shelf cannot read stands by its own scheme, before the library's own.
        let letters = filing("OWN", local, "ABC");
        assert_eq!(letters, plain("ABC").shelf_key());
        assert!(letters < filing("OWN", local, "0.1") && known < letters);
    }
}
