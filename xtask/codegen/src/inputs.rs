//! What generation reads: the document and its views.

use std::path::{Path, PathBuf};

use openapi_document::Document;
use openapi_document::view::Views;

use crate::error::Error;

/// The texts that the generated file is made from.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The text of the document.
    pub document: String,
    /// The text of the views file.
    pub views: String,
    document_path: PathBuf,
    views_path: PathBuf,
}

impl Inputs {
    /// Reads the document and the views.
    ///
    /// # Errors
    ///
    /// [`Error::Read`].
    pub fn read(document: &Path, views: &Path) -> Result<Self, Error> {
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|source| Error::Read {
                file: path.display().to_string(),
                source,
            })
        };
        Ok(Self {
            document: read(document)?,
            views: read(views)?,
            document_path: document.to_owned(),
            views_path: views.to_owned(),
        })
    }

    /// The document as a view shows it.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] and [`Error::View`].
    pub fn view(&self, name: &str) -> Result<Document, Error> {
        let document = self.document_path.display().to_string();
        let document = Document::parse(&document, &self.document).map_err(Error::Document)?;
        let views = self.views_path.display().to_string();
        let views = Views::parse(&views, &self.views).map_err(Error::View)?;
        views.apply(name, &document).map_err(Error::View)
    }
}
