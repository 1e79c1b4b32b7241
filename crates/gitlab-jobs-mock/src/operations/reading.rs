//! Operations that read: lists of jobs and bridges, single jobs, logs, and the job of a job token.

use std::borrow::Cow;

use crate::call::Call;
use crate::form;
use crate::page::{self, Totals};
use crate::render;
use crate::reply::Reply;
use crate::world::{Job, Role, Status, World};

/// The states asked for; none for all.
fn scope(call: &Call<'_>) -> Result<Vec<Status>, Reply> {
    let Some(value) = call.parameter("scope") else {
        return Ok(Vec::new());
    };
    let exists = |status: &Status| status.as_of(call.contract) == *status;
    let known = |value: &serde_json::Value| {
        let status = value.as_str().and_then(Status::parse);
        status.filter(exists)
    };
    let states: Option<Vec<Status>> = form::items(value).into_iter().map(known).collect();
    states.ok_or_else(|| Reply::error(400, "scope does not have a valid value"))
}

/// Refuses numbers that are none before anything else is looked at.
fn numbers(call: &Call<'_>) -> Result<(), Reply> {
    for name in ["page", "per_page"] {
        if call
            .parameter(name)
            .is_some_and(|value| form::number(value).is_none())
        {
            return Err(Reply::error(400, format!("{name} is invalid")));
        }
    }
    Ok(())
}

pub(super) fn list_project_jobs(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    call.caller.ok_or_else(Reply::unauthorized)?;
    let states = scope(call)?;
    numbers(call)?;
    let project = call.readable(world)?;
    let reference = call.text("ref");
    let on = |job: &Job, name: &str| {
        let pipeline = world.any_pipeline(job.pipeline);
        pipeline.is_some_and(|one| one.reference == name)
    };
    let wanted = |job: &Cow<'_, Job>| {
        job.project == project.id
            && job.is_build()
            && (states.is_empty() || states.contains(&job.status))
            && reference.is_none_or(|name| on(job, name))
    };
    let jobs = |below| world.jobs.newest_first(below).filter(wanted);
    let show = |job: &Cow<'_, Job>| call.links().job(world, job);
    if call.text("pagination") != Some("keyset") {
        // The jobs of a project were counted until they could be paged through by a cursor.
        let totals = if call.contract.since("15.9") {
            Totals::Limited
        } else {
            Totals::Full
        };
        return Ok(page::offset(call, jobs(i64::MAX), totals, show));
    }
    let order = call.text("order_by").unwrap_or("id");
    let direction = call.text("sort").unwrap_or("desc");
    if order != "id" || direction != "desc" {
        return Err(Reply::error(
            405,
            "Keyset pagination is not yet available for this type of request",
        ));
    }
    let behind = jobs(page::cursor(call));
    Ok(page::keyset(call, behind, |job| job.id, show))
}

fn list_of_pipeline(
    world: &World,
    call: &Call<'_>,
    wanted: impl Fn(&Job) -> bool,
) -> Result<Reply, Reply> {
    let states = scope(call)?;
    numbers(call)?;
    let project = call.readable(world)?;
    let pipeline = call.pipeline(world, project)?;
    let mut jobs: Vec<Cow<'_, Job>> = world
        .jobs
        .of_pipeline(pipeline.id)
        .filter(|job| wanted(job))
        .filter(|job| states.is_empty() || states.contains(&job.status))
        .collect();
    if !call.contract.since("13.5") {
        jobs.reverse();
    }
    let show = |job: &Cow<'_, Job>| call.links().job(world, job);
    Ok(page::offset(call, jobs.into_iter(), Totals::Full, show))
}

pub(super) fn list_pipeline_jobs(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    // At first, retried jobs were listed always, then never, and at last on demand.
    let retried = call.flag("include_retried")? || !call.contract.since("13.5");
    list_of_pipeline(world, call, |job| {
        job.is_build() && (retried || !job.retried)
    })
}

pub(super) fn list_pipeline_bridges(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    list_of_pipeline(world, call, |job| !job.is_build() && !job.retried)
}

/// The running job whose token was sent.
fn current<'w>(world: &'w World, call: &Call<'_>) -> Result<Cow<'w, Job>, Reply> {
    let caller = call.caller.ok_or_else(Reply::unauthorized)?;
    let found = caller.job.and_then(|id| world.jobs.get(id));
    found.ok_or_else(|| Reply::not_found("Job"))
}

pub(super) fn get_current_job(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let job = current(world, call)?;
    Ok(Reply::json(200, call.links().job(world, &job)))
}

pub(super) fn get_allowed_agents(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let job = current(world, call)?;
    let reply = Reply::json(200, render::allowed_agents(world, &job));
    Ok(reply.header("Gitlab-Feature-Flag", "agent_authorization=true"))
}

pub(super) fn get_job(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    call.person()?;
    let project = call.readable(world)?;
    let job = call.build(world, project)?;
    Ok(Reply::json(200, call.links().job(world, &job)))
}

pub(super) fn get_job_trace(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    call.person()?;
    let offset = call.number("byte_offset", 0, i64::MAX)?.unwrap_or(0);
    let limit = call.number("byte_limit", 1, 512_000)?;
    let project = call.readable(world)?;
    let job = call.build(world, project)?;
    if job.debug && call.role(project) < Role::Developer {
        return Err(Reply::forbidden());
    }
    let log = job.log_at(world.now());
    let start = usize::try_from(offset).unwrap_or(usize::MAX).min(log.len());
    let length = limit.and_then(|limit| usize::try_from(limit).ok());
    let end = length.map_or(log.len(), |length| (start + length).min(log.len()));
    let name = format!("infile; filename=\"{}.log\"", job.id);
    let reply = Reply::bytes(200, "text/plain", log[start..end].to_vec());
    Ok(reply.header("Content-Disposition", name))
}
