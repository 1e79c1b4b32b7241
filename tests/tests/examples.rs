//! The document's own examples: current, valid, complete, and decoded by the client's types.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use gitlab_jobs_tests::decode::{Decoding, round_trip};
use gitlab_jobs_tests::input::Root;
use gitlab_jobs_tests::verdict::at_version;
use openapi_document::Document;
use openapi_document::node::Node;
use openapi_document::validate::{Direction, Options, Validator};

/// Every JSON body of the document that must have an example: name, schema, example, direction.
fn bodies(document: &Document) -> Vec<(String, String, Option<Node>, Direction)> {
    let mut bodies = Vec::new();
    for operation in document.operations() {
        if let Some(body) = operation.request_body().and_then(|body| body.json()) {
            let (_, address) = body.schema().unwrap();
            let name = format!("{} request", operation.id());
            bodies.push((name, address, body.example().cloned(), Direction::Request));
        }
        if let Some(body) = operation.success().and_then(|response| response.json()) {
            let (_, address) = body.schema().unwrap();
            let name = format!("{} response", operation.id());
            bodies.push((name, address, body.example().cloned(), Direction::Response));
        }
    }
    bodies
}

fn current() -> Document {
    let document = Root::default().document().unwrap();
    let newest = document
        .root()
        .get("info")
        .and_then(|info| info.get("x-gitlab-version"));
    at_version(&document, newest.and_then(Node::as_str).unwrap()).unwrap()
}

#[test]
fn every_json_body_has_an_example_that_is_valid_today() {
    let document = current();
    let validator = Validator::new(&document);
    let mut wrong = Vec::new();
    let bodies = bodies(&document);
    assert!(bodies.len() >= 16, "the bodies were found");
    for (name, address, example, direction) in bodies {
        let Some(example) = example else {
            wrong.push(format!("{name}: no example"));
            continue;
        };
        let options = Options::default().direction(direction).closed(true);
        for violation in validator.validate(&address, &example, &options) {
            wrong.push(format!(
                "{name}: {} {}",
                violation.instance, violation.message
            ));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_example_goes_through_the_clients_types_and_comes_back_equal() {
    let document = current();
    for (name, address, example, _) in bodies(&document) {
        let decoding = round_trip(&document, &address, &example.unwrap().to_json());
        assert!(
            matches!(decoding, Some(Decoding::Equal(_))),
            "{name}: {decoding:?}"
        );
    }
}
