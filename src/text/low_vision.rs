//! Words for the version of the page for those with low vision. Which settings there are is in
//! `low_vision.js`, which asks for words by name: `scheme` is what can be set, `scheme:page` or
//! only `page` what to.

use super::{Language, Text};

/// Names, and words in Russian and English.
const WORDS: [(&str, [&str; 2]); 35] = [
    ("version", ["Версия для слабовидящих", "Low-vision version"]),
    ("reset", ["Сбросить настройки", "Reset settings"]),
    ("is-reset", ["Настройки сброшены", "The settings are reset"]),
    ("close", ["Закрыть настройки", "Close settings"]),
    (
        "here",
        ["Настройки останутся на этом устройстве.", "The settings stay on this device."],
    ),
    (
        "for-now",
        [
            "Настройки пропадут, когда вы уйдёте.",
            "The settings are forgotten when you leave.",
        ],
    ),
    ("read", ["Прочитать вслух", "Read aloud"]),
    ("stop", ["Остановить чтение", "Stop reading"]),
    (
        "mute",
        [
            "Прочитать нечем: на этом устройстве нет голоса для этого языка. Голос можно добавить в настройках устройства.",
            "Nothing to read with: this device has no voice for this language. One can be added in the device's settings.",
        ],
    ),
    (
        "partly",
        [
            "Прочитано не всё: для части текста на этом устройстве нет голоса на её языке.",
            "Not everything was read: for some of the text this device has no voice in its language.",
        ],
    ),
    ("size", ["Размер текста", "Text size"]),
    ("percent", ["\u{a0}%", "%"]),
    ("scheme", ["Цвета", "Colours"]),
    ("scheme:page", ["Как на странице", "As the page has them"]),
    ("scheme:black-on-white", ["Чёрным по белому", "Black on white"]),
    ("scheme:white-on-black", ["Белым по чёрному", "White on black"]),
    (
        "scheme:dark-blue-on-light-blue",
        ["Тёмно-синим по голубому", "Dark blue on light blue"],
    ),
    ("scheme:brown-on-beige", ["Коричневым по бежевому", "Brown on beige"]),
    (
        "scheme:green-on-dark-brown",
        ["Зелёным по тёмно-коричневому", "Green on dark brown"],
    ),
    ("letters", ["Между буквами", "Between letters"]),
    ("lines", ["Между строками", "Between lines"]),
    ("normal", ["Как обычно", "As usual"]),
    ("wide", ["Шире", "Wide"]),
    ("wider", ["Ещё шире", "Wider"]),
    ("face", ["Шрифт", "Typeface"]),
    ("face:page", ["Как на странице", "As the page has it"]),
    ("face:sans", ["Без засечек", "Without serifs"]),
    ("face:serif", ["С засечками", "With serifs"]),
    ("images", ["Картинки", "Pictures"]),
    ("images:on", ["Цветные", "In colour"]),
    ("images:grey", ["Серые", "In grey"]),
    ("images:off", ["Не показывать", "Not shown"]),
    ("motion", ["Движение", "Motion"]),
    ("motion:on", ["Как на странице", "As the page has it"]),
    ("motion:off", ["Выключено", "Off"]),
];

impl Text {
    /// All words for low vision, as lines of `name=words`.
    pub fn low_vision(self) -> String {
        let own = usize::from(self.language == Language::En);
        let mut lines = String::new();
        for (name, words) in WORDS {
            let words = words.get(own).copied().unwrap_or_default();
            for part in [name, "=", words, "\n"] {
                lines.push_str(part);
            }
        }
        lines
    }

    /// In the place of a plan that is not shown.
    pub fn no_plan(self) -> &'static str {
        if self.language == Language::Ru {
            "План не показан. Дорога описана словами."
        } else {
            "The plan is not shown. The way is told in words."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_words_in_each_language() {
        for language in Language::ALL {
            let lines = Text::new(language).low_vision();
            assert_eq!(lines.lines().count(), WORDS.len());
            for line in lines.lines() {
                let (name, words) = line.split_once('=').unwrap();
                assert!(!name.is_empty() && !words.trim().is_empty());
                let is_russian = words.contains(|c| ('а'..='я').contains(&c));
                let is_sign = name == "percent";
                assert!(is_sign || is_russian == (language == Language::Ru), "{line}");
            }
        }
    }
}
