//! Examples that stand under the wrong operation, direction or status are one finding, and a few mistakes are not
//! taken for that.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use fastrand::Rng;
use openapi_doccheck::claim::{self, Claim, ClaimKind};
use openapi_doccheck::finding::Finding;
use openapi_doccheck::judge::Judge;
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::rule::Rule;
use openapi_document::{Document, Node};

use crate::{findings, judge, show};

/// A page, its document, and the base path of the document's server.
const PAGES: [(&str, &str, &str); 5] = [
    ("kettles.md", "../../rules/kettles.yaml", "/api/v1"),
    ("general/teas.md", "general/teas.yaml", "/v1"),
    ("general/cups.md", "general/cups.yaml", ""),
    ("general/posts.md", "general/posts.yaml", "/api"),
    ("general/rooms.md", "general/rooms.yaml", "/v2"),
];

/// An example of a page: where it stands, the address of its schema, and its value.
struct Shown {
    at: Range<usize>,
    schema: String,
    node: Node,
}

fn open(page: &str, document: &str) -> (String, Document) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judging");
    let text = std::fs::read_to_string(folder.join(page)).unwrap();
    (text, Document::open(folder.join(document)).unwrap())
}

/// The address of the schema that an example is of.
fn schema_of(judge: &Judge<'_>, id: &str, claim: &Claim) -> Option<String> {
    let operation = judge.document().operation(id)?;
    let json = if matches!(claim.kind, ClaimKind::Request(_)) {
        operation.request_body()?.json()
    } else {
        let status = claim.binding.status.as_ref();
        let response = status.map_or_else(
            || operation.success(),
            |status| operation.response(status.text.parse().unwrap()),
        );
        response?.json()
    };
    Some(json?.schema()?.1)
}

fn examples(judge: &Judge<'_>, text: &str) -> Vec<Shown> {
    let page = Page::read("page.md", text, ReaderChoice::Auto);
    let claims = claim::read(&page, &claim::Options::default());
    let shown = claims.claims.iter().filter_map(|claim| {
        let (ClaimKind::Request(example) | ClaimKind::Response(example)) = &claim.kind else {
            return None;
        };
        let node = example.json.node.clone()?;
        let id = judge.about(&claims, claim).pop()?;
        Some(Shown {
            at: node.span.start..node.span.end,
            schema: schema_of(judge, &id, claim)?,
            node,
        })
    });
    shown.collect()
}

fn object(node: &Node) -> &Node {
    node.items().first().unwrap_or(node)
}

