//! Faults on demand: the next requests for an operation fail, wait, or break off.

use std::time::Duration;

use crate::reply::Reply;
use crate::world::BEGINNING;

/// Something that goes wrong with requests for an operation.
///
/// It strikes once unless [`Fault::times`] says otherwise, and the very next request unless [`Fault::after`] does.
///
/// ```
/// use gitlab_jobs_mock::{Fault, Mock};
///
/// let mock = Mock::builder().start()?;
/// // The second and third request for a job are refused for now.
/// mock.inject(Fault::status("get_job", 429).retry_after(1).after(1).times(2));
/// # Ok::<(), gitlab_jobs_mock::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    operation: String,
    kind: Kind,
    after: u32,
    times: u32,
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
    Delay(Duration),
    Truncate,
    Stall,
}

impl Kind {
    /// Whether it takes the place of the operation's answer.
    fn answers(&self) -> bool {
        matches!(
            self,
            Self::Status { .. } | Self::Answer { .. } | Self::Stall
        )
    }
}

impl Fault {
    fn new(operation: &str, kind: Kind) -> Self {
        Self {
            operation: operation.to_owned(),
            kind,
            after: 0,
            times: 1,
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
        let (body, content_type) = (body.into(), content_type.to_owned());
        let reply = if content_type.is_empty() && body.is_empty() {
            Reply::empty(status)
        } else {
            Reply::bytes(status, content_type, body)
        };
        let judged = false;
        Self::new(operation, Kind::Answer { reply, judged })
    }

    /// No answer at all, until the client leaves or the server stops. The operation is not performed.
    pub fn stall(operation: &str) -> Self {
        Self::new(operation, Kind::Stall)
    }

    /// A wait before the answer; the operation is performed before it.
    pub fn delay(operation: &str, by: Duration) -> Self {
        Self::new(operation, Kind::Delay(by))
    }

    /// A connection that breaks off in the middle of the body; the operation is performed.
    pub fn truncate(operation: &str) -> Self {
        Self::new(operation, Kind::Truncate)
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
        Self { times, ..self }
    }
}

/// What has to be done to one request.
#[derive(Debug, Default)]
pub(crate) struct Strike {
    /// The answer instead of the operation's, and whether the document judges it.
    pub(crate) instead: Option<(Reply, bool)>,
    pub(crate) stall: bool,
    pub(crate) delay: Duration,
    pub(crate) truncate: bool,
}

/// Counts a request for an operation, and tells what strikes it. Spent faults are forgotten.
pub(crate) fn strike(faults: &mut Vec<Fault>, operation: &str) -> Option<Strike> {
    let mut strike: Option<Strike> = None;
    for fault in faults.iter_mut().filter(|one| one.operation == operation) {
        if fault.after > 0 {
            fault.after -= 1;
            continue;
        }
        let Some(left) = fault.times.checked_sub(1) else {
            continue;
        };
        // Of two answers the first one wins, and the other keeps for the next request.
        let answered = strike
            .as_ref()
            .is_some_and(|strike| strike.instead.is_some() || strike.stall);
        if answered && fault.kind.answers() {
            continue;
        }
        fault.times = left;
        let strike = strike.get_or_insert_default();
        match &fault.kind {
            Kind::Status {
                status,
                retry_after,
            } => strike.instead = Some((refusal(*status, *retry_after), false)),
            Kind::Answer { reply, judged } => strike.instead = Some((reply.clone(), *judged)),
            Kind::Delay(by) => strike.delay = strike.delay.saturating_add(*by),
            Kind::Truncate => strike.truncate = true,
            Kind::Stall => strike.stall = true,
        }
    }
    faults.retain(|fault| fault.times > 0);
    strike
}

fn refusal(status: u16, retry_after: Option<u32>) -> Reply {
    let mut reply = if status == 429 {
        let reset = BEGINNING / 1000 + i64::from(retry_after.unwrap_or(0));
        Reply::bytes(status, "text/plain", b"Retry later\n".to_vec())
            .header("RateLimit-Limit", "600")
            .header("RateLimit-Name", "throttle_authenticated_api")
            .header("RateLimit-Observed", "601")
            .header("RateLimit-Remaining", "0")
            .header("RateLimit-Reset", reset.to_string())
    } else {
        let page = format!("<!DOCTYPE html>\n<html><body><h1>{status}</h1></body></html>\n");
        Reply::bytes(status, "text/html", page.into_bytes())
    };
    if let Some(seconds) = retry_after {
        reply = reply.header("Retry-After", seconds.to_string());
    }
    reply
}
