//! Authorities in memory, looked up by number or heading.
//!
//! Each is one text with its forms behind each other; of the forms themselves only hashes are
//! sorted, and what a hash leads to is compared. An authority takes about 200 bytes.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bibliobus_catalog::{Record, Reference, SubjectKind};

use super::keys::{agree, hash, name_key, number_key, words};
use super::{Authority, AuthorityKind, Heading, open_authorities};
use crate::map::split_dates;
use crate::{Entry, InputError, Options};

/// Between the forms of an authority, and between a name and its dates.
const FORM_END: char = '\u{1e}';
const DATES: char = '\u{1f}';

/// How many other forms a heading of a record is given at most.
const MOST_FORMS: usize = 32;
const MOST_ALSO: usize = 16;

/// What a form is to its authority. The order is that in which they are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Heading,
    SeeFrom,
    Initials,
    SeeAlso,
}

impl Role {
    const LOOKED_UP: [Self; 3] = [Self::Heading, Self::SeeFrom, Self::Initials];

    fn sign(self) -> char {
        match self {
            Self::Heading => 'h',
            Self::SeeFrom => 'f',
            Self::Initials => 'i',
            Self::SeeAlso => 'a',
        }
    }
}

/// A form out of the text of an authority.
#[derive(Clone, Copy)]
struct Form<'t> {
    sign: char,
    name: &'t str,
    dates: &'t str,
}

/// Authorities, to look headings of records up in.
#[derive(Debug, Default)]
pub struct Authorities {
    /// The forms of each: the sign of a role, name, [`DATES`], dates, [`FORM_END`].
    texts: Vec<Box<str>>,
    kinds: Vec<AuthorityKind>,
    /// Hashes of names, sorted.
    names: Vec<(u64, Role, u32)>,
    /// Hashes of numbers without the agency, and of the agency, sorted.
    numbers: Vec<(u64, Option<u64>, u32)>,
    used: Vec<AtomicBool>,
    by_number: AtomicU64,
    by_heading: AtomicU64,
    ambiguous: AtomicU64,
    looked_up: AtomicU64,
}

/// How far authorities were of use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Usage {
    /// How many authorities there are.
    pub authorities: u64,
    /// How many of them no record used.
    pub unused: u64,
    /// How many headings of records were looked up; one that several records have counts for
    /// each.
    pub headings: u64,
    /// How many were found by the number that the record gives.
    pub by_number: u64,
    /// How many were found by the heading.
    pub by_heading: u64,
    /// How many could be several authorities, and were left alone.
    pub ambiguous: u64,
}

/// What a look-up found.
enum Found {
    Nothing,
    One(u32),
    Several,
}

impl Authorities {
    /// The authorities of some files; what is read is given to `each` with the file's name.
    ///
    /// # Errors
    /// As [`open_authorities`], and where reading breaks off.
    pub fn read(
        files: &[PathBuf],
        options: &Options,
        each: &mut dyn FnMut(&str, &Entry),
    ) -> Result<Self, InputError> {
        let mut gathering = Gathering::default();
        for path in files {
            let name = path.display().to_string();
            for entry in open_authorities(path, options)? {
                let entry = entry?;
                each(&name, &entry);
                if let Some(authority) = entry.authority {
                    gathering.add(&authority);
                }
            }
        }
        Ok(gathering.finish())
    }

