//! Judging: each claim meets the operation it is about, and each disagreement leaves as a finding.

mod attribute;
mod attributes;
mod base;
mod candidate;
mod command;
mod credentials;
mod declared;
mod endpoint;
mod foreign;
mod json;
mod payload;
mod query;
mod request;
mod schema;
mod sent;
mod slips;
mod status;
mod subject;

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::Document;
use openapi_document::operation::Operation;
use openapi_document::route::{Router, RouterOptions};
use openapi_document::validate::{Direction, Validator};

use crate::claim::{Binding, Claim, ClaimKind, Claims, DirectiveKind, Place};
use crate::endpoint::{Endpoint, Template};
use crate::finding::{Finding, Suppression, finish};
use crate::page::Page;
use crate::payload::Operations;
use crate::rule::Rule;
use crate::suggest::closest;

use subject::Subject;

/// What must be known about a document besides the document.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// The paths that a server's URL may end with, such as `/api/v4`; a segment in braces stands for any. With the
    /// empty one among them, or with none, a URL is right without.
    pub base_paths: Vec<String>,
    /// The extension key that is `true` on path parameters which may span several segments.
    pub multi_segment_key: String,
}

/// Holds pages against one document.
///
/// ```
/// use openapi_doccheck::claim;
/// use openapi_doccheck::judge::{Judge, Options};
/// use openapi_doccheck::page::{Page, ReaderChoice};
/// use openapi_document::Document;
///
/// let document = Document::parse(
///     "pots.yaml",
///     "openapi: 3.0.3\ninfo: {title: Pots, version: 1.0.0}\n\
///      paths: {/pots: {get: {operationId: list_pots, responses: {'200': {description: Pots}}}}}",
/// )?;
/// let judge = Judge::new(&document, Options::default());
/// let page = Page::read("pots.md", "# Pots\n\n```plaintext\nGET /pot\n```\n", ReaderChoice::Auto);
/// let findings = judge.page(&page, &claim::read(&page, &claim::Options::default()));
/// assert_eq!(findings[0].rule.id(), "endpoint-unknown");
/// assert_eq!(findings[0].help.as_deref(), Some("did you mean `GET /pots`?"));
/// # Ok::<(), openapi_document::Error>(())
/// ```
pub struct Judge<'d> {
    document: &'d Document,
    validator: Validator<'d>,
    router: Router,
    operations: Vec<Operation<'d>>,
    shapes: Operations<'d>,
    options: Options,
    /// Whether a URL must have one of the base paths.
    needs_base: bool,
}

impl<'d> Judge<'d> {
    /// A judge for the pages of one document. It can be shared between threads.
    pub fn new(document: &'d Document, mut options: Options) -> Self {
        let needs_base = options.base_paths.iter().all(|base| !base.is_empty());
        let needs_base = needs_base && !options.base_paths.is_empty();
        options.base_paths.retain(|base| !base.is_empty());
        let router = RouterOptions {
            base_path: String::new(),
            multi_segment_key: options.multi_segment_key.clone(),
        };
        Self {
            document,
            validator: Validator::new(document),
            router: Router::new(document, router),
            operations: document.operations(),
            shapes: Operations::new(document),
            options,
            needs_base,
        }
    }

    /// The document that pages are held against.
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// The keywords of the document's schemas to which nothing is held: place, keyword and reason of each.
    pub fn unjudged(&self) -> Vec<String> {
        let unsupported = self.validator.unsupported().into_iter();
        let told = unsupported.map(|keyword| {
            let source = self.document.source(keyword.span.file);
            let place = source.location(keyword.span.start);
            format!("{place}: {keyword}; nothing is held against it")
        });
        told.collect()
    }

    /// The findings of a page, in the order of the page, with fingerprints and with what the page itself silences.
    pub fn page(&self, page: &Page, claims: &Claims) -> Vec<Finding> {
        let mut bench = Bench {
            judge: self,
            claims,
            findings: Vec::new(),
            subjects: BTreeMap::new(),
        };
        bench.subjects = bench.subjects();
        for (index, claim) in claims.claims.iter().enumerate() {
            bench.claim(index, claim);
        }
        bench.attributes_and_statuses();
        bench.directives();
        let mut findings = bench.findings;
        finish(page.source().name(), page.source().text(), &mut findings);
        silence(claims, &mut findings);
        findings
    }

    /// The operations that a claim is about, each by its id, or by method and path when it has none.
    pub fn about(&self, claims: &Claims, claim: &Claim) -> Vec<String> {
        if let ClaimKind::Endpoint(endpoint) = &claim.kind {
            return self.operation(endpoint).iter().map(label).collect();
        }
        let bench = Bench {
            judge: self,
            claims,
            findings: Vec::new(),
            subjects: BTreeMap::new(),
        };
        bench.operations(&claim.binding).iter().map(label).collect()
    }

