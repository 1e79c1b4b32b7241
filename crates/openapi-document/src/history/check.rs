//! Mistakes in histories, found before any version is projected.

use super::{Change, Entry, VALUE_SETS, entries, entry};
use crate::document::Document;
use crate::error::Error;
use crate::node::Node;
use crate::shape::{Kind, walk};
use crate::source::Span;

/// The first mistake in document order, as an error.
pub(super) fn check(document: &Document, key: &str) -> Result<(), Error> {
    let mut first = None;
    for (node, kind) in document.trees() {
        walk(node, kind, &mut |node, kind| {
            if first.is_none() && kind != Kind::Extension {
                first = node_mistake(document, node, kind, key);
            }
        });
    }
    first.map_or(Ok(()), |(span, message)| Err(document.error(span, message)))
}

type Mistake = (Span, String);

fn node_mistake(document: &Document, node: &Node, kind: Kind, key: &str) -> Option<Mistake> {
    if matches!(kind, Kind::Schema | Kind::Unknown)
        && let Some(mistake) = required_mistake(document, node, key)
    {
        return Some(mistake);
    }
    let history = node.get(key)?;
    if node.get("$ref").and_then(Node::as_str).is_some() {
        let message =
            format!("a `$ref` stands alone: write `allOf: [{{$ref: ...}}]` to give it `{key}`");
        return Some((history.span, message));
    }
    if !history.is_array() {
        let message = format!("`{key}` is a list of `{{version, change, source}}`");
        return Some((history.span, message));
    }
    if let Some(mistake) = history.items().iter().find_map(|item| entry(item).err()) {
        return Some(mistake);
    }
    let entries = entries(node, key);
    let single = entries
        .iter()
        .find_map(|entry| entry_mistake(node, kind, entry));
    single.or_else(|| contradiction(document, &entries))
}

fn entry_mistake(node: &Node, kind: Kind, entry: &Entry<'_>) -> Option<Mistake> {
    if let Some(value) = entry.value
        && !lists(node, kind, value)
    {
        let sets = match kind {
            Kind::Operation => "scheme of this operation's own `security`",
            _ => "member of an `enum` or `x-extensible-enum` of this very node",
        };
        let message = format!("the value {} is no {sets}", value.to_json());
        return Some((value.span, message));
    }
    if let Some(schema) = entry.schema
        && !can_have_schema(node, kind)
    {
        let message = "only a schema, or a parameter, header or media type that has one, was another `schema` before";
        return Some((schema.span, message.to_owned()));
    }
    None
}

/// Whether a node's value set has a member; an operation's are the names of its security schemes.
pub(super) fn lists(node: &Node, kind: Kind, value: &Node) -> bool {
    if kind == Kind::Operation {
        let ways = node.get("security").map_or(&[][..], Node::items);
        return value
            .as_str()
            .is_some_and(|name| ways.iter().any(|way| way.has(name)));
    }
    VALUE_SETS
        .iter()
        .filter_map(|set| node.get(set))
        .any(|set| set.items().contains(value))
}

fn can_have_schema(node: &Node, kind: Kind) -> bool {
    match kind {
        Kind::Schema | Kind::Unknown => true,
        Kind::Parameter | Kind::Header | Kind::MediaType => node.has("schema"),
        _ => false,
    }
}

/// Two entries that say different things about the same in the same version.
fn contradiction(document: &Document, entries: &[Entry<'_>]) -> Option<Mistake> {
    let decisive = |change| matches!(change, Change::Introduced | Change::Removed);
    entries.iter().enumerate().find_map(|(index, entry)| {
        let other = entries[..index].iter().find(|other| {
            let both_decide = decisive(entry.change) && decisive(other.change);
            let both_replace = entry.schema.is_some() && other.schema.is_some();
            entry.version == other.version
                && entry.value == other.value
                && (both_decide || both_replace)
        })?;
        let message = format!(
            "this says again what happened in {}: {} already does",
            entry.version,
            document.locate(other.span)
        );
        Some((entry.span, message))
    })
}

/// A property that some versions do not have, but every payload must.
fn required_mistake(document: &Document, node: &Node, key: &str) -> Option<Mistake> {
    let required = node.get("required")?.items();
    let properties = node.get("properties")?;
    required.iter().find_map(|name| {
        let property = properties.get(name.as_str()?)?;
        let introduced = entries(property, key)
            .into_iter()
            .find(|entry| entry.change == Change::Introduced && entry.value.is_none())?;
        let message = format!(
            "`{}` is required, but {} says that it was introduced in {}: take it out of `required`",
            name.as_str()?,
            document.locate(introduced.span),
            introduced.version
        );
        Some((name.span, message))
    })
}
