//! Why a run could not happen. What is wrong with a page is a finding, never an error.

use std::fmt;
use std::path::PathBuf;

use openapi_document::source::Position;

/// Why a run could not happen.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read.
    Read {
        /// The path as it was given.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be written.
    Write {
        /// The path as it was given.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The document could not be used.
    Document(openapi_document::Error),
    /// The configuration or the baseline is not understood.
    Config {
        /// The path of the file.
        path: PathBuf,
        /// Where in it, when that is known.
        at: Option<Position>,
        /// What is wrong, and what to write instead.
        message: String,
    },
    /// What was asked for cannot be done.
    Usage(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => {
                write!(f, "{} could not be read: {source}", path.display())
            }
            Self::Write { path, source } => {
                write!(f, "{} could not be written: {source}", path.display())
            }
            Self::Document(source) => source.fmt(f),
            Self::Config { path, at, message } => {
                write!(f, "{}:", path.display())?;
                match at {
                    Some(at) => write!(f, "{at}: {message}"),
                    None => write!(f, " {message}"),
                }
            }
            Self::Usage(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } | Self::Write { source, .. } => Some(source),
            Self::Document(source) => Some(source),
            Self::Config { .. } | Self::Usage(_) => None,
        }
    }
}

impl From<openapi_document::Error> for Error {
    fn from(error: openapi_document::Error) -> Self {
        Self::Document(error)
    }
}
