//! Where things stand within a house: floors with their plans, shelves with the marks from
//! which they go on, ways from node to node. Read from `library.toml`; carried beside the index
//! and fetched only when somebody asks for the way.
//!
//! Names of branches and places are in [`Library`](crate::Library), which is always there.

mod graph;
mod guide;
mod hours;
mod plan;
mod resolve;
mod tour;

use serde::{Deserialize, Serialize};

pub use graph::{Leg, Node, NodeKind, Path, Route};
pub use guide::{Guide, Stretch, Turn, Walk};
pub use hours::{BranchHours, Clock, Day, Exception, Opening, Stop};
pub use plan::{Box2, Label, Outline, OutlineKind, Plan};
pub use resolve::{Shelved, Unshelved};
pub use tour::{Round, RoundStop, Standing};

use crate::{LocalName, LocalScheme, Scheme};

/// Everything that is known of where things stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// The floors of all branches.
    pub floors: Vec<Floor>,
    /// The shelves, each sequence in the order of its marks.
    pub shelves: Vec<Shelf>,
    /// Where ways begin, meet and end.
    pub nodes: Vec<Node>,
    /// What joins nodes of one floor.
    pub paths: Vec<Path>,
    /// Screens that stand somewhere: "you are here".
    pub kiosks: Vec<Kiosk>,
    /// The library's own schemes of call numbers.
    pub schemes: Vec<LocalScheme>,
    /// What is known of each branch beyond its names.
    pub branches: Vec<BranchFacts>,
    /// What stands before a call number and does not count there: `Oversize`, `Кр`.
    pub prefixes: Vec<String>,
}

/// One floor of a branch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    /// Its code, by which nodes and shelves name it.
    pub code: String,
    /// The branch.
    pub branch: String,
    /// Its number, as a reader counts: the ground floor of a Russian house is 1.
    pub level: i8,
    /// Its name, where the number alone does not say it.
    pub name: LocalName,
    /// The plan, where there is one.
    pub plan: Plan,
}

/// One shelf, or one side of a row: where the marks from `from` on stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// The codes of branch and place.
    pub branch: String,
    /// The code of the place.
    pub place: String,
    /// Whose rules its marks follow.
    pub scheme: ShelfScheme,
    /// The filing key of its first mark.
    pub from: String,
    /// The filing key of its last mark, where the settings give one; otherwise the shelf goes
    /// on to the next one.
    pub to: Option<String>,
    /// The first mark as written, for people.
    pub first: String,
    /// The last mark as written; empty where the settings give none.
    pub last: String,
    /// The number or name of the row; empty where there is none.
    pub row: String,
    /// The number or name of the bay within the row.
    pub bay: String,
    /// The side of the row: `A`, `B`.
    pub side: String,
    /// The number or letter of the shelf within the bay.
    pub shelf: String,
    /// The floor; empty where none is known.
    pub floor: String,
    /// The outline on the floor's plan, as a place in [`Plan::outlines`].
    pub outline: Option<u16>,
    /// The node where a reader stands before it, as a place in [`Places::nodes`].
    pub node: Option<u16>,
}

/// Whose rules the marks of a shelf follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ShelfScheme {
    /// A scheme that many libraries have.
    Known(Scheme),
    /// A scheme of the library's own, as a place in [`Places::schemes`].
    Own(u16),
}

impl Default for ShelfScheme {
    fn default() -> Self {
        Self::Known(Scheme::Local)
    }
}

/// A screen with the catalogue that stands in the library.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kiosk {
    /// Its code, by which its page names it.
    pub code: String,
    /// What it is called.
    pub name: LocalName,
    /// Where it stands, as a place in [`Places::nodes`].
    pub node: u16,
}

/// What is known of a branch beyond its names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchFacts {
    /// The branch.
    pub branch: String,
    /// When it is open, week by week.
    pub opening: Vec<Opening>,
    /// Days that are otherwise.
    pub exceptions: Vec<Exception>,
    /// A bookmobile's stops.
    pub stops: Vec<Stop>,
    /// Whether one gets from the street to the shelves without a step.
    pub step_free: Option<bool>,
    /// What else there is for who needs it, in words: a lift, a hearing loop, a toilet.
    pub accessibility: LocalName,
}

impl Places {
    /// The floor with this code.
    pub fn floor(&self, code: &str) -> Option<&Floor> {
        self.floors.iter().find(|floor| floor.code == code)
    }

    /// What is known of a branch beyond its names.
    pub fn branch(&self, code: &str) -> Option<&BranchFacts> {
        self.branches.iter().find(|facts| facts.branch == code)
    }

    /// Whether nothing is known at all.
    pub fn is_empty(&self) -> bool {
        self.floors.is_empty()
            && self.shelves.is_empty()
            && self.branches.is_empty()
            && self.schemes.is_empty()
            && self.prefixes.is_empty()
    }
}
