//! Judging and telling: rules, mutants, other APIs' pages, formats and the command line.
#![expect(clippy::unwrap_used, reason = "the helpers of tests may fail a test")]

mod annotations;
mod calls;
mod cli;
mod commands;
mod contracts;
mod details;
mod drawing;
mod formats;
mod general;
mod hostile;
mod mutants;
mod mutation;
mod repair;
mod rules;
mod settings;
mod shape;
mod shapes;
mod spoil;
mod styles;
mod swaps;
mod trial;

use std::path::{Path, PathBuf};

use openapi_doccheck::claim;
use openapi_doccheck::finding::Finding;
use openapi_doccheck::judge::{Judge, Options};
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_document::Document;

/// The folder of the rules' pages.
fn rules_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

/// The document that the rules' pages are about.
fn kettles() -> Document {
    Document::open(rules_folder().join("kettles.yaml"))
        .expect("the document of the rules' pages loads")
}

/// The findings of a page.
fn findings(judge: &Judge<'_>, base: &str, text: &str) -> Vec<Finding> {
    findings_below(judge, &[base], text)
}

/// The findings of a page about a document with several base paths.
fn findings_below(judge: &Judge<'_>, bases: &[&str], text: &str) -> Vec<Finding> {
    let page = Page::read("page.md", text, ReaderChoice::Auto);
    let options = claim::Options {
        base_paths: owned(bases),
        ..claim::Options::default()
    };
    judge.page(&page, &claim::read(&page, &options))
}

/// A judge for a document whose servers end with a base path.
fn judge<'d>(document: &'d Document, base: &str) -> Judge<'d> {
    judge_below(document, &[base])
}

/// A judge for a document whose servers end with one of several base paths.
fn judge_below<'d>(document: &'d Document, bases: &[&str]) -> Judge<'d> {
    let options = Options {
        base_paths: owned(bases),
        multi_segment_key: "x-multi-segment".to_owned(),
    };
    Judge::new(document, options)
}

fn owned(bases: &[&str]) -> Vec<String> {
    bases.iter().map(|base| (*base).to_owned()).collect()
}

/// Findings as lines that a failed test can show.
fn show(text: &str, findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let at = text[..finding.span.start].matches('\n').count() + 1;
        let slice = text[finding.span.start..finding.span.end].lines().next();
        format!(
            "{} at line {at} `{}`: {}\n",
            finding.rule,
            slice.unwrap_or_default(),
            finding.message
        )
    };
    findings.iter().map(line).collect()
}
