//! Bad input: a finding or a one-line error, and the good records around it.

use bibliobus_ingest::FindingKind::{self, *};
use bibliobus_ingest::{InputError, Severity};

use crate::open_files::{bytes, fixtures, read, read_bytes, read_path};

/// The ids and the kinds of findings of a damaged fixture.
fn seen(name: &str) -> (Vec<String>, Vec<FindingKind>) {
    let read = read(&format!("damaged/{name}"));
    assert!(read.error.is_none(), "{name}: {:?}", read.error);
    (read.ids().iter().map(|id| (*id).to_owned()).collect(), read.kinds())
}

fn both() -> Vec<String> {
    vec!["pl0001".to_owned(), "pl0002".to_owned()]
}

/// The whole of the record that stands beside the damage.
fn is_whole(name: &str, id: &str) -> bool {
    let (damaged, whole) = (read(&format!("damaged/{name}")), read("valid/plays.mrc"));
    let find = |read: &crate::open_files::Read| {
        read.records().into_iter().find(|record| record.id == id).cloned()
    };
    find(&damaged) == find(&whole)
}

#[test]
fn every_damaged_fixture_is_reported_on_one_line_that_names_it() {
    for file in std::fs::read_dir(fixtures("damaged")).unwrap() {
        let path = file.unwrap().path();
        let read = read_path(&path);
        let mut messages: Vec<String> =
            read.findings().iter().map(|finding| finding.message()).collect();
        messages.extend(read.error.as_ref().map(ToString::to_string));
        assert!(!messages.is_empty(), "{}", path.display());
        for message in messages {
            assert!(message.starts_with(&path.display().to_string()), "{message}");
            assert!(
                message.contains("expected ") && message.contains("found"),
                "{message}"
            );
            assert!(!message.contains('\n'), "{message}");
        }
    }
}

#[test]
fn an_empty_file_is_an_error_that_says_so() {
    for name in ["damaged/empty.mrc", "damaged/blank.mrc"] {
        let message = read(name).only_message();
        assert!(message.contains("found an empty file; export it again"), "{message}");
    }
}

#[test]
fn a_file_that_is_no_catalogue_is_an_error_that_says_what_it_is() {
    let cases = [
        ("damaged/letter.mrc", "Dear librarian"),
        ("damaged/page.xml", "a web page"),
        ("damaged/report.mrc", "a PDF file"),
        ("damaged/other.xml", "an RSS feed"),
        ("damaged/list.json", "one object a line"),
        ("damaged/only-letter.zip", "without such a file"),
    ];
    for (name, found) in cases {
        let message = read(name).only_message();
        assert!(message.contains(found), "{message}");
        assert!(message.contains("expected MARC21, MARCXML"), "{message}");
    }
}

#[test]
fn a_file_that_is_not_there_is_an_error_that_names_it() {
    let read = read_path(&fixtures("damaged").join("nowhere.mrc"));
    assert!(matches!(read.error, Some(InputError::Open { .. })));
    assert!(read.only_message().contains("nowhere.mrc"));
}

#[test]
fn a_wrong_length_in_the_leader_loses_nothing() {
    for name in ["wrong-length.mrc", "too-great-length.mrc", "length-of-both.mrc"] {
        assert_eq!(seen(name), (both(), vec![RecordLength]), "{name}");
        assert!(is_whole(name, "pl0001") && is_whole(name, "pl0002"), "{name}");
    }
}

#[test]
fn a_record_over_99999_bytes_is_read_whole() {
    for name in ["over-99999-bytes.mrc.gz", "over-99999-bytes-length-zero.mrc.gz"] {
        let read = read(&format!("damaged/{name}"));
        assert_eq!(read.ids(), ["long1", "pl0002"], "{name}");
        let record = read.records()[0];
        assert_eq!(record.notes.len(), 1500);
        assert_eq!(
            record.notes[1499],
            "Note number 01499 says the same as all others do, only later."
        );
        assert_eq!(record.holdings[0].items.len(), 400);
        assert!(record.contents[0].len() > 9_999);
        assert_eq!(record.links[0].url, "https://example.org/last");
        assert!(read.kinds().contains(&RecordLength));
        assert!(read.findings().iter().all(|f| f.severity == Severity::Note), "{name}");
    }
}

#[test]
fn a_missing_terminator_does_not_swallow_the_next_record() {
    assert_eq!(seen("no-record-terminator.mrc"), (both(), vec![RecordLength]));
}

#[test]
fn a_record_with_a_broken_leader_is_read_by_its_directory() {
    let (ids, kinds) = seen("no-leader.mrc");
    assert_eq!(ids, both());
    assert!(kinds.contains(&RecordLength) && kinds.contains(&Directory));
}

#[test]
fn junk_between_records_is_one_finding_and_no_loss() {
    for name in ["junk-between.mrc", "junk-before.mrc", "junk-after.mrc"] {
        assert_eq!(seen(name), (both(), vec![Junk]), "{name}");
    }
    let message = read("damaged/junk-between.mrc").only_message();
    assert!(message.contains("found 14 bytes: \"-- page 2 --"), "{message}");
}

