//! Preflight against progenitor: each rule names a document on which it speaks up, and on which progenitor alone still
//! fails, refuses or generates the wrong thing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use openapi_document::Document;
use xtask_codegen::preflight::{self, RULES, Verdict};
use xtask_codegen::{Error, generator};

/// The proof of a trap, by the stem of its document.
struct Proof {
    document: &'static str,
    rule: &'static str,
    /// What the panic or the error says, or what the generated code holds.
    says: &'static str,
    /// What the generated code would hold if progenitor got it right.
    lacks: &'static str,
}

/// A proof for a document that has the name of its rule.
const fn proof(rule: &'static str, says: &'static str, lacks: &'static str) -> Proof {
    Proof {
        document: rule,
        rule,
        says,
        lacks,
    }
}

/// The text that no output can hold, for proofs where what is said is enough.
const NOTHING: &str = "\0";

const PROOFS: &[Proof] = &[
    proof("openapi-version", "invalid version: 3.1.0", NOTHING),
    proof(
        "path-item-reference",
        "uses reference, unsupported",
        NOTHING,
    ),
    proof("missing-operation-id", "missing operation ID", NOTHING),
    proof("duplicate-operation-id", "duplicate operation ID", NOTHING),
    proof("info-version", "\"1.0.0-β\"", NOTHING),
    proof("ignored-security", "fn list_jobs", "PRIVATE-TOKEN"),
    proof(
        "cookie-parameter",
        "cookie parameters are not supported",
        NOTHING,
    ),
    proof(
        "query-style",
        "unsupported style of query parameter",
        NOTHING,
    ),
    proof("path-style", "unsupported style of path parameter", NOTHING),
    proof(
        "optional-path-parameter",
        "parameter_data.required",
        NOTHING,
    ),
    proof(
        "explode-false",
        "QueryParam::new(\"scope\", &scope)",
        "join",
    ),
    proof("parameter-default", "per_page: Option<i32>", "20)"),
    proof("parameter-limit", "NonZero", "100"),
    proof(
        "parameter-deprecated",
        "page: Option<&'a str>",
        "deprecated",
    ),
    proof(
        "optional-body",
        "body: &'a types::PlayJobBody",
        "Option<&'a types::PlayJobBody>",
    ),
    proof(
        "request-media-types",
        "more media types than expected",
        NOTHING,
    ),
    proof(
        "request-media-type",
        "unexpected content type: multipart/form-data",
        NOTHING,
    ),
    Proof {
        document: "request-media-type-merge-patch",
        rule: "request-media-type",
        says: "unexpected content type: application/merge-patch+json",
        lacks: NOTHING,
    },
    proof(
        "media-type-encoding",
        "media type encoding not empty",
        NOTHING,
    ),
    proof(
        "media-type-without-schema",
        "media type encoding, no schema",
        NOTHING,
    ),
    proof("default-response", "response_types.len() <= 1", NOTHING),
    proof("success-kinds", "response_types.len() <= 1", NOTHING),
    proof("error-types", "response_types.len() <= 1", NOTHING),
    proof("error-bodies", "response_types.len() <= 1", NOTHING),
    proof("no-success-response", "ResponseValue<ByteStream>", NOTHING),
    proof(
        "redirect-response",
        "_ => Err(Error::UnexpectedResponse(response))",
        "302u16",
    ),
    proof("json-suffix-response", "ResponseValue<ByteStream>", NOTHING),
    proof(
        "exclusive-without-limit",
        "exclusive_minimum set without minimum",
        NOTHING,
    ),
    proof("any-of", "flatten", "Other"),
    proof("one-of", "for ListJobsId", "From<&str> for ListJobsId"),
    proof("closed-response-enum", "TryFrom<&str> for Job", "Other"),
    proof(
        "anonymous-open-set",
        "pub status: ::std::option::Option<::std::string::String>",
        "Running",
    ),
    proof(
        "required-nullable",
        "pub coverage: ::std::option::Option<f64>",
        "serde(default",
    ),
    proof(
        "nullable-component",
        "pub struct Runner(pub ::std::option::Option<",
        NOTHING,
    ),
    proof("closed-object", "deny_unknown_fields", NOTHING),
    proof(
        "dropped-members",
        "pub id: ::std::option::Option<i64>",
        "extra",
    ),
    proof("schema-default", "default_u64::<i64, 7>", NOTHING),
    proof("string-limit", "regress", NOTHING),
    proof("float-format", "f32", NOTHING),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/preflight")
}

