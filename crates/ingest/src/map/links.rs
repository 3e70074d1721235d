//! Links: how to open the thing.

use std::borrow::Cow;
use std::sync::LazyLock;

use bibliobus_catalog::{Link, LinkKind, Terms, is_safe_url};
use memchr::memmem::Finder;

use super::{Draft, identifiers};
use crate::findings::quote;
use crate::marc::Field;
use crate::profile::{Codes, LinkEntry};
use crate::text::{Fingerprint, non_empty, without_joint};
use crate::{FindingKind, Severity};

/// The links of a field, one for each address.
pub(super) fn link(draft: &mut Draft<'_>, field: Field<'_>, entry: &LinkEntry) {
    let label = entry.label.first_in(field).map(without_joint).and_then(non_empty);
    let note = field.joined(&entry.note);
    for address in field.all(&entry.address) {
        let url = based(&entry.base, address);
        let words = [label.as_deref(), note.as_deref()];
        let is_about = is_page_about(&url) || words.into_iter().flatten().any(tells_of);
        let kind = if is_about { LinkKind::Related } else { entry.kind.0 };
        let terms = terms(entry.terms.first_in(field), note.as_deref(), &url);
        let link = Link { url, label: label.clone(), note: note.clone(), kind, terms };
        add(draft, field, link);
    }
}

/// The links of a copy.
pub(super) fn of_copy(draft: &mut Draft<'_>, field: Field<'_>, codes: &Codes) {
    for address in field.all(codes) {
        let url = link_address(address).into_owned();
        let terms = terms_of_host(&url);
        add(draft, field, Link { url, terms, ..Link::default() });
    }
}

/// The address, with what the profile puts before one that has no scheme.
fn based(base: &str, address: &str) -> String {
    if base.is_empty() || address.contains("://") {
        link_address(address).into_owned()
    } else {
        format!("{base}{address}")
    }
}

/// Adds a link, once. An address that is not safe is kept, for the library to correct; it is
/// not shown.
fn add(draft: &mut Draft<'_>, field: Field<'_>, link: Link) {
    if !draft.is_new(Fingerprint::of("link").with(&link.url)) {
        return;
    }
    if !is_safe_url(&link.url) {
        let expected = "an absolute address with http or https";
        let (kind, severity) = (FindingKind::Link, Severity::Warning);
        draft.note(field, Some(b'u'), kind, severity, (expected, quote(&link.url)));
    }
    identifiers::doi_in_address(draft, &link.url);
    draft.record.links.push(link);
}

