//! Words for what is on the device, and for a screen that many share.

use super::{Language, Text};

/// A word or sentence about the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// The heading of the page, and the link to it.
    OnThisDevice,
    /// What the page is for.
    Why,
    /// How much is kept: the label.
    HowMuch,
    /// All of it.
    Everything,
    /// All but the full descriptions.
    InBrief,
    /// Before the name of a branch: its things in full.
    InFull,
    /// The button that keeps the portion chosen.
    KeepThis,
    /// The button that looks for a later release.
    Renew,
    /// The heading of other catalogues.
    Others,
    /// Nothing is kept, only looked at.
    OnlyLookedAt,
    /// Kept, and whole.
    IsKept,
    /// Kept without all of the full descriptions.
    KeptInBrief,
    /// Being fetched.
    IsComing,
    /// The browser promised not to remove it.
    IsSafe,
    /// The browser may remove it.
    MayGo,
    /// How to make it stay on an iPhone or iPad.
    HomeScreen,
    /// A later version of the app is here.
    NewApp,
    /// The button that goes over to it.
    TakeNewApp,
    /// Nobody has touched the screen for a while.
    StillThere,
    /// The button that says so.
    GoOn,
}

impl Text {
    /// Words about the device.
    pub fn device(self, device: Device) -> &'static str {
        let [ru, en] = match device {
            Device::OnThisDevice => ["На этом устройстве", "On this device"],
            Device::Why => [
                "Что сохранено, то работает без интернета: поиск, описания, дорога к полке.",
                "What is kept works without internet: search, descriptions, the way to the shelf.",
            ],
            Device::HowMuch => ["Сколько сохранить", "How much to keep"],
            Device::Everything => ["Весь каталог", "The whole catalogue"],
            Device::InBrief => [
                "Кратко: найдётся всё, полные описания — через интернет",
                "In brief: everything is found, full descriptions need internet",
            ],
            Device::InFull => ["Кратко, а полностью —", "In brief, and in full:"],
            Device::KeepThis => ["Сохранить так", "Keep this much"],
            Device::Renew => ["Проверить обновление", "Look for an update"],
            Device::Others => ["Другие каталоги", "Other catalogues"],
            Device::OnlyLookedAt => [
                "Только то, что вы смотрели. Давнее уступит место новому.",
                "Only what you looked at. The oldest makes room for the new.",
            ],
            Device::IsKept => ["Сохранено", "Kept"],
            Device::KeptInBrief => ["Сохранено кратко", "Kept in brief"],
            Device::IsComing => ["Загружается", "Loading"],
            Device::IsSafe => [
                "Браузер обещал не удалять сохранённое.",
                "The browser has promised not to remove what is kept.",
            ],
            Device::MayGo => [
                "Если на устройстве кончится место, браузер может удалить сохранённое: \
                 тогда каталог загрузится снова.",
                "If the device runs out of room, the browser may remove what is kept: \
                 the catalogue is then loaded again.",
            ],
            Device::HomeScreen => [
                "На iPhone и iPad нажмите «Поделиться» и «На экран „Домой“». Иначе Safari \
                 сотрёт сохранённое, если неделю сюда не заходить.",
                "On iPhone and iPad, tap Share and Add to Home Screen. Otherwise Safari \
                 removes what is kept after a week without a visit.",
            ],
            Device::NewApp => {
                ["Есть новая версия приложения.", "There is a new version of the app."]
            }
            Device::TakeNewApp => ["Перейти на неё", "Switch to it"],
            Device::StillThere => [
                "Вы ещё здесь? Экран вернётся к началу, и ваш поиск сотрётся.",
                "Are you still there? The screen goes back to the start, and your search is gone.",
            ],
            Device::GoOn => ["Я здесь", "I am here"],
        };
        if self.language == Language::Ru { ru } else { en }
    }
}
