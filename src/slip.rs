//! What a reader takes along to the shelf: the thing, its mark, where it stands and the way, as
//! lines of text and as QR codes made on the device. Not for how it looks.

use qrcodegen::{QrCode, QrCodeEcc};

use crate::encoded;

/// More bytes make a code that no telephone reads off a screen.
const MOST_BYTES: usize = 700;

/// The light margin around a code, in modules (ISO/IEC 18004, "quiet zone").
const MARGIN: i32 = 4;

/// What is taken along of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// The title.
    pub title: String,
    /// Who made it; empty where nobody is named.
    pub byline: String,
    /// Where it stands, the nearest first.
    pub places: Vec<SlipPlace>,
    /// The way to the first place, sentence by sentence.
    pub steps: Vec<String>,
    /// The address of the record's page, where it has one.
    pub address: Option<String>,
}

/// One place on a [`Slip`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlipPlace {
    /// The mark on the spine.
    pub mark: Option<String>,
    /// Branch and place.
    pub place: String,
    /// Whether it is in, and as of when.
    pub status: String,
    /// The shelf.
    pub shelf: Option<String>,
    /// What the reader noted of it.
    pub note: Option<String>,
    /// Whether it has a box to tick: things on a list do.
    pub is_ticked: bool,
}

impl Slip {
    /// The slip as lines of text, with the way or without, the address last.
    pub fn lines(&self, with_way: bool) -> Vec<String> {
        let mut lines = vec![self.title.clone(), self.byline.clone()];
        for (at, place) in self.places.iter().enumerate() {
            lines.extend(place.mark.clone());
            lines.push(format!("{}: {}", place.place, place.status));
            lines.extend(place.shelf.clone());
            lines.extend(place.note.clone());
            if with_way && at == 0 {
                lines.extend(self.steps.iter().cloned());
            }
        }
        lines.extend(self.address.clone());
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// The slip as text for a code that is read without a connection: with the way if it fits,
    /// and without the places that are further away where it would be too long.
    pub fn for_code(&self) -> String {
        let whole = self.lines(true).join("\n");
        if whole.len() <= MOST_BYTES {
            return whole;
        }
        let without = self.lines(false).join("\n");
        if without.len() <= MOST_BYTES {
            return without;
        }
        let nearest = self.places.iter().take(1).cloned().collect();
        let short = Self { places: nearest, ..self.clone() }.lines(false).join("\n");
        short.chars().take(MOST_BYTES / 2).collect()
    }

    /// The address of a letter with the slip (RFC 6068).
    pub fn letter(&self) -> String {
        let body = self.lines(true).join("\r\n");
        format!("mailto:?subject={}&body={}", encoded(&self.title), encoded(&body))
    }

    /// The address of a short message with the slip. Telephones disagree on whether `?` or `&`
    /// comes before the text (RFC 5724 has `?`); with both, all of them find it.
    pub fn message(&self) -> String {
        format!("sms:?&body={}", encoded(&self.lines(false).join("\n")))
    }
}

/// A QR code as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its side in modules, the light margin counted.
    pub side: i32,
    /// Its dark modules, as the path of an SVG drawing.
    pub path: String,
}

/// The QR code (ISO/IEC 18004) of a text; `None` for one that is too long for any.
pub fn code(text: &str) -> Option<Code> {
    let qr = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..qr.size() {
        let mut x = 0;
        while x < qr.size() {
            let dark = (x..qr.size()).take_while(|x| qr.get_module(*x, y)).count() as i32;
            if dark > 0 {
                let (left, top) = (x + MARGIN, y + MARGIN);
                path.push_str(&format!("M{left} {top}h{dark}v1h-{dark}z"));
            }
            x += dark + 1;
        }
    }
    Some(Code { side: qr.size() + 2 * MARGIN, path })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn slip() -> Slip {
        Slip {
            title: "Чайка".into(),
            byline: "Чехов, А. П.".into(),
            places: vec![SlipPlace {
                mark: Some("84(2) Ч 56".into()),
                place: "Центральная библиотека, Абонемент".into(),
                status: "На полке, по данным на 20 ноября 2026".into(),
                shelf: Some("2-й этаж, ряд 2".into()),
                ..SlipPlace::default()
            }],
            steps: vec!["Налево, к лифту.".into()],
            address: Some("https://library.example/#/record/17".into()),
        }
    }

    #[test]
    fn a_slip_is_read_from_the_thing_to_the_way() {
        let expected = [
            "Чайка",
            "Чехов, А. П.",
            "84(2) Ч 56",
            "Центральная библиотека, Абонемент: На полке, по данным на 20 ноября 2026",
            "2-й этаж, ряд 2",
            "Налево, к лифту.",
            "https://library.example/#/record/17",
        ];
        assert_eq!(slip().lines(true), expected);
        assert_eq!(slip().lines(false).len(), expected.len() - 1);
    }

    #[test]
    fn what_does_not_fit_a_code_is_left_out_from_behind() {
        assert_eq!(slip().for_code(), slip().lines(true).join("\n"));
        let long = Slip { steps: vec!["Прямо. ".repeat(100)], ..slip() };
        assert_eq!(long.for_code(), slip().lines(false).join("\n"));
        let far = Slip { places: vec![slip().places[0].clone(); 20], ..long };
        assert!(far.for_code().len() <= MOST_BYTES);
        assert!(far.for_code().contains("84(2) Ч 56"));
    }

    #[test]
    fn letters_and_messages_carry_the_slip() {
        assert!(slip().letter().starts_with("mailto:?subject=Чайка&body=Чайка%0D%0A"));
        assert!(slip().message().starts_with("sms:?&body=Чайка%0AЧехов"));
        let sly = Slip { title: "A&body=B#c".into(), ..Slip::default() };
        assert!(sly.letter().starts_with("mailto:?subject=A%26body%3DB%23c&"));
    }

    /// What a camera would read off the drawing.
    fn read(code: &Code) -> String {
        let mut dark = BTreeSet::new();
        for run in code.path.split('M').skip(1) {
            let numbers: Vec<i32> =
                run.split(['h', 'v', ' ', 'z']).filter_map(|n| n.parse().ok()).collect();
            let [x, y, width, ..] = numbers[..] else { panic!("{run}") };
            dark.extend((x..x + width).map(|x| (x, y)));
        }
        let is_dark =
            |x: usize, y: usize| dark.contains(&(x as i32 + MARGIN, y as i32 + MARGIN));
        let side = (code.side - 2 * MARGIN) as usize;
        let grid = rqrr::Grid::new(rqrr::SimpleGrid::from_func(side, is_dark));
        grid.decode().unwrap().1
    }

    #[test]
    fn a_code_is_read_as_it_was_made() {
        let long = slip().for_code();
        for text in ["https://library.example/#/record/17", "94(47) Б 20", "12345", &long]
        {
            assert_eq!(read(&code(text).unwrap()), text);
        }
    }

    #[test]
    fn a_text_too_long_for_any_code_has_none() {
        assert_eq!(code(&"ы".repeat(4000)), None);
    }
}
