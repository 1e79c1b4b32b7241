//! Wrong clients: for each scenario one that makes the mistake which the scenario is about, and no other.

use std::time::{Duration, Instant};

use gitlab_jobs_tests::conformance::bodies::{JOB_NAME, digest};
use gitlab_jobs_tests::conformance::wire::{Answer, send, send_within};
use serde_json::{Value, json};

/// A server as a client knows it.
pub(crate) struct Server<'a> {
    pub(crate) url: &'a str,
    pub(crate) token: &'a str,
}

/// A client that makes its request and says the line it would print.
type Client = fn(&Server<'_>) -> Value;

/// A scenario, a client that must not pass it, and what the reason must say.
pub(crate) const CLIENTS: &[(&str, Client, &str)] = &[
    ("project_path", raw_slash, "is no operation"),
    (
        "ref_and_job_name",
        plus_for_blank,
        "`ref_name` must arrive as",
    ),
    (
        "artifact_path",
        percent_as_it_is,
        "`artifact_path` must arrive as",
    ),
    ("scope", numbered_list, "the query must be [(\"scope[]\""),
    ("plain_query", defaults_sent, "the query must be []"),
    ("play", variables_of_another_name, "breaks the document"),
    ("play_empty", null_body, "the body must be {}"),
    ("credential", two_headers, "one credential in one header"),
    (
        "redirect",
        token_everywhere,
        "the other origin was sent a credential",
    ),
    ("unknown_status", closed_states, "the call failed"),
    ("unknown_field", closed_objects, "the call failed"),
    ("all_null", zero_for_null, "`coverage` must be null"),
    (
        "error_string",
        silent_errors,
        "is missing from what is told",
    ),
    ("error_array", first_of_list, "\"is blank\" is missing"),
    ("error_object", body_as_message, "told as it came"),
    ("error_oauth", code_only, "is missing from what is told"),
    (
        "error_html",
        decodes_everything,
        "must end as an error of the API",
    ),
    ("trace_bytes", log_as_text, "the bytes have changed"),
    ("trace_stream", log_at_once, "must come in pieces"),
    ("no_content", decodes_nothing, "the call failed"),
    ("pages_offset", first_page_only, "must be called"),
    ("pages_keyset", numbers_for_cursors, "with the cursor"),
    ("rate_limited", impatient, "the server asked for a second"),
    ("timeout", own_time, "must end as a timeout"),
    ("token_never_printed", talkative, "the token is printed"),
];

/// Clients that fail every scenario, with the words of the reason.
pub(crate) const ALWAYS: &[(Client, &str)] = &[
    (silent, "nothing was sent"),
    (anonymous, "one credential in one header, not []"),
    (
        token_in_query,
        "one credential in one header, not [\"private-token-query\"]",
    ),
    (number_for_path, "must name the project as `group%2Fapp`"),
];

/// Makes up an answer.
fn silent(_: &Server<'_>) -> Value {
    json!({ "id": 1001 })
}

/// Has lost its token.
fn anonymous(server: &Server<'_>) -> Value {
    let target = format!("{PROJECT}/pipelines/11/jobs");
    let answer = send(server.url, "GET", &target, &[], None).unwrap();
    json!({ "id": ids(&answer)[0] })
}

/// Puts its token where logs keep it.
fn token_in_query(server: &Server<'_>) -> Value {
    let target = format!("{PROJECT}/jobs/1001?private_token={}", server.token);
    let answer = send(server.url, "GET", &target, &[], None).unwrap();
    json!({ "id": json_of(&answer)["id"] })
}

/// Takes only projects that have a number.
fn number_for_path(server: &Server<'_>) -> Value {
    let token = [("PRIVATE-TOKEN", server.token)];
    let target = "/api/v4/projects/1/jobs/1001";
    let answer = send(server.url, "GET", target, &token, None).unwrap();
    json!({ "id": json_of(&answer)["id"] })
}

const PROJECT: &str = "/api/v4/projects/group%2Fapp";

impl Server<'_> {
    fn call(&self, method: &str, target: &str, body: Option<&str>) -> Answer {
        let headers = [
            ("PRIVATE-TOKEN", self.token),
            ("Content-Type", "application/json"),
        ];
        let headers = &headers[..if body.is_some() { 2 } else { 1 }];
        let target = format!("{PROJECT}{target}");
        send(self.url, method, &target, headers, body.map(str::as_bytes)).unwrap()
    }

    fn get(&self, target: &str) -> Answer {
        self.call("GET", target, None)
    }

    fn job(&self) -> Answer {
        self.get("/jobs/1001")
    }
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

fn ids(answer: &Answer) -> Vec<Value> {
    let page = json_of(answer);
    let jobs = page.as_array().cloned().unwrap_or_default();
    jobs.iter().map(|job| job["id"].clone()).collect()
}

fn decode_error() -> Value {
    json!({ "error": { "kind": "decode", "status": null, "messages": [] } })
}

fn api_error(answer: &Answer, messages: &[String]) -> Value {
    let status = answer.status;
    json!({ "error": { "kind": "api", "status": status, "messages": messages } })
}

/// Puts the path of the project into the URL as it is.
fn raw_slash(server: &Server<'_>) -> Value {
    let token = [("PRIVATE-TOKEN", server.token)];
    let target = "/api/v4/projects/group/app/jobs/1001";
    let answer = send(server.url, "GET", target, &token, None).unwrap();
    json!({ "id": json_of(&answer)["id"] })
}

/// Encodes a path like a form.
fn plus_for_blank(server: &Server<'_>) -> Value {
    let job = "test%3A%20%5Bx%2C%201%5D%20100%25%2F%C3%A9";
    assert!(JOB_NAME.starts_with("test: [x, 1]"));
    let target = format!("/jobs/artifacts/feature%2F%C3%BC%2B1+%232/download?job={job}");
    digest(&server.get(&target).body)
}

/// Takes a percent sign for the beginning of something encoded already.
fn percent_as_it_is(server: &Server<'_>) -> Value {
    digest(&server.get("/jobs/1001/artifacts/docs/a%20b+c%20.txt").body)
}

/// Numbers the items of a list.
fn numbered_list(server: &Server<'_>) -> Value {
    let answer = server.get("/jobs?scope%5B0%5D=failed&scope%5B1%5D=success");
    json!({ "ids": ids(&answer) })
}

/// Sends the defaults of the document.
fn defaults_sent(server: &Server<'_>) -> Value {
    json!({ "ids": ids(&server.get("/jobs?page=1&per_page=20")) })
}

fn played(answer: &Answer) -> Value {
    let job = json_of(answer);
    json!({ "id": job["id"], "status": job["status"] })
}

/// Calls the variables `variables`.
fn variables_of_another_name(server: &Server<'_>) -> Value {
    let body = r#"{"variables":[{"key":"TARGET","value":"staging"}]}"#;
    played(&server.call("POST", "/jobs/1031/play", Some(body)))
}

/// Sends `null` when there is nothing to say.
fn null_body(server: &Server<'_>) -> Value {
    played(&server.call("POST", "/jobs/1031/play", Some("null")))
}

/// Sends its one secret by every scheme of the document.
fn two_headers(server: &Server<'_>) -> Value {
    let bearer = format!("Bearer {}", server.token);
    let headers = [
        ("PRIVATE-TOKEN", server.token),
        ("Authorization", bearer.as_str()),
    ];
    let target = format!("{PROJECT}/jobs/1001");
    let job = send(server.url, "GET", &target, &headers, None).unwrap();
    let mut all = vec![json_of(&job)["id"].clone()];
    all.extend(ids(&server.get("/pipelines/11/jobs")));
    let canceled = server.call("POST", "/jobs/1025/cancel", None);
    all.push(json_of(&canceled)["id"].clone());
    json!({ "ids": all })
}

/// Follows with all its headers.
fn token_everywhere(server: &Server<'_>) -> Value {
    let redirect = server.get("/jobs/1001/artifacts");
    let location = redirect.header("Location").unwrap_or_default();
    let after = location.strip_prefix("http://").unwrap_or_default();
    let (host, target) = after.split_once('/').unwrap_or_default();
    let token = [("PRIVATE-TOKEN", server.token)];
    let answer = send(host, "GET", &format!("/{target}"), &token, None).unwrap();
    digest(&answer.body)
}

/// Knows the states of today only.
fn closed_states(server: &Server<'_>) -> Value {
    let job = json_of(&server.job());
    match job["status"].as_str() {
        Some("success" | "failed" | "running") => {
            json!({ "id": job["id"], "status": job["status"] })
        }
        _ => decode_error(),
    }
}

/// Refuses members it does not know.
fn closed_objects(server: &Server<'_>) -> Value {
    let job = json_of(&server.job());
    if job.get("dream").is_some() {
        return decode_error();
    }
    json!({ "id": job["id"], "name": job["name"] })
}

/// Has no null.
fn zero_for_null(server: &Server<'_>) -> Value {
    let job = json_of(&server.job());
    json!({
        "id": job["id"],
        "coverage": job["coverage"].as_f64().unwrap_or_default(),
        "started_at": job["started_at"],
        "runner": job["runner"],
    })
}

/// Tells the status alone.
fn silent_errors(server: &Server<'_>) -> Value {
    api_error(&server.job(), &[])
}

/// Tells the first text of a list.
fn first_of_list(server: &Server<'_>) -> Value {
    let answer = server.job();
    let first = json_of(&answer)["message"][0]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    api_error(&answer, &[first])
}

/// Tells an object as JSON.
fn body_as_message(server: &Server<'_>) -> Value {
    let answer = server.job();
    let body = String::from_utf8_lossy(&answer.body).into_owned();
    api_error(&answer, &[body])
}

/// Tells the code of an error without its description.
fn code_only(server: &Server<'_>) -> Value {
    let answer = server.job();
    let code = json_of(&answer)["error"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    api_error(&answer, &[code])
}

/// Reads every answer as JSON before looking at the status.
fn decodes_everything(server: &Server<'_>) -> Value {
    let answer = server.call("POST", "/jobs/1025/cancel", None);
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(job) => json!({ "id": job["id"] }),
        Err(_) => decode_error(),
    }
}

/// Reads a log as text.
fn log_as_text(server: &Server<'_>) -> Value {
    let answer = server.get("/jobs/1001/trace");
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    digest(text.as_bytes())
}

/// Reads a log whole before handing it on.
fn log_at_once(server: &Server<'_>) -> Value {
    let mut line = digest(&server.get("/jobs/1001/trace").body);
    line["pieces"] = 1.into();
    line
}

/// Reads an answer without content as JSON.
fn decodes_nothing(server: &Server<'_>) -> Value {
    let answer = server.call("DELETE", "/jobs/1001/artifacts", None);
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(_) => json!({ "ok": true }),
        Err(_) => decode_error(),
    }
}

