//! Credentials: one, in one header, and never in the clear over a network.

use gitlab_jobs::{Client, ClientBuilder, ErrorKind, ProjectId};

use crate::SECRET;
use crate::script::{Script, send};

type WithCredential = fn(ClientBuilder) -> ClientBuilder;

const CREDENTIALS: [(&str, WithCredential); 3] = [
    ("private-token: s3cret", |client| {
        client.access_token(SECRET)
    }),
    ("authorization: bearer s3cret", |client| {
        client.oauth_token(SECRET)
    }),
    ("job-token: s3cret", |client| client.job_token(SECRET)),
];

#[tokio::test]
async fn the_last_credential_given_is_sent_in_its_header_and_no_other() {
    for (header, with_credential) in CREDENTIALS {
        let server = Script::start(vec![send("204 No Content", "", ""); 2]).await;
        let builder = Client::builder(server.origin())
            .job_token("other")
            .oauth_token("other")
            .access_token("other");
        let client = with_credential(builder).build().unwrap();
        let project = ProjectId::from(1);
        client.delete_job_artifacts(&project, 7).await.unwrap();
        // A copy that acts as somebody else is still the same caller.
        let client = client.sudo("alice").unwrap().retrying_writes();
        client.delete_job_artifacts(&project, 7).await.unwrap();
        for head in server.heads() {
            let sent: Vec<&str> = head
                .lines()
                .filter(|line| line.contains("token") || line.starts_with("authorization"))
                .collect();
            assert_eq!(sent, [header]);
        }
    }
}

#[tokio::test]
async fn a_client_without_a_credential_sends_none() {
    let server = Script::start(vec![send("204 No Content", "", ""); 2]).await;
    let named = Client::builder(server.origin())
        .access_token(SECRET)
        .anonymous();
    for client in [
        Client::new(&server.origin()).unwrap(),
        named.build().unwrap(),
    ] {
        let project = ProjectId::from(1);
        client.delete_job_artifacts(&project, 7).await.unwrap();
    }
    for head in server.heads() {
        assert!(
            !head.contains("token") && !head.contains("authorization"),
            "{head}"
        );
    }
}

#[test]
fn a_credential_over_http_needs_this_host_or_permission() {
    for (_, with_credential) in CREDENTIALS {
        let builder = |url: &str| with_credential(Client::builder(url));
        for url in [
            "http://gitlab.example.com/api/v4",
            "http://10.0.0.1",
            "HTTP://h.example",
        ] {
            let error = builder(url).build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            let text = error.to_string();
            assert!(
                text.contains("in the clear") && text.contains("allow_http()"),
                "{text}"
            );
            assert!(!text.contains(SECRET));
            assert!(builder(url).allow_http().build().is_ok());
            assert!(
                Client::new(url).is_ok(),
                "nothing would be sent that is secret"
            );
        }
        for url in [
            "http://localhost:3000",
            "http://127.0.0.1/api/v4",
            "http://[::1]/api/v4",
        ] {
            assert!(builder(url).build().is_ok(), "{url}");
        }
    }
}

#[test]
fn tokens_that_cannot_be_right_are_refused_and_nothing_shows_a_token() {
    for token in ["", "s3cret\n", "s3cret x"] {
        let builder = Client::builder("https://h.example/api/v4").access_token(token);
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(
            error.to_string().starts_with("the access token "),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains(SECRET));
    }
    let builder = Client::builder("https://s3cret@h.example/api/v4").access_token(SECRET);
    assert!(!format!("{builder:?}").contains(SECRET));
    let client = Client::builder("https://h.example/api/v4").access_token(SECRET);
    assert!(!format!("{:?}", client.build().unwrap()).contains(SECRET));
}

#[tokio::test]
async fn the_name_of_the_program_can_be_set() {
    let server = Script::start([send("204 No Content", "", "")]).await;
    let client = Client::builder(server.origin())
        .user_agent("Robot/7")
        .build();
    let client = client.unwrap();
    client
        .delete_job_artifacts(&ProjectId::from(1), 7)
        .await
        .unwrap();
    assert!(server.heads()[0].contains("user-agent: robot/7\r\n"));
}

#[tokio::test]
async fn a_proxy_is_asked_for_everything() {
    use gitlab_jobs::reqwest::Proxy;

    let proxy = Script::start([send("204 No Content", "", "")]).await;
    let client = Client::builder("http://gitlab.example.com/api/v4")
        .proxy(Proxy::all(proxy.origin()).unwrap())
        .build()
        .unwrap();
    client
        .delete_job_artifacts(&ProjectId::from(1), 7)
        .await
        .unwrap();
    assert_eq!(
        proxy.lines(),
        ["delete http://gitlab.example.com/api/v4/projects/1/jobs/7/artifacts"]
    );
}

#[tokio::test]
async fn a_credential_for_this_host_does_not_leave_it_through_a_proxy_without_permission() {
    use gitlab_jobs::reqwest::Proxy;

    for (header, with_credential) in CREDENTIALS {
        let proxy = Script::start([send("204 No Content", "", "")]).await;
        let builder = || {
            let builder = Client::builder("http://localhost:1/api/v4");
            with_credential(builder).proxy(Proxy::all(proxy.origin()).unwrap())
        };
        let error = builder().build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("in the clear"), "{error}");
        let client = builder().allow_http().build().unwrap();
        let project = ProjectId::from(1);
        client.delete_job_artifacts(&project, 7).await.unwrap();
        assert!(proxy.heads()[0].contains(header));
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[test]
fn certificates_that_cannot_be_read_are_refused_without_repeating_them() {
    let builder = || Client::builder("https://h.example/api/v4");
    for error in [
        builder()
            .extra_authorities_pem("s3cret")
            .build()
            .unwrap_err(),
        builder()
            .identity_pem("s3cret", SECRET)
            .build()
            .unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    }
}
