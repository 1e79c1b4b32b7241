//! What the document says about a request, and about the answer to it.

use openapi_document::Node;
use openapi_document::operation::{Operation, Parameter};
use openapi_document::source::Span;
use openapi_document::validate::{Options, Validator};
use serde_json::{Map, Value};

use crate::auth;
use crate::contract::Contract;
use crate::form;
use crate::journal::{CredentialKind, Verdict};
use crate::reply::{Body, Reply};

/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// The query and body of a request, before they are mixed.
pub(crate) struct Sent<'a> {
    pub(crate) query: &'a [(String, String)],
    pub(crate) media_type: Option<String>,
    pub(crate) body: &'a Map<String, Value>,
    pub(crate) credential: CredentialKind,
}

/// What speaks against a request for an operation; and what GitLab takes though the document does not say so.
pub(crate) fn request(
    contract: &Contract,
    operation: Operation<'_>,
    sent: &Sent<'_>,
) -> (Vec<Verdict>, Vec<Verdict>) {
    let validator = &contract.validator;
    let (mut verdicts, mut notes) = (Vec::new(), Vec::new());
    credential(operation, sent.credential, &mut verdicts);
    query(validator, operation, sent.query, &mut verdicts, &mut notes);
    body(contract, operation, sent, &mut verdicts, &mut notes);
    (verdicts, notes)
}

fn credential(operation: Operation<'_>, kind: CredentialKind, verdicts: &mut Vec<Verdict>) {
    let scheme = match kind {
        CredentialKind::None => None,
        CredentialKind::PrivateToken => Some("PrivateToken"),
        CredentialKind::Bearer => Some("BearerAuth"),
        CredentialKind::JobToken => Some("JobToken"),
        CredentialKind::JobTokenQuery => Some("JobTokenQuery"),
        CredentialKind::PrivateTokenQuery
        | CredentialKind::AccessTokenQuery
        | CredentialKind::OtherAuthorization
        | CredentialKind::Cookie => Some(""),
    };
    let ways = operation.security();
    let fits = match scheme {
        None => ways.is_empty() || ways.iter().any(Vec::is_empty),
        Some(scheme) => ways.iter().any(|way| way.as_slice() == [scheme]),
    };
    if !fits {
        let kind = kind.as_str();
        verdicts.push(Verdict::new(
            "undocumented-credential",
            "credential",
            format!(
                "the document does not say that `{}` takes `{kind}`",
                operation.id()
            ),
        ));
    }
}

fn query(
    validator: &Validator<'_>,
    operation: Operation<'_>,
    pairs: &[(String, String)],
    verdicts: &mut Vec<Verdict>,
    notes: &mut Vec<Verdict>,
) {
    let parameters = operation.parameters();
    let known: Vec<_> = parameters
        .iter()
        .filter(|parameter| parameter.location() == "query")
        .collect();
    for (key, _) in pairs {
        let spelt = |parameter: &&Parameter<'_>| spelling(parameter.name(), key);
        let spelling = known.iter().find_map(spelt);
        if spelling == Some(Spelling::Numbered) {
            notes.push(Verdict::new(
                "numbered-list",
                format!("query {key}"),
                "GitLab takes this as it takes `[]`, though the document describes `[]` only",
            ));
        }
        // What carries a credential or names somebody is judged as a credential.
        let identifies = auth::QUERY.contains(&key.as_str()) || key == "sudo";
        if spelling.is_none() && !identifies {
            verdicts.push(Verdict::new(
                "unknown-parameter",
                format!("query {key}"),
                format!("`{}` has no such query parameter", operation.id()),
            ));
        }
    }
    for parameter in known {
        let name = parameter.name();
        let values: Vec<&str> = pairs
            .iter()
            .filter(|(key, _)| spelling(name, key).is_some())
            .map(|(_, value)| value.as_str())
            .collect();
        if values.is_empty() {
            if parameter.required() {
                verdicts.push(Verdict::new(
                    "required",
                    format!("query {name}"),
                    "this parameter is required",
                ));
            }
            continue;
        }
        let Some((schema, address)) = parameter.schema() else {
            continue;
        };
        let kind = schema.get("type").and_then(Node::as_str);
        let value = if kind == Some("array") {
            values.iter().map(|value| Value::from(*value)).collect()
        } else {
            typed(kind, values[values.len() - 1])
        };
        check(
            validator,
            &address,
            &value,
            Options::request(),
            &format!("query {name}"),
            verdicts,
        );
    }
}

