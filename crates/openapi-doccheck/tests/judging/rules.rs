//! Every rule has a page whose bad example breaks it once and whose good example breaks nothing.

use std::collections::BTreeSet;

use openapi_doccheck::claim;
use openapi_doccheck::finding::Finding;
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::rule::Rule;
use openapi_document::Document;

use crate::{findings, judge, kettles, rules_folder, show};

/// The example below a heading of a rule's page.
pub(crate) fn example(rule: Rule, heading: &str) -> String {
    let page = rule.page();
    let (_, rest) = page
        .split_once(&format!("## {heading}\n\n````markdown\n"))
        .unwrap_or_else(|| panic!("{rule} has no example `{heading}`"));
    let (example, _) = rest.split_once("\n````").expect("the example ends");
    format!("{example}\n")
}

fn judged(text: &str) -> Vec<Finding> {
    let document = kettles();
    findings(&judge(&document, "/api/v1"), "/api/v1", text)
}

#[test]
fn the_bad_example_of_every_rule_breaks_it_once_and_nothing_else() {
    for rule in Rule::ALL
        .iter()
        .filter(|rule| **rule != Rule::EndpointUndocumented)
    {
        let text = example(*rule, "Bad");
        let found = judged(&text);
        let rules: Vec<Rule> = found.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, [*rule], "{}\n{text}", show(&text, &found));
    }
}

#[test]
fn the_good_example_of_every_rule_breaks_nothing() {
    for rule in Rule::ALL
        .iter()
        .filter(|rule| **rule != Rule::EndpointUndocumented)
    {
        let text = example(*rule, "Good");
        let found = judged(&text);
        assert!(found.is_empty(), "{rule}: {}\n{text}", show(&text, &found));
    }
}

#[test]
fn an_operation_that_no_page_shows_is_told_at_its_place_in_the_document() {
    let yaml = "openapi: 3.0.3\ninfo: {title: Kettles, version: 1.0.0}\npaths:\n  \
        /kettles: {get: {operationId: list_kettles, responses: {'200': {description: All.}}}}\n  \
        /kettles/{id}: {get: {operationId: get_kettle, responses: {'200': {description: One.}}}}\n";
    let document = Document::parse("kettles.yaml", yaml).unwrap();
    let judge = judge(&document, "/api/v1");
    let shown = |text: &str| {
        let page = Page::read("page.md", text, ReaderChoice::Auto);
        judge.shown(&claim::read(&page, &claim::Options::default()))
    };
    let rule = Rule::EndpointUndocumented;
    let found = judge.undocumented(&shown(&example(rule, "Bad")));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].operation.as_deref(), Some("get_kettle"));
    assert_eq!(
        document.locate(found[0].span).to_string(),
        "kettles.yaml:5:38"
    );
    assert!(
        judge
            .undocumented(&shown(&example(rule, "Good")))
            .is_empty()
    );
}

#[test]
fn every_page_in_the_folder_belongs_to_a_rule_and_begins_with_its_id() {
    let files = std::fs::read_dir(rules_folder()).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let pages = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let pages: BTreeSet<String> = pages
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let ids = Rule::ALL.iter().map(|rule| rule.id().to_owned());
    assert_eq!(pages, ids.collect::<BTreeSet<_>>());
    for rule in Rule::ALL {
        assert!(rule.page().starts_with(&format!("# {rule}\n\n")), "{rule}");
        assert!(rule.summary().ends_with('.'), "{rule}");
    }
}
