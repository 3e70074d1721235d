//! Words for citing: the styles, the formats of files, and what became of both.

use super::{Language, Text};

/// Styles of citation by their codes, with their names in Russian and in English.
const STYLES: [(&str, [&str; 2]); 5] = [
    ("gost-7.0.100", ["ГОСТ Р 7.0.100-2018", "GOST R 7.0.100-2018"]),
    ("gost-7.0.5", ["ГОСТ Р 7.0.5-2008", "GOST R 7.0.5-2008"]),
    ("apa", ["APA, 7-е издание", "APA, 7th edition"]),
    ("mla", ["MLA, 9-е издание", "MLA, 9th edition"]),
    ("chicago", ["Чикагский стиль, автор и год", "Chicago, author and date"]),
];

/// Formats of files by their codes, with their names and the endings of their files.
const FORMATS: [(&str, &str, &str); 5] = [
    ("ris", "RIS", "ris"),
    ("bibtex", "BibTeX", "bib"),
    ("csl-json", "CSL-JSON", "json"),
    ("marcxml", "MARCXML", "xml"),
    ("csv", "CSV", "csv"),
];

/// A word or sentence about citing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Citing {
    /// The line that opens it for a record.
    Cite,
    /// The same for a list.
    CiteList,
    /// The label of the styles.
    Style,
    /// It is on its way.
    Waiting,
    /// It did not come.
    Failed,
    /// The button that copies.
    Copy,
    /// It is copied.
    Copied,
    /// The browser did not copy; the text is marked.
    Marked,
    /// Before the formats.
    Export,
    /// The file is made.
    Exported,
}

impl Text {
    /// Words about citing.
    pub fn citing(self, citing: Citing) -> &'static str {
        let [ru, en] = match citing {
            Citing::Cite => ["Сослаться и выгрузить", "Cite and export"],
            Citing::CiteList => {
                ["Список литературы и выгрузка", "Bibliography and export"]
            }
            Citing::Style => ["Оформление", "Style"],
            Citing::Waiting => ["Готовим ссылку…", "Making the citation…"],
            Citing::Failed => [
                "Сейчас не получилось. Проверьте связь и попробуйте ещё раз.",
                "This did not work just now. Check the connection and try again.",
            ],
            Citing::Copy => ["Скопировать", "Copy"],
            Citing::Copied => ["Скопировано.", "Copied."],
            Citing::Marked => [
                "Браузер не дал скопировать. Текст выделен: скопируйте его сами.",
                "The browser did not allow copying. The text is selected: copy it yourself.",
            ],
            Citing::Export => ["Скачать файлом:", "Download as a file:"],
            Citing::Exported => ["Файл готов.", "The file is ready."],
        };
        if self.language == Language::Ru { ru } else { en }
    }

    /// The styles of citation, by code and name.
    pub fn styles(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let is_russian = self.language == Language::Ru;
        STYLES
            .into_iter()
            .map(move |(code, [ru, en])| (code, if is_russian { ru } else { en }))
    }

    /// The style that most who read this language are asked for.
    pub fn usual_style(self) -> &'static str {
        if self.language == Language::Ru { "gost-7.0.100" } else { "apa" }
    }

    /// The formats of files, by code, name, and ending.
    pub fn formats(self) -> [(&'static str, &'static str, &'static str); 5] {
        FORMATS
    }
}
