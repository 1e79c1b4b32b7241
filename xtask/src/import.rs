//! `import`: takes the JSON examples of a recorded docs page into `openapi/payloads/`, byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::payload::{Payload, payloads};
use openapi_document::node::Node;
use openapi_document::source::{FileId, Source};
use openapi_document::{Document, yaml};
use sha2::{Digest, Sha256};

use crate::task::{Error, Outcome, Task, workspace};

/// The task.
pub(crate) const TASK: Task = Task {
    name: "import",
    arguments: "VERSION PAGE [--replace]",
    about: "Writes the JSON examples of a recorded docs page to openapi/payloads/VERSION/.",
    run,
};

fn run(mut args: lexopt::Parser, out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut values = Vec::new();
    let mut replace = false;
    while let Some(arg) = args.next()? {
        match arg {
            lexopt::Arg::Value(value) => values.push(value),
            lexopt::Arg::Long("replace") => replace = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let [version, page] = values.as_slice() else {
        return Err(Error::new(
            "two arguments are needed: cargo xtask import VERSION PAGE [--replace]",
        ));
    };
    let version = version.to_string_lossy();
    import(
        &workspace().join("openapi"),
        &version,
        Path::new(page),
        replace,
        out,
    )
}

/// Imports one page into the folder that holds the document, the register and the payloads.
fn import(
    openapi: &Path,
    version: &str,
    path: &Path,
    replace: bool,
    out: &mut dyn Write,
) -> Result<Outcome, Error> {
    let bytes = fs::read(path).map_err(|error| Error::file(path, &error))?;
    registered(&openapi.join("versions.yaml"), version, path, &bytes)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        Error::new(format!(
            "{}: the page is not UTF-8: {error}",
            path.display()
        ))
    })?;
    let document = Document::open(openapi.join("gitlab-jobs.yaml"))?;
    let page = Page::read(&path.display().to_string(), &text, ReaderChoice::Auto);
    let (payloads, unbound) = payloads(&page, &document);

    writeln!(out, "read as {}", page.choice())?;
    let folder = openapi.join("payloads").join(version);
    let mut wrong: Vec<String> = unbound
        .iter()
        .map(|unbound| {
            format!(
                "{}: {}",
                page.source().location(unbound.span.start),
                unbound.reason
            )
        })
        .collect();
    let present = present(&folder)?;
    let mut rows = Vec::new();
    for payload in &payloads {
        let state = match present.get(&payload.file) {
            Some(bytes) if bytes == payload.text.as_bytes() => State::Unchanged,
            None => State::New,
            Some(_) if replace => State::Replaced,
            Some(_) => {
                let file = folder.join(&payload.file);
                wrong.push(format!(
                    "{}: the file has other bytes than the page: give --replace to overwrite it",
                    file.display()
                ));
                State::Different
            }
        };
        rows.push((payload, state));
    }
    let given: BTreeSet<&str> = payloads
        .iter()
        .map(|payload| payload.file.as_str())
        .collect();
    for file in present.keys().filter(|file| !given.contains(file.as_str())) {
        wrong.push(format!(
            "{}: the page does not give this file: delete it if it is stale",
            folder.join(file).display()
        ));
    }
    // Nothing is written unless all of it can be.
    if wrong.is_empty() {
        fs::create_dir_all(&folder).map_err(|error| Error::file(&folder, &error))?;
        for (payload, state) in &rows {
            if matches!(state, State::New | State::Replaced) {
                write(&folder.join(&payload.file), payload.text.as_bytes())?;
            }
        }
    }
    table(&page, &rows, out)?;
    for line in &wrong {
        writeln!(out, "error: {line}")?;
    }
    writeln!(out, "{} payloads, {} errors", rows.len(), wrong.len())?;
    if !wrong.is_empty() {
        writeln!(out, "nothing was written")?;
        return Ok(Outcome::Failed);
    }
    Ok(Outcome::Done)
}

/// What becomes of a payload file.
#[derive(Clone, Copy, Debug)]
enum State {
    New,
    Unchanged,
    Replaced,
    Different,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Replaced => "replaced",
            Self::Different => "different",
        }
    }
}

fn table(page: &Page, rows: &[(&Payload, State)], out: &mut dyn Write) -> Result<(), Error> {
    let width = rows
        .iter()
        .map(|(payload, _)| payload.file.len())
        .max()
        .unwrap_or(0);
    for (payload, state) in rows {
        let at = page.source().position(payload.span.start).to_string();
        writeln!(
            out,
            "  {:width$}  {:9}  {at:>8}  {}",
            payload.file,
            state.word(),
            payload.binding
        )?;
    }
    Ok(())
}

