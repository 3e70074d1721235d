//! Small collections and the loop that a host runs, for tests.
#![allow(dead_code, unreachable_pub)]

use std::collections::BTreeMap;

use bibliobus_catalog::{
    CallNumber, Creator, Holding, Identifier, IdentifierKind, Item, Library, Link,
    Location, Places, Record, Scheme, Subject, Terms, Vernacular,
};
use bibliobus_index::{Builder, FileName, Index, Query, Question, Results, Settings};

/// The files of a collection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    pub manifest: Vec<u8>,
    pub chunks: BTreeMap<FileName, Vec<u8>>,
}

pub fn build(records: &[Record]) -> Collection {
    build_with(records, Places::default())
}

/// A collection of a library whose settings say where things stand.
pub fn build_with(records: &[Record], places: Places) -> Collection {
    let library = Library::default();
    let settings = Settings {
        library,
        places,
        release: 1,
        as_of: "2026-05-03".into(),
        ..Settings::default()
    };
    let mut builder = Builder::new(settings);
    records.iter().for_each(|record| builder.add(record));
    let mut chunks = BTreeMap::new();
    let mut write = |name: &FileName, bytes: &[u8]| {
        chunks.insert(*name, bytes.to_vec());
        Ok::<_, std::convert::Infallible>(())
    };
    let built = builder.finish(&mut write).unwrap();
    Collection { manifest: built.manifest, chunks }
}

impl Collection {
    pub fn open(&self) -> Index {
        Index::open(&self.manifest).unwrap()
    }

    /// Loads what a question wants until nothing is wanted; says how many rounds it took.
    pub fn load_for(&self, index: &mut Index, question: &Question) -> usize {
        for round in 0..20 {
            let wants = index.wants(question);
            if wants.is_empty() {
                return round;
            }
            for want in wants {
                let bytes = &self.chunks[&want.file];
                assert_eq!(bytes.len(), want.len as usize);
                index.load(want.file, bytes).unwrap();
            }
        }
        panic!("an index asked for more than twenty rounds");
    }

    pub fn search(&self, query: &Query) -> Results {
        let mut index = self.open();
        self.load_for(&mut index, &Question::Search(query.clone()));
        index.search(query)
    }

    pub fn ids(&self, text: &str) -> Vec<String> {
        let query = Query { limit: 1000, ..Query::new(text) };
        self.search(&query).hits.into_iter().map(|hit| hit.id).collect()
    }
}

pub fn record(id: &str, title: &str, creator: &str) -> Record {
    let mut record = Record { id: id.into(), ..Record::default() };
    record.title.proper = title.into();
    if !creator.is_empty() {
        let main = Creator { name: creator.into(), main: true, ..Creator::default() };
        record.creators.push(main);
    }
    record
}

/// A dozen real works that are hard on search.
pub fn works() -> Vec<Record> {
    let mut war = record("w1", "Война и мир", "Толстой, Лев Николаевич");
    war.languages = vec!["rus".into()];
    war.imprint.year = Some(1869);
    war.imprint.date = Some("1869".into());
    war.subjects.push(Subject {
        heading: "Роман-эпопея".into(), ..Subject::default()
    });
    war.holdings.push(Holding {
        location: Location { library: "C".into(), sublocation: Some("ABON".into()) },
        call_number: Some(CallNumber {
            scheme: Scheme::Bbk,
            class: "84(2)".into(),
            item: Some("Т 53".into()),
        }),
        items: vec![Item { barcode: Some("C-000117".into()), ..Item::default() }],
        ..Holding::default()
    });
    let mut peace = record("w2", "War and peace", "Tolstoy, Leo");
    peace.languages = vec!["eng".into(), "rus".into()];
    peace.other_titles.push("Война и мир. English".into());
    peace.identifiers.extend(Identifier::new(IdentifierKind::Isbn, "9780306406157"));
    peace.links.push(Link {
        url: "https://www.gutenberg.org/ebooks/2600".into(),
        terms: Terms::OpenAccess,
        ..Link::default()
    });
    let mut dream = record("w3", "Hong lou meng", "Cao, Xueqin");
    dream.vernacular = vec![
        Vernacular { tag: "245".into(), text: "紅樓夢 / 曹雪芹".into() },
        Vernacular { tag: "100".into(), text: "曹雪芹".into() },
    ];
    let mut tree = record("w4", "Чук и Гек : ёлка в тайге", "Гайдар, Аркадий");
    tree.summaries.push("Повесть о поездке к отцу на край тайги.".into());
    vec![
        war,
        peace,
        dream,
        tree,
        record("w5", "1984", "Orwell, George"),
        record("w6", "It", "King, Stephen"),
        record("w7", "Она", "Haggard, Henry Rider"),
        record("w8", "The The", ""),
        record("w9", "Язык программирования C++", "Страуструп, Бьёрн"),
        record("w10", "Йод и его соединения", ""),
        record("w11", "Иод : справочник", ""),
        record("w12", "History of the peace movement", "Tolstoy, Ivan"),
    ]
}
