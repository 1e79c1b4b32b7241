//! Faults: refusals in front of the server, waits, and connections that break off.

use std::time::{Duration, Instant};

use gitlab_jobs_mock::Fault;
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
