//! What the library arranges beyond its shelves and the links of its records: a login for
//! licensed sites, a link resolver, requests from the closed stack, another branch's copies,
//! interlibrary loan, copies on order. Read from `library.toml`; carried beside the index and
//! fetched when a record is shown.

mod duration;
mod openurl;
mod template;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    CallNumber, Holding, Library, Link, LinkKind, LocalName, Location, Material,
    PlaceAccess, Record, Status, Terms, best_status, is_safe_url,
};

pub use duration::minutes;
pub use template::Template;

/// A service, as DAIA names it (Document Availability Information API 1.0, "Services").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// Use within the library.
    Presentation,
    /// Use outside of it.
    Loan,
    /// Use from anywhere over a network, with a login or from certain addresses.
    Remote,
    /// Use by way of another library.
    Interloan,
    /// Use from anywhere by anyone.
    OpenAccess,
}

impl Service {
    /// Its short name: `presentation`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Presentation => "presentation",
            Self::Loan => "loan",
            Self::Remote => "remote",
            Self::Interloan => "interloan",
            Self::OpenAccess => "openaccess",
        }
    }
}

/// What is arranged.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Arranges {
    /// A licensed site is opened through the library's own login, such as a proxy server's.
    #[default]
    Login,
    /// A link resolver (`OpenURL`, ANSI/NISO Z39.88) says where a thing can be read.
    Resolver,
    /// A copy is brought out of the closed stack.
    Stack,
    /// A copy is sent to another branch.
    Branch,
    /// Another library lends it.
    Interloan,
    /// A copy is made of it, such as a scan of an article.
    Copy,
}

impl Arranges {
    /// Every kind, the easiest for a reader first.
    pub const ALL: [Self; 6] = [
        Self::Login,
        Self::Resolver,
        Self::Stack,
        Self::Branch,
        Self::Interloan,
        Self::Copy,
    ];

    /// Its code in settings: `interloan`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Resolver => "resolver",
            Self::Stack => "stack",
            Self::Branch => "branch",
            Self::Interloan => "interloan",
            Self::Copy => "copy",
        }
    }

    /// The service in DAIA's terms; `None` for a copy on order, for which DAIA has no name.
    pub fn service(self) -> Option<Service> {
        match self {
            Self::Login | Self::Resolver => Some(Service::Remote),
            Self::Stack | Self::Branch => Some(Service::Loan),
            Self::Interloan => Some(Service::Interloan),
            Self::Copy => None,
        }
    }
}

/// One thing that the library arranges, as its settings say it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    /// What is arranged.
    pub kind: Arranges,
    /// The branch that it is for; empty for all.
    pub branch: String,
    /// The place that it is for; empty for all.
    pub place: String,
    /// The kinds of thing that it is for; none for all.
    pub materials: Vec<Material>,
    /// For a login: the hosts that it opens, each with its subdomains.
    pub hosts: Vec<String>,
    /// The address, with names in braces for what is known of the thing; of a resolver its
    /// base address.
    pub link: Template,
    /// Who may, what it costs: words of the library's own (DAIA `limitation`).
    pub limitation: LocalName,
    /// How long it takes, in minutes (DAIA `delay`); `None` where the library does not say.
    pub delay: Option<u32>,
}

/// Where the library's system says what is in now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveSource {
    /// Which language it speaks.
    pub kind: LiveKind,
    /// The prefix of the records that it knows, which is not a part of their numbers there;
    /// empty where it knows all of them, by their whole numbers.
    pub prefix: String,
    /// Its address, with `{id}` for the number of the record.
    pub url: Template,
}

/// The languages of [`LiveSource`]s.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum LiveKind {
    /// DAIA 1.0 in JSON.
    #[default]
    Daia,
    /// The items of a record in Koha's REST API.
    Koha,
    /// Bibliobus's own, described in `docs/live-status.md`.
    Json,
}

/// Everything that the library arranges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services {
    /// What it arranges, in the order of its settings.
    pub arrangements: Vec<Arrangement>,
    /// Where it says what is in now.
    pub live: Option<LiveSource>,
}

/// What is arranged for one record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arranged {
    /// What it is.
    pub kind: Arranges,
    /// The address to open; it is safe.
    pub url: String,
    /// For a login: the address of the link in whose stead it is opened.
    pub instead: String,
    /// The copy that it brings: where it stands, and its mark.
    pub copy: Option<(Location, Option<CallNumber>)>,
    /// Who may, what it costs.
    pub limitation: LocalName,
    /// How long it takes, in minutes.
    pub delay: Option<u32>,
}

impl Services {
    /// Whether nothing is arranged.
    pub fn is_empty(&self) -> bool {
        self.arrangements.is_empty() && self.live.is_none()
    }

    /// What is arranged for `record`, the easiest first; of several that fit the first counts.
    ///
    /// * a login for each link to one of its hosts that is not open to all;
    /// * a resolver where the record has no link to the thing itself;
    /// * a request for each copy in a closed stack that is there;
    /// * sending to another branch where a copy is there that may leave its place;
    /// * an interlibrary loan where the library has nothing to read or to lend;
    /// * a copy on order where the library has the thing and it is there.
    pub fn arranged(&self, record: &Record, library: &Library) -> Vec<Arranged> {
        let each = Arranges::ALL.into_iter().map(|kind| match kind {
            Arranges::Login => self.logins(record),
            Arranges::Resolver => self.resolver(record),
            Arranges::Stack => self.brought(kind, record, library),
            Arranges::Branch => self.sent(record, library),
            Arranges::Interloan => self.interloan(record),
            Arranges::Copy => self.copied(record),
        });
        each.flatten().collect()
    }

