//! Any other call of GitLab's API, under the same rules as the operations of this crate.

use std::fmt;

use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::error::{Context, Error};
use crate::path::Operation;
use crate::response::Response;
use crate::sender::Wanted;
use crate::stream::ByteStream;

/// Parameters that carry a token in the address, where logs and error messages repeat it.
const TOKEN_PARAMETERS: [&str; 4] = ["private_token", "access_token", "job_token", "bearer_token"];

/// What stands in for an operation; such a request has no name and no template.
static METHODS: [Operation; 6] = [
    of_method("GET"),
    of_method("HEAD"),
    of_method("POST"),
    of_method("PUT"),
    of_method("PATCH"),
    of_method("DELETE"),
];

const fn of_method(method: &'static str) -> Operation {
    Operation {
        id: "",
        method,
        path: "",
    }
}

/// A request to any address below the API root, made by [`Client::request`].
///
/// Credential, redirects, retries, timeouts and errors are those of the client's operations.
///
/// ```no_run
/// use gitlab_jobs::reqwest::Method;
/// use gitlab_jobs::{Client, Error};
///
/// #[derive(serde::Deserialize)]
/// struct Version {
///     version: String,
/// }
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// let server = client.request(Method::GET, "/version").send_json::<Version>().await?;
/// println!("GitLab {}", server.version);
///
/// client
///     .request(Method::POST, "/projects/7/pipeline")
///     .query(&[("ref", "main")])
///     .send_bytes(1 << 20)
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until it is sent"]
pub struct ApiRequest {
    client: Client,
    path: String,
    /// The request so far, or why there is none.
    request: Result<(&'static Operation, RequestBuilder), Error>,
}

impl Client {
    /// Starts a request to an address below the API root, such as `/projects/7/pipelines`.
    ///
    /// The path is sent as it is given: what stands for a value in it has to be percent-encoded, the slashes of a
    /// project's path as `%2F`. [`ApiRequest`] has an example. A path that would lead out of the API root (a whole
    /// address, empty or dot segments, a backslash) or has a query, a fragment, a space or characters beyond ASCII is an
    /// error when the request is sent, and so is a method other than `GET`, `HEAD`, `POST`, `PUT`, `PATCH` and `DELETE`.
    pub fn request(&self, method: Method, path: &str) -> ApiRequest {
        let known = METHODS.iter().find(|known| known.method == method.as_str());
        let request = match (known, problem_of(path)) {
            (Some(operation), None) => {
                let request = self.sender.http.request(method, &self.base.url);
                Ok((operation, request.headers(self.headers())))
            }
            (_, Some(problem)) => Err(Error::configuration(format!(
                "the path of the {method} request {problem}; give it relative to the API root, percent-encoded"
            ))),
            (None, None) => Err(Error::configuration(
                "the method is none of GET, HEAD, POST, PUT, PATCH and DELETE",
            )),
        };
        ApiRequest {
            client: self.clone(),
            path: format!("{}/{}", self.base.path, path.trim_start_matches('/')),
            request,
        }
    }
}

impl ApiRequest {
    /// Adds parameters to the address: pairs, a map, or a struct with one field for each.
    ///
    /// Tokens are refused there; give the client the token instead.
    pub fn query<Q: Serialize + ?Sized>(self, parameters: &Q) -> Self {
        self.with(|request| request.query(parameters))
    }

    /// Sends a value as a JSON body.
    pub fn json<B: Serialize + ?Sized>(self, body: &B) -> Self {
        self.with(|request| request.json(body))
    }

    /// Sends a body of this media type, such as `text/plain`.
    pub fn body(self, media_type: &str, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        self.with(|request| request.header(CONTENT_TYPE, media_type).body(body))
    }

    /// Sends the request and decodes the JSON it is answered with.
    ///
    /// # Errors
    ///
    /// When the request cannot be made, is refused, gets no answer or one that is longer than
    /// [`ClientBuilder::longest_answer`](crate::ClientBuilder::longest_answer) or does not decode;
    /// [`Error::kind`] tells which.
    pub async fn send_json<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let limit = self.client.sender.longest_answer;
        let request = self
            .with(|request| request.header(ACCEPT, HeaderValue::from_static("application/json")));
        let (answer, context) = request.send_whole(limit).await?;
        match serde_json::from_slice::<T>(&answer) {
            Ok(value) => {
                let (status, headers) = (answer.status(), answer.headers().clone());
                let moved_to = answer.moved_to().map(str::to_owned);
                let request_id = answer.request_id().map(str::to_owned);
                Ok(Response::new(value, status, headers).seen(moved_to, request_id))
            }
            Err(cause) => Err(Error::decode(context, &cause)),
        }
    }

    /// Sends the request and returns the bytes it is answered with, when they are no more than `limit`.
    ///
    /// They have to come within [`ClientBuilder::timeout`](crate::ClientBuilder::timeout); for a large download use
    /// [`ApiRequest::send_stream`].
    ///
    /// # Errors
    ///
    /// When the request cannot be made, is refused, gets no answer or a longer one; [`Error::kind`] tells which.
    pub async fn send_bytes(self, limit: usize) -> Result<Response<Bytes>, Error> {
        Ok(self.send_whole(limit).await?.0)
    }

