//! An element with all that stands in it, for one record at a time.

use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};

/// An element; names are without their prefixes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn new(start: &BytesStart<'_>) -> Self {
        let mut attributes = start.attributes();
        let attribute = |found: quick_xml::events::attributes::Attribute<'_>| {
            let name = found.key.local_name().as_ref().to_owned();
            let value = unescape(&found.value).map(|text| text.into_owned());
            (name, value.unwrap_or_default())
        };
        Self {
            name: start.local_name().as_ref().to_owned(),
            attributes: attributes
                .with_checks(false)
                .flatten()
                .take(MOST_ATTRIBUTES)
                .map(attribute)
                .collect(),
            ..Self::default()
        }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The value of an attribute; empty if it is not there.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let mut found = self.attributes.iter().filter(|(n, _)| n == name);
        found.next().map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// Its own text, without that of its children, with single blanks.
    pub(crate) fn text(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text of it and of all below, one after the other.
    pub(crate) fn text_below(&self) -> String {
        let mut text = self.text();
        for child in &self.children {
            let below = child.text_below();
            if !below.is_empty() {
                text.push_str(if text.is_empty() { "" } else { " " });
                text.push_str(&below);
            }
        }
        text
    }

    /// Its children.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        self.children.iter()
    }

    /// The children of this name.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of this name.
    pub(crate) fn first(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of this name; empty if there is none.
    pub(crate) fn text_of(&self, name: &str) -> String {
        self.first(name).map(Self::text).unwrap_or_default()
    }

    /// The texts of the children of this name that have any.
    pub(crate) fn texts_of(&self, name: &str) -> Vec<String> {
        let texts = self.children.iter().filter(|child| child.name == name);
        texts.map(Self::text).filter(|text| !text.is_empty()).collect()
    }

    /// The first element of this name, it itself or below.
    pub(crate) fn find(&self, name: &str) -> Option<&Self> {
        if self.name == name {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(name))
    }
}

/// The most elements that a record may have, and the most attributes of an element: the bytes
/// of a record are bounded, but an element takes more memory than `<a/>`.
const MOST_ELEMENTS: usize = 50_000;
const MOST_ATTRIBUTES: usize = 64;

/// The elements that are open, the outermost first.
#[derive(Debug, Default)]
pub(super) struct Tree {
    open: Vec<Element>,
    count: usize,
}

impl Tree {
    /// Whether none is open.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// An element begins.
    pub(super) fn open(&mut self, start: &BytesStart<'_>) {
        self.count = if self.open.is_empty() { 1 } else { self.count + 1 };
        self.open.push(Element::new(start));
    }

    /// The innermost element ends; the outermost is given away.
    pub(super) fn close(&mut self) -> Option<Element> {
        let element = self.open.pop()?;
        match self.open.last_mut() {
            Some(parent) => {
                if self.count <= MOST_ELEMENTS {
                    parent.children.push(element);
                }
                None
            }
            None => Some(element),
        }
    }

    /// All elements end.
    pub(super) fn close_all(&mut self) -> Option<Element> {
        while self.open.len() > 1 {
            self.close();
        }
        self.close()
    }

    /// Text goes to the innermost element. An entity that XML itself does not know stays as it
    /// is written.
    pub(super) fn add(&mut self, event: &Event<'_>) {
        let Some(element) = self.open.last_mut() else { return };
        match event {
            Event::Text(text) => element.text.push_str(text),
            Event::CData(text) => element.text.push_str(text),
            Event::GeneralRef(reference) => {
                let name: &str = reference;
                match (reference.resolve_char_ref(), resolve_xml_entity(name)) {
                    (Ok(Some(c)), _) => element.text.push(c),
                    (_, Some(text)) => element.text.push_str(text),
                    _ => element.text.push_str(&format!("&{name};")),
                }
            }
            _ => {}
        }
    }
}
