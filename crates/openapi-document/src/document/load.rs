//! From text to trees: the file itself, and the local files that its references lead to.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Component, Path, PathBuf};

use super::Document;
use crate::error::Error;
use crate::json;
use crate::node::{Node, Value};
use crate::percent;
use crate::shape::{Kind, walk, walk_mut};
use crate::source::{FileId, Source, Span};
use crate::yaml;

/// A loaded file whose references were not looked at yet.
struct Waiting {
    /// The name its references are rewritten to; empty for the file that was opened.
    name: String,
    /// What its references start from; none when the document was read from text.
    folder: Option<PathBuf>,
}

/// Loads the files that references lead to, and rewrites each reference to the one form `file#pointer`.
pub(super) fn load_files(document: &mut Document, path: Option<&Path>) -> Result<(), Error> {
    let mut loader = Loader {
        document,
        known: BTreeMap::new(),
        waiting: vec![Waiting {
            name: String::new(),
            folder: path.map(folder_of),
        }],
    };
    if let Some(path) = path {
        loader.known.insert(identity(path), String::new());
    }
    while let Some(file) = loader.waiting.pop() {
        loader.follow(&file)?;
    }
    Ok(())
}

struct Loader<'a> {
    document: &'a mut Document,
    /// The names of the files that were loaded, by what tells files apart.
    known: BTreeMap<PathBuf, String>,
    waiting: Vec<Waiting>,
}

impl Loader<'_> {
    /// Loads what a file refers to, and rewrites its references.
    fn follow(&mut self, file: &Waiting) -> Result<(), Error> {
        let (root, kind) = self.tree(&file.name);
        let mut references = Vec::new();
        walk(root, kind, &mut |node, kind| {
            if kind != Kind::Extension
                && let Some(target) = node.get("$ref")
                && let Some(reference) = target.as_str()
            {
                references.push((reference.to_owned(), target.span));
            }
        });
        let mut rewritten = BTreeMap::new();
        for (reference, span) in references {
            if let Entry::Vacant(entry) = rewritten.entry(reference) {
                let to = self.rewritten(entry.key(), span, file)?;
                entry.insert(to);
            }
        }
        let (root, kind) = self.tree(&file.name);
        walk_mut(root, kind, &mut |node, kind| {
            if kind == Kind::Extension {
                return;
            }
            if let Some(Value::String(reference)) = node.get_mut("$ref").map(|node| &mut node.value)
                && let Some(to) = rewritten.get(reference)
            {
                reference.clone_from(to);
            }
        });
        Ok(())
    }

    /// The tree of a loaded file, and what its root is.
    fn tree(&mut self, name: &str) -> (&mut Node, Kind) {
        match self.document.files.get_mut(name) {
            Some(root) => (root, Kind::Unknown),
            None => (&mut self.document.root, Kind::Document),
        }
    }

    /// The one form of a reference in a file, whose target is then loaded.
    fn rewritten(&mut self, reference: &str, span: Span, file: &Waiting) -> Result<String, Error> {
        let (target, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let refusal = |why: &str| (span, format!("`$ref: {reference}` {why}"));
        let name = match (&file.folder, target) {
            (_, "") => Ok(file.name.clone()),
            (_, network) if network.contains("://") => Err(refusal(
                "leads to the network: copy the file beside the document",
            )),
            (None, _) => Err(refusal(
                "leads to another file, but this document was read from text",
            )),
            (Some(folder), _) => {
                let target = percent::decode(target).unwrap_or_else(|_| target.to_owned());
                match self.load(&tidy(&folder.join(target))) {
                    Err(Error::Read { source, .. }) => {
                        Err(refusal(&format!("could not be read: {source}")))
                    }
                    other => Ok(other?),
                }
            }
        };
        let name = name.map_err(|(span, message)| self.document.error(span, message))?;
        let pointer = percent::decode(pointer).unwrap_or_else(|_| pointer.to_owned());
        Ok(format!("{name}#{pointer}"))
    }

    /// Loads a file unless it was loaded before, and tells the name it goes by.
    fn load(&mut self, path: &Path) -> Result<String, Error> {
        let identity = identity(path);
        if let Some(name) = self.known.get(&identity) {
            return Ok(name.clone());
        }
        let name = path.display().to_string();
        let text = read_plain(path)?;
        let count = self.document.sources.len();
        let id = FileId(u32::try_from(count).expect("fewer files than 2^32"));
        let source = Source::new(name.as_str(), text);
        let node = parse_text(&source, id)?;
        self.document.sources.push(source);
        self.document.files.insert(name.clone(), node);
        self.known.insert(identity, name.clone());
        self.waiting.push(Waiting {
            name: name.clone(),
            folder: Some(folder_of(path)),
        });
        Ok(name)
    }
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// A path without `.`, and without a `..` that only undoes the folder before it.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        let last = tidy.components().next_back();
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(last, Some(Component::Normal(_))) => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    tidy
}

/// What tells whether two paths are the same file.
fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| tidy(path))
}

/// Reads a whole file as UTF-8.
pub(super) fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Read {
        file: path.display().to_string(),
        source,
    })
}

/// Reads a file that a reference names, which must be a plain one: a pipe or device might never end.
fn read_plain(path: &Path) -> Result<String, Error> {
    if std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(Error::Read {
            file: path.display().to_string(),
            source: std::io::Error::other("it is not a plain file"),
        });
    }
    read(path)
}

/// JSON when the first character says so, else YAML; a YAML text may start with the same character.
pub(super) fn parse_text(source: &Source, file: FileId) -> Result<Node, Error> {
    let text = source.text().trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('{') {
        return yaml::parse(source, file);
    }
    let syntax = |offset, message| Error::Syntax {
        at: source.location(offset),
        message,
    };
    let parsed = match json::parse(source.text(), file) {
        Ok(parsed) => parsed,
        Err(error) => {
            return yaml::parse(source, file).map_err(|_| syntax(error.span.start, error.message));
        }
    };
    match parsed.duplicates.first() {
        None => Ok(parsed.node),
        Some(duplicate) => {
            let message = format!(
                "the key at `{}` stands here a second time: the first is at {}",
                duplicate.pointer,
                source.position(duplicate.first.start)
            );
            Err(syntax(duplicate.span.start, message))
        }
    }
}
