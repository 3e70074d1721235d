//! How far a harvest is: what was asked, and how the list goes on.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, bail};
use bibliobus_ingest::OaiPage;
use serde::{Deserialize, Serialize};

use crate::fault::BadInput;
use crate::write;

const FILE: &str = "state.json";

/// What is asked of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Question {
    /// The base address of the source.
    pub(crate) url: String,
    /// The format of the records (`metadataPrefix`).
    pub(crate) prefix: String,
    /// The part of the source.
    pub(crate) set: Option<String>,
    /// The first day that counts.
    pub(crate) from: Option<String>,
    /// The last one.
    pub(crate) until: Option<String>,
}

/// The state of a harvest, kept in its folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    /// What is asked; `from` is moved on by every harvest that came to its end.
    pub(crate) question: Question,
    /// The token for the rest of the list.
    pub(crate) token: Option<String>,
    /// How many answers are kept.
    pub(crate) pages: u64,
    /// Whether the list came to its end.
    pub(crate) is_complete: bool,
    /// When the source answered first: the next harvest asks from then on.
    pub(crate) since: Option<String>,
}

impl State {
    /// The state in `folder`: of a harvest that was stopped, or after the end of one, ready
    /// to ask for what is new; or a new one.
    pub(super) fn begun(folder: &Path, question: &Question) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { question: question.clone(), ..Self::default() });
            }
            Err(error) => return Err(error).context(path.display().to_string()),
        };
        let state: Self = serde_json::from_slice(&text).map_err(|error| {
            BadInput::new(format!("{}: {error}; remove it to begin anew", path.display()))
        })?;
        state.refuse_other(question, folder)?;
        Ok(if state.is_complete { state.renewed(question) } else { state })
    }

    /// Two sources in one folder would be mixed.
    fn refuse_other(&self, question: &Question, folder: &Path) -> anyhow::Result<()> {
        let old = &self.question;
        let is_same = (&old.url, &old.prefix, &old.set)
            == (&question.url, &question.prefix, &question.set);
        if !is_same {
            bail!(BadInput::new(format!(
                "{} holds a harvest of {} ({}); name another folder",
                folder.display(),
                old.url,
                old.prefix
            )));
        }
        Ok(())
    }

    fn renewed(self, question: &Question) -> Self {
        let from = question.from.clone().or_else(|| self.since.clone());
        let question = Question { from, ..question.clone() };
        Self { question, pages: self.pages, ..Self::default() }
    }

    /// The pairs of name and value for the next request: with a token nothing else is asked
    /// (OAI-PMH, 3.5).
    pub(super) fn request(&self) -> Vec<(&'static str, &str)> {
        if let Some(token) = &self.token {
            return vec![("verb", "ListRecords"), ("resumptionToken", token)];
        }
        let question = &self.question;
        let mut request =
            vec![("verb", "ListRecords"), ("metadataPrefix", question.prefix.as_str())];
        for (name, value) in
            [("set", &question.set), ("from", &question.from), ("until", &question.until)]
        {
            request.extend(value.as_deref().map(|value| (name, value)));
        }
        request
    }

    /// Goes on after a page.
    pub(super) fn go_on(&mut self, page: OaiPage) -> anyhow::Result<()> {
        if page.token.is_some() && page.token == self.token {
            bail!(BadInput::new(format!(
                "{}: expected the list to go on, found the token {:?} again",
                self.question.url,
                page.token.unwrap_or_default()
            )));
        }
        // The first answer's day, in the granularity that every source knows (3.3).
        let day = page.date.get(..10).map(str::to_owned);
        self.since = self.since.take().or(day);
        self.is_complete = page.token.is_none();
        self.token = page.token;
        Ok(())
    }

    /// Asks for the whole list again; what came before is kept until it comes anew.
    pub(super) fn begin_again(&mut self) {
        self.token = None;
    }

    /// Writes the state into `folder`.
    pub(super) fn keep(&self, folder: &Path) -> anyhow::Result<()> {
        write::write_whole(&folder.join(FILE), &serde_json::to_vec_pretty(self)?)?;
        write::sync_folder(folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Question {
        let (url, prefix) = ("https://a.example/oai".into(), "oai_dc".into());
        Question { url, prefix, set: Some("books".into()), ..Question::default() }
    }

    #[test]
    fn with_a_token_nothing_else_is_asked() {
        let mut state = State { question: question(), ..State::default() };
        assert_eq!(state.request().len(), 3);
        state.token = Some("t".into());
        assert_eq!(state.request(), [("verb", "ListRecords"), ("resumptionToken", "t")]);
    }

    #[test]
    fn after_the_end_the_next_harvest_asks_for_what_is_new() {
        let folder = tempfile::tempdir().unwrap();
        let mut state = State::begun(folder.path(), &question()).unwrap();
        let date = "2026-01-15T10:00:00Z".to_owned();
        state.go_on(OaiPage { date, ..OaiPage::default() }).unwrap();
        state.keep(folder.path()).unwrap();
        let next = State::begun(folder.path(), &question()).unwrap();
        assert_eq!(next.question.from.as_deref(), Some("2026-01-15"));
        assert!(!next.is_complete);
    }

    #[test]
    fn another_source_does_not_come_into_the_same_folder() {
        let folder = tempfile::tempdir().unwrap();
        State::begun(folder.path(), &question()).unwrap().keep(folder.path()).unwrap();
        let other = Question { url: "https://b.example/oai".into(), ..question() };
        let refused = State::begun(folder.path(), &other).unwrap_err().to_string();
        assert!(
            refused.contains("holds a harvest of https://a.example/oai"),
            "{refused}"
        );
    }

    #[test]
    fn a_list_that_does_not_go_on_is_no_list() {
        let token = Some("t".to_owned());
        let mut state = State { token: token.clone(), ..State::default() };
        assert!(state.go_on(OaiPage { token, ..OaiPage::default() }).is_err());
    }
}
