//! Letters of call numbers: case, ё, and those that look alike in Latin and Cyrillic. Labels
//! are typed on either keyboard, and nobody sees which.

/// Latin letters and the Cyrillic ones that look like them, in lower case.
const PAIRS: [(char, char); 12] = [
    ('а', 'a'),
    ('в', 'b'),
    ('е', 'e'),
    ('к', 'k'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('х', 'x'),
];

/// The Latin letter that a Cyrillic one looks like; other characters as they are. In lower
/// case.
pub fn look_alike(c: char) -> char {
    PAIRS.iter().find(|(cyrillic, _)| *cyrillic == c).map_or(c, |(_, latin)| *latin)
}

fn cyrillic(c: char) -> char {
    PAIRS.iter().find(|(_, latin)| *latin == c).map_or(c, |(cyrillic, _)| *cyrillic)
}

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{4ff}').contains(&c)
}

/// Letters and digits only, in lower case, look-alikes as Latin.
pub(super) fn squeezed(label: &str) -> String {
    let letters = label.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).map(fold).map(look_alike).collect()
}

fn fold(c: char) -> char {
    if c == 'ё' { 'е' } else { c }
}

/// The letters of a mark in one script and in lower case, ё as е. The script is that of the
/// letters that only one script has. Where there are none, a Cyrillic letter among them makes
/// all of them Cyrillic.
pub(super) fn in_one_script(label: &str) -> String {
    let lower: String = label.chars().flat_map(char::to_lowercase).map(fold).collect();
    let is_plain = |c: char| look_alike(c) == c && cyrillic(c) == c;
    let has = |is: fn(char) -> bool, sure: bool| {
        lower.chars().any(|c| c.is_alphabetic() && is(c) && (!sure || is_plain(c)))
    };
    let is_latin = |c: char| c.is_ascii_alphabetic();
    match (has(is_latin, true), has(is_cyrillic, true)) {
        (true, true) => lower,
        (true, false) => lower.chars().map(look_alike).collect(),
        (false, true) => lower.chars().map(cyrillic).collect(),
        (false, false) if has(is_cyrillic, false) => {
            lower.chars().map(cyrillic).collect()
        }
        (false, false) => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_the_wrong_keyboard_is_put_right_by_its_neighbours() {
        assert_eq!(in_one_script("Tолстой"), "толстой");
        assert_eq!(in_one_script("QА76"), "qa76");
        assert_eq!(in_one_script("B 24"), "b 24");
        assert_eq!(in_one_script("B 24 ч. 2"), "в 24 ч. 2");
        assert_eq!(in_one_script("А 12 c"), "а 12 с");
    }
}
