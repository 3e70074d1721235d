//! The engine's host in the browser: questions in, answers out, as plain messages.

mod message;

pub use bibliobus_index::{Brief, BriefWay, Hit, Matching, Query, Results};
pub use message::{
    Answer, Ask, Collection, KeepingState, Keeping, News, Origin, Problem, Tell, What,
};
