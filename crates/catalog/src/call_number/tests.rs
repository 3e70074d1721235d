//! Tests of call numbers that are not about one scheme only; the orders themselves are in
//! `tests/shelf_order.rs`.

use super::*;

fn mark(scheme: Scheme, class: &str, item: Option<&str>) -> CallNumber {
    CallNumber { scheme, class: class.into(), item: item.map(str::to_owned) }
}

#[test]
fn the_label_joins_class_and_item() {
    assert_eq!(mark(Scheme::Udc, "94(47)", Some("Б 20")).label(), "94(47) Б 20");
}

#[test]
fn a_mark_without_a_scheme_files_as_what_it_looks_like() {
    let scheme = |label: &str| mark(Scheme::Local, label, None).read().map(|(s, _)| s);
    for (label, expected) in [
        ("QA76.73 .R87 1990", Some(Scheme::Lcc)),
        ("PG 3366 .A1", Some(Scheme::Lcc)),
        ("823.914 R884", Some(Scheme::Ddc)),
        ("Y 4.OV 2:118-16", Some(Scheme::SuDoc)),
        ("I 19.76:97-470-A", Some(Scheme::SuDoc)),
        ("84(2) Т 53", Some(Scheme::Local)),
        ("П 23", Some(Scheme::Local)),
        ("97-4/119", Some(Scheme::Local)),
        ("621.182(075.8)", Some(Scheme::Local)),
        ("— / —", None),
    ] {
        assert_eq!(scheme(label), expected, "{label}");
    }
}

#[test]
fn what_a_scheme_cannot_read_files_behind_what_it_can() {
    let key = |class: &str| mark(Scheme::Udc, class, None).shelf_key();
    assert_eq!(mark(Scheme::Udc, "б/н", None).read(), None);
    assert!(key("94(47)") < key("б/н"));
    assert!(key("б/н") < mark(Scheme::Ddc, "004", None).shelf_key());
}

#[test]
fn one_mark_however_it_is_typed() {
    let same = |a: &str, b: &str| {
        mark(Scheme::Bbk, a, None).is_same(&mark(Scheme::Udc, b, None))
    };
    assert!(same("94(47) Б 20", "94 (47)б20"));
    assert!(same("63.3(2)622 В-26", "63.3(2)622/B26"));
    assert!(same("84 С 12", "84 C 12"));
    assert!(!same("94(47) Б 20", "94(47) Б 2"));
}

#[test]
fn what_does_not_count_does_not_change_the_order() {
    for (scheme, written, otherwise) in [
        (Scheme::Udc, "94(47) Б 20", "94 (47) б-20"),
        (Scheme::Udc, "821.161.1 А 12 т. 2", "821.161.1  A12 т.2"),
        (Scheme::Bbk, "63.3(2)622 В 26", "63.3(2)622/В 26"),
        (Scheme::Bbk, "Х400.612", "X400.612"),
        (Scheme::Ddc, "813.54 K54", "813/.54 k54"),
        (Scheme::Lcc, "QA76.73 .R87 1990", "qa 76.73 r87 1990"),
        (Scheme::Lcc, "QA76.5 .А2", "QA76.5 .A2"),
        (Scheme::SuDoc, "Y 4.OV 2:118-16", "y 4.ov 2: 118-16"),
        (Scheme::Fixed, "Р 362/59", "р362-59"),
    ] {
        let key = |label: &str| mark(scheme, label, None).shelf_key();
        assert_eq!(key(written), key(otherwise), "{written}");
        assert!(!key(written).contains('~'), "{written} is read");
    }
}

#[test]
fn every_scheme_has_a_code() {
    for scheme in Scheme::ALL {
        assert_eq!(Scheme::parse(scheme.code()), Some(scheme));
    }
    assert_eq!(Scheme::parse("colon"), None);
}
