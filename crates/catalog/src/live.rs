//! What the library's system says of copies just now, laid over what the export said of them:
//! field by field, so that what the system does not say stays.

use serde::{Deserialize, Serialize};

use crate::{CallNumber, Holding, Item, Location, Status, lower};

/// One copy as the library's system sees it just now. What it does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveCopy {
    /// The barcode, or the number at the end of the copy's address.
    pub barcode: Option<String>,
    /// The code of the branch, as records have it.
    pub branch: Option<String>,
    /// The code of the place, as records have it.
    pub place: Option<String>,
    /// The call number.
    pub mark: Option<String>,
    /// Whether it is in.
    pub status: Option<Status>,
    /// What else is to be known.
    pub note: LiveNote,
}

/// What is to be known of a service beside whether it is available, in DAIA's terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveNote {
    /// How many readers wait for it (`queue`).
    pub queue: Option<u32>,
    /// How long it takes, in minutes (`delay`).
    pub delay: Option<u32>,
    /// Limits, in words of the system's own (`limitation`).
    pub limitation: Option<String>,
}

/// A holding, and what is known of it just now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveHolding {
    /// The holding as it is now, as far as that is known.
    pub holding: Holding,
    /// Whether the status of all its copies is that of now, and not that of the export.
    pub is_live: bool,
    /// What is to be known of its copies; of several that say something, of the first.
    pub note: LiveNote,
}

/// A copy of a holding, and whether the system spoke of it.
#[derive(Clone)]
struct Seen {
    item: Item,
    is_live: bool,
}

/// A holding while copies are laid over it.
struct Laid {
    holding: Holding,
    seen: Vec<Seen>,
    note: LiveNote,
}

/// Lays `copies` over `holdings`.
///
/// * A copy is known by its barcode; in a system that has none of the index's barcodes, by its
///   call number, spaces aside; a single one in a single holding needs no name.
/// * A copy that stands elsewhere now is moved there.
/// * A copy that the index does not know is added if the system names its branch.
/// * A copy of which nothing is said stays as it was, and its holding is not of now.
pub fn with_live(holdings: &[Holding], copies: &[LiveCopy]) -> Vec<LiveHolding> {
    let mut laid: Vec<Laid> = holdings.iter().map(Laid::new).collect();
    let has_barcodes = copies.iter().any(|copy| by_barcode(&laid, copy).is_some());
    for copy in copies.iter().filter(|copy| copy.status.is_some()) {
        let known = match by_barcode(&laid, copy) {
            None if has_barcodes => None,
            None => by_mark(&laid, copy).or_else(|| single(&laid, copies)),
            known => known,
        };
        match known {
            Some(at) => lay(&mut laid, at, copy),
            None if has_barcodes || holdings.is_empty() => add(&mut laid, copy),
            None => {}
        }
    }
    laid.retain(|laid| !laid.seen.is_empty() || laid.holding.items.is_empty());
    laid.into_iter().map(Laid::finish).collect()
}

impl Laid {
    fn new(holding: &Holding) -> Self {
        let seen = |item: &Item| Seen { item: item.clone(), is_live: false };
        let seen = holding.items.iter().map(seen).collect();
        Self { holding: holding.clone(), seen, note: LiveNote::default() }
    }

    fn finish(self) -> LiveHolding {
        let is_live = !self.seen.is_empty() && self.seen.iter().all(|seen| seen.is_live);
        let items = self.seen.into_iter().map(|seen| seen.item).collect();
        LiveHolding {
            holding: Holding { items, ..self.holding },
            is_live,
            note: self.note,
        }
    }

    fn take(&mut self, item: Item, note: &LiveNote) {
        self.seen.push(Seen { item, is_live: true });
        if self.note == LiveNote::default() {
            self.note = note.clone();
        }
    }
}

/// The place of a holding, and that of a copy in it; `None` for a holding that lists none.
type At = (usize, Option<usize>);

