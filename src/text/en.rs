//! English.

use bibliobus_catalog::Material;
use bibliobus_worker::{Facet, Sort, Step};

use super::number::{grouped, megabytes, parts_of_day};
use super::phrase::{Line, OnDevice, Phrase, Telling};

#[expect(clippy::too_many_lines, reason = "a table of sentences")]
pub(super) fn say(phrase: Phrase) -> &'static str {
    match phrase {
        Phrase::Bibliobus => "Bibliobus",
        Phrase::SearchLabel => "Search the catalogue",
        Phrase::SearchHint => "Author, title, subject",
        Phrase::SearchButton => "Search",
        Phrase::Clear => "Clear",
        Phrase::ToStart => "Start page",
        Phrase::ToResults => "Back to the results",
        Phrase::TryThese => "Try searching for",
        Phrase::Branches => "Where we are",
        Phrase::Stops => "Stop",
        Phrase::Phone => "Telephone",
        Phrase::Loose => "Records that have only some of the words are shown too.",
        Phrase::Partial => {
            "Part of the catalogue is out of reach just now, so there may be more than this."
        }
        Phrase::Searching => "Searching…",
        Phrase::Opening => "Opening the catalogue…",
        Phrase::TryFewerWords => "Keep just the one or two words that matter most.",
        Phrase::TrySpelling => "Check the spelling.",
        Phrase::TryOtherWords => {
            "Say it another way: the author’s surname, a word of the title, a subject."
        }
        Phrase::More => "Show more",
        Phrase::TryWithoutFilters => "Clear the filters: they may leave nothing to find.",
        Phrase::AsTyped => "Searched for exactly what was typed.",
        Phrase::LetMend => "Look for similar words too",
        Phrase::Filters => "Filters",
        Phrase::CloseFilters => "Close filters",
        Phrase::ClearFilters => "Clear all",
        Phrase::Applied => "Applied filters",
        Phrase::CountsAbout => "The numbers are approximate.",
        Phrase::Counting => "Counting…",
        Phrase::NoValues => "Nothing to choose from here.",
        Phrase::AllValues => "Show all",
        Phrase::FewValues => "Show fewer",
        Phrase::FindValue => "Find in this list",
        Phrase::YearFrom => "From",
        Phrase::YearTo => "To",
        Phrase::Without => "not",
        Phrase::SeveralLanguages => "several languages",
        Phrase::NoLanguage => "without words",
        Phrase::Order => "Sort by",
        Phrase::Suggestions => "Suggestions",
        Phrase::Titles => "Titles",
        Phrase::People => "People",
        Phrase::Subjects => "Subjects",
        Phrase::ReadOnline => "Read online",
        Phrase::ListenOnline => "Listen online",
        Phrase::WatchOnline => "Watch online",
        Phrase::OpenOnline => "Open online",
        Phrase::WithLogin => "Needs a login or the library’s network",
        Phrase::TermsUnknown => "The site will say what it asks for",
        Phrase::OpensHere => "opens here, and can be kept on the device",
        Phrase::NoLogin => "Open to everyone, no login",
        Phrase::RelatedLink => "Related link",
        Phrase::OtherVersion => "Electronic version",
        Phrase::InLibrary => "In the library",
        Phrase::AnotherBranch => "at another branch",
        Phrase::OnShelf => "On the shelf",
        Phrase::FromStack => "From the closed stack, ask at the desk",
        Phrase::InReadingRoom => "In the reading room",
        Phrase::OnBookmobile => "On the bookmobile",
        Phrase::Lent => "On loan",
        Phrase::ReferenceOnly => "For use in the library only",
        Phrase::Missing => "Not in the library at present",
        Phrase::OnOrder => "On order, not here yet",
        Phrase::NoWay => "The record does not say how to get it",
        Phrase::HowToOpen => "Open it on screen",
        Phrase::WhereItStands => "Where it stands",
        Phrase::AskAtDesk => {
            "Closed stack: ask at the issue desk and it will be brought to you."
        }
        Phrase::AskWhere => "Ask the librarian where it stands.",
        Phrase::TakeYourself => "Open shelves: take it yourself.",
        Phrase::ReadHere => "Reading room: for use on the spot.",
        Phrase::MeetTheBus => "It travels on the bookmobile: pick it up at a stop.",
        Phrase::CallNumber => "Call number",
        Phrase::Way => "The way there",
        Phrase::Address => "Address",
        Phrase::Hours => "Hours",
        Phrase::Extent => "The library has",
        Phrase::Description => "Description",
        Phrase::Editions => "Other editions and languages",
        Phrase::AlsoKnownAs => "Also known as:",
        Phrase::SeeAlso => "See also:",
        Phrase::NoSuchRecord => "The catalogue has no such record",
        Phrase::NoSuchRecordHint => {
            "Its number may have changed. Try searching for its title."
        }
        Phrase::OpeningRecord => "Opening the record…",
        Phrase::Untitled => "Untitled",
        Phrase::Keep => "The catalogue without a connection",
        Phrase::KeepWhy => {
            "Keep the catalogue on this device and searching works offline."
        }
        Phrase::FromFile => "Take it from a file…",
        Phrase::ToFile => "Save it as a file",
        Phrase::KeepOn => "Go on",
        Phrase::Pause => "Pause",
        Phrase::Forget => "Remove from this device",
        Phrase::KeepPaused => "Keeping is paused",
        Phrase::KeepStopped => "Keeping has stopped",
        Phrase::OfflinePart => {
            "Only part of the catalogue is on this device and can be found."
        }
        Phrase::Shelf => "Shelf",
        Phrase::OnThisShelf => "Beside it on the shelf",
        Phrase::StandsByClass => {
            "It has no call number of its own: this is what stands where its subject stands."
        }
        Phrase::NoShelfAround => {
            "Nothing can be shown beside it on the shelf: its record gives neither a call \
             number nor a class by which it would have a place."
        }
        Phrase::OnlineNotOnShelf => "online, not on the shelf",
        Phrase::NoMark => "no call number",
        Phrase::PlanAndWay => "Show on the plan",
        Phrase::StepFree => "a way without steps",
        Phrase::NoSteps => "step-free entrance",
        Phrase::Accessibility => "Accessibility",
        Phrase::Trouble => "That did not work",
        Phrase::Unreachable => {
            "The library does not answer, and this part of the catalogue is not on this device \
             yet. Check the connection and try again."
        }
        Phrase::Damaged => "A file of the catalogue is damaged. Please tell the library.",
        Phrase::TooNew => "The catalogue is newer than this page. Reload the page.",
        Phrase::LibrarySite => "Open the library’s site",
        Phrase::SlowLine => {
            "The line is slow, and searching is still on its way. The results will come by themselves."
        }
        Phrase::Unsigned => {
            "This catalogue does not bear the library’s signature, so it is not shown. \
             Please tell the library."
        }
        Phrase::NoPack => {
            "This file is no catalogue, or it is damaged. Nothing was changed."
        }
        Phrase::OlderFile => {
            "This device has a newer catalogue than the file. It was kept."
        }
        Phrase::NoStorage => {
            "The browser lets nothing be kept here. Searching online works as before."
        }
        Phrase::NoRoom => "This device has no room left to keep the catalogue.",
        Phrase::EngineStopped => "Searching stopped unexpectedly. Please try once more.",
        Phrase::TryAgain => "Try again",
        Phrase::LanguageSwitch => "Language",
        Phrase::About => {
            "Searching happens on your device: nobody sees what you look for."
        }
        Phrase::SlashHint => "Press / to go to the search box, ? for all keys",
    }
}

