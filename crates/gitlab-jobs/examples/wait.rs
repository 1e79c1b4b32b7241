//! Waits until a job has ended and prints how: `wait PROJECT JOB [SECONDS]`.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::error::Error;
use std::time::Duration;

use gitlab_jobs::{Client, ProjectId, Until};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    const USAGE: &str = "usage: wait PROJECT JOB [SECONDS]";
    let mut arguments = std::env::args().skip(1);
    let project = ProjectId::new(arguments.next().ok_or(USAGE)?)?;
    let job = arguments.next().ok_or(USAGE)?.parse()?;
    let seconds = arguments
        .next()
        .map_or(Ok(3600), |seconds| seconds.parse())?;

    let job = Client::from_env()?
        .wait_for(&project, job, Until::Finished)
        .deadline(Duration::from_secs(seconds))
        .await?;
    let duration = job.duration.unwrap_or_default();
    println!("{} is {} after {duration:.0} s", job.name, job.status);
    Ok(())
}
