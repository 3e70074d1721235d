//! What of a record will disappoint its reader, seen from the record itself.

use bibliobus_catalog::{
    CallNumber, Library, Link, LinkKind, Location, Material, Record, is_safe_url,
};

use super::issue::Issue;
use super::links;

/// The first year from which printed things are to be had.
const FIRST_YEAR: i16 = 1400;

/// Gives the issues of a record, each with what was found.
pub(super) fn audit(
    record: &Record,
    library: &Library,
    this_year: i16,
    add: &mut dyn FnMut(Issue, String),
) {
    if record.creators.is_empty() && record.material != Material::Serial {
        add(Issue::NoCreator, String::new());
    }
    if record.subjects.is_empty() {
        add(Issue::NoSubject, String::new());
    }
    if record.languages.is_empty() {
        add(Issue::NoLanguage, String::new());
    }
    match record.year() {
        None => add(Issue::NoYear, record.imprint.date.clone().unwrap_or_default()),
        // A year of the next but one may be on a calendar; one of long ago is for manuscripts.
        Some(year) if year > this_year.saturating_add(2) => {
            add(Issue::OddYear, year.to_string());
        }
        Some(year) if year < FIRST_YEAR && record.material != Material::Manuscript => {
            add(Issue::OddYear, year.to_string());
        }
        Some(_) => {}
    }
    audit_access(record, library, add);
}

fn audit_access(record: &Record, library: &Library, add: &mut dyn FnMut(Issue, String)) {
    // A table of contents or a shop's page is about the thing, and no way to it.
    let leads_to_it =
        |link: &Link| link.kind != LinkKind::Related && is_safe_url(&link.url);
    let is_linked = record.links.iter().any(leads_to_it);
    if record.holdings.is_empty() && !is_linked {
        add(Issue::NoAccess, String::new());
    }
    for link in record.links.iter().filter(|link| is_safe_url(&link.url)) {
        if let Some(why) = links::dead(&link.url) {
            add(Issue::DeadLink, why);
        }
    }
    for holding in &record.holdings {
        match &holding.call_number {
            None => add(Issue::NoCallNumber, place(&holding.location)),
            Some(mark) if is_odd(mark) => add(Issue::OddCallNumber, mark.label()),
            Some(_) => {}
        }
        if !is_named(&holding.location, library) {
            add(Issue::UnknownPlace, place(&holding.location));
        }
    }
}

/// A mark without a letter or digit, or one that holds what is no mark at all.
fn is_odd(mark: &CallNumber) -> bool {
    let label = mark.label();
    let signs = label.chars().filter(|c| c.is_alphanumeric()).count();
    signs == 0
        || label.chars().count() > 80
        || label.contains(['\u{fffd}', '<', '{', '|'])
}

/// Whether the settings name the place. Without any settings nothing is expected of them.
fn is_named(location: &Location, library: &Library) -> bool {
    if library.branches.is_empty() && library.places.is_empty() {
        return true;
    }
    if location.library.is_empty() && location.sublocation.is_none() {
        return true;
    }
    let is_branch =
        location.library.is_empty() || library.branch(&location.library).is_some();
    let place = location.sublocation.as_deref();
    is_branch && place.is_none_or(|code| library.place(&location.library, code).is_some())
}

fn place(location: &Location) -> String {
    match &location.sublocation {
        Some(code) if location.library.is_empty() => code.clone(),
        Some(code) => format!("{} / {code}", location.library),
        None => location.library.clone(),
    }
}

#[cfg(test)]
mod tests {
    use bibliobus_catalog::{Branch, Creator, Holding, Imprint, Subject, Title};

    use super::*;

    fn sound() -> Record {
        Record {
            id: "1".into(),
            title: Title { proper: "Чайка".into(), ..Title::default() },
            creators: vec![Creator::default()],
            subjects: vec![Subject::default()],
            languages: vec!["rus".into()],
            imprint: Imprint { year: Some(1901), ..Imprint::default() },
            holdings: vec![holding("C", Some("84 Ч-56"))],
            ..Record::default()
        }
    }

    fn holding(library: &str, mark: Option<&str>) -> Holding {
        let call_number =
            mark.map(|mark| CallNumber { class: mark.into(), ..CallNumber::default() });
        let location = Location { library: library.into(), sublocation: None };
        Holding { location, call_number, ..Holding::default() }
    }

    fn issues(record: &Record) -> Vec<Issue> {
        let library = Library {
            branches: vec![Branch { code: "C".into(), ..Branch::default() }],
            ..Library::default()
        };
        let mut found = Vec::new();
        audit(record, &library, 2026, &mut |issue, _| found.push(issue));
        found
    }

    #[test]
    fn a_sound_record_disappoints_nobody() {
        assert_eq!(issues(&sound()), []);
    }

    #[test]
    fn each_lack_is_an_issue() {
        let with = |change: fn(&mut Record)| {
            let mut record = sound();
            change(&mut record);
            issues(&record)
        };
        assert_eq!(with(|r| r.creators.clear()), [Issue::NoCreator]);
        assert_eq!(with(|r| r.subjects.clear()), [Issue::NoSubject]);
        assert_eq!(with(|r| r.languages.clear()), [Issue::NoLanguage]);
        assert_eq!(with(|r| r.imprint.year = None), [Issue::NoYear]);
        assert_eq!(with(|r| r.imprint.year = Some(2099)), [Issue::OddYear]);
        assert_eq!(with(|r| r.imprint.year = Some(19)), [Issue::OddYear]);
        assert_eq!(with(|r| r.holdings.clear()), [Issue::NoAccess]);
        let only_about = |r: &mut Record| {
            let url = "https://a.example.org/contents".into();
            r.links = vec![Link { url, kind: LinkKind::Related, ..Link::default() }];
            r.holdings.clear();
        };
        assert_eq!(with(only_about), [Issue::NoAccess]);
        assert_eq!(with(|r| r.holdings[0].call_number = None), [Issue::NoCallNumber]);
        assert_eq!(
            with(|r| r.holdings[0] = holding("C", Some("--"))),
            [Issue::OddCallNumber]
        );
        assert_eq!(
            with(|r| r.holdings[0] = holding("X", Some("84"))),
            [Issue::UnknownPlace]
        );
        assert_eq!(
            with(|r| r.links =
                vec![Link { url: "http://localhost/1".into(), ..Link::default() }]),
            [Issue::DeadLink]
        );
    }
}
