//! Nearness of words: how many slips of a typist lie between two.

/// How many letters a word may have wrong: none where others are too near, in short words and
/// in what has digits.
pub(crate) fn allowed_slips(word: &[char]) -> u8 {
    if !word.iter().all(|c| c.is_alphabetic()) {
        return 0;
    }
    match word.len() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The optimal string alignment distance of two words, if it is at most `max`: letters too
/// much, too few, wrong, or two neighbours swapped.
pub(crate) fn slips(a: &[char], b: &[char], max: u8) -> Option<u8> {
    let limit = usize::from(max);
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &to) in b.iter().enumerate() {
            let at =
                |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let wrong = at(&last, j) + usize::from(from != to);
            let mut best = wrong.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let is_swapped = i > 0
                && j > 0
                && a.get(i - 1) == Some(&to)
                && b.get(j - 1) == Some(&from);
            if is_swapped {
                best = best.min(at(&before_last, j - 1) + 1);
            }
            row.push(best);
        }
        if row.iter().all(|&cost| cost > limit) {
            return None;
        }
        before_last = core::mem::replace(&mut last, row);
    }
    last.last().filter(|&&cost| cost <= limit).map(|&cost| cost as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_as_typists_make_them() {
        let cases = [
            ("война", "война", Some(0)),
            ("вйона", "война", Some(1)),
            ("войнна", "война", Some(1)),
            ("вона", "война", Some(1)),
            ("войра", "война", Some(1)),
            ("securit", "security", Some(1)),
            ("slecurty", "security", Some(2)),
            ("ca", "abc", None),
            ("война", "мир", None),
            ("", "ab", Some(2)),
        ];
        for (a, b, expected) in cases {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(slips(&chars(a), &chars(b), 2), expected, "{a} {b}");
            assert_eq!(slips(&chars(b), &chars(a), 2), expected, "{b} {a}");
        }
    }

    #[test]
    fn short_words_and_numbers_have_to_be_right() {
        let allowed = |text: &str| allowed_slips(&text.chars().collect::<Vec<_>>());
        let cases =
            [("мир", 0), ("море", 1), ("tolstoy", 1), ("dostoevsky", 2), ("qa76book", 0)];
        for (word, expected) in cases {
            assert_eq!(allowed(word), expected, "{word}");
        }
    }
}
