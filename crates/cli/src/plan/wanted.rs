//! What the page asks to be written, and whether it can be: each thing with its place in the file
//! that it was loaded from, so that nothing has to be guessed.

use std::collections::BTreeSet;

use bibliobus_catalog::{Library, LocalName};
use serde::Deserialize;

use super::marks::{Row, Wall, Words};
use super::refusal::Refusal;
use crate::settings::{Floor, Kiosk, Node, Passage, Shelf, Standing};

/// No text of a thing is longer.
const LONGEST: usize = 300;
/// No plan goes farther.
const FARTHEST: f64 = 100_000.0;

/// Everything as it shall be.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    /// What the file was when the page loaded it.
    pub(super) stamp: String,
    pub(super) floors: Vec<WantedFloor>,
    pub(super) shelves: Vec<Placed<Shelf>>,
    pub(super) kiosks: Vec<Placed<Kiosk>>,
}

/// A thing, and its place in its list of the file; none for a new one.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Placed<T> {
    #[serde(default)]
    pub(super) was: Option<usize>,
    #[serde(flatten)]
    pub(super) thing: T,
}

/// A floor with what is on it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct WantedFloor {
    #[serde(default)]
    pub(super) was: Option<usize>,
    #[serde(flatten)]
    pub(super) floor: Floor,
    pub(super) nodes: Vec<Placed<Node>>,
    pub(super) paths: Vec<Placed<Passage>>,
    /// The rows of the drawing that the page may change, and new ones.
    #[serde(default)]
    pub(super) rows: Vec<Placed<Row>>,
    /// Its walls, likewise.
    #[serde(default)]
    pub(super) walls: Vec<Placed<Wall>>,
    /// Its words, likewise.
    #[serde(default)]
    pub(super) labels: Vec<Placed<Words>>,
    /// What a new drawing shows.
    #[serde(default)]
    pub(super) view: Row,
}

type Checked = Result<(), Refusal>;

impl Wanted {
    /// Looks at everything that is new or changed; what the file has already may stay.
    ///
    /// # Errors
    /// The first thing that cannot be written.
    pub(super) fn check(&self, was: &Standing, library: &Library) -> Checked {
        each_once(self.floors.iter().map(|floor| floor.was), was.floors.len())?;
        each_once(self.shelves.iter().map(|shelf| shelf.was), was.shelves.len())?;
        each_once(self.kiosks.iter().map(|kiosk| kiosk.was), was.kiosks.len())?;
        for floor in &self.floors {
            self.floor(floor, was, library)?;
        }
        for shelf in &self.shelves {
            if shelf.was.and_then(|at| was.shelves.get(at)) != Some(&shelf.thing) {
                self.shelf(&shelf.thing, was, library)?;
            }
        }
        for kiosk in &self.kiosks {
            if kiosk.was.and_then(|at| was.kiosks.get(at)) != Some(&kiosk.thing) {
                self.kiosk(&kiosk.thing)?;
            }
        }
        self.left_floors(was)
    }

    fn floor(&self, wanted: &WantedFloor, was: &Standing, library: &Library) -> Checked {
        let none = Floor::default();
        let old = wanted.was.and_then(|at| was.floors.get(at));
        let (floor, is_new) = (&wanted.floor, old.is_none());
        let old = old.unwrap_or(&none);
        if is_new || floor.code != old.code {
            id(&floor.code)?;
            once(&floor.code, self.floors.iter().map(|other| &other.floor.code))?;
        }
        if floor.branch != old.branch && library.branch(&floor.branch).is_none() {
            return Err(Refusal::new("branch", &floor.branch));
        }
        name(&floor.name)?;
        text(floor.plan.as_deref().unwrap_or_default())?;
        each_once(wanted.nodes.iter().map(|node| node.was), old.nodes.len())?;
        each_once(wanted.paths.iter().map(|path| path.was), old.paths.len())?;
        for node in &wanted.nodes {
            if node.was.and_then(|at| old.nodes.get(at)) != Some(&node.thing) {
                self.node(&node.thing)?;
            }
        }
        for path in &wanted.paths {
            if path.was.and_then(|at| old.paths.get(at)) != Some(&path.thing) {
                ends(&path.thing, wanted)?;
            }
        }
        wanted.marks()
    }

    fn node(&self, node: &Node) -> Checked {
        id(&node.id)?;
        let nodes = self.floors.iter().flat_map(|floor| &floor.nodes);
        once(&node.id, nodes.map(|other| &other.thing.id))?;
        number(&node.id, &[node.x, node.y])?;
        name(&node.name)?;
        text(&node.shaft)?;
        match node.facing {
            Some(degrees @ 360..) => Err(Refusal::new("facing", degrees.to_string())),
            _ => Ok(()),
        }
    }

