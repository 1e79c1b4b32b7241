//! What a document must keep to so that every generator makes a right client of it, checked on the `sdk` view.
//!
//! A generator that accepts a document proves nothing: each rule names a construct with which some generator fails to
//! build, or builds a client that sends or reads something wrong. The names of operations are not judged (each
//! language has its own case), nor what is `required`, which is what servers send.

use std::fmt;

use openapi_document::Document;
use openapi_document::source::{Location, Span};

mod operations;
mod schemas;
mod sites;
#[cfg(test)]
mod tests;

/// A place of the document that breaks a rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Finding {
    /// The place in the document that the view was made from.
    pub(super) at: Location,
    /// The rule, `R1` to `R15`.
    pub(super) rule: &'static str,
    /// What is wrong, for whom, and what to do.
    pub(super) message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = RULES.iter().find(|(id, _)| *id == self.rule);
        let says = rule.map_or("", |(_, says)| says);
        write!(f, "{}: {}, {says}: {}", self.at, self.rule, self.message)
    }
}

/// Every rule in one line, in their order.
const RULES: [(&str, &str); 15] = [
    ("R1", "a parameter in a path is one plain type"),
    (
        "R2",
        "a list in a query is repeated under a name with brackets",
    ),
    ("R3", "a parameter in a query has no default and no limit"),
    (
        "R4",
        "value sets, objects and parameters are components with names that no runtime has",
    ),
    ("R5", "a value set in a response is open"),
    ("R6", "null stands on a type of its own"),
    ("R7", "nothing is one of several types"),
    ("R8", "each operation has one error response, `4XX`"),
    (
        "R9",
        "one success with one media type; a request body is never left out",
    ),
    (
        "R10",
        "numbers have a format, texts none that a value could fail",
    ),
    ("R11", "response headers are texts"),
    (
        "R12",
        "bearer comes first, and no credential goes into an address",
    ),
    (
        "R13",
        "objects are open and composed of one reference at most",
    ),
    (
        "R14",
        "an operation has one tag and one id, the server is real, an answer has an example",
    ),
    ("R15", "a path inside a path is a plain text"),
];

/// What the checks write their findings into.
struct Report<'a> {
    view: &'a Document,
    findings: Vec<Finding>,
}

impl Report<'_> {
    fn add(&mut self, rule: &'static str, span: Span, message: impl Into<String>) {
        let finding = Finding {
            at: self.view.locate(span),
            rule,
            message: message.into(),
        };
        // A component is met once for each side that uses it.
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// Every breach, in the order of the document.
pub(super) fn check(view: &Document) -> Vec<Finding> {
    let mut report = Report {
        view,
        findings: Vec::new(),
    };
    operations::check(&mut report);
    schemas::check(&mut report);
    report
        .findings
        .sort_by(|a, b| (&a.at, a.rule).cmp(&(&b.at, b.rule)));
    report.findings
}