#[test]
fn a_truncated_record_is_kept_if_it_still_says_what_it_is() {
    assert_eq!(seen("truncated.mrc"), (both(), vec![Truncated]));
    let read = read("damaged/truncated.mrc");
    assert_eq!(read.records()[1].title.proper, "The fires");
    assert_eq!(read.records()[1].links, []);
}

#[test]
fn a_record_truncated_before_its_title_is_an_error() {
    for name in ["truncated-early.mrc", "truncated-leader.mrc"] {
        let read = read(&format!("damaged/{name}"));
        assert_eq!(read.ids(), ["pl0001"], "{name}");
        assert!(is_whole(name, "pl0001"));
        assert!(
            read.findings().iter().any(|f| f.severity >= Severity::Warning),
            "{name}"
        );
    }
}

#[test]
fn a_broken_directory_is_mended_by_the_ends_of_fields() {
    for name in ["broken-directory.mrc", "directory-letters.mrc", "wrong-base.mrc"] {
        assert_eq!(seen(name), (both(), vec![Directory]), "{name}");
        assert!(is_whole(name, "pl0001"), "{name}");
    }
}

#[test]
fn a_wrong_indicator_is_a_finding_and_the_field_is_kept() {
    assert_eq!(seen("indicator.mrc"), (both(), vec![Indicator]));
    let message = read("damaged/indicator.mrc").only_message();
    assert!(
        message
            .starts_with("indicator.mrc: record 1 (pl0001), byte 0, 245: expected two")
    );
    assert!(is_whole("indicator.mrc", "pl0001"));
}

#[test]
fn text_that_is_not_utf_8_is_one_finding_a_record() {
    let (ids, kinds) = seen("cp1251.mrc");
    assert_eq!(
        (ids, kinds),
        (vec!["w1".to_owned(), "pl0002".to_owned()], vec![Encoding])
    );
    let (ids, kinds) = seen("marc8.mrc");
    assert_eq!(
        (ids, kinds),
        (vec!["m8".to_owned(), "pl0002".to_owned()], vec![Encoding])
    );
    let kinds = seen("cp1251.xml").1;
    assert_eq!(kinds.iter().filter(|kind| **kind == Encoding).count(), kinds.len());
}

#[test]
fn utf_8_in_spite_of_the_leader_is_said_once_for_the_file() {
    let read = read("damaged/utf8-in-spite.mrc");
    let encoding: Vec<_> =
        read.findings().into_iter().filter(|f| f.kind == Encoding).collect();
    assert_eq!(encoding.len(), 1);
    assert_eq!(encoding[0].severity, Severity::Note);
    assert_eq!(read.records()[0].title.proper, "Чайка");
}

#[test]
fn a_record_without_a_number_gets_one_from_its_content() {
    let (ids, kinds) = seen("no-number.mrc");
    assert_eq!(kinds, [NoId]);
    assert!(ids[0].starts_with('x') && ids[0].len() == 13, "{}", ids[0]);
    assert_eq!(ids[1], "pl0002");
}

#[test]
fn a_record_without_a_title_takes_another_one_or_none() {
    let (ids, kinds) = seen("no-title.mrc");
    assert_eq!((ids, kinds), (both(), vec![NoTitle, NoTitle]));
    let read = read("damaged/no-title.mrc");
    assert_eq!(read.records()[0].title.proper, "");
    assert_eq!(read.records()[1].title.proper, "Ogni.");
}

#[test]
fn a_record_of_another_sort_is_skipped_with_an_error() {
    let read = read("damaged/authority.mrc");
    assert_eq!(read.ids(), ["pl0002"]);
    assert_eq!(read.findings()[0].severity, Severity::Error);
    assert!(read.only_message().ends_with("found an authority record"));
}

#[test]
fn odd_values_are_findings_and_the_rest_of_the_record_stays() {
    let (ids, kinds) = seen("values.mrc");
    assert_eq!(ids, ["v1", "pl0002"]);
    assert_eq!(kinds, [Identifier, Indicator, Link, Link, Date]);
    let read = read("damaged/values.mrc");
    let links: Vec<_> =
        read.records()[0].links.iter().map(|link| link.url.as_str()).collect();
    assert_eq!(links, ["javascript:alert(1)", "ftp://example.org/x"]);
    // Readers ask for the number that is printed, be its check digit right or wrong.
    let printed = "0306406153".to_owned();
    let misprinted = [bibliobus_catalog::Identifier {
        kind: bibliobus_catalog::IdentifierKind::Isbn,
        value: printed,
    }];
    assert_eq!(read.records()[0].identifiers, misprinted);
    assert_eq!(read.records()[0].year(), None);
}

