//! The tour of the crate `gitlab`: asks the server in the environment one thing after the other and prints what it saw.

use std::error::Error;

use gitlab::Gitlab;
use gitlab::api::projects::jobs::artifacts::{
    DeleteJobArtifacts, DownloadJobArtifactFile, DownloadJobArtifacts, DownloadRefJobArtifactFile,
    DownloadRefJobArtifacts, KeepJobArtifacts,
};
use gitlab::api::projects::jobs::{
    CancelJob, EraseJob, Job, JobScope, JobTrace, JobVariableAttribute, Jobs, PlayJob, RetryJob,
};
use gitlab::api::projects::pipelines::{PipelineBridges, PipelineJobs};
use gitlab::api::{Pagination, Query, ignore, paged, raw};
use serde_json::{Value, json};

const PROJECT: &str = "group/app";

type Seen = Result<Value, Box<dyn Error>>;

fn step(name: &str, take: impl FnOnce() -> Seen) {
    let line = match take() {
        Ok(saw) => json!({ "step": name, "saw": saw }),
        Err(error) => json!({ "step": name, "failed": error.to_string() }),
    };
    println!("{line}");
}

fn id(job: &Value) -> Value {
    job["id"].clone()
}

fn ids(jobs: &[Value]) -> Seen {
    Ok(jobs.iter().map(id).collect())
}

fn text(bytes: Vec<u8>) -> Seen {
    Ok(String::from_utf8(bytes)?.into())
}

fn main() -> Result<(), Box<dyn Error>> {
    let api = std::env::var("CI_API_V4_URL")?;
    let oauth = std::env::var("GITLAB_OAUTH_TOKEN");
    let host = api
        .trim_start_matches("http://")
        .trim_end_matches("/api/v4");
    let client = &match oauth {
        Ok(token) => Gitlab::builder(host, token)
            .oauth2_token()
            .insecure()
            .build()?,
        Err(_) => Gitlab::builder(host, std::env::var("GITLAB_TOKEN")?)
            .insecure()
            .build()?,
    };
    read(client);
    change(client);
    fetch(client);
    Ok(())
}

fn read(client: &Gitlab) {
    step("list_filtered", || {
        let mut jobs = Jobs::builder();
        let jobs = jobs
            .project(PROJECT)
            .scope(JobScope::Failed)
            .scope(JobScope::Canceled);
        let jobs: Vec<Value> = paged(jobs.build()?, Pagination::All).query(client)?;
        ids(&jobs)
    });
    step("list_by_offset", || {
        let mut jobs = PipelineJobs::builder();
        let jobs = jobs.project(PROJECT).pipeline(11).include_retried(true);
        let jobs: Vec<Value> =
            paged(jobs.build()?, Pagination::AllPerPageLimit(4)).query(client)?;
        ids(&jobs)
    });
    step("list_by_keyset", || {
        let jobs = Jobs::builder().project(PROJECT).build()?;
        let jobs: Vec<Value> = paged(jobs, Pagination::AllPerPageLimit(5)).query(client)?;
        ids(&jobs)
    });
    step("list_bridges", || {
        let bridges = PipelineBridges::builder()
            .project(PROJECT)
            .pipeline(11)
            .build()?;
        let bridges: Vec<Value> = paged(bridges, Pagination::All).query(client)?;
        ids(&bridges)
    });
    step("get", || {
        let job: Value = Job::builder()
            .project(PROJECT)
            .job(1001)
            .build()?
            .query(client)?;
        Ok(id(&job))
    });
    step("trace", || {
        let trace = JobTrace::builder().project(PROJECT).job(1001).build()?;
        Ok(raw(trace).query(client)?.len().into())
    });
}

fn change(client: &Gitlab) {
    step("play", || {
        let variable = JobVariableAttribute::builder()
            .key("TARGET")
            .value("east & west")
            .build()?;
        let mut play = PlayJob::builder();
        let play = play
            .project(PROJECT)
            .job(1031)
            .job_variables_attribute(variable);
        let job: Value = play.build()?.query(client)?;
        Ok(id(&job))
    });
    step("cancel", || {
        let job: Value = CancelJob::builder()
            .project(PROJECT)
            .job(1025)
            .build()?
            .query(client)?;
        Ok(id(&job))
    });
    step("retry", || {
        let job: Value = RetryJob::builder()
            .project(PROJECT)
            .job(1004)
            .build()?
            .query(client)?;
        Ok(id(&job))
    });
    step("erase", || {
        let job: Value = EraseJob::builder()
            .project(PROJECT)
            .job(1002)
            .build()?
            .query(client)?;
        Ok(id(&job))
    });
}

fn fetch(client: &Gitlab) {
    step("archive_by_id", || {
        let archive = DownloadJobArtifacts::builder()
            .project(PROJECT)
            .job(1001)
            .build()?;
        Ok(raw(archive).query(client)?.len().into())
    });
    step("archive_by_ref", || {
        let mut archive = DownloadRefJobArtifacts::builder();
        let archive = archive
            .project(PROJECT)
            .ref_name("feature/login")
            .job("build");
        Ok(raw(archive.build()?).query(client)?.len().into())
    });
    step("file_by_id", || {
        let mut file = DownloadJobArtifactFile::builder();
        let file = file.project(PROJECT).job(1001).path("app.bin").build()?;
        Ok(raw(file).query(client)?.len().into())
    });
    for (name, path) in [
        ("file_of_text", "reports/junit.xml"),
        ("file_with_blank", "docs/read me.txt"),
    ] {
        step(name, || {
            let mut file = DownloadJobArtifactFile::builder();
            let file = file.project(PROJECT).job(1001).path(path);
            text(raw(file.build()?).query(client)?)
        });
    }
    step("file_by_ref", || {
        let mut file = DownloadRefJobArtifactFile::builder();
        let file = file.project(PROJECT).ref_name("feature/login").job("build");
        Ok(raw(file.path("app.bin").build()?)
            .query(client)?
            .len()
            .into())
    });
    step("keep", || {
        let job: Value = KeepJobArtifacts::builder()
            .project(PROJECT)
            .job(1001)
            .build()?
            .query(client)?;
        Ok(id(&job))
    });
    step("delete", || {
        ignore(
            DeleteJobArtifacts::builder()
                .project(PROJECT)
                .job(1001)
                .build()?,
        )
        .query(client)?;
        Ok(Value::Null)
    });
}
