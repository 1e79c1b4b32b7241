//! Verdicts about requests, the strict mode, and input that means harm.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use gitlab_jobs_mock::{CredentialKind, Mock, Origin};
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
fn a_numbered_list_in_a_query_is_a_note_and_its_values_are_judged() {
    for strict in [false, true] {
        let bench = Bench::of(Mock::builder().strict(strict));
        let plain = bench
            .get("/projects/1/jobs?scope[]=failed&scope[]=canceled")
            .ids();
        let numbered = bench.get("/projects/1/jobs?scope[0]=failed&scope%5B1%5D=canceled");
        assert_eq!((numbered.status, numbered.ids()), (200, plain));
        let entry = bench.last();
        assert!(entry.request.is_empty(), "{:?}", entry.request);
        let notes = entry
            .notes
            .iter()
            .map(|one| (one.rule.as_str(), one.place.as_str()));
        assert_eq!(
            notes.collect::<Vec<_>>(),
            [
                ("numbered-list", "query scope[0]"),
                ("numbered-list", "query scope[1]")
            ]
        );
        assert_eq!(bench.get("/projects/1/jobs?scope[0]=nonsense").status, 400);
        assert_eq!(bench.rules(), ["enum"]);
        bench.get("/projects/1/jobs?scope[a]=failed");
        assert_eq!(bench.rules(), ["unknown-parameter"]);
    }
}

#[test]
fn a_body_that_cannot_be_read_speaks_against_its_request() {
    let bench = Bench::new();
    let path = "/projects/1/jobs/1001/cancel";
    let request = bench
        .request(Method::POST, path)
        .body("x".repeat((1 << 20) + 1));
    assert_eq!(bench.send(request).status, 413);
    assert_eq!(bench.rules(), ["unreadable"]);
    bench.mock.clear_journal();
    for rest in [
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Content-Length: 100\r\n\r\nabc",
    ] {
        let address = bench.mock.url().trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("it listens");
        let head = format!("POST /api/v4{path} HTTP/1.1\r\nHost: a\r\n");
        stream
            .write_all(format!("{head}{rest}").as_bytes())
            .expect("it listens");
        stream.shutdown(Shutdown::Write).expect("it is open");
        let mut answer = Vec::new();
        stream
            .read_to_end(&mut answer)
            .expect("it answers or closes");
        assert_eq!(bench.rules(), ["unreadable"], "{rest}");
        bench.mock.clear_journal();
    }
}

#[test]
fn an_answer_without_its_body_or_that_leads_nowhere_is_a_violation() {
    let bench = Bench::new();
    for (fault, path, found) in [
        (
            "get_job answer=200 judged",
            "/projects/1/jobs/1001",
            Some(("required", "body")),
        ),
        (
            "delete_job_artifacts answer=204 judged",
            "/projects/1/jobs/1001/artifacts",
            None,
        ),
        (
            "get_job answer=301 type=text/plain header=Location:nowhere judged body=x",
            "/projects/1/jobs/1001",
            Some(("undocumented-status", "status")),
        ),
        (
            "get_job answer=301 type=text/plain header=Location:/api/v4/projects/1/jobs/1001 judged body=x",
            "/projects/1/jobs/1001",
            None,
        ),
    ] {
        bench.mock.inject(fault.parse().expect("a fault"));
        let method = if fault.starts_with("delete") {
            Method::DELETE
        } else {
            Method::GET
        };
        let request = bench.request(method, path);
        bench.send(request.header("PRIVATE-TOKEN", bench.mock.token()));
        let entry = bench.last();
        // Which headers a canned answer leaves out is another matter.
        let mut verdicts = entry.response.iter();
        let verdict = verdicts.find(|one| one.rule != "required" || one.place == "body");
        let verdict = verdict.map(|one| (one.rule.as_str(), one.place.as_str()));
        assert_eq!(verdict, found, "{fault}");
    }
    bench.mock.clear_journal();
}

