//! Master files made by hand, sound and damaged.

use std::io::Cursor;

use proptest::prelude::*;

use crate::{Entry, Format, Input, Options};

/// A record to be written: number, whether it was deleted, its fields.
pub(super) type Written<'t> = (u32, bool, &'t [(u16, &'t [u8])]);

/// A master file of IRBIS64.
fn irbis64(records: &[Written<'_>]) -> Vec<u8> {
    let mut file = vec![0; 36];
    for (number, is_deleted, fields) in records {
        let base = 32 + 12 * fields.len();
        let length = base + fields.iter().map(|(_, text)| text.len()).sum::<usize>();
        let status = if *is_deleted { 33 } else { 32 };
        let head =
            [*number, length as u32, 0, 0, base as u32, fields.len() as u32, 1, status];
        head.iter().for_each(|part| file.extend(part.to_be_bytes()));
        let mut start = 0_u32;
        for (tag, text) in *fields {
            let entry = [u32::from(*tag), start, text.len() as u32];
            entry.iter().for_each(|part| file.extend(part.to_be_bytes()));
            start += text.len() as u32;
        }
        fields.iter().for_each(|(_, text)| file.extend_from_slice(text));
    }
    file
}

/// A master file of CDS/ISIS, in blocks of 512 bytes.
fn isis(records: &[Written<'_>]) -> Vec<u8> {
    let mut file = vec![0; 64];
    file[4] = 9;
    for (number, is_deleted, fields) in records {
        if file.len() % 512 > 498 {
            file.resize(file.len().next_multiple_of(512), 0);
        }
        let base = 18 + 6 * fields.len();
        let length = base + fields.iter().map(|(_, text)| text.len()).sum::<usize>();
        let padded = length.next_multiple_of(2);
        file.extend(number.to_le_bytes());
        file.extend((padded as u16).to_le_bytes());
        file.extend([0; 6]);
        for part in [base as u16, fields.len() as u16, u16::from(*is_deleted)] {
            file.extend(part.to_le_bytes());
        }
        let mut start = 0_u16;
        for (tag, text) in *fields {
            let entry = [*tag, start, text.len() as u16];
            entry.iter().for_each(|part| file.extend(part.to_le_bytes()));
            start += text.len() as u16;
        }
        fields.iter().for_each(|(_, text)| file.extend_from_slice(text));
        file.resize(file.len() + padded - length, b' ');
    }
    file.resize(file.len().next_multiple_of(512), 0);
    file
}

fn read(bytes: Vec<u8>) -> Vec<Entry> {
    let input =
        Input::from_reader("x", Box::new(Cursor::new(bytes)), &Options::default());
    let input = input.unwrap();
    assert_eq!(input.format(), Format::IrbisMaster);
    input.map(|entry| entry.unwrap()).collect()
}

fn titles(entries: &[Entry]) -> Vec<(String, String)> {
    let records = entries.iter().filter_map(|entry| entry.record.as_ref());
    records.map(|record| (record.id.clone(), record.title.proper.clone())).collect()
}

fn pair(id: &str, title: &str) -> (String, String) {
    (id.to_owned(), title.to_owned())
}

#[test]
fn irbis64_is_read_without_what_was_deleted() {
    let file = irbis64(&[
        (1, false, &[(200, "^AЧайка^Eкомедия".as_bytes()), (920, b"PAZK")]),
        (2, true, &[(200, "^AИванов".as_bytes())]),
        (3, false, &[(200, "^AТри сестры".as_bytes())]),
    ]);
    let entries = read(file);
    assert_eq!(titles(&entries), [pair("1", "Чайка"), pair("3", "Три сестры")]);
    assert!(entries[0].findings[0].message().contains("1 that were deleted"));
}

#[test]
fn isis_is_read_in_the_encodings_of_its_time_and_over_the_ends_of_blocks() {
    let texts = ["^aЧайка: комедия в четырех действиях", "^aВишневый сад и другие пьесы"];
    for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::IBM866] {
        let texts = texts.map(|text| encoding.encode(text).0.into_owned());
        let long = vec![b'x'; 395];
        let fields: [&[(u16, &[u8])]; 3] = [
            &[(200, &texts[0]), (300, &long)],
            &[(200, &texts[1])],
            &[(200, b"^aLamps"), (300, &long), (300, &long)],
        ];
        let records: Vec<Written<'_>> =
            fields.iter().enumerate().map(|(i, f)| (i as u32 + 1, false, *f)).collect();
        let read = titles(&read(isis(&records)));
        let expected = [
            pair("1", "Чайка: комедия в четырех действиях"),
            pair("2", "Вишневый сад и другие пьесы"),
            pair("3", "Lamps"),
        ];
        assert_eq!(read, expected, "{}", encoding.name());
    }
}

#[test]
fn the_last_version_of_a_record_is_taken() {
    let file = isis(&[
        (1, false, &[(200, b"^aLamp")]),
        (2, true, &[(200, b"^aFire")]),
        (1, false, &[(200, b"^aThe lamp")]),
    ]);
    assert_eq!(titles(&read(file)), [pair("1", "The lamp")]);
}

#[test]
fn bytes_between_records_are_told_and_the_records_after_them_found() {
    let mut file = irbis64(&[(1, false, &[(200, b"^aLamp")])]);
    file.extend_from_slice(&[0xff; 77]);
    let more = irbis64(&[(2, false, &[(200, b"^aFire")])]);
    file.extend_from_slice(&more[36..]);
    let entries = read(file);
    assert_eq!(titles(&entries), [pair("1", "Lamp"), pair("2", "Fire")]);
    assert!(entries[0].findings[0].message().contains("77 bytes that belong to none"));
}

#[test]
fn a_record_that_the_file_does_not_hold_whole_is_told() {
    let mut file = irbis64(&[(1, false, &[(200, b"^aLamp"), (300, b"a long note")])]);
    file.truncate(file.len() - 4);
    let entries = read(file);
    assert_eq!(titles(&entries), [pair("1", "Lamp")]);
    let messages: Vec<String> =
        entries.iter().flat_map(|e| &e.findings).map(|f| f.message()).collect();
    assert!(messages[0].contains("the end of the file within it"), "{messages:?}");
    assert!(messages[1].contains("1 beyond its end"), "{messages:?}");
}

/// Reads a master file with a cross-reference file beside it.
fn read_with(references: &[[u32; 3]], master: &[u8]) -> Vec<Entry> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ibis.MST");
    let bytes: Vec<u8> =
        references.iter().flatten().flat_map(|word| word.to_be_bytes()).collect();
    std::fs::write(&path, master).unwrap();
    std::fs::write(folder.path().join("ibis.xrf"), bytes).unwrap();
    Input::open(&path, &Options::default()).unwrap().map(Result::unwrap).collect()
}

#[test]
fn the_cross_references_say_what_is_deleted_and_which_version_is_meant() {
    let first: Written<'_> = (1, false, &[(200, b"^aLamp")]);
    let second: Written<'_> = (2, false, &[(200, b"^aFire")]);
    let both = irbis64(&[first, second]);
    let later = irbis64(&[first, second, (1, false, &[(200, b"^aThe lamp")])]);
    let place = (irbis64(&[first]).len()) as u32;
    let agreeing = read_with(&[[36, 0, 0], [place, 0, 64]], &both);
    assert_eq!(titles(&agreeing), [pair("1", "Lamp"), pair("2", "Fire")]);
    assert!(agreeing.iter().all(|entry| entry.findings.is_empty()));
    for flag in [1, 2, 4] {
        let entries = read_with(&[[36, 0, 0], [place, 0, flag]], &both);
        assert_eq!(titles(&entries), [pair("1", "Lamp")]);
        assert!(entries[0].findings[0].message().contains("1 that were deleted"));
    }
    let entries = read_with(&[[36, 0, 0], [place, 0, 0]], &later);
    assert_eq!(titles(&entries), [pair("1", "Lamp"), pair("2", "Fire")]);
    assert!(entries[0].findings[0].message().contains("1 records elsewhere"));
}

#[test]
fn references_that_lead_nowhere_are_told_and_not_followed() {
    let master = irbis64(&[(1, false, &[(200, b"^aLamp")])]);
    for wrong in [[37, 0, 0], [36, 1, 0], [u32::MAX, u32::MAX, 8]] {
        let entries = read_with(&[wrong, [0, 0, 0]], &master);
        assert_eq!(titles(&entries), [pair("1", "Lamp")]);
        assert!(entries[0].findings[0].message().contains("1 references to places"));
    }
}

proptest! {
    #[test]
    fn no_cross_references_make_the_reader_panic(
        references in prop::collection::vec(any::<[u32; 3]>(), 0..6),
    ) {
        let record: Written<'_> = (1, false, &[(200, b"^aLamp")]);
        prop_assert!(read_with(&references, &irbis64(&[record])).len() <= 2);
    }

    #[test]
    fn no_change_of_a_master_file_makes_the_reader_panic(
        is_isis in any::<bool>(),
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
    ) {
        let records: [Written<'_>; 3] = [
            (1, false, &[(200, b"^aLamp"), (910, b"^a0^b1")]),
            (2, true, &[(200, b"^aFire")]),
            (3, false, &[(200, b"^aSand"), (700, b"^aWick^bB.")]),
        ];
        let mut file = if is_isis { isis(&records) } else { irbis64(&records) };
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        file.truncate(cut.index(file.len()) + 1);
        let options = Options { format: Some(Format::IrbisMaster), ..Options::default() };
        if let Ok(input) = Input::from_reader("x", Box::new(Cursor::new(file)), &options) {
            for entry in input {
                prop_assert!(entry.is_ok());
            }
        }
    }
}
