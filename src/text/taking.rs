//! Words for what is taken along: the slip, its codes and where it goes.

use super::{Language, Text};

/// A word or sentence about taking along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// The line that opens it.
    TakeAlong,
    /// Below the code of the address.
    CodeOfPage,
    /// Below the code of the text.
    CodeOfText,
    /// The button that gives it to another app.
    Share,
    /// The link to a short message.
    Message,
    /// The link to a letter.
    Letter,
    /// Before the widths of a printed slip.
    Print,
    /// The widths of a printed slip.
    Narrow,
    /// A wider one.
    Wide,
    /// A sheet.
    Sheet,
}

impl Text {
    /// Words about taking along.
    pub fn taking(self, taking: Taking) -> &'static str {
        let [ru, en] = match taking {
            Taking::TakeAlong => ["Взять с собой", "Take it with you"],
            Taking::CodeOfPage => ["Эта страница на телефоне", "This page on a phone"],
            Taking::CodeOfText => [
                "Шифр и дорога текстом, без интернета",
                "Call number and way as text, offline",
            ],
            Taking::Share => ["Поделиться", "Share"],
            Taking::Message => ["Сообщением", "Text message"],
            Taking::Letter => ["Письмом", "E-mail"],
            Taking::Print => ["Напечатать:", "Print:"],
            Taking::Narrow => ["лента 58 мм", "58 mm roll"],
            Taking::Wide => ["лента 80 мм", "80 mm roll"],
            Taking::Sheet => ["лист A6", "A6 sheet"],
        };
        if self.language == Language::Ru { ru } else { en }
    }
}
