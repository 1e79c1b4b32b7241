//! Rules about the document as much as about the pages: operations that no page shows, or that are deprecated.

use std::collections::BTreeMap;

use openapi_doccheck::claim::ClaimKind;
use openapi_doccheck::finding::Finding;
use openapi_doccheck::judge::Judge;
use openapi_doccheck::rule::Rule;
use openapi_document::Document;

use crate::EACH;
use crate::case::{Case, PAGES, Site, at, document_file, key, options, with_cases, word};

/// Which operations no page shows, by their ids.
fn undocumented(case: &Case<'_>) -> Vec<String> {
    let shown = case.judge.shown(&case.claims);
    let missing = case.judge.undocumented(&shown);
    missing
        .into_iter()
        .filter_map(|finding| finding.operation)
        .collect()
}

#[test]
#[ignore = "needs RECORDED_PAGES"]
fn every_endpoint_line_that_is_spoilt_is_one_undocumented_operation() {
    let mut rng = fastrand::Rng::with_seed(19);
    let mut made = 0;
    with_cases(&PAGES, |cases| {
        for case in cases {
            let before = undocumented(case);
            let mut lines: BTreeMap<String, Vec<std::ops::Range<usize>>> = BTreeMap::new();
            for claim in &case.claims.claims {
                if let (ClaimKind::Endpoint(_), Some(operation)) = (&claim.kind, case.about(claim))
                {
                    lines
                        .entry(operation)
                        .or_default()
                        .push(claim.span.start..claim.span.end);
                }
            }
            for (operation, lines) in lines {
                let [line] = &lines[..] else {
                    panic!("{}: {operation} has {} lines", case.name, lines.len());
                };
                let slash = line.start + case.text[line.clone()].find('/').unwrap() + 1;
                let (text, _) =
                    Site::new(slash..slash, format!("{}/", word(&mut rng))).apply(&case.text);
                let mutant = Case::new(case.name, case.shape, text, case.judge);
                let mut after = undocumented(&mutant);
                let more = after.iter().position(|id| *id == operation);
                after.remove(
                    more.unwrap_or_else(|| panic!("{}: {operation} is not missed", case.name)),
                );
                assert_eq!(after, before, "{}: {operation}", case.name);
                made += 1;
            }
        }
    });
    assert!(made >= EACH, "only {made} mutants");
}

#[test]
#[ignore = "needs RECORDED_PAGES"]
fn every_operation_that_is_deprecated_is_told_at_its_endpoint_line() {
    let yaml = std::fs::read_to_string(document_file()).unwrap();
    let mut made = 0;
    with_cases(&PAGES, |cases| {
        for (case, (name, _, version)) in cases.iter().zip(PAGES) {
            for claim in &case.claims.claims {
                let (ClaimKind::Endpoint(_), Some(operation)) = (&claim.kind, case.about(claim))
                else {
                    continue;
                };
                let line = format!("\n      operationId: {operation}\n");
                assert_eq!(yaml.matches(&line).count(), 1, "{operation}");
                let deprecated = format!("{line}      deprecated: true\n");
                let mutant = yaml.replace(&line, &deprecated);
                let Ok(document) = Document::parse("gitlab-jobs.yaml", &mutant) else {
                    // The key is there twice: today's document deprecates it already.
                    continue;
                };
                let document = at(&document, version);
                let judge = Judge::new(&document, options());
                let found = judge.page(&case.page, &case.claims);
                let more: Vec<&Finding> = found
                    .iter()
                    .filter(|one| one.rule == Rule::EndpointDeprecated)
                    .collect();
                let [only] = &more[..] else {
                    panic!("{name}: {operation}: {} findings", more.len());
                };
                assert_eq!(only.span, claim.span, "{name}: {operation}");
                let rest = found
                    .iter()
                    .filter(|one| one.rule != Rule::EndpointDeprecated);
                let rest: Vec<_> = rest.map(key).collect();
                let before: Vec<_> = case.findings.iter().map(key).collect();
                assert_eq!(rest, before, "{name}: {operation}");
                made += 1;
            }
        }
    });
    assert!(made >= EACH, "only {made} mutants");
}