fn by_barcode(laid: &[Laid], copy: &LiveCopy) -> Option<At> {
    let barcode = copy.barcode.as_ref()?;
    let is_it =
        |seen: &Seen| !seen.is_live && seen.item.barcode.as_ref() == Some(barcode);
    laid.iter().enumerate().find_map(|(at, laid)| {
        laid.seen.iter().position(is_it).map(|item| (at, Some(item)))
    })
}

fn by_mark(laid: &[Laid], copy: &LiveCopy) -> Option<At> {
    let plain = |mark: &str| lower(&mark.replace(char::is_whitespace, ""));
    let mark = plain(copy.mark.as_ref()?);
    let is_it = |laid: &&(usize, &Laid)| {
        let holding = &laid.1.holding;
        let own = holding.call_number.as_ref().map(|own| plain(&own.label()));
        let branch = copy.branch.as_ref();
        own.as_ref() == Some(&mark)
            && branch.is_none_or(|branch| *branch == holding.location.library)
            && free(laid.1).is_some()
    };
    let all: Vec<(usize, &Laid)> = laid.iter().enumerate().collect();
    let (at, found) = all.iter().find(is_it)?;
    Some((*at, free(found)?))
}

/// The one copy of the one holding, where the system speaks of one copy as well.
fn single(laid: &[Laid], copies: &[LiveCopy]) -> Option<At> {
    match (laid, copies) {
        ([one], [_]) if one.seen.len() < 2 => Some((0, free(one)?)),
        _ => None,
    }
}

/// A copy of which nothing was said yet: its place, or `None` within where none are listed.
fn free(laid: &Laid) -> Option<Option<usize>> {
    let free = laid.seen.iter().position(|seen| !seen.is_live).map(Some);
    if laid.seen.is_empty() { Some(None) } else { free }
}

/// Lays a copy over the one that it is, which may stand elsewhere now.
fn lay(laid: &mut Vec<Laid>, (at, item): At, copy: &LiveCopy) {
    let Some(home) = laid.get_mut(at) else { return };
    let now = location(copy, &home.holding.location);
    let stays = now == home.holding.location;
    let mark = home.holding.call_number.clone();
    let known = item.and_then(|item| {
        let is_there = item < home.seen.len();
        (is_there && !stays).then(|| home.seen.remove(item).item)
    });
    let status = copy.status.clone().unwrap_or_default();
    if stays {
        match item.and_then(|item| home.seen.get_mut(item)) {
            Some(seen) => {
                seen.item.status = status;
                seen.is_live = true;
                if home.note == LiveNote::default() {
                    home.note = copy.note.clone();
                }
            }
            None => home.take(Item { status, ..Item::default() }, &copy.note),
        }
        return;
    }
    let item = Item { status, ..known.unwrap_or_default() };
    put(laid, now, mark, item, &copy.note);
}

/// Adds a copy that the index does not know.
fn add(laid: &mut Vec<Laid>, copy: &LiveCopy) {
    if copy.branch.is_none() {
        return;
    }
    let class = copy.mark.clone().filter(|mark| !mark.is_empty());
    let mark = class.map(|class| CallNumber { class, ..CallNumber::default() });
    let item = Item {
        barcode: copy.barcode.clone(),
        status: copy.status.clone().unwrap_or_default(),
        ..Item::default()
    };
    put(laid, location(copy, &Location::default()), mark, item, &copy.note);
}

/// Puts a copy where it stands now: to others with its mark, or as a holding of its own.
fn put(
    laid: &mut Vec<Laid>,
    location: Location,
    mark: Option<CallNumber>,
    item: Item,
    note: &LiveNote,
) {
    let label = |mark: &Option<CallNumber>| mark.as_ref().map(CallNumber::label);
    let is_it = |laid: &&mut Laid| {
        laid.holding.location == location
            && label(&laid.holding.call_number) == label(&mark)
    };
    if let Some(there) = laid.iter_mut().find(is_it) {
        return there.take(item, note);
    }
    let holding = Holding { location, call_number: mark, ..Holding::default() };
    let mut new = Laid::new(&holding);
    new.take(item, note);
    laid.push(new);
}

