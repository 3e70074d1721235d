//! What the pages say, in Russian and English. What they say of access, of materials and of lines
//! is what the app says: a test holds each sentence against the app's own in `src/text/`.

use bibliobus_catalog::{
    Arranged, Arranges, DigitalLoan, IdentifierKind, Library, LinkKind, LocalName,
    Location, Material, PlaceAccess, Scheme, Status, Terms,
};

use super::names::{LANGUAGES, ROLES};
use crate::report::Language;

/// The same in Russian and in English.
pub(super) type Both = [&'static str; 2];

/// What a line of the description is called.
pub(super) const CREATORS: Both = ["Авторы и участники", "People"];
pub(super) const RESPONSIBILITY: Both =
    ["Сведения об ответственности", "Statement of responsibility"];
pub(super) const ORIGINAL: Both = ["Название в подлиннике", "Original title"];
pub(super) const OTHER_TITLES: Both = ["Другие названия", "Other titles"];
pub(super) const EDITION: Both = ["Издание", "Edition"];
pub(super) const IMPRINT: Both = ["Выходные данные", "Published"];
pub(super) const EXTENT: Both = ["Объём", "Extent"];
pub(super) const SERIES: Both = ["Серия", "Series"];
pub(super) const LANGUAGE: Both = ["Язык", "Language"];
pub(super) const SUMMARY: Both = ["О чём", "About"];
pub(super) const CONTENTS: Both = ["Содержание", "Contents"];
pub(super) const NOTES: Both = ["Примечания", "Notes"];
pub(super) const SUBJECTS: Both = ["Темы", "Subjects"];
pub(super) const CLASSES: Both = ["Классы", "Classes"];
pub(super) const NUMBERS: Both = ["Номера", "Numbers"];
pub(super) const RECORD_NUMBER: Both = ["Номер записи", "Record number"];

/// Headings and labels.
pub(super) const HOW_TO_OPEN: Both = ["Открыть на экране", "Open it on screen"];
pub(super) const WHERE_IT_STANDS: Both = ["Где стоит", "Where it stands"];
pub(super) const YOU_CAN_ALSO: Both = ["Ещё можно", "You can also"];
pub(super) const DESCRIPTION: Both = ["Описание", "Description"];
pub(super) const NO_WAY: Both =
    ["Где получить, в записи не указано", "The record does not say how to get it"];
pub(super) const UNTITLED: Both = ["Без названия", "Untitled"];
pub(super) const CALL_NUMBER: Both = ["Шифр", "Call number"];
pub(super) const THE_WAY: Both = ["Как пройти", "The way there"];
pub(super) const ADDRESS: Both = ["Адрес", "Address"];
pub(super) const HOURS: Both = ["Часы работы", "Hours"];
pub(super) const STOP: Both = ["Остановка", "Stop"];
pub(super) const THERE_IS: Both = ["В фонде", "The library has"];
pub(super) const BORROW: Both = ["Взять на время", "Borrow it online"];
pub(super) const ALSO_KNOWN_AS: Both = ["Другие формы имени:", "Also known as:"];
pub(super) const SEE_ALSO: Both = ["См. также:", "See also:"];

/// What only these pages say.
pub(super) const CATALOGUE: Both = ["Каталог библиотеки", "Library catalogue"];
pub(super) const TO_SEARCH: Both = ["Искать в каталоге", "Search the catalogue"];
pub(super) const LIVE: Both = ["Открыть в каталоге", "Open it in the catalogue"];
pub(super) const LIVE_HINT: Both = [
    "Там дорога к полке, соседние книги и ваш список.",
    "With the way to the shelf, its neighbours and your list.",
];
pub(super) const FOOT: Both = [
    "Поиск идёт на вашем устройстве: никто не видит, что вы ищете.",
    "Searching happens on your device: nobody sees what you look for.",
];
pub(super) const NEW_TITLE: Both = ["Новые поступления", "New arrivals"];
pub(super) const DIGITAL_TITLE: Both =
    ["Всё, что открывается на экране", "All that opens on screen"];
pub(super) const SEARCH_IN: Both = ["Поиск:", "Search:"];

/// The voice of the pages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// The language that it speaks.
    pub(super) language: Language,
}

