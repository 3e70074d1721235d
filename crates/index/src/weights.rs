//! Every number that ranking rests on, in one table.
//!
//! Starting points, after the weights that large catalogues publish (Princeton, Stanford,
//! `VuFind`: title far above creator, creator above subject, subject above the rest) and
//! BM25F (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009, section 3.6).

/// A field as ranking sees it. The order is that of [`FIELDS`].
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

/// Weight of a term in each field, and how much a long field dilutes it (BM25's b).
pub(crate) const FIELDS: [(f32, f32); FIELD_COUNT] =
    [(5.0, 0.3), (5.0, 0.3), (3.0, 0.5), (3.0, 0.4), (1.5, 0.5), (1.0, 0.6), (1.2, 0.0)];

/// How soon more of the same term stops to matter (BM25's k1).
pub(crate) const K1: f32 = 1.2;

/// What a form of the word counts that is not the word itself but shares its stem.
pub(crate) const STEM_MATE: f32 = 0.9;

/// What a word counts that only begins with what was typed.
pub(crate) const COMPLETION: f32 = 0.6;

/// What a word counts that was typed with one slip, and with two.
pub(crate) const ONE_SLIP: f32 = 0.5;
pub(crate) const TWO_SLIPS: f32 = 0.25;

/// What the same word counts in another script.
pub(crate) const OTHER_SCRIPT: f32 = 0.7;

/// The part of the score that does not depend on how many of the words a record has; the rest
/// falls with the square of their share.
pub(crate) const COORDINATION: f32 = 0.25;

/// The same for a sentence, which hardly any record has all the words of.
pub(crate) const SENTENCE_COORDINATION: f32 = 0.6;

/// Factor for a record whose title proper is the query and nothing else.
pub(crate) const WHOLE_TITLE: f32 = 1.5;

/// Factor for a record whose title begins with the words, as they stand in the query.
pub(crate) const TITLE_BEGINS: f32 = 1.3;

/// Factor for a record with the words in its title one after the other, as in the query.
pub(crate) const IN_ORDER: f32 = 1.1;

/// Factor for a record with all the words in its title.
pub(crate) const ALL_IN_TITLE: f32 = 1.15;

/// Factor for a record with some of the words in its title and the others among its creators.
pub(crate) const TITLE_AND_CREATOR: f32 = 1.25;

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
    counts: &[u8; FIELD_COUNT],
    lengths: &[u16; FIELD_COUNT],
    averages: &[f32; FIELD_COUNT],
) -> u8 {
    let fields = counts.iter().zip(lengths).zip(averages).zip(FIELDS);
    let frequency: f32 = fields
        .filter(|(((count, _), _), _)| **count > 0)
        .map(|(((&count, &length), &average), (weight, b))| {
            let relative = if average > 0.0 { f32::from(length) / average } else { 1.0 };
            weight * f32::from(count) / (1.0 - b + b * relative)
        })
        .sum();
    let saturated = frequency / (K1 + frequency);
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
        impact(&counts, &lengths, &AVERAGES)
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
}
