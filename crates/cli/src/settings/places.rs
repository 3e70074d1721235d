//! From the settings file to what is carried: floors, shelves, ways, kiosks. What is in doubt is
//! noted with its line and left out, so that no reader is sent to the wrong shelf.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path as FilePath;

use bibliobus_catalog::{
    Box2, CallNumber, Floor, Kiosk, Library, LocalScheme, Node, Path, Places, Plan,
    Scheme, Shelf, ShelfScheme,
};
use toml::Spanned;

use super::file;
use super::odd::Notes;
use super::svg;

/// Longer plans are no plans.
pub(crate) const MAX_PLAN: u64 = 4 << 20;

/// What is made of the settings, with notes of what is odd in them.
pub(super) struct Making<'t> {
    pub(super) notes: Notes<'t>,
    pub(super) places: Places,
    /// Where each shelf of `places` stands in the text.
    pub(super) shelf_bytes: Vec<usize>,
    /// The node ids, and their places in `places.nodes`.
    nodes: BTreeMap<String, u16>,
}

impl<'t> Making<'t> {
    pub(super) fn new(notes: Notes<'t>) -> Self {
        let (places, nodes) = (Places::default(), BTreeMap::new());
        Self { notes, places, shelf_bytes: Vec::new(), nodes }
    }

    /// Takes everything that says where things stand; `folder` has the plans.
    pub(super) fn take(
        &mut self,
        file: &file::File,
        library: &Library,
        folder: &FilePath,
    ) {
        self.places.prefixes.clone_from(&file.prefixes);
        self.schemes(&file.schemes);
        for floor in &file.floors {
            self.floor(floor, library, folder);
        }
        for shelf in &file.shelves {
            self.shelf(shelf, library);
        }
        for kiosk in &file.kiosks {
            self.kiosk(kiosk);
        }
        self.order();
    }

    fn schemes(&mut self, schemes: &[Spanned<LocalScheme>]) {
        for scheme in schemes {
            let (at, code) = (scheme.span().start, &scheme.get_ref().code);
            let is_twice = self.places.schemes.iter().any(|other| other.code == *code);
            if code.is_empty() || Scheme::parse(code).is_some() || is_twice {
                let kinds: Vec<_> = Scheme::ALL.map(Scheme::code).to_vec();
                let expected = format!("a code of its own, none of {}", kinds.join(", "));
                let found = format!("code = \"{code}\"");
                self.notes.note(at, "scheme", expected, found, "give it another code");
            } else {
                self.places.schemes.push(scheme.get_ref().clone());
            }
        }
    }

    fn floor(
        &mut self,
        spanned: &Spanned<file::Floor>,
        library: &Library,
        folder: &FilePath,
    ) {
        let (at, floor) = (spanned.span().start, spanned.get_ref());
        if library.branch(&floor.branch).is_none() {
            let found = format!("branch = \"{}\"", floor.branch);
            let remedy = "name a branch that a [[branch]] describes";
            return self.notes.note(
                at,
                "floor",
                "a branch of these settings",
                found,
                remedy,
            );
        }
        if floor.code.is_empty() || self.places.floor(&floor.code).is_some() {
            let found = format!("code = \"{}\"", floor.code);
            let remedy = "give every floor a code of its own";
            return self.notes.note(
                at,
                "floor",
                "a code that no other floor has",
                found,
                remedy,
            );
        }
        let plan = floor.plan.as_ref().map(|name| plan(&folder.join(name)));
        let plan = plan.unwrap_or_else(|| Ok(Plan::default())).unwrap_or_else(|why| {
            let name = floor.plan.as_deref().unwrap_or_default();
            let remedy = "until then readers of this floor get words, and no plan";
            self.notes.note(
                at,
                "plan",
                "a plan in SVG",
                format!("{name}: {why}"),
                remedy,
            );
            Plan::default()
        });
        self.places.floors.push(Floor {
            code: floor.code.clone(),
            branch: floor.branch.clone(),
            level: floor.level,
            name: floor.name.clone(),
            plan,
        });
        floor.nodes.iter().for_each(|node| self.node(node, &floor.code));
        floor.paths.iter().for_each(|path| self.path(path, &floor.code));
    }

