//! The tour: its steps, what each should see, and what a client reports of them.

use std::collections::BTreeMap;

use gitlab_jobs::types::JobScope;
use gitlab_jobs::{
    ArtifactPath, Client, JobName, PipelineJobsOptions, ProjectId, ProjectJobsOptions,
    RefArtifactsOptions, RefName, TraceOptions, TriggerJobsOptions,
};
use gitlab_jobs_mock::Mock;
use serde_json::{Value, json};

/// The most of a log or file that is held in memory.
const LIMIT: usize = 1 << 20;

/// One thing that every client is asked to do.
pub(crate) struct Step {
    /// Its name in the reports.
    pub(crate) name: &'static str,
    /// The operation it needs.
    pub(crate) operation: &'static str,
    /// The status that the operation answers with.
    pub(crate) status: u16,
    /// How many items a page has where all pages are asked for.
    pub(crate) per_page: Option<usize>,
}

const fn step(name: &'static str, operation: &'static str, status: u16) -> Step {
    Step {
        name,
        operation,
        status,
        per_page: None,
    }
}

/// All steps. Archives come before what keeps and deletes them.
pub(crate) const STEPS: [Step; 18] = [
    step("list_filtered", "list_project_jobs", 200),
    Step {
        per_page: Some(4),
        ..step("list_by_offset", "list_pipeline_jobs", 200)
    },
    Step {
        per_page: Some(5),
        ..step("list_by_keyset", "list_project_jobs", 200)
    },
    step("list_bridges", "list_pipeline_bridges", 200),
    step("get", "get_job", 200),
    step("trace", "get_job_trace", 200),
    step("play", "play_job", 200),
    step("cancel", "cancel_job", 201),
    step("retry", "retry_job", 201),
    step("erase", "erase_job", 201),
    step("archive_by_id", "download_job_artifacts", 200),
    step("archive_by_ref", "download_ref_artifacts", 200),
    step("file_by_id", "download_job_artifact_file", 200),
    step("file_of_text", "download_job_artifact_file", 200),
    step("file_with_blank", "download_job_artifact_file", 200),
    step("file_by_ref", "download_ref_artifact_file", 200),
    step("keep", "keep_job_artifacts", 200),
    step("delete", "delete_job_artifacts", 204),
];

/// The job that is played, and the variables it gets.
pub(crate) const PLAYED: (i64, (&str, &str)) = (1031, ("TARGET", "east & west"));

/// How a step went, as the client's program reports it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// It was taken, and this was seen.
    Saw(Value),
    /// The client gave up.
    Failed,
    /// The client has nothing for it.
    Lacks,
}

/// Reads a report: a JSON object on each line.
///
/// # Errors
///
/// The line that is none of the three forms.
pub(crate) fn report(text: &str) -> Result<BTreeMap<String, Outcome>, String> {
    let mut steps = BTreeMap::new();
    for line in text.lines() {
        let wrong = || format!("not a line of a report: {line}");
        let value: Value = serde_json::from_str(line).map_err(|_| wrong())?;
        let name = value["step"].as_str().ok_or_else(wrong)?;
        let outcome = if value["failed"].is_string() {
            Outcome::Failed
        } else if value["lacks"] == true {
            Outcome::Lacks
        } else {
            Outcome::Saw(value.get("saw").ok_or_else(wrong)?.clone())
        };
        if steps.insert(name.to_owned(), outcome).is_some() {
            return Err(format!("the step `{name}` is reported twice"));
        }
    }
    Ok(steps)
}

/// A client of ours, which the other clients are compared with.
pub(crate) fn ours(mock: &Mock) -> (Client, ProjectId) {
    let client = Client::builder(mock.api_url()).access_token(mock.token());
    (
        client.build().unwrap(),
        ProjectId::new("group/app").unwrap(),
    )
}

/// What each step should see, asked with our own client; what changes something is known beforehand.
pub(crate) async fn expected(mock: &Mock) -> BTreeMap<&'static str, Value> {
    let (client, project) = ours(mock);
    let ids = |jobs: &[gitlab_jobs::types::Job]| jobs.iter().map(|job| job.id).collect::<Value>();
    let filter = ProjectJobsOptions::default().scope([JobScope::Failed, JobScope::Canceled]);
    let filtered = client.all_project_jobs(&project, &filter).into_vec().await;
    let retried = PipelineJobsOptions::default().include_retried(true);
    let pipeline = client.all_pipeline_jobs(&project, 11, &retried);
    let all = client.all_project_jobs(&project, &ProjectJobsOptions::default());
    let all = all.into_vec().await.unwrap();
    let bridges = client
        .list_pipeline_bridges(&project, 11, &TriggerJobsOptions::default())
        .await
        .unwrap();
    let whole = TraceOptions::default();
    let log = client.get_job_trace(&project, 1001, &whole).await.unwrap();
    let log = log.into_inner().bytes(LIMIT).await.unwrap();
    let archive = client.download_job_artifacts(&project, 1001).await.unwrap();
    let archive = archive.into_inner().bytes(LIMIT).await.unwrap();
    let (branch, name) = (RefName::new("feature/login"), JobName::new("build"));
    let of_branch = client
        .download_ref_artifacts(
            &project,
            &branch.unwrap(),
            &name.unwrap(),
            &RefArtifactsOptions::default(),
        )
        .await
        .unwrap();
    let of_branch = of_branch.into_inner().bytes(LIMIT).await.unwrap();
    let file = async |path: &str| {
        let path = ArtifactPath::new(path).unwrap();
        let file = client.download_job_artifact_file(&project, 1001, &path);
        let bytes = file.await.unwrap().into_inner().bytes(LIMIT).await;
        bytes.unwrap().to_vec()
    };
    let text = |bytes: Vec<u8>| Value::from(String::from_utf8(bytes).unwrap());
    let program = json!(file("app.bin").await.len());
    BTreeMap::from([
        ("list_filtered", ids(&filtered.unwrap())),
        ("list_by_offset", ids(&pipeline.into_vec().await.unwrap())),
        ("list_by_keyset", ids(&all)),
        (
            "list_bridges",
            bridges.iter().map(|bridge| bridge.id).collect(),
        ),
        ("get", json!(1001)),
        ("trace", json!(log.len())),
        ("play", json!(PLAYED.0)),
        ("cancel", json!(1025)),
        ("erase", json!(1002)),
        ("archive_by_id", json!(archive.len())),
        ("archive_by_ref", json!(of_branch.len())),
        ("file_by_id", program.clone()),
        ("file_of_text", text(file("reports/junit.xml").await)),
        ("file_with_blank", text(file("docs/read me.txt").await)),
        ("file_by_ref", program),
        ("keep", json!(1001)),
        ("delete", Value::Null),
    ])
}

/// The job that was made last, which is what a retry makes.
pub(crate) async fn newest(mock: &Mock) -> Value {
    let (client, project) = ours(mock);
    let all = ProjectJobsOptions::default();
    json!(client.list_project_jobs(&project, &all).await.unwrap()[0].id)
}
