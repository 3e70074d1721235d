//! Facts: what hits are counted, narrowed down and sorted by, taken from records as they come.
//! Not for how they lie on disk (see `format::columns` and `format::headings`).

use core::{cmp::Reverse, hash::BuildHasherDefault};

use std::collections::{BTreeMap, BTreeSet};

use bibliobus_catalog::{
    CallNumber, Captions, Class, LinkKind, Location, PlaceAccess, Places, Record, Scheme,
    Status, Way,
};

use super::gather::Fnv;
use crate::{
    Brief, BriefWay, analysis::Analyzer, format::columns::Column, search::classes_above,
};

/// The facts of a record, under the numbers that [`Interned`] gave them.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Columns and values, in the order of the columns.
    pub(super) values: Box<[(Column, u32)]>,
    /// The filing key of the title.
    pub(super) title: Box<str>,
    /// The key by which it files on the shelf: that of its call number, or of its class.
    pub(super) shelf: Option<Box<str>>,
    /// Where it might stand by each of its classes, as long as it stands nowhere.
    classes: Box<[Box<str>]>,
}

/// Every value seen so far, under the number in which it came first.
#[derive(Debug, Default)]
pub(super) struct Interned {
    numbers: Numbers,
    pub(super) values: Vec<(Column, Box<str>)>,
    key: Vec<u8>,
}

/// From column and text to number: only ever looked up, as in `gather`.
#[allow(clippy::disallowed_types)]
type Numbers = std::collections::HashMap<Box<[u8]>, u32, BuildHasherDefault<Fnv>>;

