//! Floors, shelves and kiosks as the settings write them, before anything is made of them: what
//! the plan editor shows and changes. Not for what readers get (see `places`).

use bibliobus_catalog::{LocalName, Scheme};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::file::{self, Kiosk, Node, Path, Shelf};
use crate::fault::BadInput;

/// What the settings write of where things stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Standing {
    /// The floors, in the order of the file.
    pub(crate) floors: Vec<Floor>,
    /// The shelves.
    pub(crate) shelves: Vec<Shelf>,
    /// The kiosks.
    pub(crate) kiosks: Vec<Kiosk>,
    /// The codes of all schemes that shelves may have: the known ones, and the library's own.
    pub(crate) schemes: Vec<String>,
}

/// A floor with its nodes and paths.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Floor {
    /// Its code.
    pub(crate) code: String,
    /// Its branch.
    pub(crate) branch: String,
    /// Its number, as readers count.
    pub(crate) level: i8,
    /// Its name.
    pub(crate) name: LocalName,
    /// The drawing, relative to the settings.
    pub(crate) plan: Option<String>,
    /// Where ways begin, meet and end.
    #[serde(skip)]
    pub(crate) nodes: Vec<Node>,
    /// What joins them.
    #[serde(skip)]
    pub(crate) paths: Vec<Path>,
}

impl Standing {
    /// Reads it from the text of the settings.
    ///
    /// # Errors
    /// The text is no settings: the line, and why.
    pub(crate) fn read(text: &str) -> Result<Self, BadInput> {
        let file = super::parse(text)?;
        let known = Scheme::ALL.map(|scheme| scheme.code().to_owned());
        let own = plain(file.schemes).into_iter().map(|scheme| scheme.code);
        Ok(Self {
            floors: plain(file.floors).into_iter().map(floor).collect(),
            shelves: plain(file.shelves),
            kiosks: plain(file.kiosks),
            schemes: known.into_iter().chain(own).collect(),
        })
    }
}

fn floor(floor: file::Floor) -> Floor {
    Floor {
        code: floor.code,
        branch: floor.branch,
        level: floor.level,
        name: floor.name,
        plan: floor.plan,
        nodes: plain(floor.nodes),
        paths: plain(floor.paths),
    }
}

/// The values without their places in the text.
fn plain<T>(spanned: Vec<Spanned<T>>) -> Vec<T> {
    spanned.into_iter().map(Spanned::into_inner).collect()
}
