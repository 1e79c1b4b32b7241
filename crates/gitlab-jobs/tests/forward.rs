//! Answers of every GitLab since 12.6, and of one that does not exist yet, are read; what is missing for good is named.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use gitlab_jobs::types::{
    AllowedAgents, Bridge, Job, JobFailureReason, JobOrBridge, JobStatus, PipelineSource, Runner,
    RunnerStatus, User,
};
use serde_json::{Value, json};

/// A job as the oldest servers send it.
fn old_job() -> Value {
    json!({
        "id": 7, "status": "success", "stage": "test", "name": "rspec", "ref": "main", "tag": false,
        "coverage": null, "allow_failure": false, "created_at": "2020-01-01T00:00:00.123Z",
        "started_at": "2020-01-01T00:01:00.000Z", "finished_at": "2020-01-01T00:02:00.000Z", "duration": 60.5,
        "user": null, "commit": null, "web_url": "https://h.example/a/b/-/jobs/7", "artifacts": [], "runner": null,
        "artifacts_expire_at": null,
        "pipeline": {
            "id": 2, "sha": "abc", "ref": "main", "status": "success", "created_at": "2020-01-01T00:00:00Z",
            "updated_at": "2020-01-01T00:02:00Z", "web_url": "https://h.example/a/b/pipelines/2"
        }
    })
}

fn user() -> Value {
    json!({
        "id": 1, "username": "alice", "name": "Alice", "state": "active", "avatar_url": null,
        "web_url": "https://h.example/alice", "created_at": "2020-01-01T00:00:00Z", "bio": null, "location": "",
        "public_email": "", "linkedin": "", "twitter": "", "website_url": "", "organization": "ACME"
    })
}

fn commit() -> Value {
    json!({
        "id": "abcdef", "short_id": "abc", "created_at": "2020-01-01T00:00:00-07:00", "parent_ids": ["1"],
        "title": "t", "message": "m", "author_name": "A", "author_email": "a@h.example",
        "authored_date": "2020-01-01T00:00:00-07:00", "committer_name": "B", "committer_email": "b@h.example",
        "committed_date": "2020-01-01T00:00:00+07:00"
    })
}

fn runner() -> Value {
    json!({
        "id": 3, "description": "d", "ip_address": "127.0.0.1", "active": true, "is_shared": true,
        "name": "gitlab-ci-multi-runner", "online": true, "status": "online"
    })
}

/// The old job with some members set.
fn with(members: Value) -> Value {
    let mut job = old_job();
    let Value::Object(members) = members else {
        panic!("members are an object")
    };
    job.as_object_mut().unwrap().extend(members);
    job
}

fn read(members: Value) -> Job {
    serde_json::from_value(with(members)).unwrap()
}

#[test]
fn a_failure_reason_may_be_missing_on_failed_jobs_and_is_on_all_others() {
    assert!(read(json!({})).failure_reason.is_none());
    assert!(read(json!({"status": "failed"})).failure_reason.is_none());
    let job = read(json!({"status": "failed", "failure_reason": "trace_size_exceeded"}));
    assert_eq!(
        job.failure_reason,
        Some(JobFailureReason::TraceSizeExceeded)
    );
}

#[test]
fn an_archive_is_missing_or_there_and_artifacts_may_be_without_one() {
    let report =
        json!({"file_type": "cobertura", "size": 1, "filename": "c.xml", "file_format": "gzip"});
    let job = read(json!({"artifacts": [report]}));
    assert!(job.artifacts_file.is_none() && job.artifacts.len() == 1);
    let job = read(json!({"artifacts_file": {"filename": "artifacts.zip", "size": 1000}}));
    assert_eq!(job.artifacts_file.unwrap().size, 1000);
}

#[test]
fn a_runner_and_its_machine_may_be_missing_or_null() {
    for members in [json!({}), json!({"runner": null, "runner_manager": null})] {
        let job = read(members);
        assert!(job.runner.is_none() && job.runner_manager.is_none());
    }
}

#[test]
fn the_format_of_a_log_is_null() {
    let log = json!({"file_type": "trace", "size": 9, "filename": "job.log", "file_format": null});
    let job = read(json!({"artifacts": [log]}));
    assert!(job.artifacts[0].file_format.is_none());
    assert_eq!(job.artifacts[0].file_type.as_str(), "trace");
}

#[test]
fn ids_have_more_than_32_bits() {
    let mut job = with(json!({"id": 13_747_907_013_i64}));
    job["pipeline"]["id"] = json!(2_424_049_310_i64);
    let job: Job = serde_json::from_value(job).unwrap();
    assert_eq!((job.id, job.pipeline.id), (13_747_907_013, 2_424_049_310));
}