    fn node(&mut self, spanned: &Spanned<file::Node>, floor: &str) {
        let (at, node) = (spanned.span().start, spanned.get_ref());
        let number = u16::try_from(self.places.nodes.len());
        let (Ok(number), false) = (number, self.nodes.contains_key(&node.id)) else {
            let expected = "an id that no other node has";
            let remedy = "give every node an id of its own, also on different floors";
            return self.notes.note(
                at,
                "node",
                expected,
                format!("id = \"{}\"", node.id),
                remedy,
            );
        };
        let tenths = |number: f64| (number * 10.0).round() as i32;
        self.nodes.insert(node.id.clone(), number);
        self.places.nodes.push(Node {
            id: node.id.clone(),
            floor: floor.to_owned(),
            x: tenths(node.x),
            y: tenths(node.y),
            kind: node.kind,
            name: node.name.clone(),
            shaft: node.shaft.clone(),
            facing: node.facing.map(|degrees| degrees % 360),
        });
    }

    fn path(&mut self, spanned: &Spanned<file::Path>, floor: &str) {
        let (at, path) = (spanned.span().start, spanned.get_ref());
        let mut end = |id: &String| {
            let node = self.nodes.get(id).copied();
            let on = node.and_then(|node| self.places.nodes.get(usize::from(node)));
            if on.is_some_and(|node| node.floor == floor) {
                return node;
            }
            let expected = format!("a node of floor {floor}");
            let remedy = "floors are joined by lifts and stairs that name the same shaft";
            self.notes.note(at, "path", expected, format!("\"{id}\""), remedy);
            None
        };
        if let (Some(a), Some(b)) = (end(&path.from), end(&path.to)) {
            self.places.paths.push(Path { a, b, has_steps: path.steps });
        }
    }

    fn kiosk(&mut self, spanned: &Spanned<file::Kiosk>) {
        let (at, kiosk) = (spanned.span().start, spanned.get_ref());
        match self.nodes.get(&kiosk.node) {
            Some(&node) => self.places.kiosks.push(Kiosk {
                code: kiosk.code.clone(),
                name: kiosk.name.clone(),
                node,
            }),
            None => {
                let found = format!("node = \"{}\"", kiosk.node);
                let remedy = "name the id of a node of some floor";
                self.notes.note(
                    at,
                    "kiosk",
                    "a node where the kiosk stands",
                    found,
                    remedy,
                );
            }
        }
    }

    fn shelf(&mut self, spanned: &Spanned<file::Shelf>, library: &Library) {
        let (at, shelf) = (spanned.span().start, spanned.get_ref());
        if library.place(&shelf.branch, &shelf.place).is_none() {
            let found =
                format!("branch = \"{}\", place = \"{}\"", shelf.branch, shelf.place);
            let remedy = "name a place that a [[place]] describes";
            return self.notes.note(
                at,
                "shelf-place",
                "a place of these settings",
                found,
                remedy,
            );
        }
        let Some(scheme) = self.scheme(&shelf.scheme) else {
            let mut known: Vec<&str> = Scheme::ALL.map(Scheme::code).to_vec();
            known.extend(self.places.schemes.iter().map(|scheme| scheme.code.as_str()));
            let expected = format!("a scheme: {}", known.join(", "));
            let found = format!("scheme = \"{}\"", shelf.scheme);
            let remedy = "describe a scheme of your own by a [[scheme]] with its code";
            return self.notes.note(at, "shelf-scheme", expected, found, remedy);
        };
        let Some(from) = self.key(at, scheme, &shelf.from) else { return };
        let mut to = None;
        if let Some(last) = &shelf.to {
            let Some(key) = self.key(at, scheme, last) else { return };
            if key < from {
                let expected = format!("a last mark behind {}", shelf.from);
                let remedy = "exchange `from` and `to`, or mend the wrong one; until then the \
                              shelf goes on to where the next one begins";
                self.notes.note(at, "shelf-backwards", expected, last, remedy);
            } else {
                to = Some(key);
            }
        }
        let (outline, node) = self.drawn(at, shelf);
        self.shelf_bytes.push(at);
        self.places.shelves.push(Shelf {
            branch: shelf.branch.clone(),
            place: shelf.place.clone(),
            scheme,
            from,
            last: shelf.to.clone().filter(|_| to.is_some()).unwrap_or_default(),
            to,
            first: shelf.from.clone(),
            row: shelf.row.clone(),
            bay: shelf.bay.clone(),
            side: shelf.side.clone(),
            shelf: shelf.shelf.clone(),
            floor: shelf.floor.clone(),
            outline,
            node,
        });
    }

