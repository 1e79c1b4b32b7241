//! The JSON of the world's things, as GitLab's entities show them.

use serde_json::{Map, Value, json};

use crate::world::demo::SHA;
use crate::world::{Job, Kind, Pipeline, Project, Role, Status, User, World, timestamp};

/// Where links point to: what stands before `/api/v4` in the request.
pub(crate) struct Links<'a> {
    pub(crate) base: &'a str,
}

fn seconds(milliseconds: i64) -> Value {
    // Both are far below 2^53, where the division is exact to the millisecond.
    #[expect(clippy::cast_precision_loss, reason = "spans of time are small")]
    let value = milliseconds as f64 / 1000.0;
    value.into()
}

fn time(value: Option<i64>) -> Value {
    value.map_or(Value::Null, |value| timestamp(value).into())
}

fn extend(into: &mut Map<String, Value>, more: Value) {
    if let Value::Object(more) = more {
        into.extend(more);
    }
}

/// What is shown, with what a recording says instead; addresses stay this server's.
fn recorded(shown: Value, said: Option<&Map<String, Value>>) -> Value {
    match (shown, said) {
        (Value::Object(mut members), Some(said)) => {
            overlay(&mut members, said);
            Value::Object(members)
        }
        (shown, _) => shown,
    }
}

fn overlay(members: &mut Map<String, Value>, said: &Map<String, Value>) {
    for (key, value) in said.iter().filter(|(key, _)| *key != "web_url") {
        match (members.get_mut(key), value) {
            (Some(Value::Object(inner)), Value::Object(said)) => overlay(inner, said),
            _ => {
                members.insert(key.clone(), value.clone());
            }
        }
    }
}

impl Links<'_> {
    /// A job as the single-job and list operations show it, or a bridge when it is one.
    pub(crate) fn job(&self, world: &World, job: &Job) -> Value {
        let mut members = self.basic(world, job);
        match job.kind {
            Kind::Bridge { downstream } => {
                let downstream = downstream.and_then(|id| world.any_pipeline(id));
                let value = downstream.map_or(Value::Null, |found| self.pipeline(world, &found));
                members.insert("downstream_pipeline".to_owned(), value);
            }
            Kind::Build => extend(&mut members, build(world, job)),
        }
        if let Some(recorded) = &job.recorded {
            overlay(&mut members, recorded);
        }
        Value::Object(members)
    }

    /// What jobs and bridges have in common.
    pub(crate) fn basic(&self, world: &World, job: &Job) -> Map<String, Value> {
        let base = self.base;
        let project = world.projects.iter().find(|one| one.id == job.project);
        let path = project.map_or("", |project| &project.path);
        let pipeline = world.any_pipeline(job.pipeline);
        let end = job.finished.unwrap_or_else(|| world.now());
        let mut members = Map::new();
        extend(
            &mut members,
            json!({
                "id": job.id,
                "status": job.status.as_str(),
                "stage": job.stage,
                "name": job.name,
                "ref": pipeline.as_ref().map_or("", |pipeline| &pipeline.reference),
                "tag": pipeline.as_ref().is_some_and(|pipeline| pipeline.tag),
                "coverage": job.coverage,
                "allow_failure": job.allow_failure,
                "created_at": timestamp(job.created),
                "started_at": time(job.started),
                "finished_at": time(job.finished),
                "erased_at": time(job.erased),
                "duration": job.started.map_or(Value::Null, |start| seconds(end - start)),
                "queued_duration": job.queued.map_or(Value::Null, |queued| {
                    seconds(job.started.unwrap_or(end) - queued)
                }),
                "user": world.user(job.user).map(|user| self.user(user)),
                "commit": self.commit(path),
                "pipeline": pipeline.as_ref().map(|pipeline| self.pipeline(world, pipeline)),
                "web_url": format!("{base}/{path}/-/jobs/{}", job.id),
                "project": { "ci_job_token_scope_enabled": false },
            }),
        );
        if job.status == Status::Failed {
            members.insert(
                "failure_reason".to_owned(),
                job.failure_reason.clone().into(),
            );
        }
        members
    }

    pub(crate) fn pipeline(&self, world: &World, pipeline: &Pipeline) -> Value {
        let base = self.base;
        let mut projects = world.projects.iter();
        let project = projects.find(|one| one.id == pipeline.project);
        let path = project.map_or("", |project| &project.path);
        let shown = json!({
            "id": pipeline.id,
            "iid": pipeline.iid,
            "project_id": pipeline.project,
            "sha": SHA,
            "ref": pipeline.reference,
            "status": pipeline.status.as_str(),
            "source": pipeline.source,
            "created_at": timestamp(pipeline.created),
            "updated_at": timestamp(pipeline.created + 1000),
            "web_url": format!("{base}/{path}/-/pipelines/{}", pipeline.id),
        });
        recorded(shown, pipeline.recorded.as_deref())
    }

    pub(crate) fn user(&self, user: &User) -> Value {
        let base = self.base;
        let shown = json!({
            "id": user.id,
            "username": user.username,
            "public_email": "",
            "name": user.name,
            "state": "active",
            "locked": false,
            "avatar_url": null,
            "web_url": format!("{base}/{}", user.username),
            "created_at": "2021-02-08T09:14:27.301Z",
            "bio": "",
            "location": null,
            "linkedin": "",
            "twitter": "",
            "discord": "",
            "website_url": "",
            "github": "",
            "job_title": "",
            "pronouns": null,
            "organization": null,
            "bot": false,
            "work_information": null,
            "followers": 3,
            "following": 1,
            "is_followed": false,
            "local_time": "10:42 AM",
        });
        recorded(shown, user.recorded.as_deref())
    }

    fn commit(&self, path: &str) -> Value {
        let base = self.base;
        json!({
            "id": SHA,
            "short_id": &SHA[..8],
            "created_at": "2026-03-17T10:31:05.000+01:00",
            "parent_ids": ["41d7e0aa95c3b8f2760e1d49c58ab3e7f6029d1c"],
            "title": "Open the door wider",
            "message": "Open the door wider\n",
            "author_name": "Mira Okafor",
            "author_email": "mira@gitlab.example",
            "authored_date": "2026-03-17T10:31:05.000+01:00",
            "committer_name": "Mira Okafor",
            "committer_email": "mira@gitlab.example",
            "committed_date": "2026-03-17T10:31:05.000+01:00",
            "trailers": {},
            "extended_trailers": {},
            "web_url": format!("{base}/{path}/-/commit/{SHA}"),
        })
    }

    pub(crate) fn project(&self, project: &Project) -> Value {
        let base = self.base;
        let mut members = Map::new();
        extend(&mut members, identity(project));
        extend(
            &mut members,
            json!({
                "default_branch": "main",
                "visibility": if project.public { "public" } else { "private" },
                "public_jobs": project.public_jobs,
                "jobs_enabled": true,
                "web_url": format!("{base}/{}", project.path),
                "http_url_to_repo": format!("{base}/{}.git", project.path),
            }),
        );
        Value::Object(members)
    }
}

