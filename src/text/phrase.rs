//! The sentences, by what they say. How they say it is in the file of each language.

use bibliobus_worker::Step;

/// A sentence, or a part of one, that is always the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    // The search box and where one is.
    /// The name of the app where the library has none.
    Bibliobus,
    /// The label of the search box.
    SearchLabel,
    /// What may be typed, within the search box.
    SearchHint,
    /// The button that searches.
    SearchButton,
    /// The button that empties the search box.
    Clear,
    /// The link back to the first page.
    ToStart,
    /// The link back to the results.
    ToResults,

    // The first page.
    /// The heading of the examples.
    TryThese,
    /// The heading of the branches.
    Branches,
    /// Before a bookmobile's stop.
    Stops,
    /// Before a telephone number.
    Phone,

    // What was found.
    /// Few records, or none, had all the words: those that have most are shown too.
    Loose,
    /// Files were missing: these are not all.
    Partial,
    /// The answer is on its way.
    Searching,
    /// The catalogue is being opened.
    Opening,
    /// What to do then: fewer words.
    TryFewerWords,
    /// What to do then: look at the letters.
    TrySpelling,
    /// What to do then: other words.
    TryOtherWords,
    /// The button for more results.
    More,
    /// What to do then: let the filters go.
    TryWithoutFilters,
    /// Nothing in the words was mended, as the reader asked.
    AsTyped,
    /// The button that lets the words be mended again.
    LetMend,

    // Filters, the order, and what the words may become.
    /// The heading of the filters.
    Filters,
    /// The button that closes the sheet of filters.
    CloseFilters,
    /// The button that lets every filter go.
    ClearFilters,
    /// The name of the list of filters that are applied.
    Applied,
    /// The counts are only about right.
    CountsAbout,
    /// The counts are on their way.
    Counting,
    /// No hit has a value of this facet.
    NoValues,
    /// The button that shows every value.
    AllValues,
    /// The button that shows the most frequent ones.
    FewValues,
    /// The label of the box that looks for a value.
    FindValue,
    /// The label of the first year.
    YearFrom,
    /// The label of the last year.
    YearTo,
    /// Before a value that hits must not have; the button that asks for that.
    Without,
    /// Several languages.
    SeveralLanguages,
    /// No language at all.
    NoLanguage,
    /// The label of the order.
    Order,
    /// The name of the list of suggestions.
    Suggestions,
    /// Titles among suggestions.
    Titles,
    /// People and bodies among them.
    People,
    /// Subjects among them.
    Subjects,

    // How to get it.
    /// A way: open it now, without a login.
    ReadOnline,
    /// The same for what is heard.
    ListenOnline,
    /// The same for what is looked at.
    WatchOnline,
    /// The same for what is neither.
    OpenOnline,
    /// A way: open it with a login or from the library.
    WithLogin,
    /// A way: online, with unknown terms.
    TermsUnknown,
    /// It opens on the app's own page, and can be kept there.
    OpensHere,
    /// No login of any kind.
    NoLogin,
    /// A link to something about it.
    RelatedLink,
    /// A link to another version of it.
    OtherVersion,
    /// A way: the library has it, the settings do not say on what kind of shelf.
    InLibrary,
    /// Before the name of a branch that is not the reader's own.
    AnotherBranch,
    /// A way: take it from an open shelf.
    OnShelf,
    /// A way: ask for it from the closed stack.
    FromStack,
    /// A way: read it in the room.
    InReadingRoom,
    /// A way: on the bookmobile.
    OnBookmobile,
    /// It is lent, until an unknown day.
    Lent,
    /// For use in the library only.
    ReferenceOnly,
    /// It is missing.
    Missing,
    /// It is ordered.
    OnOrder,
    /// Nothing says how to get it.
    NoWay,

    // The record.
    /// The heading of the links.
    HowToOpen,
    /// The heading of the places.
    WhereItStands,
    /// What to do at the closed stack.
    AskAtDesk,
    /// What to do where the settings do not say what kind of place it is.
    AskWhere,
    /// What to do at the open shelf.
    TakeYourself,
    /// What to do in the reading room.
    ReadHere,
    /// What to do at the bookmobile.
    MeetTheBus,
    /// The name of the call number.
    CallNumber,
    /// Before the way to a place.
    Way,
    /// Before a street address.
    Address,
    /// Before the hours.
    Hours,
    /// What the library has of a serial.
    Extent,
    /// The heading of the description.
    Description,
    /// The heading of other editions of the work.
    Editions,
    /// Before other forms of a name.
    AlsoKnownAs,
    /// Before other names to look under.
    SeeAlso,
    /// The catalogue has no such record.
    NoSuchRecord,
    /// What to do about that.
    NoSuchRecordHint,
    /// The record is being fetched.
    OpeningRecord,
    /// The title of a thing that has none.
    Untitled,

    // Keeping it on the device.
    /// The heading of keeping.
    Keep,
    /// What keeping gives.
    KeepWhy,
    /// The button that takes a catalogue out of a file.
    FromFile,
    /// The button that makes a file of the catalogue.
    ToFile,
    /// Goes on.
    KeepOn,
    /// Stops for now.
    Pause,
    /// Removes what was kept.
    Forget,
    /// Keeping waits.
    KeepPaused,
    /// Keeping stopped by itself.
    KeepStopped,
    /// No connection: what works and what does not.
    OfflinePart,

    // The way to a shelf.
    /// Before the shelf.
    Shelf,
    /// The heading of what stands to the left and to the right.
    OnThisShelf,
    /// Under it, where the record stands there by its class only.
    StandsByClass,
    /// Instead of it, where the record has neither a call number nor a class.
    NoShelfAround,
    /// A neighbour on the shelf that opens online and has no call number.
    OnlineNotOnShelf,
    /// A neighbour that has neither.
    NoMark,
    /// The line that opens the plan and the way.
    PlanAndWay,
    /// The box for a way without steps.
    StepFree,
    /// One gets in from the street without a step.
    NoSteps,
    /// Before what there is for those who need it.
    Accessibility,

    // What can go wrong.
    /// The heading over a problem.
    Trouble,
    /// The host cannot be reached, and this is not on the device.
    Unreachable,
    /// The files are damaged.
    Damaged,
    /// The catalogue is newer than the app.
    TooNew,
    /// No room on the device.
    NoRoom,
    /// The browser lets nothing be stored.
    NoStorage,
    /// The search itself is still on its way.
    SlowLine,
    /// The link to the library's own site, where the search cannot be had.
    LibrarySite,
    /// The catalogue is not the library's own.
    Unsigned,
    /// What was given is no packed catalogue.
    NoPack,
    /// The file has an earlier release than the device.
    OlderFile,
    /// The engine stopped.
    EngineStopped,
    /// The button that tries again.
    TryAgain,

    // The foot of the page.
    /// The name of the language switch.
    LanguageSwitch,
    /// What the app is.
    About,
    /// Which key goes to the search box.
    SlashHint,
}

