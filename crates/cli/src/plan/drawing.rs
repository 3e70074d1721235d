//! The drawings of floors: found beside the settings, read, and given, with their marks as they
//! shall be. What is not a mark of this editor stays to the byte. Only files inside the settings'
//! folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

use bibliobus_catalog::Plan;

use super::marks::{Mark, Marks, Own, Row, remove_mark, written};
use super::refusal::Refusal;
use super::splice::Splices;
use super::wanted::{Placed, WantedFloor, each_once};
use crate::settings::{MAX_PLAN, read_drawing};

/// A drawing to be written.
#[derive(Debug)]
pub(super) struct Redrawn {
    /// The file.
    pub(super) path: PathBuf,
    /// Its name relative to the settings.
    pub(super) name: String,
    /// What is in it then.
    pub(super) text: String,
}

/// The file of a drawing; `None` where the name leads out of the folder, or to no file.
pub(super) fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let folder = fs::canonicalize(folder).ok()?;
    let file = fs::canonicalize(folder.join(name)).ok()?;
    let is_svg = file.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg"));
    let is_here = file.starts_with(&folder) && file.is_file();
    (is_svg && is_here).then_some(file)
}

/// The text of a drawing.
///
/// # Errors
/// It is not inside the folder, too long, or no text.
pub(super) fn text(folder: &Path, name: &str) -> Result<String, Refusal> {
    let file = find(folder, name).ok_or_else(|| Refusal::new("outside", name))?;
    let wrong = |why: String| Refusal::new("drawing", format!("{name}: {why}"));
    let length = fs::metadata(&file).map_err(|error| wrong(error.to_string()))?.len();
    if length > MAX_PLAN {
        return Err(wrong(format!("{length} bytes, more than {MAX_PLAN}")));
    }
    fs::read_to_string(file).map_err(|error| wrong(error.to_string()))
}

/// What a drawing shows.
///
/// # Errors
/// See [`text`]; or it is no plan.
pub(super) fn plan(folder: &Path, name: &str) -> Result<Plan, Refusal> {
    let read = read_drawing(&text(folder, name)?);
    read.map_err(|why| Refusal::new("drawing", format!("{name}: {why}")))
}

/// What a drawing shows besides the marks of this editor, and those marks.
///
/// # Errors
/// See [`plan`].
pub(super) fn parted(folder: &Path, name: &str) -> Result<(Plan, Marks), Refusal> {
    let text = text(folder, name)?;
    let marks = Marks::of(&text);
    let read = read_drawing(&marks.without(&text));
    let plan = read.map_err(|why| Refusal::new("drawing", format!("{name}: {why}")))?;
    Ok((plan, marks))
}

/// The floor's drawing with its marks as they shall be; `None` where that is as it is. `is_known`
/// says whether the page had this drawing: of one that it never saw, nothing is taken away.
///
/// # Errors
/// The drawing cannot be read or cannot take them.
pub(super) fn redrawn(
    folder: &Path,
    floor: &WantedFloor,
    is_known: bool,
) -> Result<Option<Redrawn>, Refusal> {
    let named = floor.floor.plan.as_deref().filter(|name| !name.is_empty());
    let is_bare = floor.is_bare();
    let (name, path, before) = match named {
        Some(name) if is_bare && (!is_known || plan(folder, name).is_err()) => {
            return Ok(None);
        }
        None if is_bare => return Ok(None),
        Some(name) if is_missing(folder, name) => {
            (name.to_owned(), folder.join(name), blank(floor))
        }
        Some(name) => {
            let path = find(folder, name).ok_or_else(|| Refusal::new("outside", name))?;
            (name.to_owned(), path, text(folder, name)?)
        }
        None => {
            let name = free_name(folder, &floor.floor.code)?;
            let path = folder.join(&name);
            (name, path, blank(floor))
        }
    };
    let text = with_marks(&before, floor, is_known)
        .map_err(|why| Refusal::new(why.kind, format!("{name}: {}", why.found)))?;
    let is_same = text == before && path.exists();
    Ok((!is_same).then_some(Redrawn { path, name, text }))
}

/// Whether a plain name inside the folder has no file yet, and would have one inside.
fn is_missing(folder: &Path, name: &str) -> bool {
    let path = Path::new(name);
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    let is_svg = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg"));
    let file = folder.join(path);
    is_plain
        && is_svg
        && !name.contains('\\')
        && fs::symlink_metadata(&file).is_err()
        && is_inside(folder, &file)
}

