//! The way of a request: route, strike, read, judge, let in, perform, judge the answer, write it down.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Body as HttpBody;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;
use serde_json::Map;
use tokio::sync::watch;

use crate::auth::{self, Credential, Veil};
use crate::call::Call;
use crate::connection::Cut;
use crate::contract::Contract;
use crate::fault::{self, Fault, Harm, Reset, Strike};
use crate::http::{self, Damage, Head};
use crate::journal::{CredentialKind, Entry, Journal, MAX_BODY, Origin, Verdict};
use crate::judge::{self, Sent};
use crate::reply::Reply;
use crate::target::{self, Target};
use crate::world::World;
use crate::{conditional, control, form, operations, origin, store, surroundings};

/// What requests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) state: Mutex<Memory>,
    pub(crate) contract: &'static Contract,
    pub(crate) strict: bool,
    /// The origin of the object storage, if archives are kept there.
    pub(crate) store: Option<String>,
    /// The server's own origin.
    pub(crate) origin: String,
    /// Turns true when the server stops.
    stopped: watch::Receiver<bool>,
    observer: Observer,
    requests: AtomicU64,
}

type Tell = dyn Fn(&Entry) + Send + Sync;

/// Who is told of every request.
#[derive(Clone, Default)]
pub(crate) struct Observer(pub(crate) Option<Arc<Tell>>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Observer").field(&self.0.is_some()).finish()
    }
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
        contract: &'static Contract,
        strict: bool,
        origin: String,
        store: Option<String>,
        observer: Observer,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        let memory = Memory {
            world,
            journal: Journal::default(),
            faults: Vec::new(),
        };
        Self {
            state: Mutex::new(memory),
            contract,
            strict,
            store,
            origin,
            stopped,
            observer,
            requests: AtomicU64::new(0),
        }
    }

    /// The state; a panic elsewhere while it was held does not spoil it.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Memory> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a request down, and tells of it.
    fn record(&self, mut memory: MutexGuard<'_, Memory>, entry: Entry) {
        match &self.observer.0 {
            None => memory.journal.record(entry),
            Some(observer) => {
                memory.journal.record(entry.clone());
                // Whoever is told may ask for the journal.
                drop(memory);
                observer(&entry);
            }
        }
    }

    /// Waits until the server stops.
    async fn end(&self) {
        let mut stopped = self.stopped.clone();
        // An error means that the handle is gone, which is as good as being told.
        let _ = stopped.wait_for(|stop| *stop).await;
    }
}

/// The entry of a request whose answer is not known yet.
fn entry(origin: Origin, head: &Head, target: Option<&Target>) -> Entry {
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
        body: Vec::new(),
        body_size: 0,
        credential: credentials.first().copied().unwrap_or(CredentialKind::None),
        credentials,
        request: Vec::new(),
        notes: Vec::new(),
        response: Vec::new(),
        status: 0,
        lost: false,
        fault: false,
    }
}

/// Answers requests to the server.
pub(crate) async fn api(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
) -> Response<HttpBody> {
    let (parts, body) = request.into_parts();
    let head = Head::new(parts);
    if control::is_apart(&head.path) {
        let reply = match http::read(body).await {
            Ok(body) => control::answer(&shared, &head, &body),
            Err(refusal) => refusal,
        };
        return http::send(reply, Damage::None);
    }
    let target = Target::of(shared.contract, &head);
    let strike = fault::strike(&mut shared.lock().faults, target.name());
    let entry = entry(Origin::Api, &head, Some(&target));
    let perform = |memory: &mut Memory, body: &[u8], strike: &mut Strike, entry: &mut Entry| {
        dispatch(&shared, memory, &head, &target, body, strike, entry)
    };
    let (reply, strike) = answer(&shared, &head, entry, body, strike, perform).await;
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
    send(shared, &cut, reply, &strike).await
}

/// Answers requests to the object storage.
pub(crate) async fn objects(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
) -> Response<HttpBody> {
    let (parts, body) = request.into_parts();
    let head = Head::new(parts);
    let strike = fault::strike(&mut shared.lock().faults, "object-storage");
    let mut entry = entry(Origin::ObjectStorage, &head, None);
    if store::leaks(&head.headers, &head.query) {
        let message = "a GitLab credential was sent to the object storage";
        let verdict = Verdict::new("leaked-credential", "credential", message);
        entry.request.push(verdict);
    }
    let perform = |memory: &mut Memory, _: &[u8], strike: &mut Strike, _: &mut Entry| {
        if let Some((instead, _)) = strike.instead.take() {
            return instead;
        }
        let Head {
            method,
            path,
            query,
            headers,
            ..
        } = &head;
        store::serve(&memory.world, method, path, query, headers)
    };
    let (reply, strike) = answer(&shared, &head, entry, body, strike, perform).await;
    send(shared, &cut, reply, &strike).await
}

