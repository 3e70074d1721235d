//! The command line, run as a user runs it.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod authorities;
mod build;
mod carry;
mod export;
mod harvest;
mod links;
mod places;
mod plan;
mod program;
mod readme;
mod real;
mod report;
mod serve;
mod site_static;
mod update;
mod words;
