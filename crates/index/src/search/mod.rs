//! Searching: from a reader's words to the records that match, best first.
//!
//! The same evaluation serves `wants` and `search`: whatever chunk it asks for and does not
//! get is noted, so that what is fetched and what is read can never differ.

pub(crate) mod asking;
mod evaluate;
mod explain;
mod facets;
mod facts;
mod highlight;
mod layout;
mod matches;
mod mending;
mod nearness;
mod phrases;
pub(crate) mod reading;
mod scan;
mod shelf;
mod skeleton;
mod sorting;
mod suggest;
mod variants;

pub(crate) use evaluate::{Found, Ranked, evaluate};
pub use explain::Explanation;
pub(crate) use explain::explain;
pub(crate) use facets::{classes_above, counts, every, narrow, prepare};
pub use highlight::Matcher;
pub(crate) use scan::scan;
pub(crate) use shelf::beside;
pub(crate) use sorting::sort;
pub(crate) use suggest::suggest;
