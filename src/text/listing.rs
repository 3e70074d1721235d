//! Words about the reader's list.

use super::{Language, Text};

/// A word or sentence about the reader's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The heading of the reader's own list, and the link to it.
    Mine,
    /// The heading of a list that somebody handed over.
    Handed,
    /// The button that puts a record on the list, and strikes it off.
    Add,
    /// How a list begins.
    Empty,
    /// Where the list is.
    OnlyHere,
    /// The device keeps nothing.
    Unkept,
    /// On a screen that many share.
    Shared,
    /// Moves a thing up.
    Up,
    /// Moves a thing down.
    Down,
    /// Strikes a thing off.
    Strike,
    /// Strikes off everything.
    StrikeAll,
    /// Something was struck off.
    Struck,
    /// Puts it back.
    PutBack,
    /// What the reader notes of a thing.
    Note,
    /// Adds what somebody handed over.
    AddAll,
    /// All of it is there already.
    HasAll,
    /// The way past all of them.
    OneWay,
    /// What that way does not lead to.
    OffTheWay,
    /// The record is not in the catalogue any more.
    Gone,
    /// No code can carry the list.
    TooLong,
    /// List, before a number.
    List,
    /// What all of them are called.
    Lists,
    /// Makes a list.
    NewList,
    /// The name of a list.
    Name,
    /// Removes the list.
    RemoveList,
    /// A list was removed.
    Removed,
    /// Gives the list as a file.
    ToFile,
    /// Takes a list out of a file.
    FromFile,
    /// A file was taken.
    Taken,
    /// The device did not do it.
    Failed,
    /// The file is too large.
    TooLarge,
    /// The file is damaged.
    NoJson,
    /// The file is something else.
    Foreign,
    /// A later version wrote it.
    Newer,
    /// Parts are missing.
    Incomplete,
    /// One thing makes no sense; its number follows.
    BadEntry,
    /// Nothing has changed.
    Unchanged,
    /// Other lists for a title.
    Elsewhere,
    /// Copies to a list.
    CopyTo,
    /// Moves to a list.
    MoveTo,
    /// Copied to a list.
    Copied,
    /// Two wrote a note at once.
    TwoNotes,
    /// Keeps one note.
    KeepNote,
    /// Keeps both.
    KeepBoth,
}

impl Text {
    /// Words about the reader's list.
    #[expect(clippy::too_many_lines, reason = "a table of sentences")]
    pub fn listing(self, listing: Listing) -> &'static str {
        let [ru, en] = match listing {
            Listing::Mine => ["Мой список", "My list"],
            Listing::Handed => ["Список для вас", "A list for you"],
            Listing::Add => ["В мой список", "Add to my list"],
            Listing::Empty => [
                "Отмечайте закладкой то, что хотите взять: оно соберётся здесь, и сюда же ляжет одна дорога по всем полкам.",
                "Mark with the bookmark what you would like to have: it gathers here, with one way past all the shelves.",
            ],
            Listing::OnlyHere => [
                "Список хранится только на этом устройстве.",
                "The list is kept on this device only.",
            ],
            Listing::Unkept => [
                "Устройство не хранит список: он пропадёт, когда страница закроется. Отправьте его себе.",
                "This device does not keep the list: it is gone when the page closes. Send it to yourself.",
            ],
            Listing::Shared => [
                "Это общий экран: после вас список исчезнет. Заберите его на телефон.",
                "This is a shared screen: the list goes when you do. Take it along on your phone.",
            ],
            Listing::Up => ["Выше", "Move up"],
            Listing::Down => ["Ниже", "Move down"],
            Listing::Strike => ["Убрать из списка", "Remove from the list"],
            Listing::StrikeAll => ["Убрать всё", "Remove everything"],
            Listing::Struck => ["Убрано из списка:", "Removed from the list:"],
            Listing::PutBack => ["Вернуть", "Put back"],
            Listing::Note => ["Заметка", "Note"],
            Listing::AddAll => ["Добавить всё в мой список", "Add all to my list"],
            Listing::HasAll => {
                ["Всё это уже в вашем списке.", "All of this is on your list."]
            }
            Listing::OneWay => ["Одна дорога ко всему", "One way to all of it"],
            Listing::OffTheWay => ["Не по дороге", "Not on the way"],
            Listing::Gone => [
                "Этой записи больше нет в каталоге.",
                "This record is no longer in the catalogue.",
            ],
            Listing::TooLong => [
                "Для QR-кода список слишком длинный: отправьте его ссылкой.",
                "The list is too long for a QR code: send it as a link.",
            ],
            Listing::List => ["Список", "List"],
            Listing::Lists => ["Мои списки", "My lists"],
            Listing::NewList => ["Новый список", "New list"],
            Listing::Name => ["Название", "Name"],
            Listing::RemoveList => ["Удалить список", "Delete this list"],
            Listing::Removed => ["Список удалён:", "List deleted:"],
            Listing::ToFile => ["Сохранить файлом", "Save as a file"],
            Listing::FromFile => ["Взять из файла", "Take from a file"],
            Listing::Taken => [
                "Список из файла здесь. Если он у вас уже был, правки сведены вместе.",
                "The list from the file is here. If you had it already, both sets of changes are in it.",
            ],
            Listing::Failed => [
                "Не получилось: устройство не записало список.",
                "That did not work: the device did not store the list.",
            ],
            Listing::TooLarge => [
                "Файл слишком велик для списка (больше 2 МБ)",
                "The file is too large for a list (over 2 MB)",
            ],
            Listing::NoJson => [
                "Файл повреждён или это не список: прочитать его нельзя",
                "The file is damaged or no list: it cannot be read",
            ],
            Listing::Foreign => [
                "Это файл другой программы, а не список «Библиобуса»",
                "This file is from another program and is no Bibliobus list",
            ],
            Listing::Newer => [
                "Файл записан более новой версией: обновите страницу",
                "A newer version wrote this file: reload the page",
            ],
            Listing::Incomplete => [
                "В файле не хватает частей списка",
                "Parts of the list are missing from the file",
            ],
            Listing::BadEntry => [
                "В файле ошибка, книга по порядку номер",
                "The file has a mistake in title number",
            ],
            Listing::Unchanged => {
                ["Ваши списки не изменились.", "Your lists have not changed."]
            }
            Listing::Elsewhere => ["В другой список", "To another list"],
            Listing::CopyTo => ["Скопировать:", "Copy to:"],
            Listing::MoveTo => ["Перенести:", "Move to:"],
            Listing::Copied => ["Скопировано в список:", "Copied to the list:"],
            Listing::TwoNotes => [
                "Заметку изменили двое. Какую оставить?",
                "Two people changed this note. Which one stays?",
            ],
            Listing::KeepNote => ["Оставить:", "Keep:"],
            Listing::KeepBoth => ["Оставить обе", "Keep both"],
        };
        if self.language == Language::Ru { ru } else { en }
    }
}
