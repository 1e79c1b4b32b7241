//! Sending: what every request passes on its way out, and what every answer passes on its way in.
//!
//! The generated client calls these hooks around each request. It cannot return an error of ours, so what an attempt
//! has to tell travels in a cell that the call shares with the hooks and reads when it is over.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use reqwest::{Request, StatusCode};

use crate::error::message;
use crate::generated;

/// How much of an error body is read; GitLab's own are a few hundred bytes.
const LONGEST_ERROR_BODY: usize = 64 << 10;

/// The longest request id that is kept; GitLab's have 26 characters.
const LONGEST_REQUEST_ID: usize = 128;

const API_VERSION: HeaderName = HeaderName::from_static("api-version");
const SUDO: HeaderName = HeaderName::from_static("sudo");

/// What one call gives to the hooks and learns from them.
#[derive(Clone, Debug)]
pub(crate) struct Inner {
    /// The encoded path of the request from the root of the host.
    path: String,
    /// The user to act as.
    sudo: Option<HeaderValue>,
    attempt: Arc<Mutex<Attempt>>,
}

/// What is known of an attempt once it is over.
#[derive(Debug, Default)]
pub(crate) struct Attempt {
    /// The status of the answer, when one came.
    pub(crate) status: Option<StatusCode>,
    /// The server's id of the request.
    pub(crate) request_id: Option<String>,
    /// Why the answer is no success.
    pub(crate) refusal: Option<Refusal>,
}

/// An answer that is no success.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// A 3xx, with origin and path of its target.
    Redirect(Option<String>),
    /// Any other status, with GitLab's message.
    Status(Option<String>),
}

impl Inner {
    pub(crate) fn new(path: String, sudo: Option<HeaderValue>) -> Self {
        Self {
            path,
            sudo,
            attempt: Arc::default(),
        }
    }

    /// What the attempt has told so far.
    pub(crate) fn attempt(&self) -> MutexGuard<'_, Attempt> {
        // A panic in between leaves plain data behind that is as good as before.
        self.attempt.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClientHooks<Inner> for generated::Client {
    async fn pre<E>(
        &self,
        request: &mut Request,
        _operation: &OperationInfo,
    ) -> Result<(), progenitor_client::Error<E>> {
        // The path was computed from the operation's template; the generated one encodes the slashes of refs and
        // artifact paths, which GitLab takes, but proxies in front of it decode or refuse.
        request.url_mut().set_path(&self.inner().path);
        let headers = request.headers_mut();
        headers.remove(API_VERSION);
        if let Some(user) = &self.inner().sudo {
            headers.insert(SUDO, user.clone());
        }
        Ok(())
    }

    async fn exec(
        &self,
        request: Request,
        _operation: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        *self.inner().attempt() = Attempt::default();
        let mut response = self.client().execute(request).await?;
        let status = response.status();
        let refusal = if status.is_success() {
            None
        } else if status.is_redirection() {
            Some(Refusal::Redirect(target(&response)))
        } else {
            Some(Refusal::Status(said(&mut response).await))
        };
        let mut attempt = self.inner().attempt();
        attempt.status = Some(status);
        attempt.request_id = request_id(&response);
        attempt.refusal = refusal;
        drop(attempt);
        Ok(response)
    }

    async fn post<E>(
        &self,
        _result: &reqwest::Result<reqwest::Response>,
        _operation: &OperationInfo,
    ) -> Result<(), progenitor_client::Error<E>> {
        // The generated client would read the rest of a refusal without bound, and lose the status of one that is not
        // JSON. All that matters has been read, so it ends here; the call builds its error from the attempt.
        if self.inner().attempt().refusal.is_some() {
            return Err(progenitor_client::Error::Custom(String::new()));
        }
        Ok(())
    }
}

/// Origin and path of a redirect's target. Its query may be a signature, so it is left out.
fn target(response: &reqwest::Response) -> Option<String> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let target = response.url().join(location).ok()?;
    let origin = target.origin();
    if !origin.is_tuple() {
        return Some(format!("a {} address", target.scheme()));
    }
    Some(message::one_line(&format!(
        "{}{}",
        origin.ascii_serialization(),
        target.path()
    )))
}

/// What the body of an error says, from as much of it as is worth reading.
async fn said(response: &mut reqwest::Response) -> Option<String> {
    let mut body = Vec::new();
    // A body that breaks off has still come with a status, which says more than the break.
    while let Ok(Some(piece)) = response.chunk().await {
        let room = LONGEST_ERROR_BODY - body.len();
        body.extend_from_slice(&piece[..piece.len().min(room)]);
        if body.len() == LONGEST_ERROR_BODY {
            break;
        }
    }
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    message::of_body(response.status(), content_type, &body)
}

fn request_id(response: &reqwest::Response) -> Option<String> {
    let id = response.headers().get("x-request-id")?.to_str().ok()?;
    (id.len() <= LONGEST_REQUEST_ID).then(|| id.to_owned())
}
