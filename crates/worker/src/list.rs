//! The reader's lists: what they want to remember of a collection. They are the reader's, not the
//! catalogue's: they stay when a collection is removed from the device. Each thing is an entry of
//! its own, so that two tabs do not write over each other's.

pub(crate) mod file;
pub(crate) mod merge;

use bibliobus_catalog::RecordId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cache::{Entry, Store};
use crate::host::Host;
use crate::keep::refused;
use crate::message::{Answer, Edit, ListChange, ListFault, ListHead, Listed, Problem};
use crate::platform::Platform;
use merge::{Heading, Mark};

/// Before the address of a collection: where a list lies that is kept beside it.
const LIST: &str = "list ";
/// What a list's own name stands behind there. The first list has none, and lies where the only
/// one lay before there were several.
const OWN: char = '#';
/// Where the headings lie.
const HEADINGS: &str = "*";

/// The first byte of an entry. A later version of the app reads earlier ones.
const VERSION: u8 = 2;
/// An entry of the time before edits had stamps: a [`Listed`] of four fields.
const UNSTAMPED: u8 = 1;

/// Whether an address in storage is that of a list, and not of a collection.
pub(crate) fn is_list(address: &str) -> bool {
    address.starts_with(LIST)
}

/// Where the list in a slot lies; an empty slot is the first list's.
fn at(slot: &str, catalogue: &str) -> String {
    if slot.is_empty() {
        format!("{LIST}{catalogue}")
    } else {
        format!("{LIST}{OWN}{slot} {catalogue}")
    }
}

impl<P: Platform> Host<P> {
    /// A list from above. An entry that cannot be read is left out, and left where it is.
    pub(crate) async fn listed(
        &self,
        catalogue: &str,
        slot: &str,
    ) -> Result<Answer, Problem> {
        let mut entries: Vec<Listed> = Vec::new();
        for mark in self.marks(catalogue, slot).await? {
            if !mark.is_there {
                continue;
            }
            let entry = listed(&mark);
            // Paths come in their order, so equals stay in that of their ids.
            let above = entries.iter().rposition(|other| other.rank <= entry.rank);
            entries.insert(above.map_or(0, |at| at + 1), entry);
        }
        Ok(Answer::Listed(entries))
    }

    async fn marks(&self, catalogue: &str, slot: &str) -> Result<Vec<Mark>, Problem> {
        let (storage, at) = (&self.loader.storage, at(slot, catalogue));
        let paths = storage.list(Store::Marks, &at).await.map_err(refused)?;
        let mut marks = Vec::new();
        for path in paths {
            let bytes = storage.get(Store::Marks, &at, &path).await;
            marks.extend(bytes.and_then(|bytes| read_mark(&bytes)));
        }
        Ok(marks)
    }

    /// Puts things on a list, or at another place of it. What is noted of one that is there
    /// already stays.
    pub(crate) async fn write(
        &self,
        catalogue: &str,
        edit: &Edit,
        entries: &[Listed],
    ) -> Result<Answer, Problem> {
        let mut marks = Vec::new();
        for entry in entries {
            let known = self.mark(catalogue, &edit.slot, &entry.id).await;
            let mut mark = known.unwrap_or_default();
            mark.record.clone_from(&entry.id);
            mark.put(&entry.title, entry.rank, edit.stamp);
            if mark.notes.is_empty() && !entry.note.is_empty() {
                mark.note(&entry.note, edit.stamp);
            }
            marks.push(mark);
        }
        self.put_marks(catalogue, &edit.slot, &marks).await
    }

    /// Notes something of a thing, in place of whatever is noted.
    pub(crate) async fn note(
        &self,
        catalogue: &str,
        edit: &Edit,
        (id, text): (RecordId, String),
    ) -> Result<Answer, Problem> {
        let mut mark = self.mark(catalogue, &edit.slot, &id).await.unwrap_or_default();
        mark.record = id;
        mark.note(&text, edit.stamp);
        self.put_marks(catalogue, &edit.slot, &[mark]).await
    }

    /// Strikes things off. That they were there stays known, for copies that still have them.
    pub(crate) async fn strike(
        &self,
        catalogue: &str,
        edit: &Edit,
        ids: &[RecordId],
    ) -> Result<Answer, Problem> {
        let mut marks = Vec::new();
        for id in ids {
            if let Some(mut mark) = self.mark(catalogue, &edit.slot, id).await {
                mark.strike(edit.stamp);
                marks.push(mark);
            }
        }
        self.put_marks(catalogue, &edit.slot, &marks).await
    }

    async fn mark(&self, catalogue: &str, slot: &str, id: &str) -> Option<Mark> {
        let at = at(slot, catalogue);
        read_mark(&self.loader.storage.get(Store::Marks, &at, id).await?)
    }

    async fn put_marks(
        &self,
        catalogue: &str,
        slot: &str,
        marks: &[Mark],
    ) -> Result<Answer, Problem> {
        let entries: Vec<Entry> =
            marks.iter().map(|it| (it.record.clone(), written(it))).collect();
        let (storage, at) = (&self.loader.storage, at(slot, catalogue));
        storage.put(Store::Marks, &at, &entries).await.map_err(refused)?;
        Ok(Answer::Written)
    }

    /// The lists that there are, the first one first, the others as they were made.
    pub(crate) async fn lists(&self, catalogue: &str) -> Result<Answer, Problem> {
        let mut heads = self.headings(catalogue).await?;
        heads.retain(|(_, heading)| heading.is_there);
        heads.sort_by(|(one, a), (other, b)| {
            let key = |slot: &String, it: &Heading| (!slot.is_empty(), it.changed);
            key(one, a).cmp(&key(other, b))
        });
        let mut heads: Vec<ListHead> = heads.into_iter().map(head).collect();
        // The first list is there before anything was written of it.
        if heads.first().is_none_or(|head| !head.slot.is_empty()) {
            heads.insert(0, ListHead::default());
        }
        Ok(Answer::Lists(heads))
    }

