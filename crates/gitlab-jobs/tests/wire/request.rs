//! Requests that are no operation of this crate: the same rules hold.

use std::collections::BTreeMap;

use gitlab_jobs::reqwest::Method;
use gitlab_jobs::{Client, ErrorKind};
use serde::Deserialize;

use crate::SECRET;
use crate::script::{Script, Step, redirect, send};

#[derive(Debug, Deserialize)]
struct Version {
    version: String,
}

fn client(server: &Script) -> Client {
    let builder = Client::builder(format!("{}/sub/api/v4", server.origin()));
    builder.access_token(SECRET).build().unwrap()
}

#[tokio::test]
async fn json_goes_out_and_comes_back() {
    let server = Script::start([
        send("200 OK", "X-Request-Id: 01J\r\n", r#"{"version":"19.2.0"}"#),
        send("201 Created", "", "{}"),
    ])
    .await;
    let client = client(&server).sudo("alice").unwrap();
    let version = client
        .request(Method::GET, "version")
        .send_json::<Version>()
        .await
        .unwrap();
    assert_eq!(version.version, "19.2.0");
    assert_eq!(version.request_id(), Some("01J"));
    let made = client
        .request(Method::POST, "/projects/a%2Fb/pipeline")
        .query(&[("ref", "a b&c")])
        .json(&BTreeMap::from([("x", 1)]))
        .send_json::<BTreeMap<String, i64>>();
    assert_eq!(made.await.unwrap().status(), 201);
    assert_eq!(
        server.lines(),
        [
            "get /sub/api/v4/version",
            "post /sub/api/v4/projects/a%2fb/pipeline?ref=a+b%26c"
        ]
    );
    for head in server.heads() {
        assert!(head.contains("private-token: s3cret"), "{head}");
        assert!(head.contains("accept: application/json"), "{head}");
        assert!(head.contains("sudo: alice"), "{head}");
    }
    assert!(server.heads()[1].contains("content-type: application/json"));
}

#[tokio::test]
async fn bytes_are_bounded_and_streams_are_not() {
    let head = Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".to_vec());
    let steps = vec![send("200 OK", "", "12345"); 3]
        .into_iter()
        .chain([head]);
    let server = Script::start(steps).await;
    let client = client(&server);
    let request = || client.request(Method::GET, "/x").query(&[("a", "b")]);
    assert_eq!(request().send_bytes(5).await.unwrap().as_ref(), b"12345");
    let error = request().send_bytes(4).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(
        error.to_string(),
        "the answer to the GET request [status 200 OK] is longer than the 4 bytes that were \
        allowed; raise the limit or read it as a stream"
    );
    let stream = request().send_stream().await.unwrap();
    assert_eq!(
        stream.into_inner().bytes(9).await.unwrap().as_ref(),
        b"12345"
    );
    // The answer to HEAD has the length of what GET would have answered, and no body.
    let head = client
        .request(Method::HEAD, "/x")
        .send_bytes(0)
        .await
        .unwrap();
    assert_eq!(head.headers()["content-length"], "5");
}

#[tokio::test(start_paused = true)]
async fn redirects_retries_and_errors_are_those_of_the_operations() {
    let storage = Script::start([send("200 OK", "", "x")]).await;
    let server = Script::start([
        send("503 Service Unavailable", "", ""),
        redirect(302, &format!("{}/y", storage.origin())),
        send("503 Service Unavailable", "", ""),
        redirect(302, "/z?s3cret"),
        send(
            "404 Not Found",
            "",
            r#"{"message":"404 Project Not Found"}"#,
        ),
    ])
    .await;
    let client = client(&server);
    let request = |method| client.request(method, "/x");
    assert_eq!(
        request(Method::GET).send_bytes(1).await.unwrap().as_ref(),
        b"x"
    );
    assert!(!storage.heads()[0].contains(SECRET));
    let error = request(Method::PUT)
        .body("text/plain", "x")
        .send_bytes(1)
        .await;
    assert_eq!(error.unwrap_err().attempts(), 1);
    let error = request(Method::PATCH).send_bytes(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(!error.to_string().contains(SECRET), "{error}");
    let error = request(Method::DELETE).send_bytes(1).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.message(), Some("404 Project Not Found"));
    assert_eq!((error.operation(), error.path_template()), (None, None));
    assert_eq!(error.method(), Some("DELETE"));
    assert!(
        error
            .to_string()
            .starts_with("the DELETE request [status 404"),
        "{error}"
    );
}

#[tokio::test]
async fn what_cannot_be_sent_safely_is_refused_before_it_is_sent() {
    let server = Script::start([] as [Step; 0]).await;
    let client = client(&server);
    let requests = [
        client.request(Method::GET, "https://evil.example/s3cret"),
        client.request(Method::GET, "//evil.example/s3cret"),
        client.request(Method::GET, "/projects/../s3cret"),
        client.request(Method::OPTIONS, "/s3cret"),
        client
            .request(Method::GET, "/x")
            .query(&[("private_token", SECRET)]),
        client
            .request(Method::GET, "/x")
            .query(&[("a", "b"), ("job_token", SECRET)]),
        client.request(Method::POST, "/x").body("s3cret\n", "x"),
        client.request(Method::GET, "/x").query(SECRET),
    ];
    for request in requests {
        assert!(!format!("{request:?}").contains(SECRET));
        let error = request.send_bytes(1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
    }
}
