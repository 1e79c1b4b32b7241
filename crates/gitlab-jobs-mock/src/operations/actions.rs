//! Operations that change the state of a job: cancel, retry, erase, play.

use std::sync::Arc;

use serde_json::Value;

use crate::call::Call;
use crate::form;
use crate::reply::Reply;
use crate::world::{Job, Kind, Role, Status, World};

/// The answer that shows a job after the change.
fn shown(world: &World, call: &Call<'_>, status: u16, project: i64, id: i64) -> Reply {
    let job = world.job(project, id);
    let shown = job.map(|job| call.links().job(world, &job));
    Reply::json(status, shown.unwrap_or_default())
}

pub(super) fn cancel_job(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    call.writer()?;
    let force = call.flag("force")?;
    let now = world.now();
    let project = call.project_as(world, Role::Developer)?;
    if force && call.role(project) < Role::Maintainer {
        return Err(Reply::forbidden());
    }
    let job = call.build(world, project)?;
    let ends = if force {
        job.status == Status::Canceling
    } else {
        job.status.is_cancelable()
    };
    let (project, id) = (project.id, job.id);
    if ends && let Some(job) = world.job_mut(project, id) {
        let cleans_up = job.graceful && job.status == Status::Running;
        if cleans_up {
            job.clean_up(now);
        } else {
            job.status = Status::Canceled;
            job.cleaned = None;
            job.end(now);
        }
    }
    Ok(shown(world, call, 201, project, id))
}

/// A fresh copy of a job, ready for a runner.
fn again(job: &Job, user: i64, now: i64) -> Job {
    let bridge = !job.is_build();
    Job {
        kind: if bridge {
            Kind::Bridge { downstream: None }
        } else {
            Kind::Build
        },
        status: Status::Pending,
        retried: false,
        moving: !bridge,
        coverage: None,
        user,
        created: now,
        queued: Some(now),
        started: None,
        finished: None,
        erased: None,
        expires: None,
        archive: None,
        log: Arc::default(),
        growing: false,
        cleaned: None,
        archiving: None,
        variables: Vec::new(),
        ..job.clone()
    }
}

/// Puts a fresh copy beside a job, and marks the job as retried.
fn replace(world: &mut World, project: i64, id: i64, user: i64) -> Option<i64> {
    let now = world.now();
    let job = world.job_mut(project, id)?;
    let fresh = again(job, user, now);
    job.retried = true;
    Some(world.add(fresh))
}

pub(super) fn retry_job(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    let caller = call.writer()?;
    let inputs = call.parameter("inputs");
    if inputs.is_some_and(|inputs| !inputs.is_object()) {
        return Err(Reply::error(400, "inputs is invalid"));
    }
    let project = call.project_as(world, Role::Developer)?;
    let job = if call.contract.since("17.0") {
        call.job(world, project)?
    } else {
        call.build(world, project)?
    };
    if !job.retryable() {
        return Err(Reply::message(403, "403 Forbidden - Job is not retryable"));
    }
    let (project, id, bridge) = (project.id, job.id, !job.is_build());
    let fresh = replace(world, project, id, caller.user).unwrap_or(id);
    let mut reply = shown(world, call, 201, project, fresh);
    // A retried bridge is shown without the pipeline it is about to start.
    if let (true, crate::reply::Body::Json(Value::Object(members))) = (bridge, &mut reply.body) {
        members.remove("downstream_pipeline");
    }
    Ok(reply)
}

pub(super) fn erase_job(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    let caller = call.writer()?;
    let now = world.now();
    let project = call.project_as(world, Role::Developer)?;
    let role = call.role(project);
    let job = call.build(world, project)?;
    if role < Role::Maintainer && job.user != caller.user {
        return Err(Reply::forbidden());
    }
    if !job.erasable() {
        return Err(Reply::message(403, "403 Forbidden - Job is not erasable!"));
    }
    let (project, id) = (project.id, job.id);
    super::artifacts::undisturbed(world)?;
    if let Some(job) = world.job_mut(project, id) {
        job.archive = None;
        job.expires = None;
        job.log = Arc::default();
        job.archiving = None;
        job.erased = Some(now);
    }
    Ok(shown(world, call, 201, project, id))
}

/// The variables of a play request.
fn variables(call: &Call<'_>) -> Result<Vec<(String, String)>, Reply> {
    let name = "job_variables_attributes";
    let Some(value) = call.parameter(name) else {
        return Ok(Vec::new());
    };
    if !matches!(value, Value::Array(_) | Value::Object(_)) {
        return Err(Reply::error(400, format!("{name} is invalid")));
    }
    let mut variables = Vec::new();
    for (index, item) in form::items(value).into_iter().enumerate() {
        let part = |key: &str| match item.get(key) {
            Some(Value::String(text)) => Ok(text.clone()),
            None | Some(Value::Null) => Err(Reply::error(
                400,
                format!("{name}[{index}][{key}] is missing"),
            )),
            // Numbers and truth values are taken as the text they are written as.
            Some(other) if !other.is_object() && !other.is_array() => Ok(other.to_string()),
            Some(_) => Err(Reply::error(
                400,
                format!("{name}[{index}][{key}] is invalid"),
            )),
        };
        variables.push((part("key")?, part("value")?));
    }
    Ok(variables)
}

pub(super) fn play_job(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    let caller = call.writer()?;
    let variables = variables(call)?;
    let inputs = call.parameter("job_inputs");
    if inputs.is_some_and(|inputs| !inputs.is_object()) {
        return Err(Reply::error(400, "job_inputs is invalid"));
    }
    let now = world.now();
    let project = call.project_as(world, Role::Developer)?;
    let job = call.job(world, project)?;
    if !job.playable() {
        return Err(Reply::bad_request("Unplayable Job"));
    }
    let (project, id) = (project.id, job.id);
    let played = if job.retryable() {
        // What has already run is played by running a copy of it.
        replace(world, project, id, caller.user).unwrap_or(id)
    } else {
        id
    };
    if let Some(job) = world.job_mut(project, played) {
        job.status = Status::Pending;
        job.moving = job.is_build();
        job.user = caller.user;
        job.queued = Some(now);
        job.variables = variables;
    }
    Ok(shown(world, call, 200, project, played))
}
