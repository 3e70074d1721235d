//! The library itself: its branches and places, with names that readers know.
//! Read from `library.toml`; carried inside the index.

use serde::{Deserialize, Serialize};

use crate::Location;

/// What `library.toml` says: names for the codes that records use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Library {
    /// The library's name.
    pub name: LocalName,
    /// A sentence that readers should know about this catalogue.
    pub note: LocalName,
    /// Its branches, bookmobiles among them.
    #[serde(rename = "branch")]
    pub branches: Vec<Branch>,
    /// The places within them where things stand.
    #[serde(rename = "place")]
    pub places: Vec<Place>,
}

impl Library {
    /// The branch with this code.
    pub fn branch(&self, code: &str) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.code == code)
    }

    /// The place with this code in this branch; one that names no branch serves all.
    pub fn place(&self, branch: &str, code: &str) -> Option<&Place> {
        let exact = self.places.iter().find(|p| p.code == code && p.branch == branch);
        exact.or_else(|| {
            self.places.iter().find(|p| p.code == code && p.branch.is_empty())
        })
    }

    /// Whether readers may walk up to a place, as far as the settings describe it or say that
    /// its branch is a bookmobile.
    pub fn access(&self, location: &Location) -> PlaceAccess {
        let code = location.sublocation.as_deref().unwrap_or_default();
        if let Some(place) = self.place(&location.library, code) {
            return place.access;
        }
        match self.branch(&location.library).map(|branch| branch.kind) {
            Some(BranchKind::Bookmobile) => PlaceAccess::Bookmobile,
            Some(BranchKind::Library) | None => PlaceAccess::Unstated,
        }
    }
}

/// A name in the languages of the interface.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LocalName {
    /// In Russian.
    pub ru: String,
    /// In English.
    pub en: String,
}

impl LocalName {
    /// The name for a language tag such as `ru` or `en-GB`; the other one where it is empty.
    pub fn in_language(&self, tag: &str) -> &str {
        let (first, second) = if tag.starts_with("ru") {
            (&self.ru, &self.en)
        } else {
            (&self.en, &self.ru)
        };
        if first.is_empty() { second } else { first }
    }

    /// Whether it is empty in every language.
    pub fn is_empty(&self) -> bool {
        self.ru.is_empty() && self.en.is_empty()
    }
}

/// A house with shelves, or a bus with shelves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Branch {
    /// The code that records use (852 $b).
    pub code: String,
    /// A house or a bus.
    pub kind: BranchKind,
    /// Its name.
    pub name: LocalName,
    /// Its street address.
    pub address: LocalName,
    /// When it is open, in words.
    pub hours: LocalName,
    /// Its telephone number.
    pub phone: Option<String>,
    /// A bookmobile's stops with their times, in words.
    pub stops: Vec<LocalName>,
}

/// What a [`Branch`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BranchKind {
    /// A house.
    #[default]
    Library,
    /// A bus that comes to its readers.
    Bookmobile,
}

/// A room, a stack or a row of shelves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Place {
    /// The code of its branch; empty for a place that every branch has.
    pub branch: String,
    /// The code that records use (852 $c).
    pub code: String,
    /// Whether readers may go there.
    pub access: PlaceAccess,
    /// Its name.
    pub name: LocalName,
    /// The way to it from the entrance, in words.
    pub way: LocalName,
}

/// Whether readers may walk up to a [`Place`].
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum PlaceAccess {
    /// Open shelves: take it yourself.
    #[default]
    Open,
    /// For use in the room only.
    ReadingRoom,
    /// A closed stack: ask at the desk.
    Closed,
    /// The shelves of a bookmobile.
    Bookmobile,
    /// The settings do not describe the place: it may be a shelf or a stack.
    Unstated,
}
