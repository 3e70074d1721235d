//! A MARC record as its fields, before any of them means anything. Both readers, of ISO 2709
//! and of XML, fill one and the same, again and again, so that reading allocates nothing.

use std::borrow::Cow;
use std::fmt;

use memchr::memchr_iter;

use super::SUBFIELD;
use super::frames::{FIELD_END, RECORD_END};
use super::leader::Leader;
use crate::encoding::{Encoding, composed};
use crate::profile::Codes;
use crate::text;

/// The code of what stands before the first subfield, as IRBIS writes it.
pub(crate) const WHOLE: u8 = b'*';

/// The three characters that name a field; IRBIS has numbers of up to five digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tag([u8; 5]);

impl Tag {
    /// The tag in these bytes: three letters or digits (ISO 2709, 4.4.2.2).
    #[inline]
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        let [a, b, c]: [u8; 3] = bytes.try_into().ok()?;
        let is_tag = [a, b, c].iter().all(u8::is_ascii_alphanumeric);
        is_tag.then_some(Self([a, b, c, 0, 0]))
    }

    /// The tag for a number, in three digits at least.
    pub(crate) fn of_number(number: u16) -> Self {
        let mut tag = Self::default();
        for (place, byte) in tag.0.iter_mut().zip(format!("{number:03}").bytes()) {
            *place = byte;
        }
        tag
    }

    fn bytes(&self) -> &[u8] {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
        self.0.get(..end).unwrap_or_default()
    }

    /// The tag as a number; `None` for a local one such as `AVA`.
    #[inline]
    pub(crate) fn number(self) -> Option<u16> {
        if let [a, b, c, 0, 0] = self.0 {
            let are_digits = [a, b, c].iter().all(u8::is_ascii_digit);
            let [a, b, c] = [a, b, c].map(|digit| u16::from(digit.wrapping_sub(b'0')));
            return are_digits.then_some(a * 100 + b * 10 + c);
        }
        let digits = self.0.iter().take_while(|byte| **byte != 0);
        digits.into_iter().try_fold(0_u16, |sum, byte| {
            let digit = byte.is_ascii_digit().then(|| u16::from(byte - b'0'))?;
            sum.checked_mul(10)?.checked_add(digit)
        })
    }

    /// Whether such a field has no indicators and subfields (00X).
    pub(crate) fn is_control(self) -> bool {
        self.0.starts_with(b"00")
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.bytes()))
    }
}

/// The two indicators of a field.
pub(crate) type Indicators = [u8; 2];

/// A stretch of the record's text.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: usize,
    end: usize,
}

#[derive(Clone, Copy, Debug)]
struct FieldSpan {
    tag: Tag,
    /// The tag as a number, which is asked for more often than anything else.
    number: Option<u16>,
    indicators: Indicators,
    /// The text of a control field.
    text: Span,
    /// The subfields of a data field, by their numbers.
    subfields: Span,
}

#[derive(Clone, Copy, Debug)]
struct SubfieldSpan {
    code: u8,
    text: Span,
}

/// One record: leader and fields in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct MarcRecord {
    leader: Leader,
    text: String,
    fields: Vec<FieldSpan>,
    subfields: Vec<SubfieldSpan>,
    encoding: Encoding,
    bad_text: Option<Tag>,
    has_high_text: bool,
}

impl MarcRecord {
    /// Empties the record, gives it a leader, and says how its text is written.
    pub(crate) fn begin(&mut self, leader: Leader, encoding: Encoding) {
        self.leader = leader;
        self.encoding = encoding;
        self.text.clear();
        self.fields.clear();
        self.subfields.clear();
        self.bad_text = None;
        self.has_high_text = false;
    }

    /// Gives the record another leader; in XML it comes as an element of its own.
    pub(crate) fn set_leader(&mut self, leader: Leader) {
        self.leader = leader;
    }

    /// Adds a control field. Its bytes keep their places: they are counted.
    pub(crate) fn add_control(&mut self, tag: Tag, bytes: &[u8]) {
        let start = self.text.len();
        let text = self.decoded(tag, bytes);
        if text.bytes().all(|byte| byte >= b' ' && byte != 0x7f) {
            self.text.push_str(&text);
        } else {
            let signs = text.chars().map(|c| if c.is_ascii_control() { ' ' } else { c });
            self.text.extend(signs);
        }
        self.add(tag, *b"  ", Span { start, end: self.text.len() });
    }

