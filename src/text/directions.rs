//! The way to a shelf in sentences: what the plan shows, for those who hear it, print it or
//! rather read.

use bibliobus_catalog::{
    Exception, Guide, LocalName, NodeKind, Shelf, Turn, Unshelved, Walk,
};

use super::{Language, Text};

impl Text {
    /// A floor by its number: `2nd floor`.
    pub fn floor(self, level: i8) -> String {
        match self.language {
            Language::Ru if level == 0 => "цокольный этаж".into(),
            Language::Ru if level < 0 => {
                format!("подвал, уровень {}", level.unsigned_abs())
            }
            Language::Ru => format!("{level}-й этаж"),
            Language::En if level == 0 => "ground floor".into(),
            Language::En if level < 0 => {
                format!("basement, level {}", level.unsigned_abs())
            }
            Language::En => format!("{level}{} floor", ordinal(level.unsigned_abs())),
        }
    }

    /// Where something stands: `2nd floor, row 3, side B, shelf 4`. `None` where no shelf is
    /// known.
    pub fn standing(self, guide: &Guide) -> Option<String> {
        let floor = guide.floor.as_ref().map(|(level, name)| {
            let name = name.in_language(self.language.tag());
            if name.is_empty() { self.floor(*level) } else { name.to_owned() }
        });
        let shelves: Vec<String> =
            guide.shelves.iter().map(|shelf| self.shelf(shelf)).collect();
        let mut shelves: Vec<String> =
            shelves.into_iter().filter(|s| !s.is_empty()).collect();
        shelves.dedup();
        let or = match self.language {
            Language::Ru => ", или ",
            Language::En => ", or ",
        };
        let shelves = Some(shelves.join(or)).filter(|shelves| !shelves.is_empty());
        let parts: Vec<String> = floor.into_iter().chain(shelves).collect();
        let words = capital(&parts.join(", "));
        (!words.is_empty()).then_some(words)
    }

    fn shelf(self, shelf: &Shelf) -> String {
        let words = match self.language {
            Language::Ru => ["ряд", "стеллаж", "сторона", "полка"],
            Language::En => ["row", "bay", "side", "shelf"],
        };
        let values = [&shelf.row, &shelf.bay, &shelf.side, &shelf.shelf];
        let parts = words.iter().zip(values).filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> =
            parts.map(|(word, value)| format!("{word} {value}")).collect();
        parts.join(", ")
    }

    /// What else is to be known of a shelf, or what to do where none is known.
    pub fn shelf_note(self, guide: &Guide) -> Option<&'static str> {
        let is_ru = self.language == Language::Ru;
        Some(match guide.why {
            Some(Unshelved::Unreadable | Unshelved::Outside) if is_ru => {
                "Точная полка неизвестна: ищите по соседним шифрам или спросите библиотекаря."
            }
            Some(Unshelved::Unreadable | Unshelved::Outside) => {
                "The exact shelf is not known: look among the neighbouring call numbers, or ask a \
                 librarian."
            }
            Some(Unshelved::Closed | Unshelved::NoShelves) => return None,
            None if guide.is_between && is_ru => {
                "В конце этой полки или в начале следующей."
            }
            None if guide.is_between => {
                "At the end of this shelf, or where the next one begins."
            }
            None => return None,
        })
    }

    /// The way, sentence by sentence.
    pub fn walk(self, steps: &[Walk]) -> Vec<String> {
        steps.iter().map(|step| self.step(step)).collect()
    }

    fn step(self, step: &Walk) -> String {
        match (self.language, step) {
            (Language::Ru, Walk::Start { kind, name }) => {
                format!("Начало пути — {}.", self.noun(*kind, name))
            }
            (Language::En, Walk::Start { kind, name }) => {
                format!("Start at {}.", self.noun(*kind, name))
            }
            (_, Walk::Go { turn, kind, name }) => self.go(*turn, *kind, name),
            (Language::Ru, Walk::Ride { kind: NodeKind::Lift, level, .. }) => {
                format!("На лифте на {}.", self.floor(*level))
            }
            (Language::Ru, Walk::Ride { is_up, level, .. }) => {
                let way = if *is_up { "вверх" } else { "вниз" };
                format!("По лестнице {way} на {}.", self.floor(*level))
            }
            (Language::En, Walk::Ride { kind: NodeKind::Lift, level, .. }) => {
                format!("Take the lift to the {}.", self.floor(*level))
            }
            (Language::En, Walk::Ride { is_up, level, .. }) => {
                let way = if *is_up { "up" } else { "down" };
                format!("Take the stairs {way} to the {}.", self.floor(*level))
            }
            (Language::Ru, Walk::Arrive { side }) => match side {
                Turn::Left => "Полка слева от вас.".into(),
                Turn::Right => "Полка справа от вас.".into(),
                Turn::Ahead => "Полка перед вами.".into(),
            },
            (Language::En, Walk::Arrive { side }) => match side {
                Turn::Left => "The shelf is on your left.".into(),
                Turn::Right => "The shelf is on your right.".into(),
                Turn::Ahead => "The shelf is in front of you.".into(),
            },
        }
    }

    fn go(self, turn: Turn, kind: NodeKind, name: &LocalName) -> String {
        let goal = name.in_language(self.language.tag());
        let is_corner = kind == NodeKind::Corner;
        let way = match (self.language, turn) {
            (Language::Ru, Turn::Left) => "Налево",
            (Language::Ru, Turn::Right) => "Направо",
            (Language::Ru, Turn::Ahead) => "Прямо",
            (Language::En, Turn::Left) => "Turn left",
            (Language::En, Turn::Right) => "Turn right",
            (Language::En, Turn::Ahead) => "Go straight on",
        };
        match self.language {
            _ if goal.is_empty() && is_corner => format!("{way}."),
            // A name of the library's own stays as it is written.
            Language::Ru if !goal.is_empty() => format!("{way}, ориентир — {goal}."),
            Language::Ru => format!("{way}, {}.", towards(kind)),
            Language::En => format!("{way} to {}.", self.noun(kind, name)),
        }
    }

    fn noun(self, kind: NodeKind, name: &LocalName) -> String {
        let name = name.in_language(self.language.tag());
        if !name.is_empty() {
            return name.to_owned();
        }
        let [ru, en] = match kind {
            NodeKind::Corner => ["вы здесь", "where you are"],
            NodeKind::Entrance => ["вход", "the entrance"],
            NodeKind::Door => ["дверь", "the door"],
            NodeKind::Desk => ["кафедра", "the desk"],
            NodeKind::Lift => ["лифт", "the lift"],
            NodeKind::Stairs => ["лестница", "the stairs"],
        };
        if self.language == Language::Ru { ru.into() } else { en.into() }
    }

    /// Days that are not as every week, in one line.
    pub fn exception(self, exception: &Exception) -> String {
        let mut days = self.day_and_month(&exception.first);
        if exception.last != exception.first {
            days = format!("{days} — {}", self.day_and_month(&exception.last));
        }
        let hours = match (self.language, exception.open) {
            (_, Some((from, to))) => format!("{from}–{to}"),
            (Language::Ru, None) => "закрыто".into(),
            (Language::En, None) => "closed".into(),
        };
        let note = exception.note.in_language(self.language.tag());
        let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
        format!("{days}: {hours}{note}")
    }
}

