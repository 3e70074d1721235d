//! Records as libraries have them, by short names.

use bibliobus_catalog::{
    Creator, CreatorKind, Identifier, IdentifierKind, Link, Material, Record, Series,
};

/// A record in the making: title and language to begin with.
pub(crate) struct Made(Record);

pub(crate) fn record(id: &str, title: &str, language: &str) -> Made {
    let mut record = Record { id: id.into(), ..Record::default() };
    // ` : ` before the remainder, ` / ` before the responsibility, ` | ` before the part.
    let (title, responsibility) = split(title, " / ");
    let (title, part) = split(&title, " | ");
    let (proper, remainder) = split(&title, " : ");
    record.title.proper = proper;
    record.title.remainder = remainder;
    record.title.part = part;
    record.title.responsibility = responsibility;
    record.languages = vec![language.into()];
    Made(record)
}

fn split(text: &str, at: &str) -> (String, Option<String>) {
    match text.split_once(at) {
        Some((before, after)) => (before.to_owned(), Some(after.to_owned())),
        None => (text.to_owned(), None),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl Made {
    fn by(mut self, names: &[&str]) -> Self {
        for name in names {
            let main = self.0.creators.is_empty();
            let roles = vec!["aut".into()];
            let name = (*name).to_owned();
            self.0.creators.push(Creator { name, main, roles, ..Creator::default() });
        }
        self
    }

    fn with(mut self, name: &str, role: &str) -> Self {
        let (name, roles) = (name.into(), vec![role.into()]);
        self.0.creators.push(Creator { name, roles, ..Creator::default() });
        self
    }

    fn of_body(mut self, name: &str) -> Self {
        let kind = CreatorKind::Corporate;
        let main = self.0.creators.is_empty();
        self.0.creators.push(Creator {
            name: name.into(),
            kind,
            main,
            ..Creator::default()
        });
        self
    }

    fn from(mut self, place: &str, publisher: &str, year: i16) -> Self {
        self.0.imprint.place = some(place);
        self.0.imprint.publisher = some(publisher);
        self.0.imprint.date = Some(year.to_string());
        self.0.imprint.year = Some(year);
        self
    }

    fn edition(mut self, edition: &str) -> Self {
        self.0.edition = some(edition);
        self
    }

    fn extent(mut self, extent: &str) -> Self {
        self.0.extent = some(extent);
        self
    }

    fn within(mut self, title: &str, number: &str) -> Self {
        self.0.series.push(Series { title: title.into(), number: some(number) });
        self
    }

    fn kind(mut self, material: Material) -> Self {
        self.0.material = material;
        self
    }

    fn number(mut self, kind: IdentifierKind, text: &str) -> Self {
        self.0.identifiers.push(Identifier::new(kind, text).unwrap());
        self
    }

    fn at(mut self, url: &str) -> Self {
        self.0.links.push(Link { url: url.into(), ..Link::default() });
        self
    }

    fn note(mut self, note: &str) -> Self {
        self.0.notes.push(note.into());
        self
    }

    fn done(self) -> Record {
        self.0
    }
}

/// All of them.
pub(crate) fn all() -> Vec<Record> {
    [russian(), english()].concat()
}

fn russian() -> Vec<Record> {
    use IdentifierKind::{Isbn, Issn};
    let all = vec![
        record("ru-1-author", "Вишнёвый сад : пьесы / А. П. Чехов", "rus")
            .by(&["Чехов, Антон Павлович"])
            .from("Москва", "Искусство", 1980)
            .extent("320 с. : ил. ; 21 см")
            .number(Isbn, "978-5-17-118366-0"),
        record("ru-2-authors", "Понедельник начинается в субботу / А. Н. Стругацкий, Б. Н. Стругацкий", "rus")
            .by(&["Стругацкий, Аркадий Натанович", "Стругацкий, Борис Натанович"])
            .from("Санкт-Петербург", "Азбука", 2015)
            .extent("286 с.")
            .within("Азбука-классика", ""),
        record("ru-3-authors", "Основы библиотечного дела : учебник для вузов / И. П. Иванов, С. С. Петрова, В. Сидоров", "rus")
            .by(&["Иванов, И. П.", "Петрова, С. С.", "Сидоров, В."])
            .edition("2-е изд., испр. и доп.")
            .from("Москва", "Либерея", 2009)
            .extent("412, [3] с."),
        record("ru-4-authors", "Физика : учебное пособие / А. А. Первый, Б. Б. Второй, В. В. Третий, Г. Г. Четвёртый", "rus")
            .by(&["Первый, А. А.", "Второй, Б. Б.", "Третий, В. В.", "Четвёртый, Г. Г."])
            .from("Новосибирск", "Наука", 2001)
            .extent("198 с."),
        record("ru-editor", "Русская поэзия XX века : антология / под ред. В. А. Кузнецова", "rus")
            .with("Кузнецов, Виктор Андреевич", "edt")
            .from("Псков", "Псковская областная типография", 1999)
            .extent("560 с."),
        record("ru-no-author", "Слово о полку Игореве", "rus")
            .from("Москва", "Детская литература", 1975)
            .extent("221 с."),
        record("ru-set", "Собрание сочинений : в 22 т. / Л. Н. Толстой", "rus")
            .by(&["Толстой, Лев Николаевич"])
            .from("Москва", "Художественная литература", 1978)
            .extent("22 т."),
        record("ru-volume", "Собрание сочинений : в 22 т. | Т. 8. Анна Каренина / Л. Н. Толстой", "rus")
            .by(&["Толстой, Лев Николаевич"])
            .from("Москва", "Художественная литература", 1981)
            .extent("495 с."),
        record("ru-article", "Сельские библиобусы сегодня / О. Е. Лесная", "rus")
            .by(&["Лесная, Ольга Евгеньевна"])
            .kind(Material::Article)
            .within("Библиотека", "2019. – Т. 5, № 3. – С. 10–20"),
        record("ru-chapter", "Дорога на север / И. Ветров", "rus")
            .by(&["Ветров, Игорь"])
            .kind(Material::Article)
            .from("Мурманск", "Книжное издательство", 1988)
            .within("Рассказы Заполярья", "С. 45-61"),
        record("ru-online", "Мастер и Маргарита : роман / М. А. Булгаков", "rus")
            .by(&["Булгаков, Михаил Афанасьевич"])
            .from("Москва", "", 2020)
            .at("https://library.example/bulgakov/master"),
        record("ru-thesis", "Чтение в малых городах : дис. ... канд. пед. наук / Е. В. Орлова", "rus")
            .by(&["Орлова, Елена Владимировна"])
            .from("Москва", "", 2012)
            .extent("187 с."),
        record("ru-journal", "Вопросы литературы", "rus")
            .kind(Material::Serial)
            .from("Москва", "Известия", 1957)
            .number(Issn, "0042-8795"),
        record("ru-map", "Псковская область : общегеографическая карта", "rus")
            .kind(Material::Map)
            .of_body("Роскартография")
            .from("Москва", "Роскартография", 2004)
            .extent("1 к."),
        record("ru-translation", "Старик и море / Э. Хемингуэй ; пер. с англ. Е. Голышевой", "rus")
            .by(&["Хемингуэй, Эрнест"])
            .with("Голышева, Елена Михайловна", "trl")
            .from("Москва", "АСТ", 2017)
            .extent("157 с."),
    ];
    all.into_iter().map(Made::done).collect()
}

fn english() -> Vec<Record> {
    use IdentifierKind::{Doi, Isbn, Issn};
    let all = vec![
        record("en-1-author", "The old man and the sea / Ernest Hemingway", "eng")
            .by(&["Hemingway, Ernest"])
            .from("New York", "Scribner", 1952)
            .extent("140 p.")
            .number(Isbn, "0684801221"),
        record(
            "en-2-authors",
            "Good omens : the nice and accurate prophecies of Agnes Nutter, witch",
            "eng",
        )
        .by(&["Pratchett, Terry", "Gaiman, Neil"])
        .from("London", "Gollancz", 1990),
        record("en-3-authors", "Introduction to algorithms", "eng")
            .by(&["Leiserson, Charles E.", "Rivest, Ronald L.", "Stein, Clifford"])
            .edition("3rd ed.")
            .from("Cambridge", "MIT Press", 2009),
        record(
            "en-4-authors",
            "Design patterns : elements of reusable object-oriented software",
            "eng",
        )
        .by(&["Gamma, Erich", "Helm, Richard", "Johnson, Ralph", "Vlissides, John"])
        .from("Reading", "Addison-Wesley", 1995)
        .within("Professional computing series", "5"),
        record("en-editor", "The Oxford companion to the book", "eng")
            .with("Suarez, Michael F.", "edt")
            .with("Woudhuysen, H. R.", "edt")
            .from("Oxford", "Oxford University Press", 2010)
            .extent("2 v."),
        record("en-no-author", "The world almanac and book of facts", "eng").from(
            "New York",
            "World Almanac",
            2019,
        ),
        record("en-article", "Bookmobiles in the north", "eng")
            .by(&["Smith, Jane A.", "King, Martin Luther, Jr."])
            .kind(Material::Article)
            .within("Library trends", "Vol. 12, no. 3 (1990), p. 5-10")
            .number(Issn, "0024-2594")
            .number(Doi, "10.1000/xyz123"),
        record("en-chapter", "What is a library for?", "eng")
            .by(&["Brown, Ann"])
            .kind(Material::Article)
            .with("Green, Bob", "edt")
            .from("Chicago", "ALA Editions", 2003)
            .within("Essays on reading", "p. 45-61"),
        record("en-online", "Pride and prejudice", "eng")
            .by(&["Austen, Jane"])
            .from("", "", 1813)
            .at("https://library.example/books/1342"),
        record("en-thesis", "Reading on wheels", "eng")
            .by(&["Walker, Tom"])
            .from("", "", 1990)
            .note("Thesis (Ph. D.)--University of Chicago, 1990."),
        record("en-journal", "Nature", "eng")
            .kind(Material::Serial)
            .from("London", "Macmillan", 1869)
            .number(Issn, "0028-0836"),
        record("en-body", "World health statistics 2020", "eng")
            .of_body("World Health Organization")
            .from("Geneva", "World Health Organization", 2020),
        record("en-website", "Project Gutenberg", "eng")
            .kind(Material::Electronic)
            .from("", "Project Gutenberg Literary Archive Foundation", 2021)
            .at("https://gutenberg.example/"),
        record("en-translation", "War and peace", "eng")
            .by(&["Tolstoy, Leo"])
            .with("Garnett, Constance", "trl")
            .from("New York", "Modern Library", 1994),
        record("en-film", "Metropolis", "eng")
            .kind(Material::Video)
            .with("Lang, Fritz", "drt")
            .from("Berlin", "UFA", 1927),
        record("de-book", "Der Zauberberg : Roman", "ger")
            .by(&["Mann, Thomas"])
            .from("Berlin", "S. Fischer", 1924)
            .extent("2 Bd."),
    ];
    all.into_iter().map(Made::done).collect()
}
