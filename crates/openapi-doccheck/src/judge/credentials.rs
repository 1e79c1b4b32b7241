//! Credentials of commands: whether they send what one of the operation's security schemes asks for.

use openapi_document::node::Node;
use openapi_document::operation::Operation;
use openapi_document::source::Span;

use crate::curl::{Body, Curl, Url};
use crate::finding::Finding;
use crate::rule::Rule;

use super::query::{Names, is_placeholder, schemes};
use super::{Bench, label, title};

impl<'d> Bench<'_, 'd> {
    /// Judges the credentials of a command; true when what is told is about the header `Authorization`.
    pub(super) fn credentials(
        &mut self,
        curl: &Curl,
        url: &Url,
        operation: &Operation<'d>,
    ) -> bool {
        let ways = operation.security();
        let hidden = curl.opaque
            || curl
                .headers
                .iter()
                .any(|header| is_placeholder(&header.name.text));
        if hidden || ways.is_empty() || ways.iter().any(Vec::is_empty) {
            return false;
        }
        let components = "#/components/securitySchemes";
        let scheme = |name: &&str| {
            let address = super::schema::below(components, &[name]);
            let node = self.judge.document.find(&address)?;
            Some(self.judge.document.resolve(node, &address).0)
        };
        let sent = sent(&schemes(self.judge.document), curl, url);
        let sends = |name: &&str| {
            let node = scheme(name);
            node.is_none_or(|node| sent.iter().any(|sent| sent.kind.is_for(node)))
        };
        if ways.iter().any(|way| way.iter().all(sends))
            || self.is_misspelt(curl, url, operation, &ways)
        {
            return false;
        }
        let tell = |names: &[&str]| {
            let all = names.iter().filter_map(|name| {
                let node = scheme(name)?;
                Some(format!("`{}`", describe(name, node)))
            });
            all.collect::<Vec<String>>().join(" with ")
        };
        let mut wanted: Vec<String> = ways.iter().map(|way| tell(way)).collect();
        wanted.retain(|way| !way.is_empty());
        let known: std::collections::BTreeSet<String> = wanted.iter().cloned().collect();
        if known.len() < wanted.len() {
            wanted = known.into_iter().collect();
        }
        let name = title(operation);
        // The way that the command went a part of.
        let begun = ways.iter().find(|way| way.iter().any(sends));
        let (message, span) = match (begun, sent.first()) {
            (Some(way), first) => {
                let missing: Vec<&str> = way.iter().copied().filter(|name| !sends(name)).collect();
                let message = format!(
                    "`{name}` also needs {}, and this command does not send it",
                    tell(&missing)
                );
                (message, first.map(|sent| sent.span))
            }
            (None, Some(sent)) => {
                let message = format!(
                    "this command sends {}, which `{name}` does not accept",
                    sent.kind.words()
                );
                (message, Some(sent.span))
            }
            (None, None) => {
                let message = format!("`{name}` needs credentials, and this command sends none");
                (message, None)
            }
        };
        let first = curl
            .words
            .first()
            .map_or_else(Span::default, |word| word.span);
        let security = operation
            .node()
            .member("security")
            .or_else(|| self.judge.document.root().member("security"));
        let at = security.map_or(operation.node().span, |member| member.key_span);
        let finding = Finding::new(Rule::CurlCredentials, span.unwrap_or(first), message)
            .operation(label(operation))
            .place(at, operation.address())
            .help(format!("it accepts {}", wanted.join(", or ")));
        self.findings.push(finding);
        sent.first().is_some_and(|sent| sent.in_authorization)
    }

    /// Whether the name of a credential is misspelt, which is told as an unknown name.
    fn is_misspelt(
        &self,
        curl: &Curl,
        url: &Url,
        operation: &Operation<'d>,
        ways: &[Vec<&str>],
    ) -> bool {
        let document = self.judge.document;
        let wanted = |meant: &str| {
            let all = schemes(document);
            let mut named = all.iter().filter(|(node, address)| {
                let name = address.rsplit('/').next().unwrap_or_default();
                text(node, "name").eq_ignore_ascii_case(meant)
                    && ways.iter().flatten().any(|way| *way == name)
            });
            named.next().is_some()
        };
        let headers = Names::of_headers(document, operation);
        let header = curl.headers.iter().any(|header| {
            let written = &header.name.text;
            headers.find_header(written).is_none()
                && headers.near_header(written).is_some_and(wanted)
        });
        let queries = Names::of_query(document, operation);
        let query = url.query.iter().any(|pair| {
            queries.find(&pair.name.text).is_none()
                && queries.near(&pair.name.text).is_some_and(wanted)
        });
        header || query
    }
}

