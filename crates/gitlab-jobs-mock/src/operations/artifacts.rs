//! Operations on artifacts: archives, single files, the tree of an archive, keeping and deleting.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::call::Call;
use crate::page::{self, Totals};
use crate::reply::Reply;
use crate::store;
use crate::world::archive::{Archive, Entry};
use crate::world::{Job, Project, Role, Status, World};

/// How many pipelines are searched when the request asks for more than the latest.
const SEARCHED: usize = 100;

/// Refuses while GitLab counts the artifact storage anew.
pub(super) fn undisturbed(world: &World) -> Result<(), Reply> {
    if world.counting {
        return Err(Reply::message(
            409,
            "Action temporarily disabled. The project this pipeline belongs to is undergoing stats refresh.",
        ));
    }
    Ok(())
}

/// The build of the path, whose artifacts the caller must be allowed to read.
fn readable<'w>(world: &'w World, call: &Call<'_>) -> Result<(&'w Project, Cow<'w, Job>), Reply> {
    let project = call.readable(world)?;
    let job = call.build(world, project)?;
    may_read(call, project, &job)?;
    Ok((project, job))
}

fn may_read(call: &Call<'_>, project: &Project, job: &Job) -> Result<(), Reply> {
    if job.public_artifacts || call.role(project) >= Role::Reporter {
        Ok(())
    } else {
        Err(Reply::forbidden())
    }
}

/// The job of a name in the latest successful pipeline of a branch or tag.
fn latest<'w>(world: &'w World, call: &Call<'_>) -> Result<Cow<'w, Job>, Reply> {
    let name = call.text("job");
    let name = name.ok_or_else(|| Reply::error(400, "job is missing"))?;
    let further = call.flag("search_recent_successful_pipelines")?;
    let project = call.readable(world)?;
    let reference = call.segment("ref_name");
    let parents = world.pipelines_newest_first().filter(|one| {
        one.project == project.id
            && one.reference == reference
            && one.status == Status::Success
            && one.parent.is_none()
    });
    // A parent is searched before its children.
    let searched: Vec<i64> = parents
        .take(if further { SEARCHED } else { 1 })
        .flat_map(|one| {
            // Generated pipelines have no children.
            let children = world.pipelines.iter().rev();
            let parent = one.id;
            let children = children.filter(move |child| child.parent == Some(parent));
            std::iter::once(parent).chain(children.map(|child| child.id))
        })
        .collect();
    let found = searched.into_iter().find_map(|pipeline| {
        let mut jobs = world.jobs.of_pipeline(pipeline);
        jobs.find(|job| {
            let counts = job.status == Status::Success || (job.manual && job.allow_failure);
            job.is_build() && job.name == name && counts && !job.retried
        })
    });
    let job = found.ok_or_else(Reply::no_record)?;
    may_read(call, project, &job)?;
    Ok(job)
}

/// The archive itself, or the way to the object storage that has it.
fn send(world: &World, call: &Call<'_>, job: &Job) -> Result<Reply, Reply> {
    let archive = job.live_archive(world.now());
    let archive = archive.ok_or_else(|| Reply::not_found(""))?;
    if let Some(store) = call.store {
        return Ok(Reply::empty(302).header("Location", store::address(store, job.id)));
    }
    let name = "attachment; filename=\"artifacts.zip\"; filename*=UTF-8''artifacts.zip";
    let reply = Reply::bytes(200, "application/octet-stream", archive.bytes.to_vec());
    Ok(reply
        .header("Content-Disposition", name)
        .header("Content-Transfer-Encoding", "binary")
        .header("ETag", archive.etag()))
}

pub(super) fn download_job_artifacts(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let (_, job) = readable(world, call)?;
    send(world, call, &job)
}

pub(super) fn download_ref_artifacts(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let job = latest(world, call)?;
    send(world, call, &job)
}

/// Whether a path stays inside of the archive and names a file.
fn valid(path: &str) -> bool {
    let inside = path
        .split('/')
        .all(|part| !part.is_empty() && part != "." && part != "..");
    inside && !path.contains(['\0', '\\'])
}

