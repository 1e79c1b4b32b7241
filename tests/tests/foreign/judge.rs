//! What there is to say about a tour: every difference between what was asked and answered, and what should have been.

use std::collections::{BTreeMap, BTreeSet};

use gitlab_jobs_mock::{CredentialKind, Entry, Origin};
use serde_json::Value;

use crate::tour::{Outcome, PLAYED, STEPS};

/// What came of a tour.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tour {
    /// Each step's outcome, by its name.
    pub(crate) steps: BTreeMap<String, Outcome>,
    /// What each step should have seen.
    pub(crate) expected: BTreeMap<&'static str, Value>,
    /// What reached the server.
    pub(crate) requests: Vec<Request>,
    /// The variables of the job that was played.
    pub(crate) variables: Vec<(String, String)>,
    /// Whether archives lie at a second origin.
    pub(crate) object_storage: bool,
}

/// A request as the server's journal has it, as far as it matters here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    /// The operation, or method and path where there is none.
    pub(crate) operation: String,
    /// The answer's status.
    pub(crate) status: u16,
    /// Where and how it breaks the document: `query include_retried: type`.
    pub(crate) broken: Vec<String>,
    /// The credentials that reached the object storage.
    pub(crate) leaked: Vec<&'static str>,
}

impl Request {
    /// The part of a journal's entry that matters here.
    pub(crate) fn of(entry: &Entry) -> Self {
        let elsewhere = entry.origin == Origin::ObjectStorage;
        let operation = match entry.operation.as_str() {
            _ if elsewhere => "object storage".to_owned(),
            "" => format!("{} {}", entry.method, entry.path),
            known => known.to_owned(),
        };
        let sent = entry.credentials.iter().filter(|_| elsewhere);
        let leaked = sent.filter(|kind| **kind != CredentialKind::None);
        let broken = entry.request.iter().filter(|_| !elsewhere);
        Self {
            operation,
            status: entry.status,
            broken: broken
                .map(|verdict| format!("{}: {}", verdict.place, verdict.rule))
                .collect(),
            leaked: leaked.map(|kind| kind.as_str()).collect(),
        }
    }
}

/// Every finding of a tour, worded as `verdicts.yaml` has it.
pub(crate) fn findings(tour: &Tour) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for request in &tour.requests {
        let operation = &request.operation;
        found.extend(
            request
                .broken
                .iter()
                .map(|broken| format!("{operation}: {broken}")),
        );
        found.extend(
            request
                .leaked
                .iter()
                .map(|kind| format!("{operation}: receives a credential, {kind}")),
        );
        if request.status >= 400 {
            found.insert(format!("{operation}: answers {}", request.status));
        }
    }
    let mut needed: BTreeMap<(&str, u16), usize> = BTreeMap::new();
    for step in &STEPS {
        let expected = tour.expected.get(step.name).unwrap_or(&Value::Null);
        match tour.steps.get(step.name) {
            None => _ = found.insert(format!("step {}: is not taken", step.name)),
            Some(Outcome::Failed) => _ = found.insert(format!("step {}: fails", step.name)),
            Some(Outcome::Lacks) => _ = found.insert(format!("step {}: is not offered", step.name)),
            Some(Outcome::Saw(saw)) => {
                let items = expected.as_array().map_or(1, Vec::len);
                let pages = step.per_page.map_or(1, |size| items.div_ceil(size));
                let redirected = tour.object_storage && step.name.starts_with("archive_");
                let status = if redirected { 302 } else { step.status };
                *needed.entry((step.operation, status)).or_default() += pages;
                if saw != expected {
                    found.insert(format!("step {}: sees {saw} for {expected}", step.name));
                }
            }
        }
    }
    for ((operation, status), needed) in needed {
        let reached = |one: &&Request| one.operation == operation && one.status == status;
        let times = tour.requests.iter().filter(reached).count();
        if times < needed {
            found.insert(format!(
                "{operation}: answers {status} {times} times for {needed}"
            ));
        }
    }
    let (key, value) = PLAYED.1;
    if tour.variables != [(key.to_owned(), value.to_owned())] {
        found.insert("step play: the variables do not arrive".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A tour on which nothing is wrong.
    fn perfect() -> Tour {
        let mut tour = Tour::default();
        for step in &STEPS {
            let seen = match step.per_page {
                Some(size) => (0..=size).collect(),
                None => json!(step.name),
            };
            let pages = step.per_page.map_or(1, |_| 2);
            for _ in 0..pages {
                tour.requests.push(Request {
                    operation: step.operation.to_owned(),
                    status: step.status,
                    ..Request::default()
                });
            }
            tour.expected.insert(step.name, seen.clone());
            tour.steps.insert(step.name.to_owned(), Outcome::Saw(seen));
        }
        let (key, value) = PLAYED.1;
        tour.variables = vec![(key.to_owned(), value.to_owned())];
        tour
    }

    fn said(change: impl FnOnce(&mut Tour)) -> Vec<String> {
        let mut tour = perfect();
        change(&mut tour);
        findings(&tour).into_iter().collect()
    }

    #[test]
    fn a_perfect_tour_has_no_finding() {
        assert_eq!(said(|_| {}), Vec::<String>::new());
    }

    #[test]
    fn every_way_to_go_wrong_is_a_finding() {
        let get = || "get".to_owned();
        assert_eq!(
            said(|tour| _ = tour.steps.remove("get")),
            ["step get: is not taken"]
        );
        assert_eq!(
            said(|tour| _ = tour.steps.insert(get(), Outcome::Failed)),
            ["step get: fails"]
        );
        assert_eq!(
            said(|tour| _ = tour.steps.insert(get(), Outcome::Lacks)),
            ["step get: is not offered"]
        );
        assert_eq!(
            said(|tour| _ = tour.steps.insert(get(), Outcome::Saw(json!(7)))),
            ["step get: sees 7 for \"get\""]
        );
        assert_eq!(
            said(|tour| tour.variables.clear()),
            ["step play: the variables do not arrive"]
        );
        assert_eq!(
            said(|tour| tour.requests[0].broken.push("query page: type".to_owned())),
            ["list_project_jobs: query page: type"]
        );
        assert_eq!(
            said(|tour| tour.requests.push(Request {
                operation: "object storage".to_owned(),
                status: 400,
                leaked: vec!["private-token"],
                ..Request::default()
            })),
            [
                "object storage: answers 400",
                "object storage: receives a credential, private-token"
            ]
        );
    }

    #[test]
    fn a_page_that_nobody_asked_for_is_a_finding() {
        let without_second_page = said(|tour| {
            let second = tour
                .requests
                .iter()
                .rposition(|one| one.operation == "list_pipeline_jobs");
            tour.requests.remove(second.unwrap());
        });
        assert_eq!(
            without_second_page,
            ["list_pipeline_jobs: answers 200 1 times for 2"]
        );
        let redirected = said(|tour| tour.object_storage = true);
        assert_eq!(
            redirected,
            [
                "download_job_artifacts: answers 302 0 times for 1",
                "download_ref_artifacts: answers 302 0 times for 1"
            ]
        );
    }
}