/// A project in short.
fn identity(project: &Project) -> Value {
    let (group, name) = project.path.rsplit_once('/').unwrap_or(("", &project.path));
    json!({
        "id": project.id,
        "description": null,
        "name": name,
        "name_with_namespace": format!("{group} / {name}"),
        "path": name,
        "path_with_namespace": project.path,
        "created_at": "2021-01-10T08:00:00.000Z",
    })
}

/// What builds have and bridges lack.
fn build(world: &World, job: &Job) -> Value {
    let now = world.now();
    let mut artifacts = Vec::new();
    let mut members = Map::new();
    if let Some(archive) = job.live_archive(now) {
        let size = archive.bytes.len();
        members.insert(
            "artifacts_file".to_owned(),
            json!({ "filename": "artifacts.zip", "size": size }),
        );
        artifacts.push(json!({
            "file_type": "archive", "size": size, "filename": "artifacts.zip", "file_format": "zip",
        }));
        if job.metadata {
            artifacts.push(json!({
                "file_type": "metadata", "size": 207, "filename": "metadata.gz", "file_format": "gzip",
            }));
        }
    }
    if job.finished.is_some() && !job.log.is_empty() {
        artifacts.push(json!({
            "file_type": "trace", "size": job.log.len(), "filename": "job.log", "file_format": null,
        }));
    }
    let taken = job.started.is_some();
    extend(
        &mut members,
        json!({
            "artifacts": artifacts,
            "runner": taken.then(runner),
            "runner_manager": taken.then(runner_manager),
            "artifacts_expire_at": time(job.expires),
            "archived": job.archived,
            "tag_list": ["docker", "linux"],
        }),
    );
    Value::Object(members)
}

fn runner() -> Value {
    json!({
        "id": 12_270_859,
        "description": "linux-medium-3",
        "ip_address": null,
        "active": true,
        "paused": false,
        "is_shared": true,
        "runner_type": "instance_type",
        "name": null,
        "online": true,
        "created_at": "2023-01-11T08:02:44.905Z",
        "created_by": null,
        "status": "online",
        "job_execution_status": "active",
    })
}

fn runner_manager() -> Value {
    json!({
        "id": 33_081,
        "system_id": "s_5f3c2a9d81b7",
        "version": "18.9.0",
        "revision": "07e534ba",
        "platform": "linux",
        "architecture": "amd64",
        "created_at": "2026-02-19T14:20:11.064Z",
        "contacted_at": "2026-03-17T09:35:39.202Z",
        "ip_address": "192.0.2.41",
        "status": "online",
        "job_execution_status": "active",
    })
}

/// The agents a job may use.
pub(crate) fn allowed_agents(world: &World, job: &Job) -> Value {
    let project = world.projects.iter().find(|one| one.id == job.project);
    let role = project
        .and_then(|project| project.members.iter().find(|(user, _)| *user == job.user))
        .map_or(Role::Nobody, |(_, role)| *role);
    let user = world.user(job.user);
    json!({
        "allowed_agents": [{
            "id": 1,
            "config_project": project.map(identity),
            "configuration": {},
        }],
        "job": { "id": job.id },
        "pipeline": { "id": job.pipeline },
        "project": { "id": job.project, "groups": [{ "id": 7 }] },
        "user": {
            "id": job.user,
            "username": user.map_or("", |user| &user.username),
            "roles_in_project": role.names(),
        },
    })
}
