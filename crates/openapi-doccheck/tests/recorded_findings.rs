//! The findings of recorded pages, which are not part of the project: run with `--ignored` and their folder in `RECORDED_PAGES`.
//!
//! The snapshots hold verdicts and places, never the text of a page.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use openapi_doccheck::claim;
use openapi_doccheck::finding::Finding;
use openapi_doccheck::judge::{Judge, Options};
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::rule::Rule;
use openapi_document::Document;
use openapi_document::history::as_of;

/// Each page with the version by whose contract it is judged.
const PAGES: [(&str, &str); 5] = [
    ("gitlab-12.6-en-mirror", "12.6"),
    ("gitlab-14.x-en-plain-text", "14.8"),
    ("gitlab-15.11-en-one-line", "15.11"),
    ("gitlab-16.11-ko-plain-text", "16.11"),
    ("gitlab-17.x-en-html-to-text", "17.9"),
];
const BASE: &str = "/api/v4";

fn folder() -> PathBuf {
    std::env::var_os("RECORDED_PAGES")
        .expect("RECORDED_PAGES names the folder of the pages")
        .into()
}

/// The verdict on a finding that somebody read beside the page, the document and the server's code.
///
/// `docs-wrong`: the page says what is not so, or leaves out what it should say. There is no `document-wrong` and no
/// `false-positive`: those are repaired, in the document and here. A finding without a verdict fails the test.
fn verdict(rule: Rule, operation: &str, pointer: &str) -> &'static str {
    let last = pointer.rsplit('/').next().unwrap_or_default();
    let known = match rule {
        // The page repeats a key when it shows two versions of one example.
        Rule::JsonDuplicateKey => last == "artifacts",
        // A comma before a closing brace.
        Rule::JsonSyntax => operation == "list_pipeline_jobs",
        // Examples that were shortened without saying so, against what servers always send.
        Rule::PayloadPropertyMissing => [
            "artifacts_expire_at",
            "authored_date",
            "committed_date",
            "committer_email",
            "committer_name",
            "created_at",
            "parent_ids",
            "pipeline",
            "status",
            "updated_at",
            "web_url",
        ]
        .contains(&last),
        // Each is an erratum of the page.
        Rule::PayloadPropertyUnknown => match operation {
            "get_allowed_agents" => ["avatar_url", "name", "state", "web_url"].contains(&last),
            "list_pipeline_bridges" => last == "archived",
            "erase_job" | "keep_job_artifacts" => last == "download_url",
            _ => false,
        },
        // A status that no job has.
        Rule::PayloadOpenValue => (operation, last) == ("play_job", "status"),
        // The name of a variable where the name of a parameter should stand.
        Rule::AttributeUnknown => (operation, last) == ("get_allowed_agents", "CI_JOB_TOKEN"),
        // A list that calls itself complete and is not.
        Rule::AttributeValue => last == "scope",
        // What all lists take, and what is described on another page.
        Rule::AttributeMissing => operation.starts_with("list_"),
        // Commands that fail as they stand: a redirect to where the files are.
        Rule::CurlLocation => operation.starts_with("download_"),
        _ => false,
    };
    assert!(known, "nobody judged {rule} of {operation} at {pointer}");
    "docs-wrong"
}

/// A judge for the document as it was at a version.
fn with_judge<T>(version: &str, then: impl FnOnce(&Judge<'_>) -> T) -> T {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi/gitlab-jobs.yaml");
    let document = Document::open(root).expect("the document loads");
    let version = version.parse().expect("a version");
    let document = as_of(&document, &version, "x-gitlab-history").expect("its history is sound");
    let options = Options {
        base_paths: vec![BASE.to_owned()],
        multi_segment_key: "x-multi-segment".to_owned(),
    };
    then(&Judge::new(&document, options))
}

fn text_of(name: &str) -> String {
    std::fs::read_to_string(folder().join(format!("{name}.txt"))).expect("the page is there")
}

fn judged(judge: &Judge<'_>, name: &str, text: &str) -> (Page, Vec<Finding>) {
    let page = Page::read(name, text, ReaderChoice::Auto);
    let options = claim::Options {
        base_paths: vec![BASE.to_owned()],
        ..claim::Options::default()
    };
    let claims = claim::read(&page, &options);
    let findings = judge.page(&page, &claims);
    (page, findings)
}

/// One finding a line: place, level, rule, operation, pointer and verdict.
fn told(name: &str, version: &str) -> String {
    let text = text_of(name);
    let (page, findings) = with_judge(version, |judge| judged(judge, name, &text));
    let mut lines = String::new();
    for finding in findings {
        let position = page.source().position(finding.span.start);
        let operation = finding.operation.as_deref().unwrap_or("-");
        let pointer = finding.pointer.as_deref().unwrap_or("-");
        let (rule, level) = (finding.rule, finding.level);
        let verdict = verdict(rule, operation, pointer);
        writeln!(
            lines,
            "{position} {level} {rule} {operation} {pointer} {verdict}"
        )
        .expect("a string takes all");
    }
    lines
}

#[test]
#[ignore = "needs RECORDED_PAGES"]
fn the_findings_of_the_recorded_pages_are_the_known_ones() {
    for (name, version) in PAGES {
        insta::assert_snapshot!(name, told(name, version));
    }
}
