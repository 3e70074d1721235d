//! Opening: which manifest is believed.

use std::time::Duration;

use bibliobus_worker::{
    Answer, Call, Fault, Freshness, News, Origin, Platform, Problem, Store, What,
};

use crate::collection::{ADDRESS, Reader, release, truth};

fn is_manifest(call: &Call) -> bool {
    matches!(call, Call::Fetch(address, _) if address.ends_with("manifest.json"))
}

#[test]
fn a_collection_is_opened_from_the_network() {
    let files = release(3, 20);
    let reader = Reader::of(&files);
    let collection = reader.open().unwrap();
    assert_eq!((collection.release, collection.records), (3, 20));
    assert_eq!(
        (collection.origin, collection.as_of.as_str()),
        (Origin::Network, "2026-11-22")
    );
}

#[test]
fn a_search_opens_the_collection_itself() {
    let files = release(1, 20);
    let reader = Reader::of(&files);
    assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
}

#[test]
fn the_second_visit_asks_for_the_manifest_only() {
    let files = release(1, 20);
    let mut reader = Reader::of(&files);
    reader.search("travelling").unwrap();
    reader.memory.settle();
    reader.come_again();
    assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
    reader.memory.settle();
    assert_eq!(reader.fetches(), 1);
}

#[test]
fn what_was_looked_at_is_found_without_a_network() {
    let files = release(1, 20);
    let mut reader = Reader::of(&files);
    reader.search("travelling").unwrap();
    reader.memory.settle();
    reader.come_again();
    reader.cut_the_line();
    let collection = reader.open().unwrap();
    assert_eq!(collection.origin, Origin::Device);
    assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
}

#[test]
fn without_network_and_copy_there_is_a_problem() {
    let reader = Reader::of(&release(1, 20));
    reader.cut_the_line();
    let problem = Problem::Unreachable { file: "manifest.json".into() };
    assert_eq!(reader.search("travelling"), Err(problem.clone()));
    assert_eq!(reader.open(), Err(problem));
    reader.memory.mend();
    assert_eq!(reader.open().unwrap().origin, Origin::Network);
}

#[test]
fn a_host_that_never_answers_is_given_up_in_time() {
    let reader = Reader::of(&release(1, 20));
    reader.memory.break_by(|_, call| is_manifest(call).then_some(Fault::Hang));
    assert!(matches!(reader.open(), Err(Problem::Unreachable { .. })));
    assert!(reader.memory.now() <= Duration::from_secs(11));
}

#[test]
fn a_line_that_only_seems_to_be_there_does_not_keep_the_copy_waiting() {
    let files = release(1, 20);
    let mut reader = Reader::of(&files);
    reader.search("travelling").unwrap();
    reader.memory.settle();
    reader.come_again();
    let before = reader.memory.now();
    reader.memory.break_by(|_, call| is_manifest(call).then_some(Fault::Hang));
    assert_eq!(reader.open().unwrap().origin, Origin::Device);
    assert!(reader.memory.now() - before <= Duration::from_secs(4));
    assert_eq!(reader.search("travelling").unwrap(), truth(&files, "travelling"));
}

#[test]
fn a_slow_host_is_heard_when_it_answers_at_last() {
    let mut reader = Reader::of(&release(1, 20));
    reader.open().unwrap();
    reader.memory.settle();
    reader.come_again();
    // The first question for the manifest is lost, the next one is not.
    let mut asked = 0;
    reader.memory.break_by(move |_, call| {
        asked += u32::from(is_manifest(call));
        (is_manifest(call) && asked == 1).then_some(Fault::Hang)
    });
    reader.serve(&release(2, 20));
    assert_eq!(reader.open().unwrap().release, 1);
    reader.memory.settle();
    let news = reader.memory.news.borrow().clone();
    let [News::Opened { catalogue, collection }] = &news[..] else { panic!("{news:?}") };
    assert_eq!((catalogue.as_str(), collection.release), (ADDRESS, 2));
    assert_eq!(collection.origin, Origin::Network);
}

#[test]
fn opening_again_looks_for_the_host_again() {
    let mut reader = Reader::of(&release(1, 20));
    reader.open().unwrap();
    reader.memory.settle();
    reader.come_again();
    reader.cut_the_line();
    assert_eq!(reader.open().unwrap().origin, Origin::Device);
    reader.memory.mend();
    assert_eq!(reader.open().unwrap().origin, Origin::Network);
}

