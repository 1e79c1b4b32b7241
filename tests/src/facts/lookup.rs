//! The schemas that speak of a place in a body, for what no value can show: precision, deprecation, existence.

use openapi_document::Document;
use openapi_document::node::Node;
use openapi_document::pointer::Pointer;

/// How many schemas may stand inside of one another before the search gives up.
const MAX_DEPTH: usize = 32;

/// Every schema below an address that describes what stands at a place of the instance, through `allOf`,
/// references, `properties` and `items`.
pub(super) fn schemas<'d>(document: &'d Document, address: &str, at: &Pointer) -> Vec<&'d Node> {
    let mut found: Vec<&Node> = document.find(address).into_iter().collect();
    found = parts(document, &found);
    for token in at.tokens() {
        let below: Vec<&Node> = found
            .iter()
            .filter_map(|schema| {
                schema
                    .get("properties")
                    .and_then(|names| names.get(token))
                    .or_else(|| schema.get("items"))
            })
            .collect();
        found = parts(document, &below);
    }
    found
}

/// The schemas and, flattened, what their references and `allOf` lead to.
fn parts<'d>(document: &'d Document, schemas: &[&'d Node]) -> Vec<&'d Node> {
    let mut found = Vec::new();
    let mut open: Vec<(&Node, usize)> = schemas.iter().rev().map(|schema| (*schema, 0)).collect();
    while let Some((schema, depth)) = open.pop() {
        let (schema, _) = document.resolve(schema, "");
        found.push(schema);
        if depth < MAX_DEPTH {
            let inner = schema.get("allOf").map_or(&[][..], Node::items);
            open.extend(inner.iter().rev().map(|part| (part, depth + 1)));
        }
    }
    found
}
