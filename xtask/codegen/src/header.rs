//! The head of the generated file, which says what it was made from.
//!
//! Whoever wants to know whether the file is fresh without compiling progenitor compares the digests in the head with
//! those of the inputs.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::inputs::Inputs;

/// The version of this code. Raise it when the output changes although no input did.
pub const CODEGEN: u32 = 1;

/// The version of progenitor; a test holds it against `Cargo.lock`.
pub const PROGENITOR: &str = "0.15.1";

pub(crate) fn text(inputs: &Inputs) -> String {
    format!(
        "//! The generated half of the client: the types of the API, and one private method for each operation.\n\
         //!\n\
         //! Not to be edited: `cargo xtask generate` writes it, from:\n\
         //! - `openapi/gitlab-jobs.yaml` with sha256 {}\n\
         //! - `openapi/views.yaml` with sha256 {}\n\
         //! - progenitor {PROGENITOR} and version {CODEGEN} of `xtask/codegen`\n\
         #![cfg_attr(rustfmt, rustfmt_skip)]\n",
        sha256(&inputs.document),
        sha256(&inputs.views),
    )
}

/// The SHA-256 of a text, in lower-case hexadecimal.
pub fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
        hex
    })
}
