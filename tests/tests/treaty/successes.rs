//! What works: each operation in its plainest form, and each parameter with the effect it has.

use gitlab_jobs::types::{Job, JobOrderBy, JobScope, JobStatus, PaginationMethod, SortDirection};
use gitlab_jobs::{
    ArtifactTreeOptions, CancelOptions, PipelineJobsOptions, PlayOptions, ProjectJobsOptions,
    RefArtifactsOptions, RefName, RetryOptions, TraceOptions, TriggerJobsOptions,
};
use gitlab_jobs_tests::exchange::Seen::{Header, List, Member, Number, Text, Truth};

use crate::calls::{CALLS, LIMIT, Target, app, build, file, is_for_jobs, main};
use crate::stage::{Step, refused};

pub(crate) fn steps() -> Vec<Step> {
    let mut steps = plain();
    steps.extend(lists());
    steps.extend(lists_of_pipelines());
    steps.extend(single_jobs());
    steps.extend(actions());
    steps.extend(artifacts());
    steps
}

fn ids(jobs: &[Job]) -> Vec<i64> {
    jobs.iter().map(|job| job.id).collect()
}

/// Each operation without options, by who may make it, and once more on behalf of somebody.
fn plain() -> Vec<Step> {
    let mut steps = Vec::new();
    for (operation, call) in CALLS {
        steps.push(Step::new(operation, "as it is", move |stage| async move {
            let client = if is_for_jobs(operation) {
                stage.job()
            } else {
                stage.maintainer()
            };
            call(client, Target::good(operation)).await.unwrap();
        }));
        if !is_for_jobs(operation) {
            steps.push(
                Step::new(
                    operation,
                    "on behalf of somebody",
                    move |stage| async move {
                        let administrator = stage.with_token("mock-admin");
                        let as_maintainer = administrator.sudo("mira").unwrap();
                        call(as_maintainer, Target::good(operation)).await.unwrap();
                        // A guest may less than the administrator who acts for them.
                        let as_guest = administrator.sudo("guest").unwrap();
                        let error = refused(call(as_guest, Target::hidden()).await, 403);
                        assert!(error.is_forbidden(), "{error}");
                    },
                )
                .sees([Header("Sudo")]),
            );
        }
    }
    steps
}

fn lists() -> Vec<Step> {
    vec![
        Step::new("list_project_jobs", "failed ones", |stage| async move {
            let failed = ProjectJobsOptions::default().scope([JobScope::Failed]);
            let jobs = stage.maintainer().list_project_jobs(&app(), &failed).await;
            let jobs = jobs.unwrap();
            assert!(!jobs.is_empty());
            assert!(jobs.iter().all(|job| job.status == JobStatus::Failed));
            assert!(jobs.iter().all(|job| job.failure_reason.is_some()));
        })
        .sees([List("scope[]")]),
        Step::new("list_project_jobs", "in any state", |stage| async move {
            let states = [
                JobScope::Created,
                JobScope::WaitingForResource,
                JobScope::Preparing,
                JobScope::WaitingForCallback,
                JobScope::Pending,
                JobScope::Running,
                JobScope::Success,
                JobScope::Failed,
                JobScope::Canceling,
                JobScope::Canceled,
                JobScope::Skipped,
                JobScope::Manual,
                JobScope::Scheduled,
            ];
            for state in states {
                let text = state.to_string();
                let only = ProjectJobsOptions::default().scope([state]).per_page(100);
                let jobs = stage.maintainer().list_project_jobs(&app(), &only).await;
                let jobs = jobs.unwrap();
                assert!(!jobs.is_empty(), "{text}");
                assert!(jobs.iter().all(|job| job.status.to_string() == text));
            }
        })
        .sees([List("scope[]")]),
        Step::new("list_project_jobs", "of a branch", |stage| async move {
            let branch = RefName::new("feature/login").unwrap();
            let of_branch = ProjectJobsOptions::default().ref_name(branch);
            let jobs = stage
                .maintainer()
                .list_project_jobs(&app(), &of_branch)
                .await;
            let jobs = jobs.unwrap();
            assert!(!jobs.is_empty() && jobs.iter().all(|job| job.ref_ == "feature/login"));
        })
        .sees([Text("ref")]),
        Step::new("list_project_jobs", "the second page", |stage| async move {
            let client = stage.maintainer();
            let all = ProjectJobsOptions::default().per_page(100);
            let all = stage.unrecorded().list_project_jobs(&app(), &all).await;
            let second = ProjectJobsOptions::default().page(2).per_page(3);
            let second = client.list_project_jobs(&app(), &second).await.unwrap();
            assert_eq!(ids(&second), ids(&all.unwrap())[3..6]);
        })
        .sees([Number("page"), Number("per_page")]),
        Step::new("list_project_jobs", "behind a cursor", |stage| async move {
            let behind = ProjectJobsOptions::default()
                .pagination(PaginationMethod::Keyset)
                .order_by(JobOrderBy::Id)
                .sort(SortDirection::Desc)
                .cursor("1011")
                .per_page(2);
            let jobs = stage.maintainer().list_project_jobs(&app(), &behind).await;
            assert_eq!(ids(&jobs.unwrap()), [1010, 1009]);
        })
        .sees([Text("pagination"), Text("cursor"), Number("per_page")]),
        Step::new(
            "list_project_jobs",
            "all of them, page by page",
            |stage| async move {
                let all = ProjectJobsOptions::default().per_page(100);
                let all = stage.unrecorded().list_project_jobs(&app(), &all).await;
                let few = ProjectJobsOptions::default().per_page(7);
                let jobs = stage.maintainer().all_project_jobs(&app(), &few);
                assert_eq!(ids(&jobs.into_vec().await.unwrap()), ids(&all.unwrap()));
            },
        )
        .sees([Text("pagination"), Text("cursor"), Number("per_page")]),
        Step::new(
            "list_project_jobs",
            "for a job's token",
            |stage| async move {
                let all = ProjectJobsOptions::default();
                let jobs = stage.job().list_project_jobs(&app(), &all).await;
                assert!(!jobs.unwrap().is_empty());
            },
        ),
    ]
}

