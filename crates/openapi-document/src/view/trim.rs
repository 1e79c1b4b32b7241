//! The steps that take something away: keys, parameters, responses, and components nothing refers to.

use std::collections::BTreeSet;

use crate::document::Document;
use crate::node::{Node, Value};
use crate::shape::{Kind, walk_mut};

use super::step::{Arguments, Failure, Outcome, items_mut, members_mut};

/// What `of` may name: a kind of object, and whether only those that belong to a parameter are meant.
const KINDS: [(&str, Kind, bool); 10] = [
    ("document", Kind::Document, false),
    ("components", Kind::Components, false),
    ("path-item", Kind::PathItem, false),
    ("operation", Kind::Operation, false),
    ("parameter", Kind::Parameter, false),
    ("parameter-schema", Kind::Schema, true),
    ("request-body", Kind::RequestBody, false),
    ("response", Kind::Response, false),
    ("media-type", Kind::MediaType, false),
    ("schema", Kind::Schema, false),
];

/// `drop-keys: {of: KIND, keys: [...]}` takes keys out of every object of one kind. Each key must occur.
pub(super) fn drop_keys(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    arguments.allow(&["of", "keys"])?;
    let (of, name) = arguments.text("of")?;
    let known = KINDS.iter().find(|(known, _, _)| *known == name);
    let Some((_, wanted, of_parameters)) = known else {
        let names = KINDS.map(|(name, _, _)| name).join(", ");
        let message = format!("`of` names no kind of object: it is one of {names}");
        return Err(Failure::argument(of, message));
    };
    let keys = arguments.texts("keys")?;
    let mut root = document.root().clone();
    let mut hits = vec![0; keys.len()];
    let mut drop = |node: &mut Node, kind| {
        if kind == *wanted {
            for ((_, key), hit) in keys.iter().zip(&mut hits) {
                *hit += usize::from(node.remove(key).is_some());
            }
        }
    };
    if *of_parameters {
        walk_mut(&mut root, Kind::Document, &mut |node, kind| {
            if kind == Kind::Parameter {
                walk_mut(node, kind, &mut drop);
            }
        });
    } else {
        walk_mut(&mut root, Kind::Document, &mut drop);
    }
    match keys.iter().zip(&hits).find(|(_, hit)| **hit == 0) {
        Some(((node, key), _)) => {
            let message = format!("no {name} has the key `{key}`: take it out of the list");
            Err(Failure::argument(node, message))
        }
        None => Ok((root, hits.iter().sum())),
    }
}

/// `drop-parameters: {in: LOCATION, names: [...]}` takes parameters away. Each name must occur.
pub(super) fn drop_parameters(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    arguments.allow(&["in", "names"])?;
    let (_, location) = arguments.text("in")?;
    let names = arguments.texts("names")?;
    let mut root = document.root().clone();
    let mut hits = vec![0; names.len()];
    walk_mut(&mut root, Kind::Document, &mut |node, kind| {
        if !matches!(kind, Kind::PathItem | Kind::Operation) {
            return;
        }
        let Some(parameters) = node.get_mut("parameters").and_then(items_mut) else {
            return;
        };
        parameters.retain(|parameter| {
            let (parameter, _) = document.resolve(parameter, "");
            let text = |key| {
                parameter
                    .get(key)
                    .and_then(Node::as_str)
                    .unwrap_or_default()
            };
            let same = |name: &str| match location {
                "header" => name.eq_ignore_ascii_case(text("name")),
                _ => name == text("name"),
            };
            let at = names.iter().position(|(_, name)| same(name));
            let at = at.filter(|_| text("in") == location);
            at.is_none_or(|at| {
                hits[at] += 1;
                false
            })
        });
        if parameters.is_empty() {
            node.remove("parameters");
        }
    });
    match names.iter().zip(&hits).find(|(_, hit)| **hit == 0) {
        Some(((node, name), _)) => {
            let message =
                format!("there is no {location} parameter `{name}`: take it out of the list");
            Err(Failure::argument(node, message))
        }
        None => Ok((root, hits.iter().sum())),
    }
}

