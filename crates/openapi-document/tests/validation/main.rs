//! Validation, seen from outside: every keyword, what is said about a value and where, and what hostile input meets.

use openapi_document::source::FileId;
use openapi_document::validate::{Options, Validator, Violation};
use openapi_document::{Document, Node, json};

mod closed;
mod intent;
mod keywords;
mod limits;
mod reports;
mod versions;
mod wire;

/// A document with the given component schemas; the one under test is `S`.
fn document(version: &str, schemas: &str) -> Document {
    let text = format!(
        "{{\"openapi\": \"{version}\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \
         \"paths\": {{}}, \"components\": {{\"schemas\": {schemas}}}}}"
    );
    Document::parse("api.json", &text).expect("the test has a well-formed document")
}

fn value(text: &str) -> Node {
    json::parse(text, FileId(9))
        .expect("the test has a well-formed value")
        .node
}

fn judge_with(document: &Document, text: &str, options: Options) -> Vec<Violation> {
    Validator::new(document).validate("#/components/schemas/S", &value(text), &options)
}

fn judge(schema: &str, text: &str) -> Vec<Violation> {
    let document = document("3.0.3", &format!("{{\"S\": {schema}}}"));
    judge_with(&document, text, Options::default())
}

/// The violations as `pointer rule`.
fn brief(violations: &[Violation]) -> Vec<String> {
    let line = |found: &Violation| format!("{} {}", found.instance, found.rule);
    violations.iter().map(line).collect()
}
