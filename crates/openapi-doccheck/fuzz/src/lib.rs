//! What the fuzz targets share: the document that pages are held against, and what must be true of every page.

use std::sync::LazyLock;

use openapi_doccheck::claim::{self, Claims};
use openapi_doccheck::finding::Finding;
use openapi_doccheck::fix;
use openapi_doccheck::judge::{Judge, Options};
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_document::Document;

/// Where the servers of the document are.
const BASE: &str = "/api/v1";

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    let yaml = include_str!("../../rules/kettles.yaml");
    Document::parse("kettles.yaml", yaml).expect("the document of the rules' pages is sound")
});

static JUDGE: LazyLock<Judge<'static>> = LazyLock::new(|| {
    let options = Options {
        base_paths: vec![BASE.to_owned()],
        multi_segment_key: "x-multi-segment".to_owned(),
    };
    Judge::new(&DOCUMENT, options)
});

/// Reads and judges a page, and fails when a place is outside of the page or a repair asks for another one of its kind.
pub fn judged(text: &str, reader: ReaderChoice) {
    let (claims, findings) = look(text, reader);
    for claim in &claims.claims {
        assert!(
            text.get(claim.span.start..claim.span.end).is_some(),
            "{claim:?}"
        );
    }
    for finding in &findings {
        assert!(
            text.get(finding.span.start..finding.span.end).is_some(),
            "{finding:?}"
        );
        for edit in &finding.edits {
            assert!(text.get(edit.start..edit.end).is_some(), "{edit:?}");
        }
    }
    let edits: Vec<_> = findings
        .into_iter()
        .flat_map(|finding| finding.edits)
        .collect();
    let repaired = fix::apply(text, &edits);
    look(&repaired, reader);
}

/// The text that some bytes are: files that are not UTF-8 are refused before anything reads them.
pub fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn look(text: &str, reader: ReaderChoice) -> (Claims, Vec<Finding>) {
    let page = Page::read("fuzz.md", text, reader);
    let options = claim::Options {
        base_paths: vec![BASE.to_owned()],
        ..claim::Options::default()
    };
    let claims = claim::read(&page, &options);
    let findings = JUDGE.page(&page, &claims);
    (claims, findings)
}