/// The address with the scheme that people leave out before `www.`.
pub(crate) fn link_address(text: &str) -> Cow<'_, str> {
    let begins =
        |prefix| text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    if begins("www.") {
        Cow::Owned(format!("http://{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a label or note tells of something about the thing. Old records give tables of
/// contents, publishers' words and covers as if they were the thing.
fn tells_of(words: &str) -> bool {
    const ABOUT: [&str; 11] = [
        "table of contents",
        "contributor biographical",
        "publisher description",
        "sample text",
        "cover image",
        "cover art",
        "book review",
        "finding aid",
        "содержание",
        "оглавление",
        "обложка",
    ];
    let words = ["view ", "access "]
        .iter()
        .fold(words, |words, verb| without_beginning(words, verb).unwrap_or(words));
    ABOUT.iter().any(|about| without_beginning(words, about).is_some())
}

/// The text behind `beginning`, which is in small letters, if it begins so in any case.
fn without_beginning<'t>(text: &'t str, beginning: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(beginning.len())?;
    let is_it = head.eq_ignore_ascii_case(beginning)
        || (!head.is_ascii() && head.to_lowercase() == beginning);
    is_it.then_some(rest)
}

/// Whether an address is known to be of a page about things: a shop's, or one of the texts that
/// the Library of Congress keeps beside its records (`catdir`: contents, biographies, words of
/// publishers).
fn is_page_about(url: &str) -> bool {
    is_shop(url) || (is_at_one_of(&["loc.gov"], url) && url.contains("/catdir/"))
}

/// What opening it takes: as the record says (856 $7), as its note hints, as the host is known
/// for.
fn terms(coded: Option<&str>, note: Option<&str>, url: &str) -> Terms {
    match coded {
        Some("0") => Terms::OpenAccess,
        Some("1") => Terms::Remote,
        _ if note.is_some_and(is_restricted) => Terms::Remote,
        _ => terms_of_host(url),
    }
}

/// Words in a note that tell of a login or a subscription.
fn is_restricted(note: &str) -> bool {
    static HINTS: LazyLock<[Finder<'static>; 12]> = LazyLock::new(|| {
        [
            "access restricted",
            "restricted access",
            "restricted to",
            "log in",
            "login",
            "subscription",
            "subscribers",
            "university only",
            "доступ ограничен",
            "ограниченный доступ",
            "по паролю",
            "по подписке",
        ]
        .map(Finder::new)
    });
    let note = note.to_lowercase();
    HINTS.iter().any(|hint| hint.find(note.as_bytes()).is_some())
}

/// Hosts whose things open for anyone without a login, each with its subdomains. Only hosts
/// that hold nothing else are here; a resolver such as hdl.handle.net leads anywhere.
const OPEN_HOSTS: [&str; 12] = [
    "archive.org",
    "arxiv.org",
    "doaj.org",
    "govinfo.gov",
    "gpo.gov",
    "gutenberg.org",
    "ncbi.nlm.nih.gov",
    "purl.fdlp.gov",
    "wikibooks.org",
    "wikimedia.org",
    "wikipedia.org",
    "wikisource.org",
];

/// Shops, whose pages are about the thing: whoever wants to read it does not want to buy it.
const SHOPS: [&str; 14] = [
    "abebooks.com",
    "amazon.ca",
    "amazon.co.uk",
    "amazon.com",
    "amazon.de",
    "amazon.fr",
    "barnesandnoble.com",
    "bookdepository.com",
    "chitai-gorod.ru",
    "labirint.ru",
    "ozon.ru",
    "play.google.com",
    "wildberries.ru",
    "worldofbooks.com",
];

fn is_shop(url: &str) -> bool {
    is_at_one_of(&SHOPS, url)
}

/// Whether the host of an address is one of these or lies below one. Hosts are compared in any
/// case (RFC 3986, 3.2.2).
fn is_at_one_of(hosts: &[&str], url: &str) -> bool {
    let host = url.split_once("://").map(|(_, rest)| rest).unwrap_or_default();
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    hosts.iter().any(|known| {
        let sub = host.len().checked_sub(known.len());
        let (sub, end) = sub.and_then(|at| host.split_at_checked(at)).unwrap_or_default();
        end.eq_ignore_ascii_case(known) && (sub.is_empty() || sub.ends_with('.'))
    })
}

/// Whether an address asks a proxy server for another one: `…/login?url=`, `…/login?qurl=`.
fn leads_through_proxy(url: &str) -> bool {
    url.split_once('?').is_some_and(|(path, query)| {
        path.ends_with("/login")
            && (query.starts_with("url=") || query.starts_with("qurl="))
    })
}

/// What an address takes, as far as its host is known. One that leads through a proxy
/// server for subscribers takes a login (OCLC, "`EZproxy` starting point URLs").
pub(crate) fn terms_of_host(url: &str) -> Terms {
    if leads_through_proxy(url) {
        Terms::Remote
    } else if is_at_one_of(&OPEN_HOSTS, url) {
        Terms::OpenAccess
    } else {
        Terms::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_hosts_are_open() {
        let cases = [
            ("https://www.gutenberg.org/ebooks/1", Terms::OpenAccess),
            ("http://purl.access.gpo.gov/GPO/1", Terms::OpenAccess),
            ("https://notarchive.org/1", Terms::Unknown),
            ("https://archive.org.evil.example/", Terms::Unknown),
            ("http://hdl.handle.net/1", Terms::Unknown),
            ("http://libproxy.a.edu/login?url=http://archive.org/1", Terms::Remote),
            ("https://WWW.ArXiv.org/abs/1", Terms::OpenAccess),
        ];
        for (url, expected) in cases {
            assert_eq!(terms_of_host(url), expected, "{url}");
        }
    }
}
