//! What a record says of the things that every style asks for. What it does not say stays empty.

use bibliobus_catalog::{
    Creator, CreatorKind, IdentifierKind, LinkKind, Material, Record, Series, is_safe_url,
};

use crate::host::Whereabouts;
use crate::line::on_one_line;
use crate::name::Name;

/// What kind of thing is cited, as far as styles tell kinds apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Book,
    /// A part of a book.
    Chapter,
    /// An article in a journal or newspaper.
    Article,
    /// A journal as a whole.
    Periodical,
    Thesis,
    Map,
    Score,
    Recording,
    Film,
    Picture,
    Website,
    Manuscript,
    /// Anything else.
    Other,
}

/// What is cited.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) kind: Kind,
    pub(crate) authors: Vec<Name>,
    pub(crate) editors: Vec<Name>,
    pub(crate) translators: Vec<Name>,
    pub(crate) compilers: Vec<Name>,
    /// The title proper and the part.
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) part: String,
    pub(crate) responsibility: String,
    /// The journal or book that it is in.
    pub(crate) host: String,
    pub(crate) whereabouts: Whereabouts,
    pub(crate) edition: String,
    pub(crate) place: String,
    pub(crate) publisher: String,
    /// The year in digits.
    pub(crate) year: String,
    /// The date as the record has it, otherwise the year.
    pub(crate) date: String,
    pub(crate) extent: String,
    pub(crate) series: Vec<Series>,
    pub(crate) isbns: Vec<String>,
    pub(crate) issn: String,
    pub(crate) doi: String,
    pub(crate) url: String,
    /// Whether the library has copies, so that it is not what is online that is described.
    pub(crate) has_copies: bool,
    /// What sort of thesis, in the words of the record.
    pub(crate) genre: String,
    /// A MARC code.
    pub(crate) language: String,
}

impl Facts {
    /// What `record` says.
    pub(crate) fn of(record: &Record) -> Self {
        let (host, series) = host_and_series(record);
        let number = host.and_then(|host| host.number.as_deref()).unwrap_or_default();
        let whereabouts = Whereabouts::read(&on_one_line(number));
        let people = People::of(record);
        let told =
            |text: &Option<String>| on_one_line(text.as_deref().unwrap_or_default());
        let year = record.year().filter(|year| *year > 0).map(|year| year.to_string());
        let year = year.unwrap_or_else(|| whereabouts.year.clone());
        let date = Some(told(&record.imprint.date)).filter(|date| !date.is_empty());
        let number = |kind| {
            let mut all = record.identifiers.iter().filter(|one| one.kind == kind);
            all.next().map(|one| on_one_line(&one.value)).unwrap_or_default()
        };
        let isbns = record.identifiers.iter().filter(|i| i.kind == IdentifierKind::Isbn);
        let mut facts = Self {
            kind: Kind::Book,
            authors: people.authors,
            editors: people.editors,
            translators: people.translators,
            compilers: people.compilers,
            title: on_one_line(&record.title.proper),
            subtitle: told(&record.title.remainder),
            part: told(&record.title.part),
            responsibility: told(&record.title.responsibility),
            host: host.map(|host| on_one_line(&host.title)).unwrap_or_default(),
            edition: told(&record.edition),
            place: told(&record.imprint.place),
            publisher: told(&record.imprint.publisher),
            date: date.unwrap_or_else(|| year.clone()),
            year,
            extent: told(&record.extent),
            series: series.to_vec(),
            isbns: isbns.map(|isbn| on_one_line(&isbn.value)).collect(),
            issn: hyphened(&number(IdentifierKind::Issn)),
            doi: number(IdentifierKind::Doi),
            url: url(record),
            has_copies: !record.holdings.is_empty(),
            genre: String::new(),
            language: record.language().unwrap_or_default().to_owned(),
            whereabouts,
        };
        facts.kind = facts.kind_of(record);
        facts
    }

