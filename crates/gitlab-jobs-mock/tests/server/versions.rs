//! Older versions: what came later is absent, and both sides are judged by the contract of that day.

use std::collections::BTreeSet;

use gitlab_jobs_mock::Mock;
use openapi_document::history::Version;
use reqwest::Method;
use serde_json::Value;

use super::client::Bench;

fn bench(version: &str) -> Bench {
    Bench::of(Mock::builder().as_of(version).object_storage(false))
}

/// The oldest version, and each at which the document changes: between two of them, every release is alike.
fn releases() -> BTreeSet<Version> {
    let entries = gitlab_jobs_openapi::DOCUMENT.lines().filter_map(|line| {
        let version = line.trim().strip_prefix("- version: \"")?;
        version.trim_end_matches('"').parse().ok()
    });
    let oldest: Version = "12.6".parse().expect("a version");
    let mut releases: BTreeSet<Version> = entries.filter(|version| *version > oldest).collect();
    assert!(releases.len() > 20, "{releases:?}");
    releases.insert(oldest);
    releases
}

#[test]
fn every_release_answers_everything_as_its_own_contract_has_it() {
    for version in releases() {
        let bench = bench(&version.to_string());
        for path in ["/job", "/job/allowed_agents"] {
            let request = bench.request(Method::GET, path);
            bench.send(request.header("JOB-TOKEN", bench.mock.job_token()));
        }
        for path in [
            "/projects/1/jobs?per_page=100",
            "/projects/1/jobs?pagination=keyset&per_page=2",
            "/projects/1/pipelines/11/jobs?include_retried=true",
            "/projects/1/pipelines/12/jobs?per_page=100",
            "/projects/1/pipelines/11/bridges",
            "/projects/1/pipelines/11/trigger_jobs",
            "/projects/1/jobs/1001",
            "/projects/1/jobs/1001/trace",
            "/projects/1/jobs/1001/artifacts",
            "/projects/1/jobs/1001/artifacts/tree",
            "/projects/1/jobs/1001/artifacts/app.bin",
            "/projects/1/jobs/artifacts/main/download?job=build",
            "/projects/1/jobs/artifacts/main/raw/app.bin?job=build",
        ] {
            bench.get(path);
        }
        for path in [
            "/projects/1/jobs/1001/artifacts/keep",
            "/projects/1/jobs/1025/cancel",
            "/projects/1/jobs/1033/cancel",
            "/projects/1/jobs/1004/retry",
            "/projects/1/jobs/1005/retry",
            "/projects/1/jobs/1031/play",
            "/projects/1/jobs/1040/play",
            "/projects/1/jobs/1002/erase",
        ] {
            bench.post(path);
        }
        bench.delete_as(bench.mock.token(), "/projects/1/jobs/1001/artifacts");
        bench.delete_as(bench.mock.token(), "/projects/1/artifacts");
        for entry in bench.mock.journal() {
            let succeeds = [200, 201, 202, 204].contains(&entry.status);
            // The exceptions: no operation yet, or the retry of a bridge, or a tree that is taken for a file.
            let later = ["/1005/retry", "/artifacts/tree"];
            let absent =
                entry.operation.is_empty() || later.iter().any(|end| entry.path.ends_with(end));
            assert!(succeeds || absent, "{version}: {entry:#?}");
            assert!(entry.response.is_empty(), "{version}: {entry:#?}");
        }
    }
}

