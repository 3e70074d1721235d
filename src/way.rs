//! What is said of a way to get at a thing: one line, one colour, one sign. Not for which way
//! is the easiest: that the catalogue's nouns know.

use bibliobus_catalog::{
    Branch, Library, LocalName, Location, Material, PlaceAccess, Status, Terms,
};
use bibliobus_worker::BriefWay;

use crate::text::{Phrase, Telling, Text};

/// A way to get at a thing, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayInWords {
    /// How near it is: gives the colour and the sign.
    pub tone: Tone,
    /// What to do, or what stands in the way.
    pub words: String,
    /// Where, from the large to the small.
    pub place: Vec<String>,
    /// The call number, where it helps the reader: not for a closed stack.
    pub mark: Option<String>,
    /// The address to open; none where a login may be asked for: the record says how.
    pub url: Option<String>,
}

/// How near a way is. Each has a colour and a sign of its own, and always words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Open it here and now.
    Online,
    /// Online, behind a login.
    Login,
    /// On an open shelf, or on some shelf.
    Shelf,
    /// On the bookmobile.
    Bus,
    /// In a reading room.
    Room,
    /// In a closed stack.
    Stack,
    /// Lent.
    Lent,
    /// Missing, or not there yet.
    Gone,
}

impl Tone {
    /// Its name in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Login => "login",
            Self::Shelf => "shelf",
            Self::Bus => "bus",
            Self::Room => "room",
            Self::Stack => "stack",
            Self::Lent => "lent",
            Self::Gone => "gone",
        }
    }

    /// The tone of a copy with `status` at a place with `access`.
    pub fn of_copy(access: PlaceAccess, status: &Status) -> Self {
        match (status, access) {
            (Status::Missing | Status::OnOrder, _) => Self::Gone,
            (Status::OnLoan { .. }, _) => Self::Lent,
            (_, PlaceAccess::Open | PlaceAccess::Unstated) => Self::Shelf,
            (_, PlaceAccess::Bookmobile) => Self::Bus,
            (_, PlaceAccess::ReadingRoom) => Self::Room,
            (_, PlaceAccess::Closed) => Self::Stack,
        }
    }
}

impl WayInWords {
    /// A way as a list shows it to a reader at home in the branch `own`, which may be `""`.
    /// `material` finds the right verb for opening it.
    pub fn new(
        text: Text,
        (library, own): (&Library, &str),
        material: Material,
        way: &BriefWay,
    ) -> Self {
        match way {
            BriefWay::Online { url, terms } => Self::online(text, material, url, *terms),
            BriefWay::AtPlace { location, access, call_number, status } => {
                let mark = call_number.clone();
                let way =
                    Self::at_place(text, library, location, (*access, status), mark);
                way.elsewhere(text, is_elsewhere(location, *access, own))
            }
            // A way of a later engine, which this page's own engine does not give.
            _ => Self::bare(Tone::Gone, text.say(Phrase::NoWay).into()),
        }
    }

    /// No way is known.
    pub fn none(text: Text) -> Self {
        Self::bare(Tone::Gone, text.say(Phrase::NoWay).into())
    }

    fn bare(tone: Tone, words: String) -> Self {
        Self { tone, words, place: Vec::new(), mark: None, url: None }
    }

    fn online(text: Text, material: Material, url: &str, terms: Terms) -> Self {
        let tone = if terms == Terms::Remote { Tone::Login } else { Tone::Online };
        let words = text.say(open_online(material)).to_owned();
        let needs = match terms {
            Terms::Remote => text.say(Phrase::WithLogin).to_owned(),
            Terms::OpenAccess | Terms::Unknown => host(url).to_owned(),
        };
        // The library's own login, if it has one, is known to the record's page.
        let url = (terms != Terms::Remote).then(|| url.to_owned());
        Self { place: vec![needs], url, ..Self::bare(tone, words) }
    }

    fn at_place(
        text: Text,
        library: &Library,
        location: &Location,
        (access, status): (PlaceAccess, &Status),
        mark: Option<String>,
    ) -> Self {
        let tone = Tone::of_copy(access, status);
        let words = status_words(text, access, status);
        let branch = library.branch(&location.library);
        let branch_name = branch_name(text, branch, location);
        let place = match (tone, branch) {
            (Tone::Bus, Some(bus)) => stops(text, bus),
            (Tone::Stack | Tone::Lent | Tone::Gone, _) => vec![branch_name],
            _ => {
                let mut place = vec![branch_name];
                place.extend(place_name(text, library, location));
                place
            }
        };
        let mark = mark.filter(|_| matches!(tone, Tone::Shelf | Tone::Room));
        Self { place, mark, ..Self::bare(tone, words) }
    }

