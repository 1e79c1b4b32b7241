//! The one error of the crate: what was asked, what came back, and what GitLab said about it.
//!
//! An error is safe to print and to log: it holds no header, no URL query, no token and no body. Of an answer it keeps
//! the status, the request id and the message that GitLab put into one of its known places.

pub(crate) mod message;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use crate::names::InvalidName;
use crate::path::Operation;
use crate::redirect::Stop;
use crate::sender::{Refusal, Seen};
use crate::trust;

/// Why a call gave no result.
///
/// ```
/// use gitlab_jobs::{Client, Error, ProjectId};
///
/// async fn status(client: &Client, project: &ProjectId, job: i64) -> Result<Option<String>, Error> {
///     match client.get_job(project, job).await {
///         Ok(job) => Ok(Some(job.status.to_string())),
///         Err(error) if error.is_not_found() => Ok(None),
///         Err(error) => Err(error),
///     }
/// }
/// ```
pub struct Error(Box<Details>);

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A setting of the client or of a request cannot be used. Nothing was sent, except by an HTTP client of the
    /// caller's that turned out to follow redirects by itself.
    Configuration,
    /// A name or id was refused. Nothing was sent.
    InvalidName,
    /// No answer came: the connection failed, timed out or was closed, a certificate was not trusted, or no request could
    /// be made.
    Connection,
    /// The server redirected in a way that is not followed.
    Redirect,
    /// The server answered with an error status, or with a success the API does not have.
    Status,
    /// The answer broke off while its body was read.
    Body,
    /// The answer is longer than the caller allowed.
    TooLarge,
    /// The answer's body is not what the API describes.
    Decode,
    /// The list goes on, but the server's directions to its next page lead nowhere or in a circle.
    Paging,
    /// What was waited for did not happen in time, or can no longer happen.
    Waiting,
    /// What was downloaded is not what was announced: another length, or another checksum.
    Integrity,
    /// A file or another destination could not be written.
    Output,
    /// An archive was not unpacked.
    Archive,
}

/// The parts of an error, boxed so that a `Result` stays small.
struct Details {
    kind: ErrorKind,
    context: Context,
    message: Option<String>,
    detail: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What is known about the request and its answer when something goes wrong.
#[derive(Clone, Default)]
pub(crate) struct Context {
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) request_id: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) elsewhere: bool,
}

impl Context {
    pub(crate) fn new(operation: &'static Operation, seen: &Seen) -> Self {
        Self {
            operation: Some(operation),
            status: seen.status,
            request_id: seen.request_id.clone(),
            attempts: seen.attempts,
            retry_after: seen.retry_after,
            elsewhere: seen.elsewhere,
        }
    }
}

