//! Each operation in its plainest form, to be called for any project and job by anybody.

use std::future::Future;
use std::pin::Pin;

use gitlab_jobs::{
    ArtifactPath, ArtifactTreeOptions, CancelOptions, Client, Error, JobName, PipelineJobsOptions,
    PlayOptions, ProjectId, ProjectJobsOptions, RefArtifactsOptions, RefName, RetryOptions,
    TraceOptions, TriggerJobsOptions,
};

/// The most of a log or file that is held in memory.
pub(crate) const LIMIT: usize = 1 << 20;

/// What a call is about.
#[derive(Clone)]
pub(crate) struct Target {
    /// The project.
    pub(crate) project: ProjectId,
    /// One of its pipelines.
    pub(crate) pipeline: i64,
    /// One of its jobs; it need not belong to the pipeline.
    pub(crate) job: i64,
}

impl Target {
    /// In the public project, a job with which the operation succeeds.
    pub(crate) fn good(operation: &str) -> Self {
        let job = match operation {
            "cancel_job" => 1025,
            "retry_job" => 1004,
            "erase_job" => 1002,
            "play_job" => 1031,
            _ => 1001,
        };
        Self {
            project: app(),
            pipeline: 11,
            job,
        }
    }

    /// In the private project.
    pub(crate) fn hidden() -> Self {
        Self {
            project: ProjectId::new("group/secret").unwrap(),
            pipeline: 21,
            job: 2001,
        }
    }

    /// In a project that does not exist.
    pub(crate) fn nowhere() -> Self {
        Self {
            project: ProjectId::new("group/nowhere").unwrap(),
            ..Self::hidden()
        }
    }
}

/// The public project.
pub(crate) fn app() -> ProjectId {
    ProjectId::new("group/app").unwrap()
}

/// The branch of most pipelines.
pub(crate) fn main() -> RefName {
    RefName::new("main").unwrap()
}

/// The name of the job with an archive.
pub(crate) fn build() -> JobName {
    JobName::new("build").unwrap()
}

/// A file of its archive.
pub(crate) fn file() -> ArtifactPath {
    ArtifactPath::new("app.bin").unwrap()
}

/// One operation for one target.
pub(crate) type Call = fn(Client, Target) -> Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// Makes calls under the names of their methods, which are operations or nothing.
macro_rules! calls {
    ($($method:ident: |$target:ident| ($($argument:expr),*) $(.$read:ident)?;)*) => {
        &[$((
            stringify!($method),
            (|client: Client, $target: Target| {
                Box::pin(async move {
                    let answer = client.$method($($argument),*).await;
                    answer?$(.into_inner().$read(LIMIT).await.map(drop)?)?;
                    Ok(())
                }) as Pin<Box<dyn Future<Output = Result<(), Error>>>>
            }) as Call,
        )),*]
    };
}

/// Every operation.
pub(crate) const CALLS: &[(&str, Call)] = calls! {
    list_project_jobs: |target| (&target.project, &ProjectJobsOptions::default());
    list_pipeline_jobs: |target| (&target.project, target.pipeline, &PipelineJobsOptions::default());
    list_pipeline_bridges: |target| (&target.project, target.pipeline, &TriggerJobsOptions::default());
    list_pipeline_trigger_jobs: |target| (&target.project, target.pipeline, &TriggerJobsOptions::default());
    get_current_job: |_target| ();
    get_allowed_agents: |_target| ();
    get_job: |target| (&target.project, target.job);
    get_job_trace: |target| (&target.project, target.job, &TraceOptions::default()).bytes;
    cancel_job: |target| (&target.project, target.job, &CancelOptions::default());
    retry_job: |target| (&target.project, target.job, &RetryOptions::default());
    erase_job: |target| (&target.project, target.job);
    play_job: |target| (&target.project, target.job, &PlayOptions::default());
    download_job_artifacts: |target| (&target.project, target.job).bytes;
    download_ref_artifacts: |target| (&target.project, &main(), &build(), &RefArtifactsOptions::default()).bytes;
    download_job_artifact_file: |target| (&target.project, target.job, &file()).bytes;
    download_ref_artifact_file: |target| (&target.project, &main(), &file(), &build(), &RefArtifactsOptions::default()).bytes;
    list_job_artifact_tree: |target| (&target.project, target.job, &ArtifactTreeOptions::default());
    keep_job_artifacts: |target| (&target.project, target.job);
    delete_job_artifacts: |target| (&target.project, target.job);
    delete_project_artifacts: |target| (&target.project);
};

/// Whether only a job's token opens an operation.
pub(crate) fn is_for_jobs(operation: &str) -> bool {
    ["get_current_job", "get_allowed_agents"].contains(&operation)
}
