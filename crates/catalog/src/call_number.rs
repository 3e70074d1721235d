//! A call number: the mark on the spine, by which a thing is found on its shelf.
//! Not for class numbers that only describe (see `Class`).

use serde::{Deserialize, Serialize};

/// Whose rules a class or call number follows.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Scheme {
    /// Library of Congress Classification (852 first indicator 0; Koha `lcc`).
    Lcc,
    /// Dewey Decimal Classification (852 first indicator 1; Koha `ddc`).
    Ddc,
    /// Universal Decimal Classification (080; 852 $2 `udc`).
    Udc,
    /// Библиотечно-библиографическая классификация (084 $2 `rubbk`).
    Bbk,
    /// National Library of Medicine (852 first indicator 2).
    Nlm,
    /// Superintendent of Documents (086; 852 first indicator 3).
    SuDoc,
    /// A fixed place, size or accession number (852 first indicators 4 to 6).
    Fixed,
    /// A local or unknown scheme.
    #[default]
    Local,
}

/// The mark on the spine: a class, an item part, and how they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallNumber {
    /// Whose rules it files by.
    pub scheme: Scheme,
    /// The classification part (852 $h), with a prefix such as `REF` (852 $k) before it.
    pub class: String,
    /// The item part: author mark, cutter, year, volume (852 $i, $m).
    pub item: Option<String>,
}

impl CallNumber {
    /// The whole mark on one line, as on the spine: `94(47) Б 20`.
    pub fn label(&self) -> String {
        match &self.item {
            Some(item) => format!("{} {item}", self.class),
            None => self.class.clone(),
        }
    }

    /// A key that keeps neighbours on the shelf together: letters folded to upper case, whole
    /// numbers padded, everything else as written.
    ///
    /// It serves the order of records in an index. It is not yet the filing rule of any one
    /// scheme, and it is regrettable that decimals file as whole numbers.
    pub fn shelf_key(&self) -> String {
        let mut key = String::new();
        let mut digits = String::new();
        for c in self.label().chars().flat_map(char::to_uppercase).chain([' ']) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            if !digits.is_empty() {
                key.push_str(&format!("{digits:0>6}"));
                digits.clear();
            }
            key.push(c);
        }
        key.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(class: &str, item: Option<&str>) -> String {
        let item = item.map(str::to_owned);
        CallNumber { scheme: Scheme::Local, class: class.into(), item }.shelf_key()
    }

    #[test]
    fn the_label_joins_class_and_item() {
        let mark = CallNumber {
            scheme: Scheme::Udc,
            class: "94(47)".into(),
            item: Some("Б 20".into()),
        };
        assert_eq!(mark.label(), "94(47) Б 20");
    }

    #[test]
    fn volumes_file_as_numbers() {
        assert!(key("QA 76", Some("v.2")) < key("QA 76", Some("v.10")));
        assert!(key("QA 76", None) < key("qa 76", Some("v.1")));
    }
}
