//! Why the mock server could not start.

use std::{fmt, io};

/// Starting failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be listened on.
    Listen {
        /// The address, `HOST:PORT`.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// The thread or the event loop of the server cannot be created.
    Runtime {
        /// What the system said.
        source: io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen { address, source } => write!(
                f,
                "cannot listen on {address}: {source}; choose another host, or port 0 for any free port"
            ),
            Self::Runtime { source } => write!(f, "cannot start the server: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Listen { source, .. } | Self::Runtime { source } => Some(source),
        }
    }
}
