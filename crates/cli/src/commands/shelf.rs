//! `bibliobus shelf`: on which shelf a mark stands, and the way there, by the settings alone.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use bibliobus_catalog::{
    CallNumber, Leg, Location, Node, Places, Route, Scheme, Shelf, Shelved, Unshelved,
};
use serde_json::{Value, json};

use crate::fault::{BadInput, Outcome};
use crate::settings::Settings;

const AFTER_HELP: &str = "\
Examples:
  bibliobus shelf library.toml C/OTR \"94(47) Б 20\"          the shelf, and the way from the entrance
  bibliobus shelf library.toml C/OTR \"94(47) Б 20\" --from hall --step-free
                                                            from a kiosk, without steps
  bibliobus shelf library.toml C/OTR - --json < marks.txt   every line a mark

Exit codes:
  0  every mark has its shelf
  2  some mark has none, or the settings are at fault";

/// The arguments.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The settings
    settings: PathBuf,
    /// Branch and place, as records name them, with a slash between: C/OTR
    place: String,
    /// The marks, as on the spine labels; - reads them from the standard input, one a line
    #[arg(required = true)]
    marks: Vec<String>,
    /// The scheme of the marks; otherwise that of the shelves
    #[arg(long, value_name = "SCHEME")]
    scheme: Option<String>,
    /// Where the way begins: the code of a kiosk or the id of a node [default: an entrance]
    #[arg(long, value_name = "CODE")]
    from: Option<String>,
    /// A way without steps
    #[arg(long)]
    step_free: bool,
    /// Give one JSON object a mark
    #[arg(long)]
    json: bool,
}

/// Carries out the command.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let settings = Settings::read(Some(&args.settings))?;
    let scheme = match &args.scheme {
        None => Scheme::Local,
        Some(code) => Scheme::parse(code).ok_or_else(|| {
            let known = Scheme::ALL.map(Scheme::code).join(", ");
            BadInput::new(format!("--scheme {code}: expected one of {known}"))
        })?,
    };
    let (branch, place) = args.place.split_once('/').unwrap_or((&args.place, ""));
    let location = Location {
        library: branch.to_owned(),
        sublocation: Some(place.to_owned()).filter(|place| !place.is_empty()),
    };
    let (from, step_free) = (args.from.as_deref(), args.step_free);
    let asked = Asked { settings: &settings, location, scheme, from, step_free };
    let mut is_fine = true;
    for mark in &args.marks {
        if mark != "-" {
            is_fine &= asked.answer(mark, args.json, out)?;
            continue;
        }
        for line in io::stdin().lock().lines() {
            is_fine &= asked.answer(&line?, args.json, out)?;
        }
    }
    Ok(if is_fine { Outcome::Fine } else { Outcome::BadInput })
}

/// Where marks are looked for, and how one gets there.
pub(crate) struct Asked<'a> {
    /// What says where things stand.
    pub(crate) settings: &'a Settings,
    /// Branch and place.
    pub(crate) location: Location,
    /// The scheme of the marks.
    pub(crate) scheme: Scheme,
    /// Where the way begins: a kiosk or a node; an entrance where none is named.
    pub(crate) from: Option<&'a str>,
    /// Whether the way has no steps.
    pub(crate) step_free: bool,
}

/// The shelf of a mark, or why there is none, and the way there.
pub(crate) type Found<'a> = (Result<Shelved<'a>, Unshelved>, Option<Route>);

impl<'a> Asked<'a> {
    /// Answers for one mark; whether it has a shelf.
    fn answer(
        &self,
        mark: &str,
        is_json: bool,
        out: &mut dyn Write,
    ) -> anyhow::Result<bool> {
        let places = &self.settings.places;
        let (found, route) = self.find(mark);
        if is_json {
            let value = as_json(mark, &found, route.as_ref(), places);
            serde_json::to_writer(&mut *out, &value)?;
            writeln!(out)?;
        } else {
            writeln!(out, "{mark}: {}", in_words(&found))?;
            if let Some(route) = &route {
                let legs = route.legs.iter().map(|leg| leg_in_words(leg, places));
                writeln!(out, "  {}", legs.collect::<Vec<_>>().join("; then "))?;
            }
        }
        Ok(found.is_ok())
    }

