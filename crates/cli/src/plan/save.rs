//! From what the page asks for to the files: looked at, put into the text, read back, and only
//! then written. Whatever is refused leaves every file as it was.

use std::fs;

use super::drawing::{self, Redrawn};
use super::fields::{Fields, Written};
use super::refusal::Refusal;
use super::splice::Splices;
use super::tables::{Entry, List};
use super::wanted::{Placed, Wanted, WantedFloor};
use super::{Editor, OnDisk};
use crate::settings::{Floor, Settings, Standing};
use crate::write::{create_folder, sync_folder, write_whole};

impl Editor {
    /// Writes what is asked for; gives the names of the files that were written.
    ///
    /// # Errors
    /// Why nothing was.
    pub(super) fn save(&self, body: &[u8]) -> Result<Vec<String>, Refusal> {
        let mut wanted: Wanted = serde_json::from_slice(body)
            .map_err(|error| Refusal::new("unreadable", error.to_string()))?;
        let now = self.read()?;
        if wanted.stamp != now.stamp {
            return Err(Refusal::new("stale", ""));
        }
        wanted.check(&now.standing, &now.settings.library)?;
        let drawings = self.redraw(&mut wanted, &now)?;
        let text = rewritten(&now, &wanted)?;
        Settings::new(&text, &self.path)
            .map_err(|error| Refusal::new("settings", format!("{error:#}")))?;
        self.write(&now, &text, &drawings)
            .map_err(|error| Refusal::new("write", format!("{error:#}")))
    }

    /// The drawings with their marks as they shall be; floors that had none are told the name of theirs.
    fn redraw(&self, wanted: &mut Wanted, now: &OnDisk) -> Result<Vec<Redrawn>, Refusal> {
        let mut drawings: Vec<Redrawn> = Vec::new();
        for floor in &mut wanted.floors {
            let is_known = self.ensure_inside(floor, now)?;
            let redrawn = drawing::redrawn(self.folder(), floor, is_known)?;
            let Some(drawing) = redrawn else { continue };
            if drawings.iter().any(|other| other.path == drawing.path) {
                return Err(Refusal::new("twice", drawing.name));
            }
            floor.floor.plan = Some(drawing.name.clone());
            drawings.push(drawing);
        }
        Ok(drawings)
    }

    /// A drawing that a floor is newly given is there, unless it is made now. Gives whether the
    /// floor has the drawing that it had.
    fn ensure_inside(&self, floor: &WantedFloor, now: &OnDisk) -> Result<bool, Refusal> {
        let old = floor.was.and_then(|at| now.standing.floors.get(at));
        let plan = floor.floor.plan.as_ref().filter(|name| !name.is_empty());
        let is_old = old.is_some_and(|old| old.plan.as_ref() == plan);
        match plan {
            Some(name) if !is_old && floor.is_bare() => {
                drawing::plan(self.folder(), name)?;
            }
            _ => {}
        }
        Ok(is_old)
    }

    /// The drawings first, the settings last: they are what names a drawing.
    fn write(
        &self,
        now: &OnDisk,
        text: &str,
        drawings: &[Redrawn],
    ) -> anyhow::Result<Vec<String>> {
        let mut written = Vec::new();
        for drawing in drawings {
            if let Some(folder) = drawing.path.parent() {
                create_folder(folder)?;
                write_whole(&drawing.path, drawing.text.as_bytes())?;
                sync_folder(folder)?;
            }
            written.push(drawing.name.clone());
        }
        if text != now.text {
            let rights = fs::metadata(&self.path)?.permissions();
            write_whole(&self.path, text.as_bytes())?;
            fs::set_permissions(&self.path, rights)?;
            sync_folder(self.folder())?;
            let name = self.path.file_name().unwrap_or_default();
            written.push(name.to_string_lossy().into_owned());
        }
        Ok(written)
    }
}

/// The text of the settings with what is asked for, and otherwise as it is.
///
/// # Errors
/// It is written in a way that cannot be changed piece by piece.
pub(super) fn rewritten(now: &OnDisk, wanted: &Wanted) -> Result<String, Refusal> {
    let odd = |_| Refusal::new("odd", "");
    let document = toml_edit::Document::parse(now.text.as_str())
        .map_err(|error| Refusal::new("settings", error.message()))?;
    let mut splices = Splices::new(&now.text);
    for list in [
        floors(&now.standing, wanted),
        kiosks(&now.standing, wanted),
        shelves(&now.standing, wanted),
    ] {
        splices.list(document.as_table(), &list).map_err(odd)?;
    }
    let text = splices.finish().ok_or_else(|| Refusal::new("odd", ""))?;
    if says(&text, &now.text, wanted) { Ok(text) } else { Err(Refusal::new("odd", "")) }
}

