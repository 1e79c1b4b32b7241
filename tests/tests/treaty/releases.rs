//! The treaty of every release: the client of today and the mock server of then, each operation in its plainest form.
//!
//! What an old mock server answers follows from the document's history, so that this is no evidence for it; it shows that
//! the client reads what the history promises, and that both sides know the same operations.

use std::collections::BTreeSet;

use gitlab_jobs_mock::Mock;
use gitlab_jobs_tests::exchange::Court;
use gitlab_jobs_tests::facts::{self, Contract};
use openapi_document::Document;
use openapi_document::history::Version;
use openapi_document::node::{Node, Value};

use crate::calls::{CALLS, Target, is_for_jobs};
use crate::stage::{Stage, runtime};

/// The oldest release there is a contract of, and each with which something changed: all others are like the one before.
pub(crate) fn all(document: &Document) -> BTreeSet<Version> {
    let oldest: Version = "12.6".parse().unwrap();
    let mut found = BTreeSet::from([oldest]);
    collect(document.root(), &mut found);
    found.retain(|version| *version >= oldest);
    found
}

fn collect(node: &Node, found: &mut BTreeSet<Version>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => {
            for member in members {
                if member.key == "x-gitlab-history" {
                    let versions = member.node.items().iter();
                    let texts = versions.filter_map(|entry| entry.get("version")?.as_str());
                    found.extend(texts.map(|text| text.parse::<Version>().unwrap()));
                } else {
                    collect(&member.node, found);
                }
            }
        }
        _ => {}
    }
}

/// What a server of one release and the client of today disagree about, by the contract of a release.
pub(crate) fn wrong(document: &Document, release: &Version, contract: &Version) -> Vec<String> {
    let contract = Contract::Of(contract.to_string());
    let contract = facts::project(document, &contract).unwrap().unwrap();
    let court = Court::new(&contract);
    let stage = Stage::start(Mock::builder().as_of(release.to_string()), None);
    let mut wrong = Vec::new();
    for (operation, call) in CALLS {
        let client = if is_for_jobs(operation) {
            stage.job()
        } else {
            stage.maintainer()
        };
        let before = stage.exchanges().len();
        let result = runtime().block_on(call(client, Target::good(operation)));
        let mut object = |what: String| wrong.push(format!("{release}: {operation}: {what}"));
        match (contract.operation(operation), result) {
            (Some(_), Ok(())) => {
                for mut exchange in stage.exchanges().into_iter().skip(before) {
                    (*operation).clone_into(&mut exchange.operation);
                    for objection in court.judge(&exchange) {
                        object(format!("{objection:?}"));
                    }
                }
            }
            (None, Ok(())) => object("it works before it exists".to_owned()),
            (None, Err(error)) if error.is_not_found() => {}
            (_, Err(error)) => object(error.to_string()),
        }
    }
    wrong
}
