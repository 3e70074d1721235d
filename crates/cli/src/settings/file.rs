//! The shape of `library.toml`. An unknown key is refused; what the values mean is looked at
//! in `places`, which says the line of what is odd.

use std::collections::BTreeMap;

use bibliobus_catalog::{BranchKind, LocalName, LocalScheme, NodeKind, Place};
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    /// The library's name.
    pub(super) name: LocalName,
    /// A sentence that readers should know about this catalogue.
    pub(super) note: LocalName,
    /// What stands before a call number and does not count on the shelf.
    pub(super) prefixes: Vec<String>,
    #[serde(rename = "branch")]
    pub(super) branches: Vec<Spanned<Branch>>,
    #[serde(rename = "place")]
    pub(super) places: Vec<Spanned<Place>>,
    #[serde(rename = "scheme")]
    pub(super) schemes: Vec<Spanned<LocalScheme>>,
    #[serde(rename = "floor")]
    pub(super) floors: Vec<Spanned<Floor>>,
    #[serde(rename = "shelf")]
    pub(super) shelves: Vec<Spanned<Shelf>>,
    #[serde(rename = "kiosk")]
    pub(super) kiosks: Vec<Spanned<Kiosk>>,
    #[serde(rename = "source")]
    pub(super) sources: Vec<SourceFile>,
    pub(super) authorities: Vec<AuthorityFile>,
    /// The folder with pictures of covers, relative to the settings.
    pub(super) covers: Option<String>,
    #[serde(rename = "service")]
    pub(super) services: Vec<Spanned<Service>>,
    pub(super) live: Option<Spanned<Live>>,
    pub(super) ranking: BTreeMap<Spanned<String>, f32>,
}

/// A branch: what every reader sees, and its hours.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Branch {
    pub(super) code: String,
    pub(super) kind: BranchKind,
    pub(super) name: LocalName,
    pub(super) address: LocalName,
    pub(super) hours: LocalName,
    pub(super) phone: Option<String>,
    pub(super) stops: Vec<LocalName>,
    pub(super) opening: Vec<Spanned<Opening>>,
    pub(super) exceptions: Vec<Spanned<Exception>>,
    pub(super) timetable: Vec<Spanned<Stop>>,
    pub(super) step_free: Option<bool>,
    pub(super) accessibility: LocalName,
}

/// Hours on some days of every week.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Opening {
    /// `tue-fri`, or `mon,wed`.
    pub(super) days: String,
    pub(super) from: String,
    pub(super) to: String,
}

/// Days that are otherwise; closed where no hours are given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Exception {
    /// The first day, `yyyy-mm-dd`.
    pub(super) first: String,
    /// The last day; the first where it is left out.
    pub(super) last: Option<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) note: LocalName,
}

/// A stop of a bookmobile.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Stop {
    pub(super) day: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) name: LocalName,
}

/// A floor with its plan and its ways.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Floor {
    pub(super) code: String,
    pub(super) branch: String,
    pub(super) level: i8,
    pub(super) name: LocalName,
    /// A drawing in SVG, relative to the settings.
    pub(super) plan: Option<String>,
    pub(super) nodes: Vec<Spanned<Node>>,
    pub(super) paths: Vec<Spanned<Path>>,
}

/// Where ways begin, meet and end. Numbers are in the drawing's own unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) kind: NodeKind,
    pub(crate) name: LocalName,
    /// The lift or staircase that joins it with other floors.
    pub(crate) shaft: String,
    /// Where one looks when one comes out of it, in degrees clockwise from the top.
    pub(crate) facing: Option<u16>,
}

/// What joins two nodes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Path {
    pub(crate) from: String,
    pub(crate) to: String,
    /// Whether there are steps.
    pub(crate) steps: bool,
}

/// A shelf and its first mark.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Shelf {
    pub(crate) branch: String,
    pub(crate) place: String,
    pub(crate) scheme: String,
    pub(crate) from: String,
    pub(crate) to: Option<String>,
    pub(crate) row: String,
    pub(crate) bay: String,
    pub(crate) side: String,
    pub(crate) shelf: String,
    pub(crate) floor: String,
    /// The id of its outline on the floor's plan.
    pub(crate) outline: String,
    /// The node where one stands before it; the nearest to its outline where it is left out.
    pub(crate) node: String,
}

/// A screen with the catalogue that stands in the library.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Kiosk {
    pub(crate) code: String,
    pub(crate) name: LocalName,
    pub(crate) node: String,
}

/// Something that the library arranges.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Service {
    /// `login`, `resolver`, `stack`, `branch`, `interloan`, `copy`.
    pub(super) kind: String,
    pub(super) branch: String,
    pub(super) place: String,
    /// The kinds of thing that it is for; all where it is left out.
    pub(super) materials: Vec<String>,
    /// The hosts that a login opens.
    pub(super) hosts: Vec<String>,
    /// The address, with names in braces.
    pub(super) link: String,
    /// Who may, what it costs.
    pub(super) limitation: LocalName,
    /// How long it takes: `PT20M`, `P3D`.
    pub(super) delay: Option<String>,
}

/// Where the library's system says what is in now.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Live {
    /// `daia`, `koha`, `json`.
    pub(super) kind: String,
    pub(super) url: String,
    /// The prefix of the `[[source]]` whose records it knows.
    pub(super) prefix: String,
}

/// A file of authority records, or a table of names, beside `library.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AuthorityFile {
    /// The file, relative to the settings.
    pub(super) file: String,
}

/// A file that the catalogue is built from, beside `library.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SourceFile {
    /// The file, relative to the settings.
    pub(super) file: String,
    /// What goes before each control number of this source, with a colon: `c` gives `c:17`.
    pub(super) prefix: Option<String>,
    /// Which field says what: the name of a profile, or its file beside the settings.
    pub(super) profile: Option<String>,
    /// The format, where it is not to be seen by the first bytes.
    pub(super) format: Option<String>,
}
