//! Sending one request: its credential, its redirects, its repetitions, and as much of its answer as is safe to hold.
//!
//! Everything that goes out passes [`Sender::send`], the operations and [`Client::request`](crate::Client::request)
//! alike, so that the rules hold for all of them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Body, Request, Response, StatusCode};

use crate::error::message;
use crate::observe::Observed;
use crate::path::Operation;
use crate::redirect::{self, Stop, Trail};
use crate::retry::{self, Retry, RetryPolicy};
use crate::trust;

/// How much of an error body is read; GitLab's own are a few hundred bytes.
const LONGEST_ERROR_BODY: usize = 64 << 10;

/// The longest request id that is kept; GitLab's have 26 characters.
const LONGEST_REQUEST_ID: usize = 128;

/// Called before each wait for another attempt.
pub(crate) type OnRetry = Arc<dyn Fn(&Retry) + Send + Sync>;

/// What all requests of a client share.
pub(crate) struct Sender {
    /// Sends to the origin of the client.
    pub(crate) http: reqwest::Client,
    /// Sends anywhere else: no default headers, no client certificate, no cookies.
    pub(crate) bare: reqwest::Client,
    pub(crate) credential: Option<(HeaderName, HeaderValue)>,
    pub(crate) retries: RetryPolicy,
    pub(crate) on_retry: Option<OnRetry>,
    /// How long one attempt may take whose answer is read whole.
    pub(crate) timeout: Duration,
    /// The longest answer that is read whole.
    pub(crate) longest_answer: usize,
}

/// How the answer of a request is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    /// Whole, if it has no more bytes than this.
    Whole(usize),
    /// As it arrives.
    Stream,
}

/// What is known of a call once it is over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// The status of the last answer, when one came.
    pub(crate) status: Option<StatusCode>,
    /// The server's id of the request.
    pub(crate) request_id: Option<String>,
    /// How often the request was sent.
    pub(crate) attempts: u32,
    /// How long the server asks to be left alone.
    pub(crate) retry_after: Option<Duration>,
    /// Whether that answer is another origin's, which was sent no credential.
    pub(crate) elsewhere: bool,
    /// Where the server says the answer is from now on.
    pub(crate) moved_to: Option<String>,
}

/// Why a call has no answer to give.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// No answer came.
    Connection(reqwest::Error),
    /// The answer broke off.
    Body(reqwest::Error),
    /// A redirect that is not followed.
    Redirect(Stop),
    /// An error status, with GitLab's message.
    Status(Option<String>),
    /// The answer has more bytes than this.
    TooLarge(usize),
    /// The caller's HTTP client has followed a redirect by itself.
    Followed,
}

impl Sender {
    /// Sends a request, again if that is worthwhile, and returns its answer together with what was seen on the way.
    pub(crate) async fn send(
        &self,
        operation: &'static Operation,
        request: Request,
        wanted: Wanted,
        repeatable: bool,
    ) -> (Seen, Result<Response, Refusal>) {
        let observed = Observed::start(operation);
        let repeatable = repeatable || retry::reads(request.method());
        let call = self.send_patiently(operation, &request, wanted, repeatable, &observed);
        let (seen, result) = observed.within(call).await;
        observed.end(&seen);
        (seen, result)
    }

    async fn send_patiently(
        &self,
        operation: &'static Operation,
        request: &Request,
        wanted: Wanted,
        repeatable: bool,
        observed: &Observed,
    ) -> (Seen, Result<Response, Refusal>) {
        let mut spent = Duration::ZERO;
        let mut attempts = 0_u32;
        loop {
            attempts += 1;
            let mut seen = Seen {
                attempts,
                ..Seen::default()
            };
            let result = self.send_once(request, wanted, &mut seen).await;
            let again = match &result {
                Err(Refusal::Connection(cause)) => {
                    let passing = !cause.is_builder() && !trust::is_refused(cause);
                    passing && (repeatable || cause.is_connect())
                }
                Err(Refusal::Body(_)) => repeatable,
                Err(Refusal::Status(_)) => seen
                    .status
                    .is_some_and(|status| retry::worthwhile(status, repeatable)),
                Ok(_) | Err(Refusal::Redirect(_) | Refusal::TooLarge(_) | Refusal::Followed) => {
                    false
                }
            };
            let wait = again.then(|| self.retries.wait(attempts, spent, seen.retry_after));
            let Some(wait) = wait.flatten() else {
                return (seen, result);
            };
            let retry = Retry {
                operation,
                attempts,
                status: seen.status,
                wait,
            };
            observed.retry(&retry);
            if let Some(hook) = &self.on_retry {
                hook(&retry);
            }
            // The connection of a refused answer goes back or closes before the wait, not after it.
            drop(result);
            tokio::time::sleep(wait).await;
            spent = spent.saturating_add(wait);
        }
    }

