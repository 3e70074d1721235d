//! Storage: the cache as the host uses it. It never keeps an answer waiting for long: every
//! call has a time limit, and after a failure storage is left alone for a while.

use core::cell::{Cell, RefCell};
use core::future::Future;
use core::mem;
use core::time::Duration;
use std::rc::Rc;

use crate::cache::{Cache, CacheError, Entry, Store};
use crate::platform::Platform;
use crate::recency::Recency;
use crate::wait::within;

/// How many entries are written in one transaction.
pub(crate) const BATCH: usize = 16;

/// After a failure nothing is asked of storage for this long, then for twice as long, up to …
const FIRST_REST: Duration = Duration::from_secs(1);
/// … this long.
const LONGEST_REST: Duration = Duration::from_secs(30);

pub(crate) struct Storage<P> {
    pub(crate) platform: Rc<P>,
    pub(crate) recency: Recency,
    limit: Duration,
    rest_until: Cell<Duration>,
    rest: Cell<Duration>,
    /// Files that were fetched for an answer and are still to be written.
    queue: RefCell<Vec<(String, Entry)>>,
    writing: Cell<bool>,
    era: Cell<Era>,
}

/// A time in which nothing was forgotten. What began in another one has nothing to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Era(u32);

impl<P: Platform> Storage<P> {
    pub(crate) fn new(platform: Rc<P>, limit: Duration) -> Self {
        Self {
            platform,
            recency: Recency::default(),
            limit,
            rest_until: Cell::default(),
            rest: Cell::new(FIRST_REST),
            queue: RefCell::default(),
            writing: Cell::default(),
            era: Cell::default(),
        }
    }

    /// The bytes of an entry; `None` also when storage fails, for then it is as if there
    /// were nothing.
    pub(crate) async fn get(
        &self,
        store: Store,
        catalogue: &str,
        path: &str,
    ) -> Option<Vec<u8>> {
        let get = self.platform.cache().get(store, catalogue, path);
        self.watched(get).await.unwrap_or_default()
    }

    pub(crate) async fn put(
        &self,
        store: Store,
        catalogue: &str,
        entries: &[Entry],
    ) -> Result<(), CacheError> {
        self.watched(self.platform.cache().put(store, catalogue, entries)).await
    }

    pub(crate) async fn delete(
        &self,
        store: Store,
        catalogue: &str,
        paths: &[String],
    ) -> Result<(), CacheError> {
        self.watched(self.platform.cache().delete(store, catalogue, paths)).await
    }

    pub(crate) async fn list(
        &self,
        store: Store,
        catalogue: &str,
    ) -> Result<Vec<String>, CacheError> {
        self.watched(self.platform.cache().list(store, catalogue)).await
    }

    /// Writes files; where there is no room, what was only looked at makes way.
    pub(crate) async fn put_with_room(
        &self,
        catalogue: &str,
        entries: &[Entry],
    ) -> Result<(), CacheError> {
        match self.put(Store::Files, catalogue, entries).await {
            Err(CacheError::NoRoom) => {
                self.make_room(catalogue).await?;
                self.put(Store::Files, catalogue, entries).await
            }
            outcome => outcome,
        }
    }

    /// Waits until storage may be asked again after a failure.
    pub(crate) async fn rested(&self) {
        let rest = self.rest_until.get().saturating_sub(self.platform.now());
        self.platform.sleep(rest).await;
    }

    /// The present era.
    pub(crate) fn era(&self) -> Era {
        self.era.get()
    }

    /// Writes a file, asked for in `era`, some time soon. Nobody waits for it and nobody is
    /// told if it fails.
    pub(crate) fn put_later(self: &Rc<Self>, catalogue: &str, entry: Entry, era: Era) {
        if era != self.era() {
            return;
        }
        self.queue.borrow_mut().push((catalogue.to_owned(), entry));
        if !self.writing.replace(true) {
            let storage = Rc::clone(self);
            self.platform.spawn(async move { storage.write_queue().await });
        }
    }

    /// Begins a new era, and drops what was still to be written of a catalogue.
    pub(crate) fn begin_era(&self, catalogue: &str) {
        self.era.set(Era(self.era.get().0.wrapping_add(1)));
        self.queue.borrow_mut().retain(|(of, _)| of != catalogue);
        self.forget_used(catalogue);
    }

    async fn write_queue(&self) {
        while let Some((catalogue, batch)) = self.next_batch() {
            // A file that could not be written is fetched again one day, that is all.
            let _ = self.put_with_room(&catalogue, &batch).await;
        }
        self.writing.set(false);
    }

    /// Up to [`BATCH`] waiting entries of one catalogue.
    fn next_batch(&self) -> Option<(String, Vec<Entry>)> {
        let mut queue = self.queue.borrow_mut();
        let catalogue = queue.first()?.0.clone();
        let mut batch = Vec::new();
        for (of, entry) in mem::take(&mut *queue) {
            if of == catalogue && batch.len() < BATCH {
                batch.push(entry);
            } else {
                queue.push((of, entry));
            }
        }
        Some((catalogue, batch))
    }

    pub(crate) async fn watched<T>(
        &self,
        call: impl Future<Output = Result<T, CacheError>>,
    ) -> Result<T, CacheError> {
        if self.platform.now() < self.rest_until.get() {
            return Err(CacheError::Unavailable);
        }
        let outcome = within(self.platform.sleep(self.limit), call).await;
        let outcome = outcome.unwrap_or(Err(CacheError::Unavailable));
        match outcome {
            Ok(_) => self.rest.set(FIRST_REST),
            Err(CacheError::Unavailable) => self.let_rest(),
            // Reading goes on; the next write finds out for itself.
            Err(CacheError::NoRoom) => {}
        }
        outcome
    }

    fn let_rest(&self) {
        self.rest_until.set(self.platform.now() + self.rest.get());
        self.rest.set((self.rest.get() * 2).min(LONGEST_REST));
    }
}
