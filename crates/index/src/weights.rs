//! Every number that ranking rests on, in one table.
//!
//! Starting points, after the weights that large catalogues publish (Princeton, Stanford,
//! `VuFind`: title far above creator, creator above subject, subject above the rest) and
//! BM25F (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009, section 3.6).

/// A field as ranking sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RankField {
    /// The title proper.
    Title,
    /// The title proper in its original script.
    OriginalTitle,
    /// Other titles, remainder, parts.
    OtherTitle,
    Creator,
    Subject,
    /// Series, publisher, year, notes, contents, summaries.
    Other,
    /// Other forms of the names of creators, which no record has itself: they lead to it behind
    /// records that have the form.
    CreatorVariant,
}

/// How many fields ranking tells apart.
pub(crate) const FIELD_COUNT: usize = 7;

macro_rules! weights {
    ($($(#[$doc:meta])+ $name:ident = $value:literal, $most:literal;)+) => {
        /// The weights of a collection: those of the shipped table, unless the library's settings
        /// say otherwise.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Weights {
            $($(#[$doc])+ pub $name: f32,)+
        }

        impl Default for Weights {
            fn default() -> Self {
                Self { $($name: $value,)+ }
            }
        }

        impl Weights {
            /// The names of all weights, in the order of [`values`](Self::values).
            pub const NAMES: &[&str] = &[$(stringify!($name),)+];

            /// All values, in the order of the names.
            pub fn values(&self) -> Vec<f32> {
                vec![$(self.$name,)+]
            }

            /// The largest value that each may have; the least is 0.
            const MOST: &[f32] = &[$($most,)+];

            fn slots(&mut self) -> Vec<&mut f32> {
                vec![$(&mut self.$name,)+]
            }
        }
    };
}

weights! {
    /// A word of the title proper. Counts at build, as do all weights up to `saturation`.
    title = 5.0, 100.0;
    /// A word of the title proper in its original script.
    original_title = 5.0, 100.0;
    /// A word of another title, of the remainder of the title, or of a part's name.
    other_title = 3.0, 100.0;
    /// A word of a creator's name.
    creator = 3.0, 100.0;
    /// A word of a subject heading.
    subject = 1.5, 100.0;
    /// A word of series, publisher, notes, contents or summary.
    other = 1.0, 100.0;
    /// A word of another name of a creator or subject, from authority files.
    other_name = 1.2, 100.0;
    /// How much a long field dilutes its words (BM25's b), for each of the fields above.
    title_length = 0.3, 1.0;
    /// The same for original titles.
    original_title_length = 0.3, 1.0;
    /// The same for other titles.
    other_title_length = 0.5, 1.0;
    /// The same for creators.
    creator_length = 0.4, 1.0;
    /// The same for subjects.
    subject_length = 0.5, 1.0;
    /// The same for the rest.
    other_length = 0.75, 1.0;
    /// The same for other names.
    other_name_length = 0.0, 1.0;
    /// How soon more of the same word stops to matter (BM25's k1).
    saturation = 1.2, 10.0;
    /// What a form of the word counts that is not the word itself but shares its stem.
    stem_mate = 0.8, 1.0;
    /// The part of its own value that every form of the word after the best adds.
    more_forms = 0.3, 1.0;
    /// What a word counts that only begins with what was typed.
    completion = 0.6, 1.0;
    /// What a word counts that was typed with one slip.
    one_slip = 0.5, 1.0;
    /// What a word counts that was typed with two.
    two_slips = 0.25, 1.0;
    /// What the same word counts in another script.
    other_script = 0.7, 1.0;
    /// The part of the score that does not depend on how many of the words a record has; the
    /// rest falls with the square of their share.
    coordination = 0.25, 1.0;
    /// The same for a sentence, which hardly any record has all the words of.
    sentence_coordination = 0.75, 1.0;
    /// Factor for a record whose title proper is the query and nothing else.
    whole_title = 1.6, 100.0;
    /// Factor for a record whose title begins with the words, as they stand in the query.
    title_begins = 1.55, 100.0;
    /// Factor for a record with the words in its title one after the other, as in the query.
    in_order = 1.1, 100.0;
    /// Factor for a record with all the words in its title.
    all_in_title = 1.4, 100.0;
    /// Factor for a record with some of the words in its title and the others among its
    /// creators.
    title_and_creator = 1.35, 100.0;
}

impl Weights {
    /// Sets the weight `name`.
    ///
    /// # Errors
    /// There is no such weight, or it cannot have this value.
    pub fn set(&mut self, name: &str, value: f32) -> Result<(), WeightError> {
        let at = Self::NAMES.iter().position(|known| *known == name);
        let most = at.and_then(|at| Self::MOST.get(at)).ok_or(WeightError::Unknown)?;
        if !(0.0..=*most).contains(&value) {
            return Err(WeightError::OutOfBounds { most: *most });
        }
        if let Some(slot) = at.and_then(|at| self.slots().into_iter().nth(at)) {
            *slot = value;
        }
        Ok(())
    }

    /// The values as they are in a root: nothing if they are those of the shipped table.
    pub(crate) fn put(&self) -> Vec<u8> {
        if *self == Self::default() {
            return Vec::new();
        }
        self.values().into_iter().flat_map(f32::to_le_bytes).collect()
    }

    /// Reads what was put. Weights that a later version added are passed over, those that an
    /// earlier one did not know have their shipped values.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        let mut weights = Self::default();
        for (name, bytes) in Self::NAMES.iter().zip(bytes.chunks(4)) {
            let bytes = bytes.try_into().map_err(|_| "a weight is cut off")?;
            let value = f32::from_le_bytes(bytes);
            weights.set(name, value).map_err(|_| "a weight is out of bounds")?;
        }
        Ok(weights)
    }

    /// Weight and dilution of each field, in the order of [`RankField`].
    fn fields(&self) -> [(f32, f32); FIELD_COUNT] {
        [
            (self.title, self.title_length),
            (self.original_title, self.original_title_length),
            (self.other_title, self.other_title_length),
            (self.creator, self.creator_length),
            (self.subject, self.subject_length),
            (self.other, self.other_length),
            (self.other_name, self.other_name_length),
        ]
    }
}

/// Why a weight cannot be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WeightError {
    /// None has this name.
    Unknown,
    /// The value is not from 0 to `most`.
    OutOfBounds {
        /// The largest value it may have.
        most: f32,
    },
}

/// With fewer records that have all the words, those that have most are given too.
pub(crate) const FEW: usize = 5;

/// A query of so many words is a sentence or a pasted text: the best part that matches will do.
pub(crate) const SENTENCE: usize = 6;

/// How much a term says of a record: BM25F's saturated term frequency, from 1 to 255 for
/// almost 0 to almost 1.
///
/// `counts` says how often each field has the term, `lengths` how many words the field has,
/// `averages` how many it has on average over the segment.
pub(crate) fn impact(
    weights: &Weights,
    counts: &[u8; FIELD_COUNT],
    lengths: &[u16; FIELD_COUNT],
    averages: &[f32; FIELD_COUNT],
) -> u8 {
    let fields = counts.iter().zip(lengths).zip(averages).zip(weights.fields());
    let frequency: f32 = fields
        .filter(|(((count, _), _), _)| **count > 0)
        .map(|(((&count, &length), &average), (weight, b))| {
            let relative = if average > 0.0 { f32::from(length) / average } else { 1.0 };
            weight * f32::from(count) / (1.0 - b + b * relative)
        })
        .sum();
    let saturated = frequency / (weights.saturation + frequency);
    ((saturated * 255.0 + 0.5) as u8).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AVERAGES: [f32; FIELD_COUNT] = [5.0, 5.0, 8.0, 3.0, 6.0, 40.0, 12.0];

    fn impact_in(field: RankField, count: u8, length: u16) -> u8 {
        let (mut counts, mut lengths) = ([0; FIELD_COUNT], [0; FIELD_COUNT]);
        counts[field as usize] = count;
        lengths[field as usize] = length;
        impact(&Weights::default(), &counts, &lengths, &AVERAGES)
    }

    #[test]
    fn a_title_says_more_than_a_note_and_a_short_title_more_than_a_long_one() {
        assert!(impact_in(RankField::Title, 1, 5) > impact_in(RankField::Creator, 1, 3));
        assert!(
            impact_in(RankField::Creator, 1, 3) > impact_in(RankField::Subject, 1, 6)
        );
        assert!(impact_in(RankField::Subject, 1, 6) > impact_in(RankField::Other, 1, 40));
        assert!(impact_in(RankField::Title, 1, 1) > impact_in(RankField::Title, 1, 12));
    }

    #[test]
    fn a_form_that_only_an_authority_has_says_less_than_the_heading() {
        let variant = impact_in(RankField::CreatorVariant, 1, 4);
        assert!(impact_in(RankField::Creator, 1, 8) > variant);
    }

    #[test]
    fn an_impact_is_never_nothing() {
        assert!(impact_in(RankField::Other, 1, u16::MAX) >= 1);
    }

    #[test]
    fn weights_are_set_by_their_names_within_bounds() {
        let mut weights = Weights::default();
        assert_eq!(weights.set("title_begins", 2.0), Ok(()));
        assert_eq!(weights.title_begins, 2.0);
        assert_eq!(weights.set("titel", 2.0), Err(WeightError::Unknown));
        let refused = Err(WeightError::OutOfBounds { most: 1.0 });
        assert_eq!(weights.set("title_length", 1.5), refused);
        assert_eq!(weights.set("title_length", f32::NAN), refused);
    }

    #[test]
    fn a_root_carries_only_what_the_settings_changed() {
        assert_eq!(Weights::default().put(), []);
        assert_eq!(Weights::read(&[]), Ok(Weights::default()));
        let changed = Weights { completion: 0.4, title: 7.0, ..Weights::default() };
        let bytes = changed.put();
        assert_eq!(Weights::read(&bytes), Ok(changed));
        let later = [bytes.clone(), 9.0f32.to_le_bytes().to_vec()].concat();
        assert_eq!(Weights::read(&later), Ok(changed));
        assert!(Weights::read(bytes.get(..9).unwrap()).is_err());
    }

    #[test]
    fn the_documentation_has_every_weight_as_shipped() {
        let text = include_str!("../../../docs/ranking.md");
        let rows: Vec<&str> =
            text.lines().filter(|line| line.starts_with("| `")).collect();
        let shipped = Weights::default();
        let all = Weights::NAMES.iter().zip(shipped.values()).zip(Weights::MOST);
        for ((name, value), most) in all {
            let row = rows.iter().find(|row| row.starts_with(&format!("| `{name}` |")));
            let cells: Vec<&str> = row.unwrap().split('|').map(str::trim).collect();
            let numbers: Vec<f32> =
                cells.iter().skip(2).take(2).map(|cell| cell.parse().unwrap()).collect();
            assert_eq!(numbers, [value, *most], "{name}");
        }
        assert_eq!(rows.len(), Weights::NAMES.len());
    }
}
