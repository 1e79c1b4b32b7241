//! Mutations of operations: that they exist, what they answer and take, and who may make them.

use openapi_document::node::{Node, Value};
use openapi_document::operation::Operation;
use openapi_document::pointer::Pointer;

use super::Step;
use super::build::{Build, boolean, empty, forget, is_true, scheme, text};
use super::{components, schemas};

pub(super) fn mutate(build: &mut Build<'_>) {
    let document = build.document;
    let schemes = document.at(&Pointer::root().join("components").join("securitySchemes"));
    let schemes: Vec<&str> = schemes
        .map_or(&[][..], Node::members)
        .iter()
        .map(|member| member.key.as_str())
        .collect();
    for operation in document.operations() {
        let (label, at, node) = (operation.id(), operation.pointer(), operation.node());
        build.push(label, "dropped", &at, vec![Step::Remove(at.clone())]);
        let other = if operation.method() == "get" {
            "post"
        } else {
            "put"
        };
        let steps = vec![Step::Rename(at.clone(), other.to_owned())];
        build.push(label, &format!("method changed to {other}"), &at, steps);
        if !is_true(node, "deprecated") {
            build.set(label, "deprecated added", &at, "deprecated", boolean(true));
        }
        build.history(label, &at, node);
        parameters(build, &operation, &at);
        request(build, label, &at, node);
        responses(build, label, &at, node);
        security(build, label, &at, node, &schemes);
    }
}

fn parameters(build: &mut Build<'_>, operation: &Operation<'_>, at: &Pointer) {
    let list = operation
        .node()
        .get("parameters")
        .map_or(&[][..], Node::items);
    for (number, item) in list.iter().enumerate() {
        let at = at.join("parameters").join(number);
        let (node, _) = build.document.resolve(item, "");
        let name = node.get("name").and_then(Node::as_str).unwrap_or_default();
        let label = format!("{}.parameters.{name}", operation.id());
        build.push(&label, "dropped", &at, vec![Step::Remove(at.clone())]);
        if !item.has("$ref") {
            components::parameter(build, &label, &at, item);
        }
    }
}

fn request(build: &mut Build<'_>, label: &str, at: &Pointer, node: &Node) {
    let Some(body) = node.get("requestBody") else {
        return;
    };
    let label = format!("{label}.requestBody");
    build.push(
        &label,
        "dropped",
        &at.join("requestBody"),
        vec![Step::Remove(at.join("requestBody"))],
    );
    let at = at.join("requestBody");
    let required = is_true(body, "required");
    let what = if required {
        "made optional"
    } else {
        "made required"
    };
    build.set(&label, what, &at, "required", boolean(!required));
    content(build, &label, &at, body);
}

fn responses(build: &mut Build<'_>, label: &str, at: &Pointer, node: &Node) {
    for member in node.get("responses").map_or(&[][..], Node::members) {
        let here = at.join("responses").join(&member.key);
        let response = format!("{label}.responses.{}", member.key);
        if member.key.starts_with('2') {
            let other = if member.key == "200" { "201" } else { "200" };
            let steps = vec![Step::Rename(here.clone(), other.to_owned())];
            // Another status touches every fact about the operation, and not just this answer.
            build.push(&response, &format!("changed to {other}"), at, steps);
        } else {
            build.push(
                &response,
                "dropped",
                &here,
                vec![Step::Remove(here.clone())],
            );
        }
        if !member.node.has("$ref") {
            answer(build, &response, &here, &member.node);
        }
    }
}

/// Mutates what is written inside of a response.
pub(super) fn answer(build: &mut Build<'_>, label: &str, at: &Pointer, node: &Node) {
    build.history(label, at, node);
    for header in node.get("headers").map_or(&[][..], Node::members) {
        let at = at.join("headers").join(&header.key);
        let label = format!("{label}.headers.{}", header.key);
        build.push(&label, "dropped", &at, vec![Step::Remove(at.clone())]);
        if !header.node.has("$ref") {
            components::header(build, &label, &at, &header.node);
        }
    }
    content(build, label, at, node);
}

fn content(build: &mut Build<'_>, label: &str, at: &Pointer, node: &Node) {
    for media_type in node.get("content").map_or(&[][..], Node::members) {
        let at = at.join("content").join(&media_type.key);
        let label = format!("{label}.content.{}", media_type.key);
        let other = "application/vnd.other".to_owned();
        build.push(
            &label,
            "media type changed",
            &at,
            vec![Step::Rename(at.clone(), other)],
        );
        build.history(&label, &at, &media_type.node);
        if let Some(schema) = media_type.node.get("schema") {
            schemas::mutate(
                build,
                &format!("{label}.schema"),
                &at.join("schema"),
                schema,
            );
        }
    }
}

fn security(build: &mut Build<'_>, label: &str, at: &Pointer, node: &Node, schemes: &[&str]) {
    let Some(security) = node.get("security") else {
        return;
    };
    let ways = security.items();
    let at_ways = at.join("security");
    let label = format!("{label}.security");
    let position = |name: Option<&str>| {
        ways.iter().position(|way| match name {
            Some(name) => way.has(name),
            None => way.members().is_empty(),
        })
    };
    let names = schemes.iter().map(|name| Some(*name)).chain([None]);
    for name in names {
        let says = name.unwrap_or("nobody");
        let (what, steps) = if let Some(number) = position(name) {
            let mut steps = name.map(|name| forget(at, node, name)).unwrap_or_default();
            steps.push(Step::Remove(at_ways.join(number)));
            (format!("{says} refused"), steps)
        } else {
            let way = name.map_or_else(empty, scheme);
            let end = at_ways.join(ways.len());
            (format!("{says} accepted"), vec![Step::Set(end, way)])
        };
        build.push(&label, &what, at, steps);
    }
}

/// Mutates the ways to authenticate that the operations name.
pub(super) fn scheme_itself(build: &mut Build<'_>, label: &str, at: &Pointer, node: &Node) {
    for (key, other) in [("name", "X-OTHER"), ("scheme", "basic")] {
        if let Some(Value::String(_)) = node.get(key).map(|node| &node.value) {
            build.set(label, &format!("{key} changed"), at, key, text(other));
        }
    }
    if let Some(place) = node.get("in").and_then(Node::as_str) {
        let other = if place == "header" { "query" } else { "header" };
        build.set(
            label,
            &format!("moved to the {other}"),
            at,
            "in",
            text(other),
        );
    }
}