    /// With a word before the place where it is at another branch than the reader's own.
    fn elsewhere(mut self, text: Text, is_elsewhere: bool) -> Self {
        if is_elsewhere {
            self.place.insert(0, text.say(Phrase::AnotherBranch).to_owned());
        }
        self
    }
}

/// Whether it is at another branch than `own`. A bookmobile is at none: it comes to its stops.
pub(crate) fn is_elsewhere(location: &Location, access: PlaceAccess, own: &str) -> bool {
    access != PlaceAccess::Bookmobile && location.is_elsewhere(own)
}

/// What is said of a copy with `status` at a place with `access`.
pub(crate) fn status_words(text: Text, access: PlaceAccess, status: &Status) -> String {
    let phrase = match (status, access) {
        (Status::OnLoan { until: Some(day) }, _) => {
            return text.tell(Telling::LentUntil(day));
        }
        (Status::OnLoan { until: None }, _) => Phrase::Lent,
        (Status::Missing, _) => Phrase::Missing,
        (Status::OnOrder, _) => Phrase::OnOrder,
        (_, PlaceAccess::Closed) => Phrase::FromStack,
        (_, PlaceAccess::ReadingRoom) => Phrase::InReadingRoom,
        (_, PlaceAccess::Bookmobile) => Phrase::OnBookmobile,
        (Status::Reference, PlaceAccess::Open | PlaceAccess::Unstated) => {
            Phrase::ReferenceOnly
        }
        (Status::Available, PlaceAccess::Unstated) => Phrase::InLibrary,
        (Status::Available, PlaceAccess::Open) => Phrase::OnShelf,
    };
    text.say(phrase).to_owned()
}

/// The verb for opening a thing of this kind on a screen.
pub(crate) fn open_online(material: Material) -> Phrase {
    match material {
        Material::Book | Material::Serial | Material::Article | Material::Manuscript => {
            Phrase::ReadOnline
        }
        Material::Music | Material::Audiobook => Phrase::ListenOnline,
        Material::Video | Material::Map | Material::Image | Material::Score => {
            Phrase::WatchOnline
        }
        Material::Electronic | Material::Object | Material::Mixed => Phrase::OpenOnline,
    }
}

/// The branch's name; its code where the library has no name for it.
pub(crate) fn branch_name(
    text: Text,
    branch: Option<&Branch>,
    location: &Location,
) -> String {
    let name = branch.map(|branch| branch.name.in_language(text.language.tag()));
    name.filter(|name| !name.is_empty()).unwrap_or(&location.library).to_owned()
}

/// The place's name; its code where the library has no name for it.
pub(crate) fn place_name(
    text: Text,
    library: &Library,
    location: &Location,
) -> Option<String> {
    let code = location.sublocation.as_deref()?;
    let place = library.place(&location.library, code);
    let name = place.map(|place| place.name.in_language(text.language.tag()));
    Some(name.filter(|name| !name.is_empty()).unwrap_or(code).to_owned())
}

/// Where the bus stops first, and how often more; its name and hours where no stops are told.
fn stops(text: Text, bus: &Branch) -> Vec<String> {
    let said = |name: &LocalName| name.in_language(text.language.tag()).to_owned();
    let mut place = match bus.stops.split_first() {
        Some((first, [])) => vec![said(first)],
        Some((first, others)) => {
            vec![said(first), text.tell(Telling::MoreStops(others.len()))]
        }
        None => vec![said(&bus.name), said(&bus.hours)],
    };
    place.retain(|part| !part.is_empty());
    place
}

