//! Small collections on a host in memory, and readers who ask about them.

use std::convert::Infallible;
use std::rc::Rc;

use bibliobus_catalog::{Creator, Holding, Library, Location, Record};
use bibliobus_index::{
    Before, Builder, Built, Extent, Index, Query, Question, Results, Settings,
};
use bibliobus_worker::{
    Answer, Ask, Call, Collection, Host, Keeping, KeepingState, Limits, Memory, News,
    Portion, Problem, Store, Tell, What,
};

pub(crate) const ADDRESS: &str = "https://library.example/catalogue/";

/// A release as it lies on a host: paths and bytes, the manifest last.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// Release `release` of a collection of `size` records. Each release has a book of its own.
pub(crate) fn release(release: u64, size: usize) -> Files {
    let mut files = Files::new();
    let built = builder(release, size)
        .finish(&mut |name, bytes| {
            files.push((name.path(), bytes.to_vec()));
            Ok::<_, Infallible>(())
        })
        .unwrap();
    ended(files, built)
}

/// The files of `before` with an update to release `release`.
pub(crate) fn updated(before: &Files, release: u64, size: usize) -> Files {
    let mut index = Index::open(&before.last().unwrap().1).unwrap();
    load(&mut index, before, &Question::Files);
    let mut known = Before::new(Library::default());
    for place in 0..index.places() {
        load(&mut index, before, &Question::RecordAt(place));
        index.record_at(place).iter().for_each(|record| known.note(place, record));
    }
    let mut files: Files = before.split_last().unwrap().1.to_vec();
    let built = builder(release, size)
        .finish_update(&known, &index, &mut |name, bytes| {
            files.push((name.path(), bytes.to_vec()));
            Ok::<_, Infallible>(())
        })
        .unwrap();
    assert!(
        matches!(built.extent, Extent::Update { changed: 1, .. }),
        "{:?}",
        built.extent
    );
    ended(files, built)
}

fn ended(mut files: Files, built: Built) -> Files {
    files.sort();
    files.dedup();
    files.push(("manifest.json".into(), built.manifest));
    files
}

/// A collection of which every other record stands in the branch "north", the rest in "south".
/// They are filed by branch, as the records of a branch often are.
pub(crate) fn of_two_branches(size: usize) -> Files {
    let settings = Settings { as_of: "2026-11-22".into(), ..Settings::default() };
    let mut builder = Builder::new(settings);
    for n in 0..size {
        let mut record = record(&format!("b{n}"), &format!("Book {n}"), "Ivanova, Anna");
        let branch = if n < size / 2 { "north" } else { "south" };
        let location = Location { library: branch.into(), sublocation: None };
        record.holdings = vec![Holding { location, ..Holding::default() }];
        builder.add(&record);
    }
    let mut files = Files::new();
    let built = builder
        .finish(&mut |name, bytes| {
            files.push((name.path(), bytes.to_vec()));
            Ok::<_, Infallible>(())
        })
        .unwrap();
    ended(files, built)
}

fn builder(release: u64, size: usize) -> Builder {
    let settings =
        Settings { release, as_of: "2026-11-22".into(), ..Settings::default() };
    let mut builder = Builder::new(settings);
    builder.add(&record("tale", "The tale of the travelling library", "Ivanova, Anna"));
    builder.add(&record("news", &format!("News of release {release}"), "Petrov, Pyotr"));
    for n in 2..size {
        let title = format!("Volume {n} of shelf {} about theme{}", n % 7, n * 31 % 997);
        builder.add(&record(
            &format!("v{n}"),
            &title,
            &format!("Writer{} Name", n * 17 % 501),
        ));
    }
    builder
}

fn record(id: &str, title: &str, creator: &str) -> Record {
    let mut record = Record { id: id.into(), ..Record::default() };
    record.title.proper = title.into();
    record.creators = vec![Creator { name: creator.into(), ..Creator::default() }];
    // Text that does not fold well, so that there are several chunks.
    let noise =
        |n: u32| n.wrapping_mul(2_654_435_761).rotate_left(7) ^ title.len() as u32;
    let seed =
        id.bytes().fold(7, |sum: u32, byte| sum.wrapping_mul(31) + u32::from(byte));
    record.notes = vec![(0..12).map(|n| format!("{:x}", noise(seed ^ n))).collect()];
    record
}

