//! The rule behind the table of folds, said with the whole of Unicode at hand.
//!
//! A letter folds to its compatibility decomposition (NFKD) in lower case without marks,
//! except that Cyrillic letters are letters of their own: only ё, ѐ and ѝ lose theirs
//! (ё = е, but never й = и). A few letters that Unicode does not decompose follow library
//! practice (ALA-LC and the Unicode collation charts): `ß` files as `ss`, `ø` as `o`.

use unicode_normalization::UnicodeNormalization;

/// Letters that Unicode does not decompose.
const BY_HAND: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('ð', "d"),
    ('ø', "o"),
    ('þ', "th"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ĸ', "k"),
    ('ł', "l"),
    ('ŋ', "n"),
    ('œ', "oe"),
    ('ŧ', "t"),
    ('ƒ', "f"),
    ('ς', "σ"),
    ('ѐ', "е"),
    ('ё', "е"),
    ('ѝ', "и"),
    ('ך', "כ"),
    ('ם', "מ"),
    ('ן', "נ"),
    ('ף', "פ"),
    ('ץ', "צ"),
    ('ة', "ه"),
    ('ى', "ي"),
    ('ٱ', "ا"),
    ('ک', "ك"),
    ('ی', "ي"),
];

/// Whether `c` is a mark (or a sign like one) that folding drops.
pub(crate) fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{ad}'
        | '\u{2b0}'..='\u{2ff}'
        | '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}')
}

/// Letters of scripts where a decomposition would not be the same letter to a reader, or that
/// fold by rule and not by table.
fn is_left_alone(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}' | '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{fff}'
        | '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
        || c > '\u{ffff}'
}

/// Every lower-case letter that folds to something else, in the order of their numbers.
pub(crate) fn folds() -> Vec<(char, String)> {
    let letters = ('\u{a0}'..='\u{ffff}').filter(|&c| !is_dropped(c));
    let folded = letters.filter_map(|c| Some((c, fold(c)?)));
    folded.filter(|(c, folded)| !folded.is_empty() && *folded != c.to_string()).collect()
}

fn fold(c: char) -> Option<String> {
    if let Some((_, folded)) = BY_HAND.iter().find(|(letter, _)| *letter == c) {
        return Some((*folded).to_owned());
    }
    let is_lower = c.to_lowercase().eq([c]);
    if is_left_alone(c) || !is_lower || !c.is_alphanumeric() {
        return None;
    }
    let decomposed = c.to_string().nfkd().collect::<String>().to_lowercase();
    let bare = decomposed.chars().filter(|&c| !is_dropped(c));
    let by_hand =
        |c: char| BY_HAND.iter().find(|(l, _)| *l == c).map(|(_, f)| (*f).to_owned());
    let folded: String =
        bare.map(|c| by_hand(c).unwrap_or_else(|| c.to_string())).collect();
    folded.chars().all(char::is_alphanumeric).then_some(folded)
}
