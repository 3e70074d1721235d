//! The host: it has the collections that were opened, and answers questions about them.

use core::cell::{Cell, RefCell};
use core::time::Duration;
use std::collections::BTreeMap;
use std::rc::Rc;

use bibliobus_catalog::{Library, Places, RecordId, Standing};
use bibliobus_index::{Counting, Keys, Query, Question, Results, Scan};

use crate::carry::{Carried, Place};
use crate::loader::{Limits, Loader, Reach};
use crate::platform::Platform;
use crate::release::Release;
use crate::wait::Promise;
use crate::{Answer, Ask, Collection, Keeping, Origin, Problem, Tell, What, Wish};

/// Answers questions about any number of collections.
pub struct Host<P> {
    pub(crate) loader: Rc<Loader<P>>,
    catalogues: RefCell<BTreeMap<Name, Rc<Catalogue>>>,
}

/// What a collection is known by: its address, and the keys that are trusted for it.
type Name = (String, String);

/// The end of an opening, which several questions may wait for.
pub(crate) type Opening = Rc<Promise<Result<(), Problem>>>;

/// What the host knows of a collection.
#[derive(Default)]
pub(crate) struct Catalogue {
    pub(crate) address: String,
    /// The keys as the page wrote them.
    pub(crate) trusted: String,
    /// The keys that are trusted for it; `None` if what the page has is no key.
    pub(crate) keys: Option<Keys>,
    /// A packed file on its way in.
    pub(crate) carried: RefCell<Option<Carried>>,
    pub(crate) open: RefCell<Option<Open>>,
    /// The opening that is under way.
    pub(crate) opening: RefCell<Option<Opening>>,
    /// Changes whenever keeping begins, stops or is forgotten; whoever began with another
    /// number has nothing more to say.
    pub(crate) keep_turn: Cell<u32>,
    pub(crate) last_news: Cell<Duration>,
}

/// A collection that is open.
#[derive(Clone)]
pub(crate) struct Open {
    /// The release that answers.
    pub(crate) release: Rc<Release>,
    /// A later release. The one that answers is kept whole, and this one is not yet.
    pub(crate) next: Option<Rc<Release>>,
    pub(crate) origin: Origin,
    pub(crate) checked: Duration,
    pub(crate) keeping: Keeping,
}

impl Open {
    pub(crate) fn collection(&self) -> Collection {
        self.release.collection(self.origin, self.keeping.clone())
    }
}

impl Catalogue {
    pub(crate) fn now_open(&self) -> Option<Open> {
        self.open.borrow().clone()
    }
}

impl<P: Platform> Host<P> {
    /// A host that has nothing open.
    pub fn new(platform: Rc<P>, limits: Limits) -> Rc<Self> {
        let loader = Rc::new(Loader::new(platform, limits));
        Rc::new(Self { loader, catalogues: RefCell::default() })
    }

