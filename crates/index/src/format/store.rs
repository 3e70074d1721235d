//! A store chunk: records in full, one after the other.
//! The number of its first document stands in the directory, not here, so that a document
//! more or less elsewhere does not change the chunk.
//!
//! ```text
//! documents (number) · for each: its length (number), its bytes
//! ```

use super::bytes::{Broken, Reader, put_bytes, put_number};

/// The content of a chunk with these documents.
pub(crate) fn put(documents: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, documents.len() as u64);
    documents.iter().for_each(|document| put_bytes(&mut out, document));
    out
}

/// Every document of a chunk, in order.
pub(crate) fn read(content: &[u8]) -> Result<Vec<&[u8]>, Broken> {
    let mut reader = Reader::new(content);
    let count = reader.count()?;
    let documents = (0..count).map(|_| reader.bytes()).collect::<Result<_, _>>()?;
    reader.end()?;
    Ok(documents)
}

/// The `nth` document of a chunk.
pub(crate) fn read_nth(content: &[u8], nth: usize) -> Result<&[u8], Broken> {
    let mut reader = Reader::new(content);
    if nth >= reader.count()? {
        return Err("there is no such document");
    }
    for _ in 0..nth {
        reader.bytes()?;
    }
    reader.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read_as_they_were_put() {
        let documents: [&[u8]; 3] = [b"one", b"", b"three"];
        let content = put(&documents);
        assert_eq!(read(&content), Ok(documents.to_vec()));
        assert_eq!(read_nth(&content, 2), Ok(&b"three"[..]));
        assert!(read_nth(&content, 3).is_err());
    }
}