#[test]
fn every_example_in_the_place_of_another_is_one_finding_at_its_first_bracket() {
    let (mut count, mut failures) = (0, Vec::new());
    for (page, document, base) in PAGES {
        let (text, document) = open(page, document);
        let judge = judge(&document, base);
        let clean: BTreeSet<String> = prints(&findings(&judge, base, &text));
        let all = examples(&judge, &text);
        for here in &all {
            for other in all.iter().filter(|other| other.schema != here.schema) {
                let swapped = &text[other.at.clone()];
                let text = format!(
                    "{}{swapped}{}",
                    &text[..here.at.start],
                    &text[here.at.end..]
                );
                let found = findings(&judge, base, &text);
                let more: Vec<&Finding> = found
                    .iter()
                    .filter(|finding| !clean.contains(&finding.fingerprint))
                    // An example takes its elisions along.
                    .filter(|finding| finding.rule != Rule::JsonSyntax)
                    .collect();
                let is_it = |finding: &Finding| {
                    finding.rule == Rule::PayloadShape
                        && (finding.span.start, finding.span.end)
                            == (here.at.start, here.at.start + 1)
                };
                count += 1;
                if !(more.len() == 1 && is_it(more[0])) {
                    let told = show(&text, &found);
                    failures.push(format!(
                        "{page}: {} for {}\n{told}",
                        other.schema, here.schema
                    ));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count >= 60, "only {count} pairs");
}

fn prints(found: &[Finding]) -> BTreeSet<String> {
    let prints = found.iter().map(|finding| finding.fingerprint.clone());
    prints.collect()
}

#[test]
fn one_or_two_properties_of_another_payload_are_told_by_name() {
    let mut made = BTreeSet::new();
    let mut rng = Rng::with_seed(29);
    let mut failures = Vec::new();
    for (page, document, base) in PAGES {
        let (text, document) = open(page, document);
        let judge = judge(&document, base);
        let clean = prints(&findings(&judge, base, &text));
        let all = examples(&judge, &text);
        for _ in 0..40 {
            let (here, other) = (&all[rng.usize(..all.len())], &all[rng.usize(..all.len())]);
            let known = object(&here.node).members();
            let mut strange: Vec<_> = object(&other.node)
                .members()
                .iter()
                .filter(|member| known.iter().all(|known| known.key != member.key))
                .collect();
            rng.shuffle(&mut strange);
            strange.truncate(rng.usize(1..=2));
            let Some(first) = known.first().filter(|_| !strange.is_empty()) else {
                continue;
            };
            let texts = strange
                .iter()
                .map(|member| &text[member.key_span.start..member.node.span.end]);
            let more: String = texts.flat_map(|member| [member, ", "]).collect();
            let at = first.key_span.start;
            let text = format!("{}{more}{}", &text[..at], &text[at..]);
            let found = findings(&judge, base, &text);
            let told: Vec<&str> = found
                .iter()
                .filter(|finding| !clean.contains(&finding.fingerprint))
                .map(|finding| finding.rule.id())
                .collect();
            // What its own schema declares too may be sent.
            let fits = told.len() < strange.len();
            let unknown = told.iter().all(|rule| *rule == "payload-property-unknown");
            if !unknown {
                failures.push(format!("{page}: {more}\n{}", show(&text, &found)));
            }
            if !fits {
                made.insert(text);
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(made.len() >= 50, "only {} mutants", made.len());
}

/// The only finding of an example that is put into the place of another one on the page about rooms.
fn told(from: &str, to: &str) -> String {
    let (text, document) = open("general/rooms.md", "general/rooms.yaml");
    let judge = judge(&document, "/v2");
    assert_eq!(text.matches(from).count(), 1, "{from}");
    let text = text.replace(from, to);
    let found = findings(&judge, "/v2", &text);
    let messages: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    messages.join("; ")
}

const REQUEST: &str = r#"{ "number": "3a", "beds": 2, "view": "sea", "pets": true }"#;
const ANSWER: &str = r#"{ "id": 6, "number": "3a", "beds": 2, "view": "sea", "cleaned_at": null }"#;
const STAY: &str =
    r#""data": { "nights": 3, "from": "2024-03-01", "room": "2b", "breakfast": true }"#;

#[test]
fn the_finding_says_whose_payload_it_is() {
    let guest = r#"{ "first_name": "Ada", "last_name": "Stone", "diet": "none" }"#;
    for (from, to, message) in [
        (
            REQUEST,
            guest,
            "this is not what `POST /rooms` takes, but what `POST /guests` does",
        ),
        (
            REQUEST,
            r#"{ "number": "3a", "beds": 2, "view": "sea", "floor": 3, "lift": true }"#,
            "the property \"floor\" is unknown; the property \"lift\" is unknown",
        ),
        (
            REQUEST,
            r#"{ "error": "taken" }"#,
            "this is what `POST /rooms` answers with 422, not its request",
        ),
        (
            REQUEST,
            r#"{ "id": 6, "number": "3a", "beds": 2, "view": "sea", "pets": true }"#,
            "the property \"id\" is unknown",
        ),
        (
            REQUEST,
            ANSWER,
            "this is the answer of `POST /rooms`, not its request",
        ),
        (
            ANSWER,
            r#"{ "error": "taken" }"#,
            "this is what `POST /rooms` answers with 422, not with 201",
        ),
        (
            STAY,
            r#""message": "404 Not Found""#,
            "this is what `GET /stays/{id}` answers with 404, not with 200",
        ),
        (
            STAY,
            r#""data": { "lines": [], "total": 0, "currency": "EUR" }"#,
            "this is not what `GET /stays/{id}` answers, but what `GET /bills/{id}` does",
        ),
        (
            ANSWER,
            &format!("[{ANSWER}]"),
            "expected object, found an array of 1 item",
        ),
        (
            r#"{ "error": "this number is taken", "fields": ["number"] }"#,
            ANSWER,
            "this is what `POST /rooms` answers with 201, not with 422",
        ),
    ] {
        // The answer stands on the page already where it is to go elsewhere.
        assert_eq!(told(from, to), message, "{to}");
    }
}

#[test]
fn a_list_of_what_another_operation_shows_alone_is_told_as_such() {
    let guest =
        r#"{ "uuid": "1", "first_name": "A", "last_name": "B", "loyalty": { "tier": "new" } }"#;
    let (text, _) = open("general/rooms.md", "general/rooms.yaml");
    let start = text.find("[\n  {\n    \"id\": 4").unwrap();
    let end = start + text[start..].find("\n]\n").unwrap() + 2;
    assert_eq!(
        told(&text[start..end], &format!("[{guest}, {guest}]")),
        "this is not what `GET /rooms` answers, but a list of what `POST /guests` does"
    );
    assert_eq!(
        told(&text[start..end], guest),
        "this is not what `GET /rooms` answers, but what `POST /guests` does"
    );
}

#[test]
fn a_payload_that_fits_anything_is_not_said_to_be_anothers() {
    for to in [
        "{}",
        r#"{ "id": 1 }"#,
        r#"{ "data": {} }"#,
        r#"{ "data": { "a": 1, "b": 2 } }"#,
        r#"{ "id": 6, "number": "3a", "message": "Well", "note": "none" }"#,
        r#"{ "a": 1, "b": 2, "c": 3 }"#,
    ] {
        let message = told(ANSWER, to);
        assert!(!message.contains("this is"), "{to}: {message}");
    }
}