impl Words {
    pub(super) fn say(self, [ru, en]: Both) -> &'static str {
        self.language.pick(ru, en)
    }

    pub(super) fn tag(self) -> &'static str {
        self.language.tag()
    }

    /// A name of the library's, where there is one in any language.
    pub(super) fn local(self, name: &LocalName) -> Option<&str> {
        Some(name.in_language(self.tag())).filter(|name| !name.is_empty())
    }

    /// The day `yyyy-mm-dd` in words; text that is no such day stays as it is.
    pub(super) fn day(self, iso: &str) -> String {
        let Some((year, month, day)) = parts(iso) else { return iso.to_owned() };
        let month = self.say(MONTHS.get(month - 1).copied().unwrap_or_default());
        match self.language {
            Language::Ru => format!("{day} {month} {year}\u{a0}года"),
            Language::En => format!("{day}\u{a0}{month} {year}"),
        }
    }

    fn day_and_month(self, iso: &str) -> String {
        let Some((_, month, day)) = parts(iso) else { return iso.to_owned() };
        let month = MONTHS.get(month - 1).copied().unwrap_or_default();
        format!("{day}\u{a0}{}", self.say(month))
    }

    /// The day that a status speaks of.
    pub(super) fn as_of(self, day: &str) -> String {
        format!("{} {}", self.language.pick("по данным на", "as of"), self.day(day))
    }

    /// What is said of a copy with `status` at a place with `access`.
    pub(super) fn status(self, access: PlaceAccess, status: &Status) -> String {
        match status {
            Status::OnLoan { until: Some(day) } => {
                let until = self.language.pick("На руках до", "On loan until");
                format!("{until} {}", self.day_and_month(day))
            }
            _ => self.say(of_copy(access, status)).to_owned(),
        }
    }

    /// A number of copies.
    pub(super) fn copies(self, n: usize) -> String {
        let noun = match (self.language, n % 10, n % 100) {
            (Language::En, ..) if n == 1 => "copy",
            (Language::En, ..) => "copies",
            (Language::Ru, _, 11..=14) => "экземпляров",
            (Language::Ru, 1, _) => "экземпляр",
            (Language::Ru, 2..=4, _) => "экземпляра",
            (Language::Ru, ..) => "экземпляров",
        };
        format!("{n} {noun}")
    }

    /// One copy by its mark.
    pub(super) fn copy(self, mark: &str) -> String {
        format!("{} {mark}", self.language.pick("Экз.", "Copy"))
    }

    /// Which of several.
    pub(super) fn one_of(self, n: usize, all: usize) -> String {
        format!("{n}\u{a0}{}\u{a0}{all}", self.language.pick("из", "of"))
    }

    /// On whose site a link opens.
    pub(super) fn at_site(self, url: &str) -> String {
        if let Some(letter) = url.strip_prefix("mailto:") {
            let to = letter.split('?').next().unwrap_or_default();
            let opens = self.language.pick("откроется письмо на", "opens a letter to");
            return format!("{opens} {to}");
        }
        format!("{} {}", self.language.pick("на сайте", "at"), host(url))
    }

    /// That a licensed site is opened through the library's own login, and who may.
    pub(super) fn through_login(self, login: &Arranged) -> String {
        let words = self.language.pick(
            "сначала откроется страница входа библиотеки",
            "the library’s login page opens first",
        );
        match self.local(&login.limitation) {
            None => words.to_owned(),
            Some(limitation) => format!("{words} ({limitation})"),
        }
    }

    /// What happens then, how long it takes, and who may: one after the other.
    pub(super) fn arranged(self, arranged: &Arranged) -> Vec<String> {
        let takes = arranged.delay.map(|minutes| self.takes(minutes));
        let limitation = self.local(&arranged.limitation).map(str::to_owned);
        [self.at_site(&arranged.url)].into_iter().chain(takes).chain(limitation).collect()
    }

    /// How long something takes: `about 20 minutes`.
    fn takes(self, minutes: u32) -> String {
        let (number, [one, many, en]) = match minutes {
            0..90 => (minutes, ["минуты", "минут", "minute"]),
            90..2880 => (minutes.div_ceil(60), ["часа", "часов", "hour"]),
            _ => (minutes.div_ceil(24 * 60), ["дня", "дней", "day"]),
        };
        match self.language {
            Language::Ru if number % 10 == 1 && number % 100 != 11 => {
                format!("около {number}\u{a0}{one}")
            }
            Language::Ru => format!("около {number}\u{a0}{many}"),
            Language::En if number == 1 => format!("about {number}\u{a0}{en}"),
            Language::En => format!("about {number}\u{a0}{en}s"),
        }
    }

    /// The terms of an e-book that is lent, and the day that they speak of.
    pub(super) fn loan(self, loan: &DigitalLoan, as_of: &str) -> String {
        let pick = |ru, en| self.language.pick(ru, en);
        let free = match (loan.is_available, loan.free, loan.copies) {
            (_, Some(free), Some(all)) => Some(match self.language {
                Language::Ru => format!("свободно {free}\u{a0}из\u{a0}{all}"),
                Language::En => format!("{free}\u{a0}of\u{a0}{all} free"),
            }),
            (Some(true), ..) => Some(pick("свободна", "free").to_owned()),
            (Some(false), ..) => {
                Some(pick("сейчас у других", "lent to others").to_owned())
            }
            (None, ..) => None,
        };
        let waiting = loan.waiting.filter(|waiting| *waiting > 0);
        let words = pick("в очереди:", "waiting for it:");
        let waiting = waiting.map(|waiting| format!("{words}\u{a0}{waiting}"));
        let has_day = (free.is_some() || waiting.is_some()) && !as_of.is_empty();
        let day = has_day.then(|| self.as_of(as_of));
        let formats = Some(loan.formats.join(", ")).filter(|formats| !formats.is_empty());
        [free, waiting, day, formats]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// A year; years before our era are written in words.
    pub(super) fn year(self, year: i16) -> String {
        match (self.language, year) {
            (_, 0..) => year.to_string(),
            (Language::En, _) => format!("{} BC", year.unsigned_abs()),
            (Language::Ru, _) => format!("{} до н. э.", year.unsigned_abs()),
        }
    }

    /// What somebody did; a role that has no word here in the record's own.
    pub(super) fn role(self, code: &str) -> &str {
        let known = ROLES.iter().find(|(codes, _)| codes.contains(&code));
        known.map_or(code, |(_, both)| self.say(*both))
    }

    /// The name of a language by its MARC code; the code where it has no name here. `None` for
    /// codes that name no language.
    pub(super) fn language(self, code: &str) -> Option<&str> {
        bibliobus_catalog::marc_tag(code)?;
        let known = LANGUAGES.iter().find(|(marc, _)| *marc == code);
        Some(known.map_or(code, |(_, both)| self.say(*both)))
    }

    /// A class number with the name of its scheme before it.
    pub(super) fn class(self, scheme: Scheme, notation: &str) -> String {
        let name = match scheme {
            Scheme::Udc => self.say(["УДК", "UDC"]),
            Scheme::Bbk => self.say(["ББК", "BBK"]),
            Scheme::Ddc => self.say(["Дьюи", "Dewey"]),
            Scheme::Lcc => "LCC",
            Scheme::SuDoc => "SuDoc",
            Scheme::Nlm => "NLM",
            Scheme::Fixed | Scheme::Local => return notation.to_owned(),
        };
        format!("{name} {notation}")
    }

    /// The branch's name; its code where the library has no name for it.
    pub(super) fn branch<'t>(
        self,
        library: &'t Library,
        location: &'t Location,
    ) -> &'t str {
        let branch = library.branch(&location.library);
        let name = branch.map(|branch| branch.name.in_language(self.tag()));
        name.filter(|name| !name.is_empty()).unwrap_or(&location.library)
    }

    /// The place's name; its code where the library has no name for it.
    pub(super) fn place<'t>(
        self,
        library: &'t Library,
        location: &'t Location,
    ) -> Option<&'t str> {
        let code = location.sublocation.as_deref()?;
        let place = library.place(&location.library, code);
        let name = place.map(|place| place.name.in_language(self.tag()));
        Some(name.filter(|name| !name.is_empty()).unwrap_or(code))
    }

    /// The name of the library; what the page is, where it has none.
    pub(super) fn library(self, library: &Library) -> &str {
        self.local(&library.name).unwrap_or(self.say(CATALOGUE))
    }
}

