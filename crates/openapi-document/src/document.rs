//! A loaded document: its tree, its source texts, and the way from a `$ref` to what it means.

mod load;

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::Error;
use crate::node::Node;
use crate::percent;
use crate::pointer::Pointer;
use crate::shape::{Kind, walk};
use crate::source::{FileId, Location, Source, Span};

/// An OpenAPI 3.0 or 3.1 document, with the place of every node.
///
/// ```
/// use openapi_document::Document;
///
/// let document = Document::parse("api.yaml", "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\npaths: {}")?;
/// let title = document.root().get("info").unwrap().get("title").unwrap();
/// assert_eq!(document.locate(title.span).to_string(), "api.yaml:2:15");
/// # Ok::<(), openapi_document::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    root: Node,
    sources: Vec<Source>,
    /// Other files' trees, by the path their `$ref`s are rewritten to.
    files: BTreeMap<String, Node>,
}

impl Document {
    /// Reads a document from a file, YAML or JSON, and every local file it refers to.
    ///
    /// # Errors
    ///
    /// [`Error::Read`], [`Error::Syntax`], or [`Error::Document`] when it is not OpenAPI 3.0 or 3.1, or a
    /// `$ref` leads nowhere.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let text = load::read(path)?;
        Self::load(&path.display().to_string(), &text, Some(path))
    }

    /// Reads a document from text, YAML or JSON. References to other files are refused.
    ///
    /// # Errors
    ///
    /// [`Error::Syntax`], or [`Error::Document`] when it is not OpenAPI 3.0 or 3.1, or a `$ref` leads nowhere.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        Self::load(name, text, None)
    }

    fn load(name: &str, text: &str, path: Option<&Path>) -> Result<Self, Error> {
        let source = Source::new(name, text);
        let root = load::parse_text(&source, FileId(0))?;
        let mut document = Self {
            root,
            sources: vec![source],
            files: BTreeMap::new(),
        };
        document.check_version()?;
        load::load_files(&mut document, path)?;
        document.check_references()?;
        Ok(document)
    }

    /// The whole tree of the file that was loaded.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The same document with another tree, whose spans still tell places in the same sources.
    #[must_use]
    pub fn with_root(&self, root: Node) -> Self {
        Self {
            root,
            sources: self.sources.clone(),
            files: self.files.clone(),
        }
    }

    /// Every tree and what its root is: the loaded file's, then the other files' in the order of their paths.
    pub(crate) fn trees(&self) -> impl Iterator<Item = (&Node, Kind)> {
        let others = self.files.values().map(|root| (root, Kind::Unknown));
        std::iter::once((&self.root, Kind::Document)).chain(others)
    }

    /// The same document with every tree replaced.
    pub(crate) fn map_trees(
        &self,
        map: impl Fn(&Node, Kind) -> Result<Node, Error>,
    ) -> Result<Self, Error> {
        let others = self.files.iter();
        let others = others.map(|(file, root)| Ok((file.clone(), map(root, Kind::Unknown)?)));
        Ok(Self {
            root: map(&self.root, Kind::Document)?,
            sources: self.sources.clone(),
            files: others.collect::<Result<_, Error>>()?,
        })
    }

    /// The source text a span points into.
    pub fn source(&self, file: FileId) -> &Source {
        &self.sources[file.0 as usize]
    }

    /// The file, line and column of a span's first byte.
    pub fn locate(&self, span: Span) -> Location {
        self.source(span.file).location(span.start)
    }

    /// An [`Error::Document`] at a node.
    pub(crate) fn error(&self, span: Span, message: impl Into<String>) -> Error {
        Error::Document {
            at: self.locate(span),
            message: message.into(),
        }
    }

    /// Whether this is OpenAPI 3.1, whose schemas are JSON Schema 2020-12.
    pub fn is_3_1(&self) -> bool {
        self.root
            .get("openapi")
            .and_then(Node::as_str)
            .is_some_and(|version| version.starts_with("3.1"))
    }

    /// The node at a pointer in the file that was loaded.
    pub fn at(&self, pointer: &Pointer) -> Option<&Node> {
        self.root.at(pointer)
    }

    /// Whether any object has the key, also in the other files.
    pub fn has_key(&self, key: &str) -> bool {
        fn has(node: &Node, key: &str) -> bool {
            let mut members = node.members().iter();
            members.any(|member| member.key == key || has(&member.node, key))
                || node.items().iter().any(|item| has(item, key))
        }
        self.trees().any(|(root, _)| has(root, key))
    }

    /// The node at an address: a pointer behind a `#` that may follow another file's path, as `$ref` values name it.
    ///
    /// References were rewritten on loading: their files are named from where the document was opened, and their
    /// pointers are not percent-encoded. Here an encoded pointer is understood as well.
    pub fn find(&self, address: &str) -> Option<&Node> {
        let (file, pointer) = address.split_once('#').unwrap_or((address, ""));
        let root = if file.is_empty() {
            &self.root
        } else {
            self.files.get(file)?
        };
        let at = |pointer: &str| root.at(&pointer.parse().ok()?);
        at(pointer).or_else(|| at(&percent::decode(pointer).ok()?))
    }

    /// Follows `$ref` until a node that is none, and tells the address it was found at.
    ///
    /// The address of a node that is no reference is the one given.
    pub fn resolve<'a>(&'a self, node: &'a Node, address: &str) -> (&'a Node, String) {
        let (mut node, mut address) = (node, address.to_owned());
        // Loading refused every chain that is longer or leads nowhere.
        for _ in 0..MAX_CHAIN {
            let Some(reference) = node.get("$ref").and_then(Node::as_str) else {
                break;
            };
            let Some(target) = self.find(reference) else {
                break;
            };
            (node, address) = (target, reference.to_owned());
        }
        (node, address)
    }

    fn check_version(&self) -> Result<(), Error> {
        let Some(version) = self.root.get("openapi") else {
            let message = "this is not an OpenAPI document: it has no `openapi: 3.0.x` or `3.1.x`";
            return Err(self.error(self.root.span, message));
        };
        match version.as_str() {
            Some(text) if text.starts_with("3.0.") || text.starts_with("3.1.") => Ok(()),
            _ => Err(self.error(version.span, "only OpenAPI 3.0.x and 3.1.x are supported")),
        }
    }

    /// Refuses the first reference that leads nowhere, that never ends, or that is no text.
    fn check_references(&self) -> Result<(), Error> {
        let mut mistake = None;
        for (root, kind) in self.trees() {
            walk(root, kind, &mut |node, kind| {
                if mistake.is_none() && kind != Kind::Extension {
                    mistake = self.reference_mistake(node);
                }
            });
        }
        match mistake {
            Some((span, message)) => Err(self.error(span, message)),
            None => Ok(()),
        }
    }

    fn reference_mistake(&self, node: &Node) -> Option<(Span, String)> {
        let reference = node.get("$ref")?;
        if reference.as_str().is_none() {
            let message = "a `$ref` is text: a file, a `#` and a JSON Pointer".to_owned();
            return Some((reference.span, message));
        }
        let mut target = node;
        for _ in 0..MAX_CHAIN {
            let next = target.get("$ref").and_then(Node::as_str)?;
            let Some(found) = self.find(next) else {
                return Some((reference.span, format!("`$ref: {next}` leads nowhere")));
            };
            target = found;
        }
        let message =
            format!("this `$ref` leads back to itself, or over more than {MAX_CHAIN} others");
        Some((reference.span, message))
    }
}

/// How many references may follow one another before it must be a circle.
const MAX_CHAIN: usize = 64;
