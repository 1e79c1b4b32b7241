//! Commands: which operation they call, and whether they call it as the document says.

use std::collections::BTreeSet;

use openapi_document::operation::Operation;
use openapi_document::route::{NoRoute, Reason};
use openapi_document::source::Span;

use crate::claim::{Claim, ClaimKind};
use crate::curl::{Body, Curl, CurlProblemKind, Url};
use crate::edit::Edit;
use crate::finding::{Finding, Level};
use crate::rule::Rule;
use crate::suggest::list;

use super::query::is_placeholder;
use super::{Bench, base, label, same, title};

/// One URL of a request, and what is known about it.
#[derive(Clone, Copy)]
struct Call<'c, 'd> {
    claim: &'c Claim,
    curl: &'c Curl,
    url: &'c Url,
    section: &'c [Operation<'d>],
    /// Whether it may be about another operation than its section.
    helps: bool,
    /// Whether another command makes use of the answer.
    captured: bool,
}

impl<'d> Bench<'_, 'd> {
    pub(super) fn command(&mut self, claim: &Claim, curl: &Curl) {
        let before = self.findings.len();
        for problem in &curl.problems {
            let mut finding = Finding::new(Rule::CurlSyntax, problem.span, problem.message.clone());
            finding.help.clone_from(&problem.help);
            if problem.kind == CurlProblemKind::EqualsSign {
                finding = finding.level(Level::Warning);
            }
            if !problem.edits.is_empty() {
                finding.edits.clone_from(&problem.edits);
                finding.help = Some(match finding.help {
                    Some(help) => format!("{help}; `--fix` repairs it"),
                    None => "`--fix` repairs it".to_owned(),
                });
            }
            self.findings.push(finding);
        }
        let section = self.operations(&claim.binding);
        let requests = || std::iter::once(curl).chain(&curl.next);
        // A command that also calls what its section is about may call other operations for it.
        let calls = |request: &Curl, url: &Url| match &section[..] {
            [only] => (self.routed(request, url)).is_ok_and(|called| same(only, &called)),
            _ => false,
        };
        let helps = curl.captured
            || requests().any(|request| request.all_urls().any(|url| calls(request, url)));
        for request in requests() {
            self.one_request(claim, request, &section, helps, curl.captured);
        }
        self.once(before);
    }

    /// The operation that the command with this index calls, when it is one of the document's.
    pub(super) fn calls(&self, command: usize) -> Option<Operation<'d>> {
        let ClaimKind::Curl(curl) = &self.claims.claims.get(command)?.kind else {
            return None;
        };
        let url = curl.url.as_ref()?;
        if !url.has_base && self.judge.needs_base && self.below_base(curl, url).is_none() {
            return None;
        }
        self.routed(curl, url).ok()
    }

    /// Keeps one of the findings that say the same of the same place, as the URLs of one pattern give.
    fn once(&mut self, before: usize) {
        let mut known = BTreeSet::new();
        let found = self.findings.split_off(before).into_iter();
        let found = found.filter(|finding| {
            let at = (finding.span.start, finding.span.end);
            known.insert((finding.rule, at, finding.message.clone()))
        });
        self.findings.extend(found);
    }

    /// Judges one request of a command. `helps` says that it may be about another operation than its section.
    fn one_request(
        &mut self,
        claim: &Claim,
        curl: &Curl,
        section: &[Operation<'d>],
        helps: bool,
        captured: bool,
    ) {
        if let Some(Body::Json(json, span)) = &curl.body {
            self.json(json, *span);
        }
        let mut judged: Vec<Operation<'d>> = Vec::new();
        for url in curl.all_urls() {
            if url.has_base || !section.is_empty() {
                self.globbing(curl, url);
            }
            let call = Call {
                claim,
                curl,
                url,
                section,
                helps,
                captured,
            };
            let Some(operation) = self.called(&call) else {
                continue;
            };
            self.query(url, curl, &operation);
            if judged.iter().any(|known| same(known, &operation)) {
                continue;
            }
            judged.push(operation);
            self.sent(curl, &operation);
            self.redirect(curl, &operation);
            let told = self.credentials(curl, url, &operation);
            self.headers(curl, &operation, told);
        }
    }

    /// Whether variables in a path may hold what makes it the path of an operation.
    fn may_be_filled(&self, path: &str) -> bool {
        let is_variable = |segment: &str| segment.starts_with(['$', '<']);
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        let fits = |template: &str| {
            let known: Vec<&str> = template.trim_matches('/').split('/').collect();
            // A variable at the end may hold several segments.
            let open = segments.last().is_some_and(|last| last.starts_with('$'));
            let length = known.len() == segments.len() || open && known.len() > segments.len();
            length
                && segments.iter().zip(&known).all(|(segment, known)| {
                    segment == known || known.starts_with('{') || is_variable(segment)
                })
        };
        segments.iter().any(|segment| is_variable(segment))
            && (self.judge.operations.iter()).any(|operation| fits(operation.path()))
    }

    /// The operation that a URL calls with a command's method.
    fn routed(&self, curl: &Curl, url: &Url) -> Result<Operation<'d>, NoRoute> {
        self.route(curl, &url.path.text)
            .or_else(|refused| self.below_base(curl, url).ok_or(refused))
            .or_else(|refused| match before_variable(&url.path.text) {
                Some(path) => self.route(curl, path).map_err(|_| refused),
                None => Err(refused),
            })
    }

    /// The operation that a URL calls below a base path which a variable of it makes.
    fn below_base(&self, curl: &Curl, url: &Url) -> Option<Operation<'d>> {
        let mut bases = self.judge.options.base_paths.iter();
        if bases.clone().any(|base| url.base.text.ends_with(base)) {
            return None;
        }
        bases.find_map(|base| {
            let path = base::strip(&url.path.text, base, true)?;
            self.route(curl, path).ok()
        })
    }

    fn route(&self, curl: &Curl, path: &str) -> Result<Operation<'d>, NoRoute> {
        let path = filled(path);
        let router = &self.judge.router;
        let method = curl.method.name.as_str();
        let found = match router.route(method, &path) {
            // Whatever can be got has a head.
            Err(_) if method == "HEAD" => router.route("GET", &path),
            direct => direct,
        }?;
        let mut operations = self.judge.operations.iter();
        let known =
            operations.find(|known| known.method() == found.method && known.path() == found.path);
        Ok(*known.expect("the router is made of these operations"))
    }

    /// The operation that a command calls; what keeps it from calling one is told.
    fn called(&mut self, call: &Call<'_, 'd>) -> Option<Operation<'d>> {
        let Call {
            curl, url, section, ..
        } = *call;
        let whole = url.text.text.as_str();
        if url.path.text.is_empty() && (whole.starts_with(['$', '<', '{']) || whole == "URL") {
            // The whole URL is for the reader to fill in.
            return None;
        }
        let base_is_wrong = self.judge.needs_base
            && !url.has_base
            && !url.base.text.is_empty()
            && self.below_base(curl, url).is_none();
        if base_is_wrong && (section.is_empty() || call.captured) {
            // Nothing says that this is a call of the described server.
            return None;
        }
        let place = |finding: Finding| match section {
            [only] => finding
                .operation(label(only))
                .place(only.node().span, only.address()),
            _ => finding,
        };
        if base_is_wrong {
            let bases = &self.judge.options.base_paths;
            let (open, plain): (Vec<&str>, Vec<&str>) = bases
                .iter()
                .map(String::as_str)
                .partition(|base| base.contains('{'));
            let bases = list(if plain.is_empty() { &open } else { &plain });
            let message = format!("the URL is not below {bases}");
            let finding = Finding::new(Rule::CurlPath, url.text.span, message);
            let help = "write the path of the server before the path of the operation";
            self.findings.push(place(finding).help(help));
            return None;
        }
        let refused = match self.routed(curl, url) {
            Ok(operation) => {
                let elsewhere = !call.helps && self.is_elsewhere(call, &operation);
                return (!elsewhere).then_some(operation);
            }
            Err(refused) => refused,
        };
        match &refused.reason {
            Reason::MethodNotAllowed { .. }
                if is_placeholder(&curl.method.name) || curl.method.name == "METHOD" =>
            {
                return None;
            }
            Reason::MethodNotAllowed { allowed } => {
                let allowed: Vec<String> =
                    allowed.iter().map(|method| method.to_uppercase()).collect();
                let method = &curl.method.name;
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
                if section.is_empty() && !url.has_base || self.may_be_filled(&url.path.text) {
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
    fn is_elsewhere(&mut self, call: &Call<'_, 'd>, operation: &Operation<'d>) -> bool {
        let [only] = call.section else {
            return false;
        };
        if !call.claim.binding.sure || same(only, operation) {
            return false;
        }
        let (rule, span, message) = if only.path() == operation.path() {
            let message = format!(
                "this section is about `{}`, but the command sends {}",
                title(only),
                operation.method().to_uppercase()
            );
            (Rule::CurlMethod, method_span(call.curl), message)
        } else {
            let message = format!(
                "this section is about `{}`, but the command calls `{}`",
                title(only),
                title(operation)
            );
            (Rule::CurlPath, call.url.path.span, message)
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
        if curl.has("globoff") {
            return;
        }
        let Some(span) = url.glob else {
            if let Some(span) = url.placeholder {
                let message = "curl takes these braces for a pattern and sends what stands in them, or refuses the URL";
                let finding = Finding::new(Rule::CurlGlobbing, span, message)
                    .level(Level::Note)
                    .help("readers must put a value there");
                self.findings.push(finding);
            }
            return;
        };
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

/// What stands before a variable at the end of a path that may hold the query, as in `/pots$QUERY`.
pub(super) fn before_variable(path: &str) -> Option<&str> {
    let last = path.rfind('/').map_or(0, |slash| slash + 1);
    let at = last + path[last..].rfind('$')?;
    (at > last).then(|| &path[..at])
}

/// A path in which every segment that the reader must fill in is a number, which fits every kind of parameter.
fn filled(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment == "%" || is_placeholder(segment) && !segment.contains("%2F") {
            "1"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}