/// What is said of a copy, but for the day of its return.
pub(super) fn of_copy(access: PlaceAccess, status: &Status) -> Both {
    match (status, access) {
        (Status::OnLoan { .. }, _) => ["На руках", "On loan"],
        (Status::Missing, _) => {
            ["Сейчас нет в библиотеке", "Not in the library at present"]
        }
        (Status::OnOrder, _) => ["Заказано, ещё не поступило", "On order, not here yet"],
        (_, PlaceAccess::Closed) => [
            "Из закрытого фонда, спросите на кафедре",
            "From the closed stack, ask at the desk",
        ],
        (_, PlaceAccess::ReadingRoom) => ["В читальном зале", "In the reading room"],
        (_, PlaceAccess::Bookmobile) => ["В библиобусе", "On the bookmobile"],
        (Status::Reference, PlaceAccess::Open | PlaceAccess::Unstated) => {
            ["Только для работы в библиотеке", "For use in the library only"]
        }
        (Status::Available, PlaceAccess::Unstated) => {
            ["Есть в библиотеке", "In the library"]
        }
        (Status::Available, PlaceAccess::Open) => ["На полке", "On the shelf"],
    }
}

/// What the reader does there.
pub(super) fn advice(access: PlaceAccess, status: &Status) -> Option<Both> {
    Some(match (access, status) {
        (_, Status::Missing | Status::OnOrder | Status::OnLoan { .. })
        | (PlaceAccess::Open, Status::Reference) => return None,
        (PlaceAccess::Closed, _) => [
            "Закрытый фонд: попросите на кафедре выдачи, вам принесут.",
            "Closed stack: ask at the issue desk and it will be brought to you.",
        ],
        (PlaceAccess::ReadingRoom, _) => [
            "Читальный зал: можно работать с книгой на месте.",
            "Reading room: for use on the spot.",
        ],
        (PlaceAccess::Bookmobile, _) => [
            "Книга едет в библиобусе: возьмите её на остановке.",
            "It travels on the bookmobile: pick it up at a stop.",
        ],
        (PlaceAccess::Unstated, _) => [
            "Спросите у библиотекаря, где это стоит.",
            "Ask the librarian where it stands.",
        ],
        (PlaceAccess::Open, _) => [
            "Открытый доступ: можно взять с полки самостоятельно.",
            "Open shelves: take it yourself.",
        ],
    })
}

