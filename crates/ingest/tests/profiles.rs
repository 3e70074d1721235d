//! Records of other formats and systems: the same nouns, by other profiles.

use bibliobus_catalog::{
    CreatorKind, Item, Material, Record, Scheme, Status, SubjectKind,
};
use bibliobus_ingest::{Format, Input, Options, Profile, inspect};

use crate::open_files::{Read, bytes, fixtures, read, read_input};

fn read_by(name: &str, profile: &str) -> Read {
    let profile = Some(Profile::named(profile).unwrap());
    let options = Options { profile, ..Options::default() };
    let reader = Box::new(std::io::Cursor::new(bytes(name)));
    read_input(Input::from_reader("x", reader, &options))
}

fn record<'r>(read: &'r Read, id: &str) -> &'r Record {
    read.records().into_iter().find(|record| record.id == id).unwrap()
}

/// Branch and place, mark, and the barcodes or inventory numbers with their statuses.
type Shelf = (String, String, Vec<(String, Status)>);

fn shelves(record: &Record) -> Vec<Shelf> {
    let number = |item: &Item| item.barcode.clone().or(item.inventory.clone()).unwrap();
    let shelf = |holding: &bibliobus_catalog::Holding| {
        let place = holding.location.sublocation.as_deref().unwrap_or("-");
        let mark = holding.call_number.as_ref().map(|mark| mark.label());
        let items = holding.items.iter().map(|item| (number(item), item.status.clone()));
        let place = format!("{} {place}", holding.location.library).trim().to_owned();
        (place, mark.unwrap_or_default(), items.collect())
    };
    record.holdings.iter().map(shelf).collect()
}

fn shelf(place: &str, mark: &str, items: &[(&str, Status)]) -> Shelf {
    let items =
        items.iter().map(|(number, status)| ((*number).to_owned(), status.clone()));
    (place.to_owned(), mark.to_owned(), items.collect())
}

#[test]
fn a_record_of_unimarc_is_known_by_its_fields() {
    let read = read("valid/unimarc.mrc");
    let seagull = record(&read, "RU-X-1");
    assert_eq!(seagull.title.full(), "Чайка : комедия");
    assert_eq!(
        seagull.title.responsibility.as_deref(),
        Some("А. П. Чехов ; ил. А. Б. Ивановой")
    );
    assert_eq!(seagull.other_titles, ["The seagull"]);
    let creators: Vec<_> = seagull
        .creators
        .iter()
        .map(|c| (c.name.as_str(), c.roles.join(","), c.kind, c.main))
        .collect();
    assert_eq!(
        creators,
        [
            ("Чехов, Антон Павлович", "aut".to_owned(), CreatorKind::Person, true),
            (
                "Театральный кружок. Секция чтения",
                "pbl".to_owned(),
                CreatorKind::Corporate,
                true
            ),
            ("Иванова, А. Б.", "ill".to_owned(), CreatorKind::Person, false),
        ]
    );
    let subjects: Vec<_> =
        seagull.subjects.iter().map(|s| (s.heading.as_str(), s.kind)).collect();
    assert_eq!(
        subjects,
        [
            ("Русская драматургия -- История -- 19 в.", SubjectKind::Topic),
            ("Чехов, Антон Павлович, 1860-1904", SubjectKind::Name),
            ("театр", SubjectKind::Keyword),
            ("пьесы", SubjectKind::Keyword),
        ]
    );
    let classes: Vec<_> =
        seagull.classes.iter().map(|c| (c.scheme, c.notation.as_str())).collect();
    assert_eq!(classes, [(Scheme::Udc, "821.161.1-2"), (Scheme::Bbk, "84(2=411.2)5")]);
}

#[test]
fn the_description_of_unimarc_is_whole() {
    let read = read("valid/unimarc.mrc");
    let seagull = record(&read, "RU-X-1");
    assert_eq!(seagull.imprint.place.as_deref(), Some("Москва"));
    assert_eq!(seagull.imprint.publisher.as_deref(), Some("А. Ф. Маркс"));
    assert_eq!(seagull.year(), Some(1901));
    assert_eq!(seagull.extent.as_deref(), Some("95 с. : ил. ; 20 см"));
    assert_eq!(seagull.series[0].title, "Пьесы для чтения");
    assert_eq!(seagull.contents, ["Действие первое -- Действие второе"]);
    assert_eq!(seagull.summaries, ["Комедия о театре."]);
    assert_eq!(seagull.language(), Some("rus"));
    assert_eq!(seagull.added.as_deref(), Some("2020-01-15"));
    assert_eq!(seagull.identifiers[0].value, "9785020282056");
    assert_eq!(seagull.links[0].label.as_deref(), Some("Читать"));
    let here = |number| (number, Status::Available);
    assert_eq!(shelves(seagull), [shelf("ЦБ Хр", "12/345", &[here("77"), here("78")])]);
}

#[test]
fn a_part_that_says_nothing_alone_has_the_title_of_its_set() {
    let read = read("valid/unimarc.mrc");
    assert_eq!(record(&read, "RU-X-2").title.full(), "Собрание пьес : в 3 вып. Вып. 2");
}

