//! Errors: what they tell of an answer, and what they never repeat.

use std::error::Error as _;
use std::fmt::Write as _;

use gitlab_jobs::reqwest::redirect::Policy;
use gitlab_jobs::reqwest::{self, header};
use gitlab_jobs::{
    Client, Error, ErrorKind, JobName, ProjectId, RefArtifactsOptions, RefName, RetryPolicy,
};

use crate::server::{Server, answer};
use crate::{SECRET, client, run};

/// Asks for job 7 of project 1 and returns the error.
fn refused(answer: Vec<u8>) -> Error {
    let server = Server::start(vec![answer]);
    run(client(&server).get_job(&ProjectId::from(1), 7)).unwrap_err()
}

/// All that an error shows when printed in any way, with its causes.
fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        write!(text, " {error} {error:?}").unwrap();
        cause = error.source();
    }
    text
}

#[test]
fn an_error_tells_operation_status_request_and_message() {
    let error = refused(answer(
        "404 Not Found",
        "Content-Type: application/json\r\nX-Request-Id: 01JABC\r\n",
        r#"{"message":"404 Job Not Found"}"#,
    ));
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.operation(), Some("get_job"));
    assert_eq!(error.method(), Some("GET"));
    assert_eq!(error.path_template(), Some("/projects/{id}/jobs/{job_id}"));
    assert_eq!(error.request_id(), Some("01JABC"));
    assert_eq!(error.message(), Some("404 Job Not Found"));
    assert_eq!(
        error.to_string(),
        "GET /projects/{id}/jobs/{job_id} (get_job) [status 404 Not Found] was refused: \
         404 Job Not Found; it does not exist, or the token may not see it"
    );
}

#[test]
fn each_status_keeps_its_meaning_whatever_the_body_is() {
    type Is = fn(&Error) -> bool;
    let predicates: [(u16, Is); 5] = [
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (429, Error::is_rate_limited),
    ];
    for status in [400, 401, 403, 404, 405, 409, 418, 429, 500, 502, 503] {
        for body in [
            "",
            "<html>no</html>",
            "[]",
            "{}",
            r#"{"message":{"a":["b"]}}"#,
        ] {
            let error = refused(answer(&format!("{status} Something"), "", body));
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.kind(), ErrorKind::Status);
            assert_eq!(error.message(), body.contains("message").then_some("a: b"));
            for (meant, is) in predicates {
                assert_eq!(is(&error), meant == status, "{status} taken for {meant}");
            }
        }
    }
}

#[test]
fn the_rate_limiter_may_answer_in_plain_text() {
    let error = refused(answer(
        "429 Too Many Requests",
        "Content-Type: text/plain\r\n",
        "Retry later\n",
    ));
    assert!(error.is_rate_limited());
    assert_eq!(error.message(), Some("Retry later"));
}

#[test]
fn a_success_the_api_does_not_have_is_an_error() {
    let error = refused(answer("204 No Content", "", ""));
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().unwrap(), 204);
    assert!(
        error
            .to_string()
            .contains("a status that the API does not describe"),
        "{error}"
    );
}

#[test]
fn a_body_that_does_not_decode_is_an_error_with_status_that_names_the_field() {
    let error = refused(answer("200 OK", "", r#"{"id":7}"#));
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.to_string().contains("missing field `"), "{error}");
    let error = refused(answer("200 OK", "", "<html>sign in</html>"));
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("not JSON"), "{error}");
}