pub(super) fn tell(telling: Telling<'_>) -> String {
    match telling {
        Telling::ResultsFor(text) => format!("Search results: {text}"),
        Telling::Records(n) => counted(n),
        Telling::CatalogueAsOf(iso) => format!("catalogue of {}", day(iso)),
        Telling::Found(n) => format!("{} found", counted(n)),
        Telling::FoundShowing(n, shown) => {
            format!("{} found, showing the first {}", counted(n), number(shown.into()))
        }
        Telling::NothingFound(text) => format!("Nothing found for “{text}”"),
        Telling::FoundAbout(n, shown) => {
            format!(
                "About {} found, showing the first {}",
                counted(n),
                number(shown.into())
            )
        }
        Telling::ShowingFor(words) => format!("Showing results for “{words}”"),
        Telling::SearchAsTyped(words) => format!("Search for “{words}” instead"),
        Telling::Changed(step, from, to) => changed(step, from, to),
        Telling::OpenFilters(0) => "Filters".into(),
        Telling::OpenFilters(n) => format!("Filters ({n})"),
        Telling::ShowFound(n) => format!("Show {}", counted(n)),
        Telling::LetGo(name) => format!("Remove {name}"),
        Telling::TurnAround(name) => format!("not: {name}"),
        Telling::Years(from, to) => match (from, to) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from}–{to}"),
            (Some(from), None) => format!("since {from}"),
            (None, Some(to)) => format!("until {to}"),
            (None, None) => String::new(),
        },
        Telling::LentUntil(iso) => format!("On loan until {}", day_and_month(iso)),
        Telling::MoreWays(n) => format!("{n} more {}", plural(n.into(), "way", "ways")),
        Telling::MoreStops(n) => {
            format!("{n} more {}", plural(n as u64, "stop", "stops"))
        }
        Telling::StatusAsOf(iso) => format!("as of {}", day(iso)),
        Telling::Copies(n) => format!("{n} {}", plural(n as u64, "copy", "copies")),
        Telling::Copy(mark) => format!("Copy {mark}"),
        Telling::OneOf(n, all) => format!("{n}\u{a0}of\u{a0}{all}"),
        Telling::OpensSite(host) => format!("at {host}"),
        Telling::Device(about) => on_device(about),
        Telling::Refused(status) => {
            format!(
                "The library’s site did not give a file of the catalogue (answer {status})."
            )
        }
    }
}

