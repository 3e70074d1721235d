//! What the element's attributes ask for. Not for what the library says of itself: that comes
//! with its catalogue.

use bibliobus_catalog::is_safe_url;

use crate::bar::is_name;
use crate::{Bar, Language, encoded};

/// The settings of one `<biblio-bus>`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The absolute address of the catalogue's folder, with a slash at its end.
    pub catalogue: String,
    /// The language of the interface.
    pub language: Language,
    /// Whether the address bar follows, and where.
    pub bar: Bar,
    /// What the search is called among the landmarks of the page, where there are several.
    pub label: Option<String>,
    /// Where the results are shown, if not here: then there is a search box alone.
    pub elsewhere: Option<Elsewhere>,
    /// Light, dark, or as the reader's device says.
    pub theme: Theme,
    /// Searches to begin with.
    pub examples: Vec<String>,
    /// Whether `/` goes to the search box (WCAG 2.1.4: it can be switched off).
    pub shortcuts: Shortcuts,
    /// The public keys that the catalogue has to be signed with, blanks between them; empty if
    /// whatever comes is taken.
    pub keys: String,
    /// The kiosk that the screen is, by its code in the library's settings.
    pub kiosk: Option<String>,
    /// The branch whose shelves are near, by its code in the records.
    pub branch: Option<String>,
    /// The library's own site, which readers are led to where the search cannot be had.
    pub home: Option<String>,
    /// The address at which readers' own devices find this page, where it is another one.
    pub public: Option<String>,
    /// After how many seconds without a touch everything of the last reader is forgotten.
    pub idle: Option<u32>,
}

/// Whether single keys do something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shortcuts {
    /// They do where the element has the page to itself.
    #[default]
    On,
    /// They never do.
    Off,
}

/// Whether the element may change the page's address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Routing {
    /// The page belongs to someone else: its address, title and history stay as they are.
    #[default]
    None,
    /// Every state has an address after the `#`.
    Hash,
    /// Every state has an address that the host answers with the same page.
    Path,
}

/// The page on which the results of a search box are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its absolute address; `{q}` in it is where the words go.
    pub href: String,
    /// The window or frame in which it opens.
    pub target: String,
}

impl Elsewhere {
    /// The address at which `place`, such as `#/?q=words`, is shown, or what is found for `text`
    /// where the page takes nothing but words.
    pub fn address(&self, place: &str, text: &str) -> String {
        // Browsers escape braces in what was resolved.
        for gap in ["{q}", "%7Bq%7D"] {
            if self.href.contains(gap) {
                return self.href.replace(gap, &encoded(text));
            }
        }
        format!("{}{place}", self.href.split('#').next().unwrap_or_default())
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's device says.
    #[default]
    Auto,
    /// Ink on paper.
    Light,
    /// Paper on ink-blue.
    Dark,
}

impl Config {
    /// Reads the attributes through `attribute`. What is missing or unknown takes its default:
    /// `lang` falls back to `page_language`, and `catalogue` to `catalogue/`.
    ///
    /// `resolve` makes an address absolute; one that cannot be resolved is kept as written,
    /// and opening it will say what is wrong.
    pub fn read(
        attribute: impl Fn(&str) -> Option<String>,
        page_language: Option<&str>,
        resolve: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let given = |name: &str| attribute(name).map(|value| value.trim().to_owned());
        let mut catalogue = given("catalogue").unwrap_or_else(|| "catalogue/".to_owned());
        if !catalogue.ends_with('/') {
            catalogue.push('/');
        }
        let catalogue = resolve(&catalogue).unwrap_or(catalogue);
        let language = given("lang").or(page_language.map(str::to_owned));
        Self {
            language: Language::of_tag(language.as_deref().unwrap_or_default()),
            bar: bar(given),
            label: given("label").filter(|label| !label.is_empty()),
            elsewhere: elsewhere(given, &catalogue, &resolve),
            theme: Theme::of_word(&given("theme").unwrap_or_default()),
            examples: examples(&given("examples").unwrap_or_default()),
            keys: given("key").unwrap_or_default(),
            idle: idle(given("idle").as_deref(), given("kiosk").is_some()),
            home: given("home")
                .and_then(|address| resolve(&address))
                .filter(|address| is_safe_url(address)),
            public: given("public").and_then(|address| resolve(&address)),
            kiosk: given("kiosk").filter(|code| !code.is_empty()),
            branch: given("branch").filter(|code| !code.is_empty()),
            shortcuts: match given("shortcuts").as_deref() {
                Some("off") => Shortcuts::Off,
                _ => Shortcuts::On,
            },
            catalogue,
        }
    }

    /// Whether the screen is one that many share: nobody leaves anything on it, and nobody
    /// changes what is on it.
    pub fn is_shared(&self) -> bool {
        self.idle.is_some()
    }

    /// Whether the page is ours alone: its title, its keys, and who looks for facts in it.
    pub fn is_alone(&self) -> bool {
        self.has_addresses() && self.bar.name.is_empty()
    }

    /// Whether states have addresses, so that what leads to them may be a link.
    pub fn has_addresses(&self) -> bool {
        self.bar.routing != Routing::None
    }
}

/// Where states have their addresses.
fn bar(given: impl Fn(&str) -> Option<String>) -> Bar {
    let word = given("routing").filter(|_| given("view").as_deref() != Some("search"));
    let routing = Routing::of_word(&word.unwrap_or_default());
    let name = given("name").filter(|name| is_name(name) && routing == Routing::Hash);
    let base = given("base").unwrap_or_default();
    let base = match base.trim_matches('/') {
        "" => "/".to_owned(),
        inside => format!("/{inside}/"),
    };
    Bar { routing, name: name.unwrap_or_default(), base }
}

/// Where a search box leads: by itself to the page beside its catalogue.
fn elsewhere(
    given: impl Fn(&str) -> Option<String>,
    catalogue: &str,
    resolve: impl Fn(&str) -> Option<String>,
) -> Option<Elsewhere> {
    if given("view").as_deref() != Some("search") {
        return None;
    }
    let beside = || format!("{catalogue}../");
    let href = given("href").and_then(|href| resolve(&href));
    let href = href.filter(|href| is_safe_url(href)).or_else(|| resolve(&beside()))?;
    let target = given("target").filter(|target| !target.is_empty());
    Some(Elsewhere { href, target: target.unwrap_or_else(|| "_self".to_owned()) })
}

/// How long a screen that many share waits for its reader, in seconds, where nothing else is
/// said: two minutes are longer than one reads a page without touching it.
const USUAL_IDLE: u32 = 120;

/// The seconds of the attribute, at least 30; none for `off`, and for a device of one's own.
fn idle(given: Option<&str>, is_kiosk: bool) -> Option<u32> {
    match given {
        Some("off") => None,
        Some(seconds) => Some(seconds.parse().unwrap_or(USUAL_IDLE).max(30)),
        None => is_kiosk.then_some(USUAL_IDLE),
    }
}

/// A list with semicolons between its entries.
fn examples(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

impl Routing {
    fn of_word(word: &str) -> Self {
        match word {
            "hash" => Self::Hash,
            "path" => Self::Path,
            _ => Self::None,
        }
    }
}

impl Theme {
    /// The theme for an attribute's value.
    pub fn of_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// The value of the attribute.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}
