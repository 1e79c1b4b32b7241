//! One contract on the bench: facts are held against it one by one.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fmt;

use openapi_document::node::{Node, Value};
use openapi_document::operation::{Header, MediaType, Operation, Parameter, Response};
use openapi_document::route::{Router, RouterOptions};
use openapi_document::source::Span;
use openapi_document::validate::{Direction, Options, Validator, Violation};
use openapi_document::{Document, Pointer};

use super::{Claim, Contract, Expected, Fact, Refusal, lookup};
use crate::payload::Slot;

/// The extension that marks path parameters which may hold slashes.
const MULTI_SEGMENT: &str = "x-multi-segment";

/// What the document says instead of what a fact states.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Disagreement(String);

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn otherwise<T>(message: impl Into<String>) -> Result<T, Disagreement> {
    Err(Disagreement(message.into()))
}

/// A projected document with what is compiled from it.
pub struct Bench<'d> {
    document: &'d Document,
    validator: Validator<'d>,
    router: OnceCell<Router>,
    closed: bool,
}

impl<'d> Bench<'d> {
    /// A bench for a document that is already projected to the contract.
    pub fn new(document: &'d Document, contract: &Contract) -> Self {
        let closed = *contract != Contract::Whole;
        Self {
            document,
            validator: Validator::new(document),
            router: OnceCell::new(),
            closed,
        }
    }

    /// Holds one claim against the document.
    ///
    /// # Errors
    ///
    /// What the document says instead.
    pub fn check(&self, claim: &Claim, fact: &Fact) -> Result<(), Disagreement> {
        if let Claim::Routed {
            method,
            path,
            values,
        } = claim
        {
            return self.routed(fact, method, path, values);
        }
        let operation = match (self.document.operation(&fact.operation), claim) {
            (None, Claim::Exists(false)) => return Ok(()),
            (None, _) => return otherwise("there is no such operation"),
            (Some(_), Claim::Exists(false)) => return otherwise("the operation exists"),
            (Some(operation), _) => operation,
        };
        match claim {
            Claim::Exists(_) | Claim::Routed { .. } => Ok(()),
            Claim::Deprecated(stated) => same(
                &operation.deprecated(),
                stated,
                "the operation's `deprecated`",
            ),
            Claim::Success(status) => {
                let found = operation.success();
                let found = found.as_ref().map_or("no success", Response::status);
                same(&found, &status.to_string().as_str(), "the success")
            }
            Claim::Answers(status) => response(&operation, *status).map(|_| ()),
            Claim::Media(status, name) => {
                let content = response(&operation, *status)?.content();
                let names: Vec<_> = content.iter().map(MediaType::name).collect();
                match name {
                    None if names.is_empty() => Ok(()),
                    Some(name) if names.contains(&name.as_str()) => Ok(()),
                    _ => otherwise(format!("{status} comes as {names:?}")),
                }
            }
            Claim::Header(status, stated) => self.header(&operation, *status, &fact.about, *stated),
            Claim::HeaderRequired(status, stated) => {
                let headers = response(&operation, *status)?.headers();
                let found = headers
                    .iter()
                    .find(|header| header.name().eq_ignore_ascii_case(&fact.about));
                same(
                    &found.map(Header::required),
                    &Some(*stated),
                    "the header's `required`",
                )
            }
            Claim::BodyOptional => {
                let body = operation.request_body();
                same(
                    &body.map(|body| body.required()),
                    &Some(false),
                    "the body's `required`",
                )
            }
            Claim::Bytes(status) => self.bytes(&operation, *status),
            Claim::Text(status, name) => self.text(&operation, *status, name),
            Claim::Schema { slot, at, says, is } => {
                let address = address(&operation, *slot)?.unwrap_or_default();
                let found = lookup::schemas(self.document, &address, at);
                let holds = match says {
                    None => !found.is_empty(),
                    Some((key, value)) => found.iter().any(|schema| schema.get(key) == Some(value)),
                };
                let what = says.as_ref().map_or("the schema", |(key, _)| key);
                same(
                    &holds,
                    is,
                    &format!("that the schema at `{at}` has `{what}`"),
                )
            }
            Claim::Credential(name, accepted) => same(
                &self.accepts(&operation, name),
                accepted,
                &format!("that it accepts {name}"),
            ),
            Claim::Parameter(location, required) => {
                let found = operation.parameter(&fact.about, location);
                let found = found.map(|parameter| parameter.required());
                same(
                    &found,
                    required,
                    "the parameter's `required`, if it exists,",
                )
            }
            Claim::Wire { value, text } => {
                let found = operation.parameter(&fact.about, "query");
                let Some(parameter) = found else {
                    return otherwise("there is no such parameter");
                };
                same(
                    &wire(&parameter, value).as_str(),
                    &text.as_str(),
                    "its form in an address",
                )
            }
            Claim::Default(location, value) => {
                let parameter = parameter(&operation, &fact.about, location)?;
                let default = parameter
                    .schema()
                    .and_then(|(schema, _)| schema.get("default"));
                same(
                    &default.map(Node::to_json),
                    &Some(value.to_json()),
                    "the default",
                )
            }
            Claim::Value {
                location,
                value,
                refused,
            } => {
                let parameter = parameter(&operation, &fact.about, location)?;
                let Some((_, address)) = parameter.schema() else {
                    return otherwise("the parameter has no schema");
                };
                let found = self.violations(&address, value, Direction::Request);
                match refused {
                    None => agree(&found, &Expected::Valid),
                    Some(refused) => agree(&found, &Expected::Refused(refused.clone())),
                }
            }
            Claim::Body {
                slot,
                value,
                expected,
            } => {
                let Some(address) = address(&operation, *slot)? else {
                    return otherwise(format!("there is no JSON body for {slot}"));
                };
                let direction = match slot {
                    Slot::Request => Direction::Request,
                    Slot::Response(_) => Direction::Response,
                };
                agree(&self.violations(&address, value, direction), expected)
            }
        }
    }

