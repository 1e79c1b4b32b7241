//! The register of the GitLab versions whose payloads were recorded.

use serde::Deserialize;

use crate::input::{Error, Root, VERSIONS};

/// One recorded page: the version it stands for and the range it may belong to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// The version payloads are judged at, which lies in the range.
    pub label: String,
    /// The oldest version the page may belong to.
    pub from: String,
    /// The newest version the page may belong to.
    pub to: String,
    /// The file name of the recorded page, which is kept elsewhere.
    pub page: String,
    /// SHA-256 of the recorded page, in hexadecimal.
    pub sha256: String,
    /// Where the page was recorded, in words.
    pub source: String,
    /// The language of the page, as a BCP 47 tag.
    pub language: String,
    /// The day it was read, as `YYYY-MM-DD`.
    pub read: String,
}

impl Version {
    /// The ends of the range that are not the label itself.
    pub fn other_ends(&self) -> impl Iterator<Item = &str> {
        let ends = [&self.from, &self.to];
        let same = self.from == self.to;
        ends.into_iter()
            .enumerate()
            .filter(move |(at, end)| **end != self.label && !(same && *at == 1))
            .map(|(_, end)| end.as_str())
    }
}

/// Reads the register, in the order of the file: oldest first.
///
/// # Errors
///
/// When it cannot be read or an entry is malformed.
pub fn load(root: &Root) -> Result<Vec<Version>, Error> {
    Ok(root
        .entries(VERSIONS, "versions")?
        .into_iter()
        .map(|(version, _)| version)
        .collect())
}