#[test]
fn the_page_speaks_of_one_project_by_the_name_the_client_calls_the_server() {
    let bench = Bench::new();
    let request = bench.request(Method::GET, &format!("{}/", bench.mock.url()));
    let page = bench.send(request.header("Host", "gitlab:8080"));
    let page = String::from_utf8(page.bytes).expect("text");
    assert!(
        page.contains("'http://gitlab:8080/api/v4/projects/group%2Fapp/jobs"),
        "{page}"
    );
    assert!(page.contains("http://gitlab:8080/-/mock/journal"), "{page}");
    assert!(!page.contains("127.0.0.1"), "{page}");
    assert!(
        page.contains("/projects/1/jobs/") && !page.contains("/projects/2/"),
        "{page}"
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
    let journal = bench.get(&format!("{base}/-/mock/journal")).json();
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

#[test]
fn the_journal_holds_the_whole_request_but_no_credential() {
    let bench = Bench::of(Mock::builder().object_storage(true));
    let token = bench.mock.token();
    let body = r#"{"job_variables_attributes":[{"key":"A","value":"1"}]}"#;
    let request = bench
        .request(
            Method::POST,
            "/projects/group%2Fapp/jobs/1031/play?b=2&a=%C3%A9+1&a=3&private_token=mock-developer",
        )
        .header("PRIVATE-TOKEN", token)
        .header("Content-Type", "application/json; charset=utf-8")
        .header("Cookie", "session=secret-of-a-session");
    bench.send(request.body(body));
    let entry = bench.last();
    assert_eq!((entry.origin, entry.method.as_str()), (Origin::Api, "POST"));
    assert_eq!(entry.path, "/api/v4/projects/group%2Fapp/jobs/1031/play");
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(
        entry.route,
        [pair("id", "group/app"), pair("job_id", "1031")]
    );
    assert_eq!(
        entry.query,
        [
            pair("b", "2"),
            pair("a", "\u{e9} 1"),
            pair("a", "3"),
            pair("private_token", "[hidden]"),
        ]
    );
    assert_eq!(
        entry.content_type.as_deref(),
        Some("application/json; charset=utf-8")
    );
    assert_eq!(
        (entry.body.as_slice(), entry.body_size),
        (body.as_bytes(), body.len())
    );
    let kinds = [
        CredentialKind::PrivateToken,
        CredentialKind::PrivateTokenQuery,
        CredentialKind::Cookie,
    ];
    assert_eq!(
        (entry.credentials.as_slice(), entry.status),
        (&kinds[..], 200)
    );
    assert_eq!(
        kinds.map(CredentialKind::place),
        [Some("header"), Some("query"), Some("header")]
    );

    let request = bench
        .request(
            Method::POST,
            "/projects/1/jobs/1004/retry?x=mock-maintainer",
        )
        .header("PRIVATE-TOKEN", token);
    bench.send(request.body(format!("job_token=short&x={token}")));
    assert_eq!(bench.last().body, b"[hidden]");
    for body in [
        "private%5Ftoken=short",
        r#"{"private\u005ftoken":"short"}"#,
        r#"{"Private_Token":"short"}"#,
        "x=mock%2Dmaintainer",
        r#"{"x":"mock\u002dmaintainer"}"#,
    ] {
        let request = bench.request(Method::POST, "/projects/1/jobs/1004/retry");
        bench.send(request.header("PRIVATE-TOKEN", token).body(body));
        assert_eq!(bench.last().body, b"[hidden]", "{body}");
    }
    let query = "private_token[]=one&Job-Token=two&ACCESS_TOKEN=three&trigger_token=four&tokens=5";
    bench.get(&format!("/projects/1/jobs/1001?{query}"));
    let values = bench.last().query.into_iter().map(|(_, value)| value);
    let hidden = "[hidden]";
    assert_eq!(
        values.collect::<Vec<_>>(),
        [hidden, hidden, hidden, hidden, "5"]
    );
    bench.get("/projects/%6dock-maintainer%0a/jobs");
    assert_eq!(bench.last().path, "/api/v4/projects/[hidden]%0A/jobs");
    bench.get("/projects/mock-maintainer/jobs");
    assert_eq!(bench.last().path, "/api/v4/projects/[hidden]/jobs");
    let kept = bench.mock.journal().len();

    let long = "x".repeat(100_000);
    let request = bench.request(Method::POST, "/projects/1/jobs/1004/retry");
    bench.send(request.body(long));
    let entry = bench.last();
    assert_eq!((entry.body.len(), entry.body_size), (65_536, 100_000));

    let redirect = bench.get("/projects/1/jobs/1001/artifacts");
    let signature = redirect.header("location").rsplit('=').next();
    let signature = signature.expect("a signature").to_owned();
    bench.get(redirect.header("location"));
    assert_eq!(bench.last().origin, Origin::ObjectStorage);
    assert_eq!(bench.rules(), ["leaked-credential"]);

    let json = bench
        .get(&format!("{}/-/mock/journal", bench.mock.url()))
        .json();
    assert_eq!(json[0]["route"]["id"], "group/app");
    assert_eq!(json[0]["query"][2][1], "3");
    assert_eq!(json[0]["body"], body);
    assert_eq!(json[0]["credentials"][1]["place"], "query");
    assert_eq!(json[kept + 2]["origin"], "object-storage");
    for text in [json.to_string(), format!("{:?}", bench.mock.journal())] {
        for secret in [
            token,
            "%6dock",
            "short",
            "mock-developer",
            "secret-of-a-session",
            &signature,
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}
