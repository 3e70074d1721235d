//! What the page of help says.

use super::{Language, Text};

/// A part of the page of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpPart {
    /// Its heading.
    pub heading: &'static str,
    /// What it says, in order.
    pub lines: &'static [HelpLine],
}

/// A line of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// A paragraph.
    Says(&'static str),
    /// Words to search for, and what they find.
    Try(&'static str, &'static str),
    /// The ways to get at a thing, with their signs.
    Ways,
    /// The keys that do something.
    Keys,
    /// The link to what is on the device.
    ToDevice,
}

/// A word for help that stands elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    /// The heading of the page, and the link to it.
    Heading,
    /// For who is here for the first time.
    First,
    /// Puts that away.
    Understood,
    /// The heading of the keys.
    Keys,
    /// Closes the sheet of keys.
    Close,
    /// The link to help where nothing was found.
    HowToSearch,
    /// What each way means, after its name.
    Online,
    /// The same, behind a login.
    Login,
    /// On an open shelf.
    Shelf,
    /// On the bookmobile.
    Bus,
    /// In a reading room.
    Room,
    /// In a closed stack.
    Stack,
    /// Lent.
    Lent,
}

impl Text {
    /// The parts of the page of help, in order.
    pub fn help_parts(self) -> &'static [HelpPart] {
        match self.language {
            Language::Ru => &RU,
            Language::En => &EN,
        }
    }

    /// A key, and what it does.
    pub fn keys(self) -> [(&'static str, &'static str); 5] {
        match self.language {
            Language::Ru => [
                ("/", "к строке поиска"),
                ("↓ ↑", "по подсказкам"),
                ("Enter", "искать или взять подсказку"),
                ("Esc", "закрыть подсказки, потом очистить строку"),
                ("?", "этот список"),
            ],
            Language::En => [
                ("/", "to the search box"),
                ("↓ ↑", "through the suggestions"),
                ("Enter", "search, or take the suggestion"),
                ("Esc", "close the suggestions, then empty the box"),
                ("?", "this list"),
            ],
        }
    }

    /// A word for help.
    pub fn help(self, help: Help) -> &'static str {
        let [ru, en] = match help {
            Help::Heading => ["Помощь", "Help"],
            Help::First => [
                "Впервые здесь? Ищите любыми словами, которые помните. Каталог скажет, на какой полке стоит книга или как открыть её на экране.",
                "New here? Search with any words you remember. The catalogue says on which shelf a book stands, or how to open it on the screen.",
            ],
            Help::Understood => ["Понятно", "Got it"],
            Help::Keys => ["Клавиши", "Keys"],
            Help::Close => ["Закрыть", "Close"],
            Help::HowToSearch => ["Как искать", "How to search"],
            Help::Online => ["откроется сразу, без записи", "opens at once, no sign-up"],
            Help::Login => [
                "дома войдите по читательскому билету, в библиотеке откроется так",
                "sign in with your library card at home; in the library it just opens",
            ],
            Help::Shelf => [
                "подойдите и возьмите: сказано, где эта полка",
                "walk up and take it: the shelf is named",
            ],
            Help::Bus => [
                "ездит с библиобусом: смотрите остановки и часы",
                "travels with the bookmobile: see its stops and times",
            ],
            Help::Room => [
                "читают на месте, домой не выдают",
                "to be read there, not to be borrowed",
            ],
            Help::Stack => [
                "принесут, если попросить; сказано, у кого и долго ли ждать",
                "brought to you when you ask; it says whom, and how long it takes",
            ],
            Help::Lent => [
                "книгу читает кто-то другой; бывает известно, до какого дня",
                "someone else has it; the day it is due is often known",
            ],
        };
        match self.language {
            Language::Ru => ru,
            Language::En => en,
        }
    }
}

use HelpLine::{Keys, Says, ToDevice, Try, Ways};