    /// Answers a question. Any number of questions may wait for their answers at a time.
    pub async fn answer(self: &Rc<Self>, ask: Ask) -> Tell {
        let catalogue = self.catalogue(ask.catalogue, ask.keys);
        let answer = match ask.what {
            What::Open => self.open_anew(&catalogue).await,
            What::Search(query) => self.search(&catalogue, query).await,
            What::Counts(counting) => self.counts(&catalogue, counting).await,
            What::Suggest(text) => self.suggest(&catalogue, text).await,
            What::Scan(scan) => self.scan(&catalogue, scan).await,
            What::Matches(query, texts) => self.matches(&catalogue, query, texts).await,
            What::Record(id) => self.record(&catalogue, id).await,
            What::Encoded(ids) => self.encoded(&catalogue, ids).await,
            What::Guides(wish) => self.guides(&catalogue, wish).await,
            What::Tour(wish) => self.tour(&catalogue, wish).await,
            What::Listed(slot) => self.listed(&catalogue.address, &slot).await,
            What::Write(edit, entries) => {
                self.write(&catalogue.address, &edit, &entries).await
            }
            What::Note(edit, id, text) => {
                self.note(&catalogue.address, &edit, (id, text)).await
            }
            What::Strike(edit, ids) => self.strike(&catalogue.address, &edit, &ids).await,
            What::Lists => self.lists(&catalogue.address).await,
            What::ChangeLists(edit, change) => {
                self.change_lists(&catalogue.address, &edit, change).await
            }
            What::GiveList(edit) => self.give_list(&catalogue.address, &edit).await,
            What::TakeList(bytes) => self.take_list(&catalogue.address, &bytes).await,
            What::Arranged(id) => self.arranged(&catalogue, id).await,
            What::Live(id) => self.live(&catalogue, id).await,
            What::Shelf(id, before, after) => {
                self.beside(&catalogue, id, before, after).await
            }
            What::Captions => self.captions(&catalogue).await,
            What::Keep(portion) => self.keep(&catalogue, portion).await,
            What::Pause => self.pause(&catalogue).await,
            What::Forget => self.forget(&catalogue).await,
            What::Device => self.device().await,
            What::Unpack { piece, is_first, is_last } => {
                let place = Place { is_first, is_last };
                self.unpack(&catalogue, &piece, place).await
            }
            What::Pack(from) => self.pack(&catalogue, from).await,
        };
        Tell::Answer(ask.number, answer)
    }

    pub(crate) fn catalogue(&self, address: String, keys: String) -> Rc<Catalogue> {
        let mut catalogues = self.catalogues.borrow_mut();
        let known = catalogues.entry((address.clone(), keys.clone()));
        let new = || {
            let trusted = keys.clone();
            let keys = Keys::parse(&keys).ok();
            Rc::new(Catalogue { address, trusted, keys, ..Catalogue::default() })
        };
        Rc::clone(known.or_insert_with(new))
    }

    /// What is open at an address, whatever keys it was opened with.
    pub(crate) fn find_open(&self, address: &str) -> Option<Open> {
        let catalogues = self.catalogues.borrow();
        let mut here = catalogues.iter().filter(|((of, _), _)| of == address);
        here.find_map(|(_, catalogue)| catalogue.now_open())
    }

    async fn search(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        query: Query,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        let asked =
            release.ask(&self.loader, Reach::Network, |index| index.answer(&query));
        let problem = match asked.await {
            Ok(results) => return Ok(Answer::Results(results)),
            Err(problem) => problem,
        };
        self.doubt(catalogue, &problem);
        let results = release.index.borrow().search(&query);
        // Nothing found while something was missing says nothing at all.
        if results.hits.is_empty() {
            return Err(problem);
        }
        Ok(Answer::Results(Results { partial: true, ..results }))
    }

    /// A file could not be had. What was promised is counted again; and where the host has the
    /// file no more, the page may have been open for longer than the release was there: then a
    /// later one takes over.
    fn doubt(self: &Rc<Self>, catalogue: &Rc<Catalogue>, problem: &Problem) {
        self.count_again_later(catalogue);
        if matches!(problem, Problem::Refused { .. } | Problem::Damaged { .. }) {
            self.look_for_newer_later(catalogue);
        }
    }

    async fn counts(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        counting: Counting,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        let question = Question::Counts(counting.clone());
        let filled = release.fill(&self.loader, &question, Reach::Network).await;
        let mut counts = release.index.borrow().counts(&counting);
        if let Err(problem) = filled {
            self.doubt(catalogue, &problem);
            if counts.facets.is_empty() {
                return Err(problem);
            }
            counts.partial = true;
        }
        Ok(Answer::Counts(counts))
    }

    async fn suggest(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        text: String,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        let question = Question::Suggest(text.clone());
        let filled = release.fill(&self.loader, &question, Reach::Network).await;
        let mut suggestions = release.index.borrow().suggest(&text);
        // Suggestions are a help; what is missing of them is no problem to tell of.
        suggestions.partial |= filled.is_err();
        Ok(Answer::Suggestions(suggestions))
    }

