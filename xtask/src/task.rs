//! What every task has in common: its entry, how it can end, and where the workspace lies.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

/// A task that `cargo xtask` can run.
pub(crate) struct Task {
    /// The word on the command line.
    pub(crate) name: &'static str,
    /// Its arguments, as the usage shows them.
    pub(crate) arguments: &'static str,
    /// What it does, in one sentence.
    pub(crate) about: &'static str,
    /// Runs it with the arguments behind its name; all it says goes to the writer.
    pub(crate) run: fn(lexopt::Parser, &mut dyn Write) -> Result<Outcome, Error>,
}

/// How a task that could run has ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// All is well: exit code 0.
    Done,
    /// The task found something wrong and has said it: exit code 1.
    Failed,
}

/// Why a task could not run: exit code 2.
#[derive(Debug)]
pub(crate) struct Error(String);

impl Error {
    /// An error with its message.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// An error of reading or writing a file.
    pub(crate) fn file(path: &std::path::Path, error: &io::Error) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<lexopt::Error> for Error {
    fn from(error: lexopt::Error) -> Self {
        Self(format!("{error}: see `cargo xtask --help`"))
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self(format!("the output could not be written: {error}"))
    }
}

impl From<openapi_document::Error> for Error {
    fn from(error: openapi_document::Error) -> Self {
        Self(error.to_string())
    }
}

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map_or_else(PathBuf::new, PathBuf::from)
}
