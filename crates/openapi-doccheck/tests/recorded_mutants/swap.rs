//! Examples in the place of others: the payload of another operation is one finding, in the place of all others.

use std::collections::BTreeMap;
use std::ops::Range;

use openapi_doccheck::claim::{Claim, ClaimKind};
use openapi_doccheck::finding::Finding;
use openapi_doccheck::rule::Rule;

use crate::EACH;
use crate::case::{Case, PAGES, key, with_cases};

/// An example and what it shows.
struct Shown {
    operation: String,
    at: Range<usize>,
    what: &'static str,
}

/// What the examples of an operation show, by hand.
fn what(operation: &str, is_sent: bool) -> &'static str {
    match (operation, is_sent) {
        ("play_job", true) => "variables",
        ("list_project_jobs" | "list_pipeline_jobs", false) => "jobs",
        ("list_pipeline_bridges", false) => "bridges",
        ("get_allowed_agents", false) => "agents",
        (
            "get_current_job" | "get_job" | "cancel_job" | "retry_job" | "erase_job"
            | "keep_job_artifacts" | "play_job",
            false,
        ) => "job",
        _ => panic!("nobody said what {operation} shows"),
    }
}

fn shown(case: &Case<'_>) -> Vec<Shown> {
    let one = |claim: &Claim| {
        let (is_sent, example) = match &claim.kind {
            ClaimKind::Request(example) => (true, example),
            ClaimKind::Response(example) => (false, example),
            _ => return None,
        };
        let span = example.json.node.as_ref()?.span;
        let operation = case.about(claim)?;
        let what = what(&operation, is_sent);
        Some(Shown {
            operation,
            at: span.start..span.end,
            what,
        })
    };
    case.claims.claims.iter().filter_map(one).collect()
}

/// What is wrong with the findings of an example in the place of another one.
fn complaint(case: &Case<'_>, here: &Shown, other: &Shown) -> Option<String> {
    let swapped = &case.text[other.at.clone()];
    let (before, after) = (&case.text[..here.at.start], &case.text[here.at.end..]);
    let found = case.judged(&format!("{before}{swapped}{after}"));
    let end = here.at.start + swapped.len();
    // What is wrong with the writing alone moves along with an example.
    let about_writing =
        |finding: &&Finding| matches!(finding.rule, Rule::JsonSyntax | Rule::JsonDuplicateKey);
    let (inside, outside): (Vec<_>, Vec<_>) = found
        .iter()
        .partition(|finding| (here.at.start..end).contains(&finding.span.start));
    let inside: Vec<_> = inside
        .into_iter()
        .filter(|one| !about_writing(one))
        .collect();
    let mut left: BTreeMap<_, usize> = BTreeMap::new();
    for finding in case
        .findings
        .iter()
        .filter(|one| !here.at.contains(&one.span.start))
    {
        *left.entry(key(finding)).or_default() += 1;
    }
    for finding in outside {
        match left.get_mut(&key(finding)).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => return Some(format!("+ {}: {}", finding.rule, finding.message)),
        }
    }
    if let Some((gone, _)) = left.iter().find(|(_, left)| **left > 0) {
        return Some(format!("- {gone:?}"));
    }
    let bracket = (here.at.start, here.at.start + 1);
    match &inside[..] {
        [only]
            if only.rule == Rule::PayloadShape && (only.span.start, only.span.end) == bracket =>
        {
            None
        }
        _ => {
            let told = inside
                .iter()
                .map(|one| format!("\n    {}: {}", one.rule, one.message));
            Some(told.collect())
        }
    }
}

#[test]
#[ignore = "needs RECORDED_PAGES"]
fn every_example_in_the_place_of_another_is_one_finding_at_its_first_bracket() {
    let (mut count, mut failures) = (0, Vec::new());
    with_cases(&PAGES, |cases| {
        for case in cases {
            let all = shown(case);
            for here in &all {
                for other in all.iter().filter(|other| other.what != here.what) {
                    count += 1;
                    if let Some(told) = complaint(case, here, other) {
                        let (name, here, other) = (case.name, &here.operation, &other.operation);
                        failures.push(format!("{name}: {other} for {here}: {told}"));
                    }
                }
            }
        }
    });
    println!("{count} examples in the place of others");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count >= EACH, "only {count}");
}