impl Error {
    pub(crate) fn configuration(detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, Context::default()).with_detail(detail)
    }

    pub(crate) fn connection(context: Context, cause: reqwest::Error) -> Self {
        // The URL may carry a credential in its query, so it goes before anybody can print it.
        let cause = cause.without_url();
        let mut detail = chain(&cause);
        if let Some(advice) = trust::advice(&cause) {
            detail = format!("{detail}; {advice}");
        }
        Self::new(ErrorKind::Connection, context)
            .with_detail(detail)
            .with_source(cause)
    }

    pub(crate) fn body(context: Context, cause: reqwest::Error) -> Self {
        let cause = cause.without_url();
        Self::new(ErrorKind::Body, context)
            .with_detail(chain(&cause))
            .with_source(cause)
    }

    pub(crate) fn refused(context: Context, refusal: Refusal) -> Self {
        match refusal {
            Refusal::Connection(cause) => Self::connection(context, cause),
            Refusal::Body(cause) => Self::body(context, cause),
            Refusal::Redirect(stop) => Self::redirect(context, &stop),
            Refusal::Status(message) => Self::status_answer(context, message),
            Refusal::TooLarge(limit) => Self::too_large(context, limit),
            Refusal::Followed => Self::new(ErrorKind::Configuration, context).with_detail(
                "the HTTP client that was given follows redirects by itself, which takes its headers along; set its \
                 redirect policy to none",
            ),
        }
    }

    fn redirect(context: Context, stop: &Stop) -> Self {
        let detail = match &stop.target {
            Some(target) => format!(
                "was redirected to {target} (query left out), which is not followed: {}",
                stop.reason
            ),
            None => format!("was redirected, which is not followed: {}", stop.reason),
        };
        Self::new(ErrorKind::Redirect, context).with_detail(detail)
    }

    pub(crate) fn status_answer(context: Context, message: Option<String>) -> Self {
        let mut error = Self::new(ErrorKind::Status, context);
        error.0.message = message;
        error
    }

    pub(crate) fn too_large(context: Context, limit: usize) -> Self {
        Self::new(ErrorKind::TooLarge, context).with_detail(limit.to_string())
    }

    pub(crate) fn decode(context: Context, cause: &serde_json::Error) -> Self {
        Self::new(ErrorKind::Decode, context).with_detail(message::of_decoding(cause))
    }

    /// An error whose sentence is said by whoever met it.
    pub(crate) fn told(kind: ErrorKind, context: Context, detail: impl Into<String>) -> Self {
        Self::new(kind, context).with_detail(detail)
    }

    /// A destination that could not be written.
    pub(crate) fn output(context: Context, doing: &str, cause: std::io::Error) -> Self {
        let detail = message::one_line(&format!("{doing}: {cause}"));
        Self::new(ErrorKind::Output, context)
            .with_detail(detail)
            .with_source(cause)
    }

    pub(crate) fn not_built(context: Context, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Connection, context).with_detail(detail)
    }

    fn new(kind: ErrorKind, context: Context) -> Self {
        Self(Box::new(Details {
            kind,
            context,
            message: None,
            detail: None,
            source: None,
        }))
    }

    fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status of the answer, when one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.context.status
    }

    /// The operation that was called, such as `get_job`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.context.operation?.name()
    }

    /// The HTTP method of the request, in capitals.
    pub fn method(&self) -> Option<&'static str> {
        self.0.context.operation.map(|operation| operation.method)
    }

    /// The path of the request with its placeholders, such as `/projects/{id}/jobs/{job_id}`.
    pub fn path_template(&self) -> Option<&'static str> {
        self.0.context.operation?.template()
    }

    /// GitLab's id of the request (`X-Request-Id`), which an administrator finds in the server's logs.
    pub fn request_id(&self) -> Option<&str> {
        self.0.context.request_id.as_deref()
    }

    /// How often the request was sent; 0 when it was not.
    pub fn attempts(&self) -> u32 {
        self.0.context.attempts
    }

    /// How long the server asks to be left alone, from `Retry-After` or, with 429, from `RateLimit-Reset`.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.context.retry_after
    }

    /// What GitLab said, as one line of at most 1000 characters.
    ///
    /// It is the `message` of the answer (text, a list or an object of lists) or its `error` with
    /// `error_description` and `scope`. There is none when the body is empty, is HTML or has neither.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Whether the answer was 404: there is no such thing, or the caller may not see it.
    pub fn is_not_found(&self) -> bool {
        self.has(StatusCode::NOT_FOUND)
    }

    /// Whether the answer was 401: there is no credential, or it is not valid.
    pub fn is_unauthorized(&self) -> bool {
        self.has(StatusCode::UNAUTHORIZED)
    }

    /// Whether the answer was 403: the caller may not do this, or the job's state does not allow it.
    pub fn is_forbidden(&self) -> bool {
        self.has(StatusCode::FORBIDDEN)
    }

    /// Whether the answer was 409: the action is blocked for now.
    pub fn is_conflict(&self) -> bool {
        self.has(StatusCode::CONFLICT)
    }

    /// Whether the answer was 429: the caller has sent too much.
    pub fn is_rate_limited(&self) -> bool {
        self.has(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether time ran out: for the connection, for the next bytes of an answer or for an attempt as a whole.
    pub fn is_timeout(&self) -> bool {
        let cause = self.0.source.as_deref();
        let cause = cause.and_then(|cause| cause.downcast_ref::<reqwest::Error>());
        cause.is_some_and(reqwest::Error::is_timeout)
    }

    fn has(&self, status: StatusCode) -> bool {
        self.0.kind == ErrorKind::Status && self.0.context.status == Some(status)
    }
}

impl From<InvalidName> for Error {
    fn from(name: InvalidName) -> Self {
        Self::new(ErrorKind::InvalidName, Context::default())
            .with_detail(name.to_string())
            .with_source(name)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details {
            kind,
            context,
            message,
            detail,
            ..
        } = &*self.0;
        let detail = detail.as_deref().unwrap_or_default();
        match kind {
            ErrorKind::Configuration
            | ErrorKind::InvalidName
            | ErrorKind::Waiting
            | ErrorKind::Archive => formatter.write_str(detail),
            ErrorKind::Connection => write!(formatter, "{context} got no answer: {detail}"),
            ErrorKind::Body => write!(
                formatter,
                "the answer to {context} broke off while it was read: {detail}"
            ),
            ErrorKind::TooLarge => write!(
                formatter,
                "the answer to {context} is longer than the {detail} bytes that were allowed; \
                 raise the limit or read it as a stream"
            ),
            ErrorKind::Decode => write!(
                formatter,
                "the answer to {context} is not what the API describes: {detail}"
            ),
            ErrorKind::Paging => write!(
                formatter,
                "{context} has a next page that cannot be asked for: {detail}"
            ),
            ErrorKind::Integrity => write!(
                formatter,
                "the download by {context} is not what was announced: {detail}"
            ),
            ErrorKind::Output => write!(
                formatter,
                "the download by {context} cannot be kept: {detail}"
            ),
            ErrorKind::Redirect => write!(formatter, "{context} {detail}"),
            ErrorKind::Status if context.status.is_some_and(|status| status.is_success()) => {
                write!(
                    formatter,
                    "{context} succeeded with a status that the API does not describe"
                )
            }
            ErrorKind::Status => {
                write!(formatter, "{context} was refused")?;
                if let Some(message) = message {
                    write!(formatter, ": {message}")?;
                }
                match (context.retry_after, context.status.and_then(advice)) {
                    (Some(wait), _) => {
                        write!(formatter, "; the server asks to wait {} s", wait.as_secs())
                    }
                    (None, _) if context.elsewhere => write!(
                        formatter,
                        "; the answer is that of another origin, to which the server redirected and where no \
                         credential is sent"
                    ),
                    (None, Some(advice)) => write!(formatter, "; {advice}"),
                    (None, None) => Ok(()),
                }
            }
        }
    }
}

impl fmt::Display for Context {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            Some(operation) => write!(formatter, "{operation}")?,
            None => formatter.write_str("the request")?,
        }
        match (self.status, self.attempts) {
            (Some(status), 0 | 1) => write!(formatter, " [status {status}]"),
            (Some(status), attempts) => {
                write!(formatter, " [status {status}, {attempts} attempts]")
            }
            (None, 0 | 1) => Ok(()),
            (None, attempts) => write!(formatter, " [{attempts} attempts]"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.operation())
            .field("status", &self.status().map(|status| status.as_u16()))
            .field("attempts", &self.attempts())
            .field("message", &self.0.message)
            .field("detail", &self.0.detail)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

/// What the caller can do about a status, where that is always the same.
fn advice(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::UNAUTHORIZED => Some("check that a valid token is sent"),
        StatusCode::NOT_FOUND => Some("it does not exist, or the token may not see it"),
        StatusCode::TOO_MANY_REQUESTS => Some("wait before asking again"),
        _ => None,
    }
}

/// An error and its causes in one line; reqwest's own text says only that sending failed.
fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.ends_with(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = error.source();
    }
    message::one_line(&text)
}
