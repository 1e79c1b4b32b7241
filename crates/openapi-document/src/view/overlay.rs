//! The `overlay` step: OpenAPI Overlay 1.0, for one-off edits that no general step describes.

use enumset::EnumSet;
use roas_overlay::apply::{Apply, ApplyOptions};
use roas_overlay::v1_0::Overlay;

use crate::document::Document;
use crate::node::{Member, Node, Value};
use crate::source::{FileId, Source, Span};
use crate::yaml;

use super::step::{Arguments, Failure, Outcome};

/// `overlay: {file: NAME}` or `overlay: {overlay: 1.0.0, info: {...}, actions: [...]}` applies an Overlay; an action
/// whose target matches nothing is an error.
pub(super) fn overlay(document: &Document, arguments: &Arguments<'_>) -> Outcome {
    let refuse = |message: String| Failure::argument(arguments.node, message);
    let read;
    let inline = if arguments.node.has("file") {
        arguments.allow(&["file"])?;
        let (file, name) = arguments.text("file")?;
        read = read_file(file, name, arguments)?;
        &read
    } else {
        arguments.node
    };
    let overlay: Overlay = serde_json::from_value(inline.to_json())
        .map_err(|error| refuse(format!("this is not an OpenAPI Overlay 1.0: {error}")))?;
    let mut target = document.root().to_json();
    let report = overlay
        .apply(&mut target, EnumSet::only(ApplyOptions::ErrorOnZeroMatch))
        .map_err(|error| refuse(format!("could not be applied: {error}")))?;
    let root = keep_places(document.root(), &target);
    if root == *document.root() {
        return Ok((root, 0));
    }
    Ok((root, report.actions.len()))
}

fn read_file(argument: &Node, name: &str, arguments: &Arguments<'_>) -> Result<Node, Failure> {
    let refuse = |message: String| Failure::argument(argument, message);
    let Some(folder) = arguments.folder else {
        let message = "`file` needs a views file that was read from a folder".to_owned();
        return Err(refuse(message));
    };
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| refuse(format!("{} could not be read: {error}", path.display())))?;
    let source = Source::new(path.display().to_string(), text);
    yaml::parse(&source, FileId(0)).map_err(|error| refuse(error.to_string()))
}

/// The new value with the old places where it is unchanged, and the nearest old place where it is not.
///
/// The order of keys is the old one; new keys follow in the order of their names.
fn keep_places(old: &Node, new: &serde_json::Value) -> Node {
    match (&old.value, new) {
        (Value::Object(members), serde_json::Value::Object(map)) => {
            let mut kept: Vec<Member> = Vec::with_capacity(map.len());
            for member in members {
                if let Some(value) = map.get(&member.key) {
                    kept.push(Member {
                        key: member.key.clone(),
                        key_span: member.key_span,
                        node: keep_places(&member.node, value),
                    });
                }
            }
            let mut fresh: Vec<_> = map.iter().filter(|(key, _)| !old.has(key)).collect();
            fresh.sort_by_key(|(key, _)| *key);
            kept.extend(fresh.into_iter().map(|(key, value)| Member {
                key: key.clone(),
                key_span: old.span,
                node: sorted(old.span, value),
            }));
            Node::new(old.span, Value::Object(kept))
        }
        (Value::Array(items), serde_json::Value::Array(values)) => {
            let mut left = items.iter();
            let kept = values.iter().enumerate().map(|(at, value)| {
                // An item that was removed shifts the rest: look for the same value among those not yet used.
                let same = left.clone().position(|item| item.to_json() == *value);
                match same.map(|skip| left.nth(skip)) {
                    Some(Some(item)) => item.clone(),
                    _ => match items.get(at) {
                        Some(item) => keep_places(item, value),
                        None => sorted(old.span, value),
                    },
                }
            });
            Node::new(old.span, Value::Array(kept.collect()))
        }
        _ if old.to_json() == *new => old.clone(),
        _ => sorted(old.span, new),
    }
}

/// Keys in the order of their names, whatever map `serde_json` was built with.
fn sorted(span: Span, value: &serde_json::Value) -> Node {
    let mut node = Node::from_json(span, value);
    sort(&mut node);
    node
}

fn sort(node: &mut Node) {
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(sort),
        Value::Object(members) => {
            members.sort_by(|a, b| a.key.cmp(&b.key));
            for member in members {
                sort(&mut member.node);
            }
        }
        _ => {}
    }
}
