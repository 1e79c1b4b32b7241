//! Which parts of the document a fact can see, so that a mutation is shown only to those that could notice.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::node::{Node, Value};
use openapi_document::pointer::Pointer;
use openapi_document::{Document, operation::Operation};

use crate::facts::{Claim, Fact};
use crate::payload::Slot;

/// A part of the document: a component, or a piece of an operation.
type Unit = String;

/// What each fact sees of one document.
pub struct Reach<'d> {
    document: &'d Document,
    /// What each component leads to, itself included.
    components: BTreeMap<Unit, BTreeSet<Unit>>,
    /// What routing depends on: the whole of every operation and its parameters.
    routes: BTreeSet<Unit>,
}

impl<'d> Reach<'d> {
    /// Follows every reference of the document.
    pub fn new(document: &'d Document) -> Self {
        let mut reach = Self {
            document,
            components: BTreeMap::new(),
            routes: BTreeSet::new(),
        };
        let components = Pointer::root().join("components");
        for kind in document.at(&components).map_or(&[][..], Node::members) {
            for member in kind.node.members() {
                let unit = components.join(&kind.key).join(&member.key).to_string();
                let mut seen = BTreeSet::from([unit.clone()]);
                reach.follow(&member.node, &mut seen);
                reach.components.insert(unit, seen);
            }
        }
        for operation in document.operations() {
            let mut seen = BTreeSet::new();
            Self::operation(&operation, &mut seen);
            reach.parameters(&operation, &mut seen);
            reach.routes.extend(seen);
        }
        reach
    }

    /// The unit that a place belongs to.
    pub fn unit(place: &Pointer) -> Unit {
        let tokens = place.tokens();
        let length = match tokens.first().map(String::as_str) {
            Some("components") => 3,
            // The path item's own parameters belong to each of its operations.
            Some("paths") if tokens.get(2).is_some_and(|key| key == "parameters") => 2,
            Some("paths") => match tokens.get(3).map(String::as_str) {
                Some("responses") => 5,
                Some("parameters" | "requestBody") => 4,
                _ => 3,
            },
            _ => 1,
        };
        let unit = tokens.iter().take(length);
        unit.fold(Pointer::root(), |pointer, token| pointer.join(token))
            .to_string()
    }

    /// The units whose change a fact could notice.
    pub fn of(&self, fact: &Fact) -> BTreeSet<Unit> {
        let mut seen = BTreeSet::new();
        if let Claim::Routed { .. } = fact.claim {
            return self.routes.clone();
        }
        let Some(operation) = self.document.operation(&fact.operation) else {
            return seen;
        };
        Self::operation(&operation, &mut seen);
        match &fact.claim {
            Claim::Exists(_) | Claim::Deprecated(_) | Claim::Routed { .. } => {}
            Claim::Success(_) => {
                for response in operation.responses() {
                    self.response(&operation, response.status(), &[], &mut seen);
                }
            }
            Claim::Answers(status) => {
                self.response(&operation, &status.to_string(), &[], &mut seen);
            }
            Claim::Header(status, _) | Claim::HeaderRequired(status, _) => {
                self.response(&operation, &status.to_string(), &["headers"], &mut seen);
            }
            Claim::Credential(..) => {
                let schemes = "/components/securitySchemes/";
                seen.extend(
                    self.components
                        .keys()
                        .filter(|unit| unit.starts_with(schemes))
                        .cloned(),
                );
            }
            Claim::Parameter(..)
            | Claim::Wire { .. }
            | Claim::Default(..)
            | Claim::Value { .. } => {
                self.parameters(&operation, &mut seen);
            }
            Claim::BodyOptional
            | Claim::Body {
                slot: Slot::Request,
                ..
            }
            | Claim::Schema {
                slot: Slot::Request,
                ..
            } => {
                self.piece(&operation.pointer().join("requestBody"), &mut seen);
            }
            Claim::Media(status, _)
            | Claim::Text(status, _)
            | Claim::Bytes(status)
            | Claim::Body {
                slot: Slot::Response(status),
                ..
            }
            | Claim::Schema {
                slot: Slot::Response(status),
                ..
            } => {
                self.response(&operation, &status.to_string(), &["content"], &mut seen);
            }
        }
        seen
    }

    fn operation(operation: &Operation<'_>, seen: &mut BTreeSet<Unit>) {
        seen.insert(operation.pointer().to_string());
        seen.insert(Self::unit(
            &Pointer::root()
                .join("paths")
                .join(operation.path())
                .join("parameters"),
        ));
    }

    fn parameters(&self, operation: &Operation<'_>, seen: &mut BTreeSet<Unit>) {
        self.piece(&operation.pointer().join("parameters"), seen);
        self.piece(
            &Pointer::root()
                .join("paths")
                .join(operation.path())
                .join("parameters"),
            seen,
        );
    }

    /// Adds a response, and what the given keys of it refer to.
    fn response(
        &self,
        operation: &Operation<'_>,
        status: &str,
        keys: &[&str],
        seen: &mut BTreeSet<Unit>,
    ) {
        let at = operation.pointer().join("responses").join(status);
        seen.insert(Self::unit(&at));
        let Some(node) = self.document.at(&at) else {
            return;
        };
        let target = node
            .get("$ref")
            .and_then(Node::as_str)
            .and_then(|text| text.strip_prefix('#'));
        if let Some(Ok(target)) = target.map(str::parse::<Pointer>) {
            seen.insert(Self::unit(&target));
        }
        let (node, _) = self.document.resolve(node, "");
        for key in keys {
            if let Some(node) = node.get(key) {
                self.follow(node, seen);
            }
        }
    }

    fn piece(&self, at: &Pointer, seen: &mut BTreeSet<Unit>) {
        seen.insert(Self::unit(at));
        if let Some(node) = self.document.at(at) {
            self.follow(node, seen);
        }
    }

    /// Adds what a node refers to, and what that refers to in turn.
    fn follow(&self, node: &Node, seen: &mut BTreeSet<Unit>) {
        match &node.value {
            Value::Array(items) => items.iter().for_each(|item| self.follow(item, seen)),
            Value::Object(members) => {
                for member in members {
                    match member.node.as_str().and_then(|text| text.strip_prefix('#')) {
                        Some(target) if member.key == "$ref" => self.reference(target, seen),
                        _ => self.follow(&member.node, seen),
                    }
                }
            }
            _ => {}
        }
    }

    fn reference(&self, target: &str, seen: &mut BTreeSet<Unit>) {
        let Ok(pointer) = target.parse::<Pointer>() else {
            return;
        };
        let unit = Self::unit(&pointer);
        if let Some(known) = self.components.get(&unit) {
            seen.extend(known.iter().cloned());
        } else if seen.insert(unit)
            && let Some(node) = self.document.at(&pointer)
        {
            self.follow(node, seen);
        }
    }
}