    /// Title and subtitle as one: `Title: subtitle. Part`.
    pub(crate) fn whole_title(&self) -> String {
        let mut whole = self.title.clone();
        for (joint, more) in [(": ", &self.subtitle), (". ", &self.part)] {
            if more.is_empty() {
                continue;
            }
            let is_stopped = whole.ends_with(['.', '!', '?', '…']);
            let joint = if is_stopped && joint == ". " { " " } else { joint };
            whole.push_str(if whole.is_empty() { "" } else { joint });
            whole.push_str(more);
        }
        whole
    }

    /// The address under which it is cited: none for what stands on a shelf.
    pub(crate) fn cited_url(&self) -> &str {
        if self.has_copies && self.kind != Kind::Website { "" } else { &self.url }
    }

    /// The pages in a book, where its extent begins with a number of them: `320 с.`
    pub(crate) fn page_count(&self) -> Option<&str> {
        counted(&self.extent, &["с", "p", "pages", "s", "стр", "c"])
    }

    /// The volumes of a set, where its extent says so: `4 т.`
    pub(crate) fn volume_count(&self) -> Option<&str> {
        counted(&self.extent, &["т", "v", "vol", "vols", "volumes", "bd", "кн"])
    }

    fn kind_of(&mut self, record: &Record) -> Kind {
        if let Some((genre, school)) = thesis(record) {
            self.genre = genre;
            if self.publisher.is_empty() {
                self.publisher = school;
            }
            return Kind::Thesis;
        }
        match record.material {
            Material::Book => Kind::Book,
            Material::Article if self.is_in_book() => Kind::Chapter,
            Material::Article => Kind::Article,
            Material::Serial => Kind::Periodical,
            Material::Map => Kind::Map,
            Material::Score => Kind::Score,
            Material::Music | Material::Audiobook => Kind::Recording,
            Material::Video => Kind::Film,
            Material::Image => Kind::Picture,
            Material::Electronic if !self.url.is_empty() => Kind::Website,
            Material::Manuscript => Kind::Manuscript,
            Material::Electronic | Material::Object | Material::Mixed => Kind::Other,
        }
    }

    /// A book's part says who published the book, and has no issue.
    fn is_in_book(&self) -> bool {
        let at = &self.whereabouts;
        let is_of_journal =
            !at.issue.is_empty() || !at.volume.is_empty() || !self.issn.is_empty();
        !self.host.is_empty() && !is_of_journal && !self.publisher.is_empty()
    }

    /// Whether it is in Russian, or in a language that its terms are given in Russian for.
    pub(crate) fn is_cyrillic(&self) -> bool {
        let is_cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
        match self.language.as_str() {
            "rus" | "ukr" | "bel" | "bul" | "tat" | "bak" | "srp" | "mac" | "kaz" => true,
            "" | "und" | "mul" => self.title.chars().any(is_cyrillic),
            _ => false,
        }
    }
}

/// Those who made it, by what they did.
#[derive(Default)]
struct People {
    authors: Vec<Name>,
    editors: Vec<Name>,
    translators: Vec<Name>,
    compilers: Vec<Name>,
}

impl People {
    fn of(record: &Record) -> Self {
        let mut people = Self::default();
        let begins =
            record.title.responsibility.as_deref().unwrap_or_default().to_lowercase();
        let is_edited = ["ред", "под ", "отв", "сост", "edited", "ed."]
            .iter()
            .any(|word| begins.trim_start_matches('[').starts_with(word));
        for creator in &record.creators {
            let name = Name::of(creator);
            if name.family.is_empty() {
                continue;
            }
            match part_in_it(creator, is_edited) {
                Some(Part::Author) => people.authors.push(name),
                Some(Part::Editor) => people.editors.push(name),
                Some(Part::Translator) => people.translators.push(name),
                Some(Part::Compiler) => people.compilers.push(name),
                None => {}
            }
        }
        people
    }
}