impl Interned {
    /// Takes the facts of a record.
    pub(super) fn take(
        &mut self,
        record: &Record,
        brief: &Brief,
        ways: &[Way],
        (places, analyzer): (&Places, &Analyzer),
    ) -> Facts {
        let mut values: Vec<(Column, u32)> = Vec::new();
        let mut take = |column: Column, text: &str| {
            if !text.is_empty() {
                let value = (column, self.number(column, text));
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        };
        access_kinds(ways).into_iter().for_each(|kind| take(Column::Access, kind));
        take(Column::Material, record.material.code());
        record.languages.iter().for_each(|code| take(Column::Language, code));
        if let Some(year) = record.year() {
            take(Column::Year, &year.to_string());
        }
        record.holdings.iter().for_each(|holding| {
            let place = holding.location.sublocation.as_deref().unwrap_or_default();
            take(Column::Place, &format!("{}/{place}", holding.location.library));
        });
        class_paths(record).iter().for_each(|path| take(Column::Class, path));
        take(Column::Added, record.added.as_deref().unwrap_or_default());
        let (main, others): (Vec<_>, Vec<_>) =
            record.creators.iter().partition(|c| c.main);
        main.iter().chain(&others).for_each(|c| take(Column::Creator, &c.name));
        record.subjects.iter().for_each(|s| take(Column::Subject, &s.heading));
        record.series.iter().for_each(|s| take(Column::Series, &s.title));
        let mark = marks(ways.get(..Brief::WAYS).unwrap_or(ways)).next();
        mark.iter().for_each(|(_, mark)| take(Column::Scheme, mark.scheme.code()));
        let shelf = marks(ways).next().map(|(place, mark)| places.filing(place, mark));
        // What a brief form cannot tell has to be said.
        let told = mark.and_then(|(_, mark)| call_number_filing(brief, mark.scheme));
        shelf.iter().filter(|key| told.as_ref() != Some(*key)).for_each(|key| {
            take(Column::Filing, key);
        });
        let title = title_key(brief, analyzer);
        let classes = if shelf.is_none() { by_class(record, &title) } else { Vec::new() };
        Facts {
            values: values.into(),
            title: title.into(),
            shelf: shelf.map(Into::into),
            classes: classes.into(),
        }
    }

    /// Gives a record without a call number its place on the shelf by one of its classes: the
    /// one whose scheme has the most call numbers, as `usual` counts them.
    pub(super) fn stand_by_class(&mut self, facts: &mut Facts, usual: &Usual) {
        let classes = core::mem::take(&mut facts.classes);
        let key = classes.into_iter().min_by_key(|key| Reverse(usual.count(key)));
        let Some(key) = key else { return };
        let value = (Column::Filing, self.number(Column::Filing, &key));
        facts.values = facts.values.iter().copied().chain([value]).collect();
        facts.shelf = Some(key);
    }

    /// The names of all classes that records have, and of those above them.
    pub(super) fn captions(&self) -> Captions {
        let classes = self.values.iter().filter(|(column, _)| *column == Column::Class);
        let paths: BTreeSet<String> =
            classes.flat_map(|(_, path)| classes_above(path)).collect();
        Captions::all().only(|scheme, notation| {
            paths.contains(&format!("{}:{notation}", scheme.code()))
        })
    }

    fn number(&mut self, column: Column, text: &str) -> u32 {
        self.key.clear();
        self.key.push(column as u8);
        self.key.extend_from_slice(text.as_bytes());
        if let Some(number) = self.numbers.get(self.key.as_slice()) {
            return *number;
        }
        let number = self.values.len() as u32;
        self.numbers.insert(self.key.as_slice().into(), number);
        self.values.push((column, text.into()));
        number
    }
}

/// How many characters of a title its order skips, where the cataloguer counted other than
/// the list of articles would.
pub(crate) fn counted_skip(record: &Record, analyzer: &Analyzer) -> Option<u8> {
    let skip = Some(record.title.nonfiling).filter(|&skip| skip > 0)?;
    let title = record.title.full();
    let filing = |skip| analyzer.title_filing(&title, record.language(), skip);
    (filing(Some(skip)) != filing(None)).then_some(skip)
}

/// The key by which the title of a brief form files.
pub(crate) fn title_key(brief: &Brief, analyzer: &Analyzer) -> String {
    analyzer.title_filing(&brief.title, brief.language.as_deref(), brief.nonfiling)
}

/// The call numbers, and where they stand, of the easiest way first.
fn marks(ways: &[Way]) -> impl Iterator<Item = (&Location, &CallNumber)> {
    ways.iter().filter_map(|way| match way {
        Way::AtPlace { location, call_number, .. } => {
            Some((location, call_number.as_ref()?))
        }
        Way::Online { .. } => None,
    })
}

/// How many call numbers of a collection follow which scheme.
#[derive(Debug, Default)]
pub(super) struct Usual(BTreeMap<char, u32>);

impl Usual {
    /// Of the marks of these documents.
    pub(super) fn new<'f>(all: impl Iterator<Item = &'f Facts>) -> Self {
        let mut usual = Self::default();
        for scheme in all.filter_map(|facts| facts.shelf.as_ref()?.chars().next()) {
            *usual.0.entry(scheme).or_default() += 1;
        }
        usual
    }

    /// How many have the scheme of this filing key, which its first letter tells.
    fn count(&self, key: &str) -> u32 {
        key.chars().next().and_then(|scheme| self.0.get(&scheme)).copied().unwrap_or(0)
    }
}

/// The keys by which a record would file on the shelf by each of its classes, in the record's
/// order: behind the class comes the name by which a cataloguer would have given it its author
/// mark, that of the main creator or else the title. Copies with that mark come just before it,
/// since a mark has one letter of the name and a number. A class of no known scheme says nothing of a
/// place; a number of the Superintendent of Documents is a whole mark.
fn by_class(record: &Record, title: &str) -> Vec<Box<str>> {
    let main = record.creators.iter().find(|creator| creator.main);
    let name = main.map_or(title, |creator| &creator.name);
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    let item = words.find(|word| !word.is_empty()).map(str::to_owned);
    let key = |class: &Class| {
        let item = match class.scheme {
            Scheme::Fixed | Scheme::Local => return None,
            Scheme::SuDoc => None,
            _ => item.clone(),
        };
        let mark =
            CallNumber { scheme: class.scheme, class: class.notation.clone(), item };
        mark.read().map(|_| mark.shelf_key().into())
    };
    record.classes.iter().filter_map(key).collect()
}

