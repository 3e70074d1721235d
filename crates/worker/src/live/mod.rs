//! What the library's system says of copies just now: asked for with a limit of time and size,
//! read from three languages. Whatever goes wrong, the answer is that nothing is said.

mod daia;
mod json;
mod koha;
mod own;

use core::time::Duration;
use std::rc::Rc;

use bibliobus_catalog::{
    LiveCopy, LiveKind, LiveSource, RecordId, is_safe_url, with_live,
};
use bibliobus_index::Question;
use miniserde::json::Value;

use crate::host::{Catalogue, Host};
use crate::loader::Reach;
use crate::platform::Platform;
use crate::source::{Body, Freshness, Source};
use crate::wait::within;
use crate::{Answer, Problem};

/// How long the system may take; readers have the index's answer meanwhile.
const PATIENCE: Duration = Duration::from_secs(4);

/// Longer answers are not about one record.
const MOST_BYTES: usize = 1 << 20;

impl<P: Platform> Host<P> {
    pub(crate) async fn live(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        id: RecordId,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        let reach = Reach::Network;
        release.fill(&self.loader, &Question::Services, reach).await?;
        let services = release.index.borrow().services();
        let asked = match &services.live {
            Some(source) => self.ask_live(source, &id).await,
            None => None,
        };
        let Some(copies) = asked else { return Ok(Answer::Live(Vec::new(), Vec::new())) };
        release.fill(&self.loader, &Question::Record(id.clone()), reach).await?;
        let index = release.index.borrow();
        let library = index.library().cloned().unwrap_or_default();
        let mut record = index.record(&id).unwrap_or_default();
        let live = with_live(&record.holdings, &copies);
        record.holdings = live.iter().map(|live| live.holding.clone()).collect();
        Ok(Answer::Live(live, services.arranged(&record, &library)))
    }

    async fn ask_live(&self, source: &LiveSource, id: &str) -> Option<Vec<LiveCopy>> {
        let address = address(source, id)?;
        let platform = &self.loader.platform;
        let body = within(platform.sleep(PATIENCE), fetch(&**platform, &address)).await;
        copies(source.kind, &body??)
    }
}

/// The address of a record at the source; `None` for a record that is not the source's.
fn address(source: &LiveSource, id: &str) -> Option<String> {
    let number = if source.prefix.is_empty() {
        id
    } else {
        id.strip_prefix(source.prefix.as_str())?.strip_prefix(':')?
    };
    let address = source.url.filled_with(|_| number.to_owned());
    is_safe_url(&address).then_some(address)
}

async fn fetch<P: Platform>(platform: &P, address: &str) -> Option<Vec<u8>> {
    let mut reply = platform.source().get(address, Freshness::Reloaded).await.ok()?;
    if reply.status != 200 {
        return None;
    }
    let mut bytes = Vec::new();
    while let Some(piece) = reply.body.piece().await.ok()? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > MOST_BYTES {
            return None;
        }
    }
    Some(bytes)
}

/// The copies in an answer; `None` where it is not one in that language, or speaks of none.
fn copies(kind: LiveKind, body: &[u8]) -> Option<Vec<LiveCopy>> {
    let text = core::str::from_utf8(body).ok()?;
    let value: Value = miniserde::json::from_str(text).ok()?;
    let copies = match kind {
        LiveKind::Daia => daia::copies(&value),
        LiveKind::Koha => koha::copies(&value),
        LiveKind::Json => own::copies(&value),
    };
    copies.filter(|copies| !copies.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bibliobus_catalog::Template;

    #[test]
    fn a_record_has_its_address_at_its_own_source_only() {
        let mut source = LiveSource {
            url: Template("https://a.example/{id}/items".into()),
            ..LiveSource::default()
        };
        assert_eq!(
            address(&source, "c:17/1").unwrap(),
            "https://a.example/c%3A17%2F1/items"
        );
        source.prefix = "c".into();
        assert_eq!(address(&source, "c:17").unwrap(), "https://a.example/17/items");
        assert_eq!(address(&source, "b:17"), None);
        assert_eq!(address(&source, "17"), None);
    }

    #[test]
    fn nonsense_says_nothing() {
        let nonsense: [&[u8]; 9] = [
            b"",
            b"<!doctype html>",
            b"null",
            b"[]",
            b"{}",
            b"{\"document\":[]}",
            b"[1,\"a\",{\"external_id\":7}]",
            &[0xff, 0xfe],
            b"{\"items\":{\"barcode\":\"1\"}}",
        ];
        for kind in [LiveKind::Daia, LiveKind::Koha, LiveKind::Json] {
            for body in nonsense {
                let said = copies(kind, body).unwrap_or_default();
                assert!(said.iter().all(|copy| copy.status.is_none()), "{body:?}");
            }
            let deep = "[".repeat(100_000);
            assert_eq!(copies(kind, deep.as_bytes()), None);
        }
    }
}
