//! Writing the view and a package: beside the place first, then swapped, so that nobody ever sees half of either.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use openapi_document::node::Node;
use openapi_document::pointer::Pointer;
use openapi_document::view::Views;
use openapi_document::{Document, json};

use super::{Job, Language, rules};
use crate::task::{Error, workspace};
use crate::tools::remove;

/// The name of the view.
const VIEW: &str = "sdk";

/// The view as a file.
pub(super) struct View {
    pub(super) path: PathBuf,
    /// `info.version` of the document.
    pub(super) version: String,
}

/// The document as the `sdk` view shows it.
pub(super) fn read_view() -> Result<Document, Error> {
    let read = |name: &str| {
        let path = workspace().join("openapi").join(name);
        fs::read_to_string(&path).map_err(|error| Error::file(&path, &error))
    };
    let document = Document::parse("openapi/gitlab-jobs.yaml", &read("gitlab-jobs.yaml")?)?;
    let fail = |error: openapi_document::view::ViewError| Error::new(error.to_string());
    let views = Views::parse("openapi/views.yaml", &read("views.yaml")?).map_err(fail)?;
    views.apply(VIEW, &document).map_err(fail)
}

/// Writes the `sdk` view as JSON, unless it breaks a rule.
pub(super) fn view(path: &Path) -> Result<View, Error> {
    let view = read_view()?;
    let findings = rules::check(&view);
    if !findings.is_empty() {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        return Err(Error::new(format!(
            "the `{VIEW}` view is not fit for generators:\n{}",
            lines.join("\n")
        )));
    }
    let version = view
        .root()
        .at(&Pointer::root().join("info").join("version"));
    let version = version.and_then(Node::as_str).ok_or_else(|| {
        Error::new("openapi/gitlab-jobs.yaml has no `info.version`, the version of every package")
    })?;
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
    let beside = path.with_extension("partial");
    fs::write(&beside, json::print(view.root())).map_err(|error| Error::file(&beside, &error))?;
    fs::rename(&beside, path).map_err(|error| Error::file(path, &error))?;
    Ok(View {
        path: path.to_owned(),
        version: version.to_owned(),
    })
}

/// Refuses a place where something lies that is no package of ours: it would be removed.
pub(super) fn ours(package: &Path) -> Result<(), Error> {
    let empty = match fs::read_dir(package) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if empty || package.join("LICENSE-APACHE").is_file() {
        return Ok(());
    }
    Err(Error::new(format!(
        "{} is not a package that this wrote; choose another --out or remove it",
        package.display()
    )))
}

/// Generates a package beside its place and swaps it in.
pub(super) fn package(
    language: &Language,
    job: &Job<'_>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let folder = job.package.parent().unwrap_or(Path::new("."));
    let beside = folder.join(format!(".{}.partial", job.name));
    remove(&beside)?;
    for folder in [&beside, job.work] {
        fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
    }
    let draft = Job {
        package: &beside,
        ..*job
    };
    (language.generate)(&draft, out)?;
    remove(job.package)?;
    fs::rename(&beside, job.package).map_err(|error| Error::file(job.package, &error))
}

/// Generates a package a second time and refuses one that differs: what is published must not depend on the run.
pub(super) fn again(language: &Language, job: &Job<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let second = job.work.join("again");
    remove(&second)?;
    fs::create_dir_all(&second).map_err(|error| Error::file(&second, &error))?;
    let draft = Job {
        package: &second,
        ..*job
    };
    (language.generate)(&draft, out)?;
    let (first, other) = (tree(job.package)?, tree(&second)?);
    let names = first.keys().chain(other.keys());
    let differs = names.filter(|name| first.get(*name) != other.get(*name));
    let differs: BTreeSet<String> = differs.map(|name| name.display().to_string()).collect();
    if !differs.is_empty() {
        return Err(Error::new(format!(
            "{}: a second run writes something else: {}; compare {} with {}",
            job.name,
            differs.into_iter().collect::<Vec<_>>().join(", "),
            job.package.display(),
            second.display()
        )));
    }
    remove(&second)
}

/// The bytes of every file below a folder, by path.
fn tree(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, Error> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(current) = waiting.pop() {
        let entries = fs::read_dir(&current).map_err(|error| Error::file(&current, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| Error::file(&current, &error))?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let bytes = fs::read(&path).map_err(|error| Error::file(&path, &error))?;
                let name = path.strip_prefix(folder).unwrap_or(&path);
                files.insert(name.to_path_buf(), bytes);
            }
        }
    }
    Ok(files)
}
