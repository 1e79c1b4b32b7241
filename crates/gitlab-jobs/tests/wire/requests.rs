//! Requests: addresses, headers and bodies, byte for byte.

use gitlab_jobs::reqwest::Url;
use gitlab_jobs::{
    ArtifactPath, CancelOptions, Client, ErrorKind, JobName, PipelineJobsOptions, PlayOptions,
    ProjectId, RefArtifactsOptions, RefName, RetryOptions, USER_AGENT,
};

use crate::server::{Server, answer};
use crate::{client, run};

const ODD: [(&str, &str); 9] = [
    ("a b", "a%20b"),
    ("#1", "%231"),
    ("why?", "why%3F"),
    ("100%", "100%25"),
    ("%2e%2E", "%252e%252E"),
    ("a+b", "a%2Bb"),
    ("[x, 1]", "%5Bx%2C%201%5D"),
    ("grün", "gr%C3%BCn"),
    ("...", "..."),
];

#[test]
fn odd_names_arrive_intact_in_every_kind_of_path_and_in_the_query() {
    for (plain, encoded) in ODD {
        let server = Server::start(vec![answer("200 OK", "", "x")]);
        let project = ProjectId::new(format!("group/{plain}")).unwrap();
        let name = RefName::new(format!("{plain}/raw/b")).unwrap();
        let path = ArtifactPath::new(format!("c/{plain}/d")).unwrap();
        let job = JobName::new(plain).unwrap();
        let options = RefArtifactsOptions::default();
        run(client(&server).download_ref_artifact_file(&project, &name, &path, &job, &options))
            .unwrap();
        let request = server.request();
        let (address, _) = request.target().split_once('?').unwrap();
        assert_eq!(
            address,
            format!(
                "/sub/api/v4/projects/group%2F{encoded}/jobs/artifacts/{encoded}/raw/b/raw/c/{encoded}/d"
            )
        );
        let url = Url::parse(&format!("http://h{}", request.target())).unwrap();
        let query: Vec<_> = url.query_pairs().into_owned().collect();
        assert_eq!(query, [("job".to_owned(), plain.to_owned())]);
    }
}

#[test]
fn slashes_are_encoded_where_the_api_takes_one_segment() {
    let server = Server::start(vec![answer("204 No Content", "", "")]);
    let project = ProjectId::new("a/raw/artifacts/b").unwrap();
    run(client(&server).delete_job_artifacts(&project, 7)).unwrap();
    assert_eq!(
        server.request().target(),
        "/sub/api/v4/projects/a%2Fraw%2Fartifacts%2Fb/jobs/7/artifacts"
    );
}

#[test]
fn a_host_may_serve_the_api_at_its_root() {
    let server = Server::start(vec![answer("204 No Content", "", "")]);
    let client = Client::new(&server.origin()).unwrap();
    run(client.delete_job_artifacts(&ProjectId::from(1), 7)).unwrap();
    assert_eq!(server.request().target(), "/projects/1/jobs/7/artifacts");
}

#[test]
fn requests_name_their_sender_and_no_generator_and_act_as_somebody_only_when_told() {
    let done = answer("204 No Content", "", "");
    let server = Server::start(vec![done.clone(), done]);
    let plain = client(&server);
    let sudo = plain.sudo("alice").unwrap();
    for (client, user) in [(plain, None), (sudo, Some("alice"))] {
        run(client.delete_job_artifacts(&ProjectId::from(1), 7)).unwrap();
        let request = server.request();
        assert_eq!(request.header("user-agent"), Some(USER_AGENT));
        assert_eq!(request.header("sudo"), user);
        assert_eq!(request.header("api-version"), None);
        assert_eq!(request.header("referer"), None);
    }
}

#[test]
fn a_job_that_asks_about_itself_acts_as_nobody_else() {
    let server = Server::start(vec![answer("404 Not Found", "", ""); 2]);
    let client = client(&server).sudo("alice").unwrap();
    run(client.get_current_job()).unwrap_err();
    run(client.get_allowed_agents()).unwrap_err();
    for target in ["/sub/api/v4/job", "/sub/api/v4/job/allowed_agents"] {
        let request = server.request();
        assert_eq!(request.target(), target);
        assert_eq!(request.header("sudo"), None);
    }
}

#[test]
fn play_and_retry_always_send_an_object_and_cancel_sends_none() {
    let gone = answer("404 Not Found", "", "");
    let server = Server::start(vec![gone; 3]);
    let (client, project) = (client(&server), ProjectId::from(1));
    run(client.play_job(&project, 7, &PlayOptions::default())).unwrap_err();
    run(client.retry_job(&project, 7, &RetryOptions::default())).unwrap_err();
    for _ in ["play", "retry"] {
        let request = server.request();
        assert_eq!(request.header("content-type"), Some("application/json"));
        assert_eq!(request.body, b"{}");
    }
    run(client.cancel_job(&project, 7, &CancelOptions::default())).unwrap_err();
    let request = server.request();
    assert_eq!(request.target(), "/sub/api/v4/projects/1/jobs/7/cancel");
    assert_eq!(request.body, b"");
}

#[test]
fn ids_no_server_gives_out_are_refused_before_anything_is_sent() {
    // The server takes no connection, so that anything sent would end as a connection error.
    let server = Server::start(vec![]);
    let (client, project) = (client(&server), ProjectId::from(1));
    let error = run(client.get_job(&project, 0)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidName);
    assert_eq!(error.to_string(), "the job id is 0, but ids start at 1");
    let options = PipelineJobsOptions::default();
    let error = run(client.list_pipeline_jobs(&project, -1, &options)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidName);
    assert!(error.operation().is_none() && error.status().is_none());
}
