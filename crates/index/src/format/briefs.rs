//! Brief records as they lie on disk: a few of them in a block, coded field by field.
//!
//! A field is coded as it differs from the same field of the record before, because neighbours
//! in the file are neighbours on the shelf; what is left is coded by a model of texts that has
//! read some records of the collection already. That sample lies in the root.

use bibliobus_catalog::{Location, Picture};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    bytes::{Broken, Reader, put_number},
    coder::{Bit, Coder, Decoder, Encoder, Numbers},
    text::{COLUMNS, Text},
};
use crate::{Brief, BriefWay};

/// No block has more records than this, and no field more bytes.
const MAX_BRIEFS: usize = 4096;
const MAX_FIELD: usize = 1 << 16;

/// Fields, by the number under which the model knows them.
#[derive(Clone, Copy)]
enum Column {
    Id,
    Title,
    OriginalTitle,
    Creator,
    Edition,
    Language,
    Material,
    Url,
    Terms,
    Branch,
    Place,
    PlaceAccess,
    CallNumber,
    Status,
}

/// Numbers of a record.
#[derive(Clone, Copy)]
enum Count {
    Shared,
    Creators = Count::Shared as isize + COLUMNS as isize,
    YearUp,
    YearDown,
    Ways,
    MoreWays,
    Nonfiling,
    Cover,
    All,
}

/// What is known of the records before.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    text: Text,
    numbers: Numbers,
    flags: Vec<Bit>,
    before: Vec<Vec<u8>>,
    year: i16,
    /// Whether records say of pictures of their covers.
    has_covers: bool,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            text: Text::new(17),
            numbers: Numbers::new(Count::All as usize),
            flags: vec![Bit::default(); COLUMNS * 2],
            before: vec![Vec::new(); COLUMNS],
            year: 0,
            has_covers: false,
        }
    }
}

impl Model {
    /// A model that has read `sample`, and the sample as bytes; for records with pictures of their
    /// covers or without.
    pub(crate) fn learn(sample: &[Brief], has_covers: bool) -> (Self, Vec<u8>) {
        let bytes = Self { has_covers, ..Self::default() }.put(sample);
        let model = Self::read(&bytes, has_covers).unwrap_or_default();
        (model, bytes)
    }

    /// A model that has read the sample in `bytes`, which was learned with `has_covers`.
    pub(crate) fn read(bytes: &[u8], has_covers: bool) -> Result<Self, Broken> {
        let mut model = Self { has_covers, ..Self::default() };
        model.read_with(bytes)?;
        model.before = vec![Vec::new(); COLUMNS];
        model.year = 0;
        Ok(model)
    }

    /// A block of records as bytes.
    pub(crate) fn put(&self, briefs: &[Brief]) -> Vec<u8> {
        let mut out = Vec::new();
        put_number(&mut out, briefs.len() as u64);
        let mut model = self.clone();
        let mut encoder = Encoder::new();
        for brief in briefs {
            // An encoder is given what can be coded.
            let _ = model.brief(&mut encoder, brief);
        }
        out.extend(encoder.finish());
        out
    }

    /// The records of a block.
    pub(crate) fn read_block(&self, content: &[u8]) -> Result<Vec<Brief>, Broken> {
        self.clone().read_with(content)
    }

    fn read_with(&mut self, content: &[u8]) -> Result<Vec<Brief>, Broken> {
        let mut reader = Reader::new(content);
        let count = reader.size()?;
        if count > MAX_BRIEFS {
            return Err("a block has too many records");
        }
        let mut decoder = Decoder::new(reader.rest());
        let nothing = Brief::default();
        let mut briefs = Vec::with_capacity(count);
        for _ in 0..count {
            briefs.push(self.brief(&mut decoder, &nothing)?);
            if decoder.is_beyond() {
                break;
            }
        }
        decoder.end()?;
        Ok(briefs)
    }

    fn brief(&mut self, coder: &mut impl Coder, given: &Brief) -> Result<Brief, Broken> {
        let material = self.piece(coder, Column::Material, &given.material)?;
        let language = self.optional(coder, Column::Language, given.language.as_ref())?;
        let year = self.year(coder, given.year);
        let title = self.string(coder, Column::Title, &given.title)?;
        let original =
            self.optional(coder, Column::OriginalTitle, given.original_title.as_ref())?;
        let count = self.count(coder, Count::Creators, given.creators.len());
        let mut creators = Vec::new();
        for at in 0..count.min(MAX_BRIEFS) {
            let given = given.creators.get(at).map(String::as_str).unwrap_or_default();
            creators.push(self.string(coder, Column::Creator, given)?);
        }
        let edition = self.optional(coder, Column::Edition, given.edition.as_ref())?;
        let count = self.count(coder, Count::Ways, given.ways.len());
        let mut ways = Vec::new();
        for at in 0..count.min(MAX_BRIEFS) {
            ways.push(self.way(coder, given.ways.get(at))?);
        }
        let more_ways = self.count(coder, Count::MoreWays, given.more_ways.into());
        let given_skip = given.nonfiling.map_or(0, |skip| usize::from(skip) + 1);
        let skip = self.count(coder, Count::Nonfiling, given_skip);
        let cover = self.cover(coder, given.cover);
        let id = self.string(coder, Column::Id, &given.id)?;
        Ok(Brief {
            id,
            title,
            original_title: original,
            creators,
            edition,
            year,
            language,
            material,
            ways,
            more_ways: more_ways as u16,
            nonfiling: skip.checked_sub(1).map(|skip| skip as u8),
            cover,
        })
    }