    /// Adds a data field without subfields yet.
    pub(crate) fn add_data(&mut self, tag: Tag, indicators: Indicators) {
        self.add(tag, indicators, Span::default());
    }

    fn add(&mut self, tag: Tag, indicators: Indicators, text: Span) {
        let none = Span { start: self.subfields.len(), end: self.subfields.len() };
        let number = tag.number();
        self.fields.push(FieldSpan { tag, number, indicators, text, subfields: none });
    }

    /// Adds a subfield to the field added last.
    pub(crate) fn add_subfield(&mut self, code: u8, bytes: &[u8]) {
        let Some(tag) = self.fields.last().map(|field| field.tag) else { return };
        let start = self.text.len();
        let decoded = self.decoded(tag, bytes);
        self.text.push_str(&text::tidy(&decoded));
        self.subfields
            .push(SubfieldSpan { code, text: Span { start, end: self.text.len() } });
        if let Some(field) = self.fields.last_mut() {
            field.subfields.end = self.subfields.len();
        }
    }

    /// Adds a control field of plain text (see [`MarcRecord::plain`]).
    pub(crate) fn add_plain_control(&mut self, tag: Tag, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.add(tag, *b"  ", Span { start, end: self.text.len() });
    }

    /// The bytes of a record as text, if they are plain: nothing but printable ASCII and the signs
    /// of ISO 2709, in an encoding in which these stand for themselves.
    pub(crate) fn plain<'b>(&self, bytes: &'b [u8]) -> Option<&'b str> {
        let is_itself = self.encoding != Encoding::Marc8 && !self.encoding.is_wide();
        // Each test looks at all bytes, so that the compiler takes many at once.
        let is_odd = |byte: u8| !(FIELD_END..0x7f).contains(&byte);
        let inside = bytes.strip_suffix(&[RECORD_END]).unwrap_or(bytes);
        let count = || inside.iter().fold(0, |odd, byte| odd | u8::from(is_odd(*byte)));
        let is_plain = is_itself && count() == 0;
        is_plain.then(|| std::str::from_utf8(bytes).ok()).flatten()
    }

    /// Adds to the field added last its subfields, each begun by the sign for it and a code, out of
    /// plain text, if there is nothing to be tidied but blanks at the ends. Most need only be
    /// copied so, all at once. False if they do not.
    pub(crate) fn add_plain_subfields(&mut self, text: &str) -> bool {
        let subfields = text.as_bytes();
        if !has_single_blanks(subfields) {
            return false;
        }
        let first = self.text.len();
        self.text.push_str(text);
        let mut begin = 1;
        let ends = memchr_iter(SUBFIELD, subfields.get(1..).unwrap_or_default());
        for end in ends.map(|end| end + 1).chain([subfields.len()]) {
            if let (Some(code), Some(piece)) =
                (subfields.get(begin), subfields.get(begin + 1..end))
            {
                // There are no other blanks in it.
                let piece = piece.trim_ascii_end();
                let length = piece.trim_ascii_start().len();
                let end = first + begin + 1 + piece.len();
                let text = Span { start: end - length, end };
                self.subfields.push(SubfieldSpan { code: *code, text });
            }
            begin = end + 1;
        }
        if let Some(field) = self.fields.last_mut() {
            field.subfields.end = self.subfields.len();
        }
        true
    }

    /// The bytes as text, composed; what has no meaning in the record's encoding is replaced,
    /// and the first such field remembered.
    fn decoded<'b>(&mut self, tag: Tag, bytes: &'b [u8]) -> Cow<'b, str> {
        self.has_high_text |= !bytes.is_ascii();
        let (text, lost) = self.encoding.decode(bytes);
        if lost > 0 {
            self.bad_text = self.bad_text.or(Some(tag));
        }
        composed(text)
    }

    /// The leader.
    pub(crate) fn leader(&self) -> &Leader {
        &self.leader
    }

    /// The first field with bytes that have no meaning in the record's encoding.
    pub(crate) fn bad_text(&self) -> Option<Tag> {
        self.bad_text
    }

    /// Whether there is text beyond ASCII.
    pub(crate) fn has_high_text(&self) -> bool {
        self.has_high_text
    }

    /// Whether the record has no fields.
    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The fields in the order of the file.
    pub(crate) fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        self.fields.iter().map(|span| Field { record: self, span })
    }

    /// The fields with this number.
    pub(crate) fn tagged(&self, number: u16) -> impl Iterator<Item = Field<'_>> {
        let spans = self.fields.iter().filter(move |span| span.number == Some(number));
        spans.map(|span| Field { record: self, span })
    }

    /// The text of the first control field with this number.
    pub(crate) fn control(&self, number: u16) -> Option<&str> {
        self.tagged(number).next().map(|field| field.text())
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

/// Whether no blank follows another.
fn has_single_blanks(text: &[u8]) -> bool {
    text::gaps(text) == 0
}

/// One field of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'r> {
    record: &'r MarcRecord,
    span: &'r FieldSpan,
}

