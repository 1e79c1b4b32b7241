//! What a document says against an exchange: both sides are judged, with nothing taken for granted but the call.

use openapi_document::Document;
use openapi_document::node::Node;
use openapi_document::operation::{MediaType, Operation, Parameter, Response};
use openapi_document::route::{Router, RouterOptions};
use openapi_document::source::Span;
use openapi_document::validate::{Options, Validator};
use serde_json::Value;

use super::{Content, Exchange, is_of_the_api};

/// The extension that marks path parameters which may hold slashes.
const MULTI_SEGMENT: &str = "x-multi-segment";

/// Who sent what the document does not allow.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Side {
    /// The client.
    Request,
    /// The server.
    Answer,
}

/// One thing a document says against an exchange.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Objection {
    /// Whose fault it is.
    pub side: Side,
    /// What is wrong.
    pub what: String,
}

/// A document that exchanges are held against.
pub struct Court<'d> {
    document: &'d Document,
    validator: Validator<'d>,
    router: Router,
}

impl<'d> Court<'d> {
    /// Makes a document ready to judge; it should be the contract of the version that answered.
    pub fn new(document: &'d Document) -> Self {
        let options = RouterOptions {
            multi_segment_key: MULTI_SEGMENT.to_owned(),
            ..RouterOptions::default()
        };
        Self {
            document,
            validator: Validator::new(document),
            router: Router::new(document, options),
        }
    }

    /// Everything the document says against an exchange, the request first.
    pub fn judge(&self, exchange: &Exchange) -> Vec<Objection> {
        let mut hearing = Hearing {
            court: self,
            objections: Vec::new(),
        };
        match self.document.operation(&exchange.operation) {
            None => hearing.object(Side::Request, "there is no such operation"),
            Some(operation) => {
                hearing.request(&operation, exchange);
                hearing.answer(&operation, exchange);
            }
        }
        hearing.objections
    }
}

/// One exchange before the court.
struct Hearing<'c, 'd> {
    court: &'c Court<'d>,
    objections: Vec<Objection>,
}

impl Hearing<'_, '_> {
    fn object(&mut self, side: Side, what: impl Into<String>) {
        let what = what.into();
        self.objections.push(Objection { side, what });
    }

    fn request(&mut self, operation: &Operation<'_>, exchange: &Exchange) {
        let mut path = Vec::new();
        match self.court.router.route(&exchange.method, &exchange.path) {
            Err(refusal) => self.object(Side::Request, refusal.reason.to_string()),
            Ok(found) if found.operation_id == operation.id() => path = found.parameters,
            Ok(found) => {
                let what = format!("the path leads to `{}`", found.operation_id);
                self.object(Side::Request, what);
            }
        }
        let headers: Vec<_> = exchange
            .request_headers
            .iter()
            .filter(|(name, _)| is_of_the_api(name))
            .cloned()
            .collect();
        for (location, sent) in [
            ("path", &path),
            ("query", &exchange.query),
            ("header", &headers),
        ] {
            self.parameters(operation, location, sent);
        }
        self.sent_body(operation, exchange);
    }

    /// What is sent in one place must be known there, and what is required there must be sent.
    fn parameters(&mut self, operation: &Operation<'_>, location: &str, sent: &[(String, String)]) {
        let same = |a: &str, b: &str| a == b || (location == "header" && a.eq_ignore_ascii_case(b));
        let known: Vec<Parameter<'_>> = operation
            .parameters()
            .into_iter()
            .filter(|parameter| parameter.location() == location)
            .collect();
        for (name, _) in sent {
            if !known.iter().any(|parameter| same(parameter.name(), name)) {
                let what = format!("no {location} parameter `{name}` is known");
                self.object(Side::Request, what);
            }
        }
        for parameter in known {
            let values: Vec<&str> = sent
                .iter()
                .filter(|(name, _)| same(name, parameter.name()))
                .map(|(_, value)| value.as_str())
                .collect();
            if values.is_empty() {
                if parameter.required() {
                    let what =
                        format!("the {location} parameter `{}` is missing", parameter.name());
                    self.object(Side::Request, what);
                }
                continue;
            }
            let Some((schema, address)) = parameter.schema() else {
                continue;
            };
            let value = typed(schema, &values);
            let place = format!("the {location} parameter `{}`", parameter.name());
            self.validate(Side::Request, &address, &value, Options::request(), &place);
        }
    }

