//! What is refused: the statuses each operation may answer, and what the client makes of them.

use std::rc::Rc;

use gitlab_jobs::reqwest::Method;
use gitlab_jobs::types::{PaginationMethod, SortDirection};
use gitlab_jobs::{
    ArtifactTreeOptions, CancelOptions, Client, PlayOptions, ProjectJobsOptions, TraceOptions,
};
use gitlab_jobs_mock::Fault;

use gitlab_jobs_tests::exchange::Seen::Text;

use crate::calls::{CALLS, Target, app, is_for_jobs};
use crate::stage::{Stage, Step, refused};

pub(crate) fn steps() -> Vec<Step> {
    let mut steps = Vec::new();
    for (operation, call) in CALLS {
        steps.push(Step::new(
            operation,
            "by somebody nobody knows",
            move |stage| async move {
                let client = if is_for_jobs(operation) {
                    stage.unknown_job()
                } else {
                    stage.with_token("nobody-knows-this")
                };
                let error = refused(call(client, Target::good(operation)).await, 401);
                assert!(error.is_unauthorized(), "{error}");
            },
        ));
        steps.push(Step::new(operation, "too often", move |stage| async move {
            stage
                .mock
                .inject(Fault::status(operation, 429).retry_after(7));
            let client = caller(&stage, operation);
            let error = refused(call(client, Target::good(operation)).await, 429);
            assert!(error.is_rate_limited(), "{error}");
            assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(7));
        }));
        if is_for_jobs(operation) {
            steps.push(
                Step::new(operation, "by a token of no job", move |stage| async move {
                    let client = stage.maintainer();
                    let error = refused(call(client, Target::good(operation)).await, 404);
                    assert!(error.is_not_found(), "{error}");
                })
                .breaking(),
            );
            continue;
        }
        steps.push(Step::new(
            operation,
            "by a guest of a private project",
            move |stage| async move {
                let guest = stage.with_token("mock-guest");
                let error = refused(call(guest, Target::hidden()).await, 403);
                assert!(error.is_forbidden(), "{error}");
            },
        ));
        steps.push(Step::new(
            operation,
            "in a project that is not there",
            move |stage| async move {
                let error = refused(call(stage.maintainer(), Target::nowhere()).await, 404);
                assert!(error.is_not_found(), "{error}");
            },
        ));
    }
    for operation in [
        "erase_job",
        "delete_job_artifacts",
        "delete_project_artifacts",
    ] {
        let (_, call) = CALLS.iter().find(|(name, _)| *name == operation).unwrap();
        steps.push(Step::new(
            operation,
            "while storage is counted",
            move |stage| async move {
                stage.mock.count_storage(true);
                let error = refused(call(stage.maintainer(), Target::good(operation)).await, 409);
                assert!(error.is_conflict(), "{error}");
            },
        ));
    }
    steps.extend(of_jobs());
    steps.extend(bad_requests());
    steps
}

fn caller(stage: &Rc<Stage>, operation: &str) -> Client {
    if is_for_jobs(operation) {
        stage.job()
    } else {
        stage.maintainer()
    }
}

