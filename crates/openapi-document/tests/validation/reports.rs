//! What is said about a value: the words, the places and the order.

use openapi_document::source::FileId;
use openapi_document::validate::{Options, Rule};

use super::{brief, document, judge, judge_with};

#[test]
fn violations_carry_both_places_and_come_in_the_order_of_the_value() {
    let schemas = r##"{"S": {"type": "array", "items": {"$ref": "#/components/schemas/Job"}},
        "Job": {"type": "object", "required": ["id", "commit"],
                "properties": {"id": {"type": "integer"}, "ref": {"type": "string", "maxLength": 3},
                               "commit": {"type": "object", "required": ["id"]}}}}"##;
    let document = document("3.0.3", schemas);
    let text = r#"[{"ref": "main", "id": "7", "commit": {}}, {"id": 1}]"#;
    let found = judge_with(&document, text, Options::default());
    let said = document.source(FileId(0)).text();
    let lines: Vec<_> = found
        .iter()
        .map(|found| {
            let (value, schema) = (found.instance_span, found.schema_span);
            [
                found.instance.to_string(),
                found.message.clone(),
                text[value.start..value.end].to_owned(),
                found.schema.clone(),
                said[schema.start..schema.end].to_owned(),
            ]
        })
        .collect();
    let job = "#/components/schemas/Job";
    assert_eq!(
        lines,
        [
            [
                "/0/ref",
                "expected at most 3 characters, found 4",
                "\"main\"",
                &format!("{job}/properties/ref"),
                "3",
            ],
            [
                "/0/id",
                "expected integer, found the string \"7\"",
                "\"7\"",
                &format!("{job}/properties/id"),
                "\"integer\"",
            ],
            [
                "/0/commit/id",
                "the property \"id\" is missing",
                "{}",
                &format!("{job}/properties/commit"),
                "\"id\"",
            ],
            [
                "/1/commit",
                "the property \"commit\" is missing",
                "{\"id\": 1}",
                job,
                "\"commit\"",
            ],
        ]
    );
}

#[test]
fn violations_of_one_place_come_in_the_order_of_the_rules() {
    let schema = r#"{"pattern": "x", "maxLength": 1, "format": "uuid", "enum": ["a"], "not": {}, "allOf": [{"type": "integer"}]}"#;
    let found = judge(schema, r#""bc""#);
    let rules: Vec<_> = found.iter().map(|found| found.rule.as_str()).collect();
    assert_eq!(
        rules,
        ["type", "format", "enum", "max-length", "pattern", "not"]
    );
}

#[test]
fn the_same_words_about_the_same_place_are_said_once() {
    let part = r#"{"type": "object", "required": ["a"]}"#;
    let found = judge(&format!("{{\"allOf\": [{part}, {part}]}}"), "{}");
    assert_eq!(brief(&found), ["/a required"]);
}

#[test]
fn a_choice_without_a_match_names_the_closest_branch_and_why() {
    let schema = r#"{"oneOf": [
        {"type": "string"},
        {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["b"]}}},
        {"type": "object", "required": ["kind", "size"],
         "properties": {"kind": {"enum": ["a"]}, "size": {"type": "integer"}}}
    ]}"#;
    let found = judge(schema, r#"{"kind": "a", "size": "big"}"#);
    assert_eq!(brief(&found), [" one-of"]);
    assert_eq!(
        found[0].message,
        "the value matches none of 3 schemas; the closest is `#/components/schemas/S/oneOf/2`: \
         /size: expected integer, found the string \"big\""
    );
    assert_eq!(brief(&found[0].causes), ["/size type"]);
}

