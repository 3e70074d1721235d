//! What was wrong in records of real files, seen when they were compared with what became of
//! them (`docs/ingest-on-real-data.md`): each as a small record made by hand.

use bibliobus_catalog::{LinkKind, Record, Scheme, Status, Terms};

use crate::open_files::{Read, read_bytes};

/// A record in MARCXML of `(tag, indicators, subfields)`, the subfields as `$aText$bText`; without
/// indicators it is a control field.
fn xml(leader: &str, fields: &[(&str, &str, &str)]) -> Read {
    let mut text = format!("<collection><record><leader>{leader}</leader>");
    for (tag, indicators, content) in fields {
        if indicators.is_empty() {
            text += &format!("<controlfield tag='{tag}'>{content}</controlfield>");
            continue;
        }
        let (first, second) = indicators.split_at(1);
        text += &format!("<datafield tag='{tag}' ind1='{first}' ind2='{second}'>");
        for subfield in content.split('$').skip(1) {
            let (code, value) = subfield.split_at(1);
            text += &format!("<subfield code='{code}'>{value}</subfield>");
        }
        text += "</datafield>";
    }
    text += "</record></collection>";
    read_bytes("x.xml", text.into_bytes())
}

fn irbis(fields: &str) -> Read {
    let text = format!("#920: PAZK\n#200: ^AЛампа\n{fields}*****\n");
    read_bytes("x.txt", text.into_bytes())
}

fn only(read: &Read) -> Record {
    (*read.records().first().unwrap()).clone()
}

const MARC21: &str = "00000nam a2200000 a 4500";
const UNIMARC: &str = "00000nam0 2200000   450 ";

/// In nlr-rusmarc-cp1251.iso, 341772: the second law in the book could not be found by its title.
#[test]
fn titles_of_what_is_issued_with_the_thing_are_found() {
    let read = xml(
        UNIMARC,
        &[
            ("001", "", "1"),
            ("200", "1 ", "$aО судебных приставах"),
            (
                "423",
                " 0",
                "$12001 $aОб исполнительном производстве$eФедер. закон$1210 $aМ.",
            ),
            ("464", " 0", "$12001 $aБуквы вашего имени$1700 1$aШрамко$bИ."),
            ("454", " 1", "$tThe bailiffs"),
        ],
    );
    assert_eq!(
        only(&read).other_titles,
        ["Об исполнительном производстве : Федер. закон", "Буквы вашего имени",]
    );
    assert_eq!(only(&read).uniform_title.as_deref(), Some("The bailiffs"));
}

/// In nlr-rusmarc-cp1251.iso, 344375: illustrations stood after a semicolon, as sizes do.
#[test]
fn the_extent_of_unimarc_has_the_signs_of_isbd() {
    let fields = [
        ("001", "", "1"),
        ("200", "1 ", "$aА"),
        ("215", "  ", "$a257 с.$cил.$d30$e1 CD"),
    ];
    assert_eq!(
        only(&xml(UNIMARC, &fields)).extent.as_deref(),
        Some("257 с. : ил. ; 30 + 1 CD")
    );
}

/// In irbis-report-records.txt, record 9: copies that had not yet come stood "on the shelf",
/// because they had a status and a place but no number.
#[test]
fn a_copy_without_a_number_has_its_status_all_the_same() {
    let read = irbis("#910: ^A2^DФО-17\n#910: ^A6^DХР\n#910: ^A0^Bб/н^DДФ\n");
    let holdings = only(&read).holdings;
    let shelves: Vec<_> = holdings
        .iter()
        .map(|h| (h.location.sublocation.as_deref().unwrap(), &h.items[0]))
        .collect();
    assert_eq!(shelves.len(), 2, "what was written off is not told");
    assert_eq!((shelves[0].0, &shelves[0].1.status), ("ФО-17", &Status::OnOrder));
    assert_eq!((shelves[1].0, &shelves[1].1.status), ("ДФ", &Status::Available));
    assert_eq!(shelves[1].1.inventory, None, "б/н says that there is no number");
}