#[test]
fn what_servers_were_seen_to_say_of_a_job_decodes_and_what_lacks_a_field_names_it() {
    let job = |changed: &str| {
        let whole = r#"{"id":7,"status":"success","stage":"s","name":"n","ref":"main","tag":false,
            "allow_failure":false,"created_at":"2026-01-01T00:00:00Z","web_url":"http://h","artifacts":[],
            "pipeline":{"id":1,"sha":"a","ref":"main","status":"success","web_url":"http://h",
            "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}"#;
        let mut job: serde_json::Value = serde_json::from_str(whole).unwrap();
        let changed: serde_json::Value = serde_json::from_str(changed).unwrap();
        for (name, value) in changed.as_object().unwrap() {
            job[name] = value.clone();
        }
        job
    };
    let read = |job: &serde_json::Value| {
        let server = Server::start(vec![answer("200 OK", "", &job.to_string())]);
        run(client(&server).get_job(&ProjectId::from(1), 7))
    };
    for coverage in [Some(36.43), Some(0.0), None] {
        let text = serde_json::json!({ "coverage": coverage }).to_string();
        assert_eq!(read(&job(&text)).unwrap().coverage, coverage);
    }
    let train = r#"{"ref":"refs/merge-requests/229361/train"}"#;
    let train = read(&job(train)).unwrap();
    assert_eq!(train.ref_, "refs/merge-requests/229361/train");
    assert!(!train.tag);
    read(&job(r#"{"project":{"ci_job_token_scope_enabled":false}}"#)).unwrap();
    // The same name means the project itself in the lists of a runner.
    let identity = read(&job(r#"{"project":{"id":3,"name":"x","path":"x"}}"#));
    let error = identity.map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .contains("missing field `ci_job_token_scope_enabled`"),
        "{error}"
    );
    for field in ["id", "status", "name", "pipeline"] {
        let mut lacking = job("{}");
        lacking.as_object_mut().unwrap().remove(field);
        let error = read(&lacking).map(drop).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let told = error.to_string();
        assert!(told.contains(&format!("missing field `{field}`")), "{told}");
    }
}

#[test]
fn redirects_that_are_not_followed_name_where_to_without_the_query() {
    for (location, target) in [
        (
            "https://bucket.example/a/b.zip?signature=s3cret",
            "https://bucket.example/a/b.zip",
        ),
        (
            "https://user:s3cret@h.example/x#s3cret",
            "https://h.example/x",
        ),
        ("//cdn.example:8443/x", "http://cdn.example:8443/x"),
        ("data:s3cret", "a data address"),
    ] {
        let headers = format!("Location: {location}\r\n");
        let server = Server::start(vec![answer("302 Found", &headers, "")]);
        let error = run(client(&server).erase_job(&ProjectId::from(1), 7)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert_eq!(error.status().unwrap(), 302);
        let shown = shown(&error);
        assert!(shown.contains(target), "{shown}");
        assert!(!shown.contains(SECRET), "{shown}");
    }
    let error = refused(answer("301 Moved Permanently", "", "gone to s3cret"));
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(error.to_string().contains("there is no target"), "{error}");
}

#[test]
fn no_error_shows_a_token_a_query_a_header_or_a_body() {
    let leaky = "X-Request-Id: s3cret\r\nSet-Cookie: a=s3cret\r\nLink: <http://h?t=s3cret>\r\n";
    let plain = format!("Content-Type: text/plain\r\n{leaky}");
    let answers = vec![
        answer("401 Unauthorized", leaky, "<html>s3cret</html>"),
        answer("403 Forbidden", &plain, "s3cret"),
        answer("500 Internal Server Error", leaky, r#"{"trace":"s3cret"}"#),
        answer(
            "302 Found",
            &format!("{leaky}Location: ftp://h/x?t=s3cret\r\n"),
            "s3cret",
        ),
        answer("204 No Content", leaky, ""),
        b"HTTP/1.1 s3cret\r\n\r\n".to_vec(),
        Vec::new(),
    ];
    for answer in answers {
        let server = Server::start(vec![answer]);
        let error = run(leaky_call(&server.origin())).unwrap_err();
        assert!(server.request().head.contains(SECRET));
        assert!(!shown(&error).contains(SECRET), "{}", shown(&error));
    }
    // Nobody listens there any more.
    let origin = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let error = run(leaky_call(&origin)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(error.to_string().contains("got no answer"), "{error}");
    assert!(!shown(&error).contains(SECRET), "{}", shown(&error));
}

/// A call with secrets in everything it sends: the token's header, the path and the query.
async fn leaky_call(origin: &str) -> Result<(), Error> {
    let headers = [(header::AUTHORIZATION, "Bearer s3cret".parse().unwrap())];
    let http = reqwest::Client::builder()
        .default_headers(headers.into_iter().collect())
        .redirect(Policy::none())
        .build()
        .unwrap();
    let client = Client::builder(origin)
        .http_client(http)
        .retries(RetryPolicy::never())
        .build()?
        .sudo(SECRET)?;
    let project = ProjectId::new(SECRET)?;
    let name = RefName::new(SECRET)?;
    let job = JobName::new(SECRET)?;
    let options = RefArtifactsOptions::default();
    let call = client.download_ref_artifacts(&project, &name, &job, &options);
    let answer = call.await?;
    assert!(answer.status().is_success());
    Ok(())
}

#[test]
fn values_that_do_not_decode_are_not_shown() {
    for body in [
        r#"{"id":"s3cret"}"#,
        r#"{"created_at":"s3cret"}"#,
        r#"["s3cret"]"#,
        "s3cret",
    ] {
        let error = refused(answer("200 OK", "Set-Cookie: s3cret\r\n", body));
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(!shown(&error).contains(SECRET), "{}", shown(&error));
    }
}

#[test]
fn an_error_body_is_not_read_without_end() {
    let size = 64 << 20;
    let mut endless =
        format!("HTTP/1.1 502 Bad Gateway\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n")
            .into_bytes();
    endless.resize(endless.len() + size, b'x');
    let server = Server::start(vec![endless]);
    let error = run(client(&server).get_job(&ProjectId::from(1), 7)).unwrap_err();
    assert_eq!(error.status().unwrap(), 502);
    assert!(
        !server.request().answered,
        "all 64 MiB of the body were read"
    );
}
