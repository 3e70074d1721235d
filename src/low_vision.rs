//! How a reader with low vision wants the page: the options that GOST R 52872-2019 and custom ask
//! for. Not for what they look like: that is `style/low-vision.css`, by attributes of the base.

use std::fmt;

/// One thing that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The size of the text, in percent of the page's.
    Size,
    /// The colours of text and ground.
    Scheme,
    /// The space between letters.
    Letters,
    /// The space between lines.
    Lines,
    /// The typeface.
    Face,
    /// Pictures.
    Images,
    /// Whether anything moves.
    Motion,
}

impl Setting {
    /// All of them, in the order in which a reader chooses.
    pub const ALL: [Self; 7] = [
        Self::Size,
        Self::Scheme,
        Self::Letters,
        Self::Lines,
        Self::Face,
        Self::Images,
        Self::Motion,
    ];

    /// Its name in the attribute, and after `data-` on the base.
    pub fn word(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Scheme => "scheme",
            Self::Letters => "letters",
            Self::Lines => "lines",
            Self::Face => "face",
            Self::Images => "images",
            Self::Motion => "motion",
        }
    }

    /// What it can be. The first is how the page has it.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::Size => &["100", "125", "150", "175", "200", "250", "300"],
            Self::Scheme => &[
                "page",
                "black-on-white",
                "white-on-black",
                "dark-blue-on-light-blue",
                "brown-on-beige",
                "green-on-dark-brown",
            ],
            Self::Letters | Self::Lines => &["normal", "wide", "wider"],
            Self::Face => &["page", "sans", "serif"],
            Self::Images => &["on", "grey", "off"],
            Self::Motion => &["on", "off"],
        }
    }

    /// The value for a word; a size between two steps is the step below.
    fn value(self, word: &str) -> Option<&'static str> {
        let values = self.values();
        if self == Self::Size {
            let wanted: u16 =
                word.parse().ok().filter(|size| (100..=300).contains(size))?;
            let fits =
                |value: &&&str| value.parse().is_ok_and(|step: u16| step <= wanted);
            return values.iter().rev().find(fits).copied();
        }
        values.iter().find(|value| **value == word).copied()
    }
}

/// What is set, and what was left as it is elsewhere.
///
/// ```
/// use bibliobus::{LowVision, Setting};
///
/// let (mut seen, unknown) = LowVision::read("size:150 scheme:white-on-black glasses:on");
/// assert_eq!(seen.value(Setting::Size), "150");
/// assert_eq!(unknown, ["glasses:on"]);
/// seen.choose(Setting::Size, "300");
/// assert_eq!(seen.to_string(), "size:300 scheme:white-on-black");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LowVision([Option<&'static str>; 7]);

impl LowVision {
    /// Reads words such as `size:150 lines:wide`, and gives back those that say nothing here.
    pub fn read(text: &str) -> (Self, Vec<&str>) {
        let mut read = Self::default();
        let unknown = text.split_whitespace().filter(|word| {
            let Some((name, value)) = word.split_once(':') else { return true };
            let named = Setting::ALL.into_iter().find(|setting| setting.word() == name);
            !named.is_some_and(|setting| read.choose(setting, value))
        });
        let unknown = unknown.collect();
        (read, unknown)
    }

    /// The reader chooses; says whether there is such a value.
    pub fn choose(&mut self, setting: Setting, value: &str) -> bool {
        let value = setting.value(value);
        if let (Some(_), Some(place)) = (value, self.0.get_mut(setting as usize)) {
            *place = value;
        }
        value.is_some()
    }

    /// What a setting is: how the page has it, where nothing was said.
    pub fn value(&self, setting: Setting) -> &'static str {
        let said = self.0.get(setting as usize).copied().flatten();
        said.or(setting.values().first().copied()).unwrap_or_default()
    }

    /// Whether a setting is as the page has it.
    pub fn is_plain(&self, setting: Setting) -> bool {
        setting.values().first() == Some(&self.value(setting))
    }

    /// Whether anything is not as the page has it.
    pub fn is_on(&self) -> bool {
        !Setting::ALL.into_iter().all(|setting| self.is_plain(setting))
    }

    /// These, and where they say nothing, those of `base`.
    #[must_use]
    pub fn over(self, base: Self) -> Self {
        let mut both = self;
        for (own, below) in both.0.iter_mut().zip(base.0) {
            *own = own.or(below);
        }
        both
    }
}

/// What `read` reads: what is kept on the device.
impl fmt::Display for LowVision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = Setting::ALL.into_iter().zip(self.0);
        let said = said.filter_map(|(setting, value)| Some((setting.word(), value?)));
        for (at, (word, value)) in said.enumerate() {
            let blank = if at > 0 { " " } else { "" };
            write!(f, "{blank}{word}:{value}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> LowVision {
        LowVision::read(text).0
    }

    #[test]
    fn what_is_kept_is_read_again() {
        for setting in Setting::ALL {
            for value in setting.values() {
                let mut one = LowVision::default();
                assert!(one.choose(setting, value), "{value}");
                assert_eq!(read(&one.to_string()), one);
                assert_eq!(one.value(setting), *value);
            }
        }
        let all = "size:200 scheme:brown-on-beige letters:wider lines:wide face:sans images:off motion:off";
        assert_eq!(read(all).to_string(), all);
        assert_eq!(read("").to_string(), "");
    }

    #[test]
    fn what_is_unknown_changes_nothing_and_is_named() {
        let text =
            "size:50 size:много scheme:pink letters lines: :wide glasses:on motion:off";
        let (read, unknown) = LowVision::read(text);
        assert_eq!(read.to_string(), "motion:off");
        assert_eq!(unknown.join(" ") + " motion:off", text);
    }

    #[test]
    fn a_size_between_two_steps_is_the_step_below() {
        for (wanted, is) in
            [("100", "100"), ("124", "100"), ("199", "175"), ("299", "250")]
        {
            assert_eq!(read(&format!("size:{wanted}")).value(Setting::Size), is);
        }
        for wanted in ["99", "301", "-150", "1e2", "65536"] {
            assert_eq!(read(&format!("size:{wanted}")), LowVision::default(), "{wanted}");
        }
    }

    #[test]
    fn a_reader_may_choose_what_the_page_has_over_what_the_attribute_says() {
        let attribute = read("size:150 lines:wide");
        let mut own = LowVision::default();
        own.choose(Setting::Size, "100");
        let both = own.over(attribute);
        assert_eq!(both.to_string(), "size:100 lines:wide");
        assert!(both.is_on());
        assert!(!own.is_on());
    }
}
