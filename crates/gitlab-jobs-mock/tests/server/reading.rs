//! Lists and their pages, single jobs, logs, job tokens, and the endpoints around them.

use std::time::Duration;

use reqwest::Method;

use super::client::Bench;

#[test]
fn project_jobs_come_newest_first_with_retried_ones_and_without_bridges() {
    let bench = Bench::new();
    let page = bench.get("/projects/1/jobs?per_page=100");
    assert_eq!(page.status, 200);
    let ids = page.ids();
    assert!(ids.is_sorted_by(|one, next| one > next));
    assert!(ids.contains(&1003) && !ids.contains(&1005) && !ids.contains(&2001));
    assert_eq!(page.header("x-total"), "");
    assert_eq!(page.header("x-next-page"), "");
    assert_eq!(page.header("x-per-page"), "100");
}

#[test]
fn a_project_goes_by_its_encoded_path_too() {
    let bench = Bench::new();
    assert_eq!(
        bench.get("/projects/group%2Fapp/jobs/1001").json()["id"],
        1001
    );
    assert_eq!(
        bench.get("/projects/group%2Fnone/jobs/1001").message(),
        "404 Project Not Found"
    );
}

#[test]
fn a_project_that_was_moved_tells_its_new_address() {
    let bench = Bench::new();
    let moved = bench.get("/projects/group%2Fold-app/jobs?scope[]=failed&private_token=x");
    assert_eq!(
        (moved.status, moved.header("content-type")),
        (301, "text/plain")
    );
    let location = moved.header("location");
    assert_eq!(
        location,
        format!(
            "{}/projects/1/jobs?scope%5B%5D=failed",
            bench.mock.api_url()
        )
    );
    let text = String::from_utf8_lossy(&moved.bytes).into_owned();
    assert_eq!(
        text,
        format!("This resource has been moved permanently to {location}")
    );
    assert_eq!(bench.get(location).ids(), [1027, 1003]);
    let before = Bench::of(gitlab_jobs_mock::Mock::builder().as_of("16.3"));
    assert_eq!(before.get("/projects/group%2Fold-app/jobs").status, 404);
}

#[test]
fn states_are_filtered_in_every_spelling() {
    let bench = Bench::new();
    for query in ["scope=failed", "scope[]=failed", "scope%5B0%5D=failed"] {
        let found = bench.get(&format!("/projects/1/jobs?{query}"));
        assert_eq!(found.ids(), [1027, 1003], "{query}");
    }
    let both = bench.get("/projects/1/jobs?scope[]=manual&scope[]=failed");
    assert_eq!(both.ids(), [1031, 1027, 1003]);
    let wrong = bench.get("/projects/1/jobs?scope[]=started");
    assert_eq!(
        (wrong.status, wrong.json()["error"].as_str()),
        (400, Some("scope does not have a valid value"))
    );
}

#[test]
fn every_state_is_there() {
    let bench = Bench::new();
    for (id, state) in (1020..).zip([
        "created",
        "waiting_for_resource",
        "preparing",
        "waiting_for_callback",
        "pending",
        "running",
        "success",
        "failed",
        "canceling",
        "canceled",
        "skipped",
        "manual",
        "scheduled",
    ]) {
        let job = bench.get(&format!("/projects/1/jobs/{id}")).json();
        assert_eq!(job["status"], state);
        assert_eq!(job.get("failure_reason").is_some(), state == "failed");
    }
}

#[test]
fn numbered_and_keyset_pages_list_the_same_jobs() {
    let bench = Bench::new();
    let all = bench.get("/projects/1/jobs?per_page=100").ids();
    for start in [
        "/projects/1/jobs?per_page=4",
        "/projects/1/jobs?per_page=4&pagination=keyset",
    ] {
        let mut seen = Vec::new();
        let mut next = Some(start.to_owned());
        while let Some(address) = next {
            let page = bench.get(&address);
            assert_eq!(page.status, 200);
            seen.extend(page.ids());
            next = page.next();
            assert!(seen.len() <= all.len());
        }
        assert_eq!(seen, all, "{start}");
    }
    let keyset = bench.get("/projects/1/jobs?pagination=keyset&per_page=2");
    assert_eq!(keyset.header("x-page"), "");
    assert_eq!(
        bench
            .get("/projects/1/jobs?pagination=keyset&sort=asc")
            .status,
        405
    );
}

#[test]
fn pages_of_a_pipeline_tell_their_number() {
    let bench = Bench::new();
    let page = bench.get("/projects/1/pipelines/11/jobs?per_page=3&page=2");
    assert_eq!(page.header("x-total"), "9");
    assert_eq!(page.header("x-total-pages"), "3");
    assert_eq!(
        (page.header("x-prev-page"), page.header("x-next-page")),
        ("1", "3")
    );
    assert!(page.header("link").contains("rel=\"last\""));
    let retried = bench.get("/projects/1/pipelines/11/jobs?include_retried=true");
    assert!(retried.ids().contains(&1003));
}

