//! The rules about operations: parameters, responses, bodies, credentials, names.

use std::collections::BTreeMap;

use openapi_document::Node;
use openapi_document::operation::{MediaType, Operation, Parameter};
use openapi_document::pointer::Pointer;
use openapi_document::source::Span;

use super::Report;

pub(super) fn check(report: &mut Report<'_>) {
    let view = report.view;
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in view.operations() {
        *ids.entry(operation.id()).or_default() += 1;
        for parameter in operation.parameters() {
            path_parameter(&parameter, report);
            list_parameter(&parameter, report);
        }
        named_parameters(operation.node(), report);
        errors(&operation, report);
        successes(&operation, report);
        request(&operation, report);
        security(&operation, report);
        identity(&operation, ids[operation.id()], report);
    }
    schemes(report);
    servers(report);
}

fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::as_str)
}

fn path_parameter(parameter: &Parameter<'_>, report: &mut Report<'_>) {
    let Some((schema, _)) = parameter
        .schema()
        .filter(|_| parameter.location() == "path")
    else {
        return;
    };
    if !matches!(text(schema, "type"), Some("string" | "integer")) {
        report.add(
            "R1",
            schema.span,
            format!(
                "`{}` in the path needs one plain type, or some clients do not encode it: write `type: string` where \
                 both a number and a path will do",
                parameter.name()
            ),
        );
    }
    if parameter.is_multi_segment("x-multi-segment") {
        let others = schema.members().iter().find(|member| member.key != "type");
        if text(schema, "type") != Some("string") || others.is_some() {
            report.add(
                "R15",
                schema.span,
                format!(
                    "`{}` holds slashes, which not every client bears in anything but a plain text: write `type: string` alone",
                    parameter.name()
                ),
            );
        }
    }
    if let Some(member) = parameter.node().member("allowReserved") {
        report.add(
            "R15",
            member.key_span,
            "`allowReserved` means nothing in a path: take it out",
        );
    }
}

fn list_parameter(parameter: &Parameter<'_>, report: &mut Report<'_>) {
    let list = parameter
        .schema()
        .filter(|(schema, _)| text(schema, "type") == Some("array"));
    if list.is_none() || parameter.location() != "query" {
        return;
    }
    let node = parameter.node();
    let form = text(node, "style").unwrap_or("form") == "form";
    let explode = node.get("explode").and_then(Node::as_bool).unwrap_or(true);
    if !form || !explode || !parameter.name().ends_with("[]") {
        report.add(
            "R2",
            node.span,
            format!(
                "Rails reads a list only as `{0}[]=a&{0}[]=b`: write `name: {0}[]`, `style: form`, `explode: true`",
                parameter.name().trim_end_matches("[]")
            ),
        );
    }
}

fn named_parameters(operation: &Node, report: &mut Report<'_>) {
    for parameter in operation.get("parameters").map_or(&[][..], Node::items) {
        if !parameter.has("$ref") {
            report.add(
                "R4",
                parameter.span,
                "a parameter that is written twice drifts apart: move it to `components/parameters` and refer to it",
            );
        }
    }
}

fn errors(operation: &Operation<'_>, report: &mut Report<'_>) {
    const REMEDY: &str = "clients fail, or lose the body, where there are several or one for everything: merge \
                          them in the view (`merge-error-responses` with `statuses: [4XX]`)";
    let Some(responses) = operation.node().get("responses") else {
        return;
    };
    let mut found = false;
    for member in responses.members() {
        found |= member.key == "4XX";
        if member.key != "4XX" && !member.key.starts_with(['1', '2', '3']) {
            report.add(
                "R8",
                member.key_span,
                format!(
                    "`{}` is an error response beside `4XX`: {REMEDY}",
                    member.key
                ),
            );
        }
    }
    if !found {
        report.add(
            "R8",
            responses.span,
            format!("{} has no error response `4XX`: {REMEDY}", operation.id()),
        );
    }
}

fn successes(operation: &Operation<'_>, report: &mut Report<'_>) {
    let mut successes = 0;
    for response in operation.responses() {
        let status = response.status();
        if status.starts_with('3') || status == "206" {
            report.add(
                "R9",
                response.node().span,
                format!(
                    "clients follow redirects and ask for whole bodies, so `{status}` is a second success to them: \
                     drop it in the view (`drop-responses`)"
                ),
            );
            continue;
        }
        if !status.starts_with('2') {
            continue;
        }
        successes += 1;
        let content = response.content();
        if successes > 1 || content.len() > 1 {
            report.add(
                "R9",
                response.node().span,
                format!(
                    "a method returns one type: leave {} one success with one media type",
                    operation.id()
                ),
            );
        }
        for media_type in &content {
            body(operation, media_type, report);
        }
    }
}

