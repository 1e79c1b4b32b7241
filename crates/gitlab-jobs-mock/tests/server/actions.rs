//! Cancel, retry, erase and play, in every state that decides.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::client::Bench;

fn status(bench: &Bench, id: i64) -> String {
    let job = bench.get(&format!("/projects/1/jobs/{id}")).json();
    job["status"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn canceling_never_fails_on_the_state() {
    let bench = Bench::new();
    let expected = [
        "canceled",
        "canceled",
        "canceled",
        "canceled",
        "canceled",
        "canceled",
        "success",
        "failed",
        "canceling",
        "canceled",
        "skipped",
        "manual",
        "canceled",
    ];
    for (id, after) in (1020..).zip(expected) {
        let answer = bench.post(&format!("/projects/1/jobs/{id}/cancel"));
        assert_eq!(
            (answer.status, answer.json()["status"].as_str()),
            (201, Some(after)),
            "{id}"
        );
    }
}

#[test]
fn a_runner_that_cleans_up_is_canceling_first_and_force_ends_it() {
    let bench = Bench::new();
    let force = "/projects/1/jobs/1033/cancel?force=true";
    assert_eq!(bench.post_as("mock-developer", force).status, 403);
    assert_eq!(bench.post(force).json()["status"], "running");
    assert_eq!(
        bench.post("/projects/1/jobs/1033/cancel").json()["status"],
        "canceling"
    );
    assert_eq!(bench.post(force).json()["status"], "canceled");
}

#[test]
fn a_retry_is_a_new_job_that_time_moves_on() {
    let bench = Bench::new();
    let answer = bench.post("/projects/1/jobs/1027/retry");
    assert_eq!(answer.status, 201);
    let job = answer.json();
    let id = job["id"].as_i64().expect("an id");
    assert!(id > i64::from(u32::MAX));
    assert_eq!(
        (job["status"].as_str(), job["runner"].is_null()),
        (Some("pending"), true)
    );
    assert_eq!(status(&bench, 1027), "failed");
    bench.mock.advance(Duration::from_secs(3));
    assert_eq!(status(&bench, id), "running");
    bench.mock.advance(Duration::from_secs(30));
    assert_eq!(status(&bench, id), "success");
    assert!(
        !bench
            .get(&format!("/projects/1/jobs/{id}/trace"))
            .bytes
            .is_empty()
    );

    let again = bench.post("/projects/1/jobs/1027/retry");
    assert_eq!(
        (again.status, again.message().as_str()),
        (403, "403 Forbidden - Job is not retryable")
    );
    assert_eq!(bench.post("/projects/1/jobs/1020/retry").status, 403);
    let bridge = bench.post("/projects/1/jobs/1005/retry").json();
    assert_eq!(
        (bridge["status"].as_str(), bridge.get("artifacts")),
        (Some("pending"), None)
    );
}

#[test]
fn erasing_clears_a_finished_job_once() {
    let bench = Bench::new();
    let erased = bench.post("/projects/1/jobs/1001/erase");
    assert_eq!(erased.status, 201);
    assert!(erased.json()["erased_at"].is_string());
    assert_eq!(erased.json()["artifacts"], json!([]));
    assert!(bench.get("/projects/1/jobs/1001/trace").bytes.is_empty());
    assert_eq!(bench.get("/projects/1/jobs/1001/artifacts").status, 404);
    for id in [1001, 1007, 1025] {
        let refused = bench.post(&format!("/projects/1/jobs/{id}/erase"));
        assert_eq!(
            refused.message(),
            "403 Forbidden - Job is not erasable!",
            "{id}"
        );
    }
    bench.mock.count_storage(true);
    assert_eq!(bench.post("/projects/1/jobs/1002/erase").status, 409);
}

#[test]
fn developers_erase_only_their_own_jobs() {
    let bench = Bench::new();
    assert_eq!(
        bench
            .post_as("mock-developer", "/projects/1/jobs/1001/erase")
            .status,
        403
    );
    assert_eq!(
        bench
            .post_as("mock-developer", "/projects/1/jobs/1050/erase")
            .status,
        201
    );
}

#[test]
fn playing_takes_variables_as_json_and_as_a_form() {
    let bench = Bench::new();
    let variables = json!({"job_variables_attributes": [{"key": "A", "value": "1"}, {"key": "B", "value": "2"}]});
    let request = |id: i64| {
        let request = bench.request(Method::POST, &format!("/projects/1/jobs/{id}/play"));
        request.header("PRIVATE-TOKEN", bench.mock.token())
    };
    let json = request(1031)
        .header("Content-Type", "application/json")
        .body(variables.to_string());
    let answer = bench.send(json);
    assert_eq!(
        (answer.status, answer.json()["status"].as_str()),
        (200, Some("pending"))
    );
    assert!(bench.rules().is_empty());
    let form = "job_variables_attributes[][key]=A&job_variables_attributes[][value]=1\
                &job_variables_attributes[][key]=B&job_variables_attributes[][value]=2";
    let form = request(1032)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form);
    assert_eq!(bench.send(form).status, 200);
    // GitLab takes a form, though the document has JSON only: that is told, but no violation.
    assert!(bench.rules().is_empty());
    let notes = bench.last().notes;
    assert_eq!((notes.len(), notes[0].rule.as_str()), (1, "form-body"));
    let expected = [
        ("A".to_owned(), "1".to_owned()),
        ("B".to_owned(), "2".to_owned()),
    ];
    assert_eq!(bench.mock.variables(1031), expected);
    assert_eq!(bench.mock.variables(1032), expected);

    let missing = json!({"job_variables_attributes": [{"value": "1"}]}).to_string();
    let refused = bench.send(
        request(1031)
            .header("Content-Type", "application/json")
            .body(missing),
    );
    assert_eq!(
        refused.json()["error"],
        "job_variables_attributes[0][key] is missing"
    );
    assert_eq!(
        bench.send(request(1001)).message(),
        "400 Bad request - Unplayable Job"
    );
    let bridge = bench.send(request(1040)).json();
    assert_eq!(
        (
            bridge["status"].as_str(),
            bridge["downstream_pipeline"].is_null()
        ),
        (Some("pending"), true)
    );
}

#[test]
fn forms_are_taken_where_json_is_and_judged_by_what_they_say() {
    let bench = Bench::of(gitlab_jobs_mock::Mock::builder().strict(true));
    let send = |action: &str, body: &str| {
        let request = bench.request(Method::POST, &format!("/projects/1/jobs/{action}"));
        let request = request.header("PRIVATE-TOKEN", bench.mock.token());
        let form = "application/x-www-form-urlencoded; charset=utf-8";
        let answer = bench.send(request.header("Content-Type", form).body(body.to_owned()));
        let last = bench.last();
        let rules: Vec<String> = last.request.into_iter().map(|one| one.rule).collect();
        (answer.status, rules, last.notes.len())
    };
    let none = Vec::<String>::new;
    let numbered = "job_variables_attributes[0][key]=A&job_variables_attributes[0][value]=1";
    assert_eq!(send("1031/play", numbered), (200, none(), 1));
    assert_eq!(bench.mock.variables(1031).len(), 1);
    assert_eq!(send("1004/retry", "inputs[a]=b"), (201, none(), 1));
    // A parameter that the document has in the query needs no body of its own.
    assert_eq!(send("1025/cancel", "force=false"), (201, none(), 0));
    let wrong = send("1032/play", "job_variables_attributes[0][key]=A");
    assert_eq!(wrong, (400, vec!["required".to_owned()], 1));
    let unknown = send("1032/play", "wrold=1");
    assert_eq!(unknown, (400, vec!["unknown-property".to_owned()], 1));
}

#[test]
fn a_canceled_job_cleans_up_for_a_while() {
    let bench = Bench::new();
    assert_eq!(
        bench.post("/projects/1/jobs/1033/cancel").json()["status"],
        "canceling"
    );
    bench.mock.advance(Duration::from_secs(4));
    assert_eq!(status(&bench, 1033), "canceling");
    bench.mock.advance(Duration::from_secs(2));
    assert_eq!(status(&bench, 1033), "canceled");
}
