//! Sorting with little code. Each sort of the standard library is some kilobytes of wasm for each
//! type and comparison; of these, all share one. [`Order`] is for lists that are short or seldom
//! sorted, [`order_by_number`] for long ones.

use core::cmp::Ordering;

/// Puts a list in order; what is equal keeps its order.
pub(crate) trait Order<T> {
    /// By a comparison.
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// By a key.
    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    /// By itself.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }
}

impl<T> Order<T> for Vec<T> {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let places = places(self.len(), &mut |a, b| match (self.get(a), self.get(b)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        let mut items: Vec<Option<T>> =
            core::mem::take(self).into_iter().map(Some).collect();
        self.extend(places.into_iter().filter_map(|place| items.get_mut(place)?.take()));
    }
}

/// The places of a list in order.
fn places(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..len).collect();
    places.sort_by(|&a, &b| compare(a, b));
    places
}

/// Sorts by numbers; what has the same number keeps its order. For long lists, as those of all
/// hits: fast, and one sort for all of them, too.
pub(crate) fn order_by_number<T: Copy>(list: &mut [T], number: impl Fn(&T) -> u64) {
    let mut numbered: Vec<(u64, u32)> =
        (0..).zip(list.iter()).map(|(place, item)| (number(item), place)).collect();
    sort_numbered(&mut numbered);
    let places = numbered.into_iter().map(|(_, place)| place as usize);
    let items: Vec<T> = places.filter_map(|place| list.get(place).copied()).collect();
    for (slot, item) in list.iter_mut().zip(items) {
        *slot = item;
    }
}

#[inline(never)]
fn sort_numbered(numbered: &mut [(u64, u32)]) {
    numbered.sort_unstable();
}

/// A number that is greater where the score is, in the order of `total_cmp`.
pub(crate) fn rising(score: f32) -> u32 {
    let bits = score.to_bits();
    if score.is_sign_negative() { !bits } else { bits | 1 << 31 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_the_standard_sort(list: Vec<(u8, u8)>) {
            let (mut ours, mut expected) = (list.clone(), list.clone());
            ours.order_by_key(|(key, _)| *key);
            expected.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(&ours, &expected);
            ours.order();
            expected.sort();
            prop_assert_eq!(ours, expected);
        }

        #[test]
        fn the_order_by_numbers_is_that_of_the_standard_sort(list: Vec<(u8, u8)>) {
            let (mut ours, mut expected) = (list.clone(), list);
            order_by_number(&mut ours, |(key, _)| u64::from(*key));
            expected.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(ours, expected);
        }

        #[test]
        fn scores_rise_as_their_numbers(a: f32, b: f32) {
            prop_assert_eq!(rising(a).cmp(&rising(b)), a.total_cmp(&b));
            prop_assert_eq!(rising(-a).cmp(&rising(b)), (-a).total_cmp(&b));
        }
    }
}
