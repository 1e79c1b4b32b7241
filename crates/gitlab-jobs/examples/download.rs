//! Downloads the artifacts of a job with a bar: `download PROJECT JOB FILE`.

#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "printing is what this program is for"
)]

use std::error::Error;

use gitlab_jobs::{Client, Progress, ProjectId};

/// How wide the bar is.
const WIDTH: u64 = 40;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    const USAGE: &str = "usage: download PROJECT JOB FILE";
    let mut arguments = std::env::args().skip(1);
    let project = ProjectId::new(arguments.next().ok_or(USAGE)?)?;
    let number = arguments.next().ok_or(USAGE)?.parse()?;
    let path = arguments.next().ok_or(USAGE)?;

    let client = Client::from_env()?;
    let job = client.get_job(&project, number).await?.into_inner();
    let mut download = client
        .job_artifacts(&project, number)
        .resume()
        .on_progress(bar);
    if let Some(archive) = job.artifacts_file {
        download = download.expect_size(u64::try_from(archive.size)?);
    }
    let done = download.to_file(&path).await?;
    eprintln!();
    println!("{path}: {} bytes", done.bytes);
    Ok(())
}

/// Draws the bar over the one before.
fn bar(progress: Progress) {
    let kilobytes = progress.received / 1024;
    let Some(total) = progress.total.filter(|total| *total > 0) else {
        eprint!("\r{kilobytes} KiB");
        return;
    };
    let full = usize::try_from(WIDTH * progress.received.min(total) / total).unwrap_or_default();
    let width = usize::try_from(WIDTH).unwrap_or_default();
    eprint!("\r[{:<width$}] {kilobytes} KiB", "#".repeat(full));
}
