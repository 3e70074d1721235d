//! A drawing in SVG becomes a plan: outlines and words. Everything else, such as scripts, styles,
//! pictures and links, is left behind; nothing of the file reaches a page as it was written.

use bibliobus_catalog::{Box2, Label, LocalName, Outline, OutlineKind, Plan};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::path::{Pen, Shape};

/// No plan has more outlines and words than this.
const MOST: usize = 5000;

/// What an element hands down to those within it.
#[derive(Clone, Copy)]
struct Within {
    pen: Pen,
    kind: Option<OutlineKind>,
    is_shown: bool,
}

/// Reads a drawing.
///
/// # Errors
/// A sentence: the text is no SVG, or has what a plan cannot have.
pub(crate) fn read(text: &str) -> Result<Plan, String> {
    let mut reader = Reader::from_str(text);
    let mut plan = Plan::default();
    let start = Within { pen: Pen::default(), kind: None, is_shown: true };
    let mut stack = vec![start];
    let mut label: Option<Label> = None;
    let mut is_svg = false;
    loop {
        let event = reader.read_event();
        let at = reader.buffer_position();
        let fault = |what: String| format!("byte {at}: {what}");
        match event.map_err(|error| fault(error.to_string()))? {
            Event::Start(element) => {
                is_svg |= element.local_name().as_ref() == "svg";
                let within = take(&mut plan, &element, &stack).map_err(fault)?;
                label = label.or_else(|| words_begin(&element, &within));
                stack.push(within);
            }
            Event::Empty(element) => {
                is_svg |= element.local_name().as_ref() == "svg";
                let within = take(&mut plan, &element, &stack).map_err(fault)?;
                let words = words_begin(&element, &within);
                plan.labels.extend(words.filter(|label| !label.words.is_empty()));
            }
            Event::Text(text) => {
                if let Some(label) = &mut label {
                    let words = quick_xml::escape::unescape(&text)
                        .map_err(|error| fault(error.to_string()))?;
                    say(label, words.trim());
                }
            }
            Event::End(element) => {
                stack.pop();
                if element.local_name().as_ref() == "text" {
                    let words = label.take().filter(|label| !label.words.is_empty());
                    plan.labels.extend(words);
                }
            }
            Event::Eof => break,
            _ => {}
        }
        if plan.outlines.len() + plan.labels.len() > MOST || stack.len() > 100 {
            return Err(format!(
                "a plan has at most {MOST} outlines; draw less of the house"
            ));
        }
    }
    if !is_svg {
        return Err("no <svg> in it".to_owned());
    }
    if plan.view.w <= 0 || plan.view.h <= 0 {
        return Err("no viewBox and no width and height".to_owned());
    }
    Ok(plan)
}

/// Takes an element's outline, and gives what holds within it.
fn take(
    plan: &mut Plan,
    element: &BytesStart<'_>,
    stack: &[Within],
) -> Result<Within, String> {
    let outer = *stack.last().ok_or("more ends than beginnings")?;
    let name = element.local_name();
    let name = name.as_ref();
    let attribute = |key: &str| attribute(element, key);
    let number = |key: &str| attribute(key).and_then(|text| length(&text));
    let kinds = attribute("class").unwrap_or_default();
    let kind = kinds.split_whitespace().find_map(OutlineKind::parse).or(outer.kind);
    let pen = match attribute("transform") {
        Some(transform) => outer.pen.moved(&transform)?,
        None => outer.pen,
    };
    // What is a part of other things, or not drawn, is not a part of the plan.
    let is_hidden = matches!(
        name,
        "defs"
            | "symbol"
            | "clipPath"
            | "mask"
            | "pattern"
            | "marker"
            | "metadata"
            | "script"
            | "style"
            | "foreignObject"
            | "title"
            | "desc"
    ) || attribute("display").as_deref() == Some("none");
    let within = Within { pen, kind, is_shown: outer.is_shown && !is_hidden };
    if name == "svg" && plan.view == Box2::default() {
        plan.view = view(
            &attribute("viewBox").unwrap_or_default(),
            number("width"),
            number("height"),
        );
        return Ok(within);
    }
    let Some(shape) = shape(element)? else { return Ok(within) };
    if within.is_shown {
        let (path, bounds) = shape.drawn(&within.pen);
        let id = attribute("id").unwrap_or_default();
        let kind = kind.unwrap_or_default();
        if !path.is_empty() {
            plan.outlines.push(Outline { id, kind, path, bounds });
        }
    }
    Ok(within)
}

/// What an element draws, if it draws anything.
fn shape(element: &BytesStart<'_>) -> Result<Option<Shape>, String> {
    let n =
        |key: &str| attribute(element, key).and_then(|text| length(&text)).unwrap_or(0.0);
    let name = element.local_name();
    Ok(Some(match name.as_ref() {
        "rect" => Shape::rect(n("x"), n("y"), n("width"), n("height")),
        "line" => Shape::lines(&[n("x1"), n("y1"), n("x2"), n("y2")], false),
        "circle" => Shape::ellipse(n("cx"), n("cy"), n("r"), n("r")),
        "ellipse" => Shape::ellipse(n("cx"), n("cy"), n("rx"), n("ry")),
        "polyline" | "polygon" => {
            let points = attribute(element, "points").unwrap_or_default();
            Shape::lines(&super::path::numbers(&points)?, name.as_ref() == "polygon")
        }
        "path" => Shape::path(&attribute(element, "d").unwrap_or_default())?,
        _ => return Ok(None),
    }))
}

