//! A server that follows a script, within the test's own runtime.
//!
//! Everything happens on one thread, so that a paused clock moves only when neither side has anything left to do.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one connection, after it has read the request.
#[derive(Clone)]
pub(crate) enum Step {
    /// Sends these bytes and closes the connection.
    Send(Vec<u8>),
    /// Sends these bytes and breaks the connection off.
    Reset(Vec<u8>),
    /// Sends these bytes, and then one more each second, this often.
    Drip(Vec<u8>, usize),
    /// Sends these bytes and then nothing more.
    Stall(Vec<u8>),
}

/// A server that has an address and no script yet, for scripts that have to name it.
pub(crate) struct Listening {
    listener: TcpListener,
    address: String,
}

impl Listening {
    pub(crate) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        Self { listener, address }
    }

    /// The origin of the server.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Starts to take as many connections as there are steps.
    pub(crate) fn start(self, steps: impl IntoIterator<Item = Step>) -> Script {
        let Self { listener, address } = self;
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&heads);
        let steps: Vec<Step> = steps.into_iter().collect();
        tokio::spawn(async move {
            for step in steps {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(play(stream, step, Arc::clone(&seen)));
            }
        });
        Script { address, heads }
    }
}

/// A running server.
pub(crate) struct Script {
    address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Script {
    /// Starts a server that takes as many connections as there are steps.
    pub(crate) async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        Listening::new().await.start(steps)
    }

    /// The origin of the server.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Request line and headers of each request so far, in lower case.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    /// Method and target of each request so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        let heads = self.heads();
        let lines = heads.iter().map(|head| head.lines().next().unwrap());
        lines
            .map(|line| line.trim_end_matches(" http/1.1").to_owned())
            .collect()
    }
}

async fn play(mut stream: TcpStream, step: Step, seen: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    stream.read_exact(&mut vec![0; length]).await.unwrap();
    seen.lock().unwrap().push(head);
    match step {
        Step::Send(bytes) => {
            // The client may have read all it wants.
            let _ = stream.write_all(&bytes).await;
        }
        Step::Reset(bytes) => {
            stream.write_all(&bytes).await.unwrap();
            stream.set_zero_linger().unwrap();
            // What was sent has to be read before the break discards it.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Step::Drip(bytes, count) => {
            stream.write_all(&bytes).await.unwrap();
            for _ in 0..count {
                tokio::time::sleep(Duration::from_secs(1)).await;
                if stream.write_all(b" ").await.is_err() {
                    break;
                }
            }
        }
        Step::Stall(bytes) => {
            stream.write_all(&bytes).await.unwrap();
            std::future::pending::<()>().await;
        }
    }
}

/// An answer with a body and its length.
pub(crate) fn send(status: &str, headers: &str, body: &str) -> Step {
    Step::Send(crate::server::answer(status, headers, body))
}

/// An answer that points elsewhere.
pub(crate) fn redirect(status: u16, location: &str) -> Step {
    send(
        &format!("{status} Elsewhere"),
        &format!("Location: {location}\r\n"),
        "",
    )
}
