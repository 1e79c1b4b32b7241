//! Redirects: followed where it is safe, and never with a credential to another origin.

use gitlab_jobs::reqwest::header::HeaderMap;
use gitlab_jobs::reqwest::{self, redirect::Policy};
use gitlab_jobs::{
    ByteStream, CancelOptions, Client, ClientBuilder, Error, ErrorKind, ProjectId, Response,
    RetryPolicy,
};

use crate::SECRET;
use crate::script::{Listening, Script, redirect, send};

/// Headers that tell who asks, or where from.
const TELLTALE: [&str; 9] = [
    "private-token:",
    "job-token:",
    "authorization:",
    "cookie:",
    "referer:",
    "sudo:",
    "proxy-authorization:",
    "x-own:",
    SECRET,
];

pub(crate) type WithCredential = fn(ClientBuilder) -> ClientBuilder;

/// Each way of telling who asks, with the header in which it arrives.
pub(crate) const CREDENTIALS: [(&str, WithCredential); 4] = [
    ("private-token: s3cret", |client| {
        client.access_token(SECRET)
    }),
    ("authorization: bearer s3cret", |client| {
        client.oauth_token(SECRET)
    }),
    ("job-token: s3cret", |client| client.job_token(SECRET)),
    ("cookie: a=s3cret", |client| {
        let headers = HeaderMap::from_iter(
            ["cookie", "private-token", "x-own", "referer"]
                .map(|name| (name.parse().unwrap(), "a=s3cret".parse().unwrap())),
        );
        let http = reqwest::Client::builder()
            .default_headers(headers)
            .redirect(Policy::none())
            .build();
        client.http_client(http.unwrap())
    }),
];

fn builder(server: &Script) -> ClientBuilder {
    Client::builder(format!("{}/api/v4", server.origin())).retries(RetryPolicy::never())
}

async fn download(client: &Client) -> Result<Response<ByteStream>, Error> {
    let client = client.sudo(SECRET).unwrap();
    client.download_job_artifacts(&ProjectId::from(1), 7).await
}

async fn downloaded(client: &Client) -> Vec<u8> {
    let archive = download(client).await.unwrap();
    archive.into_inner().bytes(100).await.unwrap().to_vec()
}

pub(crate) fn assert_anonymous(heads: &[String]) {
    for head in heads {
        for telltale in TELLTALE {
            assert!(!head.contains(telltale), "{telltale} arrived: {head}");
        }
        assert!(head.contains("user-agent: gitlab-jobs/"), "{head}");
    }
}

#[tokio::test]
async fn no_credential_reaches_another_origin() {
    for (header, with_credential) in CREDENTIALS {
        let storage = Script::start([send("200 OK", "", "zip")]).await;
        let target = format!("{}/a.zip?signature=1", storage.origin());
        let gitlab = Script::start([redirect(302, &target)]).await;
        let client = with_credential(builder(&gitlab)).build().unwrap();
        assert_eq!(downloaded(&client).await, b"zip");
        let asked = gitlab.heads();
        assert!(
            asked[0].contains(header),
            "{header} is missing: {}",
            asked[0]
        );
        assert!(asked[0].contains("sudo: s3cret"));
        assert_eq!(storage.lines(), ["get /a.zip?signature=1"]);
        assert_anonymous(&storage.heads());
    }
}

#[tokio::test]
async fn no_credential_reaches_another_origin_through_two_hops_or_on_the_way_back() {
    for (_, with_credential) in CREDENTIALS {
        let third = Script::start([send("200 OK", "", "zip")]).await;
        let second = Script::start([redirect(307, &format!("{}/c", third.origin()))]).await;
        let first = Script::start([redirect(302, &format!("{}/b", second.origin()))]).await;
        let client = with_credential(builder(&first)).build().unwrap();
        assert_eq!(downloaded(&client).await, b"zip");
        assert_eq!(third.lines(), ["get /c"]);
        assert_anonymous(&second.heads());
        assert_anonymous(&third.heads());
    }
    // A hop within the origin keeps the credential; a hop out loses it, even where it leads back.
    for (header, with_credential) in CREDENTIALS {
        let (home, away) = home_and_away().await;
        let client = with_credential(builder(&home)).build().unwrap();
        assert_eq!(downloaded(&client).await, b"zip");
        let heads = home.heads();
        assert_eq!(heads.len(), 3);
        assert!(heads[0].contains(header) && heads[1].contains(header));
        assert_anonymous(&heads[2..]);
        assert_anonymous(&away.heads());
    }
}

/// One server which sends on to itself, then to another, which sends back.
async fn home_and_away() -> (Script, Script) {
    let home = Listening::new().await;
    let away = Script::start([redirect(302, &format!("{}/back", home.origin()))]).await;
    let home = home.start([
        redirect(302, "/inside"),
        redirect(302, &format!("{}/outside", away.origin())),
        send("200 OK", "", "zip"),
    ]);
    (home, away)
}

