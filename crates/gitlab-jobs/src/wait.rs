//! Waiting for a job: asking for it, ever less often, until it is where it should be.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::client::Client;
use crate::error::{Context, Error, ErrorKind};
use crate::names::ProjectId;
use crate::types::{Job, JobStatus};

impl JobStatus {
    /// Whether a job in this state has ended: `success`, `failed`, `canceled` or `skipped`.
    ///
    /// A state that this version of the client does not know is not an end.
    ///
    /// ```
    /// use gitlab_jobs::types::JobStatus;
    ///
    /// assert!(JobStatus::Canceled.is_finished());
    /// assert!(!JobStatus::Canceling.is_finished());
    /// assert!(!JobStatus::from("hibernating").is_finished());
    /// ```
    pub fn is_finished(&self) -> bool {
        matches!(
            self,
            Self::Success | Self::Failed | Self::Canceled | Self::Skipped
        )
    }
}

/// What [`Client::wait_for`] waits for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Until {
    /// The job has ended, in whatever way.
    Finished,
    /// A runner has the job, or it has ended.
    Running,
    /// The job has exactly this state.
    Status(JobStatus),
}

impl Until {
    fn is_met(&self, status: &JobStatus) -> bool {
        match self {
            Self::Finished => status.is_finished(),
            Self::Running => *status == JobStatus::Running || status.is_finished(),
            Self::Status(wanted) => status == wanted,
        }
    }
}

impl fmt::Display for Until {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finished => formatter.write_str("finished"),
            Self::Running => formatter.write_str("running"),
            Self::Status(status) => write!(formatter, "{status}"),
        }
    }
}

/// Waits for a job when awaited; made by [`Client::wait_for`].
#[must_use = "nothing is waited for until this is awaited"]
pub struct Wait {
    client: Client,
    project: ProjectId,
    job: i64,
    until: Until,
    pace: Pace,
    deadline: Option<Duration>,
}

impl Client {
    /// Waits until a job is where it should be, and returns it.
    ///
    /// The job is asked for at once, then after 1 second, and then ever less often, up to every 10 seconds;
    /// [`Wait::poll_every`] changes that. Without a [`Wait::deadline`] it may take for ever.
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// use gitlab_jobs::{Client, Error, ProjectId, Until};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let project = ProjectId::from(1);
    /// let started = client.play_job(&project, 42, &Default::default()).await?;
    /// let job = client
    ///     .wait_for(&project, started.id, Until::Finished)
    ///     .deadline(Duration::from_secs(3600))
    ///     .await?;
    /// println!("{} is {}", job.name, job.status);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind [`Waiting`](crate::ErrorKind::Waiting) when the deadline passes, or when the job has ended in another state
    /// than the one that is waited for; else whatever [`Client::get_job`] fails with, after its retries.
    pub fn wait_for(&self, project: &ProjectId, job: i64, until: Until) -> Wait {
        Wait {
            client: self.clone(),
            project: project.clone(),
            job,
            until,
            pace: Pace::new(Duration::from_secs(1), Duration::from_secs(10)),
            deadline: None,
        }
    }
}

impl Wait {
    /// Gives up after this time, counted from the await.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets the first wait between two questions, of 10 milliseconds at least, and the longest.
    pub fn poll_every(mut self, first: Duration, longest: Duration) -> Self {
        self.pace = Pace::new(first, longest);
        self
    }

    async fn run(mut self) -> Result<Job, Error> {
        let Some(deadline) = self.deadline else {
            return self.poll().await;
        };
        let instant = Instant::now().checked_add(deadline);
        let Some(instant) = instant else {
            return self.poll().await;
        };
        let (job, until) = (self.job, self.until.clone());
        match timeout_at(instant, self.poll()).await {
            Ok(result) => result,
            Err(_) => Err(waiting(format!(
                "job {job} was not {until} within {} s; give it a later deadline",
                deadline.as_secs_f32()
            ))),
        }
    }

    async fn poll(&mut self) -> Result<Job, Error> {
        loop {
            let job = self.client.get_job(&self.project, self.job).await?;
            if self.until.is_met(&job.status) {
                return Ok(job.into_inner());
            }
            if job.status.is_finished() {
                return Err(waiting(format!(
                    "job {} has ended as {} and will not become {}",
                    self.job, job.status, self.until
                )));
            }
            sleep(self.pace.wait()).await;
        }
    }
}

fn waiting(detail: String) -> Error {
    Error::told(ErrorKind::Waiting, Context::default(), detail)
}

impl IntoFuture for Wait {
    type Output = Result<Job, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Wait")
            .field("job", &self.job)
            .field("until", &self.until)
            .finish_non_exhaustive()
    }
}

/// The shortest wait; one of nothing would never grow.
const SHORTEST: Duration = Duration::from_millis(10);

/// How long to wait between two questions: half as long again each time, up to a bound.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl Pace {
    pub(crate) fn new(first: Duration, longest: Duration) -> Self {
        let first = first.max(SHORTEST);
        Self {
            first,
            longest: longest.max(first),
            next: first,
        }
    }

    /// The time to wait now.
    pub(crate) fn wait(&mut self) -> Duration {
        let now = self.next;
        self.next = now.saturating_mul(3).min(self.longest.saturating_mul(2)) / 2;
        now
    }

    /// Begins again with the shortest wait, because something happened.
    pub(crate) fn reset(&mut self) {
        self.next = self.first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_longest_and_begin_again() {
        let mut pace = Pace::new(Duration::from_secs(1), Duration::from_secs(5));
        let waits: Vec<f32> = (0..6).map(|_| pace.wait().as_secs_f32()).collect();
        assert_eq!(waits, [1.0, 1.5, 2.25, 3.375, 5.0, 5.0]);
        pace.reset();
        assert_eq!(pace.wait(), Duration::from_secs(1));
        let mut steady = Pace::new(Duration::from_secs(9), Duration::from_secs(1));
        assert_eq!(
            (steady.wait(), steady.wait()),
            (Duration::from_secs(9), Duration::from_secs(9))
        );
    }

    #[test]
    fn a_wait_of_nothing_grows_too() {
        let mut pace = Pace::new(Duration::ZERO, Duration::from_millis(20));
        let waits: Vec<u128> = (0..4).map(|_| pace.wait().as_millis()).collect();
        assert_eq!(waits, [10, 15, 20, 20]);
        let mut none = Pace::new(Duration::ZERO, Duration::ZERO);
        assert_eq!((none.wait(), none.wait()), (SHORTEST, SHORTEST));
    }

    #[test]
    fn an_unknown_state_is_neither_running_nor_finished() {
        let unknown = JobStatus::from("hibernating");
        assert!(!Until::Finished.is_met(&unknown) && !Until::Running.is_met(&unknown));
        assert!(Until::Status(unknown.clone()).is_met(&unknown));
    }
}
