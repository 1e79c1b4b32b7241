//! The built-in world: `group/app` with a job in every state, and a private project beside it.

use std::sync::Arc;

use super::archive::Archive;
use super::{BEGINNING, Grant, Job, Jobs, Kind, Pipeline, Project, Role, Status, User, World};

/// The token of the maintainer, which may do everything in every project of the demo world.
pub(crate) const MAINTAINER_TOKEN: &str = "mock-maintainer";

/// The token of the running job.
pub(crate) const JOB_TOKEN: &str = "mock-job-token";

/// The commit of every pipeline.
pub(crate) const SHA: &str = "8f3b2c91d0e74a65b1f28c07e9d4a3561b7c0f2e";

const MINUTE: i64 = 60_000;

/// A world with its people, `group/app` and tokens, and without any job.
pub(super) fn empty() -> World {
    let user = |id, username: &'static str, name: &'static str| User {
        id,
        username: username.into(),
        name: name.into(),
        recorded: None,
    };
    let personal = |user, write| Grant::Personal { user, write };
    World {
        administrator: 1,
        users: vec![
            user(1, "root", "Rut Alvarez"),
            user(2, "mira", "Mira Okafor"),
            user(3, "dev", "Devi Lindqvist"),
            user(4, "rep", "Reno Park"),
            user(5, "guest", "Gus Este"),
            user(6, "stranger", "Stella Range"),
        ],
        projects: vec![Project {
            id: 1,
            path: "group/app".into(),
            former: Some("group/old-app"),
            public: true,
            public_jobs: true,
            members: members(),
        }],
        pipelines: Vec::new(),
        jobs: Jobs::default(),
        tokens: vec![
            (MAINTAINER_TOKEN, personal(2, true)),
            ("mock-maintainer-read", personal(2, false)),
            ("mock-developer", personal(3, true)),
            ("mock-reporter", personal(4, true)),
            ("mock-guest", personal(5, true)),
            ("mock-stranger", personal(6, true)),
            ("mock-admin", personal(1, true)),
            ("mock-admin-read", personal(1, false)),
        ],
        next_job: 1,
        beginning: BEGINNING,
        summary: String::new(),
        counting: false,
        offset: 0,
        running_since: None,
    }
}

/// The demo world at its beginning.
pub(crate) fn world() -> World {
    let mut world = empty();
    world.projects.push(Project {
        id: 2,
        path: "group/secret".into(),
        former: None,
        public: false,
        public_jobs: false,
        members: members(),
    });
    world.pipelines = vec![
        pipeline(11, 1, "main", Status::Success, "push"),
        pipeline(12, 1, "main", Status::Running, "push"),
        Pipeline {
            parent: Some(11),
            ..pipeline(13, 1, "main", Status::Success, "parent_pipeline")
        },
        pipeline(14, 1, "feature/login", Status::Success, "push"),
        pipeline(21, 2, "main", Status::Success, "push"),
    ];
    world.tokens.extend([
        (JOB_TOKEN, Grant::Job { job: 1025 }),
        ("mock-job-token-finished", Grant::Job { job: 1001 }),
    ]);
    // Above 2^32, as on gitlab.com: a client that holds ids in 32 bits fails here.
    world.next_job = 13_747_907_013;
    let jobs = finished_jobs().into_iter();
    let jobs = jobs.chain(jobs_in_every_state()).chain(other_jobs());
    world.jobs = jobs.collect();
    SUMMARY.clone_into(&mut world.summary);
    world
}

/// What is in it, for the page at `/`.
const SUMMARY: &str = "\
Projects   1 group/app (public, moved from group/old-app), 2 group/secret (private)
Pipelines  11 (success, child 13), 12 (running), 14 (feature/login), 21 (in group/secret)
Jobs       1001-1012 in pipelines 11 and 13: with an archive, retried, debugged, archived, expired, silent
           1020-1032 in pipeline 12, one in each state; 1025 runs and its log grows
           1005 and 1040 are bridges; 1031 waits for somebody to play it
";

pub(super) fn members() -> Vec<(i64, Role)> {
    vec![
        (1, Role::Maintainer),
        (2, Role::Maintainer),
        (3, Role::Developer),
        (4, Role::Reporter),
        (5, Role::Guest),
    ]
}

fn pipeline(
    id: i64,
    project: i64,
    reference: &'static str,
    status: Status,
    source: &'static str,
) -> Pipeline {
    Pipeline {
        id,
        project,
        iid: id % 10,
        reference: reference.into(),
        tag: false,
        status,
        source: source.into(),
        parent: None,
        created: BEGINNING - 60 * MINUTE,
        recorded: None,
    }
}

/// A build that succeeded, with a log and nothing else.
fn build(id: i64, project: i64, pipeline: i64, name: &'static str) -> Job {
    Job {
        log: log(name).into(),
        ..plain(id, project, pipeline, name)
    }
}

