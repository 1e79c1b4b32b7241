//! Histories that contradict themselves or the document: each mistake is told with its place.

use openapi_document::Error;
use openapi_document::history::as_of;

use crate::{KEY, parse, version};

/// Asserts that a schema `Job`, written as given, is refused at the oldest version, at a token in it.
#[track_caller]
fn assert_refused(job: &str, token: &str, message: &str) {
    let text = format!(
        "openapi: 3.0.3\npaths: {{}}\ncomponents: {{schemas: {{Status: {{type: string}}, Job:\n{job}\n}}}}\n"
    );
    let error = as_of(&parse(&text), &version("1.0"), KEY).expect_err("the history is a mistake");
    assert!(matches!(error, Error::Document { .. }), "{error:?}");
    let column = job.find(token).expect("the token is there") + 1;
    assert_eq!(
        error.to_string(),
        format!("api.yaml:4:{column}: {message}"),
        "{job}"
    );
}

#[test]
fn a_mistake_is_told_with_its_place() {
    for (entry, token, message) in [
        (
            "{version: '1.0', change: added}",
            "added",
            "the `change` is one of `introduced`, `deprecated`, `removed`, `changed`, `moved`",
        ),
        (
            "{version: '1.0'}",
            "{version",
            "this history entry says no `change`",
        ),
        (
            "{change: moved}",
            "{change",
            "this history entry says no `version`",
        ),
        (
            "{version: 13.10, change: moved}",
            "13.10",
            "the `version` needs quotes, because 13.10 without them is the number 13.1",
        ),
        (
            "{version: v13, change: moved}",
            "v13",
            "`v13` is not a version: write it like \"14.8\"",
        ),
        (
            "{version: '1.0', change: moved, vaule: a}",
            "vaule",
            "a history entry has no `vaule`: it has `version`, `change`, `value`, `schema`, `source`",
        ),
        (
            "{version: '1.0', change: removed, value: b}",
            "b}",
            "the value \"b\" is no member of an `enum` or `x-extensible-enum` of this very node",
        ),
        (
            "{version: '1.0', change: removed, schema: {}}",
            "{}",
            "only a `changed` entry has a `schema`: the one before it",
        ),
        (
            "{version: '1.0', change: changed, value: a, schema: {}}",
            "{}",
            "an entry has a `value` or a `schema`, not both",
        ),
        (
            "{version: '1.0', change: changed, schema: []}",
            "[]",
            "the `schema` of a history entry is an object",
        ),
        (
            "moved",
            "moved",
            "a history entry is written `{version, change, source}`",
        ),
        (
            "{version: '1.0', change: removed}, {version: '1.0.0', change: introduced}",
            "{version: '1.0.0'",
            "this says again what happened in 1.0: api.yaml:4:39 already does",
        ),
    ] {
        let job = format!("{{type: string, enum: [a], x-history: [{entry}]}}");
        assert_refused(&job, token, message);
    }
}

#[test]
fn a_history_that_is_no_list_or_stands_beside_a_reference_is_a_mistake() {
    assert_refused(
        "{x-history: {version: '1.0', change: moved}}",
        "{version",
        "`x-history` is a list of `{version, change, source}`",
    );
    assert_refused(
        "{$ref: '#/components/schemas/Status', x-history: []}",
        "[]",
        "a `$ref` stands alone: write `allOf: [{$ref: ...}]` to give it `x-history`",
    );
}

#[test]
fn a_required_property_that_was_introduced_along_the_way_is_a_mistake() {
    assert_refused(
        "{required: [id], properties: {id: {x-history: [{version: '2.0', change: introduced}]}}}",
        "id]",
        "`id` is required, but api.yaml:4:48 says that it was introduced in 2.0: take it out of `required`",
    );
}

#[test]
fn an_empty_set_is_a_mistake() {
    assert_refused(
        "{enum: [a], x-history: [{version: '2.0', change: introduced, value: a}]}",
        "[a]",
        "nothing is left of this set of values in 1.0: give the node that holds it a history of its own",
    );
    assert_refused(
        "{oneOf: [{type: string, x-history: [{version: '2.0', change: introduced}]}]}",
        "[{type",
        "nothing is left of `oneOf` in 1.0: give the node that holds it a history of its own",
    );
}

#[test]
fn a_reference_to_a_component_that_does_not_exist_yet_is_a_mistake_at_both_places() {
    let text = r#"
openapi: 3.0.3
paths:
  /job:
    get:
      responses: {'200': {description: It., content: {a/b: {schema: {$ref: '#/components/schemas/Job'}}}}}
components:
  schemas:
    Job: {type: object, x-history: [{version: "2.0", change: introduced}]}
"#;
    let error = as_of(&parse(text), &version("1.0"), KEY).expect_err("the job does not exist");
    assert_eq!(
        error.to_string(),
        "api.yaml:6:76: this refers to api.yaml:9:10, which does not exist in 1.0: give this place a history of its own"
    );
    assert!(as_of(&parse(text), &version("2.0"), KEY).is_ok());
}

#[test]
fn an_operation_cannot_lose_every_way_to_authenticate() {
    let text = |name: &str| {
        format!(
            "
openapi: 3.0.3
paths:
  /job:
    get:
      security: [{{job: []}}]
      x-history: [{{version: '2.0', change: introduced, value: {name}}}]
      responses: {{}}
components: {{securitySchemes: {{job: {{type: http, scheme: basic}}}}}}
"
        )
    };
    let refuse = |name| {
        as_of(&parse(&text(name)), &version("1.0"), KEY)
            .expect_err("it is a mistake")
            .to_string()
    };
    assert_eq!(
        refuse("job"),
        "api.yaml:6:17: nothing is left of this list of ways to authenticate in 1.0: give the node that holds it a history of its own"
    );
    assert_eq!(
        refuse("token"),
        "api.yaml:7:63: the value \"token\" is no scheme of this operation's own `security`"
    );
}

#[test]
fn only_what_has_a_schema_had_another_one() {
    let text = "
openapi: 3.0.3
paths:
  /job: {get: {x-history: [{version: '2.0', change: changed, schema: {}}], responses: {}}}
";
    let error = as_of(&parse(text), &version("1.0"), KEY).expect_err("an operation has no schema");
    assert_eq!(
        error.to_string(),
        "api.yaml:4:70: only a schema, or a parameter, header or media type that has one, was another `schema` before"
    );
}
