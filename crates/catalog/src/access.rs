//! The ways to get at a thing, in the order in which a reader would try them.

use serde::{Deserialize, Serialize};

use crate::{
    CallNumber, Item, Library, Link, LinkKind, Location, PlaceAccess, Record, Service,
    Standing, Status,
};

/// What opening a link takes, in DAIA's terms.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Terms {
    /// No login of any kind (DAIA `openaccess`).
    OpenAccess,
    /// A login or a subscription may be asked for (DAIA `remote`).
    Remote,
    /// The record does not say.
    #[default]
    Unknown,
}

/// One way to get at a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Open it here and now.
    Online {
        /// The link to open; its address is safe.
        link: Link,
    },
    /// Go and get it, or ask for it: one place that has it.
    AtPlace {
        /// The codes of branch and place.
        location: Location,
        /// Whether one may walk up to it.
        access: PlaceAccess,
        /// The mark on the spine.
        call_number: Option<CallNumber>,
        /// The copies there, the ones that can be had first.
        items: Vec<Item>,
        /// Notes for the reader.
        notes: Vec<String>,
        /// What the library has of a serial or set.
        extent: Option<String>,
    },
}

impl Way {
    /// Where a copy stands, and its mark; `None` for what is online.
    pub fn standing(&self) -> Option<Standing> {
        match self {
            Self::AtPlace { location, call_number, .. } => {
                Some((location.clone(), call_number.clone()))
            }
            Self::Online { .. } => None,
        }
    }

    /// How far a reader has to go, least first: open online, open shelf, a place that the
    /// settings do not describe, bookmobile, reading
    /// room, online with a login, closed stack, lent, not to be had.
    pub fn effort(&self) -> u8 {
        match self {
            Self::Online { link } if link.kind == LinkKind::Related => 9,
            Self::Online { link } if link.terms == Terms::Remote => 5,
            Self::Online { .. } => 0,
            Self::AtPlace { access, items, .. } => match best_status(items) {
                Status::Missing | Status::OnOrder => 8,
                Status::OnLoan { .. } => 7,
                Status::Available | Status::Reference => match access {
                    PlaceAccess::Open => 1,
                    PlaceAccess::Unstated => 2,
                    PlaceAccess::Bookmobile => 3,
                    PlaceAccess::ReadingRoom => 4,
                    PlaceAccess::Closed => FROM_STACK,
                },
            },
        }
    }
}

impl Way {
    /// The order for a reader at home in the branch `own`, least first: as [`Self::effort`], but
    /// what another branch has comes after what the own one brings from its stack, and before
    /// what is lent. Without a branch of one's own (`""`) no branch is another one.
    pub fn effort_from(&self, own: &str) -> (u8, u8) {
        let effort = self.effort();
        match self {
            Self::AtPlace { location, .. } if location.is_elsewhere(own) => {
                (effort.max(FROM_STACK), effort + 1)
            }
            Self::AtPlace { .. } | Self::Online { .. } => (effort, 0),
        }
    }

    /// The service that it is in DAIA's terms. A link of which nothing is known counts as
    /// `remote`: DAIA keeps `openaccess` for what surely asks for nothing.
    pub fn service(&self) -> Service {
        match self {
            Self::Online { link } if link.terms == Terms::OpenAccess => {
                Service::OpenAccess
            }
            Self::Online { .. } => Service::Remote,
            Self::AtPlace { access: PlaceAccess::ReadingRoom, .. } => {
                Service::Presentation
            }
            Self::AtPlace { items, .. } if best_status(items) == Status::Reference => {
                Service::Presentation
            }
            Self::AtPlace { .. } => Service::Loan,
        }
    }
}

/// The effort of having a thing brought from a closed stack.
const FROM_STACK: u8 = 6;

/// The status of the copy that is easiest to get; [`Status::Available`] where none is listed.
pub fn best_status(items: &[Item]) -> Status {
    let best = items.iter().map(|item| &item.status).min_by_key(|status| rank(status));
    best.cloned().unwrap_or_default()
}

fn rank(status: &Status) -> u8 {
    match status {
        Status::Available => 0,
        Status::Reference => 1,
        Status::OnLoan { .. } => 2,
        Status::OnOrder => 3,
        Status::Missing => 4,
    }
}

/// The ways to get at what `record` describes, the easiest first.
///
/// Links whose address is not safe (see [`is_safe_url`]) are left out. Of a place that
/// `library` does not describe nothing more is said than that it has the thing.
pub fn ways(record: &Record, library: &Library) -> Vec<Way> {
    ways_from(record, library, "")
}

/// As [`ways`], for a reader at home in the branch `own`; see [`Way::effort_from`].
pub fn ways_from(record: &Record, library: &Library, own: &str) -> Vec<Way> {
    let links = record.links.iter().filter(|link| is_safe_url(&link.url));
    let online = links.map(|link| Way::Online { link: link.clone() });
    let shelves = record.holdings.iter().map(|holding| {
        let mut items = holding.items.clone();
        items.sort_by_key(|item| rank(&item.status));
        Way::AtPlace {
            access: library.access(&holding.location),
            location: holding.location.clone(),
            call_number: holding.call_number.clone(),
            items,
            notes: holding.notes.clone(),
            extent: holding.extent.clone(),
        }
    });
    let mut ways: Vec<Way> = online.chain(shelves).collect();
    ways.sort_by_key(|way| way.effort_from(own));
    ways
}

