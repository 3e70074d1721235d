//! The app's page with the name of the library on it.

use std::borrow::Cow;

use bibliobus_catalog::LocalName;
use bibliobus_index::FileName;

/// Where the service worker says which release of the app it keeps.
const RELEASE: &str = "const RELEASE = '";

/// The page with the library's name, in the page's language, as its title.
pub(crate) fn titled<'a>(page: &'a [u8], name: &LocalName) -> Cow<'a, [u8]> {
    with_title(page, name)
        .map_or(Cow::Borrowed(page), |page| Cow::Owned(page.into_bytes()))
}

fn with_title(page: &[u8], name: &LocalName) -> Option<String> {
    let page = str::from_utf8(page).ok().filter(|_| !name.is_empty())?;
    let title = escaped(name.in_language(language(page)));
    let (head, rest) = page.split_once("<title>")?;
    let (_, tail) = rest.split_once("</title>")?;
    Some(format!("{head}<title>{title}</title>{tail}"))
}

/// The app's page with the address of the library's own site, which readers are led to where there
/// is no search.
pub(crate) fn homed<'a>(page: Cow<'a, [u8]>, home: Option<&str>) -> Cow<'a, [u8]> {
    const TAG: &str = "<biblio-bus ";
    let with_home = || {
        let (head, tail) = str::from_utf8(&page).ok()?.split_once(TAG)?;
        Some(format!("{head}{TAG}home=\"{}\" {tail}", escaped(home?)).into_bytes())
    };
    let changed = with_home();
    changed.map_or(page, Cow::Owned)
}

/// The app's page with these lines of markup at the end of its head.
pub(crate) fn linked<'a>(page: Cow<'a, [u8]>, links: &str) -> Cow<'a, [u8]> {
    const END: &str = "</head>";
    let with_links = || {
        let (head, tail) = str::from_utf8(&page).ok()?.split_once(END)?;
        Some(format!("{head}{links}{END}{tail}").into_bytes())
    };
    let changed = if links.is_empty() { None } else { with_links() };
    changed.map_or(page, Cow::Owned)
}

/// The language that a page says it is in.
fn language(page: &str) -> &str {
    let lang =
        page.split_once("<html lang=\"").and_then(|(_, rest)| rest.split_once('"'));
    lang.map_or("", |(lang, _)| lang)
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

/// The service worker of an app whose page `before` was changed into `page`. It keeps the app's
/// files by release, and only those with the right hash: another page is another release, and has
/// another hash.
pub(crate) fn released<'a>(
    worker: &'a [u8],
    before: &[u8],
    page: &[u8],
) -> Cow<'a, [u8]> {
    let (was, tag) = (FileName::of(before).to_string(), FileName::of(page).to_string());
    let short = tag.get(..8).unwrap_or(&tag);
    let changed = str::from_utf8(worker).ok().and_then(|worker| {
        let (head, tail) = worker.split_once(RELEASE)?;
        let worker = format!("{head}{RELEASE}{short}-{tail}");
        Some(worker.replace(&was, &tag).into_bytes())
    });
    changed.map_or(Cow::Borrowed(worker), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> LocalName {
        LocalName { ru: "А и Б".into(), en: "A & <B>".into() }
    }

    #[test]
    fn the_page_gets_the_name_of_the_library_in_its_own_language() {
        let page = b"<html lang=\"en\"><title>Bibliobus</title>";
        let titled_page = b"<html lang=\"en\"><title>A &amp; &lt;B&gt;</title>";
        assert_eq!(titled(page, &name()).as_ref(), titled_page);
        let page = b"<html lang=\"ru\"><title>Bibliobus</title>";
        let titled_page = "<html lang=\"ru\"><title>А и Б</title>".as_bytes();
        assert_eq!(titled(page, &name()).as_ref(), titled_page);
    }

    #[test]
    fn a_page_stays_as_it_is_where_there_is_no_name_or_no_title() {
        let page = b"<title>Bibliobus</title>";
        assert_eq!(titled(page, &LocalName::default()).as_ref(), page);
        assert_eq!(titled(b"no title", &name()).as_ref(), b"no title");
    }

    #[test]
    fn the_page_gets_the_address_of_the_librarys_site() {
        let page = || Cow::from(b"<biblio-bus lang=\"ru\">".as_slice());
        let home = homed(page(), Some("https://library.example/?a=\"b\"&c"));
        let expected =
            b"<biblio-bus home=\"https://library.example/?a=&quot;b&quot;&amp;c\" lang=\"ru\">";
        assert_eq!(home.as_ref(), expected);
        assert_eq!(homed(page(), None), page());
    }

    #[test]
    fn the_page_leads_to_what_stands_beside_it() {
        let page = || Cow::from(b"<head><title>A</title></head><body>".as_slice());
        let with = linked(page(), "<link rel=\"search\">\n");
        let expected = b"<head><title>A</title><link rel=\"search\">\n</head><body>";
        assert_eq!(with.as_ref(), expected);
        assert_eq!(linked(page(), ""), page());
    }

    #[test]
    fn another_page_is_another_release() {
        let hash = |page: &[u8]| FileName::of(page).to_string();
        let worker = format!("const RELEASE = 'abc'; '{}'", hash(b"before"));
        let released = |page| {
            let worker = released(worker.as_bytes(), b"before", page);
            String::from_utf8(worker.into_owned()).unwrap()
        };
        let worker = released(b"page");
        assert!(worker.starts_with("const RELEASE = '"), "{worker}");
        assert!(worker.ends_with(&format!("-abc'; '{}'", hash(b"page"))), "{worker}");
        assert_ne!(worker, released(b"another page"));
    }
}
