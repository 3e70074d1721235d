//! What is seen: one component a file. A component takes data and the session; what is asked
//! and what follows from it are elsewhere.
//!
//! Every text is a block, and no element without a block in it has attributes: Leptos writes
//! such parts as HTML text, which a page with Trusted Types refuses.

#![allow(unreachable_pub, reason = "the component macro writes its own `pub`")]

mod announcer;
mod applied;
mod arranged;
mod browse;
mod changes;
mod citing;
mod cover;
mod description;
mod device;
mod drawers;
mod editions;
mod facet;
mod filters;
mod footer;
mod head;
mod help;
mod how_to_open;
mod icon;
mod keeping;
mod labelled;
mod lead;
mod leaving;
mod list;
mod lists;
mod low_vision;
mod marked;
mod neighbours;
mod notice;
mod order;
mod page;
mod problem;
mod record;
mod result;
mod results;
mod search_box;
mod sentence;
mod shelf;
mod skeleton;
mod start;
mod suggestions;
mod take_along;
mod the_way;
mod tour;
mod value;
mod way_line;
mod where_it_stands;
mod years;

pub(crate) use page::App;

/// The style sheet that every element adopts: `src/style/`, put together by `build.rs`.
pub(crate) const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));