fn floors(standing: &Standing, wanted: &Wanted) -> List {
    let new = wanted.floors.iter().map(|wanted| {
        let none = Floor::default();
        let old = wanted.was.and_then(|at| standing.floors.get(at)).unwrap_or(&none);
        let within = vec![
            list("nodes", "floor.nodes", &old.nodes, &wanted.nodes),
            list("paths", "floor.paths", &old.paths, &wanted.paths),
        ];
        Entry { was: wanted.was, near: None, fields: wanted.floor.fields(), within }
    });
    List {
        key: "floor",
        header: "floor",
        old: standing.floors.iter().map(Written::fields).collect(),
        new: new.collect(),
    }
}

fn kiosks(standing: &Standing, wanted: &Wanted) -> List {
    list("kiosk", "kiosk", &standing.kiosks, &wanted.kiosks)
}

/// New shelves come behind the last one of their place.
fn shelves(standing: &Standing, wanted: &Wanted) -> List {
    let mut shelves = list("shelf", "shelf", &standing.shelves, &wanted.shelves);
    for (entry, wanted) in shelves.new.iter_mut().zip(&wanted.shelves) {
        let place = (&wanted.thing.branch, &wanted.thing.place);
        entry.near =
            standing.shelves.iter().rposition(|s| (&s.branch, &s.place) == place);
    }
    shelves
}

fn list<T: Written>(
    key: &'static str,
    header: &'static str,
    old: &[T],
    new: &[Placed<T>],
) -> List {
    let entry = |placed: &Placed<T>| Entry {
        was: placed.was,
        near: None,
        fields: placed.thing.fields(),
        within: Vec::new(),
    };
    List {
        key,
        header,
        old: old.iter().map(Written::fields).collect(),
        new: new.iter().map(entry).collect(),
    }
}

/// Whether a text says exactly what is asked for, and of everything else what the old one says.
fn says(text: &str, old: &str, wanted: &Wanted) -> bool {
    let Ok(standing) = Standing::read(text) else { return false };
    let nodes = |floor: &WantedFloor| in_order(floor.nodes.iter().map(|n| &n.thing));
    let paths = |floor: &WantedFloor| in_order(floor.paths.iter().map(|p| &p.thing));
    let asked = wanted.floors.iter().map(|f| (f.floor.fields(), nodes(f), paths(f)));
    let read = standing.floors.iter().map(|floor| {
        (floor.fields(), in_order(floor.nodes.iter()), in_order(floor.paths.iter()))
    });
    let (asked, read): (Vec<_>, Vec<_>) = (asked.collect(), read.collect());
    in_text(&asked) == in_text(&read)
        && in_order(standing.shelves.iter())
            == in_order(wanted.shelves.iter().map(|s| &s.thing))
        && in_order(standing.kiosks.iter())
            == in_order(wanted.kiosks.iter().map(|k| &k.thing))
        && is_same_elsewhere(text, old)
}

/// What is written of things, in an order that does not depend on where they stand.
fn in_order<'a, T: Written + 'a>(things: impl Iterator<Item = &'a T>) -> Vec<String> {
    let mut all: Vec<String> = things.map(|thing| one_text(&thing.fields())).collect();
    all.sort();
    all
}

fn in_text(floors: &[(Fields, Vec<String>, Vec<String>)]) -> Vec<String> {
    let one = |(fields, nodes, paths): &(Fields, Vec<String>, Vec<String>)| {
        format!("{} {nodes:?} {paths:?}", one_text(fields))
    };
    let mut all: Vec<String> = floors.iter().map(one).collect();
    all.sort();
    all
}

fn one_text(fields: &Fields) -> String {
    super::fields::braced(fields)
}

/// Whether everything but floors, shelves and kiosks is as it was.
fn is_same_elsewhere(text: &str, old: &str) -> bool {
    let rest = |text: &str| {
        let mut table: toml::Table = text.parse().ok()?;
        for key in ["floor", "shelf", "kiosk"] {
            table.remove(key);
        }
        Some(table)
    };
    rest(text).is_some() && rest(text) == rest(old)
}
