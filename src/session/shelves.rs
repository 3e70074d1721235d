//! Asking for what helps on the shelf: names of classes, shelves with the ways there, and
//! neighbours. What does not come is left out; the record says the rest.

use bibliobus_catalog::{CallNumber, Captions, Guide, Location, RecordId};
use bibliobus_worker::{Answer, Brief, Facet, What, Wish};
use leptos::prelude::*;

use super::Session;

/// How many neighbours there are to the left and to the right of a record.
const LEFT: u32 = 4;
const RIGHT: u32 = 6;

impl Session {
    /// Fetches the names of classes when there is a class to name.
    pub(super) fn name_classes(self) {
        let is_shown = Memo::new(move |_| {
            let is_open = |open: &Vec<Facet>| open.contains(&Facet::Class);
            let is_counted = self.is_filtering.get() && self.open_facets.with(is_open);
            is_counted
                || self.search.with(|search| {
                    search.opened().is_some()
                        || search.asked().of(Facet::Class).next().is_some()
                })
        });
        Effect::new(move |_| {
            self.tries.track();
            if is_shown.get() && self.captions.with_untracked(Captions::is_empty) {
                self.send(What::Captions, move |session, answer| {
                    // Names are a help; without them classes are shown by their numbers.
                    if let Ok(Answer::Captions(captions)) = answer {
                        session.captions.set(captions);
                    }
                });
            }
        });
    }

    /// Asks where copies stand and for the ways there.
    pub(crate) fn guide(
        self,
        copies: Vec<(Location, Option<CallNumber>)>,
        step_free: bool,
        guides: RwSignal<Vec<Guide>>,
    ) {
        let kiosk = self.config.with_value(|config| config.kiosk.clone());
        let wish = Wish { copies, kiosk, step_free };
        self.send(What::Guides(wish), move |_, answer| {
            // The way is a help; without it the place is said in words.
            if let Ok(Answer::Guides(found)) = answer {
                // The record may be closed by now.
                let _ = guides.try_set(found);
            }
        });
    }

    /// Asks what stands beside a record, and which of it is the record itself.
    pub(crate) fn neighbours(self, id: RecordId, shelf: RwSignal<(Vec<Brief>, usize)>) {
        self.send(What::Shelf(id, LEFT, RIGHT), move |_, answer| {
            if let Ok(Answer::Shelf(briefs, at)) = answer {
                let _ = shelf.try_set((briefs, at as usize));
            }
        });
    }
}
