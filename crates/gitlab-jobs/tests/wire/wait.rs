//! Waiting for a job: until it is there, until it never will be, or until time is up. The clock is paused.

use std::time::Duration;

use gitlab_jobs::types::{Job, JobStatus};
use gitlab_jobs::{Error, ErrorKind, ProjectId, Until, Wait};
use tokio::time::Instant;

use crate::script::{Script, Step, send};
use crate::scripted;

fn job(status: &str) -> Step {
    let body = format!(
        r#"{{"id":7,"status":"{status}","stage":"s","name":"n","ref":"main","tag":false,"allow_failure":false,
        "created_at":"2026-01-01T00:00:00Z","web_url":"http://h","artifacts":[],
        "pipeline":{{"id":1,"sha":"a","ref":"main","status":"running","web_url":"http://h",
        "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}}}"#
    );
    send("200 OK", "", &body)
}

async fn wait(states: &[&str], until: Until) -> (Script, Wait) {
    let server = Script::start(states.iter().map(|status| job(status))).await;
    let wait = scripted(&server).wait_for(&ProjectId::from(1), 7, until);
    (server, wait)
}

/// The milliseconds from now until a wait is over, and what it brings.
async fn timed(wait: Wait) -> (u128, Result<Job, Error>) {
    let start = Instant::now();
    let result = wait.await;
    (start.elapsed().as_millis(), result)
}

#[tokio::test(start_paused = true)]
async fn a_job_is_asked_for_ever_more_rarely_until_it_is_there() {
    for (until, states, waited) in [
        (
            Until::Finished,
            &["pending", "hibernating", "canceling", "canceled"][..],
            1000 + 1500 + 2250,
        ),
        (Until::Running, &["pending", "running"], 1000),
        (Until::Running, &["pending", "skipped"], 1000),
        (Until::Status(JobStatus::Manual), &["manual"], 0),
        (
            Until::Finished,
            &["running"; 9],
            1000 + 1500 + 2250 + 3375 + 5062 + 7593 + 3 * 10_000,
        ),
    ] {
        let mut states = states.to_vec();
        if states.last() == Some(&"running") && until == Until::Finished {
            states.push("success");
        }
        let (server, wait) = wait(&states, until).await;
        let (took, job) = timed(wait).await;
        assert_eq!(job.unwrap().status.as_str(), *states.last().unwrap());
        assert_eq!(server.lines().len(), states.len());
        assert!(took.abs_diff(waited) < 30, "{states:?} took {took} ms");
    }
}

#[tokio::test(start_paused = true)]
async fn the_pace_can_be_set() {
    let (_server, wait) = wait(&["running"; 4], Until::Status(JobStatus::Running)).await;
    assert!(timed(wait).await.0 < 30);
    let (_server, wait) = self::wait(&["pending", "pending", "running"], Until::Running).await;
    let minute = Duration::from_secs(60);
    let (took, _) = timed(wait.poll_every(minute, minute)).await;
    assert!(took.abs_diff(120_000) < 30, "{took} ms");
}

#[tokio::test(start_paused = true)]
async fn a_state_that_will_not_come_any_more_is_not_waited_for() {
    let until = Until::Status(JobStatus::Success);
    let (_server, wait) = wait(&["running", "failed"], until).await;
    let error = wait.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Waiting);
    assert_eq!(
        error.to_string(),
        "job 7 has ended as failed and will not become success"
    );
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_the_wait_between_questions_and_within_one() {
    let (_server, wait) = wait(&["running"], Until::Finished).await;
    let hour = Duration::from_secs(3600);
    let wait = wait
        .poll_every(hour, hour)
        .deadline(Duration::from_millis(500));
    let (took, result) = timed(wait).await;
    assert!(took.abs_diff(500) < 30, "{took} ms");
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Waiting);
    assert!(
        error.to_string().contains("was not finished within 0.5 s"),
        "{error}"
    );
    let silent = Script::start(vec![Step::Stall(Vec::new())]).await;
    let wait = scripted(&silent).wait_for(&ProjectId::from(1), 7, Until::Finished);
    let (took, result) = timed(wait.deadline(Duration::from_secs(7))).await;
    assert!(took.abs_diff(7000) < 30, "{took} ms");
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Waiting);
}
