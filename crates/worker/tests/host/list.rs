//! The reader's list: it outlives visits and what is kept of the catalogue.

use bibliobus_worker::{
    Answer, Call, Edit, Fault, KeepingState, ListChange, ListFault, ListHead, Listed,
    Problem, Stamp, What,
};

use crate::collection::{Reader, release};

fn listed(reader: &Reader) -> Vec<Listed> {
    listed_in(reader, "")
}

fn listed_in(reader: &Reader, slot: &str) -> Vec<Listed> {
    match reader.ask(What::Listed(slot.into())).unwrap() {
        Answer::Listed(entries) => entries,
        other => panic!("{other:?}"),
    }
}

fn entry(id: &str, rank: u32) -> Listed {
    Listed {
        id: id.into(),
        title: format!("Title of {id}"),
        note: String::new(),
        rank,
        others: vec![],
    }
}

/// An edit of the first list.
fn edit() -> Edit {
    edit_of("", 1)
}

fn edit_of(slot: &str, by: u32) -> Edit {
    Edit { slot: slot.into(), stamp: Stamp { at: 1000, by } }
}

fn ids(reader: &Reader) -> Vec<String> {
    listed(reader).into_iter().map(|it| it.id).collect()
}

#[test]
fn what_is_written_is_there_at_the_next_visit_in_its_order() {
    let mut reader = Reader::of(&release(1, 10));
    assert_eq!(listed(&reader), []);
    reader.ask(What::Write(edit(), vec![entry("b", 2), entry("a", 1)])).unwrap();
    reader.ask(What::Write(edit(), vec![entry("c", 3)])).unwrap();
    reader.come_again();
    assert_eq!(listed(&reader), [entry("a", 1), entry("b", 2), entry("c", 3)]);
    let moved = Listed { note: "For Anna".into(), ..entry("a", 9) };
    reader.ask(What::Write(edit(), vec![entry("a", 9)])).unwrap();
    reader.ask(What::Note(edit(), "a".into(), "For Anna".into())).unwrap();
    reader.ask(What::Strike(edit(), vec!["b".into(), "nobody".into()])).unwrap();
    assert_eq!(listed(&reader), [entry("c", 3), moved]);
}

#[test]
fn the_list_is_the_readers_and_stays_when_the_catalogue_is_removed() {
    let reader = Reader::of(&release(1, 10));
    assert_eq!(reader.keep(), KeepingState::Whole);
    reader.ask(What::Write(edit(), vec![entry("tale", 1)])).unwrap();
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
    let answer = reader.ask(What::Write(edit(), vec![entry("a", 1)]));
    assert!(matches!(answer, Err(Problem::NoStorage | Problem::NoRoom)), "{answer:?}");
}

#[test]
fn an_entry_of_a_later_version_is_left_alone() {
    let reader = Reader::of(&release(1, 10));
    reader.ask(What::Write(edit(), vec![entry("a", 1), entry("b", 2)])).unwrap();
    let mut stored = reader.memory.stored.borrow_mut();
    let later = stored.iter_mut().find(|(key, _)| key.2 == "b").unwrap();
    later.1[0] = 200;
    drop(stored);
    assert_eq!(ids(&reader), ["a"]);
    assert!(reader.memory.stored.borrow().keys().any(|key| key.2 == "b"));
}

#[test]
fn the_only_list_of_an_earlier_version_is_the_first_one_now() {
    let reader = Reader::of(&release(1, 10));
    reader.ask(What::Write(edit(), vec![entry("a", 1)])).unwrap();
    let old = ("a", "Title", "For Anna", 7_u32);
    let bytes = [vec![1], postcard::to_allocvec(&old).unwrap()].concat();
    for (key, stored) in &mut *reader.memory.stored.borrow_mut() {
        if key.2 == "a" {
            stored.clone_from(&bytes);
        }
    }
    let kept = Listed { title: "Title".into(), note: "For Anna".into(), ..entry("a", 7) };
    assert_eq!(listed(&reader), core::slice::from_ref(&kept));
    reader.ask(What::Write(edit(), vec![Listed { rank: 2, ..kept.clone() }])).unwrap();
    assert_eq!(listed(&reader), [Listed { rank: 2, ..kept }]);
}

