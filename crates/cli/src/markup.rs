//! Text of records on its way into HTML and XML: never markup, and nothing that XML forbids.

/// The text without what has no business in a line of text: control characters become blanks,
/// signs that turn the direction of what follows and those that XML 1.0 forbids are left out.
pub(crate) fn cleaned(text: &str) -> String {
    text.chars().filter(|c| !is_refused(*c)).map(blank).collect()
}

/// The same, ready for HTML and XML, within elements and within quoted attributes.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_refused(*c)) {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(blank(c)),
        }
    }
    safe
}

fn is_refused(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

fn blank(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

/// The beginning of a text, at most so many signs of it, to the end of a word where there is one.
pub(crate) fn clipped(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head = text.get(..end).unwrap_or_default();
    let head = head.rsplit_once(' ').map_or(head, |(words, _)| words);
    format!("{}…", head.trim_end_matches([' ', ',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_record_says_is_never_markup() {
        let text = escaped("<img src=x onerror=\"a('&')\">\u{202e}\u{7}\u{ffff}");
        assert_eq!(text, "&lt;img src=x onerror=&quot;a(&#39;&amp;&#39;)&quot;&gt; ");
        assert_eq!(cleaned("a\u{202e}<\u{85}"), "a< ");
    }

    #[test]
    fn a_long_text_ends_with_a_word() {
        assert_eq!(clipped("one two, three", 10), "one two…");
        assert_eq!(clipped("short", 10), "short");
        assert_eq!(clipped(&"ж".repeat(50_000), 3), "жжж…");
    }
}
