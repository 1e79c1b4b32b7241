//! The one verdict: a payload judged, closed-world, by the contract of its own version.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::document::Document;
use openapi_document::history::{self, as_of};
use openapi_document::json;
use openapi_document::node::{Node, Value};
use openapi_document::operation::MediaType;
use openapi_document::pointer::Pointer;
use openapi_document::source::{FileId, Location, Source, Span};
use openapi_document::validate::{Direction, Options, Rule, Validator, Violation};

use crate::errata::Errata;
use crate::input::Error;
use crate::payload::{Payload, Slot};
use crate::versions::Version;

/// The extension that carries history in our document.
pub const HISTORY: &str = "x-gitlab-history";

/// The document and its projections to every version that a payload may be judged at.
#[derive(Debug)]
pub struct Contracts {
    document: Document,
    versions: Vec<Version>,
    projections: BTreeMap<String, Document>,
    /// Every version named by the history, oldest first.
    eras: Vec<String>,
}

impl Contracts {
    /// Projects the document to the label and both ends of each registered version.
    ///
    /// # Errors
    ///
    /// When the document's history cannot be applied.
    pub fn new(document: Document, versions: Vec<Version>) -> Result<Self, Error> {
        let mut projections = BTreeMap::new();
        for version in versions
            .iter()
            .flat_map(|version| [&version.label, &version.from, &version.to])
        {
            if !projections.contains_key(version) {
                projections.insert(version.clone(), at_version(&document, version)?);
            }
        }
        let eras = eras(&document);
        Ok(Self {
            document,
            versions,
            projections,
            eras,
        })
    }

    /// The whole document, with everything that ever was.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The registered versions, oldest first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The contract of a registered version's label or of an end of its range.
    pub fn projection(&self, version: &str) -> Option<&Document> {
        self.projections.get(version)
    }
}

/// The document as the contract of one version, written like `14.8`.
///
/// # Errors
///
/// When that is not a version, or the document's history cannot be applied.
pub fn at_version(document: &Document, version: &str) -> Result<Document, Error> {
    let version = version
        .parse()
        .map_err(|error| Error::new(format!("{version}: {error}")))?;
    Ok(as_of(document, &version, HISTORY)?)
}