/// A build that succeeded and left nothing. To make one costs next to nothing, since worlds are made of millions.
pub(super) fn plain(id: i64, project: i64, pipeline: i64, name: &'static str) -> Job {
    Job {
        id,
        project,
        pipeline,
        kind: Kind::Build,
        name: name.into(),
        stage: "test".into(),
        status: Status::Success,
        manual: false,
        retried: false,
        archived: false,
        allow_failure: false,
        graceful: false,
        debug: false,
        moving: false,
        coverage: None,
        user: 2,
        created: BEGINNING - 30 * MINUTE,
        queued: Some(BEGINNING - 30 * MINUTE),
        started: Some(BEGINNING - 29 * MINUTE),
        finished: Some(BEGINNING - 27 * MINUTE),
        erased: None,
        expires: None,
        failure_reason: "script_failure".into(),
        archive: None,
        public_artifacts: true,
        metadata: true,
        log: Arc::default(),
        growing: false,
        cleaned: None,
        archiving: None,
        variables: Vec::new(),
        recorded: None,
    }
}

/// A log as a runner writes it: section markers, colours, and a byte that is not UTF-8.
pub(super) fn log(name: &str) -> Vec<u8> {
    let mut log = format!(
        "section_start:1773740000:prepare\r\x1b[0K\x1b[36;1mPreparing\x1b[0;m\n\
         section_end:1773740002:prepare\r\x1b[0K$ make {name}\n"
    )
    .into_bytes();
    log.extend_from_slice(b"caf\xe9\n\x1b[32;1mdone\x1b[0;m\n");
    log
}

pub(super) fn archive() -> Archive {
    Archive::new(&[
        ("app.bin", &[0x7f, b'E', b'L', b'F', 0, 1, 2, 0xff]),
        ("docs/read me.txt", b"Start with the door.\n"),
        ("reports/junit.xml", b"<testsuites/>\n"),
        ("reports/summary.json", b"{\"passed\":12}\n"),
    ])
}

fn with_archive(job: Job) -> Job {
    Job {
        archive: Some(archive()),
        expires: Some(BEGINNING + 30 * 24 * 60 * MINUTE),
        stage: "build".into(),
        ..job
    }
}

/// Pipeline 11 and its child, 13: everything has succeeded in the end.
fn finished_jobs() -> Vec<Job> {
    vec![
        with_archive(build(1001, 1, 11, "build")),
        Job {
            coverage: Some(91.4),
            ..build(1002, 1, 11, "unit")
        },
        Job {
            status: Status::Failed,
            retried: true,
            ..build(1003, 1, 11, "lint")
        },
        build(1004, 1, 11, "lint"),
        Job {
            kind: Kind::Bridge {
                downstream: Some(13),
            },
            log: Arc::default(),
            ..build(1005, 1, 11, "child")
        },
        Job {
            debug: true,
            ..build(1006, 1, 11, "debug")
        },
        Job {
            archived: true,
            ..build(1007, 1, 11, "old")
        },
        Job {
            expires: Some(BEGINNING - MINUTE),
            ..with_archive(build(1008, 1, 11, "expired"))
        },
        Job {
            log: Arc::default(),
            ..build(1009, 1, 11, "silent")
        },
        Job {
            public_artifacts: false,
            ..with_archive(build(1010, 1, 11, "private-files"))
        },
        Job {
            metadata: false,
            ..with_archive(build(1011, 1, 11, "no-index"))
        },
        build(1012, 1, 13, "child-build"),
    ]
}

/// Pipeline 12: the jobs 1020 to 1032 in the thirteen states, and a bridge that waits.
fn jobs_in_every_state() -> Vec<Job> {
    let mut jobs: Vec<Job> = Status::ALL
        .into_iter()
        .zip(1020..)
        .map(|(status, id)| {
            let job = Job {
                name: status.as_str().replace('_', "-").into(),
                ..build(id, 1, 12, "")
            };
            let begun = matches!(status, Status::Running | Status::Canceling);
            let ended = matches!(status, Status::Success | Status::Failed | Status::Canceled);
            Job {
                status,
                manual: matches!(status, Status::Manual | Status::Scheduled),
                allow_failure: status == Status::Manual,
                growing: status == Status::Running,
                graceful: status == Status::Canceling,
                queued: job
                    .queued
                    .filter(|_| begun || ended || status == Status::Pending),
                started: if begun {
                    Some(BEGINNING)
                } else {
                    job.started.filter(|_| ended)
                },
                finished: job.finished.filter(|_| ended),
                log: if begun || ended {
                    log(&job.name).into()
                } else {
                    Arc::default()
                },
                ..job
            }
        })
        .collect();
    jobs.push(Job {
        graceful: true,
        status: Status::Running,
        started: Some(BEGINNING),
        finished: None,
        ..build(1033, 1, 12, "graceful")
    });
    jobs.push(Job {
        kind: Kind::Bridge { downstream: None },
        status: Status::Manual,
        manual: true,
        log: Arc::default(),
        queued: None,
        started: None,
        finished: None,
        ..build(1040, 1, 12, "trigger")
    });
    jobs
}

/// A branch with a slash in its name, and the private project.
fn other_jobs() -> Vec<Job> {
    vec![
        with_archive(Job {
            user: 3,
            ..build(1050, 1, 14, "build")
        }),
        with_archive(build(2001, 2, 21, "build")),
    ]
}
