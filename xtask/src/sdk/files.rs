//! Files of packages: hand-written sources copied with their placeholders filled, and the JSON that `build` leaves.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::Job;
use crate::task::{Error, workspace};

/// Reads a text.
pub(super) fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| Error::file(path, &error))
}

/// Writes a file, and the folders it lies in.
pub(super) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
    }
    fs::write(path, content).map_err(|error| Error::file(path, &error))
}

/// Copies a folder with all that is in it, every text with its placeholders filled.
///
/// A placeholder is a name between two `@`, given without them.
pub(super) fn copy(from: &Path, to: &Path, fill: &[(&str, &str)]) -> Result<(), Error> {
    let entries = fs::read_dir(from).map_err(|error| Error::file(from, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Error::file(from, &error))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target, fill)?;
            continue;
        }
        let bytes = fs::read(&path).map_err(|error| Error::file(&path, &error))?;
        match String::from_utf8(bytes) {
            Ok(text) => {
                let filled = fill.iter().fold(text, |text, (name, value)| {
                    text.replace(&format!("@{name}@"), value)
                });
                write(&target, filled)?;
            }
            Err(binary) => write(&target, binary.into_bytes())?,
        }
    }
    Ok(())
}

/// Puts both licences of the workspace into a package.
pub(super) fn licences(package: &Path) -> Result<(), Error> {
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        write(&package.join(name), read(&workspace().join(name))?)?;
    }
    Ok(())
}

/// A command as `conformance.json` and `install.json` write it.
pub(super) fn command(words: &[&str], folder: &Path) -> Value {
    json!({ "command": words, "folder": folder.to_string_lossy() })
}

/// Leaves the two files that tell how the package is tried.
pub(super) fn manifests(
    job: &Job<'_>,
    conformance: &Value,
    steps: &[Value],
    example: &Value,
) -> Result<(), Error> {
    let install = json!({ "steps": steps, "example": example });
    write(
        &job.work.join("conformance.json"),
        format!("{conformance:#}\n"),
    )?;
    write(&job.work.join("install.json"), format!("{install:#}\n"))
}