    fn scheme(&self, code: &str) -> Option<ShelfScheme> {
        let own = self.places.schemes.iter().position(|scheme| scheme.code == code);
        let own = own.and_then(|at| u16::try_from(at).ok()).map(ShelfScheme::Own);
        own.or_else(|| Scheme::parse(code).map(ShelfScheme::Known))
    }

    fn key(&mut self, at: usize, scheme: ShelfScheme, mark: &str) -> Option<String> {
        let call_number = CallNumber { class: mark.to_owned(), ..CallNumber::default() };
        let key = self.places.key(scheme, &call_number);
        if key.is_none() {
            let expected = "a mark that the shelf's scheme can read";
            let remedy = "write it as on the spine label, or name another scheme";
            self.notes.note(at, "shelf-mark", expected, format!("\"{mark}\""), remedy);
        }
        key
    }

    /// Where a shelf is on its plan, and where one stands before it.
    fn drawn(&mut self, at: usize, shelf: &file::Shelf) -> (Option<u16>, Option<u16>) {
        if shelf.floor.is_empty() {
            return (None, None);
        }
        let Some(floor) = self.places.floor(&shelf.floor) else {
            let found = format!("floor = \"{}\"", shelf.floor);
            let remedy = "name the code of a [[floor]]";
            self.notes.note(
                at,
                "shelf-floor",
                "a floor of these settings",
                found,
                remedy,
            );
            return (None, None);
        };
        let plan = &floor.plan;
        let outline =
            plan.outlines.iter().position(|o| !o.id.is_empty() && o.id == shelf.outline);
        let bounds =
            outline.and_then(|at| plan.outlines.get(at)).map(|outline| outline.bounds);
        let has_plan = !plan.outlines.is_empty();
        if outline.is_none() && !shelf.outline.is_empty() && has_plan {
            let expected =
                format!("an element with id=\"{}\" on the plan", shelf.outline);
            let remedy = format!(
                "give the row that id in the drawing of floor {}; until then no shelf is marked",
                shelf.floor
            );
            self.notes.note(at, "plan-id", expected, "none", remedy);
        }
        let node = match self.nodes.get(&shelf.node).copied() {
            Some(node) => Some(node),
            None if shelf.node.is_empty() => {
                bounds.and_then(|b| self.nearest(&shelf.floor, b))
            }
            None => {
                let found = format!("node = \"{}\"", shelf.node);
                let remedy =
                    "name the id of a node, or leave it out: then the nearest counts";
                self.notes.note(at, "shelf-node", "a node of some floor", found, remedy);
                None
            }
        };
        (outline.and_then(|at| u16::try_from(at).ok()), node)
    }