#[test]
fn bridges_are_listed_under_both_names_and_are_no_jobs() {
    let bench = Bench::new();
    for name in ["bridges", "trigger_jobs"] {
        let found = bench.get(&format!("/projects/1/pipelines/11/{name}"));
        assert_eq!(found.json()[0]["downstream_pipeline"]["id"], 13);
    }
    assert_eq!(bench.get("/projects/1/jobs/1005").status, 404);
}

#[test]
fn logs_are_plain_bytes_that_grow_or_are_empty() {
    let bench = Bench::new();
    let log = bench.get("/projects/1/jobs/1001/trace");
    assert_eq!(
        log.header("content-disposition"),
        "infile; filename=\"1001.log\""
    );
    assert_eq!(log.header("content-type"), "text/plain");
    assert!(String::from_utf8(log.bytes.clone()).is_err());
    let part = bench.get("/projects/1/jobs/1001/trace?byte_offset=2&byte_limit=5");
    assert_eq!(
        (part.status, part.bytes.as_slice()),
        (200, &log.bytes[2..7])
    );
    let silent = bench.get("/projects/1/jobs/1009/trace");
    assert_eq!((silent.status, silent.bytes.len()), (200, 0));

    let before = bench.get("/projects/1/jobs/1025/trace").bytes;
    bench.mock.advance(Duration::from_secs(3));
    let after = bench.get("/projects/1/jobs/1025/trace").bytes;
    assert!(after.starts_with(&before));
    assert!(after.ends_with(b"working, second 3\n"));
}

#[test]
fn a_log_is_rewritten_some_time_after_its_job_has_ended() {
    let bench = Bench::new();
    let id = bench.post("/projects/1/jobs/1004/retry").json()["id"].clone();
    let log = || bench.get(&format!("/projects/1/jobs/{id}/trace")).bytes;
    bench.mock.advance(Duration::from_secs(5));
    let running = log();
    bench.mock.advance(Duration::from_secs(6));
    let ended = log();
    assert!(ended.starts_with(&running) && ended.len() > running.len());
    bench.mock.advance(Duration::from_secs(10));
    let archived = log();
    assert!(archived.len() < running.len() && archived.ends_with(b"archived\n"));
    bench.mock.advance(Duration::from_secs(100));
    assert_eq!(log(), archived);
    let job = bench.get(&format!("/projects/1/jobs/{id}")).json();
    assert_eq!(job["artifacts"][0]["size"], archived.len());

    bench.mock.advance(Duration::from_secs(1));
    bench.post("/projects/1/jobs/1025/cancel");
    let canceled = bench.get("/projects/1/jobs/1025/trace").bytes;
    bench.mock.advance(Duration::from_secs(11));
    let archived = bench.get("/projects/1/jobs/1025/trace").bytes;
    assert!(archived.len() < canceled.len() && !archived.windows(7).any(|part| part == b"working"));
}

#[test]
fn a_job_token_knows_its_job_while_it_runs() {
    let bench = Bench::new();
    let with = |token: &str, path: &str| {
        bench.send(bench.request(Method::GET, path).header("JOB-TOKEN", token))
    };
    assert_eq!(with("mock-job-token", "/job").json()["id"], 1025);
    let agents = with("mock-job-token", "/job/allowed_agents");
    assert_eq!(agents.json()["job"]["id"], 1025);
    assert!(!agents.header("gitlab-feature-flag").is_empty());
    assert_eq!(with("mock-job-token-finished", "/job").status, 401);
    assert_eq!(bench.get("/job").message(), "404 Job Not Found");
    let bearer = bench
        .request(Method::GET, "/job")
        .bearer_auth("mock-job-token");
    assert_eq!(bench.send(bearer).status, 200);
}

#[test]
fn what_clients_ask_before_is_answered() {
    let bench = Bench::new();
    assert_eq!(bench.get("/version").json()["version"], "19.2.0");
    assert_eq!(bench.get("/metadata").json()["enterprise"], false);
    assert_eq!(bench.get("/user").json()["username"], "mira");
    assert_eq!(
        bench.get("/projects/1").json()["path_with_namespace"],
        "group/app"
    );
    assert_eq!(bench.get("/projects/1/pipelines").ids(), [14, 12, 11]);
    assert_eq!(
        bench.get("/projects/1/pipelines/13").json()["source"],
        "parent_pipeline"
    );
    assert_eq!(
        bench.get("/projects/1/pipelines/latest?ref=main").json()["id"],
        12
    );
    assert_eq!(bench.get("/nothing").json()["error"], "404 Not Found");
    assert_eq!(bench.post("/projects/1/jobs").status, 405);
}
