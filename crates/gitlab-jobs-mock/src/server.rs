//! The way of a request: route, strike, read, judge, let in, perform, judge the answer, write it down.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use axum::body::Body as HttpBody;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, header};
use openapi_document::route::{Match, NoRoute, Reason, Router, RouterOptions};
use serde_json::Map;
use tokio::sync::watch;

use crate::auth::{Credential, Veil};
use crate::call::Call;
use crate::fault::{self, Fault, Strike};
use crate::http::{self, Head};
use crate::journal::{CredentialKind, Entry, Journal, MAX_BODY, Origin, Verdict};
use crate::judge::{self, DOCUMENT, Sent};
use crate::reply::Reply;
use crate::world::World;
use crate::{form, operations, store, surroundings, welcome};

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
    /// Turns true when the server stops.
    stopped: watch::Receiver<bool>,
    requests: AtomicU64,
}

/// What changes.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) world: World,
    pub(crate) journal: Journal,
    pub(crate) faults: Vec<Fault>,
}

impl Shared {
    pub(crate) fn new(
        world: World,
        strict: bool,
        origin: String,
        store: Option<String>,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        let memory = Memory {
            world,
            journal: Journal::default(),
            faults: Vec::new(),
        };
        Self {
            state: Mutex::new(memory),
            strict,
            store,
            origin,
            stopped,
            requests: AtomicU64::new(0),
        }
    }

    /// The state; a panic elsewhere while it was held does not spoil it.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Memory> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the server stops.
    async fn end(&self) {
        let mut stopped = self.stopped.clone();
        // An error means that the handle is gone, which is as good as being told.
        let _ = stopped.wait_for(|stop| *stop).await;
    }
}

/// What a request is for.
enum Target {
    /// An operation of the document, with the parameters of the path.
    Operation(String, Vec<(String, String)>),
    /// One of the endpoints around them.
    Beside(Vec<(String, String)>),
    Nowhere(NoRoute),
}

impl Target {
    fn of(head: &Head) -> Self {
        let method = match head.method.as_str() {
            "HEAD" => "GET",
            other => other,
        };
        if let Some(segments) = surroundings::find(&head.path).filter(|_| method == "GET") {
            return Self::Beside(segments);
        }
        match ROUTER.route(method, &head.path) {
            Ok(Match {
                operation_id,
                parameters,
                ..
            }) => Self::Operation(operation_id, parameters),
            Err(refusal) => Self::Nowhere(refusal),
        }
    }

    /// The id of the operation; empty for everything else.
    fn operation(&self) -> &str {
        match self {
            Self::Operation(id, _) => id,
            Self::Beside(_) | Self::Nowhere(_) => "",
        }
    }

    fn route(&self) -> &[(String, String)] {
        match self {
            Self::Operation(_, segments) | Self::Beside(segments) => segments,
            Self::Nowhere(_) => &[],
        }
    }
}

/// The entry of a request whose answer is not known yet.
fn entry(origin: Origin, head: &Head, target: Option<&Target>, body: &[u8]) -> Entry {
    let sent = Credential::all(&head.headers, &head.query);
    let veil = Veil::new(&sent);
    let credentials: Vec<CredentialKind> = sent.iter().map(|one| one.kind).collect();
    Entry {
        origin,
        method: head.method.clone(),
        path: veil.text(&head.path),
        operation: target
            .map_or("object-storage", Target::operation)
            .to_owned(),
        route: veil.pairs(target.map_or(&[], Target::route)),
        query: veil.pairs(&head.query),
        content_type: head.content_type.as_deref().map(|text| veil.text(text)),
        body: veil.body(body, MAX_BODY),
        body_size: body.len(),
        credential: credentials.first().copied().unwrap_or(CredentialKind::None),
        credentials,
        request: Vec::new(),
        response: Vec::new(),
        status: 0,
        fault: false,
    }
}

/// Answers requests to the server.
pub(crate) async fn api(State(shared): State<Arc<Shared>>, request: Request) -> Response<HttpBody> {
    let (parts, body) = request.into_parts();
    let head = Head::new(parts);
    if let Some(reply) = apart(&shared, &head) {
        return http::send(reply, false);
    }
    let target = Target::of(&head);
    let strike = fault::strike(&mut shared.lock().faults, target.operation());
    let body = http::read(body).await;
    let (reply, strike) = answer(&shared, &head, &target, body, strike);
    if strike.stall {
        shared.end().await;
    }
    if !strike.delay.is_zero() {
        tokio::time::sleep(strike.delay).await;
    }
    let number = shared.requests.fetch_add(1, Ordering::Relaxed) + 1;
    let mut general = Reply::empty(0)
        .header("X-Request-Id", format!("mock-{number}"))
        .header("X-Runtime", "0.004211")
        .header("Cache-Control", "max-age=0, private, must-revalidate");
    general.headers.extend(reply.headers);
    let reply = Reply {
        headers: general.headers,
        ..reply
    };
    http::send(reply, strike.truncate)
}