    /// The record, with a note in its links which of them take the library's login.
    pub fn with_logins<'r>(&self, record: &'r Record) -> Cow<'r, Record> {
        let takes_login = |link: &Link| {
            link.terms == Terms::Unknown && self.login(record.material, link).is_some()
        };
        if !record.links.iter().any(takes_login) {
            return Cow::Borrowed(record);
        }
        let mut record = record.clone();
        for link in &mut record.links {
            if link.terms == Terms::Unknown && self.login(record.material, link).is_some()
            {
                link.terms = Terms::Remote;
            }
        }
        Cow::Owned(record)
    }

    fn of(
        &self,
        kind: Arranges,
        material: Material,
    ) -> impl Iterator<Item = &Arrangement> {
        self.arrangements.iter().filter(move |arrangement| {
            let materials = &arrangement.materials;
            arrangement.kind == kind
                && (materials.is_empty() || materials.contains(&material))
        })
    }

    fn login(&self, material: Material, link: &Link) -> Option<&Arrangement> {
        let host = host(&link.url).to_ascii_lowercase();
        self.of(Arranges::Login, material)
            .find(|login| login.hosts.iter().any(|known| is_at(&host, known)))
    }

    fn logins(&self, record: &Record) -> Vec<Arranged> {
        let links = record.links.iter().filter(|link| {
            link.terms != Terms::OpenAccess
                && link.kind != LinkKind::Related
                && is_safe_url(&link.url)
        });
        let login = |link: &Link| {
            let login = self.login(record.material, link)?;
            let arranged = login.arranged(record, None, &link.url)?;
            Some(Arranged { instead: link.url.clone(), ..arranged })
        };
        links.filter_map(login).collect()
    }

    fn resolver(&self, record: &Record) -> Vec<Arranged> {
        if has_link(record) {
            return Vec::new();
        }
        let resolver = |it: &Arrangement| {
            let url = openurl::openurl(it.link.as_str(), record)?;
            is_safe_url(&url).then(|| it.at(url))
        };
        let found = self.of(Arranges::Resolver, record.material).find_map(resolver);
        found.into_iter().collect()
    }

    /// For each copy that is there: that it is brought from the stack, or to another branch.
    fn brought(
        &self,
        kind: Arranges,
        record: &Record,
        library: &Library,
    ) -> Vec<Arranged> {
        let here = record.holdings.iter().filter(|holding| {
            let access = library.access(&holding.location);
            match (kind, best_status(&holding.items)) {
                (Arranges::Stack, Status::Available | Status::Reference) => {
                    access == PlaceAccess::Closed
                }
                (_, Status::Available) => access != PlaceAccess::ReadingRoom,
                _ => false,
            }
        });
        let brought = |holding: &Holding| {
            let mut fit =
                self.of(kind, record.material).filter(|it| it.is_for(&holding.location));
            let found = fit.find_map(|it| it.arranged(record, Some(holding), ""))?;
            let copy = (holding.location.clone(), holding.call_number.clone());
            Some(Arranged { copy: Some(copy), ..found })
        };
        here.filter_map(brought).collect()
    }

    /// That a copy is sent to another branch: the one that is named first.
    fn sent(&self, record: &Record, library: &Library) -> Vec<Arranged> {
        let sent = self.brought(Arranges::Branch, record, library);
        sent.into_iter().take(1).map(|sent| Arranged { copy: None, ..sent }).collect()
    }

    fn interloan(&self, record: &Record) -> Vec<Arranged> {
        if has_link(record) || record.holdings.iter().any(is_here) {
            return Vec::new();
        }
        let mut fit = self.of(Arranges::Interloan, record.material);
        fit.find_map(|it| it.arranged(record, None, "")).into_iter().collect()
    }

    fn copied(&self, record: &Record) -> Vec<Arranged> {
        let copied = |it: &Arrangement| {
            let mut here = record.holdings.iter().filter(|holding| is_here(holding));
            let holding = here.find(|holding| it.is_for(&holding.location))?;
            it.arranged(record, Some(holding), "")
        };
        let found = self.of(Arranges::Copy, record.material).find_map(copied);
        found.into_iter().collect()
    }
}

impl Arrangement {
    fn is_for(&self, location: &Location) -> bool {
        let place = location.sublocation.as_deref().unwrap_or_default();
        (self.branch.is_empty() || self.branch == location.library)
            && (self.place.is_empty() || self.place == place)
    }

    fn arranged(
        &self,
        record: &Record,
        holding: Option<&Holding>,
        url: &str,
    ) -> Option<Arranged> {
        let url = self.link.filled(record, holding, url);
        is_safe_url(&url).then(|| self.at(url))
    }

    fn at(&self, url: String) -> Arranged {
        Arranged {
            kind: self.kind,
            url,
            limitation: self.limitation.clone(),
            delay: self.delay,
            ..Arranged::default()
        }
    }
}

/// Whether the record has a link to the thing itself, or to a version of it.
fn has_link(record: &Record) -> bool {
    let mut links = record.links.iter();
    links.any(|link| link.kind != LinkKind::Related && is_safe_url(&link.url))
}

fn is_here(holding: &Holding) -> bool {
    matches!(best_status(&holding.items), Status::Available | Status::Reference)
}

/// The host of an address, without its port.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or_default()
}

/// Whether `host` is `known` or lies below it.
fn is_at(host: &str, known: &str) -> bool {
    let known = known.to_ascii_lowercase();
    host.strip_suffix(known.as_str())
        .is_some_and(|sub| !known.is_empty() && (sub.is_empty() || sub.ends_with('.')))
}

#[cfg(test)]
mod tests;
