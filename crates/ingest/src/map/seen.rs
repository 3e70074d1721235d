//! What was said already in a record. Most say little, so that a few numbers in a row are found
//! faster than in any tree; of many a tree is made, so that no record takes the square of its
//! length.

use std::collections::BTreeSet;

/// Up to how many numbers stand in a row.
const FEW: usize = 64;

/// Numbers that stand for what was said.
#[derive(Debug)]
pub(super) struct Seen {
    few: [u64; FEW],
    length: usize,
    many: BTreeSet<u64>,
}

impl Default for Seen {
    fn default() -> Self {
        Self { few: [0; FEW], length: 0, many: BTreeSet::new() }
    }
}

impl Seen {
    /// Adds a number; whether it is new.
    pub(super) fn insert(&mut self, number: u64) -> bool {
        let few = self.few.get(..self.length).unwrap_or_default();
        if few.contains(&number) {
            return false;
        }
        match self.few.get_mut(self.length) {
            Some(place) => {
                *place = number;
                self.length += 1;
                true
            }
            None => self.many.insert(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_new_once_among_few_and_among_many() {
        let mut seen = Seen::default();
        for _ in 0..2 {
            let new = (0..1000_u64).filter(|n| seen.insert(n * n)).count();
            assert!(matches!(new, 1000 | 0), "{new}");
        }
        assert!(!seen.insert(0) && !seen.insert(81) && !seen.insert(998_001));
        assert!(seen.insert(2));
    }
}
