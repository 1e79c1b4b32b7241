//! The way of a request: read, judge, let in, perform, judge the answer, write it down.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::{io, mem};

use axum::body::{Body as HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use futures_core::Stream;
use openapi_document::route::{Match, NoRoute, Reason, Router, RouterOptions};
use serde_json::{Map, Value};

use crate::auth::Credential;
use crate::call::Call;
use crate::fault::{self, Fault, Strike};
use crate::form;
use crate::journal::{CredentialKind, Entry, Verdict};
use crate::judge::{self, DOCUMENT, Sent};
use crate::reply::{Body, Reply};
use crate::world::World;
use crate::{operations, store, surroundings, welcome};

/// The largest body that is read, in bytes.
const MAX_BODY: usize = 1 << 20;

/// How many requests the journal remembers; the oldest are forgotten first.
const MAX_ENTRIES: usize = 10_000;

static ROUTER: LazyLock<Router> = LazyLock::new(|| {
    let options = RouterOptions {
        base_path: "/api/v4".to_owned(),
        multi_segment_key: "x-multi-segment".to_owned(),
    };
    Router::new(&DOCUMENT, options)
});

/// What requests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) state: Mutex<Memory>,
    pub(crate) strict: bool,
    /// The origin of the object storage, if archives are kept there.
    pub(crate) store: Option<String>,
    /// The server's own origin.
    pub(crate) origin: String,
    requests: AtomicU64,
}

/// What changes.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) world: World,
    pub(crate) journal: VecDeque<Entry>,
    pub(crate) faults: Vec<Fault>,
}

impl Shared {
    pub(crate) fn new(world: World, strict: bool, origin: String, store: Option<String>) -> Self {
        let memory = Memory {
            world,
            journal: VecDeque::new(),
            faults: Vec::new(),
        };
        Self {
            state: Mutex::new(memory),
            strict,
            store,
            origin,
            requests: AtomicU64::new(0),
        }
    }

    /// The state; a panic elsewhere while it was held does not spoil it.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Memory> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn record(&mut self, entry: Entry) {
        if self.journal.len() == MAX_ENTRIES {
            self.journal.pop_front();
        }
        self.journal.push_back(entry);
    }
}

/// A request that was read to its end.
struct Received {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    media_type: Option<String>,
    body: Vec<u8>,
}

async fn receive(request: Request) -> Result<Received, Reply> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MAX_BODY)
        .await
        .map_err(|_| Reply::message(413, "413 Request Entity Too Large"))?;
    let media_type = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|value| value.trim().to_ascii_lowercase());
    Ok(Received {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: form::pairs(parts.uri.query().unwrap_or("")),
        headers: parts.headers,
        media_type,
        body: bytes.to_vec(),
    })
}

/// Answers requests to the server.
pub(crate) async fn api(State(shared): State<Arc<Shared>>, request: Request) -> Response<HttpBody> {
    let (reply, strike) = match receive(request).await {
        Ok(received) => answer(&shared, &received),
        Err(refusal) => (refusal, Strike::default()),
    };
    if !strike.delay.is_zero() {
        tokio::time::sleep(strike.delay).await;
    }
    let number = shared.requests.fetch_add(1, Ordering::Relaxed) + 1;
    let reply = reply
        .header("X-Request-Id", format!("mock-{number}"))
        .header("X-Runtime", "0.004211")
        .header("Cache-Control", "max-age=0, private, must-revalidate");
    send(reply, strike.truncate)
}

/// Answers requests to the object storage.
pub(crate) async fn objects(
    State(shared): State<Arc<Shared>>,
    request: Request,
) -> Response<HttpBody> {
    let received = match receive(request).await {
        Ok(received) => received,
        Err(refusal) => return send(refusal, false),
    };
    let mut memory = shared.lock();
    let Received {
        method,
        path,
        query,
        headers,
        ..
    } = &received;
    let reply = store::serve(&memory.world, method, path, query, headers);
    let leaked = store::leaks(headers).then(|| {
        let message = "a GitLab credential was sent to the object storage";
        Verdict::new("leaked-credential", "credential", message)
    });
    let entry = Entry {
        method: received.method,
        path: received.path,
        operation: "object-storage".to_owned(),
        credential: Credential::of(&received.headers, &[]).kind,
        request: leaked.into_iter().collect(),
        response: Vec::new(),
        status: reply.status,
        fault: false,
    };
    memory.record(entry);
    drop(memory);
    send(reply, false)
}

/// A body that breaks off: what it still sends, and how often it was asked.
struct Broken {
    bytes: Vec<u8>,
    asked: u8,
}

impl Stream for Broken {
    type Item = Result<Vec<u8>, io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.asked = self.asked.saturating_add(1);
        match self.asked {
            1 => Poll::Ready(Some(Ok(mem::take(&mut self.bytes)))),
            // The pause lets the connection send what it has before it breaks.
            2 => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            _ => Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into()))),
        }
    }
}

