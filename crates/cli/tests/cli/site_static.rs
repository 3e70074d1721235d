//! What `site --static` asks for. What it writes is looked at in `src/pages/tests.rs` and, with the
//! app inside, in `tests/e2e/static.test.mjs`.

use crate::program::Desk;

/// What the command says to these words, which it has to refuse with code 2.
fn refused(words: &[&str]) -> String {
    let desk = Desk::new();
    let output = desk.run(&[&["site", "catalogue", "-o", "public"], words].concat());
    assert_eq!(output.status.code(), Some(2), "{words:?}");
    assert!(!desk.path("public").exists());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_address_of_the_site_has_to_be_given() {
    let said = refused(&["--static"]);
    assert!(said.contains("required") && said.contains("--url <URL>"), "{said}");
}

#[test]
fn an_address_that_is_not_whole_is_refused_with_one_that_is() {
    for url in [
        "library.example",
        "/catalogue/",
        "ftp://library.example/",
        "https://a.example/#x",
    ] {
        let said = refused(&["--static", "--url", url]);
        assert!(
            said.contains("such as https://library.example/catalogue/"),
            "{url}: {said}"
        );
    }
    let said = refused(&["--static", "--url", "https://библиотека.example/"]);
    assert!(said.contains("xn--"), "{said}");
}

#[test]
fn an_address_or_a_language_without_pages_is_a_slip() {
    for words in [["--url", "https://library.example/"], ["--lang", "en"]] {
        let said = refused(&words);
        assert!(said.contains("--static"), "{said}");
    }
}
