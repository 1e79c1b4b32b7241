//! Components after a projection: those that nothing refers to any more go, and those that are missed are told.

use std::collections::BTreeSet;

use super::Version;
use crate::document::Document;
use crate::error::Error;
use crate::node::{Node, Value};
use crate::pointer::Pointer;
use crate::shape::{Kind, walk, walk_member};
use crate::source::Span;

/// A component: its section and its name.
type Name = (String, String);

/// Drops what `before` referred to and `after` does not; components that were never referred to stay.
pub(super) fn drop_unreferenced(
    before: &Document,
    after: Document,
    version: Version,
) -> Result<Document, Error> {
    let all = names(before);
    let used_before = reachable(before, BTreeSet::new()).names;
    let never_used = all.difference(&used_before).cloned().collect();
    let used = reachable(&after, never_used);
    for reference in &used.references {
        if after.find(&reference.to).is_none()
            && let Some(target) = before.find(&reference.to)
        {
            let message = format!(
                "this refers to {}, which does not exist in {version}: give this place a history of its own",
                before.locate(target.span)
            );
            return Err(before.error(reference.span, message));
        }
    }
    let mut root = after.root().clone();
    let Some(Value::Object(sections)) = root.get_mut("components").map(|node| &mut node.value)
    else {
        return Ok(after);
    };
    sections.retain_mut(|section| {
        let Value::Object(components) = &mut section.node.value else {
            return true;
        };
        components.retain(|component| {
            let name = (section.key.clone(), component.key.clone());
            used.names.contains(&name)
        });
        // A section that was written empty is not ours to take away.
        !components.is_empty() || all.iter().all(|(name, _)| *name != section.key)
    });
    if sections.is_empty() && !all.is_empty() {
        root.remove("components");
    }
    Ok(after.with_root(root))
}

fn names(document: &Document) -> BTreeSet<Name> {
    let sections = document
        .root()
        .get("components")
        .map_or(&[][..], Node::members);
    let names = sections.iter().flat_map(|section| {
        let components = section.node.members().iter();
        components.map(|component| (section.key.clone(), component.key.clone()))
    });
    names.collect()
}

struct Reference {
    to: String,
    span: Span,
}

#[derive(Default)]
struct Reachable {
    names: BTreeSet<Name>,
    references: Vec<Reference>,
}

/// Everything that is referred to from outside of the components, and by what is so reached.
fn reachable(document: &Document, names: BTreeSet<Name>) -> Reachable {
    let mut found = Reachable::default();
    let mut waiting: Vec<Name> = names.into_iter().collect();
    let mut references = Vec::new();
    note(document.root(), Kind::Document, &mut references);
    let members = document.root().members().iter();
    for member in members.filter(|member| member.key != "components") {
        walk_member(member, Kind::Document, &mut |node, kind| {
            note(node, kind, &mut references);
        });
    }
    for (tree, kind) in document.trees().skip(1) {
        collect(tree, kind, &mut references);
    }
    loop {
        for reference in references.drain(..) {
            waiting.extend(component(&reference.to));
            found.references.push(reference);
        }
        let Some(name) = waiting.pop() else {
            return found;
        };
        if found.names.contains(&name) {
            continue;
        }
        let pointer = Pointer::root()
            .join("components")
            .join(&name.0)
            .join(&name.1);
        if let Some(node) = document.at(&pointer) {
            collect(node, section_kind(&name.0), &mut references);
        }
        found.names.insert(name);
    }
}

fn section_kind(section: &str) -> Kind {
    match section {
        "schemas" => Kind::Schema,
        "parameters" => Kind::Parameter,
        "headers" => Kind::Header,
        "responses" => Kind::Response,
        "requestBodies" => Kind::RequestBody,
        "examples" => Kind::Example,
        "pathItems" => Kind::PathItem,
        "callbacks" => Kind::Callback,
        _ => Kind::Unknown,
    }
}

/// The component that an address leads to or into.
fn component(address: &str) -> Option<Name> {
    let pointer: Pointer = address.strip_prefix('#')?.parse().ok()?;
    match pointer.tokens() {
        [components, section, name, ..] if components == "components" => {
            Some((section.clone(), name.clone()))
        }
        _ => None,
    }
}

fn collect(node: &Node, kind: Kind, references: &mut Vec<Reference>) {
    walk(node, kind, &mut |node, kind| note(node, kind, references));
}

/// Notes what one node refers to, without what stands below it.
fn note(node: &Node, kind: Kind, references: &mut Vec<Reference>) {
    if kind == Kind::Extension {
        return;
    }
    let mut add = |to: String, span| references.push(Reference { to, span });
    if let Some(target) = node.get("$ref")
        && let Some(to) = target.as_str()
    {
        add(to.to_owned(), target.span);
    }
    if matches!(kind, Kind::Document | Kind::Operation) {
        let ways = node.get("security").map_or(&[][..], Node::items);
        for scheme in ways.iter().flat_map(Node::members) {
            add(address("securitySchemes", &scheme.key), scheme.key_span);
        }
    }
    if kind == Kind::Schema {
        let discriminator = node.get("discriminator");
        let mapping = discriminator.and_then(|node| node.get("mapping"));
        for member in mapping.map_or(&[][..], Node::members) {
            let to = member.node.as_str().unwrap_or_default();
            let is_name = !to.contains(['#', '/', '.']);
            let to = if is_name {
                address("schemas", to)
            } else {
                to.to_owned()
            };
            add(to, member.node.span);
        }
    }
}

fn address(section: &str, name: &str) -> String {
    let pointer = Pointer::root().join("components").join(section).join(name);
    format!("#{pointer}")
}
