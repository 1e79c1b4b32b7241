//! One recorded job: what it says of itself, its pipelines, its project and its user.

use std::sync::Arc;

use chrono::DateTime;
use openapi_document::node::Node;
use serde_json::Value;

use super::super::{Job, Kind, Pipeline, Status, User, demo};
use super::{File, Recorded};
use crate::error::Error;

/// What was found in one recording of a job.
pub(super) struct Found {
    pub(super) job: Job,
    /// The job's own pipeline, and the one a bridge started.
    pub(super) pipelines: Vec<Pipeline>,
    pub(super) user: Option<User>,
    /// The full path of the project, from an address.
    pub(super) path: Option<String>,
}

/// A value of a node, unless it is missing or null.
fn value<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    node.get(key).filter(|value| !value.is_null())
}

fn wrong(file: &File, node: &Node, key: &str, expected: &str) -> Error {
    let at = node.get(key).unwrap_or(node);
    file.wrong(at.span, format!("`{key}` is to be {expected}"))
}

/// What a number is to be.
const WHOLE: &str = "a whole number from 0 on, below 2^62";

/// The first number that is too large for an id: the ids made up here count on from recorded ones.
const TOO_LARGE: i64 = 1 << 62;

fn number(file: &File, node: &Node, key: &str) -> Result<Option<i64>, Error> {
    let Some(found) = value(node, key) else {
        return Ok(None);
    };
    let number = found.to_json().as_i64();
    let number = number.filter(|number| (0..TOO_LARGE).contains(number));
    let number = number.ok_or_else(|| wrong(file, node, key, WHOLE))?;
    Ok(Some(number))
}

fn id(file: &File, node: &Node) -> Result<i64, Error> {
    let id = number(file, node, "id")?;
    id.ok_or_else(|| wrong(file, node, "id", WHOLE))
}

fn text(file: &File, node: &Node, key: &str) -> Result<Option<String>, Error> {
    let Some(found) = value(node, key) else {
        return Ok(None);
    };
    let text = found
        .as_str()
        .ok_or_else(|| wrong(file, node, key, "a text"))?;
    Ok(Some(text.to_owned()))
}

fn flag(file: &File, node: &Node, key: &str) -> Result<bool, Error> {
    let Some(found) = value(node, key) else {
        return Ok(false);
    };
    found
        .as_bool()
        .ok_or_else(|| wrong(file, node, key, "true or false"))
}

fn time(file: &File, node: &Node, key: &str) -> Result<Option<i64>, Error> {
    let Some(text) = text(file, node, key)? else {
        return Ok(None);
    };
    let time = DateTime::parse_from_rfc3339(&text);
    let time = time.map_err(|_| wrong(file, node, key, "a time like 2026-03-17T10:00:00.000Z"))?;
    Ok(Some(time.timestamp_millis()))
}

/// A state, if it is one of those there are: documentation knows others.
fn status(file: &File, node: &Node) -> Result<Option<Status>, Error> {
    let text = text(file, node, "status")?;
    Ok(text.and_then(|text| Status::parse(&text)))
}

fn recorded(node: &Node, without: &[&str]) -> Recorded {
    let Value::Object(mut members) = node.to_json() else {
        return None;
    };
    members.retain(|key, _| !without.contains(&key.as_str()));
    Some(Arc::new(members))
}

/// The path of a project in an address: `group/app` in `https://host/group/app/-/jobs/1`.
fn path(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let (_, rest) = rest.split_once('/')?;
    let ends = ["/-/", "/pipelines/", "/jobs/", "/builds/"];
    let end = ends.iter().filter_map(|end| rest.find(end)).min()?;
    (end > 0).then(|| rest[..end].to_owned())
}

fn pipeline(file: &File, node: &Node, job: &Node) -> Result<Pipeline, Error> {
    if !node.is_object() {
        return Err(file.wrong(node.span, "a pipeline is to be an object"));
    }
    let pipeline = pipeline_without_id(file, node, job, id(file, node)?)?;
    Ok(Pipeline {
        status: status(file, node)?.unwrap_or(pipeline.status),
        recorded: recorded(node, &[]),
        ..pipeline
    })
}

fn pipeline_without_id(file: &File, node: &Node, job: &Node, id: i64) -> Result<Pipeline, Error> {
    let reference = text(file, node, "ref")?.or(text(file, job, "ref")?);
    let created = time(file, node, "created_at")?.or(time(file, job, "created_at")?);
    Ok(Pipeline {
        id,
        project: number(file, node, "project_id")?.unwrap_or(1),
        iid: number(file, node, "iid")?.unwrap_or(id),
        reference: reference.unwrap_or_else(|| "main".to_owned()).into(),
        tag: flag(file, job, "tag")?,
        status: Status::Success,
        source: text(file, node, "source")?
            .unwrap_or_else(|| "push".to_owned())
            .into(),
        parent: None,
        created: created.unwrap_or(super::BEGINNING),
        recorded: None,
    })
}

