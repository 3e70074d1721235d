//! Whatever the bytes: no panic, and every record of a good file is kept or reported.

use std::io::Cursor;

use bibliobus_ingest::{Format, Input, Options};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::open_files::{Read, bytes, read_bytes, read_input};

fn read_as(format: Format, bytes: Vec<u8>) -> Read {
    let options = Options { format: Some(format), ..Options::default() };
    read_input(Input::from_reader("any", Box::new(Cursor::new(bytes)), &options))
}

/// Whether two records came out, or something was said.
fn is_accounted_for(read: &Read) -> bool {
    read.records().len() == 2 || !read.findings().is_empty() || read.error.is_some()
}

/// The good files that are damaged below: two records each.
fn good_files() -> Vec<(&'static str, Vec<u8>)> {
    let lines = bytes("valid/flat.ndjson");
    let ends: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, b)| **b == b'\n')
        .map(|(i, _)| i + 1)
        .collect();
    vec![
        ("two.mrc", bytes("valid/two.mrc")),
        ("two.xml", bytes("valid/two.xml")),
        ("two.ndjson", lines[..ends[1]].to_vec()),
        ("two.csv", bytes("valid/table.csv")),
        ("two.txt", two_of_irbis()),
    ]
}

/// Two records of a text export of IRBIS.
fn two_of_irbis() -> Vec<u8> {
    let text = "#920: PAZK\n#903: a1\n#200: ^AЧайка\n#910: ^A0^B1^DЧЗ\n*****\n\
                #903: a2\n#200: ^AЛампы^Eповесть\n*****\n";
    text.as_bytes().to_vec()
}

#[test]
fn any_truncation_keeps_or_reports_each_record() {
    for (name, whole) in good_files() {
        // A file of lines that is cut between two of them cannot know of the second.
        let between: Vec<usize> = (0..whole.len())
            .filter(|end| {
                let read = read_bytes(name, whole[..*end].to_vec());
                !is_accounted_for(&read)
            })
            .collect();
        for end in between {
            let rest = String::from_utf8_lossy(&whole[..end]).into_owned();
            let first = read_bytes(name, whole[..end].to_vec()).records().len();
            let is_boundary = first <= 1
                && (rest.ends_with(['\u{1d}', '\n', '}', '>', '*'])
                    || name.ends_with("csv"));
            assert!(is_boundary, "{name} cut at {end}");
        }
    }
}

#[test]
fn any_changed_byte_keeps_or_reports_each_record() {
    for (name, whole) in good_files() {
        for place in 0..whole.len() {
            for byte in
                [0x1d, 0x1e, 0x1f, 0x00, b'9', b'x', b' ', b'\n', 0xff, b'<', b'"']
            {
                let mut changed = whole.clone();
                changed[place] = byte;
                let read = read_bytes(name, changed);
                assert!(is_accounted_for(&read), "{name}: byte {place} = {byte:#x}");
            }
        }
    }
}

/// Bytes that look like records more often than any would.
fn likely_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        vec(any::<u8>(), 0..40),
        Just(b"00714cam a2200205 a 4500".to_vec()),
        Just(b"245000600003".to_vec()),
        Just(vec![0x1d]),
        Just(vec![0x1e]),
        Just(vec![0x1f, b'a']),
        Just(b"<record><leader>".to_vec()),
        Just(b"<datafield tag='245' ind1='1'><subfield code='a'>".to_vec()),
        Just(b"</subfield></datafield></record>".to_vec()),
        Just(b"<![CDATA[&#x110000;&amp;".to_vec()),
        Just(b"\n{\"id\":\"1\",\"title\":\"".to_vec()),
        Just(b"\",\"items\":[{\"barcode\":1}]}\n".to_vec()),
        Just(b"id,title\n1,\"".to_vec()),
        Just("\n#200: ^AЧайка^V\n#461/2:_^C".as_bytes().to_vec()),
        Just(b"\n*****\n#910: ^A0^B".to_vec()),
        Just(b"200 0\x1e\x1f1200 0\x1faLamps\x1fv2".to_vec()),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in likely_bytes()) {
        for format in Format::ALL {
            read_as(*format, bytes.clone());
        }
        read_bytes("any", bytes);
    }

    #[test]
    fn no_change_of_a_good_file_makes_a_reader_panic(
        file in 0_usize..5,
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let (name, mut bytes) = good_files().swap_remove(file);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        read_bytes(name, bytes);
    }
}

#[test]
fn a_file_without_any_end_of_record_does_not_eat_the_memory() {
    let mut endless = b"99999cam a2200205 a 4500".to_vec();
    endless.resize(40 * 1024 * 1024, b'x');
    let read = read_bytes("endless.mrc", endless);
    assert_eq!(read.records().len(), 0);
    assert_eq!(read.findings().len(), 1);
}

#[test]
fn a_line_without_end_is_skipped_and_the_next_one_read() {
    let mut lines = b"{\"id\":\"1\",\"title\":\"".to_vec();
    lines.resize(17 * 1024 * 1024, b'x');
    lines.extend_from_slice(b"\"}\n{\"id\":\"2\",\"title\":\"Lamps\"}\n");
    let read = read_bytes("long.ndjson", lines);
    assert_eq!(read.ids(), ["2"]);
    assert_eq!(read.findings().len(), 1);
}

#[test]
fn an_element_or_a_cell_without_end_is_an_error() {
    let mut xml = b"<record><leader>".to_vec();
    xml.resize(17 * 1024 * 1024, b'x');
    assert!(read_bytes("long.xml", xml).only_message().contains("16777216 bytes"));
    let mut table = b"id,title\n1,\"".to_vec();
    table.resize(18 * 1024 * 1024, b'x');
    assert!(read_bytes("long.csv", table).only_message().contains("16777216 bytes"));
}
