//! Retries: which failures are worth another attempt, and how long to wait before it.

use std::fmt;
use std::time::{Duration, SystemTime};

use chrono::DateTime;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};

use crate::path::Operation;

/// How often a request is repeated, and how patiently.
///
/// `GET` and `HEAD` are repeated after failures of the connection or of reading and after the statuses 408, 429, 500,
/// 502, 503, 504 and 520 to 529. Other methods change something, so they are repeated only when nothing can have
/// happened yet: after 429 and when no connection came about. [`Client::retrying_writes`](crate::Client::retrying_writes)
/// lifts that. Nothing is repeated where the two sides do not trust each other's certificates: that would come again. A
/// log or a download that breaks off while it is read as it arrives is not repeated: part of it has been
/// handed on.
///
/// The wait is what the server asks for: `Retry-After`, else with 429 the time until `RateLimit-Reset`. When it asks for
/// nothing, it is a random time below a bound that doubles with each attempt. When a wait or all waits together would
/// become longer than allowed, the call gives up at once instead.
///
/// ```
/// use std::time::Duration;
///
/// use gitlab_jobs::{Client, RetryPolicy};
///
/// let policy = RetryPolicy::default().attempts(8).longest_wait(Duration::from_secs(300));
/// let client = Client::builder("https://gitlab.example.com/api/v4").retries(policy).build()?;
/// let impatient = Client::builder("https://gitlab.example.com/api/v4").retries(RetryPolicy::never());
/// # Ok::<(), gitlab_jobs::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
    total_wait: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts, a first wait of at most half a second, no wait over two minutes, five minutes of waiting in all.
    fn default() -> Self {
        Self {
            attempts: 4,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(120),
            total_wait: Duration::from_secs(300),
        }
    }
}

impl RetryPolicy {
    /// Each request is sent once.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// Sends a request at most this many times, the first time included; 0 means 1.
    #[must_use]
    pub fn attempts(mut self, most: u32) -> Self {
        self.attempts = most;
        self
    }

    /// Sets the bound below which the first wait is chosen when the server does not ask for one.
    #[must_use]
    pub fn first_wait(mut self, bound: Duration) -> Self {
        self.first_wait = bound;
        self
    }

    /// Sets the longest single wait. A server that asks for more is not asked again.
    #[must_use]
    pub fn longest_wait(mut self, longest: Duration) -> Self {
        self.longest_wait = longest;
        self
    }

    /// Sets how long all waits of one call may be together.
    #[must_use]
    pub fn total_wait(mut self, longest: Duration) -> Self {
        self.total_wait = longest;
        self
    }

    /// How long to wait after this many attempts, or nothing when it is time to give up.
    pub(crate) fn wait(
        &self,
        attempts: u32,
        waited: Duration,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        if attempts >= self.attempts {
            return None;
        }
        let wait = match asked {
            // An asked wait of nothing would have every client come back at the same moment.
            Some(asked) if !asked.is_zero() => asked,
            _ => jitter(self.bound(attempts)),
        };
        let fits = wait <= self.longest_wait && waited.saturating_add(wait) <= self.total_wait;
        fits.then_some(wait)
    }

    /// The bound of a wait that the server has not set.
    fn bound(&self, attempts: u32) -> Duration {
        let factor = 2_u32.saturating_pow(attempts.saturating_sub(1));
        self.first_wait
            .saturating_mul(factor)
            .min(self.longest_wait)
    }
}

/// One repetition that is about to happen, as the hook of
/// [`ClientBuilder::on_retry`](crate::ClientBuilder::on_retry) sees it before the wait.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Retry {
    pub(crate) operation: &'static Operation,
    pub(crate) attempts: u32,
    pub(crate) status: Option<StatusCode>,
    pub(crate) wait: Duration,
}

impl Retry {
    /// The operation that is called, such as `get_job`; none for [`Client::request`](crate::Client::request).
    pub fn operation(&self) -> Option<&'static str> {
        self.operation.name()
    }

    /// The HTTP method, in capitals.
    pub fn method(&self) -> &'static str {
        self.operation.method
    }

    /// How often the request was sent so far.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The status of the last answer, when one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// How long the call waits now.
    pub fn wait(&self) -> Duration {
        self.wait
    }
}

impl fmt::Display for Retry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "attempt {} of {} failed",
            self.attempts, self.operation
        )?;
        if let Some(status) = self.status {
            write!(formatter, " [status {status}]")?;
        }
        write!(formatter, "; waiting {:?}", self.wait)
    }
}

/// Whether a method only reads, so that sending it twice does no harm.
pub(crate) fn reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Whether another attempt may help after a status; `repeatable` when sending twice does no harm.
pub(crate) fn worthwhile(status: StatusCode, repeatable: bool) -> bool {
    match status.as_u16() {
        // The server has refused to look at the request.
        429 => true,
        408 | 500 | 502 | 503 | 504 | 520..=529 => repeatable,
        _ => false,
    }
}

