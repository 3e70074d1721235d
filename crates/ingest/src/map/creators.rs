//! Creators: who made the thing or had a part in it.

use bibliobus_catalog::Creator;

use super::Draft;
use crate::marc::Field;
use crate::profile::{Codes, Compiled, CreatorEntry};
use crate::text::{Fingerprint, folded, joined, without_joint, without_stop};

/// A creator as its field says it.
pub(super) fn creator(draft: &mut Draft<'_>, field: Field<'_>, entry: &CreatorEntry) {
    let text = |codes: &Codes| codes.first_in(field).map(without_stop);
    let mut name =
        joined(field.all(&entry.name), entry.join.as_str()).unwrap_or_default();
    for more in [text(&entry.given), joined(field.all(&entry.addition), " ").as_deref()] {
        if let Some(more) = more.filter(|more| !more.is_empty()) {
            name.truncate(without_joint(&name).len());
            name.push_str(", ");
            name.push_str(more);
        }
    }
    name.truncate(without_stop(&name).len());
    let dates = text(&entry.dates).map(str::to_owned);
    let roles = roles(draft.profile, field, entry);
    let creator = Creator { name, dates, roles, kind: entry.kind.0, main: entry.main };
    if !creator.name.is_empty() {
        draft.refer(field, &entry.authority, &creator.name);
        put(draft, creator);
    }
}

/// Adds the creator, or the roles to the same creator added before.
fn put(draft: &mut Draft<'_>, creator: Creator) {
    let dates = creator.dates.as_deref().unwrap_or_default();
    let key = Fingerprint::of("creator").with_folded(&creator.name).with_folded(dates);
    if draft.is_new(key) {
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

/// The roles, by codes and by words, each once.
fn roles(profile: &Compiled, field: Field<'_>, entry: &CreatorEntry) -> Vec<String> {
    let coded = field.all(&entry.role_code).map(|code| role_of_code(profile, code));
    let words = field.all(&entry.role_term).flat_map(|text| text.split([',', ';']));
    let named = words.map(|term| role_of_term(profile, term));
    let mut roles: Vec<String> = Vec::new();
    for role in coded.chain(named).filter(|role| !role.is_empty()) {
        if !roles.contains(&role) && roles.len() < MOST_ROLES {
            roles.push(role);
        }
    }
    if roles.is_empty() {
        roles.extend(entry.role.clone());
    }
    roles
}

/// More roles than anybody has in one thing.
const MOST_ROLES: usize = 32;

/// The role for a code: as it is, at the end of an address at id.loc.gov, or before a word as
/// IRBIS writes it: `340 ред.`.
fn role_of_code(profile: &Compiled, text: &str) -> String {
    let code = text.rsplit('/').next().unwrap_or_default().trim_end_matches('.');
    let code = code.to_lowercase();
    let first = code.split_whitespace().next().unwrap_or_default();
    let known = profile.role(&code).or_else(|| profile.role(first)).map(str::to_owned);
    known.unwrap_or(code)
}

/// The relator code for a term, or the source's own word.
fn role_of_term(profile: &Compiled, term: &str) -> String {
    let term = without_joint(term.trim().trim_end_matches('.')).to_lowercase();
    profile.role(&term).map(str::to_owned).unwrap_or(term)
}

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
    fn terms_in_both_languages_become_codes() {
        let profile = crate::Profile::named("marc21").unwrap();
        let cases = [
            ("editor.", "edt"),
            ("Author,", "aut"),
            (" пер.", "trl"),
            ("отв. ред.", "edt"),
            ("lamplighter", "lamplighter"),
        ];
        for (term, expected) in cases {
            assert_eq!(role_of_term(profile.compiled(), term), expected, "{term}");
        }
        let address = "http://id.loc.gov/vocabulary/relators/aut";
        assert_eq!(role_of_code(profile.compiled(), address), "aut");
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
