//! Faults: refusals in front of the server, waits, and connections that break off.

use std::time::{Duration, Instant};

use gitlab_jobs_mock::{Fault, Mock};
use reqwest::Method;

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