fn lists_of_pipelines() -> Vec<Step> {
    let mut steps = vec![
        Step::new(
            "list_pipeline_jobs",
            "with retried ones",
            |stage| async move {
                for (include, expected) in [(true, true), (false, false)] {
                    let options = PipelineJobsOptions::default().include_retried(include);
                    let client = stage.maintainer();
                    let jobs = client.list_pipeline_jobs(&app(), 11, &options).await;
                    assert_eq!(ids(&jobs.unwrap()).contains(&1003), expected);
                }
            },
        )
        .sees([Truth("include_retried")]),
        Step::new("list_pipeline_jobs", "waiting ones", |stage| async move {
            let manual = PipelineJobsOptions::default().scope([JobScope::Manual]);
            let client = stage.maintainer();
            let jobs = client.list_pipeline_jobs(&app(), 12, &manual).await;
            assert_eq!(ids(&jobs.unwrap()), [1031]);
        })
        .sees([List("scope[]")]),
        Step::new(
            "list_pipeline_jobs",
            "all of them, page by page",
            |stage| async move {
                let all = PipelineJobsOptions::default().per_page(100);
                let all = stage
                    .unrecorded()
                    .list_pipeline_jobs(&app(), 11, &all)
                    .await;
                let few = PipelineJobsOptions::default().per_page(2);
                let jobs = stage.maintainer().all_pipeline_jobs(&app(), 11, &few);
                assert_eq!(ids(&jobs.into_vec().await.unwrap()), ids(&all.unwrap()));
            },
        )
        .sees([Number("page"), Number("per_page")]),
        Step::new("list_pipeline_jobs", "two on a page", |stage| async move {
            let few = PipelineJobsOptions::default().per_page(2);
            let client = stage.maintainer();
            let jobs = client.list_pipeline_jobs(&app(), 11, &few).await;
            assert_eq!(jobs.unwrap().len(), 2);
        })
        .sees([Number("per_page")]),
        Step::new("list_pipeline_jobs", "for anybody", |stage| async move {
            let all = PipelineJobsOptions::default();
            let jobs = stage.nobody().list_pipeline_jobs(&app(), 11, &all).await;
            assert!(!jobs.unwrap().is_empty());
        }),
    ];
    /// The same steps for both names of the list of bridges.
    macro_rules! bridges {
        ($($method:ident)*) => {$(
            steps.push(Step::new(stringify!($method), "waiting ones", |stage| async move {
                let manual = TriggerJobsOptions::default().scope([JobScope::Manual]);
                let client = stage.maintainer();
                let waiting = client.$method(&app(), 12, &manual).await.unwrap();
                assert_eq!(waiting.iter().map(|bridge| bridge.id).collect::<Vec<_>>(), [1040]);
                let finished = client.$method(&app(), 11, &manual).await.unwrap();
                assert!(finished.is_empty());
            }).sees([List("scope[]")]));
            steps.push(Step::new(stringify!($method), "a page behind the last", |stage| async move {
                let client = stage.maintainer();
                let first = TriggerJobsOptions::default().page(1).per_page(1);
                assert_eq!(client.$method(&app(), 11, &first).await.unwrap().len(), 1);
                let second = TriggerJobsOptions::default().page(2).per_page(1);
                assert!(client.$method(&app(), 11, &second).await.unwrap().is_empty());
            }).sees([Number("page")]));
        )*};
    }
    bridges!(list_pipeline_bridges list_pipeline_trigger_jobs);
    steps
}