/// Answers what is not about GitLab, and not written down.
fn apart(shared: &Shared, head: &Head) -> Option<Reply> {
    match (head.method.as_str(), head.path.as_str()) {
        (_, "/") => Some(welcome::page(&shared.origin)),
        ("GET", "/-/mock/journal") => {
            let memory = shared.lock();
            let journal = memory.journal.iter().map(Entry::to_json).collect();
            Some(Reply::json(200, journal))
        }
        _ => None,
    }
}

/// Answers requests to the object storage.
pub(crate) async fn objects(
    State(shared): State<Arc<Shared>>,
    request: Request,
) -> Response<HttpBody> {
    let (parts, body) = request.into_parts();
    let head = Head::new(parts);
    let body = http::read(body).await;
    let mut memory = shared.lock();
    let Head {
        method,
        path,
        query,
        headers,
        ..
    } = &head;
    let reply = match &body {
        Ok(_) => store::serve(&memory.world, method, path, query, headers),
        Err(refusal) => refusal.clone(),
    };
    let mut entry = entry(
        Origin::ObjectStorage,
        &head,
        None,
        &body.unwrap_or_default(),
    );
    if store::leaks(headers, query) {
        let message = "a GitLab credential was sent to the object storage";
        let verdict = Verdict::new("leaked-credential", "credential", message);
        entry.request.push(verdict);
    }
    entry.status = reply.status;
    memory.journal.record(entry);
    drop(memory);
    http::send(reply, false)
}

/// Answers a request that was read, and writes it down.
fn answer(
    shared: &Shared,
    head: &Head,
    target: &Target,
    body: Result<Vec<u8>, Reply>,
    strike: Option<Strike>,
) -> (Reply, Strike) {
    let bytes = body.as_deref().unwrap_or_default();
    let mut entry = entry(Origin::Api, head, Some(target), bytes);
    entry.fault = strike.is_some();
    let mut strike = strike.unwrap_or_default();
    let mut memory = shared.lock();
    memory.world.settle();
    let reply = match body {
        Err(refusal) => refusal,
        Ok(body) => dispatch(
            shared,
            &mut memory,
            head,
            target,
            &body,
            &mut strike,
            &mut entry,
        ),
    };
    entry.status = if strike.stall { 0 } else { reply.status };
    memory.journal.record(entry);
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
    head: &Head,
    target: &Target,
    body: &[u8],
    strike: &mut Strike,
    entry: &mut Entry,
) -> Reply {
    if let Target::Nowhere(refusal) = target {
        let message = refusal.reason.to_string();
        entry
            .request
            .push(Verdict::new("no-operation", "path", message));
        return refuse(refusal);
    }
    let operation = DOCUMENT.operation(target.operation());
    let body = head.members(body);
    if let Some(operation) = operation {
        let sent = Sent {
            query: &head.query,
            media_type: head.media_type(),
            body: &body.clone().unwrap_or_default(),
            credential: entry.credential,
        };
        entry.request = judge::request(operation, &sent);
        if body.is_err() {
            let message = "the body is not a JSON object";
            entry.request.push(Verdict::new("syntax", "body", message));
        }
    }
    if strike.stall {
        return Reply::empty(503);
    }
    if let Some((instead, judged)) = strike.instead.take() {
        if let (Some(operation), true) = (operation, judged) {
            entry.response = judge::response(operation, &instead);
        }
        return instead;
    }
    if let Some(verdict) = entry.request.first().filter(|_| shared.strict) {
        return Reply::error(400, format!("{}: {}", verdict.place, verdict.message));
    }
    let perform = |world: &mut World| -> Result<Reply, Reply> {
        let mut credentials = Credential::all(&head.headers, &head.query).into_iter();
        let caller = match credentials.next() {
            Some(credential) => credential.caller(world)?,
            None => None,
        };
        let mut parameters = Map::new();
        form::nest(&mut parameters, &head.query);
        parameters.extend(body?);
        let call = Call {
            base: &origin(shared, &head.headers),
            path: &head.path,
            query: &head.query,
            parameters: &parameters,
            segments: target.route(),
            caller,
            store: shared.store.as_deref(),
        };
        Ok(match target {
            Target::Operation(id, _) => operations::perform(id, world, &call)
                .unwrap_or_else(|| Reply::message(500, "500 Internal Server Error")),
            _ => surroundings::perform(world, &call),
        })
    };
    let reply = perform(&mut memory.world).unwrap_or_else(|refusal| refusal);
    if let Some(operation) = operation {
        entry.response = judge::response(operation, &reply);
    }
    reply
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
