//! Logs and downloads: bytes as they come, bounded where they are collected.

use gitlab_jobs::{ByteStream, ErrorKind, ProjectId, Response, TraceOptions};

use crate::server::{Server, answer};
use crate::{client, run};

/// Asks for a log and does something with it while the connection is alive.
fn with_log<T, F>(answer: Vec<u8>, then: impl FnOnce(Response<ByteStream>) -> F + Send) -> T
where
    F: Future<Output = T> + Send,
{
    let server = Server::start(vec![answer]);
    let client = client(&server);
    run(async move {
        let options = TraceOptions::default();
        let log = client.get_job_trace(&ProjectId::from(1), 7, &options).await;
        then(log.unwrap()).await
    })
}

#[test]
fn a_log_comes_with_its_headers_and_need_not_be_text() {
    let mut raw = answer("200 OK", "Content-Disposition: infile\r\n", "....");
    let body = raw.len() - 4;
    raw[body..].copy_from_slice(&[0, 0xff, 0x1b, b'\n']);
    with_log(raw, async |log: Response<ByteStream>| {
        assert_eq!(log.headers()["content-disposition"], "infile");
        let bytes = log.into_inner().bytes(4).await.unwrap();
        assert_eq!(bytes.as_ref(), [0, 0xff, 0x1b, b'\n']);
    });
}

#[test]
fn a_log_that_is_not_there_is_empty() {
    let none = answer("200 OK", "", "");
    let bytes = with_log(none, async |log: Response<ByteStream>| {
        log.into_inner().bytes(0).await
    });
    assert_eq!(bytes.unwrap().len(), 0);
}

#[test]
fn more_bytes_than_allowed_are_an_error() {
    let long = answer("200 OK", "", "12345");
    let bytes = with_log(long, async |log: Response<ByteStream>| {
        log.into_inner().bytes(4).await
    });
    let error = bytes.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(error.operation(), Some("get_job_trace"));
    assert!(error.to_string().contains("4 bytes"), "{error}");
}

#[test]
fn a_log_that_breaks_off_is_an_error_and_not_a_short_log() {
    let mut cut = answer("200 OK", "X-Request-Id: 01J\r\n", "12345");
    cut.truncate(cut.len() - 1);
    let bytes = with_log(cut, async |log: Response<ByteStream>| {
        log.into_inner().bytes(9).await
    });
    let error = bytes.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.request_id(), Some("01J"));
}
