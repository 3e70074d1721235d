//! The marks of a drawing that may be changed: those that are written as this editor writes them,
//! whoever wrote them. A row, a wall and words each stand right inside the `<svg>` and have the
//! attributes that they need and no others. Everything else of a drawing is somebody else's.

use std::ops::Range;

use bibliobus_catalog::LocalName;
use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};
use serde::{Deserialize, Serialize};

use super::splice::Splices;
use crate::settings::read_drawing;

/// A row of shelves, or any rectangle, in the drawing's own numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) w: f64,
    pub(super) h: f64,
}

/// A wall from one point to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Wall {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) x2: f64,
    pub(super) y2: f64,
}

/// Words; the point is the middle of their line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Words {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) words: LocalName,
}

/// What the editor draws.
pub(super) trait Mark: Clone + PartialEq {
    /// The mark that an element is; none where it is anything else.
    fn read(element: &Element) -> Option<Self>;
    /// The mark as an element; numbers to tenths.
    fn element(&self) -> String;
}

/// A mark of a drawing, and the bytes where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Own<T> {
    pub(super) place: Range<usize>,
    pub(super) mark: T,
}

/// The marks of a drawing, each sort in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) rows: Vec<Own<Row>>,
    pub(super) walls: Vec<Own<Wall>>,
    pub(super) labels: Vec<Own<Words>>,
}

impl Marks {
    /// The marks of a drawing; none where it cannot be read, or where all of it is moved.
    pub(super) fn of(text: &str) -> Self {
        let (Ok(plan), Some(elements)) = (read_drawing(text), elements(text)) else {
            return Self::default();
        };
        let mut rows: Vec<Own<Row>> = own(&elements);
        // A row that shares its id is told apart by nobody.
        rows.retain(|row| {
            plan.outlines.iter().filter(|outline| outline.id == row.mark.id).count() == 1
        });
        Self { rows, walls: own(&elements), labels: own(&elements) }
    }

    /// The drawing without them.
    pub(super) fn without(&self, text: &str) -> String {
        let mut splices = Splices::new(text);
        let rows = self.rows.iter().map(|row| &row.place);
        let walls = self.walls.iter().map(|wall| &wall.place);
        let labels = self.labels.iter().map(|label| &label.place);
        for place in rows.chain(walls).chain(labels) {
            remove_mark(&mut splices, place);
        }
        splices.finish().unwrap_or_default()
    }
}

/// Takes a mark out: its line, if it has one to itself.
pub(super) fn remove_mark(splices: &mut Splices<'_>, place: &Range<usize>) {
    let line = splices.line_start(place.start);
    let is_first = splices.slice(line..place.start).trim().is_empty();
    let rest = splices.after(splices.past_blanks(place.end));
    if is_first && rest.starts_with(['\n', '\r']) {
        splices.remove(line..splices.line_end(place.end));
    } else {
        splices.remove(place.clone());
    }
}

fn own<T: Mark>(elements: &[Element]) -> Vec<Own<T>> {
    let own = |element: &Element| {
        T::read(element).map(|mark| Own { place: element.place.clone(), mark })
    };
    elements.iter().filter_map(own).collect()
}

/// An element with nothing in it.
pub(super) struct Element {
    place: Range<usize>,
    name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    fn new(text: &str, end: usize, empty: &BytesStart<'_>) -> Option<Self> {
        let start = text.get(..end)?.rfind('<')?;
        let attributes = empty.attributes().map(|attribute| {
            let attribute = attribute.ok()?;
            let value = unescape(&attribute.value).ok()?.into_owned();
            Some((attribute.key.as_ref().to_owned(), value))
        });
        let name = empty.name().as_ref().to_owned();
        Some(Self {
            place: start..end,
            name,
            attributes: attributes.collect::<Option<_>>()?,
        })
    }

    /// Whether it is of that name, and has attributes of these names only.
    fn is(&self, name: &str, keys: &[&str]) -> bool {
        let is_known = |(key, _): &(String, String)| keys.contains(&key.as_str());
        self.name == name && self.attributes.iter().all(is_known)
    }

