//! Commands: which operation they call, and whether they call it as the document says.

use openapi_document::operation::Operation;
use openapi_document::route::Reason;
use openapi_document::source::Span;
use openapi_document::validate::{Options, wire};

use crate::claim::{Claim, ClaimKind};
use crate::curl::{Body, Curl, MethodSource, Pair, Url};
use crate::edit::{Edit, Text};
use crate::finding::{Finding, Level};
use crate::rule::Rule;
use crate::suggest::{closest, list};

use super::query::{Names, is_placeholder, stem};
use super::{Bench, label, same, title};

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
    pub(super) fn command(&mut self, claim: &Claim, curl: &Curl) {
        for problem in &curl.problems {
            let mut finding = Finding::new(Rule::CurlSyntax, problem.span, problem.message.clone());
            if let Some(edit) = &problem.edit {
                finding.edits.push(edit.clone());
                finding = finding.help("`--fix` repairs it");
            }
            self.findings.push(finding);
        }
        if let Some(Body::Json(json, span)) = &curl.body {
            self.json(json, *span);
        }
        let Some(url) = &curl.url else {
            return;
        };
        let section = self.operations(&claim.binding);
        if url.has_base || !section.is_empty() {
            self.globbing(curl, url);
        }
        let Some(operation) = self.called(claim, curl, url, &section) else {
            return;
        };
        self.query(url, curl, &operation);
        self.headers(curl, &operation);
        self.sent(curl, &operation);
        self.redirect(curl, &operation);
        self.credentials(curl, url, &operation);
    }

    /// The operation that the command with this index calls, when it is one of the document's.
    pub(super) fn calls(&self, command: usize) -> Option<Operation<'d>> {
        let ClaimKind::Curl(curl) = &self.claims.claims.get(command)?.kind else {
            return None;
        };
        let url = curl.url.as_ref()?;
        if !url.has_base && !self.judge.options.base_paths.is_empty() {
            return None;
        }
        let routed = self
            .judge
            .router
            .route(&curl.method.name, &filled(&url.path.text));
        let found = routed.ok()?;
        let mut operations = self.judge.operations.iter();
        operations
            .find(|known| known.method() == found.method && known.path() == found.path)
            .copied()
    }

    /// The operation that a command calls; what keeps it from calling one is told.
    fn called(
        &mut self,
        claim: &Claim,
        curl: &Curl,
        url: &Url,
        section: &[Operation<'d>],
    ) -> Option<Operation<'d>> {
        let base_is_wrong =
            !url.has_base && !url.base.text.is_empty() && !self.judge.options.base_paths.is_empty();
        if section.is_empty() && base_is_wrong {
            // Nothing says that this is a call of the described server.
            return None;
        }
        let path = filled(&url.path.text);
        let mut method = curl.method.name.as_str();
        if curl.method.source == MethodSource::Head {
            method = "GET";
        }
        let place = |finding: Finding| match section {
            [only] => finding
                .operation(label(only))
                .place(only.node().span, only.address()),
            _ => finding,
        };
        if base_is_wrong {
            let bases = list(&self.judge.options.base_paths);
            let message = format!("the URL is not below {bases}");
            let finding = Finding::new(Rule::CurlPath, url.text.span, message);
            let help = "write the path of the server before the path of the operation";
            self.findings.push(place(finding).help(help));
            return None;
        }
        let routed = self.judge.router.route(method, &path);
        let refused = match routed {
            Ok(found) => {
                let operations = self.judge.operations.iter();
                let mut operations = operations.filter(|known| known.method() == found.method);
                let operation = *operations.find(|known| known.path() == found.path)?;
                if self.is_elsewhere(claim, curl, url, section, &operation) {
                    return None;
                }
                return Some(operation);
            }
            Err(refused) => refused,
        };
        match &refused.reason {
            Reason::MethodNotAllowed { allowed } => {
                let allowed: Vec<String> =
                    allowed.iter().map(|method| method.to_uppercase()).collect();
                let message = format!("this path has no {method}, only {}", list(&allowed));
                let span = method_span(curl);
                let finding = Finding::new(Rule::CurlMethod, span, message);
                let mut finding = place(finding);
                if let [only] = &allowed[..] {
                    finding = finding.help(format!("write `--request {only}`"));
                }
                self.findings.push(finding);
            }
            reason => {
                // A command outside of every section may well call something else.
                if section.is_empty() && !url.has_base {
                    return None;
                }
                let message = match reason {
                    Reason::UnknownPath => format!("no operation has the path `{}`", url.path.text),
                    other => other.to_string(),
                };
                let finding = Finding::new(Rule::CurlPath, url.path.span, message);
                let mut finding = place(finding);
                let nearest = match section {
                    [only] => Some(only.path().to_owned()),
                    _ => refused.nearest.clone(),
                };
                finding.help = nearest.map(|path| format!("did you mean `{path}`?"));
                self.findings.push(finding);
            }
        }
        None
    }

    /// Whether a command surely calls another operation than its section is about, which is then told.
    fn is_elsewhere(
        &mut self,
        claim: &Claim,
        curl: &Curl,
        url: &Url,
        section: &[Operation<'d>],
        operation: &Operation<'d>,
    ) -> bool {
        let [only] = section else {
            return false;
        };
        if !claim.binding.sure || same(only, operation) {
            return false;
        }
        let (rule, span, message) = if only.path() == operation.path() {
            let message = format!(
                "this section is about `{}`, but the command sends {}",
                title(only),
                operation.method().to_uppercase()
            );
            (Rule::CurlMethod, method_span(curl), message)
        } else {
            let message = format!(
                "this section is about `{}`, but the command calls `{}`",
                title(only),
                title(operation)
            );
            (Rule::CurlPath, url.path.span, message)
        };
        let finding = Finding::new(rule, span, message)
            .operation(label(only))
            .place(only.node().span, only.address());
        self.findings.push(finding.help(match rule {
            Rule::CurlMethod => format!("write `--request {}`", only.method().to_uppercase()),
            _ => format!("call `{}`", only.path()),
        }));
        true
    }

    fn globbing(&mut self, curl: &Curl, url: &Url) {
        let Some(span) = url.glob else { return };
        if curl.has("globoff") {
            return;
        }
        let message = "curl takes this bracket for a pattern and refuses the URL, or calls several";
        let mut finding = Finding::new(Rule::CurlGlobbing, span, message).help("add `--globoff`");
        if let Some(word) = curl.words.first() {
            finding.edits.push(Edit {
                start: word.span.end,
                end: word.span.end,
                text: " --globoff".to_owned(),
            });
        }
        self.findings.push(finding);
    }

    fn query(&mut self, url: &Url, curl: &Curl, operation: &Operation<'d>) {
        let names = Names::of_query(self.judge.document, operation);
        for pair in &url.query {
            let Some(name) = names.find(&pair.name.text) else {
                if is_placeholder(&pair.name.text) {
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
            let Some((_, address)) = &name.schema else {
                continue;
            };
            // A key in brackets is a part of an object, which its text alone does not show.
            let is_part =
                stem(&pair.name.text) != pair.name.text && !pair.name.text.ends_with("[]");
            if is_part || is_placeholder(&value.text) || value.text.is_empty() {
                continue;
            }
            let options = Options::request();
            let validator = &self.judge.validator;
            let found = wire::check(validator, address, &value.text, value.span, &options);
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
        for name in names.iter().filter(|name| name.required) {
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

    fn headers(&mut self, curl: &Curl, operation: &Operation<'d>) {
        let names = Names::of_headers(self.judge.document, operation);
        for header in &curl.headers {
            let written = &header.name.text;
            let ordinary = ORDINARY.contains(&written.to_lowercase().as_str());
            if ordinary || is_placeholder(written) || names.find_header(written).is_some() {
                continue;
            }
            let message = format!("the document knows no header `{written}` here");
            let mut finding = Finding::new(Rule::CurlHeaderUnknown, header.name.span, message)
                .operation(label(operation))
                .pointer(written.clone())
                .place(operation.node().span, operation.address());
            let upper = written.to_uppercase();
            let known: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
            let uppers: Vec<String> = known.iter().map(|name| name.to_uppercase()).collect();
            finding.help = closest(&upper, uppers.iter().map(String::as_str))
                .and_then(|meant| uppers.iter().position(|known| known == meant))
                .map(|at| format!("did you mean `{}`?", known[at]));
            self.findings.push(finding);
        }
    }

    /// Judges what a command sends as its body.
    fn sent(&mut self, curl: &Curl, operation: &Operation<'d>) {
        let body = operation.request_body();
        let span = curl
            .words
            .first()
            .map_or_else(Span::default, |word| word.span);
        let Some(sent) = &curl.body else {
            if let Some(body) = body.filter(openapi_document::operation::RequestBody::required) {
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
        for pair in pairs {
            let finding = self.field(pair, &body, operation);
            self.findings.extend(finding);
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
                    return;
                }
                name.span
            }
            Body::Data(_) | Body::Form(_) | Body::Other(_) => return,
        };
        let typed = curl
            .headers
            .iter()
            .any(|header| header.name.text.eq_ignore_ascii_case("content-type"));
        let takes_json = operation
            .request_body()
            .is_some_and(|body| body.json().is_some());
        if takes_json && !typed && !curl.has("json") {
            let message = "without a content type curl sends this JSON as a form";
            let finding = Finding::new(Rule::CurlBody, span, message)
                .operation(label(operation))
                .help("add `--header \"Content-Type: application/json\"`");
            self.findings.push(finding);
        }
    }

    fn redirect(&mut self, curl: &Curl, operation: &Operation<'d>) {
        let responses = operation.responses();
        let Some(redirect) = responses
            .iter()
            .find(|response| response.status().starts_with('3') && response.status() != "304")
        else {
            return;
        };
        if curl.has("location") || curl.has("location-trusted") {
            return;
        }
        let span = curl
            .words
            .first()
            .map_or_else(Span::default, |word| word.span);
        let message = format!(
            "`{}` may answer {} with another address, which this command does not follow",
            title(operation),
            redirect.status()
        );
        let finding = Finding::new(Rule::CurlLocation, span, message)
            .operation(label(operation))
            .place(redirect.node().span, redirect.address())
            .help("add `--location`");
        self.findings.push(finding);
    }
}

/// The word that says the method; the whole command's name when none does.
fn method_span(curl: &Curl) -> Span {
    let first = || {
        curl.words
            .first()
            .map_or_else(Span::default, |word| word.span)
    };
    curl.method.span.unwrap_or_else(first)
}

/// A path in which every segment that the reader must fill in is a number, which fits every kind of parameter.
fn filled(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if is_placeholder(segment) && !segment.contains("%2F") {
            "1"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}
