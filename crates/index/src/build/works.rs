//! Works: which records are editions of one and the same, in whatever language.
//!
//! The rule is that of OCLC's FRBR Work-Set Algorithm (Hickey and Toves: FRBR Work-Set
//! Algorithm, version 2.0, 2009), as far as a record alone can tell: the main author and the
//! title make a key, where the uniform title, which is that of the original, goes before the
//! title of the edition. It errs towards keeping apart:
//!
//! * without an author only a uniform title makes a key;
//! * volumes keep their numbers, so that the second of one edition meets the second of another;
//! * collective titles (RDA 6.2.2.10: "Works", "Poems", «Избранное») name no work, and
//!   periodicals are none;
//! * what a body has written has its whole title, since bodies give many things one name.
//!
//! A person counts by the last name and the first initial, because one edition has it in full
//! and the next has not, and the title is the same as well.

use core::hash::Hasher;
use std::collections::BTreeMap;

use bibliobus_catalog::{Creator, CreatorKind, Material, Record};

use super::{Document, gather::Fnv};
use crate::{
    analysis::Analyzer,
    format::dictionary::{TermKind, key},
};

/// How many bits of its hash a work is known by. Of a million works two have the same once in
/// two thousand catalogues.
const BITS: u32 = 50;

/// Titles that many things have (of music: a form alone), without their blanks, as [`Analyzer`] folds them. Sorted.
const COLLECTIVE: [&str; 87] = [
    "annualreport",
    "bericht",
    "briefe",
    "bulletin",
    "chambermusic",
    "choralmusic",
    "collectedpoems",
    "collectedstories",
    "collectedworks",
    "completepoems",
    "completeworks",
    "concertos",
    "constitution",
    "contes",
    "correspondence",
    "erzahlungen",
    "essais",
    "essays",
    "finalreport",
    "gedichte",
    "gesammeltewerke",
    "hearing",
    "hearings",
    "instrumentalmusic",
    "laws",
    "lawsetc",
    "lectures",
    "letters",
    "lettres",
    "nouvelles",
    "novels",
    "oeuvres",
    "oeuvrescompletes",
    "orchestramusic",
    "organmusic",
    "pianomusic",
    "plays",
    "poems",
    "poesies",
    "poetry",
    "proceedings",
    "prose",
    "quartets",
    "report",
    "runot",
    "selectedpoems",
    "selectedstories",
    "selectedworks",
    "selections",
    "shortstories",
    "sonatas",
    "songs",
    "speeches",
    "stories",
    "symphonies",
    "tales",
    "teokset",
    "theatre",
    "treaties",
    "treatiesetc",
    "trios",
    "vocalmusic",
    "werke",
    "works",
    "избранное",
    "избранныепроизведения",
    "избранныесочинения",
    "избранныетруды",
    "лирика",
    "отчет",
    "письма",
    "повести",
    "повестиирассказы",
    "полноесобраниесочинений",
    "поэмы",
    "проза",
    "произведения",
    "пьесы",
    "рассказы",
    "рассказыиповести",
    "романы",
    "сказки",
    "собраниесочинений",
    "сочинения",
    "стихи",
    "стихотворения",
    "труды",
];

/// The work that a record is an edition of, if it tells.
pub(super) fn work(record: &Record, analyzer: &Analyzer) -> Option<u64> {
    if record.material == Material::Serial {
        return None;
    }
    let author = author(record);
    let title = match (&record.uniform_title, author) {
        (Some(uniform), _) => analyzer.title_filing(uniform, None, None),
        (None, Some(author)) => own_title(record, author, analyzer),
        (None, None) => return None,
    };
    let title = analyzer.squeezed(&title);
    if title.is_empty() || COLLECTIVE.binary_search(&title.as_str()).is_ok() {
        return None;
    }
    let part = record.title.part.as_deref();
    let author = author.map(|author| name(record, author, analyzer)).unwrap_or_default();
    let mut hash = Fnv::default();
    for text in [&author, &title, &analyzer.squeezed(part.unwrap_or_default())] {
        hash.write(text.as_bytes());
        hash.write(&[0]);
    }
    Some(hash.finish() >> (u64::BITS - BITS))
}

/// Who is taken for the author: the main entry, otherwise whoever is said to have written it.
fn author(record: &Record) -> Option<&Creator> {
    let is_author = |creator: &&Creator| creator.roles.iter().any(|role| role == "aut");
    let main = record.creators.iter().find(|creator| creator.main);
    main.or_else(|| record.creators.iter().find(is_author))
}

fn own_title(record: &Record, author: &Creator, analyzer: &Analyzer) -> String {
    let title = &record.title;
    let skip = Some(title.nonfiling).filter(|skip| *skip > 0);
    let filing = analyzer.title_filing(&title.proper, record.language(), skip);
    match (author.kind, &title.remainder) {
        (CreatorKind::Corporate | CreatorKind::Meeting, Some(remainder)) => {
            format!("{filing} {remainder}")
        }
        _ => filing,
    }
}

