//! The rules about parameters.

use openapi_document::operation::{Operation, Parameter};
use openapi_document::{Document, Node};

use super::{
    COOKIE_PARAMETER, EXPLODE_FALSE, Finding, OPTIONAL_PATH_PARAMETER, PARAMETER_DEFAULT,
    PARAMETER_DEPRECATED, PARAMETER_LIMIT, PATH_STYLE, QUERY_STYLE, Rule,
};

pub(super) fn check(view: &Document, operation: Operation<'_>, findings: &mut Vec<Finding>) {
    for parameter in operation.parameters() {
        let name = parameter.name();
        for (rule, node, message) in traps(&parameter) {
            findings.push(Finding {
                rule,
                at: view.locate(node.span),
                operations: vec![operation.id().to_owned()],
                message: format!("the {} parameter `{name}` {message}", parameter.location()),
            });
        }
    }
}

type Trap<'a> = (&'static Rule, &'a Node, String);

fn traps<'a>(parameter: &Parameter<'a>) -> Vec<Trap<'a>> {
    let node = parameter.node();
    let mut traps: Vec<Trap<'_>> = Vec::new();
    let style = node
        .get("style")
        .map(|style| (style, style.as_str().unwrap_or_default()));
    match (parameter.location(), style) {
        ("cookie", _) => traps.push((COOKIE_PARAMETER, node, "is a cookie".to_owned())),
        ("path", Some((at, style))) if style != "simple" => {
            traps.push((PATH_STYLE, at, format!("has the style `{style}`")));
        }
        ("query", Some((at, style))) if style != "form" => {
            traps.push((QUERY_STYLE, at, format!("has the style `{style}`")));
        }
        _ => {}
    }
    if parameter.location() == "path" && !parameter.required() {
        traps.push((OPTIONAL_PATH_PARAMETER, node, "is not required".to_owned()));
    }
    if parameter.deprecated() {
        let at = node.get("deprecated").unwrap_or(node);
        traps.push((
            PARAMETER_DEPRECATED,
            at,
            "is deprecated, which nobody would see".to_owned(),
        ));
    }
    let Some((schema, _)) = parameter.schema() else {
        return traps;
    };
    let kind = schema.get("type").and_then(Node::as_str);
    let explode = node
        .get("explode")
        .filter(|explode| explode.as_bool() == Some(false));
    if let (Some(at), Some("array" | "object")) = (explode, kind) {
        traps.push((
            EXPLODE_FALSE,
            at,
            "wants its values in one text, but would be repeated".to_owned(),
        ));
    }
    if let Some(at) = schema.get("default") {
        traps.push((
            PARAMETER_DEFAULT,
            at,
            "has a default, which would not be sent".to_owned(),
        ));
    }
    for limit in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
        if let Some(at) = schema.get(limit) {
            let message = format!("has `{limit}`, which would become a type of its own or nothing");
            traps.push((PARAMETER_LIMIT, at, message));
        }
    }
    traps
}