/// What a link does.
pub(super) fn opens(material: Material, kind: LinkKind) -> Both {
    match (kind, material) {
        (LinkKind::Version, _) => ["Электронная версия", "Electronic version"],
        (LinkKind::Related, _) => ["Ссылка по теме", "Related link"],
        (
            _,
            Material::Book | Material::Serial | Material::Article | Material::Manuscript,
        ) => ["Читать онлайн", "Read online"],
        (_, Material::Music | Material::Audiobook) => ["Слушать онлайн", "Listen online"],
        (_, Material::Video | Material::Map | Material::Image | Material::Score) => {
            ["Смотреть онлайн", "Watch online"]
        }
        (_, Material::Electronic | Material::Object | Material::Mixed) => {
            ["Открыть онлайн", "Open online"]
        }
    }
}

/// What opening a link takes.
pub(super) fn needs(terms: Terms) -> Both {
    match terms {
        Terms::OpenAccess => {
            ["Свободный доступ, без регистрации", "Open to everyone, no login"]
        }
        Terms::Remote => [
            "Понадобится вход или сеть библиотеки",
            "Needs a login or the library’s network",
        ],
        Terms::Unknown => {
            ["Условия доступа — на сайте", "The site will say what it asks for"]
        }
    }
}

/// What the reader does where the library arranges something.
pub(super) fn arranges(kind: Arranges) -> Both {
    match kind {
        Arranges::Login => ["Войти и открыть", "Log in and open it"],
        Arranges::Resolver => ["Поискать полный текст", "Look for the full text"],
        Arranges::Stack => ["Заказать из хранилища", "Request it from the stack"],
        Arranges::Branch => {
            ["Заказать в другой филиал", "Have it sent to another branch"]
        }
        Arranges::Interloan => {
            ["Заказать из другой библиотеки", "Borrow it from another library"]
        }
        Arranges::Copy => ["Заказать копию", "Order a copy"],
    }
}