#[test]
fn a_value_that_no_branch_lists_does_not_lead_away_from_the_branch_that_is_meant() {
    let job = r#"{"type": "object", "required": ["id", "status"], "properties": {
        "id": {"type": "integer"}, "status": {"enum": ["success", "failed"]}, "stage": {"type": "string"}}}"#;
    let runner = r#"{"type": "object", "required": ["id", "online", "ip"], "properties": {
        "id": {"type": "integer"}, "online": {"type": "boolean"}, "ip": {"type": "string"}}}"#;
    for choice in ["oneOf", "anyOf"] {
        for branches in [[job, runner], [runner, job]] {
            let schema = format!("{{\"{choice}\": [{}]}}", branches.join(", "));
            let found = judge(&schema, r#"{"id": 7, "status": "sucess", "stage": "test"}"#);
            assert_eq!(brief(&found[0].causes), ["/status enum"], "{schema}");
            assert_eq!(found[0].causes[0].suggestion.as_deref(), Some("success"));
        }
    }
}

#[test]
fn members_that_a_branch_does_not_declare_count_against_it() {
    let schema = r#"{"oneOf": [
        {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}},
        {"type": "object", "required": ["kind"],
         "properties": {"kind": {"type": "string"}, "name": {"type": "string"}, "ref": {"type": "string"}}}
    ]}"#;
    let found = judge(schema, r#"{"kind": 1, "name": "a", "ref": "main"}"#);
    assert_eq!(brief(&found[0].causes), ["/kind type"]);
}

#[test]
fn a_constant_that_another_branch_lists_leads_there_whatever_the_number_of_slips() {
    let schema = r#"{"oneOf": [
        {"type": "object", "properties": {"kind": {"const": "a"}, "size": {"type": "string"}}},
        {"type": "object", "required": ["x", "y"],
         "properties": {"kind": {"allOf": [{"enum": ["b"]}]}, "size": {"type": "integer"}}}
    ]}"#;
    let document = document("3.1.0", &format!("{{\"S\": {schema}}}"));
    let found = judge_with(
        &document,
        r#"{"kind": "b", "size": "big"}"#,
        Options::default(),
    );
    assert_eq!(
        brief(&found[0].causes),
        ["/x required", "/y required", "/size type"]
    );
}

#[test]
fn the_reasons_of_choices_within_choices_stay_readable() {
    let mut schema = r#"{"enum": ["a"]}"#.to_owned();
    for _ in 0..40 {
        schema = format!("{{\"oneOf\": [{schema}]}}");
    }
    let found = judge(&schema, "1");
    assert_eq!(brief(&found), [" one-of"]);
    assert!(found[0].message.chars().count() < 1000);
    let mut innermost = &found[0];
    while let Some(cause) = innermost.causes.first() {
        innermost = cause;
    }
    assert_eq!(innermost.message, "expected \"a\", found the number 1");
}

#[test]
fn a_choice_with_several_matches_names_them() {
    let schema = r#"{"oneOf": [{}, {"type": "string"}, {"type": "integer"}]}"#;
    let found = judge(schema, "1");
    assert_eq!(
        found[0].message,
        "expected a match with exactly one schema, found 2: `#/components/schemas/S/oneOf/0`, \
         `#/components/schemas/S/oneOf/2`"
    );
}

#[test]
fn an_open_value_does_not_decide_about_a_branch() {
    let schema = r#"{"anyOf": [
        {"type": "string", "x-extensible-enum": ["a"]}, {"type": "string", "x-extensible-enum": ["b"]}
    ]}"#;
    assert_eq!(brief(&judge(schema, r#""b""#)), [""; 0]);
    assert_eq!(
        brief(&judge(schema, r#""c""#)),
        [" open-value", " open-value"]
    );
    let status = judge(
        r#"{"x-extensible-enum": ["success", "failed"]}"#,
        r#""sucess""#,
    );
    assert_eq!(status[0].suggestion.as_deref(), Some("success"));
    assert!(!status[0].rule.decides());
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    let names = Rule::ALL.iter().map(|rule| rule.as_str());
    let names: std::collections::BTreeSet<_> = names.collect();
    assert_eq!(names.len(), Rule::ALL.len());
    let kebab = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    assert!(names.iter().all(|name| name.chars().all(kebab)));
}
