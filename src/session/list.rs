//! The reader's list: kept on the device, and read again when the reader comes back to the page,
//! for another tab may have changed it. On a screen that many share it is kept nowhere.

use bibliobus_catalog::{Record, RecordId, Round, Standing};
use bibliobus_worker::{Answer, Edit, Listed, Stamp, What, Wish};
use gloo_events::EventListener;
use leptos::prelude::*;

use super::{Session, live_as_long};
use crate::{Address, Config, List};

/// The records of a list as far as they are here.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Records {
    /// `None` for one that is gone.
    found: Vec<(RecordId, Option<Record>)>,
    /// How many are on their way.
    waiting: usize,
}

impl Records {
    /// What is known of a record: nothing yet, that it is gone, or itself.
    pub(crate) fn of(&self, id: &str) -> Option<&Option<Record>> {
        self.found.iter().find(|(of, _)| of == id).map(|(_, record)| record)
    }

    /// Those of `ids` that are here; `None` while any is on its way.
    pub(crate) fn all_of(&self, ids: &[RecordId]) -> Option<Vec<&Record>> {
        let here = || ids.iter().filter_map(|id| self.of(id)?.as_ref()).collect();
        (self.waiting == 0).then(here)
    }
}

impl Session {
    /// Reads the list now, and whenever the reader comes back to the page.
    pub(super) fn remember_list(self) {
        if self.config.with_value(Config::is_shared) {
            return;
        }
        self.read_list();
        live_as_long(EventListener::new(&document(), "visibilitychange", move |_| {
            if !document().hidden() {
                self.read_list();
            }
        }));
    }

    /// An edit of the list in a slot, made now.
    pub(super) fn edit_of(self, slot: String) -> Edit {
        let by = self.lists.with_untracked(|lists| lists.by);
        Edit { slot, stamp: Stamp { at: js_sys::Date::now() as u64, by } }
    }

    /// An edit of the list that is chosen, made now.
    fn edit(self) -> Edit {
        self.edit_of(self.lists.with_untracked(|lists| lists.slot.clone()))
    }

    pub(super) fn read_list(self) {
        self.read_lists();
        let slot = self.lists.with_untracked(|lists| lists.slot.clone());
        self.send(What::Listed(slot.clone()), move |session, answer| match answer {
            Ok(Answer::Listed(entries)) => {
                // The reader may have chosen another one meanwhile.
                if session.lists.with_untracked(|lists| lists.slot != slot) {
                    return;
                }
                let is_unkept = session.is_list_unkept.get_untracked();
                session.list.update(|list| list.read(entries, is_unkept));
            }
            _ => session.is_list_unkept.set(true),
        });
    }

    /// Whether a record is on the reader's list.
    pub(crate) fn is_listed(self, id: &str) -> bool {
        self.list.with(|list| list.has(id))
    }

    /// The reader puts a record on the list, or strikes it off.
    pub(crate) fn list_or_strike(self, id: RecordId, title: String) {
        if self.list.with_untracked(|list| list.has(&id)) {
            self.strike(vec![id]);
        } else {
            self.change_list(|list| list.add(id, title));
        }
    }

    /// The reader strikes records off the list.
    pub(crate) fn strike(self, ids: Vec<RecordId>) {
        self.list.update(|list| list.strike(&ids));
        if !self.config.with_value(Config::is_shared) {
            self.send(What::Strike(self.edit(), ids), |session, answer| {
                if answer.is_err() {
                    session.is_list_unkept.set(true);
                }
            });
        }
    }

    /// The reader changes the list; what changed is written.
    pub(crate) fn change_list(self, change: impl FnOnce(&mut List) -> Vec<Listed>) {
        let mut changed = Vec::new();
        self.list.update(|list| changed = change(list));
        if self.config.with_value(Config::is_shared) || changed.is_empty() {
            return;
        }
        if self.is_list_unkept.get_untracked() {
            changed = self.list.with_untracked(|list| list.entries().to_vec());
        }
        self.send(What::Write(self.edit(), changed), |session, answer| {
            session.is_list_unkept.set(answer.is_err());
        });
    }

    /// The reader notes something of a record, in place of all that is noted of it.
    pub(crate) fn note(self, id: RecordId, note: String) {
        self.list.update(|list| list.note(&id, &note));
        if !self.config.with_value(Config::is_shared) {
            self.send(What::Note(self.edit(), id, note), |session, answer| {
                if answer.is_err() {
                    session.is_list_unkept.set(true);
                }
            });
        }
    }

    /// Fetches the records of a list that are not here yet; `None` where there is none any more.
    pub(crate) fn fetch_all(self, ids: &[RecordId], records: RwSignal<Records>) {
        let is_missing =
            |id: &&RecordId| records.with_untracked(|it| it.of(id).is_none());
        for id in ids.iter().filter(is_missing) {
            records.update(|records| records.waiting += 1);
            let of = id.clone();
            self.send(What::Record(id.clone()), move |_, answer| {
                // The list may be closed by now.
                let _ = records.try_update(|records| {
                    records.waiting -= 1;
                    // Without its record a thing is shown by the title that was noted.
                    if let Ok(Answer::Record(record)) = answer {
                        records.found.push((of, record.map(|record| *record)));
                    }
                });
            });
        }
    }

    /// Asks for one way past all of these.
    pub(crate) fn tour(
        self,
        copies: Vec<Vec<Standing>>,
        step_free: bool,
        rounds: RwSignal<Vec<Round>>,
    ) {
        let kiosk = self.config.with_value(|config| config.kiosk.clone());
        let wish = Wish { copies, kiosk, branch: self.own_branch(), step_free };
        self.send(What::Tour(wish), move |_, answer| {
            if let Ok(Answer::Tour(found)) = answer {
                let _ = rounds.try_set(found);
            }
        });
    }

    /// The address under which another device shows the list; `None` for an empty one, and where
    /// addresses are not ours to give.
    pub(crate) fn address_of_list(self, ids: &[RecordId]) -> Option<String> {
        let address = Address::List(ids.to_vec());
        (!ids.is_empty()).then(|| self.address_of(&address)).flatten()
    }
}
