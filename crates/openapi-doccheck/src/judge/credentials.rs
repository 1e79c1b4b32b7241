//! Credentials of commands: whether they send what one of the operation's security schemes asks for.

use openapi_document::node::Node;
use openapi_document::operation::Operation;
use openapi_document::source::Span;

use crate::curl::{Body, Curl, Url};
use crate::finding::Finding;
use crate::rule::Rule;
use crate::suggest::list;

use super::query::schemes;
use super::{Bench, label, title};

impl<'d> Bench<'_, 'd> {
    pub(super) fn credentials(&mut self, curl: &Curl, url: &Url, operation: &Operation<'d>) {
        let ways = operation.security();
        if ways.is_empty() || ways.iter().any(Vec::is_empty) {
            return;
        }
        let schemes = schemes(self.judge.document);
        let components = "#/components/securitySchemes";
        let scheme = |name: &str| {
            let address = super::schema::below(components, &[name]);
            let node = self.judge.document.find(&address)?;
            Some(self.judge.document.resolve(node, &address).0)
        };
        let sends = |name: &str| scheme(name).is_none_or(|node| is_sent(node, curl, url));
        if ways.iter().any(|way| way.iter().all(|name| sends(name))) {
            return;
        }
        let wanted: Vec<String> = ways
            .iter()
            .flatten()
            .filter_map(|name| scheme(name).map(|node| describe(name, node)))
            .collect();
        let other = schemes.iter().find(|(node, _)| is_sent(node, curl, url));
        let span = match other {
            Some((node, _)) => place(node, curl),
            None => None,
        };
        let first = curl
            .words
            .first()
            .map_or_else(Span::default, |word| word.span);
        let message = if other.is_some() {
            format!("`{}` does not accept these credentials", title(operation))
        } else {
            format!(
                "`{}` needs credentials, and this command sends none",
                title(operation)
            )
        };
        let security = operation
            .node()
            .member("security")
            .or_else(|| self.judge.document.root().member("security"));
        let at = security.map_or(operation.node().span, |member| member.key_span);
        let finding = Finding::new(Rule::CurlCredentials, span.unwrap_or(first), message)
            .operation(label(operation))
            .place(at, operation.address())
            .help(format!("it accepts {}", list(&wanted)));
        self.findings.push(finding);
    }
}

fn text<'a>(node: &'a Node, key: &str) -> &'a str {
    node.get(key).and_then(Node::as_str).unwrap_or_default()
}

/// Whether a command sends what a scheme asks for.
fn is_sent(scheme: &Node, curl: &Curl, url: &Url) -> bool {
    let header = |name: &str| {
        let mut headers = curl.headers.iter();
        headers.find(|header| header.name.text.eq_ignore_ascii_case(name))
    };
    let authorization = |word: &str| {
        header("authorization").is_some_and(|header| {
            let value = header.value.text.to_lowercase();
            value.starts_with(word) || value.starts_with('$') || value.starts_with('<')
        })
    };
    let bearer = || authorization("bearer") || curl.has("oauth2-bearer");
    match text(scheme, "type") {
        "apiKey" => {
            let name = text(scheme, "name");
            let in_form = match &curl.body {
                Some(Body::Data(pairs) | Body::Form(pairs)) => {
                    pairs.iter().any(|pair| pair.name.text == name)
                }
                _ => false,
            };
            match text(scheme, "in") {
                "header" => header(name).is_some(),
                "query" => in_form || url.query.iter().any(|pair| pair.name.text == name),
                "cookie" => curl.has("cookie") || header("cookie").is_some(),
                _ => true,
            }
        }
        "http" => match text(scheme, "scheme").to_lowercase().as_str() {
            "basic" => curl.has("user") || curl.has("netrc") || authorization("basic"),
            "bearer" => bearer(),
            "digest" => curl.has("digest") || curl.has("user"),
            other => authorization(other),
        },
        "oauth2" | "openIdConnect" => bearer(),
        "mutualTLS" => curl.has("cert"),
        _ => true,
    }
}

/// Where a command sends what a scheme asks for, when that is a header.
fn place(scheme: &Node, curl: &Curl) -> Option<Span> {
    let name = match text(scheme, "type") {
        "apiKey" => text(scheme, "name"),
        _ => "authorization",
    };
    let mut headers = curl.headers.iter();
    let header = headers.find(|header| header.name.text.eq_ignore_ascii_case(name))?;
    Some(header.name.span)
}

/// A scheme as something to write.
fn describe(name: &str, scheme: &Node) -> String {
    match (text(scheme, "type"), text(scheme, "in")) {
        ("apiKey", "query") => format!("?{}=...", text(scheme, "name")),
        ("apiKey", "header") => format!("{}: ...", text(scheme, "name")),
        ("http", _) if text(scheme, "scheme").eq_ignore_ascii_case("basic") => {
            "--user name:password".to_owned()
        }
        ("http" | "oauth2" | "openIdConnect", _) => "Authorization: Bearer ...".to_owned(),
        _ => name.to_owned(),
    }
}
