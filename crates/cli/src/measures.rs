//! Measures: how well a ranked list of ids answers a query whose right answers are known, and
//! the means of that over many queries. Not for where the list comes from.

use crate::judged::Gains;

/// How many hits count.
pub(crate) const DEPTH: usize = 10;

/// How well one query was answered, or many on average.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Measures {
    /// How often the first hit was right.
    pub(crate) success_at_1: f64,
    /// How often one of the first ten was.
    pub(crate) success_at_10: f64,
    /// One over the rank of the first right hit, if it is among the first ten.
    pub(crate) mrr_at_10: f64,
    /// The gains of the first ten, less the later they come, of what could be gained at best.
    pub(crate) ndcg_at_10: f64,
    /// How often nothing at all was found.
    pub(crate) zero_rate: f64,
}

impl Measures {
    /// How well `hits`, best first, answer a query with these right answers.
    pub(crate) fn of(hits: &[&str], gains: &Gains) -> Self {
        let hits = hits.get(..DEPTH).unwrap_or(hits);
        let first = hits.iter().position(|id| gains.contains_key(*id));
        let mut best: Vec<f64> = gains.values().copied().collect();
        best.sort_by(|a, b| b.total_cmp(a));
        let gained =
            discounted(hits.iter().map(|id| gains.get(*id).copied().unwrap_or(0.0)));
        Self {
            success_at_1: share(first == Some(0)),
            success_at_10: share(first.is_some()),
            mrr_at_10: first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64),
            ndcg_at_10: gained / discounted(best.into_iter().take(DEPTH)),
            zero_rate: share(hits.is_empty()),
        }
    }

    /// The mean of several; zeros if there are none.
    pub(crate) fn mean(all: &[Self]) -> Self {
        let count = all.len().max(1) as f64;
        let mean = |of: fn(&Self) -> f64| all.iter().map(of).sum::<f64>() / count;
        Self {
            success_at_1: mean(|m| m.success_at_1),
            success_at_10: mean(|m| m.success_at_10),
            mrr_at_10: mean(|m| m.mrr_at_10),
            ndcg_at_10: mean(|m| m.ndcg_at_10),
            zero_rate: mean(|m| m.zero_rate),
        }
    }

    /// The measures with their names, in the order in which they are shown.
    pub(crate) fn named(&self) -> [(&'static str, f64); 5] {
        [
            ("success_at_1", self.success_at_1),
            ("success_at_10", self.success_at_10),
            ("mrr_at_10", self.mrr_at_10),
            ("ndcg_at_10", self.ndcg_at_10),
            ("zero_rate", self.zero_rate),
        ]
    }
}

fn share(is_so: bool) -> f64 {
    if is_so { 1.0 } else { 0.0 }
}

/// The sum of gains, each divided by the binary logarithm of its rank plus one.
fn discounted(gains: impl Iterator<Item = f64>) -> f64 {
    (2..).zip(gains).map(|(place, gain)| gain / f64::from(place).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(hits: &[&str], gains: &[(&str, f64)]) -> Measures {
        let gains = gains.iter().map(|(id, gain)| ((*id).to_owned(), *gain)).collect();
        Measures::of(hits, &gains)
    }

    #[test]
    fn the_right_answer_first_is_all_one_can_ask() {
        let all = Measures {
            zero_rate: 0.0,
            ..Measures::mean(&[measured(&["a"], &[("a", 1.0)])])
        };
        assert!(all.named().iter().take(4).all(|(_, value)| *value == 1.0), "{all:?}");
    }

    #[test]
    fn a_later_place_is_worth_less() {
        let second = measured(&["b", "a"], &[("a", 1.0)]);
        assert_eq!((second.success_at_1, second.success_at_10), (0.0, 1.0));
        assert_eq!(second.mrr_at_10, 0.5);
        assert!((second.ndcg_at_10 - 0.630_929_75).abs() < 1e-6);
    }

    #[test]
    fn the_eleventh_hit_does_not_count() {
        let hits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a"];
        assert_eq!(measured(&hits, &[("a", 1.0)]), Measures::default());
    }

    #[test]
    fn better_answers_are_worth_more() {
        let gains = [("a", 3.0), ("b", 1.0)];
        assert_eq!(measured(&["a", "b"], &gains).ndcg_at_10, 1.0);
        assert!((measured(&["b", "a"], &gains).ndcg_at_10 - 0.796_70).abs() < 1e-4);
    }

    #[test]
    fn nothing_found_is_told_from_nothing_right() {
        assert_eq!(measured(&[], &[("a", 1.0)]).zero_rate, 1.0);
        assert_eq!(measured(&["b"], &[("a", 1.0)]).zero_rate, 0.0);
    }
}
