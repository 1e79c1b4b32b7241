//! Payloads against the schema of their operation, status and direction: every root cause once.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use openapi_document::node::Node;
use openapi_document::operation::{Operation, Response};
use openapi_document::source::Span;
use openapi_document::validate::{Direction, Options, Rule as Kind, Violation};

use crate::claim::{Claim, Example};
use crate::finding::{Finding, Level, collapse};
use crate::recover::Recovered;
use crate::rule::Rule;
use crate::suggest::list;

use super::candidate::Against;
use super::slips::{Causes, Said, only_cause};
use super::{Bench, label, title};

/// How many names of properties are told instead of one that is unknown.
const MOST_NAMES: usize = 6;

/// How far an example is from what is of another kind altogether: farther than any number of slips.
const FAR: usize = usize::MAX;

/// What came of holding an example against one payload of one operation.
struct Judged<'d> {
    findings: Vec<Finding>,
    /// How far it is from that payload; of several payloads that it may be, the nearest counts.
    distance: usize,
    /// Whether something in it was probably meant to be what the document has.
    is_meant: bool,
    /// What it was held against, when that has a schema.
    against: Option<Against<'d>>,
}

impl Judged<'_> {
    /// One finding that says it all.
    fn whole(finding: Finding) -> Self {
        Self {
            findings: vec![finding],
            distance: FAR,
            is_meant: false,
            against: None,
        }
    }

    /// Nothing is known against it.
    fn unjudged() -> Self {
        Self {
            findings: Vec::new(),
            distance: 0,
            is_meant: false,
            against: None,
        }
    }
}

