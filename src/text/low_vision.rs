//! Words for the version of the page for those with low vision.

use super::{Language, Text};
use crate::Setting;

/// A word or sentence about seeing and hearing the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The button that opens the settings, and their heading.
    Version,
    /// The button that lets them all go.
    Reset,
    /// That was done.
    IsReset,
    /// The button that closes them.
    Close,
    /// Where they stay.
    StaysHere,
    /// How long they stay on a screen that many share.
    StaysForNow,
    /// The button that reads aloud.
    ReadAloud,
    /// The button that stops it.
    StopReading,
    /// There is no voice.
    NoVoice,
    /// There is no voice for a part.
    NotAll,
    /// In the place of a plan that is not shown.
    NoPlan,
}

impl Text {
    /// Words about seeing and hearing the page.
    pub fn sight(self, sight: Sight) -> &'static str {
        let [ru, en] = match sight {
            Sight::Version => ["Версия для слабовидящих", "Low-vision version"],
            Sight::Reset => ["Сбросить настройки", "Reset settings"],
            Sight::IsReset => ["Настройки сброшены", "The settings are reset"],
            Sight::Close => ["Закрыть настройки", "Close settings"],
            Sight::StaysHere => [
                "Настройки останутся на этом устройстве.",
                "The settings stay on this device.",
            ],
            Sight::StaysForNow => [
                "Настройки пропадут, когда вы уйдёте.",
                "The settings are forgotten when you leave.",
            ],
            Sight::ReadAloud => ["Прочитать вслух", "Read aloud"],
            Sight::StopReading => ["Остановить чтение", "Stop reading"],
            Sight::NoVoice => [
                "Прочитать нечем: на этом устройстве нет голоса для этого языка. Голос можно добавить в настройках устройства.",
                "Nothing to read with: this device has no voice for this language. One can be added in the device's settings.",
            ],
            Sight::NotAll => [
                "Прочитано не всё: для части текста на этом устройстве нет голоса на её языке.",
                "Not everything was read: for some of the text this device has no voice in its language.",
            ],
            Sight::NoPlan => [
                "План не показан. Дорога описана словами.",
                "The plan is not shown. The way is told in words.",
            ],
        };
        if self.language == Language::Ru { ru } else { en }
    }

    /// The name of something that can be set.
    pub fn setting(self, setting: Setting) -> &'static str {
        let [ru, en] = match setting {
            Setting::Size => ["Размер текста", "Text size"],
            Setting::Scheme => ["Цвета", "Colours"],
            Setting::Letters => ["Между буквами", "Between letters"],
            Setting::Lines => ["Между строками", "Between lines"],
            Setting::Face => ["Шрифт", "Typeface"],
            Setting::Images => ["Картинки", "Pictures"],
            Setting::Motion => ["Движение", "Motion"],
        };
        if self.language == Language::Ru { ru } else { en }
    }

    /// What it can be set to. Sizes are in percent.
    pub fn setting_value(self, setting: Setting, value: &str) -> String {
        let is_russian = self.language == Language::Ru;
        let [ru, en] = match (setting, value) {
            (Setting::Size, _) if is_russian => return format!("{value} %"),
            (Setting::Size, _) => return format!("{value}%"),
            (_, "black-on-white") => ["Чёрным по белому", "Black on white"],
            (_, "white-on-black") => ["Белым по чёрному", "White on black"],
            (_, "dark-blue-on-light-blue") => {
                ["Тёмно-синим по голубому", "Dark blue on light blue"]
            }
            (_, "brown-on-beige") => ["Коричневым по бежевому", "Brown on beige"],
            (_, "green-on-dark-brown") => {
                ["Зелёным по тёмно-коричневому", "Green on dark brown"]
            }
            (_, "normal") => ["Как обычно", "As usual"],
            (_, "wide") => ["Шире", "Wide"],
            (_, "wider") => ["Ещё шире", "Wider"],
            (_, "sans") => ["Без засечек", "Without serifs"],
            (_, "serif") => ["С засечками", "With serifs"],
            (Setting::Images, "on") => ["Цветные", "In colour"],
            (_, "grey") => ["Серые", "In grey"],
            (Setting::Images, _) => ["Не показывать", "Not shown"],
            (Setting::Motion, "off") => ["Выключено", "Off"],
            _ => ["Как на странице", "As the page has it"],
        };
        if is_russian { ru } else { en }.to_owned()
    }
}
