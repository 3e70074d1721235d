//! Addresses on pages of others, and where a search box alone leads. Natively, without a browser.

#![allow(clippy::unwrap_used)]

use bibliobus::{Bar, Config, Elsewhere, Routing};

fn bar(routing: Routing, name: &str) -> Bar {
    Bar { routing, name: name.into(), base: "/books/".into() }
}

fn place_in(hash: &str, name: &str) -> Option<String> {
    bar(Routing::Hash, name).place("/page", "?p=1", hash)
}

#[test]
fn each_element_has_its_own_part_of_the_hash() {
    let hash = "#/?q=a;maps=/record/1;books=/?q=b";
    assert_eq!(place_in(hash, "").as_deref(), Some("#/?q=a"));
    assert_eq!(place_in(hash, "maps").as_deref(), Some("#/record/1"));
    assert_eq!(place_in(hash, "books").as_deref(), Some("#/?q=b"));
    assert_eq!(place_in(hash, "films").as_deref(), Some("#/"));
    assert_eq!(place_in("", "maps").as_deref(), Some("#/"));
}

#[test]
fn a_semicolon_among_words_is_one_of_them() {
    let hash = "#/?q=a;b;c=d;maps=/";
    assert_eq!(place_in(hash, "").as_deref(), Some("#/?q=a;b;c=d"));
    assert_eq!(place_in(hash, "c"), Some("#/".into()));
}

#[test]
fn an_anchor_of_the_page_is_not_ours() {
    assert_eq!(place_in("#contacts", "maps"), None);
    assert_eq!(place_in("#contacts", ""), None);
    assert_eq!(bar(Routing::Hash, "maps").address("#/?q=a", "#contacts"), "#maps=/?q=a");
}

#[test]
fn writing_ones_own_part_leaves_those_of_others() {
    let maps = bar(Routing::Hash, "maps");
    let written = maps.address("#/record/2", "#/?q=a;maps=/record/1;books=/?q=b");
    assert_eq!(written, "#/?q=a;books=/?q=b;maps=/record/2");
    let alone = bar(Routing::Hash, "");
    assert_eq!(alone.address("#/?q=c", &written), "#/?q=c;books=/?q=b;maps=/record/2");
    assert_eq!(alone.address("#/", ""), "#/");
}

#[test]
fn a_path_below_the_base_is_a_place_and_back() {
    let path = bar(Routing::Path, "");
    for (place, at, query) in [
        ("#/", "/books/", ""),
        ("#/?q=a&lang=en", "/books/", "?q=a&lang=en"),
        ("#/record/42", "/books/record/42", ""),
        ("#/browse/creators?from=b", "/books/browse/creators", "?from=b"),
    ] {
        assert_eq!(path.address(place, "#x"), format!("{at}{query}"));
        assert_eq!(path.place(at, query, "#x").as_deref(), Some(place));
    }
    assert_eq!(path.place("/elsewhere", "", ""), None);
}

#[test]
fn without_routing_nothing_is_read() {
    assert_eq!(bar(Routing::None, "").place("/books/record/1", "", "#/?q=a"), None);
}

#[test]
fn a_box_leads_where_its_page_can_take_the_reader() {
    let to = |href: &str| Elsewhere { href: href.into(), target: "_self".into() };
    let app = to("https://library.example/#top");
    assert_eq!(app.address("#/record/1", "чай"), "https://library.example/#/record/1");
    for gap in ["{q}", "%7Bq%7D"] {
        let other = to(&format!("https://library.example/?s={gap}"));
        assert_eq!(
            other.address("#/record/1", "чай & кофе"),
            "https://library.example/?s=чай%20%26%20кофе"
        );
    }
}

fn config(attributes: &[(&str, &str)]) -> Config {
    let attribute = |name: &str| {
        let pair = attributes.iter().find(|(key, _)| *key == name);
        pair.map(|(_, value)| (*value).to_owned())
    };
    Config::read(attribute, None, |url| Some(url.to_owned()))
}

#[test]
fn a_name_shares_the_address_and_a_base_has_its_slashes() {
    let named = config(&[("routing", "hash"), ("name", "maps")]);
    assert!(named.has_addresses() && !named.is_alone());
    let odd = config(&[("routing", "hash"), ("name", "a=/b")]);
    assert!(odd.bar.name.is_empty() && odd.is_alone());
    for (base, is) in [("books", "/books/"), ("/a/b/", "/a/b/"), ("", "/"), ("/", "/")] {
        let config = config(&[("routing", "path"), ("base", base), ("name", "x")]);
        assert_eq!((config.bar.base.as_str(), config.bar.name.as_str()), (is, ""));
    }
}

#[test]
fn a_box_alone_never_touches_the_address_and_leads_to_nothing_unsafe() {
    let boxed = config(&[
        ("view", "search"),
        ("routing", "hash"),
        ("catalogue", "https://library.example/catalogue"),
    ]);
    assert!(!boxed.has_addresses());
    let beside = boxed.elsewhere.unwrap();
    assert_eq!(beside.href, "https://library.example/catalogue/../");
    assert_eq!(beside.target, "_self");
    let bad = config(&[("view", "search"), ("href", "javascript:alert(1)")]);
    assert_eq!(bad.elsewhere.unwrap().href, "catalogue/../");
}
