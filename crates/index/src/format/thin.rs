//! Records in full without what their brief form says already. Both are read when a record is
//! opened, so nothing has to stand on disk twice.
//!
//! What is left out leaves a reference: the sign [`SIGN`], which no catalogue has, and numbers.

use bibliobus_catalog::{CallNumber, Record, Title};

use crate::{Brief, BriefWay};

/// The control character with which a reference begins.
const SIGN: char = '\u{1}';

/// The record without what `brief`, which was made from it, says already.
pub(crate) fn thin(record: &Record, brief: &Brief) -> Record {
    let mut thin = record.clone();
    thin.id.clear();
    if record.title.full() == brief.title {
        thin.title = thin_title(&record.title);
    }
    for (creator, name) in thin.creators.iter_mut().zip(&brief.creators) {
        if creator.name == *name {
            creator.name.clear();
        }
    }
    for (at, way) in brief.ways.iter().enumerate() {
        match way {
            BriefWay::Online { url, .. } => {
                let same = thin.links.iter_mut().find(|link| link.url == *url);
                same.into_iter().for_each(|link| link.url = format!("{SIGN}{at}"));
            }
            BriefWay::AtPlace { call_number: Some(label), .. } => {
                let marks = thin.holdings.iter_mut().map(|h| &mut h.call_number);
                let same = marks.flatten().find(|mark| mark.label() == *label);
                same.into_iter().for_each(|mark| thin_mark(mark, at));
            }
            BriefWay::AtPlace { .. } => {}
        }
    }
    thin
}

/// What [`thin`] was given.
pub(crate) fn restore(mut thin: Record, brief: &Brief) -> Record {
    thin.id.clone_from(&brief.id);
    restore_title(&mut thin.title, &brief.title);
    for (creator, name) in thin.creators.iter_mut().zip(&brief.creators) {
        if creator.name.is_empty() {
            creator.name.clone_from(name);
        }
    }
    for link in &mut thin.links {
        if let Some(BriefWay::Online { url, .. }) =
            references(&link.url).and_then(|[at, _]| brief.ways.get(at))
        {
            link.url.clone_from(url);
        }
    }
    let marks = thin.holdings.iter_mut().map(|holding| &mut holding.call_number);
    marks.flatten().for_each(|mark| restore_mark(mark, brief));
    thin
}

/// The numbers of a reference.
fn references(text: &str) -> Option<[usize; 2]> {
    let mut numbers = text.strip_prefix(SIGN)?.split(',').map(str::parse);
    Some([numbers.next()?.ok()?, numbers.next().and_then(Result::ok).unwrap_or(0)])
}

/// A title that says how long each of its pieces is in the line that they make.
fn thin_title(title: &Title) -> Title {
    let length = |piece: &String| piece.len().to_string();
    Title {
        proper: format!("{SIGN}{}", title.proper.len()),
        remainder: title.remainder.as_ref().map(length),
        part: title.part.as_ref().map(length),
        ..title.clone()
    }
}

fn restore_title(title: &mut Title, line: &str) {
    let Some([proper, _]) = references(&title.proper) else { return };
    let mut at = 0;
    let mut next = |joint: usize, length: usize| {
        let from = at + joint;
        at = from + length;
        line.get(from..at).unwrap_or_default().to_owned()
    };
    title.proper = next(0, proper);
    for (joint, piece) in [(" : ", &mut title.remainder), (". ", &mut title.part)] {
        if let Some(piece) = piece {
            *piece = next(joint.len(), piece.parse().unwrap_or(0));
        }
    }
}

fn thin_mark(mark: &mut CallNumber, at: usize) {
    mark.class = format!("{SIGN}{at},{}", mark.class.len());
    mark.item = mark.item.as_ref().map(|_| String::new());
}

fn restore_mark(mark: &mut CallNumber, brief: &Brief) {
    let Some([at, class]) = references(&mark.class) else { return };
    let Some(BriefWay::AtPlace { call_number: Some(label), .. }) = brief.ways.get(at)
    else {
        return;
    };
    mark.class = label.get(..class).unwrap_or_default().to_owned();
    if let Some(item) = &mut mark.item {
        *item = label.get(class + 1..).unwrap_or_default().to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bibliobus_catalog::{Creator, Holding, Library, Link, ways};

    fn record() -> Record {
        let creator = |name: &str| Creator { name: name.into(), ..Creator::default() };
        let mark = |class: &str, item: Option<&str>| CallNumber {
            class: class.into(),
            item: item.map(str::to_owned),
            ..CallNumber::default()
        };
        let holding = |mark| Holding { call_number: Some(mark), ..Holding::default() };
        Record {
            id: "17".into(),
            title: Title {
                proper: "Чайка".into(),
                remainder: Some("комедия".into()),
                part: Some("Ч. 2".into()),
                responsibility: Some("А. П. Чехов".into()),
                nonfiling: 0,
            },
            creators: ["Чехов", "", "Другой", "Четвёртый"].map(creator).into(),
            links: ["https://a.example/1", "https://a.example/2"]
                .map(|url| Link { url: url.into(), ..Link::default() })
                .into(),
            holdings: vec![
                holding(mark("84(2)", Some("Ч 56"))),
                holding(mark("Б", None)),
                holding(mark("Б", Some(""))),
            ],
            ..Record::default()
        }
    }

    fn brief(record: &Record) -> Brief {
        Brief::new(record, &ways(record, &Library::default()))
    }

    #[test]
    fn what_was_left_out_comes_back() {
        for record in [
            record(),
            Record::default(),
            Record {
                title: Title { proper: "\u{1}7".into(), ..Title::default() },
                ..record()
            },
        ] {
            let brief = brief(&record);
            assert_eq!(restore(thin(&record, &brief), &brief), record);
        }
    }

    #[test]
    fn little_is_left_of_what_the_brief_form_says() {
        let record = record();
        let thin = thin(&record, &brief(&record));
        assert!(
            thin.title.proper.len() < 4 && thin.links.iter().all(|l| l.url.len() < 4)
        );
    }
}
