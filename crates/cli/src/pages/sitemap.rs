//! Sitemaps (sitemaps.org, protocol 0.9): files of at most 50,000 addresses and 50 MiB, and one
//! file that lists them. They stand at the root, because a sitemap speaks of what lies below it.

use crate::markup::escaped;

/// The most addresses of a file (the protocol's limit).
const MOST: usize = 50_000;
/// The most bytes of a file: the protocol's limit is 50 MiB.
const LARGEST: usize = 50 * 1024 * 1024;

const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- bibliobus static site -->\n";
const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
const END: &str = "</urlset>\n";

/// A sitemap in the making.
pub(super) struct Sitemap {
    text: String,
    count: usize,
    most: usize,
    largest: usize,
}

impl Sitemap {
    pub(super) fn new() -> Self {
        Self::within(MOST, LARGEST)
    }

    fn within(most: usize, largest: usize) -> Self {
        let text = format!("{HEAD}<urlset {SPACE}>\n");
        Self { text, count: 0, most, largest }
    }

    /// Adds an address; gives the file that is full, if there was no room in it.
    pub(super) fn add(&mut self, url: &str) -> Option<String> {
        let line = format!("<url><loc>{}</loc></url>\n", escaped(url));
        let is_full = self.count == self.most
            || self.text.len() + line.len() + END.len() > self.largest;
        let full = is_full.then(|| self.take());
        self.text.push_str(&line);
        self.count += 1;
        full
    }

    /// The file; a new one begins.
    pub(super) fn take(&mut self) -> String {
        let next = Self::within(self.most, self.largest);
        let full = std::mem::replace(self, next);
        full.text + END
    }
}

/// The name of the file with this number, from one on.
pub(super) fn name(number: usize) -> String {
    format!("sitemap-{number}.xml")
}

/// The file that lists `count` sitemaps below `base`, as of a day where that is one.
pub(super) fn index(base: &str, count: usize, as_of: &str) -> String {
    let mut text = format!("{HEAD}<sitemapindex {SPACE}>\n");
    let is_day = as_of.parse::<jiff::civil::Date>().is_ok();
    let day = if is_day { format!("<lastmod>{as_of}</lastmod>") } else { String::new() };
    for number in 1..=count {
        let url = escaped(&format!("{base}{}", name(number)));
        text.push_str(&format!("<sitemap><loc>{url}</loc>{day}</sitemap>\n"));
    }
    text + "</sitemapindex>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_has_more_addresses_or_bytes_than_it_may() {
        let mut sitemap = Sitemap::within(3, 400);
        let files: Vec<String> = (0..7)
            .filter_map(|n| sitemap.add(&format!("https://a.example/{n}")))
            .collect();
        assert_eq!(files.len(), 2);
        assert!(files.iter().all(|file| file.matches("<loc>").count() == 3));
        assert_eq!(sitemap.take().matches("<loc>").count(), 1);
        let long = format!("https://a.example/{}", "x".repeat(150));
        let mut sitemap = Sitemap::within(100, 400);
        assert_eq!(sitemap.add(&long), None);
        let full = sitemap.add(&long).unwrap();
        assert!(full.len() <= 400 && full.ends_with(END), "{}", full.len());
    }

    #[test]
    fn the_list_names_every_file_and_its_day() {
        let text = index("https://a.example/c/", 2, "2026-11-20");
        assert!(
            text.contains(
                "<loc>https://a.example/c/sitemap-2.xml</loc><lastmod>2026-11-20"
            )
        );
        assert!(!index("https://a.example/", 1, "<soon>").contains("lastmod"));
    }
}
