//! The recorded payloads: what each file's name says, and its bytes.

use std::fmt;
use std::fs;

use crate::input::{Error, PAYLOADS, Root};

/// What a payload is the body of.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Slot {
    /// The operation's request.
    Request,
    /// The operation's response with this status.
    Response(u16),
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request => f.write_str("request"),
            Self::Response(status) => status.fmt(f),
        }
    }
}

/// One recorded body.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The path relative to the workspace, with `/`.
    pub file: String,
    /// The label of the version it was recorded for.
    pub version: String,
    /// The operation it belongs to.
    pub operation: String,
    /// Request or response.
    pub slot: Slot,
    /// The case, when the operation has several bodies of this kind in one version.
    pub case: Option<String>,
    /// The recorded text.
    pub text: String,
}

impl Payload {
    /// The name without folder and extension: operation, slot and case.
    pub fn stem(&self) -> String {
        let case = self
            .case
            .as_ref()
            .map(|case| format!(".{case}"))
            .unwrap_or_default();
        format!("{}.{}{case}", self.operation, self.slot)
    }

    fn parse(file: &str, text: String) -> Option<Self> {
        let (version, name) = file
            .strip_prefix(PAYLOADS)?
            .strip_prefix('/')?
            .split_once('/')?;
        let mut parts = name.strip_suffix(".json")?.split('.');
        let (operation, slot) = (parts.next()?, parts.next()?);
        let slot = match slot {
            "request" => Slot::Request,
            status => Slot::Response(
                status
                    .parse()
                    .ok()
                    .filter(|status| (100..600).contains(status))?,
            ),
        };
        let case = parts.next().map(str::to_owned);
        let known = parts.next().is_none() && !operation.is_empty();
        known.then(|| Self {
            file: file.to_owned(),
            version: version.to_owned(),
            operation: operation.to_owned(),
            slot,
            case,
            text,
        })
    }
}

/// Reads every payload, sorted by version as written in the path and then by name.
///
/// # Errors
///
/// When the folder or a file cannot be read, or a file's name does not say what it is.
pub fn load(root: &Root) -> Result<Vec<Payload>, Error> {
    let mut payloads = Vec::new();
    for version in names(root, PAYLOADS)? {
        let folder = format!("{PAYLOADS}/{version}");
        for name in names(root, &folder)? {
            let file = format!("{folder}/{name}");
            let text = root.read(&file)?;
            let payload = Payload::parse(&file, text).ok_or_else(|| {
                Error::new(format!(
                    "{file}: the name must be `<operation_id>.<status|request>[.<case>].json`"
                ))
            })?;
            payloads.push(payload);
        }
    }
    Ok(payloads)
}

fn names(root: &Root, folder: &str) -> Result<Vec<String>, Error> {
    let error = |error| Error::new(format!("{folder} could not be read: {error}"));
    let mut names = Vec::new();
    for entry in fs::read_dir(root.path(folder)).map_err(error)? {
        names.push(
            entry
                .map_err(error)?
                .file_name()
                .to_string_lossy()
                .into_owned(),
        );
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_tells_version_operation_slot_and_case() {
        let payload = Payload::parse(
            "openapi/payloads/17.9/play_job.request.2.json",
            String::new(),
        )
        .unwrap();
        assert_eq!(
            (payload.version.as_str(), payload.slot),
            ("17.9", Slot::Request)
        );
        assert_eq!(payload.stem(), "play_job.request.2");
    }

    #[test]
    fn a_file_name_of_another_form_is_refused() {
        for name in [
            "get_job.json",
            "get_job.2000.json",
            "get_job.200.json.bak",
            ".200.json",
            "a.200.1.2.json",
        ] {
            assert!(
                Payload::parse(&format!("openapi/payloads/17.9/{name}"), String::new()).is_none(),
                "{name}"
            );
        }
    }
}