/// What kind of thing it is.
pub(super) fn material(material: Material) -> Both {
    match material {
        Material::Book => ["книга", "book"],
        Material::Serial => ["журнал или газета", "journal or newspaper"],
        Material::Article => ["статья", "article"],
        Material::Map => ["карта", "map"],
        Material::Score => ["ноты", "score"],
        Material::Music => ["музыка", "music"],
        Material::Audiobook => ["аудиокнига", "audiobook"],
        Material::Video => ["видео", "video"],
        Material::Image => ["изображение", "image"],
        Material::Electronic => ["электронное издание", "electronic resource"],
        Material::Manuscript => ["рукопись", "manuscript"],
        Material::Object => ["предмет", "object"],
        Material::Mixed => ["комплект", "kit"],
    }
}

/// What a number is called.
pub(super) fn identifier(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Isbn => "ISBN",
        IdentifierKind::Issn => "ISSN",
        IdentifierKind::Lccn => "LCCN",
        IdentifierKind::Oclc => "OCLC",
        IdentifierKind::Doi => "DOI",
    }
}

/// The site that an address leads to, as one would say it.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// Year, month (from one) and day of `yyyy-mm-dd`.
fn parts(iso: &str) -> Option<(i16, usize, i8)> {
    let date: jiff::civil::Date = iso.get(..10)?.parse().ok()?;
    Some((date.year(), usize::try_from(date.month()).ok()?, date.day()))
}

