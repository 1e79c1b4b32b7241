//! Pages about other APIs, in the styles of other projects: clean as they are, and every mistake put in is found.

use std::path::Path;

use openapi_doccheck::finding::{Finding, Level};
use openapi_doccheck::rule::Rule;
use openapi_document::Document;

use crate::{findings_below, judge_below, show};

fn document(name: &str) -> Document {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judging/general");
    Document::open(folder.join(name)).unwrap()
}

/// What becomes what, the rule that it breaks once, and what the finding then covers: a part of what came, or what
/// the marks `«` and `»` enclose in a text that is there once.
type Change<'c> = (&'c str, &'c str, Rule, &'c str);

/// Checks a page, then every change of it.
fn check(document: &Document, bases: &[&str], page: &str, changes: &[Change<'_>]) {
    let judge = judge_below(document, bases);
    let counting = |text: &str| -> Vec<Finding> {
        let found = findings_below(&judge, bases, text).into_iter();
        found
            .filter(|finding| finding.level != Level::Note)
            .collect()
    };
    let clean = counting(page);
    assert!(clean.is_empty(), "{}", show(page, &clean));
    for (from, to, rule, covered) in changes {
        assert_eq!(page.matches(from).count(), 1, "{from}");
        let text = page.replace(from, to);
        let found = counting(&text);
        let rules: Vec<Rule> = found.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, [*rule], "{from} -> {to}\n{}", show(&text, &found));
        let (start, inside, around) = match covered.split_once(['«', '»']) {
            None => (page.find(from).unwrap(), *covered, (*to).to_owned()),
            Some((before, rest)) => {
                let (inside, after) = rest.split_once('»').unwrap();
                let around = format!("{before}{inside}{after}");
                assert_eq!(text.matches(&around).count(), 1, "{around}");
                (
                    text.find(&around).unwrap() + before.len(),
                    inside,
                    inside.to_owned(),
                )
            }
        };
        let at = start + around.find(inside).unwrap();
        let span = found[0].span;
        assert_eq!(
            (span.start, span.end),
            (at, at + inside.len()),
            "{from} -> {to}"
        );
    }
}

#[test]
fn hashicorp_style_with_a_3_1_document() {
    let changes = [
        (
            "| `GET`  | `/:mount/blends/:name`",
            "| `GET`  | `/:mount/blend/:name`",
            Rule::EndpointUnknown,
            "`GET`  | `/:mount/blend/:name`",
        ),
        ("\"lease\": null", "\"lease\": 4", Rule::PayloadType, "4"),
        (
            "\"kind\": \"blend\"",
            "\"kind\": \"blent\"",
            Rule::PayloadValue,
            "\"blent\"",
        ),
        (
            "\"note\": null",
            "\"notes\": null",
            Rule::PayloadPropertyUnknown,
            "\"notes\"",
        ),
        (
            "    \"name\": \"morning\",\n",
            "",
            Rule::PayloadPropertyMissing,
            "\"data\": «{»",
        ),
        (
            "\"strength\": 4",
            "\"strength\": 10",
            Rule::PayloadValue,
            "10",
        ),
        ("(int: 3)", "(int: 5)", Rule::AttributeDefault, "5"),
        (
            "(bool: false)",
            "(string: false)",
            Rule::AttributeType,
            "string",
        ),
        (
            "- `organic` `(bool",
            "- `organical` `(bool",
            Rule::AttributeUnknown,
            "organical",
        ),
        ("--request POST", "--request PUT", Rule::CurlMethod, "PUT"),
    ];
    check(
        &document("teas.yaml"),
        &["/v1"],
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
            "PUT /shelves/{shelf_id}/cups/{cup_id}",
        ),
        (
            "\"handle\": \"round\"",
            "\"handle\": \"oval\"",
            Rule::PayloadValue,
            "\"oval\"",
        ),
        (
            "\"saucer\": false",
            "\"saucer\": \"no\"",
            Rule::PayloadType,
            "\"no\"",
        ),
        ("integer/string", "boolean", Rule::AttributeType, "boolean"),
        (
            "| body | string | yes",
            "| body | string | no",
            Rule::AttributeRequired,
            "no",
        ),
        ("`blue` or", "`bleu` or", Rule::AttributeValue, "bleu"),
        (
            "'{\"colour\": \"red\"}'",
            "'{\"colour\": \"rouge\"}'",
            Rule::PayloadValue,
            "\"rouge\"",
        ),
        (
            "colours[]=red",
            "colours[]=rot",
            Rule::CurlQueryValue,
            "rot",
        ),
        (
            "filter[clean]",
            "filters[clean]",
            Rule::CurlQueryUnknown,
            "filters[clean]",
        ),
        (
            "filter[clean]",
            "filter[cleen]",
            Rule::CurlQueryUnknown,
            "filter[cleen]",
        ),
        (
            "[clean]=true",
            "[clean]=maybe",
            Rule::CurlQueryValue,
            "maybe",
        ),
        (
            "/shelves/4/cups?",
            "/shelf/4/cups?",
            Rule::CurlPath,
            "/shelf/4/cups",
        ),
        ("curl -g ", "curl ", Rule::CurlGlobbing, "filter«[»clean"),
        (
            "`409 Conflict`",
            "`509 Conflict`",
            Rule::StatusUnknown,
            "509",
        ),
    ];
    check(
        &document("cups.yaml"),
        &[""],
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
            "\"titel\"",
        ),
        (
            "\"status\": \"draft\"",
            "\"status\": \"drafted\"",
            Rule::PayloadValue,
            "\"drafted\"",
        ),
        (
            "\"published_at\": null",
            "\"published_at\": \"today\"",
            Rule::PayloadFormat,
            "\"today\"",
        ),
        (
            "\"status\": \"published\",",
            "\"status\": \"published\"",
            Rule::JsonSyntax,
            "\"published\"«»",
        ),
        (
            "?key=22444f78447824223cefc48062&",
            "?",
            Rule::CurlCredentials,
            "«curl» \"https",
        ),
        (
            "include=tags",
            "includes=tags",
            Rule::CurlQueryUnknown,
            "includes",
        ),
    ];
    check(
        &document("posts.yaml"),
        &["/api"],
        include_str!("general/posts.md"),
        &changes,
    );
}

