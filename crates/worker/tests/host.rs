//! The host, from its public face: real indexes, a platform in memory, faults everywhere.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "host/carry.rs"]
mod carry;
#[path = "host/collection.rs"]
mod collection;
#[path = "host/damage.rs"]
mod damage;
#[path = "host/device.rs"]
mod device;
#[path = "host/keeping.rs"]
mod keeping;
#[path = "host/list.rs"]
mod list;
#[path = "host/opening.rs"]
mod opening;
#[path = "host/sweep.rs"]
mod sweep;
