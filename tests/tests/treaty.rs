//! The treaty: the client and the mock server are two independent readings of one document, and agree.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::collections::BTreeMap;

use gitlab_jobs::types::{JobScope, JobStatus};
use gitlab_jobs::{
    ArtifactPath, ArtifactTreeOptions, CancelOptions, Client, JobName, PipelineJobsOptions,
    PlayOptions, ProjectId, ProjectJobsOptions, RefArtifactsOptions, RefName, RetryOptions,
    TraceOptions, TriggerJobsOptions,
};
use gitlab_jobs_mock::{CredentialKind, Mock};
use gitlab_jobs_tests::input::Root;

/// The most of a log or file that these tests hold in memory.
const LIMIT: usize = 1 << 20;

fn client(mock: &Mock) -> Client {
    Client::builder(mock.api_url())
        .access_token(mock.token())
        .build()
        .unwrap()
}

fn app() -> ProjectId {
    ProjectId::new("group/app").unwrap()
}

#[tokio::test]
async fn every_operation_succeeds_and_neither_side_breaks_the_document() {
    let mock = Mock::builder().strict(true).start().unwrap();
    let (client, project) = (client(&mock), app());
    let (main, name) = (
        RefName::new("main").unwrap(),
        JobName::new("build").unwrap(),
    );
    let file = ArtifactPath::new("app.bin").unwrap();
    let of_ref = RefArtifactsOptions::default();

    // A job token is good while its job runs, so before anything is cancelled.
    let inside = Client::builder(mock.api_url())
        .job_token(mock.job_token())
        .build()
        .unwrap();
    inside.get_current_job().await.unwrap();
    inside.get_allowed_agents().await.unwrap();

    let failed = ProjectJobsOptions::default().scope([JobScope::Failed]);
    let jobs = client.list_project_jobs(&project, &failed).await.unwrap();
    assert!(!jobs.is_empty());
    assert!(
        jobs.iter()
            .all(|job| job.status == JobStatus::Failed && job.failure_reason.is_some())
    );
    let retried = PipelineJobsOptions::default().include_retried(true);
    assert!(
        !client
            .list_pipeline_jobs(&project, 11, &retried)
            .await
            .unwrap()
            .is_empty()
    );
    let all = TriggerJobsOptions::default();
    let bridges = client
        .list_pipeline_bridges(&project, 11, &all)
        .await
        .unwrap();
    let triggers = client
        .list_pipeline_trigger_jobs(&project, 11, &all)
        .await
        .unwrap();
    assert_eq!(bridges[0].id, triggers[0].id);
    assert_eq!(client.get_job(&project, 1001).await.unwrap().id, 1001);
    let log = client
        .get_job_trace(&project, 1001, &TraceOptions::default())
        .await
        .unwrap();
    assert!(!log.into_inner().bytes(LIMIT).await.unwrap().is_empty());

    let archive = client.download_job_artifacts(&project, 1001).await.unwrap();
    let archive = archive.into_inner().bytes(LIMIT).await.unwrap();
    assert!(archive.starts_with(b"PK"));
    let same = client
        .download_ref_artifacts(&project, &main, &name, &of_ref)
        .await
        .unwrap();
    assert_eq!(same.into_inner().bytes(LIMIT).await.unwrap(), archive);
    let by_job = client
        .download_job_artifact_file(&project, 1001, &file)
        .await
        .unwrap();
    let by_job = by_job.into_inner().bytes(LIMIT).await.unwrap();
    let by_ref = client
        .download_ref_artifact_file(&project, &main, &file, &name, &of_ref)
        .await
        .unwrap();
    assert_eq!(by_ref.into_inner().bytes(LIMIT).await.unwrap(), by_job);
    let tree = ArtifactTreeOptions::default().recursive(true);
    let tree = client
        .list_job_artifact_tree(&project, 1001, &tree)
        .await
        .unwrap();
    assert!(tree.iter().any(|entry| entry.path == "app.bin"));

    let kept = client.keep_job_artifacts(&project, 1001).await.unwrap();
    assert_eq!(kept.artifacts_expire_at, None);
    client
        .cancel_job(&project, 1025, &CancelOptions::default())
        .await
        .unwrap();
    let again = client
        .retry_job(&project, 1004, &RetryOptions::default())
        .await
        .unwrap();
    assert_ne!(again.id, 1004);
    let variables = PlayOptions::default().variable("TARGET", "staging");
    client.play_job(&project, 1031, &variables).await.unwrap();
    assert_eq!(
        mock.variables(1031),
        [("TARGET".to_owned(), "staging".to_owned())]
    );
    let erased = client.erase_job(&project, 1002).await.unwrap();
    assert!(erased.erased_at.is_some() && erased.artifacts.is_empty());
    client.delete_job_artifacts(&project, 1001).await.unwrap();
    client.delete_project_artifacts(&project).await.unwrap();

    let document = Root::default().document().unwrap();
    let documented: BTreeMap<_, _> = document
        .operations()
        .iter()
        .map(|operation| {
            (
                operation.id().to_owned(),
                operation.success().unwrap().status().to_owned(),
            )
        })
        .collect();
    let journal = mock.journal();
    for entry in &journal {
        assert_eq!(entry.request, [], "{}", entry.operation);
        assert_eq!(entry.response, [], "{}", entry.operation);
    }
    let seen: BTreeMap<_, _> = journal
        .iter()
        .map(|entry| (entry.operation.clone(), entry.status.to_string()))
        .collect();
    assert_eq!(seen, documented);
}