    /// One attempt, from the first address to wherever it leads.
    async fn send_once(
        &self,
        request: &Request,
        wanted: Wanted,
        seen: &mut Seen,
    ) -> Result<Response, Refusal> {
        let mut trail = Trail::from(request.url());
        let mut url = request.url().clone();
        loop {
            let (client, mut next) = if trail.left_origin() {
                let mut next = Request::new(request.method().clone(), url);
                *next.headers_mut() = redirect::taken_along(request.headers());
                (&self.bare, next)
            } else {
                (&self.http, self.with_credential(request, url))
            };
            if matches!(wanted, Wanted::Whole(_)) || !retry::reads(request.method()) {
                *next.timeout_mut() = Some(self.timeout);
            }
            let sent_to = next.url().clone();
            let mut response = client.execute(next).await.map_err(Refusal::Connection)?;
            if *response.url() != sent_to {
                return Err(Refusal::Followed);
            }
            let status = response.status();
            seen.status = Some(status);
            seen.elsewhere = trail.left_origin();
            // An id helps only in the log of the server that gave it.
            seen.request_id = (!seen.elsewhere).then(|| request_id(&response)).flatten();
            if status.is_redirection() {
                let location = response.headers().get(LOCATION);
                let target = trail.follow(request.method(), status, location);
                url = target.map_err(Refusal::Redirect)?;
                seen.moved_to = trail.moved_to().map(str::to_owned);
                continue;
            }
            if !status.is_success() {
                seen.retry_after = retry::asked_wait(status, response.headers());
                return Err(Refusal::Status(said(&mut response, self.timeout).await));
            }
            return match wanted {
                Wanted::Stream => Ok(response),
                Wanted::Whole(limit) => whole(response, limit).await,
            };
        }
    }

    /// The request for an address of the client's own origin.
    fn with_credential(&self, request: &Request, url: reqwest::Url) -> Request {
        let mut next = request
            .try_clone()
            .expect("the bodies of this client's requests are in memory");
        *next.url_mut() = url;
        if let Some((name, value)) = &self.credential {
            next.headers_mut().insert(name.clone(), value.clone());
        }
        next
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sender").finish_non_exhaustive()
    }
}

/// An answer of ours: what the generated client or the caller is given instead of the one that was consumed.
pub(crate) fn rebuilt(status: StatusCode, headers: HeaderMap, body: Bytes) -> Response {
    let mut response = http::Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.into()
}

/// Reads an answer, if it is not too long.
async fn whole(mut response: Response, limit: usize) -> Result<Response, Refusal> {
    let announced = response.content_length();
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(Refusal::TooLarge(limit));
    }
    let mut body = BytesMut::new();
    while let Some(piece) = response.chunk().await.map_err(Refusal::Body)? {
        if piece.len() > limit - body.len() {
            return Err(Refusal::TooLarge(limit));
        }
        body.extend_from_slice(&piece);
    }
    let headers = std::mem::take(response.headers_mut());
    Ok(rebuilt(response.status(), headers, body.freeze()))
}

/// What the body of an error says, from as much of it as is worth reading and waiting for.
async fn said(response: &mut Response, longest: Duration) -> Option<String> {
    let mut body = Vec::new();
    let reading = async {
        while let Ok(Some(piece)) = response.chunk().await {
            let room = LONGEST_ERROR_BODY - body.len();
            body.extend_from_slice(&piece[..piece.len().min(room)]);
            if body.len() == LONGEST_ERROR_BODY {
                break;
            }
        }
    };
    // A body that breaks off or does not end has still come with a status, which says more than that.
    let _ = tokio::time::timeout(longest, reading).await;
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    message::of_body(response.status(), content_type, &body)
}

fn request_id(response: &Response) -> Option<String> {
    let id = response.headers().get("x-request-id")?.to_str().ok()?;
    (id.len() <= LONGEST_REQUEST_ID).then(|| id.to_owned())
}