/// `drop-responses: {statuses: [...]}` takes responses away; `3XX` means every status of that hundred.
pub(super) fn drop_responses(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    arguments.allow(&["statuses"])?;
    let statuses = arguments.texts("statuses")?;
    let mut root = document.root().clone();
    let mut changes = 0;
    walk_mut(&mut root, Kind::Document, &mut |node, kind| {
        let responses = node.get_mut("responses").and_then(members_mut);
        if let (Kind::Operation, Some(responses)) = (kind, responses) {
            let before = responses.len();
            responses.retain(|member| {
                !statuses
                    .iter()
                    .any(|(_, pattern)| status_matches(pattern, &member.key))
            });
            changes += before - responses.len();
        }
    });
    Ok((root, changes))
}

/// `drop-security: {schemes: [...]}` takes security schemes away, and every requirement that needs one of them. Each
/// scheme must exist, and no operation may lose its last requirement.
pub(super) fn drop_security(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    arguments.allow(&["schemes"])?;
    let names = arguments.texts("schemes")?;
    let mut root = document.root().clone();
    let mut schemes = root
        .get_mut("components")
        .and_then(|components| components.get_mut("securitySchemes"));
    for (node, name) in &names {
        let removed = schemes.as_mut().and_then(|schemes| schemes.remove(name));
        if removed.is_none() {
            let message = format!("there is no security scheme `{name}`: take it out of the list");
            return Err(Failure::argument(node, message));
        }
    }
    let mut changes = names.len();
    let mut failure = None;
    walk_mut(&mut root, Kind::Document, &mut |node, kind| {
        if !matches!(kind, Kind::Document | Kind::Operation) {
            return;
        }
        let place = node.get("security").map_or(node.span, |node| node.span);
        let Some(requirements) = node.get_mut("security").and_then(items_mut) else {
            return;
        };
        let before = requirements.len();
        requirements.retain(|requirement| !names.iter().any(|(_, name)| requirement.has(name)));
        changes += before - requirements.len();
        if requirements.is_empty() && before > 0 {
            let message = "without these schemes nothing is left to call this with";
            failure.get_or_insert(Failure::Document(place, message.to_owned()));
        }
    });
    match failure {
        Some(failure) => Err(failure),
        None => Ok((root, changes)),
    }
}

/// Whether a status is the one named, or lies in the hundred that `4XX` names.
pub(super) fn status_matches(pattern: &str, status: &str) -> bool {
    match pattern.strip_suffix("XX") {
        Some(hundred) => status.len() == 3 && status.starts_with(hundred),
        None => pattern == status,
    }
}

/// `drop-unreferenced: {}` takes away the components that no operation reaches.
pub(super) fn drop_unreferenced(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    arguments.allow(&[])?;
    let mut reached = BTreeSet::new();
    if let Some(paths) = document.root().get("paths") {
        reach(document, paths, &mut reached);
    }
    let mut root = document.root().clone();
    let mut changes = 0;
    for section in root
        .get_mut("components")
        .and_then(members_mut)
        .into_iter()
        .flatten()
    {
        // Operations name these, they do not refer to them.
        if section.key == "securitySchemes" {
            continue;
        }
        let prefix = format!("#/components/{}/", section.key);
        if let Some(members) = members_mut(&mut section.node) {
            let before = members.len();
            members.retain(|member| reached.contains(&format!("{prefix}{}", member.key)));
            changes += before - members.len();
        }
    }
    if let Some(sections) = root.get_mut("components").and_then(members_mut) {
        sections.retain(|section| section.node.value != Value::Object(Vec::new()));
    }
    Ok((root, changes))
}

/// Adds every address that references below a node lead to.
///
/// A waiting list and not recursion, because components may refer to one another in circles.
pub(super) fn reach(document: &Document, node: &Node, reached: &mut BTreeSet<String>) {
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        if let Some(reference) = node.get("$ref").and_then(Node::as_str) {
            let target = document.find(reference);
            if let (Some(target), true) = (target, reached.insert(reference.to_owned())) {
                waiting.push(target);
            }
        }
        waiting.extend(node.items());
        waiting.extend(node.members().iter().map(|member| &member.node));
    }
}