/// The key by which the first call number of a brief form files, its scheme being known.
pub(crate) fn call_number_filing(brief: &Brief, scheme: Scheme) -> Option<String> {
    brief.ways.iter().find_map(|way| match way {
        BriefWay::AtPlace { call_number: Some(label), .. } => {
            let mark = CallNumber { scheme, class: label.clone(), item: None };
            Some(mark.shelf_key())
        }
        _ => None,
    })
}

/// How one gets at a thing: online, from a shelf, on request from a closed stack, for use on
/// site only, or somewhere in the library.
fn access_kinds(ways: &[Way]) -> Vec<&'static str> {
    let mut kinds: Vec<&str> = ways.iter().filter_map(access_kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn access_kind(way: &Way) -> Option<&'static str> {
    let (access, items) = match way {
        Way::Online { link } if link.kind == LinkKind::Related => return None,
        Way::Online { .. } => return Some("online"),
        Way::AtPlace { access, items, .. } => (access, items),
    };
    match (bibliobus_catalog::best_status(items), access) {
        (Status::Missing | Status::OnOrder, _) => None,
        (Status::Reference, _) | (_, PlaceAccess::ReadingRoom) => Some("onsite"),
        (_, PlaceAccess::Closed) => Some("request"),
        (_, PlaceAccess::Open | PlaceAccess::Bookmobile) => Some("shelf"),
        (_, PlaceAccess::Unstated) => Some("library"),
    }
}

/// The classes of a record, each as `scheme:beginning`, and those of its call numbers.
fn class_paths(record: &Record) -> Vec<String> {
    let classes = record.classes.iter().map(|class| (class.scheme, &class.notation));
    let marks = record.holdings.iter().filter_map(|h| h.call_number.as_ref());
    let marks = marks.map(|mark| (mark.scheme, &mark.class));
    let mut paths: Vec<String> = classes
        .chain(marks)
        .filter_map(|(s, notation)| class_path(s, notation))
        .collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

/// The beginning of a class number that the tree of classes goes down to.
fn class_path(scheme: Scheme, notation: &str) -> Option<String> {
    let notation = notation.trim().to_uppercase();
    let leading = |len: usize, is_part: fn(char) -> bool| {
        notation.chars().take(len).take_while(|c| is_part(*c)).collect::<String>()
    };
    let digit = |c: char| c.is_ascii_digit();
    let (name, start) = match scheme {
        Scheme::Ddc => ("ddc", leading(3, digit)),
        Scheme::Udc => ("udc", leading(3, digit)),
        Scheme::Bbk => ("bbk", bbk_start(&notation)),
        Scheme::Lcc => ("lcc", leading(3, char::is_alphabetic)),
        Scheme::Nlm => ("nlm", leading(3, char::is_alphabetic)),
        Scheme::SuDoc => ("sudoc", leading(8, char::is_alphabetic)),
        Scheme::Fixed | Scheme::Local => return None,
    };
    (!start.is_empty()).then(|| format!("{name}:{start}"))
}

/// Two digits and one behind the dot (`63.3`); the older tables begin with a letter.
fn bbk_start(notation: &str) -> String {
    let start: String = notation
        .chars()
        .take(4)
        .take_while(|c| c.is_alphanumeric() || *c == '.')
        .collect();
    let len = start.find('.').map_or(2, |dot| dot + 2);
    let cut: String = start.chars().take(len.min(4)).collect();
    cut.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_cut_where_their_scheme_says() {
        let cases = [
            (Scheme::Ddc, "512.5 HER", Some("ddc:512")),
            (Scheme::Ddc, "[E]", None),
            (Scheme::Udc, "94(47)", Some("udc:94")),
            (Scheme::Udc, "821.161.1", Some("udc:821")),
            (Scheme::Bbk, "63.3(2)", Some("bbk:63.3")),
            (Scheme::Bbk, "84(2)", Some("bbk:84")),
            (Scheme::Bbk, "Ш6(2)", Some("bbk:Ш6")),
            (Scheme::Lcc, "QA76.73", Some("lcc:QA")),
            (Scheme::SuDoc, "NAS 1.15:1", Some("sudoc:NAS")),
            (Scheme::Local, "x", None),
        ];
        for (scheme, notation, expected) in cases {
            assert_eq!(class_path(scheme, notation).as_deref(), expected, "{notation}");
        }
    }
}