fn names(answer: Answer) -> Vec<(String, String)> {
    let Answer::Lists(heads) = answer else { panic!("{answer:?}") };
    heads.into_iter().map(|ListHead { slot, name }| (slot, name)).collect()
}

#[test]
fn lists_are_made_named_removed_and_brought_back_with_what_is_on_them() {
    let reader = Reader::of(&release(1, 10));
    let pair = |slot: &str, name: &str| (slot.to_owned(), name.to_owned());
    let change =
        |what| names(reader.ask(What::ChangeLists(edit_of("s1", 1), what)).unwrap());
    assert_eq!(names(reader.ask(What::Lists).unwrap()), [pair("", "")]);
    let named = change(ListChange::Name("Summer".into()));
    assert_eq!(named, [pair("", ""), pair("s1", "Summer")]);
    reader.ask(What::Write(edit_of("s1", 1), vec![entry("b", 1)])).unwrap();
    assert_eq!(change(ListChange::Remove), [pair("", "")]);
    assert_eq!(change(ListChange::BringBack), [pair("", ""), pair("s1", "Summer")]);
    assert_eq!(listed_in(&reader, "s1"), [entry("b", 1)]);
    assert_eq!(listed(&reader), [], "another list has nothing of it");
    assert_eq!(reader.ask(What::Device), Ok(Answer::Device(vec![])), "no catalogue");
}

fn give(reader: &Reader, slot: &str) -> Vec<u8> {
    match reader.ask(What::GiveList(edit_of(slot, 1))).unwrap() {
        Answer::Piece(bytes, _) => bytes,
        other => panic!("{other:?}"),
    }
}

fn take(reader: &Reader, bytes: Vec<u8>) -> Result<String, ListFault> {
    match reader.ask(What::TakeList(bytes)).unwrap() {
        Answer::ListTaken(taken) => taken,
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_who_edited_copies_of_a_list_come_to_the_same_and_both_notes_are_kept() {
    let [anna, boris] = [1, 2].map(|_| Reader::of(&release(1, 10)));
    anna.ask(What::Write(edit(), vec![entry("a", 1), entry("b", 2)])).unwrap();
    let slot = take(&boris, give(&anna, "")).unwrap();
    assert_eq!(listed_in(&boris, &slot), [entry("a", 1), entry("b", 2)]);
    let write = |reader: &Reader, edit: Edit, note: &str| {
        reader.ask(What::Note(edit, "a".into(), note.into())).unwrap();
    };
    write(&anna, edit(), "from Anna");
    write(&boris, edit_of(&slot, 2), "from Boris");
    boris.ask(What::Strike(edit_of(&slot, 2), vec!["b".into()])).unwrap();
    boris.ask(What::Write(edit_of(&slot, 2), vec![entry("c", 3)])).unwrap();
    assert_eq!(
        take(&anna, give(&boris, &slot)),
        Ok(String::new()),
        "into the first list"
    );
    assert_eq!(take(&boris, give(&anna, "")), Ok(slot.clone()));
    let both = Listed {
        note: "from Boris".into(),
        others: vec!["from Anna".into()],
        ..entry("a", 1)
    };
    assert_eq!(listed(&anna), [both.clone(), entry("c", 3)]);
    assert_eq!(listed_in(&boris, &slot), listed(&anna));
    write(&anna, edit(), "for both");
    take(&boris, give(&anna, "")).unwrap();
    let settled = Listed { note: "for both".into(), ..entry("a", 1) };
    assert_eq!(listed_in(&boris, &slot), [settled, entry("c", 3)]);
}

#[test]
fn a_file_that_is_refused_changes_nothing() {
    let reader = Reader::of(&release(1, 10));
    reader.ask(What::Write(edit(), vec![entry("a", 1)])).unwrap();
    let mut cut = give(&reader, "");
    cut.truncate(cut.len() / 2);
    let before = reader.memory.stored.borrow().clone();
    assert_eq!(take(&reader, cut), Err(ListFault::NoJson));
    assert_eq!(take(&reader, b"{}".to_vec()), Err(ListFault::Foreign));
    assert_eq!(*reader.memory.stored.borrow(), before);
}
