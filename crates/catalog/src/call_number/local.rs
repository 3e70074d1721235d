//! Schemes of a library's own, by a small table of rules in its settings.

use serde::{Deserialize, Serialize};

use super::{key::whole, script::in_one_script};
use crate::lower;

/// How the runs of letters and digits of a mark file, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A whole number: 9 before 10.
    Number,
    /// Digits with their dots as one number with decimals: 0.15 before 0.2.
    Decimal,
    /// Letters.
    Letters,
}

/// The rules of one scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LocalScheme {
    /// Its code, by which shelf ranges name it. Not that of a [`Scheme`](super::Scheme).
    pub code: String,
    /// What stands before a mark and does not count: `Fys.`, `Oversize`.
    pub strip: Vec<String>,
    /// What a mark is made of. The last one stands for all that follow.
    pub parts: Vec<Part>,
    /// The alphabet, in lower case, where it is not that of Unicode: `abc…zæøå`.
    pub alphabet: String,
}

impl LocalScheme {
    /// The key by which `label` files; `None` where a part of the mark is not what the rules
    /// say, or nothing is left of it.
    pub fn key(&self, label: &str) -> Option<String> {
        let mut rest = self.stripped(label.trim());
        let mut out = String::new();
        for at in 0.. {
            rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
            if rest.is_empty() {
                break;
            }
            let part = self.parts.get(at).or(self.parts.last()).copied();
            rest = self.take(&mut out, part, rest)?;
        }
        (!out.is_empty()).then_some(out)
    }

    /// The mark without what stands before it.
    fn stripped<'l>(&self, label: &'l str) -> &'l str {
        let begins = |prefix: &String| {
            let (start, rest) = label.split_at_checked(prefix.len())?;
            (!prefix.is_empty() && lower(start) == lower(prefix)).then_some(rest)
        };
        self.strip.iter().find_map(begins).unwrap_or(label)
    }

    fn take<'l>(
        &self,
        out: &mut String,
        part: Option<Part>,
        rest: &'l str,
    ) -> Option<&'l str> {
        let is_digit = |c: char| c.is_ascii_digit();
        let first = rest.chars().next()?;
        let end = |is_part: &dyn Fn(char) -> bool| {
            rest.find(|c| !is_part(c)).unwrap_or(rest.len())
        };
        let part =
            part.unwrap_or(if is_digit(first) { Part::Number } else { Part::Letters });
        if is_digit(first) != (part != Part::Letters) {
            return None;
        }
        let end = match part {
            Part::Number => end(&is_digit),
            Part::Decimal => end(&|c| is_digit(c) || c == '.'),
            Part::Letters => end(&|c| c.is_alphanumeric() && !is_digit(c)),
        };
        let (run, behind) = rest.split_at_checked(end)?;
        out.push('\u{1}');
        match part {
            Part::Number => whole(out, run),
            Part::Decimal => {
                let (number, decimals) = run.split_once('.').unwrap_or((run, ""));
                whole(out, number);
                out.push('.');
                out.extend(decimals.chars().filter(|c| is_digit(*c)));
            }
            Part::Letters => {
                out.extend(in_one_script(run).chars().map(|c| self.place(c)));
            }
        }
        Some(behind)
    }

    /// A letter as its place in the alphabet; one that the alphabet has not files behind.
    fn place(&self, letter: char) -> char {
        let Some(at) = self.alphabet.chars().position(|known| known == letter) else {
            return letter;
        };
        u32::try_from(at).ok().and_then(|at| char::from_u32(0x20 + at)).unwrap_or(letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_files_by_the_rules_of_its_library() {
        let rules = LocalScheme {
            code: "fys".into(),
            strip: vec!["Fys.".into()],
            parts: vec![Part::Decimal, Part::Letters],
            alphabet: "abcdefghijklmnopqrstuvwxyzæøå".into(),
        };
        let key = |label: &str| rules.key(label);
        let order =
            ["Fys. 0.2 AAR", "0.2 GRU", "fys. 0.2 GRØ", "0.2 GUE", "0.20 A", "1.1 ABA"];
        for pair in order.windows(2).filter(|pair| pair[1] != "0.20 A") {
            assert!(key(pair[0]) < key(pair[1]), "{pair:?}");
        }
        assert_eq!(key("Fys. ABC 0.2"), None);
        assert_eq!(key("Fys."), None);
        assert!(key("0.2") < key("0.2 AAR"));
    }
}
