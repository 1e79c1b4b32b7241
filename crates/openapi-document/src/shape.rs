//! Which parts of a document describe, which are names, and which are data: one grammar for every walk.
//!
//! A property may be called `enum` or `$ref`, and an example may hold either; only its place tells a keyword from
//! a name and from data.

use crate::node::{Member, Node, Value};
use crate::operation::METHODS;

/// What a node is, in the words of the specification.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Header,
    MediaType,
    Encoding,
    Callback,
    Schema,
    Example,
    Extension,
    /// Anything else, such as the root of a file that only references lead to.
    Unknown,
}

/// What stands under a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Slot {
    /// A value that describes nothing.
    Data,
    /// One node, or a list of such.
    Node(Kind),
    /// Nodes by name.
    Map(Kind),
}

/// What stands under `key` in a node of `kind`.
pub(crate) fn slot(kind: Kind, key: &str, value: &Node) -> Slot {
    if kind == Kind::Extension {
        let schema = key == "schema" && value.is_object();
        return Slot::Node(if schema {
            Kind::Schema
        } else {
            Kind::Extension
        });
    }
    if key.starts_with("x-") {
        return Slot::Node(Kind::Extension);
    }
    match kind {
        Kind::Callback => Slot::Node(Kind::PathItem),
        Kind::Schema => schema_slot(key).unwrap_or(Slot::Node(Kind::Unknown)),
        Kind::Example if key == "value" => Slot::Data,
        Kind::PathItem | Kind::Unknown if METHODS.contains(&key) => {
            let real = kind == Kind::PathItem || value.has("responses");
            Slot::Node(if real { Kind::Operation } else { Kind::Unknown })
        }
        Kind::Unknown => match plain_slot(key, value) {
            Slot::Node(Kind::Unknown) => schema_slot(key).unwrap_or(Slot::Node(Kind::Unknown)),
            found => found,
        },
        _ => plain_slot(key, value),
    }
}

fn schema_slot(key: &str) -> Option<Slot> {
    let slot = match key {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
            Slot::Map(Kind::Schema)
        }
        "items"
        | "prefixItems"
        | "additionalItems"
        | "unevaluatedItems"
        | "contains"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "propertyNames"
        | "contentSchema"
        | "allOf"
        | "anyOf"
        | "oneOf"
        | "not"
        | "if"
        | "then"
        | "else" => Slot::Node(Kind::Schema),
        "enum" | "const" | "default" | "example" | "examples" | "required" | "discriminator"
        | "dependentRequired" => Slot::Data,
        _ => return None,
    };
    Some(slot)
}

/// The keys that mean the same wherever they stand outside of a schema.
fn plain_slot(key: &str, value: &Node) -> Slot {
    match key {
        "paths" | "webhooks" | "pathItems" => Slot::Map(Kind::PathItem),
        "components" => Slot::Node(Kind::Components),
        "schemas" => Slot::Map(Kind::Schema),
        "schema" => Slot::Node(Kind::Schema),
        "parameters" if value.is_array() => Slot::Node(Kind::Parameter),
        "parameters" => Slot::Map(Kind::Parameter),
        "requestBody" => Slot::Node(Kind::RequestBody),
        "requestBodies" => Slot::Map(Kind::RequestBody),
        "responses" => Slot::Map(Kind::Response),
        "headers" => Slot::Map(Kind::Header),
        "content" => Slot::Map(Kind::MediaType),
        "encoding" => Slot::Map(Kind::Encoding),
        "callbacks" => Slot::Map(Kind::Callback),
        "links" | "securitySchemes" | "variables" => Slot::Map(Kind::Unknown),
        "examples" if value.is_object() => Slot::Map(Kind::Example),
        "example" | "examples" | "default" | "enum" | "const" | "required" | "security" => {
            Slot::Data
        }
        _ => Slot::Node(Kind::Unknown),
    }
}

/// Visits every node that describes something, outermost first.
pub(crate) fn walk<'a>(node: &'a Node, kind: Kind, visit: &mut impl FnMut(&'a Node, Kind)) {
    if node.is_array() {
        for item in node.items() {
            walk(item, kind, visit);
        }
        return;
    }
    visit(node, kind);
    for member in node.members() {
        walk_member(member, kind, visit);
    }
}

/// Visits every node that describes something below one member of a node of `kind`.
pub(crate) fn walk_member<'a>(
    member: &'a Member,
    kind: Kind,
    visit: &mut impl FnMut(&'a Node, Kind),
) {
    match slot(kind, &member.key, &member.node) {
        Slot::Data => {}
        Slot::Node(kind) => walk(&member.node, kind, visit),
        Slot::Map(kind) => {
            for member in member.node.members() {
                walk(&member.node, kind, visit);
            }
        }
    }
}

/// Visits every node that describes something, outermost first, to change it.
pub(crate) fn walk_mut(node: &mut Node, kind: Kind, visit: &mut impl FnMut(&mut Node, Kind)) {
    if let Value::Array(items) = &mut node.value {
        for item in items {
            walk_mut(item, kind, visit);
        }
        return;
    }
    visit(node, kind);
    let Value::Object(members) = &mut node.value else {
        return;
    };
    for member in members {
        match slot(kind, &member.key, &member.node) {
            Slot::Data => {}
            Slot::Node(kind) => walk_mut(&mut member.node, kind, visit),
            Slot::Map(kind) => {
                if let Value::Object(named) = &mut member.node.value {
                    for member in named {
                        walk_mut(&mut member.node, kind, visit);
                    }
                }
            }
        }
    }
}
