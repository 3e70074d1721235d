//! A list of which there may be several copies, each edited by somebody: what is kept of an edit,
//! and what two copies make together. Not for where lists lie.
//!
//! Whether a thing is on the list, and its rank, are registers in which the later edit stands (Shapiro
//! et al., "A comprehensive study of convergent and commutative replicated data types", 2011, 3.2.1).
//! A note is a register of several values (3.2.2): of two that were written without knowledge of each
//! other both stay, until the reader settles it.

use std::collections::{BTreeMap, BTreeSet};

use bibliobus_catalog::RecordId;
use serde::{Deserialize, Serialize};

/// When an edit was made, and by whom: a later one is greater. Two edits never have the same.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    miniserde::Serialize,
    miniserde::Deserialize,
)]
pub struct Stamp {
    /// Milliseconds since 1970, or one more than the last edit where a clock is behind it.
    pub at: u64,
    /// A number that one visit draws by lot.
    pub by: u32,
}

impl Stamp {
    /// The stamp of an edit made now by somebody who saw `seen`.
    fn after(self, seen: Self) -> Self {
        Self { at: self.at.max(seen.at.saturating_add(1)), ..self }
    }
}

/// A text that was written at a time.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    miniserde::Serialize,
    miniserde::Deserialize,
)]
pub(crate) struct Written {
    /// The text; empty for one that was taken away.
    pub(crate) text: String,
    /// When it was written.
    pub(crate) stamp: Stamp,
}

/// A thing on a list, or one that was struck off, with its last edits.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    miniserde::Serialize,
    miniserde::Deserialize,
)]
pub(crate) struct Mark {
    /// The record, by the id that its library gave it.
    pub(crate) record: RecordId,
    /// Its title, for when the record is not to be had.
    pub(crate) title: String,
    /// Whether it is on the list.
    pub(crate) is_there: bool,
    /// When it was put on the list, or struck off.
    pub(crate) changed: Stamp,
    /// Its place: a larger number stands below a smaller one, equals stand by their ids.
    pub(crate) rank: u32,
    /// When it was given that place.
    pub(crate) moved: Stamp,
    /// The notes that nobody has replaced: more than one where two wrote at once.
    pub(crate) notes: Vec<Written>,
    /// The stamps of notes that were replaced.
    pub(crate) replaced: Vec<Stamp>,
}

impl Mark {
    /// A mark of the time before edits had stamps. Notes that differ are told apart by their texts.
    pub(crate) fn unstamped(
        record: RecordId,
        title: String,
        note: String,
        rank: u32,
    ) -> Self {
        let mut mark = Self { record, title, is_there: true, rank, ..Self::default() };
        if !note.is_empty() {
            let by = note.bytes().fold(0x811c_9dc5_u32, |sum, byte| {
                (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
            });
            mark.notes = vec![Written { text: note, stamp: Stamp { at: 0, by } }];
        }
        mark
    }

    /// Puts it on the list at a place.
    pub(crate) fn put(&mut self, title: &str, rank: u32, now: Stamp) {
        if !self.is_there {
            (self.is_there, self.changed) = (true, now.after(self.changed));
        }
        if self.rank != rank {
            (self.rank, self.moved) = (rank, now.after(self.moved));
        }
        if !title.is_empty() {
            title.clone_into(&mut self.title);
        }
    }

    /// Strikes it off. What was noted stays, for whoever puts it back.
    pub(crate) fn strike(&mut self, now: Stamp) {
        if self.is_there {
            (self.is_there, self.changed) = (false, now.after(self.changed));
        }
    }

    /// Notes something in place of all that is noted.
    pub(crate) fn note(&mut self, text: &str, now: Stamp) {
        let last = self.notes.iter().map(|it| it.stamp).max().unwrap_or_default();
        self.replaced.extend(self.notes.drain(..).map(|it| it.stamp));
        self.notes.push(Written { text: text.to_owned(), stamp: now.after(last) });
        self.replaced.sort_unstable();
    }

    /// The texts that are noted, the latest first: more than one only where two wrote at once.
    pub(crate) fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        for note in self.notes.iter().rev() {
            if !note.text.is_empty() && !texts.contains(&note.text.as_str()) {
                texts.push(&note.text);
            }
        }
        texts
    }

