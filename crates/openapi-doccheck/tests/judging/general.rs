//! Pages about other APIs, in the styles of other projects: clean as they are, and every mistake put in is found.

use std::path::Path;

use openapi_doccheck::finding::{Finding, Level};
use openapi_doccheck::rule::Rule;
use openapi_document::Document;

use crate::{findings, judge, show};

fn document(name: &str) -> Document {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judging/general");
    Document::open(folder.join(name)).unwrap()
}

/// Checks a page, then every change of it: what becomes what, and the rule that the change breaks once.
fn check(document: &Document, base: &str, page: &str, changes: &[(&str, &str, Rule)]) {
    let judge = judge(document, base);
    let counting = |text: &str| -> Vec<Finding> {
        let found = findings(&judge, base, text).into_iter();
        found
            .filter(|finding| finding.level != Level::Note)
            .collect()
    };
    let clean = counting(page);
    assert!(clean.is_empty(), "{}", show(page, &clean));
    for (from, to, rule) in changes {
        assert_eq!(page.matches(from).count(), 1, "{from}");
        let text = page.replace(from, to);
        let found = counting(&text);
        let rules: Vec<Rule> = found.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, [*rule], "{from} -> {to}\n{}", show(&text, &found));
        let at = page.find(from).unwrap();
        let line = |at: usize| text[..at].matches('\n').count();
        let distance = line(found[0].span.start).abs_diff(line(at));
        assert!(distance <= 8, "{from} -> {to}: {distance} lines away");
    }
}

#[test]
fn hashicorp_style_with_a_3_1_document() {
    let changes = [
        (
            "| `GET`  | `/:mount/blends/:name`",
            "| `GET`  | `/:mount/blend/:name`",
            Rule::EndpointUnknown,
        ),
        ("\"lease\": null", "\"lease\": 4", Rule::PayloadType),
        (
            "\"kind\": \"blend\"",
            "\"kind\": \"blent\"",
            Rule::PayloadValue,
        ),
        (
            "\"note\": null",
            "\"notes\": null",
            Rule::PayloadPropertyUnknown,
        ),
        (
            "    \"name\": \"morning\",\n",
            "",
            Rule::PayloadPropertyMissing,
        ),
        ("\"strength\": 4", "\"strength\": 10", Rule::PayloadValue),
        ("(int: 3)", "(int: 5)", Rule::AttributeDefault),
        ("(bool: false)", "(string: false)", Rule::AttributeType),
        (
            "- `organic` `(bool",
            "- `organical` `(bool",
            Rule::AttributeUnknown,
        ),
        ("--request POST", "--request PUT", Rule::CurlMethod),
    ];
    check(
        &document("teas.yaml"),
        "/v1",
        include_str!("general/teas.md"),
        &changes,
    );
}

#[test]
fn braces_with_bullets_for_statuses_and_a_choice_of_payloads() {
    let changes = [
        (
            "`PATCH /shelves/{shelf_id}/cups/{cup_id}`",
            "`PUT /shelves/{shelf_id}/cups/{cup_id}`",
            Rule::EndpointUnknown,
        ),
        (
            "\"handle\": \"round\"",
            "\"handle\": \"oval\"",
            Rule::PayloadValue,
        ),
        ("\"saucer\": false", "\"saucer\": \"no\"", Rule::PayloadType),
        ("integer/string", "boolean", Rule::AttributeType),
        (
            "| body | string | yes",
            "| body | string | no",
            Rule::AttributeRequired,
        ),
        ("`blue` or", "`bleu` or", Rule::AttributeValue),
        (
            "'{\"colour\": \"red\"}'",
            "'{\"colour\": \"rouge\"}'",
            Rule::PayloadValue,
        ),
        ("colours[]=red", "colours[]=rot", Rule::CurlQueryValue),
        ("filter[clean]", "filters[clean]", Rule::CurlQueryUnknown),
        ("filter[clean]", "filter[cleen]", Rule::CurlQueryUnknown),
        ("[clean]=true", "[clean]=maybe", Rule::CurlQueryValue),
        ("/shelves/4/cups?", "/shelf/4/cups?", Rule::CurlPath),
        ("curl -g ", "curl ", Rule::CurlGlobbing),
        ("`409 Conflict`", "`509 Conflict`", Rule::StatusUnknown),
    ];
    check(
        &document("cups.yaml"),
        "",
        include_str!("general/cups.md"),
        &changes,
    );
}

#[test]
fn fences_that_name_the_endpoint_in_a_comment() {
    let changes = [
        (
            "\"title\": \"My tea\", \"status\": \"draft\"",
            "\"titel\": \"My tea\", \"title\": \"Tea\"",
            Rule::PayloadPropertyUnknown,
        ),
        (
            "\"status\": \"draft\"",
            "\"status\": \"drafted\"",
            Rule::PayloadValue,
        ),
        (
            "\"published_at\": null",
            "\"published_at\": \"today\"",
            Rule::PayloadFormat,
        ),
        (
            "\"status\": \"published\",",
            "\"status\": \"published\"",
            Rule::JsonSyntax,
        ),
        (
            "?key=22444f78447824223cefc48062&",
            "?",
            Rule::CurlCredentials,
        ),
        ("include=tags", "includes=tags", Rule::CurlQueryUnknown),
    ];
    check(
        &document("posts.yaml"),
        "/api",
        include_str!("general/posts.md"),
        &changes,
    );
}
