//! How a thing is written in the settings: its keys in the order in which new ones are written,
//! and a value for each that is not left out.

use bibliobus_catalog::{LocalName, NodeKind};
use toml_edit::Value;

use crate::settings::{Floor, Kiosk, Node, Passage, Shelf};

/// A value of the settings.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Datum {
    /// Words.
    Text(String),
    /// A number, which has at most one decimal.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// `true`.
    Yes,
    /// A name in two languages.
    Name(LocalName),
    /// What is written in TOML already.
    Written(String),
}

/// The keys of a thing with their values.
pub(super) type Fields = Vec<(&'static str, Option<Datum>)>;

impl Datum {
    /// The value in TOML.
    pub(super) fn toml(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Number(number) => in_tenths(*number),
            Self::Whole(number) => number.to_string(),
            Self::Yes => "true".to_owned(),
            Self::Name(name) => braced(&name_fields(name)),
            Self::Written(text) => text.clone(),
        }
    }
}

/// A text in quotation marks, as TOML wants it.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A number rounded to tenths, which is what plans are precise to; whole ones without a point.
fn in_tenths(number: f64) -> String {
    let tenths = (number * 10.0).round() as i64;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        _ => format!("{}", tenths as f64 / 10.0),
    }
}

/// A thing in braces, on one line.
pub(super) fn braced(fields: &Fields) -> String {
    let pairs = fields.iter().filter_map(|(key, datum)| {
        datum.as_ref().map(|datum| format!("{key} = {}", datum.toml()))
    });
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}

/// The two languages of a name.
pub(super) fn name_fields(name: &LocalName) -> Fields {
    vec![("ru", text(&name.ru)), ("en", text(&name.en))]
}

fn text(text: &str) -> Option<Datum> {
    (!text.is_empty()).then(|| Datum::Text(text.to_owned()))
}

fn name(name: &LocalName) -> Option<Datum> {
    (!name.is_empty()).then(|| Datum::Name(name.clone()))
}

/// What the settings write.
pub(super) trait Written {
    /// Its keys with their values.
    fn fields(&self) -> Fields;
}

impl Written for Floor {
    fn fields(&self) -> Fields {
        vec![
            ("code", text(&self.code)),
            ("branch", text(&self.branch)),
            ("level", Some(Datum::Whole(self.level.into()))),
            ("name", name(&self.name)),
            ("plan", self.plan.as_deref().and_then(text)),
        ]
    }
}

impl Written for Node {
    fn fields(&self) -> Fields {
        vec![
            ("id", text(&self.id)),
            ("x", Some(Datum::Number(self.x))),
            ("y", Some(Datum::Number(self.y))),
            ("kind", text(kind(self.kind))),
            ("name", name(&self.name)),
            ("shaft", text(&self.shaft)),
            ("facing", self.facing.map(|degrees| Datum::Whole(degrees.into()))),
        ]
    }
}

/// How a kind is written; nothing for the most common.
fn kind(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Corner => "",
        NodeKind::Entrance => "entrance",
        NodeKind::Door => "door",
        NodeKind::Desk => "desk",
        NodeKind::Lift => "lift",
        NodeKind::Stairs => "stairs",
    }
}

impl Written for Passage {
    fn fields(&self) -> Fields {
        let steps = self.steps.then_some(Datum::Yes);
        vec![("from", text(&self.from)), ("to", text(&self.to)), ("steps", steps)]
    }
}

impl Written for Shelf {
    fn fields(&self) -> Fields {
        vec![
            ("branch", text(&self.branch)),
            ("place", text(&self.place)),
            ("scheme", text(&self.scheme)),
            ("from", text(&self.from)),
            ("to", self.to.as_deref().and_then(text)),
            ("row", text(&self.row)),
            ("bay", text(&self.bay)),
            ("side", text(&self.side)),
            ("shelf", text(&self.shelf)),
            ("floor", text(&self.floor)),
            ("outline", text(&self.outline)),
            ("node", text(&self.node)),
        ]
    }
}

impl Written for Kiosk {
    fn fields(&self) -> Fields {
        vec![
            ("code", text(&self.code)),
            ("name", name(&self.name)),
            ("node", text(&self.node)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_people_write_them() {
        for (datum, toml) in [
            (Datum::Number(360.0), "360"),
            (Datum::Number(-0.04), "0"),
            (Datum::Number(12.34), "12.3"),
            (Datum::Text("84(2=411.2)6 Г".into()), "\"84(2=411.2)6 Г\""),
            (Datum::Yes, "true"),
        ] {
            assert_eq!(datum.toml(), toml);
        }
        let name = LocalName { ru: String::new(), en: "the desk".into() };
        assert_eq!(Datum::Name(name).toml(), "{ en = \"the desk\" }");
    }

    #[test]
    fn whatever_stands_in_a_text_is_read_back_from_its_quotation() {
        for text in ["a\"b", "a\\b", "it's", "'''", "\"\"\"", "«»", "#", "a'\"b"] {
            let toml = format!("a = {}", quoted(text));
            let read: toml::Table = toml.parse().unwrap();
            assert_eq!(read["a"].as_str(), Some(text), "{toml}");
        }
    }
}