    /// Takes what another copy knows of the same record. In whichever order copies are merged, and
    /// however often, the same comes out.
    pub(crate) fn merge(&mut self, other: &Self) {
        if (other.changed, other.is_there) > (self.changed, self.is_there) {
            (self.changed, self.is_there) = (other.changed, other.is_there);
        }
        if (other.moved, other.rank) > (self.moved, self.rank) {
            (self.moved, self.rank) = (other.moved, other.rank);
        }
        if other.title > self.title {
            self.title.clone_from(&other.title);
        }
        let replaced: BTreeSet<Stamp> =
            self.replaced.iter().chain(&other.replaced).copied().collect();
        let notes: BTreeSet<Written> =
            self.notes.drain(..).chain(other.notes.iter().cloned()).collect();
        self.notes =
            notes.into_iter().filter(|it| !replaced.contains(&it.stamp)).collect();
        self.notes.sort_unstable_by(|a, b| (a.stamp, &a.text).cmp(&(b.stamp, &b.text)));
        self.replaced = replaced.into_iter().collect();
    }
}

/// A list as a whole: what it is called, and whether it is still wanted.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    miniserde::Serialize,
    miniserde::Deserialize,
)]
pub(crate) struct Heading {
    /// What tells it from every other list, on all devices.
    pub(crate) list: String,
    /// Its name; empty for a reader's first list, which has none of its own.
    pub(crate) name: String,
    /// When it was named.
    pub(crate) named: Stamp,
    /// Whether it was not removed.
    pub(crate) is_there: bool,
    /// When it was made or removed.
    pub(crate) changed: Stamp,
}

impl Heading {
    /// Names it.
    pub(crate) fn rename(&mut self, name: &str, now: Stamp) {
        if self.name != name {
            (self.name, self.named) = (name.to_owned(), now.after(self.named));
        }
    }

    /// Removes it, or brings it back.
    pub(crate) fn keep(&mut self, is_there: bool, now: Stamp) {
        if self.is_there != is_there {
            (self.is_there, self.changed) = (is_there, now.after(self.changed));
        }
    }

    /// Takes what another copy knows of the same list.
    pub(crate) fn merge(&mut self, other: &Self) {
        if (other.named, &other.name) > (self.named, &self.name) {
            (self.named, self.name) = (other.named, other.name.clone());
        }
        if (other.changed, other.is_there) > (self.changed, self.is_there) {
            (self.changed, self.is_there) = (other.changed, other.is_there);
        }
    }
}

/// The marks of two copies of a list together, by their records' ids.
pub(crate) fn merged(one: &[Mark], other: &[Mark]) -> Vec<Mark> {
    let mut all = BTreeMap::<&str, Mark>::new();
    for mark in one.iter().chain(other) {
        let known = all.entry(&mark.record).or_insert_with(|| mark.clone());
        known.merge(mark);
    }
    all.into_values().collect()
}

