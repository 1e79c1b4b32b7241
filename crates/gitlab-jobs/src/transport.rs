//! The hooks of the generated client: on its way out a request gets its exact path and passes on to the sender.
//!
//! The generated client cannot return an error of ours, so what a call has to tell travels in a cell that it shares
//! with the hooks and reads when it is over.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::{ACCEPT, HeaderMap, HeaderName};
use reqwest::{Request, StatusCode};

use crate::generated;
use crate::path::Operation;
use crate::sender::{Refusal, Seen, Sender, Wanted, rebuilt};

const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// What one call gives to the hooks and learns from them.
#[derive(Clone)]
pub(crate) struct Inner {
    pub(crate) operation: &'static Operation,
    pub(crate) sender: Arc<Sender>,
    /// The encoded path of the request from the root of the host.
    pub(crate) path: String,
    /// Headers beside the credential and the generated client's.
    pub(crate) headers: HeaderMap,
    /// Whether the request may be repeated even though it changes something.
    pub(crate) repeatable: bool,
    pub(crate) outcome: Arc<Mutex<Outcome>>,
}

/// What is known of a call once it is over.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) seen: Seen,
    /// Why there is no answer.
    pub(crate) refusal: Option<Refusal>,
}

impl Inner {
    /// What the call has told so far.
    pub(crate) fn outcome(&self) -> MutexGuard<'_, Outcome> {
        // A panic in between leaves plain data behind that is as good as before.
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Inner")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

impl ClientHooks<Inner> for generated::Client {
    async fn pre<E>(
        &self,
        request: &mut Request,
        _operation: &OperationInfo,
    ) -> Result<(), progenitor_client::Error<E>> {
        let inner = self.inner();
        // The path was computed from the operation's template; the generated one encodes the slashes of refs and
        // artifact paths, which GitLab takes, but proxies in front of it decode or refuse.
        request.url_mut().set_path(&inner.path);
        let headers = request.headers_mut();
        headers.remove(API_VERSION);
        headers.extend(inner.headers.clone());
        Ok(())
    }

    async fn exec(
        &self,
        request: Request,
        _operation: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        let inner = self.inner();
        // The generated client accepts JSON where it decodes the answer, and nothing in particular elsewhere.
        let accepted = request.headers().get(ACCEPT);
        let wanted = if accepted.is_some_and(|kind| kind == "application/json") {
            Wanted::Whole(inner.sender.longest_answer)
        } else {
            Wanted::Stream
        };
        let sending = inner
            .sender
            .send(inner.operation, request, wanted, inner.repeatable);
        let (seen, result) = sending.await;
        let mut outcome = inner.outcome();
        outcome.seen = seen;
        Ok(result.unwrap_or_else(|refusal| {
            outcome.refusal = Some(refusal);
            rebuilt(StatusCode::OK, HeaderMap::new(), Bytes::new())
        }))
    }

    async fn post<E>(
        &self,
        _result: &reqwest::Result<reqwest::Response>,
        _operation: &OperationInfo,
    ) -> Result<(), progenitor_client::Error<E>> {
        // All that matters of a refusal is in the outcome; what `exec` returned only stands in for it.
        if self.inner().outcome().refusal.is_some() {
            return Err(progenitor_client::Error::Custom(String::new()));
        }
        Ok(())
    }
}
