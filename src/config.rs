//! What the element's attributes ask for. Not for what the library says of itself: that comes
//! with its catalogue.

use bibliobus_catalog::is_safe_url;

use crate::Language;

/// The settings of one `<biblio-bus>`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The absolute address of the catalogue's folder, with a slash at its end.
    pub catalogue: String,
    /// The language of the interface.
    pub language: Language,
    /// Whether the address bar follows.
    pub routing: Routing,
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
    /// The page is ours: every state has an address after the `#`.
    Hash,
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
        let given = |name| attribute(name).map(|value| value.trim().to_owned());
        let mut catalogue = given("catalogue").unwrap_or_else(|| "catalogue/".to_owned());
        if !catalogue.ends_with('/') {
            catalogue.push('/');
        }
        let language = given("lang").or(page_language.map(str::to_owned));
        Self {
            catalogue: resolve(&catalogue).unwrap_or(catalogue),
            language: Language::of_tag(language.as_deref().unwrap_or_default()),
            routing: Routing::of_word(&given("routing").unwrap_or_default()),
            theme: Theme::of_word(&given("theme").unwrap_or_default()),
            examples: examples(&given("examples").unwrap_or_default()),
            keys: given("key").unwrap_or_default(),
            idle: idle(given("idle").as_deref(), given("kiosk").is_some()),
            home: given("home")
                .and_then(|address| resolve(&address))
                .filter(|address| is_safe_url(address)),
            public: given("public").and_then(|address| resolve(&address)),
            kiosk: given("kiosk").filter(|code| !code.is_empty()),
            shortcuts: match given("shortcuts").as_deref() {
                Some("off") => Shortcuts::Off,
                _ => Shortcuts::On,
            },
        }
    }

    /// Whether the screen is one that many share: nobody leaves anything on it, and nobody
    /// changes what is on it.
    pub fn is_shared(&self) -> bool {
        self.idle.is_some()
    }

    /// Whether the page is ours alone.
    pub fn is_alone(&self) -> bool {
        self.routing == Routing::Hash
    }
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
        if word == "hash" { Self::Hash } else { Self::None }
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
