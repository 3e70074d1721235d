//! What the page is given: everything that it shows and changes, with what is odd in it.

use std::path::Path;

use bibliobus_catalog::{Box2, CallNumber, Plan, Scheme, ShelfScheme};
use serde::Serialize;
use serde_json::{Value, json};

use super::drawing;
use super::marks::Own;
use crate::settings::{Floor, Odd, Settings, Standing};

/// The state of the settings for the page.
pub(super) fn state(
    standing: &Standing,
    settings: &Settings,
    folder: &Path,
    stamp: &str,
) -> Value {
    let floors = standing.floors.iter().enumerate();
    let branches = settings.library.branches.iter();
    let places = settings.library.places.iter();
    json!({
        "stamp": stamp,
        "name": settings.library.name,
        "branches": branches.map(|b| json!({ "code": b.code, "name": b.name })).collect::<Vec<_>>(),
        "places": places
            .map(|p| json!({ "branch": p.branch, "code": p.code, "name": p.name }))
            .collect::<Vec<_>>(),
        "schemes": standing.schemes,
        "floors": floors.map(|(at, f)| floor(at, f, folder)).collect::<Vec<_>>(),
        "shelves": placed(&standing.shelves),
        "filed": standing.shelves.iter().map(|s| filed(settings, &s.scheme, &s.from)).collect::<Vec<_>>(),
        "kiosks": placed(&standing.kiosks),
        "findings": settings.odd.iter().map(finding).collect::<Vec<_>>(),
    })
}

/// The key by which a mark files among those of its scheme; `None` where it cannot be read so.
pub(super) fn filed(settings: &Settings, scheme: &str, mark: &str) -> Option<String> {
    let places = &settings.places;
    let own = places.schemes.iter().position(|own| own.code == scheme);
    let own = own.and_then(|at| u16::try_from(at).ok()).map(ShelfScheme::Own);
    let scheme = own.or_else(|| Scheme::parse(scheme).map(ShelfScheme::Known))?;
    let mark = CallNumber { class: mark.to_owned(), ..CallNumber::default() };
    places.key(scheme, &mark)
}

/// Things with their places in the file.
fn placed<T: Serialize>(things: &[T]) -> Vec<Value> {
    let place = |(at, thing): (usize, &T)| {
        let mut value = json!(thing);
        value["was"] = json!(at);
        value
    };
    things.iter().enumerate().map(place).collect()
}

fn floor(at: usize, floor: &Floor, folder: &Path) -> Value {
    let mut value = json!(floor);
    value["was"] = json!(at);
    value["nodes"] = json!(placed(&floor.nodes));
    value["paths"] = json!(placed(&floor.paths));
    for key in ["rows", "walls", "labels"] {
        value[key] = json!([]);
    }
    let plan = floor.plan.as_deref().filter(|name| !name.is_empty());
    match plan.map(|name| drawing::parted(folder, name)) {
        Some(Ok((plan, marks))) => {
            value["drawing"] = drawn(&plan);
            value["rows"] = own(&marks.rows);
            value["walls"] = own(&marks.walls);
            value["labels"] = own(&marks.labels);
        }
        Some(Err(why)) => value["problem"] = why.json(),
        None => {}
    }
    value
}

/// The marks of one sort that the page may change.
fn own<T: Clone + Serialize>(marks: &[Own<T>]) -> Value {
    json!(placed(&marks.iter().map(|own| own.mark.clone()).collect::<Vec<_>>()))
}

/// A drawing: bounds in its own numbers, paths in tenths of them.
fn drawn(plan: &Plan) -> Value {
    let outlines = plan.outlines.iter().map(|outline| {
        json!({
            "id": outline.id, "kind": outline.kind.name(), "path": outline.path,
            "bounds": in_units(&outline.bounds),
        })
    });
    let label = |x: i32| f64::from(x) / 10.0;
    let labels = plan
        .labels
        .iter()
        .map(|l| json!({ "x": label(l.x), "y": label(l.y), "words": l.words }));
    json!({
        "view": in_units(&plan.view),
        "outlines": outlines.collect::<Vec<_>>(),
        "labels": labels.collect::<Vec<_>>(),
    })
}

fn in_units(bounds: &Box2) -> Value {
    let [x, y, w, h] =
        [bounds.x, bounds.y, bounds.w, bounds.h].map(|tenths| f64::from(tenths) / 10.0);
    json!({ "x": x, "y": y, "w": w, "h": h })
}

/// A finding without the name of the file, which is the same for all.
fn finding(odd: &Odd) -> Value {
    json!({
        "line": odd.line, "kind": odd.kind, "expected": odd.expected, "found": odd.found,
        "remedy": odd.remedy,
    })
}
