//! The reader's list: it outlives visits and what is kept of the catalogue.

use bibliobus_worker::{Answer, Call, Fault, KeepingState, Listed, Problem, What};

use crate::collection::{Reader, release};

fn listed(reader: &Reader) -> Vec<Listed> {
    match reader.ask(What::Listed).unwrap() {
        Answer::Listed(entries) => entries,
        other => panic!("{other:?}"),
    }
}

fn entry(id: &str, rank: u32) -> Listed {
    Listed { id: id.into(), title: format!("Title of {id}"), note: String::new(), rank }
}

fn ids(reader: &Reader) -> Vec<String> {
    listed(reader).into_iter().map(|it| it.id).collect()
}

#[test]
fn what_is_written_is_there_at_the_next_visit_in_its_order() {
    let mut reader = Reader::of(&release(1, 10));
    assert_eq!(listed(&reader), []);
    reader.ask(What::Write(vec![entry("b", 2), entry("a", 1)])).unwrap();
    reader.ask(What::Write(vec![entry("c", 3)])).unwrap();
    reader.come_again();
    assert_eq!(listed(&reader), [entry("a", 1), entry("b", 2), entry("c", 3)]);
    let moved = Listed { note: "For Anna".into(), ..entry("a", 9) };
    reader.ask(What::Write(vec![moved.clone()])).unwrap();
    reader.ask(What::Strike(vec!["b".into(), "nobody".into()])).unwrap();
    assert_eq!(listed(&reader), [entry("c", 3), moved]);
}

#[test]
fn the_list_is_the_readers_and_stays_when_the_catalogue_is_removed() {
    let reader = Reader::of(&release(1, 10));
    assert_eq!(reader.keep(), KeepingState::Whole);
    reader.ask(What::Write(vec![entry("tale", 1)])).unwrap();
    reader.ask(What::Forget).unwrap();
    assert_eq!(ids(&reader), ["tale"]);
    assert_eq!(
        reader.ask(What::Device),
        Ok(Answer::Device(vec![])),
        "it is no catalogue"
    );
}

#[test]
fn a_list_that_the_device_does_not_take_is_told_of() {
    let reader = Reader::of(&release(1, 10));
    reader
        .memory
        .break_by(|_, call| matches!(call, Call::Put(..)).then_some(Fault::Broken));
    let answer = reader.ask(What::Write(vec![entry("a", 1)]));
    assert!(matches!(answer, Err(Problem::NoStorage | Problem::NoRoom)), "{answer:?}");
}

#[test]
fn an_entry_of_a_later_version_is_left_alone() {
    let reader = Reader::of(&release(1, 10));
    reader.ask(What::Write(vec![entry("a", 1), entry("b", 2)])).unwrap();
    let mut stored = reader.memory.stored.borrow_mut();
    let later = stored.iter_mut().find(|(key, _)| key.2 == "b").unwrap();
    later.1[0] = 200;
    drop(stored);
    assert_eq!(ids(&reader), ["a"]);
    assert!(reader.memory.stored.borrow().keys().any(|key| key.2 == "b"));
}