/// The name that authors are compared by: that of the authority record, if there is one.
fn name(record: &Record, author: &Creator, analyzer: &Analyzer) -> String {
    let preferred = record.references.iter().find(|r| r.heading == author.name);
    let preferred = preferred.and_then(|reference| reference.preferred.as_deref());
    let name = preferred.unwrap_or(&author.name);
    match name.split_once(',') {
        Some((last, given)) if author.kind == CreatorKind::Person => {
            let given = analyzer.squeezed(given);
            let initial = given.chars().next().map(String::from).unwrap_or_default();
            format!("{},{initial}", analyzer.squeezed(last))
        }
        _ => analyzer.squeezed(name),
    }
}

/// A work as records and queries name it: ten digits and letters.
pub(super) fn name_of(work: u64) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
    let digit = |at: u32| {
        let place = (work >> (at * 5)) as usize % DIGITS.len();
        DIGITS.get(place).copied().map(char::from).unwrap_or('0')
    };
    (0..BITS / 5).rev().map(digit).collect()
}

/// The key of a work by that name.
pub(crate) fn work_key(name: &str) -> Vec<u8> {
    key(TermKind::Identifier, &format!("w{}", name.to_ascii_lowercase()))
}

/// Keeps the works that at least two of the kept documents are editions of.
pub(super) fn keep_shared(documents: &mut [Document], order: &[u32]) {
    let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
    for &number in order {
        if let Some(work) = documents.get(number as usize).and_then(|d| d.work) {
            *counts.entry(work).or_default() += 1;
        }
    }
    for document in documents {
        document.work = document.work.filter(|work| counts.get(work) > Some(&1));
    }
}

#[cfg(test)]
mod tests {
    use bibliobus_catalog::{Reference, Title};

    use super::*;

    fn record(author: &str, title: &str) -> Record {
        let creator = Creator { name: author.into(), main: true, ..Creator::default() };
        Record {
            title: Title { proper: title.into(), ..Title::default() },
            creators: vec![creator],
            ..Record::default()
        }
    }

    fn work_of(record: &Record) -> Option<u64> {
        work(record, &Analyzer::new())
    }

    #[test]
    fn editions_and_languages_of_a_work_have_one_key() {
        let russian = record("Толстой, Лев Николаевич", "Война и мир");
        let brief = record("Толстой, Л. Н.", "ВОЙНА И МИР.");
        let mut english = record("Tolstoy, Leo, graf", "War and peace");
        english.uniform_title = Some("Война и мир".into());
        english.references = vec![Reference {
            heading: "Tolstoy, Leo, graf".into(),
            preferred: Some("Толстой, Лев Николаевич".into()),
            ..Reference::default()
        }];
        assert!(work_of(&russian).is_some());
        assert_eq!(work_of(&russian), work_of(&brief));
        assert_eq!(work_of(&russian), work_of(&english));
        let mut the = record("Twain, Mark", "The adventures of Tom Sawyer");
        the.languages = vec!["eng".into()];
        let without = record("Twain, M.", "Adventures of Tom Sawyer");
        assert_eq!(work_of(&the), work_of(&without));
    }

    #[test]
    fn what_is_not_one_work_stays_apart() {
        let seagull = record("Чехов, Антон Павлович", "Чайка");
        let other = record("Иванов, Антон", "Чайка");
        let mut second = seagull.clone();
        second.title.part = Some("Т. 2".into());
        // Thirteen states of a census were one work: the volumes of a uniform title stay apart.
        let mut states = [seagull.clone(), seagull.clone()];
        for (state, part) in states.iter_mut().zip(["Part 29", "Part 39"]) {
            state.uniform_title = Some("Census of agriculture".into());
            state.title.part = Some(part.into());
        }
        assert_ne!(work_of(&states[0]), work_of(&states[1]));
        for different in [other, second] {
            assert_ne!(work_of(&seagull), work_of(&different), "{different:?}");
        }
        let mut nobody = seagull.clone();
        nobody.creators.clear();
        let mut journal = seagull.clone();
        journal.material = Material::Serial;
        let collected = record("Чехов, Антон Павлович", "Собрание сочинений");
        // A story of its own: sixteen agreements of one state were one work.
        let mut treaty = record("Japan", "Space cooperation");
        treaty.uniform_title = Some("Treaties, etc.".into());
        for none in [nobody, journal, collected, treaty] {
            assert_eq!(work_of(&none), None, "{none:?}");
        }
    }

    #[test]
    fn a_body_has_to_say_the_whole_title() {
        let mut first = record("United States", "Budget");
        first.creators[0].kind = CreatorKind::Corporate;
        let mut second = first.clone();
        first.title.remainder = Some("fiscal year 1999".into());
        second.title.remainder = Some("fiscal year 2000".into());
        assert_ne!(work_of(&first), work_of(&second));
    }

    #[test]
    fn the_list_of_collective_titles_is_sorted_and_folded() {
        let analyzer = Analyzer::new();
        assert!(COLLECTIVE.is_sorted());
        for title in COLLECTIVE {
            assert_eq!(analyzer.squeezed(title), title);
        }
    }

    #[test]
    fn a_work_has_a_name_of_ten_signs() {
        assert_eq!(name_of(0), "0000000000");
        assert_eq!(name_of((1 << BITS) - 1), "vvvvvvvvvv");
        assert_eq!(work_key("0A"), work_key("0a"));
    }
}
