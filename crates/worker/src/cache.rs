//! A cache keeps bytes on the device, in two stores: files, and marks about them. It is not
//! trusted: what it gives is verified like anything else, and it may fail at any time.

use core::future::Future;

/// Where bytes are kept: IndexedDB in the browser. Entries go by catalogue and path.
pub trait Cache {
    /// The bytes of an entry.
    fn get(
        &self,
        store: Store,
        catalogue: &str,
        path: &str,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, CacheError>>;

    /// Writes entries, all or none of them.
    fn put(
        &self,
        store: Store,
        catalogue: &str,
        entries: &[Entry],
    ) -> impl Future<Output = Result<(), CacheError>>;

    /// Removes entries; those that are not there are no error.
    fn delete(
        &self,
        store: Store,
        catalogue: &str,
        paths: &[String],
    ) -> impl Future<Output = Result<(), CacheError>>;

    /// The catalogues that have entries, each once.
    fn catalogues(
        &self,
        store: Store,
    ) -> impl Future<Output = Result<Vec<String>, CacheError>>;

    /// The paths of all entries.
    fn list(
        &self,
        store: Store,
        catalogue: &str,
    ) -> impl Future<Output = Result<Vec<String>, CacheError>>;
}

/// One of the two stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// Files of collections, as they were fetched.
    Files,
    /// Small things known about a collection.
    Marks,
}

/// A path and the bytes to keep under it.
pub type Entry = (String, Vec<u8>);

/// Why the device did not keep or give something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheError {
    /// Reading works, writing does not: most likely there is no room.
    NoRoom,
    /// There is no storage, it is denied, or it does not answer just now.
    Unavailable,
}
