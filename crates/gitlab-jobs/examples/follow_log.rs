//! Prints the log of a job while it runs, and ends as the job does: `follow_log PROJECT JOB`.
//!
//! It exits with 0 when the job succeeded or was skipped, with 1 when it failed, and with 2 when it was canceled or its
//! log could not be read.

#![expect(
    clippy::print_stderr,
    reason = "telling why it stopped is part of what this program is for"
)]

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use gitlab_jobs::types::JobStatus;
use gitlab_jobs::{Client, LogEvent, LogParser, ProjectId};

#[tokio::main]
async fn main() -> ExitCode {
    match follow().await {
        Ok(JobStatus::Success | JobStatus::Skipped) => ExitCode::SUCCESS,
        Ok(JobStatus::Failed) => ExitCode::FAILURE,
        Ok(status) => {
            eprintln!("the job ended as {status}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

async fn follow() -> Result<JobStatus, Box<dyn Error>> {
    const USAGE: &str = "usage: follow_log PROJECT JOB";
    let mut arguments = std::env::args().skip(1);
    let project = ProjectId::new(arguments.next().ok_or(USAGE)?)?;
    let job = arguments.next().ok_or(USAGE)?.parse()?;

    let mut log = Client::from_env()?.job_log(&project, job).follow();
    let mut parser = LogParser::new();
    while let Some(piece) = log.next().await {
        print(parser.push(&piece?))?;
    }
    print(parser.finish())?;
    let job = log.job().ok_or("the job was not seen")?;
    Ok(job.status.clone())
}

/// Prints text and colours; times and the marks of sections are left out.
fn print(events: Vec<LogEvent>) -> std::io::Result<()> {
    let mut output = std::io::stdout().lock();
    for event in events {
        match event {
            LogEvent::Text(text) => output.write_all(text.as_bytes())?,
            LogEvent::LineEnd => output.write_all(b"\n")?,
            LogEvent::Return => output.write_all(b"\r")?,
            LogEvent::Style(numbers) => {
                let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
                write!(output, "\x1b[{}m", numbers.join(";"))?;
            }
            _ => {}
        }
    }
    output.flush()
}
