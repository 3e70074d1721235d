//! Creators: who made the thing or had a part in it (MARC 1xx, 7xx).

use bibliobus_catalog::{Creator, CreatorKind};

use super::{Draft, title};
use crate::marc::Field;
use crate::text::{folded, without_joint, without_stop};

/// A main entry (100, 110, 111).
pub(super) fn main_entry(draft: &mut Draft<'_>, field: Field<'_>) {
    add(draft, field, true);
}

/// An added entry (700, 710, 711, 720). One with a title names a work: a work that the thing
/// contains (second indicator 2) gives another title, a related one gives nothing.
pub(super) fn added_entry(draft: &mut Draft<'_>, field: Field<'_>) {
    if field.first(b't').is_none() {
        add(draft, field, false);
    } else if field.second_indicator() == b'2' {
        title::contained(draft, field);
    }
}

/// Which subfields make the name: the name itself and what tells it from others, in the order
/// of the field.
fn name_codes(kind: CreatorKind) -> &'static [u8] {
    match kind {
        CreatorKind::Person => b"abcq",
        CreatorKind::Corporate => b"abcdn",
        CreatorKind::Meeting => b"acdenq",
    }
}

fn add(draft: &mut Draft<'_>, field: Field<'_>, main: bool) {
    let kind = match field.number().unwrap_or_default() % 100 {
        0 | 20 => CreatorKind::Person,
        10 => CreatorKind::Corporate,
        11 => CreatorKind::Meeting,
        _ => return,
    };
    let Some(name) = field.joined(name_codes(kind)) else { return };
    let name = without_stop(&name).to_owned();
    let is_person = kind == CreatorKind::Person;
    let dates =
        field.first(b'd').filter(|_| is_person).map(|d| without_stop(d).to_owned());
    let creator = Creator { name, dates, roles: roles(field, kind), kind, main };
    if !creator.name.is_empty() {
        put(draft, creator);
    }
}

/// Adds the creator, or the roles to the same creator added before.
fn put(draft: &mut Draft<'_>, creator: Creator) {
    let key =
        folded(&format!("{}{}", creator.name, creator.dates.as_deref().unwrap_or("")));
    if draft.is_new("creator", key) {
        return draft.record.creators.push(creator);
    }
    let same = |known: &&mut Creator| folded(&known.name) == folded(&creator.name);
    if let Some(known) = draft.record.creators.iter_mut().find(same) {
        known.main |= creator.main;
        let new = creator.roles.into_iter().filter(|role| !known.roles.contains(role));
        let new: Vec<String> = new.collect();
        known.roles.extend(new);
    }
}

/// The roles: codes in $4, terms in $e ($j for a meeting), each once.
fn roles(field: Field<'_>, kind: CreatorKind) -> Vec<String> {
    let terms: &[u8] = if kind == CreatorKind::Meeting { b"j" } else { b"e" };
    let coded = field.all(b"4").map(code_in);
    let named = field.subfields().filter(|(code, _)| terms.contains(code));
    let named = named.flat_map(|(_, text)| text.split([',', ';'])).map(code_for);
    let mut roles: Vec<String> = Vec::new();
    for role in coded.chain(named).filter(|role| !role.is_empty()) {
        if !roles.contains(&role) && roles.len() < MOST_ROLES {
            roles.push(role);
        }
    }
    roles
}

/// More roles than anybody has in one thing.
const MOST_ROLES: usize = 32;

/// The code in $4: as it is, or at the end of an address at id.loc.gov.
fn code_in(text: &str) -> String {
    text.rsplit('/').next().unwrap_or_default().trim_end_matches('.').to_lowercase()
}

/// The relator code for a term, or the source's own word.
fn code_for(term: &str) -> String {
    let term = without_joint(term.trim().trim_end_matches('.')).to_lowercase();
    let known = RELATORS.binary_search_by(|(known, _)| (*known).cmp(term.as_str()));
    match known.ok().and_then(|place| RELATORS.get(place)) {
        Some((_, code)) => (*code).to_owned(),
        None => term,
    }
}

