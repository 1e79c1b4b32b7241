//! The steps that say the same contract in words a generator understands.

use std::collections::BTreeSet;

use crate::document::Document;
use crate::node::{Member, Node, Value};
use crate::shape::{Kind, walk_mut};
use crate::source::Span;

use super::step::{Arguments, Failure, Outcome, items_mut, members_mut};
use super::trim::reach;

/// `merge-error-responses: {schema: REFERENCE, replacing: [...], statuses: [...]}` gives every operation the same error
/// responses with one JSON schema, in place of all those it declares: `4XX` and `5XX` unless `statuses` says otherwise.
///
/// Declared errors have that schema already or one of the narrower ones that `replacing` names; each of those must
/// occur. Other media types of errors are left out.
pub(super) fn merge_error_responses(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    arguments.allow(&["schema", "replacing", "statuses"])?;
    let (argument, schema) = arguments.text("schema")?;
    if document.find(schema).is_none() {
        let message = format!("`schema` must be the address of a schema: `{schema}` leads nowhere");
        return Err(Failure::argument(argument, message));
    }
    let narrower = if arguments.node.has("replacing") {
        arguments.texts("replacing")?
    } else {
        Vec::new()
    };
    let statuses = if arguments.node.has("statuses") {
        arguments.texts("statuses")?
    } else {
        vec![(arguments.node, "4XX"), (arguments.node, "5XX")]
    };
    let unknown = statuses
        .iter()
        .find(|(_, status)| !["4XX", "5XX"].contains(status));
    if let Some((node, status)) = unknown {
        let message = format!("`{status}` is no status of errors: write `4XX` or `5XX`");
        return Err(Failure::argument(node, message));
    }
    let mut hits = vec![false; narrower.len()];
    let mut root = document.root().clone();
    let mut changes = 0;
    let mut failure = None;
    walk_mut(&mut root, Kind::Document, &mut |node, kind| {
        let Some(responses) = node
            .get_mut("responses")
            .filter(|_| kind == Kind::Operation)
        else {
            return;
        };
        let place = responses.span;
        let Some(members) = members_mut(responses) else {
            return;
        };
        let is_error = |status: &str| status.starts_with(['4', '5']) || status == "default";
        for (found, reference) in json_schemas(document, members.iter(), is_error) {
            let at = narrower
                .iter()
                .position(|(_, known)| reference == Some(*known));
            match at {
                Some(at) => hits[at] = true,
                None if reference == Some(schema) => {}
                None => {
                    let message = format!(
                        "merging this error into `{schema}` could lose something: name it in `replacing` if not"
                    );
                    failure.get_or_insert(Failure::document(found, message));
                }
            }
        }
        let merged = statuses.iter().map(|(_, status)| {
            let mut ours = members.iter();
            let first = ours.find(|member| member.key.starts_with(&status[..1]));
            error_response(status, first.map_or(place, |first| first.node.span), schema)
        });
        let merged: Vec<Member> = merged.collect();
        members.retain(|member| !is_error(&member.key));
        members.extend(merged);
        changes += 1;
    });
    let idle = narrower.iter().zip(&hits).find(|(_, hit)| !**hit);
    match (failure, idle) {
        (Some(failure), _) => Err(failure),
        (None, Some(((node, name), _))) => {
            let message = format!("no error has the schema `{name}`: take it out of the list");
            Err(Failure::argument(node, message))
        }
        (None, None) => Ok((root, changes)),
    }
}

/// The JSON schemas of the responses with certain statuses, with the reference that each is.
fn json_schemas<'a>(
    document: &'a Document,
    responses: impl Iterator<Item = &'a Member>,
    wanted: impl Fn(&str) -> bool,
) -> Vec<(&'a Node, Option<&'a str>)> {
    let wanted = responses.filter(|response| wanted(&response.key));
    let contents =
        wanted.filter_map(|response| document.resolve(&response.node, "").0.get("content"));
    let media_types = contents.flat_map(Node::members);
    media_types
        .filter(|media_type| media_type.key.contains("json"))
        .map(|media_type| {
            let schema = media_type.node.get("schema").unwrap_or(&media_type.node);
            (schema, schema.get("$ref").and_then(Node::as_str))
        })
        .collect()
}

fn error_response(status: &str, place: Span, schema: &str) -> Member {
    let text = |text: &str| Node::new(place, Value::String(text.to_owned()));
    let object = |entries: Vec<(&str, Node)>| {
        let member = |(key, node): (&str, Node)| Member {
            key: key.to_owned(),
            key_span: place,
            node,
        };
        Node::new(
            place,
            Value::Object(entries.into_iter().map(member).collect()),
        )
    };
    let media_type = object(vec![("schema", object(vec![("$ref", text(schema))]))]);
    let node = object(vec![
        ("description", text("The error, as the server words it.")),
        ("content", object(vec![("application/json", media_type)])),
    ]);
    Member {
        key: status.to_owned(),
        key_span: place,
        node,
    }
}

