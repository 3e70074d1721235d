//! Where in its journal or book an article stands, read from the words of the record.

/// The place of an article within what it is in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whereabouts {
    /// The volume: `12`.
    pub(crate) volume: String,
    /// The issue: `3`.
    pub(crate) issue: String,
    /// The pages: `10-20`.
    pub(crate) pages: String,
    /// The year, where it is told.
    pub(crate) year: String,
    /// What is none of these.
    pub(crate) rest: String,
}

/// The words before a number, in small letters and without their stop, and what it counts.
const VOLUME: &[&str] = &["vol", "v", "volume", "bd", "band", "t", "т", "том"];
const ISSUE: &[&str] =
    &["no", "nr", "n", "№", "iss", "issue", "вып", "выпуск", "heft", "н"];
const PAGES: &[&str] = &["p", "pp", "pages", "page", "s", "с", "стр", "c"];

impl Whereabouts {
    /// What stands in `Vol. 12, no. 3 (Mar. 1990), p. 5-10`; what has no such words is the rest.
    pub(crate) fn read(text: &str) -> Self {
        let mut found = Self::default();
        let mut rest = Vec::new();
        for part in pieces(text) {
            if !found.take(part) {
                rest.push(part);
            }
        }
        found.rest = rest.join(", ");
        found
    }

    /// Takes a piece that says one of these things; `false` for any other.
    fn take(&mut self, piece: &str) -> bool {
        if is_year(piece) && self.year.is_empty() {
            piece.clone_into(&mut self.year);
            return true;
        }
        let at = piece.find(|c: char| c.is_ascii_digit()).unwrap_or(piece.len());
        let (word, number) = piece.split_at(at);
        let word = word.trim().trim_end_matches('.').trim().to_lowercase();
        let kinds = [
            (VOLUME, &mut self.volume),
            (ISSUE, &mut self.issue),
            (PAGES, &mut self.pages),
        ];
        for (words, place) in kinds {
            if words.contains(&word.as_str()) && is_number(number) && place.is_empty() {
                *place = number.trim().replace(['–', '—'], "-").replace(" - ", "-");
                return true;
            }
        }
        false
    }
}

/// The pieces between commas, semicolons, colons, brackets, and the stops and dashes of an
/// area (`. – `).
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let at = |c: char| matches!(c, ',' | ';' | ':' | '(' | ')');
    let areas =
        text.split(". – ").flat_map(|area| area.split(". - ")).flat_map(sentences);
    let all = areas.flat_map(move |area| area.split(at));
    all.map(|piece| piece.trim().trim_end_matches('.')).filter(|piece| !piece.is_empty())
}

/// A stop ends a piece if a number stands before it: `Т. 5. № 3`.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        let before = text.get(start..at).unwrap_or_default();
        if before.ends_with(|c: char| c.is_ascii_digit()) {
            found.push(before);
            start = at + 2;
        }
    }
    found.push(text.get(start..).unwrap_or_default());
    found
}

fn is_year(piece: &str) -> bool {
    let year = piece.trim_end_matches("г").trim().trim_end_matches('.');
    year.len() == 4
        && year.starts_with(['1', '2'])
        && year.chars().all(|c| c.is_ascii_digit())
}

/// A number, or some of them with a dash, a slash or letters at the end: `12`, `3-4`, `12a`.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.len() <= 24
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '–' | '—' | '/' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volume_issue_year_and_pages_are_told_apart() {
        for (text, volume, issue, year, pages, rest) in [
            ("Vol. 12, no. 3 (1990), p. 5-10", "12", "3", "1990", "5-10", ""),
            ("1995. – Т. 5, № 3. – С. 10–20", "5", "3", "1995", "10-20", ""),
            ("2001. Т. 5. № 3. С. 10-20", "5", "3", "2001", "10-20", ""),
            ("N 4.- С. 3-8", "", "", "", "", "N 4.- С. 3-8"),
            ("Mar. 1990", "", "", "", "", "Mar. 1990"),
            ("p. xii, 5", "", "", "", "", "p. xii, 5"),
            ("", "", "", "", "", ""),
        ] {
            let found = Whereabouts::read(text);
            let told =
                [&found.volume, &found.issue, &found.year, &found.pages, &found.rest];
            assert_eq!(told, [volume, issue, year, pages, rest], "{text}");
        }
    }
}
