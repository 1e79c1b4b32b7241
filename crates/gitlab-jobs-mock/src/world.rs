//! The world the server tells about: users, projects, pipelines and jobs, and the clock they live by.

pub(crate) mod archive;
pub(crate) mod demo;
pub(crate) mod generated;
mod job;
mod jobs;
pub(crate) mod recorded;
pub(crate) mod status;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, SecondsFormat};
use serde_json::{Map, Value};

use crate::contract::Contract;
pub(crate) use generated::Generator;
pub(crate) use job::{Job, Kind};
pub(crate) use jobs::Jobs;
pub(crate) use status::{Role, Status};

/// When the demo world begins: 2026-03-17T10:00:00Z, in milliseconds.
pub(crate) const BEGINNING: i64 = 1_773_741_600_000;

/// How long a new job waits for a runner, in milliseconds of the world's clock.
const WAITING: i64 = 2_000;

/// How long a new job then runs, in milliseconds of the world's clock.
const RUNNING: i64 = 8_000;

/// The most jobs that one request makes.
const MAX_SHIFT: u32 = 1_000;

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) username: Cow<'static, str>,
    pub(crate) name: Cow<'static, str>,
    /// What a recording says of them.
    pub(crate) recorded: Option<Arc<Map<String, Value>>>,
}

/// What a token opens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Grant {
    /// A personal access token of a user; without `write` its scope is `read_api`.
    Personal { user: i64, write: bool },
    /// The token of a job, good while the job runs.
    Job { job: i64 },
}

#[derive(Clone, Debug)]
pub(crate) struct Project {
    pub(crate) id: i64,
    pub(crate) path: Cow<'static, str>,
    /// The path it had before it was moved.
    pub(crate) former: Option<&'static str>,
    pub(crate) public: bool,
    /// Whether everybody who sees the project may see its jobs.
    pub(crate) public_jobs: bool,
    pub(crate) members: Vec<(i64, Role)>,
}

impl Project {
    /// Whether a text is its id or its full path.
    pub(crate) fn is_named(&self, text: &str) -> bool {
        text.parse() == Ok(self.id) || text.eq_ignore_ascii_case(&self.path)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Pipeline {
    pub(crate) id: i64,
    pub(crate) project: i64,
    pub(crate) iid: i64,
    pub(crate) reference: Cow<'static, str>,
    pub(crate) tag: bool,
    pub(crate) status: Status,
    pub(crate) source: Cow<'static, str>,
    /// The pipeline that started this one.
    pub(crate) parent: Option<i64>,
    pub(crate) created: i64,
    /// What a recording says of it.
    pub(crate) recorded: Option<Arc<Map<String, Value>>>,
}

/// Everything there is.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) users: Vec<User>,
    /// The user who may act for others.
    pub(crate) administrator: i64,
    pub(crate) projects: Vec<Project>,
    /// The pipelines that are kept, in the order of their ids; others are generated.
    pub(crate) pipelines: Vec<Pipeline>,
    pub(crate) jobs: Jobs,
    /// When its clock begins, in milliseconds since 1970.
    pub(crate) beginning: i64,
    /// What is in it, for the page at `/`.
    pub(crate) summary: String,
    pub(crate) tokens: Vec<(&'static str, Grant)>,
    pub(crate) next_job: i64,
    /// Whether a count of the artifact storage is running, which answers 409 to whatever deletes.
    pub(crate) counting: bool,
    offset: i64,
    running_since: Option<Instant>,
}

impl World {
    /// The time now.
    pub(crate) fn now(&self) -> i64 {
        let real = self.running_since.map_or(0, |since| {
            i64::try_from(since.elapsed().as_millis()).unwrap_or(0)
        });
        self.beginning + self.offset + real
    }

    /// Lets the clock follow real time.
    pub(crate) fn run(&mut self) {
        self.running_since = Some(Instant::now());
    }

    /// Moves the clock on.
    pub(crate) fn advance(&mut self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        // A thousand years are enough, and keep every time printable.
        self.offset = self.offset.saturating_add(by).min(31_536_000_000_000);
        self.settle();
    }

    /// Puts jobs whose state came to be only later into the state that stood for it.
    pub(crate) fn as_of(&mut self, contract: &'static Contract) {
        self.jobs.as_of(contract);
    }

    /// Does what the time that passed has brought about.
    pub(crate) fn settle(&mut self) {
        let now = self.now();
        for job in self.jobs.kept_mut() {
            if let Some(cleaned) = job.cleaned.filter(|time| now >= *time) {
                job.status = Status::Canceled;
                job.cleaned = None;
                job.end(cleaned);
            }
            job.archive_log(now);
            let Some(queued) = job.queued.filter(|_| job.moving) else {
                continue;
            };
            let start = queued + WAITING;
            if job.status == Status::Pending && now >= start {
                job.status = Status::Running;
                job.started = Some(start);
                job.growing = true;
            }
            if job.status == Status::Running && now >= start + RUNNING {
                job.status = Status::Success;
                job.end(start + RUNNING);
                job.archive_log(now);
            }
        }
    }

    pub(crate) fn user(&self, id: i64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub(crate) fn pipeline(&self, project: i64, id: i64) -> Option<Cow<'_, Pipeline>> {
        let found = self.any_pipeline(id);
        found.filter(|pipeline| pipeline.project == project)
    }

    pub(crate) fn any_pipeline(&self, id: i64) -> Option<Cow<'_, Pipeline>> {
        let mut kept = self.pipelines.iter();
        let kept = kept.find(|pipeline| pipeline.id == id).map(Cow::Borrowed);
        kept.or_else(|| self.jobs.generator()?.pipeline(id).map(Cow::Owned))
    }

    /// Every pipeline, the newest first.
    pub(crate) fn pipelines_newest_first(&self) -> impl Iterator<Item = Cow<'_, Pipeline>> {
        let generated = self.jobs.generator().into_iter();
        let generated = generated.flat_map(Generator::pipelines_newest_first);
        let kept = self.pipelines.iter().rev().map(Cow::Borrowed);
        kept.chain(generated.map(Cow::Owned))
    }

