//! Harvesting: records fetched from a source over OAI-PMH 2.0, a page at a time, politely, so
//! that a harvest which is stopped goes on where it was. Not for what the records say.

mod gather;
mod state;

use std::path::{Path, PathBuf};

use anyhow::bail;
use bibliobus_ingest::OaiPage;

use crate::client::Client;
use crate::fault::BadInput;
use crate::write;
pub(crate) use state::{Question, State};

/// Where a harvest is kept: the answers and the state in a folder, the outcome in a file.
pub(crate) struct Barn {
    folder: PathBuf,
    outcome: PathBuf,
}

/// What a harvest did.
#[derive(Debug, Default, serde::Serialize)]
pub(crate) struct Yield {
    /// How many answers came.
    pub(crate) pages: u64,
    /// How many records came, deletions among them.
    pub(crate) fetched: u64,
    /// How many of them were told to be deleted.
    pub(crate) deleted: u64,
    /// How many records there are now.
    pub(crate) records: u64,
    /// The file with them.
    pub(crate) file: String,
}

impl Barn {
    /// For `-o`: a name that ends in `.xml` is the outcome, and its answers stand beside it;
    /// any other is a folder for all.
    pub(crate) fn new(output: &Path) -> Self {
        let is_file = output.extension().is_some_and(|end| end == "xml");
        if is_file {
            let mut folder = output.as_os_str().to_owned();
            folder.push(".harvest");
            return Self { folder: folder.into(), outcome: output.to_path_buf() };
        }
        Self { folder: output.to_path_buf(), outcome: output.join("records.xml") }
    }

    fn page(&self, number: u64) -> PathBuf {
        self.folder.join(format!("page-{number:06}.xml"))
    }

    /// Fetches what the question asks for, from where the last harvest ended or was stopped.
    pub(crate) fn harvest(
        &self,
        question: &Question,
        client: &Client,
        said: &mut dyn FnMut(&Yield, Option<u64>),
    ) -> anyhow::Result<Yield> {
        write::create_folder(&self.folder)?;
        let _hold = write::Hold::on(&self.folder)?;
        write::remove_parts(&self.folder)?;
        let mut state = State::begun(&self.folder, question)?;
        let mut harvest = Yield::default();
        while !state.is_complete {
            let answer = client.ask(&state.request())?;
            let page = read(&question.url, &answer)?;
            if self.is_refused(&mut state, &page)? {
                continue;
            }
            harvest.pages += 1;
            harvest.fetched += page.records.len() as u64;
            harvest.deleted +=
                page.records.iter().filter(|r| r.is_deleted).count() as u64;
            // First the page, then the state that counts it: whoever is stopped in between
            // fetches the page again.
            if !page.records.is_empty() {
                state.pages += 1;
                write::write_whole(&self.page(state.pages), answer.as_bytes())?;
            }
            said(&harvest, page.complete_size);
            state.go_on(page)?;
            state.keep(&self.folder)?;
        }
        harvest.records = gather::gather(&self.outcome, state.pages, |n| self.page(n))?;
        harvest.file = self.outcome.display().to_string();
        Ok(harvest)
    }

    /// Whether the source refused the request. A token that it has forgotten begins the list
    /// anew; no record that matches is the end of it.
    fn is_refused(&self, state: &mut State, page: &OaiPage) -> anyhow::Result<bool> {
        let Some((code, words)) = page.errors.first() else { return Ok(false) };
        match code.as_str() {
            "noRecordsMatch" => Ok(false),
            "badResumptionToken" if state.token.is_some() => {
                state.begin_again();
                state.keep(&self.folder)?;
                Ok(true)
            }
            _ => bail!(BadInput::new(format!(
                "{}: expected records, found the error {code}: {words}",
                state.question.url
            ))),
        }
    }
}

fn read(url: &str, answer: &str) -> Result<OaiPage, BadInput> {
    OaiPage::read(answer).ok_or_else(|| {
        let head: String = answer.chars().take(60).collect();
        BadInput::new(format!(
            "{url}: expected an answer of OAI-PMH, found {head:?}; check the address"
        ))
    })
}
