//! What the library arranges, in words that say what will happen before one clicks.

use bibliobus_catalog::{Arranged, Arranges, DigitalLoan, LiveNote};

use super::{Language, Telling, Text};
use crate::way::host;

impl Text {
    /// The heading of what is arranged apart from shelves and links.
    pub fn more_ways(self) -> &'static str {
        match self.language {
            Language::Ru => "Ещё можно",
            Language::En => "You can also",
        }
    }

    /// What the reader does, as on a button.
    pub fn arranges(self, kind: Arranges) -> &'static str {
        let [ru, en] = match kind {
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
        };
        if self.language == Language::Ru { ru } else { en }
    }

    /// What happens then, how long it takes, and who may: one after the other.
    pub fn arranged(self, arranged: &Arranged) -> Vec<String> {
        let limitation = arranged.limitation.in_language(self.language.tag());
        let takes = arranged.delay.map(|minutes| self.takes(minutes));
        let limitation = (!limitation.is_empty()).then(|| limitation.to_owned());
        [self.leads_to(&arranged.url)]
            .into_iter()
            .chain(takes)
            .chain(limitation)
            .collect()
    }

    /// That a licensed site is opened through the library's own login, and who may.
    pub fn through_login(self, login: &Arranged) -> String {
        let words = match self.language {
            Language::Ru => "сначала откроется страница входа библиотеки",
            Language::En => "the library’s login page opens first",
        };
        match login.limitation.in_language(self.language.tag()) {
            "" => words.to_owned(),
            limitation => format!("{words} ({limitation})"),
        }
    }

    /// The button that lends an e-book for a time.
    pub fn borrow_online(self) -> &'static str {
        match self.language {
            Language::Ru => "Взять на время",
            Language::En => "Borrow it online",
        }
    }

    /// The terms of an e-book that is lent, and the day that they speak of.
    pub fn loan(self, loan: &DigitalLoan, as_of: &str) -> String {
        let is_ru = self.language == Language::Ru;
        let free = match (loan.is_available, loan.free, loan.copies) {
            (_, Some(free), Some(all)) if is_ru => {
                Some(format!("свободно {free}\u{a0}из\u{a0}{all}"))
            }
            (_, Some(free), Some(all)) => Some(format!("{free}\u{a0}of\u{a0}{all} free")),
            (Some(true), _, _) => {
                Some(if is_ru { "свободна" } else { "free" }.to_owned())
            }
            (Some(false), _, _) => {
                Some(if is_ru { "сейчас у других" } else { "lent to others" }.to_owned())
            }
            (None, _, _) => None,
        };
        let waiting = loan.waiting.filter(|waiting| *waiting > 0);
        let words = if is_ru { "в очереди:" } else { "waiting for it:" };
        let waiting = waiting.map(|waiting| format!("{words}\u{a0}{waiting}"));
        let day = (free.is_some() || waiting.is_some()) && !as_of.is_empty();
        let day = day.then(|| self.tell(Telling::StatusAsOf(as_of)));
        let formats = Some(loan.formats.join(", ")).filter(|formats| !formats.is_empty());
        [free, waiting, day, formats]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// What an address opens: a letter, or a page of some site.
    pub fn leads_to(self, url: &str) -> String {
        let Some(letter) = url.strip_prefix("mailto:") else {
            return self.tell(Telling::OpensSite(host(url)));
        };
        let to = letter.split('?').next().unwrap_or_default();
        match self.language {
            Language::Ru => format!("откроется письмо на {to}"),
            Language::En => format!("opens a letter to {to}"),
        }
    }

    /// That a status is that of now, and what the library's system says beside it.
    pub fn as_of_now(self, note: &LiveNote) -> String {
        let (now, waiting) = match self.language {
            Language::Ru => ("по данным на эту минуту", "в очереди:"),
            Language::En => ("as of now", "waiting for it:"),
        };
        let queue = note.queue.filter(|queue| *queue > 0);
        let queue = queue.map(|queue| format!("{waiting}\u{a0}{queue}"));
        let delay = note.delay.filter(|delay| *delay > 0).map(|delay| self.takes(delay));
        let parts = [queue, delay, note.limitation.clone()].into_iter().flatten();
        let parts: Vec<String> = [now.to_owned()].into_iter().chain(parts).collect();
        parts.join(" · ")
    }

    /// The moment that a status speaks of, as the device writes day and hour.
    pub fn as_of_time(self, time: &str) -> String {
        match self.language {
            Language::Ru => format!("по данным на {time}"),
            Language::En => format!("as of {time}"),
        }
    }

    /// How long something takes: `about 20 minutes`.
    pub fn takes(self, minutes: u32) -> String {
        let (number, unit) = match minutes {
            0..90 => (minutes, 0),
            90..2880 => (minutes.div_ceil(60), 1),
            _ => (minutes.div_ceil(24 * 60), 2),
        };
        match self.language {
            Language::Ru => {
                let is_one = number % 10 == 1 && number % 100 != 11;
                let [one, many] =
                    [["минуты", "минут"], ["часа", "часов"], ["дня", "дней"]][unit];
                format!("около {number}\u{a0}{}", if is_one { one } else { many })
            }
            Language::En => {
                let unit = ["minute", "hour", "day"][unit];
                let ending = if number == 1 { "" } else { "s" };
                format!("about {number}\u{a0}{unit}{ending}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bibliobus_catalog::LocalName;

    #[test]
    fn one_knows_what_will_happen_before_one_clicks() {
        let arranged = Arranged {
            url: "mailto:desk@library.example?subject=%D0%A7".into(),
            limitation: LocalName { ru: "по билету".into(), en: String::new() },
            delay: Some(20),
            ..Arranged::default()
        };
        let said = |language| Text::new(language).arranged(&arranged).join("; ");
        assert_eq!(
            said(Language::Ru),
            "откроется письмо на desk@library.example; около 20\u{a0}минут; по билету"
        );
        assert_eq!(
            said(Language::En),
            "opens a letter to desk@library.example; about 20\u{a0}minutes; по билету"
        );
        let page =
            Arranged { url: "https://www.loans.example/x".into(), ..Arranged::default() };
        assert_eq!(Text::new(Language::En).arranged(&page), ["at loans.example"]);
    }

    #[test]
    fn a_loan_says_its_terms_and_their_day() {
        let loan = DigitalLoan {
            copies: Some(5),
            free: Some(0),
            waiting: Some(3),
            formats: vec!["EPUB".into(), "Readium LCP".into()],
            ..DigitalLoan::default()
        };
        let said = |language, loan| {
            Text::new(language).loan(loan, "2026-11-20").replace('\u{a0}', " ")
        };
        assert_eq!(
            said(Language::Ru, &loan),
            "свободно 0 из 5 · в очереди: 3 · по данным на 20 ноября 2026 года · EPUB, Readium LCP"
        );
        let bare = DigitalLoan { is_available: Some(true), ..DigitalLoan::default() };
        assert_eq!(said(Language::En, &bare), "free · as of 20 November 2026");
        assert_eq!(said(Language::En, &DigitalLoan::default()), "");
    }

    #[test]
    fn what_is_known_now_says_so() {
        let note = LiveNote { queue: Some(2), delay: Some(20), limitation: None };
        let said =
            |language, note| Text::new(language).as_of_now(note).replace('\u{a0}', " ");
        assert_eq!(
            said(Language::Ru, &note),
            "по данным на эту минуту · в очереди: 2 · около 20 минут"
        );
        assert_eq!(said(Language::En, &LiveNote::default()), "as of now");
    }

    #[test]
    fn time_is_said_as_one_says_it() {
        let of = |language, minutes| Text::new(language).takes(minutes);
        let cases = [
            (1, "около 1 минуты", "about 1 minute"),
            (20, "около 20 минут", "about 20 minutes"),
            (120, "около 2 часов", "about 2 hours"),
            (1260, "около 21 часа", "about 21 hours"),
            (4320, "около 3 дней", "about 3 days"),
            (15_840, "около 11 дней", "about 11 days"),
        ];
        for (minutes, ru, en) in cases {
            let plain = |said: String| said.replace('\u{a0}', " ");
            assert_eq!(plain(of(Language::Ru, minutes)), ru);
            assert_eq!(plain(of(Language::En, minutes)), en);
        }
    }
}
