//! What a device has: portions, what goes on by itself, what was only looked at, and the list of
//! all of it.

use bibliobus_worker::{
    Answer, Call, Fault, Keeping, KeepingState, OnDevice, Portion, Problem, Store, What,
};

use crate::collection::{ADDRESS, Reader, of_two_branches, release, truth};

fn keep(reader: &Reader, portion: Portion) -> Keeping {
    reader.keeping(What::Keep(portion)).unwrap();
    reader.memory.settle();
    reader.open().unwrap().keeping
}

fn device(reader: &Reader) -> Vec<OnDevice> {
    match reader.ask(What::Device).unwrap() {
        Answer::Device(all) => all,
        other => panic!("{other:?}"),
    }
}

fn has_record(reader: &Reader, id: &str) -> bool {
    matches!(reader.ask(What::Record(id.into())), Ok(Answer::Record(Some(_))))
}

#[test]
fn in_brief_everything_is_found_and_full_records_need_the_line() {
    let files = of_two_branches(3000);
    let mut reader = Reader::of(&files);
    let total = reader.open().unwrap().bytes;
    let keeping = keep(&reader, Portion::Brief);
    assert_eq!(keeping.state, KeepingState::Whole);
    assert_eq!(keeping.portion, Portion::Brief);
    assert_eq!(keeping.bytes_here, keeping.bytes_total);
    assert!(keeping.bytes_total < total, "{} of {total}", keeping.bytes_total);

    reader.come_again();
    reader.cut_the_line();
    assert_eq!(reader.open().unwrap().keeping, keeping);
    assert_eq!(reader.search("book 2718").unwrap(), truth(&files, "book 2718"));
    let record = reader.ask(What::Record("b2718".into()));
    assert!(matches!(record, Err(Problem::Unreachable { .. })), "{record:?}");
}

#[test]
fn a_branch_has_its_own_records_in_full() {
    let files = of_two_branches(3000);
    let mut reader = Reader::of(&files);
    let brief = keep(&reader, Portion::Brief).bytes_total;
    let branch = keep(&reader, Portion::Branch("south".into()));
    assert_eq!(branch.state, KeepingState::Whole);
    let total = reader.open().unwrap().bytes;
    assert!(brief < branch.bytes_total && branch.bytes_total < total);

    reader.come_again();
    reader.cut_the_line();
    assert_eq!(reader.search("book 12").unwrap(), truth(&files, "book 12"));
    for n in (1500..3000).step_by(100) {
        assert!(has_record(&reader, &format!("b{n}")), "b{n} stands in the branch");
    }
    assert!(!has_record(&reader, "b12"), "b12 stands elsewhere");
}

#[test]
fn choosing_less_makes_room_at_once() {
    let files = of_two_branches(3000);
    let reader = Reader::of(&files);
    keep(&reader, Portion::Whole);
    let all = reader.stored().len();
    let keeping = keep(&reader, Portion::Brief);
    assert_eq!(keeping.state, KeepingState::Whole);
    assert!(reader.stored().len() < all, "{} files as before", reader.stored().len());
    assert_eq!(reader.search("book 7").unwrap(), truth(&files, "book 7"));
}

#[test]
fn what_a_closed_page_cut_short_goes_on_by_itself() {
    let files = release(1, 1500);
    let mut reader = Reader::of(&files);
    reader.keeping(What::Keep(Portion::Whole)).unwrap();
    reader.memory.run(reader.memory.until_calls(30));
    reader.come_again();
    reader.open().unwrap();
    reader.memory.settle();
    assert_eq!(reader.open().unwrap().keeping.state, KeepingState::Whole);
}

#[test]
fn what_the_reader_stopped_stays_stopped() {
    let files = release(1, 1500);
    let mut reader = Reader::of(&files);
    reader.keeping(What::Keep(Portion::Whole)).unwrap();
    reader.memory.run(reader.memory.until_calls(30));
    reader.keeping(What::Pause).unwrap();
    reader.memory.settle();
    reader.come_again();
    reader.open().unwrap();
    reader.memory.settle();
    assert_eq!(reader.open().unwrap().keeping.state, KeepingState::Paused);
}

#[test]
fn an_update_that_the_reader_stopped_stays_stopped() {
    let mut reader = Reader::of(&release(1, 1500));
    reader.keep();
    reader.come_again();
    reader.serve(&release(2, 1600));
    reader.open().unwrap();
    reader.keeping(What::Pause).unwrap();
    reader.memory.settle();
    reader.come_again();
    reader.open().unwrap();
    reader.memory.settle();
    let open = reader.open().unwrap();
    assert_eq!((open.release, open.keeping.state), (1, KeepingState::Paused));
    reader.keep();
    let open = reader.open().unwrap();
    assert_eq!((open.release, open.keeping.state), (2, KeepingState::Whole));
}

#[test]
fn the_device_lists_what_it_has() {
    let files = release(1, 600);
    let mut reader = Reader::of(&files);
    assert_eq!(device(&reader), []);
    reader.search("travelling").unwrap();
    reader.memory.settle();
    let [looked_at] = device(&reader).try_into().unwrap();
    assert_eq!(looked_at.catalogue, ADDRESS);
    assert_eq!(looked_at.collection.keeping.state, KeepingState::NotKept);
    let here = looked_at.collection.keeping.bytes_here;
    assert!(0 < here && here < looked_at.collection.bytes, "{here}");

    reader.keep();
    reader.come_again();
    reader.cut_the_line();
    let [kept] = device(&reader).try_into().unwrap();
    assert_eq!(kept.collection.keeping.state, KeepingState::Whole);
    assert_eq!((kept.collection.records, kept.collection.release), (600, 1));
    reader.keeping(What::Forget).unwrap();
    assert_eq!(device(&reader), []);
}

#[test]
fn what_cannot_be_opened_any_more_can_still_be_removed() {
    let mut reader = Reader::of(&release(1, 100));
    reader.keep();
    reader.come_again();
    reader.cut_the_line();
    let is_manifest = |key: &(Store, String, String)| key.2 == "manifest";
    reader.memory.stored.borrow_mut().retain(|key, _| !is_manifest(key));
    assert_eq!(device(&reader).len(), 1);
    reader.keeping(What::Forget).unwrap();
    assert!(reader.memory.stored.borrow().is_empty());
}

#[test]
fn where_there_is_no_room_what_was_only_looked_at_goes_first() {
    let files = release(1, 1500);
    let reader = Reader::of(&files);
    // Something of another collection was looked at.
    let other = "https://elsewhere.example/catalogue/";
    let old = (Store::Files, other.to_owned(), "chunks/00/00.bin".to_owned());
    reader.memory.stored.borrow_mut().insert(old.clone(), vec![0; 1000]);
    let memory = std::rc::Rc::downgrade(&reader.memory);
    reader.memory.break_by(move |_, call| {
        let memory = memory.upgrade()?;
        let is_full = memory.stored.borrow().contains_key(&old);
        let is_put = matches!(call, Call::Put(Store::Files, _));
        (is_put && is_full).then_some(Fault::NoRoom)
    });
    assert_eq!(reader.keep(), KeepingState::Whole);
    assert!(device(&reader).iter().all(|on| on.catalogue == ADDRESS));
}
