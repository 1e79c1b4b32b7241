//! A job or bridge, and what can be done with it in its state.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::archive::Archive;
use super::status::Status;

/// How long after its end a job's log is archived, in milliseconds of the world's clock.
const ARCHIVING: i64 = 10_000;

/// How long a canceled job cleans up, in milliseconds of the world's clock.
const CLEANING: i64 = 5_000;

/// How the lines begin that a running job writes each second.
const PROGRESS: &str = "working, second ";

/// What changes with the state of a job.
const CHANGING: [&str; 13] = [
    "status",
    "started_at",
    "finished_at",
    "erased_at",
    "duration",
    "queued_duration",
    "failure_reason",
    "user",
    "artifacts",
    "artifacts_file",
    "artifacts_expire_at",
    "runner",
    "runner_manager",
];

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
    pub(crate) name: Cow<'static, str>,
    pub(crate) stage: Cow<'static, str>,
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
    pub(crate) failure_reason: Cow<'static, str>,
    pub(crate) archive: Option<Archive>,
    /// Whether everybody who sees the job may see its artifacts.
    pub(crate) public_artifacts: bool,
    /// Whether the archive's index is there.
    pub(crate) metadata: bool,
    pub(crate) log: Arc<Vec<u8>>,
    /// Whether the log gets a line each second while the job runs.
    pub(crate) growing: bool,
    /// When a job that is being canceled has cleaned up.
    pub(crate) cleaned: Option<i64>,
    /// When the log that grew is archived, and rewritten for that.
    pub(crate) archiving: Option<i64>,
    pub(crate) variables: Vec<(String, String)>,
    /// What a recording says of it that is still so.
    pub(crate) recorded: Option<Arc<Map<String, Value>>>,
}

impl Job {
    /// Leaves out of the recording what changes with the job's state.
    pub(crate) fn forget_recorded(&mut self) {
        if let Some(recorded) = &mut self.recorded {
            Arc::make_mut(recorded).retain(|key, _| !CHANGING.contains(&key.as_str()));
        }
    }

    /// Ends the job: its log grows no more, and waits to be archived.
    pub(crate) fn end(&mut self, now: i64) {
        self.log = self.log_at(now).into();
        self.archiving = self.growing.then_some(now + ARCHIVING);
        self.growing = false;
        self.moving = false;
        self.finished = Some(now);
    }

    /// Begins to cancel a job whose runner cleans up first.
    pub(crate) fn clean_up(&mut self, now: i64) {
        self.status = Status::Canceling;
        self.moving = false;
        self.cleaned = Some(now + CLEANING);
    }

    /// Archives the log of a job that ended, when it is time: what told of progress is no longer in it.
    pub(crate) fn archive_log(&mut self, now: i64) {
        if self.archiving.is_none_or(|time| now < time) {
            return;
        }
        self.archiving = None;
        let lines = self.log.split_inclusive(|byte| *byte == b'\n');
        let kept = lines.filter(|line| !line.starts_with(PROGRESS.as_bytes()));
        let mut log: Vec<u8> = kept.flatten().copied().collect();
        log.extend_from_slice(b"archived\n");
        self.log = log.into();
    }

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
        let mut log = self.log.to_vec();
        if let Some(started) = self.started.filter(|_| self.growing) {
            // Bounded, so that a clock moved far ahead does not fill the memory.
            for second in 1..=((now - started) / 1000).clamp(0, 10_000) {
                log.extend_from_slice(format!("{PROGRESS}{second}\n").as_bytes());
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
