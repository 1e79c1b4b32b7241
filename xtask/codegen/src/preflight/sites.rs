//! Every schema that progenitor will see, with the side of the conversation it is on and the operations that use it.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::{Document, Node};

/// Who writes a value of a schema.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Side {
    /// The caller, as a parameter.
    Parameter,
    /// The caller, as a body.
    Request,
    /// The server.
    Response,
}

/// A schema in its place.
#[derive(Debug)]
pub(super) struct Site<'a> {
    pub(super) side: Side,
    pub(super) node: &'a Node,
    /// Whether it stands below `components`, on its own.
    pub(super) component: bool,
    pub(super) operations: Vec<String>,
}

/// Every schema below the operations, once for each side.
pub(super) fn all(view: &Document) -> Vec<Site<'_>> {
    let mut collector = Collector {
        view,
        sites: Vec::new(),
        index: BTreeMap::new(),
    };
    for operation in view.operations() {
        let mut seen = BTreeSet::new();
        let mut start = |side, found: Option<(&_, String)>| {
            // The address is that of the target already; a component is reached by reference alone.
            if let Some((_, address)) = found {
                collector.visit(side, &address, operation.id(), &mut seen);
            }
        };
        for parameter in operation.parameters() {
            start(Side::Parameter, parameter.schema());
        }
        if let Some(body) = operation.request_body() {
            for media_type in body.content() {
                start(Side::Request, media_type.schema());
            }
        }
        for response in operation.responses() {
            for media_type in response.content() {
                start(Side::Response, media_type.schema());
            }
        }
    }
    collector.sites
}

struct Collector<'a> {
    view: &'a Document,
    sites: Vec<Site<'a>>,
    index: BTreeMap<(Side, String), usize>,
}

impl Collector<'_> {
    /// Follows references and visits each schema once per operation, so that circles end.
    fn visit(
        &mut self,
        side: Side,
        address: &str,
        operation: &str,
        seen: &mut BTreeSet<(Side, String)>,
    ) {
        let Some(node) = self.view.find(address) else {
            return;
        };
        let (node, address) = self.view.resolve(node, address);
        let key = (side, address.clone());
        if !seen.insert(key.clone()) {
            return;
        }
        let at = *self.index.entry(key).or_insert(self.sites.len());
        if at == self.sites.len() {
            let name = address.strip_prefix("#/components/schemas/");
            self.sites.push(Site {
                side,
                node,
                component: name.is_some_and(|name| !name.contains('/')),
                operations: Vec::new(),
            });
        }
        self.sites[at].operations.push(operation.to_owned());
        for child in children(node) {
            self.visit(side, &format!("{address}{child}"), operation, seen);
        }
    }
}

/// The pointers from a schema to the schemas inside it.
fn children(schema: &Node) -> Vec<String> {
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    let properties = schema
        .get("properties")
        .map(Node::members)
        .unwrap_or_default();
    let mut children: Vec<String> = properties
        .iter()
        .map(|property| format!("/properties/{}", escape(&property.key)))
        .collect();
    for key in ["items", "additionalProperties", "not"] {
        if schema.get(key).is_some_and(Node::is_object) {
            children.push(format!("/{key}"));
        }
    }
    // The parts of `oneOf` and `anyOf` are left out: those keywords have to go as a whole.
    let count = schema.get("allOf").map_or(0, |parts| parts.items().len());
    children.extend((0..count).map(|at| format!("/allOf/{at}")));
    children
}
