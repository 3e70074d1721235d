//! Good files: their records, and no findings.

use bibliobus_catalog::{
    Creator, CreatorKind, IdentifierKind, Item, LinkKind, Material, Record, Scheme,
    Series, Status, SubjectKind, Terms,
};
use bibliobus_ingest::{Format, Input, Options};

use crate::open_files::{Read, bytes, fixtures, read, read_bytes, read_input, read_path};

/// The one record of a read with this id.
fn record<'r>(read: &'r Read, id: &str) -> &'r Record {
    read.records().into_iter().find(|record| record.id == id).unwrap()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn every_valid_fixture_gives_records_and_no_findings() {
    for file in std::fs::read_dir(fixtures("valid")).unwrap() {
        let read = read_path(&file.unwrap().path());
        assert!(read.error.is_none(), "{:?}", read.error);
        assert_eq!(read.findings(), Vec::<&bibliobus_ingest::Finding>::new());
        assert!(!read.records().is_empty());
    }
}

#[test]
fn a_record_has_its_title_without_the_joints() {
    let read = read("valid/plays.mrc");
    let seagull = &record(&read, "pl0001").title;
    assert_eq!(seagull.full(), "Чайка : комедия в четырех действиях");
    assert_eq!(seagull.responsibility.as_deref(), Some("А. П. Чехов"));
    let fires = &record(&read, "pl0002").title;
    assert_eq!(fires.full(), "The fires : a reader. Part 2, Winter");
    assert_eq!(fires.nonfiling, 4);
    let fires = record(&read, "pl0002");
    assert_eq!(fires.uniform_title.as_deref(), Some("Ogni"));
    assert_eq!(fires.other_titles, ["Fires, a reader", "Short stories"]);
}

#[test]
fn creators_come_with_roles_and_the_main_entry_first() {
    let read = read("valid/plays.mrc");
    let creator = |name: &str, dates: Option<&str>, roles: &[&str], main| Creator {
        name: name.into(),
        dates: dates.map(Into::into),
        roles: texts(roles),
        kind: CreatorKind::Person,
        main,
    };
    assert_eq!(
        record(&read, "pl0001").creators,
        [
            creator("Чехов, Антон Павлович", Some("1860-1904"), &["aut"], true),
            creator("Иванова, А. Б.", None, &["ill"], false),
        ]
    );
    let fires = &record(&read, "pl0002").creators;
    assert_eq!(fires[0].name, "Guild of Lamplighters. Reading Room");
    assert_eq!(
        (fires[0].kind, fires[0].roles[0].as_str()),
        (CreatorKind::Corporate, "isb")
    );
    assert_eq!(fires[1], creator("Wick, B.", None, &["edt", "trl"], false));
    assert_eq!(fires.len(), 2);
}

#[test]
fn subjects_are_joined_and_said_once() {
    let read = read("valid/plays.mrc");
    let subjects = |id| -> Vec<(String, SubjectKind)> {
        let subjects = record(&read, id).subjects.iter();
        subjects.map(|subject| (subject.heading.clone(), subject.kind)).collect()
    };
    assert_eq!(
        subjects("pl0001"),
        [
            ("Русская драматургия -- XIX век".to_owned(), SubjectKind::Topic),
            ("Комедии".to_owned(), SubjectKind::Genre),
        ]
    );
    assert_eq!(
        subjects("pl0002"),
        [
            (
                "Chekhov, Anton Pavlovich, 1860-1904 -- Criticism and interpretation"
                    .to_owned(),
                SubjectKind::Name
            ),
            ("Russia -- History -- 1801-1917".to_owned(), SubjectKind::Place),
            ("lamps".to_owned(), SubjectKind::Keyword),
            ("streets".to_owned(), SubjectKind::Keyword),
        ]
    );
}

#[test]
fn classes_keep_their_schemes() {
    let read = read("valid/plays.mrc");
    let classes = |id| -> Vec<(Scheme, String)> {
        let classes = record(&read, id).classes.iter();
        classes.map(|class| (class.scheme, class.notation.clone())).collect()
    };
    assert_eq!(
        classes("pl0001"),
        [
            (Scheme::Udc, "821.161.1-2".to_owned()),
            (Scheme::Bbk, "84(2=411.2)5".to_owned())
        ]
    );
    assert_eq!(
        classes("pl0002"),
        [
            (Scheme::Lcc, "PG3456.A1 C5 2010".to_owned()),
            (Scheme::Ddc, "891.723".to_owned()),
            (Scheme::SuDoc, "Y 4.OV 2:118-16".to_owned()),
        ]
    );
}

