//! The nouns of a library catalogue.
//!
//! A [`Record`] describes one thing that a library has: a book, a map, a film, a web page.
//! Its [`Holding`]s say **where it stands**, its [`Link`]s **how to open it**; [`ways`] puts
//! both in the order in which a reader would try them.
//!
//! ```
//! use bibliobus_catalog::{Library, Link, LinkKind, Record, Terms, Way, ways};
//!
//! let mut record = Record { id: "42".into(), ..Record::default() };
//! record.title.proper = "Чайка".into();
//! record.links.push(Link {
//!     url: "https://example.org/42".into(),
//!     kind: LinkKind::Resource,
//!     terms: Terms::OpenAccess,
//!     ..Link::default()
//! });
//! let first = ways(&record, &Library::default()).into_iter().next();
//! assert!(matches!(first, Some(Way::Online { .. })));
//! ```
//!
//! # Limits
//!
//! * Nothing here reads or writes anything: no files, no network, no clock.
//! * There is no word for *now*: whether a copy is in today is not known to a prebuilt index.
//!   A [`Status`] is what the library's export said on the day it was made.
//! * It is regrettable that dates are text as the source wrote them; only the year is a number.

mod access;
mod call_number;
mod caption;
mod cover;
mod identifier;
mod language;
mod letters;
mod library;
mod live;
mod places;
mod record;
mod services;

pub use access::{Terms, Way, best_status, is_safe_url, ways, ways_from};
pub use call_number::{CallNumber, LocalScheme, Part, Scheme, look_alike};
pub use caption::{Caption, Captions};
pub use cover::Picture;
pub use identifier::{Identifier, IdentifierKind, isbn13};
pub use language::marc_tag;
pub use letters::lower;
pub use library::{Branch, BranchKind, Library, LocalName, Place, PlaceAccess};
pub use live::{LiveCopy, LiveHolding, LiveNote, with_live};
pub use places::{
    Box2, BranchFacts, BranchHours, Clock, Day, Exception, Floor, Guide, Kiosk, Label,
    Leg, Node, NodeKind, Opening, Outline, OutlineKind, Path, Places, Plan, Round,
    RoundStop, Route, Shelf, ShelfScheme, Shelved, Standing, Stop, Stretch, Turn,
    Unshelved, Walk,
};
pub use record::{
    Class, Creator, CreatorKind, DigitalLoan, Holding, Imprint, Item, Link, LinkKind,
    Location, Material, Merged, Record, RecordId, Reference, Sameness, Series, Status,
    Subject, SubjectKind, Title, Vernacular,
};
pub use services::{
    Arranged, Arrangement, Arranges, LiveKind, LiveSource, Service, Services, Template,
    minutes,
};
