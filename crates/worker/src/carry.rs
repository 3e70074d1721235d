//! Carrying a collection by hand: out of a packed file onto this device, and from this device
//! into one.

use std::rc::Rc;

use bibliobus_index::{Built, FileName, Question, Want, signature_path};

use crate::cache::{Entry, Store};
use crate::host::{Catalogue, Host};
use crate::keep::{refused, stop};
use crate::loader::Reach;
use crate::marks::{Kept, Moved};
use crate::message::{Answer, Problem};
use crate::pack::{END, Unpacker, packed};
use crate::platform::Platform;
use crate::release::Release;
use crate::storage::BATCH;

/// A packed file on its way in.
#[derive(Default)]
pub(crate) struct Carried {
    unpacker: Unpacker,
    manifest: Vec<u8>,
    signature: Vec<u8>,
}

impl<P: Platform> Host<P> {
    /// Takes a piece of a packed file; with the last one the collection is opened as it came.
    pub(crate) async fn unpack(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        piece: &[u8],
        place: Place,
    ) -> Result<Answer, Problem> {
        let carried = catalogue.carried.take().filter(|_| !place.is_first);
        let mut carried = carried.unwrap_or_default();
        self.take_piece(catalogue, &mut carried, piece).await?;
        if place.is_last {
            self.take_over(catalogue, carried).await?;
        } else {
            *catalogue.carried.borrow_mut() = Some(carried);
        }
        Ok(Answer::Taken)
    }

    async fn take_piece(
        &self,
        catalogue: &Catalogue,
        carried: &mut Carried,
        piece: &[u8],
    ) -> Result<(), Problem> {
        let files = carried.unpacker.take(piece).map_err(|_| Problem::NoPack)?;
        let mut chunks: Vec<Entry> = Vec::new();
        for (path, bytes) in files {
            if path == Built::MANIFEST {
                carried.manifest = bytes;
            } else if path.starts_with("signatures/") {
                carried.signature = bytes;
            } else if path == FileName::of(&bytes).path() {
                chunks.push((path, bytes));
            } else {
                return Err(Problem::Damaged { file: path });
            }
        }
        for batch in chunks.chunks(BATCH) {
            self.loader
                .storage
                .put(Store::Files, &catalogue.address, batch)
                .await
                .map_err(refused)?;
        }
        Ok(())
    }

    /// Opens what came: from now on it is kept on this device.
    async fn take_over(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        carried: Carried,
    ) -> Result<(), Problem> {
        let Carried { unpacker, manifest, signature } = carried;
        if !unpacker.is_whole() {
            return Err(Problem::NoPack);
        }
        let release = Release::open(&catalogue.address, manifest);
        let release = Rc::new(release.map_err(|_| Problem::NoPack)?);
        self.verify(catalogue, &release.manifest, &signature)?;
        let storage = &self.loader.storage;
        if let Some(here) = self.stored_release(catalogue).await
            && here.number() > release.number()
        {
            return Err(Problem::Older);
        }
        release.fill(&self.loader, &Question::Files, Reach::Device).await?;
        if !signature.is_empty() {
            let entry = (signature_path(&release.manifest), signature);
            storage
                .put(Store::Files, &catalogue.address, &[entry])
                .await
                .map_err(refused)?;
        }
        let kept = Kept { keys: catalogue.trusted.clone(), ..Kept::default() };
        storage.want_keep(&catalogue.address, &kept).await.map_err(refused)?;
        let era = storage.era();
        self.point_to(&release, Moved::FromAnother, era).await.map_err(refused)?;
        stop(catalogue);
        *catalogue.open.borrow_mut() = None;
        self.opened(catalogue).await?;
        self.tell_opened(catalogue);
        Ok(())
    }

    /// A piece of the collection as a packed file: the files from `from` on; nothing once there
    /// are no more.
    pub(crate) async fn pack(
        self: &Rc<Self>,
        catalogue: &Rc<Catalogue>,
        from: u32,
    ) -> Result<Answer, Problem> {
        let release = self.opened(catalogue).await?.release;
        release.fill(&self.loader, &Question::Files, Reach::Network).await?;
        let files: Vec<Want> = release.index.borrow().files();
        let from = from as usize;
        let mut piece = Vec::new();
        if from == 0 {
            piece = packed(Built::MANIFEST, &release.manifest);
            let path = signature_path(&release.manifest);
            let address = &catalogue.address;
            let signature = self.loader.storage.get(Store::Files, address, &path).await;
            signature.iter().for_each(|bytes| piece.extend(packed(&path, bytes)));
        }
        for want in files.iter().skip(from).take(BATCH) {
            let bytes = self.content(catalogue, *want).await?;
            piece.extend(packed(&want.file.path(), &bytes));
        }
        let next = from + BATCH;
        if next >= files.len() && from < files.len() {
            piece.extend(END);
        }
        Ok(Answer::Piece(piece, next as u32))
    }

    /// The bytes of a file, from the device first.
    async fn content(
        &self,
        catalogue: &Catalogue,
        want: Want,
    ) -> Result<Vec<u8>, Problem> {
        let mut content = Vec::new();
        let take = |bytes: &[u8]| {
            let verdict = crate::keep::has_name(bytes, want.file);
            if verdict.is_ok() {
                content = bytes.to_vec();
            }
            verdict
        };
        self.loader.bring(&catalogue.address, want, Reach::Network, take).await?;
        Ok(content)
    }
}

/// Which piece of a packed file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) is_first: bool,
    pub(crate) is_last: bool,
}