// The tests of properties are made for processes, which wasm has none of.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What somebody does: to which record, what, and a number for it.
    type Edit = (u8, u8, u8);

    fn edits() -> impl Strategy<Value = Vec<Edit>> {
        proptest::collection::vec((0..4_u8, 0..4_u8, 0..6_u8), 0..24)
    }

    /// A copy after these edits of one person, whose clock may stand still.
    fn edited(start: &[Mark], edits: &[Edit], by: u32) -> Vec<Mark> {
        let mut marks = start.to_vec();
        for (tick, (record, verb, number)) in (0_u32..).zip(edits) {
            let now = Stamp { at: u64::from(tick / 3), by: by * 1000 + tick };
            let record = format!("r{record}");
            if !marks.iter().any(|it| it.record == record) {
                marks.push(Mark { record: record.clone(), ..Mark::default() });
            }
            let mark = marks.iter_mut().find(|it| it.record == record).unwrap();
            match verb {
                0 => mark.put("title", u32::from(*number), now),
                1 => mark.strike(now),
                _ => mark.note(&format!("note {number} of {by}"), now),
            }
        }
        merged(&marks, &[])
    }

    proptest! {
        #[test]
        fn copies_merge_to_the_same_in_any_order_and_however_often(
            (start, a, b, c) in (edits(), edits(), edits(), edits()),
        ) {
            let start = edited(&[], &start, 9);
            let [a, b, c] = [(a, 1), (b, 2), (c, 3)].map(|(it, by)| edited(&start, &it, by));
            prop_assert_eq!(merged(&a, &b), merged(&b, &a));
            prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
            prop_assert_eq!(merged(&a, &a), a.clone());
            prop_assert_eq!(merged(&merged(&a, &b), &b), merged(&a, &b));
        }

        #[test]
        fn what_nobody_else_touched_stands_as_its_editor_left_it(
            (start, a, b) in (edits(), edits(), edits()),
        ) {
            let start = edited(&[], &start, 9);
            let b: Vec<Edit> = b.into_iter().map(|(_, verb, n)| (7, verb, n)).collect();
            let (a, b) = (edited(&start, &a, 1), edited(&start, &b, 2));
            let all = merged(&a, &b);
            for mark in a.iter().chain(b.iter().filter(|it| it.record == "r7")) {
                prop_assert!(all.contains(mark), "{mark:?}");
            }
        }

        #[test]
        fn of_two_notes_written_at_once_both_stay(
            (start, a, b) in (edits(), edits(), edits()),
        ) {
            let start = edited(&[], &start, 9);
            let (a, b) = (edited(&start, &a, 1), edited(&start, &b, 2));
            let all = merged(&a, &b);
            let note = |marks: &[Mark], of: &str| -> Vec<String> {
                let mark = marks.iter().find(|it| it.record == of);
                mark.map(|it| it.texts().into_iter().map(str::to_owned).collect()).unwrap_or_default()
            };
            for mark in &all {
                let [first, one, other] = [&start, &a, &b].map(|it| note(it, &mark.record));
                let texts = note(&all, &mark.record);
                for new in one.iter().chain(&other).filter(|it| !first.contains(it)) {
                    prop_assert!(texts.contains(new), "{new} is not among {texts:?}");
                }
            }
        }
    }

    #[test]
    fn a_note_settled_on_one_copy_is_settled_on_the_other() {
        let mut one = Mark::unstamped("17".into(), "Чайка".into(), "старая".into(), 1);
        let mut other = one.clone();
        one.note("для Анны", Stamp { at: 5, by: 1 });
        other.note("для Бориса", Stamp { at: 3, by: 2 });
        one.merge(&other);
        assert_eq!(one.texts(), ["для Анны", "для Бориса"]);
        one.note("для обоих", Stamp { at: 1, by: 1 });
        other.merge(&one);
        assert_eq!((other.texts(), &other), (vec!["для обоих"], &one));
    }

    #[test]
    fn an_edit_counts_also_where_the_clock_is_behind() {
        let mut mark = Mark::default();
        mark.put("Чайка", 1, Stamp { at: 900, by: 1 });
        let before = mark.clone();
        mark.strike(Stamp { at: 3, by: 1 });
        mark.merge(&before);
        assert!(!mark.is_there);
    }

    #[test]
    fn the_later_name_stands() {
        let mut one = Heading { list: "a".into(), ..Heading::default() };
        let mut other = one.clone();
        one.rename("Отпуск", Stamp { at: 1, by: 1 });
        other.rename("Лето", Stamp { at: 2, by: 2 });
        one.keep(true, Stamp { at: 4, by: 1 });
        let before = one.clone();
        one.merge(&other);
        other.merge(&before);
        assert_eq!((one.name.as_str(), &one), ("Лето", &other));
    }
}