    /// Looks for a mark.
    pub(crate) fn find(&self, mark: &str) -> Found<'a> {
        let class = mark.trim().to_owned();
        let mark = CallNumber { scheme: self.scheme, class, item: None };
        let library = &self.settings.library;
        let found = self.settings.places.shelved(library, &self.location, Some(&mark));
        let route = found.as_ref().ok().and_then(|shelved| self.route(shelved));
        (found, route)
    }

    fn route(&self, shelved: &Shelved<'_>) -> Option<Route> {
        let places = &self.settings.places;
        let to = shelved.shelves.iter().find_map(|shelf| shelf.node)?;
        let starts = match self.from {
            Some(code) => {
                let kiosk = places.kiosks.iter().find(|kiosk| kiosk.code == code);
                let node = places.nodes.iter().position(|node| node.id == code);
                let node = node.and_then(|at| u16::try_from(at).ok());
                kiosk.map(|kiosk| kiosk.node).or(node).into_iter().collect()
            }
            None => places.entrances(&self.location.library),
        };
        let step_free = self.step_free;
        let routes =
            starts.into_iter().filter_map(|from| places.route(from, to, step_free));
        routes.min_by_key(|route| route.length)
    }
}

/// The answer for programs.
pub(crate) fn as_json(
    mark: &str,
    found: &Result<Shelved<'_>, Unshelved>,
    route: Option<&Route>,
    places: &Places,
) -> Value {
    let shelf = |shelf: &&Shelf| {
        json!({
            "row": shelf.row, "bay": shelf.bay, "side": shelf.side, "shelf": shelf.shelf,
            "floor": shelf.floor, "from": shelf.first, "to": shelf.last,
        })
    };
    let (shelves, is_between, why): (Vec<Value>, bool, _) = match found {
        Ok(found) => (found.shelves.iter().map(shelf).collect(), found.is_between, None),
        Err(why) => (Vec::new(), false, Some(reason(*why))),
    };
    let id =
        |node: &u16| places.nodes.get(usize::from(*node)).map(|node| node.id.clone());
    let leg = |leg: &Leg| json!({ "floor": leg.floor, "nodes": leg.nodes.iter().filter_map(id).collect::<Vec<_>>() });
    let route = route.map(|route| route.legs.iter().map(leg).collect::<Vec<_>>());
    json!({
        "mark": mark, "shelves": shelves, "between": is_between, "why": why, "route": route,
    })
}

fn in_words(found: &Result<Shelved<'_>, Unshelved>) -> String {
    let shelved = match found {
        Ok(shelved) => shelved,
        Err(why) => return format!("no shelf: {}", reason(*why)),
    };
    let shelf = |shelf: &&Shelf| {
        let floor = [("floor", &shelf.floor)].into_iter();
        let parts = [("row", &shelf.row), ("bay", &shelf.bay), ("side", &shelf.side)];
        let parts = floor.chain(parts).chain([("shelf", &shelf.shelf)]);
        let parts = parts.filter(|(_, value)| !value.is_empty());
        parts
            .map(|(word, value)| format!("{word} {value}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let all: Vec<String> = shelved.shelves.iter().map(shelf).collect();
    let end = if shelved.is_between { " (at its end, or on the next)" } else { "" };
    format!("{}{end}", all.join(", or "))
}

fn reason(why: Unshelved) -> &'static str {
    match why {
        Unshelved::Closed => "a closed stack: ask at the desk",
        Unshelved::NoShelves => "the settings describe no shelves of that place",
        Unshelved::Unreadable => "the mark cannot be read by the scheme of those shelves",
        Unshelved::Outside => {
            "before the first mark of those shelves, or behind the last"
        }
    }
}

fn leg_in_words(leg: &Leg, places: &Places) -> String {
    let nodes = leg.nodes.iter().filter_map(|node| places.nodes.get(usize::from(*node)));
    let ids: Vec<&str> = nodes.map(|node: &Node| node.id.as_str()).collect();
    format!("on floor {}: {}", leg.floor, ids.join(" – "))
}
