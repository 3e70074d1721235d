//! ISO 2709 and MARCXML are two coats of one record: what is rewritten from the one to the
//! other gives the same.

use std::fmt::Write;

use crate::open_files::{bytes, read_bytes};
use crate::real_data::data;

/// The text with the signs that XML keeps for itself as references.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '"' => write!(escaped, "&#{};", c as u32).unwrap(),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A file in ISO 2709, sound and in UTF-8, as MARCXML.
pub(crate) fn as_xml(file: &[u8]) -> String {
    let mut xml = "<collection xmlns=\"http://www.loc.gov/MARC21/slim\">".to_owned();
    for record in file.split(|byte| *byte == 0x1d).filter(|record| record.len() > 24) {
        let text = std::str::from_utf8(record).unwrap();
        let base: usize = text[12..17].parse().unwrap();
        write!(xml, "<record><leader>{}</leader>", escaped(&text[..24])).unwrap();
        for entry in record[24..base - 1].chunks(12) {
            let entry = std::str::from_utf8(entry).unwrap();
            let (length, start): (usize, usize) =
                (entry[3..7].parse().unwrap(), entry[7..].parse().unwrap());
            xml.push_str(&field(
                &entry[..3],
                &text[base + start..base + start + length - 1],
            ));
        }
        xml.push_str("</record>");
    }
    xml + "</collection>"
}

fn field(tag: &str, text: &str) -> String {
    let mut subfields = text.split('\u{1f}');
    let head = subfields.next().unwrap();
    if tag.starts_with("00") {
        return format!("<controlfield tag=\"{tag}\">{}</controlfield>", escaped(head));
    }
    let (first, second) = (escaped(&head[..1]), escaped(&head[1..]));
    let mut xml = format!("<datafield tag=\"{tag}\" ind1=\"{first}\" ind2=\"{second}\">");
    for subfield in subfields.filter(|subfield| !subfield.is_empty()) {
        let (code, text) = subfield.split_at(1);
        let (code, text) = (escaped(code), escaped(text));
        write!(xml, "<subfield code=\"{code}\">{text}</subfield>").unwrap();
    }
    xml + "</datafield>"
}

fn assert_same(file: &[u8]) -> usize {
    let plain = read_bytes("x", file.to_vec());
    let xml = read_bytes("x", as_xml(file).into_bytes());
    assert_eq!(plain.entries.len(), xml.entries.len());
    for (one, other) in plain.entries.iter().zip(&xml.entries) {
        assert_eq!(one.record, other.record);
    }
    plain.entries.len()
}

#[test]
fn the_fixtures_give_the_same_records_in_xml() {
    for name in ["valid/plays.mrc", "valid/koha.mrc"] {
        assert!(assert_same(&bytes(name)) > 0);
    }
}

#[test]
fn real_records_give_the_same_in_xml() {
    for name in
        ["holdings/koha-marc21-with-952.mrc", "encodings/gpo-marc8-utf8-twins.mrc"]
    {
        if let Some(path) = data(name) {
            assert!(assert_same(&std::fs::read(path).unwrap()) > 0);
        }
    }
}
