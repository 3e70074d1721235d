//! Skeletons: what a Russian word has in common in Cyrillic and in any romanisation, so that
//! each finds the others. Some thirty schemes differ in how they write ж, х, ц, ч, ш, щ, й, ё,
//! ю, я and the signs; a skeleton has one letter for each, or none.

use crate::order::Order;

/// The skeleton of a folded word in Cyrillic; `None` if it has other letters.
pub(crate) fn of_cyrillic(word: &str) -> Option<String> {
    let mut out = String::new();
    for c in word.strip_suffix('ъ').unwrap_or(word).chars() {
        out.push_str(match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ґ' => "g",
            'д' => "d",
            'е' | 'ё' | 'э' | 'ѣ' | 'є' => "e",
            'ж' => "Z",
            'з' => "z",
            'и' | 'й' | 'ы' | 'і' | 'ї' | 'ѵ' => "i",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' | 'ѳ' => "f",
            'х' => "h",
            'ц' => "c",
            'ч' => "C",
            'ш' | 'щ' => "S",
            'ъ' | 'ь' => "",
            'ю' => "iu",
            'я' => "ia",
            _ => return None,
        });
    }
    Some(finished(&out.replace("ts", "c").replace("ks", "x")))
}

/// How a language writes the sounds that it has no letter for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Habit {
    English,
    /// ch for х, c for ч; x for х.
    Slavic,
    German,
    French,
}

/// The skeletons that a folded word in Latin script may have.
pub(crate) fn of_latin(word: &str) -> Vec<String> {
    if !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let habits = [Habit::English, Habit::Slavic, Habit::German, Habit::French];
    let mut all: Vec<String> = habits.map(|habit| latin(word, habit)).to_vec();
    all.dedup();
    all.order();
    all.dedup();
    all
}

/// What schemes write for one sound, the longest first.
const COMBINED: [(&str, &str); 21] = [
    ("shch", "S"),
    ("schtsch", "S"),
    ("sch", "S"),
    ("shh", "S"),
    ("sc", "S"),
    ("sh", "S"),
    ("zh", "Z"),
    ("tch", "C"),
    ("tsch", "C"),
    ("ch", "C"),
    ("kh", "h"),
    ("ts", "c"),
    ("tz", "c"),
    ("cz", "c"),
    ("ph", "f"),
    ("ks", "x"),
    ("yo", "e"),
    ("jo", "e"),
    ("w", "v"),
    ("j", "i"),
    ("y", "i"),
];

fn latin(word: &str, habit: Habit) -> String {
    let word = match habit {
        Habit::English => word.replace('x', "ks"),
        Habit::Slavic => word
            .replace("shch", "S")
            .replace("ks", "x")
            .replace('x', "h")
            .replace("ch", "h")
            .replace('c', "C"),
        Habit::German => word
            .replace("tsch", "C")
            .replace("sch", "S")
            .replace("ch", "h")
            .replace('z', "c")
            .replace('x', "ks"),
        Habit::French => word
            .replace("tch", "C")
            .replace("ch", "S")
            .replace("ou", "u")
            .replace('j', "Z")
            .replace('x', "ks"),
    };
    let combine = |word: String, (from, to): (&str, &str)| word.replace(from, to);
    let word = COMBINED.into_iter().fold(word, combine);
    finished(&word.replace('q', "k"))
}

