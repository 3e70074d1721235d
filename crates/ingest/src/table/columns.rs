//! The names of columns: our own, and those that libraries give them in Russian and English.
//! Not for what stands in a column.

/// A key of the flat shape with the names by which its column is known, folded as in [`folded`].
/// The key itself comes first.
const COLUMNS: [(&str, &[&str]); 29] = [
    (
        "id",
        &[
            "id",
            "record id",
            "control number",
            "mfn",
            "biblionumber",
            "номер записи",
            "идентификатор",
            "код записи",
            "ппн",
            "ppn",
            "001",
        ],
    ),
    (
        "title",
        &[
            "title",
            "main title",
            "title proper",
            "book title",
            "заглавие",
            "название",
            "наименование",
            "название книги",
            "основное заглавие",
            "заголовок",
            "245a",
            "200a",
        ],
    ),
    (
        "subtitle",
        &[
            "subtitle",
            "other title information",
            "подзаголовок",
            "сведения относящиеся к заглавию",
            "245b",
            "200e",
        ],
    ),
    (
        "other_titles",
        &[
            "other titles",
            "alternative title",
            "original title",
            "title series",
            "другие заглавия",
            "оригинальное название",
            "параллельное заглавие",
        ],
    ),
    (
        "authors",
        &[
            "authors",
            "author",
            "author s",
            "creator",
            "creators",
            "main author",
            "автор",
            "авторы",
            "автор ы",
            "фио автора",
            "автор книги",
            "100a",
            "700a",
        ],
    ),
    (
        "contributors",
        &[
            "contributors",
            "contributor",
            "editor",
            "editors",
            "translator",
            "редактор",
            "составитель",
            "переводчик",
            "другие авторы",
        ],
    ),
    (
        "subjects",
        &[
            "subjects",
            "subject",
            "subject headings",
            "keywords",
            "tags",
            "рубрика",
            "рубрики",
            "предметные рубрики",
            "предметная рубрика",
            "ключевые слова",
            "тематика",
            "тема",
            "темы",
            "жанр",
            "genre",
        ],
    ),
    ("publisher", &["publisher", "издательство", "издатель", "260b", "210c"]),
    ("place", &["place", "place of publication", "city", "место издания", "город"]),
    (
        "year",
        &[
            "year",
            "date",
            "publication year",
            "publication date",
            "year of publication",
            "published",
            "pubyear",
            "год",
            "год издания",
            "дата издания",
            "год публикации",
        ],
    ),
    (
        "language",
        &["language", "languages", "lang", "язык", "язык издания", "язык текста"],
    ),
    (
        "format",
        &[
            "format",
            "type",
            "material type",
            "item type",
            "document type",
            "тип",
            "вид издания",
            "вид документа",
            "тип документа",
            "вид",
            "носитель",
        ],
    ),
    (
        "call_number",
        &[
            "call number",
            "callnumber",
            "shelfmark",
            "shelf mark",
            "шифр",
            "шифр хранения",
            "полочный шифр",
            "полочный индекс",
            "расстановочный шифр",
        ],
    ),
    ("udc", &["udc", "удк"]),
    ("bbk", &["bbk", "ббк"]),
    ("ddc", &["ddc", "dewey", "дкд"]),
    ("library", &["library", "branch", "home library", "библиотека", "филиал", "сигла"]),
    (
        "location",
        &[
            "location",
            "collection",
            "shelving location",
            "место хранения",
            "фонд",
            "отдел",
            "зал",
            "местонахождение",
            "место",
        ],
    ),
    ("barcode", &["barcode", "штрихкод", "штрих код"]),
    (
        "inventory",
        &[
            "inventory",
            "inventory number",
            "accession number",
            "инвентарный номер",
            "инв номер",
            "инв",
            "инвентарный",
        ],
    ),
    ("status", &["status", "статус", "состояние"]),
    (
        "url",
        &[
            "url",
            "link",
            "uri",
            "web address",
            "ссылка",
            "адрес",
            "электронный адрес",
            "полный текст",
            "856u",
        ],
    ),
    (
        "summary",
        &[
            "summary",
            "abstract",
            "description",
            "text",
            "аннотация",
            "описание",
            "реферат",
            "краткое содержание",
        ],
    ),
    ("isbn", &["isbn", "isbn13", "isbn 13", "isbn 10", "isbn10", "020a"]),
    ("issn", &["issn", "eissn", "e issn", "issn l", "022a"]),
    ("edition", &["edition", "издание", "сведения об издании"]),
    (
        "extent",
        &[
            "extent",
            "pages",
            "physical description",
            "объем",
            "страниц",
            "страницы",
            "количество страниц",
            "кол во страниц",
            "стр",
        ],
    ),
    ("series", &["series", "серия"]),
    ("notes", &["notes", "note", "примечание", "примечания"]),
];

