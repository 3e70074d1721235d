//! Deleted documents: those of a segment that later segments replace or leave out.
//!
//! ```text
//! documents (number) · gap to each (number)
//! ```

use std::collections::BTreeSet;

use super::bytes::{Broken, Reader, put_number};

/// The content of a list.
pub(crate) fn put(deleted: &BTreeSet<u32>) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, deleted.len() as u64);
    let mut next = 0;
    for &doc in deleted {
        put_number(&mut out, u64::from(doc - next));
        next = doc + 1;
    }
    out
}

/// The documents of a list.
pub(crate) fn read(content: &[u8]) -> Result<BTreeSet<u32>, Broken> {
    let mut reader = Reader::new(content);
    let mut next = 0u32;
    let mut deleted = BTreeSet::new();
    for _ in 0..reader.count()? {
        let doc =
            next.checked_add(reader.number32()?).ok_or("a document is out of range")?;
        deleted.insert(doc);
        next = doc.checked_add(1).ok_or("a document is out of range")?;
    }
    reader.end()?;
    Ok(deleted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleted_documents_are_read_as_they_were_put() {
        let deleted: BTreeSet<u32> = [0, 1, 7, 900].into();
        assert_eq!(read(&put(&deleted)), Ok(deleted));
    }
}
