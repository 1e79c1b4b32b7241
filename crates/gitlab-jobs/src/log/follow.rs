//! Following a log: the job's state, then what is new in the log, again and again until the job has ended.
//!
//! The state is asked for before the log. A job that had ended by then has written all of its log.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::sleep;

use crate::error::Error;
use crate::log::Log;
use crate::log::place::{Found, Place};
use crate::operations::job::TraceOptions;
use crate::types::{Job, JobStatus};
use crate::wait::Pace;

/// The longest part that a server sends at once; after one of this length there is more.
const LONGEST_PART: usize = 500_000;

/// How often the log of an ended job is looked at again when it is not what it was.
const MOST_MISSES: u8 = 3;

type Step = Pin<Box<dyn Future<Output = (State, Result<Option<Bytes>, Error>)> + Send>>;

/// The log of a job as it is written, in pieces, as a [`Stream`] that ends when the job has ended; made by
/// [`Log::follow`].
///
/// The job has ended with `success`, `failed`, `canceled` or `skipped`; a state that this version of the client does not
/// know is no end. Between two looks it waits 1 second after something new, and up to 5 seconds while nothing happens.
///
/// Since GitLab 19.0 only the new part of the log is transferred. Older servers send the whole log each time. When
/// GitLab archives the log of an ended job, it may move lines or be without the log for a moment; lines are then found
/// again by their content, and none comes twice or gets lost as long as any of the last lines is still the same.
///
/// After an error the stream has not ended: asked for more, it looks at the job again.
pub struct Follow {
    state: Option<State>,
    step: Option<Step>,
}

struct State {
    log: Log,
    place: Place,
    pace: Pace,
    longest: usize,
    stops: Vec<JobStatus>,
    job: Option<Job>,
    progress: Progress,
    misses: u8,
}

/// What a look at the log has brought.
struct Looked {
    new: Bytes,
    /// Whether there is more at once.
    more: bool,
    /// Whether the log did not hold what was read of it before.
    lost: bool,
}

/// What to do next.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Progress {
    Look,
    Wait,
    End,
}

impl Follow {
    pub(crate) fn new(log: Log) -> Self {
        let state = State {
            log,
            place: Place::default(),
            pace: Pace::new(Duration::from_secs(1), Duration::from_secs(5)),
            longest: 64 << 20,
            stops: Vec::new(),
            job: None,
            progress: Progress::Look,
            misses: 0,
        };
        Self {
            state: Some(state),
            step: None,
        }
    }

    /// Sets the wait after something new and the longest wait while nothing happens.
    #[must_use]
    pub fn poll_every(self, shortest: Duration, longest: Duration) -> Self {
        self.with(|state| state.pace = Pace::new(shortest, longest))
    }

    /// Ends the stream in this state too, such as `manual`: a job that waits for somebody writes nothing.
    #[must_use]
    pub fn stop_at(self, status: JobStatus) -> Self {
        self.with(|state| state.stops.push(status))
    }

    /// Sets how long a log may be, 64 MiB by default: an older server's answer is held as a whole.
    #[must_use]
    pub fn longest_log(self, bytes: usize) -> Self {
        self.with(|state| state.longest = bytes)
    }

    fn with(mut self, change: impl FnOnce(&mut State)) -> Self {
        if let Some(state) = &mut self.state {
            change(state);
        }
        self
    }

    /// The next piece of the log; `None` when the job has ended and its log is read.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|task| Pin::new(&mut *self).poll_next(task)).await
    }

    /// The job as it was last seen; after the end of the stream, as it ended.
    pub fn job(&self) -> Option<&Job> {
        self.state.as_ref()?.job.as_ref()
    }
}

impl Stream for Follow {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        if let Some(mut state) = self.state.take() {
            self.step = Some(Box::pin(async move {
                let result = state.step().await;
                (state, result)
            }));
        }
        let Some(step) = &mut self.step else {
            return Poll::Ready(None);
        };
        let Poll::Ready((state, result)) = step.as_mut().poll(task) else {
            return Poll::Pending;
        };
        self.step = None;
        self.state = Some(state);
        Poll::Ready(result.transpose())
    }
}

impl State {
    /// Goes on until there is something new, or the end.
    async fn step(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            match self.progress {
                Progress::End => return Ok(None),
                Progress::Wait => sleep(self.pace.wait()).await,
                Progress::Look => {}
            }
            // An error below is followed by a wait when the caller goes on.
            self.progress = Progress::Wait;
            let job = self.log.client.get_job(&self.log.project, self.log.job);
            let job = job.await?.into_inner();
            let ended = job.status.is_finished() || self.stops.contains(&job.status);
            let Looked { new, more, lost } = self.look().await?;
            self.job = Some(job);
            self.place.advance(&new);
            // The log of an ended job may be on its way into the archive.
            self.misses = if lost && ended { self.misses + 1 } else { 0 };
            let waits = self.misses > 0 && self.misses <= MOST_MISSES;
            self.progress = match (more, ended) {
                (true, _) => Progress::Look,
                (false, true) if !waits => Progress::End,
                (false, _) => Progress::Wait,
            };
            if !new.is_empty() {
                self.pace.reset();
                return Ok(Some(new));
            }
        }
    }

    async fn look(&mut self) -> Result<Looked, Error> {
        let offset = self.place.offset();
        let body = self.trace(offset, None).await?;
        let mut found = self.place.find(&body, offset.is_some());
        if found == Found::Ambiguous {
            let probe = self.trace(offset, Some(1)).await?;
            self.place.probe(probe.len());
            found = self.place.find(&body, offset.is_some());
        }
        if let Found::New(start) = found {
            let new = body.slice(start..);
            let more = self.place.sends_parts() && body.len() >= LONGEST_PART && !new.is_empty();
            return Ok(Looked {
                new,
                more,
                lost: false,
            });
        }
        let whole = match offset {
            Some(_) => self.trace(None, None).await?,
            None => body,
        };
        let start = self.place.find_again(&whole);
        Ok(Looked {
            new: whole.slice(start.unwrap_or(whole.len())..),
            more: false,
            lost: start.is_none(),
        })
    }

    async fn trace(&self, offset: Option<usize>, limit: Option<i32>) -> Result<Bytes, Error> {
        let mut options = TraceOptions::default();
        if let Some(offset) = offset.and_then(|offset| i64::try_from(offset).ok()) {
            options = options.byte_offset(offset);
        }
        if let Some(limit) = limit {
            options = options.byte_limit(limit);
        }
        let Log {
            client,
            project,
            job,
        } = &self.log;
        let log = client.get_job_trace(project, *job, &options).await?;
        log.into_inner().bytes(self.longest).await
    }
}

impl fmt::Debug for Follow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Follow").finish_non_exhaustive()
    }
}
