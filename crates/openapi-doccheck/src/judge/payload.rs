//! Payloads against the schema of their operation, status and direction: every root cause once.

use openapi_document::node::Node;
use openapi_document::operation::{Operation, Response};
use openapi_document::source::Span;
use openapi_document::validate::{Direction, Options, Rule as Kind, Violation};

use crate::claim::{Claim, Example};
use crate::finding::{Finding, Level, collapse};
use crate::recover::{Recovered, RepairKind};
use crate::rule::Rule;
use crate::suggest::list;

use super::{Bench, label, title};

/// A payload is taken for another operation's when so many of its properties are unknown, and at least half of them.
const FOREIGN: usize = 3;

/// How many names of properties are told instead of one that is unknown.
const MOST_NAMES: usize = 6;

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
        let mut best: Option<Vec<Finding>> = None;
        for operation in self.operations(&claim.binding) {
            for direction in directions {
                let found = match direction {
                    Direction::Request => self.body(&example.json, &operation),
                    Direction::Response => self.response_of(claim, example, &operation),
                };
                if best.as_ref().is_none_or(|best| found.len() < best.len()) {
                    best = Some(found);
                }
            }
        }
        self.findings.extend(best.unwrap_or_default());
    }

    fn response_of(
        &self,
        claim: &Claim,
        example: &Example,
        operation: &Operation<'d>,
    ) -> Vec<Finding> {
        let stated = claim.binding.status.as_ref();
        let code = stated.and_then(|status| status.text.parse::<u16>().ok());
        if let (Some(status), Some(code)) = (stated, code) {
            let Some(response) = operation.response(code) else {
                let message = format!("`{}` does not answer with {code}", title(operation));
                let finding = Finding::new(Rule::StatusUnknown, status.span, message)
                    .operation(label(operation))
                    .place(operation.node().span, operation.address());
                return vec![finding];
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
        if example.errors && !others.is_empty() && !found.is_empty() {
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
    ) -> Vec<Finding> {
        let mut best: Option<Vec<Finding>> = None;
        let mut described = false;
        for response in responses {
            let Some(json) = response.json() else {
                described |= response.content().is_empty();
                continue;
            };
            let Some((_, address)) = json.schema() else {
                return Vec::new();
            };
            let found = self.payload(&example.json, &address, Options::response(), operation);
            if best.as_ref().is_none_or(|best| found.len() < best.len()) {
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
                vec![finding]
            }
            (None, None) => Vec::new(),
        }
    }

    /// The findings of a JSON request body.
    pub(super) fn body(&self, json: &Recovered, operation: &Operation<'d>) -> Vec<Finding> {
        if json.node.is_none() {
            return Vec::new();
        }
        let body = operation.request_body();
        let schema = body.as_ref().and_then(|body| body.json()?.schema());
        if let Some((_, address)) = schema {
            return self.payload(json, &address, Options::request(), operation);
        }
        if body.as_ref().is_some_and(|body| body.json().is_some()) {
            return Vec::new();
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
        vec![finding.operation(label(operation)).place(span, address)]
    }

    /// Judges a value by the schema at an address.
    fn payload(
        &self,
        json: &Recovered,
        address: &str,
        options: Options,
        operation: &Operation<'d>,
    ) -> Vec<Finding> {
        let options = options.closed(true);
        let mut findings: Vec<(String, Finding, usize)> = Vec::new();
        for node in json.node.iter().chain(&json.others) {
            let violations = self.judge.validator.validate(address, node, &options);
            if let Some(whole) = self.wrong_shape(node, &violations, operation, options.direction) {
                return vec![whole];
            }
            for violation in &violations {
                let violation = only_cause(violation);
                if excused(json, violation) || follows(violation, &violations) {
                    continue;
                }
                let rule = rule_of(violation.rule);
                let tokens = violation.instance.tokens().iter();
                let collapsed: Vec<&str> = tokens.map(|token| collapse(token)).collect();
                // Values that are wrong in different ways at one place are different findings.
                let key = format!("{rule} {} {}", violation.rule, collapsed.join("/"));
                if let Some((_, _, more)) = findings.iter_mut().find(|(known, ..)| *known == key) {
                    *more += 1;
                    continue;
                }
                let mut finding = finding(json, violation, rule, operation);
                if violation.rule == Kind::UnknownProperty && violation.suggestion.is_none() {
                    finding.help = Some(self.instead(address, node, violation));
                }
                findings.push((key, finding, 0));
            }
        }
        let told = findings.into_iter().map(|(_, mut finding, more)| {
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
        told.collect()
    }

    /// What to do about a property that nothing declares: the names that could stand there, when they are few.
    fn instead(&self, address: &str, node: &Node, violation: &Violation) -> String {
        let object = violation.instance.parent();
        let absent = self.judge.validator.absent(address, node);
        let here = absent
            .iter()
            .filter(|absent| absent.pointer.parent() == object);
        let names: Vec<&str> = here.filter_map(|absent| absent.pointer.last()).collect();
        let known = match names.len() {
            1..=MOST_NAMES => format!(", which also has {} here", list(&names)),
            _ => String::new(),
        };
        format!("remove it, or describe it in the document{known}")
    }

    /// The one finding that explains all others: an array for an object, or another operation's payload.
    fn wrong_shape(
        &self,
        node: &Node,
        violations: &[Violation],
        operation: &Operation<'d>,
        direction: Direction,
    ) -> Option<Finding> {
        let at_root = violations.iter().find(|violation| {
            violation.instance.tokens().is_empty() && violation.rule == Kind::Type
        });
        let span = Span::new(node.span.file, node.span.start, node.span.start + 1);
        if let Some(violation) = at_root {
            let finding = Finding::new(Rule::PayloadShape, span, violation.message.clone())
                .operation(label(operation))
                .pointer(String::new())
                .place(violation.schema_span, violation.schema.clone());
            let help = match (node.is_array(), node.is_object()) {
                (true, _) => {
                    "the document describes a single value here: remove the brackets, or correct the document"
                }
                (_, true) => {
                    "the document describes a list here: put it in brackets, or correct the document"
                }
                _ => "show the whole body",
            };
            return Some(finding.help(help));
        }
        let unknown = violations
            .iter()
            .filter(|violation| violation.rule == Kind::UnknownProperty)
            .filter(|violation| violation.instance.tokens().len() <= 2)
            .count();
        let first = node.items().first().unwrap_or(node);
        if unknown < FOREIGN || unknown * 2 < first.members().len() {
            return None;
        }
        let options = Options::response().closed(true);
        let is_answer = |other: &Operation<'d>| {
            let schema = other
                .success()
                .and_then(|response| response.json()?.schema());
            schema.is_some_and(|(_, address)| {
                let found = self.judge.validator.validate(&address, node, &options);
                found.iter().all(|violation| !violation.rule.decides())
            })
        };
        let name = title(operation);
        let mut others = self.judge.operations.iter();
        let mut another = || {
            let other = others.find(|other| title(other) != name && is_answer(other));
            other.map(title)
        };
        let message = match direction {
            Direction::Request if is_answer(operation) => {
                format!("this is the answer of `{name}`, not its request")
            }
            Direction::Request => {
                format!(
                    "this is not what `{name}` takes, but what `{}` answers",
                    another()?
                )
            }
            Direction::Response => {
                format!(
                    "this is not what `{name}` answers, but what `{}` does",
                    another()?
                )
            }
        };
        let finding = Finding::new(Rule::PayloadShape, span, message)
            .operation(label(operation))
            .pointer(String::new())
            .place(operation.node().span, operation.address())
            .help("move the example, or show the payload of this operation");
        Some(finding)
    }
}

fn finding(
    json: &Recovered,
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
    if rule == Rule::PayloadPropertyMissing && is_elided(json, violation) {
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

/// For a value that fits no branch of a choice: the one thing that keeps it from the closest, when it is one thing.
fn only_cause(violation: &Violation) -> &Violation {
    let mut deciding = violation.causes.iter().filter(|cause| cause.rule.decides());
    match (violation.rule, deciding.next(), deciding.next()) {
        (Kind::AnyOf | Kind::OneOf, Some(only), None) => only_cause(only),
        _ => violation,
    }
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

/// Whether a violation follows from another one that is told already.
///
/// A property is unknown because its object fits none of several branches, or missing because its name is misspelt.
fn follows(violation: &Violation, all: &[Violation]) -> bool {
    let at = violation.instance.parent();
    match violation.rule {
        Kind::UnknownProperty => all.iter().any(|other| {
            let choice = matches!(other.rule, Kind::AnyOf | Kind::OneOf);
            choice && at.as_ref() == Some(&other.instance)
        }),
        Kind::Required => all.iter().any(|other| {
            other.rule == Kind::UnknownProperty
                && other.suggestion.as_deref() == violation.instance.last()
                && other.instance.parent() == at
        }),
        _ => false,
    }
}

/// Whether the page itself says that a value is not to be taken at its word.
fn excused(json: &Recovered, violation: &Violation) -> bool {
    let at = violation.instance.tokens();
    let placeholder = json
        .placeholders
        .iter()
        .any(|pointer| at.starts_with(pointer.tokens()));
    let counts_items = matches!(
        violation.rule,
        Kind::MinItems | Kind::MinProperties | Kind::Contains | Kind::Limit | Kind::UnknownSchema
    );
    placeholder || (counts_items && json.elided.contains(&violation.instance))
}

/// Whether an elision stands in the object that lacks a property, or the example is a bare fragment of it.
fn is_elided(json: &Recovered, violation: &Violation) -> bool {
    let Some(object) = violation.instance.parent() else {
        return false;
    };
    let fragment = json
        .repairs
        .iter()
        .any(|repair| repair.kind == RepairKind::Fragment);
    json.elided.contains(&object) || (fragment && object.tokens().is_empty())
}

/// The first byte of a value.
fn start(json: &Recovered) -> Span {
    let span = json
        .node
        .as_ref()
        .map_or_else(Span::default, |node| node.span);
    Span::new(span.file, span.start, span.end.min(span.start + 1))
}