fn towards(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Corner => "до поворота",
        NodeKind::Entrance => "ко входу",
        NodeKind::Door => "к двери",
        NodeKind::Desk => "к кафедре",
        NodeKind::Lift => "к лифту",
        NodeKind::Stairs => "к лестнице",
    }
}

fn ordinal(number: u8) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guide() -> Guide {
        let shelf = |shelf: &str| Shelf {
            row: "3".into(),
            side: "B".into(),
            shelf: shelf.into(),
            ..Shelf::default()
        };
        let name = LocalName::default;
        Guide {
            shelves: vec![shelf("4")],
            floor: Some((2, name())),
            steps: vec![
                Walk::Start { kind: NodeKind::Entrance, name: name() },
                Walk::Go { turn: Turn::Left, kind: NodeKind::Lift, name: name() },
                Walk::Ride { kind: NodeKind::Lift, is_up: true, level: 2 },
                Walk::Go { turn: Turn::Right, kind: NodeKind::Corner, name: name() },
                Walk::Arrive { side: Turn::Left },
            ],
            ..Guide::default()
        }
    }

    #[test]
    fn the_shelf_and_the_way_are_said_in_both_languages() {
        let (ru, en) = (Text::new(Language::Ru), Text::new(Language::En));
        let guide = guide();
        let standing = |text: Text| text.standing(&guide).unwrap();
        assert_eq!(standing(ru), "2-й этаж, ряд 3, сторона B, полка 4");
        assert_eq!(standing(en), "2nd floor, row 3, side B, shelf 4");
        assert_eq!(
            ru.walk(&guide.steps).join(" "),
            "Начало пути — вход. Налево, к лифту. На лифте на 2-й этаж. Направо. \
             Полка слева от вас."
        );
        assert_eq!(
            en.walk(&guide.steps).join(" "),
            "Start at the entrance. Turn left to the lift. Take the lift to the 2nd floor. \
             Turn right. The shelf is on your left."
        );
    }

    #[test]
    fn where_no_shelf_is_known_one_is_told_what_to_do() {
        for language in [Language::Ru, Language::En] {
            let text = Text::new(language);
            let none = |why| Guide { why: Some(why), ..Guide::default() };
            assert_eq!(text.standing(&none(Unshelved::Unreadable)), None);
            assert!(text.shelf_note(&none(Unshelved::Unreadable)).is_some());
            assert!(text.shelf_note(&none(Unshelved::Outside)).is_some());
            assert_eq!(text.shelf_note(&none(Unshelved::Closed)), None);
            assert_eq!(text.shelf_note(&guide()), None);
            let between = Guide { is_between: true, ..guide() };
            assert!(text.shelf_note(&between).is_some());
        }
    }

    #[test]
    fn floors_are_counted_as_one_counts() {
        let en = |level| Text::new(Language::En).floor(level);
        assert_eq!(
            [en(1), en(3), en(11), en(22)].join(" "),
            "1st floor 3rd floor 11th floor 22nd floor"
        );
    }
}