/// Whether the nearest folder above a file that is there lies in this folder: a link may lead
/// elsewhere.
fn is_inside(folder: &Path, file: &Path) -> bool {
    let there = file.ancestors().skip(1).find_map(|above| fs::canonicalize(above).ok());
    let folder = fs::canonicalize(folder).ok();
    there.zip(folder).is_some_and(|(there, folder)| there.starts_with(folder))
}

/// A name that no file has: `plans/C4.svg`.
fn free_name(folder: &Path, code: &str) -> Result<String, Refusal> {
    let numbered = (2..100).map(|number| format!("plans/{code}-{number}.svg"));
    let mut names = std::iter::once(format!("plans/{code}.svg")).chain(numbered);
    names
        .find(|name| is_missing(folder, name))
        .ok_or_else(|| Refusal::new("drawing", format!("plans/{code}.svg")))
}

/// A drawing with nothing on it.
fn blank(floor: &WantedFloor) -> String {
    let Row { x, y, w, h, .. } = &floor.view;
    let (w, h) = if *w > 0.0 && *h > 0.0 { (*w, *h) } else { (600.0, 400.0) };
    let view = [*x, *y, w, h].map(written).join(" ");
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{view}\">\n</svg>\n")
}

/// A drawing on its way to what it shall be.
struct Draft<'t> {
    splices: Splices<'t>,
    /// Elements to come.
    added: Vec<String>,
    /// Every mark that is there in the end.
    expected: Vec<String>,
    is_known: bool,
}

impl Draft<'_> {
    /// Puts the marks of one sort where they shall be.
    fn change<T: Mark>(
        &mut self,
        own: &[Own<T>],
        wanted: &[Placed<T>],
    ) -> Result<(), Refusal> {
        let count = if self.is_known { own.len() } else { 0 };
        each_once(wanted.iter().map(|placed| placed.was), count)?;
        for (at, old) in own.iter().enumerate() {
            match wanted.iter().find(|placed| placed.was == Some(at)) {
                Some(placed) if placed.thing != old.mark => {
                    self.splices.replace(old.place.clone(), placed.thing.element());
                }
                Some(_) => {}
                None if self.is_known => remove_mark(&mut self.splices, &old.place),
                None => self.expected.push(old.mark.element()),
            }
        }
        for placed in wanted {
            let element = placed.thing.element();
            self.expected.push(element.clone());
            if placed.was.is_none() {
                self.added.push(element);
            }
        }
        Ok(())
    }

    /// The drawing with new marks before its end.
    fn finish(mut self) -> Result<(String, Vec<String>), Refusal> {
        let wrong = || Refusal::new("drawing", "");
        let text = self.splices.text;
        let end = text.rfind("</svg>").ok_or_else(wrong)?;
        let newline = self.splices.newline();
        let is_open = !self.splices.before(end).ends_with('\n');
        let first = if is_open { newline } else { "" };
        let lines = self.added.iter().map(|element| format!("  {element}{newline}"));
        let lines: String = lines.collect();
        if !lines.is_empty() {
            self.splices.insert(end, format!("{first}{lines}"));
        }
        self.expected.sort();
        Ok((self.splices.finish().ok_or_else(wrong)?, self.expected))
    }
}

/// The drawing with its marks as they shall be.
fn with_marks(
    text: &str,
    floor: &WantedFloor,
    is_known: bool,
) -> Result<String, Refusal> {
    let marks = Marks::of(text);
    let rest = marks.without(text);
    let others = read_drawing(&rest).map_err(|why| Refusal::new("drawing", why))?;
    let kept = marks.rows.iter().filter(|_| !is_known).map(|row| &row.mark.id);
    let mut taken: Vec<&String> =
        others.outlines.iter().map(|outline| &outline.id).chain(kept).collect();
    for Placed { thing: row, .. } in &floor.rows {
        if taken.contains(&&row.id) {
            return Err(Refusal::new("twice", &row.id));
        }
        taken.push(&row.id);
    }
    let (added, expected) = (Vec::new(), Vec::new());
    let mut draft = Draft { splices: Splices::new(text), added, expected, is_known };
    draft.change(&marks.rows, &floor.rows)?;
    draft.change(&marks.walls, &floor.walls)?;
    draft.change(&marks.labels, &floor.labels)?;
    let (drawn, expected) = draft.finish()?;
    ensure_drawn(&drawn, &rest, &expected)?;
    Ok(drawn)
}

