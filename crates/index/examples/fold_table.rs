//! Writes `src/analysis/folds.txt`, the table of letters and what they fold to, from the
//! Unicode data of the crate `unicode-normalization`:
//!
//! ```text
//! cargo run -p bibliobus-index --example fold_table > crates/index/src/analysis/folds.txt
//! ```
//!
//! The page carries the table instead of the crate because it is a tenth of its size.
//! A test (`analysis::fold::tests`) holds the table against the crate.

#![allow(clippy::print_stdout)]

#[path = "../tests/fold_rule/mod.rs"]
mod fold_rule;

fn main() {
    for (letter, folded) in fold_rule::folds() {
        println!("{letter}{folded}");
    }
}