enum Part {
    Author,
    Editor,
    Translator,
    Compiler,
}

/// What somebody did, by MARC relator codes. Who is named without a role, and is no main entry,
/// wrote it too, unless the statement of responsibility begins with editors; bodies did not.
fn part_in_it(creator: &Creator, is_edited: bool) -> Option<Part> {
    let has =
        |codes: &[&str]| creator.roles.iter().any(|role| codes.contains(&role.as_str()));
    let author = [
        "aut",
        "cre",
        "dub",
        "cmp",
        "ctg",
        "art",
        "drt",
        "pht",
        "prf",
        "автор",
        "author",
    ];
    let is_person = creator.kind == CreatorKind::Person;
    if has(&author) {
        return Some(Part::Author);
    }
    if has(&["edt", "pbd", "red"]) {
        return Some(Part::Editor);
    }
    if has(&["trl"]) {
        return Some(Part::Translator);
    }
    if has(&["com"]) {
        return Some(Part::Compiler);
    }
    match (creator.roles.is_empty(), creator.main) {
        (true, true) => Some(Part::Author),
        (true, false) if is_person && is_edited => Some(Part::Editor),
        (true, false) if is_person => Some(Part::Author),
        _ => None,
    }
}

/// The host of an article is told as the first of its series.
fn host_and_series(record: &Record) -> (Option<&Series>, &[Series]) {
    match (record.material, record.series.split_first()) {
        (Material::Article, Some((host, series))) => (Some(host), series),
        _ => (None, &record.series),
    }
}

/// The address of the thing itself; that of another version only where the library has nothing
/// else of it.
fn url(record: &Record) -> String {
    let of_kind = |kind: LinkKind| {
        let mut safe = record.links.iter().filter(|link| is_safe_url(&link.url));
        safe.find(|link| link.kind == kind && link.url.starts_with("http"))
    };
    let version = || of_kind(LinkKind::Version).filter(|_| record.holdings.is_empty());
    of_kind(LinkKind::Resource)
        .or_else(version)
        .map(|link| link.url.clone())
        .unwrap_or_default()
}

/// The sort of thesis and where it was defended (MARC 502), where it is one.
fn thesis(record: &Record) -> Option<(String, String)> {
    let begins = |text: &str, word: &str| {
        let start: String =
            text.trim_start().chars().take(word.chars().count()).collect();
        start.to_lowercase() == word
    };
    let remainder = record.title.remainder.as_deref().unwrap_or_default();
    let words = ["диссертация", "дис.", "автореферат", "автореф."];
    if words.iter().any(|word| begins(remainder, word)) {
        return Some((String::new(), String::new()));
    }
    let words = ["thesis", "dissertation"];
    let note =
        record.notes.iter().find(|note| words.iter().any(|word| begins(note, word)))?;
    let note = on_one_line(note);
    let inside = note.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let genre = inside.map(|(degree, _)| degree.trim().to_owned()).unwrap_or_default();
    let school = note.split_once("--").map(|(_, rest)| rest).unwrap_or_default();
    let school = school.split([',', '.']).next().unwrap_or_default().trim();
    Some((genre, school.to_owned()))
}

/// An ISSN with its hyphen.
pub(crate) fn hyphened(issn: &str) -> String {
    match issn.split_at_checked(4) {
        Some((head, tail)) if !tail.is_empty() => format!("{head}-{tail}"),
        _ => issn.to_owned(),
    }
}

/// The number at the start of an extent, if one of these words follows it and nothing is added
/// up: `320 с.`, `XII, 320 p.` is none.
fn counted<'t>(extent: &'t str, words: &[&str]) -> Option<&'t str> {
    let end = extent.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = extent.split_at_checked(end)?;
    let rest = rest.trim_start();
    let word = rest.split(|c: char| !c.is_alphabetic()).next()?.to_lowercase();
    (!number.is_empty() && words.contains(&word.as_str())).then_some(number)
}
