//! Faults on demand: what goes wrong with which requests.

mod strike;
mod text;

use std::time::Duration;

use fastrand::Rng;

use crate::reply::Reply;

pub(crate) use strike::{Strike, strike};
pub(crate) use text::parse_all;

/// When a connection is reset.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Reset {
    /// After the head of the request, which tells the operation, and before its body was read.
    BeforeRead,
    /// After the whole request was read; the operation is not performed.
    AfterRead,
    /// After the operation was performed, whose answer is lost.
    AfterPerforming,
}

/// Something that goes wrong with requests for an operation.
///
/// It strikes once unless [`Fault::times`] says otherwise, and the very next request unless [`Fault::after`] does. The
/// operation is one of the document's, one of `version`, `metadata`, `user`, `project`, `pipelines` and `pipeline` for the endpoints
/// around them, `object-storage`, or [`Fault::ANY`]; others never strike, and stay
/// in [`Mock::faults`](crate::Mock::faults).
///
/// ```
/// use gitlab_jobs_mock::{Fault, Mock};
///
/// let mock = Mock::builder().start()?;
/// // The second and third request for a job are refused for now.
/// mock.inject(Fault::status("get_job", 429).retry_after(1).after(1).times(2));
/// // One in five requests loses its connection, the same ones in every run.
/// mock.inject("* reset=after-read chance=0.2 seed=7".parse()?);
/// # Ok::<(), gitlab_jobs_mock::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    operation: String,
    kind: Kind,
    after: u32,
    /// How often it still strikes; `None` for ever.
    times: Option<u32>,
    chance: Option<Chance>,
}

#[derive(Clone, Debug)]
struct Chance {
    probability: f64,
    seed: u64,
    random: Rng,
}

#[derive(Clone, Debug)]
enum Kind {
    Status {
        status: u16,
        retry_after: Option<u32>,
    },
    Answer {
        reply: Reply,
        judged: bool,
    },
    Stall,
    Reset(Reset),
    Delay(Duration),
    Body(Harm),
    Shift(u32),
}

/// What is done to a body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Harm {
    Truncate,
    Stall,
    Corrupt,
}

impl Fault {
    /// Stands for every operation, and for every other request too, at both origins.
    pub const ANY: &'static str = "*";

    fn new(operation: &str, kind: Kind) -> Self {
        Self {
            operation: operation.to_owned(),
            kind,
            after: 0,
            times: Some(1),
            chance: None,
        }
    }

    /// A status instead of the answer, as a proxy in front of GitLab sends it: 429 as plain text with rate limit
    /// headers, everything else as HTML. The operation is not performed.
    pub fn status(operation: &str, status: u16) -> Self {
        let retry_after = None;
        Self::new(
            operation,
            Kind::Status {
                status,
                retry_after,
            },
        )
    }

    /// This answer instead of the operation's, which is not performed. An empty media type sends no `Content-Type`.
    ///
    /// It may say what no GitLab would: the document is not asked, unless by [`Fault::judged`].
    ///
    /// ```
    /// use gitlab_jobs_mock::{Fault, Mock};
    ///
    /// let mock = Mock::builder().start()?;
    /// let job = br#"{"id": 1, "status": "dreaming"}"#;
    /// mock.inject(Fault::answer("get_job", 200, "application/json", job).header("X-Request-Id", "mine"));
    /// # Ok::<(), gitlab_jobs_mock::Error>(())
    /// ```
    pub fn answer(
        operation: &str,
        status: u16,
        content_type: &str,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        let body = body.into();
        let reply = if content_type.is_empty() && body.is_empty() {
            Reply::empty(status)
        } else {
            Reply::bytes(status, content_type.to_owned(), body)
        };
        let judged = false;
        Self::new(operation, Kind::Answer { reply, judged })
    }

    /// No answer at all, until the client leaves or the server stops. The operation is not performed.
    pub fn stall(operation: &str) -> Self {
        Self::new(operation, Kind::Stall)
    }

    /// A reset connection instead of an answer.
    pub fn reset(operation: &str, when: Reset) -> Self {
        Self::new(operation, Kind::Reset(when))
    }

    /// A wait before the answer; the operation is performed before it.
    pub fn delay(operation: &str, by: Duration) -> Self {
        Self::new(operation, Kind::Delay(by))
    }

    /// A connection that breaks off in the middle of the body; the operation is performed. An empty body cannot break.
    pub fn truncate(operation: &str) -> Self {
        Self::new(operation, Kind::Body(Harm::Truncate))
    }

    /// The first half of the body, and then nothing until the client leaves or the server stops; the operation is
    /// performed. An empty body cannot stall.
    pub fn stall_body(operation: &str) -> Self {
        Self::new(operation, Kind::Body(Harm::Stall))
    }

    /// A body of the right length whose second half is all zero bytes, which neither JSON nor a zip archive survives;
    /// the operation is performed.
    pub fn corrupt(operation: &str) -> Self {
        Self::new(operation, Kind::Body(Harm::Corrupt))
    }

    /// New jobs right after the answer, in the project of the path and in its pipeline if there is one, so that the
    /// pages to come are not the ones the answer announced. The operation is performed.
    pub fn shift(operation: &str, jobs: u32) -> Self {
        Self::new(operation, Kind::Shift(jobs))
    }

    /// Adds the header `Retry-After`, in seconds, to a [`Fault::status`]; other faults have none.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        if let Kind::Status { retry_after, .. } = &mut self.kind {
            *retry_after = Some(seconds);
        }
        self
    }

    /// Adds a header to a [`Fault::answer`], in place of one of the same name that every answer has; other faults have
    /// none. What cannot stand in HTTP is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Kind::Answer { reply, .. } = &mut self.kind {
            reply
                .headers
                .push((name.to_owned().into(), value.to_owned()));
        }
        self
    }

    /// Has a [`Fault::answer`] judged by the document like any answer of the server; other faults never are.
    #[must_use]
    pub fn judged(mut self) -> Self {
        if let Kind::Answer { judged, .. } = &mut self.kind {
            *judged = true;
        }
        self
    }

    /// Lets a number of requests pass first.
    #[must_use]
    pub fn after(self, requests: u32) -> Self {
        Self {
            after: requests,
            ..self
        }
    }

    /// Strikes a number of times.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        let times = Some(times);
        Self { times, ..self }
    }

    /// Strikes for as long as the server runs.
    #[must_use]
    pub fn always(self) -> Self {
        let times = None;
        Self { times, ..self }
    }

    /// Strikes a request only with a probability from 0 to 1, for as long as the server runs unless [`Fault::times`] is
    /// said after it. The seed decides which requests these are, counted in the order they arrive.
    #[must_use]
    pub fn chance(self, probability: f64, seed: u64) -> Self {
        let chance = Chance {
            probability,
            seed,
            random: Rng::with_seed(seed),
        };
        Self {
            chance: Some(chance),
            times: None,
            ..self
        }
    }
}
