//! A stream of text in any encoding as a stream of UTF-8. For formats whose places are not
//! counted in bytes: XML, CSV, JSON. ISO 2709 is decoded field by field (see `marc`).

use std::io::{self, Read};
use std::sync::{Arc, OnceLock};

use encoding_rs::Decoder;

use super::guess::{self, Claim};
use super::{Encoding, rs};
use crate::open::Bytes;

/// How many bytes are read at once.
const STEP: usize = 64 * 1024;

/// How many bytes beyond ASCII are enough to judge by.
const ENOUGH: usize = 64;

/// What the stream was found to be in, where that is not UTF-8; known when it was met.
pub(crate) type Note = Arc<OnceLock<Found>>;

/// An encoding, and what the file said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// What it is in.
    pub(crate) encoding: Encoding,
    /// What its XML declaration says.
    pub(crate) declared: Option<String>,
}

/// Reads UTF-8 out of what is in another encoding. As long as there is nothing but ASCII it
/// waits with its judgement; UTF-8 is passed on as it is, broken places and all.
pub(crate) struct Transcoded {
    inner: Bytes,
    raw: Vec<u8>,
    clean: Vec<u8>,
    at: usize,
    state: State,
    declared: Option<String>,
    note: Note,
    is_over: bool,
}

enum State {
    /// Nothing was read yet.
    New,
    /// Only ASCII so far.
    Ascii,
    /// UTF-8, to be passed on.
    Plain,
    /// Another encoding.
    Other(Box<Decoder>),
}

impl Transcoded {
    /// A stream of the text in `inner`, in `forced` where that is given.
    pub(crate) fn new(inner: Bytes, forced: Option<Encoding>) -> (Self, Note) {
        let note = Note::default();
        let state = match forced {
            Some(Encoding::Utf8 | Encoding::Marc8 | Encoding::Iso5426) => State::Plain,
            Some(other) => State::Other(Box::new(other.table().new_decoder())),
            None => State::New,
        };
        let transcoded = Self {
            inner,
            raw: Vec::new(),
            clean: Vec::new(),
            at: 0,
            state,
            declared: None,
            note: Arc::clone(&note),
            is_over: false,
        };
        (transcoded, note)
    }

    fn refill(&mut self) -> io::Result<()> {
        self.clean.clear();
        self.at = 0;
        while self.clean.is_empty() && !self.is_over {
            self.raw.clear();
            let length =
                (&mut self.inner).take(STEP as u64).read_to_end(&mut self.raw)?;
            self.is_over = length == 0;
            self.judge()?;
            self.pass();
        }
        Ok(())
    }

    /// Judges what was read, until the encoding is known.
    fn judge(&mut self) -> io::Result<()> {
        if matches!(self.state, State::New) {
            self.declared = declared(&self.raw);
            self.state = State::Ascii;
            if let Some(wide) = utf16(&self.raw) {
                self.settle(wide);
                return Ok(());
            }
        }
        if matches!(self.state, State::Ascii) && !self.raw.is_ascii() {
            self.read_more()?;
            self.settle(encoding_of(&self.raw, self.declared.as_deref()));
        }
        Ok(())
    }

    /// Reads a step more where there is little to judge by: the first character may be cut.
    fn read_more(&mut self) -> io::Result<()> {
        if self.raw.iter().filter(|byte| !byte.is_ascii()).count() < ENOUGH {
            (&mut self.inner).take(STEP as u64).read_to_end(&mut self.raw)?;
        }
        Ok(())
    }

    fn settle(&mut self, encoding: Encoding) {
        if encoding == Encoding::Utf8 {
            self.state = State::Plain;
            return;
        }
        self.state = State::Other(Box::new(encoding.table().new_decoder()));
        let declared = self.declared.clone();
        // It is settled once, so it is noted once.
        let _ = self.note.set(Found { encoding, declared });
    }

