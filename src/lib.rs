//! The browser app: `<biblio-bus>`, a library's catalogue on the reader's own device.
//!
//! The page asks and shows; the engine answers from a worker. What the reader wants is a plain
//! value, [`Search`], whose methods are the reader's verbs; its [`Address`] is what the address
//! bar says of it. A session ties both to the worker's answers, and the views show them.
//!
//! ```
//! use bibliobus::{Address, Search};
//!
//! let mut search = Search::default();
//! search.ask("война и мир");
//! assert_eq!(search.address().to_string(), "#/?q=война%20и%20мир");
//! assert_eq!("#/record/42".parse(), Ok(Address::Record("42".into())));
//! ```
//!
//! # Limits
//!
//! * The app knows nothing of files, storage or the network: all of it is in the worker.
//! * It is regrettable that the language which the reader chose is remembered by the address
//!   only: a page opened anew starts in the language of its element.

mod address;
mod asked;
mod bar;
mod coins;
mod config;
mod drawer;
mod element;
mod engine;
mod facets;
mod list;
mod marks;
mod offers;
mod pace;
mod search;
mod session;
mod slip;
mod text;
mod view;
mod way;

pub use address::{Address, AddressError, decoded, encoded};
pub use asked::Asked;
pub use bar::Bar;
pub use coins::{coins, coins_of};
pub use config::{Config, Elsewhere, Routing, Shortcuts, Theme};
pub use drawer::{Drawer, alphabets, within, written};
pub use element::define;
pub use engine::{Engine, Port, spawn_worker};
pub use facets::{Ends, bars, below, shelves, shown_values};
pub use list::List;
pub use marks::pieces;
pub use offers::{Group, Offer, offers, step};
pub use pace::Pace;
pub use search::{Phase, Search, Seen};
pub use slip::{Code, Slip, SlipPlace, code};
pub use text::{
    Browse, Citing, Device, Help, HelpLine, HelpPart, Language, Line, Listing, OnDevice,
    Phrase, Taking, Telling, Text, marc_tag,
};
pub use way::{Tone, WayInWords};
