//! The plain messages between the page and the engine's host, in postcard's encoding.
//! Both ends come from one build, so the encoding may change with any version.

use bibliobus_catalog::{
    Arranged, Captions, Guide, Library, LiveHolding, Record, RecordId, Round, Standing,
};
use bibliobus_index::{
    Brief, Counting, Counts, Portion, Query, Range, Results, Scan, Stretch, Suggestions,
};
use serde::{Deserialize, Serialize};

use crate::list::merge::Stamp;

/// A question with the number that its answer will carry. Numbers start at one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// Chosen by the page, used once.
    pub number: u32,
    /// The absolute address of the collection's folder, with a slash at its end.
    pub catalogue: String,
    /// The public keys that the page trusts for it, with blanks between them; empty if it takes
    /// whatever comes.
    pub keys: String,
    /// What is asked.
    pub what: What,
}

/// What the page may ask of a collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum What {
    /// Open it. Answered by [`Answer::Opened`]. The other questions open it where needed.
    Open,
    /// Search it. Answered by [`Answer::Results`].
    Search(Query),
    /// Count the values that the hits have. Answered by [`Answer::Counts`]. Ask once the
    /// results are there: it takes files of its own.
    Counts(Counting),
    /// Say what a half-typed query may become. Answered by [`Answer::Suggestions`].
    Suggest(String),
    /// Give a stretch of a list in filing order. Answered by [`Answer::Stretch`].
    Scan(Scan),
    /// Where in texts, such as the summary and the contents of a record, the words of a query
    /// stand. Answered by [`Answer::Matches`].
    Matches(Query, Vec<String>),
    /// One record in full. Answered by [`Answer::Record`].
    Record(RecordId),
    /// Records in full, as bytes that go on to the module that cites them: postcard's encoding of a
    /// list without those that the collection does not have. Answered by [`Answer::Piece`].
    Encoded(Vec<RecordId>),
    /// On which shelf copies stand, and the way there. Answered by [`Answer::Guides`].
    Guides(Wish<Standing>),
    /// One way past several things, of each of which any copy will do. Answered by
    /// [`Answer::Tour`].
    Tour(Wish<Vec<Standing>>),
    /// The list in a slot; that of the reader's first list is empty. Answered by
    /// [`Answer::Listed`].
    Listed(String),
    /// Write these on a list, over the places of the same records. Answered by
    /// [`Answer::Written`].
    Write(Edit, Vec<Listed>),
    /// Note something of a record, in place of what is noted. Answered by [`Answer::Written`].
    Note(Edit, RecordId, String),
    /// Strike these off a list. Answered by [`Answer::Written`].
    Strike(Edit, Vec<RecordId>),
    /// The reader's lists. Answered by [`Answer::Lists`].
    Lists,
    /// Make, name or remove a list. Answered by [`Answer::Lists`].
    ChangeLists(Edit, ListChange),
    /// A list as a file. Answered by [`Answer::Piece`].
    GiveList(Edit),
    /// Take the list in a file. Answered by [`Answer::ListTaken`].
    TakeList(Vec<u8>),
    /// What the library arranges for a record. Answered by [`Answer::Arranged`].
    Arranged(RecordId),
    /// What the library's system says of the copies of a record just now. Answered by
    /// [`Answer::Live`]. It may take some seconds.
    Live(RecordId),
    /// What stands beside a record on the shelf: so many places to the left and to the right.
    /// Answered by [`Answer::Shelf`].
    Shelf(RecordId, u32, u32),
    /// What classes are called. Answered by [`Answer::Captions`].
    Captions,
    /// Keep so much of it on this device, going on where it stopped. Answered at once by
    /// [`Answer::Keeping`], then by [`News`] as it goes on.
    Keep(Portion),
    /// Stop fetching; what is here stays. Answered by [`Answer::Keeping`].
    Pause,
    /// Remove what was kept, and what was only looked at. Answered by [`Answer::Keeping`].
    Forget,
    /// Whatever there is of any collection on this device. Answered by [`Answer::Device`].
    Device,
    /// Take the next piece of a packed file, and keep what comes out of it. Answered by
    /// [`Answer::Taken`], and after the last piece by [`News::Opened`] too.
    Unpack {
        /// The bytes, some megabytes at most.
        piece: Vec<u8>,
        /// Whether a file begins with it.
        is_first: bool,
        /// Whether it is the last one.
        is_last: bool,
    },
    /// Give a piece of the collection as a packed file, from the file with this number on.
    /// Answered by [`Answer::Piece`].
    Pack(u32),
}

/// A thing on the reader's list, as it is kept on the device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The record.
    pub id: RecordId,
    /// Its title, for when the record is not to be had.
    pub title: String,
    /// What the reader noted; empty for nothing.
    pub note: String,
    /// Its place on the list: a larger number stands below a smaller one.
    pub rank: u32,
    /// What somebody else noted at the same time, until the reader settles it.
    pub others: Vec<String>,
}

/// An edit of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The list's slot.
    pub slot: String,
    /// When it is made, and by whom.
    pub stamp: Stamp,
}

/// What is done with a list as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListChange {
    /// It is called so from now on; where there was none, there is one now.
    Name(String),
    /// It goes, until it is brought back.
    Remove,
    /// It comes back with all that was on it.
    BringBack,
}

/// One of the reader's lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListHead {
    /// Where it is kept; empty for the first one.
    pub slot: String,
    /// Its name; empty where the reader gave none.
    pub name: String,
}

/// What is wrong with the file of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListFault {
    /// More bytes than a list has.
    TooLarge,
    /// It is damaged, or no JSON at all.
    NoJson,
    /// It is JSON, but something else than a list.
    Foreign,
    /// A later version of the app wrote it.
    Newer,
    /// Parts of it are missing, or make no sense.
    Incomplete,
    /// The thing with this number makes no sense.
    Entry(u32),
}

