//! The device: which collections there is something of here, opened by whatever page.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::cache::{Cache, Store};
use crate::host::Host;
use crate::list::is_list;
use crate::loader::Reach;
use crate::message::{Answer, Collection, KeepingState, OnDevice, Origin, Problem};
use crate::platform::Platform;
use crate::storage::Storage;

impl<P: Platform> Host<P> {
    pub(crate) async fn device(self: &Rc<Self>) -> Result<Answer, Problem> {
        let mut all = Vec::new();
        for catalogue in self.loader.storage.catalogues().await {
            all.push(self.on_device(catalogue).await);
        }
        Ok(Answer::Device(all))
    }

    async fn on_device(self: &Rc<Self>, address: String) -> OnDevice {
        let storage = &self.loader.storage;
        let keys = storage.kept(&address).await.map(|kept| kept.keys).unwrap_or_default();
        let catalogue = self.catalogue(address.clone(), keys.clone());
        let mut collection = match self.find_open(&address) {
            Some(open) => open.collection(),
            None => match self.stored_release(&catalogue).await {
                Some(release) => {
                    // Without its library it has no name to show, that is all.
                    let _ = release.prepare(&self.loader, Reach::Device).await;
                    let keeping = self.count(&release).await;
                    release.collection(Origin::Device, keeping)
                }
                None => Collection::default(),
            },
        };
        if collection.keeping.state == KeepingState::NotKept {
            collection.keeping.bytes_here = storage.bytes_used(&address).await;
        }
        OnDevice { catalogue: address, keys, collection }
    }
}

impl<P: Platform> Storage<P> {
    /// The collections of which anything is known or here; none where storage fails.
    async fn catalogues(&self) -> BTreeSet<String> {
        let cache = self.platform.cache();
        let mut all = BTreeSet::new();
        for store in [Store::Marks, Store::Files] {
            all.extend(self.watched(cache.catalogues(store)).await.unwrap_or_default());
        }
        all.retain(|address| !is_list(address));
        all
    }
}