const MONTHS: [Both; 12] = [
    ["января", "January"],
    ["февраля", "February"],
    ["марта", "March"],
    ["апреля", "April"],
    ["мая", "May"],
    ["июня", "June"],
    ["июля", "July"],
    ["августа", "August"],
    ["сентября", "September"],
    ["октября", "October"],
    ["ноября", "November"],
    ["декабря", "December"],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The app's own sentences, lines that go on put together.
    fn said_by_the_app(file: &str) -> String {
        let mut whole = String::new();
        for line in file.lines() {
            match line.trim().strip_suffix('\\') {
                Some(begun) => whole.push_str(begun),
                None => {
                    whole.push_str(line.trim());
                    whole.push('\n');
                }
            }
        }
        whole
    }

    fn access_and_materials() -> Vec<Both> {
        use PlaceAccess::{Bookmobile, Closed, Open, ReadingRoom, Unstated};
        let lent = Status::OnLoan { until: None };
        let statuses = [
            Status::Available,
            Status::Reference,
            Status::Missing,
            Status::OnOrder,
            lent,
        ];
        let mut all = Vec::new();
        for access in [Open, ReadingRoom, Closed, Bookmobile, Unstated] {
            all.extend(statuses.iter().map(|status| of_copy(access, status)));
            all.extend(statuses.iter().filter_map(|status| advice(access, status)));
        }
        for kind in [LinkKind::Resource, LinkKind::Version, LinkKind::Related] {
            all.extend(Material::ALL.map(|material| opens(material, kind)));
        }
        all.extend([Terms::OpenAccess, Terms::Remote, Terms::Unknown].map(needs));
        all.extend(Arranges::ALL.map(arranges));
        all.extend(Material::ALL.map(material));
        all.extend(ROLES.iter().map(|(_, both)| *both));
        all
    }

    #[test]
    fn what_is_said_is_what_the_app_says() {
        let ru = [
            include_str!("../../../../src/text/ru.rs"),
            include_str!("../../../../src/text/arranged.rs"),
        ]
        .map(said_by_the_app)
        .concat();
        let en = [
            include_str!("../../../../src/text/en.rs"),
            include_str!("../../../../src/text/arranged.rs"),
        ]
        .map(said_by_the_app)
        .concat();
        let lines = [
            CREATORS,
            RESPONSIBILITY,
            ORIGINAL,
            OTHER_TITLES,
            EDITION,
            IMPRINT,
            EXTENT,
            SERIES,
            LANGUAGE,
            SUMMARY,
            CONTENTS,
            NOTES,
            SUBJECTS,
            CLASSES,
            NUMBERS,
            RECORD_NUMBER,
            HOW_TO_OPEN,
            WHERE_IT_STANDS,
            YOU_CAN_ALSO,
            DESCRIPTION,
            NO_WAY,
            UNTITLED,
            CALL_NUMBER,
            THE_WAY,
            ADDRESS,
            HOURS,
            STOP,
            THERE_IS,
            BORROW,
            ALSO_KNOWN_AS,
            SEE_ALSO,
            FOOT,
        ];
        for [russian, english] in access_and_materials().into_iter().chain(lines) {
            assert!(ru.contains(&format!("\"{russian}\"")), "{russian}");
            assert!(en.contains(&format!("\"{english}\"")), "{english}");
        }
    }

    #[test]
    fn a_role_has_the_words_that_the_app_has_for_it() {
        for (file, at) in [
            (include_str!("../../../../src/text/ru.rs"), 0),
            (include_str!("../../../../src/text/en.rs"), 1),
        ] {
            for (codes, both) in ROLES {
                let codes: Vec<String> =
                    codes.iter().map(|code| format!("\"{code}\"")).collect();
                let line = format!("{} => \"{}\",", codes.join(" | "), both[at]);
                assert!(file.contains(&line), "{line}");
            }
        }
    }

    #[test]
    fn days_and_numbers_are_said_as_one_says_them() {
        let [ru, en] = [Language::Ru, Language::En].map(|language| Words { language });
        let plain = |said: String| said.replace('\u{a0}', " ");
        assert_eq!(plain(ru.as_of("2026-11-03")), "по данным на 3 ноября 2026 года");
        assert_eq!(plain(en.as_of("2026-11-03")), "as of 3 November 2026");
        assert_eq!(en.day("someday"), "someday");
        let until = Status::OnLoan { until: Some("2026-05-03".into()) };
        assert_eq!(plain(ru.status(PlaceAccess::Open, &until)), "На руках до 3 мая");
        assert_eq!(ru.copies(21), "21 экземпляр");
        assert_eq!(ru.copies(12), "12 экземпляров");
        assert_eq!(en.copies(2), "2 copies");
        assert_eq!(plain(ru.takes(1260)), "около 21 часа");
        assert_eq!(plain(en.takes(20)), "about 20 minutes");
        assert_eq!(ru.year(-44), "44 до н. э.");
    }

    #[test]
    fn a_language_has_a_name_or_its_code() {
        let ru = Words { language: Language::Ru };
        assert_eq!(ru.language("rus"), Some("русский"));
        assert_eq!(ru.language("kaa"), Some("kaa"));
        assert_eq!(ru.language("mul"), None);
    }
}