#[tokio::test]
async fn a_list_goes_through_all_pages_by_cursor_and_by_number() {
    let mock = Mock::builder().strict(true).start().unwrap();
    let (client, project) = (client(&mock), app());
    let mut ids = Vec::new();
    let few = ProjectJobsOptions::default().per_page(3);
    let mut jobs = client.all_project_jobs(&project, &few);
    while let Some(job) = jobs.next().await {
        ids.push(job.unwrap().id);
    }
    assert!(ids.len() > 6, "there are several pages");
    assert!(
        ids.windows(2).all(|pair| pair[0] > pair[1]),
        "newest first, none twice: {ids:?}"
    );

    let few = PipelineJobsOptions::default().per_page(2);
    let numbered = client
        .all_pipeline_jobs(&project, 11, &few)
        .into_vec()
        .await
        .unwrap();
    let many = PipelineJobsOptions::default().per_page(100);
    let at_once = client
        .list_pipeline_jobs(&project, 11, &many)
        .await
        .unwrap();
    let ids = |jobs: &[gitlab_jobs::types::Job]| jobs.iter().map(|job| job.id).collect::<Vec<_>>();
    assert_eq!(ids(&numbered), ids(&at_once));
    assert!(mock.journal().iter().all(|entry| entry.request.is_empty()));
}

#[tokio::test]
async fn the_object_storage_sees_no_credential() {
    let mock = Mock::builder()
        .strict(true)
        .object_storage(true)
        .start()
        .unwrap();
    let (client, project) = (client(&mock), app());
    let archive = client.download_job_artifacts(&project, 1001).await.unwrap();
    assert!(
        archive
            .into_inner()
            .bytes(LIMIT)
            .await
            .unwrap()
            .starts_with(b"PK")
    );
    let journal = mock.journal();
    let redirect = journal
        .iter()
        .find(|entry| entry.operation == "download_job_artifacts")
        .unwrap();
    assert_eq!(
        (redirect.status, redirect.credential),
        (302, CredentialKind::PrivateToken)
    );
    let elsewhere: Vec<_> = journal
        .iter()
        .filter(|entry| entry.operation == "object-storage")
        .collect();
    assert_eq!(elsewhere.len(), 1, "the storage was asked once");
    assert_eq!(elsewhere[0].credential, CredentialKind::None);
    assert_eq!(elsewhere[0].request, []);
}

#[tokio::test]
async fn refusals_are_told_in_gitlabs_words() {
    let mock = Mock::builder().start().unwrap();
    let (client, project) = (client(&mock), app());
    let missing = client.get_job(&project, 999_999).await.unwrap_err();
    assert!(missing.is_not_found(), "{missing}");
    let unplayable = client
        .play_job(&project, 1001, &PlayOptions::default())
        .await
        .unwrap_err();
    assert_eq!(unplayable.status().map(|status| status.as_u16()), Some(400));
    assert!(
        unplayable
            .message()
            .is_some_and(|message| message.contains("Unplayable Job"))
    );
    let nobody = Client::new(&mock.api_url()).unwrap();
    let refused = nobody.get_job(&project, 1001).await.unwrap_err();
    assert!(refused.is_unauthorized(), "{refused}");
}