fn body(operation: &Operation<'_>, media_type: &MediaType<'_>, report: &mut Report<'_>) {
    if media_type.name().contains("json") {
        if media_type.example().is_none() {
            report.add(
                "R14",
                media_type.node().span,
                format!(
                    "the answer of {} has no `example`, which shows readers and linters what is null: write one",
                    operation.id()
                ),
            );
        }
        return;
    }
    let binary = media_type.schema().is_some_and(|(schema, _)| {
        text(schema, "type") == Some("string") && text(schema, "format") == Some("binary")
    });
    if !binary || media_type.name().contains('*') {
        report.add(
            "R9",
            media_type.node().span,
            format!(
                "`{}` is not read as bytes by every client: write `type: string`, `format: binary` under a media \
                 type without `*` (`rename-media-types`)",
                media_type.name()
            ),
        );
    }
}

fn request(operation: &Operation<'_>, report: &mut Report<'_>) {
    let Some(body) = operation.request_body() else {
        return;
    };
    if !body.required() || body.content().len() != 1 {
        report.add(
            "R9",
            body.node().span,
            "some clients send `null` or nothing for a body that is left out: make it required with one media type \
             (`require-request-bodies: {}`)",
        );
    }
}

/// The type of a security scheme and the place it is sent in.
fn scheme<'a>(report: &'a Report<'_>, name: &str) -> Option<(&'a Node, bool)> {
    let pointer = Pointer::root()
        .join("components")
        .join("securitySchemes")
        .join(name);
    let node = report.view.at(&pointer)?;
    let bearer = text(node, "type") == Some("http") && text(node, "scheme") == Some("bearer");
    Some((node, bearer))
}

fn security(operation: &Operation<'_>, report: &mut Report<'_>) {
    let requirements = operation.security();
    let place = operation
        .node()
        .get("security")
        .map_or(operation.node().span, |node| node.span);
    let first = requirements.first().and_then(|names| names.first());
    let bearer = first.and_then(|name| scheme(report, name));
    if !bearer.is_some_and(|(_, bearer)| bearer) {
        report.add(
            "R12",
            place,
            format!(
                "{} must name bearer first: it is the one credential that HTTP libraries take off when a redirect \
                 leads elsewhere",
                operation.id()
            ),
        );
    }
    if requirements.iter().any(|names| names.len() > 1) {
        report.add(
            "R12",
            place,
            "a request has one credential: write each scheme as an item of its own",
        );
    }
}

fn schemes(report: &mut Report<'_>) {
    let pointer = Pointer::root().join("components").join("securitySchemes");
    let schemes = report.view.at(&pointer).map_or(&[][..], Node::members);
    let queries: Vec<Span> = schemes
        .iter()
        .filter(|member| text(&member.node, "type") == Some("apiKey"))
        .filter(|member| text(&member.node, "in") != Some("header"))
        .map(|member| member.key_span)
        .collect();
    for span in queries {
        report.add(
            "R12",
            span,
            "three generators send their one secret by every scheme, so it would get into addresses and logs: drop \
             this one in the view (`drop-security`)",
        );
    }
    if let Some(first) = schemes.first()
        && !scheme(report, &first.key).is_some_and(|(_, bearer)| bearer)
    {
        report.add(
            "R12",
            first.key_span,
            "the first scheme becomes the default of some clients: put bearer first",
        );
    }
}

fn identity(operation: &Operation<'_>, nth: usize, report: &mut Report<'_>) {
    let node = operation.node();
    if !node.has("operationId") || nth > 1 {
        report.add(
            "R14",
            node.span,
            format!(
                "{} {} needs an `operationId` of its own, the name of its method",
                operation.method(),
                operation.path()
            ),
        );
    }
    let tags = node.get("tags").map_or(0, |tags| tags.items().len());
    if tags != 1 {
        let place = node.get("tags").map_or(node.span, |tags| tags.span);
        report.add(
            "R14",
            place,
            format!(
                "{} has {tags} tags and would be in as many classes: give it one",
                operation.id()
            ),
        );
    }
}

fn servers(report: &mut Report<'_>) {
    let servers = report.view.root().get("servers");
    let first = servers.and_then(|servers| servers.items().first());
    let url = first.and_then(|server| text(server, "url"));
    let real = url.is_some_and(|url| {
        url.starts_with("https://") && !url.contains("example") && !url.contains('{')
    });
    if !real {
        let place = first.or(servers).unwrap_or(report.view.root()).span;
        report.add(
            "R14",
            place,
            "the first server is the default of every client: give it a real `https://` address",
        );
    }
}
