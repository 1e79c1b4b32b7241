//! Lists the failed jobs of a project, newest first: `list_failed PROJECT [MOST]`.
//!
//! The server and the token come from the environment, as `Client::from_env` documents.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::error::Error;

use gitlab_jobs::types::JobScope;
use gitlab_jobs::{Client, ProjectId, ProjectJobsOptions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let project = arguments
        .next()
        .ok_or("usage: list_failed PROJECT [MOST]")?;
    let most = arguments.next().map_or(Ok(20), |most| most.parse())?;

    let client = Client::from_env()?;
    let failed = ProjectJobsOptions::default().scope([JobScope::Failed]);
    let mut jobs = client
        .all_project_jobs(&ProjectId::new(project)?, &failed)
        .max_items(most);
    while let Some(job) = jobs.next().await {
        let job = job?;
        let reason = job
            .failure_reason
            .as_ref()
            .map_or("unknown", |reason| reason.as_str());
        println!(
            "{} {} on {}: {reason}\n  {}",
            job.id, job.name, job.ref_, job.web_url
        );
    }
    Ok(())
}
