//! Asking for what helps on the shelf: names of classes, shelves with the ways there, what the
//! library arranges, and neighbours. What does not come is left out; the record says the rest.

use bibliobus_catalog::{
    Arranged, CallNumber, Captions, Guide, LiveHolding, Location, RecordId,
};
use bibliobus_worker::{Answer, Brief, Facet, What, Wish};
use leptos::prelude::*;
use web_sys::Url;

use super::Session;
use crate::{Address, Routing};

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
                        || search.address() == Address::Browse
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
        let wish = Wish { copies, kiosk, branch: self.own_branch(), step_free };
        self.send(What::Guides(wish), move |_, answer| {
            // The way is a help; without it the place is said in words.
            if let Ok(Answer::Guides(found)) = answer {
                // The record may be closed by now.
                let _ = guides.try_set(found);
            }
        });
    }

    /// Asks what the library's system says of a record just now, and what is arranged then.
    pub(crate) fn ask_live(
        self,
        id: RecordId,
        live: RwSignal<Vec<LiveHolding>>,
        arranged: RwSignal<Vec<Arranged>>,
    ) {
        self.send(What::Live(id), move |_, answer| match answer {
            Ok(Answer::Live(holdings, services)) if !holdings.is_empty() => {
                let _ = live.try_set(holdings);
                let _ = arranged.try_set(services);
            }
            // The index's own answer stays.
            _ => {}
        });
    }

    /// The whole address of a state, as another device can open it; `None` where addresses are
    /// not ours to give.
    pub(crate) fn address_of(self, address: &Address) -> Option<String> {
        let (public, bar) =
            self.config.with_value(|config| (config.public.clone(), config.bar.clone()));
        let is_ours = bar.routing != Routing::None;
        let own = || window().location().href().ok().filter(|_| is_ours);
        let page = public.or_else(own)?;
        let page = match bar.routing {
            Routing::Path => Url::new(&page).ok()?.origin(),
            _ => page.split('#').next().unwrap_or_default().to_owned(),
        };
        let language = self.chosen(self.language.get_untracked());
        Some(format!("{page}{}", bar.address(&address.in_language(language), "")))
    }

    /// Asks what the library arranges for a record.
    pub(crate) fn arrange(self, id: RecordId, arranged: RwSignal<Vec<Arranged>>) {
        self.send(What::Arranged(id), move |_, answer| {
            if let Ok(Answer::Arranged(found)) = answer {
                let _ = arranged.try_set(found);
            }
        });
    }

    /// Asks what stands beside a record, and which of it is the record itself; nothing is set as
    /// long as nothing is known.
    pub(crate) fn neighbours(
        self,
        id: RecordId,
        shelf: RwSignal<Option<(Vec<Brief>, usize)>>,
    ) {
        self.send(What::Shelf(id, LEFT, RIGHT), move |_, answer| {
            if let Ok(Answer::Shelf(briefs, at)) = answer {
                let _ = shelf.try_set(Some((briefs, at as usize)));
            }
        });
    }
}