    fn sent_body(&mut self, operation: &Operation<'_>, exchange: &Exchange) {
        let described = operation.request_body();
        let Some(media_type) = exchange.request.media_type() else {
            if described.is_some_and(|body| body.required()) {
                self.object(Side::Request, "a body is required");
            }
            return;
        };
        let content = described.map(|body| body.content()).unwrap_or_default();
        self.body(Side::Request, &content, media_type, &exchange.request);
    }

    fn answer(&mut self, operation: &Operation<'_>, exchange: &Exchange) {
        if exchange.is_success() {
            let success = operation.success();
            let success = success.as_ref().map_or("no success", Response::status);
            if success != exchange.status.to_string() {
                let what = format!("{} and not {success} is answered", exchange.status);
                return self.object(Side::Answer, what);
            }
        }
        let Some(response) = operation.response(exchange.status) else {
            let what = format!("{} is never answered", exchange.status);
            return self.object(Side::Answer, what);
        };
        let documented = response.headers();
        for (name, _) in &exchange.headers {
            let is_known = documented
                .iter()
                .any(|header| header.name().eq_ignore_ascii_case(name));
            if is_of_the_api(name) && !is_known {
                self.object(Side::Answer, format!("no header `{name}` is known"));
            }
        }
        for header in documented.iter().filter(|header| header.required()) {
            let mut sent = exchange.headers.iter();
            if !sent.any(|(name, _)| header.name().eq_ignore_ascii_case(name)) {
                let what = format!("the header `{}` is missing", header.name());
                self.object(Side::Answer, what);
            }
        }
        match exchange.answer.media_type() {
            Some(media_type) => {
                self.body(
                    Side::Answer,
                    &response.content(),
                    media_type,
                    &exchange.answer,
                );
            }
            // A body of no bytes still fits what is no JSON.
            None if response.json().is_some() => {
                self.object(Side::Answer, "the body is missing");
            }
            None => {}
        }
    }

    fn body(&mut self, side: Side, content: &[MediaType<'_>], media_type: &str, sent: &Content) {
        let fits = |name: &str| name == media_type || name == "*/*";
        let Some(found) = content.iter().find(|media| fits(media.name())) else {
            return self.object(side, format!("no body of type `{media_type}` is known"));
        };
        let (Some((_, address)), Some(node)) = (found.schema(), sent.node()) else {
            return;
        };
        if found.name() == "*/*" {
            return;
        }
        let options = match side {
            Side::Request => Options::request(),
            Side::Answer => Options::response(),
        };
        self.validate(side, &address, &node, options.closed(true), "the body");
    }

    fn validate(&mut self, side: Side, address: &str, value: &Node, options: Options, place: &str) {
        for violation in self.court.validator.validate(address, value, &options) {
            self.object(side, format!("{place}: {violation}"));
        }
    }
}

/// Texts as what a parameter's schema says they are, or as they are when they are not of that type.
fn typed(schema: &Node, values: &[&str]) -> Node {
    let kind = schema.get("type").and_then(Node::as_str);
    let last = values.last().copied().unwrap_or_default();
    let value = match kind {
        Some("array") => Value::from(values),
        Some("integer" | "number") => serde_json::from_str(last).unwrap_or_else(|_| last.into()),
        Some("boolean") => last
            .parse::<bool>()
            .map_or_else(|_| last.into(), Value::from),
        _ => last.into(),
    };
    Node::from_json(Span::default(), &value)
}