/// Checks that the register has the version, and for it this very page.
fn registered(register: &Path, version: &str, page: &Path, bytes: &[u8]) -> Result<(), Error> {
    let text = fs::read_to_string(register).map_err(|error| Error::file(register, &error))?;
    let name = register.display().to_string();
    let node = yaml::parse(&Source::new(name.as_str(), text), FileId(0))?;
    let entries = node.get("versions").map(Node::items).unwrap_or_default();
    let text = |entry: &'_ Node, key: &str| {
        entry
            .get(key)
            .and_then(Node::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let Some(entry) = entries.iter().find(|entry| text(entry, "label") == version) else {
        let labels: Vec<_> = entries.iter().map(|entry| text(entry, "label")).collect();
        return Err(Error::new(format!(
            "the version `{version}` is not registered; {name} has {}: add an entry with its range, source and sha256 first",
            labels.join(", ")
        )));
    };
    let sha256 = hex(&Sha256::digest(bytes));
    let expected = text(entry, "sha256");
    if sha256 == expected {
        return Ok(());
    }
    Err(Error::new(format!(
        "{}: the page has sha256 {sha256}, but {name} registers {expected} for {version}: give the recorded page, or register this one",
        page.display()
    )))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The payload files that are there, with their bytes.
fn present(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let mut files = BTreeMap::new();
    if !folder.exists() {
        return Ok(files);
    }
    let failed = |error: std::io::Error| Error::file(folder, &error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let bytes = fs::read(&path).map_err(|error| Error::file(&path, &error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        files.insert(name.into_owned(), bytes);
    }
    Ok(files)
}

/// Writes a file whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    let partial = PathBuf::from(name);
    fs::write(&partial, bytes)
        .and_then(|()| fs::rename(&partial, path))
        .map_err(|error| Error::file(path, &error))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use sha2::{Digest, Sha256};

    use super::{hex, import};
    use crate::task::{Error, Outcome};

    const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: Pots, version: 1.0.0}\n\
        paths: {/pots: {get: {operationId: list_pots, responses: {'200': {description: Pots}}}}}\n";
    const PAGE: &str = "## Pots\n\n    GET /pots\n\nExample response:\n\n```json\n[1,]\n```\n";

    /// A folder with a document, a page and a register; gone when dropped.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join("gitlab-jobs.yaml"), DOCUMENT).unwrap();
            let folder = Self(path);
            folder.page(PAGE);
            folder
        }

        /// Puts a page there, and registers it as version 1.2.
        fn page(&self, text: &str) {
            fs::write(self.0.join("page.md"), text).unwrap();
            let sha256 = hex(&Sha256::digest(text.as_bytes()));
            let register = format!("versions: [{{label: '1.2', sha256: {sha256}}}]\n");
            fs::write(self.0.join("versions.yaml"), register).unwrap();
        }

        fn payload(&self, name: &str) -> PathBuf {
            self.0.join("payloads/1.2").join(name)
        }

        fn import(&self, version: &str, replace: bool) -> Result<(Outcome, String), Error> {
            let mut out = Vec::new();
            let page = self.0.join("page.md");
            let outcome = import(&self.0, version, Path::new(&page), replace, &mut out)?;
            Ok((outcome, String::from_utf8(out).unwrap()))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_page_is_imported_once_and_unchanged_after_that() {
        let folder = Folder::new("import-once");
        let (outcome, out) = folder.import("1.2", false).unwrap();
        assert_eq!(outcome, Outcome::Done, "{out}");
        assert!(out.contains("list_pots.200.json  new"), "{out}");
        assert!(out.contains("8:1"), "{out}");
        assert_eq!(
            fs::read(folder.payload("list_pots.200.json")).unwrap(),
            b"[1,]\n"
        );
        let (outcome, out) = folder.import("1.2", false).unwrap();
        assert_eq!(outcome, Outcome::Done);
        assert!(out.contains("list_pots.200.json  unchanged"), "{out}");
    }

    #[test]
    fn a_changed_payload_is_overwritten_only_when_asked() {
        let folder = Folder::new("import-changed");
        folder.import("1.2", false).unwrap();
        folder.page(&PAGE.replace("[1,]", "[2]"));
        let (outcome, out) = folder.import("1.2", false).unwrap();
        assert_eq!(outcome, Outcome::Failed);
        assert!(out.contains("give --replace"), "{out}");
        assert_eq!(
            fs::read(folder.payload("list_pots.200.json")).unwrap(),
            b"[1,]\n"
        );
        let (outcome, _) = folder.import("1.2", true).unwrap();
        assert_eq!(outcome, Outcome::Done);
        assert_eq!(
            fs::read(folder.payload("list_pots.200.json")).unwrap(),
            b"[2]\n"
        );
    }

    #[test]
    fn a_file_that_the_page_does_not_give_is_an_error() {
        let folder = Folder::new("import-stale");
        folder.import("1.2", false).unwrap();
        fs::write(folder.payload("old.200.json"), "{}\n").unwrap();
        let (outcome, out) = folder.import("1.2", true).unwrap();
        assert_eq!(outcome, Outcome::Failed);
        assert!(
            out.contains("old.200.json: the page does not give this file"),
            "{out}"
        );
    }

    #[test]
    fn an_example_without_operation_is_an_error_and_nothing_is_written() {
        let folder = Folder::new("import-unbound");
        folder.page(&format!(
            "{PAGE}\n## Pans\n\n    GET /pans\n\n```json\n{{}}\n```\n"
        ));
        let (outcome, out) = folder.import("1.2", false).unwrap();
        assert_eq!(outcome, Outcome::Failed);
        assert!(
            out.contains("page.md:16:1: the document has no operation for `GET /pans`"),
            "{out}"
        );
        assert!(!folder.payload("list_pots.200.json").exists());
    }

    #[test]
    fn a_version_or_page_that_is_not_registered_is_refused() {
        let folder = Folder::new("import-refused");
        let error = folder.import("9.9", false).unwrap_err().to_string();
        assert!(error.contains("`9.9` is not registered"), "{error}");
        assert!(error.contains("has 1.2"), "{error}");
        fs::write(folder.0.join("page.md"), "another").unwrap();
        let error = folder.import("1.2", false).unwrap_err().to_string();
        assert!(
            error.contains("give the recorded page, or register this one"),
            "{error}"
        );
    }
}
