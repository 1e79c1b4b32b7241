//! The findings of recorded pages, which are not part of the project: run with `--ignored` and their folder in `RECORDED_PAGES`.
//!
//! The snapshots hold verdicts and places, never the text of a page.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use openapi_doccheck::claim;
use openapi_doccheck::finding::Finding;
use openapi_doccheck::judge::{Judge, Options};
use openapi_doccheck::page::{Page, ReaderChoice};
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

/// The labels that were given by hand, each line as the file says.
const LABELS: &str = include_str!("recorded_labels.txt");

/// A line of the labels.
struct Label<'l> {
    line: &'l str,
    /// The pages, by version; none for all of them.
    pages: Option<Vec<&'l str>>,
    /// The rule, the operation and the place.
    about: [&'l str; 3],
    verdict: &'l str,
}

impl Label<'_> {
    fn is_of(&self, page: &str) -> bool {
        let pages = self.pages.as_ref();
        pages.is_none_or(|pages| pages.contains(&page))
    }
}

fn labels() -> Vec<Label<'static>> {
    let lines = LABELS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let label = |line: &'static str| {
        let [pages, rule, operation, pointer, label] = line.split(' ').collect::<Vec<_>>()[..]
        else {
            panic!("a label has five words: {line}");
        };
        let pages = (pages != "*").then(|| pages.split(',').collect());
        Label {
            line,
            pages,
            about: [rule, operation, pointer],
            verdict: label,
        }
    };
    lines.map(label).collect()
}

/// The version in the name of a page.
fn version_of(name: &str) -> &str {
    name.split('-')
        .nth(1)
        .expect("a page is named gitlab-VERSION-SHAPE")
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

/// A finding of a page: its place and level, and what its label is about.
struct Told {
    place: String,
    about: [String; 3],
}

fn told(name: &str, version: &str) -> Vec<Told> {
    let text = text_of(name);
    let (page, findings) = with_judge(version, |judge| judged(judge, name, &text));
    let told = findings.into_iter().map(|finding| {
        let position = page.source().position(finding.span.start);
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        Told {
            place: format!("{position} {}", finding.level),
            about: [
                finding.rule.to_string(),
                or_none(finding.operation),
                or_none(finding.pointer),
            ],
        }
    });
    told.collect()
}

/// One finding a line: place, level, rule, operation, pointer and label.
fn labelled(name: &str, version: &str) -> String {
    let labels = labels();
    let mut lines = String::new();
    for finding in told(name, version) {
        let about = finding.about.join(" ");
        let mut found = labels
            .iter()
            .filter(|label| label.is_of(version_of(name)) && label.about == finding.about);
        let label = found.next().unwrap_or_else(|| {
            let line = format!("{} {about} LABEL", version_of(name));
            panic!("nobody judged this finding; add to recorded_labels.txt: {line}")
        });
        let second = found.next().map(|label| label.line);
        assert_eq!(
            second, None,
            "a second label for what has one: {}",
            label.line
        );
        writeln!(lines, "{} {about} {}", finding.place, label.verdict).expect("a string takes all");
    }
    lines
}

#[test]
#[ignore = "needs RECORDED_PAGES"]
fn the_findings_of_the_recorded_pages_are_the_known_ones() {
    for (name, version) in PAGES {
        insta::assert_snapshot!(name, labelled(name, version));
    }
}

#[test]
#[ignore = "needs RECORDED_PAGES"]
fn every_label_is_of_a_finding_on_each_page_that_it_names() {
    let found = PAGES.map(|(name, version)| (version_of(name), told(name, version)));
    for label in labels() {
        for page in label.pages.iter().flatten() {
            let known = found.iter().any(|(version, _)| version == page);
            assert!(known, "there is no page of {page}: {}", label.line);
        }
        for (page, told) in found.iter().filter(|(page, _)| label.is_of(page)) {
            let is_there = told.iter().any(|finding| finding.about == label.about);
            assert!(
                is_there,
                "the page of {page} has no such finding any more: {}",
                label.line
            );
        }
    }
}

#[test]
fn no_finding_is_labelled_as_our_own_mistake() {
    for label in labels() {
        match label.verdict {
            "docs-wrong" | "damaged-copy" => {}
            "document-wrong" => panic!("repair the document: {}", label.line),
            "false-positive" => panic!("repair the checker: {}", label.line),
            other => panic!("`{other}` is no label: {}", label.line),
        }
    }
}
