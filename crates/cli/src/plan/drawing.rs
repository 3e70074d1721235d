//! The drawings of floors: found beside the settings, read, and given new rows. Only files inside
//! the settings' folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

use bibliobus_catalog::Plan;

use super::refusal::Refusal;
use super::wanted::{Row, WantedFloor};
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

/// The floor's drawing with its new rows; `None` where there are none.
///
/// # Errors
/// The drawing cannot be read or cannot take them.
pub(super) fn redrawn(
    folder: &Path,
    floor: &WantedFloor,
) -> Result<Option<Redrawn>, Refusal> {
    if floor.rows.is_empty() {
        return Ok(None);
    }
    let named = floor.floor.plan.as_deref().filter(|name| !name.is_empty());
    let (name, path, before) = match named {
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
    let text = with_rows(&before, &floor.rows)
        .map_err(|why| Refusal::new(why.kind, format!("{name}: {}", why.found)))?;
    Ok(Some(Redrawn { path, name, text }))
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

fn written(number: f64) -> String {
    ((number * 10.0).round() / 10.0 + 0.0).to_string()
}

/// The drawing with rows before its end.
fn with_rows(text: &str, rows: &[Row]) -> Result<String, Refusal> {
    let plan = read_drawing(text).map_err(|why| Refusal::new("drawing", why))?;
    for (at, row) in rows.iter().enumerate() {
        let is_drawn = plan.outlines.iter().any(|outline| outline.id == row.id);
        if is_drawn || rows.iter().take(at).any(|other| other.id == row.id) {
            return Err(Refusal::new("twice", &row.id));
        }
    }
    let end = text.rfind("</svg>").ok_or_else(|| Refusal::new("drawing", ""))?;
    let (head, tail) = text.split_at(end);
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut drawn = head.to_owned();
    if !head.ends_with('\n') {
        drawn.push_str(newline);
    }
    for Row { id, x, y, w, h } in rows {
        let [x, y, w, h] = [*x, *y, *w, *h].map(written);
        drawn.push_str(&format!(
            "  <rect id=\"{id}\" class=\"shelf\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>{newline}"
        ));
    }
    drawn.push_str(tail);
    ensure_drawn(&drawn, rows)?;
    Ok(drawn)
}

/// Every row is where it was drawn: a drawing may have a comment at its end, or a transform.
fn ensure_drawn(text: &str, rows: &[Row]) -> Result<(), Refusal> {
    let plan = read_drawing(text).map_err(|why| Refusal::new("drawing", why))?;
    let tenths = |number: f64| (number * 10.0).round() as i32;
    let is_there = |row: &&Row| {
        let drawn = plan.outlines.iter().find(|outline| outline.id == row.id);
        drawn.is_some_and(|drawn| {
            (drawn.bounds.x, drawn.bounds.y) == (tenths(row.x), tenths(row.y))
        })
    };
    match rows.iter().find(|row| !is_there(row)) {
        None => Ok(()),
        Some(row) => Err(Refusal::new("drawing", &row.id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "<svg viewBox=\"0 0 60 40\">\n  <rect id=\"a\" width=\"1\" height=\"1\"/>\n</svg>\n";

    fn row(id: &str) -> Row {
        Row { id: id.into(), x: 1.0, y: 2.5, w: 30.0, h: 4.0 }
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
            // A transform of the drawing itself is only refused where it moves the row.
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
