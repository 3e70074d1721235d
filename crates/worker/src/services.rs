//! What the library arranges for a record.

use std::rc::Rc;

use bibliobus_catalog::RecordId;
use bibliobus_index::Question;

use crate::host::{Catalogue, Host};
use crate::loader::Reach;
use crate::platform::Platform;
use crate::{Answer, Problem};

impl<P: Platform> Host<P> {
    pub(crate) async fn arranged(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        id: RecordId,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        let reach = Reach::Network;
        release.fill(&self.loader, &Question::Services, reach).await?;
        let services = release.index.borrow().services();
        if services.arrangements.is_empty() {
            return Ok(Answer::Arranged(Vec::new()));
        }
        release.fill(&self.loader, &Question::Record(id.clone()), reach).await?;
        let index = release.index.borrow();
        let library = index.library().cloned().unwrap_or_default();
        let record = index.record(&id);
        let arranged = record.map(|record| services.arranged(&record, &library));
        Ok(Answer::Arranged(arranged.unwrap_or_default()))
    }
}