    /// Nothing is written for collections without pictures, whose records earlier readers read.
    fn cover(
        &mut self,
        coder: &mut impl Coder,
        given: Option<Picture>,
    ) -> Option<Picture> {
        if !self.has_covers {
            return None;
        }
        let number = Picture::ALL.iter().position(|it| Some(*it) == given);
        let number = self.count(coder, Count::Cover, number.map_or(0, |at| at + 1));
        Picture::ALL.get(number.checked_sub(1)?).copied()
    }

    fn way(
        &mut self,
        coder: &mut impl Coder,
        given: Option<&BriefWay>,
    ) -> Result<BriefWay, Broken> {
        let is_online = matches!(given, Some(BriefWay::Online { .. }));
        if self.flag(coder, COLUMNS, is_online) {
            let (url, terms) = match given {
                Some(BriefWay::Online { url, terms }) => (url.as_str(), *terms),
                _ => Default::default(),
            };
            let url = self.string(coder, Column::Url, url)?;
            let terms = self.piece(coder, Column::Terms, &terms)?;
            return Ok(BriefWay::Online { url, terms });
        }
        let (location, access, call_number, status) = match given {
            Some(BriefWay::AtPlace { location, access, call_number, status }) => {
                (location.clone(), *access, call_number.clone(), status.clone())
            }
            _ => Default::default(),
        };
        let branch = self.string(coder, Column::Branch, &location.library)?;
        let place = self.optional(coder, Column::Place, location.sublocation.as_ref())?;
        let access = self.piece(coder, Column::PlaceAccess, &access)?;
        let call_number =
            self.optional(coder, Column::CallNumber, call_number.as_ref())?;
        let status = self.piece(coder, Column::Status, &status)?;
        let location = Location { library: branch, sublocation: place };
        Ok(BriefWay::AtPlace { location, access, call_number, status })
    }

    fn year(&mut self, coder: &mut impl Coder, given: Option<i16>) -> Option<i16> {
        if !self.flag(coder, COLUMNS + 1, given.is_some()) {
            return None;
        }
        let year = given.unwrap_or_default();
        let is_later = self.flag(coder, COLUMNS + 2, year > self.year);
        let (up, count) =
            if is_later { (1, Count::YearUp) } else { (-1, Count::YearDown) };
        let step = (i32::from(year) - i32::from(self.year)) * up;
        let step = self.count(coder, count, step as usize) as i32;
        self.year = (i32::from(self.year).wrapping_add(step.wrapping_mul(up))) as i16;
        Some(self.year)
    }

    fn flag(&mut self, coder: &mut impl Coder, number: usize, given: bool) -> bool {
        match self.flags.get_mut(number) {
            Some(bit) => bit.code(coder, given),
            None => given,
        }
    }

    fn count(&mut self, coder: &mut impl Coder, count: Count, given: usize) -> usize {
        self.numbers.code(coder, count as usize, given as u32) as usize
    }

    fn optional(
        &mut self,
        coder: &mut impl Coder,
        column: Column,
        given: Option<&String>,
    ) -> Result<Option<String>, Broken> {
        if self.flag(coder, column as usize, given.is_some()) {
            let given = given.map(String::as_str).unwrap_or_default();
            self.string(coder, column, given).map(Some)
        } else {
            Ok(None)
        }
    }

    fn string(
        &mut self,
        coder: &mut impl Coder,
        column: Column,
        given: &str,
    ) -> Result<String, Broken> {
        let bytes = self.field(coder, column, given.as_bytes())?;
        String::from_utf8(bytes).map_err(|_| "a text is not UTF-8")
    }

    /// Codes anything small through its bytes in postcard.
    fn piece<T: Serialize + DeserializeOwned>(
        &mut self,
        coder: &mut impl Coder,
        column: Column,
        given: &T,
    ) -> Result<T, Broken> {
        // Postcard fails on maps of unknown length only; there are none.
        let given = postcard::to_allocvec(given).unwrap_or_default();
        let bytes = self.field(coder, column, &given)?;
        postcard::from_bytes(&bytes).map_err(|_| "a field cannot be decoded")
    }