/// What the engine itself answers, with every file at hand.
pub(crate) fn truth(files: &Files, text: &str) -> Results {
    let mut index = Index::open(&files.last().unwrap().1).unwrap();
    let query = Query::new(text);
    load(&mut index, files, &Question::Search(query.clone()));
    index.search(&query)
}

/// Loads what a question needs.
fn load(index: &mut Index, files: &Files, question: &Question) {
    while let Some(want) = index.wants(question).first().copied() {
        let (_, bytes) =
            files.iter().find(|(path, _)| *path == want.file.path()).unwrap();
        index.load(want.file, bytes).unwrap();
    }
}

/// A reader at a device: a platform that outlives visits, and a host that does not.
pub(crate) struct Reader {
    pub(crate) memory: Rc<Memory>,
    /// What the page trusts.
    pub(crate) keys: String,
    host: Rc<Host<Memory>>,
}

impl Reader {
    /// A reader on a new device, with `files` on the library's host.
    pub(crate) fn of(files: &Files) -> Self {
        let memory = Rc::new(Memory::default());
        let host = Host::new(Rc::clone(&memory), Limits::default());
        let reader = Self { memory, keys: String::new(), host };
        reader.serve(files);
        reader
    }

    /// The page is closed, with all that the host had going on, and opened again.
    pub(crate) fn come_again(&mut self) {
        self.memory.forget_spawned();
        self.host = Host::new(Rc::clone(&self.memory), Limits::default());
        self.memory.calls.borrow_mut().clear();
        self.memory.news.borrow_mut().clear();
    }

    /// Puts files on the library's host, beside those that are there.
    pub(crate) fn serve(&self, files: &Files) {
        let mut served = self.memory.served.borrow_mut();
        for (path, bytes) in files {
            served.insert(format!("{ADDRESS}{path}"), bytes.clone());
        }
    }

    /// The library's host does not answer any more.
    pub(crate) fn cut_the_line(&self) {
        self.memory.break_by(|_, call| match call {
            Call::Fetch(..) => Some(bibliobus_worker::Fault::Broken),
            _ => None,
        });
    }

    pub(crate) async fn ask_later(&self, what: What) -> Result<Answer, Problem> {
        let keys = self.keys.clone();
        let ask = Ask { number: 7, catalogue: ADDRESS.into(), keys, what };
        let Tell::Answer(7, answer) = self.host.answer(ask).await else {
            panic!("not the answer to question 7")
        };
        answer
    }

    pub(crate) fn ask(&self, what: What) -> Result<Answer, Problem> {
        self.memory.run(self.ask_later(what))
    }

    pub(crate) fn open(&self) -> Result<Collection, Problem> {
        match self.ask(What::Open)? {
            Answer::Opened(collection) => Ok(*collection),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn search(&self, text: &str) -> Result<Results, Problem> {
        match self.ask(What::Search(Query::new(text)))? {
            Answer::Results(results) => Ok(results),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn keeping(&self, what: What) -> Result<Keeping, Problem> {
        match self.ask(what)? {
            Answer::Keeping(keeping) => Ok(keeping),
            other => panic!("{other:?}"),
        }
    }

    /// Keeps the collection and waits for the end of it.
    pub(crate) fn keep(&self) -> KeepingState {
        self.memory.news.borrow_mut().clear();
        let begun = self.keeping(What::Keep(Portion::Whole)).map(|keeping| keeping.state);
        self.memory.settle();
        let told = self.state();
        begun.ok().filter(|begun| *begun != KeepingState::Running).unwrap_or(told)
    }

    /// The state of keeping that the page was last told of.
    pub(crate) fn state(&self) -> KeepingState {
        let news = self.memory.news.borrow();
        let of_keeping = news.iter().rev().find_map(|news| match news {
            News::Keeping { keeping, .. } => Some(keeping.state.clone()),
            _ => None,
        });
        of_keeping.unwrap_or_default()
    }

    /// How many times the network was asked since the visit began, or faults were set.
    pub(crate) fn fetches(&self) -> usize {
        let calls = self.memory.calls.borrow();
        calls.iter().filter(|call| matches!(call, Call::Fetch(..))).count()
    }

    /// The paths of the stored files.
    pub(crate) fn stored(&self) -> Vec<String> {
        let stored = self.memory.stored.borrow();
        let files = stored.keys().filter(|key| key.0 == Store::Files);
        files.map(|key| key.2.clone()).collect()
    }
}