    async fn scan(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        scan: Scan,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        let question = Question::Scan(scan.clone());
        let filled = release.fill(&self.loader, &question, Reach::Network).await;
        let mut stretch = release.index.borrow().scan(&scan);
        if let Err(problem) = filled {
            self.doubt(catalogue, &problem);
            if stretch.headings.is_empty() && stretch.titles.is_empty() {
                return Err(problem);
            }
            stretch.partial = true;
        }
        Ok(Answer::Stretch(stretch))
    }

    async fn matches(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        query: Query,
        texts: Vec<String>,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        let question = Question::Search(query.clone());
        // Marks are a help: without files, the words as typed are marked.
        let _ = release.fill(&self.loader, &question, Reach::Network).await;
        let index = release.index.borrow();
        let matcher = index.matcher(&query);
        Ok(Answer::Matches(texts.iter().map(|text| matcher.ranges(text)).collect()))
    }

    async fn guides(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        wish: Wish<Standing>,
    ) -> Result<Answer, Problem> {
        let guides = self.shelving(catalogue, |places, library| {
            let guide = |(location, mark): &Standing| {
                let kiosk = wish.kiosk.as_deref();
                places.guide(library, location, mark.as_ref(), kiosk, wish.step_free)
            };
            wish.copies.iter().map(guide).collect()
        });
        guides.await.map(Answer::Guides)
    }

    async fn tour(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        wish: Wish<Vec<Standing>>,
    ) -> Result<Answer, Problem> {
        let rounds = self.shelving(catalogue, |places, library| {
            let from = (wish.kiosk.as_deref(), wish.branch.as_str());
            places.tour(library, &wish.copies, from, wish.step_free)
        });
        rounds.await.map(Answer::Tour)
    }

    /// Looks into what is known of shelves; gives nothing where that is nothing.
    async fn shelving<T>(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        look: impl FnOnce(&Places, &Library) -> Vec<T>,
    ) -> Result<Vec<T>, Problem> {
        let release = self.opened(catalogue).await?.release;
        release.fill(&self.loader, &Question::Places, Reach::Network).await?;
        let index = release.index.borrow();
        let places = index.shelving();
        if places.is_empty() {
            return Ok(Vec::new());
        }
        Ok(look(&places, &index.library().cloned().unwrap_or_default()))
    }

    async fn beside(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        id: RecordId,
        before: u32,
        after: u32,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        let question = Question::Shelf(id.clone(), before, after);
        release.fill(&self.loader, &question, Reach::Network).await?;
        let (briefs, at) = release.index.borrow().beside(&id, before, after);
        Ok(Answer::Shelf(briefs, at as u32))
    }

    async fn captions(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        release.fill(&self.loader, &Question::Captions, Reach::Network).await?;
        let captions = release.index.borrow().captions();
        Ok(Answer::Captions(captions))
    }

    /// Records as bytes, of those that there are.
    async fn encoded(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        ids: Vec<RecordId>,
    ) -> Result<Answer, Problem> {
        let mut records = Vec::new();
        for id in ids {
            if let Answer::Record(Some(record)) = self.record(catalogue, id).await? {
                records.push(record);
            }
        }
        let bytes = postcard::to_allocvec(&records).map_err(|_| Problem::Engine)?;
        Ok(Answer::Piece(bytes, 0))
    }

    async fn record(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        id: RecordId,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        let question = Question::Record(id.clone());
        let filled = release.fill(&self.loader, &question, Reach::Network).await;
        let record = release.index.borrow().record(&id);
        if let (None, Err(problem)) = (&record, filled) {
            self.doubt(catalogue, &problem);
            return Err(problem);
        }
        Ok(Answer::Record(record.map(Box::new)))
    }
}
