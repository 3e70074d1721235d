//! The reader's list: what they want to remember, to find on one way through the library, and to
//! take along. Not for where it is kept: that is the worker's.

use bibliobus_catalog::RecordId;
use bibliobus_worker::Listed;

/// Things in the reader's own order. Every verb gives what has to be written for it.
///
/// ```
/// use bibliobus::List;
///
/// let mut list = List::default();
/// assert_eq!(list.add("17".into(), "Чайка".into()).len(), 1);
/// assert!(list.has("17"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    entries: Vec<Listed>,
    /// What was struck off last, so that it can be put back.
    struck: Vec<Listed>,
}

impl List {
    /// Takes what is on the device. With `keeps_own`, what is only here stays too.
    pub fn read(&mut self, mut entries: Vec<Listed>, keeps_own: bool) {
        let is_new = |it: &Listed| entries.iter().all(|other| other.id != it.id);
        let own: Vec<Listed> =
            self.entries.drain(..).filter(|it| keeps_own && is_new(it)).collect();
        entries.extend(own);
        self.entries = entries;
    }

    /// The things, from above.
    pub fn entries(&self) -> &[Listed] {
        &self.entries
    }

    /// Whether a record is on the list.
    pub fn has(&self, id: &str) -> bool {
        self.entry(id).is_some()
    }

    /// What is noted of a record.
    pub fn entry(&self, id: &str) -> Option<&Listed> {
        self.entries.iter().find(|it| it.id == id)
    }

    /// Puts a record at the end, unless it is there.
    pub fn add(&mut self, id: RecordId, title: String) -> Vec<Listed> {
        self.add_all(vec![Listed { id, title, ..Listed::default() }])
    }

    /// Puts at the end what is not there yet, in its order.
    pub fn add_all(&mut self, others: Vec<Listed>) -> Vec<Listed> {
        let from = self.entries.len();
        for other in others {
            if !self.has(&other.id) {
                let rank = self.last_rank().saturating_add(1);
                self.entries.push(Listed { rank, ..other });
            }
        }
        self.struck.clear();
        self.entries.get(from..).unwrap_or_default().to_vec()
    }

    fn last_rank(&self) -> u32 {
        self.entries.iter().map(|it| it.rank).max().unwrap_or(0)
    }

    /// Strikes records off; they can be put back until something else is done.
    pub fn strike(&mut self, ids: &[RecordId]) {
        let (struck, left) = self.entries.drain(..).partition(|it| ids.contains(&it.id));
        (self.struck, self.entries) = (struck, left);
    }

    /// What was struck off last.
    pub fn struck(&self) -> &[Listed] {
        &self.struck
    }

    /// Puts back where it was what was struck off last.
    pub fn put_back(&mut self) -> Vec<Listed> {
        let back = core::mem::take(&mut self.struck);
        for entry in back.iter().cloned() {
            let above = self.entries.iter().rposition(|it| it.rank <= entry.rank);
            self.entries.insert(above.map_or(0, |at| at + 1), entry);
        }
        back
    }

    /// Notes something of a record.
    pub fn note(&mut self, id: &str, note: &str) {
        if let Some(entry) = self.entries.iter_mut().find(|it| it.id == id) {
            note.clone_into(&mut entry.note);
            entry.others.clear();
        }
    }

    /// Moves a record up or down by one place.
    pub fn shift(&mut self, id: &str, up: bool) -> Vec<Listed> {
        let Some(at) = self.entries.iter().position(|it| it.id == id) else {
            return Vec::new();
        };
        let to = if up { at.checked_sub(1) } else { Some(at + 1) };
        let Some(to) = to.filter(|to| *to < self.entries.len()) else {
            return Vec::new();
        };
        self.entries.swap(at, to);
        self.struck.clear();
        // Two tabs may have given one rank twice.
        let mut moved = Vec::new();
        for (rank, entry) in (1u32..).zip(&mut self.entries) {
            if entry.rank != rank {
                entry.rank = rank;
                moved.push(entry.clone());
            }
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(ids: &[&str]) -> List {
        let mut list = List::default();
        for id in ids {
            list.add((*id).into(), format!("Title of {id}"));
        }
        list
    }

    fn ids(list: &List) -> Vec<&str> {
        list.entries().iter().map(|it| it.id.as_str()).collect()
    }

    #[test]
    fn things_stand_in_the_order_in_which_they_came_each_once() {
        let mut list = list(&["a", "b", "c"]);
        assert_eq!(list.add("b".into(), String::new()), []);
        assert_eq!(ids(&list), ["a", "b", "c"]);
    }

    #[test]
    fn what_was_struck_off_comes_back_to_its_place_until_something_else_is_done() {
        let mut list = list(&["a", "b", "c"]);
        list.strike(&["a".into(), "b".into()]);
        assert_eq!((ids(&list), list.struck().len()), (vec!["c"], 2));
        assert_eq!(list.put_back().len(), 2);
        assert_eq!(ids(&list), ["a", "b", "c"]);
        list.strike(&["b".into()]);
        list.add("d".into(), String::new());
        assert_eq!(list.put_back(), []);
        assert_eq!(ids(&list), ["a", "c", "d"]);
    }

    #[test]
    fn moving_gives_every_place_its_own_rank() {
        let mut list = List::default();
        let same = |id: &str| Listed { id: id.into(), rank: 4, ..Listed::default() };
        list.read(vec![same("a"), same("b"), same("c")], false);
        assert_eq!(list.shift("c", true).len(), 3);
        assert_eq!(ids(&list), ["a", "c", "b"]);
        assert_eq!(list.shift("a", true), [], "it is the first");
        assert_eq!(list.shift("b", false), [], "it is the last");
        assert_eq!(list.shift("z", false), []);
        assert_eq!(list.shift("a", false).len(), 2);
        assert_eq!(ids(&list), ["c", "a", "b"]);
    }

    #[test]
    fn what_could_not_be_kept_is_not_lost_to_what_is_on_the_device() {
        let mut list = list(&["a", "b"]);
        let device = vec![Listed {
            id: "b".into(),
            note: "read it".into(),
            rank: 1,
            ..Listed::default()
        }];
        list.read(device.clone(), true);
        assert_eq!(ids(&list), ["b", "a"]);
        list.read(device, false);
        assert_eq!(ids(&list), ["b"]);
        assert_eq!(list.entry("b").unwrap().note, "read it");
    }

    #[test]
    fn a_note_is_written_for_what_is_there() {
        let mut list = list(&["a"]);
        list.note("a", "For Anna");
        list.note("z", "nothing");
        assert_eq!(list.entry("a").unwrap().note, "For Anna");
        assert_eq!(list.entries().len(), 1);
    }
}