fn user(file: &File, node: &Node) -> Result<User, Error> {
    let id = id(file, node)?;
    let username = text(file, node, "username")?;
    let name = text(file, node, "name")?;
    Ok(User {
        id,
        username: username.unwrap_or_else(|| format!("user{id}")).into(),
        name: name.unwrap_or_default().into(),
        recorded: recorded(node, &[]),
    })
}

/// Reads a job.
///
/// # Errors
///
/// At the place of a member that is of another type than it must be, and for a job without a name.
pub(super) fn job(file: &File, node: &Node) -> Result<Found, Error> {
    // The documentation leaves the pipeline out here and there; then it is made up.
    let own = value(node, "pipeline");
    let mut pipelines = vec![match own {
        Some(own) => pipeline(file, own, node)?,
        None => pipeline_without_id(file, node, node, 1)?,
    }];
    let kind = if node.has("downstream_pipeline") {
        let downstream = value(node, "downstream_pipeline");
        let downstream = downstream
            .map(|one| pipeline(file, one, node))
            .transpose()?;
        let started = downstream.as_ref().map(|one| one.id);
        pipelines.extend(downstream);
        Kind::Bridge {
            downstream: started,
        }
    } else {
        Kind::Build
    };
    let name = text(file, node, "name")?.ok_or_else(|| wrong(file, node, "name", "a text"))?;
    let user = value(node, "user").map(|one| user(file, one)).transpose()?;
    let created = time(file, node, "created_at")?.unwrap_or(super::BEGINNING);
    let started = time(file, node, "started_at")?;
    let finished = time(file, node, "finished_at")?;
    let status = status(file, node)?.unwrap_or(match (started, finished) {
        (_, Some(_)) => Status::Success,
        (Some(_), None) => Status::Running,
        (None, None) => Status::Pending,
    });
    let waited = value(node, "queued_duration").and_then(|one| one.to_json().as_f64());
    // Recorded durations are seconds, and no job waits for a thousand years.
    #[expect(clippy::cast_possible_truncation, reason = "it is clamped")]
    let waited = waited.map(|seconds| (seconds * 1000.0).clamp(0.0, 3.2e13) as i64);
    let begun = matches!(status, Status::Running | Status::Canceling);
    let addresses = own.map(|own| text(file, own, "web_url")).transpose()?;
    let addresses = [text(file, node, "web_url")?, addresses.flatten()];
    let mut addresses = addresses.into_iter().flatten();
    Ok(Found {
        path: addresses.find_map(|address| path(&address)),
        job: Job {
            kind,
            stage: text(file, node, "stage")?.unwrap_or_default().into(),
            status,
            manual: matches!(status, Status::Manual | Status::Scheduled),
            archived: flag(file, node, "archived")?,
            allow_failure: flag(file, node, "allow_failure")?,
            coverage: value(node, "coverage").and_then(|one| one.to_json().as_f64()),
            user: user.as_ref().map_or(0, |user| user.id),
            created,
            queued: waited.map(|waited| started.map_or(created, |started| started - waited)),
            started,
            finished,
            erased: time(file, node, "erased_at")?,
            expires: time(file, node, "artifacts_expire_at")?,
            failure_reason: text(file, node, "failure_reason")?
                .unwrap_or_else(|| "unknown_failure".to_owned())
                .into(),
            archive: has_archive(node).then(demo::archive),
            growing: status == Status::Running,
            log: if begun || started.is_some() {
                demo::log(&name).into()
            } else {
                Arc::default()
            },
            recorded: recorded(node, &["id", "pipeline", "user", "downstream_pipeline"]),
            name: name.into(),
            ..demo::plain(id(file, node)?, pipelines[0].project, pipelines[0].id, "")
        },
        pipelines,
        user,
    })
}

fn has_archive(node: &Node) -> bool {
    let named = value(node, "artifacts_file").is_some_and(|file| value(file, "filename").is_some());
    let listed = node.get("artifacts").map_or(&[][..], Node::items).iter();
    let is_archive = |one: &Node| one.get("file_type").and_then(Node::as_str) == Some("archive");
    let mut listed = listed.filter(|one| is_archive(one));
    named || listed.next().is_some()
}
