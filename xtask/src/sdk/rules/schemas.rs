//! The rules about schemas: names, value sets, null, composition, numbers.

use openapi_document::Node;
use openapi_document::source::Span;

use super::Report;
use super::sites::{self, Side, Site};

pub(super) fn check(report: &mut Report<'_>) {
    let view = report.view;
    for site in sites::all(view) {
        limits(&site, report);
        names(&site, report);
        value_sets(&site, report);
        null(&site, report);
        composition(&site, report);
        formats(&site, report);
        objects(&site, report);
        if site.side == Side::ResponseHeader && text(site.node, "type") != Some("string") {
            report.add(
                "R11",
                site.node.span,
                "a header that is empty, as `X-Next-Page` on the last page, fails as anything but a text: write \
                 `type: string`",
            );
        }
    }
}

fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::as_str)
}

/// The place of a key, which is where the reader has to look.
fn key(node: &Node, key: &str) -> Option<Span> {
    node.member(key).map(|member| member.key_span)
}

fn limits(site: &Site<'_>, report: &mut Report<'_>) {
    if site.side != Side::Query {
        return;
    }
    for name in [
        "default",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
    ] {
        if let Some(span) = key(site.node, name) {
            report.add(
                "R3",
                span,
                format!(
                    "`{name}` of a query parameter is sent unasked or checked by some clients: say it in the \
                     description, or drop it in the view (`drop-keys: {{ of: parameter-schema, keys: [{name}] }}`)"
                ),
            );
        }
    }
}

/// Names that runtimes of generated clients use themselves.
const TAKEN: [&str; 12] = [
    "ApiClient",
    "ApiError",
    "ApiException",
    "Client",
    "Configuration",
    "Error",
    "List",
    "Map",
    "Object",
    "Range",
    "Response",
    "String",
];

fn names(site: &Site<'_>, report: &mut Report<'_>) {
    let node = site.node;
    let Some(name) = &site.component else {
        for (keyword, what) in [
            ("enum", "a value set"),
            ("x-extensible-enum", "a value set"),
            ("properties", "an object"),
        ] {
            if let Some(span) = key(node, keyword) {
                report.add(
                    "R4",
                    span,
                    format!(
                        "{what} without a name gets another one in each language: move it to \
                         `components/schemas` and refer to it"
                    ),
                );
            }
        }
        return;
    };
    if TAKEN.contains(&name.as_str()) || name.ends_with("Request") {
        report.add(
            "R4",
            node.span,
            format!("`{name}` is a class of some runtime, or one that a generator makes for itself: rename the schema"),
        );
    }
    let mut before = '\0';
    let odd = name.chars().enumerate().any(|(at, letter)| {
        let double = letter.is_ascii_uppercase() && before.is_ascii_uppercase();
        before = letter;
        !letter.is_ascii_alphanumeric() || double || (at == 0 && !letter.is_ascii_uppercase())
    });
    if odd {
        report.add(
            "R4",
            node.span,
            format!(
                "`{name}` becomes an odd name where names have another case: write words like `OauthToken`"
            ),
        );
    }
}

fn value_sets(site: &Site<'_>, report: &mut Report<'_>) {
    let node = site.node;
    if let Some(span) = key(node, "enum") {
        if matches!(site.side, Side::Response | Side::ResponseHeader) {
            report.add(
                "R5",
                span,
                "a value that the server invents tomorrow would fail to parse: write `type: string` with \
                 `x-extensible-enum`",
            );
        }
        let null = node
            .get("enum")
            .into_iter()
            .flat_map(Node::items)
            .find(|value| value.is_null());
        if let Some(null) = null {
            report.add(
                "R5",
                null.span,
                "null is no member of a value set to most generators: take it out, `nullable: true` says it",
            );
        }
    }
    if let Some(span) = key(node, "x-extensible-enum")
        && text(node, "type") != Some("string")
    {
        report.add(
            "R5",
            span,
            "an open value set is a text with known values: write `type: string` beside it",
        );
    }
}

fn null(site: &Site<'_>, report: &mut Report<'_>) {
    let Some(span) = key(site.node, "nullable") else {
        return;
    };
    if !site.node.has("type") || site.node.has("allOf") {
        report.add(
            "R6",
            span,
            "beside a reference `nullable` means nothing to linters and validators: write it on the component, \
             beside its `type`",
        );
    }
}

fn composition(site: &Site<'_>, report: &mut Report<'_>) {
    for name in ["oneOf", "anyOf", "not", "discriminator"] {
        if let Some(span) = key(site.node, name) {
            report.add(
                "R7",
                span,
                format!(
                    "`{name}` becomes a wrapper in some languages and does not compile in others: write one flat \
                     object with the properties of all, or a schema without `type`"
                ),
            );
        }
    }
}

fn formats(site: &Site<'_>, report: &mut Report<'_>) {
    let node = site.node;
    let format = text(node, "format");
    let place = key(node, "format").unwrap_or(node.span);
    match text(node, "type") {
        Some("integer") if !matches!(format, Some("int32" | "int64")) => report.add(
            "R10",
            place,
            "without a format IDs above 2147483647 fail in some languages: write `format: int64`, or `int32` for \
             a count",
        ),
        Some("number") if format != Some("double") => report.add(
            "R10",
            place,
            "a number without a format, or a `float`, loses digits: write `format: double`",
        ),
        Some("string") if !matches!(format, None | Some("date-time" | "binary")) => report.add(
            "R10",
            place,
            format!(
                "some languages refuse texts that are not quite a `{}`, and servers send such: take the format out",
                format.unwrap_or_default()
            ),
        ),
        _ => {}
    }
}

fn objects(site: &Site<'_>, report: &mut Report<'_>) {
    let node = site.node;
    if node.has("properties")
        && let Some(span) = key(node, "additionalProperties")
    {
        report.add(
            "R13",
            span,
            "an object with properties that also says what others are like becomes a map, or refuses them: take \
             `additionalProperties` out",
        );
    }
    let parts = node.get("allOf").map_or(&[][..], Node::items);
    let references = parts.iter().filter(|part| part.has("$ref")).count();
    if let Some(span) = key(node, "allOf")
        && (references > 1 || parts.len() - references > 1)
    {
        report.add(
            "R13",
            span,
            "of several references each language makes something else: compose of one reference and one object at \
             most, or merge them in the view (`merge-all-of: {}`)",
        );
    }
}
