//! Running other programs for a task: cargo and the tools it does not know.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::task::{Error, Outcome, workspace};

/// A command in the workspace's folder, without the variables that the outer cargo set for this process alone.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace()).stdin(Stdio::null());
    // Some build scripts watch them: left in place, a nested cargo would build those crates anew.
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that runs this task.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command whose output is the user's, and tells whether it succeeded.
///
/// `out` is flushed first so that lines keep their order.
pub(crate) fn succeeds(command: &mut Command, out: &mut dyn Write) -> Result<bool, Error> {
    out.flush()?;
    Ok(status(command)? == Some(0))
}

/// Runs one of our own binaries: its exit status 0 and 1 are outcomes, anything else means it could not run.
pub(crate) fn delegate(command: &mut Command, out: &mut dyn Write) -> Result<Outcome, Error> {
    out.flush()?;
    match status(command)? {
        Some(0) => Ok(Outcome::Done),
        Some(1) => Ok(Outcome::Failed),
        _ => Err(Error::new(format!(
            "`{}` could not run: see above",
            line(command)
        ))),
    }
}

fn status(command: &mut Command) -> Result<Option<i32>, Error> {
    let status = command.status();
    let status = status.map_err(|error| {
        let program = command.get_program().to_string_lossy().into_owned();
        Error::new(format!(
            "`{program}` could not be started: {error}; is it installed?"
        ))
    })?;
    Ok(status.code())
}

/// The command as one would type it, with the program's name for its path.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
