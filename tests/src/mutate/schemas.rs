//! Mutations of schemas: properties, types, formats, nullability, presence, limits and value sets.

use openapi_document::node::{Node, Value};
use openapi_document::pointer::Pointer;

use super::Step;
use super::build::{Build, boolean, empty, forget, is_true, text};

/// Mutates a schema and everything written inside of it; what is only referred to is mutated where it stands.
///
/// The depth is bounded by the reader of the document.
pub(super) fn mutate(build: &mut Build<'_>, label: &str, at: &Pointer, schema: &Node) {
    if schema.has("$ref") {
        let Some(parent) = at.parent() else { return };
        build.set(
            label,
            "reference loosened",
            &parent,
            at.last().unwrap_or_default(),
            empty(),
        );
        return;
    }
    scalar(build, label, at, schema);
    limits(build, label, at, schema);
    values(build, label, at, schema);
    build.history(label, at, schema);
    for member in schema.get("properties").map_or(&[][..], Node::members) {
        let label = format!("{label}.properties.{}", member.key);
        property(build, &label, at, schema, &member.key);
        mutate(
            build,
            &label,
            &at.join("properties").join(&member.key),
            &member.node,
        );
    }
    if let Some(items) = schema.get("items") {
        mutate(build, &format!("{label}.items"), &at.join("items"), items);
    }
    for (number, part) in schema
        .get("allOf")
        .map_or(&[][..], Node::items)
        .iter()
        .enumerate()
    {
        // A part that is written in place is read as if it stood in the schema itself.
        let label = match part.get("$ref").and_then(Node::as_str) {
            Some(target)
                if schema
                    .get("allOf")
                    .is_some_and(|parts| parts.items().len() > 1) =>
            {
                format!(
                    "{label}.allOf.{}",
                    target.rsplit('/').next().unwrap_or_default()
                )
            }
            _ => label.to_owned(),
        };
        mutate(build, &label, &at.join("allOf").join(number), part);
    }
    match schema.get("additionalProperties") {
        Some(Node {
            value: Value::Bool(true),
            ..
        }) => {
            let what = "additional properties closed";
            build.set(label, what, at, "additionalProperties", boolean(false));
        }
        Some(rest) if rest.is_object() => {
            let label = format!("{label}.additionalProperties");
            mutate(build, &label, &at.join("additionalProperties"), rest);
        }
        _ => {}
    }
}

fn scalar(build: &mut Build<'_>, label: &str, at: &Pointer, schema: &Node) {
    let Some(kind) = schema.get("type").and_then(Node::as_str) else {
        if schema.members().is_empty() {
            build.set(label, "narrowed to strings", at, "type", text("string"));
        }
        return;
    };
    let other = match kind {
        "string" => "integer",
        "array" => "object",
        "object" => "array",
        _ => "string",
    };
    build.set(
        label,
        &format!("type changed to {other}"),
        at,
        "type",
        text(other),
    );
    if kind == "integer" {
        build.set(label, "type changed to number", at, "type", text("number"));
    }
    if kind == "number" {
        build.set(
            label,
            "type changed to integer",
            at,
            "type",
            text("integer"),
        );
    }
    if build.shares_its_place(at) {
        // Null would still have to please the other parts, so this alone claims nothing.
    } else if is_true(schema, "nullable") {
        build.remove(label, "nullable removed", at, "nullable");
    } else {
        build.set(label, "nullable added", at, "nullable", boolean(true));
    }
    let Some(format) = schema.get("format").and_then(Node::as_str) else {
        return;
    };
    build.remove(label, "format removed", at, "format");
    let other = match format {
        "int64" => "int32",
        "int32" => "int64",
        "double" => "float",
        "date-time" => "date",
        _ => return,
    };
    build.set(
        label,
        &format!("format changed to {other}"),
        at,
        "format",
        text(other),
    );
}

fn limits(build: &mut Build<'_>, label: &str, at: &Pointer, schema: &Node) {
    for key in [
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "pattern",
        "default",
    ] {
        if schema.has(key) {
            build.remove(label, &format!("{key} removed"), at, key);
        }
    }
}

fn values(build: &mut Build<'_>, label: &str, at: &Pointer, schema: &Node) {
    for (key, other, what) in [
        ("x-extensible-enum", "enum", "set closed"),
        ("enum", "x-extensible-enum", "set opened"),
    ] {
        let Some(set) = schema.get(key) else { continue };
        build.push(
            label,
            what,
            at,
            vec![Step::Rename(at.join(key), other.to_owned())],
        );
        for (number, value) in set.items().iter().enumerate() {
            let Some(value) = value.as_str() else {
                continue;
            };
            let mut steps = forget(at, schema, value);
            steps.push(Step::Remove(at.join(key).join(number)));
            build.push(
                label,
                &format!("value {value} dropped"),
                &at.join(key),
                steps,
            );
        }
    }
}

fn property(build: &mut Build<'_>, label: &str, owner: &Pointer, schema: &Node, name: &str) {
    let at = owner.join("properties").join(name);
    let required = schema.get("required").map_or(&[][..], Node::items);
    let place = required.iter().position(|item| item.as_str() == Some(name));
    let in_required = |number: usize| owner.join("required").join(number);

    let mut steps = vec![Step::Remove(at.clone())];
    steps.extend(place.map(|number| Step::Remove(in_required(number))));
    build.push(label, "dropped", owner, steps);

    let renamed = format!("{name}_renamed");
    let mut steps = vec![Step::Rename(at.clone(), renamed.clone())];
    steps.extend(place.map(|number| Step::Set(in_required(number), text(&renamed))));
    build.push(label, "renamed", owner, steps);

    match place {
        Some(number) => {
            build.push(
                label,
                "made optional",
                owner,
                vec![Step::Remove(in_required(number))],
            );
        }
        None if schema.has("required") => {
            let steps = vec![Step::Set(in_required(required.len()), text(name))];
            build.push(label, "made required", owner, steps);
        }
        None => {
            let list = Node::new(schema.span, Value::Array(vec![text(name)]));
            let steps = vec![Step::Set(owner.join("required"), list)];
            build.push(label, "made required", owner, steps);
        }
    }
}
