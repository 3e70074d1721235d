//! Marks: the small things that are known about a collection on this device.

use bibliobus_index::{FileName, Portion};
use serde::{Deserialize, Serialize};

use crate::cache::{CacheError, Entry, Store};
use crate::platform::Platform;
use crate::recency::USED;
use crate::storage::Storage;

/// The last good manifest, sealed: the pointer to the release that can be opened offline.
const MANIFEST: &str = "manifest";
/// There: the reader wants the collection kept, and how ([`Kept`]).
const KEEP: &str = "keep";
/// There: the pointer was moved, so files of an earlier release may still be here.
const SWEEP: &str = "sweep";

/// How a reader wants a collection kept. What cannot be read, or was written by an earlier
/// version, asks for all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// How much of it.
    pub(crate) portion: Portion,
    /// The keys that were trusted for it, as the page wrote them.
    pub(crate) keys: String,
    /// Whether the reader stopped it for now.
    pub(crate) is_paused: bool,
}

impl<P: Platform> Storage<P> {
    /// The last good manifest; `None` also if what is here is damaged.
    pub(crate) async fn manifest(&self, catalogue: &str) -> Option<Vec<u8>> {
        unsealed(self.get(Store::Marks, catalogue, MANIFEST).await?)
    }

    /// Moves the pointer. `moved` says whether there was another release before.
    pub(crate) async fn point_to(
        &self,
        catalogue: &str,
        manifest: &[u8],
        moved: Moved,
    ) -> Result<(), CacheError> {
        // One transaction: a pointer that arrives brings the duty to sweep with it.
        let mut entries: Vec<Entry> = vec![(MANIFEST.to_owned(), sealed(manifest))];
        if moved == Moved::FromAnother {
            entries.push((SWEEP.to_owned(), Vec::new()));
        }
        self.put(Store::Marks, catalogue, &entries).await
    }

    /// How the reader wants the collection kept; `None` if not at all.
    pub(crate) async fn kept(&self, catalogue: &str) -> Option<Kept> {
        let mark = self.get(Store::Marks, catalogue, KEEP).await?;
        Some(postcard::from_bytes(&mark).unwrap_or_default())
    }

    pub(crate) async fn want_keep(
        &self,
        catalogue: &str,
        kept: &Kept,
    ) -> Result<(), CacheError> {
        let mark = postcard::to_allocvec(kept).unwrap_or_default();
        self.put(Store::Marks, catalogue, &[(KEEP.to_owned(), mark)]).await
    }

    /// Notes that there is more here than is wanted now.
    pub(crate) async fn want_sweep(&self, catalogue: &str) -> Result<(), CacheError> {
        self.put(Store::Marks, catalogue, &[(SWEEP.to_owned(), Vec::new())]).await
    }

    pub(crate) async fn is_sweep_due(&self, catalogue: &str) -> bool {
        self.get(Store::Marks, catalogue, SWEEP).await.is_some()
    }

    pub(crate) async fn swept(&self, catalogue: &str) -> Result<(), CacheError> {
        self.delete(Store::Marks, catalogue, &[SWEEP.to_owned()]).await
    }

    /// Removes every mark of the catalogue.
    pub(crate) async fn unmark(&self, catalogue: &str) -> Result<(), CacheError> {
        let marks = [KEEP, MANIFEST, SWEEP, USED].map(str::to_owned);
        self.delete(Store::Marks, catalogue, &marks).await
    }

    /// Removes everything about the catalogue: first the wish, then the pointer, then the
    /// files, so that what a crash leaves behind makes no false promise.
    pub(crate) async fn forget(&self, catalogue: &str) -> Result<(), CacheError> {
        self.begin_era(catalogue);
        self.unmark(catalogue).await?;
        let files = self.list(Store::Files, catalogue).await?;
        self.delete(Store::Files, catalogue, &files).await
    }
}

/// Whether the pointer names another release than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moved {
    FromNothing,
    FromAnother,
}

/// A manifest has no name made from its content, so it is stored behind one.
fn sealed(manifest: &[u8]) -> Vec<u8> {
    let seal = FileName::of(manifest).to_string();
    [seal.as_bytes(), b"\n", manifest].concat()
}

fn unsealed(sealed: Vec<u8>) -> Option<Vec<u8>> {
    let end = sealed.iter().position(|byte| *byte == b'\n')?;
    let (seal, manifest) = (sealed.get(..end)?, sealed.get(end + 1..)?);
    (FileName::of(manifest).to_string().as_bytes() == seal).then(|| manifest.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_manifest_comes_back() {
        assert_eq!(unsealed(sealed(b"{\n}")), Some(b"{\n}".to_vec()));
    }

    #[test]
    fn a_damaged_manifest_does_not() {
        let whole = sealed(b"{\"release\":1}");
        for n in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[n] ^= 1;
            assert_eq!(unsealed(damaged), None, "byte {n}");
            assert_eq!(unsealed(whole[..n].to_vec()), None, "cut at {n}");
        }
    }
}
