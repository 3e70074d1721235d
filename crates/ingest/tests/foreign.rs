//! Formats other than MARC and our own: what they say arrives in our nouns.

use bibliobus_catalog::{
    CreatorKind, LinkKind, Material, Record, Scheme, SubjectKind, Terms,
};
use bibliobus_ingest::{Format, Input, Options};

use crate::open_files::{Read, read, read_bytes, read_input};

fn only(read: &Read, id: &str) -> Record {
    let found = read.records().into_iter().find(|record| record.id == id).cloned();
    found.unwrap_or_else(|| panic!("no {id} among {:?}", read.ids()))
}

fn headings(record: &Record) -> Vec<(&str, SubjectKind)> {
    record.subjects.iter().map(|s| (s.heading.as_str(), s.kind)).collect()
}

fn numbers(record: &Record) -> Vec<&str> {
    record.identifiers.iter().map(|number| number.value.as_str()).collect()
}

fn links(record: &Record) -> Vec<(&str, LinkKind, Terms)> {
    record.links.iter().map(|l| (l.url.as_str(), l.kind, l.terms)).collect()
}

#[test]
fn dublin_core_from_a_repository() {
    let read = read("valid/plays-dc.xml");
    let seagull = only(&read, "oai:repository.example:1");
    assert_eq!(seagull.title.full(), "Чайка : комедия в четырех действиях");
    assert_eq!(seagull.other_titles, ["The Seagull"]);
    assert_eq!(seagull.creators[0].name, "Чехов, Антон Павлович");
    assert_eq!(seagull.creators[0].dates.as_deref(), Some("1860-1904"));
    assert_eq!(seagull.creators.len(), 2);
    assert_eq!(headings(&seagull)[1], ("Россия", SubjectKind::Place));
    assert_eq!(seagull.summaries, ["Пьеса о театре & озере."]);
    assert_eq!((seagull.year(), seagull.language()), (Some(1901), Some("rus")));
    assert_eq!(numbers(&seagull), ["9785020285002", "10.1000/seagull"]);
    assert_eq!(
        links(&seagull),
        [
            ("https://repository.example/about/1", LinkKind::Related, Terms::Unknown),
            ("https://repository.example/1", LinkKind::Resource, Terms::OpenAccess),
        ]
    );
    assert_eq!(only(&read, "oai:repository.example:2").material, Material::Article);
}

#[test]
fn plain_dublin_core_and_a_deleted_record() {
    let plain = "<records xmlns:dc='http://purl.org/dc/elements/1.1/'>\
        <dc><dc:title>A</dc:title><dc:identifier>a1</dc:identifier></dc>\
        <record><header status='deleted'><identifier>gone</identifier></header></record>\
        </records>";
    let read = read_bytes("plain.xml", plain.into());
    assert_eq!(read.ids(), ["a1"]);
    assert!(read.only_message().contains("gone was deleted"), "{}", read.only_message());
}

#[test]
fn mods_with_everything_that_it_can_say() {
    let read = read("valid/plays-mods.xml");
    let fires = only(&read, "mods1");
    assert_eq!(fires.title.full(), "The fires : a reader. Part 2, Winter");
    assert_eq!(fires.title.nonfiling, 4);
    assert_eq!(fires.uniform_title.as_deref(), Some("Ogni"));
    assert_eq!(
        (fires.creators[0].name.as_str(), fires.creators[0].main),
        ("Wick, B.", true)
    );
    assert_eq!(fires.creators[1].kind, CreatorKind::Corporate);
    assert_eq!(fires.creators[1].roles, ["edt"]);
    assert_eq!(
        headings(&fires),
        [
            ("Readers", SubjectKind::Genre),
            ("Fire -- London -- 1900-1910", SubjectKind::Topic),
            ("London", SubjectKind::Place),
        ]
    );
    assert_eq!(fires.imprint.place.as_deref(), Some("London"));
    assert_eq!((fires.year(), fires.language()), (Some(1905), Some("eng")));
    assert_eq!(fires.edition.as_deref(), Some("2nd ed."));
    assert_eq!(fires.extent.as_deref(), Some("201 p."));
    assert_eq!((fires.notes.len(), fires.contents.len()), (1, 1));
    assert_eq!(
        (fires.classes[0].scheme, &*fires.classes[0].notation),
        (Scheme::Ddc, "808.8")
    );
    assert_eq!(fires.series[0].number.as_deref(), Some("7"));
    assert_eq!(numbers(&fires), ["9780306406157"]);
    assert_eq!(fires.holdings[0].location.library, "Main");
    let mark = fires.holdings[0].call_number.as_ref().unwrap();
    assert_eq!(mark.label(), "808.8 WIC");
    assert_eq!(fires.links[0].label.as_deref(), Some("Full text"));
}

