//! One request and its answer as they went over the wire, and what may be concluded from them.
//!
//! The exchanges come from the treaty: the client sends them and the mock server answers. Half of that follows from
//! the document, which proves nothing about it: the client's addresses, methods and parameter names are generated, and
//! the mock finds the operation with the document's own routes. What counts as [evidence](Exchange::evidence) is only
//! what somebody wrote by hand from what servers do:
//!
//! - the **answer**, because the mock's status, media type, headers and body are hand-written for each operation;
//! - a **parameter whose effect was seen**, because the mock reads it under a name that its author wrote, and the
//!   suite looked at the effect.
//!
//! What an answer lacks proves nothing: the mock may just leave it out.

mod court;

use std::collections::BTreeSet;

use openapi_document::node::Node;
use openapi_document::source::Span;
use serde_json::Value;

use crate::facts::{Claim, Contract, Expected, Fact, TODAY};
use crate::payload::Slot;

pub use court::{Court, Objection, Side};

/// How the evidence of the treaty is known.
const SOURCE: &str =
    "treaty: answered by the mock server, whose semantics are written from server code and specs";

/// One request and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// What the suite was about when it happened.
    pub step: String,
    /// The operation the suite called.
    pub operation: String,
    /// The method, in upper case.
    pub method: String,
    /// The path below the API root, percent-encoded as it was sent.
    pub path: String,
    /// The decoded pairs of the query, in their order.
    pub query: Vec<(String, String)>,
    /// The names of the request's headers in lower case with their values; credentials without theirs.
    pub request_headers: Vec<(String, String)>,
    /// What was sent along.
    pub request: Content,
    /// The status of the answer.
    pub status: u16,
    /// The names of the answer's headers in lower case with their values.
    pub headers: Vec<(String, String)>,
    /// What was answered.
    pub answer: Content,
}

/// A body with its media type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// A JSON value.
    Json(Value),
    /// Anything else, by its media type without parameters.
    Bytes(String, Vec<u8>),
}

impl Content {
    /// Reads a body as its media type says.
    pub fn new(media_type: Option<&str>, bytes: Vec<u8>) -> Self {
        let media_type = media_type.unwrap_or_default();
        let media_type = media_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if bytes.is_empty() {
            return Self::Empty;
        }
        if media_type == "application/json"
            && let Ok(value) = serde_json::from_slice(&bytes)
        {
            return Self::Json(value);
        }
        Self::Bytes(media_type, bytes)
    }

    /// The media type; none when there is no body.
    pub fn media_type(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Json(_) => Some("application/json"),
            Self::Bytes(media_type, _) => Some(media_type),
        }
    }

    fn node(&self) -> Option<Node> {
        match self {
            Self::Json(value) => Some(Node::from_json(Span::default(), value)),
            Self::Empty | Self::Bytes(..) => None,
        }
    }
}

/// The headers that belong to GitLab's API and not to HTTP in general.
fn is_of_the_api(name: &str) -> bool {
    const NAMED: [&str; 6] = [
        "link",
        "location",
        "etag",
        "retry-after",
        "content-disposition",
        "sudo",
    ];
    NAMED.contains(&name)
        || ["x-", "ratelimit-", "gitlab-"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

impl Exchange {
    /// Whether the operation did what was asked.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The facts that the exchange proves; `seen` names the parameters whose effect the suite looked at.
    pub fn evidence(&self, seen: &[Seen]) -> Vec<Fact> {
        let mut pen = Pen {
            exchange: self,
            facts: Vec::new(),
        };
        if self.is_success() {
            pen.write("", "success", Claim::Success(self.status));
        } else {
            pen.write("", "status", Claim::Answers(self.status));
        }
        for name in self.headers_of_the_api() {
            pen.write(name, "header", Claim::Header(self.status, true));
        }
        if let Some(node) = self.answer.node() {
            let claim = Claim::Body {
                slot: Slot::Response(self.status),
                value: node,
                expected: Expected::Valid,
            };
            pen.write("", "body", claim);
        } else if self.answer == Content::Empty && self.is_success() && self.status == 204 {
            pen.write("", "no body", Claim::Media(self.status, None));
        }
        for seen in seen {
            if let Seen::Member(name) = seen {
                pen.member(name);
            }
            if let Some(value) = self.value(*seen) {
                let is_header = matches!(seen, Seen::Header(_));
                let location = if is_header { "header" } else { "query" };
                let claim = Claim::Value {
                    location: location.to_owned(),
                    value,
                    refused: None,
                };
                pen.write(seen.name(), "parameter", claim);
            }
        }
        pen.facts
    }

    fn headers_of_the_api(&self) -> BTreeSet<&str> {
        let names = self.headers.iter().map(|(name, _)| name.as_str());
        names.filter(|name| is_of_the_api(name)).collect()
    }

    /// The value of a query parameter as the server read it; none when it was not sent.
    fn value(&self, seen: Seen) -> Option<Node> {
        let (sent, is_header) = match seen {
            Seen::Header(_) => (&self.request_headers, true),
            _ => (&self.query, false),
        };
        let sent = sent.iter().filter(|(name, _)| {
            name == seen.name() || (is_header && name.eq_ignore_ascii_case(seen.name()))
        });
        let texts: Vec<&str> = sent.map(|(_, value)| value.as_str()).collect();
        let last = texts.last()?;
        let value = match seen {
            Seen::Text(_) | Seen::Header(_) => Value::from(*last),
            Seen::Number(_) => Value::from(last.parse::<i64>().ok()?),
            Seen::Truth(_) => Value::from(last.parse::<bool>().ok()?),
            Seen::List(_) => Value::from(texts),
            Seen::Member(_) => return None,
        };
        Some(Node::from_json(Span::default(), &value))
    }
}

/// A parameter whose effect was seen, as what the server reads it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Seen {
    /// Any text.
    Text(&'static str),
    /// A whole number.
    Number(&'static str),
    /// True or false.
    Truth(&'static str),
    /// All that was sent under the name.
    List(&'static str),
    /// A member of the request's body.
    Member(&'static str),
    /// A header of the request, which is text.
    Header(&'static str),
}

impl Seen {
    /// The parameter's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text(name)
            | Self::Number(name)
            | Self::Truth(name)
            | Self::List(name)
            | Self::Member(name)
            | Self::Header(name) => name,
        }
    }
}

/// Writes facts about one exchange.
struct Pen<'e> {
    exchange: &'e Exchange,
    facts: Vec<Fact>,
}

impl Pen<'_> {
    /// The body as far as one member goes, which the server has understood.
    fn member(&mut self, name: &str) {
        let Content::Json(Value::Object(members)) = &self.exchange.request else {
            return;
        };
        let Some(member) = members.get(name) else {
            return;
        };
        let alone = Value::Object([(name.to_owned(), member.clone())].into_iter().collect());
        let claim = Claim::Body {
            slot: Slot::Request,
            value: Node::from_json(Span::default(), &alone),
            expected: Expected::Valid,
        };
        self.write(name, "member", claim);
    }

    fn write(&mut self, about: &str, says: &str, claim: Claim) {
        let Exchange {
            step, operation, ..
        } = self.exchange;
        self.facts.push(Fact {
            name: format!("{operation}, {step}: {says} {about}")
                .trim_end()
                .to_owned(),
            file: "treaty".to_owned(),
            source: SOURCE.to_owned(),
            operation: operation.clone(),
            about: about.to_owned(),
            contract: Contract::Of(TODAY.to_owned()),
            claim,
        });
    }
}
