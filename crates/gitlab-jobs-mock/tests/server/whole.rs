//! The whole document: every operation is there, and succeeds with the status the document names first.

use std::collections::BTreeMap;

use gitlab_jobs_mock::Mock;
use openapi_document::Document;
use reqwest::Method;

use super::client::Bench;

#[test]
fn every_operation_succeeds_as_documented() {
    let document =
        Document::parse("gitlab-jobs.yaml", gitlab_jobs_openapi::DOCUMENT).expect("a document");
    let documented: BTreeMap<String, String> = document
        .operations()
        .iter()
        .map(|operation| {
            let success = operation.success().expect("every operation can succeed");
            (operation.id().to_owned(), success.status().to_owned())
        })
        .collect();
    let bench = Bench::of(Mock::builder().strict(true));
    for path in ["/job", "/job/allowed_agents"] {
        bench.send(
            bench
                .request(Method::GET, path)
                .header("JOB-TOKEN", bench.mock.job_token()),
        );
    }
    for path in [
        "/projects/1/jobs",
        "/projects/1/pipelines/11/jobs",
        "/projects/1/pipelines/11/bridges",
        "/projects/1/pipelines/11/trigger_jobs",
        "/projects/1/jobs/1001",
        "/projects/1/jobs/1001/trace",
        "/projects/1/jobs/1001/artifacts",
        "/projects/1/jobs/1001/artifacts/tree",
        "/projects/1/jobs/1001/artifacts/app.bin",
        "/projects/1/jobs/artifacts/main/download?job=build",
        "/projects/1/jobs/artifacts/main/raw/app.bin?job=build",
    ] {
        bench.get(path);
    }
    for path in [
        "/projects/1/jobs/1001/artifacts/keep",
        "/projects/1/jobs/1025/cancel",
        "/projects/1/jobs/1004/retry",
        "/projects/1/jobs/1031/play",
        "/projects/1/jobs/1002/erase",
    ] {
        bench.post(path);
    }
    bench.delete_as(bench.mock.token(), "/projects/1/jobs/1001/artifacts");
    bench.delete_as(bench.mock.token(), "/projects/1/artifacts");
    let seen: BTreeMap<String, String> = bench
        .mock
        .journal()
        .into_iter()
        .map(|entry| (entry.operation, entry.status.to_string()))
        .collect();
    assert_eq!(seen, documented);
    assert_eq!(seen.len(), 20);
}
