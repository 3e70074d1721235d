//! Addresses that most likely lead nowhere, told by how they look. Nothing is asked of the
//! network: the report is made where the export is, and takes no time.

/// Hosts that were closed, each with its subdomains, and since when.
const CLOSED: [(&str, &str); 7] = [
    ("geocities.com", "2009"),
    ("geocities.yahoo.com", "2009"),
    ("purl.access.gpo.gov", "2021"),
    ("goo.gl", "2025"),
    ("plus.google.com", "2019"),
    ("narod.yandex.ru", "2013"),
    ("netlibrary.com", "2011"),
];

/// Names that are never given to anybody, or only within a house (RFC 2606, RFC 6761).
const NOWHERE: [&str; 7] =
    [".invalid", ".test", ".local", ".localhost", ".lan", ".internal", ".example"];

/// Why the address most likely leads nowhere; `None` if nothing speaks against it.
pub(crate) fn dead(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().to_lowercase();
    let path = rest.get(host.len()..).unwrap_or_default().to_lowercase();
    let why = if host == "localhost" || NOWHERE.iter().any(|end| host.ends_with(end)) {
        "a host that only one house or nobody knows"
    } else if is_private(&host) {
        "an address within a local network"
    } else if !host.contains('.') {
        "a host without a domain"
    } else if path.contains("http://") && !path.contains('?') && !is_archive(&host) {
        "two addresses in one"
    } else if host.ends_with('.') || host.contains("..") || host.starts_with("www.www.") {
        "a host with a slip of the keyboard"
    } else {
        let closed = CLOSED.iter().find(|(name, _)| is_of(&host, name));
        return closed.map(|(name, year)| format!("{name}, closed since {year}"));
    };
    Some(format!("{why}: {host}"))
}

fn is_of(host: &str, name: &str) -> bool {
    host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Archives carry the address that they keep within their own.
fn is_archive(host: &str) -> bool {
    host.contains("archive") || host.contains("proxy") || host.contains("webcitation")
}

/// Addresses for private networks (RFC 1918).
fn is_private(host: &str) -> bool {
    let parts: Vec<Option<u8>> = host.split('.').map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [Some(10 | 127), _, _, _] | [Some(192), Some(168), _, _] => true,
        [Some(172), Some(second), _, _] => (16..32).contains(second),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_lead_nowhere_are_told_by_their_looks() {
        for url in [
            "http://localhost/1",
            "http://192.168.0.10/book.pdf",
            "http://10.0.0.1:8080/",
            "http://catalogue/1",
            "https://a.ru/http://b.ru/",
            "http://www.geocities.com/x",
            "https://library.local/1",
            "http://a..ru/",
        ] {
            assert!(dead(url).is_some(), "{url}");
        }
    }

    #[test]
    fn others_are_let_be() {
        for url in [
            "https://www.gutenberg.org/ebooks/1",
            "https://web.archive.org/web/2010/http://a.ru/",
            "https://proxy.a.edu/login?url=http://b.ru/",
            "http://11.22.33.44/",
            "mailto:desk@library.org",
            "https://purl.fdlp.gov/GPO/gpo1",
        ] {
            assert_eq!(dead(url), None, "{url}");
        }
    }
}
