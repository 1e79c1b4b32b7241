//! A report: what a run found on every page, ready to be told in any format.

use std::sync::Arc;

use openapi_document::Document;
use openapi_document::source::{Location, Position, Source};

use crate::claim::Inventory;
use crate::finding::{Finding, Level};

/// What a run found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The document, as it was named.
    pub openapi: String,
    /// What was said in vain, each a sentence with its place: keywords of the documents' schemas to which nothing is
    /// held, and parts of the configuration that nothing has to do with.
    pub told: Vec<String>,
    /// The pages in the order in which they were checked.
    pub pages: Vec<PageReport>,
}

/// What was found on one page.
#[derive(Clone, Debug)]
pub struct PageReport {
    /// The text of the page, under the name it was given.
    pub source: Source,
    /// What read it: `markdown`, `text`, or `openapi` for the document itself.
    pub reader: String,
    /// Why that reader.
    pub choice: String,
    /// How many claims it makes.
    pub inventory: Inventory,
    /// What is wrong, in the order of the page.
    pub findings: Vec<Finding>,
    /// The document it was held against.
    pub document: Arc<Document>,
    /// Each claim with what it was bound to and why; empty unless that was asked for.
    pub explanations: Vec<Explanation>,
}

/// Why a claim was bound to what it is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
    /// Where the claim begins.
    pub position: Position,
    /// What kind of claim it is, what it is about, and why.
    pub text: String,
}

/// How many findings there are of each level, those apart that are silenced.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Summary {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub note: usize,
    /// Findings that a comment or the baseline silences.
    pub suppressed: usize,
}

impl Report {
    /// Counts the findings.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for finding in self.pages.iter().flat_map(|page| &page.findings) {
            let count = match (finding.is_suppressed(), finding.level) {
                (true, _) => &mut summary.suppressed,
                (_, Level::Error) => &mut summary.error,
                (_, Level::Warning) => &mut summary.warning,
                (_, Level::Note) => &mut summary.note,
            };
            *count += 1;
        }
        summary
    }

    /// Whether nothing was found that fails a run.
    pub fn is_clean(&self) -> bool {
        !self
            .pages
            .iter()
            .flat_map(|page| &page.findings)
            .any(Finding::counts)
    }
}

impl PageReport {
    /// The name of the page.
    pub fn path(&self) -> &str {
        self.source.name()
    }

    /// The first place of a finding, and the place behind its last character.
    pub fn range(&self, finding: &Finding) -> (Position, Position) {
        (
            self.source.position(finding.span.start),
            self.source.position(finding.span.end),
        )
    }

    /// Where the document stands against a finding.
    pub fn openapi(&self, finding: &Finding) -> Option<Location> {
        let place = finding.openapi.as_ref()?;
        Some(self.document.locate(place.span))
    }
}
