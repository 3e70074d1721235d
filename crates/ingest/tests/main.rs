//! Tests of ingest through its public face: what is valid gives records and no findings, what
//! is damaged gives findings or an error and the good records around the damage.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod any_bytes;
mod authorities;
mod by_eye;
mod damaged;
mod foreign;
mod hostile;
mod mutations;
mod open_files;
mod parity;
mod profiles;
mod real_data;
mod valid;
