//! Mutants of the recorded pages: one small mistake more is exactly one finding more, where the mistake is. Run with
//! `--ignored` and the folder of the pages in `RECORDED_PAGES`.
//!
//! Where a mistake can be made is taken from what the page claims, so one way to make it serves every shape of page.
#![expect(clippy::unwrap_used, reason = "the helpers of tests may fail a test")]

mod case;
mod command;
mod document;
mod example;
mod line;
mod row;
mod swap;

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use openapi_doccheck::rule::Rule;
use openapi_document::Document;

use case::{Case, PAGES, Site, document_file, key, with_cases, with_cases_of};

/// How many mutants each rule has at least.
const EACH: usize = 50;

/// The places of a page where a mistake breaks a rule, each with the mistake.
fn sites(rule: Rule, case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    match rule {
        Rule::JsonSyntax => example::syntax(case),
        Rule::JsonDuplicateKey => example::duplicate_keys(case),
        Rule::PayloadShape => example::shapes(case, rng),
        Rule::PayloadPropertyUnknown => example::unknown_properties(case, rng),
        Rule::PayloadPropertyMissing => example::missing_properties(case),
        Rule::PayloadType => example::types(case, rng),
        Rule::PayloadFormat => example::formats(case, rng),
        Rule::PayloadOpenValue | Rule::PayloadValue => example::set_values(case, rng),
        Rule::BindingUnsure => line::lost_examples(case, rng),
        Rule::DirectiveUnknown => line::unknown_directives(case, rng),
        Rule::EndpointUnknown => line::unknown_endpoints(case, rng),
        Rule::CurlSyntax => command::unknown_options(case, rng),
        Rule::CurlMethod => command::methods(case, rng),
        Rule::CurlPath => command::paths(case, rng),
        Rule::CurlQueryUnknown => command::unknown_queries(case, rng),
        Rule::CurlQueryValue => command::query_values(case, rng),
        Rule::CurlQueryMissing => command::missing_queries(case, rng),
        Rule::CurlHeaderUnknown => command::headers(case, rng),
        Rule::CurlBody => command::bodies(case, rng),
        Rule::CurlGlobbing => command::patterns(case, rng),
        Rule::CurlLocation => command::without_location(case, rng),
        Rule::CurlCredentials => command::credentials(case, rng),
        Rule::AttributeUnknown => row::unknown(case, rng),
        Rule::AttributeMissing => row::missing(case),
        Rule::AttributeType => row::types(case),
        Rule::AttributeRequired => row::required(case),
        Rule::AttributeValue => row::values(case, rng),
        Rule::AttributeDefault => row::defaults(case, rng),
        Rule::StatusUnknown => row::unknown_statuses(case, rng),
        Rule::StatusUndocumented => row::missing_statuses(case, rng),
        _ => Vec::new(),
    }
}

/// What is wrong with a mutant's findings; nothing when there is exactly one more, of the rule and at its place.
fn complaint(rule: Rule, case: &Case<'_>, site: &Site) -> Option<String> {
    let (text, near) = site.apply(&case.text);
    let found = case.judged(&text);
    let mut before: BTreeMap<_, usize> = BTreeMap::new();
    for finding in &case.findings {
        *before.entry(key(finding)).or_default() += 1;
    }
    let more = found.iter().filter(|finding| {
        let Some(left) = before.get_mut(&key(finding)).filter(|left| **left > 0) else {
            return true;
        };
        *left -= 1;
        false
    });
    let more: Vec<_> = more.collect();
    let fewer: Vec<_> = before.iter().filter(|(_, left)| **left > 0).collect();
    let there = |one: &&openapi_doccheck::finding::Finding| {
        one.rule == rule && (one.span.start..one.span.end) == near
    };
    if let [only] = &more[..]
        && there(only)
        && fewer.is_empty()
    {
        return None;
    }
    let told: Vec<String> = more
        .iter()
        .map(|one| format!("    + {} at {:?}: {}", one.rule, one.span, one.message))
        .chain(fewer.iter().map(|(gone, _)| format!("    - {gone:?}")))
        .collect();
    Some(format!(
        "{rule}: {} with `{}` at {near:?}:\n{}",
        case.name,
        site.with,
        told.join("\n")
    ))
}

/// What is wrong with the mutants of a rule.
fn complaints(rule: Rule, cases: &[Case<'_>]) -> Vec<String> {
    let mut failures = Vec::new();
    let mut rng = Rng::with_seed(17);
    let mut made: BTreeSet<(usize, Site)> = BTreeSet::new();
    // The pages take turns, so that each has its share.
    for turn in 0..40 * EACH {
        if made.len() >= EACH {
            break;
        }
        let index = turn % cases.len();
        let case = &cases[index];
        let case = if rule == Rule::AttributeValue {
            &row::completed(case)
        } else {
            case
        };
        let sites = sites(rule, case, &mut rng);
        if sites.is_empty() {
            continue;
        }
        let site = sites[rng.usize(..sites.len())].clone();
        if made.contains(&(index, site.clone())) {
            continue;
        }
        failures.extend(complaint(rule, case, &site));
        made.insert((index, site));
    }
    if made.len() < EACH {
        failures.push(format!("{rule}: only {} mutants", made.len()));
    }
    failures
}

#[test]
#[ignore = "needs RECORDED_PAGES"]
fn every_mutant_of_every_rule_is_exactly_one_finding_more_at_its_place() {
    let mut failures = Vec::new();
    with_cases(&PAGES, |cases| {
        // Other tests are about the document, or about a document with closed sets.
        let elsewhere = [
            Rule::EndpointUndocumented,
            Rule::EndpointDeprecated,
            Rule::PayloadValue,
        ];
        let rules = Rule::ALL.iter().filter(|rule| !elsewhere.contains(rule));
        failures.extend(rules.flat_map(|rule| complaints(*rule, cases)));
    });
    let told = failures.join("\n");
    assert!(failures.is_empty(), "{} of them\n{told}", failures.len());
}

#[test]
#[ignore = "needs RECORDED_PAGES"]
fn every_value_that_a_closed_set_does_not_hold_is_one_finding_more_at_its_place() {
    // All sets of values in the payloads of the document may grow; here they are closed.
    let yaml = std::fs::read_to_string(document_file()).unwrap();
    let closed = yaml.replace(" x-extensible-enum:", " enum:");
    assert_ne!(closed, yaml);
    let document = Document::parse("gitlab-jobs.yaml", &closed).expect("the document loads");
    let mut failures = Vec::new();
    with_cases_of(&document, &PAGES, |cases| {
        failures = complaints(Rule::PayloadValue, cases);
    });
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