/// The marks are those that are expected, and the rest is as it was: a drawing may have a comment
/// at its end, or be moved as a whole.
fn ensure_drawn(drawn: &str, rest: &str, expected: &[String]) -> Result<(), Refusal> {
    let marks = Marks::of(drawn);
    let rows = marks.rows.iter().map(|row| row.mark.element());
    let walls = marks.walls.iter().map(|wall| wall.mark.element());
    let labels = marks.labels.iter().map(|label| label.mark.element());
    let mut found: Vec<String> = rows.chain(walls).chain(labels).collect();
    found.sort();
    let missing = expected.iter().find(|element| !found.contains(element));
    if found != expected || !is_same_but_for_blanks(&marks.without(drawn), rest) {
        return Err(Refusal::new("drawing", missing.map_or("", String::as_str)));
    }
    Ok(())
}

fn is_same_but_for_blanks(one: &str, other: &str) -> bool {
    let solid = |c: &char| !c.is_whitespace();
    one.chars().filter(solid).eq(other.chars().filter(solid))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "<svg viewBox=\"0 0 60 40\">\n  <rect id=\"a\" width=\"1\" height=\"1\"/>\n</svg>\n";

    fn row(id: &str) -> Placed<Row> {
        let thing = Row { id: id.into(), x: 1.0, y: 2.5, w: 30.0, h: 4.0 };
        Placed { was: None, thing }
    }

    fn with_rows(text: &str, rows: &[Placed<Row>]) -> Result<String, Refusal> {
        let floor = WantedFloor { rows: rows.to_vec(), ..WantedFloor::default() };
        with_marks(text, &floor, true)
    }

    #[test]
    fn a_row_is_added_before_the_end_and_the_rest_stays() {
        let drawn = with_rows(DRAWING, &[row("b")]).unwrap();
        let line = "  <rect id=\"b\" class=\"shelf\" x=\"1\" y=\"2.5\" width=\"30\" height=\"4\"/>\n";
        assert_eq!(drawn, DRAWING.replace("</svg>", &format!("{line}</svg>")));
    }

    #[test]
    fn a_drawing_that_cannot_take_a_row_is_refused() {
        for (text, rows, kind) in [
            (DRAWING, vec![row("a")], "twice"),
            (DRAWING, vec![row("b"), row("b")], "twice"),
            ("<svg viewBox=\"0 0 9 9\"/>", vec![row("b")], "drawing"),
            ("plain words", vec![row("b")], "drawing"),
            (
                "<svg viewBox=\"0 0 9 9\"><g/></svg><!-- </svg> -->",
                vec![row("b")],
                "drawing",
            ),
            (
                "<svg viewBox=\"0 0 9 9\" transform=\"scale(2)\"><g/></svg>",
                vec![row("b")],
                "drawing",
            ),
        ] {
            let refused = with_rows(text, &rows).map_err(|refusal| refusal.kind);
            assert_eq!(refused.err(), Some(kind), "{text}");
        }
    }

    #[test]
    fn no_drawing_is_found_outside_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("settings");
        fs::create_dir_all(inner.join("plans")).unwrap();
        fs::write(inner.join("plans/a.svg"), DRAWING).unwrap();
        fs::write(inner.join("library.toml"), "").unwrap();
        fs::write(folder.path().join("secret.svg"), DRAWING).unwrap();
        assert!(find(&inner, "plans/a.svg").is_some());
        let outside = folder.path().join("secret.svg");
        for name in [
            "../secret.svg",
            "plans/../../secret.svg",
            outside.to_str().unwrap(),
            "library.toml",
            "plans",
            "",
        ] {
            assert_eq!(find(&inner, name), None, "{name}");
        }
        assert!(
            is_missing(&inner, "plans/new.svg") && is_missing(&inner, "more/new.svg")
        );
        assert!(
            !is_missing(&inner, "plans/../new.svg") && !is_missing(&inner, "plans/a.svg")
        );
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&outside, inner.join("plans/link.svg")).unwrap();
            assert_eq!(find(&inner, "plans/link.svg"), None);
            std::os::unix::fs::symlink(folder.path(), inner.join("away")).unwrap();
            assert!(!is_missing(&inner, "away/new.svg"));
        }
    }
}
