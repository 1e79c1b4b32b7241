//! A page with a mistake in each of the shapes that pages are found in: the same finding, at the place where it went.

use std::collections::BTreeMap;

use openapi_doccheck::claim;
use openapi_doccheck::finding::Finding;
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::rule::Rule;
use openapi_document::source::{Source, Span};

use crate::mutants::mutant;
use crate::rules::example;
use crate::shape::{Shape, Shaped};
use crate::{findings, judge, kettles, show};

const PAGE: &str = include_str!("kettles.md");

/// How many pages are spoilt for each rule.
const EACH: usize = 6;

/// The shapes that cannot hold what a rule is about, each with the reason.
const LOST: &[(Rule, &[Shape], &str)] = &[
    (
        Rule::AttributeValue,
        &BARE,
        "a value that lost its code marks is a word like any other",
    ),
    (
        Rule::AttributeDefault,
        &BARE,
        "a default that is a word and lost its code marks is one like any other",
    ),
];

/// The shapes without code marks.
const BARE: [Shape; 4] = [
    Shape::Words,
    Shape::WordsCrlf,
    Shape::WordsMarked,
    Shape::Spread,
];

/// What is found: all but the place, and the kept bytes it covers.
type Told = (String, std::ops::Range<usize>);

fn told(finding: &Finding, covers: std::ops::Range<usize>) -> Told {
    let text = format!(
        "{} {} {:?} {:?}: {} ({:?})",
        finding.level,
        finding.rule,
        finding.operation,
        finding.pointer,
        finding.message,
        finding.help
    );
    (text, covers)
}

/// Where a span of a shaped text begins, by its source and as counted by hand.
fn places(shaped: &Shaped, span: Span) -> Option<((usize, usize), (usize, usize))> {
    let covers = shaped.of_text(span);
    let by_hand = shaped.place(covers.start)?;
    let source = Source::new("page.md", shaped.text.as_str());
    let bytes = &shaped.text[span.start..span.end];
    // A span may begin with markup, which is not followed.
    let skipped = bytes.len() - bytes.trim_start_matches(['|', '`', ' ', '\n']).len();
    let at = source.position(span.start + skipped);
    (!covers.is_empty()).then_some(((at.line, at.column), by_hand))
}

#[test]
fn a_page_without_mistakes_has_none_in_any_shape() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    for shape in Shape::ALL {
        let text = shape.of(PAGE).text;
        let found = findings(&judge, "/api/v1", &text);
        assert!(found.is_empty(), "{shape:?}: {}{text}", show(&text, &found));
    }
}

#[test]
fn every_shape_of_a_spoilt_page_has_the_same_findings_where_they_went() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let mut followed = 0;
    let mut differing: BTreeMap<(Rule, Shape), String> = BTreeMap::new();
    let rules = Rule::ALL.iter().copied();
    for rule in rules.filter(|rule| *rule != Rule::EndpointUndocumented) {
        let mut rng = fastrand::Rng::with_seed(41);
        let mutants = (0..EACH).map(|_| mutant(rule, &mut rng, PAGE).text);
        let pages: Vec<String> = mutants.chain([example(rule, "Bad")]).collect();
        for page in pages {
            let plain = findings(&judge, "/api/v1", &page);
            assert_eq!(plain.len(), 1, "{rule}");
            for shape in Shape::ALL {
                let shaped = shape.of(&page);
                let found = findings(&judge, "/api/v1", &shaped.text);
                let expected: Vec<Told> = plain
                    .iter()
                    .map(|finding| told(finding, shaped.of_page(finding.span)))
                    .collect();
                let actual: Vec<Told> = found
                    .iter()
                    .map(|finding| told(finding, shaped.of_text(finding.span)))
                    .collect();
                if actual != expected {
                    let difference =
                        format!("{expected:?}\n{actual:?}\n{}", show(&shaped.text, &found));
                    differing.entry((rule, shape)).or_insert(difference);
                    continue;
                }
                for finding in &found {
                    if let Some((place, by_hand)) = places(&shaped, finding.span) {
                        assert_eq!(place, by_hand, "{rule} in {shape:?}");
                        followed += 1;
                    }
                }
            }
        }
    }
    assert!(followed > 2000, "only {followed} places could be followed");
    let is_lost = |rule: Rule, shape: Shape| {
        let mut lost = LOST.iter();
        lost.any(|(known, shapes, _)| *known == rule && shapes.contains(&shape))
    };
    let unexpected: Vec<String> = differing
        .iter()
        .filter(|((rule, shape), _)| !is_lost(*rule, *shape))
        .map(|((rule, shape), difference)| format!("{rule} in {shape:?}: {difference}"))
        .collect();
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    for (rule, shapes, reason) in LOST {
        for shape in *shapes {
            assert!(
                differing.contains_key(&(*rule, *shape)),
                "{rule} is found in {shape:?} after all, so that it is not so that {reason}"
            );
        }
    }
}

#[test]
fn an_operation_without_a_section_is_missed_in_every_shape() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let missing = |text: &str| {
        let page = Page::read("page.md", text, ReaderChoice::Auto);
        let found =
            judge.undocumented(&judge.shown(&claim::read(&page, &claim::Options::default())));
        found
            .into_iter()
            .map(|one| (one.operation, one.span))
            .collect::<Vec<_>>()
    };
    let sections: Vec<&str> = PAGE.split("\n## ").collect();
    for cut in 1..sections.len() {
        let mut rest = sections.clone();
        rest.remove(cut);
        let page = rest.join("\n## ");
        let expected = missing(&page);
        assert_eq!(expected.len(), 1);
        for shape in Shape::ALL {
            assert_eq!(missing(&shape.of(&page).text), expected, "{shape:?}");
        }
    }
}