/// The site that an address leads to, as one would say it.
pub(crate) fn host(url: &str) -> &str {
    let rest =
        url.split_once("://").or(url.split_once(':')).map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// What the app's own page for reading opens, by its address: `pdf`, `epub`, or `iiif` for a
/// manifest. Whose site it is on the page says (`view_address` in `element.js`).
pub(crate) fn readable_inside(url: &str) -> Option<&'static str> {
    let rest = url.split_once("://")?.1.split('#').next()?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = rest.split_once('/')?.1;
    let ends = |end: &str| {
        let at = path.len().checked_sub(end.len());
        let tail = at.and_then(|at| path.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    };
    if ends(".pdf") {
        Some("pdf")
    } else if ends(".epub") {
        Some("epub")
    } else {
        let is_manifest =
            ends("/manifest") || ends("manifest.json") || query.starts_with("manifest=");
        is_manifest.then_some("iiif")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use bibliobus_catalog::{BranchKind, Place};

    fn name(ru: &str) -> LocalName {
        LocalName { ru: ru.into(), en: String::new() }
    }

    fn library() -> Library {
        let house = Branch {
            code: "C".into(),
            name: name("Центральная библиотека"),
            ..Branch::default()
        };
        let bus = Branch {
            code: "B".into(),
            kind: BranchKind::Bookmobile,
            name: name("Библиобус"),
            stops: vec![name("четверг 14:00, Сосновка"), name("пятница 10:00, Лесное")],
            ..Branch::default()
        };
        let place = Place {
            branch: "C".into(),
            code: "AB".into(),
            name: name("Абонемент"),
            ..Place::default()
        };
        Library { branches: vec![house, bus], places: vec![place], ..Library::default() }
    }

    fn line(branch: &str, access: PlaceAccess, status: Status) -> String {
        line_for("", branch, access, status)
    }

    fn line_for(own: &str, branch: &str, access: PlaceAccess, status: Status) -> String {
        let way = BriefWay::AtPlace {
            location: Location { library: branch.into(), sublocation: Some("AB".into()) },
            access,
            call_number: Some("84(2) Т 53".into()),
            status,
        };
        let text = Text::new(Language::Ru);
        let said = WayInWords::new(text, (&library(), own), Material::Book, &way);
        let parts = [said.words].into_iter().chain(said.place).chain(said.mark);
        parts.collect::<Vec<_>>().join(" · ")
    }

    #[test]
    fn a_list_says_when_it_is_at_another_branch() {
        let at = |own| line_for(own, "C", PlaceAccess::Closed, Status::Available);
        let here = "Из закрытого фонда, спросите на кафедре · Центральная библиотека";
        assert_eq!(at("C"), here);
        assert_eq!(at(""), here);
        assert_eq!(
            at("B"),
            "Из закрытого фонда, спросите на кафедре · в другом филиале · Центральная библиотека"
        );
    }

    #[test]
    fn a_list_says_how_to_get_it_soonest() {
        use PlaceAccess::{Bookmobile, Closed, Open, ReadingRoom, Unstated};
        let lent = |day: Option<&str>| Status::OnLoan { until: day.map(str::to_owned) };
        let cases = [
            (
                "C",
                Open,
                Status::Available,
                "На полке · Центральная библиотека · Абонемент · 84(2) Т 53",
            ),
            (
                "C",
                Closed,
                Status::Available,
                "Из закрытого фонда, спросите на кафедре · Центральная библиотека",
            ),
            (
                "C",
                ReadingRoom,
                Status::Available,
                "В читальном зале · Центральная библиотека · Абонемент · 84(2) Т 53",
            ),
            (
                "B",
                Bookmobile,
                Status::Available,
                "В библиобусе · четверг 14:00, Сосновка · ещё 1 остановка",
            ),
            (
                "C",
                Open,
                lent(Some("2026-05-03")),
                "На руках до 3\u{a0}мая · Центральная библиотека",
            ),
            ("C", Open, lent(None), "На руках · Центральная библиотека"),
            (
                "C",
                Open,
                Status::Missing,
                "Сейчас нет в библиотеке · Центральная библиотека",
            ),
            ("X", Open, Status::Available, "На полке · X · AB · 84(2) Т 53"),
            ("X", Unstated, Status::Available, "Есть в библиотеке · X · AB · 84(2) Т 53"),
        ];
        for (branch, access, status, expected) in cases {
            assert_eq!(line(branch, access, status), expected);
        }
    }

    #[test]
    fn a_site_is_called_by_its_host() {
        assert_eq!(host("https://www.gutenberg.org/ebooks/2600"), "gutenberg.org");
        assert_eq!(host("mailto:desk@library.example"), "desk@library.example");
    }

    #[test]
    fn what_is_opened_inside_is_seen_by_its_address() {
        for (url, kind) in [
            ("https://library.example/files/rules.pdf", Some("pdf")),
            ("https://library.example/Rules.PDF?v=2#page=3", Some("pdf")),
            ("https://library.example/book.epub", Some("epub")),
            ("https://library.example/iiif/1/manifest", Some("iiif")),
            ("https://library.example/iiif/manifest.json", Some("iiif")),
            ("https://library.example/show?manifest=1", Some("iiif")),
            ("https://library.example/pdf", None),
            ("https://library.example/?file=a.pdf", None),
            ("https://library.example/#a.pdf", None),
            ("https://library.pdf", None),
            ("https://library.example/тетрадь", None),
            ("mailto:a@library.example", None),
        ] {
            assert_eq!(readable_inside(url), kind, "{url}");
        }
    }
}
