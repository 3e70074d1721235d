//! Files that were made to do harm: memory and time stay bounded, and the message says why the
//! reading ended.

use std::io::{Cursor, Read as _, Write as _};

use bibliobus_ingest::{Format, InputError, Options};

use crate::open_files::{Read, read_bytes, read_input};

/// More than any record may have.
const MUCH: u64 = 20 * 1024 * 1024;

/// Reads `head`, then `piece` again and again, then `tail`.
fn flood(format: Format, head: &str, piece: &str, tail: &str) -> Read {
    let times = MUCH / piece.len() as u64;
    let body = Repeated { piece: piece.as_bytes().to_vec(), at: 0, left: times };
    let head = Cursor::new(head.as_bytes().to_vec());
    let tail = Cursor::new(tail.as_bytes().to_vec());
    let options = Options { format: Some(format), ..Options::default() };
    let reader = Box::new(head.chain(body).chain(tail));
    read_input(bibliobus_ingest::Input::from_reader("flood", reader, &options))
}

struct Repeated {
    piece: Vec<u8>,
    at: usize,
    left: u64,
}

impl std::io::Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        let length = (&self.piece[self.at..]).read(buffer)?;
        self.at += length;
        if self.at == self.piece.len() {
            (self.at, self.left) = (0, self.left - 1);
        }
        Ok(length)
    }
}

/// The most memory that this process had so far, where the system says it. Each test runs in a
/// process of its own under nextest; together they have less to say.
fn peak_in_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib =
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

fn assert_bounded(read: &Read) {
    assert!(read.error.is_some() || !read.findings().is_empty(), "nothing was said");
    assert!(peak_in_mib() < 400, "{} MiB", peak_in_mib());
}

#[test]
fn a_field_without_end_in_iso_2709() {
    let head = "99999nam a2200049 a 4500245009900000\u{1e}10\u{1f}a";
    assert_bounded(&flood(Format::Marc21, head, "fire ", ""));
}

#[test]
fn a_line_without_end() {
    assert_bounded(&flood(
        Format::Ndjson,
        "{\"id\":\"1\",\"title\":\"",
        "fire ",
        "\"}\n",
    ));
}

#[test]
fn a_cell_without_end() {
    let read = flood(Format::Csv, "id,title\n1,\"", "fire ", "\n");
    assert!(matches!(read.error, Some(InputError::TooLong { .. })), "{:?}", read.error);
    assert_bounded(&read);
}

#[test]
fn a_text_without_end_in_xml() {
    for format in [Format::MarcXml, Format::DublinCore, Format::Mods, Format::Opds] {
        let head = "<c><record><title><controlfield tag='001'>";
        let read = flood(format, head, "fire ", "</record></c>");
        assert_bounded(&read);
    }
}

#[test]
fn elements_without_end_in_xml() {
    for (format, record) in [
        (Format::DublinCore, "<record><title>a</title>"),
        (Format::Mods, "<mods><titleInfo/>"),
        (Format::Opds, "<entry>"),
        (Format::MarcXml, "<record><leader/>"),
    ] {
        assert_bounded(&flood(format, record, "<a b='c'/>", ""));
    }
}

#[test]
fn elements_in_each_other_without_end() {
    for format in [Format::MarcXml, Format::DublinCore, Format::Mods, Format::Opds] {
        let read = flood(format, "<record>", "<a>", "");
        assert!(
            matches!(read.error, Some(InputError::TooDeep { .. })),
            "{:?}",
            read.error
        );
    }
}

#[test]
fn entities_do_not_expand() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bbbbbbbb'>\
        <!ENTITY c '&b;&b;&b;&b;&b;&b;'>]><mods><titleInfo><title>&c;</title></titleInfo></mods>";
    let read = read_bytes("bomb.xml", bomb.into());
    assert!(
        matches!(read.error, Some(InputError::DocumentType { .. })),
        "{:?}",
        read.error
    );
}

#[test]
fn brackets_in_each_other_without_end() {
    let deep = format!("{{\"id\":\"1\",\"title\":{}", "[".repeat(1_000_000));
    assert_bounded(&read_bytes("deep.ndjson", deep.into_bytes()));
    assert_bounded(&flood(Format::Opds2, "{\"publications\":[{\"a\":", "[{", ""));
}

#[test]
fn a_compressed_bomb_is_not_unpacked_to_its_end() {
    let zeros = vec![b' '; 1024 * 1024];
    let mut packed = zstd::Encoder::new(Vec::new(), 1).unwrap();
    packed.write_all(b"{\"id\":\"1\",\"title\":\"a\"}\n").unwrap();
    for _ in 0..1024 {
        packed.write_all(&zeros).unwrap();
    }
    let packed = packed.finish().unwrap();
    let read = read_bytes("bomb.ndjson.zst", packed);
    assert!(matches!(read.error, Some(InputError::Bomb { .. })), "{:?}", read.error);
    assert_eq!(read.ids(), ["1"]);
    assert_bounded(&read);
}

/// Found by changing files at random: a record had more findings than its (packed) file bytes.
#[test]
fn a_record_of_broken_fields_does_not_say_so_of_each() {
    let field = "<datafield tag='245' ind1='%' ind2='%'><subfield code='a'>x</subfield></datafield>";
    let xml = format!("<record><leader/>{}</record>", field.repeat(5_000));
    let read = read_bytes("broken.xml", xml.into_bytes());
    assert!((100..=1_010).contains(&read.findings().len()), "{}", read.findings().len());
}
