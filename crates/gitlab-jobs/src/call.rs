//! The one way through the generated client: a request gets its exact path, an answer becomes ours.

use progenitor_client::ResponseValue;

use crate::client::Client;
use crate::error::{Context, Error};
use crate::generated;
use crate::path::{Operation, PathValue};
use crate::response::Response;
use crate::stream::ByteStream;
use crate::transport::{Inner, Refusal};

/// One call of an operation.
pub(crate) struct Call {
    operation: &'static Operation,
    api: generated::Client,
    inner: Inner,
}

impl Client {
    /// Prepares a call; the values in the order of the operation's placeholders.
    pub(crate) fn call(&self, operation: &'static Operation, values: &[PathValue<'_>]) -> Call {
        let path = format!("{}{}", self.base.path, operation.fill(values));
        let inner = Inner::new(path, self.sudo.clone());
        let api =
            generated::Client::new_with_client(&self.base.url, self.http.clone(), inner.clone());
        Call {
            operation,
            api,
            inner,
        }
    }
}

impl Call {
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
        Ok(Response::new(value.into_inner(), status, headers))
    }

    /// The same for a body that is read as it arrives.
    pub(crate) fn finish_stream<E>(
        &self,
        result: Result<ResponseValue<progenitor_client::ByteStream>, progenitor_client::Error<E>>,
    ) -> Result<Response<ByteStream>, Error> {
        let value = result.map_err(|error| self.explain(error))?;
        let status = value.status();
        let headers = value.headers().clone();
        let stream = ByteStream::new(value.into_inner(), self.context());
        Ok(Response::new(stream, status, headers))
    }

    fn context(&self) -> Context {
        let attempt = self.inner.attempt();
        Context {
            operation: Some(self.operation),
            status: attempt.status,
            request_id: attempt.request_id.clone(),
        }
    }

    fn explain<E>(&self, error: progenitor_client::Error<E>) -> Error {
        use progenitor_client::Error as Generated;

        let context = self.context();
        match self.inner.attempt().refusal.take() {
            Some(Refusal::Redirect(target)) => return Error::redirect(context, target),
            Some(Refusal::Status(message)) => return Error::status_answer(context, message),
            None => {}
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
