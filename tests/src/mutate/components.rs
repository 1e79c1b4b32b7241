//! Mutations of what operations share: schemas, parameters, headers, responses and ways to authenticate.

use openapi_document::node::{Node, Value};
use openapi_document::pointer::Pointer;

use super::build::{Build, boolean, is_true, text};
use super::{operations, schemas};

pub(super) fn mutate(build: &mut Build<'_>) {
    let components = Pointer::root().join("components");
    let Some(kinds) = build.document.at(&components) else {
        return;
    };
    for kind in kinds.members() {
        for member in kind.node.members() {
            let at = components.join(&kind.key).join(&member.key);
            let (name, node) = (member.key.as_str(), &member.node);
            match kind.key.as_str() {
                "schemas" => schemas::mutate(build, name, &at, node),
                "parameters" => parameter(build, &format!("parameters.{name}"), &at, node),
                "headers" => header(build, &format!("headers.{name}"), &at, node),
                "responses" => operations::answer(build, &format!("responses.{name}"), &at, node),
                "securitySchemes" => {
                    operations::scheme_itself(build, &format!("securitySchemes.{name}"), &at, node);
                }
                _ => {}
            }
        }
    }
}

/// Mutates a parameter that is written in place.
pub(super) fn parameter(build: &mut Build<'_>, label: &str, at: &Pointer, node: &Node) {
    if let Some(name) = node.get("name").and_then(Node::as_str) {
        build.set(
            label,
            "renamed",
            at,
            "name",
            text(&format!("{name}_renamed")),
        );
    }
    let place = node.get("in").and_then(Node::as_str);
    if place != Some("path") {
        let other = if place == Some("query") {
            "header"
        } else {
            "query"
        };
        build.set(
            label,
            &format!("moved to the {other}"),
            at,
            "in",
            text(other),
        );
        presence(build, label, at, node);
    }
    if let Some(Value::Bool(explode)) = node.get("explode").map(|node| &node.value) {
        build.set(label, "explode flipped", at, "explode", boolean(!explode));
    }
    if is_true(node, "x-multi-segment") {
        build.remove(label, "confined to one segment", at, "x-multi-segment");
    }
    inside(build, label, at, node);
}

/// Mutates a header that is written in place.
pub(super) fn header(build: &mut Build<'_>, label: &str, at: &Pointer, node: &Node) {
    presence(build, label, at, node);
    inside(build, label, at, node);
}

fn presence(build: &mut Build<'_>, label: &str, at: &Pointer, node: &Node) {
    let required = is_true(node, "required");
    let what = if required {
        "made optional"
    } else {
        "made required"
    };
    build.set(label, what, at, "required", boolean(!required));
}

fn inside(build: &mut Build<'_>, label: &str, at: &Pointer, node: &Node) {
    build.history(label, at, node);
    if let Some(schema) = node.get("schema") {
        schemas::mutate(
            build,
            &format!("{label}.schema"),
            &at.join("schema"),
            schema,
        );
    }
}
