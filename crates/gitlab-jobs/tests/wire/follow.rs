//! Following a log on servers that know different ways to send a part of it, alone and in turn, with the clock paused.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use gitlab_jobs::types::JobStatus;
use gitlab_jobs::{Client, Follow, Log, ProjectId, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// Which ways a server and the proxy in front of it know to send a part of a log.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Knows {
    Neither,
    Parameters,
    Range,
    Both,
    /// The proxy sends the whole log as if it was the part.
    WholeAsRange,
    /// The proxy sends the part as if it was from the start.
    PartAsStart,
    /// The proxy finds every range unsatisfiable.
    NoRange,
}

const KNOWLEDGE: [Knows; 7] = [
    Knows::Neither,
    Knows::Parameters,
    Knows::Range,
    Knows::Both,
    Knows::WholeAsRange,
    Knows::PartAsStart,
    Knows::NoRange,
];

/// What the server is like from one question for the job to the next.
#[derive(Clone, Debug)]
struct State {
    status: &'static str,
    log: Vec<u8>,
    knows: Knows,
}

/// What the server has seen of one request for the log.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Asked {
    offset: Option<usize>,
    limit: Option<usize>,
    range: Option<usize>,
}

/// A server that goes from state to state and stays in the last one, and what it has seen.
#[derive(Clone)]
struct Server {
    log: Log,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    states: Vec<State>,
    /// When the job was asked for.
    times: Vec<Instant>,
    asked: Vec<Asked>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Seen>> = Arc::default();
        tokio::spawn(serve(listener, Arc::clone(&seen)));
        let client = Client::builder(origin).retries(RetryPolicy::never());
        let log = client.build().unwrap().job_log(&ProjectId::from(1), 7);
        Self { log, seen }
    }

    /// Follows the log from the first of these states on.
    fn follow(&self, states: Vec<State>) -> Follow {
        *self.seen.lock().unwrap() = Seen {
            states,
            ..Seen::default()
        };
        self.log.clone().follow()
    }

    /// Goes through states and expects the log to be read as the last of them has it.
    async fn expect(&self, states: Vec<State>) -> Vec<Asked> {
        let expected = states.last().unwrap().log.clone();
        let told: Vec<_> = states.iter().map(|state| state.knows).collect();
        let mut log = self.follow(states);
        assert!(read_all(&mut log).await == expected, "{told:?}");
        assert_eq!(log.job().unwrap().status, JobStatus::Success);
        let asked = self.seen.lock().unwrap().asked.clone();
        for asked in &asked {
            assert!(
                asked.range.is_none() || asked.offset.is_none(),
                "a server and a proxy that know one each would skip twice"
            );
            assert_eq!(asked.offset.is_some(), asked.limit.is_some());
        }
        asked
    }

    /// How long after each other the job was asked for, in seconds.
    fn waits(&self) -> Vec<f64> {
        let seen = self.seen.lock().unwrap();
        let pairs = seen.times.windows(2);
        pairs
            .map(|pair| (pair[1] - pair[0]).as_secs_f64())
            .collect()
    }
}

fn lines(range: std::ops::Range<u32>) -> Vec<u8> {
    let lines: Vec<String> = range.map(|line| format!("this is line {line}\n")).collect();
    lines.concat().into_bytes()
}

async fn serve(listener: TcpListener, seen: Arc<Mutex<Seen>>) {
    loop {
        let (mut stream, _) = listener.accept().await.unwrap();
        let head = read(&mut stream).await;
        let answer = {
            let mut seen = seen.lock().unwrap();
            let of_log = head.contains("/trace");
            if !of_log {
                seen.times.push(Instant::now());
            }
            let state = &seen.states[(seen.times.len() - 1).min(seen.states.len() - 1)];
            if of_log {
                let asked = Asked {
                    offset: number(&head, "byte_offset="),
                    limit: number(&head, "byte_limit="),
                    range: number(&head, "range: bytes="),
                };
                let answer = trace(state, &asked);
                seen.asked.push(asked);
                answer
            } else {
                job(state.status)
            }
        };
        stream.write_all(&answer).await.unwrap();
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        assert!(stream.read_buf(&mut head).await.unwrap() > 0);
    }
    String::from_utf8(head).unwrap().to_lowercase()
}

fn number(head: &str, before: &str) -> Option<usize> {
    let (_, rest) = head.split_once(before)?;
    let end = rest.find(|character: char| !character.is_ascii_digit())?;
    rest[..end].parse().ok()
}

