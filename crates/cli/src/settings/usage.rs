//! What records use of the settings: places that nothing stands at, copies at places that nobody
//! describes, shelves on which no mark stands, marks for which there is no shelf.

use std::collections::{BTreeMap, BTreeSet};

use bibliobus_catalog::{Location, Record, Unshelved};

use super::places::name;
use super::{Odd, Settings};

/// How many marks are named as examples.
const EXAMPLES: usize = 3;

/// Counts over records.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    records: u64,
    /// Codes of branch and place, with how many copies each has.
    places: BTreeMap<(String, String), u64>,
    /// Shelves, as places in `Places::shelves`, on which a mark stands.
    shelves: BTreeSet<usize>,
    /// For each place with shelves: marks that stand on none of them.
    astray: BTreeMap<(String, String), Astray>,
}

#[derive(Debug, Default)]
struct Astray {
    count: u64,
    examples: Vec<String>,
}

impl Usage {
    /// Takes the holdings of a record.
    pub(crate) fn take(&mut self, record: &Record, settings: &Settings) {
        self.records += 1;
        for holding in &record.holdings {
            let codes = codes(&holding.location);
            *self.places.entry(codes.clone()).or_default() += 1;
            let mark = holding.call_number.as_ref();
            let places = &settings.places;
            match places.shelved(&settings.library, &holding.location, mark) {
                Ok(shelved) => {
                    let is_it = |at: &usize| {
                        let shelf = places.shelves.get(*at);
                        shelf.is_some_and(|s| {
                            shelved.shelves.iter().any(|o| std::ptr::eq(s, *o))
                        })
                    };
                    self.shelves.extend((0..places.shelves.len()).filter(is_it));
                }
                Err(Unshelved::Closed | Unshelved::NoShelves) => {}
                Err(Unshelved::Unreadable | Unshelved::Outside) => {
                    let astray = self.astray.entry(codes).or_default();
                    astray.count += 1;
                    if astray.examples.len() < EXAMPLES {
                        let label = mark.map(bibliobus_catalog::CallNumber::label);
                        astray.examples.push(label.unwrap_or_else(|| "no mark".into()));
                    }
                }
            }
        }
    }

    /// What is odd, once all records were taken; nothing where there was none.
    pub(crate) fn odd(&self, settings: &Settings) -> Vec<Odd> {
        if self.records == 0 {
            return Vec::new();
        }
        let mut odd = Vec::new();
        let mut note =
            |line: usize, kind, expected: String, found: String, remedy: &str| {
                let (file, remedy) = (settings.file.clone(), remedy.to_owned());
                odd.push(Odd { file, line, kind, expected, found, remedy });
            };
        let lines = settings.lines.places.iter();
        for (place, line) in settings.library.places.iter().zip(lines) {
            let is_it = |(branch, code): &&(String, String)| {
                *code == place.code
                    && (place.branch.is_empty() || *branch == place.branch)
            };
            if !self.places.keys().any(|codes| is_it(&codes)) {
                let expected = format!("copies at {}/{}", place.branch, place.code);
                let remedy = "mend its codes by those of the export, or leave it out";
                note(*line, "place-unused", expected, "none".into(), remedy);
            }
        }
        for ((branch, code), count) in &self.places {
            if settings.library.place(branch, code).is_none() {
                let found = format!("{count} copies at {branch}/{code}");
                let remedy =
                    "describe it by a [[place]]; until then readers are told to ask";
                note(
                    1,
                    "place-unknown",
                    "places of these settings".into(),
                    found,
                    remedy,
                );
            }
        }
        let lines = settings.lines.shelves.iter();
        for (at, (shelf, line)) in settings.places.shelves.iter().zip(lines).enumerate() {
            if !self.shelves.contains(&at) {
                let expected =
                    format!("marks from {} on, on {}", shelf.first, name(shelf));
                let remedy = "mend the mark, or leave it if the shelf is empty";
                note(*line, "shelf-unused", expected, "none".into(), remedy);
            }
        }
        for ((branch, place), astray) in &self.astray {
            let is_here = |shelf: &&bibliobus_catalog::Shelf| {
                shelf.branch == *branch && shelf.place == *place
            };
            let at = settings.places.shelves.iter().position(|shelf| is_here(&shelf));
            let line =
                at.and_then(|at| settings.lines.shelves.get(at)).copied().unwrap_or(1);
            let expected = format!("a shelf for every mark at {branch}/{place}");
            let found =
                format!("{} without: {}", astray.count, astray.examples.join(", "));
            let remedy = "add a [[shelf]] with their scheme and first mark; until then readers \
                          are told the place only";
            note(line, "mark-without-shelf", expected, found, remedy);
        }
        odd
    }
}

fn codes(location: &Location) -> (String, String) {
    (location.library.clone(), location.sublocation.clone().unwrap_or_default())
}
