//! C#, Kotlin, Ruby and PHP: generated as OpenAPI-generator makes them, without a facade, and not built here.

use std::fs;
use std::io::Write;

use super::{Job, Language, files, openapi_generator};
use crate::task::Error;

/// What the generator adds for the repository and the CI of somebody it does not know.
const STRANGERS: [&str; 4] = [
    "git_push.sh",
    "appveyor.yml",
    ".travis.yml",
    ".gitlab-ci.yml",
];

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
    openapi_generator::run(job, &config, version_property, job.package, out)?;
    for name in STRANGERS {
        let path = job.package.join(name);
        if path.exists() {
            fs::remove_file(&path).map_err(|error| Error::file(&path, &error))?;
        }
    }
    files::licences(job.package)
}