/// Takes the first page for all.
fn first_page_only(server: &Server<'_>) -> Value {
    json!({ "ids": ids(&server.get("/pipelines/11/jobs?per_page=2")) })
}

/// Goes on by number where there are cursors.
fn numbers_for_cursors(server: &Server<'_>) -> Value {
    let mut all = Vec::new();
    for number in 1.. {
        let answer = server.get(&format!("/jobs?per_page=3&page={number}"));
        let page = ids(&answer);
        all.extend_from_slice(&page);
        if answer.header("X-Next-Page").is_none_or(str::is_empty) {
            break;
        }
    }
    json!({ "ids": all })
}

/// Tries again at once.
fn impatient(server: &Server<'_>) -> Value {
    let start = Instant::now();
    let mut answer = server.job();
    while answer.status == 429 {
        answer = server.job();
    }
    let elapsed = u64::try_from(start.elapsed().as_millis()).unwrap();
    json!({ "id": json_of(&answer)["id"], "elapsed_ms": elapsed })
}

/// Has a time of its own instead of the caller's, and tells it as a broken connection.
fn own_time(server: &Server<'_>) -> Value {
    let token = [("PRIVATE-TOKEN", server.token)];
    let target = format!("{PROJECT}/jobs/1001");
    let patience = Duration::from_secs(1);
    match send_within(server.url, "GET", &target, &token, None, patience) {
        Ok(answer) => json!({ "id": json_of(&answer)["id"] }),
        Err(_) => json!({ "error": { "kind": "transport", "status": null, "messages": [] } }),
    }
}

/// Prints its request, headers and all.
fn talkative(server: &Server<'_>) -> Value {
    let answer = server.get("/jobs/999999");
    let printed = format!("GET {PROJECT}/jobs/999999 PRIVATE-TOKEN: {}", server.token);
    json!({ "printed": format!("{printed}: {}", answer.status) })
}
