//! Logs: whole, and followed step by step: through parts, the archive, errors and states. The clock is paused.

use gitlab_jobs::types::JobStatus;
use gitlab_jobs::{Error, ErrorKind, Follow, ProjectId};
use tokio::time::Instant;

use crate::script::{Script, Step, send};
use crate::{run_paused, scripted};

/// The job in a state.
fn job(status: &str) -> Step {
    let body = format!(
        r#"{{"id":7,"status":"{status}","stage":"s","name":"n","ref":"main","tag":false,"allow_failure":false,
        "created_at":"2026-01-01T00:00:00Z","web_url":"http://h","artifacts":[],
        "pipeline":{{"id":1,"sha":"a","ref":"main","status":"running","web_url":"http://h",
        "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}}}"#
    );
    send("200 OK", "", &body)
}

fn log(text: &str) -> Step {
    send("200 OK", "Content-Type: text/plain\r\n", text)
}

fn lines(range: std::ops::Range<u32>) -> String {
    let lines: Vec<String> = range.map(|line| format!("this is line {line}\n")).collect();
    lines.concat()
}

async fn follow(steps: Vec<Step>) -> (Script, Follow) {
    let server = Script::start(steps).await;
    let log = scripted(&server).job_log(&ProjectId::from(1), 7);
    (server, log.follow())
}

/// Reads to the end, or to the first error.
async fn read(log: &mut Follow) -> Result<String, Error> {
    let mut all = Vec::new();
    while let Some(piece) = log.next().await {
        all.extend_from_slice(&piece?);
    }
    Ok(String::from_utf8(all).unwrap())
}

fn offsets(server: &Script) -> Vec<Option<usize>> {
    let lines = server.lines();
    let traces = lines.iter().filter(|line| line.contains("/trace"));
    traces
        .map(|line| Some(line.split_once("byte_offset=")?.1.parse().unwrap()))
        .collect()
}

#[test]
fn a_log_is_had_whole_as_bytes_and_as_text() {
    run_paused(async {
        let mut raw = crate::server::answer("200 OK", "", "....");
        let body = raw.len() - 4;
        raw[body..].copy_from_slice(b"a\xffb\n");
        let server = Script::start(vec![Step::Send(raw.clone()), Step::Send(raw)]).await;
        let log = scripted(&server).job_log(&ProjectId::from(1), 7);
        assert_eq!(log.bytes(4).await.unwrap().as_ref(), b"a\xffb\n");
        assert_eq!(log.text(4).await.unwrap(), "a\u{fffd}b\n");
    });
}

#[test]
fn a_server_that_sends_parts_is_asked_for_no_more_than_is_new() {
    run_paused(async {
        let (first, all) = (lines(0..1000), lines(0..1010));
        let offset = first.len() - 4096;
        let (server, mut log) = follow(vec![
            job("running"),
            log(&first),
            job("running"),
            log(&first[offset..]),
            job("success"),
            log(&all[offset..]),
        ])
        .await;
        assert_eq!(read(&mut log).await.unwrap(), all);
        assert_eq!(log.job().unwrap().status, JobStatus::Success);
        assert_eq!(offsets(&server), [None, Some(offset), Some(offset)]);
        assert!(
            server.lines()[0].ends_with("/jobs/7"),
            "the state comes before the log"
        );
    });
}

#[test]
fn a_server_that_sends_the_whole_log_each_time_repeats_nothing() {
    run_paused(async {
        let (server, mut log) = follow(vec![
            job("pending"),
            log(""),
            job("running"),
            log(&lines(0..1000)),
            job("running"),
            log(&lines(0..1005)),
            job("failed"),
            log(&lines(0..1010)),
        ])
        .await;
        assert_eq!(read(&mut log).await.unwrap(), lines(0..1010));
        assert_eq!(log.job().unwrap().status, JobStatus::Failed);
        assert_eq!(offsets(&server).last(), Some(&None));
    });
}

#[test]
fn a_log_that_was_rewritten_in_the_archive_neither_repeats_nor_loses_lines() {
    run_paused(async {
        let first = lines(0..1000);
        let archived = format!("thirty bytes were put in here\n{}", lines(0..1003));
        let offset = first.len() - 4096;
        let (_server, mut log) = follow(vec![
            job("running"),
            log(&first),
            job("success"),
            log(&archived[offset..]),
            log(&archived),
        ])
        .await;
        assert_eq!(read(&mut log).await.unwrap(), lines(0..1003));
    });
}

#[test]
fn a_log_that_is_gone_for_a_moment_is_waited_for() {
    run_paused(async {
        let (first, all) = (lines(0..1000), lines(0..1010));
        let offset = first.len() - 4096;
        let (_server, mut log) = follow(vec![
            job("running"),
            log(&first),
            job("success"),
            log(""),
            log(&first[..5000]),
            job("success"),
            log(&all[offset..]),
        ])
        .await;
        assert_eq!(read(&mut log).await.unwrap(), all);
    });
}

#[test]
fn a_log_that_stays_away_is_not_waited_for_without_end() {
    run_paused(async {
        let mut steps = vec![job("running"), log("some\n")];
        for _ in 0..4 {
            steps.extend([job("canceled"), log("")]);
        }
        let (server, mut log) = follow(steps).await;
        let start = Instant::now();
        assert_eq!(read(&mut log).await.unwrap(), "some\n");
        assert_eq!(server.lines().len(), 10);
        let waited = start.elapsed().as_millis();
        let waits = 1000 + 1500 + 2250 + 3375;
        assert!(waited.abs_diff(waits) < 30, "{waited} ms");
    });
}

#[test]
fn unknown_states_do_not_end_a_log_and_chosen_ones_do() {
    run_paused(async {
        let nothing = log("");
        let (_server, mut log) = follow(vec![
            job("hibernating"),
            log("a\n"),
            job("canceling"),
            log("a\nb\n"),
            job("skipped"),
            log("a\nb\nc\n"),
        ])
        .await;
        assert_eq!(read(&mut log).await.unwrap(), "a\nb\nc\n");
        let (_server, log) = follow(vec![job("manual"), nothing]).await;
        let mut log = log.stop_at(JobStatus::Manual);
        assert_eq!(read(&mut log).await.unwrap(), "");
    });
}

#[test]
fn after_an_error_a_log_goes_on_where_it_was() {
    run_paused(async {
        let (_server, mut log) = follow(vec![
            job("running"),
            log("a\n"),
            job("running"),
            send("502 Bad Gateway", "", "<html>"),
            job("success"),
            log("a\nb\n"),
        ])
        .await;
        assert_eq!(log.next().await.unwrap().unwrap().as_ref(), b"a\n");
        let error = log.next().await.unwrap().unwrap_err();
        assert_eq!(error.status().unwrap(), 502);
        let start = Instant::now();
        assert_eq!(read(&mut log).await.unwrap(), "b\n");
        let waited = start.elapsed().as_millis();
        assert!(waited.abs_diff(1500) < 30, "{waited} ms after the error");
        assert!(log.next().await.is_none());
    });
}

#[test]
fn a_log_longer_than_allowed_is_an_error() {
    run_paused(async {
        let (_server, log) = follow(vec![job("running"), log("12345")]).await;
        let error = read(&mut log.longest_log(4)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
    });
}
