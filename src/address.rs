//! Where the reader is, as the address bar says it. Not for addresses of files.

use core::{fmt, str::FromStr};

use bibliobus_catalog::RecordId;

use crate::{Asked, Drawer, Language};

/// A state of the app that has an address of its own: the part after `#` in the address bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Address {
    /// The first page: `#/`.
    #[default]
    Start,
    /// What was found: `#/?q=words`, with `&language=rus&not-material=map` where it is narrowed
    /// down, `&sort=newest`, `&exact=1` where nothing in the words may be mended, and `&n=30`
    /// once more than the first hits are shown. Without words it is a list to look through:
    /// `#/?class=udc:5`, `#/?sort=added`.
    Results(Asked),
    /// One record: `#/record/ID`.
    Record(RecordId),
    /// What there is to look through: `#/browse`.
    Browse,
    /// A list from A to Z: `#/browse/creators`, with `?from=то` where it does not start at its
    /// beginning, and `&n=100` once more is shown.
    Drawer(Drawer),
    /// What is on the device: `#/device`.
    Device,
    /// How to use all of this: `#/help`.
    Help,
    /// The reader's list: `#/list`; or one that somebody handed over: `#/list?of=17&of=42`.
    List(Vec<RecordId>),
}

/// How many things a list has that is handed over by an address. Longer ones are cut.
const LONGEST_LIST: usize = 500;

impl Address {
    /// What is found for words, as they are found at first.
    pub fn of_words(text: impl Into<String>) -> Self {
        Self::Results(Asked::new(text))
    }

    /// Whether going from here to `next` is a step that "back" should undo. Typing on is not:
    /// it replaces the address of the letters before.
    pub fn is_left_for(&self, next: &Self) -> bool {
        match (self, next) {
            (Self::Start | Self::Results(_), Self::Start) => false,
            (Self::Results(from), Self::Results(to)) => from.is_narrowed_to(to),
            (Self::Drawer(from), Self::Drawer(to)) => {
                (from.list, &from.start) != (to.list, &to.start)
            }
            (from, to) => from != to,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("#/"),
            Self::Results(asked) => write!(f, "#/?{asked}"),
            Self::Record(id) => write!(f, "#/record/{}", encoded(id)),
            Self::Browse => f.write_str("#/browse"),
            Self::Drawer(drawer) => write!(f, "#/browse/{drawer}"),
            Self::Device => f.write_str("#/device"),
            Self::Help => f.write_str("#/help"),
            Self::List(ids) => {
                f.write_str("#/list")?;
                for (at, id) in ids.iter().enumerate() {
                    let joint = if at == 0 { '?' } else { '&' };
                    write!(f, "{joint}of={}", encoded(id))?;
                }
                Ok(())
            }
        }
    }
}

impl FromStr for Address {
    type Err = AddressError;

    /// Reads what comes after the page's own address, with or without the `#`. Parameters that
    /// are not known are passed over, so that an address may be added to later.
    fn from_str(hash: &str) -> Result<Self, AddressError> {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        if let Some(id) = path.strip_prefix("/record/") {
            let id = decoded(id).filter(|id| !id.is_empty()).ok_or(AddressError)?;
            return Ok(Self::Record(id));
        }
        if let Some(name) = path.strip_prefix("/browse/") {
            return Drawer::read(name, query).map(Self::Drawer).ok_or(AddressError);
        }
        match path {
            "/device" => Ok(Self::Device),
            "/help" => Ok(Self::Help),
            "/browse" => Ok(Self::Browse),
            "/list" => Ok(Self::List(listed(query))),
            "" | "/" => {
                let asked = Asked::read(query).ok_or(AddressError)?;
                Ok(if asked.is_blank() { Self::Start } else { Self::Results(asked) })
            }
            _ => Err(AddressError),
        }
    }
}

impl Address {
    /// The address with the reader's own choice of language, where there is one.
    pub fn in_language(&self, choice: Option<Language>) -> String {
        let address = self.to_string();
        let Some(language) = choice else { return address };
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}lang={}", language.tag())
    }
}

/// The records of a list that was handed over, each once.
fn listed(query: &str) -> Vec<RecordId> {
    let ids = query.split('&').filter_map(|pair| decoded(pair.strip_prefix("of=")?));
    let mut all: Vec<RecordId> = Vec::new();
    for id in ids.filter(|id| !id.is_empty()) {
        if !all.contains(&id) && all.len() < LONGEST_LIST {
            all.push(id);
        }
    }
    all
}

/// The language that the reader chose, as [`Address::in_language`] wrote it.
pub(crate) fn chosen_language(hash: &str) -> Option<Language> {
    let (_, query) = hash.split_once('?')?;
    parameter(query, "lang").map(Language::of_tag)
}

/// The address after `#` is none of ours. Show the first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressError;

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an address such as #/, #/?q=words or #/record/42")
    }
}

impl core::error::Error for AddressError {}

/// The value of a parameter in `query`, still encoded.
pub(crate) fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
}

/// `text` with every sign escaped that means something in an address. Letters of all scripts
/// stay readable; browsers escape them where they must.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let plain =
            c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | ':' | ',' | '!');
        if plain {
            out.push(c);
        } else {
            let mut buffer = [0; 4];
            let bytes = c.encode_utf8(&mut buffer).bytes();
            out.extend(bytes.flat_map(|byte| ['%', hex(byte >> 4), hex(byte & 15)]));
        }
    }
    out
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

/// `text` with its escapes undone, or `None` if they do not make sense.
pub fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let (byte, tail) = match first {
            b'%' => (escape(tail)?, tail.get(2..)?),
            other => (other, tail),
        };
        bytes.push(byte);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}

fn escape(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}