impl<'d> Bench<'_, 'd> {
    /// Judges an example by every operation it may belong to; the one it fits best decides.
    ///
    /// When it is not certain whether it is sent or received, it is judged as what it fits better.
    pub(super) fn example(&mut self, claim: &Claim, example: &Example, direction: Direction) {
        if example.json.node.is_none() {
            return;
        }
        let other = match direction {
            Direction::Request => Direction::Response,
            Direction::Response => Direction::Request,
        };
        let directions = [direction, other];
        let directions = if claim.binding.sure {
            &directions[..1]
        } else {
            &directions
        };
        let operations = self.operations(&claim.binding);
        let judged = operations.iter().flat_map(|operation| {
            directions.iter().map(|direction| match direction {
                Direction::Request => self
                    .answer_after_all(claim, example, operation)
                    .unwrap_or_else(|| self.request(&example.json, operation)),
                Direction::Response => self.response_of(claim, example, operation),
            })
        });
        if let Some(best) = judged.min_by_key(|judged| judged.distance) {
            let told = self.told(&example.json, best);
            // What may be about something else is told in detail only where most of it is known.
            if claim.binding.sure || is_likely(&example.json, &told) {
                self.findings.extend(told);
            }
        }
    }

    /// An example that is said to be sent, as the answer of an operation that takes nothing, when that is what it is:
    /// what a page calls a payload may be either.
    fn answer_after_all(
        &self,
        claim: &Claim,
        example: &Example,
        operation: &Operation<'d>,
    ) -> Option<Judged<'d>> {
        if operation.request_body().is_some() {
            return None;
        }
        let judged = self.response_of(claim, example, operation);
        let is_known = judged.against.is_some() && judged.distance < FAR;
        (is_known && is_likely(&example.json, &judged.findings)).then_some(judged)
    }

    /// What is told: what is wrong in detail, or the one thing that explains it all.
    fn told(&self, json: &Recovered, judged: Judged<'d>) -> Vec<Finding> {
        let against = judged
            .against
            .as_ref()
            .filter(|_| !judged.findings.is_empty());
        let Some(against) = against else {
            return judged.findings;
        };
        let whole = self.foreign(json, against);
        match whole.or_else(|| unknown(json, against, &judged)) {
            Some(whole) => vec![whole],
            None => judged.findings,
        }
    }

    fn response_of(
        &self,
        claim: &Claim,
        example: &Example,
        operation: &Operation<'d>,
    ) -> Judged<'d> {
        let stated = claim.binding.status.as_ref();
        let code = stated.and_then(|status| status.text.parse::<u16>().ok());
        if let (Some(status), Some(code)) = (stated, code) {
            let Some(response) = operation.response(code) else {
                let message = format!("`{}` does not answer with {code}", title(operation));
                let finding = Finding::new(Rule::StatusUnknown, status.span, message)
                    .operation(label(operation))
                    .place(operation.node().span, operation.address());
                return Judged::whole(finding);
            };
            return self.answer(example, operation, &[response]);
        }
        let (successes, others): (Vec<_>, Vec<_>) = operation
            .responses()
            .into_iter()
            .partition(|response| response.status().starts_with('2'));
        if successes.is_empty() {
            return self.answer(example, operation, &others);
        }
        let found = self.answer(example, operation, &successes);
        if example.errors && !others.is_empty() && !found.findings.is_empty() {
            return self.answer(example, operation, &others);
        }
        found
    }

    /// The findings of an example as the one of these responses that it fits best.
    fn answer(
        &self,
        example: &Example,
        operation: &Operation<'d>,
        responses: &[Response<'d>],
    ) -> Judged<'d> {
        let mut best: Option<Judged<'d>> = None;
        let mut described = false;
        for response in responses {
            let Some(json) = response.json() else {
                described |= response.content().is_empty();
                continue;
            };
            let Some(schema) = json.schema() else {
                return Judged::unjudged();
            };
            let against = Against {
                operation: *operation,
                direction: Direction::Response,
                schema,
                status: Some(response.status()),
            };
            let found = self.payload(&example.json, against);
            if best
                .as_ref()
                .is_none_or(|best| found.distance < best.distance)
            {
                best = Some(found);
            }
        }
        match (best, responses.first()) {
            (Some(best), _) => best,
            (None, Some(response)) => {
                let (status, name) = (response.status(), title(operation));
                let what = if described { "no body" } else { "no JSON" };
                let message = format!("`{name}` answers {status} with {what}, but this is JSON");
                let finding = Finding::new(Rule::PayloadShape, start(&example.json), message)
                    .operation(label(operation))
                    .place(response.node().span, response.address())
                    .help("remove the example, or say which status it is for");
                Judged::whole(finding)
            }
            (None, None) => Judged::unjudged(),
        }
    }

    /// The findings of a JSON request body.
    pub(super) fn body(&self, json: &Recovered, operation: &Operation<'d>) -> Vec<Finding> {
        let judged = self.request(json, operation);
        self.told(json, judged)
    }

    fn request(&self, json: &Recovered, operation: &Operation<'d>) -> Judged<'d> {
        if json.node.is_none() {
            return Judged::unjudged();
        }
        let body = operation.request_body();
        let schema = body.as_ref().and_then(|body| body.json()?.schema());
        if let Some(schema) = schema {
            let against = Against {
                operation: *operation,
                direction: Direction::Request,
                schema,
                status: None,
            };
            return self.payload(json, against);
        }
        if body.as_ref().is_some_and(|body| body.json().is_some()) {
            return Judged::unjudged();
        }
        let name = title(operation);
        let (span, address, message) = if let Some(body) = &body {
            let message = format!("`{name}` takes no JSON, but this is JSON");
            (body.node().span, body.address().to_owned(), message)
        } else {
            let message = format!("`{name}` takes no body");
            (operation.node().span, operation.address(), message)
        };
        let finding = Finding::new(Rule::PayloadShape, start(json), message);
        Judged::whole(finding.operation(label(operation)).place(span, address))
    }

    /// Judges a value by a schema.
    fn payload(&self, json: &Recovered, against: Against<'d>) -> Judged<'d> {
        let options = Options::default().direction(against.direction);
        let options = options.closed(true).intent(true);
        let (operation, address) = (&against.operation, &against.schema.1);
        let said = Said::of(json);
        let mut findings: Vec<(Finding, usize)> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut is_other_kind = false;
        let mut is_meant = false;
        for node in json.node.iter().chain(&json.others) {
            let violations = self.judge.validator.validate(address, node, &options);
            let causes = Causes::of(&violations);
            let mut absent = None;
            for violation in &violations {
                is_other_kind |=
                    violation.rule == Kind::Type && violation.instance.tokens().is_empty();
                let violation = only_cause(violation);
                if said.excuses(violation) || causes.explain(violation) {
                    continue;
                }
                let rule = rule_of(violation.rule);
                let tokens = violation.instance.tokens().iter();
                let collapsed: Vec<&str> = tokens.map(|token| collapse(token)).collect();
                // Values that are wrong in different ways at one place are different findings.
                let key = format!("{rule} {} {}", violation.rule, collapsed.join("/"));
                match known.entry(key) {
                    Entry::Occupied(at) => {
                        findings[*at.get()].1 += 1;
                        continue;
                    }
                    Entry::Vacant(free) => free.insert(findings.len()),
                };
                is_meant |= violation.suggestion.is_some();
                let mut finding = finding(&said, violation, rule, operation);
                if violation.rule == Kind::UnknownProperty && violation.suggestion.is_none() {
                    let absent = absent.get_or_insert_with(|| self.absent(address, node));
                    finding.help = Some(instead(absent, violation));
                }
                findings.push((finding, 0));
            }
        }
        let told = findings.into_iter().map(|(mut finding, more)| {
            if more > 0 {
                let places = if more == 1 { "place" } else { "places" };
                let help = format!("the same at {more} more {places} of this example");
                finding.help = Some(match finding.help {
                    Some(known) => format!("{known}; {help}"),
                    None => help,
                });
            }
            finding
        });
        let findings: Vec<Finding> = told.collect();
        let distance = if is_other_kind { FAR } else { findings.len() };
        Judged {
            findings,
            distance,
            is_meant,
            against: Some(against),
        }
    }

    /// The names that each object of a value could have and has not.
    fn absent(&self, address: &str, node: &Node) -> BTreeMap<Vec<String>, Vec<String>> {
        let mut found: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
        for absent in self.judge.validator.absent(address, node) {
            if let Some((name, object)) = absent.pointer.tokens().split_last() {
                found.entry(object.to_vec()).or_default().push(name.clone());
            }
        }
        found
    }
}

/// How many names the object of an example has, or the first one of a list, and how many of them nothing declares.
fn names(json: &Recovered, findings: &[Finding]) -> (usize, usize) {
    let Some(node) = &json.node else {
        return (0, 0);
    };
    let first = node.items().first().unwrap_or(node);
    let at: BTreeSet<usize> = first
        .members()
        .iter()
        .map(|member| member.key_span.start)
        .collect();
    let unknown = findings.iter().filter(|finding| {
        finding.rule == Rule::PayloadPropertyUnknown && at.contains(&finding.span.start)
    });
    (at.len(), unknown.count())
}

/// Whether findings on an example are worth telling though it may be about something else.
fn is_likely(json: &Recovered, findings: &[Finding]) -> bool {
    let (all, unknown) = names(json, findings);
    let is_other = findings
        .iter()
        .any(|finding| finding.rule == Rule::PayloadShape);
    !is_other && unknown * 2 <= all
}

/// The one finding that an example has nothing in common with what it should be.
fn unknown(json: &Recovered, against: &Against<'_>, judged: &Judged<'_>) -> Option<Finding> {
    let (all, unknown) = names(json, &judged.findings);
    if all == 0 || unknown < all || judged.findings.len() < 2 || judged.is_meant {
        return None;
    }
    let operation = &against.operation;
    let what = match against.direction {
        Direction::Request => "takes",
        Direction::Response => "answers",
    };
    let message = format!(
        "this has nothing in common with what `{}` {what}",
        title(operation)
    );
    let finding = Finding::new(Rule::PayloadShape, start(json), message)
        .operation(label(operation))
        .pointer(String::new())
        .place(operation.node().span, operation.address());
    Some(finding.help(
        "move it, or say with `<!-- doccheck: operation=... status=... -->` before it what it is",
    ))
}

/// What to do about a property that nothing declares: the names that could stand there, when they are few.
fn instead(absent: &BTreeMap<Vec<String>, Vec<String>>, violation: &Violation) -> String {
    let object = violation
        .instance
        .tokens()
        .split_last()
        .map(|(_, object)| object);
    let names = object
        .and_then(|object| absent.get(object))
        .map_or(&[][..], Vec::as_slice);
    let known = match names.len() {
        1..=MOST_NAMES => format!(", which also has {} here", list(names)),
        _ => String::new(),
    };
    format!("remove it, or describe it in the document{known}")
}

fn finding(
    said: &Said<'_>,
    violation: &Violation,
    rule: Rule,
    operation: &Operation<'_>,
) -> Finding {
    let mut span = violation.instance_span;
    if rule == Rule::PayloadPropertyMissing {
        // The object itself is many lines; its opening bracket is where the eye should go.
        span.end = span.end.min(span.start + 1);
    }
    let mut finding = Finding::new(rule, span, violation.message.clone())
        .operation(label(operation))
        .pointer(violation.instance.to_string())
        .place(violation.schema_span, violation.schema.clone());
    if violation.rule == Kind::Limit {
        finding = finding
            .level(Level::Note)
            .help("nothing more is held against this example");
    } else if said.leaves_out(violation) {
        finding = finding
            .level(Level::Note)
            .help("the example says that something is left out");
    } else if let Some(meant) = &violation.suggestion {
        finding = finding.help(format!("write `{meant}`"));
    } else {
        finding.help = match rule {
            Rule::PayloadPropertyMissing => {
                Some("add it, or mark with `...` that the example is not complete".to_owned())
            }
            _ => None,
        };
    }
    finding
}

fn rule_of(kind: Kind) -> Rule {
    match kind {
        Kind::Type => Rule::PayloadType,
        Kind::Format => Rule::PayloadFormat,
        Kind::OpenValue => Rule::PayloadOpenValue,
        Kind::Required | Kind::DependentRequired => Rule::PayloadPropertyMissing,
        Kind::UnknownProperty | Kind::PropertyName | Kind::ReadOnly | Kind::WriteOnly => {
            Rule::PayloadPropertyUnknown
        }
        _ => Rule::PayloadValue,
    }
}

/// The first byte of a value.
fn start(json: &Recovered) -> Span {
    let span = json
        .node
        .as_ref()
        .map_or_else(Span::default, |node| node.span);
    Span::new(span.file, span.start, span.end.min(span.start + 1))
}