/// How a key of a query names a parameter.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Spelling {
    /// As the document writes it, or the plain name of a list with one item, which it allows in words.
    Described,
    /// `scope[0]` for the list `scope[]`.
    Numbered,
}

fn spelling(name: &str, key: &str) -> Option<Spelling> {
    let list = name.strip_suffix("[]");
    if name == key || list == Some(key) {
        return Some(Spelling::Described);
    }
    let number = key.strip_prefix(list?)?.strip_prefix('[')?;
    let number = number.strip_suffix(']')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(Spelling::Numbered)
}

/// A text as the type its schema has, or the text itself when it is not of that type.
fn typed(kind: Option<&str>, text: &str) -> Value {
    let parsed = match kind {
        Some("integer") => text.parse::<i64>().ok().map(Value::from),
        Some("boolean") => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    parsed.unwrap_or_else(|| text.into())
}

fn body(
    contract: &Contract,
    operation: Operation<'_>,
    sent: &Sent<'_>,
    verdicts: &mut Vec<Verdict>,
    notes: &mut Vec<Verdict>,
) {
    let mut members = sent.body.clone();
    // Whatever the document has as a query parameter may come in the body: the server reads both alike.
    for parameter in operation.parameters() {
        let kind = parameter.schema().and_then(|(node, _)| node.get("type"));
        let truth = kind.and_then(Node::as_str) == Some("boolean");
        let fits = |value: &Value| !truth || form::truth(value).is_some();
        if parameter.location() == "query" && members.get(parameter.name()).is_some_and(fits) {
            members.remove(parameter.name());
        }
    }
    if members.is_empty() {
        return;
    }
    let described = operation.request_body();
    // In a version before its first property, an operation takes none.
    let something = !contract.members(operation).is_empty();
    let Some(described) = described.filter(|_| something) else {
        verdicts.push(Verdict::new(
            "unknown-body",
            "body",
            format!("`{}` takes no body", operation.id()),
        ));
        return;
    };
    let media_type = sent.media_type.as_deref().unwrap_or("");
    let mut content = described.content().into_iter();
    let media = if media_type == FORM {
        // Rails reads a form as it reads JSON, so that every parameter may come in one.
        notes.push(Verdict::new(
            "form-body",
            "body",
            "GitLab takes this as it takes JSON, though the document describes JSON only",
        ));
        described.json()
    } else {
        content.find(|one| one.name() == media_type)
    };
    let Some(media) = media else {
        verdicts.push(Verdict::new(
            "undocumented-media-type",
            "body",
            format!("the document does not describe a body of type `{media_type}`"),
        ));
        return;
    };
    if let Some((_, address)) = media.schema() {
        let options = Options::request().closed(true);
        let value = Value::Object(members);
        let value = if media_type == FORM {
            form::listed(value)
        } else {
            value
        };
        check(
            &contract.validator,
            &address,
            &value,
            options,
            "body",
            verdicts,
        );
    }
}

fn check(
    validator: &Validator<'_>,
    address: &str,
    value: &Value,
    options: Options,
    place: &str,
    verdicts: &mut Vec<Verdict>,
) {
    let node = Node::from_json(Span::default(), value);
    for violation in validator.validate(address, &node, &options) {
        let pointer = violation.instance.to_string();
        let place = if pointer.is_empty() {
            place.to_owned()
        } else {
            format!("{place} {pointer}")
        };
        verdicts.push(Verdict::new(
            violation.rule.as_str(),
            place,
            violation.message.clone(),
        ));
    }
}

/// What speaks against an answer of an operation.
pub(crate) fn response(
    contract: &Contract,
    operation: Operation<'_>,
    reply: &Reply,
) -> Vec<Verdict> {
    let validator = &contract.validator;
    let mut verdicts = Vec::new();
    // A project that was moved is described once, for all operations.
    if reply.status == 301 && is_moved(reply) {
        return verdicts;
    }
    let Some(described) = operation.response(reply.status) else {
        let message = format!("`{}` never answers {}", operation.id(), reply.status);
        return vec![Verdict::new("undocumented-status", "status", message)];
    };
    for header in described.headers() {
        let name = header.name();
        // These two are put on every answer by the server behind this check.
        let later = ["X-Request-Id", "X-Runtime"].contains(&name);
        let sent = reply
            .headers
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name));
        if header.required() && !later && !sent {
            verdicts.push(Verdict::new(
                "required",
                format!("header {name}"),
                "this header is required",
            ));
        }
    }
    let content = described.content();
    match &reply.body {
        Body::Empty if content.is_empty() => {}
        Body::Empty => verdicts.push(Verdict::new(
            "required",
            "body",
            "the document describes a body for this status",
        )),
        Body::Json(value) => match described.json().and_then(|media| media.schema()) {
            Some((_, address)) => {
                let options = Options::response().closed(true);
                check(validator, &address, value, options, "body", &mut verdicts);
            }
            None => verdicts.push(undocumented("application/json")),
        },
        // A canned answer has its JSON as bytes.
        Body::Bytes(media_type, bytes)
            if media_type.starts_with("application/json") && described.json().is_some() =>
        {
            match serde_json::from_slice(bytes) {
                Ok(value) => {
                    let reply = Reply {
                        body: Body::Json(value),
                        ..reply.clone()
                    };
                    return response(contract, operation, &reply);
                }
                Err(error) => verdicts.push(Verdict::new("syntax", "body", error.to_string())),
            }
        }
        Body::Bytes(media_type, _) => {
            let essence = media_type.split(';').next().unwrap_or_default().trim();
            let fits = |name: &str| name == "*/*" || name == media_type || name == essence;
            if !content.iter().any(|media| fits(media.name())) {
                verdicts.push(undocumented(media_type));
            }
        }
    }
    verdicts
}