/// `require-request-bodies: {}` makes every request body required.
pub(super) fn require_request_bodies(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    arguments.allow(&[])?;
    let mut root = document.root().clone();
    let mut changes = 0;
    walk_mut(&mut root, Kind::Document, &mut |node, kind| {
        let required = node.get("required").and_then(Node::as_bool) == Some(true);
        if kind == Kind::RequestBody && !required && !node.has("$ref") {
            let place = node.get("required").map_or(node.span, |node| node.span);
            node.set("required", Node::new(place, Value::Bool(true)));
            changes += 1;
        }
    });
    Ok((root, changes))
}

/// `rename-media-types: {OLD: NEW, ...}` gives the content of responses another media type. Each old one must occur, and
/// no response may have both.
pub(super) fn rename_media_types(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    let names = arguments.node.members().iter();
    let names: Vec<(&Member, Option<&str>)> =
        names.map(|member| (member, member.node.as_str())).collect();
    let wrong = names.iter().find(|(_, new)| new.is_none());
    if names.is_empty() || wrong.is_some() {
        let node = wrong.map_or(arguments.node, |(member, _)| &member.node);
        let message = "write the media types as `old: new`";
        return Err(Failure::argument(node, message));
    }
    let mut hits = vec![0; names.len()];
    let mut root = document.root().clone();
    let mut failure = None;
    walk_mut(&mut root, Kind::Document, &mut |node, kind| {
        let content = node.get_mut("content").and_then(members_mut);
        let (Kind::Response, Some(content)) = (kind, content) else {
            return;
        };
        for ((member, new), hit) in names.iter().zip(&mut hits) {
            let new = new.unwrap_or_default();
            let both = content.iter().any(|media_type| media_type.key == new);
            for media_type in &mut *content {
                if media_type.key == member.key {
                    if both {
                        let message = format!("this response has `{new}` already");
                        failure.get_or_insert(Failure::document(&media_type.node, message));
                    }
                    new.clone_into(&mut media_type.key);
                    *hit += 1;
                }
            }
        }
    });
    let idle = names.iter().zip(&hits).find(|(_, hit)| **hit == 0);
    match (failure, idle) {
        (Some(failure), _) => Err(failure),
        (None, Some(((member, _), _))) => {
            let message = format!(
                "no response has the media type `{}`: take it out of the list",
                member.key
            );
            Err(Failure::Argument(member.key_span, message))
        }
        (None, None) => Ok((root, hits.iter().sum())),
    }
}

/// `default-formats: {TYPE: FORMAT, ...}` gives every schema of a type that has no format this one. Each type must occur.
pub(super) fn default_formats(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    let formats = arguments.node.members();
    let wrong = formats.iter().find(|member| member.node.as_str().is_none());
    if formats.is_empty() || wrong.is_some() {
        let node = wrong.map_or(arguments.node, |member| &member.node);
        return Err(Failure::argument(
            node,
            "write the formats as `type: format`",
        ));
    }
    let mut hits = vec![0; formats.len()];
    let mut root = document.root().clone();
    walk_mut(&mut root, Kind::Document, &mut |node, kind| {
        if kind != Kind::Schema || node.has("format") {
            return;
        }
        let kind = node.get("type").and_then(Node::as_str);
        let at = formats
            .iter()
            .position(|member| Some(member.key.as_str()) == kind);
        if let Some(at) = at {
            let place = node.get("type").map_or(node.span, |node| node.span);
            node.set("format", Node::new(place, formats[at].node.value.clone()));
            hits[at] += 1;
        }
    });
    match formats.iter().zip(&hits).find(|(_, hit)| **hit == 0) {
        Some((member, _)) => {
            let message = format!(
                "every `{}` has a format: take it out of the list",
                member.key
            );
            Err(Failure::Argument(member.key_span, message))
        }
        None => Ok((root, hits.iter().sum())),
    }
}

/// `optional-instead-of-nullable: {}` says of a nullable property that it may be absent, and takes `nullable` from the
/// components that only properties refer to.
///
/// A property's own `nullable` stays, where a generator understands it; so does that of a component which is an array
/// or a map, whose type could not be absent otherwise.
pub(super) fn optional_instead_of_nullable(
    document: &Document,
    arguments: &Arguments<'_>,
) -> Outcome {
    arguments.allow(&[])?;
    let mut root = document.root().clone();
    let mut changes = 0;
    let mut failure = None;
    walk_mut(&mut root, Kind::Document, &mut |node, kind| {
        if kind != Kind::Schema {
            return;
        }
        for key in ["items", "additionalProperties"] {
            let target = node
                .get(key)
                .filter(|child| is_nullable_component(document, child));
            if let Some(child) = target {
                let message = "this refers to a nullable component, which loses its null here: \
                               write the schema without `nullable` or refer from a property";
                failure.get_or_insert(Failure::document(child, message));
            }
        }
        changes += make_optional(document, node);
    });
    let schemas = root
        .get_mut("components")
        .and_then(|node| node.get_mut("schemas"));
    for member in schemas.and_then(members_mut).into_iter().flatten() {
        changes += usize::from(drop_null(&mut member.node));
    }
    match failure {
        Some(failure) => Err(failure),
        None => Ok((root, changes)),
    }
}

