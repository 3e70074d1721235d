//! Which shelf a mark leads to, and the way there, by the settings as they are saved.

use bibliobus_catalog::{Location, Scheme, Unshelved};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::commands::shelf::{Asked, as_json};
use crate::settings::Settings;

/// Answers a query such as `place=C/OTR&mark=94(47)&free=1`.
pub(super) fn answer(settings: &Settings, query: &str) -> Value {
    let place = value(query, "place");
    let (branch, place) = place.split_once('/').unwrap_or((&place, ""));
    let location = Location {
        library: branch.to_owned(),
        sublocation: Some(place.to_owned()).filter(|place| !place.is_empty()),
    };
    let from = value(query, "from");
    let asked = Asked {
        settings,
        location,
        scheme: Scheme::Local,
        from: Some(from.as_str()).filter(|from| !from.is_empty()),
        step_free: value(query, "free") == "1",
    };
    let mark = value(query, "mark");
    let (found, route) = asked.find(&mark);
    let mut answer = as_json(&mark, &found, route.as_ref(), &settings.places);
    answer["reason"] = json!(found.as_ref().err().copied().map(reason));
    let shelves = found.map(|shelved| shelved.shelves).unwrap_or_default();
    let outlines = shelves.iter().map(|shelf| {
        let floor = settings.places.floor(&shelf.floor)?;
        let outline = floor.plan.outlines.get(usize::from(shelf.outline?))?;
        Some(outline.id.clone())
    });
    answer["outlines"] = json!(outlines.collect::<Vec<_>>());
    answer
}

/// How a mark files, for a query such as `scheme=udc&mark=94(47)`.
pub(super) fn filed(settings: &Settings, query: &str) -> Value {
    json!(super::state::filed(settings, &value(query, "scheme"), &value(query, "mark")))
}

fn reason(why: Unshelved) -> &'static str {
    match why {
        Unshelved::Closed => "closed",
        Unshelved::NoShelves => "none",
        Unshelved::Unreadable => "unreadable",
        Unshelved::Outside => "outside",
    }
}

/// The value of a key in a query; empty where there is none.
fn value(query: &str, key: &str) -> String {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.find(|(name, _)| *name == key).map_or("", |(_, value)| value);
    let spaced = value.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