fn undocumented(media_type: &str) -> Verdict {
    Verdict::new(
        "undocumented-media-type",
        "body",
        format!("the document does not describe an answer of type `{media_type}`"),
    )
}

/// Whether it is the answer for the old path of a project: plain text, with the new address.
fn is_moved(reply: &Reply) -> bool {
    let is_address = |text: &str| {
        ["/", "http://", "https://"]
            .iter()
            .any(|start| text.starts_with(start))
    };
    let mut headers = reply.headers.iter();
    let located = headers.any(|(name, text)| name == "Location" && is_address(text));
    located && matches!(&reply.body, Body::Bytes(media_type, _) if media_type == "text/plain")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_that_cannot_have_a_body_is_described_with_one() {
        let mut seen = 0;
        for operation in Contract::current().document.operations() {
            for response in operation.responses() {
                if ["204", "302"].contains(&response.status()) {
                    assert!(response.content().is_empty(), "{}", operation.id());
                    seen += 1;
                }
            }
        }
        assert!(seen > 1);
    }

    #[test]
    fn a_list_is_named_in_three_ways() {
        let named = |key: &str| spelling("scope[]", key).map(|way| way == Spelling::Numbered);
        for key in ["scope", "scope[]"] {
            assert_eq!(named(key), Some(false), "{key}");
        }
        assert_eq!(named("scope[10]"), Some(true));
        for key in ["scope[a]", "scope[0", "scope[0][a]", "scope0]", "scopes[0]"] {
            assert_eq!(named(key), None, "{key}");
        }
        assert!(spelling("page", "page[0]").is_none());
    }
}
