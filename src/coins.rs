//! What is in view as `ContextObjects` in Spans (`OpenURL`, ANSI/NISO Z39.88-2004): reference managers such as
//! Zotero find them in a page. Not for where they are put.

use bibliobus_catalog::Material;
use bibliobus_worker::Brief;

use crate::{Address, Search, encoded};

/// The facts of one thing as the title of such a span.
pub fn coins(brief: &Brief) -> String {
    let (format, kind, title) = match brief.material {
        Material::Article => ("journal", "rft.genre=article", "rft.atitle"),
        Material::Book => ("book", "rft.genre=book", "rft.btitle"),
        Material::Serial => ("journal", "rft.genre=journal", "rft.jtitle"),
        other => ("dc", other_kind(other), "rft.title"),
    };
    let name = if format == "dc" { "creator" } else { "au" };
    let mut facts = format!(
        "ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:{format}&{kind}&{title}={}",
        encoded(&brief.title)
    );
    for creator in &brief.creators {
        facts.push_str(&format!("&rft.{name}={}", encoded(creator)));
    }
    if let Some(year) = brief.year.filter(|year| *year > 0) {
        facts.push_str(&format!("&rft.date={year}"));
    }
    facts
}

/// The kind in the words that Zotero knows its own kinds by.
fn other_kind(material: Material) -> &'static str {
    match material {
        Material::Map => "rft.type=map",
        Material::Score | Material::Music | Material::Audiobook => {
            "rft.type=audioRecording"
        }
        Material::Video => "rft.type=videoRecording",
        Material::Image => "rft.type=artwork",
        Material::Manuscript => "rft.type=manuscript",
        Material::Electronic => "rft.type=webpage",
        _ => "rft.type=document",
    }
}

/// The facts of what is in view: the open record, or the hits.
pub fn coins_of(search: &Search, opened: Option<Brief>) -> Vec<String> {
    match search.address() {
        Address::Record(_) => opened.iter().map(coins).collect(),
        Address::Results(_) => {
            search.hits().iter().map(|hit| coins(&hit.brief)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_is_told_by_title_creators_and_year() {
        let brief = Brief {
            title: "Мать & дитя".into(),
            creators: vec!["Толстой, Лев".into()],
            year: Some(1869),
            ..Brief::default()
        };
        let told = coins(&brief);
        assert!(
            told.starts_with(
                "ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi/fmt:kev:mtx:book&"
            )
        );
        let parts: Vec<&str> = told.split('&').collect();
        assert_eq!(parts.len(), 6, "{told}");
        assert_eq!(parts[3], format!("rft.btitle={}", encoded("Мать & дитя")));
        assert_eq!(parts[5], "rft.date=1869");
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        for material in Material::ALL {
            let told = coins(&Brief { material, ..Brief::default() });
            assert!(!told.contains("date") && !told.contains("rft.au"), "{told}");
        }
    }
}