/// What a reader wants to find on the shelves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wish<T> {
    /// Where they stand, and their marks.
    pub copies: Vec<T>,
    /// The kiosk that the reader stands at, by its code.
    pub kiosk: Option<String>,
    /// The branch that the reader is at home in, by its code; empty where none is known.
    pub branch: String,
    /// Whether the way may have no steps.
    pub step_free: bool,
}

/// What the host says to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Tell {
    /// The host is up; it hears from now on. Messages posted earlier are lost.
    Up,
    /// The answer to the question with this number.
    Answer(u32, Result<Answer, Problem>),
    /// Something that nobody asked for just now.
    News(News),
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Answer {
    /// The collection is open.
    Opened(Box<Collection>),
    /// What was found.
    Results(Results),
    /// How many of the hits have which values.
    Counts(Counts),
    /// What a half-typed query may become.
    Suggestions(Suggestions),
    /// A stretch of a list.
    Stretch(Stretch),
    /// What matched in each of the texts.
    Matches(Vec<Vec<Range>>),
    /// The record, or `None` if the collection has no such id.
    Record(Option<Box<Record>>),
    /// For each copy asked for where it stands; nothing where the collection does not say.
    Guides(Vec<Guide>),
    /// The way past all of them, branch by branch; nothing where the collection does not say.
    Tour(Vec<Round>),
    /// What is on a list, from above.
    Listed(Vec<Listed>),
    /// The reader's lists, the first one first.
    Lists(Vec<ListHead>),
    /// The slot of the list that was in a file, or what is wrong with the file; then nothing
    /// has changed.
    ListTaken(Result<String, ListFault>),
    /// The list is as it should be.
    Written,
    /// What is arranged, the easiest first; nothing where the collection does not say.
    Arranged(Vec<Arranged>),
    /// The holdings as they are now, and what is arranged for them then; nothing where the
    /// system does not say.
    Live(Vec<LiveHolding>, Vec<Arranged>),
    /// The records on a stretch of the shelf, and which of them was asked for; nothing for one
    /// without a call number.
    Shelf(Vec<Brief>, u32),
    /// The names of classes; none where the collection has none.
    Captions(Captions),
    /// How far keeping has got.
    Keeping(Keeping),
    /// What there is on this device.
    Device(Vec<OnDevice>),
    /// The piece was taken.
    Taken,
    /// A piece of a packed file, and the number to ask for next. The last piece is empty.
    Piece(Vec<u8>, u32),
}

/// News of a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum News {
    /// Keeping went on, stopped or finished.
    Keeping {
        /// The collection's address.
        catalogue: String,
        /// How far it has got.
        keeping: Keeping,
    },
    /// The open collection is another than before: a later release has come, or the host
    /// answers again.
    Opened {
        /// The collection's address.
        catalogue: String,
        /// What it is now.
        collection: Box<Collection>,
    },
}

/// An opened collection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// The library, its branches and places.
    pub library: Library,
    /// How many records it has.
    pub records: u32,
    /// The bytes of all its files.
    pub bytes: u64,
    /// The bytes of all but the full records.
    pub bytes_brief: u64,
    /// The number of its release.
    pub release: u64,
    /// The day that every status speaks of, `yyyy-mm-dd`.
    pub as_of: String,
    /// The day after which the library means to have given a later release, `yyyy-mm-dd`.
    pub expires: Option<String>,
    /// Where its manifest came from just now.
    pub origin: Origin,
    /// How much of it is on this device.
    pub keeping: Keeping,
}

/// A collection of which there is something on this device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnDevice {
    /// Its address.
    pub catalogue: String,
    /// The keys that were trusted when it was kept, for questions about it.
    pub keys: String,
    /// What it is; only what is on the device is known.
    pub collection: Collection,
}

/// Where a manifest came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The library's host answered.
    #[default]
    Network,
    /// The host did not answer; this is the copy on the device.
    Device,
}

/// How much of a collection is on this device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeping {
    /// What is going on.
    pub state: KeepingState,
    /// How much is wanted.
    pub portion: Portion,
    /// Bytes that are here.
    pub bytes_here: u64,
    /// Bytes of all that is wanted.
    pub bytes_total: u64,
}

/// What is going on with keeping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum KeepingState {
    /// Only what was looked at is here.
    #[default]
    NotKept,
    /// Files are being fetched.
    Running,
    /// Stopped by the reader, or found half-done after a restart; may go on.
    Paused,
    /// Every file that is wanted is here.
    Whole,
    /// It stopped by itself; may be tried again.
    Stopped(Problem),
}

/// Why an answer could not be given, for the page to put into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Problem {
    /// No connection, or the host did not answer in time, and this is not on the device.
    Unreachable {
        /// The path of the file within the collection.
        file: String,
    },
    /// The host answered, but not with the file: the status code.
    Refused {
        /// The path of the file within the collection.
        file: String,
        /// The HTTP status.
        status: u16,
    },
    /// The bytes were not the right ones, also after fetching them again.
    Damaged {
        /// The path of the file within the collection.
        file: String,
    },
    /// The collection was made by a later version of Bibliobus.
    TooNew,
    /// The collection is not signed with a key that the page trusts.
    Unsigned,
    /// The file is no packed collection, or a damaged one.
    NoPack,
    /// What is on the device is of a later release than the file.
    Older,
    /// The device has no room left, or refuses to store.
    NoRoom,
    /// The browser lets nothing be stored, or its storage does not answer.
    NoStorage,
    /// The engine itself is not here yet.
    Slow,
    /// The engine itself stopped; it was started anew.
    Engine,
}
