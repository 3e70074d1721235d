//! Russian.

use bibliobus_catalog::Material;
use bibliobus_worker::{Facet, Sort, Step};

use super::number::{grouped, megabytes, parts_of_day};
use super::phrase::{Line, OnDevice, Phrase, Telling};

#[expect(clippy::too_many_lines, reason = "a table of sentences")]
pub(super) fn say(phrase: Phrase) -> &'static str {
    match phrase {
        Phrase::Bibliobus => "Библиобус",
        Phrase::SearchLabel => "Поиск в каталоге",
        Phrase::SearchHint => "Автор, название, тема",
        Phrase::SearchButton => "Найти",
        Phrase::Clear => "Стереть",
        Phrase::ToStart => "На главную",
        Phrase::ToResults => "К результатам",
        Phrase::TryThese => "Попробуйте найти",
        Phrase::Branches => "Где мы",
        Phrase::Stops => "Остановка",
        Phrase::Phone => "Телефон",
        Phrase::Loose => "Показаны и записи, где есть не все слова.",
        Phrase::Partial => {
            "Часть каталога сейчас недоступна, поэтому показано не всё, что может найтись."
        }
        Phrase::Searching => "Ищем…",
        Phrase::Opening => "Каталог открывается…",
        Phrase::TryFewerWords => "Оставьте одно-два самых важных слова.",
        Phrase::TrySpelling => "Проверьте, нет ли опечатки.",
        Phrase::TryOtherWords => {
            "Назовите иначе: фамилия автора, слово из названия, тема."
        }
        Phrase::More => "Показать ещё",
        Phrase::TryWithoutFilters => "Снимите фильтры: возможно, мешают они.",
        Phrase::AsTyped => "Искали точно так, как набрано.",
        Phrase::LetMend => "Искать и похожие слова",
        Phrase::Filters => "Фильтры",
        Phrase::CloseFilters => "Закрыть фильтры",
        Phrase::ClearFilters => "Снять все",
        Phrase::Applied => "Выбранные фильтры",
        Phrase::CountsAbout => "Числа приблизительные.",
        Phrase::Counting => "Считаем…",
        Phrase::NoValues => "Здесь выбирать не из чего.",
        Phrase::AllValues => "Показать все",
        Phrase::FewValues => "Показать меньше",
        Phrase::FindValue => "Найти в этом списке",
        Phrase::YearFrom => "С",
        Phrase::YearTo => "По",
        Phrase::Without => "кроме",
        Phrase::SeveralLanguages => "несколько языков",
        Phrase::NoLanguage => "без слов",
        Phrase::Order => "Порядок",
        Phrase::Suggestions => "Подсказки",
        Phrase::Titles => "Названия",
        Phrase::People => "Авторы",
        Phrase::Subjects => "Темы",
        Phrase::ReadOnline => "Читать онлайн",
        Phrase::ListenOnline => "Слушать онлайн",
        Phrase::WatchOnline => "Смотреть онлайн",
        Phrase::OpenOnline => "Открыть онлайн",
        Phrase::WithLogin => "Понадобится вход или сеть библиотеки",
        Phrase::TermsUnknown => "Условия доступа — на сайте",
        Phrase::OpensHere => "откроется здесь, можно сохранить на устройстве",
        Phrase::NoLogin => "Свободный доступ, без регистрации",
        Phrase::RelatedLink => "Ссылка по теме",
        Phrase::OtherVersion => "Электронная версия",
        Phrase::InLibrary => "Есть в библиотеке",
        Phrase::AnotherBranch => "в другом филиале",
        Phrase::OnShelf => "На полке",
        Phrase::FromStack => "Из закрытого фонда, спросите на кафедре",
        Phrase::InReadingRoom => "В читальном зале",
        Phrase::OnBookmobile => "В библиобусе",
        Phrase::Lent => "На руках",
        Phrase::ReferenceOnly => "Только для работы в библиотеке",
        Phrase::Missing => "Сейчас нет в библиотеке",
        Phrase::OnOrder => "Заказано, ещё не поступило",
        Phrase::NoWay => "Где получить, в записи не указано",
        Phrase::HowToOpen => "Открыть на экране",
        Phrase::WhereItStands => "Где стоит",
        Phrase::AskAtDesk => "Закрытый фонд: попросите на кафедре выдачи, вам принесут.",
        Phrase::AskWhere => "Спросите у библиотекаря, где это стоит.",
        Phrase::TakeYourself => "Открытый доступ: можно взять с полки самостоятельно.",
        Phrase::ReadHere => "Читальный зал: можно работать с книгой на месте.",
        Phrase::MeetTheBus => "Книга едет в библиобусе: возьмите её на остановке.",
        Phrase::CallNumber => "Шифр",
        Phrase::Way => "Как пройти",
        Phrase::Address => "Адрес",
        Phrase::Hours => "Часы работы",
        Phrase::Extent => "В фонде",
        Phrase::Description => "Описание",
        Phrase::Editions => "Другие издания и языки",
        Phrase::AlsoKnownAs => "Другие формы имени:",
        Phrase::SeeAlso => "См. также:",
        Phrase::NoSuchRecord => "Такой записи в каталоге нет",
        Phrase::NoSuchRecordHint => {
            "Возможно, её номер изменился. Попробуйте найти по названию."
        }
        Phrase::OpeningRecord => "Запись открывается…",
        Phrase::Untitled => "Без названия",
        Phrase::Keep => "Каталог без интернета",
        Phrase::KeepWhy => {
            "Сохраните каталог на этом устройстве, и поиск будет работать без связи."
        }
        Phrase::FromFile => "Взять из файла…",
        Phrase::ToFile => "Сохранить в файл",
        Phrase::KeepOn => "Продолжить",
        Phrase::Pause => "Приостановить",
        Phrase::Forget => "Удалить с устройства",
        Phrase::KeepPaused => "Сохранение приостановлено",
        Phrase::KeepStopped => "Сохранение остановилось",
        Phrase::OfflinePart => {
            "На устройстве не весь каталог: найдётся только то, что сохранено."
        }
        Phrase::Shelf => "Полка",
        Phrase::OnThisShelf => "Рядом на полке",
        Phrase::StandsByClass => {
            "Своего шифра у издания нет: показано, что стоит там, где стоит его тема."
        }
        Phrase::NoShelfAround => {
            "Соседей по полке показать нельзя: в записи нет ни шифра, ни индекса, \
             по которому нашлось бы место."
        }
        Phrase::OnlineNotOnShelf => "онлайн, на полке нет",
        Phrase::NoMark => "без шифра",
        Phrase::PlanAndWay => "Показать на плане",
        Phrase::StepFree => "дорога без ступенек",
        Phrase::NoSteps => "вход без ступенек",
        Phrase::Accessibility => "Доступность",
        Phrase::Trouble => "Не получилось",
        Phrase::Unreachable => {
            "Библиотека не отвечает, а этой части каталога на устройстве ещё нет. \
             Проверьте связь и попробуйте снова."
        }
        Phrase::Damaged => "Файл каталога повреждён. Сообщите об этом библиотеке.",
        Phrase::TooNew => "Каталог новее, чем эта страница. Обновите страницу.",
        Phrase::LibrarySite => "На сайт библиотеки",
        Phrase::SlowLine => {
            "Связь медленная, и поиск ещё загружается. Результаты появятся сами."
        }
        Phrase::Unsigned => {
            "На этом каталоге нет подписи библиотеки, поэтому он не показан. \
             Сообщите об этом библиотеке."
        }
        Phrase::NoPack => "Это не файл каталога, или он повреждён. Ничего не изменилось.",
        Phrase::OlderFile => "На устройстве каталог новее, чем в файле. Он остался.",
        Phrase::NoStorage => {
            "Браузер не даёт здесь ничего сохранить. Искать по-прежнему можно через интернет."
        }
        Phrase::NoRoom => "На устройстве не хватает места, чтобы сохранить каталог.",
        Phrase::EngineStopped => "Поиск неожиданно остановился. Попробуйте ещё раз.",
        Phrase::TryAgain => "Попробовать снова",
        Phrase::LanguageSwitch => "Язык",
        Phrase::About => "Поиск идёт на вашем устройстве: никто не видит, что вы ищете.",
        Phrase::SlashHint => "Клавиша / — к строке поиска, ? — все клавиши",
    }
}