fn file(world: &World, call: &Call<'_>, job: &Job) -> Result<Reply, Reply> {
    let archive = job.live_archive(world.now());
    let archive = archive.ok_or_else(|| Reply::not_found(""))?;
    let path = call.segment("artifact_path");
    if !valid(path) {
        return Err(Reply::bad_request(""));
    }
    let bytes = archive.file(path).ok_or_else(|| Reply::not_found(""))?;
    let name = path.rsplit('/').next().unwrap_or(path).replace('"', "\\\"");
    let reply = Reply::bytes(200, media_type(path), bytes);
    Ok(reply.header(
        "Content-Disposition",
        format!("attachment; filename=\"{name}\""),
    ))
}

/// The media type the end of a name stands for.
fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("txt") => "text/plain; charset=utf-8",
        Some("xml") => "text/xml; charset=utf-8",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

pub(super) fn download_job_artifact_file(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let (_, job) = readable(world, call)?;
    file(world, call, &job)
}

pub(super) fn download_ref_artifact_file(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let job = latest(world, call)?;
    file(world, call, &job)
}

pub(super) fn list_job_artifact_tree(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let recursive = call.flag("recursive")?;
    call.number("page", 1, i64::MAX)?;
    call.number("per_page", 1, i64::MAX)?;
    let (_, job) = readable(world, call)?;
    let archive = job.live_archive(world.now());
    let archive = archive.ok_or_else(|| Reply::not_found("Artifacts"))?;
    if !job.metadata {
        return Err(Reply::not_found("Artifacts metadata"));
    }
    let path = call.text("path").unwrap_or("").trim_matches('/');
    let folder = if path.is_empty() {
        String::new()
    } else {
        format!("{path}/")
    };
    let entries = below(archive, &folder, recursive)?;
    Ok(page::offset(
        call,
        entries.into_iter(),
        Totals::Full,
        |entry| show(entry),
    ))
}

/// The entries in a folder, directories first unless everything below is wanted.
fn below<'a>(archive: &'a Archive, folder: &str, all: bool) -> Result<Vec<&'a Entry>, Reply> {
    let known = folder.is_empty() || archive.entries.iter().any(|entry| entry.path == folder);
    if !known {
        return Err(Reply::not_found("Path"));
    }
    let mut entries: Vec<&Entry> = archive
        .entries
        .iter()
        .filter(|entry| {
            let rest = entry.path.strip_prefix(folder).unwrap_or("");
            let own = !rest.trim_end_matches('/').contains('/');
            !rest.is_empty() && (all || own)
        })
        .collect();
    if !all {
        entries.sort_by_key(|entry| !entry.is_directory());
    }
    Ok(entries)
}

fn show(entry: &Entry) -> Value {
    if entry.is_directory() {
        json!({ "name": entry.name(), "path": entry.path, "type": "directory", "mode": "040755" })
    } else {
        json!({
            "name": entry.name(),
            "path": entry.path,
            "type": "file",
            "size": entry.size,
            "mode": "100644",
        })
    }
}

pub(super) fn keep_job_artifacts(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    call.writer()?;
    let now = world.now();
    let project = call.project_as(world, Role::Developer)?;
    let job = call.build(world, project)?;
    if job.live_archive(now).is_none() {
        return Err(Reply::not_found(""));
    }
    let (project, id) = (project.id, job.id);
    if let Some(job) = world.job_mut(project, id) {
        job.expires = None;
    }
    let job = world.job(project, id);
    let job = job.map(|job| call.links().job(world, &job));
    Ok(Reply::json(200, job.unwrap_or_default()))
}

pub(super) fn delete_job_artifacts(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    call.writer()?;
    let project = call.project_as(world, Role::Maintainer)?;
    let (project, id) = (project.id, call.build(world, project)?.id);
    undisturbed(world)?;
    if let Some(job) = world.job_mut(project, id) {
        job.archive = None;
        job.expires = None;
    }
    Ok(Reply::empty(204))
}

pub(super) fn delete_project_artifacts(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    call.writer()?;
    let project = call.project_as(world, Role::Maintainer)?.id;
    undisturbed(world)?;
    let now = world.now();
    // The latest pipeline of each branch keeps what it has.
    let mut known = BTreeSet::new();
    let own = world
        .pipelines_newest_first()
        .filter(|one| one.project == project);
    let spared: Vec<i64> = own
        .filter(|one| one.parent.is_none() && known.insert(one.reference.to_string()))
        .map(|one| one.id)
        .collect();
    world.jobs.expire_artifacts(project, &spared, now);
    Ok(Reply::message(202, "202 Accepted"))
}
