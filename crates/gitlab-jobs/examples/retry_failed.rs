//! Retries every failed job of a pipeline: `retry_failed PROJECT PIPELINE`.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::error::Error;

use gitlab_jobs::types::JobScope;
use gitlab_jobs::{Client, PipelineJobsOptions, ProjectId, RetryOptions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    const USAGE: &str = "usage: retry_failed PROJECT PIPELINE";
    let mut arguments = std::env::args().skip(1);
    let project = ProjectId::new(arguments.next().ok_or(USAGE)?)?;
    let pipeline = arguments.next().ok_or(USAGE)?.parse()?;

    let client = Client::from_env()?;
    let failed = PipelineJobsOptions::default().scope([JobScope::Failed]);
    // The list is read to its end first: each retry takes a job off it, which would shift its pages.
    let jobs = client
        .all_pipeline_jobs(&project, pipeline, &failed)
        .into_vec()
        .await?;
    for job in jobs {
        match client
            .retry_job(&project, job.id, &RetryOptions::default())
            .await
        {
            Ok(new) => println!("{} {} is retried as {}", job.id, job.name, new.id),
            Err(error) if error.is_forbidden() => println!("{} {}: {error}", job.id, job.name),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