/// Doubled letters once, softening before a vowel dropped.
fn finished(raw: &str) -> String {
    let mut raw = raw.to_owned();
    for (from, to) in
        [("tC", "C"), ("sC", "S"), ("SC", "S"), ("tS", "S"), ("ph", "f"), ("tz", "c")]
    {
        raw = raw.replace(from, to);
    }
    let mut out = String::new();
    for c in raw.chars() {
        if matches!(c, 'a' | 'e' | 'o' | 'u') {
            while out.ends_with('i') {
                out.pop();
            }
        }
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// The first letters that words with one of these skeletons may have in the other script.
pub(crate) fn first_letters(skeleton: &str, is_cyrillic: bool) -> &'static str {
    match (skeleton.chars().next(), is_cyrillic) {
        (Some('a'), true) => "ая",
        (Some('e'), true) => "еэё",
        (Some('i'), true) => "ий",
        (Some('u'), true) => "ую",
        (Some('o'), true) => "о",
        (Some('b'), true) => "б",
        (Some('v'), true) => "в",
        (Some('g'), true) => "г",
        (Some('d'), true) => "д",
        (Some('Z'), true) => "ж",
        (Some('z'), true) => "з",
        (Some('k' | 'x'), true) => "к",
        (Some('l'), true) => "л",
        (Some('m'), true) => "м",
        (Some('n'), true) => "н",
        (Some('p'), true) => "п",
        (Some('r'), true) => "р",
        (Some('s'), true) => "с",
        (Some('t'), true) => "т",
        (Some('f'), true) => "ф",
        (Some('h'), true) => "х",
        (Some('c'), true) => "цт",
        (Some('C'), true) => "ч",
        (Some('S'), true) => "шщс",
        (Some('a'), false) => "aiyj",
        (Some('e'), false) => "eyij",
        (Some('i'), false) => "iyj",
        (Some('u'), false) => "uiyj",
        (Some('o'), false) => "o",
        (Some('b'), false) => "b",
        (Some('v'), false) => "vw",
        (Some('g'), false) => "g",
        (Some('d'), false) => "d",
        (Some('Z' | 'z'), false) => "zj",
        (Some('k' | 'x'), false) => "k",
        (Some('l'), false) => "l",
        (Some('m'), false) => "m",
        (Some('n'), false) => "n",
        (Some('p'), false) => "p",
        (Some('r'), false) => "r",
        (Some('s' | 'S'), false) => "s",
        (Some('t'), false) => "t",
        (Some('f'), false) => "f",
        (Some('h'), false) => "khcx",
        (Some('c'), false) => "tcz",
        (Some('C'), false) => "ct",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_skeleton_however_they_are_romanised() {
        let cases: [(&str, &[&str]); 14] = [
            ("толстой", &["tolstoy", "tolstoi", "tolstoj"]),
            (
                "достоевский",
                &[
                    "dostoevsky",
                    "dostoyevsky",
                    "dostoevskii",
                    "dostoyevskiy",
                    "dostojewski",
                ],
            ),
            ("чехов", &["chekhov", "tchekhov", "tschechow", "cechov", "chehov"]),
            ("чайковский", &["tchaikovsky", "chaikovskii", "tschaikowsky", "cajkovskij"]),
            ("горбачев", &["gorbachev", "gorbachyov"]),
            ("пушкин", &["pushkin", "puschkin"]),
            ("солженицын", &["solzhenitsyn"]),
            ("хрущев", &["khrushchev"]),
            ("цветаева", &["tsvetaeva", "cvetaeva", "tsvetayeva", "zwetajewa"]),
            ("горький", &["gorky", "gorkii", "gorki", "gorkij"]),
            ("александр", &["aleksandr", "alexandr"]),
            ("юрий", &["yuri", "iurii", "yury", "jurij", "juri"]),
            ("яковлев", &["yakovlev", "iakovlev", "jakovlev"]),
            ("щедрин", &["shchedrin", "schedrin"]),
        ];
        for (cyrillic, romanised) in cases {
            let skeleton = of_cyrillic(cyrillic).unwrap();
            for latin in romanised {
                assert!(of_latin(latin).contains(&skeleton), "{latin} {skeleton}");
                assert!(
                    first_letters(&skeleton, false).contains(&latin[..1]),
                    "{latin} {skeleton}"
                );
            }
            assert!(
                first_letters(&skeleton, true).contains(&cyrillic[..2]),
                "{cyrillic}"
            );
        }
    }

    #[test]
    fn other_scripts_have_no_skeleton() {
        assert_eq!(of_cyrillic("tolstoy"), None);
        assert_eq!(of_latin("толстой"), Vec::<String>::new());
        assert_eq!(of_latin("b52"), Vec::<String>::new());
    }
}
