//! Every schema that an operation reaches, with the side of the conversation it is on.

use std::collections::BTreeSet;

use openapi_document::{Document, Node};

/// Who writes a value of a schema, and where.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Side {
    Path,
    Query,
    Request,
    Response,
    ResponseHeader,
}

/// A schema in its place.
pub(super) struct Site<'a> {
    pub(super) side: Side,
    pub(super) node: &'a Node,
    /// The name, when it is a component.
    pub(super) component: Option<String>,
}

/// Every schema below the operations, once for each side.
pub(super) fn all(view: &Document) -> Vec<Site<'_>> {
    let mut collector = Collector {
        view,
        sites: Vec::new(),
        seen: BTreeSet::new(),
    };
    for operation in view.operations() {
        let mut roots = Vec::new();
        for parameter in operation.parameters() {
            let side = match parameter.location() {
                "path" => Side::Path,
                "query" => Side::Query,
                _ => Side::Request,
            };
            roots.push((side, parameter.schema()));
        }
        if let Some(body) = operation.request_body() {
            for media_type in body.content() {
                roots.push((Side::Request, media_type.schema()));
            }
        }
        for response in operation.responses() {
            for media_type in response.content() {
                roots.push((Side::Response, media_type.schema()));
            }
            for header in response.headers() {
                roots.push((Side::ResponseHeader, header.schema()));
            }
        }
        for (side, schema) in roots {
            if let Some((_, address)) = schema {
                collector.visit(side, address);
            }
        }
    }
    collector.sites
}

struct Collector<'a> {
    view: &'a Document,
    sites: Vec<Site<'a>>,
    seen: BTreeSet<(Side, String)>,
}

impl Collector<'_> {
    /// A waiting list and not recursion, because components may refer to one another in circles.
    fn visit(&mut self, side: Side, address: String) {
        let mut waiting = vec![address];
        while let Some(address) = waiting.pop() {
            let Some(node) = self.view.find(&address) else {
                continue;
            };
            let (node, address) = self.view.resolve(node, &address);
            if !self.seen.insert((side, address.clone())) {
                continue;
            }
            let name = address.strip_prefix("#/components/schemas/");
            self.sites.push(Site {
                side,
                node,
                component: name
                    .filter(|name| !name.contains('/'))
                    .map(ToOwned::to_owned),
            });
            let below = children(node);
            waiting.extend(below.iter().rev().map(|child| format!("{address}{child}")));
        }
    }
}

/// The pointers from a schema to the schemas inside it.
fn children(schema: &Node) -> Vec<String> {
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    let properties = schema.get("properties").map_or(&[][..], Node::members);
    let mut children: Vec<String> = properties
        .iter()
        .map(|property| format!("/properties/{}", escape(&property.key)))
        .collect();
    for key in ["items", "additionalProperties", "not"] {
        if schema.get(key).is_some_and(Node::is_object) {
            children.push(format!("/{key}"));
        }
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        let count = schema.get(key).map_or(0, |parts| parts.items().len());
        children.extend((0..count).map(|at| format!("/{key}/{at}")));
    }
    children
}