#[test]
fn the_description_is_whole() {
    let read = read("valid/plays.mrc");
    let seagull = record(&read, "pl0001");
    assert_eq!(seagull.edition.as_deref(), Some("2-е изд."));
    assert_eq!(seagull.imprint.place.as_deref(), Some("Москва"));
    assert_eq!(seagull.imprint.publisher.as_deref(), Some("Издание А. Ф. Маркса"));
    assert_eq!(seagull.imprint.date.as_deref(), Some("1901"));
    assert_eq!(seagull.imprint.year, Some(1901));
    assert_eq!(seagull.extent.as_deref(), Some("95 с. ; 20 см."));
    assert_eq!(seagull.notes, ["Первая постановка в 1896 году."]);
    assert_eq!(seagull.contents, ["Действие первое -- Действие второе."]);
    assert_eq!(seagull.summaries, ["Комедия о театре и любви."]);
    assert_eq!(seagull.languages, ["rus"]);
    assert_eq!(seagull.material, Material::Book);
    assert_eq!(seagull.added.as_deref(), Some("2020-01-15"));
    let series = |title: &str, number: &str| Series {
        title: title.into(),
        number: Some(number.into()),
    };
    assert_eq!(seagull.series, [series("Пьесы для чтения", "3")]);
    assert_eq!(record(&read, "pl0002").series, [series("Lamp books", "7")]);
    assert_eq!(record(&read, "pl0002").imprint.date.as_deref(), Some("[2010], c1986"));
}

#[test]
fn numbers_are_in_their_normal_form() {
    use IdentifierKind::{Doi, Isbn, Issn, Lccn, Oclc};
    let read = read("valid/plays.mrc");
    let identifiers = record(&read, "pl0002").identifiers.iter();
    let identifiers: Vec<_> = identifiers.map(|i| (i.kind, i.value.as_str())).collect();
    assert_eq!(
        identifiers,
        [
            (Lccn, "2012035454"),
            (Isbn, "9780306406157"),
            (Issn, "03785955"),
            (Doi, "10.1000/abc"),
            (Oclc, "12345"),
        ]
    );
}

#[test]
fn the_original_script_is_linked_to_its_field() {
    let read = read("valid/plays.mrc");
    let fires = record(&read, "pl0002");
    assert_eq!(fires.original_title(), Some("Огни : хрестоматия"));
    assert_eq!(fires.vernacular[1].text, "Фитиль, Б.");
}

#[test]
fn holdings_gather_the_copies_of_one_place() {
    let read = read("valid/plays.mrc");
    let holdings = &record(&read, "pl0001").holdings;
    assert_eq!(holdings.len(), 2);
    let mark = holdings[0].call_number.as_ref().unwrap();
    assert_eq!(mark.label(), "84(2=411.2)5 Ч-56");
    assert_eq!(mark.scheme, Scheme::Fixed);
    assert_eq!(holdings[0].location.library, "C");
    assert_eq!(holdings[0].location.sublocation.as_deref(), Some("ABON"));
    assert_eq!(holdings[0].notes, ["Спросите у стойки"]);
    let barcodes: Vec<_> =
        holdings[0].items.iter().map(|item| item.barcode.clone()).collect();
    assert_eq!(barcodes, [Some("3000000001".to_owned()), Some("3000000002".to_owned())]);
    assert_eq!(holdings[1].call_number.as_ref().unwrap().label(), "Хр 12/7");

    let stated = &record(&read, "pl0002").holdings;
    assert_eq!(stated.len(), 1);
    assert_eq!(stated[0].items, []);
    assert_eq!(stated[0].extent.as_deref(), Some("v.1-4 (2001-2004)"));
}

