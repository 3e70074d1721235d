//! Not yet.
use crate::open::Bytes;
use crate::{Entry, InputError};
pub(crate) struct Reader;
impl Reader {
    pub(crate) fn new(_file: &str, _bytes: Bytes) -> Self {
        Self
    }
}
impl Iterator for Reader {
    type Item = Result<Entry, InputError>;
    fn next(&mut self) -> Option<Self::Item> {
        None
    }
}
