//! Words for the page where one looks through what there is.

use super::{Language, Text};

/// A word or sentence for looking around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browse {
    /// The heading of the page, and the link to it.
    Heading,
    /// What was added last.
    NewHere,
    /// The link to all of that.
    AllNew,
    /// The link to all records by call number.
    AsOnShelves,
    /// Every record.
    Everything,
    /// By class, under the scheme's name.
    BySubject,
    /// By what kind of thing it is.
    ByKind,
    /// By language.
    ByLanguage,
    /// By how one gets at it.
    ByAccess,
    /// Opens the values that are less frequent.
    Others,
    /// Before the name of a class: opens the classes below it.
    Within,
    /// The lists in filing order.
    AtoZ,
    /// Who made things.
    Creators,
    /// Titles.
    Titles,
    /// Subject headings.
    Subjects,
    /// Series.
    Series,
    /// The letters of a list.
    Letters,
    /// A list, or what is behind its last letter, is empty.
    NothingHere,
}

impl Text {
    /// Words for looking around.
    pub fn browse(self, browse: Browse) -> &'static str {
        let [ru, en] = match browse {
            Browse::Heading => ["Что есть в библиотеке", "What the library has"],
            Browse::NewHere => ["Новые поступления", "New arrivals"],
            Browse::AllNew => ["Все, начиная с новых", "All, the newest first"],
            Browse::AsOnShelves => {
                ["По шифру, как на полках", "By call number, as on the shelves"]
            }
            Browse::Everything => ["Весь каталог", "The whole catalogue"],
            Browse::BySubject => ["По областям знания", "By field of knowledge"],
            Browse::ByKind => ["По видам", "By kind"],
            Browse::ByLanguage => ["По языкам", "By language"],
            Browse::Others => ["Остальные", "The others"],
            Browse::Within => ["Что внутри", "What is within"],
            Browse::AtoZ => ["По алфавиту", "From A to Z"],
            Browse::Creators => ["Авторы", "Authors"],
            Browse::Titles => ["Названия", "Titles"],
            Browse::Subjects => ["Темы", "Subjects"],
            Browse::Series => ["Серии", "Series"],
            Browse::Letters => ["Буквы", "Letters"],
            Browse::NothingHere => ["Здесь ничего нет.", "There is nothing here."],
            Browse::ByAccess => ["Как получить", "How to get it"],
        };
        if self.language == Language::Ru { ru } else { en }
    }
}