fn job(status: &str) -> Vec<u8> {
    let body = format!(
        r#"{{"id":7,"status":"{status}","stage":"s","name":"n","ref":"main","tag":false,"allow_failure":false,
        "created_at":"2026-01-01T00:00:00Z","web_url":"http://h","artifacts":[],
        "pipeline":{{"id":1,"sha":"a","ref":"main","status":"running","web_url":"http://h",
        "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}}}"#
    );
    answer("200 OK", "", body.as_bytes())
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// What GitLab, and then the proxy, make of a request for the log.
fn trace(State { log, knows, .. }: &State, asked: &Asked) -> Vec<u8> {
    let mut body = &log[..];
    if matches!(knows, Knows::Parameters | Knows::Both) {
        body = &body[asked.offset.unwrap_or(0).min(body.len())..];
        body = &body[..asked.limit.unwrap_or(body.len()).min(body.len())];
    }
    let Some(start) = asked.range else {
        return answer("200 OK", "", body);
    };
    let total = body.len();
    let claim =
        |start: usize, end: usize| format!("Content-Range: bytes {start}-{end}/{total}\r\n");
    let (claim, body) = match knows {
        Knows::Neither | Knows::Parameters => return answer("200 OK", "", body),
        Knows::NoRange => (None, body),
        _ if start >= total => (None, body),
        Knows::Range | Knows::Both => (Some(claim(start, total - 1)), &body[start..]),
        Knows::WholeAsRange => (Some(claim(start, total - 1)), body),
        Knows::PartAsStart => (Some(claim(0, total - 1 - start)), &body[start..]),
    };
    match claim {
        Some(claim) => answer("206 Partial Content", &claim, body),
        None => answer(
            "416 Range Not Satisfiable",
            &format!("Content-Range: bytes */{total}\r\n"),
            b"",
        ),
    }
}

async fn read_all(log: &mut Follow) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(piece) = log.next().await {
        all.extend_from_slice(&piece.unwrap());
    }
    all
}

/// The states of a job whose log is as given at each look; it succeeds with the last.
fn growing(logs: &[Vec<u8>], knows: &[Knows]) -> Vec<State> {
    let states = logs.iter().zip(knows).enumerate();
    states
        .map(|(place, (log, knows))| State {
            status: if place + 1 < logs.len() {
                "running"
            } else {
                "success"
            },
            log: log.clone(),
            knows: *knows,
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn no_line_comes_twice_or_is_lost_whoever_answers_each_look() {
    let server = Server::start().await;
    let distinct = [600, 603, 604, 700].map(|count| lines(0..count));
    let equal = [1200, 1207, 1208, 1400].map(|count| b"no news\n".repeat(count));
    // A range is never asked for at the second look already, so that liars are like those who know nothing.
    for second in &KNOWLEDGE[..4] {
        for third in KNOWLEDGE {
            for last in KNOWLEDGE {
                let knows = [Knows::Neither, *second, third, last];
                server.expect(growing(&distinct, &knows)).await;
            }
            let knows = [Knows::Neither, *second, third, third];
            server.expect(growing(&equal, &knows)).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_log_that_is_rewritten_or_gone_for_a_moment_is_read_whoever_answers() {
    let server = Server::start().await;
    let (first, all) = (lines(0..1000), lines(0..1010));
    let archived = [&b"thirty bytes were put in here\n"[..], &all].concat();
    for knows in KNOWLEDGE {
        for before in &KNOWLEDGE[..4] {
            let before = *before;
            // What was put in before the place was not there when it was read.
            let logs = [first.clone(), lines(0..1003), archived.clone()];
            let mut log = server.follow(growing(&logs, &[knows, before, knows]));
            assert!(read_all(&mut log).await == all, "{before:?} {knows:?}");

            for shrunk in [&first[..5000], b""] {
                let mut states = growing(
                    &[first.clone(), first.clone(), shrunk.to_vec(), all.clone()],
                    &[knows, before, knows, before],
                );
                states[2].status = "success";
                server.expect(states).await;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn each_way_is_used_as_long_as_it_works_and_the_next_one_after_that() {
    let server = Server::start().await;
    let logs: Vec<_> = (0..5).map(|count| lines(0..1000 + count)).collect();
    let offset = |look: usize| logs[look].len() - 4096;
    let part = |look: usize| Asked {
        offset: Some(offset(look)),
        limit: Some(logs[look].len() - 1),
        range: None,
    };
    let range = |look: usize| Asked {
        range: Some(offset(look)),
        ..Asked::default()
    };
    let whole = Asked::default;
    let parts = vec![part(0), part(1), part(2), part(3)];
    let misled = vec![part(0), range(1), whole(), whole(), whole()];
    for (knows, asked) in [
        (Knows::Parameters, parts.clone()),
        (Knows::Both, parts),
        (Knows::Range, vec![part(0), range(1), range(2), range(3)]),
        (Knows::Neither, vec![part(0), range(1), whole(), whole()]),
        (Knows::NoRange, misled.clone()),
        (Knows::WholeAsRange, misled.clone()),
        (Knows::PartAsStart, misled),
    ] {
        let seen = server.expect(growing(&logs, &[knows; 5])).await;
        assert_eq!(seen[0], whole(), "the first look is at everything");
        assert_eq!(seen[1..], asked, "{knows:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_log_that_grew_by_more_than_a_part_is_read_on_at_once() {
    let server = Server::start().await;
    let logs = [lines(0..1000), lines(0..40_000)];
    let looks = server.expect(growing(&logs, &[Knows::Parameters; 2])).await;
    assert!((4..12).contains(&looks.len()), "{looks:?}");
    let waits: f64 = server.waits().iter().sum();
    assert!((waits - 1.0).abs() < 0.02, "there was one wait: {waits}");
}

#[tokio::test(start_paused = true)]
async fn looks_become_rarer_while_nothing_happens_and_frequent_again_when_it_does() {
    let server = Server::start().await;
    // Nothing, until the eighth look; then a line, and the end.
    let mut logs = vec![Vec::new(); 7];
    logs.extend([lines(0..1), lines(0..1), lines(0..2)]);
    server.expect(growing(&logs, &[Knows::Neither; 10])).await;
    let expected = [1.0, 1.5, 2.25, 3.375, 5.0, 5.0, 5.0, 1.0, 1.5];
    let waits = server.waits();
    assert_eq!(waits.len(), expected.len());
    for (wait, expected) in waits.iter().zip(expected) {
        assert!((wait - expected).abs() < 0.02, "{waits:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_pace_can_be_set() {
    let server = Server::start().await;
    let log = server.follow(growing(&vec![Vec::new(); 4], &[Knows::Neither; 4]));
    let mut log = log.poll_every(Duration::from_secs(20), Duration::from_secs(40));
    assert!(read_all(&mut log).await.is_empty());
    let seconds: Vec<f64> = server.waits().iter().map(|wait| wait.floor()).collect();
    assert_eq!(seconds, [20.0, 30.0, 40.0]);
}