#[test]
fn links_say_what_they_are_and_what_they_take() {
    let read = read("valid/plays.mrc");
    let links = &record(&read, "pl0001").links;
    assert_eq!(links[0].label.as_deref(), Some("Читать"));
    assert_eq!(links[0].note.as_deref(), Some("Без регистрации"));
    assert_eq!((links[0].kind, links[0].terms), (LinkKind::Resource, Terms::OpenAccess));
    assert_eq!((links[1].kind, links[1].terms), (LinkKind::Related, Terms::Unknown));
    let closed = &record(&read, "pl0002").links[0];
    assert_eq!(closed.url, "http://www.example.org/fires");
    assert_eq!(closed.terms, Terms::Remote);
}

#[test]
fn items_of_koha_win_over_852_and_have_a_status() {
    let read = read("valid/koha.mrc");
    let record = record(&read, "k1");
    let holdings = &record.holdings;
    assert_eq!(holdings.len(), 2);
    assert_eq!(holdings[0].location.library, "MPL");
    assert_eq!(holdings[0].location.sublocation.as_deref(), Some("GEN"));
    assert_eq!(holdings[0].notes, ["Front desk"]);
    assert_eq!(holdings[0].call_number.as_ref().unwrap().scheme, Scheme::Lcc);
    assert_eq!(
        holdings[0].items[0],
        Item {
            barcode: Some("1".into()),
            inventory: Some("77".into()),
            copy: Some("c.1".into()),
            enumeration: Some("v.1".into()),
            status: Status::Available,
        }
    );
    let until = Some("2026-12-01".to_owned());
    assert_eq!(holdings[0].items[1].status, Status::OnLoan { until });
    let elsewhere: Vec<_> = holdings[1].items.iter().map(|item| &item.status).collect();
    assert_eq!(elsewhere, [&Status::Reference, &Status::OnOrder, &Status::Missing]);
    assert_eq!(record.links[0].url, "https://example.org/k1");
}

#[test]
fn xml_in_any_dress_gives_the_records_of_iso_2709() {
    let plain = read("valid/plays.mrc");
    for name in ["valid/plays.xml", "valid/marcxchange.xml", "valid/oai.xml"] {
        assert_eq!(read(name).records(), plain.records(), "{name}");
    }
}

#[test]
fn entities_and_sections_are_read_as_text() {
    let read = read("valid/entities.xml");
    assert_eq!(read.records()[0].title.proper, "Salt & sand <1> \"Да\" & more");
}

#[test]
fn compressed_files_are_simply_read() {
    let plain = read("valid/plays.mrc");
    for name in ["valid/plays.mrc.gz", "valid/plays.mrc.zst", "valid/lines-between.mrc"] {
        assert_eq!(read(name).records(), plain.records(), "{name}");
    }
}

#[test]
fn every_file_of_an_archive_is_read_from_a_path_and_from_a_stream() {
    let expected = ["pl0001", "pl0002", "nd1", "nd2", "nd3", "nd4", "pl0001", "pl0002"];
    assert_eq!(read("valid/plays.zip").ids(), expected);
    let from_path = read_path(&fixtures("valid").join("plays.zip"));
    assert_eq!(from_path.ids(), expected);
    assert_eq!(from_path.entries[3].number, 2);
}

#[test]
fn the_format_is_seen_by_the_bytes_and_not_by_the_name() {
    let cases = [
        ("valid/plays.mrc.gz", Format::Marc21),
        ("valid/oai.xml", Format::MarcXml),
        ("valid/flat.ndjson", Format::Ndjson),
        ("valid/table.csv", Format::Csv),
    ];
    for (name, format) in cases {
        let reader = Box::new(std::io::Cursor::new(bytes(name)));
        let input = Input::from_reader("x.txt", reader, &Options::default()).unwrap();
        assert_eq!(input.format(), format, "{name}");
    }
}

#[test]
fn progress_counts_the_bytes_on_disk() {
    let path = fixtures("valid").join("plays.mrc.gz");
    let mut input = Input::open(&path, &Options::default()).unwrap();
    let total = std::fs::metadata(&path).unwrap().len();
    assert!(input.by_ref().all(|entry| entry.is_ok()));
    assert_eq!(input.progress().total, Some(total));
    assert_eq!(input.progress().read, total);
}

#[test]
fn a_prefix_goes_before_every_number() {
    let options = Options { prefix: Some("c".into()), ..Options::default() };
    let reader = Box::new(std::io::Cursor::new(bytes("valid/plays.mrc")));
    let read = read_input(Input::from_reader("plays.mrc", reader, &options));
    assert_eq!(read.ids(), ["c:pl0001", "c:pl0002"]);
}

