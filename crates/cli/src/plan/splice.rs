//! Changes to a text that leave everything else as it is: each puts other words in the place of
//! some bytes. And where lines begin and end.

use std::ops::Range;

/// A text and what is to become of it.
pub(super) struct Splices<'t> {
    pub(super) text: &'t str,
    changes: Vec<(Range<usize>, String)>,
}

impl<'t> Splices<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, changes: Vec::new() }
    }

    /// Puts `words` in the place of a range.
    pub(super) fn replace(&mut self, range: Range<usize>, words: String) {
        self.changes.push((range, words));
    }

    /// Takes a range out.
    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.replace(range, String::new());
    }

    /// Puts `words` before a byte.
    pub(super) fn insert(&mut self, at: usize, words: String) {
        self.replace(at..at, words);
    }

    /// Puts whole lines before a line; after the last one where the text ends there.
    pub(super) fn insert_lines(&mut self, at: usize, lines: &str) {
        let is_open = at > 0 && !self.before(at).ends_with('\n');
        let newline = if is_open { self.newline() } else { "" };
        self.insert(at, format!("{newline}{lines}"));
    }

    /// The text with all its changes; `None` where two of them touch the same bytes.
    pub(super) fn finish(mut self) -> Option<String> {
        self.changes.sort_by_key(|(range, _)| (range.start, range.end));
        let mut done = String::with_capacity(self.text.len());
        let mut at = 0;
        for (range, words) in &self.changes {
            done.push_str(self.text.get(at..range.start)?);
            done.push_str(words);
            at = range.end;
        }
        done.push_str(self.text.get(at..)?);
        Some(done)
    }

    /// What ends a line here.
    pub(super) fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Where the line of a byte begins.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.before(at).rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where the line behind that of a byte begins.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let length = self.after(at).find('\n').map(|end| end + 1);
        length.map_or(self.text.len(), |length| at + length)
    }

    /// The text up to a byte.
    pub(super) fn before(&self, at: usize) -> &'t str {
        self.text.get(..at).unwrap_or_default()
    }

    /// The text from a byte on.
    pub(super) fn after(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The text of a range.
    pub(super) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// Behind the blanks that follow a byte on its line.
    pub(super) fn past_blanks(&self, at: usize) -> usize {
        let rest = self.after(at);
        at + rest.len() - rest.trim_start_matches([' ', '\t']).len()
    }

    /// The blanks at the beginning of the line of a byte.
    pub(super) fn indent(&self, at: usize) -> &'t str {
        let start = self.line_start(at);
        self.slice(start..self.past_blanks(start))
    }

    /// Whether nothing but blanks, or a comment, follows on the line of a byte.
    pub(super) fn is_end_of_line(&self, at: usize) -> bool {
        self.after(self.past_blanks(at)).starts_with(['\n', '\r', '#'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_from_the_front_to_the_back_and_never_twice() {
        let mut splices = Splices::new("one two three");
        splices.replace(8..13, "drei".into());
        splices.remove(0..4);
        splices.insert(4, "zwei or ".into());
        assert_eq!(splices.finish().as_deref(), Some("zwei or two drei"));
        let mut splices = Splices::new("one two three");
        splices.remove(0..6);
        splices.remove(5..8);
        assert_eq!(splices.finish(), None);
    }

    #[test]
    fn lines_are_known_by_their_bytes() {
        let splices = Splices::new("a = 1\n  b = 2 # c\nlast");
        assert_eq!(splices.line_start(9), 6);
        assert_eq!(splices.line_end(9), 18);
        assert_eq!(splices.line_end(20), 22);
        assert_eq!(splices.indent(9), "  ");
        assert!(splices.is_end_of_line(13));
        assert!(!splices.is_end_of_line(8));
    }
}
