//! Why a document could not be read or used.

use std::fmt;

use crate::source::Location;

/// Why a document could not be read or used.
///
/// Disagreements between a value and a schema are not errors: they are
/// [`Violation`](crate::validate::Violation)s.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be read.
    Read {
        /// The path as it was given.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The text is neither JSON nor YAML.
    Syntax {
        /// The place where it stops being so.
        at: Location,
        /// What is wrong there.
        message: String,
    },
    /// The text is well-formed, but not an OpenAPI document that can be used.
    Document {
        /// The place of the offending node.
        at: Location,
        /// What is wrong there and what to write instead.
        message: String,
    },
    /// The text is not a version of the described server.
    Version {
        /// The text.
        text: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { file, source } => write!(f, "{file} could not be read: {source}"),
            Self::Syntax { at, message } | Self::Document { at, message } => {
                write!(f, "{at}: {message}")
            }
            Self::Version { text } => {
                write!(f, "`{text}` is not a version: write it like `14.8`")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } => Some(source),
            _ => None,
        }
    }
}
