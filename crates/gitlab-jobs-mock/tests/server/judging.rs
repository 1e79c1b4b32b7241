//! Verdicts about requests, the strict mode, and input that means harm.

use gitlab_jobs_mock::Mock;
use reqwest::Method;

use super::client::Bench;

#[test]
fn verdicts_change_nothing_unless_strict() {
    let cases = [
        ("/projects/1/jobs?kind=build", "unknown-parameter"),
        ("/projects/1/jobs?per_page=0", "minimum"),
        ("/projects/1/pipelines/11/jobs?include_retried=True", "type"),
    ];
    let lenient = Bench::new();
    let strict = Bench::of(Mock::builder().strict(true));
    for (path, rule) in cases {
        assert_eq!(lenient.get(path).status, 200, "{path}");
        assert_eq!(lenient.rules(), [rule], "{path}");
        assert_eq!(strict.get(path).status, 400, "{path}");
        assert_eq!(strict.rules(), [rule], "{path}");
    }
    assert_eq!(
        strict
            .get("/projects/1/jobs?scope[]=failed&per_page=5")
            .status,
        200
    );
}

#[test]
fn bodies_are_judged_and_an_empty_object_is_none() {
    let bench = Bench::new();
    let send = |path: &str, media: &str, body: &str| {
        let request = bench
            .request(Method::POST, path)
            .header("PRIVATE-TOKEN", bench.mock.token());
        bench
            .send(request.header("Content-Type", media).body(body.to_owned()))
            .status
    };
    let json = "application/json";
    assert_eq!(send("/projects/1/jobs/1002/retry", json, "{}"), 201);
    assert!(bench.rules().is_empty());
    assert_eq!(
        send("/projects/1/jobs/1001/cancel", json, r#"{"force":true}"#),
        201
    );
    assert!(bench.rules().is_empty());
    assert_eq!(
        send("/projects/1/jobs/1001/cancel", json, r#"{"a":1}"#),
        201
    );
    assert_eq!(bench.rules(), ["unknown-body"]);
    assert_eq!(
        send("/projects/1/jobs/1004/retry", json, r#"{"job_inputs":{}}"#),
        201
    );
    assert_eq!(bench.rules(), ["unknown-property"]);
    assert_eq!(send("/projects/1/jobs/1001/cancel", json, "[1"), 400);
    assert_eq!(bench.rules(), ["syntax"]);
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    assert_eq!(send("/projects/1/jobs/1001/cancel", json, &deep), 400);
}

#[test]
fn hostile_numbers_and_paths_are_refused_or_harmless() {
    let bench = Bench::new();
    for (path, status) in [
        ("/projects/1/jobs?page=99999999999999999", 200),
        ("/projects/1/jobs?page=-1&per_page=9223372036854775807", 200),
        ("/projects/1/jobs?pagination=keyset&cursor=x", 200),
        (
            "/projects/1/jobs/1001/artifacts/tree?page=9223372036854775807",
            200,
        ),
        (
            "/projects/1/jobs/1001/trace?byte_offset=9223372036854775807",
            200,
        ),
        ("/projects/1/jobs/1001/trace?byte_limit=0", 400),
        ("/projects/1/jobs/99999999999999999999", 404),
        ("/projects/1/jobs/abc", 400),
        ("/projects/1/jobs/1001/artifacts/a%00b", 400),
        ("/projects/1/jobs/1001/artifacts/%ff", 400),
    ] {
        let answer = bench.get(path);
        assert_eq!(answer.status, status, "{path}");
    }
}

#[test]
fn the_journal_is_readable_over_http_and_the_welcome_page_explains() {
    let bench = Bench::new();
    bench.get("/projects/1/jobs/1001");
    let base = bench.mock.url().to_owned();
    let journal = bench.get(&format!("{base}/-/journal")).json();
    assert_eq!(journal[0]["operation"], "get_job");
    assert_eq!(journal[0]["credential"], "private-token");
    let page = bench.get(&format!("{base}/"));
    assert!(String::from_utf8_lossy(&page.bytes).contains("curl --header"));
    bench.mock.clear_journal();
    assert!(bench.mock.journal().is_empty());
}

#[test]
fn a_dropped_server_frees_its_port() {
    let mock = Mock::builder().start().expect("a free port");
    let port: u16 = mock
        .url()
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .expect("a port");
    let taken = Mock::builder()
        .port(port)
        .start()
        .expect_err("the port is taken");
    assert!(taken.to_string().contains(&format!("127.0.0.1:{port}")));
    drop(mock);
    assert!(Mock::builder().port(port).start().is_ok());
}