/// Every version the history names, oldest first.
fn eras(document: &Document) -> Vec<String> {
    fn collect(node: &Node, found: &mut BTreeSet<history::Version>) {
        for entry in node.get(HISTORY).map(Node::items).unwrap_or_default() {
            let version = entry.get("version").and_then(Node::as_str);
            found.extend(version.and_then(|version| version.parse::<history::Version>().ok()));
        }
        match &node.value {
            Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            Value::Object(members) => members
                .iter()
                .for_each(|member| collect(&member.node, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    collect(document.root(), &mut found);
    found
        .into_iter()
        .map(|version| version.to_string())
        .collect()
}

/// One disagreement between a payload and the document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: String,
    /// The place in the payload's value.
    pub pointer: Pointer,
    /// The place in the payload's file.
    pub at: Location,
    /// The place in the document that says otherwise; none for broken JSON.
    pub expected_at: Option<Location>,
    /// What was found and what was expected.
    pub message: String,
    /// The value found there, where there is one.
    pub found: Option<serde_json::Value>,
    /// The version that knows what this one does not, as `introduced in` or `removed in` would say.
    pub untimely: Option<Untimely>,
    /// The erratum that explains it.
    pub erratum: Option<String>,
}

/// Something that exists, but not in the version the payload was recorded for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Untimely {
    /// The document has it from this later version on.
    TooEarly(String),
    /// The document had it up to this earlier version.
    TooLate(String),
}

/// Everything that is to be said of one payload.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The version it was judged at.
    pub version: String,
    /// The address of the schema it was held against.
    pub schema: String,
    /// The value, when the text is JSON.
    pub value: Option<serde_json::Value>,
    /// The disagreements, in the order of the text.
    pub findings: Vec<Finding>,
    /// Documented properties that the payload does not have.
    pub absent: Vec<Pointer>,
    /// What would be different at the other ends of the version's range: `at 15.9: ...`.
    pub other_ends: Vec<String>,
}

impl Verdict {
    /// Whether the text is JSON.
    pub fn parses(&self) -> bool {
        self.value.is_some()
    }

    /// Whether the payload agrees with the document, errata aside.
    pub fn valid(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether it disagrees, and an erratum explains every disagreement.
    pub fn explained(&self) -> bool {
        !self.valid()
            && self
                .findings
                .iter()
                .all(|finding| finding.erratum.is_some())
    }

    /// The errata that were used, sorted.
    pub fn errata(&self) -> BTreeSet<&str> {
        self.findings
            .iter()
            .filter_map(|finding| finding.erratum.as_deref())
            .collect()
    }
}

/// Judges payloads by the contracts; compiled schemas are kept between calls.
pub struct Judge<'c> {
    contracts: &'c Contracts,
    errata: Errata,
    validators: BTreeMap<&'c str, Validator<'c>>,
    whole: Validator<'c>,
}

impl<'c> Judge<'c> {
    /// A judge that knows the errata.
    pub fn new(contracts: &'c Contracts, errata: Errata) -> Self {
        let validators = contracts
            .projections
            .iter()
            .map(|(version, document)| (version.as_str(), Validator::new(document)))
            .collect();
        Self {
            contracts,
            errata,
            validators,
            whole: Validator::new(&contracts.document),
        }
    }

    /// The errata it was given.
    pub fn errata(&self) -> &Errata {
        &self.errata
    }

    /// Judges one payload.
    ///
    /// # Errors
    ///
    /// When its version is not registered, or the version's contract has no such operation or body: the
    /// payload, the register or the document is misplaced, and no verdict can be given.
    pub fn verdict(&self, payload: &Payload) -> Result<Verdict, Error> {
        let mut versions = self.contracts.versions.iter();
        let version = versions
            .find(|version| version.label == payload.version)
            .ok_or_else(|| {
                Error::new(format!(
                    "{}: the version {} is not registered in openapi/versions.yaml",
                    payload.file, payload.version
                ))
            })?;
        let schema = self.schema(payload, &version.label)?;
        let source = Source::new(payload.file.as_str(), payload.text.as_str());
        let parsed = match json::parse(&payload.text, FileId(0)) {
            Ok(parsed) => parsed,
            Err(error) => {
                let mut finding = broken(
                    "json-syntax",
                    error.pointer,
                    error.span,
                    error.message,
                    &source,
                );
                self.explain(payload, &mut finding);
                return Ok(Verdict {
                    version: version.label.clone(),
                    schema,
                    value: None,
                    findings: vec![finding],
                    absent: Vec::new(),
                    other_ends: Vec::new(),
                });
            }
        };
        let violations = self.violations(payload, &version.label, &schema, &parsed.node);
        let mut findings: Vec<_> = violations
            .iter()
            .map(|violation| {
                self.finding(violation, payload, &version.label, &parsed.node, &source)
            })
            .collect();
        findings.extend(parsed.duplicates.into_iter().map(|duplicate| {
            let first = source.position(duplicate.first.start);
            let message = format!("the key stands here a second time: the first is at {first}");
            broken(
                "json-duplicate-key",
                duplicate.pointer,
                duplicate.span,
                message,
                &source,
            )
        }));
        findings.sort_by(|a, b| (&a.at, &a.rule, &a.pointer).cmp(&(&b.at, &b.rule, &b.pointer)));
        for finding in &mut findings {
            self.explain(payload, finding);
        }
        let absent = self.validators[version.label.as_str()].absent(&schema, &parsed.node);
        let other_ends = version
            .other_ends()
            .flat_map(|end| self.differences(payload, end, &violations, &parsed.node))
            .collect();
        Ok(Verdict {
            version: version.label.clone(),
            schema,
            value: Some(parsed.node.to_json()),
            findings,
            absent: absent.into_iter().map(|absent| absent.pointer).collect(),
            other_ends,
        })
    }

    /// The address of the schema for a payload in one version's contract.
    fn schema(&self, payload: &Payload, version: &str) -> Result<String, Error> {
        let contract = &self.contracts.projections[version];
        body_schema(contract, payload).ok_or_else(|| {
            Error::new(format!(
                "{}: the contract of {version} has no JSON body {} for an operation `{}`",
                payload.file, payload.slot, payload.operation
            ))
        })
    }

    fn violations(
        &self,
        payload: &Payload,
        version: &str,
        schema: &str,
        value: &Node,
    ) -> Vec<Violation> {
        let direction = match payload.slot {
            Slot::Request => Direction::Request,
            Slot::Response(_) => Direction::Response,
        };
        let options = Options::default().direction(direction).closed(true);
        self.validators[version].validate(schema, value, &options)
    }

    fn finding(
        &self,
        violation: &Violation,
        payload: &Payload,
        version: &str,
        value: &Node,
        source: &Source,
    ) -> Finding {
        let contract = &self.contracts.projections[version];
        Finding {
            rule: violation.rule.as_str().to_owned(),
            pointer: violation.instance.clone(),
            at: source.location(violation.instance_span.start),
            expected_at: Some(contract.locate(violation.schema_span)),
            message: violation.message.clone(),
            found: value.at(&violation.instance).map(Node::to_json),
            untimely: self.untimely(violation, payload, version, value),
            erratum: None,
        }
    }

    fn explain(&self, payload: &Payload, finding: &mut Finding) {
        let file = payload
            .file
            .strip_prefix("openapi/payloads/")
            .unwrap_or(&payload.file);
        let erratum = self.errata.explains(
            file,
            &finding.rule,
            &finding.pointer,
            finding.found.as_ref(),
        );
        finding.erratum = erratum.map(|erratum| erratum.id.clone());
    }

    /// Whether another version's contract knows what this one does not, and which is nearest.
    fn untimely(
        &self,
        violation: &Violation,
        payload: &Payload,
        version: &str,
        value: &Node,
    ) -> Option<Untimely> {
        if !matches!(
            violation.rule,
            Rule::UnknownProperty | Rule::OpenValue | Rule::Enum
        ) {
            return None;
        }
        let knows = |contract: &Document, validator: &Validator<'_>| {
            let Some(schema) = body_schema(contract, payload) else {
                return false;
            };
            let violations = validator.validate(&schema, value, &Options::default().closed(true));
            !violations
                .iter()
                .any(|other| other.rule == violation.rule && other.instance == violation.instance)
        };
        // The whole document has everything that ever was.
        if !knows(&self.contracts.document, &self.whole) {
            return None;
        }
        let knows = |era: &&String| {
            at_version(&self.contracts.document, era)
                .is_ok_and(|contract| knows(&contract, &Validator::new(&contract)))
        };
        let label: history::Version = version.parse().ok()?;
        let is_later = |era: &&String| era.parse::<history::Version>().is_ok_and(|era| era > label);
        let (later, earlier): (Vec<_>, Vec<_>) = self.contracts.eras.iter().partition(is_later);
        if let Some(era) = later.into_iter().find(knows) {
            return Some(Untimely::TooEarly(era.clone()));
        }
        let era = earlier.into_iter().rev().find(knows)?;
        Some(Untimely::TooLate(era.clone()))
    }

    /// What the contract at another end of the range says differently.
    fn differences(
        &self,
        payload: &Payload,
        end: &str,
        at_label: &[Violation],
        value: &Node,
    ) -> Vec<String> {
        let Ok(schema) = self.schema(payload, end) else {
            return vec![format!(
                "at {end}: the operation or its body does not exist"
            )];
        };
        let at_end = self.violations(payload, end, &schema, value);
        let key = |violation: &Violation| (violation.instance.to_string(), violation.rule.as_str());
        let here: BTreeSet<_> = at_label.iter().map(key).collect();
        let there: BTreeSet<_> = at_end.iter().map(key).collect();
        let new = there
            .difference(&here)
            .map(|(pointer, rule)| format!("at {end}: also {rule} {pointer}"));
        let gone = here
            .difference(&there)
            .map(|(pointer, rule)| format!("at {end}: not {rule} {pointer}"));
        new.chain(gone).collect()
    }
}

/// What a contract says of a payload's body; none when it has no such operation or JSON body.
pub(crate) fn body<'d>(contract: &'d Document, payload: &Payload) -> Option<MediaType<'d>> {
    let operation = contract.operation(&payload.operation)?;
    match payload.slot {
        Slot::Request => operation.request_body()?.json(),
        Slot::Response(status) => operation.response(status)?.json(),
    }
}

/// The address of the schema for a payload in a contract.
fn body_schema(contract: &Document, payload: &Payload) -> Option<String> {
    Some(body(contract, payload)?.schema()?.1)
}

fn broken(rule: &str, pointer: Pointer, span: Span, message: String, source: &Source) -> Finding {
    Finding {
        rule: rule.to_owned(),
        pointer,
        at: source.location(span.start),
        expected_at: None,
        message,
        found: None,
        untimely: None,
        erratum: None,
    }
}
