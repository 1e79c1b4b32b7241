//! Who may do what: kinds of credentials, roles, scopes, and what stays hidden.

use gitlab_jobs_mock::CredentialKind;
use reqwest::Method;

use super::client::Bench;

#[test]
fn every_kind_of_credential_is_known_and_none_is_written_down() {
    let bench = Bench::new();
    let job = "/projects/1/jobs/1001";
    let get = |path: &str| bench.request(Method::GET, path);
    assert_eq!(bench.send(get(job)).message(), "401 Unauthorized");
    assert_eq!(bench.last().credential, CredentialKind::None);
    assert_eq!(bench.send(get(job).bearer_auth("mock-guest")).status, 200);
    assert_eq!(bench.last().credential, CredentialKind::Bearer);
    assert_eq!(
        bench
            .send(get("/projects/1/jobs/1001?private_token=mock-guest"))
            .status,
        200
    );
    assert_eq!(bench.last().credential, CredentialKind::PrivateTokenQuery);
    assert_eq!(bench.get_as("wrong", job).status, 401);
    let artifacts = "/projects/1/jobs/1001/artifacts?job_token=mock-job-token";
    assert_eq!(bench.send(get(artifacts)).status, 200);
    assert_eq!(bench.last().credential, CredentialKind::JobTokenQuery);
    let journal = format!("{:?}", bench.mock.journal());
    assert!(!journal.contains("mock-guest") && !journal.contains("mock-job-token"));
    let links = bench.send(get("/projects/1/jobs?private_token=mock-guest&per_page=2"));
    assert!(!links.header("link").contains("mock"));
}

#[test]
fn a_job_token_reads_lists_and_artifacts_only() {
    let bench = Bench::new();
    let send = |method: Method, path: &str| {
        bench
            .send(
                bench
                    .request(method, path)
                    .header("JOB-TOKEN", "mock-job-token"),
            )
            .status
    };
    for path in [
        "/job",
        "/job/allowed_agents",
        "/projects/1/jobs",
        "/projects/1/pipelines/11/jobs",
        "/projects/1/pipelines/11/bridges",
        "/projects/1/pipelines/11/trigger_jobs",
        "/projects/1/jobs/1001/artifacts",
        "/projects/1/jobs/1001/artifacts/app.bin",
        "/projects/1/jobs/1001/artifacts/tree",
        "/projects/1/jobs/artifacts/main/download?job=build",
        "/projects/1/jobs/artifacts/main/raw/app.bin?job=build",
    ] {
        assert_eq!(send(Method::GET, path), 200, "{path}");
        assert!(bench.rules().is_empty(), "{path}");
    }
    for (method, path) in [
        (Method::GET, "/projects/1/jobs/1001"),
        (Method::GET, "/projects/1/jobs/1001/trace"),
        (Method::POST, "/projects/1/jobs/1001/cancel"),
        (Method::POST, "/projects/1/jobs/1001/retry"),
        (Method::POST, "/projects/1/jobs/1001/erase"),
        (Method::POST, "/projects/1/jobs/1031/play"),
        (Method::POST, "/projects/1/jobs/1001/artifacts/keep"),
        (Method::DELETE, "/projects/1/jobs/1001/artifacts"),
        (Method::DELETE, "/projects/1/artifacts"),
    ] {
        assert_eq!(send(method, path), 401, "{path}");
        assert_eq!(bench.rules(), ["undocumented-credential"], "{path}");
    }
    assert_eq!(send(Method::GET, "/projects/2/jobs/2001/artifacts"), 404);
}

#[test]
fn roles_and_scopes_decide() {
    let bench = Bench::new();
    for action in ["cancel", "retry", "erase", "play", "artifacts/keep"] {
        let path = format!("/projects/1/jobs/1001/{action}");
        assert_eq!(
            bench.post_as("mock-reporter", &path).message(),
            "403 Forbidden",
            "{action}"
        );
        let read_only = bench.post_as("mock-maintainer-read", &path);
        assert_eq!(read_only.json()["error"], "insufficient_scope", "{action}");
    }
    let debug = "/projects/1/jobs/1006/trace";
    assert_eq!(bench.get_as("mock-guest", debug).status, 403);
    assert_eq!(bench.get_as("mock-developer", debug).status, 200);
    let private = "/projects/1/jobs/1010/artifacts";
    assert_eq!(bench.get_as("mock-guest", private).status, 403);
    assert_eq!(bench.get_as("mock-reporter", private).status, 200);
}

#[test]
fn private_projects_are_hidden_from_strangers_and_anonymous_readers_see_public_ones() {
    let bench = Bench::new();
    for path in [
        "/projects/2/jobs/2001",
        "/projects/2/jobs",
        "/projects/2/jobs/2001/artifacts",
    ] {
        assert_eq!(
            bench.get_as("mock-stranger", path).message(),
            "404 Project Not Found"
        );
        assert_eq!(bench.get_as("mock-guest", path).message(), "403 Forbidden");
        assert_eq!(bench.get(path).status, 200);
    }
    let anonymous = |path: &str| bench.send(bench.request(Method::GET, path)).status;
    assert_eq!(anonymous("/projects/1/pipelines/11/jobs"), 200);
    assert_eq!(anonymous("/projects/1/jobs/1001/artifacts"), 200);
    assert_eq!(anonymous("/projects/1/jobs"), 401);
    assert_eq!(anonymous("/projects/2/jobs/2001/artifacts"), 404);
}

#[test]
fn an_administrator_acts_for_others_by_header_and_by_query() {
    let bench = Bench::new();
    let send = |token: &str, path: &str, sudo: &str| {
        let request = bench.request(Method::GET, path);
        let request = if token.is_empty() {
            request
        } else {
            request.header("PRIVATE-TOKEN", token)
        };
        let answer = bench.send(if sudo.is_empty() {
            request
        } else {
            request.header("Sudo", sudo)
        });
        (
            answer.status,
            answer.json()["username"].clone(),
            answer.message(),
        )
    };
    let name = |token: &str, path: &str, sudo: &str| send(token, path, sudo).1;
    assert_eq!(name("mock-admin", "/user", ""), "root");
    for sudo in ["dev", "3"] {
        assert_eq!(name("mock-admin", "/user", sudo), "dev");
        assert_eq!(name("mock-admin", &format!("/user?sudo={sudo}"), ""), "dev");
    }
    // What they may not do for themselves, nobody may for them.
    assert_eq!(send("mock-admin", "/projects/2/jobs/2001", "guest").0, 403);
    assert_eq!(
        send("mock-admin", "/projects/2/jobs/2001", "stranger").0,
        404
    );
    assert!(bench.rules().is_empty());
    let message = |token: &str, sudo: &str| {
        let (status, _, message) = send(token, "/projects/1/jobs/1001", sudo);
        (status, message)
    };
    assert_eq!(
        message("mock-maintainer", "dev"),
        (403, "403 Forbidden - Must be admin to use sudo".to_owned())
    );
    assert_eq!(
        message("mock-admin", "nobody"),
        (
            404,
            "404 User with ID or username 'nobody' Not Found".to_owned()
        )
    );
    assert_eq!(message("", "dev").0, 401);
    let request = bench.request(Method::GET, "/projects/1/jobs/1001");
    let request = request.header("PRIVATE-TOKEN", "mock-admin-read");
    let refused = bench.send(request.header("Sudo", "dev"));
    assert_eq!(
        (refused.status, refused.json()["scope"].as_str()),
        (403, Some("sudo"))
    );
}
