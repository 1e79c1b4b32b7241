//! The treaty: the client and the mock server are two independent readings of one document, and agree.
//!
//! Every step plays on a server of its own, with a recorder in between. What was recorded is held against the document,
//! against the document with single lies in it, and (in `unproven`) is evidence for the document. With the recorder
//! answering or asking otherwise, the same steps must fail: whoever reads the API differently is found out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

#[path = "treaty/calls.rs"]
mod calls;
#[path = "treaty/coverage.rs"]
mod coverage;
#[path = "treaty/flips.rs"]
mod flips;
#[path = "treaty/refusals.rs"]
mod refusals;
#[path = "treaty/releases.rs"]
mod releases;
#[path = "treaty/stage.rs"]
mod stage;
#[path = "treaty/successes.rs"]
mod successes;
#[path = "treaty/suite.rs"]
mod suite;
#[path = "treaty/twists.rs"]
mod twists;
#[path = "treaty/wire.rs"]
mod wire;

use std::collections::BTreeSet;

use gitlab_jobs::ProjectJobsOptions;
use gitlab_jobs_mock::{CredentialKind, Mock};
use gitlab_jobs_tests::exchange::{Court, Side};
use gitlab_jobs_tests::facts::{self, Contract};
use gitlab_jobs_tests::input::Root;
use openapi_document::Document;

use calls::{LIMIT, app};
use stage::runtime;

/// The document as the newest server reads it, which the mock server claims to be.
fn today(document: &Document) -> Document {
    let today = Contract::Of(facts::TODAY.to_owned());
    facts::project(document, &today).unwrap().unwrap()
}

fn assert_snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn every_operation_succeeds_and_neither_side_breaks_the_document() {
    let document = today(&Root::default().document().unwrap());
    let court = Court::new(&document);
    let mut wrong = Vec::new();
    let mut succeeded = BTreeSet::new();
    for (step, exchanges) in suite::play() {
        for exchange in &exchanges {
            if exchange.is_success() {
                succeeded.insert(exchange.operation.clone());
            }
            for objection in court.judge(exchange) {
                if !(step.breaks && objection.side == Side::Request) {
                    wrong.push(format!("{}, {}: {objection:?}", step.operation, step.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let operations = document.operations();
    let operations = operations.iter().map(|operation| operation.id().to_owned());
    assert_eq!(succeeded, operations.collect());
}

#[test]
fn every_parameter_and_status_is_met_or_said_to_be_out_of_reach() {
    let document = today(&Root::default().document().unwrap());
    let played = suite::play();
    let coverage = coverage::of(&document, &played);
    assert_eq!(coverage.wrong, [] as [String; 0]);
    assert_snapshot("treaty_coverage", &coverage.text);
}

#[test]
fn every_flip_of_the_document_is_noticed_in_an_exchange() {
    let document = Root::default().document().unwrap();
    let played = suite::play();
    let flips = flips::of(&document, &played);
    assert_eq!(flips.unnoticed, [] as [String; 0]);
    assert_snapshot("treaty_flips", &flips.text);
}

#[test]
fn the_suite_fails_against_a_server_that_reads_the_api_differently() {
    let document = today(&Root::default().document().unwrap());
    let twists = twists::of(&document, &suite::steps());
    assert_eq!(twists.unnoticed, [] as [String; 0]);
    assert_snapshot("treaty_twists", &twists.text);
}

#[test]
fn both_sides_agree_on_every_release() {
    let document = Root::default().document().unwrap();
    let releases = releases::all(&document);
    assert!(releases.len() > 20, "{releases:?}");
    let wrong: Vec<String> = releases
        .iter()
        .flat_map(|release| releases::wrong(&document, release, release))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // By the contract of the oldest release, what the newest answers is wrong.
    let (old, new) = (releases.first().unwrap(), releases.last().unwrap());
    assert!(releases::wrong(&document, new, old).len() > 10);
}

#[test]
fn a_list_comes_newest_first_and_nothing_twice() {
    let mock = Mock::builder().strict(true).start().unwrap();
    let client = gitlab_jobs::Client::builder(mock.api_url())
        .access_token(mock.token())
        .build()
        .unwrap();
    let few = ProjectJobsOptions::default().per_page(3);
    let jobs = runtime().block_on(client.all_project_jobs(&app(), &few).into_vec());
    let ids: Vec<_> = jobs.unwrap().iter().map(|job| job.id).collect();
    assert!(ids.len() > 6, "there are several pages");
    assert!(ids.windows(2).all(|pair| pair[0] > pair[1]), "{ids:?}");
}

#[test]
fn the_object_storage_sees_no_credential() {
    let mock = Mock::builder()
        .strict(true)
        .object_storage(true)
        .start()
        .unwrap();
    let client = gitlab_jobs::Client::builder(mock.api_url())
        .access_token(mock.token())
        .build()
        .unwrap();
    let archive = runtime().block_on(async {
        let archive = client.download_job_artifacts(&app(), 1001).await.unwrap();
        archive.into_inner().bytes(LIMIT).await.unwrap()
    });
    assert!(archive.starts_with(b"PK"));
    let journal = mock.journal();
    let redirect = journal
        .iter()
        .find(|entry| entry.operation == "download_job_artifacts")
        .unwrap();
    assert_eq!(
        (redirect.status, redirect.credential),
        (302, CredentialKind::PrivateToken)
    );
    let elsewhere: Vec<_> = journal
        .iter()
        .filter(|entry| entry.operation == "object-storage")
        .collect();
    assert_eq!(elsewhere.len(), 1, "the storage was asked once");
    assert_eq!(elsewhere[0].credential, CredentialKind::None);
    assert_eq!(elsewhere[0].request, []);
}
