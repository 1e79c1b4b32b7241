//! Requests as they come in, and answers as they go out.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::{io, mem};

use axum::body::{Body as HttpBody, to_bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use futures_core::Stream;
use serde_json::{Map, Value};

use crate::form;
use crate::reply::{Body, Reply};

/// The largest body that is read, in bytes.
const MAX_BODY: usize = 1 << 20;

/// A request without its body.
pub(crate) struct Head {
    pub(crate) method: String,
    /// As it was sent.
    pub(crate) path: String,
    /// Decoded, in order.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    /// As it was sent.
    pub(crate) content_type: Option<String>,
}

impl Head {
    pub(crate) fn new(parts: Parts) -> Self {
        let content_type = parts.headers.get(header::CONTENT_TYPE);
        let content_type =
            content_type.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        Self {
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            query: form::pairs(parts.uri.query().unwrap_or("")),
            headers: parts.headers,
            content_type,
        }
    }

    /// The media type of the body without its parameters, in lower case.
    pub(crate) fn media_type(&self) -> Option<String> {
        let essence = self.content_type.as_ref()?.split(';').next()?;
        Some(essence.trim().to_ascii_lowercase())
    }

    /// The members of a JSON or form body.
    ///
    /// # Errors
    ///
    /// 400 for what calls itself JSON and is no object.
    pub(crate) fn members(&self, body: &[u8]) -> Result<Map<String, Value>, Reply> {
        let mut members = Map::new();
        if body.is_empty() {
            return Ok(members);
        }
        if self.media_type().as_deref() == Some("application/json") {
            return match serde_json::from_slice(body) {
                Ok(Value::Object(members)) => Ok(members),
                Ok(Value::Null) => Ok(members),
                _ => Err(Reply::bad_request("The body is not a JSON object")),
            };
        }
        let text = String::from_utf8_lossy(body);
        form::nest(&mut members, &form::pairs(&text));
        Ok(members)
    }
}

/// Reads a body to its end.
///
/// # Errors
///
/// 413 when it is too large, or breaks off.
pub(crate) async fn read(body: HttpBody) -> Result<Vec<u8>, Reply> {
    let bytes = to_bytes(body, MAX_BODY).await;
    let bytes = bytes.map_err(|_| Reply::message(413, "413 Request Entity Too Large"))?;
    Ok(bytes.to_vec())
}

/// What becomes of a body on its way.
pub(crate) enum Damage {
    None,
    /// The second half is all zero bytes.
    Zeros,
    /// The whole is promised, half of it is sent, and when the future ends the connection breaks.
    Half(Pin<Box<dyn Future<Output = ()> + Send>>),
}

/// The half of a body, and what happens before the connection breaks.
struct Half {
    bytes: Vec<u8>,
    end: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Stream for Half {
    type Item = Result<Vec<u8>, io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.bytes.is_empty() {
            return Poll::Ready(Some(Ok(mem::take(&mut self.bytes))));
        }
        let end = self.end.as_mut().poll(context);
        end.map(|()| Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }
}

/// The HTTP of an answer.
pub(crate) fn send(reply: Reply, damage: Damage) -> Response<HttpBody> {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (media_type, mut bytes) = match reply.body {
        Body::Empty => ("".into(), Vec::new()),
        Body::Json(value) => ("application/json".into(), value.to_string().into_bytes()),
        Body::Bytes(media_type, bytes) => (media_type, bytes),
    };
    let (length, half) = (bytes.len(), bytes.len() / 2);
    let mut promised = None;
    let body = match damage {
        Damage::Half(end) if length > 0 => {
            promised = Some(length);
            bytes.truncate(half);
            HttpBody::from_stream(Half { bytes, end })
        }
        Damage::Zeros => {
            bytes[half..].fill(0);
            HttpBody::from(bytes)
        }
        Damage::None | Damage::Half(_) => HttpBody::from(bytes),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Some(length) = promised {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    if !media_type.is_empty() {
        insert(headers, header::CONTENT_TYPE, &media_type);
    }
    for (name, value) in reply.headers {
        if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
            insert(headers, name, &value);
        }
    }
    response
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    // The server's own values are encoded and so always valid; of canned ones, only those that HTTP can carry are sent.
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