/// Terms and their codes (MARC Code List for Relators; RDA appendix I), sorted by term.
const RELATORS: [(&str, &str); 94] = [
    ("actor", "act"),
    ("adapter", "adp"),
    ("arranger", "arr"),
    ("artist", "art"),
    ("author", "aut"),
    ("author of added commentary", "wac"),
    ("cartographer", "ctg"),
    ("choreographer", "chr"),
    ("cinematographer", "cng"),
    ("collector", "col"),
    ("commentator", "cmm"),
    ("comp", "com"),
    ("compiler", "com"),
    ("composer", "cmp"),
    ("conductor", "cnd"),
    ("contributor", "ctb"),
    ("creator", "cre"),
    ("defendant", "dfd"),
    ("degree granting institution", "dgg"),
    ("designer", "dsr"),
    ("director", "drt"),
    ("dissertant", "dis"),
    ("distributor", "dst"),
    ("ed", "edt"),
    ("editor", "edt"),
    ("engraver", "egr"),
    ("film director", "fmd"),
    ("film producer", "fmp"),
    ("host", "hst"),
    ("host institution", "his"),
    ("ill", "ill"),
    ("illustrator", "ill"),
    ("instrumentalist", "itr"),
    ("interviewee", "ive"),
    ("interviewer", "ivr"),
    ("issuing body", "isb"),
    ("joint author", "aut"),
    ("librettist", "lbt"),
    ("lyricist", "lyr"),
    ("musician", "mus"),
    ("narrator", "nrt"),
    ("performer", "prf"),
    ("photographer", "pht"),
    ("plaintiff", "ptf"),
    ("printer", "prt"),
    ("producer", "pro"),
    ("production company", "prn"),
    ("publisher", "pbl"),
    ("researcher", "res"),
    ("screenwriter", "aus"),
    ("sculptor", "scl"),
    ("singer", "sng"),
    ("speaker", "spk"),
    ("sponsor", "spn"),
    ("sponsoring body", "spn"),
    ("thesis advisor", "ths"),
    ("tr", "trl"),
    ("transcriber", "trc"),
    ("translator", "trl"),
    ("writer of added commentary", "wac"),
    ("writer of introduction", "win"),
    ("writer of preface", "wpr"),
    ("авт", "aut"),
    ("автор", "aut"),
    ("аранжировщик", "arr"),
    ("гравер", "egr"),
    ("дирижер", "cnd"),
    ("дирижёр", "cnd"),
    ("изд", "pbl"),
    ("издатель", "pbl"),
    ("издательство", "pbl"),
    ("ил", "ill"),
    ("иллюстратор", "ill"),
    ("исп", "prf"),
    ("исполнитель", "prf"),
    ("картограф", "ctg"),
    ("композитор", "cmp"),
    ("науч. рук", "ths"),
    ("научный руководитель", "ths"),
    ("организатор", "orm"),
    ("отв. ред", "edt"),
    ("пер", "trl"),
    ("переводчик", "trl"),
    ("продюсер", "pro"),
    ("ред", "edt"),
    ("редактор", "edt"),
    ("режиссер", "drt"),
    ("режиссёр", "drt"),
    ("сост", "com"),
    ("составитель", "com"),
    ("сценарист", "aus"),
    ("фотограф", "pht"),
    ("худож", "ill"),
    ("художник", "ill"),
];

/// The main entry comes first, wherever it stands in the file.
pub(super) fn settle(draft: &mut Draft<'_>) {
    draft.record.creators.sort_by_key(|creator| !creator.main);
}

/// Splits the dates off a heading in one piece, as other formats have it: `Turner, Joseph
/// Mallord William, 1775-1851`, `Mack, Heinz, born 1931`.
pub(crate) fn split_dates(heading: &str) -> (&str, Option<&str>) {
    match heading.rsplit_once(", ") {
        Some((name, dates)) if are_dates(dates) => (without_joint(name), Some(dates)),
        _ => (heading, None),
    }
}

fn are_dates(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_known = |word: &str| DATE_WORDS.contains(&word.to_lowercase().as_str());
    digits >= 3 && words.clone().all(is_known)
}

/// Words that stand beside years in a heading.
const DATE_WORDS: [&str; 18] = [
    "born",
    "died",
    "active",
    "approximately",
    "or",
    "ca",
    "fl",
    "b",
    "d",
    "century",
    "th",
    "bc",
    "род",
    "ум",
    "г",
    "ок",
    "в",
    "вв",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_relators_are_sorted() {
        assert!(RELATORS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn terms_in_both_languages_become_codes() {
        let cases = [
            ("editor.", "edt"),
            ("Author,", "aut"),
            (" пер.", "trl"),
            ("отв. ред.", "edt"),
            ("lamplighter", "lamplighter"),
        ];
        for (term, expected) in cases {
            assert_eq!(code_for(term), expected, "{term}");
        }
        assert_eq!(code_in("http://id.loc.gov/vocabulary/relators/aut"), "aut");
    }

    #[test]
    fn dates_are_split_off_a_heading() {
        let cases = [
            ("Turner, Joseph, 1775-1851", ("Turner, Joseph", Some("1775-1851"))),
            ("Mack, Heinz, born 1931", ("Mack, Heinz", Some("born 1931"))),
            ("Чехов, Антон", ("Чехов, Антон", None)),
            ("Congress, 3rd meeting 2001", ("Congress, 3rd meeting 2001", None)),
        ];
        for (heading, expected) in cases {
            assert_eq!(split_dates(heading), expected);
        }
    }
}