#[test]
fn members_that_came_later_may_be_missing() {
    let job = read(json!({}));
    assert!(job.tag_list.is_empty() && job.queued_duration.is_none() && job.project.is_none());
    assert!(job.erased_at.is_none() && job.archived.is_none());
    let pipeline = &job.pipeline;
    assert!(pipeline.project_id.is_none() && pipeline.iid.is_none() && pipeline.source.is_none());
}

#[test]
fn a_commit_may_be_without_address_and_trailers_or_have_empty_ones() {
    let old = read(json!({"commit": commit()})).commit.unwrap();
    assert!(old.web_url.is_none() && old.trailers.is_none() && old.extended_trailers.is_none());
    let mut newer = commit();
    newer["trailers"] = json!({});
    newer["extended_trailers"] = json!({});
    let newer = read(json!({"commit": newer})).commit.unwrap();
    assert!(newer.trailers.unwrap().is_empty());
}

#[test]
fn times_are_the_same_instant_in_every_offset() {
    let commit = read(json!({"commit": commit()})).commit.unwrap();
    assert_eq!(
        commit.authored_date.to_rfc3339(),
        "2020-01-01T07:00:00+00:00"
    );
    assert_eq!(
        commit.committed_date.to_rfc3339(),
        "2019-12-31T17:00:00+00:00"
    );
    let job = read(json!({"created_at": "2019-12-31T20:00:00.123-04:00"}));
    assert_eq!(job.created_at, read(json!({})).created_at);
}

#[test]
fn texts_about_a_user_are_null_empty_or_missing() {
    for nothing in [
        json!({}),
        json!({"bio": null, "pronouns": null, "location": null, "organization": null}),
    ] {
        let mut value = user();
        value
            .as_object_mut()
            .unwrap()
            .extend(nothing.as_object().unwrap().clone());
        for (name, text) in [
            ("work_information", json!(null)),
            ("public_email", json!(null)),
            ("job_title", json!("")),
        ] {
            value[name] = text;
        }
        let user: User = serde_json::from_value(value).unwrap();
        assert!(user.bio.is_none() && user.pronouns.is_none() && user.work_information.is_none());
        assert!(user.public_email.is_none() && user.job_title.as_deref() == Some(""));
    }
}

#[test]
fn the_local_time_of_a_user_is_a_clock_and_no_date() {
    let mut value = user();
    value["local_time"] = json!("2:20 PM");
    let user: User = serde_json::from_value(value).unwrap();
    assert_eq!(user.local_time.unwrap(), "2:20 PM");
}

#[test]
fn what_a_user_has_depends_on_the_version() {
    let old: User = serde_json::from_value(user()).unwrap();
    assert!(
        old.github.is_none() && old.locked.is_none() && old.discord.is_none() && old.bot.is_none()
    );
    let mut value = user();
    value["skype"] = json!("a");
    value["bio_html"] = json!("<p>");
    value["github"] = json!("a");
    value["followers"] = json!(3);
    let user: User = serde_json::from_value(value).unwrap();
    assert_eq!(
        (user.skype.as_deref(), user.followers),
        (Some("a"), Some(3))
    );
}

#[test]
fn a_user_may_have_been_created_at_no_time() {
    let mut value = user();
    value["created_at"] = json!(null);
    assert!(
        serde_json::from_value::<User>(value.clone())
            .unwrap()
            .created_at
            .is_none()
    );
    value.as_object_mut().unwrap().remove("created_at");
    assert!(
        serde_json::from_value::<User>(value)
            .unwrap()
            .created_at
            .is_none()
    );
}

#[test]
fn runners_of_all_versions_are_read() {
    let old: Runner = serde_json::from_value(runner()).unwrap();
    assert!(old.runner_type.is_none() && old.paused.is_none() && old.created_at.is_none());
    assert_eq!(old.name.as_deref(), Some("gitlab-ci-multi-runner"));
    let mut value = runner();
    for (name, member) in [
        ("name", json!(null)),
        ("ip_address", json!(null)),
        ("runner_type", json!("project_type")),
        ("paused", json!(false)),
        ("created_at", json!("2026-01-01T00:00:00Z")),
        ("job_execution_status", json!("active")),
        ("status", json!("not_connected")),
        (
            "created_by",
            json!({"id": 1, "username": "a", "public_email": null, "name": "A", "state": "active", "locked": false,
                "avatar_url": null, "web_url": "https://h.example/a"}),
        ),
    ] {
        value[name] = member;
    }
    let new: Runner = serde_json::from_value(value).unwrap();
    assert!(new.name.is_none() && new.ip_address.is_none());
    assert_eq!(new.created_by.unwrap().username, "a");
    assert_eq!(new.status, RunnerStatus::from("not_connected"));
}

#[test]
fn coverage_is_null_or_a_fraction() {
    assert_eq!(read(json!({"coverage": 36.43})).coverage, Some(36.43));
    assert_eq!(read(json!({"coverage": 98})).coverage, Some(98.0));
    assert_eq!(read(json!({})).coverage, None);
}

