//! Faults: refusals in front of the server, waits, and connections that break off.

use std::time::{Duration, Instant};

use gitlab_jobs_mock::{Fault, Mock, Reset};
use reqwest::Method;
use serde_json::json;

use super::client::Bench;

#[test]
fn a_refusal_strikes_the_requests_it_is_meant_for_and_performs_nothing() {
    let bench = Bench::new();
    bench.mock.inject(
        Fault::status("retry_job", 429)
            .retry_after(7)
            .after(1)
            .times(2),
    );
    let retry = |id: i64| bench.post(&format!("/projects/1/jobs/{id}/retry"));
    assert_eq!(retry(1001).status, 201);
    assert_eq!(bench.get("/projects/1/jobs/1002").status, 200);
    for _ in 0..2 {
        let refused = retry(1002);
        assert_eq!((refused.status, refused.header("retry-after")), (429, "7"));
        assert_eq!(
            (
                refused.bytes.as_slice(),
                refused.header("ratelimit-remaining")
            ),
            (&b"Retry later\n"[..], "0")
        );
        assert!(bench.last().fault);
    }
    let third = retry(1002);
    assert_eq!((third.status, bench.last().fault), (201, false));
    // Two retries were performed: the ids follow each other.
    assert_eq!(third.json()["id"], 13_747_907_014_i64);
}

#[test]
fn a_broken_gateway_speaks_html() {
    let bench = Bench::new();
    bench.mock.inject(Fault::status("get_job", 502));
    let broken = bench.get("/projects/1/jobs/1001");
    assert_eq!(
        (broken.status, broken.header("content-type")),
        (502, "text/html")
    );
    assert_eq!(bench.get("/projects/1/jobs/1001").status, 200);
}

#[test]
fn a_truncated_body_breaks_off_after_its_first_half() {
    let bench = Bench::new();
    let whole = bench.get("/projects/1/jobs/1001/artifacts").bytes;
    bench.mock.inject(Fault::truncate("download_job_artifacts"));
    let request = bench.request(Method::GET, "/projects/1/jobs/1001/artifacts");
    let mut response = request.send().expect("the head arrives");
    assert_eq!(response.content_length(), Some(whole.len() as u64));
    let mut half = Vec::new();
    assert!(response.copy_to(&mut half).is_err());
    assert_eq!(half, whole[..whole.len() / 2]);
}

#[test]
fn a_delay_holds_the_answer_back() {
    let bench = Bench::new();
    let by = Duration::from_millis(50);
    bench.mock.inject(Fault::delay("get_job", by));
    let start = Instant::now();
    assert_eq!(bench.get("/projects/1/jobs/1001").status, 200);
    assert!(start.elapsed() >= by);
}

#[test]
fn a_canned_answer_is_sent_as_given_and_judged_only_when_asked() {
    let bench = Bench::of(Mock::builder().strict(true));
    let body = br#"{"id": 1, "status": "dreaming"}"#;
    let canned = || Fault::answer("get_job", 200, "application/json; charset=utf-8", body);
    bench.mock.inject(
        canned()
            .header("X-Request-Id", "mine")
            .header("ETag", "\"a\""),
    );
    let answer = bench.get("/projects/1/jobs/1001");
    assert_eq!((answer.status, answer.bytes.as_slice()), (200, &body[..]));
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(answer.header("x-request-id"), "mine");
    assert_eq!(answer.header("etag"), "\"a\"");
    assert!(bench.last().fault && bench.last().response.is_empty());

    bench.mock.inject(canned().judged());
    bench.get("/projects/1/jobs/1001");
    let rules = bench.last().response;
    assert!(rules.iter().any(|one| one.rule == "required"), "{rules:?}");
    bench
        .mock
        .inject(Fault::answer("get_job", 200, "application/json", "{").judged());
    bench.get("/projects/1/jobs/1001");
    assert_eq!(bench.last().response[0].rule, "syntax");
    bench.mock.clear_journal();

    bench.mock.inject(Fault::answer("erase_job", 204, "", ""));
    let empty = bench.post("/projects/1/jobs/1002/erase");
    assert_eq!((empty.status, empty.header("content-type")), (204, ""));
    assert_eq!(
        bench.get("/projects/1/jobs/1002").json()["erased_at"],
        serde_json::Value::Null
    );
}