    /// The node of a floor that is nearest to an outline.
    fn nearest(&self, floor: &str, bounds: Box2) -> Option<u16> {
        let gap = |at: i32, from: i32, size: i32| {
            let at = i64::from(at);
            (i64::from(from) - at).max(at - i64::from(from) - i64::from(size)).max(0)
        };
        let nodes = (0u16..).zip(&self.places.nodes);
        let here = nodes.filter(|(_, node)| node.floor == floor);
        let far = |node: &Node| {
            let (x, y) =
                (gap(node.x, bounds.x, bounds.w), gap(node.y, bounds.y, bounds.h));
            x * x + y * y
        };
        here.min_by_key(|(at, node)| (far(node), *at)).map(|(at, _)| at)
    }

    /// Puts the shelves of each sequence in the order of their marks, and notes where two of
    /// them overlap or leave a gap.
    fn order(&mut self) {
        let bytes = std::mem::take(&mut self.shelf_bytes);
        let shelves = std::mem::take(&mut self.places.shelves);
        let mut both: Vec<(Shelf, usize)> = shelves.into_iter().zip(bytes).collect();
        both.sort_by(|(a, at), (b, bt)| {
            let key = |s: &Shelf| (s.branch.clone(), s.place.clone(), s.scheme);
            (key(a), &a.from, at).cmp(&(key(b), &b.from, bt))
        });
        let is_one = |a: &Shelf, b: &Shelf| {
            (&a.branch, &a.place, a.scheme) == (&b.branch, &b.place, b.scheme)
        };
        for pair in both.windows(2) {
            let [(a, _), (b, at)] = pair else { continue };
            if !is_one(a, b) {
                continue;
            }
            if a.from == b.from && a.to == b.to {
                let expected =
                    format!("a first mark of its own, not that of {}", name(a));
                let remedy =
                    "copies of one range lie on two shelves: give the second its own";
                self.notes.note(*at, "shelf-overlap", expected, &b.first, remedy);
            } else if a
                .to
                .as_ref()
                .is_some_and(|to| *to > b.from && !b.from.starts_with(to))
            {
                let expected =
                    format!("a first mark behind {}, the last of {}", a.last, name(a));
                let remedy =
                    "mend one of the two marks; until then both shelves are named";
                self.notes.note(*at, "shelf-overlap", expected, &b.first, remedy);
            }
        }
        (self.places.shelves, self.shelf_bytes) = both.into_iter().unzip();
    }

    /// Places of the settings without any code, and codes that come twice.
    pub(super) fn codes(&mut self, file: &file::File) {
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        for place in &file.places {
            let (at, place) = (place.span().start, place.get_ref());
            if !seen.insert((&place.branch, &place.code)) {
                let found = format!("{}/{} again", place.branch, place.code);
                let remedy = "leave one of the two out";
                self.notes.note(
                    at,
                    "place-twice",
                    "one [[place]] of a code",
                    found,
                    remedy,
                );
            }
            let is_known = |b: &Spanned<file::Branch>| b.get_ref().code == place.branch;
            if !place.branch.is_empty() && !file.branches.iter().any(is_known) {
                let found = format!("branch = \"{}\"", place.branch);
                let remedy = "describe the branch by a [[branch]]";
                self.notes.note(
                    at,
                    "place-branch",
                    "a branch of these settings",
                    found,
                    remedy,
                );
            }
        }
    }
}

/// What a shelf is called in a finding.
pub(super) fn name(shelf: &Shelf) -> String {
    let parts = [
        ("row", &shelf.row),
        ("bay", &shelf.bay),
        ("side", &shelf.side),
        ("shelf", &shelf.shelf),
    ];
    let parts = parts.iter().filter(|(_, value)| !value.is_empty());
    let parts: Vec<String> =
        parts.map(|(word, value)| format!("{word} {value}")).collect();
    if parts.is_empty() {
        format!("the shelf from {}", shelf.first)
    } else {
        parts.join(" ")
    }
}

fn plan(path: &FilePath) -> Result<Plan, String> {
    let length = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if length > MAX_PLAN {
        return Err(format!("{length} bytes, more than the {MAX_PLAN} of a plan"));
    }
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    svg::read(&text)
}
