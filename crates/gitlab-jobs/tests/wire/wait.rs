//! Waiting for a job: until it is there, until it never will be, or until time is up.

use std::time::Duration;

use gitlab_jobs::types::JobStatus;
use gitlab_jobs::{ErrorKind, ProjectId, Until, Wait};

use crate::script::{Script, Step, send};
use crate::{run, scripted};

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
    (server, wait.poll_every(Duration::ZERO, Duration::ZERO))
}

#[test]
fn a_job_is_asked_for_until_it_is_there() {
    for (until, states) in [
        (
            Until::Finished,
            &["pending", "hibernating", "canceling", "canceled"][..],
        ),
        (Until::Running, &["pending", "running"]),
        (Until::Running, &["pending", "skipped"]),
        (Until::Status(JobStatus::Manual), &["created", "manual"]),
    ] {
        run(async {
            let (server, wait) = wait(states, until).await;
            let job = wait.await.unwrap();
            assert_eq!(job.status.as_str(), *states.last().unwrap());
            assert_eq!(server.lines().len(), states.len());
        });
    }
}

#[test]
fn a_state_that_will_not_come_any_more_is_not_waited_for() {
    run(async {
        let until = Until::Status(JobStatus::Success);
        let (_server, wait) = wait(&["running", "failed"], until).await;
        let error = wait.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Waiting);
        assert_eq!(
            error.to_string(),
            "job 7 has ended as failed and will not become success"
        );
    });
}

#[test]
fn a_deadline_ends_the_wait_between_questions_and_within_one() {
    run(async {
        let (_server, wait) = wait(&["running"], Until::Finished).await;
        let hour = Duration::from_secs(3600);
        let wait = wait
            .poll_every(hour, hour)
            .deadline(Duration::from_millis(50));
        let error = wait.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Waiting);
        assert!(
            error.to_string().contains("was not finished within 0.05 s"),
            "{error}"
        );
        let silent = Script::start(vec![Step::Stall(Vec::new())]).await;
        let wait = scripted(&silent).wait_for(&ProjectId::from(1), 7, Until::Finished);
        let error = wait.deadline(Duration::from_millis(50)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Waiting);
    });
}