    /// These authorities.
    pub fn new<'a>(authorities: impl IntoIterator<Item = &'a Authority>) -> Self {
        let mut gathering = Gathering::default();
        authorities.into_iter().for_each(|authority| gathering.add(authority));
        gathering.finish()
    }

    /// How far they were of use so far.
    pub fn usage(&self) -> Usage {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let used = self.used.iter().filter(|used| used.load(Ordering::Relaxed)).count();
        Usage {
            authorities: self.texts.len() as u64,
            unused: (self.texts.len() - used) as u64,
            headings: count(&self.looked_up),
            by_number: count(&self.by_number),
            by_heading: count(&self.by_heading),
            ambiguous: count(&self.ambiguous),
        }
    }

    /// Gives the record the other forms of its headings. Those that it has a reference for
    /// were found by their numbers.
    pub fn refer(&self, record: &mut Record) {
        let mut references = std::mem::take(&mut record.references);
        for creator in &record.creators {
            let kinds = [AuthorityKind::Name, AuthorityKind::Any];
            let dates = creator.dates.as_deref().unwrap_or_default();
            let found = || self.find(&creator.name, dates, &kinds);
            self.take(&creator.name, found, &mut references);
        }
        for subject in &record.subjects {
            let main = subject.heading.split(" -- ").next().unwrap_or_default();
            let kinds = kinds_of(subject.kind);
            let found = || match self.find(main, "", kinds) {
                Found::Nothing => match split_dates(main) {
                    (name, Some(dates)) => self.find(name, dates, kinds),
                    _ => Found::Nothing,
                },
                found => found,
            };
            self.take(main, found, &mut references);
        }
        references.retain(|r| {
            r.preferred.is_some() || !r.see_from.is_empty() || !r.see_also.is_empty()
        });
        record.references = references;
    }

    /// The other forms of a heading whose authority has this number.
    pub(crate) fn by_number(&self, number: &str, heading: &str) -> Option<Reference> {
        let (agency, number) = number_key(number)?;
        let agency = agency.as_deref().map(hash);
        let wanted = hash(&number);
        let from = self.numbers.partition_point(|(hash, ..)| *hash < wanted);
        let same = self.numbers.get(from..)?.iter().take_while(|(h, ..)| *h == wanted);
        let fits = |theirs: Option<u64>| {
            agency.is_none() || theirs.is_none() || theirs == agency
        };
        let mut fitting: Vec<u32> =
            same.filter(|(_, theirs, _)| fits(*theirs)).map(|(.., at)| *at).collect();
        fitting.sort_unstable();
        fitting.dedup();
        let [at] = fitting.as_slice() else { return None };
        self.looked_up.fetch_add(1, Ordering::Relaxed);
        self.by_number.fetch_add(1, Ordering::Relaxed);
        Some(self.reference(*at, heading))
    }

    fn take(
        &self,
        heading: &str,
        found: impl FnOnce() -> Found,
        references: &mut Vec<Reference>,
    ) {
        if heading.is_empty() || references.iter().any(|r| r.heading == heading) {
            return;
        }
        self.looked_up.fetch_add(1, Ordering::Relaxed);
        match found() {
            Found::Nothing => {}
            Found::Several => {
                self.ambiguous.fetch_add(1, Ordering::Relaxed);
            }
            Found::One(at) => {
                self.by_heading.fetch_add(1, Ordering::Relaxed);
                references.push(self.reference(at, heading));
            }
        }
    }

    /// The authority that a heading means. One with the same dates is meant; where dates are
    /// missing on either side, the only one of the name. Headings go before forms that are not
    /// used, and initials need the dates.
    fn find(&self, name: &str, dates: &str, kinds: &[AuthorityKind]) -> Found {
        let wanted = name_key(name);
        if wanted.is_empty() {
            return Found::Nothing;
        }
        for role in Role::LOOKED_UP {
            let (mut sure, mut likely) = (Vec::new(), Vec::new());
            for at in self.with_name(&wanted, role, kinds) {
                match self.compare(at, role, &wanted, dates) {
                    Some(true) => sure.push(at),
                    Some(false) if role != Role::Initials => likely.push(at),
                    _ => {}
                }
            }
            let found = if sure.is_empty() { likely } else { sure };
            match found.as_slice() {
                [] => {}
                [at] => return Found::One(*at),
                _ => return Found::Several,
            }
        }
        Found::Nothing
    }

    /// The authorities that seem to have a form in a role.
    fn with_name(&self, wanted: &str, role: Role, kinds: &[AuthorityKind]) -> Vec<u32> {
        let key = (hash(wanted), role);
        let from = self.names.partition_point(|(hash, role, _)| (*hash, *role) < key);
        let rest = self.names.get(from..).unwrap_or_default().iter();
        let same = rest.take_while(|(hash, role, _)| (*hash, *role) == key);
        let is_meant = |at: &u32| {
            self.kinds.get(*at as usize).is_some_and(|kind| kinds.contains(kind))
        };
        let mut found: Vec<u32> = same.map(|(.., at)| *at).filter(is_meant).collect();
        found.dedup();
        found
    }

    /// Whether an authority has the form: `Some(true)` with the same dates, `Some(false)` where
    /// dates are missing, `None` if not or with others.
    fn compare(&self, at: u32, role: Role, wanted: &str, dates: &str) -> Option<bool> {
        let own = self.forms(at).next().map(|form| form.dates).unwrap_or_default();
        let same = self.forms(at).filter(|form| form.sign == role.sign());
        let mut same = same.filter(|form| name_key(form.name) == wanted);
        let form = same.next()?;
        let theirs = if form.dates.is_empty() { own } else { form.dates };
        if dates.is_empty() || theirs.is_empty() {
            return Some(false);
        }
        agree(dates, theirs).then_some(true)
    }

    fn forms(&self, at: u32) -> impl Iterator<Item = Form<'_>> {
        let text = self.texts.get(at as usize).map(|text| &**text).unwrap_or_default();
        text.split_terminator(FORM_END).filter_map(|form| {
            let mut signs = form.chars();
            let sign = signs.next()?;
            let (name, dates) = signs.as_str().split_once(DATES)?;
            Some(Form { sign, name, dates })
        })
    }

    /// What a record is told: the form that is preferred, where it has another, and of others only forms with a word that the heading and the forms before it
    /// do not have, as another order of the same words would lead nobody to it.
    fn reference(&self, at: u32, heading: &str) -> Reference {
        if let Some(used) = self.used.get(at as usize) {
            used.store(true, Ordering::Relaxed);
        }
        let is_name = self.kinds.get(at as usize) != Some(&AuthorityKind::Topic);
        let first = self.forms(at).next().map(|form| form.name).unwrap_or_default();
        // A subject has its dates in the heading.
        let is_preferred = name_key(heading).starts_with(&name_key(first));
        let preferred = (!is_preferred).then(|| first.to_owned());
        let mut known: Vec<String> = words(heading).chain(words(first)).collect();
        let mut told = |signs: &[Role], most: usize| {
            let mut forms: Vec<String> = Vec::new();
            for form in self.forms(at) {
                let is_asked = signs.iter().any(|role| role.sign() == form.sign);
                let new: Vec<String> =
                    words(form.name).filter(|word| !known.contains(word)).collect();
                let says_more = new.iter().any(|word| word.chars().count() > 1);
                if is_asked && says_more && forms.len() < most {
                    known.extend(new);
                    forms.push(form.name.to_owned());
                }
            }
            forms
        };
        let see_from = told(&[Role::SeeFrom], MOST_FORMS);
        // A wider or related topic is another topic; another name may be the same person.
        let see_also =
            if is_name { told(&[Role::SeeAlso], MOST_ALSO) } else { Vec::new() };
        Reference { heading: heading.to_owned(), preferred, see_from, see_also }
    }
}

