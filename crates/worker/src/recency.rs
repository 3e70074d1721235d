//! Recency: of what was only looked at, the device keeps what was used last.
//!
//! A collection that the reader wants kept loses nothing in this way.

use core::cell::{Cell, RefCell};
use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::cache::{Cache, CacheError, Store};
use crate::platform::Platform;
use crate::storage::Storage;

/// The mark with the files that were looked at.
pub(crate) const USED: &str = "used";

/// The bytes of files only looked at, at most, of one collection: some hundred searches and
/// records of a large one.
const MOST: u64 = 48 << 20;

/// How long after a file was used that is noted on the device.
const NOTED_AFTER: Duration = Duration::from_secs(2);

/// What was used since it was last noted.
#[derive(Default)]
pub(crate) struct Recency {
    used: RefCell<BTreeMap<String, Used>>,
    is_waiting: Cell<bool>,
}

/// Paths and lengths of files, the least recently used first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Used(Vec<(String, u32)>);

impl Used {
    fn touch(&mut self, path: &str, len: u32) {
        self.0.retain(|(used, _)| used != path);
        self.0.push((path.to_owned(), len));
    }

    fn bytes(&self) -> u64 {
        self.0.iter().map(|(_, len)| u64::from(*len)).sum()
    }

    /// Takes out what was used the longest ago, until no more than `most` bytes are left.
    fn shrink(&mut self, most: u64) -> Vec<String> {
        let (mut bytes, mut gone) = (self.bytes(), 0);
        for (_, len) in &self.0 {
            if bytes <= most {
                break;
            }
            bytes -= u64::from(*len);
            gone += 1;
        }
        self.0.drain(..gone).map(|(path, _)| path).collect()
    }
}

impl<P: Platform> Storage<P> {
    /// Notes, some time soon, that a file was used.
    pub(crate) fn touch(self: &Rc<Self>, catalogue: &str, path: &str, len: u32) {
        let recency = &self.recency;
        let mut used = recency.used.borrow_mut();
        used.entry(catalogue.to_owned()).or_default().touch(path, len);
        if !recency.is_waiting.replace(true) {
            let storage = Rc::clone(self);
            self.platform.spawn(async move {
                storage.platform.sleep(NOTED_AFTER).await;
                storage.recency.is_waiting.set(false);
                let catalogues: Vec<String> =
                    storage.recency.used.borrow().keys().cloned().collect();
                for catalogue in catalogues {
                    // What is not noted counts as used long ago, that is all.
                    let _ = storage.note_used(&catalogue, MOST).await;
                }
            });
        }
    }

    /// The bytes of what was only looked at, as far as noted.
    pub(crate) async fn bytes_used(&self, catalogue: &str) -> u64 {
        self.noted(catalogue).await.bytes()
    }

    /// Forgets what was used in this visit.
    pub(crate) fn forget_used(&self, catalogue: &str) {
        self.recency.used.borrow_mut().remove(catalogue);
    }

    /// Makes room by what was only looked at: half of it here, all of it in other collections.
    pub(crate) async fn make_room(&self, catalogue: &str) -> Result<(), CacheError> {
        let cache = self.platform.cache();
        for of in self.watched(cache.catalogues(Store::Files)).await? {
            let most = if of == catalogue { self.bytes_used(&of).await / 2 } else { 0 };
            self.note_used(&of, most).await?;
        }
        Ok(())
    }

    async fn noted(&self, catalogue: &str) -> Used {
        let mark = self.get(Store::Marks, catalogue, USED).await.unwrap_or_default();
        postcard::from_bytes(&mark).unwrap_or_default()
    }

    /// Notes what was used, and removes what is then too much.
    async fn note_used(&self, catalogue: &str, most: u64) -> Result<(), CacheError> {
        let era = self.era();
        let now = self.recency.used.borrow_mut().remove(catalogue).unwrap_or_default();
        if self.kept(catalogue).await.is_some() {
            return Ok(());
        }
        let mut used = self.noted(catalogue).await;
        now.0.iter().for_each(|(path, len)| used.touch(path, *len));
        // Where room is needed, what nobody noted goes too.
        let is_too_much = used.bytes() > most || most < MOST;
        let gone = used.shrink(most);
        if is_too_much {
            self.remove_but(catalogue, &used, gone).await?;
        }
        if era != self.era() {
            return Ok(());
        }
        if used.0.is_empty() {
            return self.unmark(catalogue).await;
        }
        let mark = postcard::to_allocvec(&used).unwrap_or_default();
        self.put(Store::Marks, catalogue, &[(USED.to_owned(), mark)]).await
    }

    /// Removes files, and those that nobody noted.
    async fn remove_but(
        &self,
        catalogue: &str,
        used: &Used,
        gone: Vec<String>,
    ) -> Result<(), CacheError> {
        let noted: BTreeSet<&String> = used.0.iter().map(|(path, _)| path).collect();
        let listed = self.list(Store::Files, catalogue).await?;
        // Without its signature, what is here could not be opened.
        let is_unknown =
            |path: &String| !noted.contains(path) && !path.starts_with("signatures/");
        let unknown = listed.into_iter().filter(is_unknown);
        let gone: BTreeSet<String> = unknown.chain(gone).collect();
        let gone: Vec<String> = gone.into_iter().collect();
        self.delete(Store::Files, catalogue, &gone).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_go_first() {
        let mut used = Used::default();
        for (path, len) in [("a", 10), ("b", 20), ("c", 30), ("a", 10)] {
            used.touch(path, len);
        }
        assert_eq!(used.bytes(), 60);
        assert_eq!(used.shrink(60), Vec::<String>::new());
        assert_eq!(used.shrink(41), ["b"]);
        assert_eq!(used.shrink(9), ["c", "a"]);
        assert_eq!(used.bytes(), 0);
    }
}