fn on_device(about: OnDevice<'_>) -> String {
    match about {
        OnDevice::KeepButton(bytes) => format!("Keep the catalogue · {}", size(bytes)),
        OnDevice::Kept(here, total) => format!("{} of {}", size(here), size(total)),
        OnDevice::KeptWhole(bytes) => {
            format!("The whole catalogue is on this device · {}", size(bytes))
        }
        OnDevice::TimeLeft(seconds) => match seconds.div_ceil(60) {
            0..=1 => "less than a minute left".into(),
            minutes => format!("{minutes}\u{a0}minutes left"),
        },
        OnDevice::OfflineCopy(iso) => {
            format!("No connection to the library. This is the copy of {}.", day(iso))
        }
        OnDevice::Overdue(iso) => {
            format!(
                "The library meant to renew this catalogue by {}. Things may have changed.",
                day(iso)
            )
        }
        OnDevice::Size(bytes) => size(bytes),
        OnDevice::SecondsLeft(1) => "1 second".into(),
        OnDevice::SecondsLeft(n) => format!("{n} seconds"),
        OnDevice::Carrying(percent) => format!("The file: {percent}\u{a0}%"),
    }
}

fn changed(step: Step, from: &str, to: &str) -> String {
    match step {
        Step::Spelling => format!("“{from}” looks like a slip for “{to}”."),
        Step::Spacing => format!("“{from}” is written “{to}” in the catalogue."),
        Step::Layout => {
            format!("“{from}” looks typed with another keyboard layout: “{to}”.")
        }
        Step::Transliteration => format!("“{from}” is “{to}” in another script."),
        Step::OldSpelling => {
            format!("“{from}” and “{to}” are two spellings of one word.")
        }
        Step::FewerWords => format!("Searched without “{from}”."),
        Step::OtherFields => format!("Looked for “{from}” in all fields."),
        Step::WithoutFilters => {
            "Nothing was found with the filters, so they were left out.".into()
        }
        _ => format!("“{to}” instead of “{from}”."),
    }
}

pub(super) fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Access => "How to get it",
        Facet::Material => "Kind",
        Facet::Language => "Language",
        Facet::Year => "Year",
        Facet::Branch => "Branch",
        Facet::Place => "Place",
        Facet::Creator => "People",
        Facet::Subject => "Subject",
        Facet::Series => "Series",
        Facet::Class => "Class",
        _ => "",
    }
}

pub(super) fn access(code: &str) -> Option<&'static str> {
    Some(match code {
        "online" => "online",
        "library" => "somewhere in the library",
        "shelf" => "on open shelves",
        "request" => "from the closed stack",
        "onsite" => "for use in the library",
        _ => return None,
    })
}