/// What a subject of this kind can be in an authority file. Formats that are not MARC call
/// everything a topic.
fn kinds_of(kind: SubjectKind) -> &'static [AuthorityKind] {
    use AuthorityKind::{Any, Name, Topic, Work};
    match kind {
        SubjectKind::Name => &[Name, Work, Any],
        SubjectKind::Topic | SubjectKind::Keyword => &[Topic, Name, Work, Any],
        SubjectKind::Place | SubjectKind::Time | SubjectKind::Genre => &[Topic, Any],
    }
}

/// Authorities as they come in.
#[derive(Default)]
struct Gathering {
    all: Authorities,
    /// From headings with their dates to the authority: it is one wherever it comes from.
    places: HashMap<u64, u32>,
}

impl Gathering {
    fn add(&mut self, authority: &Authority) {
        let Some(first) = authority.headings.first() else { return };
        let years: String = first
            .dates
            .iter()
            .flat_map(|d| d.chars())
            .filter(char::is_ascii_digit)
            .collect();
        let key = hash(&format!("{}/{years}", name_key(&first.name)));
        let fits = |at: &u32| {
            let kind = self.all.kinds.get(*at as usize);
            let kinds = [AuthorityKind::Any, authority.kind];
            kind.is_some_and(|k| {
                kinds.contains(k) || authority.kind == AuthorityKind::Any
            })
        };
        let known = self.places.get(&key).copied().filter(fits);
        let at = known.unwrap_or(self.all.texts.len() as u32);
        let mut text = String::new();
        let mut put = |role: Role, heading: &Heading| {
            put_form(&mut text, role, &heading.name, heading.dates.as_deref());
            self.all.names.push((hash(&name_key(&heading.name)), role, at));
            if let Some(initials) = &heading.initials {
                put_form(&mut text, Role::Initials, initials, heading.dates.as_deref());
                self.all.names.push((hash(&name_key(initials)), Role::Initials, at));
            }
        };
        // Only the first form is what records are headed by; those in other languages lead to it.
        put(Role::Heading, first);
        authority.headings.iter().skip(1).for_each(|form| put(Role::SeeFrom, form));
        authority.see_from.iter().for_each(|form| put(Role::SeeFrom, form));
        authority.see_also.iter().for_each(|form| put(Role::SeeAlso, form));
        match self.all.texts.get_mut(at as usize) {
            Some(before) => *before = format!("{before}{text}").into(),
            None => {
                self.all.texts.push(text.into());
                self.all.kinds.push(authority.kind);
                self.places.insert(key, at);
            }
        }
        for (agency, number) in authority.numbers.iter().filter_map(|n| number_key(n)) {
            self.all.numbers.push((hash(&number), agency.as_deref().map(hash), at));
        }
    }

    fn finish(self) -> Authorities {
        let mut all = self.all;
        all.names.retain(|(_, role, _)| *role != Role::SeeAlso);
        all.names.sort_unstable();
        all.names.dedup();
        all.numbers.sort_unstable();
        all.numbers.dedup();
        all.used.resize_with(all.texts.len(), AtomicBool::default);
        all
    }
}

fn put_form(text: &mut String, role: Role, name: &str, dates: Option<&str>) {
    text.push(role.sign());
    text.push_str(name);
    text.push(DATES);
    text.push_str(dates.unwrap_or_default());
    text.push(FORM_END);
}
