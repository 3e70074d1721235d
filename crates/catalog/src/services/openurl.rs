//! `OpenURL`s: addresses by which a link resolver knows a thing (ANSI/NISO Z39.88-2004, key and
//! value format for books and journals).

use super::template::encode;
use crate::{IdentifierKind, Material, Record};

/// The most signs of a value.
const LONGEST: usize = 200;

/// The address at the resolver with this base, for a record; `None` where it has no title,
/// ISBN, ISSN or DOI to know the thing by.
pub(super) fn openurl(base: &str, record: &Record) -> Option<String> {
    let number = |kind| {
        let mut numbers = record.identifiers.iter().filter(|number| number.kind == kind);
        numbers.next().map(|number| number.value.clone()).unwrap_or_default()
    };
    let (isbn, issn) = (number(IdentifierKind::Isbn), number(IdentifierKind::Issn));
    let doi = number(IdentifierKind::Doi);
    let title = record.title.full();
    if [&isbn, &issn, &doi, &title].into_iter().all(String::is_empty) {
        return None;
    }
    let (format, genre, title_key) = match record.material {
        Material::Article => ("journal", "article", "rft.atitle"),
        Material::Serial => ("journal", "journal", "rft.jtitle"),
        Material::Book => ("book", "book", "rft.btitle"),
        _ => ("book", "unknown", "rft.btitle"),
    };
    let doi = if doi.is_empty() { doi } else { format!("info:doi/{doi}") };
    let author = record.creators.first().map(|creator| creator.name.clone());
    let year = record.year().map(|year| year.to_string());
    let pairs = [
        ("url_ver", "Z39.88-2004".to_owned()),
        ("ctx_ver", "Z39.88-2004".to_owned()),
        ("rft_val_fmt", format!("info:ofi/fmt:kev:mtx:{format}")),
        ("rft.genre", genre.to_owned()),
        (title_key, title),
        ("rft.au", author.unwrap_or_default()),
        ("rft.date", year.unwrap_or_default()),
        ("rft.isbn", isbn),
        ("rft.issn", issn),
        ("rft_id", doi),
    ];
    let mut address = base.to_owned();
    let mut joint = if base.contains('?') { '&' } else { '?' };
    for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(joint);
        address.push_str(key);
        address.push('=');
        let value: String = value.chars().take(LONGEST).collect();
        encode(&mut address, &value);
        joint = '&';
    }
    Some(address)
}
