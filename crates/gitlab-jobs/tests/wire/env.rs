//! What the environment says: order, conflicts, and where a job token may go.

use gitlab_jobs::{Client, ClientBuilder, Error, ErrorKind, ProjectId};

use crate::SECRET;
use crate::script::{Script, send};

fn read(variables: &[(&str, &str)]) -> Result<ClientBuilder, Error> {
    ClientBuilder::from_variables(|name| {
        let found = variables.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

fn base_url(variables: &[(&str, &str)]) -> String {
    let client = read(variables).unwrap().anonymous().build().unwrap();
    client.base_url().to_owned()
}

/// The header that carries the credential which some variables give, as it arrives at a server of the given kind.
async fn credential(variables: &[(&str, &str)], server_variable: &str) -> Option<String> {
    let server = Script::start([send("204 No Content", "", "")]).await;
    let origin = server.origin();
    let mut variables = variables.to_vec();
    variables.push((server_variable, &origin));
    let client = read(&variables).unwrap().build().unwrap();
    client
        .delete_job_artifacts(&ProjectId::from(1), 7)
        .await
        .unwrap();
    let heads = server.heads();
    let mut sent = heads[0]
        .lines()
        .filter(|line| line.contains("token") || line.starts_with("authorization"));
    let header = sent.next().map(str::to_owned);
    assert_eq!(sent.next(), None, "more than one credential was sent");
    header
}

#[tokio::test]
async fn access_tokens_come_before_oauth_tokens_and_those_before_the_job_token() {
    let all = [
        ("GITLAB_TOKEN", "a", "private-token: a"),
        ("GITLAB_ACCESS_TOKEN", "a", "private-token: a"),
        ("GITLAB_PRIVATE_TOKEN", "a", "private-token: a"),
        ("OAUTH_TOKEN", "b", "authorization: bearer b"),
        ("GITLAB_OAUTH_TOKEN", "b", "authorization: bearer b"),
        ("CI_JOB_TOKEN", "c", "job-token: c"),
    ];
    for first in 0..all.len() {
        let variables: Vec<(&str, &str)> = all[first..]
            .iter()
            .map(|(name, value, _)| (*name, *value))
            .collect();
        let sent = credential(&variables, "CI_API_V4_URL").await;
        assert_eq!(sent.as_deref(), Some(all[first].2), "{variables:?}");
    }
    assert_eq!(credential(&[], "CI_API_V4_URL").await, None);
    assert_eq!(
        credential(&[("GITLAB_TOKEN", "")], "GITLAB_HOST").await,
        None
    );
}

#[tokio::test]
async fn a_job_token_goes_only_to_the_server_that_gave_it() {
    let token = ("CI_JOB_TOKEN", "c");
    // Without the address of its server nobody knows where it belongs.
    assert_eq!(credential(&[token], "CI_SERVER_URL").await, None);
    // Somebody else's server was asked for.
    let elsewhere = [
        token,
        ("CI_API_V4_URL", "https://gitlab.example.com/api/v4"),
    ];
    assert_eq!(credential(&elsewhere, "GITLAB_HOST").await, None);
}

#[test]
fn hosts_come_before_what_a_job_is_told_and_become_api_roots() {
    let cases: [(&[(&str, &str)], &str); 12] = [
        (&[], "https://gitlab.com/api/v4"),
        (&[("GITLAB_HOST", "h.example")], "https://h.example/api/v4"),
        (
            &[("GL_HOST", "h.example:8443")],
            "https://h.example:8443/api/v4",
        ),
        (
            &[("GITLAB_URI", "http://h.example")],
            "http://h.example/api/v4",
        ),
        (
            &[("GITLAB_URL", "https://h.example/sub/")],
            "https://h.example/sub/api/v4",
        ),
        (
            &[("GITLAB_URL", "https://h.example/api/v4/")],
            "https://h.example/api/v4",
        ),
        (
            &[("CI_SERVER_URL", "https://ci.example")],
            "https://ci.example/api/v4",
        ),
        (
            &[("CI_API_V4_URL", "https://ci.example/sub/api/v4")],
            "https://ci.example/sub/api/v4",
        ),
        (
            &[
                ("CI_SERVER_URL", "https://ci.example"),
                ("CI_API_V4_URL", "https://ci.example/api/v4"),
            ],
            "https://ci.example/api/v4",
        ),
        (
            &[
                ("GITLAB_HOST", "h.example"),
                ("CI_API_V4_URL", "https://ci.example/api/v4"),
            ],
            "https://h.example/api/v4",
        ),
        (
            &[
                ("GITLAB_HOST", "h.example"),
                ("GITLAB_URL", "https://h.example/"),
            ],
            "https://h.example/api/v4",
        ),
        (
            &[("GITLAB_HOST", ""), ("GITLAB_URL", "h.example")],
            "https://h.example/api/v4",
        ),
    ];
    for (variables, url) in cases {
        assert_eq!(base_url(variables), url, "{variables:?}");
    }
}

#[test]
fn contradictions_are_errors_that_name_the_variables_and_no_value() {
    for (one, other) in [
        ("GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN"),
        ("GITLAB_TOKEN", "GITLAB_PRIVATE_TOKEN"),
        ("OAUTH_TOKEN", "GITLAB_OAUTH_TOKEN"),
        ("GITLAB_HOST", "GL_HOST"),
        ("GITLAB_URI", "GITLAB_URL"),
        ("CI_SERVER_URL", "CI_API_V4_URL"),
    ] {
        let error = read(&[(one, "s3cret"), (other, "s3cret2")]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = error.to_string();
        assert!(text.contains(&format!("{one} and {other}")), "{text}");
        assert!(!format!("{error:?}{text}").contains(SECRET), "{text}");
        assert!(read(&[(one, "same"), (other, "same")]).is_ok());
    }
}

#[test]
fn tokens_that_cannot_be_right_are_refused_with_the_name_of_their_variable() {
    for name in ["GITLAB_TOKEN", "OAUTH_TOKEN"] {
        let error = read(&[(name, "s3cret\n")]).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(name) && !text.contains(SECRET), "{text}");
    }
}

#[test]
fn the_environment_of_this_process_is_read_without_failing_on_what_it_lacks() {
    // Cargo sets none of the variables; a job that runs this test sets consistent ones.
    let client = Client::from_env().unwrap();
    assert!(
        client.base_url().ends_with("/api/v4"),
        "{}",
        client.base_url()
    );
}
