//! The plan of a floor: outlines and words, nothing that could run or fetch. A builder makes it
//! from a drawing; a page draws it anew.

use serde::{Deserialize, Serialize};

use crate::LocalName;

/// A plan. All numbers are tenths of the drawing's unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What is shown of the drawing.
    pub view: Box2,
    /// What is drawn, from the back to the front.
    pub outlines: Vec<Outline>,
    /// Words on the plan.
    pub labels: Vec<Label>,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Box2 {
    /// Its left side.
    pub x: i32,
    /// Its upper side.
    pub y: i32,
    /// Its width.
    pub w: i32,
    /// Its height.
    pub h: i32,
}

impl Box2 {
    /// Its middle.
    pub fn middle(&self) -> (i32, i32) {
        (self.x + self.w / 2, self.y + self.h / 2)
    }
}

/// A line or an area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The id that it has in the drawing; empty for most.
    pub id: String,
    /// What it is, which says how it looks.
    pub kind: OutlineKind,
    /// Its path in SVG's language, of letters and whole numbers only.
    pub path: String,
    /// The rectangle around it.
    pub bounds: Box2,
}

/// What an outline is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OutlineKind {
    /// Anything else: a thin line.
    #[default]
    Line,
    /// A wall.
    Wall,
    /// A room or other area.
    Room,
    /// A row, a bay, a shelf.
    Shelf,
    /// A desk, a table.
    Desk,
    /// Stairs, a lift.
    Stairs,
}

impl OutlineKind {
    /// The kind with this name in the drawing's `class`, which is its name in style sheets.
    pub fn parse(name: &str) -> Option<Self> {
        let all =
            [Self::Line, Self::Wall, Self::Room, Self::Shelf, Self::Desk, Self::Stairs];
        all.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name in drawings and style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Wall => "wall",
            Self::Room => "room",
            Self::Shelf => "shelf",
            Self::Desk => "desk",
            Self::Stairs => "stairs",
        }
    }
}

/// Words on a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where its middle is.
    pub x: i32,
    /// Its base line.
    pub y: i32,
    /// The words.
    pub words: LocalName,
}
