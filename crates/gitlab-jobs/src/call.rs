//! The one way through the generated client: a request gets its exact path, an answer becomes ours.

use std::sync::Arc;

use progenitor_client::ResponseValue;
use reqwest::StatusCode;
use reqwest::header::{HeaderName, HeaderValue, RANGE};

use crate::client::Client;
use crate::error::{Context, Error};
use crate::generated;
use crate::path::{Operation, PathValue};
use crate::response::Response;
use crate::stream::ByteStream;
use crate::transport::Inner;

/// One call of an operation.
pub(crate) struct Call {
    operation: &'static Operation,
    api: generated::Client,
    inner: Inner,
}

impl Client {
    /// Prepares a call; the values in the order of the operation's placeholders.
    pub(crate) fn call(&self, operation: &'static Operation, values: &[PathValue<'_>]) -> Call {
        let inner = Inner {
            operation,
            sender: Arc::clone(&self.sender),
            path: format!("{}{}", self.base.path, operation.fill(values)),
            headers: self.headers(),
            repeatable: self.repeats_writes,
            outcome: Arc::default(),
        };
        Call::new(operation, &self.base.url, inner)
    }
}

impl Call {
    fn new(operation: &'static Operation, base_url: &str, inner: Inner) -> Self {
        let http = inner.sender.http.clone();
        Self {
            operation,
            api: generated::Client::new_with_client(base_url, http, inner.clone()),
            inner,
        }
    }

    /// The same call with another header.
    #[must_use]
    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        use progenitor_client::ClientInfo as _;

        self.inner.headers.insert(name, value);
        // The generated client holds a copy, so it is made anew.
        Self::new(self.operation, self.api.baseurl(), self.inner)
    }

    /// The generated client that makes this call, and no other.
    pub(crate) fn api(&self) -> &generated::Client {
        &self.api
    }

    /// Turns what the generated client returned into ours.
    pub(crate) fn finish<T, E>(
        &self,
        result: Result<ResponseValue<T>, progenitor_client::Error<E>>,
    ) -> Result<Response<T>, Error> {
        let value = result.map_err(|error| self.explain(error))?;
        let status = value.status();
        let headers = value.headers().clone();
        Ok(self.response(value.into_inner(), status, headers))
    }

    /// The same for a body that is read as it arrives; a part of it (206) only when a part was asked for.
    pub(crate) fn finish_stream<E>(
        &self,
        result: Result<ResponseValue<progenitor_client::ByteStream>, progenitor_client::Error<E>>,
    ) -> Result<Response<ByteStream>, Error> {
        let asked_for_part = self.inner.headers.contains_key(RANGE);
        let value = match result {
            Err(progenitor_client::Error::UnexpectedResponse(answer))
                if asked_for_part && answer.status() == StatusCode::PARTIAL_CONTENT =>
            {
                ResponseValue::stream(answer)
            }
            result => result.map_err(|error| self.explain(error))?,
        };
        let status = value.status();
        let headers = value.headers().clone();
        let stream = ByteStream::new(value.into_inner(), self.context());
        Ok(self.response(stream, status, headers))
    }

    fn response<T>(
        &self,
        value: T,
        status: StatusCode,
        headers: reqwest::header::HeaderMap,
    ) -> Response<T> {
        let seen = &mut self.inner.outcome().seen;
        Response::new(value, status, headers).seen(seen.moved_to.take(), seen.request_id.clone())
    }

    fn context(&self) -> Context {
        Context::new(self.operation, &self.inner.outcome().seen)
    }

    fn explain<E>(&self, error: progenitor_client::Error<E>) -> Error {
        use progenitor_client::Error as Generated;

        let context = self.context();
        if let Some(refusal) = self.inner.outcome().refusal.take() {
            return Error::refused(context, refusal);
        }
        match error {
            Generated::CommunicationError(cause) => Error::connection(context, cause),
            Generated::ResponseBodyError(cause) | Generated::InvalidUpgrade(cause) => {
                Error::body(context, cause)
            }
            Generated::InvalidResponsePayload(_, cause) => Error::decode(context, &cause),
            Generated::ErrorResponse(_) | Generated::UnexpectedResponse(_) => {
                Error::status_answer(context, None)
            }
            Generated::InvalidRequest(detail) | Generated::Custom(detail) => {
                Error::not_built(context, detail)
            }
        }
    }
}