/// Takes the nullable properties of an object out of `required`.
fn make_optional(document: &Document, schema: &mut Node) -> usize {
    let properties = schema.get("properties").map_or(&[][..], Node::members);
    let nullable = properties
        .iter()
        .filter(|property| is_nullable(document, &property.node));
    let names: BTreeSet<String> = nullable.map(|property| property.key.clone()).collect();
    let Some(required) = schema.get_mut("required").and_then(items_mut) else {
        return 0;
    };
    let before = required.len();
    required.retain(|name| name.as_str().is_none_or(|name| !names.contains(name)));
    let changes = before - required.len();
    if required.is_empty() {
        schema.remove("required");
    }
    changes
}

fn drop_null(schema: &mut Node) -> bool {
    let kind = schema.get("type").and_then(Node::as_str);
    if kind == Some("array") || kind == Some("object") && !schema.has("properties") {
        return false;
    }
    if let Some(values) = schema.get_mut("enum").and_then(items_mut) {
        values.retain(|value| !value.is_null());
    }
    schema.remove("nullable").is_some()
}

/// Whether a schema admits null: itself, or what it refers to, plainly or through an `allOf` of one.
fn is_nullable(document: &Document, schema: &Node) -> bool {
    says_nullable(schema) || is_nullable_component(document, schema)
}

fn is_nullable_component(document: &Document, schema: &Node) -> bool {
    let only = match schema.get("allOf").map(Node::items) {
        Some([only]) => only,
        _ => schema,
    };
    only.has("$ref") && says_nullable(document.resolve(only, "").0)
}

fn says_nullable(schema: &Node) -> bool {
    schema.get("nullable").and_then(Node::as_bool) == Some(true)
}

/// `merge-all-of: {}` writes an `allOf` of objects as the one object that has the properties of all.
pub(super) fn merge_all_of(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    arguments.allow(&[])?;
    let mut root = document.root().clone();
    let mut changes = 0;
    walk_mut(&mut root, Kind::Document, &mut |node, kind| {
        if let Some(merged) = (kind == Kind::Schema)
            .then(|| merged(document, node, 0))
            .flatten()
        {
            *node = merged;
            changes += 1;
        }
    });
    Ok((root, changes))
}

/// The object that an `allOf` of several objects means; none when this is something else.
fn merged(document: &Document, schema: &Node, depth: usize) -> Option<Node> {
    /// Components that are built from components, more than anybody writes by hand.
    const DEPTH: usize = 16;
    let parts = schema
        .get("allOf")
        .map(Node::items)
        .filter(|parts| parts.len() > 1 && depth < DEPTH)?;
    let place = schema.span;
    let mut properties: Vec<Member> = Vec::new();
    let mut required: Vec<Node> = Vec::new();
    for part in parts {
        let (part, _) = document.resolve(part, "");
        let inner = merged(document, part, depth + 1);
        let part = inner.as_ref().unwrap_or(part);
        let known = ["type", "description", "title", "properties", "required"];
        let plain =
            |member: &Member| known.contains(&member.key.as_str()) || member.key.starts_with("x-");
        if !part.has("properties") || !part.members().iter().all(plain) {
            return None;
        }
        for property in part.get("properties")?.members() {
            // A property that two parts describe would have to satisfy both.
            if properties.iter().any(|known| known.key == property.key) {
                return None;
            }
            properties.push(property.clone());
        }
        let names = part.get("required").map(Node::items).unwrap_or_default();
        required.extend(names.iter().cloned());
    }
    let mut object = schema.clone();
    object.remove("allOf");
    object.set("type", Node::new(place, Value::String("object".to_owned())));
    if !required.is_empty() {
        object.set("required", Node::new(place, Value::Array(required)));
    }
    object.set("properties", Node::new(place, Value::Object(properties)));
    Some(object)
}

/// `open-response-objects: {}` gives every object that a response can hold `additionalProperties: {}`, so that a
/// generated type keeps the members it does not know.
pub(super) fn open_response_objects(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    arguments.allow(&[])?;
    let mut root = document.root().clone();
    let mut reached = BTreeSet::new();
    let mut changes = 0;
    walk_mut(&mut root, Kind::Document, &mut |node, kind| {
        if kind == Kind::Response {
            reach(document, node, &mut reached);
            walk_mut(node, Kind::Response, &mut |node, kind| {
                changes += usize::from(kind == Kind::Schema && open(node));
            });
        }
    });
    let schemas = root
        .get_mut("components")
        .and_then(|node| node.get_mut("schemas"));
    for member in schemas.and_then(members_mut).into_iter().flatten() {
        if reached.contains(&format!("#/components/schemas/{}", member.key)) {
            walk_mut(&mut member.node, Kind::Schema, &mut |node, kind| {
                changes += usize::from(kind == Kind::Schema && open(node));
            });
        }
    }
    Ok((root, changes))
}

fn open(schema: &mut Node) -> bool {
    let closed = schema.has("properties") && !schema.has("additionalProperties");
    if closed {
        let anything = Node::new(schema.span, Value::Object(Vec::new()));
        schema.set("additionalProperties", anything);
    }
    closed
}
