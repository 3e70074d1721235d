//! Numbers and ways in the words of the command line. (The app's words are in its `text`.)

use bibliobus_catalog::{
    Arranged, Arranges, Library, Location, PlaceAccess, Sameness, Status, Terms,
};
use bibliobus_index::BriefWay;

/// The language of the command line.
const LANGUAGE: &str = "en";

/// A number with its thousands apart: `12,345`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many of a thing: `1 chunk`, `1,234 chunks`.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(number))
}

/// A number of bytes for people: `34.5 kB`.
pub(crate) fn bytes(number: u64) -> String {
    let mut size = number as f64;
    let mut unit = "B";
    for larger in ["kB", "MB", "GB"] {
        if size < 1000.0 {
            break;
        }
        size /= 1000.0;
        unit = larger;
    }
    if unit == "B" { format!("{number} B") } else { format!("{size:.1} {unit}") }
}

/// The name of the library, where the settings gave one.
pub(crate) fn library_name(library: &Library) -> Option<&str> {
    Some(library.name.in_language(LANGUAGE)).filter(|name| !name.is_empty())
}

/// A way to get at a thing, on one line.
pub(crate) fn brief_way(way: &BriefWay, library: &Library) -> String {
    match way {
        BriefWay::Online { url, terms } => online(url, *terms),
        BriefWay::AtPlace { location, access, call_number, status } => {
            at_place(&place(location, library), *access, call_number.as_deref(), status)
        }
        // A way of a later engine: better unsaid than wrong.
        _ => String::from("see the record"),
    }
}

/// Where and under what terms a link opens.
pub(crate) fn online(url: &str, terms: Terms) -> String {
    match terms {
        Terms::OpenAccess => format!("online, free to open: {url}"),
        Terms::Remote => format!("online, with a login: {url}"),
        Terms::Unknown => format!("online: {url}"),
    }
}

/// What the library arranges, on one line.
pub(crate) fn arranged(arranged: &Arranged, library: &Library) -> String {
    let what = match arranged.kind {
        Arranges::Login => "through the library's login",
        Arranges::Resolver => "by the link resolver",
        Arranges::Stack => "requested from the stack",
        Arranges::Branch => "sent to another branch",
        Arranges::Interloan => "from another library",
        Arranges::Copy => "as a copy on order",
    };
    let copy = arranged.copy.as_ref();
    let place = copy.map(|(location, _)| format!(" of {}", place(location, library)));
    let delay = arranged.delay.map(|minutes| match minutes {
        0..120 => format!(", in {minutes} min"),
        120..2880 => format!(", in {} h", minutes.div_ceil(60)),
        _ => format!(", in {} days", minutes.div_ceil(24 * 60)),
    });
    let limitation = arranged.limitation.in_language(LANGUAGE);
    let limitation = Some(limitation).filter(|words| !words.is_empty());
    let limitation = limitation.map(|words| format!(" ({words})"));
    let parts = [place, delay, limitation].map(Option::unwrap_or_default).concat();
    format!("{what}{parts}: {}", arranged.url)
}

/// A place with what may be done there.
pub(crate) fn at_place(
    place: &str,
    access: PlaceAccess,
    call_number: Option<&str>,
    status: &Status,
) -> String {
    let access = match access {
        PlaceAccess::Open => "open shelves",
        PlaceAccess::ReadingRoom => "to be read there",
        PlaceAccess::Closed => "ask at the desk",
        PlaceAccess::Bookmobile => "on the bus",
        PlaceAccess::Unstated => "place not described",
    };
    let mark = call_number.unwrap_or("no call number");
    let place = if place.is_empty() { "no place named" } else { place };
    format!("{place}, {mark} ({access}; {})", self::status(status))
}

/// What the export said of a copy.
pub(crate) fn status(status: &Status) -> String {
    match status {
        Status::Available => "on the shelf".into(),
        Status::OnLoan { until: Some(day) } => format!("lent until {day}"),
        Status::OnLoan { until: None } => "lent".into(),
        Status::Reference => "not for loan".into(),
        Status::Missing => "missing".into(),
        Status::OnOrder => "on order".into(),
    }
}

/// The names of a branch and a place within it; their codes where the settings do not know them.
pub(crate) fn place(location: &Location, library: &Library) -> String {
    let branch = library.branch(&location.library);
    let branch = named(branch.map(|b| b.name.in_language(LANGUAGE)), &location.library);
    let Some(code) = &location.sublocation else { return branch };
    let place = library.place(&location.library, code);
    let place = named(place.map(|p| p.name.in_language(LANGUAGE)), code);
    if branch.is_empty() { place } else { format!("{branch}, {place}") }
}

fn named(name: Option<&str>, code: &str) -> String {
    name.filter(|name| !name.is_empty()).unwrap_or(code).to_owned()
}

/// Why two records are one.
pub(crate) fn sameness(reason: Sameness) -> &'static str {
    match reason {
        Sameness::ControlNumber => "the same control number of the same agency",
        Sameness::IsbnTitleYear => "the same ISBN, title and year",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567")]
        {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(counted(1, "chunk"), "1 chunk");
        assert_eq!(counted(1234, "chunk"), "1,234 chunks");
    }

    #[test]
    fn bytes_are_for_people() {
        for (number, text) in [(12, "12 B"), (999, "999 B"), (34_510, "34.5 kB")] {
            assert_eq!(bytes(number), text);
        }
    }

    #[test]
    fn a_place_without_a_name_is_called_by_its_code() {
        let location =
            Location { library: "C".into(), sublocation: Some("STACK".into()) };
        assert_eq!(place(&location, &Library::default()), "C, STACK");
    }
}
