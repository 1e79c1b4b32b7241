//! The rules about request bodies and responses.

use openapi_document::operation::{MediaType, Operation, Response};
use openapi_document::{Document, Node};

use super::{
    DEFAULT_RESPONSE, ERROR_BODIES, ERROR_TYPES, Finding, JSON_SUFFIX_RESPONSE,
    MEDIA_TYPE_ENCODING, MEDIA_TYPE_WITHOUT_SCHEMA, NO_SUCCESS_RESPONSE, OPTIONAL_BODY,
    REDIRECT_RESPONSE, REQUEST_MEDIA_TYPE, REQUEST_MEDIA_TYPES, Rule, SUCCESS_KINDS,
};

/// The request bodies that progenitor can send.
const SENDABLE: [&str; 5] = [
    "application/json",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "text/plain",
    "text/x-markdown",
];

pub(super) fn check(view: &Document, operation: Operation<'_>, findings: &mut Vec<Finding>) {
    let mut report = |rule: &'static Rule, node: &Node, message: String| {
        findings.push(Finding {
            rule,
            at: view.locate(node.span),
            operations: vec![operation.id().to_owned()],
            message,
        });
    };
    body(operation, &mut report);
    let responses = operation.responses();
    for response in &responses {
        for media_type in response.content() {
            media_type_traps(&media_type, &mut report);
            if media_type.name().ends_with("+json") {
                let message = format!(
                    "the response is `{}`, which would be bytes",
                    media_type.name()
                );
                report(JSON_SUFFIX_RESPONSE, media_type.node(), message);
            }
        }
        match response.status() {
            "default" => {
                let message = "a `default` response is a success and an error at once".to_owned();
                report(DEFAULT_RESPONSE, response.node(), message);
            }
            status if status.starts_with('3') => {
                let message = format!("the status {status} would be an unexpected response");
                report(REDIRECT_RESPONSE, response.node(), message);
            }
            _ => {}
        }
    }
    let of = |hundreds: &[char]| -> Vec<&Response<'_>> {
        let mut chosen: Vec<_> = responses
            .iter()
            .filter(|response| response.status().starts_with(hundreds))
            .collect();
        chosen.sort_by_key(|response| response.status());
        chosen
    };
    let successes = of(&['2']);
    if successes.is_empty()
        && !responses
            .iter()
            .any(|response| response.status() == "default")
    {
        let message = "the operation has no response that is a success".to_owned();
        report(NO_SUCCESS_RESPONSE, operation.node(), message);
    }
    if let Some((odd, first)) = odd_one(&successes) {
        let message = format!(
            "{} is {}, but {} is {}",
            first.status(),
            kind(first),
            odd.status(),
            kind(odd)
        );
        report(SUCCESS_KINDS, odd.node(), message);
    }
    let errors = of(&['4', '5']);
    if let Some((odd, first)) = odd_one(&errors) {
        let message = format!(
            "{} is {}, but {} is {}",
            first.status(),
            kind(first),
            odd.status(),
            kind(odd)
        );
        let rule = match (kind(first), kind(odd)) {
            (Kind::Json(_), Kind::Json(_)) => ERROR_TYPES,
            _ => ERROR_BODIES,
        };
        report(rule, odd.node(), message);
    }
}

fn body(operation: Operation<'_>, report: &mut impl FnMut(&'static Rule, &Node, String)) {
    let Some(body) = operation.request_body() else {
        return;
    };
    if !body.required() {
        let message = "the body may be left out, but would be sent as `null`".to_owned();
        report(OPTIONAL_BODY, body.node(), message);
    }
    let content = body.content();
    if content.len() > 1 {
        let names: Vec<&str> = content.iter().map(MediaType::name).collect();
        let message = format!(
            "the body has {} media types: {}",
            names.len(),
            names.join(", ")
        );
        report(REQUEST_MEDIA_TYPES, body.node(), message);
    }
    for media_type in content {
        let essence = media_type.name().split(';').next().unwrap_or_default();
        if !SENDABLE.contains(&essence) {
            let message = format!("the body is `{}`", media_type.name());
            report(REQUEST_MEDIA_TYPE, media_type.node(), message);
        }
        media_type_traps(&media_type, report);
    }
}

fn media_type_traps(
    media_type: &MediaType<'_>,
    report: &mut impl FnMut(&'static Rule, &Node, String),
) {
    if !is_json(media_type.name()) && !media_type.name().contains("form") {
        return;
    }
    if let Some(encoding) = media_type.node().get("encoding") {
        let message = format!("`{}` has an `encoding`", media_type.name());
        report(MEDIA_TYPE_ENCODING, encoding, message);
    }
    if media_type.schema().is_none() {
        let message = format!("`{}` has no schema", media_type.name());
        report(MEDIA_TYPE_WITHOUT_SCHEMA, media_type.node(), message);
    }
}

/// Only this is JSON to progenitor.
fn is_json(name: &str) -> bool {
    name == "application/json" || name.starts_with("application/json;")
}

/// What progenitor makes of a response.
#[derive(Debug, Eq, PartialEq)]
enum Kind {
    /// JSON with the schema at this address.
    Json(String),
    Bytes,
    Empty,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Json(address) => write!(f, "JSON with the schema `{address}`"),
            Self::Bytes => f.write_str("bytes"),
            Self::Empty => f.write_str("empty"),
        }
    }
}

fn kind(response: &Response<'_>) -> Kind {
    let content = response.content();
    let json = content.iter().find(|media_type| is_json(media_type.name()));
    match json {
        Some(json) => Kind::Json(
            json.schema()
                .map(|(_, address)| address)
                .unwrap_or_default(),
        ),
        None if content.is_empty() => Kind::Empty,
        None => Kind::Bytes,
    }
}

/// The first response that is not what the first of all is.
fn odd_one<'a, 'd>(responses: &[&'a Response<'d>]) -> Option<(&'a Response<'d>, &'a Response<'d>)> {
    let first = *responses.first()?;
    let expected = kind(first);
    let odd = responses
        .iter()
        .find(|response| kind(response) != expected)?;
    Some((*odd, first))
}