fn single_jobs() -> Vec<Step> {
    vec![
        Step::new("get_job", "in each state", |stage| async move {
            for id in 1020..=1032 {
                let job = stage.maintainer().get_job(&app(), id).await.unwrap();
                assert_eq!(job.id, id);
                assert_eq!(
                    job.failure_reason.is_some(),
                    job.status == JobStatus::Failed
                );
            }
        }),
        Step::new("get_job_trace", "a part of it", |stage| async move {
            let whole = TraceOptions::default();
            let whole = stage.unrecorded().get_job_trace(&app(), 1001, &whole).await;
            let whole = whole.unwrap().into_inner().bytes(LIMIT).await.unwrap();
            let part = TraceOptions::default().byte_offset(5).byte_limit(7);
            let part = stage.maintainer().get_job_trace(&app(), 1001, &part).await;
            let part = part.unwrap().into_inner().bytes(LIMIT).await.unwrap();
            assert_eq!(part, whole[5..12]);
        })
        .sees([Number("byte_offset"), Number("byte_limit")]),
        Step::new(
            "get_job_trace",
            "of a job without one",
            |stage| async move {
                let whole = TraceOptions::default();
                let log = stage.maintainer().get_job_trace(&app(), 1009, &whole).await;
                assert!(
                    log.unwrap()
                        .into_inner()
                        .bytes(LIMIT)
                        .await
                        .unwrap()
                        .is_empty()
                );
            },
        ),
    ]
}

fn actions() -> Vec<Step> {
    vec![
        Step::new("cancel_job", "with force", |stage| async move {
            let client = stage.maintainer();
            let gently = CancelOptions::default().force(false);
            let job = client.cancel_job(&app(), 1028, &gently).await.unwrap();
            assert_eq!(job.status, JobStatus::Canceling);
            let force = CancelOptions::default().force(true);
            let job = client.cancel_job(&app(), 1028, &force).await.unwrap();
            assert_eq!(job.status, JobStatus::Canceled);
        })
        .sees([Truth("force")]),
        Step::new("cancel_job", "when it is over", |stage| async move {
            let options = CancelOptions::default();
            let job = stage.maintainer().cancel_job(&app(), 1026, &options).await;
            assert_eq!(job.unwrap().status, JobStatus::Success);
        }),
        Step::new("retry_job", "with inputs", |stage| async move {
            let inputs = RetryOptions::default().input("size", 3);
            let job = stage
                .maintainer()
                .retry_job(&app(), 1004, &inputs)
                .await
                .unwrap();
            assert_ne!(job.id, 1004);
        }),
        Step::new("erase_job", "for good", |stage| async move {
            let job = stage.maintainer().erase_job(&app(), 1002).await.unwrap();
            assert!(job.erased_at.is_some() && job.artifacts.is_empty());
            let again = stage.unrecorded().get_job(&app(), 1002).await.unwrap();
            assert!(again.erased_at.is_some());
        }),
        Step::new(
            "play_job",
            "with variables and inputs",
            |stage| async move {
                let options = PlayOptions::default()
                    .variable("TARGET", "staging")
                    .variable("EMPTY", "")
                    .input("size", 3);
                stage
                    .maintainer()
                    .play_job(&app(), 1031, &options)
                    .await
                    .unwrap();
                let given = [("TARGET", "staging"), ("EMPTY", "")];
                let given = given.map(|(key, value)| (key.to_owned(), value.to_owned()));
                assert_eq!(stage.mock.variables(1031), given);
            },
        )
        .sees([Member("job_variables_attributes")]),
        Step::new("play_job", "a bridge", |stage| async move {
            let options = PlayOptions::default();
            let job = stage
                .maintainer()
                .play_job(&app(), 1040, &options)
                .await
                .unwrap();
            assert_eq!((job.id, job.status.to_string().as_str()), (1040, "pending"));
        }),
    ]
}