    pub(crate) fn job(&self, project: i64, id: i64) -> Option<Cow<'_, Job>> {
        self.jobs.get(id).filter(|job| job.project == project)
    }

    /// The job a token belongs to.
    pub(crate) fn job_of(&self, token: &str) -> Option<Cow<'_, Job>> {
        let mut tokens = self.tokens.iter();
        match tokens.find(|(known, _)| *known == token)?.1 {
            Grant::Job { job } => self.jobs.get(job),
            Grant::Personal { .. } => None,
        }
    }

    pub(crate) fn job_mut(&mut self, project: i64, id: i64) -> Option<&mut Job> {
        self.jobs.edit(id).filter(|job| job.project == project)
    }

    /// Makes new jobs in a project, named by id or full path: in a pipeline of it, or in its latest one.
    pub(crate) fn shift(&mut self, project: &str, pipeline: Option<i64>, jobs: u32) {
        let mut projects = self.projects.iter();
        let Some(project) = projects.find(|one| one.is_named(project)).map(|one| one.id) else {
            return;
        };
        let mut pipelines = self.pipelines_newest_first();
        let found = pipelines.find(|one| {
            let fits = pipeline.map_or(one.parent.is_none(), |id| id == one.id);
            one.project == project && fits
        });
        let Some(pipeline) = found.map(|one| one.id) else {
            return;
        };
        drop(pipelines);
        let now = self.now();
        for _ in 0..jobs.min(MAX_SHIFT) {
            self.add(Job {
                status: Status::Pending,
                moving: true,
                created: now,
                queued: Some(now),
                started: None,
                finished: None,
                ..demo::plain(0, project, pipeline, "new")
            });
        }
    }

    /// Takes a new job in under the next id, which it returns.
    pub(crate) fn add(&mut self, mut job: Job) -> i64 {
        job.id = self.next_job;
        self.next_job += 1;
        self.jobs.keep(job);
        self.next_job - 1
    }
}

/// A time as GitLab writes it: `2026-03-17T10:00:00.000Z`.
pub(crate) fn timestamp(time: i64) -> String {
    DateTime::from_timestamp_millis(time)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}
