//! Addresses with names in braces, for which what is known of a thing is put in.

use core::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::{Holding, IdentifierKind, Record};

/// The most signs of a value: a title of several hundred would make no sensible address.
const LONGEST: usize = 200;

/// An address with names in braces: `mailto:desk@library.example?subject={title}`.
///
/// What is put in is encoded as a part of an address (RFC 3986, 2.1), so that nothing in a
/// record can change where the address leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(pub String);

impl Template {
    /// The names that may stand in braces.
    pub const NAMES: [&str; 12] = [
        "id", "title", "author", "year", "isbn", "issn", "doi", "mark", "barcode",
        "branch", "place", "url",
    ];

    /// The address as the settings have it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names in braces, in their order; `None` where a brace is not closed.
    pub fn names(&self) -> Option<Vec<&str>> {
        let mut names = Vec::new();
        let mut rest = self.as_str();
        while let Some((_, behind)) = rest.split_once('{') {
            let (name, after) = behind.split_once('}')?;
            names.push(name);
            rest = after;
        }
        (!rest.contains('}')).then_some(names)
    }

    /// The address of a record, of one of its holdings where that counts, and of `url`, which
    /// stands for `{url}`. What is not known is left empty.
    pub fn filled(
        &self,
        record: &Record,
        holding: Option<&Holding>,
        url: &str,
    ) -> String {
        self.filled_with(|name| value(name, record, holding, url))
    }

    /// The address with what `value` gives for each name.
    pub fn filled_with(&self, value: impl Fn(&str) -> String) -> String {
        let mut address = String::new();
        let mut rest = self.as_str();
        while let Some((before, behind)) = rest.split_once('{') {
            let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
            address.push_str(before);
            encode(&mut address, &value(name));
            rest = after;
        }
        address.push_str(rest);
        address
    }
}

fn value(name: &str, record: &Record, holding: Option<&Holding>, url: &str) -> String {
    let number = |kind| {
        let mut numbers = record.identifiers.iter().filter(|number| number.kind == kind);
        numbers.next().map(|number| number.value.clone())
    };
    let text = match name {
        // Whole, whatever its length: a piece of an address leads elsewhere.
        "url" => return url.to_owned(),
        "id" => Some(record.id.clone()),
        "title" => Some(record.title.full()),
        "author" => record.creators.first().map(|creator| creator.name.clone()),
        "year" => record.year().map(|year| year.to_string()),
        "isbn" => number(IdentifierKind::Isbn),
        "issn" => number(IdentifierKind::Issn),
        "doi" => number(IdentifierKind::Doi),
        "mark" => holding.and_then(|h| h.call_number.as_ref()).map(|mark| mark.label()),
        "barcode" => holding.and_then(|h| h.items.iter().find_map(|i| i.barcode.clone())),
        "branch" => holding.map(|h| h.location.library.clone()),
        "place" => holding.and_then(|h| h.location.sublocation.clone()),
        _ => None,
    };
    text.unwrap_or_default().chars().take(LONGEST).collect()
}

/// Appends `text`, all but unreserved characters (RFC 3986, 2.3) as their bytes in hexadecimal.
pub(super) fn encode(address: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CallNumber, Identifier, Location, is_safe_url};

    fn record() -> Record {
        let mut record = Record { id: "c:17".into(), ..Record::default() };
        record.title.proper = "Война & мир".into();
        let value = "9780306406157".into();
        record.identifiers.push(Identifier { kind: IdentifierKind::Isbn, value });
        record
    }

    #[test]
    fn what_is_known_is_put_in_and_cannot_break_out() {
        let holding = Holding {
            location: Location { library: "C".into(), sublocation: Some("HRAN".into()) },
            call_number: Some(CallNumber {
                class: "94(47)".into(),
                ..CallNumber::default()
            }),
            ..Holding::default()
        };
        let template = Template(
            "mailto:desk@a.example?subject={title}&body={mark}%20{branch}/{place}{barcode}"
                .into(),
        );
        let address = template.filled(&record(), Some(&holding), "");
        assert_eq!(
            address,
            "mailto:desk@a.example?subject=%D0%92%D0%BE%D0%B9%D0%BD%D0%B0%20%26%20\
             %D0%BC%D0%B8%D1%80&body=94%2847%29%20C/HRAN"
        );
        assert!(is_safe_url(&address));
    }

    #[test]
    fn an_address_is_put_in_whole() {
        let template = Template("https://proxy.example/login?qurl={url}".into());
        let long = format!("https://a.example/?q={}", "x".repeat(300));
        let address = template.filled(&record(), None, &long);
        assert!(
            address
                .starts_with("https://proxy.example/login?qurl=https%3A%2F%2Fa.example")
        );
        assert!(address.ends_with("xxx") && address.len() > 320);
    }

    #[test]
    fn names_are_told_and_open_braces_refused() {
        let names =
            |text: &str| Template(text.into()).names().map(|names| names.join(" "));
        assert_eq!(names("https://a.example/{id}?{title}").unwrap(), "id title");
        assert_eq!(names("https://a.example/{id"), None);
        assert_eq!(names("https://a.example/id}"), None);
    }
}
