//! Retries: what is sent again, after which wait, and what never is. The clock is paused, so that waits take no time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use gitlab_jobs::{
    CancelOptions, Client, ClientBuilder, Error, PlayOptions, ProjectId, ProjectJobsOptions,
    RetryPolicy,
};
use tokio::net::TcpSocket;
use tokio::time::Instant;

use crate::script::{Script, Step, send};

fn builder(server: &Script) -> ClientBuilder {
    Client::builder(format!("{}/api/v4", server.origin()))
}

fn failing(status: u16, headers: &str) -> Step {
    send(&format!("{status} Failing"), headers, "")
}

fn jobs() -> Step {
    send("200 OK", "", "[]")
}

async fn list(client: &Client) -> Result<usize, Error> {
    let all = ProjectJobsOptions::default();
    let jobs = client.list_project_jobs(&ProjectId::from(1), &all).await?;
    Ok(jobs.len())
}

async fn play(client: &Client) -> Result<(), Error> {
    let options = PlayOptions::default().variable("A", "1");
    client
        .play_job(&ProjectId::from(1), 7, &options)
        .await
        .map(drop)
}

#[tokio::test(start_paused = true)]
async fn reading_is_repeated_after_every_passing_trouble() {
    for status in [408, 429, 500, 502, 503, 504, 520, 522, 524] {
        let server = Script::start([failing(status, ""), failing(status, ""), jobs()]).await;
        let client = builder(&server).build().unwrap();
        assert_eq!(list(&client).await.unwrap(), 0, "{status}");
        assert_eq!(server.lines(), ["get /api/v4/projects/1/jobs"; 3]);
    }
    for broken in [
        Step::Send(Vec::new()),
        Step::Reset(Vec::new()),
        Step::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[".to_vec()),
        Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]".to_vec()),
    ] {
        let server = Script::start([broken, jobs()]).await;
        let client = builder(&server).build().unwrap();
        assert_eq!(list(&client).await.unwrap(), 0);
        assert_eq!(server.lines().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn other_answers_are_final() {
    for status in [400, 401, 403, 404, 405, 409, 422, 501, 505] {
        let server = Script::start([failing(status, "Retry-After: 1\r\n"), jobs()]).await;
        let error = list(&builder(&server).build().unwrap()).await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.lines().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn writing_is_repeated_only_when_it_was_not_looked_at() {
    let steps = |status| vec![failing(status, ""), send("404 Not Found", "", "")];
    let server = Script::start(steps(429)).await;
    let error = play(&builder(&server).build().unwrap()).await.unwrap_err();
    assert_eq!((error.attempts(), server.lines().len()), (2, 2));

    for status in [408, 500, 502, 503, 504, 520] {
        let server = Script::start(steps(status)).await;
        let client = builder(&server).build().unwrap();
        let error = play(&client).await.unwrap_err();
        assert_eq!((error.attempts(), server.lines().len()), (1, 1), "{status}");
        let server = Script::start(steps(status)).await;
        let client = builder(&server).build().unwrap();
        let deleted = client.delete_job_artifacts(&ProjectId::from(1), 7).await;
        let error = deleted.map(drop).unwrap_err();
        assert_eq!((error.attempts(), server.lines().len()), (1, 1), "{status}");
        assert_eq!(error.status().unwrap(), status);
    }
}

#[tokio::test(start_paused = true)]
async fn writing_that_may_have_arrived_is_not_repeated_unless_the_caller_says_so() {
    for broken in [
        Step::Send(Vec::new()),
        Step::Reset(Vec::new()),
        Step::Reset(b"HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{".to_vec()),
        failing(502, ""),
    ] {
        let server = Script::start([broken.clone(), send("404 Not Found", "", "")]).await;
        let client = builder(&server).build().unwrap();
        let gently = CancelOptions::default();
        let project = ProjectId::from(1);
        let error = client.cancel_job(&project, 7, &gently).await.unwrap_err();
        assert_eq!((error.attempts(), server.lines().len()), (1, 1));

        let server = Script::start([broken, send("404 Not Found", "", "")]).await;
        let client = builder(&server).build().unwrap().retrying_writes();
        let error = client.cancel_job(&project, 7, &gently).await.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!((error.attempts(), server.lines().len()), (2, 2));
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_does_not_come_about_is_tried_again_for_all() {
    // The port is taken, but nobody listens.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let origin = format!("http://{}", socket.local_addr().unwrap());
    let client = Client::new(&origin).unwrap();
    for error in [list(&client).await.map(drop), play(&client).await] {
        let error = error.unwrap_err();
        assert_eq!(error.attempts(), 4);
        assert!(
            error.to_string().contains("[4 attempts] got no answer"),
            "{error}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_server_is_left_alone_for_as_long_as_it_asks() {
    let date = "Date: Sat, 21 Nov 2026 11:00:00 GMT\r\n";
    for (headers, seconds) in [
        ("Retry-After: 7\r\n".to_owned(), 7),
        (
            format!("{date}Retry-After: Sat, 21 Nov 2026 11:00:42 GMT\r\n"),
            42,
        ),
        (format!("{date}RateLimit-Reset: 1795258860\r\n"), 60),
        (
            format!("{date}RateLimit-Reset: 1795258860\r\nRetry-After: 5\r\n"),
            5,
        ),
    ] {
        let server = Script::start([failing(429, &headers), jobs()]).await;
        let client = builder(&server).build().unwrap();
        let start = Instant::now();
        list(&client).await.unwrap();
        // The timer rounds up to the next millisecond.
        let waited = start.elapsed();
        assert_eq!(waited.as_secs(), seconds, "{waited:?} {headers}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_is_an_error_that_tells_it() {
    let server = Script::start([failing(429, "Retry-After: 3600\r\n"), jobs()]).await;
    let client = builder(&server).build().unwrap();
    let start = Instant::now();
    let error = list(&client).await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 0);
    assert!(error.is_rate_limited());
    assert_eq!(error.attempts(), 1);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(
        error
            .to_string()
            .ends_with("the server asks to wait 3600 s"),
        "{error}"
    );

    // Two waits of 100 s fit into 250 s, three do not.
    let server = Script::start(vec![failing(503, "Retry-After: 100\r\n"); 9]).await;
    let policy = RetryPolicy::default()
        .attempts(9)
        .total_wait(Duration::from_secs(250));
    let client = builder(&server).retries(policy).build().unwrap();
    let start = Instant::now();
    let error = list(&client).await.unwrap_err();
    assert_eq!((error.attempts(), start.elapsed().as_secs()), (3, 200));
}

#[tokio::test(start_paused = true)]
async fn each_repetition_is_announced() {
    let server = Script::start([
        failing(503, "Retry-After: 2\r\n"),
        Step::Send(vec![]),
        jobs(),
    ])
    .await;
    let seen: Arc<Mutex<Vec<_>>> = Arc::default();
    let announced = Arc::clone(&seen);
    let client = builder(&server).on_retry(move |retry| {
        assert!(retry.wait() <= Duration::from_secs(2));
        announced.lock().unwrap().push((
            retry.operation(),
            retry.method(),
            retry.attempts(),
            retry.status().map(|status| status.as_u16()),
            retry.to_string().contains("(list_project_jobs) failed"),
        ));
    });
    list(&client.build().unwrap()).await.unwrap();
    let operation = Some("list_project_jobs");
    assert_eq!(
        *seen.lock().unwrap(),
        [
            (operation, "GET", 1, Some(503), true),
            (operation, "GET", 2, None, true)
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_sends_nothing_more() {
    let server = Script::start([failing(503, "Retry-After: 60\r\n"), jobs()]).await;
    let client = builder(&server).build().unwrap();
    let limit = Duration::from_secs(30);
    tokio::time::timeout(limit, list(&client))
        .await
        .unwrap_err();
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(server.lines().len(), 1);
}