    fn shelf(&self, shelf: &Shelf, was: &Standing, library: &Library) -> Checked {
        if library.place(&shelf.branch, &shelf.place).is_none() {
            return Err(Refusal::new(
                "place",
                format!("{}/{}", shelf.branch, shelf.place),
            ));
        }
        if !was.schemes.contains(&shelf.scheme) {
            return Err(Refusal::new("scheme", &shelf.scheme));
        }
        if shelf.from.trim().is_empty() {
            return Err(Refusal::new(
                "mark",
                format!("{}/{}", shelf.branch, shelf.place),
            ));
        }
        let Shelf { from, row, bay, side, shelf: level, floor, outline, node, .. } =
            shelf;
        let texts = [from, row, bay, side, level, floor, outline, node];
        texts.into_iter().try_for_each(|words| text(words))?;
        text(shelf.to.as_deref().unwrap_or_default())
    }

    fn kiosk(&self, kiosk: &Kiosk) -> Checked {
        id(&kiosk.code)?;
        once(&kiosk.code, self.kiosks.iter().map(|other| &other.thing.code))?;
        name(&kiosk.name)?;
        text(&kiosk.node)
    }

    /// No shelf is left without its floor by a floor that goes.
    fn left_floors(&self, was: &Standing) -> Checked {
        let is_here = |code: &String| self.floors.iter().any(|f| f.floor.code == *code);
        let mut codes = was.floors.iter().map(|floor| &floor.code);
        let left = codes.find(|code| {
            !is_here(code) && self.shelves.iter().any(|shelf| shelf.thing.floor == **code)
        });
        left.map_or(Ok(()), |code| Err(Refusal::new("floor", code)))
    }
}

impl WantedFloor {
    /// Whether nothing of this editor is drawn on it.
    pub(super) fn is_bare(&self) -> bool {
        self.rows.is_empty() && self.walls.is_empty() && self.labels.is_empty()
    }

    fn marks(&self) -> Checked {
        self.rows.iter().try_for_each(|row| row.thing.check())?;
        self.walls.iter().try_for_each(|wall| wall.thing.check())?;
        self.labels.iter().try_for_each(|label| label.thing.check())
    }
}

impl Row {
    /// Whether it can be drawn.
    pub(super) fn check(&self) -> Checked {
        id(&self.id)?;
        number(&self.id, &[self.x, self.y, self.w, self.h])?;
        let is_seen = self.w >= 0.1 && self.h >= 0.1;
        if is_seen { Ok(()) } else { Err(Refusal::new("row", &self.id)) }
    }
}

impl Wall {
    /// Whether it can be drawn.
    pub(super) fn check(&self) -> Checked {
        let Self { x, y, x2, y2 } = *self;
        number("", &[x, y, x2, y2])?;
        let is_seen = (x - x2).abs() >= 0.1 || (y - y2).abs() >= 0.1;
        if is_seen { Ok(()) } else { Err(Refusal::new("wall", format!("{x}, {y}"))) }
    }
}

impl Words {
    /// Whether they can be drawn.
    pub(super) fn check(&self) -> Checked {
        number("", &[self.x, self.y])?;
        name(&self.words)?;
        let is_seen =
            [&self.words.ru, &self.words.en].iter().any(|w| !w.trim().is_empty());
        let at = || format!("{}, {}", self.x, self.y);
        if is_seen { Ok(()) } else { Err(Refusal::new("words", at())) }
    }
}

/// Each thing of the file is asked for at most once, and is there.
pub(super) fn each_once(
    asked: impl Iterator<Item = Option<usize>>,
    count: usize,
) -> Checked {
    let mut seen = BTreeSet::new();
    for at in asked.flatten() {
        if at >= count || !seen.insert(at) {
            return Err(Refusal::new("gone", (at + 1).to_string()));
        }
    }
    Ok(())
}

fn ends(path: &Passage, floor: &WantedFloor) -> Checked {
    let is_here = |id: &String| floor.nodes.iter().any(|node| node.thing.id == *id);
    if path.from != path.to && is_here(&path.from) && is_here(&path.to) {
        return Ok(());
    }
    Err(Refusal::new("end", format!("{} – {}", path.from, path.to)))
}

/// An id is a word, which can stand in a drawing and in the name of a file.
fn id(id: &str) -> Checked {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_word = id.chars().all(is_plain) && !id.starts_with(['.', '-']);
    match is_word && (1..=60).contains(&id.chars().count()) {
        true => Ok(()),
        false => Err(Refusal::new("id", format!("\"{id}\""))),
    }
}

fn once<'a>(id: &str, all: impl Iterator<Item = &'a String>) -> Checked {
    match all.filter(|other| *other == id).count() {
        0 | 1 => Ok(()),
        _ => Err(Refusal::new("twice", id)),
    }
}

fn number(id: &str, numbers: &[f64]) -> Checked {
    let wrong = numbers.iter().find(|number| number.is_nan() || number.abs() > FARTHEST);
    let named = if id.is_empty() { String::new() } else { format!("{id}: ") };
    wrong.map_or(Ok(()), |number| Err(Refusal::new("number", format!("{named}{number}"))))
}

fn name(name: &LocalName) -> Checked {
    text(&name.ru).and_then(|()| text(&name.en))
}

fn text(text: &str) -> Checked {
    if text.chars().count() <= LONGEST && !text.chars().any(char::is_control) {
        return Ok(());
    }
    Err(Refusal::new("text", text.chars().take(40).collect::<String>()))
}
