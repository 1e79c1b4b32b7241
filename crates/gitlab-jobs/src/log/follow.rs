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
use reqwest::StatusCode;
use tokio::time::sleep;

use crate::error::Error;
use crate::log::Log;
use crate::log::place::{Answer, Ask, Found, Place};
use crate::operations::job::TraceOptions;
use crate::range::ContentRange;
use crate::types::{Job, JobStatus};
use crate::wait::Pace;

/// What a server says to a range behind the end of the log.
const BEYOND: StatusCode = StatusCode::RANGE_NOT_SATISFIABLE;

/// How often the log of an ended job is looked at again when it is not what it was.
const MOST_MISSES: u8 = 3;

type Step = Pin<Box<dyn Future<Output = (State, Result<Option<Bytes>, Error>)> + Send>>;

/// The log of a job as it is written, in pieces, as a [`Stream`] that ends when the job has ended; made by
/// [`Log::follow`].
///
/// The job has ended with `success`, `failed`, `canceled` or `skipped`; a state that this version of the client does not
/// know is no end. Between two looks it waits 1 second after something new, and up to 5 seconds while nothing happens.
///
/// Since GitLab 19.0 only the new part of a log is transferred, once it is longer than 8 KiB: with `byte_offset` and
/// `byte_limit`, from a little before the end of what is known. A server that answers these with the whole log is asked
/// with a `Range` header instead, which a proxy in front of it may know; when that brings the whole log too, the whole
/// is what is asked for. The two are never sent together, because a server and a proxy that know one each would skip
/// twice. What is new in an answer is decided by its bytes alone, so that servers may differ from one look to the next.
///
/// When GitLab archives the log of an ended job, it may move lines or be without the log for a moment; lines are then
/// found again by their content, and none comes twice or gets lost as long as any of the last lines is still the same.
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
            let (new, more, lost) = match self.look().await? {
                Found::New { bytes, more } => (bytes, more, false),
                Found::Lost | Found::Gone => (Bytes::new(), false, true),
            };
            self.job = Some(job);
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

    async fn look(&mut self) -> Result<Found, Error> {
        let asked = self.place.ask();
        let answer = self.trace(asked).await?;
        let found = self.place.read(asked, &answer);
        if found != Found::Lost {
            return Ok(found);
        }
        let whole = self.trace(Ask::Whole).await?;
        Ok(self.place.read(Ask::Whole, &whole))
    }

    async fn trace(&self, asked: Ask) -> Result<Answer, Error> {
        let mut options = TraceOptions::default();
        let mut range = None;
        match asked {
            Ask::Whole => {}
            Ask::Part { offset, limit } => {
                let offset = i64::try_from(offset).unwrap_or(i64::MAX);
                let limit = i32::try_from(limit).unwrap_or(i32::MAX);
                options = options.byte_offset(offset).byte_limit(limit);
            }
            Ask::Range { offset } => range = Some(offset),
        }
        let Log {
            client,
            project,
            job,
        } = &self.log;
        let answer = client.get_job_trace_range(project, *job, &options, range);
        let answer = match answer.await {
            Err(error) if range.is_some() && error.status() == Some(BEYOND) => {
                return Ok(Answer::Beyond);
            }
            answer => answer?,
        };
        let partial = answer.status() == StatusCode::PARTIAL_CONTENT;
        let claim = ContentRange::of(answer.headers());
        let body = answer.into_inner().bytes(self.longest).await?;
        Ok(if partial {
            Answer::Range(body, claim)
        } else {
            Answer::Full(body)
        })
    }
}

impl fmt::Debug for Follow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Follow").finish_non_exhaustive()
    }
}
