//! Folding: from letters as printed to letters as compared.
//! Not for what readers see: titles are shown as the record writes them.

/// Letters and what they fold to, one pair a line; see `examples/fold_table.rs`.
const TABLE: &str = include_str!("folds.txt");

/// The table of folds, ready to be asked.
#[derive(Debug)]
pub(crate) struct Folds {
    pairs: Vec<(char, &'static str)>,
}

impl Folds {
    /// Reads the table; it is in the order of the letters' numbers.
    pub(crate) fn new() -> Self {
        let pairs = TABLE.lines().filter_map(|line| {
            let letter = line.chars().next()?;
            Some((letter, line.get(letter.len_utf8()..)?))
        });
        Self { pairs: pairs.collect() }
    }

    /// Appends what `c` folds to: lower case, without marks, compatible forms made one.
    /// A mark that belongs to the Cyrillic letter before it becomes one letter with it.
    pub(crate) fn push(&self, c: char, out: &mut String) {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            return;
        }
        if is_dropped(c) {
            compose(c, out);
            return;
        }
        for lower in c.to_lowercase() {
            match self.pairs.binary_search_by_key(&lower, |(letter, _)| *letter) {
                Ok(at) => {
                    out.push_str(self.pairs.get(at).map_or("", |(_, folded)| folded));
                }
                Err(_) if is_dropped(lower) => {}
                Err(_) => out.push(lower),
            }
        }
    }
}

/// Joins a combining mark with the Cyrillic letter before it, where the two are a letter of
/// their own (й, ї, ў, ѓ, ќ); otherwise the mark is dropped.
fn compose(mark: char, out: &mut String) {
    let joined = match (out.chars().next_back(), mark) {
        (Some('и'), '\u{306}') => 'й',
        (Some('і'), '\u{308}') => 'ї',
        (Some('у'), '\u{306}') => 'ў',
        (Some('г'), '\u{301}') => 'ѓ',
        (Some('к'), '\u{301}') => 'ќ',
        _ => return,
    };
    out.pop();
    out.push(joined);
}

/// Whether `c` is a mark, a modifier letter or an invisible sign that folding drops.
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

#[cfg(test)]
#[path = "../../tests/fold_rule/mod.rs"]
mod fold_rule;

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        let folds = Folds::new();
        let mut out = String::new();
        text.chars().for_each(|c| folds.push(c, &mut out));
        out
    }

    #[test]
    fn the_table_is_what_the_rule_makes_of_unicode() {
        let table: Vec<(char, String)> = Folds::new()
            .pairs
            .iter()
            .map(|(c, folded)| (*c, (*folded).to_owned()))
            .collect();
        assert_eq!(table, fold_rule::folds());
        assert!(table.len() > 1000, "{}", table.len());
    }

    #[test]
    fn the_same_signs_are_dropped_by_table_and_rule() {
        let differ =
            ('\0'..=char::MAX).find(|&c| is_dropped(c) != fold_rule::is_dropped(c));
        assert_eq!(differ, None);
    }

    #[test]
    fn letters_fold_as_readers_expect() {
        let cases = [
            ("Ёлка", "елка"),
            ("йод", "йод"),
            ("и\u{306}од", "йод"),
            ("е\u{308}лка", "елка"),
            ("за\u{301}мок", "замок"),
            ("Café", "cafe"),
            ("Straße", "strasse"),
            ("Ærø", "aero"),
            ("ＡＢＣ１", "abc1"),
            ("ﬁn", "fin"),
            ("Łódź", "lodz"),
            ("Tolstoĭ", "tolstoi"),
            ("Gogolʹ", "gogol"),
            ("ΣΟΦΟΣ", "σοφοσ"),
            ("Ὀδύσσεια", "οδυσσεια"),
            ("Їжак", "їжак"),
            ("أحمد", "احمد"),
            ("שָׁלוֹם", "שלומ"),
            ("İstanbul", "istanbul"),
            ("Việt", "viet"),
        ];
        for (text, expected) in cases {
            assert_eq!(fold(text), expected, "{text}");
        }
    }
}
