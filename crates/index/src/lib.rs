//! The engine: analysis, index format, build and search. Bytes in, bytes out.
//!
//! It does no IO, does not wait, and knows no clock. A build gives chunks to whoever asked for
//! it; a search names the files that it still wants, is given their bytes, and answers.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use bibliobus_catalog::Record;
//! use bibliobus_index::{Builder, Index, Query, Question, Settings};
//!
//! // Build: records in, files out.
//! let mut record = Record { id: "1".into(), ..Record::default() };
//! record.title.proper = "Война и мир".into();
//! let mut builder = Builder::new(Settings::default());
//! builder.add(&record);
//! let mut files = BTreeMap::new();
//! let built = builder.finish(&mut |name, bytes| {
//!     files.insert(*name, bytes.to_vec());
//!     Ok::<_, std::convert::Infallible>(())
//! })?;
//!
//! // Search: ask which files are wanted, load them, ask again.
//! let mut index = Index::open(&built.manifest)?;
//! let query = Query::new("войну и ми");
//! loop {
//!     let wants = index.wants(&Question::Search(query.clone()));
//!     if wants.is_empty() {
//!         break;
//!     }
//!     for want in wants {
//!         index.load(want.file, &files[&want.file])?;
//!     }
//! }
//! assert_eq!(index.search(&query).hits[0].id, "1");
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! # Limits
//!
//! * Word forms are known for Russian and English; in other languages a word finds itself and
//!   what begins with it.
//! * A build keeps all records in memory.
//! * A word that most records have is read to the end of its postings.

mod analysis;
mod build;
mod format;
mod index;
mod loaded;
mod order;
mod query;
mod results;
mod search;
#[cfg(test)]
mod several;
mod signature;
mod weights;

pub use analysis::Terms;
pub use build::{
    Before, BuildError, Builder, Built, Covered, Covers, Extent, Settings, WhyWhole,
    WriteChunk,
};
pub use format::{
    chunk::{FileName, Want},
    manifest::OpenError,
};
pub use index::{Index, LoadError};
pub use query::{
    Counting, Facet, Filter, Portion, Query, Question, Scan, ScanList, Sort,
};
pub use results::{
    Beginning, Brief, BriefWay, Change, Counts, FacetCounts, Hit, Matching, Range,
    Results, Snippet, Step, Stretch, Suggestion, Suggestions, Value,
};
pub use search::{Explanation, Matcher};
pub use signature::{Keys, SignatureError, signature_path};
pub use weights::{WeightError, Weights};