    /// Whether every media type of an answer is a binary string that is never null.
    fn bytes(&self, operation: &Operation<'_>, status: u16) -> Result<(), Disagreement> {
        let null = Node::new(Span::default(), Value::Null);
        for media_type in response(operation, status)?.content() {
            let Some((schema, address)) = media_type.schema() else {
                return otherwise("the answer has no schema");
            };
            let says = |key: &str| schema.get(key).and_then(Node::as_str);
            same(
                &(says("type"), says("format")),
                &(Some("string"), Some("binary")),
                "the answer",
            )?;
            let violations = self.violations(&address, &null, Direction::Response);
            same(
                &violations.is_empty(),
                &false,
                "that the answer may be null",
            )?;
        }
        Ok(())
    }

    /// Whether an answer of a media type takes any text, and not null.
    fn text(&self, operation: &Operation<'_>, status: u16, name: &str) -> Result<(), Disagreement> {
        let content = response(operation, status)?.content();
        let found = content.iter().find(|media| media.name() == name);
        let Some((_, address)) = found.and_then(MediaType::schema) else {
            return otherwise(format!("there is no {name} with a schema"));
        };
        self.is_text(&address)
    }

    /// Whether a schema takes any text, and not null.
    fn is_text(&self, address: &str) -> Result<(), Disagreement> {
        let text = Node::new(Span::default(), Value::String(String::new()));
        agree(
            &self.violations(address, &text, Direction::Response),
            &Expected::Valid,
        )?;
        let null = Node::new(Span::default(), Value::Null);
        let refusal = Refusal {
            rule: "type".to_owned(),
            at: Pointer::root(),
        };
        agree(
            &self.violations(address, &null, Direction::Response),
            &Expected::Refused(refusal),
        )
    }

    fn violations(&self, address: &str, value: &Node, direction: Direction) -> Vec<Violation> {
        let options = Options::default().direction(direction).closed(self.closed);
        self.validator.validate(address, value, &options)
    }

    fn routed(
        &self,
        fact: &Fact,
        method: &str,
        path: &str,
        values: &std::collections::BTreeMap<String, String>,
    ) -> Result<(), Disagreement> {
        let options = RouterOptions {
            multi_segment_key: MULTI_SEGMENT.to_owned(),
            ..RouterOptions::default()
        };
        let router = self
            .router
            .get_or_init(|| Router::new(self.document, options));
        match router.route(method, path) {
            Err(reason) => otherwise(reason.to_string()),
            Ok(found) => {
                same(
                    &found.operation_id.as_str(),
                    &fact.operation.as_str(),
                    "the operation",
                )?;
                let found = found.parameters.into_iter().collect();
                same(&found, values, "the path's parameters")
            }
        }
    }

    fn header(
        &self,
        operation: &Operation<'_>,
        status: u16,
        name: &str,
        stated: bool,
    ) -> Result<(), Disagreement> {
        let headers = response(operation, status)?.headers();
        let found = headers
            .iter()
            .find(|header| header.name().eq_ignore_ascii_case(name));
        same(&found.is_some(), &stated, "that the header is sent")?;
        let Some((_, address)) = found.and_then(Header::schema) else {
            return if stated {
                otherwise("the header has no schema")
            } else {
                Ok(())
            };
        };
        // Whatever a header says, it is text, and it may say nothing.
        self.is_text(&address)
    }

