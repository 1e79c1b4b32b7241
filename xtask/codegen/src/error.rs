//! Why nothing was generated.

use std::fmt;

use crate::preflight::Finding;

/// Why nothing was generated.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    Read {
        /// The path as it was given.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The document is not one.
    Document(openapi_document::Error),
    /// The view could not be made.
    View(openapi_document::view::ViewError),
    /// The view holds what progenitor cannot bear or gets wrong.
    Preflight(Vec<Finding>),
    /// Progenitor refused the view, although preflight found nothing.
    Refused {
        /// What progenitor said.
        message: String,
        /// The operations it refuses on their own, or none when it is about the components.
        operations: Vec<String>,
    },
    /// Progenitor panicked, although preflight found nothing.
    Panicked {
        /// The message of the panic and its place.
        message: String,
        /// The operations it panics on alone, or none when it is about the components.
        operations: Vec<String>,
    },
    /// Progenitor's output is not what this package knows how to finish.
    Output(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { file, source } => write!(f, "{file} could not be read: {source}"),
            Self::Document(error) => error.fmt(f),
            Self::View(error) => error.fmt(f),
            Self::Preflight(findings) => {
                let count = findings.len();
                writeln!(f, "the view `{}` has {count} problems:", crate::VIEW)?;
                findings
                    .iter()
                    .try_for_each(|finding| write!(f, "{finding}"))
            }
            Self::Refused {
                message,
                operations,
            } => write!(
                f,
                "progenitor refuses {}, which preflight has no rule for yet: {message}",
                culprits(operations)
            ),
            Self::Panicked {
                message,
                operations,
            } => write!(
                f,
                "progenitor panicked on {}, which preflight has no rule for yet: {message}",
                culprits(operations)
            ),
            Self::Output(message) => {
                write!(f, "progenitor's output cannot be finished: {message}")
            }
        }
    }
}

fn culprits(operations: &[String]) -> String {
    match operations {
        [] => "the components".to_owned(),
        [one] => format!("operation `{one}`"),
        several => format!("operations `{}`", several.join("`, `")),
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } => Some(source),
            Self::Document(error) => Some(error),
            Self::View(error) => Some(error),
            _ => None,
        }
    }
}
