//! Mutants: one small mistake in a clean page gives exactly one finding more, where the mistake is.

use std::collections::BTreeSet;

use fastrand::Rng;
use openapi_doccheck::claim;
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::rule::Rule;

use crate::mutants::mutant;
use crate::{findings, judge, kettles, show};

const PAGE: &str = include_str!("kettles.md");
const EACH: usize = 60;

/// The page with its sections in another order, which leaves it clean.
fn shuffled(rng: &mut Rng) -> String {
    let mut sections: Vec<&str> = PAGE.trim_end().split("\n## ").map(str::trim_end).collect();
    rng.shuffle(&mut sections[1..]);
    format!("{}\n", sections.join("\n\n## "))
}

#[test]
fn the_page_that_mutants_are_made_of_is_clean() {
    let document = kettles();
    let found = findings(&judge(&document, "/api/v1"), "/api/v1", PAGE);
    assert!(found.is_empty(), "{}", show(PAGE, &found));
}

#[test]
fn every_mutant_of_every_rule_is_exactly_one_finding_more_at_its_place() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let mut failures = Vec::new();
    for rule in Rule::ALL
        .iter()
        .copied()
        .filter(|rule| *rule != Rule::EndpointUndocumented)
    {
        let mut rng = Rng::with_seed(41);
        let mut seen = BTreeSet::new();
        let mut tries = 0;
        while seen.len() < EACH && tries < 20 * EACH {
            tries += 1;
            let mutant = {
                let page = shuffled(&mut rng);
                mutant(rule, &mut rng, &page)
            };
            if !seen.insert(mutant.text.clone()) {
                continue;
            }
            let found = findings(&judge, "/api/v1", &mutant.text);
            let rules: Vec<Rule> = found.iter().map(|finding| finding.rule).collect();
            let there = found
                .first()
                .is_some_and(|finding| (finding.span.start..finding.span.end) == mutant.span);
            if rules != [rule] || !there {
                let slice = &mutant.text[mutant.span.clone()];
                failures.push(format!(
                    "{rule}: at `{slice}`:\n{}",
                    show(&mutant.text, &found)
                ));
                break;
            }
        }
        if tries >= 20 * EACH {
            failures.push(format!("{rule}: only {} mutants differ", seen.len()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_section_that_is_cut_is_one_undocumented_operation() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let claims = |text: &str| {
        let page = Page::read("page.md", text, ReaderChoice::Auto);
        claim::read(&page, &claim::Options::default())
    };
    let missing = |text: &str| judge.undocumented(&judge.shown(&claims(text)));
    assert!(missing(PAGE).is_empty());
    let mut rng = Rng::with_seed(43);
    let mut seen = BTreeSet::new();
    while seen.len() < EACH {
        let page = shuffled(&mut rng);
        let sections: Vec<&str> = page.split("\n## ").collect();
        let cut = rng.usize(1..sections.len());
        let mut rest = sections.clone();
        let gone = claims(&format!("## {}", rest.remove(cut)));
        let operation = judge.about(&gone, &gone.claims[0]);
        let mutant = rest.join("\n## ");
        let found = missing(&mutant);
        let told: Vec<String> = found
            .iter()
            .filter_map(|one| one.operation.clone())
            .collect();
        assert_eq!(told, operation, "{}", sections[cut]);
        let place = document.locate(found[0].span);
        let id =
            &document.source(found[0].span.file).text()[found[0].span.start..found[0].span.end];
        assert_eq!(id, operation[0], "{place}");
        seen.insert(mutant);
    }
}
