//! Whether the checked-in client is the one the document gives, told by the hashes in its first lines.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::input::{Error, Root};

/// The generated module, relative to the workspace.
pub const GENERATED: &str = "crates/gitlab-jobs/src/generated.rs";

/// Why the generated module is stale; none when it is fresh.
///
/// The module names its inputs in lines ``//! - `<path>` with sha256 <digest>``; each is compared with the file as
/// it is.
/// This needs no generator: `cargo xtask generate --check` compares the text itself.
///
/// # Errors
///
/// When the module or an input cannot be read, or the module names no inputs.
pub fn stale(root: &Root) -> Result<Option<String>, Error> {
    let text = root.read(GENERATED)?;
    let head = text.lines().take_while(|line| line.starts_with("//"));
    let inputs: Vec<_> = head
        .filter_map(|line| line.strip_prefix("//! - `")?.split_once("` with sha256 "))
        .collect();
    if inputs.is_empty() {
        return Err(Error::new(format!(
            "{GENERATED} does not name its inputs: run `cargo xtask generate`"
        )));
    }
    for (path, expected) in inputs {
        if digest(&root.read(path)?) != expected {
            return Ok(Some(format!(
                "{GENERATED}:1:1: made from another {path}: run `cargo xtask generate`"
            )));
        }
    }
    Ok(None)
}

/// The SHA-256 of a text, in hexadecimal.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