/// The keys that a column can be given by hand.
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|(key, _)| *key)
}

/// What a column was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// It has the name of a key.
    Named(&'static str),
    /// Its name means a key, in all likelihood.
    Guessed(&'static str),
    /// It was said by hand.
    Given(&'static str),
    /// Nothing: it is not read.
    Unknown,
}

impl Column {
    /// The key, if there is one.
    pub(super) fn key(self) -> Option<&'static str> {
        match self {
            Self::Named(key) | Self::Guessed(key) | Self::Given(key) => Some(key),
            Self::Unknown => None,
        }
    }
}

/// What the column of this heading holds; `given` are pairs of heading and key.
pub(super) fn column(heading: &str, given: &[(String, String)]) -> Column {
    let name = folded(heading);
    if let Some((_, key)) = given.iter().find(|(given, _)| folded(given) == name) {
        return known_key(key).map_or(Column::Unknown, Column::Given);
    }
    if let Some(key) = keys().find(|key| *key == heading.trim().to_lowercase()) {
        return Column::Named(key);
    }
    let mut known = COLUMNS.iter();
    let found = known.find(|(_, names)| names.contains(&name.as_str()));
    found.map_or(Column::Unknown, |(key, _)| Column::Guessed(key))
}

/// The key of this name. `creator` is what Dublin Core calls `authors`, and so on: every name
/// of a column is a name of its key.
pub(crate) fn known_key(name: &str) -> Option<&'static str> {
    let folded = folded(name);
    let mut known = COLUMNS.iter();
    let found =
        known.find(|(key, names)| *key == name || names.contains(&folded.as_str()));
    found.map(|(key, _)| *key)
}

/// Whether a heading names the titles: what every table of records has.
pub(crate) fn is_title(heading: &str) -> bool {
    column(heading, &[]).key() == Some("title")
}

/// A heading in small letters, ё as е, only letters and digits, blanks between words.
fn folded(heading: &str) -> String {
    let lower = heading.to_lowercase().replace('ё', "е");
    let words =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_folded_and_means_one_key() {
        let mut seen = std::collections::BTreeSet::new();
        for name in COLUMNS.iter().flat_map(|(_, names)| *names) {
            assert_eq!(folded(name), *name);
            assert!(seen.insert(name), "{name} twice");
        }
    }

    #[test]
    fn columns_are_known_by_their_headings() {
        for (heading, column_of) in [
            ("title", Column::Named("title")),
            ("Call_Number", Column::Named("call_number")),
            ("Автор(ы)", Column::Guessed("authors")),
            ("Год издания", Column::Guessed("year")),
            ("Объём", Column::Guessed("extent")),
            ("Инв. №", Column::Guessed("inventory")),
            ("ISBN-13", Column::Guessed("isbn")),
            ("№ п/п", Column::Unknown),
        ] {
            assert_eq!(column(heading, &[]), column_of, "{heading}");
        }
    }

    #[test]
    fn what_is_given_goes_before_what_is_guessed() {
        let given = [("Автор".to_owned(), "contributor".to_owned())];
        assert_eq!(column("автор", &given), Column::Given("contributors"));
        assert_eq!(column("Title", &given), Column::Named("title"));
    }
}
