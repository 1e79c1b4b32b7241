//! From the OpenAPI document to the generated half of the Rust client.
//!
//! The way is: document, its `rust` [view](openapi_document::view), [preflight](mod@preflight), progenitor, and then
//! what progenitor leaves open: open value sets, documentation that rustdoc can read, `JsonSchema` behind a feature.
//!
//! ```no_run
//! use std::path::Path;
//! use xtask_codegen::{Inputs, generate};
//!
//! let inputs = Inputs::read(Path::new("openapi/gitlab-jobs.yaml"), Path::new("openapi/views.yaml"))?;
//! assert!(generate(&inputs)?.contains("pub async fn get_job"));
//! # Ok::<(), xtask_codegen::Error>(())
//! ```

pub mod error;
pub mod generator;
pub mod header;
pub mod inputs;
mod open_enum;
mod polish;
pub mod preflight;
mod prose;

pub use error::Error;
pub use inputs::Inputs;

/// The name of the view that the client is generated from.
pub const VIEW: &str = "rust";

/// The whole text of the generated file.
///
/// # Errors
///
/// When the document or the view cannot be made, when [preflight](mod@preflight) finds what progenitor cannot bear, or
/// when progenitor fails all the same.
pub fn generate(inputs: &Inputs) -> Result<String, Error> {
    let view = inputs.view(VIEW)?;
    let findings = preflight::check(&view);
    if !findings.is_empty() {
        return Err(Error::Preflight(findings));
    }
    let tokens = generator::run(&view)?;
    let mut file: syn::File =
        syn::parse2(tokens).map_err(|error| Error::Output(error.to_string()))?;
    polish::polish(&mut file, &view)?;
    Ok(format!(
        "{}\n{}",
        header::text(inputs),
        prettyplease::unparse(&file)
    ))
}
