//! The reader's lists: which there are, which is chosen, and how one goes out as a file and comes
//! in. Bookmarks go to the chosen one.

use bibliobus_catalog::RecordId;
use bibliobus_worker::{Answer, ListChange, ListFault, ListHead, Listed, What};
use js_sys::{Array, Date, Math, Promise, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::Session;
use crate::List;

/// More bytes than this are no list: the worker refuses them too.
const LARGEST: f64 = (2 << 20) as f64;

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    /// The bytes of a file between two places.
    fn file_piece(file: &web_sys::Blob, from: f64, to: f64) -> Promise;
    /// Gives the reader a file of these pieces.
    fn save_file(pieces: &Array, name: &str);
    /// The first file that was chosen or dropped.
    fn file_of(event: &web_sys::Event) -> Option<web_sys::Blob>;
}

/// What came of the last thing that was done with lists.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    /// A file was taken.
    Taken,
    /// A file was refused.
    Refused(ListFault),
    /// The device did not do it.
    Failed,
    /// A list was removed.
    Removed(ListHead),
    /// A title was copied to a list of this name.
    Copied(String),
}

/// Which lists there are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lists {
    /// All of them, the first one first.
    pub(crate) heads: Vec<ListHead>,
    /// Where the chosen one is kept.
    pub(crate) slot: String,
    /// What is to be said.
    pub(crate) told: Option<Told>,
    /// What tells this visit's edits from others'.
    pub(super) by: u32,
    /// The last place that a title was given on another list.
    rank: u32,
}

impl Default for Lists {
    fn default() -> Self {
        let by = (Math::random() * f64::from(u32::MAX)) as u32;
        Self { heads: Vec::new(), slot: String::new(), told: None, by, rank: 0 }
    }
}

impl Lists {
    /// The name of the chosen one; empty where it has none.
    pub(crate) fn name(&self) -> String {
        let chosen = self.heads.iter().find(|head| head.slot == self.slot);
        chosen.map(|head| head.name.clone()).unwrap_or_default()
    }
}

impl Session {
    pub(super) fn read_lists(self) {
        self.send(What::Lists, |session, answer| {
            // That nothing is stored here is said of the list itself.
            if answer.is_ok() {
                session.take_lists(answer);
            }
        });
    }

    fn take_lists(self, answer: Result<Answer, bibliobus_worker::Problem>) {
        match answer {
            Ok(Answer::Lists(heads)) => {
                if self.lists.with_untracked(|lists| lists.heads != heads) {
                    self.lists.update(|lists| lists.heads = heads);
                }
            }
            _ => self.tell_of_lists(Told::Failed),
        }
    }

    fn tell_of_lists(self, told: Told) {
        self.lists.update(|lists| lists.told = Some(told));
    }

    /// The reader chooses a list.
    pub(crate) fn choose_list(self, slot: String) {
        self.lists.update(|lists| (lists.slot, lists.told) = (slot, None));
        self.list.set(List::default());
        self.read_list();
    }

    /// The reader makes a list of this name.
    pub(crate) fn make_list(self, name: String) {
        let mut edit = self.edit_of(String::new());
        edit.slot = format!("{:x}-{:x}", edit.stamp.at, edit.stamp.by);
        let slot = edit.slot.clone();
        self.send(
            What::ChangeLists(edit, ListChange::Name(name)),
            move |session, answer| {
                let is_made = answer.is_ok();
                session.take_lists(answer);
                if is_made {
                    session.choose_list(slot);
                }
            },
        );
    }

    /// The reader renames the chosen list.
    pub(crate) fn rename_list(self, name: String) {
        let edit = self.edit_of(self.lists.with_untracked(|lists| lists.slot.clone()));
        self.send(What::ChangeLists(edit, ListChange::Name(name)), Self::take_lists);
    }

    /// The reader removes the chosen list; it can be brought back.
    pub(crate) fn remove_list(self) {
        let (slot, name) =
            self.lists.with_untracked(|lists| (lists.slot.clone(), lists.name()));
        let edit = self.edit_of(slot.clone());
        self.send(What::ChangeLists(edit, ListChange::Remove), move |session, answer| {
            if answer.is_ok() {
                session.choose_list(String::new());
                session.tell_of_lists(Told::Removed(ListHead { slot, name }));
            }
            session.take_lists(answer);
        });
    }

    /// The reader brings back a list that was removed.
    pub(crate) fn bring_list_back(self, slot: String) {
        let edit = self.edit_of(slot.clone());
        self.send(
            What::ChangeLists(edit, ListChange::BringBack),
            move |session, answer| {
                session.take_lists(answer);
                session.choose_list(slot);
            },
        );
    }

    /// A place below all that is on any list: later seconds have larger numbers, and of two within
    /// one second the later.
    fn next_rank(self) -> u32 {
        let now = (Date::now() / 1000.0) as u32;
        let rank =
            self.lists.with_untracked(|lists| now.max(lists.rank.saturating_add(1)));
        self.lists.update_untracked(|lists| lists.rank = rank);
        rank
    }

    /// The reader copies or moves a title to another list, with its note; then what is to be done
    /// once it is there. What moves can be put back, as what is struck off.
    pub(crate) fn hand_to_list(
        self,
        id: RecordId,
        (to, is_move): (ListHead, bool),
        then: impl FnOnce() + 'static,
    ) {
        let entry = self.list.with_untracked(|list| list.entry(&id).cloned());
        let Some(entry) = entry else { return };
        let rank = self.next_rank();
        let edit = self.edit_of(to.slot);
        let written = What::Write(edit, vec![Listed { rank, ..entry }]);
        self.send(written, move |session, answer| {
            if answer.is_err() {
                return session.tell_of_lists(Told::Failed);
            }
            if is_move {
                session.strike(vec![id]);
            } else {
                session.tell_of_lists(Told::Copied(to.name));
            }
            then();
        });
    }

    /// The reader wants the chosen list as a file of this name.
    pub(crate) fn give_list(self, name: String) {
        let edit = self.edit_of(self.lists.with_untracked(|lists| lists.slot.clone()));
        self.send(What::GiveList(edit), move |session, answer| match answer {
            Ok(Answer::Piece(bytes, _)) => {
                let pieces = Array::of1(&Uint8Array::from(bytes.as_slice()));
                save_file(&pieces, &name);
            }
            _ => session.tell_of_lists(Told::Failed),
        });
    }

    /// The reader chose or dropped the file of a list.
    pub(crate) fn take_list_of(self, event: &web_sys::Event) {
        let Some(file) = file_of(event) else { return };
        self.lists.update(|lists| lists.told = None);
        if file.size() > LARGEST {
            return self.tell_of_lists(Told::Refused(ListFault::TooLarge));
        }
        spawn_local(async move {
            let read = JsFuture::from(file_piece(&file, 0.0, file.size())).await;
            match read.map(|bytes| Uint8Array::new(&bytes).to_vec()) {
                Ok(bytes) => self.send(What::TakeList(bytes), Self::see_taken),
                Err(_) => self.tell_of_lists(Told::Failed),
            }
        });
    }

    fn see_taken(self, answer: Result<Answer, bibliobus_worker::Problem>) {
        match answer {
            Ok(Answer::ListTaken(Ok(slot))) => {
                self.choose_list(slot);
                self.tell_of_lists(Told::Taken);
            }
            Ok(Answer::ListTaken(Err(fault))) => self.tell_of_lists(Told::Refused(fault)),
            _ => self.tell_of_lists(Told::Failed),
        }
    }
}