#[test]
fn a_new_release_is_taken_at_once_where_nothing_is_kept() {
    let mut reader = Reader::of(&release(1, 20));
    reader.search("travelling").unwrap();
    reader.memory.settle();
    reader.come_again();
    let newer = release(2, 25);
    reader.serve(&newer);
    assert_eq!(reader.open().unwrap().release, 2);
    assert_eq!(reader.search("news").unwrap(), truth(&newer, "news"));
}

#[test]
fn release_numbers_never_go_back() {
    let newer = release(5, 20);
    let mut reader = Reader::of(&newer);
    reader.search("news").unwrap();
    reader.memory.settle();
    reader.come_again();
    reader.serve(&release(4, 20));
    let collection = reader.open().unwrap();
    assert_eq!((collection.release, collection.origin), (5, Origin::Device));
    assert_eq!(reader.search("news").unwrap(), truth(&newer, "news"));
}

#[test]
fn a_page_instead_of_the_manifest_is_no_manifest() {
    let page = b"<!DOCTYPE html><title>Welcome to the hotel</title>".to_vec();
    let mut reader = Reader::of(&release(1, 20));
    let portal =
        move |_, call: &Call| is_manifest(call).then(|| Fault::Instead(page.clone()));
    reader.memory.break_by(portal.clone());
    assert_eq!(reader.open(), Err(Problem::Damaged { file: "manifest.json".into() }));
    let calls = reader.memory.calls.borrow().clone();
    let asked = |freshness| Call::Fetch(format!("{ADDRESS}manifest.json"), freshness);
    assert!(calls.contains(&asked(Freshness::Revalidated)));
    assert_eq!(calls.last(), Some(&asked(Freshness::Reloaded)));

    reader.memory.mend();
    reader.open().unwrap();
    reader.memory.settle();
    reader.come_again();
    reader.memory.break_by(portal);
    assert_eq!(reader.open().unwrap().origin, Origin::Device);
}

#[test]
fn a_manifest_of_a_later_version_says_so() {
    let mut files = release(1, 20);
    let reader = Reader::of(&files);
    let manifest = String::from_utf8(files.pop().unwrap().1).unwrap();
    let later = manifest.replacen("\"format\":2", "\"format\":999", 1);
    assert_ne!(later, manifest);
    reader.serve(&vec![("manifest.json".into(), later.into_bytes())]);
    assert_eq!(reader.open(), Err(Problem::TooNew));
}

#[test]
fn a_half_deployed_release_does_not_take_the_place_of_a_good_one() {
    let old = release(1, 20);
    let mut reader = Reader::of(&old);
    reader.search("travelling").unwrap();
    reader.memory.settle();
    reader.come_again();
    let manifest = release(2, 25).pop().unwrap();
    reader.serve(&vec![manifest]);
    assert_eq!(reader.open().unwrap().release, 1);
    assert_eq!(reader.search("travelling").unwrap(), truth(&old, "travelling"));
    // Nor is it pointed to: the next visit is without a network.
    reader.memory.settle();
    reader.come_again();
    reader.cut_the_line();
    assert_eq!(reader.open().unwrap().release, 1);
}

#[test]
fn a_damaged_copy_of_the_manifest_is_no_copy() {
    let mut reader = Reader::of(&release(9, 20));
    reader.open().unwrap();
    reader.memory.settle();
    for ((store, _, _), bytes) in reader.memory.stored.borrow_mut().iter_mut() {
        let middle = bytes.len() / 2;
        if let (Store::Marks, Some(byte)) = (store, bytes.get_mut(middle)) {
            *byte ^= 1;
        }
    }
    reader.come_again();
    reader.serve(&release(8, 20));
    assert_eq!(reader.open().unwrap().release, 8);
}

#[test]
fn questions_that_come_together_open_the_collection_once() {
    let files = release(1, 20);
    let reader = Reader::of(&files);
    let both = async {
        let mut first = Box::pin(reader.ask_later(What::Open));
        let second = reader.ask_later(What::Record("tale".into()));
        // Both are begun before either is done.
        std::future::poll_fn(|cx| {
            let _ = first.as_mut().poll(cx);
            std::task::Poll::Ready(())
        })
        .await;
        (second.await, first.await)
    };
    let (record, opened) = reader.memory.run(both);
    let Ok(Answer::Record(Some(record))) = record else { panic!("{record:?}") };
    assert_eq!(record.id, "tale");
    assert!(matches!(opened, Ok(Answer::Opened(_))));
    let calls = reader.memory.calls.borrow();
    assert_eq!(calls.iter().filter(|call| is_manifest(call)).count(), 1);
}
