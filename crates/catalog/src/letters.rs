//! Lower case and capitals with little wasm: the standard library's tables for capitals, and for
//! the sigma at the end of a word, are some kilobytes, and marks on spines need neither.

/// A text in lower case, letter by letter: a sigma at the end of a word is one like any other.
pub fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// How far below its small letter a capital stands: in Latin, Greek, Cyrillic and Armenian.
const DISTANCES: [u32; 9] = [32, 1, 80, 48, 15, 37, 38, 63, 64];

/// Appends a word in capitals.
pub(crate) fn push_capitals(out: &mut String, word: &str) {
    for letter in word.chars() {
        match letter {
            'ß' => out.push_str("SS"),
            'ÿ' => out.push('Ÿ'),
            _ => out.push(capital(letter)),
        }
    }
}

/// The letter whose lower case this is; the letter itself where that is not near.
fn capital(letter: char) -> char {
    let is_it = |found: &char| found.to_lowercase().eq([letter]);
    if letter.is_ascii() {
        return letter.to_ascii_uppercase();
    }
    let at = |distance: &u32| char::from_u32(u32::from(letter).checked_sub(*distance)?);
    let mut capitals = DISTANCES.iter().filter_map(at);
    capitals.find(|found| *found != letter && is_it(found)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capitals(word: &str) -> String {
        let mut out = String::new();
        push_capitals(&mut out, word);
        out
    }

    #[test]
    fn capitals_are_those_of_the_standard() {
        for alphabet in ['\0'..='ž', 'ΐ'..='ώ', 'Ѐ'..='ԯ', 'Ա'..='ֆ', 'Ḁ'..='ỹ']
        {
            for letter in alphabet {
                let standard: String = letter.to_uppercase().collect();
                // Letters that lose something: the dotless i, the long s, the micro sign …
                if super::lower(&standard).chars().eq([letter]) {
                    assert_eq!(capitals(&letter.to_string()), standard, "{letter}");
                }
            }
        }
        assert_eq!(capitals("Straße, Ёж, π"), "STRASSE, ЁЖ, Π");
    }

    #[test]
    fn lower_case_is_that_of_the_standard_but_for_the_last_sigma() {
        for text in ["Война и мир", "ИЙЁ QA76.73", "ÄÖÜß", "İstanbul"] {
            assert_eq!(lower(text), text.to_lowercase());
        }
        assert_eq!(lower("ΟΔΟΣ"), "οδοσ");
    }
}