fn text<'a>(node: &'a Node, key: &str) -> &'a str {
    node.get(key).and_then(Node::as_str).unwrap_or_default()
}

/// A credential that a command sends, and where.
struct Sent {
    kind: SentKind,
    span: Span,
    /// Whether it stands in a header `Authorization` that the page shows.
    in_authorization: bool,
}

/// What kind of credential a command sends.
#[derive(Clone, Debug, Eq, PartialEq)]
enum SentKind {
    /// The header `Authorization` with this scheme, in small letters; any when a variable holds it.
    Http(Option<String>),
    /// What an `apiKey` scheme names: where, and the name. A cookie without a name may be any, because a file holds it.
    Key(&'static str, String),
    /// A certificate of the client.
    Certificate,
}

impl SentKind {
    /// Whether a scheme asks for it.
    fn is_for(&self, scheme: &Node) -> bool {
        let kind = text(scheme, "type");
        match self {
            Self::Http(sent) => {
                let wanted = match kind {
                    "http" => text(scheme, "scheme").to_lowercase(),
                    "oauth2" | "openIdConnect" => "bearer".to_owned(),
                    // The header is described as one like any other.
                    "apiKey" => {
                        return text(scheme, "in") == "header"
                            && text(scheme, "name").eq_ignore_ascii_case("authorization");
                    }
                    "mutualTLS" => return false,
                    _ => return true,
                };
                sent.as_ref().is_none_or(|sent| *sent == wanted)
            }
            Self::Key(place, name) => {
                let wanted = text(scheme, "name");
                kind == "apiKey"
                    && text(scheme, "in") == *place
                    && (wanted.eq_ignore_ascii_case(name) && *place == "header"
                        || wanted == name
                        || *place == "cookie" && name.is_empty())
            }
            Self::Certificate => kind == "mutualTLS",
        }
    }

