//! The commands, one a file: its arguments, its help, and what it does.

pub(crate) mod browse;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod harvest;
pub(crate) mod inspect;
pub(crate) mod key;
pub(crate) mod mirror;
pub(crate) mod pack;
pub(crate) mod plan;
pub(crate) mod profiles;
pub(crate) mod record;
pub(crate) mod relevance;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod shelf;
pub(crate) mod sign;
pub(crate) mod site;
pub(crate) mod stats;