#[test]
fn a_truncated_compressed_file_gives_its_records_and_then_an_error() {
    let read = read("damaged/truncated.mrc.gz");
    assert!(!read.entries.is_empty());
    let message = read.only_message();
    assert!(message.contains("expected more bytes after byte"), "{message}");
    assert!(message.ends_with("copy the file again"), "{message}");
}

#[test]
fn a_damaged_archive_is_an_error_and_what_came_before_is_kept() {
    assert!(matches!(read("damaged/cut.zip").error, Some(InputError::Archive { .. })));
    let read = read("damaged/wrong-checksum.zip");
    assert_eq!(read.ids().get(..2), Some(["pl0001", "pl0002"].as_slice()));
    assert!(matches!(read.error, Some(InputError::Read { .. })));
}

#[test]
fn files_of_an_archive_that_are_no_catalogue_are_passed_over() {
    let (ids, kinds) = seen("with-letter.zip");
    assert_eq!((ids, kinds), (both(), vec![Junk, Junk, Junk]));
    let read = read("damaged/with-letter.zip");
    assert!(read.findings().iter().all(|f| f.severity == Severity::Note));
    assert!(read.findings()[0].message().starts_with("with-letter.zip/readme.txt: "));
}

#[test]
fn truncated_xml_keeps_the_fields_that_are_whole() {
    let read = read("damaged/truncated.xml");
    assert_eq!(read.ids(), ["pl0001"]);
    assert_eq!(read.kinds(), [Truncated]);
    assert_eq!(read.records()[0].title.proper, "Чайка");
}

#[test]
fn a_document_type_is_refused() {
    let message = read("damaged/doctype.xml").only_message();
    assert!(message.contains("<!DOCTYPE at byte 39"), "{message}");
}

#[test]
fn an_unknown_entity_stays_as_it_is_written() {
    let (ids, kinds) = seen("entity.xml");
    assert_eq!((ids, kinds), (vec!["e1".to_owned()], vec![Syntax]));
    let read = read("damaged/entity.xml");
    assert!(read.records()[0].title.proper.starts_with("Salt &copy; sand"));
}

#[test]
fn xml_that_is_not_well_formed_is_a_finding_and_the_reading_goes_on() {
    assert_eq!(seen("crossed.xml"), (both(), vec![Syntax]));
    assert!(is_whole("crossed.xml", "pl0001") && is_whole("crossed.xml", "pl0002"));
    assert_eq!(seen("no-end-of-record.xml"), (both(), vec![Syntax, Truncated]));
    assert!(is_whole("no-end-of-record.xml", "pl0002"));
}

#[test]
fn what_cannot_be_read_is_kept_as_it_stands_in_the_file() {
    let raw = |name: &str| {
        let read = read(name);
        let mut skipped = read.entries.into_iter().filter(|entry| entry.record.is_none());
        skipped.find_map(|entry| entry.raw).unwrap()
    };
    let authority = raw("damaged/authority.mrc");
    assert_eq!(authority.extension, "mrc");
    assert!(bytes("damaged/authority.mrc").starts_with(&authority.bytes));
    let line = raw("damaged/lines.ndjson");
    assert_eq!((line.extension, line.bytes.contains(&b'\n')), ("ndjson", false));
    let xml = "<collection>\n<record id='1'><leader>00000nz  a2200000n  4500</leader>\
        <controlfield tag='001'>a</controlfield></record>\n</collection>";
    let read = read_bytes("a.xml", xml.into());
    let kept = String::from_utf8(read.entries[0].raw.clone().unwrap().bytes).unwrap();
    assert!(kept.starts_with("<record id='1'>") && kept.ends_with("</record>"), "{kept}");
}

#[test]
fn xml_of_an_unknown_sort_is_a_finding() {
    let message = read_bytes("a.xml", b"<a><b>c</b></a>".to_vec()).only_message();
    assert!(message.contains("expected a <record> of MARCXML, found none"), "{message}");
}

#[test]
fn xml_deeper_than_any_catalogue_is_an_error() {
    assert!(matches!(read("damaged/deep.xml").error, Some(InputError::TooDeep { .. })));
}

#[test]
fn a_broken_line_of_json_is_a_finding_and_the_others_stay() {
    let (ids, kinds) = seen("lines.ndjson");
    assert_eq!(ids[..2], ["nd2", "7"]);
    assert!(ids[2].starts_with('x'));
    assert_eq!(kinds, [Encoding, Syntax, Syntax, Value, Value, Value, Date, Link, NoId]);
    let read = read("damaged/lines.ndjson");
    let broken = read.findings()[1].message();
    assert!(broken.starts_with("lines.ndjson: record 2, byte 102: expected"), "{broken}");
}

#[test]
fn odd_rows_of_a_table_are_findings() {
    let (ids, kinds) = seen("rows.csv");
    assert_eq!(ids, ["1", "2", "3", "4"]);
    assert_eq!(kinds[0], Value);
    assert_eq!(kinds.iter().filter(|kind| **kind == Syntax).count(), 3);
    for kind in [Link, Date, Identifier] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}