    /// What it is, without what it says.
    fn words(&self) -> String {
        match self {
            Self::Http(Some(scheme))
                if matches!(scheme.as_str(), "basic" | "bearer" | "digest") =>
            {
                format!("{scheme} credentials")
            }
            Self::Http(_) => "credentials in `Authorization`".to_owned(),
            Self::Key("cookie", name) if name.is_empty() => "a cookie".to_owned(),
            Self::Key("cookie", name) => format!("the cookie `{name}`"),
            Self::Key("query", name) => format!("`{name}` in the query"),
            Self::Key(_, name) => format!("the header `{name}`"),
            Self::Certificate => "a certificate".to_owned(),
        }
    }
}

/// Every credential that a command sends.
fn sent(schemes: &[(&Node, String)], curl: &Curl, url: &Url) -> Vec<Sent> {
    let mut found = Vec::new();
    let mut add = |kind: SentKind, span: Span, in_authorization: bool| {
        found.push(Sent {
            kind,
            span,
            in_authorization,
        });
    };
    let option = |names: &[&str]| {
        let mut options = curl.options.iter();
        options.find(|option| names.contains(&option.name.as_str()))
    };
    let header = |name: &str| {
        let mut headers = curl.headers.iter();
        headers.find(|header| header.name.text.eq_ignore_ascii_case(name))
    };
    // The header that is written out comes before all that options would make of it.
    if let Some(header) = header("authorization") {
        let value = header.value.text.as_str();
        let word = value.split_whitespace().next().unwrap_or_default();
        let unsaid = word.is_empty() || word.starts_with('[') || is_placeholder(word);
        let scheme = (!unsaid).then(|| word.to_lowercase());
        add(SentKind::Http(scheme), header.name.span, true);
    } else if let Some(option) = option(&["oauth2-bearer"]) {
        add(
            SentKind::Http(Some("bearer".to_owned())),
            option.span,
            false,
        );
    } else if let Some(option) = option(&["user", "netrc", "netrc-optional", "netrc-file"]) {
        let scheme = ["digest", "negotiate", "ntlm", "aws-sigv4"].into_iter();
        let scheme = scheme
            .into_iter()
            .find(|name| curl.has(name))
            .unwrap_or("basic");
        let scheme = (!curl.has("anyauth")).then(|| scheme.to_owned());
        add(SentKind::Http(scheme), option.span, false);
    } else if url.base.text.contains('@') {
        let span = url.base.span;
        add(SentKind::Http(Some("basic".to_owned())), span, false);
    }
    let cookie = option(&["cookie"]);
    for (node, _) in schemes
        .iter()
        .filter(|(node, _)| text(node, "type") == "apiKey")
    {
        let name = text(node, "name");
        match text(node, "in") {
            "header" => {
                if let Some(header) =
                    header(name).filter(|_| !name.eq_ignore_ascii_case("authorization"))
                {
                    add(
                        SentKind::Key("header", header.name.text.clone()),
                        header.name.span,
                        false,
                    );
                }
            }
            "query" => {
                let form = match &curl.body {
                    Some(Body::Data(pairs) | Body::Form(pairs)) => pairs.as_slice(),
                    _ => &[],
                };
                let mut pairs = url.query.iter().chain(form);
                if let Some(pair) = pairs.find(|pair| pair.name.text == name) {
                    add(
                        SentKind::Key("query", name.to_owned()),
                        pair.name.span,
                        false,
                    );
                }
            }
            "cookie" => {
                let value = cookie.and_then(|option| option.value.as_ref());
                let value = value.or(header("cookie").map(|header| &header.value));
                let Some(value) = value else { continue };
                let mut names = value
                    .text
                    .split(';')
                    .map(|pair| pair.split('=').next().unwrap_or(pair).trim());
                // Without an equals sign it is a file.
                let is_file = !value.text.contains('=') || is_placeholder(&value.text);
                if is_file || names.any(|known| known == name) {
                    let name = if is_file { "" } else { name };
                    add(SentKind::Key("cookie", name.to_owned()), value.span, false);
                }
            }
            _ => {}
        }
    }
    if let Some(option) = option(&["cert"]) {
        add(SentKind::Certificate, option.span, false);
    }
    found
}

/// A scheme as something to write.
fn describe(name: &str, scheme: &Node) -> String {
    let key = text(scheme, "name");
    match (text(scheme, "type"), text(scheme, "in")) {
        ("apiKey", "query") => format!("?{key}=..."),
        ("apiKey", "header") => format!("{key}: ..."),
        ("apiKey", "cookie") => format!("--cookie {key}=..."),
        ("mutualTLS", _) => "--cert ...".to_owned(),
        ("http", _) => match text(scheme, "scheme").to_lowercase().as_str() {
            "basic" => "--user name:password".to_owned(),
            "digest" => "--digest --user name:password".to_owned(),
            "bearer" => "Authorization: Bearer ...".to_owned(),
            _ => format!("Authorization: {} ...", text(scheme, "scheme")),
        },
        ("oauth2" | "openIdConnect", _) => "Authorization: Bearer ...".to_owned(),
        _ => name.to_owned(),
    }
}
