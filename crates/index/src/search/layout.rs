//! Keyboard layouts: what was meant where the other layout was on (ghbdtn = привет).

/// The keys of the Russian and the American layout, in the same places.
const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбю.ё";
const AMERICAN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`";

/// The text as the other layout would have it; `None` if some key is on neither, or nothing
/// would change.
pub(crate) fn other(text: &str) -> Option<String> {
    let lower = bibliobus_catalog::lower(text);
    let is_russian = lower.chars().any(|c| ('а'..='ё').contains(&c));
    let (from, to) = if is_russian { (RUSSIAN, AMERICAN) } else { (AMERICAN, RUSSIAN) };
    let key = |c: char| {
        if c.is_whitespace() || c.is_ascii_digit() || matches!(c, '-' | '"') {
            return Some(c);
        }
        from.chars().zip(to.chars()).find(|(key, _)| *key == c).map(|(_, other)| other)
    };
    let converted: String = lower.chars().map(key).collect::<Option<_>>()?;
    (converted != lower).then_some(converted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_on_the_other_layout() {
        let cases = [
            ("ghbdtn", Some("привет")),
            ("Djqyf b vbh", Some("война и мир")),
            ("цфк фтв зуфсу", Some("war and peace")),
            (",fkkflf", Some("баллада")),
            ("`krf", Some("ёлка")),
            ("1984", None),
            ("книга & war", None),
        ];
        for (typed, meant) in cases {
            assert_eq!(other(typed).as_deref(), meant, "{typed}");
        }
    }
}
