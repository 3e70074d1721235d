//! Building an index into a folder, with one thread.

use std::io::BufRead;
use std::path::Path;

use serde_json::Value;
use tantivy::schema::{
    IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError};

use crate::{ANALYZER, FIELDS, analyzer};

/// What the writer may use.
const MEMORY: usize = 300_000_000;
/// The fields that a list shows.
const SHOWN: [&str; 2] = ["title", "authors"];

/// Builds an index of records in NDJSON in `folder`, which is empty, and gives their number.
///
/// # Errors
/// What tantivy says, or the line that is no JSON.
pub fn build(records: impl BufRead, folder: &Path) -> tantivy::Result<u64> {
    let index = Index::create_in_dir(folder, schema())?;
    index.tokenizers().register(ANALYZER, analyzer());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, MEMORY)?;
    let mut count = 0;
    for line in records.lines() {
        let record: Value = serde_json::from_str(&line?)
            .map_err(|error| TantivyError::InvalidArgument(error.to_string()))?;
        writer.add_document(document(&index, &record)?)?;
        count += 1;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Ok(count)
}

fn document(index: &Index, record: &Value) -> tantivy::Result<TantivyDocument> {
    let mut document = TantivyDocument::default();
    for name in FIELDS.iter().map(|(name, _)| *name).chain(["id"]) {
        document.add_text(index.schema().get_field(name)?, text_of(record, name));
    }
    Ok(document)
}

/// The schema of every index here.
fn schema() -> Schema {
    let mut schema = Schema::builder();
    for (name, _) in FIELDS {
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(ANALYZER)
            .set_index_option(positions);
        let options = TextOptions::default().set_indexing_options(indexing);
        schema.add_text_field(
            name,
            if SHOWN.contains(&name) { options.set_stored() } else { options },
        );
    }
    schema.add_text_field("id", STRING | STORED);
    schema.build()
}

/// The text of a field of a record in NDJSON; lists are joined.
fn text_of(record: &Value, name: &str) -> String {
    match &record[name] {
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")
        }
        _ => String::new(),
    }
}