/// What the servers of the stores' document put before its paths.
const STORES: [&str; 4] = ["/gate", "/v2", "/v3", ""];

#[test]
fn a_generated_document_with_kinds_servers_and_any_media_type() {
    let changes = [
        (
            "\"kind\": \"dog\",\n    \"name\"",
            "\"kind\": \"cow\",\n    \"name\"",
            Rule::PayloadValue,
            "\"cow\"",
        ),
        (
            "\"bark\": \"loud\"",
            "\"bark\": \"soft\"",
            Rule::PayloadValue,
            "\"soft\"",
        ),
        (
            "\"claws\": 18",
            "\"claw\": 18",
            Rule::PayloadPropertyUnknown,
            "\"claw\"",
        ),
        (
            "\"bark\": \"loud\"",
            "\"claws\": 3",
            Rule::PayloadPropertyUnknown,
            "\"claws\"",
        ),
        ("\"phone\": null", "\"phone\": 4", Rule::PayloadType, "4"),
        (
            "{ \"name\": \"Ann\", \"phone\": null }",
            "{ \"name\": null }",
            Rule::PayloadType,
            "null",
        ),
        (
            "\"state\": \"sold\"",
            "\"state\": \"solt\"",
            Rule::PayloadValue,
            "\"solt\"",
        ),
        (
            "{ \"kind\": \"cat\", \"name\": \"Tim\", \"chipKey\"",
            "{ \"id\": 5, \"kind\": \"cat\", \"name\": \"Tim\", \"chipKey\"",
            Rule::PayloadPropertyUnknown,
            "\"id\"",
        ),
        (
            "\"state\": \"free\"",
            "\"chipKey\": \"k-1\"",
            Rule::PayloadPropertyUnknown,
            "\"chipKey\"",
        ),
        (
            "| `name` | string | Yes |",
            "| `name` | string | No |",
            Rule::AttributeRequired,
            "No",
        ),
        (
            "| `bark` | string | No |",
            "| `berk` | string | No |",
            Rule::AttributeUnknown,
            "berk",
        ),
        (
            "| `size` | integer | No |",
            "| `sise` | integer | No |",
            Rule::AttributeUnknown,
            "sise",
        ),
        (
            "| `name` | string | What",
            "| `chipKey` | string | What",
            Rule::AttributeUnknown,
            "chipKey",
        ),
        ("page=0&", "page=first&", Rule::CurlQueryValue, "first"),
        ("size=20", "sice=20", Rule::CurlQueryUnknown, "sice"),
        ("ids=3|4", "ids=3|x", Rule::CurlQueryValue, "3|x"),
        (
            "stores.example/animals?",
            "stores.example/v4/animals?",
            Rule::CurlPath,
            "/v4/animals",
        ),
        (
            "`POST /v3/animals`",
            "`POST /v4/animals`",
            Rule::EndpointUnknown,
            "POST /v4/animals",
        ),
        (
            "GET /v3/animals/5 HTTP/1.1",
            "GET /v3/animal/5 HTTP/1.1",
            Rule::EndpointUnknown,
            "GET /v3/animal/5 HTTP/1.1",
        ),
        (
            "example/gate/animals/5/payment",
            "example/gates/animals/5/payment",
            Rule::CurlPath,
            "/gates/animals/5/payment",
        ),
        (
            "\"number\": \"4000\"",
            "\"numbre\": \"4000\"",
            Rule::PayloadPropertyUnknown,
            "\"numbre\"",
        ),
        (
            "\"way\": \"cash\"",
            "\"way\": \"gold\"",
            Rule::PayloadValue,
            "\"gold\"",
        ),
        (
            "\"given\": 20.5",
            "\"given\": \"20\"",
            Rule::PayloadType,
            "\"20\"",
        ),
    ];
    check(
        &document("stores.yaml"),
        &STORES,
        include_str!("general/stores.md"),
        &changes,
    );
}

#[test]
fn the_servers_of_a_document_say_what_stands_before_its_paths() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judging/general");
    let judged = std::process::Command::new(env!("CARGO_BIN_EXE_doccheck"))
        .current_dir(folder)
        .args(["check", "stores.md", "--openapi", "stores.yaml"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&judged.stdout);
    assert_eq!(judged.status.code(), Some(0), "{told}");
    assert!(told.contains("\n0 errors, 0 warnings, 0 notes"), "{told}");
}
