//! The reader's list: what they want to remember of a collection. It is the reader's, not the
//! catalogue's: it stays when a collection is removed from the device. Each thing is an entry of
//! its own, so that two tabs do not write over each other's.

use bibliobus_catalog::RecordId;

use crate::cache::{Entry, Store};
use crate::host::Host;
use crate::keep::refused;
use crate::message::{Answer, Listed, Problem};
use crate::platform::Platform;

/// Before the address of a collection: where the list lies that is kept beside it.
const LIST: &str = "list ";

/// The first byte of an entry. A later version of the app reads earlier ones.
const VERSION: u8 = 1;

/// Whether an address in storage is that of a list, and not of a collection.
pub(crate) fn is_list(address: &str) -> bool {
    address.starts_with(LIST)
}

fn at(catalogue: &str) -> String {
    format!("{LIST}{catalogue}")
}

impl<P: Platform> Host<P> {
    /// The list from above. An entry that cannot be read is left out, and left where it is.
    pub(crate) async fn listed(&self, catalogue: &str) -> Result<Answer, Problem> {
        let (storage, at) = (&self.loader.storage, at(catalogue));
        let paths = storage.list(Store::Marks, &at).await.map_err(refused)?;
        let mut entries: Vec<Listed> = Vec::new();
        for path in paths {
            let bytes = storage.get(Store::Marks, &at, &path).await;
            let Some(entry) = bytes.and_then(|bytes| read(&bytes)) else { continue };
            // Paths come in their order, so equals stay in that of their ids.
            let above = entries.iter().rposition(|other| other.rank <= entry.rank);
            entries.insert(above.map_or(0, |at| at + 1), entry);
        }
        Ok(Answer::Listed(entries))
    }

    pub(crate) async fn write(
        &self,
        catalogue: &str,
        entries: &[Listed],
    ) -> Result<Answer, Problem> {
        let entries: Vec<Entry> =
            entries.iter().map(|it| (it.id.clone(), written(it))).collect();
        let (storage, at) = (&self.loader.storage, at(catalogue));
        storage.put(Store::Marks, &at, &entries).await.map_err(refused)?;
        Ok(Answer::Written)
    }

    pub(crate) async fn strike(
        &self,
        catalogue: &str,
        ids: &[RecordId],
    ) -> Result<Answer, Problem> {
        let (storage, at) = (&self.loader.storage, at(catalogue));
        storage.delete(Store::Marks, &at, ids).await.map_err(refused)?;
        Ok(Answer::Written)
    }
}

fn written(entry: &Listed) -> Vec<u8> {
    let bytes = postcard::to_allocvec(entry).unwrap_or_default();
    [&[VERSION], bytes.as_slice()].concat()
}

fn read(bytes: &[u8]) -> Option<Listed> {
    match bytes.split_first()? {
        (&VERSION, entry) => postcard::from_bytes(entry).ok(),
        _ => None,
    }
}
