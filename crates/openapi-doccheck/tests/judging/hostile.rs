//! No page makes the checker panic, whatever is done to it, and line ends and marks do not change what is found.

use fastrand::Rng;
use openapi_doccheck::claim::{self, ClaimKind};
use openapi_doccheck::edit::Edit;
use openapi_doccheck::finding::{Finding, Level};
use openapi_doccheck::fix::apply;
use openapi_doccheck::output::Format;
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::rule::Rule;
use openapi_document::Document;

use crate::formats::report_of;
use crate::mutants::mutant;
use crate::{findings, judge, kettles, show};

const PAGE: &str = include_str!("kettles.md");

#[test]
fn a_page_that_was_cut_doubled_and_stirred_is_judged_without_panic() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let mut rng = Rng::with_seed(7);
    let pieces = [
        "\"",
        "{",
        "]",
        "`",
        "```",
        "\\",
        "|",
        "\n",
        "<!-- doccheck",
        "curl ",
        "\u{feff}",
        "ü",
        "\u{0}",
        ":id",
        "...",
    ];
    let mut found = 0;
    for _ in 0..400 {
        let mut text = PAGE.to_owned();
        for _ in 0..rng.usize(1..12) {
            let mut place = || {
                let mut at = rng.usize(..=text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (one, other) = (place(), place());
            let (start, end) = (one.min(other), one.max(other));
            match rng.usize(..3) {
                0 => text.insert_str(start, pieces[rng.usize(..pieces.len())]),
                1 => text.replace_range(start..end.min(start + 1 + rng.usize(..40)).max(start), ""),
                _ => {
                    let slice = text[start..end].chars().take(60).collect::<String>();
                    text.insert_str(end, &slice);
                }
            }
        }
        let all = findings(&judge, "/api/v1", &text);
        for finding in &all {
            assert!(
                text.get(finding.span.start..finding.span.end).is_some(),
                "{finding:?}"
            );
            for edit in &finding.edits {
                assert!(text.get(edit.start..edit.end).is_some(), "{finding:?}");
            }
        }
        found += all.len();
        let report = report_of("page.md", &text);
        for format in Format::ALL {
            assert!(!format.tell(&report).contains('\u{0}'), "{format}");
        }
    }
    assert!(
        found > 400,
        "only {found} findings: the pages were hardly stirred"
    );
}

/// A page with an answer of `GET /kettles/:id`.
fn kettle(json: &str) -> String {
    format!(
        "# Page\n\n```plaintext\nGET /kettles/:id\n```\n\nExample response:\n\n```json\n{json}\n```\n"
    )
}

#[test]
fn very_many_mistakes_in_one_example_are_all_told() {
    // Looking each of them up among all others would take minutes.
    const MANY: usize = 20_000;
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let all = |member: fn(usize) -> String| (0..MANY).map(member).collect::<Vec<_>>().join(", ");
    let unknown = all(|at| format!("\"q{at}x\": 1"));
    let found = findings(
        &judge,
        "/api/v1",
        &kettle(&format!("{{\"id\": 1, \"name\": \"W\", {unknown}}}")),
    );
    assert_eq!(found.len(), MANY);
    let wrong =
        all(|_| "{\"id\": 1, \"name\": 2, \"lids\": <lid>, \"made_at\": \"<time>\"}".to_owned());
    let list = kettle(&format!("[{wrong}]")).replace("/:id", "");
    let found = findings(&judge, "/api/v1", &list);
    let rules: Vec<Rule> = found.iter().map(|finding| finding.rule).collect();
    let same = format!("the same at {} more places of this example", MANY - 1);
    assert_eq!(
        rules,
        [Rule::PayloadType, Rule::JsonSyntax],
        "{}",
        found.len()
    );
    assert!(found[0].help.as_ref().unwrap().ends_with(&same));
}

#[test]
fn an_expression_that_would_never_come_to_an_end_is_a_note() {
    let hostile = r"^((?:a|aa)+)+\1!!$";
    let document = Document::parse(
        "api.yaml",
        &format!(
            "openapi: 3.0.3\npaths:\n  /kettles/{{id}}:\n    get:\n      parameters:\n        \
             - {{name: q, in: query, schema: {{type: string, pattern: '{hostile}'}}}}\n      responses:\n        \
             '200': {{description: It, content: {{application/json: {{schema: {{properties: {{name: {{type: string, pattern: '{hostile}'}}}}}}}}}}}}\n"
        ),
    )
    .unwrap();
    let judge = judge(&document, "");
    let text = format!("{}!", "a".repeat(64));
    let page = format!(
        "{}\n```shell\ncurl \"https://kettles.example/kettles/7?q={text}\"\n```\n",
        kettle(&format!("{{\"name\": \"{text}\"}}"))
    );
    let found = findings(&judge, "", &page);
    let told: Vec<_> = found
        .iter()
        .map(|finding| (finding.rule, finding.level))
        .collect();
    assert_eq!(
        told,
        [(Rule::PayloadValue, Level::Note)],
        "{}",
        show(&page, &found)
    );
    assert!(
        found[0].message.ends_with("takes too many steps"),
        "{}",
        found[0].message
    );
}

/// The value of each JSON example of a page, and the words of each command without `--globoff`.
fn meaning(text: &str) -> Vec<String> {
    let page = Page::read("page.md", text, ReaderChoice::Auto);
    let claims = claim::read(&page, &claim::Options::default());
    let one = |claim: &claim::Claim| match &claim.kind {
        ClaimKind::Request(example) | ClaimKind::Response(example) => {
            let node = example.json.node.as_ref();
            Some(node.map_or_else(String::new, |node| node.to_json().to_string()))
        }
        ClaimKind::Curl(curl) => {
            let words = curl.words.iter().map(|word| word.text.as_str());
            let words: Vec<&str> = words.filter(|word| *word != "--globoff").collect();
            Some(words.join(" "))
        }
        _ => None,
    };
    claims.claims.iter().filter_map(one).collect()
}

#[test]
fn repairs_keep_what_a_page_means_and_leave_nothing_for_a_second_time() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let edits = |text: &str| -> Vec<Edit> {
        let found = findings(&judge, "/api/v1", text).into_iter();
        found.flat_map(|finding| finding.edits).collect()
    };
    let mut rng = Rng::with_seed(23);
    let mut repaired = 0;
    for rule in [Rule::JsonSyntax, Rule::CurlGlobbing] {
        for _ in 0..120 {
            let spoilt = mutant(rule, &mut rng, PAGE).text;
            let found = edits(&spoilt);
            if found.is_empty() {
                continue;
            }
            repaired += 1;
            let fixed = apply(&spoilt, &found);
            assert_eq!(meaning(&fixed), meaning(&spoilt), "{fixed}");
            assert_eq!(edits(&fixed), [], "{fixed}");
            assert_eq!(findings(&judge, "/api/v1", &fixed), [], "{fixed}");
        }
    }
    assert!(repaired > 100, "only {repaired} mutants had a safe repair");
}