fn open(stem: &str) -> Document {
    let path = folder().join(format!("{stem}.yaml"));
    Document::open(&path).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn each_rule_speaks_up_on_its_document_with_place_operation_and_remedy() {
    let whole_document = [
        "openapi-version",
        "path-item-reference",
        "info-version",
        "ignored-security",
    ];
    let mut wrong = Vec::new();
    for proof in PROOFS {
        let findings = preflight::check(&open(proof.document));
        let names: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.name).collect();
        if names != BTreeSet::from([proof.rule]) {
            wrong.push(format!("{}: {names:?}", proof.document));
        }
        for finding in findings {
            let text = finding.to_string();
            let placed = finding.at.position.line > 1 && text.contains(finding.rule.remedy);
            let touches = !finding.operations.is_empty() || whole_document.contains(&proof.rule);
            if !(placed && touches) {
                wrong.push(text);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn progenitor_alone_still_fails_on_each_document() {
    let mut wrong = Vec::new();
    for proof in PROOFS {
        let rule = RULES.iter().find(|rule| rule.name == proof.rule).unwrap();
        let (verdict, text) = match generator::run(&open(proof.document)) {
            Err(Error::Panicked { message, .. }) => (Verdict::Panics, message),
            Err(Error::Refused { message, .. }) => (Verdict::Refuses, message),
            Err(error) => panic!("{}: {error}", proof.document),
            Ok(tokens) => {
                let file = syn::parse2(tokens).unwrap();
                (Verdict::Misleads, prettyplease::unparse(&file))
            }
        };
        if verdict != rule.verdict {
            wrong.push(format!("{}: {verdict:?}", proof.document));
        }
        if !text.contains(proof.says) {
            let part: String = text.lines().filter(|line| line.contains("pub ")).collect();
            wrong.push(format!(
                "{} does not say `{}`: {part}",
                proof.document, proof.says
            ));
        }
        if text.contains(proof.lacks) {
            wrong.push(format!("{} says `{}`", proof.document, proof.lacks));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_proof_and_every_document_a_rule() {
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    let proven: BTreeSet<&str> = PROOFS.iter().map(|proof| proof.rule).collect();
    assert_eq!(rules, proven);
    let documents: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .display()
                .to_string()
        })
        .collect();
    let used: BTreeSet<String> = PROOFS
        .iter()
        .map(|proof| proof.document.to_owned())
        .collect();
    assert_eq!(documents, used);
}

#[test]
fn an_unknown_panic_is_caught_and_the_operation_named() {
    // One trap among sound operations, with preflight left out of the way.
    let text = "
openapi: 3.0.3
info: { title: Several, version: 1.0.0 }
paths:
  /a: { get: { operationId: sound, responses: { '200': { description: Done. } } } }
  /b:
    get:
      operationId: guilty
      responses:
        '200': { description: Done. }
        '400': { description: A text., content: { application/json: { schema: { type: string } } } }
        '404': { description: A number., content: { application/json: { schema: { type: number } } } }
";
    let document = Document::parse("several.yaml", text).unwrap();
    match generator::run(&document) {
        Err(Error::Panicked {
            message,
            operations,
        }) => {
            assert_eq!(operations, ["guilty"]);
            assert!(message.contains("response_types.len() <= 1"), "{message}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_panic_over_the_components_names_no_operation() {
    let text = "
openapi: 3.0.3
info: { title: Components, version: 1.0.0 }
paths:
  /a: { get: { operationId: sound, responses: { '200': { description: Done. } } } }
components:
  schemas:
    Odd: { exclusiveMaximum: true }
";
    let document = Document::parse("components.yaml", text).unwrap();
    match generator::run(&document) {
        Err(Error::Panicked { operations, .. }) => assert!(operations.is_empty()),
        other => panic!("{other:?}"),
    }
}