    /// Moves what was read to `clean`, decoded.
    fn pass(&mut self) {
        match &mut self.state {
            State::New | State::Ascii | State::Plain => {
                std::mem::swap(&mut self.raw, &mut self.clean);
            }
            State::Other(decoder) => {
                let room = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(0);
                self.clean.resize(room, 0);
                let is_last = self.is_over;
                let (_, _, written, _) =
                    decoder.decode_to_utf8(&self.raw, &mut self.clean, is_last);
                self.clean.truncate(written);
            }
        }
    }
}

impl Read for Transcoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.clean.len() {
            self.refill()?;
        }
        let length = self.clean.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at += length;
        Ok(length)
    }
}

/// UTF-16 by its byte order mark, or by the zero beside the first sign of XML or JSON.
fn utf16(head: &[u8]) -> Option<Encoding> {
    match head {
        [0xff, 0xfe, ..] | [b'<' | b'{', 0, ..] => Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] | [0, b'<' | b'{', ..] => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// The encoding that an XML declaration names (XML 1.0, 4.3.3).
fn declared(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head.get(..256).unwrap_or(head));
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let declaration = start.strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.split(['"', '\'']).nth(1)?;
    (!value.is_empty()).then(|| value.to_owned())
}

/// The encoding of text that is not all ASCII. What is valid UTF-8 is UTF-8, whatever the
/// declaration says; otherwise the declaration counts if it names another, and then the looks.
fn encoding_of(bytes: &[u8], declared: Option<&str>) -> Encoding {
    if guess::is_utf8(bytes) {
        return Encoding::Utf8;
    }
    let named = declared.and_then(named).filter(|named| *named != Encoding::Utf8);
    named.unwrap_or_else(|| guess::guess(bytes, Claim::Nothing))
}

fn named(name: &str) -> Option<Encoding> {
    let table = rs::Encoding::for_label(name.as_bytes());
    Encoding::named(name).or_else(|| {
        super::NAMES.iter().map(|(e, _)| *e).find(|e| table == Some(e.table()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], forced: Option<Encoding>) -> (String, Option<Found>) {
        let inner = Box::new(std::io::Cursor::new(bytes.to_vec()));
        let (mut stream, note) = Transcoded::new(inner, forced);
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        (text, note.get().cloned())
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn xml_in_the_encoding_that_it_declares() {
        let head = b"<?xml version='1.0' encoding='koi8-r'?><a>";
        let word = encoding_rs::KOI8_R.encode("Чайка").0;
        let (text, found) = read(&[head, word.as_ref(), b"</a>"].concat(), None);
        assert!(text.ends_with("<a>Чайка</a>"), "{text}");
        let found = found.unwrap();
        assert_eq!(found.encoding, Encoding::Koi8R);
        assert_eq!(found.declared.as_deref(), Some("koi8-r"));
    }

    #[test]
    fn utf_16_with_and_without_its_mark() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>Чайка</a>";
        assert_eq!(read(&wide(text), None).0, text);
        assert_eq!(read(&wide(&format!("\u{feff}{text}")), None).0, text);
    }

    #[test]
    fn text_that_says_nothing_is_judged_where_it_ceases_to_be_ascii() {
        let ascii = "x".repeat(3 * STEP);
        let rest = encoding_rs::WINDOWS_1251.encode(" Чехов, комедия").0;
        let (text, found) = read(&[ascii.as_bytes(), rest.as_ref()].concat(), None);
        assert!(text.ends_with(" Чехов, комедия"));
        assert_eq!(found.unwrap().encoding, Encoding::Windows1251);
    }

    #[test]
    fn utf_8_is_passed_on_even_if_another_is_declared() {
        let text = "<?xml version='1.0' encoding='windows-1251'?><a>Чайка</a>";
        assert_eq!(read(text.as_bytes(), None), (text.to_owned(), None));
    }

    #[test]
    fn what_is_forced_is_believed() {
        let word = encoding_rs::IBM866.encode("Чайка").0;
        assert_eq!(read(&word, Some(Encoding::Ibm866)).0, "Чайка");
    }
}