/// Whether an address from a record may be shown as a link: absolute, `http`, `https` or
/// `mailto`, without credentials, blanks or control characters.
///
/// ```
/// use bibliobus_catalog::is_safe_url;
///
/// assert!(is_safe_url("https://www.gutenberg.org/ebooks/2600"));
/// assert!(!is_safe_url("javascript:alert(1)"));
/// assert!(!is_safe_url("https://user@evil.example/"));
/// ```
pub fn is_safe_url(url: &str) -> bool {
    let sound = url.len() <= 4096
        && !url
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || c == '\\' || is_bidi(c));
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    sound
        && match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => rest.strip_prefix("//").is_some_and(has_plain_host),
            "mailto" => rest.contains('@'),
            _ => false,
        }
}

/// Whether an address names a host that a browser takes, and nothing before it.
fn has_plain_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let is_strange = |c| matches!(c, '@' | '%' | '<' | '>' | '^' | '|' | '"' | '`');
    !host.is_empty()
        && !host.contains(is_strange)
        && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// Signs that make an address read otherwise than it is.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Holding, Place};

    fn holding(place: &str, status: Status) -> Holding {
        Holding {
            location: Location { library: "C".into(), sublocation: Some(place.into()) },
            items: vec![Item { status, ..Item::default() }],
            ..Holding::default()
        }
    }

    fn library() -> Library {
        let place = |code: &str, access| Place {
            branch: "C".into(),
            code: code.into(),
            access,
            ..Place::default()
        };
        Library {
            places: vec![
                place("OPEN", PlaceAccess::Open),
                place("STACK", PlaceAccess::Closed),
            ],
            ..Library::default()
        }
    }

    #[test]
    fn the_easiest_way_comes_first() {
        let record = Record {
            holdings: vec![
                holding("STACK", Status::Available),
                holding("OPEN", Status::OnLoan { until: None }),
                holding("OPEN", Status::Available),
            ],
            links: vec![Link { url: "https://a.example/1".into(), ..Link::default() }],
            ..Record::default()
        };
        let efforts: Vec<u8> =
            ways(&record, &library()).iter().map(Way::effort).collect();
        assert_eq!(efforts, [0, 1, 6, 7]);
    }

    #[test]
    fn what_another_branch_has_comes_after_the_own_stack_and_before_what_is_lent() {
        let at = |branch: &str, place: &str, status| {
            let mut holding = holding(place, status);
            holding.location.library = branch.into();
            holding
        };
        let record = Record {
            holdings: vec![
                at("D", "OPEN", Status::Available),
                at("C", "STACK", Status::Available),
                at("C", "OPEN", Status::OnLoan { until: None }),
                at("D", "OPEN", Status::OnLoan { until: None }),
                at("", "OPEN", Status::Reference),
            ],
            ..Record::default()
        };
        let order = |own| {
            let ways = ways_from(&record, &library(), own);
            let name = |way: &Way| {
                let (location, _) = way.standing().unwrap();
                format!("{}{}", location.library, way.effort())
            };
            ways.iter().map(name).collect::<Vec<_>>()
        };
        assert_eq!(order("C"), ["2", "C6", "D2", "C7", "D7"]);
        assert_eq!(order("D"), ["D2", "2", "C6", "D7", "C7"]);
        assert_eq!(order(""), ["D2", "2", "C6", "C7", "D7"]);
    }

    #[test]
    fn every_way_is_a_service_in_daias_terms() {
        let link =
            |terms| Link { url: "https://a.example/1".into(), terms, ..Link::default() };
        let record = Record {
            holdings: vec![
                holding("OPEN", Status::Available),
                holding("OPEN", Status::Reference),
            ],
            links: vec![
                link(Terms::OpenAccess),
                link(Terms::Unknown),
                link(Terms::Remote),
            ],
            ..Record::default()
        };
        let services: Vec<&str> =
            ways(&record, &library()).iter().map(|way| way.service().code()).collect();
        assert_eq!(services, ["openaccess", "remote", "loan", "presentation", "remote"]);
    }

    #[test]
    fn an_unsafe_link_is_no_way() {
        let record = Record {
            links: vec![Link { url: "javascript:alert(1)".into(), ..Link::default() }],
            ..Record::default()
        };
        assert_eq!(ways(&record, &library()), []);
    }

    #[test]
    fn addresses_that_deceive_are_refused() {
        let bad = [
            "java\tscript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "\\\\evil",
            "http:evil",
            "https://a@b.example",
            "https://",
            "1292719",
            "https://a.example/\u{202e}fdp",
            "https://library.example%40evil.example/",
            "https://a.example:99999/",
            "https://a.example:-1/",
        ];
        for url in bad {
            assert!(!is_safe_url(url), "{url}");
        }
        let good = [
            "mailto:desk@library.example",
            "https://a.example:8443/x",
            "http://[::1]:80/",
            "https://каталог.example/",
        ];
        for url in good {
            assert!(is_safe_url(url), "{url}");
        }
    }
}
