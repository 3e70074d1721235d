//! What filing keys are made of: signs that compare as bytes. A key ends where its mark ends,
//! so that nothing files before something.

use super::script::in_one_script;

/// Kinds of words in the part of a mark behind its class, in the order in which they file: a
/// date or other whole number, a named part (`v. 2`, `т. 2`), a letter with decimals.
const NUMBER: char = '\u{1}';
const NAMED: char = '\u{2}';
const LETTERS: char = '\u{3}';

/// Words that come before the number of a part, of a copy or of an edition.
const PARTS: [&str; 27] = [
    "v", "vol", "no", "nr", "pt", "t", "bd", "c", "ed", "ser", "suppl", "fasc", "bk",
    "jg", "т", "ч", "кн", "вып", "изд", "экз", "сб", "доп", "bind", "d", "sv", "h", "n",
];

/// Appends a whole number: more digits file behind fewer, whatever zeros stand before them.
pub(super) fn whole(out: &mut String, digits: &str) {
    let digits = digits.trim_start_matches('0');
    // Behind 25 digits the length says no more; such a number is none.
    let length = digits.len().min(25) as u8;
    out.push(char::from(b'a' + length));
    out.push_str(digits);
}

/// What stands behind the class: author mark, year, volume, copy.
///
/// A letter with the digits behind it is a mark of Cutter's or Khavkina's tables: the digits
/// are decimals (`В 27` < `В 271` < `В 3`). A number by itself, and one behind a word such as
/// `т.` or `v.`, is whole (`v. 2` < `v. 10`).
pub(super) fn item(out: &mut String, text: &str) {
    let text = in_one_script(text);
    let mut words = Words { rest: &text };
    while let Some(word) = words.next() {
        match word {
            Word::Number(digits) => {
                out.push(NUMBER);
                whole(out, digits);
            }
            Word::Letters(letters) => {
                let digits = words.digits_behind();
                let is_named = words.rest_had_dot(&text, letters)
                    || letters.chars().count() > 1 && digits.is_some();
                if PARTS.contains(&letters) && is_named {
                    out.push(NAMED);
                    out.push_str(letters);
                    if let Some(digits) = digits {
                        out.push(NUMBER);
                        whole(out, digits);
                    }
                } else {
                    out.push(LETTERS);
                    out.push_str(letters);
                    out.push(NUMBER);
                    out.push_str(digits.unwrap_or_default());
                }
            }
        }
    }
}

enum Word<'t> {
    Number(&'t str),
    Letters(&'t str),
}

/// Runs of letters and runs of digits; what stands between them is passed over.
struct Words<'t> {
    rest: &'t str,
}

impl<'t> Words<'t> {
    fn next(&mut self) -> Option<Word<'t>> {
        self.rest = self.rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let first = self.rest.chars().next()?;
        if first.is_ascii_digit() {
            return self.run(|c| c.is_ascii_digit()).map(Word::Number);
        }
        self.run(|c| c.is_alphanumeric() && !c.is_ascii_digit()).map(Word::Letters)
    }

    fn run(&mut self, is_part: fn(char) -> bool) -> Option<&'t str> {
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(run)
    }

    /// The digits that belong to the letters before: with blanks, a dot or a hyphen between.
    fn digits_behind(&mut self) -> Option<&'t str> {
        let near =
            self.rest.trim_start_matches([' ', '.', '-', '\u{2010}', '\u{2011}', '–']);
        if !near.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.rest = near;
        self.run(|c| c.is_ascii_digit())
    }

    /// Whether a dot stands right behind `letters` in `text`, of which they are a part.
    fn rest_had_dot(&self, text: &str, letters: &str) -> bool {
        let end = letters.as_ptr() as usize - text.as_ptr() as usize + letters.len();
        text.get(end..).is_some_and(|behind| behind.starts_with('.'))
    }
}
