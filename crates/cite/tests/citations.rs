//! Citations beside those of citeproc-js (`golden/make.mjs`), and beside a file that was looked at.

use bibliobus_catalog::{Holding, Record};
use bibliobus_cite::{Citation, Format, Manner, Style, Voice, cite, export};

use crate::formats::is_as_kept;
use crate::records;

const DAY: &str = "2026-11-23";

/// Italics between underscores.
fn written(citation: &Citation) -> String {
    let piece = |piece: &bibliobus_cite::Piece| {
        let is_marked = piece.is_slanted;
        if is_marked { format!("_{}_", piece.text) } else { piece.text.clone() }
    };
    citation.pieces.iter().map(piece).collect()
}

fn cited(record: &Record, style: Style, voice: &str) -> String {
    let manner = Manner { style, voice: Voice::of_tag(voice), today: DAY };
    written(&cite(record, manner))
}

#[test]
fn every_citation_is_as_it_was_looked_at() {
    let mut lines = String::new();
    for style in Style::ALL {
        let is_russian = matches!(style, Style::Description | Style::Reference);
        for voice in if is_russian { &["ru"][..] } else { &["en", "ru"] } {
            for record in records::all() {
                let citation = cited(&record, style, voice);
                let line = [style.code(), voice, &record.id, &citation].join("\t");
                lines.push_str(&line);
                lines.push('\n');
            }
        }
    }
    is_as_kept("citations.tsv", &lines);
}

/// Words of the kept locales that no Russian editor would leave in, and ours.
const BETTER: &[(&str, &str)] = &[
    ("сс. ", "с. "),
    (" г., ", ", "),
    (" г.", "."),
    (", вып. ", ", № "),
    ("Переведено ", "Пер. "),
    ("Vols. ", "Т. "),
    (" vols.", " т."),
    ("[Map]", "[Карта]"),
    ("[Video recording]", "[Видеозапись]"),
];

/// What the processor makes of these is not what the style asks for: a statement of edition that
/// is more than a number is taken for one, and a journal as a whole gets its place in brackets.
const PASSED_OVER: &[&str] = &["ru-3-authors", "ru-journal", "en-journal"];

#[test]
fn foreign_styles_agree_with_a_processor() {
    let mut compared = 0;
    let mut differing = Vec::new();
    for line in include_str!("golden/citeproc.tsv").lines() {
        let [code, voice, id, kept] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let style = Style::of_code(code).unwrap();
        if style == Style::Reference || PASSED_OVER.contains(&id) {
            continue;
        }
        let record = records::all().into_iter().find(|record| record.id == id).unwrap();
        let kept = if voice == "ru" {
            BETTER
                .iter()
                .fold(kept.to_owned(), |text, (word, ours)| text.replace(word, ours))
        } else {
            kept.to_owned()
        };
        let ours = cited(&record, style, voice);
        if ours != kept {
            differing.push(format!("{code} {voice} {id}\n ours {ours}\n kept {kept}"));
        }
        compared += 1;
    }
    assert_eq!(differing.join("\n"), "");
    assert!(compared > 150, "{compared}");
}

/// A book on the shelf is cited as such, though it can be read online too; files keep the address.
#[test]
fn what_stands_on_a_shelf_is_cited_without_an_address() {
    let all = records::all();
    let mut record = all.into_iter().find(|record| record.id == "en-online").unwrap();
    assert!(
        cited(&record, Style::Apa, "en").ends_with(" https://library.example/books/1342")
    );
    record.holdings.push(Holding::default());
    for style in Style::ALL {
        assert!(!cited(&record, style, "en").contains("http"), "{style:?}");
    }
    assert!(
        cited(&record, Style::Description, "ru").ends_with("Текст : непосредственный.")
    );
    assert!(export(&[record], Format::Ris).contains("UR  - https://"));
}

/// The style that the processor has for GOST R 7.0.5 leaves out what the standard asks for, such as
/// publishers of what is no book and the blank before a colon; where it has all, we agree.
#[test]
fn references_agree_with_a_processor_where_it_follows_the_standard() {
    let mut compared = 0;
    for id in [
        "ru-1-author",
        "ru-2-authors",
        "ru-volume",
        "ru-chapter",
        "ru-translation",
        "en-2-authors",
        "en-translation",
        "en-film",
        "en-no-author",
        "ru-no-author",
    ] {
        let line = include_str!("golden/citeproc.tsv").lines();
        let begins = format!("gost-7.0.5\tru\t{id}\t1. ");
        let kept = line.filter_map(|line| line.strip_prefix(&begins)).next().unwrap();
        let record = records::all().into_iter().find(|record| record.id == id).unwrap();
        assert_eq!(cited(&record, Style::Reference, "ru").replace(" : ", ": "), kept);
        compared += 1;
    }
    assert_eq!(compared, 10);
}