#[test]
fn a_line_of_json_gives_holdings_with_their_copies() {
    let read = read("valid/flat.ndjson");
    let seagull = record(&read, "nd1");
    assert_eq!(seagull.title.full(), "Чайка : комедия");
    assert_eq!(seagull.creators[0].name, "Чехов, Антон Павлович");
    assert_eq!(seagull.creators[0].dates.as_deref(), Some("1860-1904"));
    assert_eq!(seagull.holdings.len(), 2);
    let until = Some("2026-12-01".to_owned());
    assert_eq!(seagull.holdings[0].items[0].status, Status::OnLoan { until });
    assert_eq!(seagull.holdings[0].items[1].status, Status::Reference);
    assert_eq!(seagull.holdings[1].items[0].inventory.as_deref(), Some("77"));
    assert_eq!(seagull.original_title(), Some("Чайка"));
}

#[test]
fn print_only_online_only_and_both_come_out_right() {
    let read = read("valid/flat.ndjson");
    let ways = |id| {
        let record = record(&read, id);
        (record.holdings.len(), record.links.len())
    };
    assert_eq!(ways("nd2"), (1, 0));
    assert_eq!(ways("nd3"), (0, 1));
    assert_eq!(ways("nd4"), (1, 1));
    assert_eq!(record(&read, "nd2").year(), Some(1998));
    assert_eq!(record(&read, "nd2").language(), Some("eng"));
    assert_eq!(record(&read, "nd3").identifiers[0].value, "9780306406157");
    assert_eq!(record(&read, "nd4").links[0].kind, LinkKind::Version);
    assert_eq!(record(&read, "nd4").creators[0].dates.as_deref(), Some("born 1931"));
}

#[test]
fn a_table_gives_the_same_as_json() {
    let read = read("valid/table.csv");
    let seagull = record(&read, "c1");
    assert_eq!(seagull.creators.len(), 2);
    assert_eq!(seagull.subjects[1].heading, "Театр");
    assert_eq!(seagull.summaries, ["Две строки, вторая"]);
    assert_eq!(seagull.identifiers[0].value, "9780306406157");
    let items = &seagull.holdings[0].items;
    assert_eq!(items[1].barcode.as_deref(), Some("2"));
    assert_eq!(items[1].status, Status::OnLoan { until: Some("2026-12-01".into()) });
    let ebook = record(&read, "c2");
    assert_eq!((ebook.holdings.len(), ebook.links.len()), (0, 1));
}

#[test]
fn a_table_of_a_spreadsheet_may_use_semicolons() {
    let read = read("valid/semicolons.csv");
    assert_eq!(record(&read, "c1").title.proper, "Чайка, комедия");
}

#[test]
fn the_same_file_twice_gives_the_same_records() {
    let twice = || read_bytes("x", bytes("damaged/no-number.mrc"));
    assert_eq!(twice().records(), twice().records());
}

#[test]
fn a_collection_for_tests_of_retrieval_is_read() {
    let lines = concat!(
        r#"{"_id":"d1","title":"Чайка","text":"Пьеса в четырёх действиях.","metadata":{}}"#,
        "\n",
        r#"{"_id":"d2","title":"","text":"A text.","metadata":{"year":1896,"authors":["A"]}}"#,
    );
    let read = read_bytes("corpus.jsonl", lines.into());
    assert_eq!(record(&read, "d1").summaries, ["Пьеса в четырёх действиях."]);
    assert_eq!(record(&read, "d2").imprint.year, Some(1896));
    assert_eq!(record(&read, "d2").creators[0].name, "A");
}

#[test]
fn other_titles_and_both_lengths_of_an_isbn_are_said_once() {
    let line = r#"{"id":"1","title":"The Fires","original_title":"Ogni","title_series":
        "the fires","isbn13":"9780306406157","isbn10":"0306406152"}"#;
    let read = read_bytes("books.jsonl", line.replace('\n', " ").into_bytes());
    assert_eq!(record(&read, "1").other_titles, ["Ogni"]);
    assert_eq!(record(&read, "1").identifiers.len(), 1);
    assert!(read.findings().is_empty(), "{:?}", read.findings());
}
