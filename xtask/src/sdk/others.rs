//! C#, Kotlin, Ruby and PHP: generated as OpenAPI-generator makes them, without a facade, and not built here.

use std::io::Write;

use super::{Job, Language, openapi_generator};
use crate::task::Error;

/// The language whose generator calls the property with the package's version by that name.
const fn other(
    name: &'static str,
    generate: fn(&Job<'_>, &mut dyn Write) -> Result<(), Error>,
) -> Language {
    Language {
        name,
        in_all: false,
        needs: &["java", "python3"],
        generate,
        build: None,
    }
}

pub(super) const CSHARP: Language =
    other("csharp", |job, out| generate(job, "packageVersion", out));
pub(super) const KOTLIN: Language =
    other("kotlin", |job, out| generate(job, "artifactVersion", out));
pub(super) const RUBY: Language = other("ruby", |job, out| generate(job, "gemVersion", out));
pub(super) const PHP: Language = other("php", |job, out| generate(job, "artifactVersion", out));

fn generate(job: &Job<'_>, version_property: &str, out: &mut dyn Write) -> Result<(), Error> {
    let config = job.sources().join("openapi-generator.yaml");
    openapi_generator::run(job, &config, version_property, job.package, out)
}