    fn field(
        &mut self,
        coder: &mut impl Coder,
        column: Column,
        given: &[u8],
    ) -> Result<Vec<u8>, Broken> {
        let number = column as usize;
        let given = escaped(given);
        let before = self.before.get(number).cloned().unwrap_or_default();
        let shared = given.iter().zip(&before).take_while(|(a, b)| a == b).count();
        let shared = if shared < 3 && shared < before.len() { 0 } else { shared };
        let situation = Count::Shared as usize + number;
        let shared = self.numbers.code(coder, situation, shared as u32) as usize;
        let mut field =
            before.get(..shared).ok_or("a field shares more than there is")?.to_vec();
        let rest = given.get(shared..).unwrap_or_default();
        field.extend(self.text.code(coder, number, rest, MAX_FIELD));
        if let Some(slot) = self.before.get_mut(number) {
            slot.clone_from(&field);
        }
        Ok(unescaped(&field))
    }
}

/// Texts are coded up to a byte 0, so 0 and 1 are written as two bytes; what is longer than a
/// field may be is cut between two characters.
fn escaped(bytes: &[u8]) -> Vec<u8> {
    let mut end = bytes.len().min(MAX_FIELD / 2);
    while end < bytes.len() && bytes.get(end).is_some_and(|b| b & 0xc0 == 0x80) {
        end -= 1;
    }
    let mut out = Vec::with_capacity(end);
    for &byte in bytes.get(..end).unwrap_or_default() {
        if byte < 2 {
            out.push(1);
        }
        out.push(if byte < 2 { byte + 1 } else { byte });
    }
    out
}

fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut is_escaped = false;
    for &byte in bytes {
        if byte == 1 && !is_escaped {
            is_escaped = true;
            continue;
        }
        out.push(if is_escaped { byte.wrapping_sub(1) } else { byte });
        is_escaped = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use bibliobus_catalog::{Material, PlaceAccess, Status, Terms};

    fn briefs() -> Vec<Brief> {
        let brief = |n: i16| Brief {
            id: format!("rec-{n:04}"),
            title: format!("Война и мир. Том {n}\u{0}\u{1}"),
            original_title: (n % 3 == 0).then(|| "戦争と平和".to_owned()),
            creators: vec![
                "Толстой, Лев Николаевич".into();
                n as usize % 3
            ],
            year: (n % 5 != 0).then_some(1860 + n * 37 % 100),
            language: Some("rus".into()),
            material: Material::Map,
            ways: vec![
                BriefWay::Online {
                    url: format!("https://example.org/{n}"),
                    terms: Terms::default(),
                },
                BriefWay::AtPlace {
                    location: Location { library: "main".into(), sublocation: None },
                    access: PlaceAccess::default(),
                    call_number: Some(format!("84(2) Т {n}")),
                    status: Status::default(),
                },
            ],
            more_ways: n as u16 % 2,
            nonfiling: (n % 4 == 0).then_some(n as u8),
            edition: None,
            cover: Picture::ALL.get(n as usize % 7).copied(),
        };
        (0..40).map(brief).collect()
    }

    #[test]
    fn records_are_read_as_they_were_put() {
        let all = briefs();
        let (model, sample) = Model::learn(all.get(..5).unwrap(), true);
        let bytes = model.put(&all);
        let read = Model::read(&sample, true).unwrap().read_block(&bytes).unwrap();
        assert_eq!(read, all);
        assert!(bytes.len() < Model::default().put(&all).len());
    }

    #[test]
    fn a_collection_without_pictures_says_nothing_of_them() {
        let all = briefs();
        let (model, sample) = Model::learn(all.get(..5).unwrap(), false);
        let bytes = model.put(&all);
        let read = Model::read(&sample, false).unwrap().read_block(&bytes).unwrap();
        let bare = |brief: &Brief| Brief { cover: None, ..brief.clone() };
        assert_eq!(read, all.iter().map(bare).collect::<Vec<_>>());
    }

    #[test]
    fn a_block_cut_off_is_an_error() {
        let bytes = Model::default().put(&briefs());
        for len in (0..bytes.len() - 4).step_by(41) {
            let cut = bytes.get(..len).unwrap();
            assert!(Model::default().read_block(cut).is_err(), "{len}");
        }
    }

    #[test]
    fn a_field_without_end_is_cut() {
        let brief = Brief { title: "ж".repeat(50_000), ..Brief::default() };
        let bytes = Model::default().put(&[brief]);
        let read = Model::default().read_block(&bytes).unwrap();
        assert!(read.first().unwrap().title.len() > 30_000);
    }
}