const RU: [HelpPart; 7] = [
    HelpPart {
        heading: "Как искать",
        lines: &[
            Says(
                "Наберите, что помните: слова из названия, имя автора, тему, год, ISBN или шифр с корешка. Порядок слов неважен. Опечатку, забытую раскладку и имя, записанное латиницей, каталог поправит сам и скажет об этом: всегда можно вернуть, как было набрано.",
            ),
            Try("\"война и мир\"", "слова подряд, как в кавычках"),
            Try(
                "автор:толстой год:1860..1880",
                "имя поля и двоеточие: автор, название, тема, серия, издательство, язык, год, шифр",
            ),
            Try("толстой -детство", "без слова после минуса"),
            Try("пушкин ИЛИ лермонтов", "хотя бы одно из двух"),
        ],
    },
    HelpPart {
        heading: "Как выбрать из найденного",
        lines: &[
            Says(
                "«Фильтры» оставляют нужное: с открытой полки или онлайн, книги или карты, язык, годы, филиал. Отмеченное стоит над списком: крестик снимает, слово «кроме» исключает.",
            ),
            Says(
                "«Порядок» ставит первыми подходящие, новые, поступившие недавно или расставляет по алфавиту и по шифру.",
            ),
        ],
    },
    HelpPart {
        heading: "Где стоит и как получить",
        lines: &[
            Ways,
            Says(
                "У книги на открытой полке названы этаж, ряд, сторона и полка, а «Показать на плане» рисует дорогу. «Взять с собой» печатает листок или переносит всё в телефон кодом.",
            ),
        ],
    },
    HelpPart {
        heading: "Список",
        lines: &[Says(
            "Закладка у названия кладёт его в список. Там его можно переставить, приписать заметку и пройти ко всем книгам одной дорогой. Список хранится только на этом устройстве, пока вы сами его не передадите.",
        )],
    },
    HelpPart {
        heading: "Без интернета",
        lines: &[
            Says(
                "Нажмите «Сохранить каталог» внизу страницы: он ляжет на это устройство. Потом поиск, описания, планы и список работают без связи. Не откроется только то, что лежит в интернете, если вы его не сохранили.",
            ),
            ToDevice,
        ],
    },
    HelpPart { heading: "Клавиши", lines: &[Keys] },
    HelpPart {
        heading: "Что каталог знает о вас",
        lines: &[Says(
            "Ничего. Поиск идёт на вашем устройстве, слова никуда не отправляются, а история поиска нигде не пишется.",
        )],
    },
];

const EN: [HelpPart; 7] = [
    HelpPart {
        heading: "How to search",
        lines: &[
            Says(
                "Type what you remember: words of the title, the author’s name, a subject, a year, an ISBN, or the mark on the spine. Their order does not matter. The catalogue mends slips, a wrong keyboard layout and names spelt in other letters, and says so: you can always have it as you typed it.",
            ),
            Try("\"war and peace\"", "words in a row, as in quotation marks"),
            Try(
                "author:tolstoy year:1860..1880",
                "a field’s name and a colon: author, title, subject, series, publisher, language, year, shelf",
            ),
            Try("tolstoy -war", "without the word after the minus"),
            Try("dickens OR twain", "at least one of the two"),
        ],
    },
    HelpPart {
        heading: "How to choose from what was found",
        lines: &[
            Says(
                "“Filters” leave what you need: from an open shelf or online, books or maps, a language, years, a branch. What is ticked stands above the list: the cross lets it go, the word “not” leaves it out instead.",
            ),
            Says(
                "“Sort by” puts first what fits best, what is newest or was added last, or goes by title, author or call number.",
            ),
        ],
    },
    HelpPart {
        heading: "Where it stands and how to get it",
        lines: &[
            Ways,
            Says(
                "For a book on an open shelf you are told floor, row, side and shelf, and “Show on the plan” draws the way. “Take it with you” prints a slip or hands all of it to your phone by a code.",
            ),
        ],
    },
    HelpPart {
        heading: "Your list",
        lines: &[Says(
            "The bookmark beside a title puts it on your list. There you can move it, add a note, and walk to all the books by one way. The list stays on this device only, until you hand it over yourself.",
        )],
    },
    HelpPart {
        heading: "Without a connection",
        lines: &[
            Says(
                "Press “Keep the catalogue” at the foot of the page and it is put on this device. From then on searching, descriptions, plans and your list work offline. Only what lies on the internet does not open, unless you kept it.",
            ),
            ToDevice,
        ],
    },
    HelpPart { heading: "Keys", lines: &[Keys] },
    HelpPart {
        heading: "What the catalogue knows about you",
        lines: &[Says(
            "Nothing. Searching happens on your device, your words are sent to nobody, and no search history is kept.",
        )],
    },
];