/// A `<text>` begins.
fn words_begin(element: &BytesStart<'_>, within: &Within) -> Option<Label> {
    if element.local_name().as_ref() != "text" || !within.is_shown {
        return None;
    }
    let number = |key: &str| attribute(element, key).and_then(|text| length(&text));
    let (x, y) = within.pen.point(number("x").unwrap_or(0.0), number("y").unwrap_or(0.0));
    let words = |key: &str| attribute(element, key).unwrap_or_default();
    let words = LocalName { ru: words("data-ru"), en: words("data-en") };
    Some(Label { x, y, words })
}

/// Adds what a `<text>` holds, where its attributes do not say it by language.
fn say(label: &mut Label, words: &str) {
    for name in [&mut label.words.ru, &mut label.words.en] {
        if name.is_empty() {
            words.clone_into(name);
        }
    }
}

fn attribute(element: &BytesStart<'_>, key: &str) -> Option<String> {
    let attribute = element.try_get_attribute(key).ok().flatten()?;
    quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned)
}

/// A length without its unit.
fn length(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches("px");
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn view(text: &str, width: Option<f64>, height: Option<f64>) -> Box2 {
    let tenths = |number: f64| (number * 10.0).round() as i32;
    match super::path::numbers(text).as_deref() {
        Ok([x, y, w, h]) => {
            Box2 { x: tenths(*x), y: tenths(*y), w: tenths(*w), h: tenths(*h) }
        }
        _ => Box2 {
            x: 0,
            y: 0,
            w: tenths(width.unwrap_or_default()),
            h: tenths(height.unwrap_or_default()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_becomes_outlines_and_words() {
        let plan = read(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">
              <defs><rect id="no" width="5" height="5"/></defs>
              <g class="shelf" transform="translate(10, 5)">
                <rect id="row-1" x="1" y="2" width="30" height="4"/>
                <path id="row-2" class="other" d="m 0 10 h 30 v 4 H 0 z"/>
              </g>
              <text x="50" y="20" data-ru="Стол">Desk</text>
              <text x="5" y="5"> Hall </text>
              <text x="1" y="1" data-en="Lift"/><text x="1" y="1"/>
            </svg>"#,
        )
        .unwrap();
        assert_eq!(plan.view, Box2 { x: 0, y: 0, w: 1000, h: 500 });
        let [first, second] = plan.outlines.as_slice() else { panic!("{plan:?}") };
        assert_eq!((first.id.as_str(), first.kind), ("row-1", OutlineKind::Shelf));
        assert_eq!(first.path, "M110 70L410 70L410 110L110 110Z");
        assert_eq!(first.bounds, Box2 { x: 110, y: 70, w: 300, h: 40 });
        assert_eq!(second.path, "M100 150L400 150L400 190L100 190Z");
        let words: Vec<_> = plan.labels.iter().map(|label| &label.words).collect();
        assert_eq!((words[0].ru.as_str(), words[0].en.as_str()), ("Стол", "Desk"));
        assert_eq!(words[1].ru, "Hall");
        assert_eq!((words.len(), words[2].en.as_str()), (3, "Lift"));
    }

    #[test]
    fn nothing_that_runs_or_fetches_is_taken() {
        let plan = read(
            r##"<svg viewBox="0 0 9 9" onload="alert(1)"><script>alert(2)</script>
              <style>path { fill: url(https://a.example/) }</style>
              <image href="https://a.example/a.png" width="5" height="5"/>
              <a href="javascript:alert(3)"><rect id="r" onclick="alert(4)" width="1" height="1"/></a>
              <foreignObject><p>alert</p></foreignObject><use href="#r"/></svg>"##,
        )
        .unwrap();
        assert_eq!(plan.outlines.len(), 1);
        let is_plain = |c: char| "MLCQZ -".contains(c) || c.is_ascii_digit();
        assert!(plan.outlines[0].path.chars().all(is_plain));
        assert_eq!(plan.labels, []);
    }

    #[test]
    fn what_is_no_plan_is_refused_in_words() {
        for (text, says) in [
            ("plain words", "no <svg>"),
            ("<svg/>", "no viewBox"),
            ("<svg viewBox='0 0 9 9'><path d='M 1 1 x'/></svg>", "`x`"),
            (
                "<svg viewBox='0 0 9 9'><g transform='skewX(3)'><path d=''/></g></svg>",
                "skewX",
            ),
            ("<svg viewBox='0 0 9 9'></g>", ""),
        ] {
            let refused = read(text).unwrap_err();
            assert!(refused.contains(says), "{text}: {refused}");
        }
    }
}
