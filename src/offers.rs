//! What the words may become, in the order in which it is offered. Not for how it is found.

use bibliobus_catalog::RecordId;
use bibliobus_worker::{Suggestion, Suggestions};

/// How many of a group are offered.
const OF_A_GROUP: usize = 3;

/// Something that is offered while the reader types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Which group it stands in.
    pub group: Group,
    /// What it is called.
    pub text: String,
    /// How many records it leads to.
    pub count: u32,
    /// The record that it opens; otherwise its text is searched for.
    pub opens: Option<RecordId>,
}

/// A group of offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// People and bodies.
    Creators,
    /// Subjects.
    Subjects,
    /// Titles. They come last: the list of what was found begins with them anyway.
    Titles,
}

impl Group {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Creators, Self::Subjects, Self::Titles];
}

/// The offers, group by group.
pub fn offers(suggestions: &Suggestions) -> Vec<Offer> {
    let of_group = |group| {
        let list = match group {
            Group::Creators => &suggestions.creators,
            Group::Subjects => &suggestions.subjects,
            Group::Titles => &suggestions.titles,
        };
        let offer = move |suggestion: &Suggestion| Offer {
            group,
            text: suggestion.text.clone(),
            count: suggestion.count,
            opens: suggestion.id.clone(),
        };
        list.iter().take(OF_A_GROUP).map(offer)
    };
    Group::ALL.into_iter().flat_map(of_group).collect()
}

/// The next place among `number` offers, or the one before; past either end is the box itself.
pub fn step(now: Option<usize>, number: usize, is_forward: bool) -> Option<usize> {
    match (now, is_forward) {
        (None, true) => Some(0),
        (None, false) => number.checked_sub(1),
        (Some(at), true) => Some(at + 1),
        (Some(at), false) => at.checked_sub(1),
    }
    .filter(|at| *at < number)
}
