//! What the reader asks for: words, and what narrows and orders what is found. Not for what
//! is found.

use core::fmt;

use bibliobus_worker::{Facet, Filter, Sort};

use crate::address::{decoded, encoded};

/// How many hits a page of results has; "more" adds as many.
const PAGE: u32 = 20;
/// How many hits one list holds at most. Nobody reads on so far, and the list stays quick.
const LONGEST: u32 = 500;
/// More filters than this were not chosen by a reader.
const MOST_FILTERS: usize = 60;

/// A question with all that makes it another one: the part of an address behind `?`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The words as typed.
    pub text: String,
    /// What hits are narrowed down to, in order and each once.
    pub filters: Vec<Filter>,
    /// The order of the hits.
    pub sort: Sort,
    /// Whether nothing in the words may be mended.
    pub as_typed: bool,
    /// How many hits are shown; zero for as many as usual.
    pub shown: u32,
}

impl Asked {
    /// Asks for every record, in this order.
    pub fn everything(sort: Sort) -> Self {
        Self { sort, ..Self::default() }
    }

    /// Asks for the records that have a value.
    pub fn with(facet: Facet, value: impl Into<String>) -> Self {
        let filter = Filter { facet, value: value.into(), is_excluded: false };
        Self { filters: vec![filter], ..Self::default() }
    }

    /// Whether nothing is asked: no words, nothing to narrow down to, no order.
    pub fn is_blank(&self) -> bool {
        !self.has_words() && self.filters.is_empty() && self.sort == Sort::default()
    }

    /// Whether there are words, and not only a list to look through.
    pub fn has_words(&self) -> bool {
        !self.text.trim().is_empty()
    }

    /// Asks for words, and nothing else.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Other words, from the first hit on. Filters and order stay while there are words, but the
    /// order of a list without words was not meant for what words find; that nothing may be
    /// mended was said of the words before.
    pub fn reword(&mut self, text: impl Into<String>) {
        let text = text.into();
        if self.text == text {
            return;
        }
        if text.trim().is_empty() {
            *self = Self::default();
        } else if !self.has_words() {
            self.sort = Sort::default();
        }
        (self.text, self.as_typed, self.shown) = (text, false, 0);
    }

    /// Takes a value if it is not taken, and lets it go if it is. A class that is taken stands
    /// for those within it, so that of several on one branch the last one counts.
    pub fn toggle(&mut self, facet: Facet, value: &str) {
        if self.take_out(facet, value).is_some() {
            return;
        }
        if facet == Facet::Class {
            self.filters.retain(|filter| {
                let is_kin = filter.value.starts_with(value)
                    || value.starts_with(filter.value.as_str());
                filter.facet != facet || !is_kin
            });
        }
        self.put(Filter { facet, value: value.to_owned(), is_excluded: false });
    }

    /// Turns "with this value" into "without it", and back.
    pub fn turn(&mut self, facet: Facet, value: &str) {
        if let Some(filter) = self.take_out(facet, value) {
            self.put(Filter { is_excluded: !filter.is_excluded, ..filter });
        }
    }

    /// Narrows the years down to a range, open where an end is `None`.
    pub fn within_years(&mut self, from: Option<i32>, to: Option<i32>) {
        self.filters.retain(|filter| filter.facet != Facet::Year);
        if from.is_none() && to.is_none() {
            return;
        }
        let end = |year: Option<i32>| year.map(|year| year.to_string());
        let (from, to) = (end(from).unwrap_or_default(), end(to).unwrap_or_default());
        let value = format!("{from}..{to}");
        self.put(Filter { facet: Facet::Year, value, is_excluded: false });
    }

    /// The years that hits are narrowed down to.
    pub fn years(&self) -> (Option<i32>, Option<i32>) {
        let is_range =
            |filter: &&Filter| filter.facet == Facet::Year && !filter.is_excluded;
        let range =
            self.filters.iter().find(is_range).map(|filter| filter.value.as_str());
        let range = range.unwrap_or_default();
        let (from, to) = range.split_once("..").unwrap_or((range, range));
        (from.parse().ok(), to.parse().ok())
    }

    /// Lets every filter go.
    pub fn clear(&mut self) {
        self.filters.clear();
    }

    /// Whether hits have to have this value.
    pub fn has(&self, facet: Facet, value: &str) -> bool {
        self.of(facet).any(|filter| filter.value == value && !filter.is_excluded)
    }

    /// The filters of a facet.
    pub fn of(&self, facet: Facet) -> impl Iterator<Item = &Filter> {
        self.filters.iter().filter(move |filter| filter.facet == facet)
    }

    /// How many hits to ask for.
    pub fn limit(&self) -> u32 {
        if self.shown == 0 { PAGE } else { self.shown.min(LONGEST) }
    }

    /// Shows more.
    pub fn more(&mut self) {
        self.shown = self.limit().saturating_add(PAGE).min(LONGEST);
    }

    /// Whether there may be more to show.
    pub fn may_have_more(&self) -> bool {
        self.limit() < LONGEST
    }

    /// Whether `next` asks the same words in another way, which is a step that "back" undoes.
    pub fn is_narrowed_to(&self, next: &Self) -> bool {
        let narrowing = |asked: &Self| (asked.sort, asked.as_typed);
        self.text == next.text
            && (self.filters != next.filters || narrowing(self) != narrowing(next))
    }

    fn take_out(&mut self, facet: Facet, value: &str) -> Option<Filter> {
        let is_it = |filter: &Filter| filter.facet == facet && filter.value == value;
        let at = self.filters.iter().position(is_it)?;
        Some(self.filters.remove(at))
    }

    fn put(&mut self, filter: Filter) {
        if self.filters.len() < MOST_FILTERS {
            self.filters.push(filter);
        }
        self.filters.sort_unstable();
        self.filters.dedup();
    }

    /// Reads what [`Display`](fmt::Display) wrote; `None` if an escape makes no sense.
    pub(crate) fn read(query: &str) -> Option<Self> {
        let mut asked = Self::default();
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            asked.take(key, decoded(&value.replace('+', " "))?);
        }
        Some(asked)
    }

    /// Takes a parameter; one that is not known is passed over.
    fn take(&mut self, key: &str, value: String) {
        let (name, is_excluded) = match key.strip_prefix("not-") {
            Some(name) => (name, true),
            None => (key, false),
        };
        match (name, Facet::parse(name)) {
            ("q", _) if self.text.is_empty() => self.text = value,
            ("n", _) => self.shown = value.parse().unwrap_or(0).min(LONGEST),
            ("sort", _) => self.sort = Sort::parse(&value).unwrap_or_default(),
            ("exact", _) => self.as_typed = value == "1",
            (_, Some(facet)) if !value.is_empty() => {
                self.put(Filter { facet, value, is_excluded });
            }
            _ => {}
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if self.has_words() {
            parts.push(format!("q={}", encoded(&self.text)));
        }
        for filter in &self.filters {
            let not = if filter.is_excluded { "not-" } else { "" };
            parts.push(format!(
                "{not}{}={}",
                filter.facet.name(),
                encoded(&filter.value)
            ));
        }
        if self.sort != Sort::default() {
            parts.push(format!("sort={}", self.sort.name()));
        }
        if self.as_typed {
            parts.push("exact=1".to_owned());
        }
        if self.shown > 0 {
            parts.push(format!("n={}", self.shown));
        }
        f.write_str(&parts.join("&"))
    }
}
