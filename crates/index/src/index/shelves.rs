//! What an index knows of shelves and how to get things from them: names of classes, plans and
//! ranges, neighbours, what the library arranges.

use bibliobus_catalog::{Captions, Places, RecordId, Services};

use super::Index;
use crate::{
    Brief,
    format::{chunk::Kind, services},
    loaded::{read_captions, read_places},
    search::{asking::Asking, beside},
};

/// How far to each side of a record a shelf goes at most.
const MOST_BESIDE: u32 = 100;

impl Index {
    /// The records that stand beside `id` on the shelf, from the left to the right, and the
    /// place of `id` among them; nothing where it has no call number, or files are missing.
    pub fn beside(&self, id: &RecordId, before: u32, after: u32) -> (Vec<Brief>, usize) {
        let asking = Asking::new(&self.loaded);
        let found = self.find_beside(&asking, id, before, after);
        found.filter(|_| asking.has_all()).unwrap_or_default()
    }

    pub(super) fn find_beside(
        &self,
        asking: &Asking<'_>,
        id: &RecordId,
        before: u32,
        after: u32,
    ) -> Option<(Vec<Brief>, usize)> {
        let segments = asking.segments();
        let (at, doc) = self.place(asking, &segments, id)?;
        // Who asks for a shelf sees a stretch of it.
        let most = |places: u32| places.min(MOST_BESIDE);
        beside(asking, (at, doc), most(before), most(after))
    }

    /// What the classes of its records, and those above them, are called; none where the
    /// collection has no names of classes, or they are not loaded.
    pub fn captions(&self) -> Captions {
        self.find_captions(&Asking::new(&self.loaded)).unwrap_or_default()
    }

    pub(super) fn find_captions(&self, asking: &Asking<'_>) -> Option<Captions> {
        let content = asking.content(&self.manifest.captions?, Kind::Captions)?;
        read_captions(content).ok()
    }

    /// Plans, shelves and hours; nothing where the collection has none, or they are not loaded.
    pub fn shelving(&self) -> Places {
        self.find_shelving(&Asking::new(&self.loaded)).unwrap_or_default()
    }

    pub(super) fn find_shelving(&self, asking: &Asking<'_>) -> Option<Places> {
        let content = asking.content(&self.manifest.places?, Kind::Places)?;
        read_places(content).ok()
    }

    /// What the library arranges; nothing where the collection does not say, or it is not
    /// loaded.
    pub fn services(&self) -> Services {
        self.find_services(&Asking::new(&self.loaded)).unwrap_or_default()
    }

    pub(super) fn find_services(&self, asking: &Asking<'_>) -> Option<Services> {
        let content = asking.content(&self.manifest.services?, Kind::Services)?;
        services::read(content).ok()
    }
}
