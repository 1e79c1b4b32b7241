//! Every recorded fact holds on the document.

use gitlab_jobs_tests::decode::{Decoding, round_trip};
use gitlab_jobs_tests::facts::{self, Claim, Contract, Expected, Fact, Refusal};
use gitlab_jobs_tests::input::Root;
use gitlab_jobs_tests::payload::Slot;
use openapi_document::Pointer;

fn all() -> Vec<Fact> {
    facts::load(&Root::default().path("tests/facts")).expect("the facts can be read")
}

#[test]
fn every_fact_holds() {
    let document = Root::default().document().unwrap();
    let facts = all();
    let disagreements: Vec<_> = facts::check(&document, &facts)
        .unwrap()
        .iter()
        .map(|(fact, disagreement)| {
            format!(
                "{}: {}: {disagreement} (source: {})",
                fact.file, fact.name, fact.source
            )
        })
        .collect();
    assert!(
        disagreements.is_empty(),
        "of {} facts:\n{}",
        facts.len(),
        disagreements.join("\n")
    );
}

#[test]
fn every_operation_has_facts_and_every_fact_a_source() {
    let document = Root::default().document().unwrap();
    let facts = all();
    for operation in document.operations() {
        let is_success = |fact: &&Fact| matches!(fact.claim, Claim::Success(_));
        let facts = facts.iter().filter(|fact| fact.operation == operation.id());
        assert_eq!(facts.filter(is_success).count(), 1, "{}", operation.id());
    }
    for fact in &facts {
        assert!(
            !fact.source.trim().is_empty(),
            "{}: {} has no source",
            fact.file,
            fact.name
        );
    }
}

/// Turns what a fact states around, where that is possible without knowing the document.
fn reversed(fact: &Fact) -> Option<Fact> {
    let elsewhere = || Refusal {
        rule: "type".to_owned(),
        at: Pointer::root().join("nowhere"),
    };
    let claim = match fact.claim.clone() {
        Claim::Exists(is) => Claim::Exists(!is),
        Claim::Deprecated(is) => Claim::Deprecated(!is),
        Claim::Success(status) => Claim::Success(status + 1),
        Claim::Answers(_) => Claim::Answers(418),
        Claim::Media(status, _) => Claim::Media(status, Some("image/png".to_owned())),
        Claim::Text(status, _) => Claim::Text(status, "image/png".to_owned()),
        Claim::Header(status, is) => Claim::Header(status, !is),
        Claim::HeaderRequired(status, is) => Claim::HeaderRequired(status, !is),
        Claim::Credential(name, is) => Claim::Credential(name, !is),
        Claim::Parameter(place, None) => Claim::Parameter(place, Some(true)),
        Claim::Parameter(place, Some(required)) => Claim::Parameter(place, Some(!required)),
        Claim::Wire { value, text } => Claim::Wire {
            value,
            text: format!("{text}!"),
        },
        Claim::Value {
            location,
            value,
            refused,
        } => {
            let refused = if refused.is_some() {
                None
            } else {
                Some(elsewhere())
            };
            Claim::Value {
                location,
                value,
                refused,
            }
        }
        Claim::Body {
            slot,
            value,
            expected,
        } => {
            let expected = match expected {
                Expected::Valid => Expected::Refused(elsewhere()),
                _ => Expected::Valid,
            };
            Claim::Body {
                slot,
                value,
                expected,
            }
        }
        Claim::Schema { slot, at, says, is } => Claim::Schema {
            slot,
            at,
            says,
            is: !is,
        },
        Claim::Routed { method, path, .. } => Claim::Routed {
            method,
            path: format!("{path}/nowhere/at/all"),
            values: [].into(),
        },
        _ => return None,
    };
    Some(Fact {
        claim,
        ..fact.clone()
    })
}

#[test]
fn a_wrong_fact_fails() {
    let document = Root::default().document().unwrap();
    let wrong: Vec<_> = all().iter().filter_map(reversed).collect();
    let failed = facts::check(&document, &wrong).unwrap();
    let failed: Vec<_> = failed
        .iter()
        .map(|(fact, _)| std::ptr::from_ref(*fact))
        .collect();
    for fact in &wrong {
        assert!(
            failed.contains(&std::ptr::from_ref(fact)),
            "passes although it is wrong: {}",
            fact.name
        );
    }
}

#[test]
fn an_older_contract_does_not_take_what_came_later() {
    let document = Root::default().document().unwrap();
    let is_today = |fact: &&Fact| fact.contract == Contract::Of(facts::TODAY.to_owned());
    let answers = |fact: &&Fact| fact.name == "a job is played with inputs" && is_today(fact);
    let mut fact = all().iter().find(answers).unwrap().clone();
    fact.contract = Contract::Of("14.9".to_owned());
    assert_eq!(facts::check(&document, &[fact]).unwrap().len(), 1);
}

#[test]
fn every_answer_that_servers_are_known_to_send_goes_through_the_clients_types() {
    let document = Root::default().document().unwrap();
    let mut wrong = Vec::new();
    let mut read = 0;
    for fact in all() {
        let Claim::Body {
            slot: Slot::Response(status @ 200..300),
            value,
            expected: Expected::Valid,
        } = &fact.claim
        else {
            continue;
        };
        let response = document
            .operation(&fact.operation)
            .and_then(|operation| operation.response(*status));
        let json = response.and_then(|response| response.json()).unwrap();
        let (_, address) = json.schema().unwrap();
        let decoding = round_trip(&document, &address, &value.to_json());
        match decoding.expect("the client has a type for each answer") {
            Decoding::Equal(_) => read += 1,
            other => wrong.push(format!("{}: {}: {other:?}", fact.file, fact.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read > 500, "only {read} answers were found");
}
