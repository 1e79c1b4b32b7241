//! Collecting mutations: the small vocabulary that the walks over operations and components share.

use std::collections::BTreeSet;

use openapi_document::Document;
use openapi_document::node::{Node, Value};
use openapi_document::pointer::Pointer;
use openapi_document::source::Span;

use super::{Mutant, Step};
use crate::verdict::HISTORY;

pub(super) struct Build<'d> {
    pub(super) document: &'d Document,
    mutants: Vec<Mutant>,
    /// The components that stand on their own somewhere, and not just beside others in an `allOf`.
    alone: BTreeSet<String>,
}

impl<'d> Build<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let mut alone = BTreeSet::new();
        find_alone(document.root(), false, &mut alone);
        Self {
            document,
            mutants: Vec::new(),
            alone,
        }
    }

    /// Whether a schema is only ever one part of several in an `allOf`.
    pub(super) fn shares_its_place(&self, at: &Pointer) -> bool {
        let parent = at.parent();
        if let Some(parent) = parent.filter(|parent| parent.last() == Some("allOf")) {
            return self
                .document
                .at(&parent)
                .is_some_and(|parts| parts.items().len() > 1);
        }
        at.tokens().len() == 3 && !self.alone.contains(&format!("#{at}"))
    }

    pub(super) fn finish(self) -> Vec<Mutant> {
        self.mutants
    }

    /// Adds a mutation named `label: what`.
    pub(super) fn push(&mut self, label: &str, what: &str, place: &Pointer, steps: Vec<Step>) {
        // The last name in the label is what a fact about it is about, too.
        let about = label
            .rsplit(['.', ' '])
            .next()
            .unwrap_or_default()
            .to_owned();
        self.mutants.push(Mutant {
            name: format!("{label}: {what}"),
            about,
            place: place.clone(),
            steps,
        });
    }

    pub(super) fn set(&mut self, label: &str, what: &str, at: &Pointer, key: &str, node: Node) {
        self.push(label, what, at, vec![Step::Set(at.join(key), node)]);
    }

    pub(super) fn remove(&mut self, label: &str, what: &str, at: &Pointer, key: &str) {
        self.push(label, what, at, vec![Step::Remove(at.join(key))]);
    }

    /// Forgets single events of a node's history, and that it is deprecated.
    pub(super) fn history(&mut self, label: &str, at: &Pointer, node: &Node) {
        if is_true(node, "deprecated") {
            self.remove(label, "deprecated removed", at, "deprecated");
        }
        for (number, entry) in node
            .get(HISTORY)
            .map_or(&[][..], Node::items)
            .iter()
            .enumerate()
        {
            let text = |key: &str| entry.get(key).and_then(Node::as_str).unwrap_or_default();
            // A change of meaning without another schema is told to people alone.
            if text("change") == "moved" || (text("change") == "changed" && !entry.has("schema")) {
                continue;
            }
            let value = entry.get("value").and_then(Node::as_str);
            let value = value
                .map(|value| format!(" of {value}"))
                .unwrap_or_default();
            let what = format!(
                "history `{}{value} in {}` dropped",
                text("change"),
                text("version")
            );
            self.remove(label, &what, &at.join(HISTORY), &number.to_string());
        }
    }
}

/// Collects what is referred to outside of an `allOf` with several parts.
fn find_alone(node: &Node, shared: bool, alone: &mut BTreeSet<String>) {
    match &node.value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| find_alone(item, shared, alone)),
        Value::Object(members) => {
            for member in members {
                match member.node.as_str() {
                    Some(target) if member.key == "$ref" => {
                        if !shared {
                            alone.insert(target.to_owned());
                        }
                    }
                    _ => {
                        let shared = member.key == "allOf" && member.node.items().len() > 1;
                        find_alone(&member.node, shared, alone);
                    }
                }
            }
        }
        _ => {}
    }
}

/// Steps that take away the history of one value of a node's set, last entry first.
pub(super) fn forget(at: &Pointer, node: &Node, value: &str) -> Vec<Step> {
    let entries = node
        .get(HISTORY)
        .map_or(&[][..], Node::items)
        .iter()
        .enumerate();
    let of_value =
        entries.filter(|(_, entry)| entry.get("value").and_then(Node::as_str) == Some(value));
    let steps = of_value.map(|(number, _)| Step::Remove(at.join(HISTORY).join(number)));
    steps.rev().collect()
}

pub(super) fn is_true(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool) == Some(true)
}

pub(super) fn text(text: &str) -> Node {
    Node::new(Span::default(), Value::String(text.to_owned()))
}

pub(super) fn boolean(value: bool) -> Node {
    Node::new(Span::default(), Value::Bool(value))
}

/// `{}`.
pub(super) fn empty() -> Node {
    Node::new(Span::default(), Value::Object(Vec::new()))
}

/// `{name: []}`.
pub(super) fn scheme(name: &str) -> Node {
    let mut node = empty();
    node.set(name, Node::new(Span::default(), Value::Array(Vec::new())));
    node
}