fn artifacts() -> Vec<Step> {
    vec![
        Step::new(
            "download_job_artifacts",
            "from the object storage",
            |stage| async move {
                let archive = stage
                    .maintainer()
                    .download_job_artifacts(&app(), 1001)
                    .await;
                let archive = archive.unwrap().into_inner().bytes(LIMIT).await.unwrap();
                assert!(archive.starts_with(b"PK"));
            },
        )
        .with_object_storage(),
        Step::new(
            "download_ref_artifacts",
            "from the object storage",
            |stage| async move {
                let options = RefArtifactsOptions::default();
                let client = stage.maintainer();
                let archive = client
                    .download_ref_artifacts(&app(), &main(), &build(), &options)
                    .await;
                let archive = archive.unwrap().into_inner().bytes(LIMIT).await.unwrap();
                assert!(archive.starts_with(b"PK"));
            },
        )
        .with_object_storage(),
        Step::new(
            "download_ref_artifacts",
            "of a branch with a slash",
            |stage| async move {
                let branch = RefName::new("feature/login").unwrap();
                let options =
                    RefArtifactsOptions::default().search_recent_successful_pipelines(true);
                let client = stage.maintainer();
                let archive = client
                    .download_ref_artifacts(&app(), &branch, &build(), &options)
                    .await;
                let archive = archive.unwrap().into_inner().bytes(LIMIT).await.unwrap();
                assert!(archive.starts_with(b"PK"));
            },
        )
        .sees([Text("job")]),
        Step::new(
            "download_ref_artifact_file",
            "of a branch with a slash",
            |stage| async move {
                let branch = RefName::new("feature/login").unwrap();
                let options =
                    RefArtifactsOptions::default().search_recent_successful_pipelines(true);
                let client = stage.maintainer();
                let found = client
                    .download_ref_artifact_file(&app(), &branch, &file(), &build(), &options)
                    .await;
                let found = found.unwrap().into_inner().bytes(LIMIT).await.unwrap();
                assert!(found.starts_with(b"\x7fELF"));
            },
        )
        .sees([Text("job")]),
        Step::new("list_job_artifact_tree", "all of it", |stage| async move {
            let all = ArtifactTreeOptions::default().recursive(true);
            let tree = stage
                .maintainer()
                .list_job_artifact_tree(&app(), 1001, &all)
                .await;
            assert!(
                tree.unwrap()
                    .iter()
                    .any(|entry| entry.path == "reports/junit.xml")
            );
        })
        .sees([Truth("recursive")]),
        Step::new(
            "list_job_artifact_tree",
            "a folder of it, page by page",
            |stage| async move {
                for (page, expected) in [(1, "reports/junit.xml"), (2, "reports/summary.json")] {
                    let part = ArtifactTreeOptions::default()
                        .path("reports")
                        .page(page)
                        .per_page(1);
                    let tree = stage
                        .maintainer()
                        .list_job_artifact_tree(&app(), 1001, &part)
                        .await;
                    let tree = tree.unwrap();
                    let paths: Vec<_> = tree.iter().map(|entry| entry.path.as_str()).collect();
                    assert_eq!(paths, [expected]);
                }
            },
        )
        .sees([Text("path"), Number("page"), Number("per_page")]),
        Step::new("keep_job_artifacts", "for ever", |stage| async move {
            let job = stage
                .maintainer()
                .keep_job_artifacts(&app(), 1001)
                .await
                .unwrap();
            assert_eq!(job.artifacts_expire_at, None);
        }),
        Step::new("delete_job_artifacts", "for good", |stage| async move {
            stage
                .maintainer()
                .delete_job_artifacts(&app(), 1001)
                .await
                .unwrap();
            let job = stage.unrecorded().get_job(&app(), 1001).await.unwrap();
            assert!(job.artifacts_file.is_none());
        }),
    ]
}