    /// Whether one of the operation's ways to authenticate needs just these credentials.
    fn accepts(&self, operation: &Operation<'_>, credential: &str) -> bool {
        let ways = operation.security();
        if credential == "anonymous" {
            return ways.is_empty() || ways.iter().any(Vec::is_empty);
        }
        let schemes = Pointer::root().join("components").join("securitySchemes");
        ways.iter().any(|way| {
            let [name] = way[..] else { return false };
            let scheme = self.document.at(&schemes.join(name));
            scheme.is_some_and(|scheme| {
                let says =
                    |key: &str, text: &str| scheme.get(key).and_then(Node::as_str) == Some(text);
                match credential {
                    "bearer" => says("type", "http") && says("scheme", "bearer"),
                    "job_token" => {
                        says("type", "apiKey") && says("in", "query") && says("name", credential)
                    }
                    header => {
                        says("type", "apiKey") && says("in", "header") && says("name", header)
                    }
                }
            })
        })
    }
}

fn response<'a>(operation: &Operation<'a>, status: u16) -> Result<Response<'a>, Disagreement> {
    let found = operation.response(status);
    let exact = found.filter(|response| response.status() == status.to_string());
    exact.map_or_else(|| otherwise(format!("there is no {status}")), Ok)
}

/// The address of a JSON body's schema; none when there is no JSON.
fn address(operation: &Operation<'_>, slot: Slot) -> Result<Option<String>, Disagreement> {
    let media_type = match slot {
        Slot::Request => operation.request_body().and_then(|body| body.json()),
        Slot::Response(status) => response(operation, status)?.json(),
    };
    Ok(media_type
        .and_then(|media_type| media_type.schema())
        .map(|(_, address)| address))
}

fn parameter<'a>(
    operation: &Operation<'a>,
    name: &str,
    location: &str,
) -> Result<Parameter<'a>, Disagreement> {
    operation
        .parameter(name, location)
        .map_or_else(|| otherwise("there is no such parameter"), Ok)
}

fn same<T: fmt::Debug + PartialEq + ?Sized>(
    found: &T,
    stated: &T,
    what: &str,
) -> Result<(), Disagreement> {
    if found == stated {
        return Ok(());
    }
    otherwise(format!("{what} is {found:?} and not {stated:?}"))
}

/// A query parameter's value as it stands in an address.
fn wire(parameter: &Parameter<'_>, value: &Node) -> String {
    let name = parameter.name();
    let is_form = parameter
        .node()
        .get("style")
        .and_then(Node::as_str)
        .is_none_or(|style| style == "form");
    let explodes = parameter
        .node()
        .get("explode")
        .and_then(Node::as_bool)
        .unwrap_or(is_form);
    let plain = |node: &Node| match node.to_json() {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    if !value.is_array() {
        return format!("{name}={}", plain(value));
    }
    let items: Vec<_> = value.items().iter().map(plain).collect();
    if explodes {
        return items
            .iter()
            .map(|item| format!("{name}={item}"))
            .collect::<Vec<_>>()
            .join("&");
    }
    format!("{name}={}", items.join(if is_form { "," } else { " " }))
}

/// Compares what was found with what is stated.
fn agree(found: &[Violation], expected: &Expected) -> Result<(), Disagreement> {
    let agrees = match expected {
        Expected::Valid => found.is_empty(),
        Expected::Refused(Refusal { rule, at }) => {
            found
                .iter()
                .any(|violation| violation.rule.as_str() == rule && violation.instance == *at)
                && found
                    .iter()
                    .all(|violation| violation.instance.tokens().starts_with(at.tokens()))
        }
        Expected::Findings(stated) => {
            let findings: BTreeSet<_> = found
                .iter()
                .map(|violation| {
                    (
                        violation.rule.as_str().to_owned(),
                        violation.instance.clone(),
                    )
                })
                .collect();
            findings == *stated
        }
    };
    if agrees {
        return Ok(());
    }
    let found: Vec<_> = found
        .iter()
        .map(|violation| {
            format!(
                "`{}` at `{}`: {}",
                violation.rule.as_str(),
                violation.instance,
                violation.message
            )
        })
        .collect();
    let expected = match expected {
        Expected::Valid => "nothing".to_owned(),
        Expected::Refused(refusal) => refusal.to_string(),
        Expected::Findings(findings) => format!("{findings:?}"),
    };
    let found = if found.is_empty() {
        "nothing".to_owned()
    } else {
        found.join("; ")
    };
    otherwise(format!("expected {expected}, found {found}"))
}