    /// Sends the request and returns what it is answered with as it arrives.
    ///
    /// # Errors
    ///
    /// When the request cannot be made, is refused or gets no answer; [`Error::kind`] tells which.
    pub async fn send_stream(self) -> Result<Response<ByteStream>, Error> {
        let (answer, context, moved_to) = self.send(Wanted::Stream).await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let pieces = progenitor_client::ByteStream::new(Box::pin(answer.bytes_stream()));
        let request_id = context.request_id.clone();
        let stream = ByteStream::new(pieces, context);
        Ok(Response::new(stream, status, headers).seen(moved_to, request_id))
    }

    async fn send_whole(self, limit: usize) -> Result<(Response<Bytes>, Context), Error> {
        let (answer, context, moved_to) = self.send(Wanted::Whole(limit)).await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.bytes().await;
        let body = body.map_err(|cause| Error::body(context.clone(), cause))?;
        let response = Response::new(body, status, headers);
        let response = response.seen(moved_to, context.request_id.clone());
        Ok((response, context))
    }

    async fn send(
        self,
        wanted: Wanted,
    ) -> Result<(reqwest::Response, Context, Option<String>), Error> {
        let (operation, request) = self.request?;
        let request = request.build();
        let mut request = request.map_err(|cause| {
            let cause = cause.without_url();
            Error::configuration(format!(
                "the {} request cannot be made: {cause}",
                operation.method
            ))
        })?;
        if let Some(name) = request
            .url()
            .query_pairs()
            .find_map(|(name, _)| TOKEN_PARAMETERS.into_iter().find(|token| *token == name))
        {
            return Err(Error::configuration(format!(
                "the {} request has the parameter `{name}`, but tokens are never sent in an address; give the token \
                 to the client",
                operation.method
            )));
        }
        request.url_mut().set_path(&self.path);
        let repeats = self.client.repeats_writes;
        let sending = self.client.sender.send(operation, request, wanted, repeats);
        let (seen, answer) = sending.await;
        let context = Context::new(operation, &seen);
        match answer {
            Ok(answer) => Ok((answer, context, seen.moved_to)),
            Err(refusal) => Err(Error::refused(context, refusal)),
        }
    }

    fn with(self, change: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Self {
        let request = self
            .request
            .map(|(operation, request)| (operation, change(request)));
        Self { request, ..self }
    }
}

impl fmt::Debug for ApiRequest {
    /// Shows the method; path, parameters and body may hold what nobody should read.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = self.request.as_ref().map(|(operation, _)| operation.method);
        formatter
            .debug_struct("ApiRequest")
            .field("method", &method)
            .finish_non_exhaustive()
    }
}

/// Why a path would not arrive below the API root as it is given.
fn problem_of(path: &str) -> Option<&'static str> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%/".contains(&byte);
    if path.contains("://") {
        return Some("is a whole address");
    }
    if path.contains(['?', '#']) {
        return Some("has a query or fragment, which belongs into query()");
    }
    if !path.bytes().all(allowed) {
        return Some("has a character that no path may have as it is");
    }
    let path = path.strip_prefix('/').unwrap_or(path);
    for segment in path.split('/') {
        if segment.is_empty() {
            return Some("has an empty segment");
        }
        let mut bytes = segment.bytes();
        while let Some(byte) = bytes.next() {
            let mut digit = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
            if byte == b'%' && !(digit() && digit()) {
                return Some("has a percent sign that encodes nothing");
            }
        }
        // URLs read an encoded dot as a dot.
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        if plain == "." || plain == ".." {
            return Some("has a dot segment");
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_api_root() {
        for path in [
            "version",
            "/version",
            "/projects/a%2Fb/jobs",
            "/projects/1/repository/files/..%2Fx",
            "/x/...",
            "/projects/:id:/@me",
        ] {
            assert_eq!(problem_of(path), None, "{path}");
        }
        for (path, problem) in [
            ("https://h.example/x", "whole address"),
            ("//h.example/x", "empty segment"),
            ("", "empty segment"),
            ("/", "empty segment"),
            ("/a//b", "empty segment"),
            ("/a/", "empty segment"),
            ("/a/../b", "dot segment"),
            ("..", "dot segment"),
            ("/a/%2e%2E/b", "dot segment"),
            ("/a/.%2e", "dot segment"),
            ("/a?b=c", "query"),
            ("/a#b", "query"),
            ("/a b", "character"),
            ("/a\\b", "character"),
            ("/a\nb", "character"),
            ("/ü", "character"),
            ("/100%", "percent"),
            ("/%2", "percent"),
            ("/%zz", "percent"),
        ] {
            let found = problem_of(path).unwrap_or("is accepted");
            assert!(found.contains(problem), "{path:?} {found}");
        }
    }
}
