//! Older contracts out of one document: what was introduced, deprecated, removed or changed, and when.
//!
//! Nodes carry their history under an extension key that the caller names, here `x-history`: a list of
//! `{version, change, value, schema, source}`. `change` is `introduced`, `deprecated`, `removed`, `changed` or
//! `moved`; `value` narrows the entry to one member of the node's value set; `schema` is what a `changed` node was
//! before; `source` says how one knows.

mod check;
mod components;
mod project;
mod version;

use std::fmt;

use crate::document::Document;
use crate::error::Error;
use crate::node::{Node, Value};
use crate::source::Span;

pub use version::Version;

/// The keys under which a schema lists its values: a closed set, and one that may grow.
const VALUE_SETS: [&str; 2] = ["enum", "x-extensible-enum"];

/// What happened to a node.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Change {
    /// It came to be.
    Introduced,
    /// It works, but should not be used any more.
    Deprecated,
    /// It ceased to be.
    Removed,
    /// It got another schema, or another meaning.
    Changed,
    /// It is available to others than before, such as another paid tier.
    Moved,
}

impl Change {
    const ALL: [Self; 5] = [
        Self::Introduced,
        Self::Deprecated,
        Self::Removed,
        Self::Changed,
        Self::Moved,
    ];

    /// The word that a document uses for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Introduced => "introduced",
            Self::Deprecated => "deprecated",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Moved => "moved",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.as_str() == word)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One event in the history of a node.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The first version in which it holds.
    pub version: Version,
    /// What happened.
    pub change: Change,
    /// The member of the node's value set to which it happened; none when it is the node itself.
    pub value: Option<&'a Node>,
    /// What the node's schema was before.
    pub schema: Option<&'a Node>,
    /// How one knows.
    pub source: Option<&'a str>,
    /// The place of the entry.
    pub span: Span,
}

/// The history of a node, in the order in which it is written.
///
/// Entries without a known `change` and a readable `version` are left out; [`check`] and [`as_of`] refuse them.
///
/// ```
/// use openapi_document::{Document, history};
///
/// let document = Document::parse("api.yaml", r#"
/// openapi: 3.0.3
/// info:
///   x-history: [{version: "13.10", change: introduced, source: the changelog}]
/// "#)?;
/// let entries = history::entries(document.root().get("info").unwrap(), "x-history");
/// assert_eq!(entries[0].version.to_string(), "13.10");
/// assert_eq!(entries[0].change, history::Change::Introduced);
/// # Ok::<(), openapi_document::Error>(())
/// ```
pub fn entries<'a>(node: &'a Node, key: &str) -> Vec<Entry<'a>> {
    let list = node.get(key).map_or(&[][..], Node::items);
    list.iter().filter_map(|item| entry(item).ok()).collect()
}

/// Reads one entry; the error tells the offending place and what is wrong there.
fn entry(item: &Node) -> Result<Entry<'_>, (Span, String)> {
    let wrong = |node: &Node, message: &str| Err((node.span, message.to_owned()));
    if !item.is_object() {
        return wrong(
            item,
            "a history entry is written `{version, change, source}`",
        );
    }
    let known = ["version", "change", "value", "schema", "source"];
    let mut members = item.members().iter();
    if let Some(member) = members.find(|member| !known.contains(&member.key.as_str())) {
        let message = format!(
            "a history entry has no `{}`: it has {}",
            member.key,
            known.map(|key| format!("`{key}`")).join(", ")
        );
        return Err((member.key_span, message));
    }
    let Some(version) = item.get("version") else {
        return wrong(item, "this history entry says no `version`");
    };
    let Value::String(text) = &version.value else {
        return wrong(
            version,
            "the `version` needs quotes, because 13.10 without them is the number 13.1",
        );
    };
    let Ok(number) = text.parse() else {
        let message = format!("`{text}` is not a version: write it like \"14.8\"");
        return Err((version.span, message));
    };
    let Some(word) = item.get("change") else {
        return wrong(item, "this history entry says no `change`");
    };
    let Some(change) = word.as_str().and_then(Change::parse) else {
        let words = Change::ALL.map(Change::as_str).join("`, `");
        return Err((word.span, format!("the `change` is one of `{words}`")));
    };
    let schema = item.get("schema");
    if let Some(schema) = schema {
        if change != Change::Changed {
            return wrong(
                schema,
                "only a `changed` entry has a `schema`: the one before it",
            );
        }
        if item.has("value") {
            return wrong(schema, "an entry has a `value` or a `schema`, not both");
        }
        if !schema.is_object() {
            return wrong(schema, "the `schema` of a history entry is an object");
        }
    }
    Ok(Entry {
        version: number,
        change,
        value: item.get("value"),
        schema,
        source: item.get("source").and_then(Node::as_str),
        span: item.span,
    })
}

/// Finds the first mistake in the histories of a document, without projecting it.
///
/// # Errors
///
/// [`Error::Document`] at an entry that has an unknown or missing `change`, `version` or key, that has a `value`
/// which its node does not list or a `schema` which its node cannot have, that contradicts another entry of the
/// same version, or that stands beside a `$ref`; and at a `required` property that was introduced along the way.
pub fn check(document: &Document, key: &str) -> Result<(), Error> {
    check::check(document, key)
}

/// The document as it would have been written for an older version.
///
/// What was not yet introduced, or already removed, is left out: operations (and a path item that has none left),
/// parameters, properties (from `required` too), headers, responses, media types, members of a value set, and
/// ways to authenticate. A parameter, response or header that is a reference goes with what it refers to.
/// `deprecated` marks from later on are taken back, and a later `changed` entry's `schema` takes the place of the
/// schema. History of later versions is left out, as are components that nothing refers to any more. Examples stay
/// as they are. Every remaining node keeps its place in the source.
///
/// ```
/// use openapi_document::{Document, history};
///
/// let document = Document::parse("api.yaml", r#"
/// openapi: 3.0.3
/// paths: {}
/// components:
///   schemas:
///     Status:
///       type: string
///       enum: [running, waiting]
///       x-history: [{version: "15.4", change: introduced, value: waiting}]
/// "#)?;
/// let older = history::as_of(&document, &"14.8".parse()?, "x-history")?;
/// let status = older.find("#/components/schemas/Status/enum").unwrap();
/// assert_eq!(status.to_json(), serde_json::json!(["running"]));
/// # Ok::<(), openapi_document::Error>(())
/// ```
///
/// # Errors
///
/// What [`check`] refuses; and [`Error::Document`] where something that remains refers to what does not exist in
/// that version, or where a value set or a list of ways to authenticate would be left empty.
pub fn as_of(document: &Document, version: &Version, key: &str) -> Result<Document, Error> {
    check(document, key)?;
    let projected = project::project(document, *version, key)?;
    components::drop_unreferenced(document, projected, *version)
}

/// Whether something with these entries exists in a version.
///
/// The last introduction or removal up to the version decides; before the first, it is the opposite of what that says.
fn exists<'a>(entries: impl Iterator<Item = Entry<'a>>, version: Version) -> bool {
    let mut events: Vec<_> = entries
        .filter(|entry| matches!(entry.change, Change::Introduced | Change::Removed))
        .collect();
    events.sort_by_key(|entry| entry.version);
    match events.iter().rfind(|entry| entry.version <= version) {
        Some(last) => last.change == Change::Introduced,
        None => events
            .first()
            .is_none_or(|first| first.change == Change::Removed),
    }
}
