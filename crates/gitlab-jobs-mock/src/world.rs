//! The world the server tells about: users, projects, pipelines and jobs, and the clock they live by.

pub(crate) mod archive;
pub(crate) mod demo;
pub(crate) mod status;

use std::time::{Duration, Instant};

use crate::contract::Contract;
use archive::Archive;
use chrono::{DateTime, SecondsFormat};
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
    pub(crate) username: &'static str,
    pub(crate) name: &'static str,
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
    pub(crate) path: &'static str,
    pub(crate) public: bool,
    /// Whether everybody who sees the project may see its jobs.
    pub(crate) public_jobs: bool,
    pub(crate) members: Vec<(i64, Role)>,
}

impl Project {
    /// Whether a text is its id or its full path.
    pub(crate) fn is_named(&self, text: &str) -> bool {
        text.parse() == Ok(self.id) || text.eq_ignore_ascii_case(self.path)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Pipeline {
    pub(crate) id: i64,
    pub(crate) project: i64,
    pub(crate) iid: i64,
    pub(crate) reference: &'static str,
    pub(crate) tag: bool,
    pub(crate) status: Status,
    pub(crate) source: &'static str,
    /// The pipeline that started this one.
    pub(crate) parent: Option<i64>,
    pub(crate) created: i64,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Build,
    /// A trigger job, with the pipeline it started.
    Bridge {
        downstream: Option<i64>,
    },
}

/// A job or bridge. Times are in milliseconds since 1970.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are facts about a job that hold or not, each by itself"
)]
pub(crate) struct Job {
    pub(crate) id: i64,
    pub(crate) project: i64,
    pub(crate) pipeline: i64,
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) stage: &'static str,
    pub(crate) status: Status,
    /// Whether somebody has to start it.
    pub(crate) manual: bool,
    pub(crate) retried: bool,
    pub(crate) archived: bool,
    pub(crate) allow_failure: bool,
    /// Whether the runner runs `after_script` when the job is canceled.
    pub(crate) graceful: bool,
    /// Whether the log may hold secrets, so that only developers read it.
    pub(crate) debug: bool,
    /// Whether time moves the job on from `pending`.
    pub(crate) moving: bool,
    pub(crate) coverage: Option<f64>,
    pub(crate) user: i64,
    pub(crate) created: i64,
    pub(crate) queued: Option<i64>,
    pub(crate) started: Option<i64>,
    pub(crate) finished: Option<i64>,
    pub(crate) erased: Option<i64>,
    pub(crate) expires: Option<i64>,
    pub(crate) failure_reason: &'static str,
    pub(crate) archive: Option<Archive>,
    /// Whether everybody who sees the job may see its artifacts.
    pub(crate) public_artifacts: bool,
    /// Whether the archive's index is there.
    pub(crate) metadata: bool,
    pub(crate) log: Vec<u8>,
    /// Whether the log gets a line each second while the job runs.
    pub(crate) growing: bool,
    pub(crate) variables: Vec<(String, String)>,
}

/// Everything there is.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) users: Vec<User>,
    pub(crate) projects: Vec<Project>,
    pub(crate) pipelines: Vec<Pipeline>,
    /// In the order of their ids.
    pub(crate) jobs: Vec<Job>,
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
        BEGINNING + self.offset + real
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
    pub(crate) fn as_of(&mut self, contract: &Contract) {
        for job in &mut self.jobs {
            job.status = job.status.as_of(contract);
            job.graceful &= contract.since("17.0");
        }
    }

    /// Does what the time that passed has brought about.
    pub(crate) fn settle(&mut self) {
        let now = self.now();
        for job in &mut self.jobs {
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
                job.log = job.log_at(start + RUNNING);
                job.growing = false;
                job.status = Status::Success;
                job.finished = Some(start + RUNNING);
                job.moving = false;
            }
        }
    }

    pub(crate) fn user(&self, id: i64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub(crate) fn pipeline(&self, project: i64, id: i64) -> Option<&Pipeline> {
        let mut pipelines = self.pipelines.iter();
        pipelines.find(|pipeline| pipeline.id == id && pipeline.project == project)
    }

    pub(crate) fn any_pipeline(&self, id: i64) -> Option<&Pipeline> {
        self.pipelines.iter().find(|pipeline| pipeline.id == id)
    }

    pub(crate) fn job(&self, project: i64, id: i64) -> Option<&Job> {
        let at = self.jobs.binary_search_by_key(&id, |job| job.id).ok()?;
        self.jobs.get(at).filter(|job| job.project == project)
    }

    pub(crate) fn job_mut(&mut self, project: i64, id: i64) -> Option<&mut Job> {
        let at = self.jobs.binary_search_by_key(&id, |job| job.id).ok()?;
        self.jobs.get_mut(at).filter(|job| job.project == project)
    }

    /// Makes new jobs in a project, named by id or full path: in a pipeline of it, or in its latest one.
    pub(crate) fn shift(&mut self, project: &str, pipeline: Option<i64>, jobs: u32) {
        let mut projects = self.projects.iter();
        let Some(project) = projects.find(|one| one.is_named(project)).map(|one| one.id) else {
            return;
        };
        let mut pipelines = self.pipelines.iter().rev();
        let found = pipelines.find(|one| {
            let fits = pipeline.map_or(one.parent.is_none(), |id| id == one.id);
            one.project == project && fits
        });
        let Some(pipeline) = found.map(|one| one.id) else {
            return;
        };
        let now = self.now();
        for _ in 0..jobs.min(MAX_SHIFT) {
            self.add(Job {
                status: Status::Pending,
                moving: true,
                created: now,
                queued: Some(now),
                started: None,
                finished: None,
                log: Vec::new(),
                ..demo::build(0, project, pipeline, "new")
            });
        }
    }

    /// Takes a new job in under the next id, which it returns.
    pub(crate) fn add(&mut self, mut job: Job) -> i64 {
        job.id = self.next_job;
        self.next_job += 1;
        self.jobs.push(job);
        self.next_job - 1
    }
}

impl Job {
    pub(crate) fn is_build(&self) -> bool {
        self.kind == Kind::Build
    }

    /// The archive, unless it has expired.
    pub(crate) fn live_archive(&self, now: i64) -> Option<&Archive> {
        let live = self.expires.is_none_or(|expires| expires > now);
        self.archive.as_ref().filter(|_| live)
    }

    /// The log at a time.
    pub(crate) fn log_at(&self, now: i64) -> Vec<u8> {
        let mut log = self.log.clone();
        if let Some(started) = self.started.filter(|_| self.growing) {
            // Bounded, so that a clock moved far ahead does not fill the memory.
            for second in 1..=((now - started) / 1000).clamp(0, 10_000) {
                log.extend_from_slice(format!("working, second {second}\n").as_bytes());
            }
        }
        log
    }

    pub(crate) fn retryable(&self) -> bool {
        !self.retried
            && !self.archived
            && matches!(
                self.status,
                Status::Success | Status::Failed | Status::Canceled | Status::Canceling
            )
    }

    pub(crate) fn playable(&self) -> bool {
        let waits = matches!(self.status, Status::Manual | Status::Scheduled);
        self.manual && !self.archived && (waits || self.retryable())
    }

    pub(crate) fn erasable(&self) -> bool {
        let something = self.archive.is_some() || !self.log.is_empty();
        self.is_build() && self.status.is_complete() && !self.archived && something
    }
}

/// A time as GitLab writes it: `2026-03-17T10:00:00.000Z`.
pub(crate) fn timestamp(time: i64) -> String {
    DateTime::from_timestamp_millis(time)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}
