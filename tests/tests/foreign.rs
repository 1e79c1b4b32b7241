//! Other people's clients, unmodified, each take one tour of the mock server; what is wrong with them is a checked-in list.
//!
//! The tours are ignored unless `cargo xtask foreign` runs them, which installs the clients first.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::collections::BTreeSet;

use gitlab_jobs_mock::Mock;
use gitlab_jobs_tests::input::Root;

#[path = "foreign/clients.rs"]
mod clients;
#[path = "foreign/judge.rs"]
mod judge;
#[path = "foreign/schemathesis.rs"]
mod schemathesis;
#[path = "foreign/tour.rs"]
mod tour;
#[path = "foreign/verdicts.rs"]
mod verdicts;

use clients::CLIENTS;
use judge::{Request, Tour};

/// In which way a tour is taken.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Way {
    /// Everything is at one origin.
    Plain,
    /// Archives are redirected to a second origin.
    ObjectStorage,
    /// The same, with the token in the header `Authorization`.
    ObjectStorageByOauth,
}

impl Way {
    /// What findings begin with that are only made this way.
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::ObjectStorage => "with object storage, ",
            Self::ObjectStorageByOauth => "with object storage and an OAuth token, ",
        }
    }
}

/// Lets a client take its tour, and tells what there is to say about it, and what its program said.
async fn findings(client: &str, way: Way) -> (BTreeSet<String>, String) {
    let object_storage = way != Way::Plain;
    let mock = Mock::builder().object_storage(object_storage).start();
    let mock = mock.unwrap();
    let mut expected = tour::expected(&mock).await;
    mock.clear_journal();
    let mut tour = clients::tour(client);
    if way == Way::ObjectStorageByOauth {
        tour.env("GITLAB_OAUTH_TOKEN", mock.token());
    }
    let ended = clients::run(&mut tour, &mock).unwrap();
    let journal = mock.journal();
    for entry in &journal {
        assert_eq!(entry.response, [], "a bug of the mock server: {entry:#?}");
    }
    expected.insert("retry", tour::newest(&mock).await);
    let said = format!("{}{}", ended.stdout, ended.stderr);
    assert!(ended.success, "the tour of {client} broke off:\n{said}");
    let found = judge::findings(&Tour {
        steps: tour::report(&ended.stdout).unwrap(),
        expected,
        requests: journal.iter().map(Request::of).collect(),
        variables: mock.variables(tour::PLAYED.0),
        object_storage,
    });
    (found, said)
}

async fn takes_the_tour(client: &str) {
    let (plain, mut said) = findings(client, Way::Plain).await;
    let mut found = plain.clone();
    for way in [Way::ObjectStorage, Way::ObjectStorageByOauth] {
        // It guesses the kind of a token from its length, and takes ours for the other kind.
        if way == Way::ObjectStorageByOauth && client == "ruby-gitlab" {
            continue;
        }
        let name = way.name();
        let (elsewhere, then) = findings(client, way).await;
        let new = elsewhere.difference(&plain);
        found.extend(new.map(|finding| format!("{name}{finding}")));
        let gone = plain.difference(&elsewhere);
        found.extend(gone.map(|finding| format!("{name}not: {finding}")));
        said = format!("{said}\n{name}it said:\n{then}");
    }
    let known = verdicts::read().unwrap();
    let differences = verdicts::differences(&known[client], &found);
    assert_eq!(
        differences,
        [""; 0],
        "{client} and {} disagree. It said:\n{said}",
        verdicts::LIST
    );
}

#[tokio::test]
#[ignore = "needs the client: run `cargo xtask foreign`"]
async fn client_go_takes_the_tour() {
    takes_the_tour("client-go").await;
}

#[tokio::test]
#[ignore = "needs the client: run `cargo xtask foreign`"]
async fn gitbeaker_takes_the_tour() {
    takes_the_tour("gitbeaker").await;
}

#[tokio::test]
#[ignore = "needs the client: run `cargo xtask foreign`"]
async fn gitlab4j_takes_the_tour() {
    takes_the_tour("gitlab4j").await;
}

#[tokio::test]
#[ignore = "needs the client: run `cargo xtask foreign`"]
async fn python_gitlab_takes_the_tour() {
    takes_the_tour("python-gitlab").await;
}

#[tokio::test]
#[ignore = "needs the client: run `cargo xtask foreign`"]
async fn ruby_gitlab_takes_the_tour() {
    takes_the_tour("ruby-gitlab").await;
}

#[tokio::test]
#[ignore = "needs the client: run `cargo xtask foreign`"]
async fn rust_gitlab_takes_the_tour() {
    takes_the_tour("rust-gitlab").await;
}

#[test]
#[ignore = "needs Schemathesis: run `cargo xtask foreign`"]
fn schemathesis_finds_no_answer_that_the_document_does_not_have() {
    let mock = Mock::builder().start().unwrap();
    let ended = schemathesis::tries(&mock);
    assert!(ended.success, "{}{}", ended.stdout, ended.stderr);
    for entry in mock.journal() {
        assert_eq!(entry.response, [], "a bug of the mock server: {entry:#?}");
        assert!(entry.status < 500, "{entry:#?}");
    }
    // Otherwise it would have tried nothing but locked doors.
    assert_eq!(schemathesis::never_well(&mock), [""; 0]);
}

#[test]
fn every_client_is_installed_listed_and_taken_along() {
    let listed: Vec<_> = verdicts::read().unwrap().into_keys().collect();
    assert_eq!(listed, CLIENTS, "in {}", verdicts::LIST);
    let task = Root::default().read("xtask/src/foreign.rs").unwrap();
    let here = Root::default().read("tests/tests/foreign.rs").unwrap();
    for client in CLIENTS.into_iter().chain([schemathesis::NAME]) {
        assert!(clients::sources(client).is_dir(), "{client}");
        assert!(task.contains(&format!("name: \"{client}\"")), "{client}");
        // `cargo xtask foreign --client NAME` finds its test by this.
        let test = format!("fn {}_", client.replace('-', "_"));
        assert!(here.contains(&test), "{client}");
    }
}