#[test]
fn a_server_of_2019_lacks_what_came_later() {
    let (old, new) = (bench("12.6"), bench("19.2"));
    let version = |bench: &Bench| bench.get("/version").json()["version"].clone();
    assert_eq!(
        (version(&old), version(&new)),
        ("12.6.0".into(), "19.2.0".into())
    );
    assert_eq!(old.get("/metadata").status, 404);

    let job = |bench: &Bench, id: i64| bench.get(&format!("/projects/1/jobs/{id}")).json();
    let (before, now) = (job(&old, 1001), job(&new, 1001));
    for path in [
        "/erased_at",
        "/archived",
        "/project",
        "/tag_list",
        "/runner_manager",
        "/queued_duration",
        "/user/github",
        "/pipeline/iid",
        "/runner/paused",
        "/commit/trailers",
    ] {
        assert_eq!(before.pointer(path), None, "{path}");
        assert!(now.pointer(path).is_some(), "{path}");
    }
    assert!(before.pointer("/commit/id").is_some());

    for path in [
        "/projects/1/pipelines/11/trigger_jobs",
        "/projects/1/pipelines/11/bridges",
        "/projects/1/jobs/1001/artifacts/docs/../tree",
        "/job",
    ] {
        assert_ne!(old.get(path).status, 200, "{path}");
    }
    // A state that nobody had thought of: the job is in the one that stood for it, and no filter knows it.
    assert_eq!(
        (
            job(&old, 1028)["status"].clone(),
            job(&new, 1028)["status"].clone()
        ),
        ("running".into(), "canceling".into())
    );
    assert_eq!(old.get("/projects/1/jobs?scope=canceling").status, 400);
    assert_eq!(old.rules(), ["enum"]);
    assert_eq!(
        old.post("/projects/1/jobs/1033/cancel").json()["status"],
        "canceled"
    );
    assert_eq!(
        new.post("/projects/1/jobs/1033/cancel").json()["status"],
        "canceling"
    );
}

#[test]
fn parameters_of_later_versions_are_unknown_to_older_ones() {
    let (old, new) = (bench("14.8"), bench("15.9"));
    let keyset = "/projects/1/jobs?pagination=keyset&per_page=2";
    let page = old.get(keyset);
    assert_eq!((page.status, page.header("x-next-page")), (200, "2"));
    assert!(!page.header("x-total").is_empty());
    assert!(old.rules().contains(&"unknown-parameter".to_owned()));
    let page = new.get(keyset);
    assert_eq!(
        (page.header("x-next-page"), page.header("x-total")),
        ("", "")
    );
    assert!(page.next().expect("a page").contains("cursor") && new.rules().is_empty());
    assert_eq!(new.get("/projects/1/jobs?per_page=2").header("x-total"), "");

    let play = |bench: &Bench| {
        let body = r#"{"job_variables_attributes":[{"key":"A","value":"1"}]}"#;
        let request = bench.request(Method::POST, "/projects/1/jobs/1031/play");
        let request = request.header("PRIVATE-TOKEN", bench.mock.token());
        let answer = bench.send(
            request
                .header("Content-Type", "application/json")
                .body(body),
        );
        assert_eq!(answer.status, 200);
        bench.mock.variables(1031).len()
    };
    assert_eq!((play(&old), play(&new)), (0, 1));
    assert_eq!(old.rules(), ["unknown-body"]);

    // Before 13.5, retried jobs were listed and the oldest came first.
    let oldest = bench("13.4");
    let ids = oldest.get("/projects/1/pipelines/11/jobs").ids();
    assert!(ids.is_sorted() && ids.contains(&1003));
    let ids = bench("13.5")
        .get("/projects/1/pipelines/11/jobs?include_retried=true")
        .ids();
    assert!(ids.is_sorted_by(|one, next| one > next) && !ids.contains(&1003));
}

#[test]
fn versions_outside_of_the_register_are_refused() {
    for version in ["12.5", "19.3", "20", "tomorrow", ""] {
        let error = Mock::builder().as_of(version).start().expect_err(version);
        let text = error.to_string();
        assert!(
            text.contains(&format!("`{version}`")) && text.contains("12.6 to 19.2"),
            "{text}"
        );
    }
    let strict = Bench::of(Mock::builder().as_of("14.8").strict(true));
    let refused = strict.get("/projects/1/jobs?ref=main");
    assert_eq!(
        (
            refused.status,
            refused.json()["error"]
                .as_str()
                .map(|text| text.contains("ref"))
        ),
        (400, Some(true))
    );
    let page: Value = strict.get("/projects/1/jobs").json();
    assert!(page[0].get("archived").is_none());
}
