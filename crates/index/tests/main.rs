//! Tests of the engine's public face.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod damage;
mod facets;
mod golden;
mod oracle;
mod scan;
mod search;
mod shelf;
mod sorting;
mod suggestions;
mod support;
