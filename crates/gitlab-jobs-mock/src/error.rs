//! Why the mock server could not start, or not take what it was given.

use std::{fmt, io};

/// Starting failed, or a text means nothing.
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
    /// A version is none that the document tells of.
    Version {
        /// What was asked for.
        text: String,
        /// The oldest version of the register.
        oldest: String,
        /// The version the document describes.
        newest: String,
    },
    /// A recording is no world.
    Recording {
        /// The file, with line and column where they are known.
        place: String,
        /// What is wrong there.
        message: String,
    },
    /// A text names no world.
    World {
        /// The text.
        text: String,
        /// What is wrong with it.
        message: String,
    },
    /// A text is no fault.
    Fault {
        /// The text, up to its first 80 characters.
        text: String,
        /// What is wrong with it.
        message: String,
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
            Self::Version {
                text,
                oldest,
                newest,
            } => write!(
                f,
                "there is no GitLab `{text}` here: the document tells of {oldest} to {newest}; write it like {newest}"
            ),
            Self::Recording { place, message } => write!(f, "{place}: {message}"),
            Self::World { text, message } => write!(
                f,
                "`{text}` is no world: {message}; write it like demo, generated:1000:7, or the path of a recording"
            ),
            Self::Fault { text, message } => write!(
                f,
                "`{text}` is no fault: {message}; write it like `get_job status=429 retry-after=1 times=3`"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Listen { source, .. } | Self::Runtime { source } => Some(source),
            Self::Version { .. }
            | Self::Recording { .. }
            | Self::World { .. }
            | Self::Fault { .. } => None,
        }
    }
}
