//! A citation in the making: texts with slanted passages, and joints that do not double a stop.

/// A citation as texts, plain and slanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// The passages in order.
    pub pieces: Vec<Piece>,
}

/// A passage of a citation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// Whether it is set in italics.
    pub is_slanted: bool,
}

impl Citation {
    /// The citation as one text without italics.
    pub fn plain(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Adds plain text; signs that nobody sees, and line ends, become blanks.
    pub(crate) fn say(&mut self, text: &str) {
        self.add(text, false);
    }

    /// Adds text in italics.
    pub(crate) fn slant(&mut self, text: &str) {
        self.add(text, true);
    }

    fn add(&mut self, text: &str, is_slanted: bool) {
        let mut text = text;
        // Two blanks are one, and none stands at the start.
        if self.last().is_none_or(|last| last == ' ') {
            text = text.trim_start();
        }
        if text.is_empty() {
            return;
        }
        match self.pieces.last_mut() {
            Some(piece) if piece.is_slanted == is_slanted => piece.text.push_str(text),
            _ => self.pieces.push(Piece { text: text.to_owned(), is_slanted }),
        }
    }

    /// Adds what stands between two parts, such as `. ` or `, `; nothing at the start, and
    /// where there is one. A stop after a stop is left out.
    pub(crate) fn joint(&mut self, joint: &str) {
        let Some(last) = self.last().filter(|last| *last != ' ') else { return };
        let stops = ['.', '!', '?', '…'];
        let is_stopped = stops.contains(&last) || self.ends_quoted();
        let joint = if is_stopped { joint.trim_start_matches('.') } else { joint };
        self.say(joint);
    }

    /// Ends with a stop, unless there is one, or nothing to end.
    pub(crate) fn stop(&mut self) {
        self.joint(".");
    }

    /// Without the blanks at the end.
    pub(crate) fn trimmed(mut self) -> Self {
        while let Some(last) = self.pieces.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            self.pieces.pop();
        }
        self
    }

    /// Whether a stop stands before the closing quotation mark.
    fn ends_quoted(&self) -> bool {
        let plain =
            self.pieces.last().map(|piece| piece.text.as_str()).unwrap_or_default();
        ["!”", "?”", ".”", "?»", "!»"].iter().any(|end| plain.ends_with(end))
    }

    pub(crate) fn last(&self) -> Option<char> {
        self.pieces.last()?.text.chars().next_back()
    }
}

/// A text on one line: line ends and signs without a shape become blanks, and blanks one.
pub(crate) fn on_one_line(text: &str) -> String {
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    let shown: String = text.chars().map(shown).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_is_not_doubled() {
        let mut line = Citation::default();
        line.joint(". ");
        line.say("Чехов А. П.");
        line.joint(". ");
        line.slant("Что делать?");
        line.joint(". ");
        line.say("М.");
        line.stop();
        assert_eq!(line.plain(), "Чехов А. П. Что делать? М.");
        assert_eq!(line.pieces.len(), 3);
    }

    #[test]
    fn one_line_has_no_signs_without_a_shape() {
        assert_eq!(on_one_line(" a\r\n\tb\u{0}c  d "), "a b c d");
    }
}
