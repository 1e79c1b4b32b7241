//! Where the inputs lie, and how a YAML list becomes typed entries that remember their line.

use std::fmt;
use std::path::{Path, PathBuf};

use openapi_document::source::{FileId, Location, Source};
use openapi_document::{Document, yaml};
use serde::de::DeserializeOwned;

/// Why the comparison could not be made at all.
///
/// A disagreement is never an error: it is a [`Finding`](crate::verdict::Finding).
#[derive(Debug)]
pub struct Error(String);

impl Error {
    /// An error with a text that says what happened, where and what to do.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// An error at a place of a file.
    pub fn at(location: &Location, message: impl fmt::Display) -> Self {
        Self(format!("{location}: {message}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<openapi_document::Error> for Error {
    fn from(error: openapi_document::Error) -> Self {
        Self(error.to_string())
    }
}

/// The workspace's folder: paths in messages and registers are relative to it.
#[derive(Clone, Debug)]
pub struct Root(PathBuf);

impl Default for Root {
    /// The checkout this crate was built from.
    fn default() -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self(
            tests
                .parent()
                .expect("the package lies in the workspace")
                .to_path_buf(),
        )
    }
}

impl Root {
    /// Another folder with the same layout.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// The absolute path of a path relative to the workspace.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.0.join(relative)
    }

    /// The text of a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is not UTF-8.
    pub fn read(&self, relative: &str) -> Result<String, Error> {
        std::fs::read_to_string(self.path(relative))
            .map_err(|error| Error::new(format!("{relative} could not be read: {error}")))
    }

    /// The OpenAPI document.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is not OpenAPI.
    pub fn document(&self) -> Result<Document, Error> {
        Ok(Document::parse(DOCUMENT, &self.read(DOCUMENT)?)?)
    }

    /// The entries of the list that a YAML file has under one key, each with its place.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, has no such list, or an entry lacks or misnames a field.
    pub fn entries<T: DeserializeOwned>(
        &self,
        relative: &str,
        key: &str,
    ) -> Result<Vec<(T, Location)>, Error> {
        let source = Source::new(relative, self.read(relative)?);
        let file = yaml::parse(&source, FileId(0))?;
        let list = file.get(key).filter(|list| list.is_array());
        let list = list.ok_or_else(|| {
            Error::at(&source.location(0), format!("a list `{key}` was expected"))
        })?;
        let typed = |item: &openapi_document::Node| {
            let location = source.location(item.span.start);
            match serde_json::from_value(item.to_json()) {
                Ok(entry) => Ok((entry, location)),
                Err(error) => Err(Error::at(&location, error)),
            }
        };
        list.items().iter().map(typed).collect()
    }
}

/// The OpenAPI document, relative to the workspace.
pub const DOCUMENT: &str = "openapi/gitlab-jobs.yaml";
/// The register of versions.
pub const VERSIONS: &str = "openapi/versions.yaml";
/// The register of known mistakes in GitLab's documentation.
pub const ERRATA: &str = "openapi/errata.yaml";
/// The folder of the payloads.
pub const PAYLOADS: &str = "openapi/payloads";
