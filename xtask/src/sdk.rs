//! `sdk`: writes the packages of other languages from the `sdk` view, each with its hand-written facade.
//!
//! A language is an entry of [`LANGUAGES`] and a file below `sdk/`; what is hand-written for it lies in `xtask/sdk/<name>`.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use lexopt::prelude::{Long, ValueExt as _};

use crate::cargo::{cargo, succeeds};
use crate::task::{Error, Outcome, Task, workspace};
use crate::tools::{self, target};

mod files;
mod go;
mod java;
mod known_values;
mod openapi_generator;
mod others;
mod python;
mod rules;
#[cfg(test)]
mod tests;
mod typescript;
mod write;

/// The task.
pub(crate) const TASK: Task = Task {
    name: "sdk",
    arguments: "--lang NAME|all|others [--lang ...] [--out DIR] [--test]",
    about: "Writes and compiles the packages of other languages below target/dist/sdk, or DIR; needs their runtimes.",
    run,
};

/// A language that a package is made for.
pub(crate) struct Language {
    /// The word after `--lang`, and the name of its folders.
    pub(crate) name: &'static str,
    /// Whether `--lang all` means it too; the others are generated on demand and never built here.
    pub(crate) in_all: bool,
    /// Programs that must be on the `PATH`.
    pub(crate) needs: &'static [&'static str],
    /// Writes the package into the empty folder [`Job::package`]. Two runs write the same bytes.
    pub(crate) generate: fn(&Job<'_>, &mut dyn Write) -> Result<(), Error>,
    /// Type-checks or compiles a copy of the finished package below [`Job::work`] and leaves there:
    ///
    /// - `conformance.json`: `{"command": ["..."], "folder": "..."}`, how the conformance program starts;
    /// - `install.json`: `{"steps": [{"command": [...], "folder": "..."}], "example": {"command": [...], "folder": "..."}}`,
    ///   how a user installs the package into an empty project and runs the example of its README there;
    /// - `surface.txt`: sorted lines that name every operation, model, field and parameter, such as
    ///   `operation list_project_jobs(project_id, scope)`, `model Job`, `field Job.status: string`.
    ///
    /// Folders in the files are absolute. None for a language that is only generated.
    pub(crate) build: Option<Build>,
}

/// The second half of a language.
pub(crate) type Build = fn(&Job<'_>, &mut dyn Write) -> Result<Outcome, Error>;

/// What a language works with.
pub(crate) struct Job<'a> {
    /// The language's name.
    pub(crate) name: &'static str,
    /// The `sdk` view as JSON, a file.
    pub(crate) view: &'a Path,
    /// The folder of the package.
    pub(crate) package: &'a Path,
    /// The folder for everything else: tools, caches, build products.
    pub(crate) work: &'a Path,
    /// `info.version` of the document, the version of the package.
    pub(crate) version: &'a str,
}

impl Job<'_> {
    /// The folder with what is hand-written for the language.
    pub(crate) fn sources(&self) -> PathBuf {
        workspace().join("xtask/sdk").join(self.name)
    }

    /// Runs a generator, formatter or compiler in a cleared environment; its failure is an error.
    pub(crate) fn run(&self, command: &mut Command, out: &mut dyn Write) -> Result<(), Error> {
        let line = crate::cargo::line(command);
        if crate::cargo::succeeds(command, out)? {
            Ok(())
        } else {
            Err(Error::new(format!(
                "{}: `{line}` failed: see above",
                self.name
            )))
        }
    }
}

/// Every language, in the order that messages and tables have.
const LANGUAGES: &[Language] = &[
    python::PYTHON,
    typescript::TYPESCRIPT,
    go::GO,
    java::JAVA,
    others::CSHARP,
    others::KOTLIN,
    others::RUBY,
    others::PHP,
];

struct Arguments {
    languages: Vec<&'static Language>,
    out: PathBuf,
    test: bool,
}

fn run(args: lexopt::Parser, out: &mut dyn Write) -> Result<Outcome, Error> {
    let arguments = parse(args)?;
    for language in &arguments.languages {
        equipped(language)?;
        write::ours(&arguments.out.join(language.name))?;
    }
    let folder = target().join("sdk");
    let view = write::view(&folder.join("view.json"))?;
    let mut testable = Vec::new();
    for language in arguments.languages {
        let package = arguments.out.join(language.name);
        let job = Job {
            name: language.name,
            view: &view.path,
            package: &package,
            work: &folder.join(language.name),
            version: &view.version,
        };
        write::package(language, &job, out)?;
        writeln!(out, "{}: {}", language.name, package.display())?;
        if let Some(build) = language.build {
            if build(&job, out)? == Outcome::Failed {
                return Ok(Outcome::Failed);
            }
            testable.push(language.name);
        }
        if arguments.test {
            write::again(language, &job, out)?;
        }
    }
    if !arguments.test || testable.is_empty() {
        return Ok(Outcome::Done);
    }
    let mut test = cargo();
    test.args(["test", "--locked", "--package", "gitlab-jobs-tests"]);
    test.args(["--test", "sdk", "--", "--ignored", "--nocapture"]);
    test.env("GITLAB_JOBS_SDKS", testable.join(" "))
        .env("GITLAB_JOBS_SDK_FOLDER", &folder);
    Ok(if succeeds(&mut test, out)? {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

/// Refuses a language whose runtime is missing, before anything is fetched or written.
fn equipped(language: &Language) -> Result<(), Error> {
    let mut needs = language.needs.iter();
    match needs.find(|program| !tools::on_path(program)) {
        None => Ok(()),
        Some(program) => Err(Error::new(format!(
            "{} needs `{program}`, which is not on the PATH: install it, or leave the language out",
            language.name
        ))),
    }
}

fn parse(mut args: lexopt::Parser) -> Result<Arguments, Error> {
    let mut names = BTreeSet::new();
    let mut folder = target().join("dist/sdk");
    let mut test = false;
    while let Some(argument) = args.next()? {
        match argument {
            Long("lang") => {
                let name = args.value()?.string()?;
                let chosen: Vec<_> = LANGUAGES
                    .iter()
                    .filter(|language| match name.as_str() {
                        "all" => language.in_all,
                        "others" => !language.in_all,
                        name => language.name == name,
                    })
                    .map(|language| language.name)
                    .collect();
                if chosen.is_empty() {
                    return Err(Error::new(format!(
                        "there is no language `{name}`: {}",
                        known()
                    )));
                }
                names.extend(chosen);
            }
            Long("out") => {
                let here = std::env::current_dir()?;
                folder = here.join(args.value()?);
            }
            Long("test") => test = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if names.is_empty() {
        return Err(Error::new(format!("say `--lang NAME`: {}", known())));
    }
    let chosen = LANGUAGES
        .iter()
        .filter(|language| names.contains(language.name));
    Ok(Arguments {
        languages: chosen.collect(),
        out: folder,
        test,
    })
}

fn known() -> String {
    let names: Vec<&str> = LANGUAGES.iter().map(|language| language.name).collect();
    format!(
        "there are {}, `all` for those that are built and tested here, and `others`",
        names.join(", ")
    )
}