/// The HTTP of an answer; a broken one promises the whole body and sends half of it.
fn send(reply: Reply, broken: bool) -> Response<HttpBody> {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (media_type, bytes) = match reply.body {
        Body::Empty => (None, Vec::new()),
        Body::Json(value) => (Some("application/json"), value.to_string().into_bytes()),
        Body::Bytes(media_type, bytes) => (Some(media_type), bytes),
    };
    let length = bytes.len();
    let body = if broken {
        let bytes = bytes[..length / 2].to_vec();
        HttpBody::from_stream(Broken { bytes, asked: 0 })
    } else {
        HttpBody::from(bytes)
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if broken {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    if let Some(media_type) = media_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    for (name, value) in reply.headers {
        // Values are made of decoded text only after encoding it again, so they are always valid.
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}

/// The members of a JSON or form body.
fn members(received: &Received) -> Result<Map<String, Value>, Reply> {
    let mut members = Map::new();
    if received.body.is_empty() {
        return Ok(members);
    }
    if received.media_type.as_deref() == Some("application/json") {
        return match serde_json::from_slice(&received.body) {
            Ok(Value::Object(members)) => Ok(members),
            Ok(Value::Null) => Ok(members),
            _ => Err(Reply::bad_request("The body is not a JSON object")),
        };
    }
    let text = String::from_utf8_lossy(&received.body);
    form::nest(&mut members, &form::pairs(&text));
    Ok(members)
}

fn answer(shared: &Shared, received: &Received) -> (Reply, Strike) {
    let mut memory = shared.lock();
    memory.world.settle();
    if received.path == "/" {
        return (welcome::page(&shared.origin), Strike::default());
    }
    if received.path == "/-/journal" && received.method == "GET" {
        let journal = memory.journal.iter().map(Entry::to_json).collect();
        return (Reply::json(200, journal), Strike::default());
    }
    let mut entry = Entry {
        method: received.method.clone(),
        path: received.path.clone(),
        operation: String::new(),
        credential: CredentialKind::None,
        request: Vec::new(),
        response: Vec::new(),
        status: 0,
        fault: false,
    };
    let (reply, strike) = dispatch(shared, &mut memory, received, &mut entry);
    entry.status = reply.status;
    memory.record(entry);
    (reply, strike)
}

/// The origin to write links with: what the client called the server, if that can stand in a link.
fn origin(shared: &Shared, headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok());
    let plain = |host: &&str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
        !host.is_empty() && host.bytes().all(fits)
    };
    host.filter(plain)
        .map_or_else(|| shared.origin.clone(), |host| format!("http://{host}"))
}

fn dispatch(
    shared: &Shared,
    memory: &mut Memory,
    received: &Received,
    entry: &mut Entry,
) -> (Reply, Strike) {
    let credential = Credential::of(&received.headers, &received.query);
    entry.credential = credential.kind;
    let method = if received.method == "HEAD" {
        "GET"
    } else {
        received.method.as_str()
    };
    let beside = surroundings::find(&received.path).filter(|_| method == "GET");
    let routed = match beside {
        Some(segments) => Ok((None, segments)),
        None => match ROUTER.route(method, &received.path) {
            Ok(Match {
                operation_id,
                parameters,
                ..
            }) => Ok((Some(operation_id), parameters)),
            Err(refusal) => Err(refusal),
        },
    };
    let (operation_id, segments) = match routed {
        Ok(found) => found,
        Err(refusal) => {
            let message = refusal.reason.to_string();
            entry
                .request
                .push(Verdict::new("no-operation", "path", message));
            return (refuse(&refusal), Strike::default());
        }
    };
    let operation = operation_id
        .as_deref()
        .and_then(|id| DOCUMENT.operation(id));
    entry.operation = operation_id.clone().unwrap_or_default();

    let body = members(received);
    if let Some(operation) = operation {
        let sent = Sent {
            query: &received.query,
            media_type: received.media_type.as_deref(),
            body: &body.clone().unwrap_or_default(),
            credential: credential.kind,
        };
        entry.request = judge::request(operation, &sent);
        if body.is_err() {
            let message = "the body is not a JSON object";
            entry.request.push(Verdict::new("syntax", "body", message));
        }
    }
    if let Some(verdict) = entry.request.first().filter(|_| shared.strict) {
        let reply = Reply::error(400, format!("{}: {}", verdict.place, verdict.message));
        return (reply, Strike::default());
    }
    let struck = fault::strike(&mut memory.faults, &entry.operation);
    entry.fault = struck.is_some();
    let mut strike = struck.unwrap_or_default();
    if let Some(instead) = strike.instead.take() {
        return (instead, strike);
    }

    let perform = |world: &mut World| -> Result<Reply, Reply> {
        let caller = credential.caller(world)?;
        let mut parameters = Map::new();
        form::nest(&mut parameters, &received.query);
        parameters.extend(body?);
        let call = Call {
            base: &origin(shared, &received.headers),
            path: &received.path,
            query: &received.query,
            parameters: &parameters,
            segments: &segments,
            caller,
            store: shared.store.as_deref(),
        };
        Ok(match &operation_id {
            None => surroundings::perform(world, &call),
            Some(id) => operations::perform(id, world, &call)
                .unwrap_or_else(|| Reply::message(500, "500 Internal Server Error")),
        })
    };
    let reply = perform(&mut memory.world).unwrap_or_else(|refusal| refusal);
    if let Some(operation) = operation {
        entry.response = judge::response(operation, &reply);
    }
    (reply, strike)
}

/// The answer when no operation fits.
fn refuse(refusal: &NoRoute) -> Reply {
    match &refusal.reason {
        Reason::MethodNotAllowed { allowed } => Reply::message(405, "405 Method Not Allowed")
            .header("Allow", allowed.join(", ").to_uppercase()),
        Reason::InvalidParameter { name, .. } => Reply::error(400, format!("{name} is invalid")),
        Reason::DotSegment { .. } | Reason::InvalidEscape { .. } | Reason::NotUtf8 { .. } => {
            Reply::bad_request("")
        }
        _ => Reply::error(404, "404 Not Found"),
    }
}