#[test]
fn items_of_koha_stand_in_995_of_unimarc() {
    let read = read("valid/unimarc.mrc");
    let until = Some("2026-12-01".to_owned());
    assert_eq!(
        shelves(record(&read, "7")),
        [
            shelf(
                "EAST HALL",
                "R TCH",
                &[("300001", Status::Available), ("300002", Status::OnLoan { until })]
            ),
            shelf("MAIN STACK", "R TCH", &[("300003", Status::Reference)]),
        ]
    );
}

#[test]
fn rusmarc_in_cp1251_is_read_as_such() {
    let read = read("damaged/rusmarc-cp1251.mrc");
    let orchard = record(&read, "RU-X-1");
    assert_eq!(orchard.title.full(), "Вишневый сад : комедия в четырех действиях");
    assert_eq!(orchard.creators[0].name, "Чехов, Антон Павлович");
}

#[test]
fn a_file_in_unimarc_read_as_marc21_is_called_so() {
    let message = read_by("valid/unimarc-short.mrc", "marc21").only_message();
    assert!(message.contains("looks like UNIMARC"), "{message}");
}

#[test]
fn alma_has_holdings_items_and_portfolios() {
    let read = read("valid/alma.mrc");
    let lamps = record(&read, "99");
    assert_eq!(
        shelves(lamps),
        [
            shelf("MAIN stacks", "PR858 .L36 2001", &[("3907401", Status::Available)]),
            shelf(
                "ANNEX reserve",
                "PR858 .L36 2001",
                &[("3907402", Status::OnLoan { until: None })]
            ),
        ]
    );
    assert_eq!(lamps.holdings[0].call_number.as_ref().unwrap().scheme, Scheme::Lcc);
    let links: Vec<_> = lamps.links.iter().map(|link| link.url.as_str()).collect();
    assert_eq!(links, ["https://example.org/lamps"]);
    assert_eq!(lamps.links[0].label.as_deref(), Some("Books of light"));
}

#[test]
fn sirsi_has_copies_in_999() {
    let read = read_by("valid/sirsi.mrc", "sirsi");
    let lamps = record(&read, "98");
    assert_eq!(
        shelves(lamps),
        [
            shelf(
                "MAIN STACKS",
                "PR858 .L36 2001",
                &[
                    ("30001", Status::Available),
                    ("30002", Status::OnLoan { until: None })
                ]
            ),
            shelf("EAST REFERENCE", "REF 621.32 L36", &[("30003", Status::Reference)]),
        ]
    );
    let schemes: Vec<_> = lamps
        .holdings
        .iter()
        .map(|holding| holding.call_number.as_ref().unwrap().scheme)
        .collect();
    assert_eq!(schemes, [Scheme::Lcc, Scheme::Ddc]);
}

#[test]
fn a_record_of_any_format_can_be_seen_as_it_is() {
    for (name, words) in [
        ("plays-dc.xml", "<dc:title>"),
        ("plays-mods.xml", "<title>fires"),
        ("plays-opds.xml", "<title>Чайка"),
        ("plays-opds2.json", "\"title\""),
        ("plays-elasticlunr.json", "title: Чайка"),
        ("flat.ndjson", "\"id\""),
        ("kbart.tsv", "publication_title: "),
        ("semicolons.csv", ": "),
    ] {
        let path = fixtures("valid").join(name);
        let (entry, seen) = inspect(&path, &Options::default(), 1).unwrap().unwrap();
        let seen = seen.unwrap();
        assert!(entry.record.is_some() && seen.fields.is_empty(), "{name}");
        assert!(seen.text.contains(words), "{name}: {}", seen.text);
    }
}

/// The fields are those of records that libraries with Symphony have published.
#[test]
fn sirsi_keeps_notes_of_staff_and_made_up_marks_to_itself() {
    let copy = |subfields: &str| {
        let subfields = subfields.split('$').skip(1).map(|subfield| {
            let (code, text) = subfield.split_at(1);
            format!("<subfield code='{code}'>{text}</subfield>")
        });
        let subfields: String = subfields.collect();
        format!("<datafield tag='999' ind1=' ' ind2=' '>{subfields}</datafield>")
    };
    let copies = [
        "$a36/I313$wASIS$c1$iP1$lSTACKS$mEAST$rY$o.CIRCNOTE. gift$o.PUBLIC. With a map",
        "$aXX(12.1)$wLC$c1$iP2$lSTACKS$mWEST$rY",
        "$aQA1$wLC$c1$iP3$kDISCARD$lSTACKS$mSOUTH$rY",
        "$aQA1$wLC$c1$iP4$kHOLDS$lSTACKS$mNORTH$rY",
    ];
    let copies: String = copies.iter().map(|one| copy(one)).collect();
    let text = format!(
        "<collection><record><leader>00000nam a2200000 a 4500</leader>\
         <controlfield tag='001'>1</controlfield>\
         <datafield tag='245' ind1='0' ind2='0'><subfield code='a'>A</subfield></datafield>\
         {copies}</record></collection>"
    );
    let options =
        Options { profile: Some(Profile::named("sirsi").unwrap()), ..Options::default() };
    let reader = Box::new(std::io::Cursor::new(text));
    let read = read_input(Input::from_reader("x.xml", reader, &options));
    let record = record(&read, "1");
    let told: Vec<_> = record
        .holdings
        .iter()
        .map(|h| (h.location.library.as_str(), h.call_number.is_some(), h.notes.concat()))
        .collect();
    assert_eq!(
        told,
        [
            ("EAST", true, "With a map".to_owned()),
            ("WEST", false, String::new()),
            ("NORTH", true, String::new()),
        ]
    );
    assert_eq!(record.holdings[2].items[0].status, Status::OnLoan { until: None });
}

