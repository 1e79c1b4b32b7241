//! Servers and networks at their worst: the right result or a clear error, in bounded time and memory.

use std::time::Duration;

use gitlab_jobs::{
    ByteStream, Client, ClientBuilder, Error, ErrorKind, PlayOptions, ProjectId,
    ProjectJobsOptions, Response, RetryPolicy, TraceOptions,
};
use tokio::time::Instant;

use crate::script::{Script, Step, send};

fn builder(server: &Script) -> ClientBuilder {
    Client::builder(server.origin()).retries(RetryPolicy::never())
}

/// What a listing ends with, and how many seconds it takes.
async fn list(step: Step) -> (Result<usize, Error>, u64) {
    let server = Script::start([step]).await;
    let client = builder(&server).build().unwrap();
    let start = Instant::now();
    let all = ProjectJobsOptions::default();
    let jobs = client.list_project_jobs(&ProjectId::from(1), &all).await;
    (jobs.map(|jobs| jobs.len()), start.elapsed().as_secs())
}

/// The same for a log that is read as it arrives.
async fn log(step: Step) -> (Result<Vec<u8>, Error>, u64) {
    let server = Script::start([step]).await;
    let client = builder(&server).build().unwrap();
    let start = Instant::now();
    let whole = TraceOptions::default();
    let log = client.get_job_trace(&ProjectId::from(1), 7, &whole).await;
    let read = async |log: Response<ByteStream>| log.into_inner().bytes(1 << 20).await;
    let bytes = match log {
        Ok(log) => read(log).await.map(|bytes| bytes.to_vec()),
        Err(error) => Err(error),
    };
    (bytes, start.elapsed().as_secs())
}

fn raw(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_answers_in_html_keeps_its_status() {
    let html = send(
        "502 Bad Gateway",
        "Content-Type: text/html\r\n",
        "<html>oops</html>",
    );
    let error = list(html).await.0.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.message(), None);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_breaks_off_is_an_error_and_no_short_answer() {
    for body in [
        Step::Reset(raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[")),
        Step::Send(raw("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n[]")),
        Step::Send(raw(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n",
        )),
        Step::Send(raw(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n[]\r\n",
        )),
    ] {
        for error in [
            list(body.clone()).await.0.map(drop),
            log(body).await.0.map(drop),
        ] {
            let error = error.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Body);
            assert_eq!(error.status().unwrap(), 200);
        }
    }
    for nothing in [
        Step::Reset(vec![]),
        Step::Send(vec![]),
        Step::Send(raw("HTTP/1.1 2")),
    ] {
        let error = list(nothing).await.0.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection);
        assert_eq!(error.status(), None);
    }
}

#[tokio::test(start_paused = true)]
async fn more_bytes_than_announced_are_no_part_of_the_answer() {
    let long = Step::Send(raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]garbage"));
    assert_eq!(list(long.clone()).await.0.unwrap(), 0);
    assert_eq!(log(long).await.0.unwrap(), b"[]");
}

#[tokio::test(start_paused = true)]
async fn two_lengths_that_differ_are_no_answer() {
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n[]  ";
    let error = list(Step::Send(raw(text))).await.0.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
}

#[tokio::test(start_paused = true)]
async fn silence_ends_after_the_read_timeout() {
    for silent in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n["] {
        let (result, seconds) = list(Step::Stall(raw(silent))).await;
        assert!(result.unwrap_err().is_timeout());
        assert_eq!(seconds, 30);
        let (result, seconds) = log(Step::Stall(raw(silent))).await;
        assert!(result.unwrap_err().is_timeout());
        assert_eq!(seconds, 30);
    }
}

#[tokio::test(start_paused = true)]
async fn dripping_is_endured_for_downloads_and_not_for_json() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n";
    let (result, seconds) = list(Step::Drip(raw(head), 200)).await;
    assert!(result.unwrap_err().is_timeout());
    assert_eq!(seconds, 60);
    let (result, seconds) = log(Step::Drip(raw(head), 200)).await;
    assert_eq!(result.unwrap().len(), 200);
    assert_eq!(seconds, 200);
}

#[tokio::test(start_paused = true)]
async fn the_dripping_body_of_an_error_is_endured_for_no_longer_than_an_answer() {
    let head = "HTTP/1.1 500 Oops\r\nContent-Length: 60000\r\n\r\n";
    for (error, seconds) in [
        {
            let (result, seconds) = list(Step::Drip(raw(head), 200)).await;
            (result.map(drop).unwrap_err(), seconds)
        },
        {
            let (result, seconds) = log(Step::Drip(raw(head), 200)).await;
            (result.map(drop).unwrap_err(), seconds)
        },
    ] {
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.status().unwrap(), 500);
        assert_eq!(seconds, 60);
    }
}