#[test]
fn a_feed_of_opds_gives_the_books_and_not_the_shelves() {
    let read = read("valid/plays-opds.xml");
    assert_eq!(read.records().len(), 1);
    let seagull = only(&read, "urn:uuid:3");
    assert_eq!(headings(&seagull), [("Драматургия", SubjectKind::Topic)]);
    assert_eq!(numbers(&seagull), ["9785020285002"]);
    assert_eq!(
        links(&seagull),
        [
            ("https://books.example/3.epub", LinkKind::Resource, Terms::OpenAccess),
            ("https://books.example/3/borrow", LinkKind::Resource, Terms::Remote),
            ("https://books.example/3.html", LinkKind::Related, Terms::OpenAccess),
        ]
    );
    assert_eq!(seagull.links[0].label.as_deref(), Some("EPUB"));
    let loan = &seagull.loans[0];
    assert_eq!(loan.url, "https://books.example/3/borrow");
    assert_eq!(
        (loan.is_available, loan.copies, loan.free),
        (Some(false), Some(2), Some(0))
    );
    assert_eq!((loan.waiting, &*loan.formats.join(" ")), (Some(1), "EPUB Readium LCP"));
}

#[test]
fn an_index_of_elasticlunr_gives_its_documents() {
    let read = read("valid/plays-elasticlunr.json");
    assert_eq!(read.ids(), ["p1", "p2"]);
    let seagull = only(&read, "p1");
    assert_eq!(seagull.title.full(), "Чайка : комедия");
    assert_eq!(seagull.creators[0].dates.as_deref(), Some("1860-1904"));
    assert_eq!(only(&read, "p2").links[0].url, "https://books.example/2");
}

#[test]
fn a_feed_of_opds_2_is_read_in_all_its_groups() {
    let read = read("valid/plays-opds2.json");
    assert_eq!(read.ids(), ["urn:isbn:9785020285002", "b2"]);
    let seagull = only(&read, "urn:isbn:9785020285002");
    assert_eq!(seagull.title.full(), "Чайка : комедия");
    assert_eq!(seagull.creators[0].name, "Чехов, Антон Павлович");
    assert_eq!(seagull.creators[1].roles, ["trl"]);
    assert_eq!(seagull.summaries, ["Со скобкой } и «кавычкой \"."]);
    assert_eq!(seagull.series[0].title, "Пьесы");
    assert_eq!(headings(&seagull).len(), 2);
    assert_eq!(seagull.links[0].terms, Terms::OpenAccess);
}

#[test]
fn kbart_gives_journals_and_books_with_what_can_be_read() {
    let read = read("valid/kbart.tsv");
    let journal = only(&read, "jl");
    assert_eq!(journal.material, Material::Serial);
    assert_eq!(numbers(&journal), ["03785955", "2434561X"]);
    let note = "1990, vol. 1, no. 1 – 2005, vol. 16; without the last 1 year";
    assert_eq!(journal.links[0].note.as_deref(), Some(note));
    assert_eq!(journal.links[0].terms, Terms::Remote);
    let book = only(&read, "fires");
    assert_eq!((book.material, book.year()), (Material::Book, Some(1905)));
    assert_eq!(book.creators.len(), 2);
    assert_eq!(book.links[0].terms, Terms::OpenAccess);
}

#[test]
fn a_table_with_russian_headings_is_guessed_and_says_so() {
    let table = "№;Автор(ы);Название;Год издания;УДК;Инв. №;Цена\n\
        1;Чехов А. П.; Чайка;1901;821.161;77;100\n\
        2;\"Иванов И.; Петров П.\";Огни;1905;;78;200\n";
    let read = read_bytes("books.csv", table.into());
    let records = read.records();
    assert_eq!(records[0].title.proper, "Чайка");
    assert_eq!(records[1].creators.len(), 2);
    assert_eq!(
        (records[0].year(), records[0].classes[0].scheme),
        (Some(1901), Scheme::Udc)
    );
    assert_eq!(records[0].holdings[0].items[0].inventory.as_deref(), Some("77"));
    let messages: Vec<String> = read.findings().iter().map(|f| f.message()).collect();
    let says = |words: &str| messages.iter().any(|message| message.contains(words));
    assert!(says("\"Автор(ы)\", which was read as `authors`"), "{messages:#?}");
    assert!(says("\"Цена\", which was not read"), "{messages:#?}");
}

#[test]
fn columns_can_be_given_by_hand() {
    let table = "Что,Кто\nЧайка,Чехов А. П.\n";
    let columns = [("что", "title"), ("Кто", "creator")];
    let columns = columns.map(|(name, key)| (name.to_owned(), key.to_owned())).to_vec();
    let options = Options { format: Some(Format::Csv), columns, ..Options::default() };
    let reader = Box::new(std::io::Cursor::new(table));
    let read = read_input(Input::from_reader("table.csv", reader, &options));
    assert_eq!(read.records()[0].title.proper, "Чайка");
    assert_eq!(read.records()[0].creators[0].name, "Чехов А. П.");
}

#[test]
fn a_table_of_a_russian_office_program_is_in_its_own_encoding() {
    let table = encode_1251("Автор;Название\nЧехов;Чайка\nТолстой;Война и мир\n");
    let read = read_bytes("books.csv", table);
    assert_eq!(read.records()[1].title.proper, "Война и мир");
    let says = |f: &&&bibliobus_ingest::Finding| f.found.starts_with("Windows-1251");
    assert_eq!(read.findings().iter().filter(says).count(), 1);
}

/// Windows-1251 of the letters of Russian.
fn encode_1251(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        'А'..='я' => (c as u32 - 'А' as u32 + 0xc0) as u8,
        _ => c as u8,
    };
    text.chars().map(byte).collect()
}