/// A sentence, or a part of one, that says a number, a day or a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling<'a> {
    /// The heading of the results, for those who hear the page.
    ResultsFor(&'a str),
    /// How many records the catalogue has.
    Records(u32),
    /// The day of the catalogue.
    CatalogueAsOf(&'a str),
    /// So many were found.
    Found(u32),
    /// So many were found, and only the first are shown.
    FoundShowing(u32, u32),
    /// Nothing was found.
    NothingFound(&'a str),
    /// About so many were found, and only the first are shown.
    FoundAbout(u32, u32),
    /// These words were searched for instead of those typed.
    ShowingFor(&'a str),
    /// The button that searches for these words as typed.
    SearchAsTyped(&'a str),
    /// What a step changed, from the words typed to those searched for.
    Changed(Step, &'a str, &'a str),
    /// The button that opens the sheet of filters: so many are applied.
    OpenFilters(usize),
    /// The button that shows what was found with the filters.
    ShowFound(u32),
    /// The button that lets a filter go.
    LetGo(&'a str),
    /// The button that turns "with" a value into "without" it, or back.
    TurnAround(&'a str),
    /// The years from and to, either of which may be missing.
    Years(Option<i32>, Option<i32>),
    /// It is lent until a day.
    LentUntil(&'a str),
    /// So many more ways.
    MoreWays(u16),
    /// So many more stops.
    MoreStops(usize),
    /// What the status speaks of.
    StatusAsOf(&'a str),
    /// So many copies.
    Copies(usize),
    /// One copy and its number.
    Copy(&'a str),
    /// One of several links that are called the same.
    OneOf(usize, usize),
    /// The link opens another site.
    OpensSite(&'a str),
    /// Of the catalogue on the device.
    Device(OnDevice<'a>),
    /// The host answered with a status.
    Refused(u16),
}

/// A line of a record's description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// People and bodies.
    Creators,
    /// The statement of responsibility.
    Responsibility,
    /// The title in its original script.
    OriginalTitle,
    /// Other titles.
    OtherTitles,
    /// The edition.
    Edition,
    /// Place, publisher, date.
    Imprint,
    /// Its extent.
    Extent,
    /// Series.
    Series,
    /// Languages.
    Languages,
    /// Summaries.
    Summary,
    /// Contents.
    Contents,
    /// Notes.
    Notes,
    /// Subjects.
    Subjects,
    /// Class numbers.
    Classes,
    /// Identifiers.
    Identifiers,
    /// The number of the record.
    RecordNumber,
}

/// What is said of the catalogue on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDevice<'a> {
    /// The button that keeps: so many bytes.
    KeepButton(u64),
    /// So many of so many bytes are here.
    Kept(u64, u64),
    /// It is all here.
    KeptWhole(u64),
    /// So many seconds are left.
    TimeLeft(u64),
    /// No connection: the copy of that day is shown.
    OfflineCopy(&'a str),
    /// The catalogue was to be renewed by this day, `yyyy-mm-dd`.
    Overdue(&'a str),
    /// So much of a packed file is done, in percent.
    Carrying(u32),
    /// So many bytes.
    Size(u64),
    /// In so many seconds the reader is forgotten.
    SecondsLeft(u32),
}
