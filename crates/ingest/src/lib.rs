//! Other people's files into records and findings.

mod finding;

pub use finding::{Finding, FindingKind, Severity};
