//! The documents of a run: each opened once for all pages that it is held against in the same way.

use std::path::Path;
use std::sync::Arc;

use openapi_document::Document;
use openapi_document::history::{Version, as_of};

use crate::config::{Config, Setting};
use crate::error::Error;

use super::servers::bases;

/// A document by whose word some pages are judged.
pub(super) struct Contract {
    pub(super) document: Arc<Document>,
    pub(super) base_paths: Vec<String>,
    /// Whether the document has the key of the configuration; true when that names none.
    pub(super) has_history_key: bool,
    pub(super) has_multi_segment_key: bool,
}

/// Opens a document, as it was at a version.
pub(super) fn contract(
    path: &Path,
    version: Option<Version>,
    base_paths: Option<&[String]>,
    config: &Config,
) -> Result<Contract, Error> {
    let document = Document::open(path)?;
    let has = |key: &Option<Setting>| key.as_ref().is_none_or(|key| document.has_key(&key.text));
    let has_history_key = has(&config.history_key);
    let has_multi_segment_key = has(&config.multi_segment_key);
    let document = match (version, &config.history_key) {
        (None, _) => document,
        (Some(_), None) => {
            let message = "`--as-of` needs the extension key of the document's history: write `[history]` with `key = \"x-...\"` into doccheck.toml";
            return Err(Error::Usage(message.to_owned()));
        }
        (Some(version), Some(key)) if !has_history_key => {
            return Err(key.error(format!(
                "{} has no `{}`, so nothing tells what it was like in {version}",
                path.display(),
                key.text
            )));
        }
        (Some(version), Some(key)) => as_of(&document, &version, &key.text)?,
    };
    Ok(Contract {
        base_paths: base_paths.map_or_else(|| bases(&document), <[String]>::to_vec),
        document: Arc::new(document),
        has_history_key,
        has_multi_segment_key,
    })
}