#[tokio::test]
async fn another_name_is_another_origin() {
    for (_, with_credential) in CREDENTIALS {
        // The same server under another name; another scheme is tried where there is encryption, in `tls.rs`.
        let storage = Script::start([send("200 OK", "", "zip")]).await;
        let by_name = storage.origin().replace("127.0.0.1", "localhost");
        let gitlab = Script::start([redirect(302, &format!("{by_name}/x"))]).await;
        let client = with_credential(builder(&gitlab)).build().unwrap();
        assert_eq!(downloaded(&client).await, b"zip");
        assert_anonymous(&storage.heads());
    }
}

#[tokio::test]
async fn the_same_origin_is_followed_with_the_credential_and_the_query_of_the_target() {
    for status in [301, 302, 303, 307, 308] {
        let server = Script::start([
            redirect(status, "/api/v4/projects/9/jobs?page=3"),
            send("200 OK", "", "[]"),
        ])
        .await;
        let client = builder(&server).access_token(SECRET).build().unwrap();
        let options = gitlab_jobs::ProjectJobsOptions::default().page(3);
        let project = ProjectId::new("old/name").unwrap();
        let jobs = client.list_project_jobs(&project, &options).await.unwrap();
        assert_eq!(
            server.lines(),
            [
                "get /api/v4/projects/old%2fname/jobs?page=3",
                "get /api/v4/projects/9/jobs?page=3"
            ]
        );
        for head in server.heads() {
            assert!(head.contains("private-token: s3cret"), "{head}");
            assert!(!head.contains("referer"), "{head}");
        }
        let moved = format!("{}/api/v4/projects/9/jobs", server.origin());
        let permanent = matches!(status, 301 | 308);
        assert_eq!(jobs.moved_to(), permanent.then_some(moved.as_str()));
    }
}

#[tokio::test]
async fn a_request_that_changes_something_is_never_sent_on() {
    for status in [301, 302, 303, 307, 308] {
        let server =
            Script::start(vec![redirect(status, "/api/v4/projects/9/x?t=s3cret"); 2]).await;
        let client = builder(&server).access_token(SECRET).build().unwrap();
        let project = ProjectId::new("old/name").unwrap();
        let gently = CancelOptions::default();
        let cancelled = client.cancel_job(&project, 7, &gently).await.map(drop);
        let deleted = client.delete_job_artifacts(&project, 7).await.map(drop);
        for error in [cancelled.unwrap_err(), deleted.unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert_eq!(error.status().unwrap(), status);
            let text = error.to_string();
            let target = format!("{}/api/v4/projects/9/x (query", server.origin());
            assert!(text.contains(&target), "{text}");
            let permanent = matches!(status, 301 | 308);
            assert_eq!(text.contains("has moved there"), permanent, "{text}");
            assert!(!format!("{text}{error:?}").contains(SECRET), "{text}");
        }
        assert_eq!(server.lines().len(), 2);
    }
}

#[tokio::test]
async fn circles_and_long_ways_end() {
    let start = "/api/v4/projects/1/jobs/7/artifacts";
    let server = Script::start([redirect(302, "/a"), redirect(302, start)]).await;
    let client = builder(&server).build().unwrap();
    let error = download(&client).await.map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(
        error.to_string().contains("has been there already"),
        "{error}"
    );
    assert_eq!(server.lines().len(), 2);

    let server = Script::start((0..9).map(|hop| redirect(302, &format!("/{hop}")))).await;
    let client = builder(&server).build().unwrap();
    let error = download(&client).await.map(drop).unwrap_err();
    assert!(error.to_string().contains("five times before"), "{error}");
    assert_eq!(server.lines().len(), 6);
}

#[tokio::test]
async fn an_http_client_that_follows_by_itself_is_found_out() {
    let server = Script::start([redirect(302, "/x"), send("200 OK", "", "zip")]).await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let client = Client::with_http_client(&server.origin(), http).unwrap();
    let error = download(&client).await.map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(
        error
            .to_string()
            .contains("set its redirect policy to none"),
        "{error}"
    );
    assert_eq!((error.attempts(), server.lines().len()), (1, 2));
}

#[tokio::test]
async fn only_an_answer_of_gitlab_has_its_request_id_and_no_endless_one() {
    let id = |id: &str| send("200 OK", &format!("X-Request-Id: {id}\r\n"), "zip");
    let storage = Script::start([id("s3")]).await;
    let gitlab = Script::start([
        redirect(302, &format!("{}/x", storage.origin())),
        id("01J"),
        id(&"0".repeat(1000)),
    ])
    .await;
    let client = builder(&gitlab).build().unwrap();
    for expected in [None, Some("01J"), None] {
        let answer = download(&client).await.unwrap();
        assert_eq!(answer.request_id(), expected);
    }
}

#[tokio::test]
async fn an_error_elsewhere_is_an_error_of_the_call() {
    let xml = "<Error><Code>AccessDenied</Code></Error>";
    let storage = Script::start([send("403 Forbidden", "X-Request-Id: s3\r\n", xml)]).await;
    let gitlab = Script::start([redirect(302, &format!("{}/x", storage.origin()))]).await;
    let error = download(&builder(&gitlab).build().unwrap()).await;
    let error = error.map(drop).unwrap_err();
    assert!(error.is_forbidden());
    assert_eq!(error.message(), None);
    assert_eq!(error.request_id(), None, "the id is another server's");
    assert!(
        error.to_string().contains("where no credential is sent"),
        "{error}"
    );
}