    fn text(&self, key: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.text(key)?.parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// The elements right inside the outermost one that have nothing in them; `None` where that one
/// is moved, or the text is no XML.
fn elements(text: &str) -> Option<Vec<Element>> {
    // The reader does not count a byte order mark.
    let body = text.trim_start_matches('\u{feff}');
    let before = text.len() - body.len();
    let mut reader = Reader::from_str(body);
    let (mut found, mut depth) = (Vec::new(), 0_usize);
    loop {
        let event = reader.read_event().ok()?;
        let at = before + usize::try_from(reader.buffer_position()).ok()?;
        match event {
            Event::Start(outermost) if depth == 0 => {
                let is_moved = outermost.try_get_attribute("transform").ok()?.is_some();
                if is_moved || outermost.name().as_ref() != "svg" {
                    return None;
                }
                depth = 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.checked_sub(1)?,
            Event::Empty(empty) if depth == 1 => {
                found.extend(Element::new(text, at, &empty));
            }
            Event::Eof => return Some(found),
            _ => {}
        }
    }
}

impl Mark for Row {
    fn read(element: &Element) -> Option<Self> {
        let is_row = element.is("rect", &["id", "class", "x", "y", "width", "height"])
            && element.text("class") == Some("shelf");
        let number = |key: &str| element.number(key);
        let row = Self {
            id: element.text("id")?.to_owned(),
            x: number("x")?,
            y: number("y")?,
            w: number("width")?,
            h: number("height")?,
        };
        (is_row && row.check().is_ok()).then_some(row)
    }

    fn element(&self) -> String {
        let [x, y, w, h] = [self.x, self.y, self.w, self.h].map(written);
        let id = &self.id;
        format!(
            "<rect id=\"{id}\" class=\"shelf\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>"
        )
    }
}

impl Mark for Wall {
    fn read(element: &Element) -> Option<Self> {
        let is_wall = element.is("line", &["class", "x1", "y1", "x2", "y2"])
            && element.text("class") == Some("wall");
        let number = |key: &str| element.number(key);
        let wall = Self {
            x: number("x1")?,
            y: number("y1")?,
            x2: number("x2")?,
            y2: number("y2")?,
        };
        (is_wall && wall.check().is_ok()).then_some(wall)
    }

    fn element(&self) -> String {
        let [x, y, x2, y2] = [self.x, self.y, self.x2, self.y2].map(written);
        format!("<line class=\"wall\" x1=\"{x}\" y1=\"{y}\" x2=\"{x2}\" y2=\"{y2}\"/>")
    }
}

impl Mark for Words {
    fn read(element: &Element) -> Option<Self> {
        let is_text = element.is("text", &["x", "y", "data-ru", "data-en"]);
        let words = |key: &str| element.text(key).unwrap_or_default().to_owned();
        let label = Self {
            x: element.number("x")?,
            y: element.number("y")?,
            words: LocalName { ru: words("data-ru"), en: words("data-en") },
        };
        (is_text && label.check().is_ok()).then_some(label)
    }

    fn element(&self) -> String {
        let [x, y] = [self.x, self.y].map(written);
        let tags = [("data-ru", &self.words.ru), ("data-en", &self.words.en)];
        let words = tags.iter().filter(|(_, words)| !words.is_empty());
        let words =
            words.map(|(key, words)| format!(" {key}=\"{}\"", escape(words.as_str())));
        format!("<text x=\"{x}\" y=\"{y}\"{}/>", words.collect::<String>())
    }
}

/// A number in tenths, which is what plans are precise to.
pub(super) fn written(number: f64) -> String {
    ((number * 10.0).round() / 10.0 + 0.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_written_as_the_editor_writes_it_is_its_own() {
        let own = r#"<svg viewBox="0 0 90 90">
  <rect id="a" class="shelf" x="1" y="2" width="30" height="4"/>
  <line class="wall" x1="0" y1="0" x2="9" y2="0"/>
  <text x="5" y="6" data-ru="Зал «А»" data-en="A &amp; B"/>
"#;
        let others = [
            r#"<rect id="b" class="shelf" x="1" y="2" width="30" height="4" style="fill:red"/>"#,
            r#"<rect id="c" class="room" x="1" y="2" width="30" height="4"/>"#,
            r#"<rect id="d" class="shelf" x="1" y="2" width="30" height="4"></rect>"#,
            r#"<rect id="e f" class="shelf" x="1" y="2" width="30" height="4"/>"#,
            r#"<rect id="g" class="shelf" x="1px" y="2" width="30" height="4"/>"#,
            r#"<rect id="h" class="shelf" width="30" height="4"/>"#,
            r#"<g><rect id="i" class="shelf" x="1" y="2" width="30" height="4"/></g>"#,
            r#"<!-- <rect id="j" class="shelf" x="1" y="2" width="30" height="4"/> -->"#,
            r#"<rect id="k" class="shelf" x="1" y="2" width="30" height="4"/><circle id="k" r="3"/>"#,
            r#"<line id="l" class="wall" x1="0" y1="0" x2="9" y2="0"/>"#,
            r#"<line class="wall" x1="3" y1="0" x2="3" y2="0"/>"#,
            r#"<text x="5" y="6">Hall</text><text x="5" y="6"/>"#,
            r#"<text x="5" y="6" class="big" data-en="Hall"/>"#,
        ];
        let text = format!("{own}  {}\n</svg>\n", others.join("\n  "));
        let marks = Marks::of(&text);
        let row = Row { id: "a".into(), x: 1.0, y: 2.0, w: 30.0, h: 4.0 };
        assert_eq!(marks.rows.iter().map(|own| &own.mark).collect::<Vec<_>>(), [&row]);
        assert_eq!((marks.walls.len(), marks.labels.len()), (1, 1));
        assert_eq!(marks.labels[0].mark.words.en, "A & B");
        let first = own.lines().next().unwrap();
        let without = format!("{first}\n  {}\n</svg>\n", others.join("\n  "));
        assert_eq!(marks.without(&text), without);
        let own_lines = own.lines().skip(1).map(str::trim).collect::<Vec<_>>();
        let elements = [
            marks.rows[0].mark.element(),
            marks.walls[0].mark.element(),
            marks.labels[0].mark.element(),
        ];
        assert_eq!(elements[..], own_lines[..]);
    }

    #[test]
    fn in_a_drawing_that_is_moved_or_broken_nothing_is_its_own() {
        let row = r#"<rect id="a" class="shelf" x="1" y="2" width="30" height="4"/>"#;
        for text in [
            format!("<svg viewBox='0 0 9 9' transform='scale(2)'>{row}</svg>"),
            format!("<svg>{row}</svg>"),
            format!("<svg viewBox='0 0 9 9'>{row}</g>"),
            format!("<html><svg viewBox='0 0 9 9'>{row}</svg></html>"),
            row.to_owned(),
            "words".to_owned(),
        ] {
            assert_eq!(Marks::of(&text).rows, [], "{text}");
        }
        let plain = format!("\u{feff}<svg viewBox='0 0 9 9'>{row}</svg>");
        let place = Marks::of(&plain).rows[0].place.clone();
        assert_eq!(&plain[place], row, "also behind a byte order mark");
    }
}