#[test]
fn evergreen_has_its_flags_in_852() {
    let read = read_by("valid/evergreen.mrc", "evergreen");
    let lamps = shelves(record(&read, "97"));
    let items = [("30001", Status::Available), ("30002", Status::Reference)];
    assert_eq!(lamps, [shelf("BR1 Stacks", "PR858", &items)]);
}

#[test]
fn textual_holdings_and_items_go_to_the_852_that_they_name() {
    let read = read("valid/linked-holdings.mrc");
    let news = record(&read, "96");
    assert_eq!(
        shelves(news),
        [
            shelf("MAIN per", "TK1", &[("30001", Status::Available)]),
            shelf(
                "EAST per",
                "TK1",
                &[("30002", Status::Missing), ("30003", Status::Reference)]
            ),
        ]
    );
    let held: Vec<_> = news.holdings.iter().map(|h| h.extent.clone().unwrap()).collect();
    assert_eq!(held, ["v.1-4 (2001-2004); Index to v.1-4", "v.3"]);
}

#[test]
fn a_text_export_of_irbis_gives_records() {
    let read = read("valid/irbis.txt");
    assert_eq!(read.ids(), ["84(2)5/Ч-56-123456", "-2", "a3"]);
    let seagull = read.records()[0];
    assert_eq!(seagull.title.full(), "Чайка : комедия");
    assert_eq!(seagull.creators[0].name, "Чехов, Антон Павлович");
    assert_eq!(seagull.extent.as_deref(), Some("95 с. : ил."));
    assert_eq!(seagull.year(), Some(1901));
    assert_eq!(seagull.added.as_deref(), Some("2020-01-15"));
    assert_eq!(seagull.subjects[0].heading, "Русская драматургия -- История -- 19 в.");
    assert_eq!(seagull.links[0].label.as_deref(), Some("Читать"));
    let lent = Status::OnLoan { until: None };
    assert_eq!(
        shelves(seagull),
        [
            shelf(
                "ЧЗ",
                "84(2)5 Ч-56",
                &[("300001", Status::Available), ("300002", lent)]
            ),
            shelf("ХР", "12/345", &[("80", Status::Available)]),
        ]
    );
}

#[test]
fn volumes_and_articles_of_irbis_are_told_with_what_they_are_part_of() {
    let read = read("valid/irbis.txt");
    let (volume, article) = (read.records()[1], read.records()[2]);
    assert_eq!(volume.title.full(), "Собрание пьес : в 3 вып. Вып. 2, Вишневый сад");
    assert_eq!(volume.imprint.publisher.as_deref(), Some("Маркс"));
    assert_eq!(volume.year(), Some(1902));
    let roles: Vec<_> = volume.creators.iter().map(|c| c.roles.join(",")).collect();
    assert_eq!(roles, ["", "edt"]);
    assert_eq!(article.material, Material::Article);
    assert_eq!(article.series[0].title, "Свет и тени");
    assert_eq!(article.series[0].number.as_deref(), Some("1999, № 4"));
    assert_eq!(article.year(), Some(1999));
}

#[test]
fn a_record_can_be_seen_through() {
    let path = fixtures("valid").join("irbis.txt");
    let (entry, inspection) = inspect(&path, &Options::default(), 2).unwrap().unwrap();
    let inspection = inspection.unwrap();
    assert_eq!(entry.number, 2);
    assert_eq!(inspection.profile, "irbis");
    assert_eq!(inspection.fields[0].tag, "920");
    assert_eq!(inspection.fields[0].subfields, [(Some('*'), "SPEC".to_owned())]);
    let title = inspection.steps.iter().find(|step| step.field.as_deref() == Some("200"));
    let title = title.unwrap();
    assert!(title.rule.starts_with("[[title]] of irbis, line "), "{}", title.rule);
    assert!(title.changes.contains(&("title.part".into(), "Вып. 2".into())));
    assert!(inspect(&path, &Options::default(), 4).unwrap().is_none());
}

#[test]
fn the_formats_of_irbis_can_be_forced_and_are_seen_by_themselves() {
    let open = |format| {
        let reader = Box::new(std::io::Cursor::new(bytes("valid/irbis.txt")));
        let options = Options { format, ..Options::default() };
        Input::from_reader("x", reader, &options).unwrap().format()
    };
    assert_eq!(open(None), Format::IrbisText);
    assert_eq!(open(Format::named("mst")), Format::IrbisMaster);
}