/// Where a copy stands now, as far as that is said.
fn location(copy: &LiveCopy, before: &Location) -> Location {
    let library = copy.branch.clone().unwrap_or_else(|| before.library.clone());
    let stays = library == before.library;
    let before = before.sublocation.clone().filter(|_| stays);
    Location { library, sublocation: copy.place.clone().or(before) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(barcode: &str) -> Item {
        Item { barcode: Some(barcode.into()), copy: Some("2".into()), ..Item::default() }
    }

    fn holding(place: &str, mark: &str, items: Vec<Item>) -> Holding {
        Holding {
            location: Location { library: "C".into(), sublocation: Some(place.into()) },
            call_number: Some(CallNumber { class: mark.into(), ..CallNumber::default() }),
            notes: vec!["с автографом".into()],
            items,
            ..Holding::default()
        }
    }

    fn copy(barcode: &str, status: Status) -> LiveCopy {
        LiveCopy {
            barcode: Some(barcode.into()),
            status: Some(status),
            ..LiveCopy::default()
        }
    }

    fn lent() -> Status {
        Status::OnLoan { until: Some("2026-12-01".into()) }
    }

    #[test]
    fn a_copy_is_known_by_its_barcode_and_the_rest_of_it_stays() {
        let before = [holding("A", "Б 20", vec![item("1"), item("2")])];
        let now = with_live(&before, &[copy("2", lent())]);
        let expected = Item { status: lent(), ..item("2") };
        assert_eq!(now[0].holding.items, [item("1"), expected]);
        assert_eq!(now[0].holding.notes, before[0].notes);
        // Of one of the two copies nothing was said.
        assert!(!now[0].is_live);
        let both = [copy("2", lent()), copy("1", Status::Available)];
        assert!(with_live(&before, &both)[0].is_live);
    }

    #[test]
    fn without_barcodes_the_call_number_counts() {
        let before =
            [holding("A", "94 Б 20", vec![Item::default()]), holding("B", "К 1", vec![])];
        let by = |mark: &str| LiveCopy { mark: Some(mark.into()), ..copy("x", lent()) };
        let now = with_live(&before, &[by("94Б20"), by("к1"), by("another")]);
        assert_eq!(now.len(), 2);
        assert!(now.iter().all(|live| live.is_live));
        assert_eq!(now[1].holding.items, [Item { status: lent(), ..Item::default() }]);
    }

    #[test]
    fn a_single_copy_needs_no_name_but_one_of_two_does() {
        let nameless = LiveCopy { status: Some(lent()), ..LiveCopy::default() };
        let one = [holding("A", "Б 20", vec![item("1")])];
        assert!(with_live(&one, std::slice::from_ref(&nameless))[0].is_live);
        let two = [holding("A", "Б 20", vec![item("1"), item("2")])];
        let now = with_live(&two, &[nameless]);
        assert_eq!(now[0].holding, two[0]);
    }

    #[test]
    fn a_copy_that_stands_elsewhere_is_moved_and_a_new_one_added() {
        let before = [holding("A", "Б 20", vec![item("1")])];
        let to = |barcode: &str, branch: &str| LiveCopy {
            branch: Some(branch.into()),
            place: Some("ROOM".into()),
            ..copy(barcode, Status::Available)
        };
        let now = with_live(&before, &[to("1", "Z"), to("9", "Z")]);
        let at: Vec<&str> =
            now.iter().map(|live| &*live.holding.location.library).collect();
        assert_eq!(at, ["Z", "Z"]);
        assert_eq!(now[0].holding.items, [item("1")]);
        assert_eq!(now[0].holding.call_number, before[0].call_number);
        assert_eq!(now[1].holding.items[0].barcode.as_deref(), Some("9"));
    }

    #[test]
    fn what_is_not_said_changes_nothing() {
        let before = [holding("A", "Б 20", vec![item("1")])];
        let silent = LiveCopy { status: None, ..copy("1", lent()) };
        for copies in [vec![], vec![silent]] {
            let now = with_live(&before, &copies);
            assert_eq!((&now[0].holding, now[0].is_live), (&before[0], false));
        }
    }
}
