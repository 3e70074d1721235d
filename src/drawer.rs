//! A drawer of the alphabetical catalogue: which list, and from which letters on. Not for what is
//! in it: that is the engine's.

use core::fmt;

use bibliobus_worker::{Beginning, Scan, ScanList};

use crate::Language;
use crate::address::{decoded, encoded, parameter};

/// How many entries one sees at first; "more" adds as many.
const PAGE: u32 = 50;
/// How many one list holds at most: by then another letter is nearer.
const LONGEST: u32 = 1000;

/// What the reader looks through: the part of an address behind `#/browse/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawer {
    /// The list.
    pub list: ScanList,
    /// What the first entry begins with; empty for the beginning of the list.
    pub start: String,
    /// How many entries are shown; zero for as many as usual.
    pub shown: u32,
}

impl Drawer {
    /// A list from its beginning on.
    pub fn of(list: ScanList) -> Self {
        Self { list, ..Self::default() }
    }

    /// The same list from these letters on.
    pub fn from(&self, start: impl Into<String>) -> Self {
        Self { start: start.into(), ..Self::of(self.list) }
    }

    /// The same with more entries; `None` where there are as many as one list holds.
    pub fn with_more(&self) -> Option<Self> {
        let shown = self.limit().saturating_add(PAGE);
        (shown <= LONGEST).then(|| Self { shown, ..self.clone() })
    }

    /// What to ask the engine.
    pub fn scan(&self) -> Scan {
        Scan { list: self.list, start: self.start.clone(), limit: self.limit() }
    }

    fn limit(&self) -> u32 {
        if self.shown == 0 { PAGE } else { self.shown.min(LONGEST) }
    }

    /// Reads what stands behind `#/browse/`, and what behind its `?`. `None` if there is no such
    /// list, or the letters make no sense.
    pub(crate) fn read(name: &str, query: &str) -> Option<Self> {
        let list = ScanList::parse(name)?;
        let start = decoded(parameter(query, "from").unwrap_or_default())?;
        let shown = parameter(query, "n").and_then(|n| n.parse().ok()).unwrap_or(0);
        Some(Self { list, start, shown })
    }
}

impl fmt::Display for Drawer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.list.name())?;
        let from =
            (!self.start.is_empty()).then(|| format!("from={}", encoded(&self.start)));
        let shown = (self.shown > 0).then(|| format!("n={}", self.shown));
        let parts: Vec<String> = from.into_iter().chain(shown).collect();
        if parts.is_empty() { Ok(()) } else { write!(f, "?{}", parts.join("&")) }
    }
}

/// The letters of a list in rows: one for each script, that of the reader's language first and
/// digits last.
pub fn alphabets(letters: &[Beginning], language: Language) -> Vec<Vec<Beginning>> {
    let mut rows: [Vec<Beginning>; 4] = Default::default();
    for letter in letters.iter().filter(|letter| letter.text.chars().count() == 1) {
        let own = Language::Ru == language;
        let row = match letter.text.chars().next() {
            Some('\u{400}'..='\u{52f}') => usize::from(!own),
            Some('a'..='z' | '\u{df}'..='\u{24f}') => usize::from(own),
            Some('0') => 3,
            _ => 2,
        };
        if let Some(row) = rows.get_mut(row) {
            row.push(letter.clone());
        }
    }
    rows.into_iter().filter(|row| !row.is_empty()).collect()
}

/// What is told apart within the letters where a list starts, by so many letters.
pub fn within(letters: &[Beginning], start: &str, count: usize) -> Vec<Beginning> {
    let before: String = start.chars().take(count - 1).collect();
    if before.chars().count() + 1 < count {
        return Vec::new();
    }
    let is_within = |letter: &&Beginning| {
        letter.text.chars().count() == count && letter.text.starts_with(&before)
    };
    letters.iter().filter(is_within).cloned().collect()
}

/// A beginning as one writes it: `Ар`.
pub fn written(beginning: &str) -> String {
    match beginning {
        "0" => "0–9".to_owned(),
        "一" => "漢字".to_owned(),
        _ => {
            let mut letters = beginning.chars();
            let first = letters.next().map(char::to_uppercase);
            first.into_iter().flatten().chain(letters).collect()
        }
    }
}