pub(super) fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "best match",
        Sort::Newest => "newest",
        Sort::Oldest => "oldest",
        Sort::Title => "title",
        Sort::Creator => "author",
        Sort::CallNumber => "call number",
        Sort::Added => "added last",
        _ => "",
    }
}

pub(super) fn scheme(code: &str) -> Option<&'static str> {
    Some(match code {
        "udc" => "UDC",
        "bbk" => "BBK",
        "ddc" => "Dewey",
        "lcc" => "LCC",
        "sudoc" => "SuDoc",
        "nlm" => "NLM",
        _ => return None,
    })
}

pub(super) fn line(line: Line) -> &'static str {
    match line {
        Line::Creators => "People",
        Line::Responsibility => "Statement of responsibility",
        Line::OriginalTitle => "Original title",
        Line::OtherTitles => "Other titles",
        Line::Edition => "Edition",
        Line::Imprint => "Published",
        Line::Extent => "Extent",
        Line::Series => "Series",
        Line::Languages => "Language",
        Line::Summary => "About",
        Line::Contents => "Contents",
        Line::Notes => "Notes",
        Line::Subjects => "Subjects",
        Line::Classes => "Classes",
        Line::Identifiers => "Numbers",
        Line::RecordNumber => "Record number",
    }
}

pub(super) fn material(material: Material) -> &'static str {
    match material {
        Material::Book => "book",
        Material::Serial => "journal or newspaper",
        Material::Article => "article",
        Material::Map => "map",
        Material::Score => "score",
        Material::Music => "music",
        Material::Audiobook => "audiobook",
        Material::Video => "video",
        Material::Image => "image",
        Material::Electronic => "electronic resource",
        Material::Manuscript => "manuscript",
        Material::Object => "object",
        Material::Mixed => "kit",
    }
}

pub(super) fn role(code: &str) -> Option<&'static str> {
    Some(match code {
        "aut" | "cre" | "dub" => "author",
        "trl" => "translator",
        "edt" | "pbd" | "red" => "editor",
        "com" => "compiler",
        "ill" => "illustrator",
        "art" => "artist",
        "aui" | "wpr" => "author of the foreword",
        "aft" => "author of the afterword",
        "ann" | "wac" | "cwt" => "commentator",
        "cmp" => "composer",
        "lyr" => "lyricist",
        "lbt" => "librettist",
        "arr" => "arranger",
        "prf" | "mus" | "itr" => "performer",
        "sng" | "voc" => "singer",
        "cnd" => "conductor",
        "nrt" | "spk" | "stl" => "narrator",
        "act" => "actor",
        "drt" | "fmd" => "director",
        "pro" | "fmp" => "producer",
        "aus" => "screenwriter",
        "cng" => "cinematographer",
        "pht" => "photographer",
        "ctg" => "cartographer",
        "egr" => "engraver",
        "pbl" => "publisher",
        "prt" => "printer",
        "isb" => "issuing body",
        "spn" | "fnd" => "sponsor",
        "ths" | "dgs" => "thesis supervisor",
        "dte" => "dedicatee",
        "ctb" => "contributor",
        "adp" => "adapter",
        "bkd" => "designer",
        "ive" => "interviewee",
        "ivr" => "interviewer",
        _ => return None,
    })
}

pub(super) fn number(number: u64) -> String {
    grouped(number, ',', 4)
}

pub(super) fn day(iso: &str) -> String {
    match parts_of_day(iso) {
        Some((year, month, day)) => format!("{day}\u{a0}{} {year}", MONTHS[month - 1]),
        None => iso.to_owned(),
    }
}

pub(super) fn day_and_month(iso: &str) -> String {
    match parts_of_day(iso) {
        Some((_, month, day)) => format!("{day}\u{a0}{}", MONTHS[month - 1]),
        None => iso.to_owned(),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The form of a noun beside `n` (CLDR one, other).
fn plural<'a>(n: u64, one: &'a str, other: &'a str) -> &'a str {
    if n == 1 { one } else { other }
}

fn counted(n: u32) -> String {
    format!("{} {}", number(n.into()), plural(n.into(), "record", "records"))
}

fn size(bytes: u64) -> String {
    format!("{}\u{a0}MB", megabytes(bytes, '.', number))
}
