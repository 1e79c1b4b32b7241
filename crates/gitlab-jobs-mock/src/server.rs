//! The way of a request: route, strike, read, judge, let in, perform, judge the answer, write it down.

use std::sync::Arc;

use axum::body::Body as HttpBody;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;
use serde_json::Map;

use crate::auth::{self, Credential, Veil};
use crate::call::Call;
use crate::connection::Cut;
use crate::fault::{self, Harm, Reset, Strike};
use crate::http::{self, Damage, Head};
use crate::journal::{CredentialKind, Entry, MAX_BODY, Origin, Verdict};
use crate::judge::{self, Sent};
use crate::reply::Reply;
use crate::shared::{Memory, Shared};
use crate::target::{self, Target};
use crate::world::World;
use crate::{conditional, control, form, operations, origin, store, surroundings};

/// The entry of a request whose answer is not known yet.
fn entry(origin: Origin, head: &Head, target: Option<&Target>) -> Entry {
    let sent = Credential::all(&head.headers, &head.query);
    let veil = Veil::new(&sent);
    let credentials: Vec<CredentialKind> = sent.iter().map(|one| one.kind).collect();
    Entry {
        origin,
        method: head.method.clone(),
        path: veil.path(&head.path),
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
    let number = shared.number();
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
    if body.is_err() {
        let message = "the body is larger than 1 MiB, is no HTTP, or breaks off";
        let verdict = Verdict::new("unreadable", "body", message);
        entry.request.push(verdict);
    }
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
