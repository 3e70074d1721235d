//! Which picture is the cover of which record. Not for the pictures themselves: they lie beside
//! the index as they are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bibliobus_catalog::{IdentifierKind, Picture, Record, RecordId, isbn13};

use super::Document;

/// The library's pictures of covers, by what their files are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Covers {
    files: BTreeMap<String, (String, Picture)>,
}

/// A picture that is the cover of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The record.
    pub id: RecordId,
    /// What the file of the picture is called.
    pub file: String,
    /// What it is; gives its place in the catalogue ([`Picture::path`]).
    pub picture: Picture,
}

impl Covers {
    /// Takes a file with the name `stem.ending`, where `stem` is a record's id or an ISBN in any
    /// form. Of several for one record the first in the order of names counts.
    ///
    /// Answers whether the ending is that of a picture.
    pub fn take(&mut self, stem: &str, ending: &str) -> bool {
        let Some(picture) = Picture::of_ending(ending) else { return false };
        let file = (format!("{stem}.{ending}"), picture);
        for key in [Some(stem.to_owned()), isbn13(stem)].into_iter().flatten() {
            let kept = self.files.entry(key).or_insert_with(|| file.clone());
            if file < *kept {
                kept.clone_from(&file);
            }
        }
        true
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The file that is the cover of `record`, and the record with a word of it.
    pub(super) fn put_on<'r>(
        &self,
        record: &'r Record,
    ) -> (Option<Box<str>>, Cow<'r, Record>) {
        let found = self.of(record);
        let picture = found.map(|(_, picture)| *picture);
        let mut record = Cow::Borrowed(record);
        if record.cover != picture {
            record.to_mut().cover = picture;
        }
        (found.map(|(file, _)| file.as_str().into()), record)
    }

    fn of(&self, record: &Record) -> Option<&(String, Picture)> {
        if self.is_empty() {
            return None;
        }
        let isbns =
            record.identifiers.iter().filter(|it| it.kind == IdentifierKind::Isbn);
        let isbns = isbns.filter_map(|it| isbn13(&it.value));
        let by_isbn = || isbns.filter_map(|isbn| self.files.get(&isbn)).next();
        self.files.get(&record.id).or_else(by_isbn)
    }
}

/// The covers of the documents in `order`.
pub(super) fn of(documents: &[Document], order: &[u32]) -> Vec<Covered> {
    let documents = order.iter().filter_map(|at| documents.get(*at as usize));
    let covered = documents.filter_map(|document| {
        let file = document.cover.as_deref()?.to_owned();
        let picture = Picture::of_ending(file.rsplit_once('.')?.1)?;
        Some(Covered { id: document.id.clone(), file, picture })
    });
    covered.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bibliobus_catalog::Identifier;

    fn covers(names: &[&str]) -> Covers {
        let mut covers = Covers::default();
        for name in names {
            let (stem, ending) = name.rsplit_once('.').unwrap();
            covers.take(stem, ending);
        }
        covers
    }

    fn record(id: &str, isbn: &str) -> Record {
        let isbn = Identifier::new(IdentifierKind::Isbn, isbn);
        Record {
            id: id.into(),
            identifiers: isbn.into_iter().collect(),
            ..Record::default()
        }
    }

    #[test]
    fn a_cover_is_found_by_id_or_by_an_isbn_in_any_form() {
        let covers = covers(&["r1.png", "0-306-40615-2.JPG", "r1.jpg", "notes.txt"]);
        let of = |id, isbn| {
            let record = record(id, isbn);
            let (file, record) = covers.put_on(&record);
            (file.map(String::from), record.cover)
        };
        assert_eq!(of("r1", ""), (Some("r1.jpg".into()), Some(Picture::Jpeg)));
        let by_isbn = (Some("0-306-40615-2.JPG".into()), Some(Picture::Jpeg));
        assert_eq!(of("r2", "978-0-306-40615-7"), by_isbn);
        assert_eq!(of("r2", "0306406152"), by_isbn);
        assert_eq!(of("notes", ""), (None, None));
    }

    #[test]
    fn a_picture_that_is_gone_is_no_cover_any_more() {
        let record = Record { cover: Some(Picture::Png), ..record("r1", "") };
        assert_eq!(covers(&[]).put_on(&record).1.cover, None);
    }
}
