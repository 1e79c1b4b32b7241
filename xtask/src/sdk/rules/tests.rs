//! The `sdk` view breaks no rule, and a small document that keeps all of them breaks each when it is edited.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

use std::collections::BTreeSet;

use openapi_document::Document;

use super::{Finding, RULES, check};
use crate::sdk::write::read_view;

/// Keeps every rule.
const GOOD: &str = include_str!("good.yaml");

/// A rule, a line of the good document, and what stands there instead in a document that breaks the rule.
///
/// The finding must name the line of the edit; the last such line when there are several, and `§` marks it inside a longer edit.
const BREAKS: &[(&str, &str, &str)] = &[
    ("R1", "{type: string} # id", "{} # id"),
    ("R2", "explode: true", "explode: false"),
    ("R2", "name: 'scope[]', in: query", "name: scope, in: query"),
    (
        "R3",
        "{type: integer, format: int32} # page",
        "{type: integer, format: int32, default: 1} # page",
    ),
    (
        "R3",
        "{type: integer, format: int32} # page",
        "{type: integer, format: int32, minimum: 1} # page",
    ),
    (
        "R4",
        "properties: {key: {type: string}}",
        "properties: {key: {type: string, enum: [a, b]}}",
    ),
    ("R4", "JobInput", "PlayRequest"),
    ("R4", "JobInput", "job_input"),
    (
        "R4",
        "        - {$ref: '#/components/parameters/Page'}",
        "§        - {name: page, in: query, schema: {type: string}}",
    ),
    (
        "R5",
        "x-extensible-enum: [running, done]",
        "enum: [running, done]",
    ),
    (
        "R5",
        "enum: [failed, success]",
        "enum: [failed, success, null]",
    ),
    (
        "R5",
        "{type: string, x-extensible-enum: [running, done]}",
        "{x-extensible-enum: [running, done]}",
    ),
    (
        "R6",
        "runner: {allOf: [{$ref: '#/components/schemas/Runner'}]}",
        "runner: {nullable: true, allOf: [{$ref: '#/components/schemas/Runner'}]}",
    ),
    (
        "R7",
        "coverage: {type: number, format: double, nullable: true}",
        "coverage: {oneOf: [{type: number, format: double}, {type: string}]}",
    ),
    (
        "R7",
        "message: {description: The reason.}",
        "message: {anyOf: [{type: string}, {type: array, items: {type: string}}]}",
    ),
    (
        "R8",
        "'4XX': {$ref: '#/components/responses/Failure'} # get",
        "default: {$ref: '#/components/responses/Failure'} # get",
    ),
    (
        "R8",
        "'4XX': {$ref: '#/components/responses/Failure'} # play",
        "4XX: {$ref: '#/components/responses/Failure'}\n§        '500': {description: The server failed.}",
    ),
    (
        "R9",
        "content: {text/plain: {schema: {type: string, format: binary}}}",
        "content: {text/plain: {schema: {type: string}}}",
    ),
    (
        "R9",
        "text/plain: {schema: {type: string, format: binary}}",
        "'*/*': {schema: {type: string, format: binary}}",
    ),
    ("R9", "required: true # body", "required: false # body"),
    (
        "R9",
        "        '201': # play",
        "        '302': {description: Elsewhere.}\n        '201': # play",
    ),
    (
        "R10",
        "id: {type: integer, format: int64}",
        "id: {type: integer}",
    ),
    (
        "R10",
        "coverage: {type: number, format: double, nullable: true}",
        "coverage: {type: number, format: float, nullable: true}",
    ),
    (
        "R10",
        "url: {type: string}",
        "url: {type: string, format: uri}",
    ),
    (
        "R11",
        "X-Next-Page: {schema: {type: string}}",
        "X-Next-Page: {schema: {type: integer, format: int32}}",
    ),
    (
        "R12",
        "[{Bearer: []}, {Token: []}] # get",
        "[{Token: []}, {Bearer: []}] # get",
    ),
    (
        "R12",
        "[{Bearer: []}, {Token: []}] # get",
        "[{Bearer: [], Token: []}] # get",
    ),
    (
        "R12",
        "Token: {type: apiKey, in: header, name: TOKEN}",
        "Token: {type: apiKey, in: query, name: token}",
    ),
    (
        "R13",
        "    Runner: {type: object, nullable: true,",
        "    Runner: {type: object, nullable: true, additionalProperties: false,",
    ),
    (
        "R13",
        "runner: {allOf: [{$ref: '#/components/schemas/Runner'}]}",
        "runner: {allOf: [{$ref: '#/components/schemas/Runner'}, {$ref: '#/components/schemas/JobStatus'}]}",
    ),
    ("R14", "tags: [Jobs] # get", "tags: [Jobs, More] # get"),
    ("R14", "operationId: play_job", "operationId: get_job"),
    (
        "R14",
        "url: https://gitlab.com/api/v4",
        "url: https://example.com/api/v4",
    ),
    (
        "R14",
        "schema: {$ref: '#/components/schemas/Job'}, example: {id: 1}",
        "schema: {$ref: '#/components/schemas/Job'}",
    ),
    (
        "R15",
        "{type: string} # file",
        "{type: string, minLength: 1} # file",
    ),
    (
        "R15",
        "in: path, required: true, x-multi-segment: true",
        "in: path, required: true, x-multi-segment: true, allowReserved: true",
    ),
];

fn findings(text: &str) -> Vec<Finding> {
    check(&Document::parse("api.yaml", text).unwrap())
}

fn lines(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn the_sdk_view_breaks_no_rule() {
    let view = read_view().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(lines(&check(&view)), "");
    // Nobody found anything because there is nothing is not meant.
    assert_eq!(view.operations().len(), 20);
}

#[test]
fn the_good_document_breaks_no_rule() {
    assert_eq!(lines(&findings(GOOD)), "");
}

#[test]
fn every_rule_has_a_document_that_breaks_it_and_nothing_else_at_the_line_it_names() {
    for (rule, line, instead) in BREAKS {
        assert!(GOOD.contains(line), "`{line}` must stand there");
        let marked = GOOD.replace(line, instead);
        let place = marked.find('§').or_else(|| marked.rfind(instead)).unwrap();
        let wanted = 1 + marked[..place].matches('\n').count();
        let text = marked.replace('§', "");
        let found = findings(&text);
        let rules: BTreeSet<&str> = found.iter().map(|finding| finding.rule).collect();
        assert_eq!(
            rules,
            BTreeSet::from([*rule]),
            "{instead}:\n{}",
            lines(&found)
        );
        assert!(
            found
                .iter()
                .any(|finding| finding.at.position.line == wanted),
            "{instead}: line {wanted} is not among\n{}",
            lines(&found)
        );
        assert!(lines(&found).starts_with("api.yaml:"), "{}", lines(&found));
    }
}

#[test]
fn no_rule_is_without_a_document_that_breaks_it() {
    let broken: BTreeSet<&str> = BREAKS.iter().map(|(rule, _, _)| *rule).collect();
    let all: BTreeSet<&str> = RULES.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(broken, all);
}

#[test]
fn the_readme_lists_every_rule_as_it_is() {
    let readme = include_str!("../../../sdk/README.md");
    let listed: Vec<&str> = readme
        .lines()
        .filter(|line| line.starts_with("| R") && line.as_bytes()[3].is_ascii_digit())
        .collect();
    let rules: Vec<String> = RULES
        .iter()
        .map(|(id, says)| format!("| {id} | {says} |"))
        .collect();
    assert_eq!(listed, rules);
}