/// Reads the rest of a request, performs what it asks for unless a fault prevents it, and writes it down.
async fn answer(
    shared: &Shared,
    head: &Head,
    mut entry: Entry,
    body: HttpBody,
    strike: Option<Strike>,
    perform: impl FnOnce(&mut Memory, &[u8], &mut Strike, &mut Entry) -> Reply,
) -> (Reply, Strike) {
    entry.fault = strike.is_some();
    let mut strike = strike.unwrap_or_default();
    entry.lost = strike.silences();
    if strike.reset == Some(Reset::BeforeRead) {
        shared.record(shared.lock(), entry);
        return (Reply::empty(503), strike);
    }
    let body = http::read(body).await;
    let bytes = body.as_deref().unwrap_or_default();
    entry.body = Veil::new(&Credential::all(&head.headers, &head.query)).body(bytes, MAX_BODY);
    entry.body_size = bytes.len();
    let mut memory = shared.lock();
    memory.world.settle();
    let reply = match &body {
        Err(refusal) => refusal.clone(),
        Ok(body) => perform(&mut memory, body, &mut strike, &mut entry),
    };
    let ended = strike.performs() || !strike.silences();
    entry.status = if ended { reply.status } else { 0 };
    shared.record(memory, entry);
    (reply, strike)
}

/// Sends an answer as far as faults let it through.
async fn send(shared: Arc<Shared>, cut: &Cut, reply: Reply, strike: &Strike) -> Response<HttpBody> {
    if !strike.delay.is_zero() {
        tokio::time::sleep(strike.delay).await;
    }
    if strike.stall {
        shared.end().await;
    }
    if strike.silences() {
        cut.cut();
    }
    let damage = match strike.body {
        None => Damage::None,
        // The pause lets the connection send what it has before it breaks.
        Some(Harm::Truncate) => Damage::Half(Box::pin(tokio::task::yield_now())),
        Some(Harm::Stall) => Damage::Half(Box::pin(async move { shared.end().await })),
        Some(Harm::Corrupt) => Damage::Zeros,
    };
    http::send(reply, damage)
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
    let contract = shared.contract;
    let operation = contract.document.operation(target.operation());
    let body = head.members(body);
    if let Target::Nowhere(refusal) = target {
        let verdict = Verdict::new("no-operation", "path", refusal.reason.to_string());
        entry.request.push(verdict);
    }
    if let Some(operation) = operation {
        let sent = Sent {
            query: &head.query,
            media_type: head.media_type(),
            body: &body.clone().unwrap_or_default(),
            credential: entry.credential,
        };
        (entry.request, entry.notes) = judge::request(contract, operation, &sent);
        if body.is_err() {
            let message = "the body is not a JSON object";
            entry.request.push(Verdict::new("syntax", "body", message));
        }
    }
    if let Some((instead, judged)) = strike.instead.take() {
        if let (Some(operation), true) = (operation, judged) {
            entry.response = judge::response(contract, operation, &instead);
        }
        return instead;
    }
    if !strike.performs() {
        return Reply::empty(503);
    }
    if let Target::Nowhere(refusal) = target {
        return target::refuse(refusal);
    }
    if let Some(verdict) = entry.request.first().filter(|_| shared.strict) {
        return Reply::error(400, format!("{}: {}", verdict.place, verdict.message));
    }
    let base = origin::called(&shared.origin, &head.headers);
    let store = shared
        .store
        .as_deref()
        .map(|store| origin::reachable(store, &base));
    let perform = |world: &mut World| -> Result<Reply, Reply> {
        let mut credentials = Credential::all(&head.headers, &head.query).into_iter();
        let caller = match credentials.next() {
            Some(credential) => credential.caller(world)?,
            None => None,
        };
        let caller = auth::sudo(world, caller, &head.headers, &head.query)?;
        let mut parameters = Map::new();
        form::nest(&mut parameters, &head.query);
        parameters.extend(body?);
        if let Some(operation) = operation {
            contract.forget_later_parameters(operation, &mut parameters);
        }
        let call = Call {
            contract,
            base: &base,
            path: &head.path,
            query: &head.query,
            parameters: &parameters,
            segments: target.route(),
            caller,
            store: store.as_deref(),
        };
        Ok(match target {
            Target::Operation(id, _) => operations::perform(id, world, &call)
                .unwrap_or_else(|| Reply::message(500, "500 Internal Server Error")),
            _ => surroundings::perform(world, &call),
        })
    };
    let mut reply = perform(&mut memory.world).unwrap_or_else(|refusal| refusal);
    if strike.shift > 0 {
        let route = target.route();
        let named = |name: &str| route.iter().find(|(key, _)| key == name);
        let project = named("id").map_or("", |(_, id)| id);
        let pipeline = named("pipeline_id").and_then(|(_, id)| id.parse().ok());
        memory.world.shift(project, pipeline, strike.shift);
    }
    if let Some(operation) = operation {
        contract.forget_later_answers(operation, &mut reply);
        entry.response = judge::response(contract, operation, &reply);
    }
    conditional::shorten(&head.headers, reply)
}