/// In irbis-report-records.txt, record 7: a book printed back to back with another, and a
/// collection, could be found by the first title only.
#[test]
fn what_is_bound_with_a_book_and_what_a_collection_holds_is_found() {
    let read = irbis(
        "#481: ^XПерельман В.Я.^CЗанимательная геометрия\n#922: ^CМеханика^GЯ. Перельман\n",
    );
    let record = only(&read);
    assert_eq!(record.other_titles, ["Занимательная геометрия"]);
    assert_eq!(record.contents, ["Механика / Я. Перельман"]);
}

/// In marc21-4k.mrc, 000792623: a database was not found by the name that it had before.
#[test]
fn a_serial_is_found_by_its_earlier_and_later_names() {
    let fields = [
        ("001", "", "1"),
        ("245", "00", "$aMetaLib"),
        ("780", "02", "$tDiscoverGov, GPO$w(DLC)1"),
        ("785", "00", "$tLamps weekly"),
    ];
    assert_eq!(
        only(&xml(MARC21, &fields)).other_titles,
        ["DiscoverGov, GPO", "Lamps weekly"]
    );
}

/// In gpo-marc21-50k.mrc, 001124755: a list of the libraries that have the thing was offered as
/// the thing itself; in koha-marc21-with-952.mrc, ASINB008MEF5LA, a shop was; in temple-alma.mrc,
/// 991012073509703811, a table of contents; in evergreen-concerto-852.mrc, 303, a cover.
#[test]
fn a_shop_or_a_list_of_libraries_is_not_the_thing() {
    let fields = [
        ("001", "", "1"),
        ("245", "00", "$aPrison labor"),
        ("856", "40", "$uhttps://purl.fdlp.gov/GPO/gpo139867"),
        (
            "856",
            "  ",
            "$3(online)$uhttps://catalog.gpo.gov/fdlpdir/locate.jsp?ItemNumber=1",
        ),
        ("856", "40", "$3Amazon.com$uhttp://www.amazon.co.uk/exec/obidos/ASIN/1"),
        ("856", "41", "$zAccess Table of Contents.$uhttp://a.example/1"),
        ("856", "7 ", "$3View cover art$uhttps://a.example/2.jpg"),
        ("856", "4 ", "$uhttp://www.loc.gov/catdir/bios/1.html"),
        ("856", "40", "$uhttp://libproxy.temple.edu/login?url=http://lib.example/1"),
    ];
    let record = only(&xml(MARC21, &fields));
    let links: Vec<_> = record.links.iter().map(|link| (link.kind, link.terms)).collect();
    assert_eq!(
        links,
        [
            (LinkKind::Resource, Terms::OpenAccess),
            (LinkKind::Related, Terms::OpenAccess),
            (LinkKind::Related, Terms::Unknown),
            (LinkKind::Related, Terms::Unknown),
            (LinkKind::Related, Terms::Unknown),
            (LinkKind::Related, Terms::Unknown),
            (LinkKind::Resource, Terms::Remote),
        ]
    );
}

/// In marc21-4k.mrc, 002046786: the shelf stood in AVA, and nobody read it.
#[test]
fn aleph_says_in_ava_where_a_thing_stands() {
    let ava = "$aNYU50$bBOBST$cMain Collection$dBP193.13.A2 S53 1982$eunavailable$k0";
    let fields = [("001", "", "1"), ("245", "00", "$aA"), ("AVA", "  ", ava)];
    let holdings = only(&xml(MARC21, &fields)).holdings;
    assert_eq!(holdings.len(), 1);
    assert_eq!(holdings[0].location.library, "BOBST");
    assert_eq!(holdings[0].location.sublocation.as_deref(), Some("Main Collection"));
    let mark = holdings[0].call_number.as_ref().unwrap();
    assert_eq!(
        (mark.scheme, mark.label().as_str()),
        (Scheme::Lcc, "BP193.13.A2 S53 1982")
    );
    assert_eq!(holdings[0].items[0].status, Status::OnLoan { until: None });
}