/// Refusals that depend on the state of a job.
fn of_jobs() -> Vec<Step> {
    vec![
        Step::new("get_job", "that is a bridge", |stage| async move {
            let error = refused(stage.maintainer().get_job(&app(), 1005).await, 404);
            assert!(error.is_not_found(), "{error}");
        }),
        Step::new(
            "get_job",
            "with a token for nothing but reading",
            |stage| async move {
                let client = stage.with_token("mock-maintainer-read");
                client.get_job(&app(), 1001).await.unwrap();
            },
        ),
        Step::new(
            "cancel_job",
            "with a token for nothing but reading",
            |stage| async move {
                let client = stage.with_token("mock-maintainer-read");
                let options = CancelOptions::default();
                let error = refused(client.cancel_job(&app(), 1025, &options).await, 403);
                assert!(error.is_forbidden(), "{error}");
            },
        ),
        Step::new(
            "cancel_job",
            "with force by a developer",
            |stage| async move {
                let client = stage.with_token("mock-developer");
                let force = CancelOptions::default().force(true);
                let error = refused(client.cancel_job(&app(), 1028, &force).await, 403);
                assert!(error.is_forbidden(), "{error}");
            },
        ),
        Step::new(
            "get_job_trace",
            "with secrets, by a guest",
            |stage| async move {
                let guest = stage.with_token("mock-guest");
                let whole = TraceOptions::default();
                let error = refused(guest.get_job_trace(&app(), 1006, &whole).await, 403);
                assert!(error.is_forbidden(), "{error}");
            },
        ),
        Step::new("play_job", "that cannot be played", |stage| async move {
            let options = PlayOptions::default();
            let error = refused(
                stage.maintainer().play_job(&app(), 1001, &options).await,
                400,
            );
            assert!(
                error
                    .message()
                    .is_some_and(|text| text.contains("Unplayable Job"))
            );
        }),
        Step::new("erase_job", "that runs", |stage| async move {
            let error = refused(stage.maintainer().erase_job(&app(), 1025).await, 403);
            assert!(
                error
                    .message()
                    .is_some_and(|text| text.contains("not erasable"))
            );
        }),
        Step::new(
            "list_job_artifact_tree",
            "without an index",
            |stage| async move {
                let options = ArtifactTreeOptions::default();
                let tree = stage
                    .maintainer()
                    .list_job_artifact_tree(&app(), 1011, &options)
                    .await;
                assert!(refused(tree, 404).is_not_found());
            },
        ),
        Step::new(
            "list_project_jobs",
            "oldest first by cursor",
            |stage| async move {
                let oldest = ProjectJobsOptions::default()
                    .pagination(PaginationMethod::Keyset)
                    .sort(SortDirection::Asc);
                let jobs = stage.maintainer().list_project_jobs(&app(), &oldest).await;
                let error = refused(jobs, 405);
                assert!(error.message().is_some_and(|text| text.contains("Keyset")));
            },
        )
        .sees([Text("sort")]),
    ]
}

/// Requests that are wrong in themselves. The client's methods cannot make most of them, so that they go through
/// [`Client::request`], which shares everything else with the methods.
fn bad_requests() -> Vec<Step> {
    const WRONG: [(&str, &str, &str, &str); 18] = [
        (
            "list_project_jobs",
            "GET",
            "/projects/1/jobs",
            "scope[]=started",
        ),
        (
            "list_pipeline_jobs",
            "GET",
            "/projects/1/pipelines/11/jobs",
            "scope[]=started",
        ),
        (
            "list_pipeline_bridges",
            "GET",
            "/projects/1/pipelines/11/bridges",
            "scope[]=started",
        ),
        (
            "list_pipeline_trigger_jobs",
            "GET",
            "/projects/1/pipelines/11/trigger_jobs",
            "scope[]=started",
        ),
        ("get_job", "GET", "/projects/1/jobs/first", ""),
        (
            "get_job_trace",
            "GET",
            "/projects/1/jobs/1001/trace",
            "byte_limit=0",
        ),
        (
            "cancel_job",
            "POST",
            "/projects/1/jobs/1025/cancel",
            "force=perhaps",
        ),
        ("retry_job", "POST", "/projects/1/jobs/first/retry", ""),
        ("erase_job", "POST", "/projects/1/jobs/first/erase", ""),
        ("play_job", "POST", "/projects/1/jobs/first/play", ""),
        (
            "download_job_artifacts",
            "GET",
            "/projects/1/jobs/first/artifacts",
            "",
        ),
        (
            "download_ref_artifacts",
            "GET",
            "/projects/1/jobs/artifacts/main/download",
            "",
        ),
        (
            "download_job_artifact_file",
            "GET",
            "/projects/1/jobs/first/artifacts/app.bin",
            "",
        ),
        (
            "download_ref_artifact_file",
            "GET",
            "/projects/1/jobs/artifacts/main/raw/app.bin",
            "",
        ),
        (
            "list_job_artifact_tree",
            "GET",
            "/projects/1/jobs/1001/artifacts/tree",
            "per_page=0",
        ),
        (
            "keep_job_artifacts",
            "POST",
            "/projects/1/jobs/first/artifacts/keep",
            "",
        ),
        (
            "delete_job_artifacts",
            "DELETE",
            "/projects/1/jobs/first/artifacts",
            "",
        ),
        ("list_project_jobs", "GET", "/projects/1/jobs", "page=last"),
    ];
    let steps = WRONG.into_iter().map(|(operation, method, path, query)| {
        let name = format!("as it should not be: {path}?{query}");
        let act = move |stage: Rc<Stage>| async move {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let request = stage.maintainer().request(method, path);
            let pairs: Vec<_> = query.split_once('=').into_iter().collect();
            let error = refused(request.query(&pairs).send_bytes(1 << 16).await, 400);
            assert!(error.message().is_some(), "{error}");
        };
        Step::new(operation, name, act).breaking()
    });
    steps.collect()
}
