//! What requests carry besides their body: the names and values of queries, and the names of headers.

use openapi_document::json;
use openapi_document::operation::Operation;
use openapi_document::source::FileId;
use openapi_document::validate::{Options, wire};

use crate::curl::{Body, Curl, Pair, Url};
use crate::edit::Text;
use crate::finding::Finding;
use crate::rule::Rule;
use crate::suggest::{closest, list};
use crate::types::TypeName;

use super::command::before_variable;
use super::query::{Names, Part, is_placeholder, part, stem};
use super::schema::{Schema, types};
use super::{Bench, label, title};

/// Headers that say how a request travels, not what it asks for.
const ORDINARY: [&str; 16] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "range",
    "user-agent",
];

impl<'d> Bench<'_, 'd> {
    /// Judges the names and values of a query, and tells which required ones are not there.
    pub(super) fn query(&mut self, url: &Url, curl: &Curl, operation: &Operation<'d>) {
        let names = Names::of_query(self.judge.document, operation);
        for pair in &url.query {
            let Some(name) = names.find(&pair.name.text) else {
                if names.open || is_placeholder(&pair.name.text) {
                    continue;
                }
                let message = format!(
                    "`{}` has no query parameter `{}`",
                    title(operation),
                    pair.name.text
                );
                let mut finding = Finding::new(Rule::CurlQueryUnknown, pair.name.span, message)
                    .operation(label(operation))
                    .pointer(pair.name.text.clone())
                    .place(operation.node().span, operation.address());
                finding.help = names.suggest(&pair.name.text);
                self.findings.push(finding);
                continue;
            };
            let Some(value) = &pair.value else { continue };
            let Some(schema) = &name.schema else {
                continue;
            };
            let written = pair.name.text.as_str();
            let brackets = &written[stem(written).len()..];
            let brackets = written.strip_prefix(&*name.text).unwrap_or(brackets);
            if name.json {
                self.json_value(value, schema, pair, operation);
                continue;
            }
            let schema = match part(self.judge.document, schema, brackets) {
                Part::Known(schema) => schema,
                Part::Unsaid => continue,
                Part::Unknown(key, known) => {
                    let message = format!("`{}` has no `{key}`", name.text);
                    let mut finding = Finding::new(Rule::CurlQueryUnknown, pair.name.span, message)
                        .operation(label(operation))
                        .pointer(pair.name.text.clone())
                        .place(name.span, name.address.clone());
                    finding.help = Some(match closest(&key, known.iter().copied()) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => format!("it has {}", list(&known)),
                    });
                    self.findings.push(finding);
                    continue;
                }
            };
            let address = &schema.1;
            // `limit=LIMIT` says what is to be filled in.
            let is_name = value.text.eq_ignore_ascii_case(&pair.name.text);
            let shouted = is_name && value.text.bytes().all(|byte| !byte.is_ascii_lowercase());
            let fits = types(self.judge.document, &schema);
            let is_count = matches!(fits[..], [TypeName::Integer | TypeName::Number]);
            let shouted = shouted || is_count && is_shouted(&value.text);
            if shouted || is_placeholder(&value.text) || value.text.is_empty() {
                continue;
            }
            let options = Options::request();
            let validator = &self.judge.validator;
            let text = match name.separator {
                Some(separator) => value.text.replace(separator, ","),
                None => value.text.clone(),
            };
            let found = wire::check(validator, address, &text, value.span, &options);
            if let Some(violation) = found.first() {
                let message = format!("`{}`: {}", pair.name.text, violation.message);
                let mut finding = Finding::new(Rule::CurlQueryValue, value.span, message)
                    .operation(label(operation))
                    .pointer(pair.name.text.clone())
                    .place(violation.schema_span, violation.schema.clone());
                finding.help = violation
                    .suggestion
                    .as_ref()
                    .map(|meant| format!("write `{meant}`"));
                self.findings.push(finding);
            }
        }
        // A variable may hold the rest of the query.
        let is_open = before_variable(&url.path.text).is_some()
            || url.query.iter().any(|pair| is_placeholder(&pair.name.text));
        for name in names.iter().filter(|name| name.required && !is_open) {
            let given = |pair: &Pair| stem(&pair.name.text) == stem(&name.text);
            let in_form = match &curl.body {
                Some(Body::Data(pairs) | Body::Form(pairs)) => pairs.iter().any(given),
                _ => false,
            };
            if in_form || url.query.iter().any(given) {
                continue;
            }
            let message = format!(
                "`{}` requires the query parameter `{}`",
                title(operation),
                name.text
            );
            let finding = Finding::new(Rule::CurlQueryMissing, url.path.span, message)
                .operation(label(operation))
                .pointer(name.text.clone())
                .place(name.span, name.address.clone())
                .help(format!("add `{}=...` to the URL", name.text));
            self.findings.push(finding);
        }
    }

    /// Judges the value of a parameter that is JSON, when it is all on the page.
    fn json_value(
        &mut self,
        value: &Text,
        schema: &Schema<'d>,
        pair: &Pair,
        operation: &Operation<'d>,
    ) {
        let is_filled = |text: &str| !text.contains(['<', '$', '…']) && !text.contains("...");
        let Some(json) = json::parse(&value.text, FileId(0))
            .ok()
            .filter(|_| is_filled(&value.text))
        else {
            return;
        };
        let options = Options::request();
        let found = self
            .judge
            .validator
            .validate(&schema.1, &json.node, &options);
        let Some(violation) = found.first() else {
            return;
        };
        let message = format!("`{}`: {}", pair.name.text, violation.message);
        let finding = Finding::new(Rule::CurlQueryValue, value.span, message)
            .operation(label(operation))
            .pointer(pair.name.text.clone())
            .place(violation.schema_span, violation.schema.clone());
        self.findings.push(finding);
    }

    /// Judges the names of headers. `told` says that what is wrong with `Authorization` is told already.
    pub(super) fn headers(&mut self, curl: &Curl, operation: &Operation<'d>, told: bool) {
        let names = Names::of_headers(self.judge.document, operation);
        for header in &curl.headers {
            let written = &header.name.text;
            let ordinary = ORDINARY.contains(&written.to_lowercase().as_str());
            let told = told && written.eq_ignore_ascii_case("authorization");
            if ordinary || told || is_placeholder(written) || names.find_header(written).is_some() {
                continue;
            }
            let message = format!("the document knows no header `{written}` here");
            let mut finding = Finding::new(Rule::CurlHeaderUnknown, header.name.span, message)
                .operation(label(operation))
                .pointer(written.clone())
                .place(operation.node().span, operation.address());
            finding.help = names
                .near_header(written)
                .map(|meant| format!("did you mean `{meant}`?"));
            self.findings.push(finding);
        }
    }
}

/// Whether a text is a word in capitals, which no number is.
fn is_shouted(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