/// In evergreen-concerto-852.mrc a third of the records had lost the blanks of their 008 before
/// they were exported, and so their language.
#[test]
fn the_language_of_a_shortened_008_is_at_its_end() {
    for (coded, language) in [
        ("970701s1989 it a u000 0 ita u", Some("ita")),
        ("970701s1960 nyu 00 eng u", Some("eng")),
        ("970701s1989    it a   u    000 0 ita u  ", None),
        ("970701s1960 nyu", None),
        ("", None),
    ] {
        let fields = [("001", "", "1"), ("008", "", coded), ("245", "00", "$aA")];
        let read = xml(MARC21, &fields);
        assert_eq!(only(&read).language(), language, "{coded}");
        let told = read.findings().iter().any(|f| f.message().contains("from its end"));
        assert_eq!(told, language.is_some(), "{coded}");
    }
}

/// In evergreen-concerto-852.mrc, 212: a backslash, left by some template, became a class.
#[test]
fn a_sign_alone_is_no_class() {
    let fields =
        [("001", "", "1"), ("092", "  ", "$a\\$aFIC\\JAC"), ("245", "00", "$aA")];
    let classes = only(&xml(MARC21, &fields)).classes;
    assert_eq!(classes.len(), 1);
    assert_eq!(classes[0].notation, "FIC\\JAC");
}

/// In evergreen-concerto-852.mrc, 13: the uniform title lost its medium, and read
/// *Concertos. (1991)*.
#[test]
fn a_uniform_title_of_music_has_its_medium_number_and_key() {
    for (field, title) in [
        ("$aConcertos,$mtrombone$n(1991)", "Concertos, trombone (1991)"),
        ("$aConcertos,$mtrombone, orchestra.", "Concertos, trombone, orchestra"),
        (
            "$aSymphonies,$nno. 1, op. 21,$rC major.$kSelections",
            "Symphonies, no. 1, op. 21, C major",
        ),
        ("$aBible.$pN.T.,$lEnglish.", "Bible. N.T."),
    ] {
        let fields =
            [("001", "", "1"), ("240", "10", field), ("245", "10", "$aA concerto")];
        let record = only(&xml(MARC21, &fields));
        assert_eq!(record.uniform_title.as_deref(), Some(title), "{field}");
    }
}

/// In istu-irbis64.mst, 45: the original of a translation was no uniform title, and its author
/// stood in it.
#[test]
fn irbis_has_the_original_of_a_translation_in_454() {
    let original = "^aArtificial intelligence^dRussel S.J.^eNorvid P.";
    let with_statement = format!("#454: {original}^7S. J. Russel, P. Norvid\n");
    for (field, note) in [
        (with_statement, "Artificial intelligence / S. J. Russel, P. Norvid"),
        (
            format!("#454: {original}\n"),
            "Artificial intelligence / Russel S.J. / Norvid P.",
        ),
    ] {
        let record = only(&irbis(&field));
        assert_eq!(record.uniform_title.as_deref(), Some("Artificial intelligence"));
        assert_eq!(record.notes, [note], "its authors are found");
        assert!(record.other_titles.is_empty());
    }
}

#[test]
fn unimarc_454_gives_the_original_in_each_of_its_forms() {
    for (field, title) in [
        ("$12001 $aPodniataia tselina$1700 1$aSholokov", "Podniataia tselina"),
        ("$150011$aPodniataia tselina$12001 $aHarvest", "Podniataia tselina"),
        ("$tPodniataia tselina$aSholokov", "Podniataia tselina"),
    ] {
        let fields = [
            ("001", "", "1"),
            ("200", "1 ", "$aHarvest on the Don"),
            ("454", " 1", field),
        ];
        let record = only(&xml(UNIMARC, &fields));
        assert_eq!(record.uniform_title.as_deref(), Some(title), "{field}");
    }
}