#[tokio::test(start_paused = true)]
async fn a_download_to_a_file_is_whole_or_not_there_whatever_the_server_does() {
    let folder = std::env::temp_dir().join(format!("gitlab-jobs-hostile-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("a.zip");
    let head = |length| {
        raw(&format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n"
        ))
    };
    for (step, expected, seconds) in [
        (Step::Drip(head(200), 200), Ok(200), 200),
        (Step::Drip(head(200), 50), Err(ErrorKind::Body), 50),
        (Step::Stall(head(200)), Err(ErrorKind::Body), 30),
        (Step::Reset(head(200)), Err(ErrorKind::Body), 0),
        (
            Step::Drip(raw("HTTP/1.1 403 No\r\nContent-Length: 999\r\n\r\n"), 200),
            Err(ErrorKind::Status),
            60,
        ),
    ] {
        // Two at the same time, which must not find each other's bytes.
        let server = Script::start([step.clone(), step]).await;
        let client = builder(&server).build().unwrap();
        let save = async || {
            let download = client.job_artifacts(&ProjectId::from(1), 7);
            let done = download.to_file(&path).await;
            done.map(|done| done.bytes).map_err(|error| error.kind())
        };
        let start = Instant::now();
        let (one, other) = tokio::join!(save(), save());
        assert_eq!((one, other), (expected, expected));
        assert!(
            start.elapsed().as_secs().abs_diff(seconds) <= 1,
            "{:?}",
            start.elapsed()
        );
        let left = std::fs::read_dir(&folder).unwrap().count();
        assert_eq!(left, usize::from(expected.is_ok()), "{expected:?}");
        if let Ok(bytes) = expected {
            assert_eq!(std::fs::metadata(&path).unwrap().len(), bytes);
            std::fs::remove_file(&path).unwrap();
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(start_paused = true)]
async fn compression_nobody_asked_for_is_not_undone() {
    // The first bytes of a gzip stream that goes on no further.
    let mut answer = raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n");
    answer.extend_from_slice(&[0x1f, 0x8b, 8, 0]);
    assert_eq!(
        log(Step::Send(answer.clone())).await.0.unwrap(),
        [0x1f, 0x8b, 8, 0]
    );
    let error = list(Step::Send(answer)).await.0.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_too_long_is_not_read_to_its_end() {
    let page = format!("[{}]", " ".repeat(98));
    let chunked =
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{page}\r\n0\r\n\r\n");
    // Announced, but never sent: the announcement is enough.
    let announced = Step::Stall(raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"));
    for (limit, step, fits) in [
        (100, send("200 OK", "", &page), true),
        (100, Step::Send(raw(&chunked)), true),
        (99, announced, false),
        (99, Step::Send(raw(&chunked)), false),
        (0, send("200 OK", "", &page), false),
    ] {
        let server = Script::start([step]).await;
        let client = builder(&server).longest_answer(limit).build().unwrap();
        let all = ProjectJobsOptions::default();
        let start = Instant::now();
        let jobs = client.list_project_jobs(&ProjectId::from(1), &all).await;
        assert_eq!(start.elapsed().as_secs(), 0);
        let kind = jobs
            .map(drop)
            .map_err(|error| (error.kind(), error.status().unwrap().as_u16()));
        assert_eq!(
            kind,
            if fits {
                Ok(())
            } else {
                Err((ErrorKind::TooLarge, 200))
            }
        );
    }
}

#[tokio::test(start_paused = true)]
async fn headers_without_end_are_no_answer() {
    let mut answer = raw("HTTP/1.1 200 OK\r\n");
    answer.extend_from_slice(&b"X-Filler: 0123456789\r\n".repeat(200));
    answer.extend_from_slice(b"Content-Length: 2\r\n\r\n[]");
    let error = list(Step::Send(answer)).await.0.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
}

#[tokio::test(start_paused = true)]
async fn json_that_is_nested_without_end_is_an_error_and_no_crash() {
    let deep = format!("[{{\"x\":{}", "[".repeat(500_000));
    let error = list(send("200 OK", "", &deep)).await.0.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let message = format!("{{\"message\":{}", "[".repeat(30_000));
    let error = list(send("400 Bad Request", "", &message))
        .await
        .0
        .unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Status, None));
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_to_it_a_job_is_started_once() {
    for step in [
        send("502 Bad Gateway", "", "<html>"),
        send("503 Service Unavailable", "Retry-After: 1\r\n", ""),
        send("200 OK", "", "<html>"),
        send("201 Created", "", ""),
        Step::Send(vec![]),
        Step::Reset(vec![]),
        Step::Reset(raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{")),
        Step::Stall(vec![]),
        Step::Stall(raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{")),
        Step::Drip(raw("HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n"), 200),
    ] {
        let server = Script::start([step, send("404 Not Found", "", "")]).await;
        let client = Client::new(&server.origin()).unwrap();
        let options = PlayOptions::default();
        let error = client
            .play_job(&ProjectId::from(1), 7, &options)
            .await
            .unwrap_err();
        assert_eq!(error.attempts(), 1, "{error}");
        tokio::time::sleep(Duration::from_secs(600)).await;
        assert_eq!(server.lines().len(), 1, "{error}");
    }
}
