//! Known mistakes in GitLab's documentation: which disagreements they explain, and that each is needed.

use std::collections::BTreeSet;

use openapi_document::pointer::Pointer;
use openapi_document::source::Location;
use serde::Deserialize;
use wildmatch::WildMatch;

use crate::input::{ERRATA, Error, Root};

/// One mistake that recorded payloads make, with the evidence that servers do otherwise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erratum {
    /// A stable name.
    pub id: String,
    /// The rule of the finding it explains.
    pub rule: String,
    /// The payloads that make it, as `<version>/<file name>` with `*` for any text.
    pub files: Vec<String>,
    /// The places in them, in which only an array index may be `*`.
    pub pointers: Vec<String>,
    /// The offending value, for the rules that have one.
    pub found: Option<serde_json::Value>,
    /// One sentence for readers; `{properties}` stands for the names at the pointers.
    pub disagreement: String,
    /// Why the documentation is wrong and not the document.
    pub evidence: String,
    /// Its place in the register.
    #[serde(skip)]
    pub location: Option<Location>,
}

/// The register of errata.
#[derive(Clone, Debug)]
pub struct Errata(Vec<Erratum>);

impl Errata {
    /// Reads the register.
    ///
    /// # Errors
    ///
    /// When it cannot be read, an entry is malformed, an id repeats, or a pointer has `*` for a property.
    pub fn load(root: &Root) -> Result<Self, Error> {
        let mut ids = BTreeSet::new();
        let mut errata = Vec::new();
        for (erratum, location) in root.entries::<Erratum>(ERRATA, "errata")? {
            if !ids.insert(erratum.id.clone()) {
                return Err(Error::at(
                    &location,
                    format!("the id `{}` stands here a second time", erratum.id),
                ));
            }
            for pointer in &erratum.pointers {
                pointer
                    .parse::<Pointer>()
                    .map_err(|error| Error::at(&location, error))?;
            }
            errata.push(Erratum {
                location: Some(location),
                ..erratum
            });
        }
        Ok(Self(errata))
    }

    /// The entries, in the order of the register.
    pub fn entries(&self) -> &[Erratum] {
        &self.0
    }

    /// The erratum that explains a finding: by file, rule, pointer and, where it says so, the value found.
    pub fn explains(
        &self,
        file: &str,
        rule: &str,
        pointer: &Pointer,
        found: Option<&serde_json::Value>,
    ) -> Option<&Erratum> {
        self.0.iter().find(|erratum| {
            erratum.rule == rule
                && erratum
                    .found
                    .as_ref()
                    .is_none_or(|expected| Some(expected) == found)
                && erratum
                    .pointers
                    .iter()
                    .any(|pattern| matches(pattern, pointer))
                && erratum
                    .files
                    .iter()
                    .any(|pattern| WildMatch::new(pattern).matches(file))
        })
    }

    /// What no finding used: whole entries, or single files and pointers of an entry.
    ///
    /// `uses` lists file, erratum id and pointer of every explained finding.
    pub fn unused(&self, uses: &[(String, String, Pointer)]) -> Vec<String> {
        let mut unused = Vec::new();
        for erratum in &self.0 {
            let of_this = || uses.iter().filter(|(_, id, _)| *id == erratum.id);
            let location = erratum
                .location
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let id = &erratum.id;
            for pattern in &erratum.files {
                if !of_this().any(|(file, ..)| WildMatch::new(pattern).matches(file)) {
                    unused.push(format!(
                        "{location}: no payload of `{pattern}` exercises the erratum `{id}`"
                    ));
                }
            }
            for pattern in &erratum.pointers {
                if !of_this().any(|(_, _, pointer)| matches(pattern, pointer)) {
                    unused.push(format!(
                        "{location}: no payload exercises `{pattern}` of the erratum `{id}`"
                    ));
                }
            }
        }
        unused
    }
}

/// Whether a pointer fits a pattern, in which `*` stands for an array index.
fn matches(pattern: &str, pointer: &Pointer) -> bool {
    let Ok(pattern) = pattern.parse::<Pointer>() else {
        return false;
    };
    let is_index =
        |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    pattern.tokens().len() == pointer.tokens().len()
        && pattern
            .tokens()
            .iter()
            .zip(pointer.tokens())
            .all(|(pattern, token)| pattern == token || (pattern == "*" && is_index(token)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_an_index_and_for_nothing_else() {
        let pointer = |text: &str| text.parse::<Pointer>().unwrap();
        assert!(matches("/*/commit/id", &pointer("/12/commit/id")));
        assert!(!matches("/*/id", &pointer("/commit/id")));
        assert!(!matches("/commit", &pointer("/commit/id")));
    }
}
