//! What commands send as their bodies, held against what their operations take.

use openapi_document::node::Node;
use openapi_document::operation::{Operation, RequestBody};
use openapi_document::source::Span;

use crate::claim::ClaimKind;
use crate::curl::{Body, Curl, Pair};
use crate::edit::Text;
use crate::finding::{Finding, Level};
use crate::rule::Rule;

use super::query::{Names, is_placeholder, stem};
use super::schema::{Property, properties};
use super::{Bench, label, title};

impl<'d> Bench<'_, 'd> {
    /// Judges what a command sends as its body.
    pub(super) fn sent(&mut self, curl: &Curl, operation: &Operation<'d>) {
        let body = operation.request_body();
        let span = curl
            .words
            .first()
            .map_or_else(Span::default, |word| word.span);
        let Some(sent) = &curl.body else {
            if let Some(body) = body.filter(RequestBody::required) {
                let message = format!("`{}` requires a body", title(operation));
                let finding = Finding::new(Rule::CurlBody, span, message)
                    .operation(label(operation))
                    .place(body.node().span, body.address())
                    .help("send it with `--data`");
                self.findings.push(finding);
            }
            return;
        };
        let (Body::Data(pairs) | Body::Form(pairs)) = sent else {
            self.sent_json(sent, curl, operation);
            return;
        };
        let Some(body) = body else {
            let names = Names::of_query(self.judge.document, operation);
            // Many servers read parameters from a form as well, so a known name is not told as unknown.
            let unknown = pairs
                .iter()
                .find(|pair| names.find(&pair.name.text).is_none());
            if let Some(pair) = unknown {
                let message = format!("`{}` takes no body", title(operation));
                let finding = Finding::new(Rule::CurlBody, pair.name.span, message)
                    .operation(label(operation))
                    .pointer(pair.name.text.clone())
                    .place(operation.node().span, operation.address());
                self.findings.push(finding);
            }
            return;
        };
        let before = self.findings.len();
        for pair in pairs {
            let finding = self.field(pair, &body, operation);
            self.findings.extend(finding);
        }
        self.missing_fields(pairs, curl, &body, operation);
        let takes_forms = body.content().iter().any(|media| {
            let kind = media.name().to_lowercase();
            !kind.contains("json")
        });
        if let Some(first) = pairs
            .first()
            .filter(|_| !takes_forms && self.findings.len() == before)
        {
            // Many servers read forms besides what their documents say.
            let help = "send JSON with `--json`";
            self.labelled(
                curl,
                operation,
                (first.name.span, "this"),
                Level::Note,
                help,
            );
        }
    }

    /// Tells which of the fields that the operation requires a form does not send.
    fn missing_fields(
        &mut self,
        pairs: &[Pair],
        curl: &Curl,
        body: &RequestBody<'d>,
        operation: &Operation<'d>,
    ) {
        let is_open = |pair: &Pair| is_placeholder(&pair.name.text);
        if curl.opaque || pairs.iter().any(is_open) {
            return;
        }
        // What one media type can do without need not be sent, and a choice of schemas is for the server to make.
        let mut required: Option<Vec<Property<'d>>> = None;
        for media in body.content() {
            let Some(schema) = media.schema() else {
                return;
            };
            let schema = self.judge.document.resolve(schema.0, &schema.1);
            if schema.0.has("oneOf") || schema.0.has("anyOf") {
                return;
            }
            let here = properties(self.judge.document, &schema);
            let mut here: Vec<_> = here.into_iter().filter(|known| known.required).collect();
            if let Some(before) = required.take() {
                here.retain(|known| before.iter().any(|other| other.name == known.name));
            }
            required = Some(here);
        }
        let Some(word) = curl.words.first() else {
            return;
        };
        for property in required.unwrap_or_default() {
            let given = |pair: &Pair| stem(&pair.name.text) == stem(property.name);
            let is_answer = property.node.get("readOnly").and_then(Node::as_bool) == Some(true);
            if is_answer || pairs.iter().any(given) {
                continue;
            }
            let message = format!(
                "the body of `{}` requires `{}`, and this command does not send it",
                title(operation),
                property.name
            );
            let finding = Finding::new(Rule::CurlBody, word.span, message)
                .operation(label(operation))
                .pointer(property.name)
                .place(property.span, property.address.clone());
            self.findings.push(finding);
        }
    }

    /// Tells that no example shows the JSON which a command sends from a file.
    fn not_shown(&mut self, name: &Text, operation: &Operation<'d>) {
        let Some(body) = operation.request_body() else {
            let message = format!("`{}` takes no body", title(operation));
            let finding = Finding::new(Rule::CurlBody, name.span, message)
                .operation(label(operation))
                .place(operation.node().span, operation.address());
            self.findings.push(finding);
            return;
        };
        // What is no JSON, such as an image, nobody expects to see, and `-` is what the command is given, no file.
        if body.json().is_none() || name.text == "-" || is_placeholder(&name.text) {
            return;
        }
        let message = format!("no example of this section shows the file `{}`", name.text);
        let finding = Finding::new(Rule::CurlBody, name.span, message)
            .level(Level::Note)
            .operation(label(operation))
            .place(body.node().span, body.address())
            .help(format!("show it below a text that names `@{}`", name.text));
        self.findings.push(finding);
    }

    /// Judges a body that is not made of names and values.
    fn sent_json(&mut self, sent: &Body, curl: &Curl, operation: &Operation<'d>) {
        let span = match sent {
            Body::Json(json, span) => {
                let found = self.body(json, operation);
                self.findings.extend(found);
                *span
            }
            Body::File { name, claim } => {
                let shown = claim.and_then(|index| self.claims.claims.get(index));
                if !shown.is_some_and(|shown| matches!(shown.kind, ClaimKind::Request(_))) {
                    self.not_shown(name, operation);
                    // Of other files nobody knows what they hold.
                    let ending = name.text.rsplit_once('.').map(|(_, ending)| ending);
                    let is_json = ending == Some("json") && !is_placeholder(&name.text);
                    if !is_json || curl.has("upload-file") {
                        return;
                    }
                }
                name.span
            }
            Body::Data(_) | Body::Form(_) | Body::Other(_) => return,
        };
        // A server may well read it all the same.
        let help = "add `--header \"Content-Type: application/json\"`";
        self.labelled(curl, operation, (span, "this JSON"), Level::Warning, help);
    }

    /// Tells that a command does not say that it sends the JSON which its operation takes.
    fn labelled(
        &mut self,
        curl: &Curl,
        operation: &Operation<'d>,
        (span, what): (Span, &str),
        level: Level,
        help: &str,
    ) {
        let typed = (curl.headers.iter()).any(|header| {
            header.name.text.eq_ignore_ascii_case("content-type")
                || is_placeholder(&header.name.text)
        });
        let Some(body) = operation.request_body() else {
            return;
        };
        // What takes any type, may well take this one.
        let takes_json = (body.json()).is_some_and(|json| !json.name().contains('*'));
        if !takes_json || typed || curl.opaque || curl.has("json") {
            return;
        }
        let message = format!("without a content type curl sends {what} as a form");
        let finding = Finding::new(Rule::CurlBody, span, message)
            .level(level)
            .operation(label(operation))
            .help(help);
        self.findings.push(finding);
    }
}
