//! The claims of the document that nothing would miss if they changed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]
#![allow(dead_code, reason = "the treaty's own tests use what is not used here")]

#[path = "treaty/calls.rs"]
mod calls;
#[path = "treaty/refusals.rs"]
mod refusals;
#[path = "treaty/stage.rs"]
mod stage;
#[path = "treaty/successes.rs"]
mod successes;
#[path = "treaty/suite.rs"]
mod suite;
#[path = "treaty/wire.rs"]
mod wire;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use gitlab_jobs_tests::facts::{self, Claim, Fact};
use gitlab_jobs_tests::input::Root;
use gitlab_jobs_tests::mutate::{self, Mutant, Reach};
use gitlab_jobs_tests::payload;
use openapi_document::Document;

/// The document without prose, and all evidence there is of it.
fn evidence() -> (Document, Vec<Fact>) {
    let root = Root::default();
    let document = mutate::bare(&root.document().expect("the document can be read"));
    let mut facts = facts::load(&root.path("tests/facts")).expect("the facts can be read");
    let payloads = payload::load(&root).expect("the payloads can be read");
    facts.extend(mutate::payload_facts(&document, &payloads).expect("the history applies"));
    facts.extend_from_slice(&TREATY);
    (document, facts)
}

/// What the exchanges of the treaty prove; what many of them say alike is said once.
static TREATY: LazyLock<Vec<Fact>> = LazyLock::new(|| {
    let mut known = BTreeSet::new();
    let played = suite::play().into_iter();
    let facts = played.flat_map(|(step, exchanges)| {
        let evidence = exchanges.into_iter();
        evidence.flat_map(move |exchange| exchange.evidence(&step.seen))
    });
    facts
        .filter(|fact| {
            let says = format!("{} {} {:?}", fact.operation, fact.about, fact.claim);
            known.insert(says)
        })
        .collect()
});

#[test]
fn every_claim_that_nothing_proves_is_listed() {
    let (document, facts) = evidence();
    // A fact that is already wrong would seem to notice every mutation.
    let wrong = facts::check(&document, &facts).unwrap();
    let wrong: Vec<_> = wrong
        .iter()
        .map(|(fact, why)| format!("{}: {}: {why}", fact.file, fact.name))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let mutants = mutate::all(&document);
    let survey = mutate::survey(&document, &mutants, &facts, false);
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("unproven", survey.to_text());
    });
}

#[test]
fn showing_a_mutation_only_to_the_facts_that_can_see_it_loses_nothing() {
    let (document, facts) = evidence();
    let mut sample = mutate::all(&document);
    let mut number = 0;
    // Nearly everything is noticed, so a group with survivors joins the sample.
    sample.retain(|mutant| {
        number += 1;
        number % 41 == 0 || mutant.group() == "JobPlayInput"
    });
    let quick = mutate::survey(&document, &sample, &facts, false);
    let thorough = mutate::survey(&document, &sample, &facts, true);
    assert_eq!(quick.survivors(), thorough.survivors());
    assert!(
        !quick.survivors().is_empty(),
        "the sample has no survivor to compare"
    );
    assert!(
        quick.survivors().len() < sample.len(),
        "the sample has nothing that was noticed"
    );
}

#[test]
fn every_mutation_has_its_own_name_and_changes_the_document() {
    let (document, _) = evidence();
    let mutants = mutate::all(&document);
    let names: BTreeSet<_> = mutants.iter().map(|mutant| &mutant.name).collect();
    assert_eq!(names.len(), mutants.len());
    for mutant in &mutants {
        assert!(
            mutant.apply(&document).root() != document.root(),
            "{} changes nothing",
            mutant.name
        );
    }
}

#[test]
fn a_mutation_that_changes_nothing_survives() {
    let (document, facts) = evidence();
    let place = "/components/schemas/JobBasic".parse().unwrap();
    let idle = [Mutant::idle(place)];
    let unit = Reach::unit(&idle[0].place);
    let reach = Reach::new(&document);
    assert!(
        facts.iter().any(|fact| reach.of(fact).contains(&unit)),
        "no fact looks there"
    );
    let survey = mutate::survey(&document, &idle, &facts, false);
    assert_eq!(survey.survivors().len(), 1);
}

#[test]
fn a_mutation_that_no_fact_is_shown_survives() {
    let (document, _) = evidence();
    let mutants = mutate::all(&document);
    let named = |mutant: &Mutant| mutant.name == "JobBasic.properties.coverage: nullable removed";
    let mutant: Vec<_> = mutants.into_iter().filter(named).collect();
    let without = mutate::survey(&document, &mutant, &[], false);
    assert_eq!(without.survivors().len(), 1);
    let (_, facts) = evidence();
    let with = mutate::survey(&document, &mutant, &facts, false);
    assert!(with.survivors().is_empty());
}

#[test]
fn what_follows_from_the_document_is_no_evidence_for_it() {
    let facts = &*TREATY;
    let is_a_request = |fact: &Fact| {
        matches!(
            fact.claim,
            Claim::Exists(_) | Claim::Routed { .. } | Claim::Credential(..) | Claim::Parameter(..)
        )
    };
    assert!(!facts.iter().any(is_a_request));
    let of = |operation: &str, about: &str| {
        let mut facts = facts.iter();
        facts.any(|fact| fact.operation == operation && fact.about == about)
    };
    // The first two are sent and their effect seen; the server has no effect to show of the third.
    assert!(of("cancel_job", "force") && of("cancel_job", "Sudo"));
    assert!(!of("list_project_jobs", "order_by"));
}

#[test]
fn the_treaty_alone_notices_what_an_answer_can_show() {
    let root = Root::default();
    let document = mutate::bare(&root.document().unwrap());
    let sample = [
        "JobBasic.properties.web_url: renamed",
        "cancel_job.responses.201: changed to 200",
        "erase_job.responses.409: dropped",
        "list_project_jobs.responses.405: dropped",
        "parameters.Force: renamed",
        "parameters.OrderBy: renamed",
    ];
    let mut mutants = mutate::all(&document);
    mutants.retain(|mutant| sample.contains(&mutant.name.as_str()));
    assert_eq!(mutants.len(), sample.len());
    let survey = mutate::survey(&document, &mutants, &TREATY, false);
    assert_eq!(
        survey.survivors(),
        BTreeSet::from(["parameters.OrderBy: renamed"])
    );
}