    /// The pointers of the operations whose endpoint a page shows.
    pub fn shown(&self, claims: &Claims) -> BTreeSet<String> {
        let endpoints = claims.claims.iter().filter_map(|claim| match &claim.kind {
            ClaimKind::Endpoint(endpoint) => self.operation(endpoint),
            _ => None,
        });
        endpoints
            .map(|operation| operation.pointer().to_string())
            .collect()
    }

    /// The operations that no page shows, as findings whose spans lie in the document.
    pub fn undocumented(&self, shown: &BTreeSet<String>) -> Vec<Finding> {
        let missing = self.operations.iter().filter(|operation| {
            !operation.deprecated() && !shown.contains(&operation.pointer().to_string())
        });
        let mut findings: Vec<Finding> = missing
            .map(|operation| {
                let span = operation
                    .node()
                    .get("operationId")
                    .map_or(operation.node().span, |id| id.span);
                let name = title(operation);
                let message = format!("no page shows `{name}`");
                Finding::new(Rule::EndpointUndocumented, span, message)
                    .operation(label(operation))
                    .place(span, operation.address())
                    .help("describe it on a page, or turn this rule off if it is not for readers")
            })
            .collect();
        let source = self.document.source(self.document.root().span.file);
        finish(source.name(), source.text(), &mut findings);
        findings
    }

    /// The operation that an endpoint line names, with or without a base path before its path.
    fn operation(&self, endpoint: &Endpoint) -> Option<Operation<'d>> {
        if let Some(found) = self.shapes.find(endpoint) {
            return Some(*found);
        }
        let path = endpoint.path.to_string();
        let mut bases = self.options.base_paths.iter();
        let below_base = bases.find_map(|base| {
            let rest = base::strip(&path, base, false)?;
            let below = Endpoint {
                path: Template::parse(rest),
                ..endpoint.clone()
            };
            self.shapes.find(&below).copied()
        });
        below_base.or_else(|| self.requested(endpoint))
    }

    /// The operation that an endpoint line calls with values in the places of its parameters.
    fn requested(&self, endpoint: &Endpoint) -> Option<Operation<'d>> {
        let path = endpoint.path.called()?;
        let stripped = self.options.base_paths.iter();
        let stripped = stripped.filter_map(|base| base::strip(path, base, false));
        let mut paths = std::iter::once(path).chain(stripped);
        paths.find_map(|path| {
            let found = self.router.route(&endpoint.method, path).ok()?;
            // A word may as well be the name of an operation that the document lacks.
            let is_word = |value: &str| {
                value
                    .chars()
                    .all(|c| c.is_lowercase() || matches!(c, '-' | '_'))
            };
            if !endpoint.is_request && found.parameters.iter().any(|(_, value)| is_word(value)) {
                return None;
            }
            let mut operations = self.operations.iter();
            operations
                .find(|known| known.method() == found.method && known.path() == found.path)
                .copied()
        })
    }

    /// The operation that a comment names: by its id, or by method and path.
    fn named(&self, text: &str) -> Option<Operation<'d>> {
        let by_id = self.operations.iter().find(|known| known.id() == text);
        by_id.copied().or_else(|| {
            let (endpoint, _) = Endpoint::parse_line(text)?;
            self.operation(&endpoint)
        })
    }
}

/// A page on the bench: its claims, and what was found so far.
struct Bench<'j, 'd> {
    judge: &'j Judge<'d>,
    claims: &'j Claims,
    findings: Vec<Finding>,
    /// What rows are about that are not about what is sent, though the page does not say so.
    subjects: BTreeMap<usize, Subject>,
}

