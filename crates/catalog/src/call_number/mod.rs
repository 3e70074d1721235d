//! A call number: the mark on the spine, by which a thing is found on its shelf.
//! Not for class numbers that only describe (see `Class`).

mod bbk;
mod dewey;
mod guess;
mod key;
mod local;
mod plain;
mod script;
mod sudoc;
mod topical;
mod udc;

use serde::{Deserialize, Serialize};

pub use local::{LocalScheme, Part};

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

impl Scheme {
    /// Every scheme, in the order in which their marks file among each other.
    pub const ALL: [Self; 8] = [
        Self::Bbk,
        Self::Udc,
        Self::Ddc,
        Self::Lcc,
        Self::Nlm,
        Self::SuDoc,
        Self::Local,
        Self::Fixed,
    ];

    /// Its code in settings, addresses and facets: `udc`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lcc => "lcc",
            Self::Ddc => "ddc",
            Self::Udc => "udc",
            Self::Bbk => "bbk",
            Self::Nlm => "nlm",
            Self::SuDoc => "sudoc",
            Self::Fixed => "fixed",
            Self::Local => "local",
        }
    }

    /// The scheme with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.code() == code)
    }
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

    /// The mark as its scheme understands it: the scheme itself, told by the look of the mark
    /// where it is not known, and the key by which it files among marks of that scheme.
    /// `None` where the mark cannot be read by the rules of its scheme, as `б/н`.
    pub fn read(&self) -> Option<(Scheme, String)> {
        let label = self.label();
        let scheme = match self.scheme {
            Scheme::Local => guess::scheme(&label).unwrap_or(Scheme::Local),
            known => known,
        };
        let key = match scheme {
            Scheme::Lcc | Scheme::Nlm => topical::key(&label),
            Scheme::Ddc => dewey::key(&label),
            Scheme::Udc => udc::key(&label),
            Scheme::Bbk => bbk::key(&label),
            Scheme::SuDoc => sudoc::key(&label),
            Scheme::Fixed | Scheme::Local => plain::key(&label),
        };
        Some((scheme, key?))
    }

    /// The key that puts marks into the order of the shelf: compared as bytes, `a < b` where
    /// `a` stands before `b`. Marks of different schemes stand apart; one that its scheme
    /// cannot read files behind those that it can, by letters and whole numbers.
    ///
    /// ```
    /// use bibliobus_catalog::{CallNumber, Scheme};
    ///
    /// let udc = |class: &str| {
    ///     CallNumber { scheme: Scheme::Udc, class: class.into(), item: None }.shelf_key()
    /// };
    /// assert!(udc("59+63") < udc("59") && udc("59") < udc("59:63"));
    /// assert!(udc("59-05") < udc("59.084") && udc("59.084") < udc("591"));
    /// ```
    pub fn shelf_key(&self) -> String {
        let place = |scheme: Scheme| {
            let at = Scheme::ALL.into_iter().position(|other| other == scheme);
            char::from(b'a' + at.unwrap_or_default() as u8)
        };
        match self.read() {
            Some((scheme, key)) => format!("{}{key}", place(scheme)),
            None => {
                let rest = plain::key(&self.label()).unwrap_or_default();
                format!("{}~{rest}", place(self.scheme))
            }
        }
    }

    /// Whether two marks are one, however they were typed: spaces, dots, hyphens and case do
    /// not count, and letters that look alike in Latin and Cyrillic are the same.
    pub fn is_same(&self, other: &Self) -> bool {
        script::squeezed(&self.label()) == script::squeezed(&other.label())
    }
}

pub use script::look_alike;

#[cfg(test)]
mod tests;
