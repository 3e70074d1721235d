//! The engine: analysis, index format, build and search. Bytes in, bytes out.
//!
//! It does no IO, does not wait, and knows no clock. A build gives chunks to whoever asked for
//! it; a search names the files that it still wants, is given their bytes, and answers.

mod build;
mod index;
mod query;
mod results;

pub use build::{BuildError, Built, Builder, Settings};
pub use index::{Explanation, FileName, Index, LoadError, OpenError, Want};
pub use query::{Query, Question};
pub use results::{Brief, BriefWay, Hit, Matching, Results};