impl<'d> Bench<'_, 'd> {
    fn claim(&mut self, index: usize, claim: &Claim) {
        let before = self.findings.len();
        match &claim.kind {
            ClaimKind::Endpoint(endpoint) => self.endpoint(claim, endpoint),
            ClaimKind::Response(example) => {
                self.json(&example.json, claim.span);
                self.example(claim, example, Direction::Response);
            }
            ClaimKind::Request(example) => {
                self.json(&example.json, claim.span);
                self.example(claim, example, Direction::Request);
            }
            ClaimKind::Curl(curl) => self.command(claim, curl),
            ClaimKind::Attribute(attribute) => match self.subjects.get(&index) {
                None => self.attribute(claim, attribute, attribute.place),
                Some(Subject::Answer) => self.attribute(claim, attribute, Place::Response),
                Some(Subject::Unsure) => {}
            },
            ClaimKind::Status(row) => self.status(claim, row),
        }
        self.unsure(index, claim);
        // What is wrong with the writing alone still stands in an operation's section.
        if let [operation] = self.operations(&claim.binding)[..] {
            for finding in &mut self.findings[before..] {
                finding.operation.get_or_insert_with(|| label(&operation));
            }
        }
    }

    /// The operations that a claim is about.
    fn operations(&self, binding: &Binding) -> Vec<Operation<'d>> {
        if let Some(named) = &binding.operation {
            return self.judge.named(&named.text).into_iter().collect();
        }
        let mut found: Vec<Operation<'d>> = Vec::new();
        for index in &binding.endpoints {
            let Some(claim) = self.claims.claims.get(*index) else {
                continue;
            };
            if let ClaimKind::Endpoint(endpoint) = &claim.kind
                && let Some(operation) = self.judge.operation(endpoint)
                && !found.iter().any(|known| same(known, &operation))
            {
                found.push(operation);
            }
        }
        if let ([], true, Some(command)) = (&binding.endpoints[..], binding.sure, binding.command) {
            found.extend(self.calls(command));
        }
        found
    }

    fn unsure(&mut self, index: usize, claim: &Claim) {
        let binding = &claim.binding;
        let is_command = matches!(claim.kind, ClaimKind::Curl(_));
        // The command that an example belongs to may call something else than this document describes.
        let is_elsewhere = binding.endpoints.is_empty()
            && binding.operation.is_none()
            && self.operations(binding).is_empty();
        let is_sure = binding.sure && (is_command || !is_elsewhere);
        if is_sure || matches!(claim.kind, ClaimKind::Endpoint(_)) {
            return;
        }
        let what = match &claim.kind {
            // A table has many rows, and one of them speaks for all.
            ClaimKind::Attribute(_) | ClaimKind::Status(_) => {
                let before = index
                    .checked_sub(1)
                    .map(|before| &self.claims.claims[before]);
                if before.is_some_and(|before| before.binding == claim.binding) {
                    return;
                }
                "row"
            }
            // Its URL says what a command calls.
            ClaimKind::Curl(_) => return,
            _ => "example",
        };
        let message = format!("it is not certain what this {what} is about");
        let finding = Finding::new(Rule::BindingUnsure, first_line(claim), message).help(format!(
            "{}; say it with `<!-- doccheck: operation=... status=... -->` before it",
            claim.binding.reason
        ));
        self.findings.push(finding);
    }

    fn directives(&mut self) {
        for directive in &self.claims.directives {
            match &directive.kind {
                DirectiveKind::Unknown(why) => {
                    let finding = Finding::new(Rule::DirectiveUnknown, directive.span, why.clone())
                        .help("write `<!-- doccheck-disable-next-line RULE -->` or `<!-- doccheck: operation=ID status=CODE -->`");
                    self.findings.push(finding);
                }
                DirectiveKind::Disable { rules, .. } => {
                    for rule in rules.iter().filter(|rule| Rule::find(&rule.text).is_none()) {
                        let message = format!("there is no rule `{}`", rule.text);
                        let ids = Rule::ALL.iter().map(|known| known.id());
                        let help = closest(&rule.text, ids).map_or_else(
                            || "`doccheck rules` lists them".to_owned(),
                            |id| format!("did you mean `{id}`?"),
                        );
                        let finding = Finding::new(Rule::DirectiveUnknown, rule.span, message);
                        self.findings.push(finding.help(help));
                    }
                }
                DirectiveKind::Bind(over) => {
                    let Some(named) = &over.operation else {
                        continue;
                    };
                    if self.judge.named(&named.text).is_none() {
                        let message = format!("the document has no operation `{}`", named.text);
                        let ids = self.judge.operations.iter().map(Operation::id);
                        let mut finding = Finding::new(Rule::DirectiveUnknown, named.span, message);
                        finding.help =
                            closest(&named.text, ids).map(|id| format!("did you mean `{id}`?"));
                        self.findings.push(finding);
                    }
                }
            }
        }
    }
}

/// Marks the findings that comments on the page silence.
fn silence(claims: &Claims, findings: &mut [Finding]) {
    for directive in &claims.directives {
        let DirectiveKind::Disable { rules, target } = &directive.kind else {
            continue;
        };
        for finding in &mut *findings {
            let inside = (target.start..target.end).contains(&finding.span.start);
            let meant = rules.is_empty() || rules.iter().any(|rule| rule.text == finding.rule.id());
            if inside && meant {
                finding.suppressed = Some(Suppression::Page);
            }
        }
    }
}

/// How findings name an operation: by its id, or by method and path when it has none.
fn label(operation: &Operation<'_>) -> String {
    match operation.id() {
        "" => title(operation),
        id => id.to_owned(),
    }
}

/// Method and path.
fn title(operation: &Operation<'_>) -> String {
    format!("{} {}", operation.method().to_uppercase(), operation.path())
}

fn same(one: &Operation<'_>, other: &Operation<'_>) -> bool {
    one.method() == other.method() && one.path() == other.path()
}

/// The first byte of a claim: enough to point at something that is many lines long.
fn first_line(claim: &Claim) -> openapi_document::source::Span {
    let mut span = claim.span;
    span.end = span.end.min(span.start + 1);
    span
}