pub(super) fn tell(telling: Telling<'_>) -> String {
    match telling {
        Telling::Records(n) => format!("{} {}", number(n.into()), records(n)),
        Telling::CatalogueAsOf(iso) => format!("каталог на {}", day(iso)),
        Telling::ResultsFor(text) => format!("Результаты поиска: {text}"),
        Telling::Found(n) => format!("{} {}", found(n), counted(n)),
        Telling::FoundShowing(n, shown) => {
            format!(
                "{} {}, показаны первые {}",
                found(n),
                counted(n),
                number(shown.into())
            )
        }
        Telling::NothingFound(text) => format!("По запросу «{text}» ничего не нашлось"),
        Telling::FoundAbout(n, shown) => {
            format!(
                "{} примерно {}, показаны первые {}",
                found(n),
                counted(n),
                number(shown.into())
            )
        }
        Telling::ShowingFor(words) => format!("Показано по запросу «{words}»"),
        Telling::SearchAsTyped(words) => format!("Искать именно «{words}»"),
        Telling::Changed(step, from, to) => changed(step, from, to),
        Telling::OpenFilters(0) => "Фильтры".into(),
        Telling::OpenFilters(n) => format!("Фильтры ({n})"),
        Telling::ShowFound(n) => {
            format!("Показать {}", counted(n))
        }
        Telling::LetGo(name) => format!("Убрать: {name}"),
        Telling::TurnAround(name) => format!("кроме: {name}"),
        Telling::Years(from, to) => match (from, to) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from}–{to}"),
            (Some(from), None) => format!("с {from}"),
            (None, Some(to)) => format!("по {to}"),
            (None, None) => String::new(),
        },
        Telling::LentUntil(iso) => format!("На руках до {}", day_and_month(iso)),
        Telling::MoreWays(n) => {
            format!("ещё {n} {}", plural(n.into(), "способ", "способа", "способов"))
        }
        Telling::MoreStops(n) => {
            let stops = plural(n as u64, "остановка", "остановки", "остановок");
            format!("ещё {n} {stops}")
        }
        Telling::StatusAsOf(iso) => format!("по данным на {}", day(iso)),
        Telling::Copies(n) => {
            let copies = plural(n as u64, "экземпляр", "экземпляра", "экземпляров");
            format!("{n} {copies}")
        }
        Telling::Copy(mark) => format!("Экз. {mark}"),
        Telling::OneOf(n, all) => format!("{n}\u{a0}из\u{a0}{all}"),
        Telling::OpensSite(host) => format!("на сайте {host}"),
        Telling::Device(about) => on_device(about),
        Telling::Refused(status) => {
            format!("Сайт библиотеки не отдал файл каталога (ответ {status}).")
        }
    }
}

