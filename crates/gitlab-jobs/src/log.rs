//! The log of a job: whole, as a stream, or followed while the job writes it.

mod event;
mod follow;
mod place;
mod stamp;

pub use event::{LogEvent, LogParser};
pub use follow::Follow;
pub use stamp::LineStamp;

use std::fmt;

use bytes::Bytes;

use crate::client::Client;
use crate::error::Error;
use crate::names::ProjectId;
use crate::operations::job::TraceOptions;
use crate::stream::ByteStream;

/// The log of one job; made by [`Client::job_log`].
///
/// Logs are what the runner wrote: lines with times, terminal escapes and section markers, which [`LogParser`] tells
/// apart.
#[derive(Clone)]
pub struct Log {
    client: Client,
    project: ProjectId,
    job: i64,
}

impl Client {
    /// The log of a job, to be read in one of several ways. Nothing is sent yet.
    ///
    /// ```no_run
    /// use gitlab_jobs::{Client, Error, ProjectId};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let log = client.job_log(&ProjectId::from(1), 42);
    /// println!("{}", log.text(4 << 20).await?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn job_log(&self, project: &ProjectId, job: i64) -> Log {
        Log {
            client: self.clone(),
            project: project.clone(),
            job,
        }
    }
}

impl Log {
    /// The whole log, when it has no more than `limit` bytes. A job without a log has an empty one.
    ///
    /// # Errors
    ///
    /// Those of [`Client::get_job_trace`], and when the log breaks off or is longer than `limit`.
    pub async fn bytes(&self, limit: usize) -> Result<Bytes, Error> {
        self.stream().await?.bytes(limit).await
    }

    /// The same as text. What is not UTF-8 is lost: each such sequence becomes U+FFFD.
    ///
    /// # Errors
    ///
    /// Those of [`Log::bytes`].
    pub async fn text(&self, limit: usize) -> Result<String, Error> {
        Ok(String::from_utf8_lossy(&self.bytes(limit).await?).into_owned())
    }

    /// The whole log in pieces, as it arrives.
    ///
    /// # Errors
    ///
    /// Those of [`Client::get_job_trace`].
    pub async fn stream(&self) -> Result<ByteStream, Error> {
        let whole = TraceOptions::default();
        let log = self.client.get_job_trace(&self.project, self.job, &whole);
        Ok(log.await?.into_inner())
    }

    /// The log as the job writes it, until the job ends.
    ///
    /// ```no_run
    /// use gitlab_jobs::{Client, Error, LogEvent, LogParser, ProjectId};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let show = |events: Vec<LogEvent>| {
    ///     for event in events {
    ///         match event {
    ///             LogEvent::Stamp(stamp) => print!("{} ", stamp.time.format("%H:%M:%S")),
    ///             LogEvent::Text(text) => print!("{text}"),
    ///             LogEvent::LineEnd => println!(),
    ///             _ => {}
    ///         }
    ///     }
    /// };
    /// let mut log = client.job_log(&ProjectId::from(1), 42).follow();
    /// let mut parser = LogParser::new();
    /// while let Some(piece) = log.next().await {
    ///     show(parser.push(&piece?));
    /// }
    /// show(parser.finish());
    /// println!("{:?}", log.job().map(|job| &job.status));
    /// # Ok(())
    /// # }
    /// ```
    pub fn follow(self) -> Follow {
        Follow::new(self)
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Log")
            .field("job", &self.job)
            .finish_non_exhaustive()
    }
}