/// The page with indented code in the place of fences.
fn indented(page: &str) -> String {
    let mut inside = false;
    let mut text = String::new();
    for line in page.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if inside {
            text.push_str("    ");
            text.push_str(line);
            text.push('\n');
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[test]
fn line_ends_marks_quotes_and_other_fences_move_findings_and_change_none() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let spoilt = PAGE
        .replace("\"material\": \"steel\"", "\"material\": \"tin\"")
        .replace("per_page=50", "per_page=500")
        .replace("\"whistled\": true\n", "\"whistled\": true,\n");
    let plain = findings(&judge, "/api/v1", &spoilt);
    let rules: Vec<Rule> = plain.iter().map(|finding| finding.rule).collect();
    assert_eq!(
        rules,
        [
            Rule::CurlQueryValue,
            Rule::PayloadValue,
            Rule::PayloadValue,
            Rule::JsonSyntax
        ],
        "{}",
        show(&spoilt, &plain)
    );
    let slices = |text: &str, found: &[Finding]| -> Vec<String> {
        let slice = |finding: &Finding| text[finding.span.start..finding.span.end].to_owned();
        found.iter().map(slice).collect()
    };
    let quoted = format!("> {}\n", spoilt.trim_end().replace('\n', "\n> "));
    let tildes = spoilt.replace("```", "~~~~~");
    for text in [
        spoilt.replace('\n', "\r\n"),
        format!("\u{feff}{spoilt}"),
        quoted,
        tildes,
        indented(&spoilt),
    ] {
        let other = findings(&judge, "/api/v1", &text);
        assert_eq!(slices(&text, &other), slices(&spoilt, &plain));
        let prints = |found: &[Finding]| -> Vec<String> {
            found
                .iter()
                .map(|finding| finding.fingerprint.clone())
                .collect()
        };
        assert_eq!(prints(&other), prints(&plain));
    }
}
