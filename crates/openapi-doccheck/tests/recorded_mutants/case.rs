//! A recorded page with what it claims and what is found on it, and a change to it.

use std::ops::Range;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use openapi_doccheck::claim::{self, Claim, Claims};
use openapi_doccheck::curl::Curl;
use openapi_doccheck::finding::Finding;
use openapi_doccheck::judge::{Judge, Options};
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::rule::Rule;
use openapi_document::Document;
use openapi_document::history::as_of;

/// Each page with its shape and the version by whose contract it is judged.
pub(crate) const PAGES: [(&str, Shape, &str); 5] = [
    ("gitlab-12.6-en-mirror", Shape::Marked, "12.6"),
    ("gitlab-14.x-en-plain-text", Shape::Plain, "14.8"),
    ("gitlab-15.11-en-one-line", Shape::OneLine, "15.11"),
    ("gitlab-16.11-ko-plain-text", Shape::Plain, "16.11"),
    ("gitlab-17.x-en-html-to-text", Shape::Spread, "17.9"),
];
const BASE: &str = "/api/v4";

/// What became of the page's markup.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Shape {
    /// It has fences and tables.
    Marked,
    /// It has neither.
    Plain,
    /// It has both, and no line breaks.
    OneLine,
    /// It has no fences, and the cells of its tables stand on lines of their own.
    Spread,
}

/// A page and what is found on it.
pub(crate) struct Case<'j> {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) text: String,
    pub(crate) page: Page,
    pub(crate) claims: Claims,
    pub(crate) findings: Vec<Finding>,
    pub(crate) judge: &'j Judge<'j>,
}

/// A change to a page: what goes, what comes, and what the finding covers: a place in the page as it was, or a text
/// in what came there.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Site {
    start: usize,
    end: usize,
    pub(crate) with: String,
    near: (usize, usize),
    inside: Option<String>,
}

impl Site {
    /// A change whose finding stands where it is made.
    pub(crate) fn new(at: Range<usize>, with: impl Into<String>) -> Self {
        let near = (at.start, at.end);
        Self {
            start: at.start,
            end: at.end,
            with: with.into(),
            near,
            inside: None,
        }
    }

    /// Says that the finding covers only this text, the first time that it is there.
    pub(crate) fn inside(self, text: impl Into<String>) -> Self {
        Self {
            inside: Some(text.into()),
            ..self
        }
    }

    /// Says where else the finding stands.
    pub(crate) fn near(self, near: Range<usize>) -> Self {
        Self {
            near: (near.start, near.end),
            ..self
        }
    }

    /// The page with the change, and the bytes of it that the finding must cover.
    pub(crate) fn apply(&self, text: &str) -> (String, Range<usize>) {
        let (before, after) = (&text[..self.start], &text[self.end..]);
        let moved = |at: usize, is_end: bool| {
            if at < self.start || (at == self.start && !is_end) {
                at
            } else if at >= self.end {
                at + self.with.len() - (self.end - self.start)
            } else {
                self.start
            }
        };
        let near = moved(self.near.0, false)..moved(self.near.1, true);
        let text = format!("{before}{}{after}", self.with);
        let Some(inside) = &self.inside else {
            return (text, near);
        };
        let start = near.start + text[near].find(inside).expect("the text is there");
        (text, start..start + inside.len())
    }
}

/// What makes a finding the same one on a page with one mistake more.
pub(crate) fn key(finding: &Finding) -> (Rule, Option<String>, Option<String>, String) {
    (
        finding.rule,
        finding.operation.clone(),
        finding.pointer.clone(),
        finding.message.clone(),
    )
}

impl<'j> Case<'j> {
    /// A page that is judged.
    pub(crate) fn new(
        name: &'static str,
        shape: Shape,
        text: String,
        judge: &'j Judge<'j>,
    ) -> Self {
        let (page, claims) = read(name, &text);
        let findings = judge.page(&page, &claims);
        Self {
            name,
            shape,
            text,
            page,
            claims,
            findings,
            judge,
        }
    }

    /// The findings of another text by the same contract.
    pub(crate) fn judged(&self, text: &str) -> Vec<Finding> {
        let (page, claims) = read(self.name, text);
        self.judge.page(&page, &claims)
    }

    /// Whether something of a rule is wrong already between two bytes.
    pub(crate) fn is_wrong(&self, rule: Option<Rule>, at: Range<usize>) -> bool {
        self.findings.iter().any(|finding| {
            rule.is_none_or(|rule| rule == finding.rule) && at.contains(&finding.span.start)
        })
    }

    /// The commands of the page.
    pub(crate) fn commands(&self) -> impl Iterator<Item = (&Claim, &Curl)> {
        self.claims
            .claims
            .iter()
            .filter_map(|claim| match &claim.kind {
                claim::ClaimKind::Curl(curl) => Some((claim, &**curl)),
                _ => None,
            })
    }

    /// The ids of the operations that a claim is about.
    pub(crate) fn about(&self, claim: &Claim) -> Option<String> {
        self.judge.about(&self.claims, claim).pop()
    }

    /// The bytes of the line that a byte stands in, with its end.
    pub(crate) fn line(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |feed| feed + 1);
        let end = self.text[at..].find('\n');
        start..end.map_or(self.text.len(), |feed| at + feed + 1)
    }
}

fn read(name: &str, text: &str) -> (Page, Claims) {
    let page = Page::read(name, text, ReaderChoice::Auto);
    let options = claim::Options {
        base_paths: vec![BASE.to_owned()],
        ..claim::Options::default()
    };
    let claims = claim::read(&page, &options);
    (page, claims)
}

/// Where the document is.
pub(crate) fn document_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi/gitlab-jobs.yaml")
}

/// A document as it was at a version.
pub(crate) fn at(document: &Document, version: &str) -> Document {
    as_of(document, &version.parse().unwrap(), "x-gitlab-history").expect("its history is sound")
}

/// What a judge must know of the document.
pub(crate) fn options() -> Options {
    Options {
        base_paths: vec![BASE.to_owned()],
        multi_segment_key: "x-multi-segment".to_owned(),
    }
}

/// The text of a recorded page.
pub(crate) fn text_of(name: &str) -> String {
    let folder = std::env::var_os("RECORDED_PAGES");
    let folder = PathBuf::from(folder.expect("RECORDED_PAGES names the folder of the pages"));
    std::fs::read_to_string(folder.join(format!("{name}.txt"))).expect("the page is there")
}

/// Does something with the judged pages.
pub(crate) fn with_cases(pages: &[(&'static str, Shape, &str)], then: impl FnOnce(&[Case<'_>])) {
    let document = Document::open(document_file()).expect("the document loads");
    with_cases_of(&document, pages, then);
}

/// Does something with the pages, judged by a document.
pub(crate) fn with_cases_of(
    document: &Document,
    pages: &[(&'static str, Shape, &str)],
    then: impl FnOnce(&[Case<'_>]),
) {
    let documents: Vec<Document> = pages
        .iter()
        .map(|(_, _, version)| at(document, version))
        .collect();
    let judges: Vec<Judge<'_>> = documents
        .iter()
        .map(|document| Judge::new(document, options()))
        .collect();
    let cases: Vec<Case<'_>> = pages
        .iter()
        .zip(&judges)
        .map(|((name, shape, _), judge)| Case::new(name, *shape, text_of(name), judge))
        .collect();
    then(&cases);
}

/// Letters that are no word of a page or the document.
pub(crate) fn word(rng: &mut Rng) -> String {
    let letters: String = (0..rng.usize(4..9)).map(|_| rng.lowercase()).collect();
    format!("q{letters}x")
}