    async fn headings(&self, catalogue: &str) -> Result<Vec<(String, Heading)>, Problem> {
        let (storage, at) = (&self.loader.storage, at(HEADINGS, catalogue));
        let paths = storage.list(Store::Marks, &at).await.map_err(refused)?;
        let mut all = Vec::new();
        for path in paths {
            let bytes = storage.get(Store::Marks, &at, &path).await;
            if let Some(heading) = bytes.and_then(|bytes| read(&bytes)) {
                all.push((slot_of(&path).to_owned(), heading));
            }
        }
        Ok(all)
    }

    /// Makes, names or removes a list, or brings it back.
    pub(crate) async fn change_lists(
        &self,
        catalogue: &str,
        edit: &Edit,
        change: ListChange,
    ) -> Result<Answer, Problem> {
        let mut heading = self.heading(catalogue, edit).await?;
        match change {
            ListChange::Name(name) => {
                heading.keep(true, edit.stamp);
                heading.rename(&name, edit.stamp);
            }
            ListChange::Remove => heading.keep(false, edit.stamp),
            ListChange::BringBack => heading.keep(true, edit.stamp),
        }
        self.put_heading(catalogue, &edit.slot, &heading).await?;
        self.lists(catalogue).await
    }

    /// The heading of a list; a new one where it has none.
    async fn heading(&self, catalogue: &str, edit: &Edit) -> Result<Heading, Problem> {
        let all = self.headings(catalogue).await?;
        let known = all.into_iter().find(|(slot, _)| *slot == edit.slot);
        Ok(known.map_or_else(
            || {
                let own = format!("{:x}-{:x}", edit.stamp.at, edit.stamp.by);
                let list = if edit.slot.is_empty() { own } else { edit.slot.clone() };
                Heading {
                    list,
                    is_there: true,
                    changed: edit.stamp,
                    ..Heading::default()
                }
            },
            |(_, heading)| heading,
        ))
    }

    async fn put_heading(
        &self,
        catalogue: &str,
        slot: &str,
        heading: &Heading,
    ) -> Result<(), Problem> {
        let (storage, at) = (&self.loader.storage, at(HEADINGS, catalogue));
        let entry: Entry = (path_of(slot).to_owned(), written(heading));
        storage.put(Store::Marks, &at, &[entry]).await.map_err(refused)
    }

    /// A list as the bytes of a file. From then on it is known by that file's name for it.
    pub(crate) async fn give_list(
        &self,
        catalogue: &str,
        edit: &Edit,
    ) -> Result<Answer, Problem> {
        let heading = self.heading(catalogue, edit).await?;
        self.put_heading(catalogue, &edit.slot, &heading).await?;
        let marks = self.marks(catalogue, &edit.slot).await?;
        Ok(Answer::Piece(file::written(&heading, &marks), 0))
    }

    /// Takes a list out of a file: into the list of which it is a copy, or as a new one.
    pub(crate) async fn take_list(
        &self,
        catalogue: &str,
        bytes: &[u8],
    ) -> Result<Answer, Problem> {
        let (mut heading, marks) = match file::read(bytes) {
            Ok(list) => list,
            Err(fault) => return Ok(Answer::ListTaken(Err(fault))),
        };
        let known = self.headings(catalogue).await?;
        let known = known.into_iter().find(|(_, it)| it.list == heading.list);
        let slot = known.as_ref().map_or(heading.list.clone(), |(slot, _)| slot.clone());
        if slot == HEADINGS {
            return Ok(Answer::ListTaken(Err(ListFault::Incomplete)));
        }
        if let Some((_, known)) = &known {
            heading.merge(known);
        }
        // Who takes a file wants to see what is in it.
        heading.is_there = true;
        let here = self.marks(catalogue, &slot).await?;
        self.put_marks(catalogue, &slot, &merge::merged(&here, &marks)).await?;
        self.put_heading(catalogue, &slot, &heading).await?;
        Ok(Answer::ListTaken(Ok(slot)))
    }
}

/// Paths are not empty.
fn path_of(slot: &str) -> &str {
    if slot.is_empty() { HEADINGS } else { slot }
}

fn slot_of(path: &str) -> &str {
    if path == HEADINGS { "" } else { path }
}

fn head((slot, heading): (String, Heading)) -> ListHead {
    ListHead { slot, name: heading.name }
}

/// A mark as the page shows it.
fn listed(mark: &Mark) -> Listed {
    let mut texts = mark.texts().into_iter().map(str::to_owned);
    Listed {
        id: mark.record.clone(),
        title: mark.title.clone(),
        note: texts.next().unwrap_or_default(),
        rank: mark.rank,
        others: texts.collect(),
    }
}

fn written(value: &impl Serialize) -> Vec<u8> {
    let bytes = postcard::to_allocvec(value).unwrap_or_default();
    [&[VERSION], bytes.as_slice()].concat()
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match bytes.split_first()? {
        (&VERSION, value) => postcard::from_bytes(value).ok(),
        _ => None,
    }
}

fn read_mark(bytes: &[u8]) -> Option<Mark> {
    match bytes.split_first()? {
        (&UNSTAMPED, entry) => {
            let (id, title, note, rank) = postcard::from_bytes(entry).ok()?;
            Some(Mark::unstamped(id, title, note, rank))
        }
        _ => read(bytes),
    }
}
