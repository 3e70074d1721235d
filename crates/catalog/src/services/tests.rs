//! Tests of what is arranged for whom.

use super::*;
use crate::{Identifier, IdentifierKind, Item, Place};

fn arrangement(kind: Arranges, link: &str) -> Arrangement {
    Arrangement { kind, link: Template(link.into()), ..Arrangement::default() }
}

fn services() -> Services {
    Services {
        arrangements: vec![
            Arrangement {
                hosts: vec!["journals.example".into()],
                ..arrangement(Arranges::Login, "https://proxy.example/login?qurl={url}")
            },
            Arrangement {
                materials: vec![Material::Article, Material::Serial],
                ..arrangement(Arranges::Resolver, "https://resolver.example/find")
            },
            Arrangement {
                branch: "C".into(),
                delay: minutes("PT20M"),
                ..arrangement(Arranges::Stack, "mailto:desk@a.example?subject={mark}")
            },
            arrangement(Arranges::Branch, "https://a.example/send?from={branch}&id={id}"),
            arrangement(Arranges::Interloan, "https://a.example/loan?isbn={isbn}"),
            arrangement(Arranges::Copy, "https://a.example/scan?id={id}"),
        ],
        live: None,
    }
}

fn library() -> Library {
    let place = |code: &str, access| Place {
        branch: "C".into(),
        code: code.into(),
        access,
        ..Place::default()
    };
    Library {
        places: vec![
            place("OPEN", PlaceAccess::Open),
            place("ROOM", PlaceAccess::ReadingRoom),
            place("STACK", PlaceAccess::Closed),
        ],
        ..Library::default()
    }
}

fn holding(place: &str, status: Status) -> Holding {
    Holding {
        location: Location { library: "C".into(), sublocation: Some(place.into()) },
        call_number: Some(CallNumber { class: "Б 20".into(), ..CallNumber::default() }),
        items: vec![Item { status, ..Item::default() }],
        ..Holding::default()
    }
}

fn with_holding(place: &str, status: Status) -> Record {
    let holdings = vec![holding(place, status)];
    Record { id: "17".into(), holdings, ..Record::default() }
}

fn with_link(url: &str, terms: Terms) -> Record {
    let links = vec![Link { url: url.into(), terms, ..Link::default() }];
    Record { id: "17".into(), links, ..Record::default() }
}

fn kinds(record: &Record) -> Vec<Arranges> {
    let arranged = services().arranged(record, &library());
    arranged.into_iter().map(|arranged| arranged.kind).collect()
}

#[test]
fn each_copy_has_what_is_arranged_for_it() {
    use Arranges::{Branch, Copy, Interloan, Stack};
    let lent = || Status::OnLoan { until: None };
    let cases: [(&str, Status, &[Arranges]); 7] = [
        ("OPEN", Status::Available, &[Branch, Copy]),
        ("STACK", Status::Available, &[Stack, Branch, Copy]),
        ("STACK", Status::Reference, &[Stack, Copy]),
        ("ROOM", Status::Available, &[Copy]),
        ("OPEN", lent(), &[Interloan]),
        ("STACK", lent(), &[Interloan]),
        ("OPEN", Status::Missing, &[Interloan]),
    ];
    for (place, status, expected) in cases {
        let record = with_holding(place, status.clone());
        assert_eq!(kinds(&record), expected, "{place} {status:?}");
    }
}

#[test]
fn nothing_is_lent_by_others_that_is_open_here() {
    let lent = with_holding("OPEN", Status::OnLoan { until: None });
    let open = with_link("https://b.example/1", Terms::OpenAccess).links;
    assert_eq!(kinds(&Record { links: open, ..lent }), []);
    assert_eq!(kinds(&Record::default()), [Arranges::Interloan]);
}

#[test]
fn a_request_names_the_copy_and_how_long_it_takes() {
    let record = with_holding("STACK", Status::Available);
    let arranged = services().arranged(&record, &library());
    let stack = arranged.iter().find(|it| it.kind == Arranges::Stack).unwrap();
    assert_eq!(stack.url, "mailto:desk@a.example?subject=%D0%91%2020");
    assert_eq!(stack.delay, Some(20));
    assert_eq!(stack.copy.as_ref().unwrap().0, record.holdings[0].location);
    let mut elsewhere = record;
    elsewhere.holdings[0].location.library = "Z".into();
    // Nobody says that the other branch's place is closed.
    assert!(!kinds(&elsewhere).contains(&Arranges::Stack));
}

#[test]
fn licensed_sites_are_opened_through_the_login() {
    let login = |url: &str, terms| {
        let arranged = services().arranged(&with_link(url, terms), &library());
        arranged.first().map(|it| (it.url.clone(), it.instead.clone()))
    };
    let url = "https://www.Journals.example:8443/a?b=1";
    let through = "https://proxy.example/login?qurl=\
                   https%3A%2F%2Fwww.Journals.example%3A8443%2Fa%3Fb%3D1";
    assert_eq!(login(url, Terms::Unknown), Some((through.into(), url.into())));
    assert!(login(url, Terms::Remote).is_some());
    assert_eq!(login(url, Terms::OpenAccess), None);
    assert_eq!(login("https://notjournals.example/", Terms::Unknown), None);
    assert_eq!(login("https://journals.example.evil.example/", Terms::Unknown), None);
}

#[test]
fn a_list_knows_which_links_take_a_login() {
    let terms =
        |url: &str, terms| services().with_logins(&with_link(url, terms)).links[0].terms;
    assert_eq!(terms("https://journals.example/1", Terms::Unknown), Terms::Remote);
    assert_eq!(terms("https://journals.example/1", Terms::OpenAccess), Terms::OpenAccess);
    assert_eq!(terms("https://other.example/1", Terms::Unknown), Terms::Unknown);
}

#[test]
fn a_resolver_is_asked_where_there_is_no_link() {
    let mut article = Record { material: Material::Article, ..Record::default() };
    article.title.proper = "О чайках".into();
    let value = "10.1000/182".into();
    article.identifiers.push(Identifier { kind: IdentifierKind::Doi, value });
    let arranged = services().arranged(&article, &library());
    assert_eq!(arranged[0].kind, Arranges::Resolver);
    assert_eq!(
        arranged[0].url,
        "https://resolver.example/find?url_ver=Z39.88-2004&ctx_ver=Z39.88-2004\
         &rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&rft.genre=article\
         &rft.atitle=%D0%9E%20%D1%87%D0%B0%D0%B9%D0%BA%D0%B0%D1%85&rft_id=info%3Adoi%2F10.1000%2F182"
    );
    let book = Record { material: Material::Book, ..article.clone() };
    assert_eq!(kinds(&book), [Arranges::Interloan]);
    article.links = with_link("https://a.example/1", Terms::Unknown).links;
    assert_eq!(kinds(&article), []);
}

#[test]
fn an_address_that_would_not_be_safe_is_not_offered() {
    let bad = arrangement(Arranges::Interloan, "javascript:alert({id})");
    let services = Services { arrangements: vec![bad], live: None };
    assert_eq!(services.arranged(&Record::default(), &library()), []);
}

#[test]
fn every_kind_has_its_service_in_daias_terms() {
    let code = |kind: Arranges| kind.service().map_or("-", Service::code);
    assert_eq!(
        Arranges::ALL.map(code),
        ["remote", "remote", "loan", "loan", "interloan", "-"]
    );
}
