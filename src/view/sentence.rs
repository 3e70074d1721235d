//! Which sentence says what happened. Views and live regions say the same.

use bibliobus_worker::{Problem, Results};

use crate::text::{Browse, Phrase, Telling, Text};
use crate::{Phase, Search, Seen};

/// The one true sentence about what was found; `None` while it is on its way.
pub(super) fn about(text: Text, search: &Search) -> Option<String> {
    match (search.seen(), search.phase()) {
        (Some(Seen::Here(record)), _) => Some(record.title.full()),
        (Some(Seen::Unknown), _) => Some(text.say(Phrase::NoSuchRecord).into()),
        (Some(Seen::Failed(problem)), _) => Some(of_problem(text, problem)),
        (Some(Seen::Waiting(_)), _) => None,
        (None, Phase::Start | Phase::Waiting(_)) => None,
        (None, Phase::Found(results)) => {
            let mut said = vec![of_results(text, search, results)];
            said.extend(of_changes(text, search));
            Some(said.join(". ").replace(".. ", ". "))
        }
        (None, Phase::Failed(problem)) => Some(of_problem(text, problem)),
    }
}

/// What was found, and whether that is all.
pub(super) fn of_results(text: Text, search: &Search, results: &Results) -> String {
    let shown = results.hits.len() as u32;
    let mut sentence = match results.total {
        // Where files are missing, nothing found does not mean that there is nothing.
        0 if results.partial => return text.say(Phrase::Partial).into(),
        0 if !search.asked().has_words() => text.browse(Browse::NothingHere).into(),
        0 => text.tell(Telling::NothingFound(search.text().trim())),
        total if results.is_about => text.tell(Telling::FoundAbout(total, shown)),
        total if total > shown => text.tell(Telling::FoundShowing(total, shown)),
        total => text.tell(Telling::Found(total)),
    };
    if search.is_loose() && results.total > 0 {
        sentence.push_str(". ");
        sentence.push_str(text.say(Phrase::Loose));
    }
    if results.partial {
        sentence.push_str(". ");
        sentence.push_str(text.say(Phrase::Partial));
    }
    sentence
}

/// What was changed in the words, a sentence each: first what was searched for instead of
/// them, then why.
pub(super) fn of_changes(text: Text, search: &Search) -> Vec<String> {
    let typed = search.text().trim();
    let mut words = typed.to_owned();
    let mut said = Vec::new();
    for change in search.changes() {
        if !change.to.is_empty() && !change.from.is_empty() {
            words = words.replacen(&change.from, &change.to, 1);
        }
        said.push(text.tell(Telling::Changed(change.step, &change.from, &change.to)));
    }
    if words != typed {
        said.insert(0, text.tell(Telling::ShowingFor(&words)));
    }
    said
}

/// A problem in words that say what to do.
pub(super) fn of_problem(text: Text, problem: &Problem) -> String {
    let phrase = match problem {
        Problem::Refused { status, .. } => return text.tell(Telling::Refused(*status)),
        Problem::Unreachable { .. } => Phrase::Unreachable,
        Problem::Damaged { .. } => Phrase::Damaged,
        Problem::TooNew => Phrase::TooNew,
        Problem::NoRoom => Phrase::NoRoom,
        Problem::NoStorage => Phrase::NoStorage,
        Problem::Slow => Phrase::SlowLine,
        Problem::Unsigned => Phrase::Unsigned,
        Problem::NoPack => Phrase::NoPack,
        Problem::Older => Phrase::OlderFile,
        _ => Phrase::EngineStopped,
    };
    text.say(phrase).to_owned()
}