impl<'r> Field<'r> {
    /// Its tag.
    pub(crate) fn tag(&self) -> Tag {
        self.span.tag
    }

    /// Its tag as a number.
    pub(crate) fn number(&self) -> Option<u16> {
        self.span.number
    }

    /// The first indicator.
    pub(crate) fn first_indicator(&self) -> u8 {
        self.span.indicators[0]
    }

    /// The second indicator.
    pub(crate) fn second_indicator(&self) -> u8 {
        self.span.indicators[1]
    }

    /// The text of a control field.
    pub(crate) fn text(&self) -> &'r str {
        self.record.slice(self.span.text)
    }

    /// The subfields that have text, with their codes.
    pub(crate) fn subfields(&self) -> impl Iterator<Item = (u8, &'r str)> + use<'r> {
        let record = self.record;
        let span = self.span.subfields;
        let subfields = record.subfields.get(span.start..span.end).unwrap_or_default();
        let with_text = subfields.iter().map(|s| (s.code, record.slice(s.text)));
        with_text.filter(|(_, text)| !text.is_empty())
    }

    /// The texts of the subfields with one of these codes, in the order of the field. `*` is
    /// the text of a field without subfields.
    pub(crate) fn all<'c>(
        &self,
        codes: &'c Codes,
    ) -> impl Iterator<Item = &'r str> + use<'r, 'c> {
        let control = self.text();
        let control = (!control.is_empty() && codes.has(WHOLE)).then_some(control);
        let subfields = self.subfields().filter(|(code, _)| codes.has(*code));
        control.into_iter().chain(subfields.map(|(_, text)| text))
    }

    /// The text of a field without subfields, or what stands before the first of them.
    pub(crate) fn whole(&self) -> &'r str {
        match self.text() {
            "" => self.first(WHOLE).unwrap_or_default(),
            text => text,
        }
    }

    /// The text of the first subfield with this code.
    pub(crate) fn first(&self, code: u8) -> Option<&'r str> {
        self.subfields().find(|(c, _)| *c == code).map(|(_, text)| text)
    }

    /// The texts of the subfields with one of these codes, joined by blanks.
    pub(crate) fn joined(&self, codes: &Codes) -> Option<String> {
        text::joined(self.all(codes), " ")
    }

    /// The name of the field, or of one of its subfields, for a finding: `245$a`.
    pub(crate) fn name(&self, code: Option<u8>) -> String {
        match code {
            Some(code) => format!("{}${}", self.tag(), char::from(code)),
            None => self.tag().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(encoding: Encoding) -> MarcRecord {
        let mut record = MarcRecord::default();
        record.begin(Leader::default(), encoding);
        record.add_data(Tag::of_number(245), *b"  ");
        record
    }

    fn subfields(record: &MarcRecord) -> Vec<(u8, String)> {
        let fields = record.fields().flat_map(|field| field.subfields());
        fields.map(|(code, text)| (code, text.to_owned())).collect()
    }

    proptest! {
        #[test]
        fn plain_subfields_are_copied_as_they_would_be_decoded(
            text in "[a-c #&x;\u{1f}\t\u{e9}]{0,24}",
        ) {
            for encoding in [Encoding::Utf8, Encoding::Marc8, Encoding::Iso5426] {
                let bytes = format!("\u{1f}{text}").into_bytes();
                let (mut plain, mut decoded) = (record(encoding), record(encoding));
                for piece in bytes.split(|byte| *byte == SUBFIELD) {
                    if let Some((code, text)) = piece.split_first() {
                        decoded.add_subfield(*code, text);
                    }
                }
                let is_plain = plain.plain(&bytes).is_some();
                prop_assert_eq!(is_plain, encoding != Encoding::Marc8
                    && !text.contains(['\t', '\u{e9}']));
                if plain.plain(&bytes).is_some_and(|text| plain.add_plain_subfields(text)) {
                    prop_assert_eq!(subfields(&plain), subfields(&decoded));
                } else {
                    prop_assert!(subfields(&plain).is_empty());
                }
            }
        }
    }
}
