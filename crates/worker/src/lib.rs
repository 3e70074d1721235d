//! The engine's host in the browser: questions in, answers out, as plain messages.
//!
//! A page sends an [`Ask`] and is told ([`Tell`]) an [`Answer`] or a [`Problem`]. Between the
//! two stands the [`Host`]: it asks the engine which files a question wants, has them brought
//! from the device or from the library's host, and lets the engine answer. It knows the
//! browser only through [`Platform`], and that gives it a [`Source`] of files and a [`Cache`]
//! for them; [`serve`] puts it all together in a worker, [`Memory`] in a test.

mod cache;
mod carry;
mod device;
mod host;
mod keep;
mod list;
mod live;
mod loader;
mod marks;
mod message;
mod opening;
mod pack;
mod platform;
mod recency;
mod release;
mod services;
mod source;
mod storage;
mod wait;

pub use bibliobus_index::{
    Beginning, Brief, BriefWay, Change, Counting, Counts, Facet, FacetCounts, Filter,
    Hit, Matching, Portion, Query, Range, Results, Scan, ScanList, Sort, Step, Stretch,
    Suggestion, Suggestions, Value,
};
pub use cache::{Cache, CacheError, Entry, Store};
pub use host::Host;
pub use list::merge::Stamp;
pub use loader::Limits;
pub use message::{
    Answer, Ask, Collection, Edit, Keeping, KeepingState, ListChange, ListFault,
    ListHead, Listed, News, OnDevice, Origin, Problem, Tell, What, Wish,
};
pub use platform::memory::{Call, Fault, Memory, MemoryBody};
pub use platform::{Platform, serve};
pub use source::{Body, Freshness, Reply, Source, SourceError};