fn on_device(about: OnDevice<'_>) -> String {
    match about {
        OnDevice::KeepButton(bytes) => format!("Сохранить каталог · {}", size(bytes)),
        OnDevice::Kept(here, total) => format!("{} из {}", size(here), size(total)),
        OnDevice::KeptWhole(bytes) => {
            format!("Весь каталог на этом устройстве · {}", size(bytes))
        }
        OnDevice::TimeLeft(seconds) => time_left(seconds),
        OnDevice::OfflineCopy(iso) => {
            format!(
                "Нет связи с библиотекой. Работает сохранённая копия от {}.",
                day(iso)
            )
        }
        OnDevice::Overdue(iso) => {
            format!(
                "Библиотека обещала обновить каталог до {}. Сведения могли измениться.",
                day(iso)
            )
        }
        OnDevice::Size(bytes) => size(bytes),
        OnDevice::SecondsLeft(n) => {
            format!("{n} {}", plural(n.into(), "секунда", "секунды", "секунд"))
        }
        OnDevice::Carrying(percent) => format!("Файл: {percent}\u{a0}%"),
    }
}

fn changed(step: Step, from: &str, to: &str) -> String {
    match step {
        Step::Spelling => format!("Похоже, «{from}» — опечатка: в каталоге есть «{to}»."),
        Step::Spacing => format!("«{from}» в каталоге пишется «{to}»."),
        Step::Layout => {
            format!("Похоже, «{from}» набрано в другой раскладке: «{to}».")
        }
        Step::Transliteration => format!("«{from}» другими буквами — «{to}»."),
        Step::OldSpelling => {
            format!("«{from}» и «{to}» — одно слово в старой и новой орфографии.")
        }
        Step::FewerWords => format!("Искали без «{from}»."),
        Step::OtherFields => format!("«{from}» искали во всех полях."),
        Step::WithoutFilters => {
            "С фильтрами ничего не нашлось, поэтому показано без них.".into()
        }
        _ => format!("«{to}» вместо «{from}»."),
    }
}

pub(super) fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Access => "Как получить",
        Facet::Material => "Вид",
        Facet::Language => "Язык",
        Facet::Year => "Год",
        Facet::Branch => "Библиотека",
        Facet::Place => "Место",
        Facet::Creator => "Автор или участник",
        Facet::Subject => "Тема",
        Facet::Series => "Серия",
        Facet::Class => "Класс",
        _ => "",
    }
}

pub(super) fn access(code: &str) -> Option<&'static str> {
    Some(match code {
        "online" => "онлайн",
        "library" => "есть в библиотеке",
        "shelf" => "с открытой полки",
        "request" => "из закрытого фонда",
        "onsite" => "только в библиотеке",
        _ => return None,
    })
}

pub(super) fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "сначала подходящие",
        Sort::Newest => "сначала новые",
        Sort::Oldest => "сначала старые",
        Sort::Title => "по названию",
        Sort::Creator => "по автору",
        Sort::CallNumber => "по шифру",
        Sort::Added => "недавно поступившие",
        _ => "",
    }
}

