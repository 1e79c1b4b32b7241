//! The tree of an older version: every node that existed then, as it was then.

use super::check::lists;
use super::{Change, VALUE_SETS, Version, entries, entry, exists};
use crate::document::Document;
use crate::error::Error;
use crate::node::{Member, Node, Value};
use crate::operation::METHODS;
use crate::shape::{Kind, Slot, slot};
use crate::source::Span;

/// Projects every tree of a document whose histories were checked.
pub(super) fn project(document: &Document, version: Version, key: &str) -> Result<Document, Error> {
    let projection = Projection {
        document,
        version,
        key,
    };
    document.map_trees(|root, kind| projection.node(root, kind))
}

struct Projection<'a> {
    document: &'a Document,
    version: Version,
    key: &'a str,
}

impl Projection<'_> {
    /// Whether a node exists: by its own history, and when it is a reference, by that of its target.
    ///
    /// A schema that refers to what does not exist is a mistake of the document, which is told later.
    fn has(&self, node: &Node, kind: Kind) -> bool {
        let own = entries(node, self.key).into_iter();
        if !exists(own.filter(|entry| entry.value.is_none()), self.version) {
            return false;
        }
        if kind == Kind::Schema {
            return true;
        }
        let (target, _) = self.document.resolve(node, "");
        if !std::ptr::eq(target, node) && !self.has(target, kind) {
            return false;
        }
        let is_method = |member: &&Member| METHODS.contains(&member.key.as_str());
        let mut operations = target.members().iter().filter(is_method).peekable();
        kind != Kind::PathItem
            || operations.peek().is_none()
            || operations.any(|operation| self.has(&operation.node, Kind::Operation))
    }

    fn node(&self, node: &Node, kind: Kind) -> Result<Node, Error> {
        match &node.value {
            Value::Array(items) => {
                let items = items.iter().filter(|item| self.has(item, kind));
                let items = items.map(|item| self.node(item, kind));
                Ok(Node::new(
                    node.span,
                    Value::Array(items.collect::<Result<_, _>>()?),
                ))
            }
            Value::Object(_) if kind == Kind::Extension => Ok(node.clone()),
            Value::Object(_) => match self.replacement(node, kind) {
                Some(older) => self.object(&older, kind),
                None => self.object(node, kind),
            },
            _ => Ok(node.clone()),
        }
    }

    /// The node with the schema it had, when that changed later.
    fn replacement(&self, node: &Node, kind: Kind) -> Option<Node> {
        let entries = entries(node, self.key);
        let later = entries.iter().filter(|entry| entry.version > self.version);
        let next = later
            .filter(|entry| entry.schema.is_some())
            .min_by_key(|entry| entry.version)?;
        let schema = next.schema?;
        let holds_schema = matches!(kind, Kind::Parameter | Kind::Header | Kind::MediaType)
            || (kind == Kind::Unknown && node.has("schema"));
        if holds_schema {
            let mut older = node.clone();
            older.set("schema", schema.clone());
            return Some(older);
        }
        let history = self.remaining(node, kind, node);
        let mut older = schema.clone();
        let reference = older.get("$ref").and_then(Node::as_str).is_some();
        if reference && (node.has("description") || history.is_some()) {
            let alone = Value::Array(vec![older]);
            older = Node::new(schema.span, Value::Object(Vec::new()));
            older.set("allOf", Node::new(schema.span, alone));
        }
        if let (Some(description), false) = (node.member("description"), older.has("description")) {
            push(&mut older, description.clone());
        }
        if let Some(history) = history {
            push(&mut older, history);
        }
        Some(older)
    }

    fn object(&self, node: &Node, kind: Kind) -> Result<Node, Error> {
        let mut members = Vec::new();
        for member in node.members() {
            if member.key == self.key {
                continue;
            }
            if let Some(node) = self.member(node, kind, member)? {
                members.push(Member {
                    key: member.key.clone(),
                    key_span: member.key_span,
                    node,
                });
            }
        }
        let mut projected = Node::new(node.span, Value::Object(members));
        if let Some(history) = self.remaining(node, kind, &projected) {
            let at = node
                .members()
                .iter()
                .position(|member| member.key == self.key);
            insert(&mut projected, at.unwrap_or(usize::MAX), history);
        }
        Ok(projected)
    }

    /// What stands under a key of `node` in the version, if anything.
    fn member(&self, node: &Node, kind: Kind, member: &Member) -> Result<Option<Node>, Error> {
        let key = member.key.as_str();
        let describes_values = matches!(kind, Kind::Schema | Kind::Unknown);
        match key {
            "deprecated" if self.deprecated_later(node) => return Ok(None),
            "security" if kind == Kind::Operation => {
                return self.ways(node, &member.node).map(Some);
            }
            "required" if describes_values => return Ok(self.required(node, &member.node)),
            _ if describes_values && VALUE_SETS.contains(&key) => {
                return self.values(node, &member.node).map(Some);
            }
            _ => {}
        }
        match slot(kind, key, &member.node) {
            Slot::Data => Ok(Some(member.node.clone())),
            Slot::Map(kind) => self.map(&member.node, kind).map(Some),
            Slot::Node(kind) if member.node.is_array() => self.list(key, &member.node, kind),
            Slot::Node(kind) if !self.has(&member.node, kind) => Ok(None),
            Slot::Node(kind) => self.node(&member.node, kind).map(Some),
        }
    }

    fn map(&self, node: &Node, kind: Kind) -> Result<Node, Error> {
        let Value::Object(members) = &node.value else {
            return Ok(node.clone());
        };
        let members = members.iter().filter(|member| self.has(&member.node, kind));
        let members = members.map(|member| {
            Ok(Member {
                key: member.key.clone(),
                key_span: member.key_span,
                node: self.node(&member.node, kind)?,
            })
        });
        let members = members.collect::<Result<_, Error>>()?;
        Ok(Node::new(node.span, Value::Object(members)))
    }

    /// A list of nodes. One that is left empty goes, unless its emptiness would allow nothing.
    fn list(&self, key: &str, node: &Node, kind: Kind) -> Result<Option<Node>, Error> {
        let list = self.node(node, kind)?;
        if !list.items().is_empty() || node.items().is_empty() {
            return Ok(Some(list));
        }
        match key {
            "anyOf" | "oneOf" => Err(self.empty(node.span, &format!("`{key}`"))),
            _ => Ok(None),
        }
    }

    fn deprecated_later(&self, node: &Node) -> bool {
        let entries = entries(node, self.key).into_iter();
        let mut marks = entries
            .filter(|entry| entry.change == Change::Deprecated && entry.value.is_none())
            .peekable();
        marks.peek().is_some() && marks.all(|mark| mark.version > self.version)
    }

    /// Whether a member of the node's value set exists.
    fn has_value(&self, node: &Node, value: &Node) -> bool {
        let entries = entries(node, self.key).into_iter();
        exists(
            entries.filter(|entry| entry.value == Some(value)),
            self.version,
        )
    }

    fn values(&self, node: &Node, set: &Node) -> Result<Node, Error> {
        let values = set.items().iter();
        let values: Vec<_> = values
            .filter(|value| self.has_value(node, value))
            .cloned()
            .collect();
        if values.is_empty() && !set.items().is_empty() {
            return Err(self.empty(set.span, "this set of values"));
        }
        Ok(match set.value {
            Value::Array(_) => Node::new(set.span, Value::Array(values)),
            _ => set.clone(),
        })
    }

    /// The ways to authenticate all of whose schemes exist.
    fn ways(&self, node: &Node, security: &Node) -> Result<Node, Error> {
        let Value::Array(ways) = &security.value else {
            return Ok(security.clone());
        };
        let exists = |way: &&Node| {
            way.members().iter().all(|scheme| {
                let name = Node::new(scheme.key_span, Value::String(scheme.key.clone()));
                self.has_value(node, &name)
            })
        };
        let left: Vec<_> = ways.iter().filter(exists).cloned().collect();
        if left.is_empty() && !ways.is_empty() {
            return Err(self.empty(security.span, "this list of ways to authenticate"));
        }
        Ok(Node::new(security.span, Value::Array(left)))
    }

    /// The required properties that exist; nothing when none is left, because the list may not be empty.
    fn required(&self, node: &Node, required: &Node) -> Option<Node> {
        let Value::Array(names) = &required.value else {
            return Some(required.clone());
        };
        let properties = node.get("properties");
        let exists = |name: &&Node| {
            let property = name.as_str().and_then(|name| properties?.get(name));
            property.is_none_or(|property| self.has(property, Kind::Schema))
        };
        let left: Vec<_> = names.iter().filter(exists).cloned().collect();
        (!left.is_empty() || names.is_empty()).then(|| Node::new(required.span, Value::Array(left)))
    }

    /// The history up to the version, without entries of values that `projected` does not list.
    fn remaining(&self, node: &Node, kind: Kind, projected: &Node) -> Option<Member> {
        let member = node.member(self.key)?;
        let stays = |item: &&Node| {
            entry(item).is_ok_and(|entry| {
                entry.version <= self.version
                    && entry
                        .value
                        .is_none_or(|value| lists(projected, kind, value))
            })
        };
        let left: Vec<_> = member.node.items().iter().filter(stays).cloned().collect();
        (!left.is_empty()).then(|| Member {
            key: member.key.clone(),
            key_span: member.key_span,
            node: Node::new(member.node.span, Value::Array(left)),
        })
    }

    fn empty(&self, span: Span, what: &str) -> Error {
        let message = format!(
            "nothing is left of {what} in {}: give the node that holds it a history of its own",
            self.version
        );
        self.document.error(span, message)
    }
}

fn push(node: &mut Node, member: Member) {
    insert(node, usize::MAX, member);
}

fn insert(node: &mut Node, at: usize, member: Member) {
    if let Value::Object(members) = &mut node.value {
        members.insert(at.min(members.len()), member);
    }
}
