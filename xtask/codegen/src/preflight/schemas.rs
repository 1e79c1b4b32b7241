//! The rules about schemas.

use openapi_document::{Document, Node};

use crate::open_enum;

use super::sites::{self, Side, Site};
use super::{
    ANONYMOUS_OPEN_SET, ANY_OF, CLOSED_OBJECT, CLOSED_RESPONSE_ENUM, DROPPED_MEMBERS,
    EXCLUSIVE_WITHOUT_LIMIT, FLOAT_FORMAT, Finding, NULLABLE_COMPONENT, ONE_OF, REQUIRED_NULLABLE,
    Rule, SCHEMA_DEFAULT, STRING_LIMIT,
};

pub(super) fn check(view: &Document, findings: &mut Vec<Finding>) {
    for site in sites::all(view) {
        let mut traps = Vec::new();
        common(&site, &mut traps);
        sets(&site, &mut traps);
        objects(view, &site, &mut traps);
        findings.extend(traps.into_iter().map(|(rule, node, message)| Finding {
            rule,
            at: view.locate(node.span),
            operations: site.operations.clone(),
            message,
        }));
    }
}

type Trap<'a> = (&'static Rule, &'a Node, String);

fn common<'a>(site: &Site<'a>, traps: &mut Vec<Trap<'a>>) {
    let schema = site.node;
    for (key, limit) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        let exclusive = schema
            .get(key)
            .filter(|value| value.as_bool() == Some(true));
        if let (Some(at), false) = (exclusive, schema.has(limit)) {
            traps.push((
                EXCLUSIVE_WITHOUT_LIMIT,
                at,
                format!("`{key}` stands without `{limit}`"),
            ));
        }
    }
    if let Some(at) = schema.get("anyOf") {
        let message = "`anyOf` becomes an object of optional parts, which decodes objects only";
        traps.push((ANY_OF, at, message.to_owned()));
    }
    if let Some(at) = schema.get("oneOf") {
        let message = "`oneOf` becomes an enum that tells its parts apart by trying";
        traps.push((ONE_OF, at, message.to_owned()));
    }
    // Parameters have a rule of their own for this.
    if let (Some(at), false) = (schema.get("default"), site.side == Side::Parameter) {
        let message = "an absent value would be read as this default";
        traps.push((SCHEMA_DEFAULT, at, message.to_owned()));
    }
    for key in ["pattern", "minLength", "maxLength"] {
        if let Some(at) = schema.get(key) {
            traps.push((
                STRING_LIMIT,
                at,
                format!("`{key}` becomes a type that refuses other texts"),
            ));
        }
    }
    let format = schema.get("format");
    if let Some(at) = format.filter(|format| format.as_str() == Some("float")) {
        traps.push((FLOAT_FORMAT, at, "a `float` becomes an `f32`".to_owned()));
    }
    let nullable = schema
        .get("nullable")
        .filter(|at| at.as_bool() == Some(true));
    if let (Some(at), true) = (nullable, site.component) {
        let message = "a nullable component becomes a type of its own around an `Option`";
        traps.push((NULLABLE_COMPONENT, at, message.to_owned()));
    }
}

fn sets<'a>(site: &Site<'a>, traps: &mut Vec<Trap<'a>>) {
    let schema = site.node;
    if let (Some(at), Side::Response) = (schema.get("enum"), site.side) {
        let message = "the set of values is closed, though the server may add to it";
        traps.push((CLOSED_RESPONSE_ENUM, at, message.to_owned()));
    }
    if let (Some(at), false) = (schema.get(open_enum::EXTENSION), site.component) {
        let message = "the known values would be lost: this open set is not a component";
        traps.push((ANONYMOUS_OPEN_SET, at, message.to_owned()));
    }
}

fn objects<'a>(view: &'a Document, site: &Site<'a>, traps: &mut Vec<Trap<'a>>) {
    let schema = site.node;
    let Some(properties) = schema.get("properties") else {
        return;
    };
    let required = schema.get("required").map(Node::items).unwrap_or_default();
    let is_required = |key: &str| required.iter().any(|name| name.as_str() == Some(key));
    for property in properties
        .members()
        .iter()
        .filter(|property| is_required(&property.key))
    {
        if is_nullable(view, &property.node) {
            let message = format!("`{}` is required and nullable", property.key);
            traps.push((REQUIRED_NULLABLE, &property.node, message));
        }
    }
    if site.side != Side::Response {
        return;
    }
    let additional = schema.get("additionalProperties");
    match (additional, additional.and_then(Node::as_bool)) {
        (Some(at), Some(false)) => {
            let message = "a member that is not named here would fail the response";
            traps.push((CLOSED_OBJECT, at, message.to_owned()));
        }
        (None, _) | (Some(_), Some(true)) => {
            let message = "members that are not named here would be dropped";
            traps.push((
                DROPPED_MEMBERS,
                additional.unwrap_or(schema),
                message.to_owned(),
            ));
        }
        (Some(_), None) => {}
    }
}

fn is_nullable(view: &Document, schema: &Node) -> bool {
    let only = match schema.get("allOf").map(Node::items) {
        Some([only]) => only,
        _ => schema,
    };
    let (target, _) = view.resolve(only, "");
    [schema, target]
        .into_iter()
        .any(|node| node.get("nullable").and_then(Node::as_bool) == Some(true))
}