#[test]
fn a_stalled_request_is_written_down_and_ends_with_the_client_or_the_server() {
    let bench = Bench::new();
    bench.mock.inject(Fault::stall("retry_job").times(2));
    let request = bench
        .request(Method::POST, "/projects/1/jobs/1002/retry")
        .header("PRIVATE-TOKEN", bench.mock.token());
    let given_up = request.timeout(Duration::from_millis(100)).send();
    assert!(given_up.expect_err("no answer").is_timeout());
    assert_eq!((bench.last().status, bench.last().fault), (0, true));
    // The server lives on, and nothing was performed.
    assert_eq!(bench.get("/projects/1/jobs?per_page=1").ids(), [1050]);

    let waiting = bench
        .request(Method::POST, "/projects/1/jobs/1002/retry")
        .header("PRIVATE-TOKEN", bench.mock.token());
    let thread = std::thread::spawn(move || {
        waiting
            .send()
            .is_ok_and(|answer| answer.status().is_success())
    });
    while bench.mock.journal().len() < 3 {
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(bench);
    assert!(!thread.join().expect("the client does not panic"));
}

#[test]
fn a_reset_connection_has_no_answer_and_says_whether_anything_was_done() {
    let bench = Bench::new();
    let retry = |id: i64| {
        let path = format!("/projects/1/jobs/{id}/retry");
        let request = bench.request(Method::POST, &path);
        let request = request.header("PRIVATE-TOKEN", bench.mock.token());
        request.body("x=1").send()
    };
    let newest = || bench.get("/projects/1/jobs?per_page=1").ids()[0];
    let cases = [
        (Reset::BeforeRead, 0, 0, 1050),
        (Reset::AfterRead, 3, 0, 1050),
        (Reset::AfterPerforming, 3, 201, 13_747_907_013),
    ];
    for (when, read, status, id) in cases {
        bench.mock.inject(Fault::reset("retry_job", when));
        let error = retry(1002).expect_err("the connection is reset");
        let reset = std::iter::successors(std::error::Error::source(&error), |one| one.source())
            .filter_map(|one| one.downcast_ref::<std::io::Error>())
            .any(|one| one.kind() == std::io::ErrorKind::ConnectionReset);
        assert!(reset, "{when:?}: {error:?}");
        let entry = bench.last();
        assert_eq!(
            (entry.status, entry.lost, entry.fault),
            (status, true, true),
            "{when:?}"
        );
        assert_eq!(entry.body_size, read, "{when:?}");
        assert_eq!(newest(), id, "{when:?}");
    }
    assert_eq!(retry(1002).expect("an answer").status().as_u16(), 403);
}

#[test]
fn a_corrupt_body_has_the_right_length_and_a_stalled_one_never_ends() {
    let bench = Bench::new();
    let path = "/projects/1/jobs/1001";
    let whole = bench.get(path).bytes;
    bench.mock.inject(Fault::corrupt("get_job"));
    let corrupt = bench.get(path).bytes;
    assert_eq!(corrupt.len(), whole.len());
    assert_eq!(corrupt[..whole.len() / 2], whole[..whole.len() / 2]);
    assert!(serde_json::from_slice::<serde_json::Value>(&corrupt).is_err());

    bench.mock.inject(Fault::stall_body("get_job"));
    let request = bench
        .request(Method::GET, path)
        .header("PRIVATE-TOKEN", bench.mock.token())
        .timeout(Duration::from_millis(200));
    let mut response = request.send().expect("the head arrives");
    let mut half = Vec::new();
    assert!(response.copy_to(&mut half).is_err());
    assert_eq!(half, whole[..whole.len() / 2]);
}

#[test]
fn jobs_that_come_between_pages_shift_them() {
    let bench = Bench::new();
    bench.mock.inject(Fault::shift("list_project_jobs", 3));
    let first = bench.get("/projects/1/jobs?per_page=5");
    let next = bench.get(&first.next().expect("a second page"));
    // Three jobs of the first page were pushed to the second, as in a GitLab that is at work.
    assert_eq!(next.ids()[..3], first.ids()[2..]);
    bench.mock.inject(Fault::shift("list_project_jobs", 3));
    let keyset = "/projects/1/jobs?per_page=5&pagination=keyset";
    let first = bench.get(keyset);
    let next = bench.get(&first.next().expect("a second page"));
    assert!(next.ids()[0] < first.ids()[4]);
    bench.mock.inject(Fault::shift("list_pipeline_jobs", 2));
    let before = bench.get("/projects/1/pipelines/11/jobs");
    let after = bench.get("/projects/1/pipelines/11/jobs");
    assert_eq!(after.ids().len(), before.ids().len() + 2);
}

#[test]
fn rules_reach_every_request_and_the_object_storage() {
    let bench = Bench::of(Mock::builder().object_storage(true));
    bench.mock.inject(Fault::status(Fault::ANY, 503).times(3));
    bench.mock.inject(Fault::status("user", 502));
    for (path, status) in [
        ("/version", 503),
        ("/projects/1/jobs/1001", 503),
        ("/nothing/here", 503),
        ("/user", 502),
        ("/user", 200),
    ] {
        assert_eq!(bench.get(path).status, status, "{path}");
    }
    let redirect = bench.get("/projects/1/jobs/1001/artifacts");
    bench.mock.inject(Fault::truncate("object-storage"));
    let request = bench.request(Method::GET, redirect.header("location"));
    let response = request.send().expect("the head arrives");
    assert!(response.bytes().is_err());
    assert!(bench.last().fault && bench.mock.faults().is_empty());
}

#[test]
fn faults_the_journal_and_the_clock_are_steered_over_http() {
    let bench = Bench::new();
    let address = |name: &str| format!("{}/-/mock/{name}", bench.mock.url());
    let send = |method: Method, name: &str, body: &str| {
        let request = bench.request(method, &address(name));
        bench.send(request.body(body.to_owned()))
    };
    let lines = "get_job status=503 after=1\nget_job_trace answer=200 type=text/plain body=a b\n";
    let taken = send(Method::POST, "faults", lines);
    assert_eq!(
        (taken.status, taken.json()[0].as_str()),
        (201, Some("get_job status=503 after=1"))
    );
    let json =
        r#"{"operation": "erase_job", "answer": 409, "type": "application/json", "body": "{}"}"#;
    assert_eq!(
        send(Method::POST, "faults", json)
            .json()
            .as_array()
            .map(Vec::len),
        Some(3)
    );
    let wrong = send(Method::POST, "faults", "* stall\nget_jbo stall");
    assert_eq!(wrong.status, 400);
    assert!(
        wrong.json()["error"]
            .as_str()
            .unwrap_or_default()
            .contains("no operation `get_jbo`")
    );
    assert_eq!(bench.get("/projects/1/jobs/1001").status, 200);
    assert_eq!(bench.get("/projects/1/jobs/1001").status, 503);
    assert_eq!(bench.get("/projects/1/jobs/1001/trace").bytes, b"a b");
    assert_eq!(
        send(Method::GET, "faults", "").json(),
        json!(["erase_job answer=409 type=application/json body={}"])
    );
    assert_eq!(send(Method::DELETE, "faults", "").status, 204);
    assert_eq!(bench.post("/projects/1/jobs/1002/erase").status, 201);

    let now = send(Method::GET, "clock", "").json();
    assert_eq!(now["now"], "2026-03-17T10:00:00.000Z");
    let later = send(Method::POST, "clock?advance=90", "").json();
    assert_eq!(later["now"], "2026-03-17T10:01:30.000Z");
    for (body, message) in [
        ("", "missing"),
        ("advance=-5", "from 0 on"),
        ("advance=x", "from 0 on"),
    ] {
        let refused = send(Method::POST, "clock", body);
        let error = refused.json()["error"].to_string();
        assert!(
            refused.status == 400 && error.contains(message),
            "{body}: {error}"
        );
    }
    for nothing in ["", " \n", "[]"] {
        assert_eq!(
            send(Method::POST, "faults", nothing).status,
            400,
            "{nothing}"
        );
    }
    assert_eq!(send(Method::PUT, "clock", "").status, 404);

    assert_eq!(send(Method::DELETE, "journal", "").status, 204);
    assert!(bench.mock.journal().is_empty());
}