pub(super) fn scheme(code: &str) -> Option<&'static str> {
    Some(match code {
        "udc" => "УДК",
        "bbk" => "ББК",
        "ddc" => "Дьюи",
        "lcc" => "LCC",
        "sudoc" => "SuDoc",
        "nlm" => "NLM",
        _ => return None,
    })
}

pub(super) fn line(line: Line) -> &'static str {
    match line {
        Line::Creators => "Авторы и участники",
        Line::Responsibility => "Сведения об ответственности",
        Line::OriginalTitle => "Название в подлиннике",
        Line::OtherTitles => "Другие названия",
        Line::Edition => "Издание",
        Line::Imprint => "Выходные данные",
        Line::Extent => "Объём",
        Line::Series => "Серия",
        Line::Languages => "Язык",
        Line::Summary => "О чём",
        Line::Contents => "Содержание",
        Line::Notes => "Примечания",
        Line::Subjects => "Темы",
        Line::Classes => "Классы",
        Line::Identifiers => "Номера",
        Line::RecordNumber => "Номер записи",
    }
}

pub(super) fn material(material: Material) -> &'static str {
    match material {
        Material::Book => "книга",
        Material::Serial => "журнал или газета",
        Material::Article => "статья",
        Material::Map => "карта",
        Material::Score => "ноты",
        Material::Music => "музыка",
        Material::Audiobook => "аудиокнига",
        Material::Video => "видео",
        Material::Image => "изображение",
        Material::Electronic => "электронное издание",
        Material::Manuscript => "рукопись",
        Material::Object => "предмет",
        Material::Mixed => "комплект",
    }
}

pub(super) fn role(code: &str) -> Option<&'static str> {
    Some(match code {
        "aut" | "cre" | "dub" => "автор",
        "trl" => "переводчик",
        "edt" | "pbd" | "red" => "редактор",
        "com" => "составитель",
        "ill" => "иллюстратор",
        "art" => "художник",
        "aui" | "wpr" => "автор предисловия",
        "aft" => "автор послесловия",
        "ann" | "wac" | "cwt" => "автор комментариев",
        "cmp" => "композитор",
        "lyr" => "автор слов",
        "lbt" => "автор либретто",
        "arr" => "аранжировщик",
        "prf" | "mus" | "itr" => "исполнитель",
        "sng" | "voc" => "певец",
        "cnd" => "дирижёр",
        "nrt" | "spk" | "stl" => "чтец",
        "act" => "актёр",
        "drt" | "fmd" => "режиссёр",
        "pro" | "fmp" => "продюсер",
        "aus" => "сценарист",
        "cng" => "оператор",
        "pht" => "фотограф",
        "ctg" => "картограф",
        "egr" => "гравёр",
        "pbl" => "издатель",
        "prt" => "типография",
        "isb" => "издающая организация",
        "spn" | "fnd" => "при поддержке",
        "ths" | "dgs" => "научный руководитель",
        "dte" => "посвящено",
        "ctb" => "участник",
        "adp" => "автор переработки",
        "bkd" => "оформитель",
        "ive" => "собеседник",
        "ivr" => "интервьюер",
        _ => return None,
    })
}

pub(super) fn number(number: u64) -> String {
    grouped(number, '\u{a0}', 5)
}

pub(super) fn day(iso: &str) -> String {
    match parts_of_day(iso) {
        Some((year, month, day)) => {
            format!("{day} {} {year}\u{a0}года", MONTHS[month - 1])
        }
        None => iso.to_owned(),
    }
}

pub(super) fn day_and_month(iso: &str) -> String {
    match parts_of_day(iso) {
        Some((_, month, day)) => format!("{day}\u{a0}{}", MONTHS[month - 1]),
        None => iso.to_owned(),
    }
}

const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// The form of a noun beside `n`: одна книга, две книги, пять книг (CLDR one, few, many).
pub(super) fn plural<'a>(n: u64, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (n % 10, n % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

fn records(n: u32) -> &'static str {
    plural(n.into(), "запись", "записи", "записей")
}

fn counted(n: u32) -> String {
    format!("{} {}", number(n.into()), records(n))
}

fn found(n: u32) -> &'static str {
    plural(n.into(), "Нашлась", "Нашлись", "Нашлось")
}

fn size(bytes: u64) -> String {
    format!("{}\u{a0}МБ", megabytes(bytes, ',', number))
}

fn time_left(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    match minutes {
        0..=1 => "осталось меньше минуты".into(),
        _ => {
            let noun = plural(minutes, "минута", "минуты", "минут");
            let verb = plural(minutes, "осталась", "осталось", "осталось");
            format!("{verb} {minutes}\u{a0}{noun}")
        }
    }
}