/// How long the server asks to be left alone.
pub(crate) fn asked_wait(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
    let retry_after = text(RETRY_AFTER.as_str()).and_then(|value| match value.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => until(seconds_of_date(value)?, headers),
    });
    // GitLab sends these numbers with every answer; only a 429 is about them.
    let limited = status == StatusCode::TOO_MANY_REQUESTS;
    let reset = || until(text("ratelimit-reset")?.parse().ok()?, headers);
    retry_after.or_else(|| limited.then(reset).flatten())
}

/// The time until a moment in seconds since 1970, by the server's clock if it tells, else by ours.
fn until(moment: u64, headers: &HeaderMap) -> Option<Duration> {
    let server = headers.get(DATE).and_then(|date| date.to_str().ok());
    let now = match server.and_then(seconds_of_date) {
        Some(now) => now,
        None => SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .ok()?
            .as_secs(),
    };
    Some(Duration::from_secs(moment.saturating_sub(now)))
}

/// The seconds since 1970 of a date in a header.
fn seconds_of_date(text: &str) -> Option<u64> {
    let date = DateTime::parse_from_rfc2822(text).ok()?;
    u64::try_from(date.timestamp()).ok()
}

/// A random time up to a bound.
fn jitter(bound: Duration) -> Duration {
    bound.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    const LIMITED: StatusCode = StatusCode::TOO_MANY_REQUESTS;

    fn headers(given: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn the_server_sets_the_wait_in_seconds_or_by_a_date_or_by_its_rate_limit() {
        let date = ("date", "Sat, 21 Nov 2026 11:00:00 GMT");
        let seconds = |count| Some(Duration::from_secs(count));
        for (given, status, wait) in [
            (vec![("retry-after", "7")], LIMITED, seconds(7)),
            (
                vec![("retry-after", "7")],
                StatusCode::BAD_GATEWAY,
                seconds(7),
            ),
            (vec![("retry-after", "0")], LIMITED, seconds(0)),
            (
                vec![date, ("retry-after", "Sat, 21 Nov 2026 11:01:30 GMT")],
                LIMITED,
                seconds(90),
            ),
            (
                vec![date, ("retry-after", "Sat, 21 Nov 2026 10:00:00 GMT")],
                LIMITED,
                seconds(0),
            ),
            (
                vec![date, ("ratelimit-reset", "1795258860")],
                LIMITED,
                seconds(60),
            ),
            (
                vec![
                    date,
                    ("ratelimit-reset", "1795258860"),
                    ("retry-after", "3"),
                ],
                LIMITED,
                seconds(3),
            ),
            (
                vec![date, ("ratelimit-reset", "1795258860")],
                StatusCode::BAD_GATEWAY,
                None,
            ),
            (vec![("retry-after", "soon")], LIMITED, None),
            (vec![("retry-after", "-1")], LIMITED, None),
            (vec![], LIMITED, None),
        ] {
            assert_eq!(asked_wait(status, &headers(&given)), wait, "{given:?}");
        }
    }

    #[test]
    fn waits_double_are_random_and_end_when_they_become_too_long() {
        let policy = RetryPolicy::default().attempts(100);
        for attempts in 1..40 {
            let bound = policy.bound(attempts);
            assert!(bound <= policy.longest_wait);
            let wait = policy.wait(attempts, Duration::ZERO, None).unwrap();
            assert!(wait <= bound, "{wait:?} after {attempts}");
        }
        assert_eq!(policy.bound(1), Duration::from_millis(500));
        assert_eq!(policy.bound(3), Duration::from_secs(2));
        assert_eq!(policy.bound(u32::MAX), policy.longest_wait);

        let asked = |seconds| Some(Duration::from_secs(seconds));
        let waited = Duration::from_secs;
        assert_eq!(policy.wait(1, waited(0), asked(120)), asked(120));
        assert_eq!(policy.wait(1, waited(0), asked(121)), None);
        assert_eq!(policy.wait(1, waited(200), asked(100)), asked(100));
        assert_eq!(policy.wait(1, waited(201), asked(100)), None);
        assert_eq!(policy.wait(1, waited(0), asked(u64::MAX)), None);
    }

    #[test]
    fn attempts_are_counted_from_the_first() {
        let wait = |policy: RetryPolicy, attempts| policy.wait(attempts, Duration::ZERO, None);
        assert!(wait(RetryPolicy::default(), 3).is_some());
        assert!(wait(RetryPolicy::default(), 4).is_none());
        assert!(wait(RetryPolicy::never(), 1).is_none());
        assert!(wait(RetryPolicy::default().attempts(0), 1).is_none());
    }

    #[test]
    fn what_changes_something_is_repeated_only_when_it_was_not_looked_at() {
        for status in 400..600 {
            let code = StatusCode::from_u16(status).unwrap();
            let transient = matches!(status, 408 | 429 | 500 | 502 | 503 | 504 | 520..=529);
            assert_eq!(worthwhile(code, true), transient, "{status}");
            assert_eq!(worthwhile(code, false), status == 429, "{status}");
        }
    }
}