#[test]
fn durations_may_be_there_before_the_times_they_lie_between() {
    let running = json!({"status": "running", "finished_at": null, "duration": 12.5});
    assert_eq!(read(running).duration, Some(12.5));
    let pending =
        json!({"status": "pending", "started_at": null, "queued_duration": 0.123_456_789});
    assert_eq!(read(pending).queued_duration, Some(0.123_456_789));
    let canceled = json!({"status": "canceled", "started_at": null, "duration": null});
    let canceled = read(canceled);
    assert!(canceled.finished_at.is_some() && canceled.duration.is_none());
}

#[test]
fn artifacts_may_be_empty_and_need_not_expire() {
    let job = read(json!({"artifacts": [], "artifacts_expire_at": null}));
    assert!(job.artifacts.is_empty() && job.artifacts_expire_at.is_none());
}

#[test]
fn the_project_of_a_job_tells_of_its_token_alone() {
    let job = read(json!({"project": {"ci_job_token_scope_enabled": false}}));
    assert!(!job.project.unwrap().ci_job_token_scope_enabled);
}

#[test]
fn a_merge_request_has_a_ref_of_its_own() {
    let job = read(json!({"ref": "refs/merge-requests/229361/train"}));
    assert_eq!(
        (job.ref_.as_str(), job.tag),
        ("refs/merge-requests/229361/train", false)
    );
}

#[test]
fn a_retry_answers_with_a_new_job_that_nobody_has_taken() {
    let value =
        with(json!({"id": 8, "status": "pending", "queued_duration": 0.01, "started_at": null}));
    let job: JobOrBridge = serde_json::from_value(value).unwrap();
    assert!(job.id == 8 && job.runner.is_none() && job.artifacts.is_empty());
    assert!(job.artifacts_file.is_none() && job.failure_reason.is_none());
}

#[test]
fn a_bridge_is_read_before_and_after_it_has_started_a_pipeline() {
    let mut value = with(json!({"downstream_pipeline": null}));
    let bridge: Bridge = serde_json::from_value(value.clone()).unwrap();
    assert!(bridge.downstream_pipeline.is_none());
    value["failure_reason"] = json!("downstream_pipeline_creation_failed");
    value["downstream_pipeline"] = value["pipeline"].clone();
    value["downstream_pipeline"]["source"] = json!("parent_pipeline");
    let bridge: Bridge = serde_json::from_value(value.clone()).unwrap();
    let pipeline = bridge.downstream_pipeline.unwrap();
    assert_eq!(
        pipeline.source,
        Some(PipelineSource::from("parent_pipeline"))
    );
    let either: JobOrBridge = serde_json::from_value(value).unwrap();
    assert!(either.downstream_pipeline.is_some());
}

#[test]
fn values_and_members_of_tomorrow_are_kept() {
    let mut value = with(
        json!({"status": "hibernating", "failure_reason": "moon_phase", "weather": {"rain": true}}),
    );
    value["pipeline"]["source"] = json!("telepathy");
    value["user"] = user();
    value["user"]["mood"] = json!("fine");
    let job: Job = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(job.status, JobStatus::Unknown("hibernating".to_owned()));
    assert_eq!(job.failure_reason.as_ref().unwrap().as_str(), "moon_phase");
    assert_eq!(job.extra["weather"], json!({"rain": true}));
    let written = serde_json::to_value(&job).unwrap();
    for pointer in [
        "/status",
        "/failure_reason",
        "/weather",
        "/pipeline/source",
        "/user/mood",
    ] {
        assert_eq!(
            written.pointer(pointer),
            value.pointer(pointer),
            "{pointer}"
        );
    }
}

#[test]
fn allowed_agents_are_read_with_and_without_an_environment() {
    let mut value = json!({
        "allowed_agents": [], "job": {"id": 1}, "pipeline": {"id": 2}, "project": {"id": 3, "groups": [{"id": 4}]},
        "user": {"id": 5, "username": "a", "roles_in_project": ["guest", "astronaut"]}
    });
    let answer: AllowedAgents = serde_json::from_value(value.clone()).unwrap();
    assert!(answer.environment.is_none());
    value["environment"] = json!({"slug": "production", "tier": "production"});
    let answer: AllowedAgents = serde_json::from_value(value).unwrap();
    assert!(answer.environment.is_some());
}

#[test]
fn a_member_that_every_server_sends_is_named_when_it_is_missing() {
    for name in [
        "id",
        "status",
        "name",
        "ref",
        "pipeline",
        "web_url",
        "created_at",
    ] {
        let mut value = old_job();
        value.as_object_mut().unwrap().remove(name);
        let error = serde_json::from_value::<Job>(value).unwrap_err();
        assert!(
            error
                .to_string()
                .contains(&format!("missing field `{name}`")),
            "{error}"
        );
    }
}
